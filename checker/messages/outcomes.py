"""Reasons why a value is unknown, and remarks on its meaning (`unknown-…`)."""

from __future__ import annotations

from checker.messages.entry import Entry

ENTRIES = {
    "unknown-absent": Entry("缺少{what}", "{what} is missing"),
    "unknown-dimension": Entry(
        "单位不可比：{left}与{right}", "units cannot be compared: {left} and {right}"
    ),
    "unknown-about": Entry(
        "结论取决于“{text}”里“左右”的幅度（本工具按±2%）",
        "the verdict depends on how much room the 左右 of “{text}” gives (taken as ±2%)",
    ),
    "unknown-division": Entry("除数{text}可能为零", "the divisor {text} may be zero"),
    "unknown-bound": Entry(
        "“{name}”印的是界限“{text}”，不是结果", "“{name}” prints a bound “{text}”, not a result"
    ),
    "unknown-not-number": Entry(
        "“{name}”的“{text}”不是一个数", "“{text}” of “{name}” is not one number"
    ),
    "unknown-no-unit": Entry("“{name}”的“{text}”没有单位", "“{text}” of “{name}” has no unit"),
    "unknown-base": Entry(
        "“{name}”的“{text}”要有基期值才能确定", "“{text}” of “{name}” needs a baseline value"
    ),
    "unknown-to-be-set": Entry("“{name}”待定", "“{name}” is still to be set"),
    "unknown-refers-elsewhere": Entry(
        "“{name}”写的是“{text}”，数值在别处", "“{name}” says “{text}”: the value stands elsewhere"
    ),
    "unknown-qualitative": Entry(
        "“{name}”是定性目标“{text}”", "“{name}” is a qualitative target: “{text}”"
    ),
    "unknown-relative-or-points": Entry(
        "“{name}”的“{text}”可指相对变化，也可指百分点",
        "“{text}” of “{name}” may be relative or in percentage points",
    ),
    "unknown-yearly-count": Entry("“{name}”按年计：“{text}”", "“{name}” counts by year: “{text}”"),
    "unknown-coverage-without-number": Entry(
        "“{name}”的“{text}”没有数值", "“{text}” of “{name}” has no number"
    ),
    "unknown-unread": Entry("“{name}”的“{text}”未能读懂", "“{text}” of “{name}” could not be read"),
    "unknown-ambiguous-change": Entry(
        "“{name}”的“{text}”可指相对变化，也可指百分点",
        "“{text}” of “{name}” may be relative or in percentage points",
    ),
    "unknown-not-years": Entry(
        "“{name}”的年限“{text}”没有年份", "the period “{text}” of “{name}” has no years"
    ),
    "unknown-manual": Entry("须由人判断：{what}", "needs a person's judgement: {what}"),
    "unknown-read-as-floor": Entry(
        "“{text}”没有比较词，按下限读", "“{text}” has no comparator: read as a floor"
    ),
    "unknown-read-as-ceiling": Entry(
        "“{text}”没有比较词，按上限读", "“{text}” has no comparator: read as a ceiling"
    ),
    "unknown-read-as-point": Entry(
        "“{text}”没有比较词，按定值读", "“{text}” has no comparator: read as that value"
    ),
    "unknown-relative": Entry("“{text}”按相对变化读", "“{text}” read as a relative change"),
    "unknown-base-imprecise": Entry("基期值不精确", "the baseline is imprecise"),
    "unknown-weak": Entry(
        "“{text}”带“力争/争取”，是弱承诺", "“{text}” is a weak commitment (力争/争取)"
    ),
    "unknown-remark-on-bound": Entry(
        "“{text}”与“{other}”只差是否含界限值，不算违反",
        "“{text}” and “{other}” differ only in whether the bound itself counts: no breach",
    ),
    "unknown-remark-other-end": Entry(
        "“{text}”与“{other}”只在不起约束的一端不同",
        "“{text}” and “{other}” differ only at the end that does not bind",
    ),
    "unknown-remark-about": Entry(
        "“{text}”与“{other}”只差“左右”", "“{text}” and “{other}” differ only in 左右"
    ),
    "unknown-grade-reported": Entry(
        "上级数字见于转述，须查原文确认",
        "the upper figure was seen in a report only: confirm it at the source",
    ),
    "unknown-grade-quoted": Entry("上级数字引自{what}", "the upper figure is quoted in {what}"),
    "unknown-grade-inferred": Entry(
        "上级数字为推断，须查原文确认", "the upper figure is inferred: confirm it at the source"
    ),
}
