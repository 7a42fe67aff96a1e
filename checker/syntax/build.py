"""Lark's tree to nodes: one method a grammar rule. Positions become those of the file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any

from lark import Token, Tree
from lark.tree import Meta

from checker.datatypes.keywords import MISSING, SEVERITIES
from checker.datatypes.operators import OPERATORS, function
from checker.source import Source, Span
from checker.syntax import nodes

_SYMBOLS = {
    "".join(spelling.split()).casefold(): o.key
    for o in OPERATORS.values()
    for spelling in (o.zh, o.en, *o.symbols)
}


def _word(token: str) -> str:
    return unicodedata.normalize("NFKC", token).casefold()


def _unescaped(text: str, escaped: bool) -> str:
    """Return a text in one line, its escapes resolved; a line break between Chinese characters is nothing."""
    text = re.sub(r"(?<=[^\x00-\xff])[^\S\n]*\n\s*(?=[^\x00-\xff])", "", text)
    text = re.sub(r"[^\S\n]*\n\s*", " ", text)
    return re.sub(r"\\(.)", r"\1", text) if escaped else text


class Builder:
    """Builds the nodes of one clause that starts at `offset` of the source."""

    def __init__(
        self, source: Source, offset: int, expression: Callable[[int, str], nodes.Expr | None]
    ) -> None:
        self.source = source
        self.offset = offset
        self.expression = expression
        self.strings: dict[Span, tuple[Token, Token | None]] = {}

    def build(self, tree: Tree[Token]) -> Any:
        """Return the node of a tree, by the method of its rule; `start` is what it holds.

        Lark's Transformer with `v_args` does the same, and wraps every method anew each time one is looked up.
        """
        children = [self.build(c) if isinstance(c, Tree) else c for c in tree.children]
        if tree.data == "start":
            return children[0]
        return getattr(self, tree.data)(tree.meta, children)

    # ---- places and tokens

    def span(self, meta: Meta) -> Span:
        if meta.empty:
            return Span(self.source, self.offset, self.offset + 1)
        return Span(self.source, self.offset + meta.start_pos, self.offset + meta.end_pos)

    def token_span(self, token: Token) -> Span:
        start = self.offset + int(token.start_pos or 0)
        return Span(self.source, start, start + len(token))

    def original(self, token: Token) -> str:
        """Return the characters as the author typed them."""
        return self.token_span(token).text

    def string(self, token: Token) -> str:
        """Return the content of a text: without its marks, its line breaks and its escapes."""
        return _unescaped(*self._raw(token))

    def _raw(self, token: Token) -> tuple[str, bool]:
        text = self.original(token)
        return text[1:-1], str(token)[0] == '"'

    # ---- headings and clauses

    def ruleset(self, meta: Meta, children: list[Any]) -> str:
        return self.original(children[1]).strip()

    def rule(self, meta: Meta, children: list[Any]) -> tuple[str, nodes.BilingualText, Span]:
        return str(children[1]), children[2], self.token_span(children[1])

    def parameter(self, meta: Meta, children: list[Any]) -> nodes.Parameter:
        _, name, value, *rest = children
        source = self.string(rest[0]) if rest and rest[0] is not None else ""
        return nodes.Parameter(_word(name), value, source, self.token_span(name))

    def basis(self, meta: Meta, children: list[Any]) -> str:
        return " ".join(self.original(children[1]).split())

    def period(self, meta: Meta, children: list[Any]) -> nodes.Period:
        first, last = int(children[1][:4]), int((children[3] or children[1])[:4])
        start, end = self.token_span(children[1]), self.token_span(children[3] or children[1])
        return nodes.Period(first, last, Span(self.source, start.start, end.end))

    def when(self, meta: Meta, children: list[Any]) -> Any:
        return children[1]

    require = except_clause = rationale = remedy = manual = when

    def message(self, meta: Meta, children: list[Any]) -> nodes.Message:
        words: nodes.BilingualText = children[1]
        zh, en = self.strings[words.span]
        parts = self.template(en) if en is not None else ()
        return nodes.Message(nodes.Template(self.template(zh)), nodes.Template(parts), words.span)

    def template(self, token: Token) -> tuple[str | nodes.Expr, ...]:
        """Return the parts of a text; an expression that does not parse is left out."""
        text, escaped = self._raw(token)
        start = self.token_span(token).start + 1
        parts: list[str | nodes.Expr] = []
        at = 0
        for match in re.finditer(r"\{([^{}]*)\}", text):
            parts.append(_unescaped(text[at : match.start()], escaped))
            expr = self.expression(start + match.start(1), match.group(1))
            if expr is not None:
                parts.append(expr)
            at = match.end()
        parts.append(_unescaped(text[at:], escaped))
        return tuple(part for part in parts if part != "")

    def severity(self, meta: Meta, children: list[Any]) -> tuple[nodes.SeverityCase, ...]:
        return tuple(children[1:])

    def severity_case(self, meta: Meta, children: list[Any]) -> nodes.SeverityCase:
        level = next(c for c in children if isinstance(c, Token) and c.type == "LEVEL")
        key = next(k for k, word in SEVERITIES.items() if _word(level) in word)
        return nodes.SeverityCase(
            key, None if children[0].type == "OTHERWISE" else children[-1], self.span(meta)
        )

    def each(self, meta: Meta, children: list[Any]) -> tuple[nodes.Binder, ...]:
        return tuple(children[1:])

    def binder(self, meta: Meta, children: list[Any]) -> nodes.Binder:
        return nodes.Binder(_word(children[0]), _word(children[1]), self.span(meta))

    def missing(self, meta: Meta, children: list[Any]) -> str:
        return next(key for key, spelling in MISSING.items() if _word(children[1]) in spelling)

    def words(self, meta: Meta, children: list[Any]) -> nodes.BilingualText:
        zh, en = [*children, None][:2]
        span = self.span(meta)
        self.strings[span] = (zh, en)
        return nodes.BilingualText(self.string(zh), self.string(en) if en is not None else "", span)

    # ---- examples

    def example(self, meta: Meta, children: list[Any]) -> nodes.Example:
        outcome = children[0].type.lower()
        return nodes.Example(outcome, children[1], self.span(meta))

    def record(self, meta: Meta, children: list[Any]) -> nodes.SampleRecord:
        return nodes.SampleRecord(tuple(c for c in children if c is not None), self.span(meta))

    def listing(self, meta: Meta, children: list[Any]) -> nodes.Listing:
        return nodes.Listing(tuple(c for c in children if c is not None), self.span(meta))

    def entry(self, meta: Meta, children: list[Any]) -> nodes.Entry:
        key, value = children
        return nodes.Entry(_word(key), value, self.span(meta))

    def indicator_entry(self, meta: Meta, children: list[Any]) -> nodes.Entry:
        plan, key, year, value = children
        return nodes.Entry(
            self.original(key)[1:-1],
            value,
            self.span(meta),
            indicator=True,
            year=_word(year).removesuffix("年")
            if year is not None and year.type == "YEAR"
            else _word(year or ""),
            plan=_word(plan) if plan is not None else "",
        )

    # ---- expressions

    def name(self, meta: Meta, children: list[Any]) -> nodes.Name:
        return nodes.Name(_word(children[0]), self.token_span(children[0]))

    def amount(self, meta: Meta, children: list[Any]) -> nodes.Amount:
        sign = "-" if len(children) > 1 and children[0] is not None else ""
        text = str(children[-1])
        end = 0
        while end < len(text) and (text[end].isdecimal() or text[end] == "."):
            end += 1
        return nodes.Amount(sign + text[:end], text[end:], self.span(meta))

    def text(self, meta: Meta, children: list[Any]) -> nodes.TextLiteral:
        return nodes.TextLiteral(self.string(children[0]), self.token_span(children[0]))

    def indicator(self, meta: Meta, children: list[Any]) -> nodes.IndicatorName:
        return nodes.IndicatorName(self.original(children[0])[1:-1], self.token_span(children[0]))

    def plan_indicator(self, meta: Meta, children: list[Any]) -> nodes.IndicatorName:
        base, token = children
        plan = base.word if isinstance(base, nodes.Name) else base.span.text
        return nodes.IndicatorName(self.original(token)[1:-1], self.span(meta), plan)

    def attribute(self, meta: Meta, children: list[Any]) -> nodes.AttributeAccess:
        return nodes.AttributeAccess(children[0], _word(children[1]), self.span(meta))

    def at_year(self, meta: Meta, children: list[Any]) -> nodes.AtYear:
        return nodes.AtYear(children[0], children[1], self.span(meta))

    def year_number(self, meta: Meta, children: list[Any]) -> nodes.Amount:
        return nodes.Amount(str(children[0])[:4], "", self.token_span(children[0]))

    def year_name(self, meta: Meta, children: list[Any]) -> nodes.Expr:
        expr: nodes.Expr = nodes.Name(_word(children[0]), self.token_span(children[0]))
        for token in children[1:]:
            expr = nodes.AttributeAccess(expr, _word(token), self.span(meta))
        return expr

    def logical_not(self, meta: Meta, children: list[Any]) -> nodes.Negation:
        return nodes.Negation(children[1], True, self.span(meta))

    def minus(self, meta: Meta, children: list[Any]) -> nodes.Negation:
        return nodes.Negation(children[1], False, self.span(meta))

    def quantified(self, meta: Meta, children: list[Any]) -> nodes.Quantified:
        word, variable, _, source, _, body = children
        kind = "all" if word.type == "EVERY" else "any"
        return nodes.Quantified(kind, _word(variable), source, body, self.span(meta))  # type: ignore[arg-type]

    def compare(self, meta: Meta, children: list[Any]) -> nodes.Infix:
        left, operator, right = children
        key = _SYMBOLS["".join(str(operator).split()).casefold()]
        return nodes.Infix(key, left, right, self.span(meta))

    def near(self, meta: Meta, children: list[Any]) -> nodes.Infix:
        left, _, right, *rest = children
        tolerance = rest[-1] if rest else None
        return nodes.Infix("near", left, right, self.span(meta), tolerance)

    def membership(self, meta: Meta, children: list[Any]) -> nodes.Membership:
        return nodes.Membership(children[0], children[2], self.span(meta))

    def exists(self, meta: Meta, children: list[Any]) -> nodes.Presence:
        return nodes.Presence(children[0], True, self.span(meta))

    def is_missing(self, meta: Meta, children: list[Any]) -> nodes.Presence:
        return nodes.Presence(children[0], False, self.span(meta))

    def _chain(self, meta: Meta, children: list[Any]) -> Any:
        """Operators of one rank, from the left; brackets around an operand belong to the whole."""
        expr = children[0]
        whole = self.span(meta)
        ends = [self._before(operator) for operator in children[3::2]]
        for operator, right, end in zip(
            children[1::2], children[2::2], [*ends, whole.end], strict=True
        ):
            span = Span(self.source, whole.start, end)
            expr = nodes.Infix(_SYMBOLS[str(operator).casefold()], expr, right, span)
        return expr

    def _before(self, operator: Token) -> int:
        """Return the end of what stands before an operator."""
        start = self.token_span(operator).start
        return len(self.source.text[:start].rstrip())

    disjunction = conjunction = additive = multiplicative = _chain

    def call(self, meta: Meta, children: list[Any]) -> nodes.Call:
        name, argument, _, variable, _, source, _, where = children
        known = function(_word(name))
        key = known.key if known else _word(name)
        bound = _word(variable) if variable else ""
        return nodes.Call(key, argument, self.span(meta), bound, source, where)

    def options(self, meta: Meta, children: list[Any]) -> nodes.ChoiceSet:
        return nodes.ChoiceSet(tuple(c for c in children if c is not None), self.span(meta))

    def interval(self, meta: Meta, children: list[Any]) -> nodes.Range:
        opens, low, high, closes = children
        return nodes.Range(low, high, str(opens), str(closes), self.span(meta))  # type: ignore[arg-type]
