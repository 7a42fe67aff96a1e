"""An unknown word and what it may have been: the nearest known word, or the operator it has swallowed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from checker.diagnostics import Diagnostic, nearest_words
from checker.source import Span
from checker.syntax.near_misses import shortened, swallowed

_LONGEST = 60  # characters of a word that are compared


def nearest(
    code: str,
    span: Span,
    word: str,
    known: Iterable[str],
    arguments: Mapping[str, object] | None = None,
) -> Diagnostic:
    """Return the diagnostic `code`, or `code`-near when a known word resembles this one, or a split hint."""
    given = {"word": shortened(word), **(arguments or {})}
    split = swallowed(word)
    if split:
        return Diagnostic("rule-word-swallowed", span, {**given, "split": split})
    near = nearest_words(word[:_LONGEST], known, cutoff=0.5)
    if near:
        return Diagnostic(f"{code}-near", span, {**given, "near": near[0]})
    return Diagnostic(code, span, given)
