"""Every way the catalogue prints a value is read, or named as what it is."""

from __future__ import annotations

import pytest

from checker.quantity.read import read
from tests.quantity.notation import notation
from tests.quantity.table import CASES

FORMS = [
    "V1",
    "V2",
    "V3",
    "V4",
    "V5",
    "V6",
    "L1",
    "L2",
    "L3",
    "L4",
    "L5",
    "L6",
    "L7",
    "L8",
    "C1",
    "C2",
    "C3",
    "C4",
    "C5",
    "C6",
    "A1",
    "A2",
    "A3",
    "R1",
    "R2",
    "Q1",
    "Q2",
    "Q3",
    "Q4",
    "B1",
    "B2",
    "B3",
    "B4",
    "B5",
    "Y1",
    "Y2",
    "Y3",
    "Y4",
    "E1",
    "E2",
    "E3",
    "E4",
    "E5",
    "S1",
    "S2",
    "S3",
    "S4",
    "S5",
    "S6",
    "K1",
    "K2",
    "K3",
    "K4",
    "D1",
    "D2",
    "X1",
    "X2",
    "M1",
    "M2",
    "M3",
    "N1",
    "N2",
    "N3",
    "N4",
    "O1",
    "O2",
]


@pytest.mark.parametrize(("code", "text", "unit", "expected"), CASES)
def test_reading(code: str, text: str, unit: str | None, expected: str) -> None:
    assert notation(read(text, unit)) == expected


def test_every_form_has_a_case() -> None:
    assert not set(FORMS) - {code for code, *_ in CASES}
