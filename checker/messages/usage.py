"""Texts of click itself (`click-…`): `en` is the text it looks up by gettext, `zh` the translation."""

from __future__ import annotations

from checker.messages.entry import Entry

ERRORS: dict[str, Entry] = {
    "click-error": Entry("错误：{message}", "Error: {message}"),
    "click-aborted": Entry("已中止", "Aborted!"),
    "click-try-help": Entry("用法见 {command} {option}", "Try '{command} {option}' for help."),
    "click-did-you-mean": Entry("是否应为 {possibility}？", "Did you mean {possibility}?"),
    "click-no-such-option": Entry("没有选项“{name}”。", "No such option {name!r}."),
    "click-no-such-command": Entry("没有命令“{name}”。", "No such command {name!r}."),
    "click-missing-command": Entry("缺少命令", "Missing command."),
    "click-missing-argument": Entry("缺少参数", "Missing argument"),
    "click-missing-option": Entry("缺少选项", "Missing option"),
    "click-missing-parameter": Entry("缺少参数", "Missing parameter"),
    "click-missing-named": Entry("缺少参数：{param_name}", "Missing parameter: {param_name}"),
    "click-missing-type": Entry("缺少{param_type}", "Missing {param_type}"),
    "click-extra-argument": Entry("多出了参数：{args}", "Got unexpected extra argument ({args})"),
    "click-takes-no-value": Entry(
        "选项“{name}”后面不能有值", "Option {name!r} does not take a value."
    ),
    "click-needs-value": Entry("选项“{name}”后面要有值", "Option {name!r} requires an argument."),
    "click-argument-takes": Entry(
        "参数“{name}”要有 {nargs} 个值", "Argument {name!r} takes {nargs} values."
    ),
    "click-takes-values": Entry("要有 {nargs} 个值", "Takes {nargs} values but 1 was given."),
    "click-values-required": Entry(
        "要有 {len_type} 个值，这里是 {len_value} 个",
        "{len_type} values are required, but {len_value} was given.",
    ),
    "click-not-iterable": Entry("要有几个值", "Value must be an iterable."),
    "click-invalid": Entry("值不对：{message}", "Invalid value: {message}"),
    "click-invalid-for": Entry(
        "{param_hint} 的值不对：{message}", "Invalid value for {param_hint}: {message}"
    ),
    "click-unknown-error": Entry("原因不明", "unknown error"),
    "click-cannot-open": Entry(
        "打不开文件“{filename}”：{message}", "Could not open file {filename!r}: {message}"
    ),
    "click-deprecated-command": Entry(
        "命令“{name}”将被取消。{extra_message}",
        "DeprecationWarning: The command {name!r} is deprecated.{extra_message}",
    ),
    "click-deprecated-parameter": Entry(
        "{param_type}“{name}”将被取消。{extra_message}",
        "DeprecationWarning: The {param_type} {name!r} is deprecated.{extra_message}",
    ),
}

VALUES: dict[str, Entry] = {
    "click-choose-from": Entry("可选：\n\t{choices}", "Choose from:\n\t{choices}"),
    "click-not-choice": Entry("不能是“{value}”，只能是 {choice}", "{value!r} is not {choice}."),
    "click-not-format": Entry(
        "“{value}”不合格式 {format}", "{value!r} does not match the format {format}."
    ),
    "click-not-in-range": Entry(
        "{value} 不在范围 {range} 之内", "{value} is not in the range {range}."
    ),
    "click-not-number": Entry(
        "“{value}”不是{number_type}", "{value!r} is not a valid {number_type}."
    ),
    "click-not-boolean": Entry(
        "“{value}”不是“是”或“否”，可写：{states}",
        "{value!r} is not a valid boolean. Recognized values: {states}",
    ),
    "click-not-uuid": Entry("“{value}”不是 UUID", "{value!r} is not a valid UUID."),
    "click-path-missing": Entry("没有{name}“{filename}”", "{name} {filename!r} does not exist."),
    "click-path-file": Entry("{name}“{filename}”是文件", "{name} {filename!r} is a file."),
    "click-path-folder": Entry("{name}“{filename}”是文件夹", "{name} {filename!r} is a directory."),
    "click-path-unreadable": Entry("不能读{name}“{filename}”", "{name} {filename!r} is not readable."),
    "click-path-unwritable": Entry("不能写{name}“{filename}”", "{name} {filename!r} is not writable."),
    "click-path-not-program": Entry(
        "不能执行{name}“{filename}”", "{name} {filename!r} is not executable."
    ),
}  # fmt: skip

# Words that click puts into its texts; those from `integer` on it does not ask gettext for.
WORDS: dict[str, Entry] = {
    "click-word-file": Entry("文件", "file"),
    "click-word-directory": Entry("文件夹", "directory"),
    "click-word-path": Entry("路径", "path"),
    "click-word-integer": Entry("整数", "integer"),
    "click-word-integer-range": Entry("整数", "integer range"),
    "click-word-float": Entry("数字", "float"),
    "click-word-float-range": Entry("数字", "float range"),
    "click-word-argument": Entry("参数", "argument"),
    "click-word-option": Entry("选项", "option"),
    "click-word-parameter": Entry("参数", "parameter"),
}

ENTRIES: dict[str, Entry] = {**ERRORS, **VALUES, **WORDS}
