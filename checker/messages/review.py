"""Texts about waivers, baselines and comparisons (`review-…`)."""

from __future__ import annotations

from checker.messages.entry import Entry

WAIVERS: dict[str, Entry] = {
    "review-waived": Entry(
        "豁免至{day}：{reason}（依据：{basis}；批准：{approver}）",
        "waived until {day}: {reason} (basis: {basis}; approved by {approver})",
    ),
    "review-waiver-key": Entry(
        "豁免文件里没有“{word}”这一项",
        "a waiver file has no “{word}”",
        "最外层只写 waivers: 和它的列表。",
        "At the top stands only waivers: with its list.",
    ),
    "review-waiver-list": Entry(
        "豁免文件最外层应是 waivers: 和一个列表",
        "a waiver file is waivers: with a list",
        '例如：\nwaivers:\n  - rule: UPPER-LOOSER\n    region: "450223"\n    …',
        'Such as:\nwaivers:\n  - rule: UPPER-LOOSER\n    region: "450223"\n    …',
    ),
    "review-waiver-shape": Entry(
        "这条豁免不生效：每条应写成“键: 值”",
        "this waiver has no effect: it must consist of “key: value”",
    ),
    "review-waiver-field": Entry(
        "这条豁免不生效：没有“{word}”这一项",
        "this waiver has no effect: there is no “{word}”",
        "可写：{words}",
        "There are: {words}",
    ),
    "review-waiver-empty": Entry(
        "这条豁免不生效：“{word}”没有内容", "this waiver has no effect: “{word}” is empty"
    ),
    "review-waiver-missing": Entry(
        "这条豁免不生效：缺少{words}",
        "this waiver has no effect: it lacks {words}",
        "豁免必须写明规则、地区代码、指标、理由、依据文件、批准人和截止日期。",
        "A waiver names rule, region code, indicator, reason, basis, approver and last day.",
    ),
    "review-waiver-rule": Entry(
        "这条豁免不生效：没有规则“{word}”",
        "this waiver has no effect: there is no rule “{word}”",
        "要写完整的规则编号；全部规则见 plancheck rules。",
        "The full code is needed; plancheck rules lists them all.",
    ),
    "review-waiver-region": Entry(
        "这条豁免不生效：“{word}”不是六位行政区划代码",
        "this waiver has no effect: “{word}” is no division code of six digits",
    ),
    "review-waiver-period": Entry(
        "这条豁免不生效：规划期“{word}”应写成 2021-2025",
        "this waiver has no effect: the period “{word}” must read 2021-2025",
    ),
    "review-waiver-day": Entry(
        "这条豁免不生效：截止日期“{word}”应写成 2026-12-31，且是历法上有的日子",
        "this waiver has no effect: the last day “{word}” must be a real one, such as 2026-12-31",
    ),
    "review-waiver-twice": Entry(
        "同一条豁免写了两遍", "the same waiver is written twice", "删去一条。", "Delete one."
    ),
    "review-waiver-first": Entry("先写在这里", "first written here"),
    "review-waiver-expired": Entry(
        "{rule}“{indicator}”的豁免已于{day}到期，不再生效（涉及{count}项）",
        "the waiver of {rule} for “{indicator}” expired on {day} and has no effect ({count} findings)",
        "整改，或重新报批后改 expires；不再需要的删去。",
        "Mend the finding, or have it approved anew and change expires; delete it when not needed.",
    ),
    "review-waiver-unmatched": Entry(
        "{rule}“{indicator}”的豁免没有对应的问题",
        "the waiver of {rule} for “{indicator}” matches no finding",
        "已整改的请删去；否则核对 indicator 是否与报告中的名称一致。",
        "Delete it if the finding is mended; else compare indicator with the name in the report.",
    ),
}

COMPARISON: dict[str, Entry] = {
    "review-heading": Entry("前后对照", "Then and now"),
    "review-old": Entry("旧", "old"),
    "review-new": Entry("新", "new"),
    "review-side-plan": Entry("{name}《{titles}》", "{name}《{titles}》"),
    "review-side-report": Entry(
        "{name}（检查结果，{count}份规划）", "{name} (report, {count} plans)"
    ),
    "review-side-baseline": Entry(
        "{name}（基线，{count}份规划）", "{name} (baseline, {count} plans)"
    ),
    "review-side-run": Entry("这次检查（{count}份规划）", "this run ({count} plans)"),
    "review-added": Entry("新出现的问题（{count}项）", "New findings ({count})"),
    "review-changed": Entry("有变化的问题（{count}项）", "Changed findings ({count})"),
    "review-fixed": Entry("已消除的问题（{count}项）", "Fixed findings ({count})"),
    "review-unchanged": Entry("没有变化的问题（{count}项）", "Unchanged findings ({count})"),
    "review-counts": Entry(
        "新出现 {added}  有变化 {changed}  已消除 {fixed}  没有变化 {unchanged}",
        "new {added}  changed {changed}  fixed {fixed}  unchanged {unchanged}",
    ),
    "review-nothing": Entry("没有新出现或有变化的问题。", "No finding is new or changed."),
    "review-outside": Entry(
        "旧的一方另有 {count} 项属于这次没有检查的规划或规则，没有对照。",
        "{count} older findings are of plans or rules not checked this time: not compared.",
    ),
    "review-by-name": Entry(
        "两份规划的地区或规划期不同（{old}；{new}），问题按名称对照。",
        "The plans are not of one region and period ({old}; {new}): findings are matched by names.",
    ),
    "review-from-to": Entry("{old} → {new}", "{old} → {new}"),
    "review-printed": Entry("“{text}”", "“{text}”"),
    "review-named": Entry("《{text}》", "《{text}》"),
    "review-blank": Entry("（空白）", "(blank)"),
    "review-none": Entry("（没有）", "(none)"),
    "review-outcome": Entry("结论", "verdict"),
    "review-drafts": Entry("数据改动（{count}处）", "Changes of the data ({count})"),
    "review-drafts-none": Entry("两稿的数据没有改动。", "The data of the two drafts are the same."),
    "review-drafts-moved": Entry(
        "另有 {count} 条只是在原文中的行次变了，未列出。",
        "{count} more only stand in another row or line of the document: not listed.",
    ),
    "review-state-added": Entry("新增", "added"),
    "review-state-removed": Entry("删去", "removed"),
    "review-state-changed": Entry("改动", "changed"),
    "review-field-year": Entry("{label}（{year}年）", "{label} ({year})"),
    "review-field-word": Entry("{label}“{word}”", "{label} “{word}”"),
}

BASELINES: dict[str, Entry] = {
    "review-baseline-written": Entry(
        "基线已写入 {file}：{plans} 份规划，违反 {fail} 项，无法判断 {unknown} 项。",
        "Baseline written to {file}: {plans} plans, {fail} violations, {unknown} unknown.",
    ),
    "review-baseline-gone": Entry(
        "基线里有 {count} 项已不再出现：运行 plancheck baseline prune 可清除。",
        "{count} recorded findings no longer occur: plancheck baseline prune removes them.",
    ),
    "review-baseline-pruned": Entry(
        "从 {file} 清除 {count} 项，留下 {kept} 项。", "{count} removed from {file}, {kept} left."
    ),
    "review-baseline-nothing-gone": Entry(
        "{file} 没有可清除的，{kept} 项都还在。",
        "Nothing to remove from {file}: all {kept} are still there.",
    ),
    "review-nothing-judged": Entry(
        "没有可以判断的内容，或有规划是空的：无从对照。",
        "There was nothing to judge, or a plan is empty: nothing to compare.",
    ),
    "review-baseline-not-written": Entry(
        "基线没有改动。",
        "The baseline is left as it was.",
    ),
    "review-json-syntax": Entry(
        "这里不合 JSON 格式",
        "this is not JSON",
        "文件可能被手工改过，或留有版本控制的冲突标记；请改正，或重新生成。",
        "The file may have been edited, or hold marks of a conflict of version control: mend it or make it anew.",
    ),
    "review-json-truncated": Entry(
        "JSON 文件不完整，到这里就断了",
        "the JSON ends here, too early",
        "文件可能没有写完或没有传完；请重新生成。",
        "It may not have been written or copied to its end: make it anew.",
    ),
    "review-json-deep": Entry(
        "JSON 嵌套太深",
        "the JSON is nested too deeply",
        "这不是 plancheck 写的文件；请重新生成。",
        "plancheck does not write such a file: make it anew.",
    ),
    "review-json-number": Entry(
        "JSON 里有长得不合理的数",
        "the JSON holds a number of unreasonable length",
        "这不是 plancheck 写的文件；请重新生成。",
        "plancheck does not write such a file: make it anew.",
    ),
    "review-json-shape": Entry(
        "“{path}”不合格式：{want}",
        "“{path}” is not as it should be: {want}",
        "文件可能被改过；请重新生成。",
        "The file may have been edited: make it anew.",
    ),
    "review-json-version": Entry(
        "格式的版本是“{version}”，本程序只认得 {known}",
        "the format has version “{version}”; this program knows {known}",
        "用写它的那个版本的 plancheck，或重新生成。",
        "Use the version of plancheck that wrote it, or make it anew.",
    ),
    "review-json-other": Entry(
        "这个 JSON 文件不是 plancheck 的检查结果或基线",
        "this JSON is neither a report nor a baseline of plancheck",
        "检查结果用 plancheck check --format json 生成，基线用 plancheck baseline create 生成。",
        "plancheck check --format json makes a report, plancheck baseline create a baseline.",
    ),
    "review-json-no-baseline": Entry(
        "这个 JSON 文件不是 plancheck 的基线",
        "this JSON is not a baseline of plancheck",
        "基线用 plancheck baseline create 生成。",
        "plancheck baseline create makes one.",
    ),
    "review-want-fingerprint": Entry("应是32位十六进制数", "32 hexadecimal digits are wanted"),
    "review-want-pair": Entry("应是两段文字", "two texts are wanted"),
    "review-want-record": Entry("应是一组“键: 值”", "a record is wanted"),
    "review-want-text": Entry("应是文字", "a text is wanted"),
    "review-want-list": Entry("应是列表", "a list is wanted"),
    "review-want-one-of": Entry("应是 {words} 之一", "one of {words} is wanted"),
}

PARTS: dict[str, Entry] = {
    "review-part-header": Entry("规划信息", "about the plan"),
    "review-part-indicators": Entry("指标表", "indicator tables"),
    "review-part-statements": Entry("正文目标", "targets in prose"),
    "review-part-facts": Entry("现状数据", "facts"),
    "review-part-institutions": Entry("机构", "institutions"),
    "review-part-projects": Entry("项目", "projects"),
    "review-part-citations": Entry("引文", "citations"),
    "review-part-sections": Entry("标题", "headings"),
    "review-part-enumerations": Entry("列举", "enumerations"),
    "review-part-tasks": Entry("任务分工", "tasks"),
    "review-part-mentions": Entry("地区提及", "mentions"),
}

# The keys of the plan format, for people.
FIELDS: dict[str, Entry] = {
    "review-field-title": Entry("名称", "title"),
    "review-field-region_code": Entry("地区代码", "region code"),
    "review-field-region_name": Entry("地区", "region"),
    "review-field-level": Entry("层级", "level"),
    "review-field-sector": Entry("领域", "sector"),
    "review-field-period": Entry("规划期", "period"),
    "review-field-base_year": Entry("基期年", "base year"),
    "review-field-target_year": Entry("目标年", "target year"),
    "review-field-grade": Entry("数字来源等级", "grade"),
    "review-field-issuer": Entry("发文机关", "issuer"),
    "review-field-number": Entry("编号或文号", "number"),
    "review-field-date": Entry("日期", "date"),
    "review-field-status": Entry("状态", "status"),
    "review-field-name": Entry("名称", "name"),
    "review-field-unit": Entry("单位", "unit"),
    "review-field-indicator": Entry("对应指标", "indicator"),
    "review-field-group": Entry("指标分类", "group"),
    "review-field-nature": Entry("属性", "nature"),
    "review-field-baseline": Entry("基期", "baseline"),
    "review-field-target": Entry("目标", "target"),
    "review-field-scope": Entry("范围", "scope"),
    "review-field-note": Entry("备注", "note"),
    "review-field-value": Entry("数值", "value"),
    "review-field-change": Entry("变化", "change"),
    "review-field-parts": Entry("是否全部", "parts"),
    "review-field-part_of": Entry("属于", "part of"),
    "review-field-quotient_numerator": Entry("分子", "numerator"),
    "review-field-quotient_denominator": Entry("分母", "denominator"),
    "review-field-region": Entry("地区", "region"),
    "review-field-ownership": Entry("举办性质", "ownership"),
    "review-field-kind": Entry("类别", "kind"),
    "review-field-grade_class": Entry("等级", "class"),
    "review-field-present_beds": Entry("现有床位", "present beds"),
    "review-field-planned_beds": Entry("规划床位", "planned beds"),
    "review-field-filing_level": Entry("备案层级", "filing level"),
    "review-field-tcm_filing_level": Entry("中医备案层级", "TCM filing level"),
    "review-field-no": Entry("序号", "no."),
    "review-field-owner": Entry("业主", "owner"),
    "review-field-institution": Entry("机构", "institution"),
    "review-field-beds": Entry("床位", "beds"),
    "review-field-new_beds": Entry("新增床位", "new beds"),
    "review-field-site_area": Entry("用地面积", "site area"),
    "review-field-floor_area": Entry("建筑面积", "floor area"),
    "review-field-above_ground": Entry("地上面积", "above ground"),
    "review-field-below_ground": Entry("地下面积", "below ground"),
    "review-field-storeys_above": Entry("地上层数", "storeys above"),
    "review-field-storeys_below": Entry("地下层数", "storeys below"),
    "review-field-repeats_count": Entry("数量", "count"),
    "review-field-repeats_each": Entry("每个", "each"),
    "review-field-repeats_total": Entry("合计", "total"),
    "review-field-total_investment": Entry("总投资", "total investment"),
    "review-field-period_investment": Entry("期内投资", "investment in the period"),
    "review-field-stated_investment": Entry("文中投资", "investment in the text"),
    "review-field-costs_value": Entry("投资构成", "cost"),
    "review-field-years": Entry("建设年限", "years"),
    "review-field-funding": Entry("资金来源", "funding"),
    "review-field-remark": Entry("备注", "remark"),
    "review-field-announced": Entry("所称数目", "announced number"),
    "review-field-items": Entry("列举项", "item"),
    "review-field-departments": Entry("责任部门", "department"),
    "review-field-at_table": Entry("所在表", "table"),
    "review-field-at_section": Entry("所在章节", "section"),
    "review-field-at_box": Entry("所在专栏", "box"),
    "review-field-at_annex": Entry("所在附件", "annex"),
    "review-field-at_summary": Entry("所在概要", "summary"),
}

ENTRIES: dict[str, Entry] = {**WAIVERS, **COMPARISON, **BASELINES, **PARTS, **FIELDS}
