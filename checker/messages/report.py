"""Texts of reports (`report-…`): labels, headings, counts."""

from __future__ import annotations

from checker.messages.derivation import DERIVATION
from checker.messages.entry import Entry

HEADER: dict[str, Entry] = {
    "report-file": Entry("文件", "file"),
    "report-scope": Entry("范围", "scope"),
    "report-scope-text": Entry(
        "{region}（{code}），{level}级，{sector}，{period}年（基期{base}年，目标年{target}年）",
        "{region} ({code}), {level}, {sector}, {period} (base {base}, target {target})",
    ),
    "report-upper": Entry("上级规划", "plans above"),
    "report-upper-used": Entry("{level}：《{title}》{note}", "{level}: 《{title}》{note}"),
    "report-upper-none": Entry("{level}（{region}）：没有找到", "{level} ({region}): none found"),
    "report-upper-rivals": Entry(
        "{level}（{region}）：有 {count} 份规划同样合适，均未采用：{titles}",
        "{level} ({region}): {count} plans fit equally well, none was used: {titles}",
    ),
    "report-upper-top": Entry("没有更高的层级", "there is no level above"),
    "report-upper-no-region": Entry(
        "行政区划代码 {code_of_region} 查不到，无从查找",
        "the division code {code_of_region} is not known: none can be looked for",
    ),
    "report-upper-nothing": Entry(
        "没有找到任何上级规划，与上级目标的比较一项也没有做。",
        "No plan above was found: nothing was compared with targets from above.",
    ),
    "report-contents": Entry("读到", "holds"),
    "report-contents-none": Entry("没有任何指标、数据或项目", "no indicators, figures or projects"),
    "report-contents-indicators": Entry("指标表{count}行", "{count} table rows"),
    "report-contents-statements": Entry("正文目标{count}条", "{count} targets in prose"),
    "report-contents-facts": Entry("现状数据{count}条", "{count} facts"),
    "report-contents-institutions": Entry("机构{count}个", "{count} institutions"),
    "report-contents-projects": Entry("项目{count}个", "{count} projects"),
    "report-contents-citations": Entry("引文{count}处", "{count} citations"),
    "report-contents-sections": Entry("标题{count}个", "{count} headings"),
    "report-contents-enumerations": Entry("列举{count}处", "{count} enumerations"),
    "report-grade-Q": Entry("（引自其他文件）", " (seen as a quotation)"),
    "report-grade-S": Entry("（见于转述）", " (seen in a report)"),
    "report-grade-I": Entry("（推断）", " (inferred)"),
    "report-comma": Entry("，", ", "),
    "report-semicolon": Entry("；", "; "),
    "report-list": Entry("、", ", "),
    "report-colon": Entry("：", ": "),
}

CHAIN: dict[str, Entry] = {
    "report-chain-heading": Entry("上级规划是怎样找到的", "How the plans above were found"),
    "report-chain-step": Entry("{level} {region}（{code}）", "{level} {region} ({code})"),
    "report-chain-no-candidate": Entry(
        "现有的上级规划里没有这一地区的", "no plan of this region among those at hand"
    ),
    "report-chain-source": Entry(
        "《{title}》（{period}）{file}：{verdict}", "《{title}》 ({period}) {file}: {verdict}"
    ),
    "report-chain-used": Entry("采用", "used"),
    "report-chain-rival": Entry(
        "未采用，同一规划期不止一份", "not used: there are several of this period"
    ),
    "report-chain-sector": Entry(
        "另有 {count} 份其他领域的规划，未采用", "{count} plans of other sectors, not used"
    ),
    "report-chain-level": Entry("未采用，层级不高于本规划", "not used: not of a higher level"),
    "report-chain-period": Entry(
        "未采用，规划期没有覆盖本规划", "not used: its period does not cover this plan's"
    ),
}

FINDINGS: dict[str, Entry] = {
    "report-error": Entry("错误", "error"),
    "report-warning": Entry("警告", "warning"),
    "report-info": Entry("提示", "info"),
    "report-heading": Entry("{severity}（{count}项）", "{severity} ({count})"),
    "report-none": Entry("没有发现违反规则之处。", "No rule is broken."),
    "report-none-but": Entry(
        "没有发现违反规则之处，但有 {count} 项无法判断。",
        "No rule is broken, but {count} verdicts are unknown.",
    ),
    "report-nothing-judged": Entry(
        "没有一条规则遇到可以判断的内容：不能算作通过。",
        "No rule found anything to judge: this is not a pass.",
    ),
    "report-unknown-heading": Entry("无法判断（{count}项）", "unknown ({count})"),
    "report-waived-heading": Entry("豁免（{count}项）", "waived ({count})"),
    "report-waivers": Entry("豁免清单（{count}条）", "Waivers ({count})"),
    "report-waiver": Entry(
        "{rule}“{subject}”（{region}）：{what}", "{rule} “{subject}” ({region}): {what}"
    ),
    "report-waiver-used": Entry("豁免{count}项，{day}到期", "waives {count}, until {day}"),
    "report-waiver-ending": Entry(
        "豁免{count}项，即将到期：{day}，还有{left}天",
        "waives {count}, ends soon: {day}, {left} days left",
    ),
    "report-waiver-expired": Entry("已于{day}到期，不再生效", "expired on {day}: no effect"),
    "report-waiver-unmatched": Entry("没有对应的问题，不起作用", "matches no finding: no effect"),
    "report-more": Entry("加 --verbose 逐项列出", "list them with --verbose"),
    "report-folded": Entry("{rule} {title}：{count}项", "{rule} {title}: {count}"),
    "report-and-more": Entry("{first}等{count}项", "{first} and the like: {count}"),
    "report-times": Entry("{text}（{count}项）", "{text} ({count})"),
    "report-printed-as": Entry("“{printed}”，即{read}", "“{printed}”, that is {read}"),
    "report-printed": Entry("“{printed}”", "“{printed}”"),
    "report-read": Entry("{remarks}：{read}", "{remarks}: {read}"),
    "report-from": Entry("《{title}》{grade}", "《{title}》{grade}"),
    "report-gap": Entry("差距", "gap"),
    "report-formula": Entry("算式", "formula"),
    "report-formula-fails": Entry("{formula}，不成立", "{formula} does not hold"),
    "report-formula-gap": Entry("{formula}，不成立，{gap}", "{formula} does not hold, {gap}"),
    "report-reason": Entry("原因", "reason"),
    "report-remark": Entry("说明", "remark"),
    "report-basis": Entry("依据", "basis"),
    "report-rationale": Entry("理由", "why"),
    "report-remedy": Entry("改法", "to do"),
    "report-rule": Entry("规则", "rule"),
    "report-stands": Entry("出处", "stands"),
}

PLACES: dict[str, Entry] = {
    "report-place-table": Entry("表《{text}》", "table 《{text}》"),
    "report-place-box": Entry("专栏《{text}》", "box 《{text}》"),
    "report-place-annex": Entry("附件《{text}》", "annex 《{text}》"),
    "report-place-summary": Entry("概要《{text}》", "summary 《{text}》"),
    "report-place-section": Entry("正文{text}", "section {text}"),
    "report-place-row": Entry("第{row}行", "row {row}"),
    "report-place-row-word": Entry("“{row}”行", "row “{row}”"),
    "report-place-line": Entry("原文第{line}行", "line {line} of the document"),
}

FOOTER: dict[str, Entry] = {
    "report-unmatched": Entry(
        "词汇表不认识的指标名称（{count}个），没有参加要用词表的检查：",
        "{count} indicator names unknown to the vocabulary, left out of checks by indicator:",
    ),
    "report-unmatched-near": Entry("“{name}”，相近的有{near}", "“{name}”, nearest: {near}"),
    "report-unmatched-none": Entry("“{name}”", "“{name}”"),
    "report-idle": Entry(
        "没有遇到适用对象的规则（{count}条）：{rules}",
        "{count} rules met nothing they apply to: {rules}",
    ),
    "report-unchecked": Entry(
        "未能检查（{count}份，原因另见错误信息）：{files}",
        "{count} not checked (see the messages): {files}",
    ),
    "report-counts": Entry(
        "违反 {fail}（错误 {error}，警告 {warning}，提示 {info}）  无法判断 {unknown}  "
        "不适用 {inapplicable}  豁免 {waived}  通过 {passed}",
        "failed {fail} (errors {error}, warnings {warning}, info {info})  unknown {unknown}  "
        "not applicable {inapplicable}  waived {waived}  passed {passed}",
    ),
    "report-sum": Entry(
        "{rules} 条规则共作出 {verdicts} 个结论",
        "{rules} rules came to {verdicts} verdicts",
    ),
    "report-total": Entry("合计 {count} 份规划", "{count} plans in all"),
    "report-line-waived": Entry("豁免 {count} 项", "{count} waived"),
    "report-line-unknown": Entry("无法判断 {count} 项", "unknown: {count}"),
    "report-line-nothing": Entry("没有作出任何判断", "nothing was judged"),
}

DIAGNOSTICS: dict[str, Entry] = {
    "report-diagnostic-error": Entry("错误", "error"),
    "report-diagnostic-warning": Entry("警告", "warning"),
    "report-help": Entry("办法：", "help: "),
    "report-skipped": Entry("（前略）", "(cut)"),
    "report-left-out": Entry("（后略）", "(cut)"),
    "report-diagnostic-total": Entry(
        "共 {errors} 个错误，{warnings} 个警告。", "{errors} errors, {warnings} warnings."
    ),
}

CARDS: dict[str, Entry] = {
    "report-card-set": Entry("规则集", "rule set"),
    "report-card-severity": Entry("严重程度", "severity"),
    "report-card-when-true": Entry("{severity}：当 {condition}", "{severity} when {condition}"),
    "report-card-otherwise": Entry("{severity}：其余情况", "{severity} otherwise"),
    "report-card-period": Entry("期间", "period"),
    "report-card-each": Entry("对每个", "for each"),
    "report-card-when": Entry("适用", "applies"),
    "report-card-require": Entry("要求", "requires"),
    "report-card-except": Entry("除外", "except"),
    "report-card-missing": Entry("缺失时", "if absent"),
    "report-card-manual": Entry("人工判断", "by a person"),
    "report-card-parameters": Entry("参数", "parameters"),
    "report-card-pass": Entry("合规示例", "passes"),
    "report-card-fail": Entry("违规示例", "fails"),
    "report-card-unknown": Entry("未知示例", "unknown"),
    "report-card-code": Entry("编号", "code"),
    "report-card-title": Entry("名称", "title"),
    "report-card-count": Entry("共 {count} 条规则。", "{count} rules."),
    "report-summary-family": Entry("规则", "rules"),
    "report-summary-total": Entry("合计", "total"),
    "report-summary-all": Entry("全部规划", "all plans"),
    "report-outcome-pass": Entry("通过", "pass"),
    "report-outcome-fail": Entry("违反", "fail"),
    "report-outcome-unknown": Entry("无法判断", "unknown"),
    "report-outcome-not-applicable": Entry("不适用", "not applicable"),
    "report-outcome-waived": Entry("豁免", "waived"),
}

SHOWN: dict[str, Entry] = {
    "report-show-indicators": Entry("指标表（{count}行）", "Indicator tables ({count} rows)"),
    "report-show-statements": Entry(
        "正文、专栏和附件里的目标（{count}条）", "Targets in prose, boxes and annexes ({count})"
    ),
    "report-show-facts": Entry("现状数据（{count}条）", "Facts ({count})"),
    "report-show-institutions": Entry("机构（{count}个）", "Institutions ({count})"),
    "report-show-projects": Entry("项目（{count}个）", "Projects ({count})"),
    "report-show-target": Entry("目标", "target"),
    "report-show-baseline": Entry("基期", "baseline"),
    "report-show-value": Entry("数值", "value"),
    "report-show-change": Entry("变化", "change"),
    "report-show-upper": Entry("上级", "above"),
    "report-show-term": Entry("词条", "term"),
    "report-show-no-term": Entry("词汇表里没有这个名称", "the vocabulary does not know this name"),
    "report-show-near": Entry("相近的有{near}", "nearest: {near}"),
    "report-show-at": Entry("出处", "stands"),
    "report-show-reads": Entry("{year}“{printed}” → {read}", "{year} “{printed}” → {read}"),
    "report-show-reads-same": Entry("{year}“{printed}”", "{year} “{printed}”"),
    "report-show-reads-blank": Entry("{year}（空白）→ {read}", "{year} (blank) → {read}"),
    "report-show-how": Entry("（{how}）", " ({how})"),
    "report-show-year": Entry("{year}年", "{year}"),
    "report-show-read-as-floor": Entry("按下限读", "read as a floor"),
    "report-show-read-as-ceiling": Entry("按上限读", "read as a ceiling"),
    "report-show-read-as-point": Entry("按定值读", "read as that value"),
    "report-show-none": Entry("没有数值", "no value"),
    "report-show-present_beds": Entry("现有床位", "present beds"),
    "report-show-planned_beds": Entry("规划床位", "planned beds"),
    "report-show-filing_level": Entry("备案层级", "filing level"),
    "report-show-tcm_filing_level": Entry("中医备案层级", "TCM filing level"),
    "report-show-beds": Entry("规划床位", "planned beds"),
    "report-show-new_beds": Entry("新增床位", "new beds"),
    "report-show-site_area": Entry("用地面积", "site area"),
    "report-show-floor_area": Entry("建筑面积", "floor area"),
    "report-show-above_ground": Entry("地上面积", "above ground"),
    "report-show-below_ground": Entry("地下面积", "below ground"),
    "report-show-total_investment": Entry("总投资", "total investment"),
    "report-show-period_investment": Entry("期内投资", "investment in the period"),
    "report-show-stated_investment": Entry("文中投资", "investment in the text"),
    "report-show-years": Entry("建设年限", "years"),
    "report-show-higher": Entry("越高越好", "higher is better"),
    "report-show-lower": Entry("越低越好", "lower is better"),
    "report-show-neither": Entry("高低不定", "neither way"),
}

# For reports that other programs read.
OTHERS: dict[str, Entry] = {
    "report-heading-all": Entry("规划核查", "Plan check"),
    "report-inputs": Entry("输入", "inputs"),
    "report-not-read": Entry("未能检查", "not checked"),
    "report-others": Entry("另有 {count} 条", "{count} more"),
    "report-column-plan": Entry("规划", "plan"),
    "report-column-file": Entry("文件", "file"),
    "report-column-line": Entry("行", "line"),
    "report-column-column": Entry("列", "column"),
    "report-column-outcome": Entry("结论", "outcome"),
    "report-column-severity": Entry("严重程度", "severity"),
    "report-column-rule": Entry("规则", "rule"),
    "report-column-title": Entry("规则名称", "title"),
    "report-column-subject": Entry("对象", "subject"),
    "report-column-message": Entry("说明", "message"),
    "report-column-evidence": Entry("数值和出处", "values"),
    "report-column-formula": Entry("算式", "formula"),
    "report-column-gap": Entry("差距", "gap"),
    "report-column-basis": Entry("依据", "basis"),
    "report-column-remedy": Entry("改法", "remedy"),
    "report-column-fingerprint": Entry("指纹", "fingerprint"),
}

ENTRIES: dict[str, Entry] = {
    **OTHERS,
    **DERIVATION,
    **HEADER, **CHAIN, **FINDINGS, **PLACES, **FOOTER, **DIAGNOSTICS, **CARDS, **SHOWN,
}  # fmt: skip
