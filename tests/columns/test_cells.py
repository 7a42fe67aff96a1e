"""Rows found eight at a time are the rows that numpy finds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.columns.cells import BIT_SCAN_MIN_ROWS, rows_of


@given(size=st.integers(BIT_SCAN_MIN_ROWS, BIT_SCAN_MIN_ROWS + 20), share=st.sampled_from([0, 1e-5, 0.01, 0.06, 0.3, 1]), seed=st.integers(0, 99))  # fmt: skip
def test_any_share_of_many_rows(size: int, share: float, seed: int) -> None:
    mask = np.random.default_rng(seed).random(size) < share
    assert rows_of(mask).tolist() == np.flatnonzero(mask).tolist()


@pytest.mark.parametrize(
    "rows",
    [[0], [7, 8], [BIT_SCAN_MIN_ROWS - 1, BIT_SCAN_MIN_ROWS], [*range(16), BIT_SCAN_MIN_ROWS + 6]],
)
def test_first_and_last_rows(rows: list[int]) -> None:
    mask = np.zeros(BIT_SCAN_MIN_ROWS + 7, dtype=bool)  # the last eight are seven
    mask[rows] = True
    assert rows_of(mask).tolist() == rows
