"""Comparisons of texts, choices and years over columns. Knows no numbers."""

from __future__ import annotations

import numpy as np

from checker.columns.cells import Bools, Codes, Ints, Truths, Years, rows_of
from checker.columns.kernels import ORDER, first, known
from checker.engine import compare


def ranks(key: str, left: Codes, right: Codes) -> Truths:
    """Members of an enumeration by their rank."""
    rank, of = left.dictionary.ranks
    state = first(left.state, right.state)
    if not right.code.ndim:  # a constant: every member of its enumeration is compared with it once
        holds = (of == of[right.code]) & ORDER[key](rank, rank[right.code])
        return known(_among(left.code, holds), state)
    return known(ORDER[key](rank[left.code], rank[right.code]), state)


def _among(code: Ints, holds: Bools) -> Bools:
    """Return the mask of rows with a code for which it holds; one or two are compared: faster than a look-up."""
    wanted = rows_of(holds).tolist()
    if len(wanted) > 2:
        return holds[code]
    if not wanted:
        return np.zeros(len(code), dtype=bool)
    mask: Bools = np.equal(code, wanted[0])
    return mask if len(wanted) == 1 else mask | np.equal(code, wanted[1])


def same_code(left: Codes, right: Codes) -> Bools:
    """Return the mask of rows with the same code of one dictionary. A constant is compared in the column's width."""
    same: Bools = np.equal(left.code, right.code if right.code.ndim else int(right.code))
    return same


def text(key: str, left: Codes, right: Codes) -> Truths:
    """Texts: every distinct pair is compared once, by the operator of the reference evaluator."""
    state = first(left.state, right.state)
    if key in ("eq", "ne") and left.dictionary is right.dictionary:
        same = same_code(left, right)
        return known(same if key == "eq" else ~same, state)
    pairs, place = np.unique(
        left.code.astype(np.int64) << 32 | right.code.astype(np.int64), return_inverse=True
    )
    holds = [
        compare.texts(
            key, str(left.dictionary.values[p >> 32]), str(right.dictionary.values[p & 0xFFFFFFFF])
        )
        for p in pairs.tolist()
    ]
    return known(np.asarray(holds, dtype=bool)[place], state)


def years(key: str, left: Years, right: Years) -> Truths:
    return known(ORDER[key](left.value, right.value), first(left.state, right.state))
