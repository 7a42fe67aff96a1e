"""Rows found eight at a time are the rows that numpy finds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.columns.cells import MASK, rows_of


@given(size=st.integers(MASK, MASK + 20), share=st.sampled_from([0, 1e-5, 0.01, 0.06, 0.3, 1]), seed=st.integers(0, 99))  # fmt: skip
def test_any_share_of_many_rows(size: int, share: float, seed: int) -> None:
    mask = np.random.default_rng(seed).random(size) < share
    assert rows_of(mask).tolist() == np.flatnonzero(mask).tolist()


@pytest.mark.parametrize("rows", [[0], [7, 8], [MASK - 1, MASK], [*range(16), MASK + 6]])
def test_first_and_last_rows(rows: list[int]) -> None:
    mask = np.zeros(MASK + 7, dtype=bool)  # the last eight are seven
    mask[rows] = True
    assert rows_of(mask).tolist() == rows
