"""Text to tree. With `grammar/rules.lark` the only place that knows how rules are written."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from checker.datatypes.keywords import CLAUSES, RULESET_CLAUSES
from checker.diagnostics import Diagnostic
from checker.files import data_path
from checker.source import Source, Span
from checker.syntax import nodes
from checker.syntax.clauses import Clause, fold, split_clauses
from checker.syntax.depth import MAX_DEPTH, too_deep
from checker.syntax.faults import unexpected
from checker.syntax.near_misses import operators

if TYPE_CHECKING:
    from lark import Lark

MAX_CHARACTERS = 1_000_000  # a rule file is written by people; the shipped ones have some 5 000
MAX_FAULTS = 200

# Clauses that may stand once only in a rule, or in a rule set.
_ONCE = (
    "ruleset", "period", "severity", "each", "missing", "message", "rationale", "remedy", "manual",
)  # fmt: skip


def parse(source: Source) -> tuple[nodes.RuleFile, tuple[Diagnostic, ...]]:
    """Parse a rule file. Returns its tree and a diagnostic for every syntax fault in it.

    A faulty clause is left out of the tree and its rule marked as broken.
    """
    if len(source.text) > MAX_CHARACTERS:
        given = {"limit": MAX_CHARACTERS}
        fault = Diagnostic("rule-file-too-long", Span(source, 0, 1), given)
        return nodes.RuleFile(source, broken=("",)), (fault,)
    clauses, ending, problems = split_clauses(source)
    builder = _RuleFileBuilder(source, list(problems))
    for clause in clauses:
        body = _parse_clause(source, clause, builder.problems) if clause.keyword else None
        if body is not None:
            builder.add(clause, body)
        else:
            builder.add_broken(clause)
        if len(builder.problems) > MAX_FAULTS:
            break
    tree = builder.finish(ending)
    problems = tuple(sorted(builder.problems, key=lambda p: p.span.start if p.span else 0))
    return tree, at_most(problems)


def at_most(problems: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """As many faults as a person would read; one more says that there are others."""
    if len(problems) <= MAX_FAULTS:
        return tuple(problems)
    rest = Diagnostic("rule-too-many-faults", problems[MAX_FAULTS].span, {"limit": MAX_FAULTS})
    return (*problems[:MAX_FAULTS], rest)


@cache
def _lark() -> Lark:
    from lark import Lark

    text = (data_path("grammar") / "rules.lark").read_text(encoding="utf-8")
    return Lark(
        text, parser="lalr", lexer="contextual", propagate_positions=True, maybe_placeholders=True
    )


def _parse_clause(source: Source, clause: Clause, problems: list[Diagnostic]) -> Any | None:
    """Return the tree of a clause, or None after a diagnostic."""
    from lark import Token
    from lark.exceptions import UnexpectedCharacters, UnexpectedToken

    from checker.syntax.build import Builder

    broken = False

    def expression(start: int, text: str) -> Any | None:
        """Return an expression inside a text; after a fault in one the whole clause is broken."""
        nonlocal broken
        inner = Clause(clause.keyword, _WHEN + fold(text), start - len(_WHEN), ())
        inner_tree = _parse_clause(source, inner, problems)
        broken = broken or inner_tree is None
        return inner_tree

    try:
        tree = _lark().parse(clause.text)
    except UnexpectedToken as error:
        token = error.token
        at_end = not isinstance(token, Token) or token.type == "$END"
        at = len(clause.text) if at_end else int(token.start_pos or 0)
        problems.append(unexpected(source, clause, at, set(error.accepts or error.expected)))
        return None
    except UnexpectedCharacters as error:
        stopped: int = error.pos_in_stream  # type: ignore[assignment]
        problems.append(unexpected(source, clause, stopped, set(error.allowed or ())))
        return None
    body = None
    if not too_deep(tree, lambda node: node.children if hasattr(node, "children") else ()):
        body = Builder(source, clause.start, expression).build(tree)
    if body is None or too_deep(body, nodes.parts):
        span = Span(source, clause.start, clause.start + len(clause.text.split("\n", 1)[0]))
        problems.append(Diagnostic("rule-too-deep", span, {"limit": MAX_DEPTH}))
        return None
    misread = _operator_as_name(body)
    if misread is not None:
        at = misread.span.start - clause.start
        problems.append(unexpected(source, clause, at, {"NAME", "NUMBER"}))
    return None if broken or misread is not None else body


def _operator_as_name(body: object) -> nodes.Name | None:
    """Return an operator that stands where a value should be (且 且). After a point it may be an attribute's name."""
    level: list[object] = [body]
    while level:
        for node in level:
            if isinstance(node, nodes.Name) and node.word in operators():
                return node
        level = [part for node in level for part in nodes.parts(node)]
    return None


# Put before an expression inside a text so that it parses as a clause.
_WHEN = "when:"


class _RuleFileBuilder:
    """Puts clauses together into a rule file; says where one stands in the wrong place or twice."""

    def __init__(self, source: Source, problems: list[Diagnostic]) -> None:
        self.source = source
        self.problems = problems
        self.ruleset: dict[str, Any] = {"source": source}
        self.current: dict[str, Any] = self.ruleset
        self.in_ruleset = True
        self.rules: list[nodes.Rule] = []
        self.codes: dict[str, Span] = {}
        self.seen: dict[str, Span] = {}

    def add(self, clause: Clause, body: Any) -> None:
        """One clause that parsed."""
        keyword, span = clause.keyword, self._keyword_span(clause)
        if keyword == "rule":
            self._close_rule()
            self._open_rule(body)
            self.current["comments"] = clause.comments
            return
        if self._misplaced(keyword, span):
            return
        if clause.comments:
            field = _FIELDS.get(keyword, keyword)
            note = nodes.Note(field, self._count(keyword), clause.comments)
            self._append("notes", note)
        self._put(keyword, body)

    def add_broken(self, clause: Clause) -> None:
        """One clause that did not parse: its place is kept, its rule is broken."""
        keyword = clause.keyword or clause.likely
        if keyword == "rule":
            self._close_rule()
            span = Span(self.source, clause.start, clause.start + 1)
            self.current = {"code": "", "title": nodes.BilingualText("", "", span), "span": span}
            self.in_ruleset = False
            self.seen = {}
        self._append("broken", keyword)

    def _misplaced(self, keyword: str, span: Span) -> bool:
        """Return True if a clause stands where it may not, or a second time; it is then a fault."""
        given = {"word": span.text}
        if keyword == "ruleset" and not self.in_ruleset:
            self.problems.append(Diagnostic("rule-ruleset-late", span, given))
            return True
        if self.in_ruleset and keyword not in RULESET_CLAUSES:
            self.problems.append(Diagnostic("rule-clause-before-rule", span, given))
            self._append("broken", keyword)
            return True
        if keyword in _ONCE and keyword in self.seen:
            related = ((self.seen[keyword], "rule-first-here"),)
            self.problems.append(Diagnostic("rule-clause-twice", span, given, related=related))
            self._append("broken", keyword)
            return True
        self.seen[keyword] = span
        return False

    def _keyword_span(self, clause: Clause) -> Span:
        word = CLAUSES[clause.keyword]
        folded = clause.text.casefold()
        length = len(word.zh) if folded.startswith(word.zh) else len(word.en)
        return Span(self.source, clause.start, clause.start + length)

    def _open_rule(self, body: tuple[str, nodes.BilingualText, Span]) -> None:
        code, title, span = body
        code = code.upper()
        self.current = {"code": code, "title": title, "span": span}
        if code in self.codes:
            related = ((self.codes[code], "rule-first-here"),)
            self.problems.append(
                Diagnostic("rule-code-twice", span, {"code": code}, related=related)
            )
            self._append("broken", "rule")
        self.codes.setdefault(code, span)
        self.in_ruleset = False
        self.seen = {}

    def _append(self, field: str, item: Any) -> None:
        self.current[field] = (*self.current.get(field, ()), item)

    def _count(self, keyword: str) -> int:
        """Return the number of clauses of that kind that the rule has already."""
        if keyword in _ONCE:
            return 0
        return len(self.current.get(_FIELDS.get(keyword, keyword), ()))

    def _put(self, keyword: str, body: Any) -> None:
        field = _FIELDS.get(keyword, keyword)
        if keyword == "period" and body.first > body.last:
            given = {"first": body.first, "last": body.last}
            self.problems.append(Diagnostic("rule-period-backwards", body.span, given))
            self._append("broken", keyword)
        if keyword in _ONCE:
            self.current[field] = body
        else:
            self._append(field, body)

    def _close_rule(self) -> None:
        self.current["notes"] = tuple(sorted(self.current.get("notes", ()), key=_note_order))
        if not self.in_ruleset:
            self.rules.append(nodes.Rule(**self.current))

    def finish(self, ending: tuple[str, ...]) -> nodes.RuleFile:
        self._close_rule()
        return nodes.RuleFile(**self.ruleset, rules=tuple(self.rules), ending=ending)


_FIELDS = {
    "ruleset": "name",
    "parameter": "parameters",
    "except": "exceptions",
    "pass": "examples",
    "fail": "examples",
    "unknown": "examples",
}


def _note_order(note: nodes.Note) -> tuple[str, int]:
    """Return the sort key of a comment: comments are ordered by clause, not as they were written."""
    return note.clause, note.index
