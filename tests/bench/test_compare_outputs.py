"""The comparer of builds: what differs is seen and said, what may differ is held to the other writer."""

from __future__ import annotations

import io
import zipfile

import pytest

pytest.importorskip("bench.race", reason="the source distribution leaves bench/ out")

from bench.compare_outputs import CHECK_COLUMNS, Case, difference

CASE = Case("batch", ("batch",))
CHECK = f"{','.join(CHECK_COLUMNS)}\nA,a.yaml,1,2,fail,error,R,t,s,two of 3,e,f,g,b,r,00\n".encode()
TOLD = b"plan,line,message,fingerprint\nA,1,two of 3,00\n"


def archive(text: str, day: int) -> bytes:
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w") as made:
        made.writestr(zipfile.ZipInfo("a.xml", (2026, 1, day, 0, 0, 0)), text)
    return page.getvalue()


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("stdout", b"one\ntwo\n", b"one\ntwo\n", ""),
        ("stdout", b"one\ntwo\n", b"one\nTwo\n", "+Two"),
        ("exit code", b"0", b"1", "+1"),
        ("o.xlsx", archive("x", 1), archive("x", 2), ""),
        ("o.xlsx", archive("x", 1), archive("y", 1), "a.xml"),
        ("f.csv", TOLD, TOLD, ""),
        ("f.csv", TOLD.replace(b"of 3", b"of three"), TOLD, ""),
        ("f.csv", TOLD, TOLD.replace(b"of 3", b"of three"), "no such row"),
        ("f.csv", TOLD, b"plan,line,message,fingerprint\n", "not the findings of before"),
    ],
)
def test_what_differs_is_said(name: str, old: bytes, new: bytes, said: str) -> None:
    fault = difference(CASE, {name: old}, {name: new}, CHECK)
    assert said in fault if said else fault == ""
