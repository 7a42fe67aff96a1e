"""Why a clause does not parse, in its author's terms. Guesses at the slip; repairs nothing."""

from __future__ import annotations

import re

from checker.datatypes.keywords import CLAUSES, SEVERITIES
from checker.diagnostics import Diagnostic
from checker.source import Source, Span
from checker.syntax.clauses import STRING, TEXTS, Clause
from checker.syntax.near_misses import INSTEAD, operators, shortened, swallowed

_CLOSING = {")": "(", "]": "[", "}": "{"}
_BRACKETS = {
    "OPEN_ROUND": "(",
    "CLOSE_ROUND": ")",
    "CLOSE_SQUARE": "]",
    "RBRACE": "}",
    "LBRACE": "{",
}

# What a reader is told could stand here, by the terminals that could: the first row that fits.
_EXPECTED: tuple[tuple[set[str], str, str], ...] = (
    ({"NAME", "NUMBER"}, "一个值（名称、数、文字或「指标」）", "a value (name, number, text or 「indicator」)"),
    ({"COMPARE"}, "比较词（不低于、等于、属于、存在……）", "a comparison (>=, =, in, exists …)"),
    ({"SATISFIES_ALL"}, "“均”和条件", "“satisfies” and a condition"),
    ({"SATISFIES_ANY"}, "“有”和条件", "“satisfies” and a condition"),
    ({"AND"}, "“且”“或”，或者到此为止", "“and”, “or”, or the end"),
    ({"PLUS"}, "运算符或比较词", "an operator"),
    ({"LEVEL"}, "、".join(w.zh for w in SEVERITIES.values()), ", ".join(w.en for w in SEVERITIES.values())),
    ({"MISSING_WORD"}, "未知、违规或不适用", "unknown, fail or not_applicable"),
    ({"TEXT"}, "文字", "a text"),
    ({"EQUAL"}, "“=”和一个数", "“=” and a number"),
    ({"CODE"}, "规则代码（字母、数字、短横线，如 BED-1200）", "a rule code (letters, digits, hyphens: BED-1200)"),
    ({"YEAR"}, "四位数字的年份", "a year of four digits"),
    ({"RANGE_MARK"}, "“～”和终止年，或到此为止", "“-” and the last year, or the end"),
    ({"COLON"}, "冒号", "a colon"),
    ({"IN"}, "“属于”", "“in”"),
    ({"STRING"}, "引号里的文字，如“……”", 'a text in quotation marks: "…"'),
    ({"NAME"}, "名称", "a name"),
    ({"IF"}, "“当 条件”，或到此为止", "“when” and a condition, or the end"),
    ({"COMMA"}, "逗号，或到此为止", "a comma, or the end"),
)  # fmt: skip


def unexpected(source: Source, clause: Clause, at: int, expected: set[str]) -> Diagnostic:
    """Return the diagnostic for the place in the clause's text from which it could not be read on."""
    text = clause.text
    at = min(at, len(text))
    hint = (
        _open_text(source, clause, at)
        or _synonym(source, clause, at)
        or _swallowed(source, clause, at)
        or _bracket(source, clause, at, expected)
    )
    if hint is not None:
        return hint
    before = re.search(r"(?<![\w.])\w+(?=\s*$)", text[:at])
    if before is not None and "COMPARE" in expected and before[0].casefold() in operators():
        at, expected = before.start(), {"NAME", "NUMBER"}
    zh, en = _could_stand(expected)
    keyword = CLAUSES[clause.keyword]
    given = {"clause": keyword.zh, "clause_en": keyword.en, "expected": zh, "expected_en": en}
    if not text[at:].strip():
        last = len(text.rstrip())
        return Diagnostic("rule-unfinished", _span(source, clause, max(last - 1, 0), last), given)
    word = re.match(rf"\w+|{STRING}|\W", text[at:])
    end = at + (word.end() if word else 1)
    span = _span(source, clause, at, end)
    return Diagnostic("rule-unexpected", span, {**given, "found": shortened(span.text)})


def _span(source: Source, clause: Clause, start: int, end: int) -> Span:
    return Span(source, clause.start + start, clause.start + end)


def _could_stand(expected: set[str]) -> tuple[str, str]:
    for terminals, zh, en in _EXPECTED:
        if terminals <= expected:
            return zh, en
    signs = [sign for terminal, sign in _BRACKETS.items() if terminal in expected]
    if signs:
        return f"“{signs[0]}”", f"“{signs[0]}”"
    return "这一子句的结尾", "the end of the clause"


def _open_text(source: Source, clause: Clause, at: int) -> Diagnostic | None:
    """Return the diagnostic for a quotation mark or 「 that is not closed or of the wrong kind; None if none is."""
    character = clause.text[at : at + 1]
    span = _span(source, clause, at, at + 1)
    if character == "「":
        return Diagnostic("rule-indicator-open", span)
    if character and character in '“"' and not re.match(STRING, clause.text[at:]):
        return Diagnostic("rule-text-open", span, {"quote": character})
    if character and character in "”」":
        return Diagnostic("rule-bracket-stray", span, {"bracket": character})
    if character and character in "'‘’`『":
        return Diagnostic("rule-quote-kind", span, {"quote": character})
    if character in ("。", ";"):
        return Diagnostic("rule-full-stop", span, {"found": span.text})
    return None


def _synonym(source: Source, clause: Clause, at: int) -> Diagnostic | None:
    """Return the diagnostic for a word or sign that the language has another for; None if there is none."""
    text = clause.text
    for pattern in (r"[=<>!&|^]+", r"[^\W\d_]+"):
        for match in re.finditer(pattern, text[max(at - 3, 0) :]):
            start = match.start() + max(at - 3, 0)
            if start > at:
                break
            near = INSTEAD.get(match[0].casefold())
            if near is not None and start + len(match[0]) > at:
                span = _span(source, clause, start, start + len(match[0]))
                return Diagnostic("rule-word-instead", span, {"found": span.text, "near": near})
    if text[at : at + 1] == "," or text[at - 1 : at] == ",":
        before = re.search(r"\d{1,3},?$", text[:at])
        if before is not None and re.match(r",?\d{3}", text[at:]):
            span = _span(source, clause, before.start(), at + 4)
            return Diagnostic("rule-thousands", span)
    return None


def _swallowed(source: Source, clause: Clause, at: int) -> Diagnostic | None:
    """Return the diagnostic for a name or unit beside the place that holds an operator; None if there is none."""
    here = re.match(r"\w+", clause.text[at:])
    before = re.search(r"[\w%‰./]+(?=\s*$)", clause.text[:at])
    for match, offset in ((here, at), (before, 0)):
        if match is None:
            continue
        split = swallowed(match[0])
        if split:
            span = _span(source, clause, match.start() + offset, match.end() + offset)
            return Diagnostic("rule-word-swallowed", span, {"word": span.text, "split": split})
    return None


def _bracket(source: Source, clause: Clause, at: int, expected: set[str]) -> Diagnostic | None:
    """Return the diagnostic for a bracket without its partner; None if there is none."""
    masked = TEXTS.sub(lambda m: " " * len(m[0]), clause.text)
    opened: list[tuple[str, int]] = []
    for place, sign in enumerate(masked[:at]):
        if sign in "([{":
            opened.append((sign, place))
        elif sign in ")]}" and opened:
            opened.pop()
    sign = masked[at : at + 1]
    if sign and sign in ")]}" and not opened:
        span = _span(source, clause, at, at + 1)
        return Diagnostic("rule-bracket-stray", span, {"bracket": span.text})
    closers = {"CLOSE_ROUND", "CLOSE_SQUARE", "RBRACE"}
    wrong = sign and sign in ")]}" and opened and _CLOSING[sign] != opened[-1][0]
    if opened and expected & closers and (not masked[at:].strip() or wrong):
        bracket, place = opened[-1]
        span = _span(source, clause, place, place + 1)
        return Diagnostic("rule-bracket-open", span, {"bracket": bracket})
    return None
