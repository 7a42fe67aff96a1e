"""Messages about files (`input-…`) and plan data (`plan-…`)."""

from __future__ import annotations

from checker.messages.entry import Entry

FILES: dict[str, Entry] = {
    "input-missing": Entry(
        "找不到文件“{path}”",
        "there is no file “{path}”",
        "请检查文件名和所在的文件夹。",
        "Check the name and the folder.",
    ),
    "input-missing-near": Entry(
        "找不到文件“{path}”",
        "there is no file “{path}”",
        "同一文件夹里有“{near}”，是否指它？",
        "The same folder holds “{near}”: is it the one you mean?",
    ),
    "input-folder": Entry(
        "“{path}”是文件夹，不是文件",
        "“{path}” is a folder, not a file",
        "请写出文件夹里的文件，如 {path}/luzhai.yaml。",
        "Name a file in it, such as {path}/luzhai.yaml.",
    ),
    "input-forbidden": Entry(
        "没有读取“{path}”的权限",
        "you may not read “{path}”",
        "请修改文件的权限，或复制一份再检查。",
        "Change the permissions of the file, or check a copy.",
    ),
    "input-unreadable": Entry(
        "无法读取“{path}”：{reason}",
        "“{path}” cannot be read: {reason}",
        "请检查文件是否存在、是否被其他程序占用。",
        "Check that the file exists and that no other program holds it.",
    ),
    "input-too-large": Entry(
        "文件超过 {limit} MB",
        "the file is larger than {limit} MB",
        "一份规划的数据通常不到 1 MB，请检查是否选错了文件。",
        "The data of one plan take less than 1 MB: check that this is the right file.",
    ),
    "input-gbk": Entry(
        "文件是 GBK/GB18030 编码（第 {offset} 字节 {byte} 不是 UTF-8）",
        "the file is in GBK/GB18030 (byte {byte} at offset {offset} is not UTF-8)",
        "请另存为 UTF-8：记事本选“另存为”，“编码”选 UTF-8。",
        "Save it as UTF-8: in Notepad choose “Save as” and encoding UTF-8.",
    ),
    "input-utf16": Entry(
        "文件是 UTF-16 编码（记事本称为“Unicode”）",
        "the file is in UTF-16 (Notepad calls it “Unicode”)",
        "请另存为 UTF-8：记事本选“另存为”，“编码”选 UTF-8。",
        "Save it as UTF-8: in Notepad choose “Save as” and encoding UTF-8.",
    ),
    "input-not-utf8": Entry(
        "文件不是完好的 UTF-8 文本：第 {offset} 字节 {byte} 无法识别",
        "the file is not sound UTF-8 text: byte {byte} at offset {offset} cannot be read",
        "请用文本编辑器打开，改正此处的字符，另存为 UTF-8。",
        "Open it in a text editor, correct the character here and save as UTF-8.",
    ),
    "input-control-character": Entry(
        "文件中有 {count} 个不可见的控制字符，第一个是 {character}",
        "the file holds {count} invisible control characters, the first is {character}",
        "请删去这些字符；它们常在从 PDF 或网页复制时带入。",
        "Delete them; they often come along when text is copied from a PDF or a web page.",
    ),
}

SYNTAX: dict[str, Entry] = {
    "input-empty": Entry(
        "文件是空的，没有规划数据",
        "the file is empty: it holds no plan data",
        '请从 `plan:` 写起，例如：\nplan:\n  title: …\n  region: {{code: "450223", name: 鹿寨县}}',
        'Begin with `plan:`, as in:\nplan:\n  title: …\n  region: {{code: "450223", name: 鹿寨县}}',
    ),
    "input-not-a-mapping": Entry(
        "文件开头不是“键: 值”，读不出规划数据",
        "the file does not begin with “key: value”: no plan data can be read from it",
        "第一行应为 `plan:`，下面各行缩进两格。",
        "The first line should be `plan:`, with the lines below it indented by two spaces.",
    ),
    "input-full-width-colon": Entry(
        "“{key}”后面是全角冒号“：”",
        "“{key}” is followed by a full-width colon “：”",
        "请改用半角冒号加一个空格：`{key}: {value}`",
        "Use a half-width colon and a space: `{key}: {value}`",
    ),
    "input-colon-without-space": Entry(
        "“{key}:”的冒号后面缺少空格",
        "there is no space after the colon of “{key}:”",
        "请在冒号后加一个空格：`{key}: {value}`",
        "Put a space after the colon: `{key}: {value}`",
    ),
    "input-colon-missing": Entry(
        "这一行没有冒号，看不出“{line}”是哪一项",
        "this line has no colon: it is not clear what “{line}” is",
        "请写成 `键: 值`；若是上一行文字的后半句，请把整段文字放进双引号。",
        "Write `key: value`; if it continues the line above, put the whole text in double quotes.",
    ),
    "input-colon-in-value": Entry(
        "这里又出现了一个冒号，分不清哪一个隔开键和值",
        "here is a second colon: it is not clear which one separates key and value",
        '值里有冒号时，请把值放进双引号：`键: "a: b"`',
        'Put a value that holds a colon in double quotes: `key: "a: b"`',
    ),
    "input-full-width-comma": Entry(
        "这里用全角逗号“，”分隔",
        "here a full-width comma “，” separates the entries",
        "花括号、方括号里的各项用半角逗号加空格分隔：`{{a: 1, b: 2}}`",
        "Inside brackets separate entries by a half-width comma and a space: `{{a: 1, b: 2}}`",
    ),
    "input-comma-in-item": Entry(
        "“{item}”里有全角逗号，整个算作一项",
        "“{item}” holds a full-width comma and counts as one item",
        "若是几项，请用半角逗号隔开；若确是一项，请加双引号。",
        "Separate several items by half-width commas; put a single item in double quotes.",
    ),
    "input-comma-missing": Entry(
        "括号里的两项之间缺少逗号",
        "there is no comma between two entries inside brackets",
        "花括号、方括号里的各项用半角逗号加空格分隔：`{{a: 1, b: 2}}`",
        "Inside brackets separate entries by a half-width comma and a space: `{{a: 1, b: 2}}`",
    ),
    "input-bracket-open": Entry(
        "这里的“{bracket}”没有对应的右括号",
        "this “{bracket}” is never closed",
        "请在这一项的末尾补上右括号。",
        "Add the closing bracket at the end of the entry.",
    ),
    "input-stray-bracket": Entry(
        "多出了一个“{sign}”",
        "there is a “{sign}” too many",
        "请删去它，或补上与它对应的左括号；若是文字的一部分，请把整个值放进双引号。",
        "Delete it or add the opening bracket; put a text that holds it in double quotes.",
    ),
    "input-needs-quotes": Entry(
        "值不能以“{sign}”开头",
        "a value cannot begin with “{sign}”",
        '请把整个值放进双引号，例如 `"{sign}…"`',
        'Put the whole value in double quotes, for example `"{sign}…"`',
    ),
    "input-quote-open": Entry(
        "这里的引号 {quote} 没有对应的后引号",
        "this quotation mark {quote} is never closed",
        "请在值的末尾补上同样的引号 {quote}",
        "Add the same mark {quote} at the end of the value.",
    ),
    "input-text-after-quote": Entry(
        "后引号之后还有文字",
        "there is text after the closing quotation mark",
        '请把整个值放进一对引号：`"“十四五”规划"`；值里的引号用中文引号“”。',
        'Put the whole value in one pair of marks: `"“十四五”规划"`, with Chinese marks “” inside.',
    ),
    "input-text-after-bracket": Entry(
        "右括号“{bracket}”之后还有文字",
        "there is text after the closing “{bracket}”",
        "请把这些文字移到括号里，或另起一行；若整个是一段文字，请放进双引号。",
        "Move it inside the brackets or to its own line; put a text as a whole in double quotes.",
    ),
    "input-escape": Entry(
        "双引号里的“{escape}”不是认得的写法",
        "“{escape}” means nothing inside double quotes",
        "反斜杠写成两个：`\\\\`，或改用单引号。",
        "Write the backslash twice: `\\\\`, or use single quotes.",
    ),
    "input-tab": Entry(
        "这里用制表符（Tab）缩进，共 {count} 行",
        "this line is indented with a tab ({count} lines in all)",
        "请把制表符换成空格，每层两格。",
        "Replace tabs by spaces, two for each level.",
    ),
    "input-indentation": Entry(
        "这一行的缩进与上面各行对不上",
        "the indentation of this line does not fit the lines above",
        "同一层的各行要左对齐，下一层比上一层多两格；列表的每一项以 `- ` 开头。",
        "Align lines of one level, indent the next by two spaces; begin list items with `- `.",
    ),
    "input-syntax": Entry(
        "从这里起读不下去",
        "the text cannot be read from here on",
        "请检查这一行和上一行的冒号、引号、括号和缩进。",
        "Check colons, quotation marks, brackets and indentation of this line and the one above.",
    ),
    "input-duplicate-key": Entry(
        "“{key}”写了两次：第 {first} 行和第 {second} 行",
        "“{key}” is given twice: in line {first} and in line {second}",
        "请删去其中一处；若是两条记录，请在第二条前面加 `- `。",
        "Delete one of them; if they are two records, begin the second with `- `.",
    ),
    "input-first-use": Entry("前一处在这里", "first given here"),
    "input-alias": Entry(
        "“*{name}”是对别处内容的引用，规划数据里不能用",
        "“*{name}” refers to another part of the file: plan data cannot use this",
        "请把内容照写一遍；若星号是文字的一部分，请加双引号。",
        "Write the content out; if the asterisk is part of a text, put it in double quotes.",
    ),
    "input-anchor": Entry(
        "“&{name}”给内容起了代号，规划数据里不能用",
        "“&{name}” labels a part of the file: plan data cannot use this",
        "请删去；若 & 是文字的一部分，请加双引号。",
        "Delete it; if the & is part of a text, put it in double quotes.",
    ),
    "input-tag": Entry(
        "以“!”开头的类型标记，规划数据里不能用",
        "a mark that begins with “!” sets a type: plan data cannot use this",
        "请删去；若感叹号是文字的一部分，请加双引号。",
        "Delete it; if the exclamation mark is part of a text, put it in double quotes.",
    ),
    "input-merge-key": Entry(
        "“<<”把别处的内容并入，规划数据里不能用",
        "“<<” merges another part of the file: plan data cannot use this",
        "请把内容照写一遍。",
        "Write the content out.",
    ),
    "input-key-not-text": Entry(
        "冒号前面应是一个词，这里却是一组内容",
        "a word should stand before the colon, here is a whole group",
        "请检查这里的括号；文字里的 {{}}、[] 要放进双引号。",
        "Check the brackets; put a text that holds {{}} or [] in double quotes.",
    ),
    "input-several-documents": Entry(
        "文件里有不止一份数据：从这里开始了第二份",
        "the file holds more than one document: the second begins here",
        "一个文件只放一份规划；请删去这一行，或分成几个文件。",
        "Put one plan in one file: delete this line or split the file.",
    ),
    "input-too-deep": Entry(
        "括号或缩进超过 {limit} 层",
        "brackets or indentation are nested more than {limit} levels deep",
        "规划数据只有几层，请检查是否多写了“[”“{{”或“-”。",
        "Plan data have a few levels only: check for stray “[”, “{{” or “-”.",
    ),
    "input-too-many-faults": Entry(
        "错误超过 {limit} 处，以后的不再列出",
        "there are more than {limit} faults: the rest are not listed",
        "请先改正前面的错误，再检查一次。",
        "Correct those above and check again.",
    ),
}

FORMAT: dict[str, Entry] = {
    "plan-unknown-key": Entry(
        "“{record}”里没有“{key}”这一项",
        "“{record}” has no entry “{key}”",
        "这里可以写：{keys}",
        "What may stand here: {keys}",
    ),
    "plan-unknown-key-near": Entry(
        "“{record}”里没有“{key}”这一项",
        "“{record}” has no entry “{key}”",
        "是否应为 `{near}:`？",
        "Did you mean `{near}:`?",
    ),
    "plan-missing-key": Entry(
        "“{record}”缺少“{key}”（{title}）",
        "“{record}” lacks “{key}” ({title})",
        "请加一行：`{key}: {example}`",
        "Add a line: `{key}: {example}`",
    ),
    "plan-no-value": Entry(
        "“{record}”的“{key}”没有值",
        "“{key}” of “{record}” has no value",
        "请补上值；没有内容的项请整行删去。",
        "Give a value, or delete the whole line.",
    ),
    "plan-empty-item": Entry(
        "“{key}”的列表里有一项是空的",
        "an item of the list “{key}” is empty",
        "请补上内容，或删去这个 `-`。",
        "Give it content, or delete the `-`.",
    ),
    "plan-keys-expected": Entry(
        "“{key}”应写成“键: 值”，这里却是“{value}”",
        "“{key}” should be “key: value”, here it is “{value}”",
        '例如 `at: {{section: 一（二）, line: 25}}`、`target: {{2025: "3.5"}}`、'
        "`- {{name: 医院数, value: {{2020: 8家}}}}`",
        'For example `at: {{section: 一（二）, line: 25}}`, `target: {{2025: "3.5"}}`, '
        "`- {{name: 医院数, value: {{2020: 8家}}}}`",
    ),
    "plan-list-expected": Entry(
        "“{key}”应是列表，这里却是“{value}”",
        "“{key}” should be a list, here it is “{value}”",
        "请在每一项前面加 `- `：\n{key}:\n  - …",
        "Begin each item with `- `:\n{key}:\n  - …",
    ),
    "plan-text-expected": Entry(
        "“{record}”的“{key}”应是一段文字，这里却是一组内容",
        "“{key}” of “{record}” should be a text, here is a whole group",
        "请直接写出文字；文字里有 {{}}、[] 或“: ”时，请放进双引号。",
        "Write the text itself; put a text that holds {{}}, [] or “: ” in double quotes.",
    ),
    "plan-not-one-of": Entry(
        "“{record}”的“{key}”不能是“{value}”",
        "“{key}” of “{record}” cannot be “{value}”",
        "请从这些里选：{choices}",
        "Choose one of: {choices}",
    ),
    "plan-not-one-of-near": Entry(
        "“{record}”的“{key}”不能是“{value}”",
        "“{key}” of “{record}” cannot be “{value}”",
        "是否应为“{near}”？可选：{choices}",
        "Did you mean “{near}”? Choices: {choices}",
    ),
    "plan-not-a-year": Entry(
        "“{record}”里的“{year}”不是年份",
        "“{year}” in “{record}” is not a year",
        '年份写四位数字，起止年份用短横线：`{{2025: "3.5"}}`、`{{2015-2020: 新增25家}}`',
        'A year has four digits, a span a hyphen: `{{2025: "3.5"}}`, `{{2015-2020: 新增25家}}`',
    ),
    "plan-years-backwards": Entry(
        "起止年份颠倒：{first} 在 {last} 之后",
        "the span of years runs backwards: {first} is after {last}",
        "请写成 `{last}-{first}`",
        "Write `{last}-{first}`.",
    ),
    "plan-region-code": Entry(
        "“{value}”不是六位的行政区划代码",
        "“{value}” is not a division code of six digits",
        '请写 GB/T 2260 的六位代码并加引号，例如 `code: "450223"`；全国写 `"000000"`',
        'Write the six digits of GB/T 2260 in quotes: `code: "450223"`; the nation is `"000000"`.',
    ),
    "plan-period": Entry(
        "看不出“{value}”是哪几年",
        "“{value}” does not say which years",
        "规划期写成起止年份，例如 `period: 2021-2025`",
        "Write the first and the last year, for example `period: 2021-2025`.",
    ),
    "plan-year": Entry(
        "“{key}”的“{value}”不是年份",
        "“{value}” is not a year for “{key}”",
        "请写四位数字，例如 `{key}: 2020`",
        "Write four digits, for example `{key}: 2020`.",
    ),
    "plan-sha256": Entry(
        "“{value}”不是文件的 SHA-256 校验值",
        "“{value}” is not the SHA-256 of a file",
        "应为 64 位十六进制数，可用 `sha256sum 文件名` 得到；不知道时请整项删去。",
        "It has 64 hexadecimal digits, as `sha256sum FILE` prints; leave the entry out if unknown.",
    ),
    "plan-count": Entry(
        "“{key}”的“{value}”不是正整数",
        "“{value}” is not a positive whole number for “{key}”",
        "请写从 1 起的行号，例如 `{key}: 187`",
        "Write a line number, counted from 1, for example `{key}: 187`.",
    ),
    "plan-heading-level": Entry(
        "标题级别“{value}”不是 1 到 9 的数字",
        "the heading level “{value}” is not a digit from 1 to 9",
        "章写 1，节写 2，依次类推：`level: 1`",
        "A chapter is 1, a section 2, and so on: `level: 1`.",
    ),
    "plan-refused": Entry(
        "此处不符合规划数据的格式",
        "this is not as the format of plan data says",
        "请对照 plans/schema/plan.schema.json 检查这一项。",
        "Compare this entry with plans/schema/plan.schema.json.",
    ),
}

SENSE: dict[str, Entry] = {
    "plan-period-backwards": Entry(
        "规划期起止颠倒：{first} 年在 {last} 年之后",
        "the period runs backwards: {first} is after {last}",
        "请写成 `period: {last}-{first}`",
        "Write `period: {last}-{first}`.",
    ),
    "plan-base-year-late": Entry(
        "基期年 {year} 在规划期最后一年 {last} 之后",
        "the base year {year} is after the last year of the period, {last}",
        "基期通常是规划期的前一年：`base_year: {suggestion}`",
        "The base year is usually the year before the period: `base_year: {suggestion}`",
    ),
    "plan-target-year-early": Entry(
        "目标年 {year} 应晚于基期年 {base}，且不早于规划期第一年 {first}",
        "the target year {year} should be after the base year {base} and not before {first}",
        "目标年通常是规划期的最后一年 {suggestion}，可以不写。",
        "The target year is usually the last of the period, {suggestion}, and can be left out.",
    ),
    "plan-no-such-fact": Entry(
        "facts 里没有名为“{name}”的数据",
        "there is no fact named “{name}”",
        "请在 facts 里加上这条数据，或改成已有数据的名称：\n- {{name: {name}, value: {{2020: …}}}}",
        "Add it to the facts, or use the name of another:\n- {{name: {name}, value: {{2020: …}}}}",
    ),
    "plan-no-such-fact-near": Entry(
        "facts 里没有名为“{name}”的数据",
        "there is no fact named “{name}”",
        "是否应为“{near}”？",
        "Did you mean “{near}”?",
    ),
    "plan-part-of-itself": Entry(
        "“{name}”写成了自己的组成部分",
        "“{name}” is given as a part of itself",
        "part_of 应写合计的名称。",
        "part_of names the total.",
    ),
}

# Faults that show when the plan is read through the vocabulary and the division table.
READING = {
    "plan-region-unknown": Entry(
        "行政区划代码 {code} 不存在",
        "there is no division code {code}",
        "请按 GB/T 2260 写规划期（{first}—{last}年）内有效的六位代码。",
        "Give the six-digit GB/T 2260 code valid in the plan's years ({first}–{last}).",
    ),
    "plan-region-unknown-near": Entry(
        "行政区划代码 {code} 不存在",
        "there is no division code {code}",
        "{name}的代码是 {near}。",
        "The code of {name} is {near}.",
    ),
    "plan-region-abolished": Entry(
        "行政区划代码 {code}（{old}）{end}年起已不再使用",
        "the division code {code} ({old}) has not been in use since {end}",
        "规划期内应写 {successor}（{new}）。",
        "In the plan's years it is {successor} ({new}).",
    ),
    "plan-region-ended": Entry(
        "行政区划代码 {code}（{old}）{end}年起已不再使用",
        "the division code {code} ({old}) has not been in use since {end}",
        "请写规划期（{first}—{last}年）内有效的代码。",
        "Give a code valid in the plan's years ({first}–{last}).",
    ),
    "plan-region-name": Entry(
        "代码 {code} 在规划期内是{official}，不是{name}",
        "in the plan's years the code {code} is {official}, not {name}",
        "核对 region 的 code 和 name。",
        "Check code and name of region.",
    ),
    "plan-region-level": Entry(
        "{official}是{own}级，而规划层级写的是{level}",
        "{official} is of level {own}, but the plan says {level}",
        "核对 level：国家、省、市、县之一。",
        "Check level: one of 国家, 省, 市, 县.",
    ),
    "plan-number-without-unit": Entry(
        "“{name}”的“{text}”没有单位",
        "“{text}” of “{name}” has no unit",
        "请加上单位，例如 `unit: {unit}`，或写在数值后面。",
        "Add a unit, for example `unit: {unit}`, or write it after the value.",
    ),
    "plan-value-unread": Entry(
        "“{name}”的“{text}”没有读懂：{reason}",
        "“{text}” of “{name}” could not be read: {reason}",
        "核对是否与原文一致；一处写了几个数值的，请分开写成几条。",
        "Check it against the document; write several values as several entries.",
    ),
}

ENTRIES: dict[str, Entry] = {**FILES, **SYNTAX, **FORMAT, **SENSE, **READING}
