"""What the package's codes say in Chinese and English. Codes are stable; the wording may change."""

from __future__ import annotations

# Why a text was not read: `{detail}` is what it met.
REASONS: dict[str, tuple[str, str]] = {
    "no-value": (
        "“{detail}”里没有数值，也没有方向",
        "“{detail}” holds neither a value nor a direction",
    ),
    "numbers-touch": (
        "数字或数值相连，分不清起止：{detail}",
        "numbers touch without a sign between them: {detail}",
    ),
    "several-numbers": (
        "有多个数值，看不出哪个是目标：{detail}",
        "several numbers, none is plainly the target: {detail}",
    ),
    "unit-unknown": ("不认识的单位：{detail}", "unknown unit: {detail}"),
    "units-differ": (
        "区间两端单位不同：{detail}",
        "the ends of the range have different units: {detail}",
    ),
    "comparators-conflict": (
        "上下限的说法相互冲突：{detail}",
        "comparators contradict each other: {detail}",
    ),
    "range-reversed": ("区间前大后小：{detail}", "the range runs downwards: {detail}"),
    "ratio-with-zero": ("比例中有零：{detail}", "a ratio with a zero in it: {detail}"),
    "word-unknown": (
        "不明白“{detail}”对数值有什么影响",
        "what “{detail}” does to the value is not known",
    ),
    "negated": ("是“未达到”一类的否定说法：{detail}", "the text denies the value: {detail}"),
    "condition": (
        "数值是适用条件，不是目标：{detail}",
        "the number is a condition, not a target: {detail}",
    ),
    "nature-word": (
        "“{detail}”是指标性质，不是数值",
        "“{detail}” is the nature of an indicator, not a value",
    ),
    "unit-not-value": ("“{detail}”是单位，不是数值", "“{detail}” is a unit, not a value"),
    "year-not-value": ("“{detail}”是年份，不是数值", "“{detail}” is a year, not a value"),
    "form-unknown": ("没有这种写法的读法：{detail}", "no known way to read this: {detail}"),
    "too-long": (
        "文字过长，不是一个数值（{detail}字）",
        "too long for a value ({detail} characters)",
    ),
}

# Why a reading gives no set yet; the arguments fill {0}, {1}.
UNRESOLVED: dict[str, tuple[str, str]] = {
    "unread": ("未能读出：{0}", "not read: {0}"),
    "missing": ("没有数值：{0}", "no value: {0}"),
    "qualitative": ("只有定性表述“{0}”", "only words, no value: “{0}”"),
    "refers-elsewhere": ("数值在别处：{0}", "the value stands elsewhere: {0}"),
    "several-values": ("一处写了{0}个数值", "{0} values in one place"),
    "coverage-without-number": ("“{0}”没有数值", "“{0}” has no number"),
    "base-missing": ("缺基期数值，无法推算“{0}”", "no base value to compute “{0}” from"),
    "base-unbounded": (
        "基期数值只有一端，无法推算“{0}”",
        "the base has one end only, “{0}” cannot be computed",
    ),
    "unit-missing": ("缺单位，无法推算“{0}”", "no unit, “{0}” cannot be computed"),
    "units-incompatible": (
        "变化的单位{0}与基期的单位{1}不能相加",
        "a change in {0} cannot be added to a base in {1}",
    ),
    "relative-or-points": (
        "“{0}”既可指按比例（{1}），也可指百分点（{2}）",
        "“{0}” may be relative ({1}) or in points ({2})",
    ),
    "years-missing": (
        "缺基期年或目标年，无法推算“{0}”",
        "base or target year unknown, “{0}” cannot be computed",
    ),
    "yearly-count": (
        "“{0}”是每年或每个时段的数量，不是期末数值",
        "“{0}” counts per year or period, it is no level",
    ),
    "ratio-of-three": ("三项之比“{0}”没有单一数值", "a ratio of three, “{0}”, has no single value"),
}

# What was decided on the way to a set.
REMARKS: dict[str, tuple[str, str]] = {
    "read-as-floor": (
        "未写上下限，按“越高越好”读作下限",
        "no comparator; more is better, so read as a floor",
    ),
    "read-as-ceiling": (
        "未写上下限，按“越低越好”读作上限",
        "no comparator; less is better, so read as a ceiling",
    ),
    "read-as-point": (
        "未写上下限，指标无方向，读作定值",
        "no comparator and no direction; read as this very value",
    ),
    "verb-against-direction": (
        "写法的升降与指标方向相反",
        "the verb runs against the indicator's direction",
    ),
    "about": ("“左右”按±2%读", "“about” is read as ±2 %"),
    "weak": ("“力争”“争取”是弱承诺", "“strive for” is a weak promise"),
    "cumulative": ("是期内累计数", "a total over the period"),
    "per-each": ("是每个单位的数量", "an amount for each of many"),
    "relative": ("按基期的比例推算", "computed as a share of the base"),
    "base-imprecise": (
        "基期不是确数，两端分别推算",
        "the base is not exact; both its ends were used",
    ),
    "unit-missing": ("没有单位", "no unit"),
    "text-unit-over-column": (
        "文中单位与栏目单位不同，以文中为准",
        "the text's unit differs from the column's; the text wins",
    ),
    "unit-completed": ("文中单位按栏目单位补全", "the text's unit was completed from the column's"),
}


def format_reason(
    table: dict[str, tuple[str, str]], code: str, lang: str = "zh", *arguments: str
) -> str:
    """Write a code of one of the tables in the reader's language."""
    text = table[code][1 if lang == "en" else 0]
    return text.format(*arguments, detail=arguments[0] if arguments else "")
