"""What the command line says (`cli-…`): usage, help pages, wrong words."""

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
    "cli-missing": Entry("缺少参数：{word}", "{word} is missing"),
    "cli-option-needs-value": Entry("选项“{word}”后面要有值", "option “{word}” needs a value"),
    "cli-option-takes-no-value": Entry(
        "选项“{word}”后面不能有值", "option “{word}” takes no value"
    ),
    "cli-other": Entry("用法不对：{text}", "wrong usage: {text}"),
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
    "cli-output-failed": Entry(
        "写不了文件“{file}”：{text}", "the file “{file}” cannot be written: {text}"
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
    "cli-usage-explain": Entry("plancheck explain 编号…", "plancheck explain CODE…"),
    "cli-usage-rules": Entry("plancheck rules [编号…]", "plancheck rules [CODE…]"),
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
        "说明规则：要求、依据、参数、示例和改法。",
        "Explains rules: requirement, basis, examples, remedy.",
    ),
    "cli-help-rules": Entry(
        "列出规则；写了编号（或编号的开头）时只列这些。", "Lists rules, all or those named."
    ),
    "cli-help-show": Entry(
        "显示读到的规划：每个指标印的是什么、读作什么，供人核对。",
        "Shows a plan as read: what each indicator prints and what it was read as.",
    ),
    "cli-brief-check": Entry("检查规划（可省略不写）", "check plans (may be left out)"),
    "cli-brief-explain": Entry("说明一条规则", "explain a rule"),
    "cli-brief-rules": Entry("列出规则", "list the rules"),
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
    "cli-option-rules": Entry("另外的规则文件或文件夹，可多次", "further rule files or folders"),
    "cli-option-upper": Entry(
        "另外的上级规划文件夹，可多次；规划旁边的 upper 总会读",
        "further folders of plans above; “upper” beside a plan is always read",
    ),
    "cli-option-stdin_filename": Entry(
        "标准输入的文件名，用于显示和查找 upper", "the name of standard input, also to find “upper”"
    ),
    "cli-option-quiet": Entry("每个问题只印一行", "one line for each finding"),
    "cli-option-verbose": Entry("逐项列出无法判断的和提示", "list unknowns and hints one by one"),
    "cli-option-explain_chain": Entry(
        "说明上级规划是怎样找到的", "say how the plans above were found"
    ),
    "cli-option-lang": Entry(
        "语言，也可设环境变量 PLANCHECK_LANG", "the language; also PLANCHECK_LANG"
    ),
    "cli-option-color": Entry(
        "颜色；auto 时遵守 NO_COLOR 和 FORCE_COLOR", "colours; auto obeys NO_COLOR and FORCE_COLOR"
    ),
    "cli-option-debug": Entry("程序出错时显示详情", "show the details of a fault of the program"),
    "cli-value-output": Entry("格式:文件", "FORMAT:FILE"),
    "cli-value-select": Entry("编号", "CODE"),
    "cli-value-ignore": Entry("编号", "CODE"),
    "cli-value-rules": Entry("路径", "PATH"),
    "cli-value-upper": Entry("文件夹", "FOLDER"),
    "cli-value-stdin_filename": Entry("文件名", "NAME"),
    "cli-value-paths": Entry("文件或文件夹", "FILE"),
    "cli-value-codes": Entry("规则编号", "CODE"),
}

ENTRIES: dict[str, Entry] = {**FAULTS, **HELP, **OPTIONS}
