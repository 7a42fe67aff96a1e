"""Text to tree. With `grammar/rules.lark` the only place that knows how rules are written."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from checker.datatypes.keywords import CLAUSES, RULESET_CLAUSES
from checker.diagnostics import Diagnostic
from checker.resources import data
from checker.source import Source, Span
from checker.syntax import nodes
from checker.syntax.clauses import Clause, cut, fold

if TYPE_CHECKING:
    from lark import Lark

# Clauses that may stand once only in a rule.
_ONCE = ("period", "severity", "each", "missing", "message", "rationale", "remedy", "manual")


def parse(source: Source) -> tuple[nodes.RuleFile, tuple[Diagnostic, ...]]:
    """A rule file as a tree, with every syntax fault in it. A faulty clause is left out of the tree."""
    clauses, problems = cut(source)
    assembly = _Assembly(source, list(problems))
    for clause in clauses:
        body = _parse_clause(source, clause, assembly.problems)
        if body is not None:
            assembly.add(clause, body)
        elif clause.keyword == "rule":
            assembly.skip_rule()
    return assembly.finish(), tuple(assembly.problems)


@cache
def _lark() -> Lark:
    from lark import Lark

    text = (data("grammar") / "rules.lark").read_text(encoding="utf-8")
    return Lark(text, parser="lalr", lexer="contextual", propagate_positions=True, maybe_placeholders=True)


def _parse_clause(source: Source, clause: Clause, problems: list[Diagnostic]) -> Any | None:
    """What the clause says, or None after a diagnostic."""
    from lark import Token
    from lark.exceptions import UnexpectedCharacters, UnexpectedToken

    from checker.syntax.build import Builder

    def expression(start: int, text: str) -> Any | None:
        inner = Clause("when", _WHEN + fold(text), start - len(_WHEN), ())
        return _parse_clause(source, inner, problems)

    try:
        tree = _lark().parse(clause.text)
    except UnexpectedToken as error:
        token = error.token
        end_of_clause = not isinstance(token, Token) or token.type == "$END"
        at = len(clause.text) if end_of_clause else int(token.start_pos or 0)
        length = 0 if end_of_clause else len(str(token))
        problems.append(_unexpected(source, clause, at, length, set(error.accepts or error.expected)))
    except UnexpectedCharacters as error:
        problems.append(_unexpected(source, clause, error.pos_in_stream, 1, set(error.allowed or ())))
    except RecursionError:
        problems.append(Diagnostic("rule-too-deep", Span(source, clause.start, clause.start + 1)))
    else:
        return Builder(source, clause.start, expression).transform(tree).children[0]
    return None


# Put before an expression inside a text so that it parses as a clause.
_WHEN = "when:"


# What a reader is told could have stood there, by terminal.
_EXPECTED = {
    "operand": ({"NAME", "NUMBER", "STRING", "INDICATOR", "OPEN_ROUND"}, "rule-expects-operand"),
    "operator": ({"COMPARE", "AND", "OR", "IN", "EXISTS"}, "rule-expects-operator"),
    "string": ({"STRING"}, "rule-expects-string"),
    "level": ({"LEVEL"}, "rule-expects-severity"),
    "code": ({"CODE"}, "rule-expects-code"),
    "close": ({"CLOSE_ROUND", "CLOSE_SQUARE", "RBRACE"}, "rule-expects-close"),
    "colon": ({"COLON"}, "rule-expects-colon"),
    "name": ({"NAME"}, "rule-expects-name"),
    "year": ({"YEAR"}, "rule-expects-year"),
}


def _unexpected(source: Source, clause: Clause, at: int, length: int, expected: set[str]) -> Diagnostic:
    start = clause.start + at
    found = source.text[start : start + max(length, 1)].strip()
    span = Span(source, start, min(start + max(length, 1), len(source.text)))
    code = "rule-unexpected"
    for terminals, name in _EXPECTED.values():
        if expected and (terminals <= expected or expected <= terminals):
            code = name
            break
    if length == 0:
        last = len(source.text[: clause.start + at].rstrip())
        span, found = Span(source, max(last - 1, clause.start), last), "…"
    keyword = CLAUSES[clause.keyword]
    return Diagnostic(code, span, {"found": found, "clause": keyword.zh, "clause_en": keyword.en})


class _Assembly:
    """Puts clauses together into a rule file; says where one stands in the wrong place or twice."""

    def __init__(self, source: Source, problems: list[Diagnostic]) -> None:
        self.source = source
        self.problems = problems
        self.ruleset: dict[str, Any] = {"source": source}
        self.current: dict[str, Any] = self.ruleset
        self.in_ruleset = True
        self.rules: list[nodes.Rule] = []
        self.codes: dict[str, Span] = {}
        self.skipping = False

    def add(self, clause: Clause, body: Any) -> None:
        span = self._keyword_span(clause)
        if clause.keyword == "rule":
            self._close_rule()
            self._open_rule(body, span)
        elif self.skipping:
            return
        elif clause.keyword == "ruleset":
            self.current["name"] = body
            if not self.in_ruleset or self.rules:
                self.problems.append(Diagnostic("rule-ruleset-late", span))
        elif self.in_ruleset and clause.keyword not in RULESET_CLAUSES:
            self.problems.append(Diagnostic("rule-clause-before-rule", span, {"word": span.text}))
        elif clause.keyword in _ONCE and clause.keyword in self.current:
            self.problems.append(Diagnostic("rule-clause-twice", span, {"word": span.text}))
        else:
            self._put(clause.keyword, body)
        if clause.comments:
            self.current["comments"] = (*self.current.get("comments", ()), *clause.comments)

    def skip_rule(self) -> None:
        """The heading of a rule did not parse: its clauses are passed over without further words."""
        self._close_rule()
        self.skipping = True

    def _keyword_span(self, clause: Clause) -> Span:
        word = CLAUSES[clause.keyword]
        written = next((w for w in word if clause.text.casefold().startswith(w)), word.en)
        return Span(self.source, clause.start, clause.start + len(written))

    def _open_rule(self, body: tuple[str, nodes.Words, Span], keyword: Span) -> None:
        code, title, span = body
        code = code.upper()
        if code in self.codes:
            self.problems.append(
                Diagnostic("rule-code-twice", span, {"code": code}, related=((self.codes[code], "rule-first-here"),))
            )
        self.codes.setdefault(code, span)
        self.current = {"code": code, "title": title, "span": span}
        self.in_ruleset = self.skipping = False

    def _put(self, keyword: str, body: Any) -> None:
        field = _FIELDS.get(keyword, keyword)
        if keyword in _ONCE:
            self.current[field] = body
        else:
            self.current[field] = (*self.current.get(field, ()), body)

    def _close_rule(self) -> None:
        if not self.in_ruleset and not self.skipping:
            self.rules.append(nodes.Rule(**self.current))
        self.skipping = False

    def finish(self) -> nodes.RuleFile:
        self._close_rule()
        return nodes.RuleFile(**self.ruleset, rules=tuple(self.rules))


_FIELDS = {
    "parameter": "parameters",
    "except": "exceptions",
    "pass": "examples",
    "fail": "examples",
    "unknown": "examples",
}

