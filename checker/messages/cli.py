"""Texts of the command line (`cli-…`): usage, help pages, errors of usage."""

from __future__ import annotations

from checker.messages.entry import Entry

FAULTS: dict[str, Entry] = {
    "cli-error": Entry("错误：{text}", "error: {text}"),
    "cli-see-help": Entry("用法见 {command} --help", "See {command} --help"),
    "cli-fault": Entry(
        "plancheck 自身出错：{kind}: {text}（加 --debug 可看详情，请把它告诉维护者）",
        "a fault of plancheck itself: {kind}: {text} (--debug shows it all; please report it)",
    ),
    "cli-no-such-option": Entry("没有选项“{word}”", "there is no option “{word}”"),
    "cli-no-such-option-near": Entry(
        "没有选项“{word}”，是否应为“{near}”？",
        "there is no option “{word}”: did you mean “{near}”?",
    ),
    "cli-no-such-command": Entry(
        "没有命令“{word}”",
        "there is no command “{word}”",
        "可选：{words}",
        "Choose one of: {words}",
    ),
    "cli-no-such-command-near": Entry(
        "没有命令“{word}”，是否应为“{near}”？",
        "there is no command “{word}”: did you mean “{near}”?",
        "可选：{words}",
        "Choose one of: {words}",
    ),
    "cli-no-baseline": Entry(
        "没有基线文件“{path}”",
        "there is no baseline “{path}”",
        "先用 plancheck baseline create 生成，或用 --baseline 指明。",
        "Make one with plancheck baseline create, or name it with --baseline.",
    ),
    "cli-baseline-other": Entry(
        "“{path}”不是基线，不能覆盖",
        "“{path}” is not a baseline and is not replaced",
        "换一个文件名；若是损坏的基线，请先移走。",
        "Choose another name; if it is a damaged baseline, move it away first.",
    ),
    "cli-diff-stdin": Entry(
        "diff 不读标准输入，请写文件名", "diff reads files, not standard input"
    ),
    "cli-missing": Entry("缺少参数：{word}", "{word} is missing"),
    "cli-bad-value": Entry("“{word}”的值不对：{text}", "wrong value of “{word}”: {text}"),
    "cli-not-one-of": Entry(
        "选项“{option}”不能是“{word}”",
        "“{option}” cannot be “{word}”",
        "可选：{words}",
        "Choose one of: {words}",
    ),
    "cli-not-one-of-near": Entry(
        "选项“{option}”不能是“{word}”，是否应为“{near}”？",
        "“{option}” cannot be “{word}”: did you mean “{near}”?",
        "可选：{words}",
        "Choose one of: {words}",
    ),
    "cli-no-such-rule": Entry(
        "没有编号为“{word}”或以它开头的规则",
        "no rule has the code “{word}” or one that begins so",
        "全部规则见 plancheck rules",
        "plancheck rules lists them all.",
    ),
    "cli-no-such-rule-near": Entry(
        "没有编号为“{word}”或以它开头的规则，是否应为“{near}”？",
        "no rule has the code “{word}” or one that begins so: did you mean “{near}”?",
        "全部规则见 plancheck rules",
        "plancheck rules lists them all.",
    ),
    "cli-explain-no-code": Entry(
        "没有写要说明哪条规则，只写了文件“{path}”",
        "no rule to explain, only the file “{path}”",
        "例如 plancheck explain UPPER-LOOSER {path}；全部规则见 plancheck rules",
        "Such as plancheck explain UPPER-LOOSER {path}; plancheck rules lists them all.",
    ),
    "cli-explain-no-plan": Entry(
        "选项“{option}”要和规划文件一起用",
        "the option “{option}” needs a plan",
        "例如 plancheck explain UPPER-LOOSER plans/qinzhou.yaml {option}",
        "Such as plancheck explain UPPER-LOOSER plans/qinzhou.yaml {option}",
    ),
    "cli-no-such-subject": Entry(
        "这些规则检查的对象里没有名称含“{word}”的",
        "no subject of these rules has “{word}” in its name",
        "加 --all 可列出全部对象。",
        "--all lists all subjects.",
    ),
    "cli-no-rules-left": Entry(
        "--select 和 --ignore 之后一条规则也没有剩下",
        "--select and --ignore leave no rule",
    ),
    "cli-upper-missing": Entry(
        "--upper：找不到文件夹“{path}”", "--upper: there is no folder “{path}”"
    ),
    "cli-upper-not-folder": Entry(
        "--upper：“{path}”不是文件夹", "--upper: “{path}” is not a folder"
    ),
    "cli-upper-empty": Entry(
        "--upper：文件夹“{path}”里没有 *.yaml 文件", "--upper: no *.yaml in the folder “{path}”"
    ),
    "cli-no-plans-in": Entry(
        "文件夹“{path}”里没有规划数据（*.yaml）",
        "the folder “{path}” holds no plans (*.yaml)",
        "只看文件夹里的文件，不看下一层；上级规划请写明文件。",
        "Only files directly in it are read; name files in folders below.",
    ),
    "cli-no-match": Entry(
        "没有文件符合“{path}”",
        "no file matches “{path}”",
        "请检查通配符和文件夹。",
        "Check the pattern.",
    ),
    "cli-command-near": Entry(
        "没有命令或文件“{word}”",
        "there is no command or file “{word}”",
        "是否想用命令“{near}”？",
        "Did you mean the command “{near}”?",
    ),
    "cli-no-rules-in": Entry(
        "文件夹“{path}”里没有规则文件（*.rules）",
        "the folder “{path}” holds no rule files (*.rules)",
        "请检查 --rules 后面的文件夹。",
        "Check the folder given to --rules.",
    ),
    "cli-output-shape": Entry(
        "--output 后面要写“格式:文件”，不能是“{word}”",
        "--output takes FORMAT:FILE, not “{word}”",
        "例如 --output sarif:report.sarif；文件写“-”表示标准输出。",
        "Such as --output sarif:report.sarif; the file “-” is standard output.",
    ),
    "cli-output-twice": Entry(
        "两个 --output 要写进同一个文件“{file}”", "two reports would go to the file “{file}”"
    ),
    "cli-output-twice-stdout": Entry(
        "标准输出只能有一份报告，这里要了几份：{words}",
        "standard output takes one report, not several: {words}",
        "请把其余的写进文件。",
        "Send the others to files.",
    ),
    "cli-output-is-folder": Entry(
        "--output：“{file}”是文件夹，不是文件", "--output: “{file}” is a folder, not a file"
    ),
    "cli-output-no-folder": Entry(
        "--output：“{file}”所在的文件夹不存在", "--output: the folder of “{file}” does not exist"
    ),
    "cli-output-is-input": Entry(
        "--output：“{file}”是输入文件，不能被报告覆盖",
        "--output: “{file}” is an input; no report may replace it",
    ),
    "cli-output-terminal": Entry(
        "{format} 报告不是文字，不能显示在终端上",
        "a report in {format} is no text and cannot be shown on a terminal",
        "请写进文件，例如 --output {format}:report.{format}",
        "Write it to a file, such as --output {format}:report.{format}",
    ),
    "cli-no-package": Entry(
        "{format} 格式要用的软件包没有安装",
        "a package that the format {format} needs is not installed",
        "需要 pip install 'plancheck[{extra}]'",
        "It takes pip install 'plancheck[{extra}]'",
    ),
    "cli-unusable": Entry("不能使用“{file}”：{text}", "“{file}” cannot be used: {text}"),
    "cli-output-failed": Entry(
        "写不了文件“{file}”：{text}", "the file “{file}” cannot be written: {text}"
    ),
}

CONFIG: dict[str, Entry] = {
    "cli-config-syntax": Entry(
        "配置文件从这里起不是合法的 TOML",
        "from here on the configuration is no valid TOML",
        '中文的名称和值都要加英文引号，如 "报省备案床位" = "1000张"。',
        "Names and values in Chinese stand in straight quotes.",
    ),
    "cli-config-shape": Entry("“{word}”应是一张表", "“{word}” must be a table"),
    "cli-config-upper": Entry(
        "“{word}”里的“{path}”不是有规划数据（*.yaml）的文件夹",
        "“{path}” in “{word}” is no folder with plans (*.yaml)",
    ),
    "cli-config-key": Entry(
        "没有配置项“{word}”", "there is no setting “{word}”", "可写：{words}", "There are: {words}"
    ),
    "cli-config-key-near": Entry(
        "没有配置项“{word}”，是否应为“{near}”？",
        "there is no setting “{word}”: did you mean “{near}”?",
        "可写：{words}",
        "There are: {words}",
    ),
    "cli-config-strings": Entry(
        "“{word}”应是带引号的文字（或它们的列表）", "“{word}” must be a string (or a list of them)"
    ),
    "cli-config-missing": Entry(
        "“{word}”里的“{path}”不存在",
        "“{path}” of “{word}” does not exist",
        "路径从配置文件所在的文件夹算起。",
        "Paths start from the folder of the configuration.",
    ),
    "cli-config-choice": Entry(
        "“{word}”不能是“{text}”",
        "“{word}” cannot be “{text}”",
        "可选：{words}",
        "Choose one of: {words}",
    ),
    "cli-config-flag": Entry("“{word}”应是 true 或 false", "“{word}” must be true or false"),
    "cli-config-table": Entry(
        "“{word}”应是一张表",
        "“{word}” must be a table",
        '例如：\n[parameters]\n"报省备案床位" = "1000张"',
        "It is written as the table [parameters], a line for each name and value.",
    ),
    "cli-config-parameter": Entry(
        '参数“{word}”应写成“数和单位”，如 "1000张"，中间不留空格',
        "the parameter “{word}” must be a number with its unit in quotes, without spaces",
    ),
    "cli-parameter-unmet": Entry(
        "没有规则用到参数“{word}”",
        "no rule has a parameter “{word}”",
        "现有参数：{words}",
        "There are: {words}",
    ),
    "cli-parameter-unmet-near": Entry(
        "没有规则用到参数“{word}”，是否应为“{near}”？",
        "no rule has a parameter “{word}”: did you mean “{near}”?",
        "现有参数：{words}",
        "There are: {words}",
    ),
    "cli-parameter-unit": Entry(
        "参数“{word}”的单位是“{known}”，不能是“{unit}”",
        "the parameter “{word}” is in “{known}” and cannot be in “{unit}”",
    ),
    "cli-config-none": Entry(
        "没有配置文件（找过当前文件夹及其上级里的 plancheck.toml 和 pyproject.toml）。",
        "No configuration (looked for plancheck.toml and pyproject.toml from this folder upwards).",
    ),
    "cli-config-file": Entry("配置文件：{file}", "configuration: {file}"),
    "cli-config-default": Entry("（默认）", " (default)"),
    "cli-config-absent": Entry("无", "none"),
    "cli-no-config-file": Entry(
        "--config：找不到文件“{path}”", "--config: there is no file “{path}”"
    ),
    "cli-no-waiver-file": Entry(
        "--waivers：找不到文件“{path}”", "--waivers: there is no file “{path}”"
    ),
    "cli-not-a-day": Entry(
        "--today 后面要写日期，如 2026-11-22，不能是“{word}”",
        "--today takes a day such as 2026-11-22, not “{word}”",
    ),
    "cli-bad-epoch": Entry(
        "环境变量 SOURCE_DATE_EPOCH 应是从1970年起的秒数，不能是“{word}”",
        "SOURCE_DATE_EPOCH must be seconds since 1970, not “{word}”",
    ),
}

TERMINAL: dict[str, Entry] = {
    "cli-progress": Entry(
        "正在核对 {number}/{total} {name} …", "checking {number}/{total} {name} …"
    ),
    "cli-watch-waiting": Entry(
        "── {time} 文件一有变化就重新检查；按 Ctrl-C 结束",
        "── {time} waiting for a file to change; Ctrl-C ends it",
    ),
    "cli-watch-changed": Entry("── {time} 有变化：{files}", "── {time} changed: {files}"),
    "cli-watch-more": Entry("{files} 等 {number} 个文件", "{files} and others, {number} in all"),
    "cli-watch-stdin": Entry(
        "--watch 不能用于标准输入",
        "--watch cannot watch standard input",
        "请写出文件或文件夹。",
        "Name a file or a folder.",
    ),
    "cli-watch-no-package": Entry(
        "--watch 要用的软件包没有安装",
        "a package that --watch needs is not installed",
        "需要 pip install 'plancheck[watch]'",
        "It takes pip install 'plancheck[watch]'",
    ),
}

HELP: dict[str, Entry] = {
    "cli-usage": Entry("用法：", "usage: "),
    "cli-commands": Entry("命令：", "commands:"),
    "cli-options": Entry("选项：", "options:"),
    "cli-usage-all": Entry(
        "plancheck [命令] [选项] 文件或文件夹…", "plancheck [COMMAND] [OPTIONS] FILE-OR-FOLDER…"
    ),
    "cli-usage-check": Entry(
        "plancheck [check] [选项] 文件或文件夹…", "plancheck [check] [OPTIONS] FILE-OR-FOLDER…"
    ),
    "cli-usage-explain": Entry(
        "plancheck explain 编号… [文件…]", "plancheck explain CODE… [FILE…]"
    ),
    "cli-usage-rules": Entry("plancheck rules [编号…]", "plancheck rules [CODE…]"),
    "cli-usage-config": Entry("plancheck config", "plancheck config"),
    "cli-help-config": Entry(
        "显示生效的配置和它的出处。从当前文件夹往上找 plancheck.toml，或 pyproject.toml 的"
        " [tool.plancheck]；到版本库的顶层或主目录为止。",
        "Shows the settings in force and where they come from: plancheck.toml or [tool.plancheck] of "
        "pyproject.toml, from this folder up to the top of the repository or to home.",
    ),
    "cli-brief-config": Entry("显示生效的配置", "show the settings in force"),
    "cli-usage-baseline": Entry("plancheck baseline 命令 …", "plancheck baseline COMMAND …"),
    "cli-usage-baseline-create": Entry(
        "plancheck baseline create [选项] 文件或文件夹…",
        "plancheck baseline create [OPTIONS] FILE-OR-FOLDER…",
    ),
    "cli-usage-baseline-check": Entry(
        "plancheck baseline check [选项] 文件或文件夹…",
        "plancheck baseline check [OPTIONS] FILE-OR-FOLDER…",
    ),
    "cli-usage-baseline-prune": Entry(
        "plancheck baseline prune [选项] 文件或文件夹…",
        "plancheck baseline prune [OPTIONS] FILE-OR-FOLDER…",
    ),
    "cli-usage-diff": Entry("plancheck diff [选项] 旧 新", "plancheck diff [OPTIONS] OLD NEW"),
    "cli-usage-batch": Entry(
        "plancheck batch [选项] 文件、文件夹或登记库…",
        "plancheck batch [OPTIONS] FILE-FOLDER-OR-REGISTRY…",
    ),
    "cli-help-batch": Entry(
        "核查成百上千份规划：文件夹（其中的 *.yaml）、通配符、登记库（*.parquet、*.jsonl，见 docs/registry.md）。"
        "显示汇总；-o jsonl:、csv: 或 parquet: 写出每份规划的结果，-o findings:文件（.csv、.parquet、.jsonl）写出"
        "全部问题，一行一个。"
        "中断后再运行同一命令，从中断处接着做；没有变的规划和规则不再重做。",
        "Checks plans by the thousand: folders (their *.yaml), patterns, registries (*.parquet, *.jsonl; see "
        "docs/registry.md). Shows a summary; -o jsonl:, csv: or parquet: writes the result of each plan, "
        "-o findings:FILE (.csv, .parquet, .jsonl) every finding, one a row. Run again after an interruption, "
        "it goes on where it stopped; plans and rules that have not changed are not judged again.",
    ),
    "cli-brief-batch": Entry("批量核查，显示汇总", "check plans by the thousand"),
    "cli-usage-export": Entry(
        "plancheck export [选项] 文件或文件夹… -o 登记库",
        "plancheck export [OPTIONS] FILE-OR-FOLDER… -o REGISTRY",
    ),
    "cli-help-export": Entry(
        "把许多规划写进一个登记库：.parquet 或 .jsonl。batch 和 check 都能读。",
        "Writes many plans to one registry, .parquet or .jsonl, which batch and check can read.",
    ),
    "cli-brief-export": Entry("把许多规划写进一个登记库", "write many plans to one registry"),
    "cli-usage-show": Entry("plancheck show 文件…", "plancheck show FILE…"),
    "cli-help-all": Entry(
        "核查五年规划的数据：与上级规划是否一致，自身是否矛盾，是否引出备案等义务。"
        "第一个词不是命令时，按文件检查：plancheck plans/luzhai.yaml",
        "Checks the data of five-year plans against the plans above, against themselves and for "
        "the duties they bring. A first word that is no command is a file: "
        "plancheck plans/luzhai.yaml",
    ),
    "cli-help-check": Entry(
        "检查规划。可写多个文件、文件夹（只看其中的 *.yaml）和通配符，“-”表示标准输入。",
        "Checks plans: files, folders (the *.yaml directly in them), patterns; “-” is standard input.",
    ),
    "cli-help-explain": Entry(
        "说明规则：要求、依据、参数、示例、改法和豁免的写法。再写上规划文件，就说明这些规则在该规划上的每个结论"
        "是怎样得出的：plancheck explain UPPER-LOOSER plans/qinzhou.yaml",
        "Explains rules: requirement, basis, parameters, examples, remedy, how to waive. With a plan, how each "
        "verdict on it came about: plancheck explain UPPER-LOOSER plans/qinzhou.yaml",
    ),
    "cli-help-rules": Entry(
        "列出规则；写了编号（或编号的开头）时只列这些。", "Lists rules, all or those named."
    ),
    "cli-help-baseline": Entry(
        "基线记下已知的问题，以后只看新的。移动各条的位置、重排格式都不影响对照。",
        "A baseline records the findings known, so that only new ones are shown later. "
        "Moving records or reformatting the file makes no difference.",
    ),
    "cli-help-baseline-create": Entry(
        "把这些规划现有的违反和无法判断的记入基线，整个文件重写。豁免的不记。",
        "Records the violations and unknowns of these plans, replacing the whole baseline. "
        "Waived findings are left out.",
    ),
    "cli-help-baseline-check": Entry(
        "与基线对照：列出新出现和有变化的问题。它们达到 --fail-on 时退出码为 1。",
        "Compares with the baseline: new and changed findings. Where these reach --fail-on, "
        "the exit code is 1.",
    ),
    "cli-help-baseline-prune": Entry(
        "从基线清除这些规划里已不再出现的问题；其他规划的不动。",
        "Removes findings that no longer occur in these plans; those of other plans stay.",
    ),
    "cli-help-diff": Entry(
        "对照两稿规划、两次检查结果（--format json 的输出）或基线：问题消除了哪些、新出现哪些、"
        "哪些数值变了。两边都是规划时，还逐项列出数据的改动。",
        "Compares two drafts, two reports (of --format json) or baselines: findings fixed, new and "
        "changed. For two drafts also the data, value by value.",
    ),
    "cli-help-show": Entry(
        "显示读到的规划：每个指标印的是什么、读作什么，供人核对。",
        "Shows a plan as read: what each indicator prints and what it was read as.",
    ),
    "cli-brief-check": Entry("检查规划（可省略不写）", "check plans (may be left out)"),
    "cli-brief-explain": Entry(
        "说明一条规则，或一个结论的由来", "explain a rule, or how a verdict came about"
    ),
    "cli-brief-rules": Entry("列出规则", "list the rules"),
    "cli-usage-completion": Entry(
        "plancheck completion bash|zsh|fish", "plancheck completion bash|zsh|fish"
    ),
    "cli-help-completion": Entry(
        "显示命令行补全脚本。装一次即可：\n"
        'bash：在 ~/.bashrc 末尾加 eval "$(plancheck completion bash)"\n'
        'zsh：在 ~/.zshrc 末尾加 eval "$(plancheck completion zsh)"\n'
        "fish：plancheck completion fish > ~/.config/fish/completions/plancheck.fish",
        "Prints the script that lets a shell complete words. To install it, once:\n"
        'bash: at the end of ~/.bashrc, eval "$(plancheck completion bash)"\n'
        'zsh: at the end of ~/.zshrc, eval "$(plancheck completion zsh)"\n'
        "fish: plancheck completion fish > ~/.config/fish/completions/plancheck.fish",
    ),
    "cli-brief-completion": Entry(
        "命令行补全（bash、zsh、fish）", "let the shell complete words (bash, zsh, fish)"
    ),
    "cli-brief-baseline": Entry("记下已知的问题，只看新的", "record known findings, show new ones"),
    "cli-brief-baseline-create": Entry("记入现有的问题", "record the findings there are"),
    "cli-brief-baseline-check": Entry("与基线对照", "compare with the baseline"),
    "cli-brief-baseline-prune": Entry("清除不再出现的", "remove what no longer occurs"),
    "cli-brief-diff": Entry("对照两稿规划或两次结果", "compare two drafts or runs"),
    "cli-brief-show": Entry("显示读到的规划", "show a plan as read"),
    "cli-exit-codes": Entry(
        "退出码：0 没有达到 --fail-on 的问题；1 有；2 输入或用法有误，或没有可检查的；"
        "3 程序自身出错。",
        "Exit codes: 0 nothing reaches --fail-on; 1 something does; 2 an input or the usage is "
        "wrong, or nothing could be checked; 3 a fault of the program.",
    ),
}

OPTIONS: dict[str, Entry] = {
    "cli-option-help": Entry("显示这一页", "show this page"),
    "cli-option-version": Entry("显示版本", "show the version"),
    "cli-option-format_": Entry("报告的格式", "the format of the report"),
    "cli-option-output": Entry(
        "再写一份报告到文件，可多次；如 sarif:a.sarif，“-”表示标准输出",
        "another report to a file, such as sarif:a.sarif; “-” is standard output; repeatable",
    ),
    "cli-option-baseline": Entry(
        "基线文件，默认 plancheck-baseline.json", "the baseline; default: plancheck-baseline.json"
    ),
    "cli-option-baseline_output": Entry(
        "写入的文件，默认 plancheck-baseline.json；只覆盖基线",
        "the file; default: plancheck-baseline.json; only a baseline is replaced",
    ),
    "cli-option-fail_on": Entry(
        "从哪一级起算不合格（退出码 1），默认 error", "what makes the exit code 1; default: error"
    ),
    "cli-option-fail_on_unknown": Entry(
        "有无法判断的也算不合格；默认视同警告", "so do unknowns; by default they count as warnings"
    ),
    "cli-option-select": Entry(
        "只用这些规则：编号或其开头，可用逗号隔开",
        "only these rules: codes or beginnings, by commas",
    ),
    "cli-option-ignore": Entry("不用这些规则", "leave these rules out"),
    "cli-option-subject": Entry(
        "只说明名称含这几个字的对象", "only subjects with this in their name"
    ),
    "cli-option-all_": Entry(
        "说明全部对象，不只是违反的和无法判断的",
        "every subject, not only those that fail or are unknown",
    ),
    "cli-option-rules": Entry("另外的规则文件或文件夹，可多次", "further rule files or folders"),
    "cli-option-upper": Entry(
        "另外的上级规划文件夹，可多次；规划旁边的 upper 总会读",
        "further folders of plans above; “upper” beside a plan is always read",
    ),
    "cli-option-stdin_filename": Entry(
        "标准输入的文件名，用于显示和查找 upper", "the name of standard input, also to find “upper”"
    ),
    "cli-option-quiet": Entry("每个问题只印一行", "one line for each finding"),
    "cli-option-verbose": Entry("逐项列出无法判断的和提示", "list unknowns and info one by one"),
    "cli-option-explain_chain": Entry(
        "说明上级规划是怎样找到的", "say how the plans above were found"
    ),
    "cli-option-config": Entry(
        "用这个配置文件，不去寻找", "use this configuration instead of looking for one"
    ),
    "cli-option-no_config": Entry(
        "不找配置文件和豁免文件", "look for no configuration and no waivers"
    ),
    "cli-option-waivers": Entry(
        "豁免文件，默认为配置文件旁边的 plancheck-waivers.yaml",
        "the waivers; default: plancheck-waivers.yaml beside the configuration",
    ),
    "cli-option-today": Entry(
        "把这一天当作今天（豁免到期、报告日期），如 2026-11-22",
        "take this day for today (waivers, date of reports), such as 2026-11-22",
    ),
    "cli-option-watch": Entry(
        "文件一有变化就重新检查，按 Ctrl-C 结束", "check again when a file changes, until Ctrl-C"
    ),
    "cli-option-jobs": Entry(
        "同时用几个进程，默认为处理器个数", "how many processes; default: as many as processors"
    ),
    "cli-option-engine": Entry(
        "在哪里算：local 是本机；dask 和 spark 见 docs/cluster.md",
        "where the work is done: local is this machine; for dask and spark see docs/cluster.md",
    ),
    "cli-option-cluster": Entry(
        "dask 调度程序或 Spark 主节点的地址；默认在本机临时启动",
        "the address of a Dask scheduler or Spark master; default: one of its own on this machine",
    ),
    "cli-option-parts": Entry(
        "由集群直接读登记库文件夹，并把结果逐个分区写进此文件夹（见 docs/cluster.md）",
        "let the cluster read the registry itself and write results into this folder, part by part",
    ),
    "cli-option-resume": Entry(
        "接着上次没做完的做，并说明已有多少（有缓存时本来就接着做）",
        "go on with an interrupted run and say what there is (which any run does while there is a cache)",
    ),
    "cli-option-no_cache": Entry(
        "不用缓存：全部重做，也不保存", "use no cache: do everything anew and keep nothing"
    ),
    "cli-option-recursive": Entry(
        "也看文件夹下面的各层（upper 除外）", "look into folders below too, except upper"
    ),
    "cli-option-registry": Entry(
        "写入的登记库，以 .parquet 或 .jsonl 结尾", "the registry, ending in .parquet or .jsonl"
    ),
    "cli-option-lang": Entry(
        "语言，也可设环境变量 PLANCHECK_LANG", "the language; also PLANCHECK_LANG"
    ),
    "cli-option-color": Entry(
        "颜色；auto 时遵守 NO_COLOR 和 FORCE_COLOR", "colours; auto obeys NO_COLOR and FORCE_COLOR"
    ),
    "cli-option-debug": Entry("程序出错时显示详情", "show the details of a fault of the program"),
    "cli-value-config": Entry("文件", "FILE"),
    "cli-value-waivers": Entry("文件", "FILE"),
    "cli-value-today": Entry("日期", "DAY"),
    "cli-value-baseline": Entry("文件", "FILE"),
    "cli-value-baseline_output": Entry("文件", "FILE"),
    "cli-value-old": Entry("旧文件", "OLD"),
    "cli-value-new": Entry("新文件", "NEW"),
    "cli-value-output": Entry("格式:文件", "FORMAT:FILE"),
    "cli-value-select": Entry("编号", "CODE"),
    "cli-value-ignore": Entry("编号", "CODE"),
    "cli-value-subject": Entry("名称", "NAME"),
    "cli-value-rules": Entry("路径", "PATH"),
    "cli-value-upper": Entry("文件夹", "FOLDER"),
    "cli-value-stdin_filename": Entry("文件名", "NAME"),
    "cli-value-jobs": Entry("数目", "NUMBER"),
    "cli-value-cluster": Entry("地址", "ADDRESS"),
    "cli-value-parts": Entry("文件夹", "FOLDER"),
    "cli-value-registry": Entry("文件", "FILE"),
    "cli-value-paths": Entry("文件或文件夹", "FILE"),
    "cli-value-shell": Entry("shell（bash、zsh 或 fish）", "SHELL (bash, zsh or fish)"),
    "cli-value-codes": Entry("规则编号", "CODE"),
}

ENTRIES: dict[str, Entry] = {**FAULTS, **CONFIG, **TERMINAL, **HELP, **OPTIONS}
