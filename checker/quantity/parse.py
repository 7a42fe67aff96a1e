"""Shape to template. The only module of the package that knows Lark."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from lark import Lark, Token, Tree, UnexpectedInput
from lark.lexer import Lexer

from checker.quantity.scan import grammar_text
from checker.quantity.tokens import SentenceTree


class _ShapeLexer(Lexer):
    """The kinds of a shape, each carrying its index: the words themselves were found by `scan`."""

    def __init__(self, lexer_conf: object) -> None:
        """Take Lark's settings; none of them matters here."""

    def lex(self, lexer_state: Any, parser_state: Any = None) -> Iterator[Token]:
        text = lexer_state if isinstance(lexer_state, str) else lexer_state.text
        kinds = text.split() if isinstance(text, str) else text.text.split()
        for index, kind in enumerate(kinds):
            yield Token(kind, str(index))


@cache
def _parser() -> Lark:
    return Lark(
        grammar_text(),
        parser="lalr",
        lexer=_ShapeLexer,
        keep_all_tokens=True,
        maybe_placeholders=False,
    )


def parse_shape(shape: str) -> SentenceTree | None:
    """Parse the kinds of one clause; None where no sentence of the grammar fits."""
    try:
        return _template(_parser().parse(shape))
    except UnexpectedInput:
        return None


def _template(tree: Tree[Token]) -> SentenceTree:
    children = tuple(
        int(child) if isinstance(child, Token) else _template(child) for child in tree.children
    )
    return str(tree.data), children
