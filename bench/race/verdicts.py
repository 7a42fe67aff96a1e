"""A verdict as one integer, and how two sets of verdicts differ. What every rival hands back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

Keys = npt.NDArray[np.int64]
SUBJECTS, MOST_RULES = 32, 2048
PLAN = SUBJECTS * MOST_RULES


def key(plan: Any, rule: Any, subject: Any) -> Any:
    """`rule` counts from 1; `subject` is the place of the indicator or institution, 0 for the plan itself."""
    return plan * PLAN + (rule * SUBJECTS + subject)


def keys(verdicts: Iterable[tuple[int, int, int]]) -> Keys:
    """The keys of verdicts given as (plan, rule, subject)."""
    found = np.array(list(verdicts), dtype=np.int64).reshape(-1, 3)
    return key(found[:, 0], found[:, 1], found[:, 2])


def rules_of(found: Keys) -> Keys:
    return found // SUBJECTS % MOST_RULES


def repeated(found: Keys, rules: int, book: int) -> Keys:
    """The verdicts of a book that asks the same questions again until it has that many rules."""
    number = rules_of(found)
    copies = [found[number + first <= rules] + first * SUBJECTS for first in range(0, rules, book)]
    return np.concatenate(copies)


def of_first(found: Keys, plans: int) -> Keys:
    """The verdicts on the first plans."""
    return found[found < plans * PLAN]


def readable(found: Keys) -> list[tuple[int, int, int]]:
    """(plan, rule, subject) again, for a message."""
    return [(int(k // PLAN), int(k // SUBJECTS % MOST_RULES), int(k % SUBJECTS)) for k in found]


def difference(found: Keys, expected: Keys) -> str:
    """Nothing when the sets are the same, else how many verdicts are missing and extra, with one of each."""
    found, expected = np.unique(found), np.unique(expected)
    parts = []
    for what, some in (
        ("missing", np.setdiff1d(expected, found)),
        ("extra", np.setdiff1d(found, expected)),
    ):
        if len(some):
            parts.append(f"{len(some)} {what}, first {readable(some[:1])[0]}")
    return "; ".join(parts)
