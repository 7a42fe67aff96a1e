"""An unknown word and what it may have been: the nearest known word, or the operator it has swallowed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from checker.diagnostics import Diagnostic
from checker.source import Span
from checker.syntax.words import shortened, swallowed

_LONGEST = 60  # characters of a word that are compared


def nearest(
    code: str,
    span: Span,
    word: str,
    known: Iterable[str],
    arguments: Mapping[str, object] | None = None,
) -> Diagnostic:
    """The diagnostic `code`, or `code`-near when a known word resembles this one, or a split hint."""
    given = {"word": shortened(word), **(arguments or {})}
    split = swallowed(word)
    if split:
        return Diagnostic("rule-word-swallowed", span, {**given, "split": split})
    near = get_close_matches(word[:_LONGEST], list(known), 1, 0.5)
    if near:
        return Diagnostic(f"{code}-near", span, {**given, "near": near[0]})
    return Diagnostic(code, span, given)
