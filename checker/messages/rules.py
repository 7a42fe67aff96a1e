"""Messages about rule files and the vocabulary (`rule-…`), in the words of their authors."""

from __future__ import annotations

from checker.messages.entry import Entry

# The cut into clauses, and what stands in one.
CLAUSES: dict[str, Entry] = {
    "rule-clause-unknown": Entry(
        "“{word}”不是子句的关键词",
        "“{word}” is no keyword of a clause",
        "每个子句从行首的关键词写起，如“要求：”“适用：”；上一子句的续行要缩进。",
        "A clause begins with its keyword at the margin, such as “require:”; indent lines that go on.",
    ),
    "rule-clause-unknown-near": Entry(
        "“{word}”不是子句的关键词",
        "“{word}” is no keyword of a clause",
        "是否应为“{near}”？若是上一子句的续行，请缩进。",
        "Did you mean “{near}”? Indent the line if it goes on with the clause above.",
    ),
    "rule-colon-missing": Entry(
        "“{word}”后面缺少冒号",
        "there is no colon after “{word}”",
        "请写成“{word}：…”",
        "Write “{word}: …”.",
    ),
    "rule-space-missing": Entry(
        "“{word}”后面缺少空格",
        "there is no space after “{word}”",
        "请写成“{word} …”",
        "Write “{word} …”.",
    ),
    "rule-clause-indented": Entry(
        "子句“{word}”没有顶格写",
        "the clause “{word}” is indented",
        "请删去行首的空格；缩进的行是上一子句的延续。",
        "Delete the spaces before it: an indented line goes on with the clause above.",
    ),
    "rule-clause-before-rule": Entry(
        "“{word}”写在第一条规则之前",
        "“{word}” stands before the first rule",
        "请移到某条“规则 代码 “标题””的下面；规则之前只能写规则集、依据、期间、参数、适用。",
        "Move it below a “rule CODE …”; before it stand ruleset, basis, period, parameter and when.",
    ),
    "rule-clause-twice": Entry(
        "一条规则里写了两次“{word}”",
        "“{word}” is given twice in one rule",
        "请留下一处，或分成两条规则。",
        "Keep one of them, or make two rules.",
    ),
    "rule-first-here": Entry("前一处在这里", "first given here"),
    "rule-ruleset-late": Entry(
        "“{word}”应写在所有规则之前",
        "“{word}” should stand before all rules",
        "请移到文件开头；一个文件是一个规则集。",
        "Move it to the top: one file is one rule set.",
    ),
    "rule-code-twice": Entry(
        "规则代码 {code} 用了两次",
        "the rule code {code} is used twice",
        "请给其中一条换一个代码。",
        "Give one of the rules another code.",
    ),
    "rule-period-backwards": Entry(
        "期间颠倒：{first} 年在 {last} 年之后",
        "the period runs backwards: {first} is after {last}",
        "请写成“{last}～{first}”",
        "Write “{last}-{first}”.",
    ),
    "rule-file-too-long": Entry(
        "文件超过 {limit} 个字符，没有读",
        "the file has more than {limit} characters and was not read",
        "请检查是否选错了文件，或把规则分成几个文件。",
        "Check that it is the right file, or split the rules into several.",
    ),
    "rule-too-many-faults": Entry(
        "错误超过 {limit} 处，以后的不再列出",
        "there are more than {limit} faults: the rest are not listed",
        "请先改正前面的错误，再检查一次。",
        "Correct those above and check again.",
    ),
    "rule-too-deep": Entry(
        "这个子句的层次超过 {limit} 层",
        "this clause is nested more than {limit} levels deep",
        "请分成几个“要求”或“适用”子句；许多个选项请写成“属于 {{…}}”。",
        "Split it into several clauses; write many options as “in {{…}}”.",
    ),
    "rule-unfinished": Entry(
        "“{clause}”没有写完",
        "“{clause_en}” is not finished",
        "后面还应有{expected}。",
        "What should follow is {expected_en}.",
    ),
    "rule-unexpected": Entry(
        "“{clause}”读到“{found}”读不下去",
        "“{clause_en}” cannot be read on from “{found}”",
        "这里应是{expected}。",
        "What should stand here is {expected_en}.",
    ),
    "rule-text-open": Entry(
        "这里的引号 {quote} 没有对应的后引号",
        "this quotation mark {quote} is never closed",
        "请在文字末尾补上后引号；文字的续行要缩进。",
        "Close the text; indent the lines on which it goes on.",
    ),
    "rule-indicator-open": Entry(
        "这里的“「”没有对应的“」”",
        "this “「” is never closed",
        "指标名称写成「名称」，不换行。",
        "Write an indicator as 「name」 in one line.",
    ),
    "rule-quote-kind": Entry(
        "{quote} 不能用作文字的引号",
        "{quote} does not enclose a text",
        '请用 “…” 或 "…"；指标名称用「…」。',
        'Use “…” or "…", and 「…」 for an indicator.',
    ),
    "rule-bracket-open": Entry(
        "这里的“{bracket}”没有对应的右括号",
        "this “{bracket}” is never closed",
        "请补上右括号。",
        "Add the closing bracket.",
    ),
    "rule-bracket-stray": Entry(
        "多出了一个“{bracket}”",
        "there is a “{bracket}” too many",
        "请删去它，或补上与它对应的左括号。",
        "Delete it or add the opening bracket.",
    ),
    "rule-full-stop": Entry(
        "子句里不写“{found}”",
        "a clause does not hold “{found}”",
        "请删去；要写几个条件时用“且”连接。",
        "Delete it; join conditions with “and”.",
    ),
    "rule-thousands": Entry(
        "数字里不写千位分隔的逗号",
        "a number is written without commas between thousands",
        "请删去逗号，如 1200张。",
        "Delete the comma, as in 1200张.",
    ),
    "rule-word-instead": Entry(
        "规则里没有“{found}”这个写法",
        "rules have no “{found}”",
        "请改用“{near}”",
        "Write “{near}”.",
    ),
    "rule-word-swallowed": Entry(
        "“{word}”连成了一个词",
        "“{word}” runs together into one word",
        "运算词前后要有空格：{split}",
        "Set operators off by spaces: {split}",
    ),
}

# Names and what they stand for.
NAMES: dict[str, Entry] = {
    "rule-name-unknown": Entry(
        "“{word}”没有定义",
        "“{word}” is not defined",
        "可以用的名称：“对每个”里起的名字、参数、规划、目标年、基期；指标写成「名称」，文字加引号。",
        "Names are those given in “for each”, parameters, plan, target_year, base_year; an indicator is"
        " written 「name」, a text in quotation marks.",
    ),
    "rule-name-unknown-near": Entry(
        "“{word}”没有定义",
        "“{word}” is not defined",
        "是否应为“{near}”？",
        "Did you mean “{near}”?",
    ),
    "rule-name-twice": Entry(
        "名称“{name}”已经用了",
        "the name “{name}” is already taken",
        "请换一个名字。",
        "Choose another name.",
    ),
    "rule-text-unquoted": Entry(
        "“{word}”没有定义",
        "“{word}” is not defined",
        "若是文字，请加引号：“{word}”",
        'Put a text in quotation marks: "{word}"',
    ),
    "rule-kind-unknown": Entry(
        "没有“{word}”这一类对象",
        "there is no kind “{word}”",
        "可以写：{kinds}",
        "Kinds are: {kinds_en}",
    ),
    "rule-kind-unknown-near": Entry(
        "没有“{word}”这一类对象",
        "there is no kind “{word}”",
        "是否应为“{near}”？可以写：{kinds}",
        "Did you mean “{near}”? Kinds are: {kinds_en}",
    ),
    "rule-attribute-unknown": Entry(
        "“{kind}”没有“{word}”这一项",
        "“{kind_en}” has no attribute “{word}”",
        "可以写：{attributes}",
        "Attributes are: {attributes_en}",
    ),
    "rule-attribute-unknown-near": Entry(
        "“{kind}”没有“{word}”这一项",
        "“{kind_en}” has no attribute “{word}”",
        "是否应为“{near}”？",
        "Did you mean “{near}”?",
    ),
    "rule-choice-unknown": Entry(
        "“{word}”不是{enumeration}的取值",
        "“{word}” is no value of {enumeration_en}",
        "可以写：{choices}",
        "Values are: {choices_en}",
    ),
    "rule-choice-unknown-near": Entry(
        "“{word}”不是{enumeration}的取值",
        "“{word}” is no value of {enumeration_en}",
        "是否应为“{near}”？可以写：{choices}",
        "Did you mean “{near}”? Values are: {choices_en}",
    ),
    "rule-function-unknown": Entry(
        "没有“{word}”这个函数",
        "there is no function “{word}”",
        "可以写：{functions}",
        "Functions are: {functions_en}",
    ),
    "rule-function-unknown-near": Entry(
        "没有“{word}”这个函数",
        "there is no function “{word}”",
        "是否应为“{near}”？可以写：{functions}",
        "Did you mean “{near}”? Functions are: {functions_en}",
    ),
    "rule-indicator-unknown": Entry(
        "词表里没有指标「{word}」",
        "the vocabulary has no indicator 「{word}」",
        "请改用词表里的名称，或在 rules/vocabulary/ 里加上它。",
        "Use a name of the vocabulary, or add it in rules/vocabulary/.",
    ),
    "rule-indicator-unknown-near": Entry(
        "词表里没有指标「{word}」",
        "the vocabulary has no indicator 「{word}」",
        "是否应为「{near}」？",
        "Did you mean 「{near}」?",
    ),
    "rule-plan-word": Entry(
        "“{word}”不是一级规划",
        "“{word}” is no level of plans",
        "「指标」前面可以写：上级、国家、省、自治区、市，如 上级.「人均预期寿命」。",
        "Before an 「indicator」 may stand upper, nation, province, city: upper.「人均预期寿命」.",
    ),
    "rule-unit-unknown": Entry(
        "没有“{unit}”这个单位",
        "there is no unit “{unit}”",
        "单位紧跟在数字后面，如 1200张、5‰、18/10万；单位表见 docs/language.md。",
        "A unit stands close to its number: 1200张, 5‰, 18/10万; docs/language.md lists the units.",
    ),
    "rule-unit-swallowed": Entry(
        "“{text}”连成了一个词",
        "“{text}” runs together into one word",
        "运算词前后要有空格：{split}",
        "Set operators off by spaces: {split}",
    ),
}

# What fits what.
TYPES: dict[str, Entry] = {
    "rule-not-truth": Entry(
        "“{text}”不是可以成立或不成立的条件",
        "“{text}” is no condition that can hold or not",
        "请写成比较，如“{text} 存在”“… 不低于 …”。",
        "Make it a comparison, such as “{text} exists” or “… >= …”.",
    ),
    "rule-not-number": Entry(
        "“{text}”不是数",
        "“{text}” is no number",
        "这里要用带单位的数，或值为数的属性、指标。",
        "A number with its unit is needed here, or an attribute or indicator that is a number.",
    ),
    "rule-not-year": Entry(
        "“{text}”不是年份",
        "“{text}” is no year",
        "@ 后面写四位年份、目标年、基期，或值为年份的属性。",
        "After @ stands a year of four digits, target_year, base_year, or an attribute that is a year.",
    ),
    "rule-not-list": Entry(
        "“{text}”不是清单",
        "“{text}” is no list",
        "这里要用一类对象（如 项目），或值为清单的属性。",
        "Use a kind of subjects (such as projects) or an attribute that is a list.",
    ),
    "rule-no-attributes": Entry(
        "“{text}”没有属性，不能写“.{word}”",
        "“{text}” has no attributes: “.{word}” cannot follow",
        "只有“对每个”里的对象、规划和指向它们的属性才有属性。",
        "Only subjects, the plan, and attributes that point to one have attributes.",
    ),
    "rule-operands": Entry(
        "“{operator}”不能用于{left}和{right}",
        "“{operator_en}” does not take {left_en} and {right_en}",
        "“{operator}”两边应是{takes}。",
        "“{operator_en}” takes {takes_en}.",
    ),
    "rule-choice-unordered": Entry(
        "{left}没有高低之分，不能用“{operator}”",
        "{left_en} has no order: “{operator_en}” does not take it",
        "请用“等于”，或“属于 {{…}}”。",
        "Use “=” or “in {{…}}”.",
    ),
    "rule-target-compared": Entry(
        "目标值是一个范围，不能用“{operator}”",
        "a target is a range of values: “{operator_en}” does not take it",
        "与另一目标相比用“不宽于”“一致于”；只比所印的数时写“.数值”。",
        "Compare it with another by “no looser than” or “consistent with”; its printed figure is .number.",
    ),
    "rule-dimensions": Entry(
        "“{left}”与“{right}”不能相比、相加",
        "“{left_en}” and “{right_en}” cannot be compared or added",
        "两边要量的是同一种东西；请检查单位和指标。",
        "Both sides must measure the same thing: check units and indicators.",
    ),
    "rule-number-without-unit": Entry(
        "“{text}”没有单位",
        "“{text}” has no unit",
        "请写上单位，例如 {text}{unit}",
        "Give the unit, for example {text}{unit}.",
    ),
    "rule-in-what": Entry(
        "“属于”后面的“{text}”不是集合",
        "“{text}” after “in” is no set",
        "请写成 {{市, 县, 区}} 或 [1张, 5张)。",
        "Write {{市, 县, 区}} or [1张, 5张).",
    ),
    "rule-year-of-what": Entry(
        "“@年份”只能跟在「指标」后面",
        "“@year” follows only an 「indicator」",
        "例如：「人均预期寿命」@2025",
        "For example: 「人均预期寿命」@2025",
    ),
}

# What a rule must have.
RULES: dict[str, Entry] = {
    "rule-no-requirement": Entry(
        "规则 {code} 没有“要求”",
        "rule {code} has no “require”",
        "请加上“要求：条件”；须由人判断的规则写“人工：“看什么””。",
        'Add “require: condition”, or “manual: "what to look at"” for a person\'s judgement.',
    ),
    "rule-manual-and-require": Entry(
        "规则 {code} 既有“要求”又有“人工”",
        "rule {code} has both “require” and “manual”",
        "请分成两条规则：一条由工具判断，一条由人判断。",
        "Make two rules: one for the tool, one for a person.",
    ),
    "rule-no-basis": Entry(
        "规则 {code} 没有依据，也没有理由",
        "rule {code} has neither basis nor rationale",
        "请加上“依据：《文件》（文号）条款”，或“理由：“为什么””。",
        'Add “basis: document, number, article”, or “rationale: "why"”.',
    ),
    "rule-no-severity": Entry(
        "规则 {code} 没有严重程度",
        "rule {code} has no severity",
        "请加上“严重程度：错误”（或警告、提示）。",
        "Add “severity: error” (or warning, info).",
    ),
    "rule-severity-open": Entry(
        "严重程度没有写其余的情形",
        "the severity does not say what holds otherwise",
        "请在末尾加上“，否则 警告”。",
        "Add “, otherwise warning” at the end.",
    ),
    "rule-severity-after-otherwise": Entry(
        "无条件的严重程度之后的情形永远轮不到",
        "a case after the one without condition is never reached",
        "请把“否则”的情形移到最后。",
        "Put the “otherwise” case last.",
    ),
    "rule-parameter-value": Entry(
        "参数“{name}”不是一个带单位的数",
        "the parameter “{name}” is not a number with its unit",
        "例如：参数 {name} = 1200张 “出处”",
        'For example: parameter {name} = 1200张 "source"',
    ),
    "rule-parameter-source": Entry(
        "参数“{name}”没有写出处",
        "the parameter “{name}” has no source",
        "请在数后面写上出处：参数 {name} = … “《文件》条款”",
        'Add where it comes from: parameter {name} = … "document, article"',
    ),
    "rule-example-value": Entry(
        "“{word}”应是{type}，这里写的是“{text}”",
        "“{word}” should be {type_en}, here it is “{text}”",
        "是非写 是/否，年份写四位数字，清单写 [ … ]，对象写 {{ … }}；印出的原文加引号。",
        "A truth is true or false, a year four digits, a list [ … ], a subject {{ … }}; a printed text"
        " stands in quotation marks.",
    ),
    "rule-example-twice": Entry(
        "“{word}”在同一个例子里写了两次",
        "“{word}” is given twice in one example",
        "请删去其中一处。",
        "Delete one of them.",
    ),
}

VOCABULARY: dict[str, Entry] = {
    "rule-vocabulary-shape": Entry(
        "词表里的“{word}”不是应有的写法",
        "“{word}” is not written as the vocabulary needs it",
        "词表写成：\nindicators:\n  指标名称:\n    unit: 岁\n    direction: higher",
        "Write:\nindicators:\n  name:\n    unit: 岁\n    direction: higher",
    ),
    "rule-vocabulary-twice": Entry(
        "词表里“{word}”有两条",
        "the vocabulary has two entries “{word}”",
        "请合并成一条。",
        "Make them one.",
    ),
    "rule-vocabulary-field": Entry(
        "词条里没有“{word}”这一项",
        "an entry of the vocabulary has no “{word}”",
        "可以写：unit、direction、of、counts、range、aliases、absolute、numerator、denominator、note。",
        "What may stand here: unit, direction, of, counts, range, aliases, absolute, numerator,"
        " denominator, note.",
    ),
    "rule-vocabulary-unit": Entry(
        "词条“{name}”的单位“{word}”不认得",
        "the unit “{word}” of “{name}” is not known",
        "请写单位表里的单位，如 岁、%、‰、/10万、张/千人口。",
        "Use a unit of the table: 岁, %, ‰, /10万, 张/千人口.",
    ),
    "rule-vocabulary-direction": Entry(
        "词条“{name}”的方向“{word}”不认得",
        "the direction “{word}” of “{name}” is not known",
        "请写 higher、lower 或 neither。",
        "Write higher, lower or neither.",
    ),
    "rule-vocabulary-range": Entry(
        "“{word}”不是取值范围",
        "“{word}” is no range",
        '请写成 "[0, 100]"；没有界限的一端留空："[0, )"。',
        'Write "[0, 100]"; leave an end without bound empty: "[0, )".',
    ),
    "rule-vocabulary-alias": Entry(
        "名称“{word}”同属“{first}”和“{second}”",
        "the name “{word}” belongs to both “{first}” and “{second}”",
        "请从其中一条里删去。",
        "Delete it from one of them.",
    ),
    "rule-vocabulary-part": Entry(
        "词条“{name}”的分子或分母“{word}”不在词表里",
        "“{word}”, numerator or denominator of “{name}”, is not in the vocabulary",
        "请加上这一条，或改成已有的名称。",
        "Add an entry for it, or use the name of another.",
    ),
}

ENTRIES: dict[str, Entry] = {**CLAUSES, **NAMES, **TYPES, **RULES, **VOCABULARY}
