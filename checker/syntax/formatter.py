"""Tree to text: the canonical layout of a rule file, in Chinese or in English. Resolves no names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import assert_never

from checker.datatypes.keywords import CLAUSES, MISSING, SEVERITIES, WORDS, Keyword
from checker.datatypes.operators import (
    FUNCTIONS,
    IN,
    NOT,
    OPERATORS,
    PRESENCE,
    QUANTIFIERS,
    SATISFIES,
)
from checker.messages import Language
from checker.source import Span
from checker.syntax import nodes
from checker.syntax.clauses import STRING

WIDTH = 100  # columns; a Chinese character takes two
INDENT = "  "

# How tightly an expression holds together: what is looser than its place needs brackets.
# What 每个 and 任一 speak of goes on to the end, so that nothing may follow it.
_OPEN, _OR, _AND, _NOT, _COMPARISON, _SUM, _PRODUCT, _SIGNED, _POSTFIX, _ATOM = range(10)


def format_rules(
    tree: nodes.RuleFile, language: Language, spellings: Mapping[Span, Keyword] | None = None
) -> str:
    """Return the rule file in one language and the canonical layout; its tree is the same.

    `spellings` (from `find_spellings`) lets names of kinds, attributes and choices change language too. Comments
    stand above their clause. Raises ValueError for a tree with clauses that did not parse.
    """
    if tree.broken or any(rule.broken for rule in tree.rules):
        raise ValueError("a rule file with syntax faults cannot be printed")
    printer = _Printer(language, spellings or {})
    blocks = [block for block in (printer.head(tree), *map(printer.rule, tree.rules)) if block]
    if tree.ending:
        blocks.append([_comment(line) for line in tree.ending])
    return "\n\n".join("\n".join(block) for block in blocks) + "\n" if blocks else ""


def width(text: str) -> int:
    """Columns that a text takes."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _comment(line: str) -> str:
    return f"# {line}".rstrip()


class _Printer:
    def __init__(self, language: Language, spellings: Mapping[Span, Keyword]) -> None:
        self.language = language
        self.spellings = spellings

    def pick(self, zh: str, en: str) -> str:
        return zh if self.language == "zh" else en

    def spelt(self, span: Span, word: str) -> str:
        known = self.spellings.get(span)
        return self.pick(*known) if known is not None else word

    # ---- clauses

    def clause(self, key: str, text: str) -> str:
        word = CLAUSES[key]
        return self.pick(f"{word.zh}：{text}", f"{word.en}: {text}")

    def head(self, tree: nodes.RuleFile) -> list[str]:
        """Return the lines before the first rule."""
        clauses: dict[str, Iterable[str]] = {
            "name": [f"{self.pick(*CLAUSES['ruleset'])} {tree.name}"] if tree.name else [],
            "basis": [self.clause("basis", text) for text in tree.basis],
            "period": self.period(tree.period),
            "parameters": [self.parameter(p) for p in tree.parameters],
            "when": [self.condition("when", expr) for expr in tree.when],
        }
        return list(_with_comments(clauses, tree.notes))

    def rule(self, rule: nodes.Rule) -> list[str]:
        heading = f"{self.pick(*CLAUSES['rule'])} {rule.code} "
        clauses: dict[str, Iterable[str]] = {
            "basis": [self.clause("basis", text) for text in rule.basis],
            "period": self.period(rule.period),
            "parameters": [self.parameter(p) for p in rule.parameters],
            "severity": [self.severity(rule.severity)] if rule.severity else [],
            "each": [self.each(rule.each)] if rule.each else [],
            "when": [self.condition("when", expr) for expr in rule.when],
            "require": [self.condition("require", expr) for expr in rule.require],
            "exceptions": [self.condition("except", expr) for expr in rule.exceptions],
            "missing": self.missing(rule.missing),
            "message": [self.message(rule.message)] if rule.message is not None else [],
            "manual": self.words("manual", rule.manual),
            "rationale": self.words("rationale", rule.rationale),
            "remedy": self.words("remedy", rule.remedy),
            "examples": [self.example(example) for example in rule.examples],
        }
        comments = map(_comment, rule.comments)
        return [*comments, self.pair(heading, rule.title), *_with_comments(clauses, rule.notes)]

    def period(self, period: nodes.Period | None) -> list[str]:
        if period is None:
            return []
        return [self.clause("period", f"{period.first}{self.pick('～', '-')}{period.last}")]

    def parameter(self, parameter: nodes.Parameter) -> str:
        text = f"{self.pick(*CLAUSES['parameter'])} {parameter.name} = "
        text += self.expr(parameter.value, _SUM)
        return f"{text} {self.text(parameter.source)}" if parameter.source else text

    def condition(self, key: str, expr: nodes.Expr) -> str:
        """Return a condition in one line, or broken at its outermost 且 or 或."""
        line = self.clause(key, self.expr(expr))
        if width(line) <= WIDTH or not isinstance(expr, nodes.Infix):
            return line
        operator = expr.operator
        if OPERATORS[operator].family != "logic":
            return line
        parts: list[str] = []
        place = _AND if operator == "and" else _OR
        rest: nodes.Expr = expr
        while isinstance(rest, nodes.Infix) and rest.operator == operator:
            parts.append(self.expr(rest.right, place + 1))
            rest = rest.left
        parts.append(self.expr(rest, place))
        word = self.pick(OPERATORS[operator].zh, OPERATORS[operator].en)
        return self.clause(key, f" {word}\n{INDENT}".join(reversed(parts)))

    def severity(self, cases: tuple[nodes.SeverityCase, ...]) -> str:
        shown = []
        for at, case in enumerate(cases):
            level = self.pick(*SEVERITIES[case.severity])
            if case.condition is not None:
                shown.append(f"{level} {self.pick(*WORDS['if'])} {self.expr(case.condition)}")
            else:
                shown.append(f"{self.pick(*WORDS['otherwise'])} {level}" if at else level)
        return self.clause("severity", self.pick("，", ", ").join(shown))

    def each(self, binders: tuple[nodes.Binder, ...]) -> str:
        shown = (f"{self.spelt(b.span, b.kind)} {b.variable}" for b in binders)
        return self.clause("each", self.pick("，", ", ").join(shown))

    def missing(self, key: str) -> list[str]:
        return [self.clause("missing", self.pick(*MISSING[key]))] if key else []

    def words(self, key: str, words: nodes.BilingualText | None) -> list[str]:
        return [self.pair(self.clause(key, ""), words)] if words is not None else []

    def pair(self, start: str, words: nodes.BilingualText) -> str:
        return self.two(start, self.text(words.zh), _marked(words.en) if words.en else "")

    def two(self, start: str, zh: str, en: str) -> str:
        """Return a text in both languages: in one line, or the second below the first."""
        if not en:
            return start + zh
        line = f"{start}{zh} / {en}"
        return line if width(line) <= WIDTH else f"{start}{zh}\n{INDENT}/ {en}"

    def message(self, message: nodes.Message) -> str:
        zh = self.template(message.zh, self.language)
        en = self.template(message.en, "en") if message.en.parts else ""
        return self.two(self.clause("message", ""), zh, en)

    def template(self, template: nodes.Template, marks: Language) -> str:
        """Return a text with expressions; a text inside one keeps Chinese marks, which need no escape."""
        inner = _Inner(self.language, self.spellings)
        shown = [p if isinstance(p, str) else f"{{{inner.expr(p)}}}" for p in template.parts]
        pairs = zip(shown, template.parts, strict=True)
        chinese = "“" + "".join(shown) + "”"
        english = '"' + "".join(_escaped(t) if t is p else t for t, p in pairs) + '"'
        first, second = (chinese, english) if marks == "zh" else (english, chinese)
        return first if _is_text(first) else second

    def text(self, text: str) -> str:
        """Return a text in the marks of the language; where those do not fit, in the other ones."""
        chinese = f"“{text}”"
        return chinese if self.language == "zh" and _is_text(chinese) else _marked(text)

    # ---- examples

    def example(self, example: nodes.Example) -> str:
        line = self.clause(example.outcome, self.sample(example.record))
        if width(line) <= WIDTH:
            return line
        entries = [self.entry(entry) for entry in example.record.entries]
        rows, start = [""], self.clause(example.outcome, "{")
        for entry in entries:
            longer = f"{rows[-1]}, {entry}" if rows[-1] else entry
            if width(start + longer) + 2 > WIDTH and rows[-1]:
                rows.append(entry)
            else:
                rows[-1] = longer
        return start + f",\n{INDENT}".join(rows) + "}"

    def entry(self, entry: nodes.Entry) -> str:
        if not entry.indicator:
            return f"{self.spelt(entry.span, entry.key)}: {self.sample(entry.value)}"
        plan = f"{self.spelt(entry.span, entry.plan)}." if entry.plan else ""
        year = f"@{entry.year}" if entry.year else ""
        return f"{plan}「{entry.key}」{year}: {self.sample(entry.value)}"

    def sample(self, sample: nodes.Sample) -> str:
        match sample:
            case nodes.SampleRecord(entries=entries):
                return "{" + ", ".join(map(self.entry, entries)) + "}"
            case nodes.Listing(items=items):
                return "[" + ", ".join(map(self.sample, items)) + "]"
            case nodes.Name(word=word, span=span):
                return self.spelt(span, word)
            case nodes.Amount(number=number, unit=unit):
                return number + unit
            case nodes.TextLiteral(text=text):
                return self.text(text)
            case _:
                assert_never(sample)

    # ---- expressions

    def expr(self, expr: nodes.Expr, place: int = _OPEN) -> str:
        """Return an expression, in brackets where it is looser than its place allows."""
        text, binds = self._shown(expr)
        return f"({text})" if binds < place else text

    def _shown(self, expr: nodes.Expr) -> tuple[str, int]:
        match expr:
            case nodes.Name(word=word, span=span):
                return self.spelt(span, word), _ATOM
            case nodes.Amount(number=number, unit=unit):
                return number + unit, _ATOM
            case nodes.TextLiteral(text=text):
                return self.text(text), _ATOM
            case nodes.AttributeAccess(base=base, word=word, span=span):
                return f"{self._base(base)}.{self.spelt(span, word)}", _POSTFIX
            case nodes.IndicatorName(name=name, plan=plan, span=span):
                return (f"{self.spelt(span, plan)}." if plan else "") + f"「{name}」", _POSTFIX
            case nodes.AtYear(base=base, year=year):
                return f"{self.expr(base, _POSTFIX)}@{self.expr(year, _POSTFIX)}", _POSTFIX
            case nodes.Infix():
                return self._infix(expr)
            case nodes.Negation(operand=operand, logical=True):
                return f"{self.pick(NOT.zh, NOT.en)} {self.expr(operand, _NOT)}", _NOT
            case nodes.Negation(operand=operand):
                return f"-{self.expr(operand, _SIGNED)}", _SIGNED
            case nodes.Membership(operand=operand, options=options):
                word = self.pick(IN.zh, IN.en)
                shown = self.expr(options, _POSTFIX)
                return f"{self.expr(operand, _SUM)} {word} {shown}", _COMPARISON
            case nodes.ChoiceSet(items=items):
                return "{" + ", ".join(map(self.expr, items)) + "}", _ATOM
            case nodes.Range(low=low, high=high, opens=opens, closes=closes):
                return f"{opens}{self.expr(low, _SUM)}, {self.expr(high, _SUM)}{closes}", _ATOM
            case nodes.Presence(operand=operand, exists=exists):
                state = PRESENCE["exists" if exists else "missing"]
                return f"{self.expr(operand, _SUM)} {self.pick(state.zh, state.en)}", _COMPARISON
            case nodes.Call():
                return self._call(expr), _ATOM
            case nodes.Quantified():
                return self._quantified(expr), _OPEN
            case _:
                assert_never(expr)

    def _base(self, base: nodes.Expr) -> str:
        """Return the text of what an attribute is of; after @ a point would go on with the year."""
        text = self.expr(base, _POSTFIX)
        return f"({text})" if isinstance(base, nodes.AtYear) else text

    def _infix(self, expr: nodes.Infix) -> tuple[str, int]:
        operator = OPERATORS[expr.operator]
        binds = {
            "or": _OR, "and": _AND, "add": _SUM, "subtract": _SUM, "multiply": _PRODUCT, "divide": _PRODUCT,
        }.get(operator.key, _COMPARISON)  # fmt: skip
        chains = binds != _COMPARISON
        left = self.expr(expr.left, binds if chains else _SUM)
        right = self.expr(expr.right, binds + 1 if chains else _SUM)
        text = f"{left} {self.pick(operator.zh, operator.en)} {right}"
        if expr.tolerance is not None:
            text += f" {self.pick(*WORDS['tolerance'])} {self.expr(expr.tolerance, _SUM)}"
        return text, binds

    def _call(self, expr: nodes.Call) -> str:
        known = FUNCTIONS.get(expr.function)
        name = self.pick(known.zh, known.en) if known is not None else expr.function
        text = self.expr(expr.argument)
        if expr.source is not None:
            text += f" {self.pick(*WORDS['for'])} {expr.variable} {self.pick(IN.zh, IN.en)} "
            text += self.expr(expr.source, _POSTFIX)
        if expr.where is not None:
            text += f" {self.pick(*WORDS['where'])} {self.expr(expr.where)}"
        return f"{name}({text})"

    def _quantified(self, expr: nodes.Quantified) -> str:
        word, verb = QUANTIFIERS[expr.quantifier], SATISFIES[expr.quantifier]
        source = self.expr(expr.source, _POSTFIX)
        head = f"{self.pick(word.zh, word.en)} {expr.variable} {self.pick(IN.zh, IN.en)} {source}"
        return f"{head} {self.pick(verb.zh, verb.en)} {self.expr(expr.body)}"


class _Inner(_Printer):
    """Prints expressions that stand inside a text."""

    def text(self, text: str) -> str:
        return f"“{text}”"


def _with_comments(
    clauses: Mapping[str, Iterable[str]], notes: tuple[nodes.Note, ...]
) -> Iterator[str]:
    """Yield the lines of all clauses in order, each below its comments."""
    by_place = {(note.clause, note.index): note.lines for note in notes}
    for key, lines in clauses.items():
        for at, line in enumerate(lines):
            yield from map(_comment, by_place.get((key, at), ()))
            yield line


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _marked(text: str) -> str:
    return f'"{_escaped(text)}"'


def _is_text(written: str) -> bool:
    """Return True if what is written reads as one text."""
    return re.fullmatch(STRING, written) is not None
