"""An unknown word and what it may have been: the nearest known word, or the operator it has swallowed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from checker.datatypes.operators import operator_words
from checker.diagnostics import Diagnostic
from checker.source import Span


def nearest(
    code: str, span: Span, word: str, known: Iterable[str], arguments: Mapping[str, object] | None = None
) -> Diagnostic:
    """The diagnostic `code`, or `code`-near when a known word resembles this one, or a split hint."""
    given = {"word": word, **(arguments or {})}
    split = swallowed(word)
    if split:
        return Diagnostic("rule-word-swallowed", span, {**given, "split": split})
    near = get_close_matches(word, list(known), 1, 0.5)
    if near:
        return Diagnostic(f"{code}-near", span, {**given, "near": near[0]})
    return Diagnostic(code, span, given)


def swallowed(word: str) -> str:
    """A name with an operator inside, split up (规划床位高于1200张 → 规划床位 高于 1200张); "" if none."""
    for operator in operator_words():
        before, found, after = word.partition(operator)
        if found and before and len(operator) > 1:
            return f"{before} {operator} {after}".strip()
        if found and before and after and len(operator) == 1 and operator in "且或":
            return f"{before} {operator} {after}"
    return ""
