"""Texts of derivations; part of the topic `report`."""

from __future__ import annotations

from checker.messages.entry import Entry

DERIVATION: dict[str, Entry] = {
    "report-derive-plan": Entry("规划", "plan"),
    "report-derive-plan-text": Entry("{title}（{file}）", "{title} ({file})"),
    "report-derive-counts": Entry("结论", "verdicts"),
    "report-derive-count": Entry("{outcome} {count}", "{outcome} {count}"),
    "report-derive-heading": Entry("{number}. {name}：{outcome}", "{number}. {name}: {outcome}"),
    "report-derive-graded": Entry("{outcome}（{severity}）", "{outcome} ({severity})"),
    "report-derive-pair": Entry("{first}——{second}", "{first} – {second}"),
    "report-derive-subject": Entry("对象", "subject"),
    "report-derive-subject-text": Entry("{kind}：{name}", "{kind}: {name}"),
    "report-derive-clause": Entry("{clause}：{state}", "{clause}: {state}"),
    "report-derive-case": Entry(
        "定为{severity}的条件：{state}", "condition for {severity}: {state}"
    ),
    "report-derive-only": Entry("严重程度：{severity}", "severity: {severity}"),
    "report-derive-otherwise": Entry("其余情况定为{severity}", "severity otherwise: {severity}"),
    "report-derive-true": Entry("真", "true"),
    "report-derive-false": Entry("假", "false"),
    "report-derive-unknown": Entry("无法判断", "unknown"),
    "report-derive-absent": Entry("缺失", "absent"),
    "report-derive-step": Entry("{text} → {value}", "{text} → {value}"),
    "report-derive-decides": Entry("（由它决定）", " (this decides)"),
    "report-derive-above": Entry("（见上）", " (above)"),
    "report-derive-below": Entry("（见下）", " (below)"),
    "report-derive-filled": Entry("即 {formula}", "that is {formula}"),
    "report-derive-filled-gap": Entry("即 {formula}，{gap}", "that is {formula}, {gap}"),
    "report-derive-equals": Entry("= {formula}", "= {formula}"),
    "report-derive-exact": Entry("精确值 {exact}", "exactly {exact}"),
    "report-derive-rounding": Entry(
        "按印出的位数，真值在 {rounding} 之间", "by its digits it may be anything in {rounding}"
    ),
    "report-derive-carried": Entry(
        "计入各数的舍入，真值在 {rounding} 之间",
        "with the rounding of its parts it may be anything in {rounding}",
    ),
    "report-derive-about": Entry("“约”“左右”按±2%：{rounding}", "“about” taken as ±2%: {rounding}"),
    "report-derive-printed": Entry("原文“{printed}”", "printed “{printed}”"),
    "report-derive-source": Entry("来源：{source}", "source: {source}"),
    "report-derive-same-words": Entry(
        "两处都读不出数值，但原文一字不差，视为一致",
        "neither can be read as a value, but both say the very same: they agree",
    ),
    "report-derive-more": Entry("另有 {count} 项", "{count} more"),
    "report-derive-outcome": Entry("结论", "verdict"),
    "report-derive-why": Entry("{outcome}：{why}", "{outcome}: {why}"),
    "report-derive-why-pass-require": Entry("要求成立", "what is required holds"),
    "report-derive-why-pass-when": Entry(
        "不能确定是否适用，但要求成立，适用与否都通过",
        "whether it applies is not known, but what is required holds either way",
    ),
    "report-derive-why-fail-require": Entry(
        "适用，而要求不成立", "it applies and what is required does not hold"
    ),
    "report-derive-why-fail-missing": Entry(
        "缺少要用的数据，规则写明缺失时算违反",
        "a value is absent, and the rule says that this is a breach",
    ),
    "report-derive-why-not-applicable-when": Entry("适用条件不成立", "the condition does not hold"),
    "report-derive-why-not-applicable-except": Entry("属于除外的情形", "an exception applies"),
    "report-derive-why-not-applicable-missing": Entry(
        "缺少要用的数据，规则写明缺失时不适用",
        "a value is absent, and the rule says that it does not apply then",
    ),
    "report-derive-why-unknown-when": Entry(
        "不能确定规则是否适用", "whether the rule applies is not known"
    ),
    "report-derive-why-unknown-except": Entry(
        "不能确定是否属于除外的情形", "whether an exception applies is not known"
    ),
    "report-derive-why-unknown-require": Entry(
        "不能确定要求是否成立", "whether what is required holds is not known"
    ),
    "report-derive-why-unknown-manual": Entry("结构化数据里看不出来", "the data do not show it"),
    "report-derive-idle-period": Entry(
        "不适用：规则只用于{first}—{last}年，规划期是{period}",
        "not applicable: the rule is for {first}–{last}, the plan for {period}",
    ),
    "report-derive-idle-subjects": Entry(
        "不适用：规划里没有{kinds}", "not applicable: the plan has none of: {kinds}"
    ),
    "report-derive-none-named": Entry(
        "没有名称含“{name}”的对象", "no subject has “{name}” in its name"
    ),
    "report-derive-left-out": Entry(
        "另有 {count} 个对象没有列出（{counts}）；加 --all 全部列出，或用 --subject 名称 指定",
        "{count} subjects not shown ({counts}); --all shows them all, --subject NAME some",
    ),
    "report-card-waive": Entry("豁免", "to waive"),
    "report-card-waive-how": Entry(
        "确有理由不改的，在 plancheck-waivers.yaml 里写：",
        "where there is a reason to leave it, write in plancheck-waivers.yaml:",
    ),
    "report-card-waive-region": Entry("规划所在地的行政区划代码", "division code of the plan"),
    "report-card-waive-indicator": Entry(
        "报告里显示的对象名称", "the subject as the report names it"
    ),
    "report-card-waive-reason": Entry("为什么可以不改", "why it may stay"),
    "report-card-waive-basis": Entry("准许的文件和文号", "the document that allows it"),
    "report-card-waive-approver": Entry("批准的单位或人", "who approved it"),
    "report-card-waive-expires": Entry(
        "有效到哪一天，如 2026-12-31", "the last day, as 2026-12-31"
    ),
}
