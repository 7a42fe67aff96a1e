"""Cells of tables as texts, and words that stand for years."""

from __future__ import annotations

import re

from checker.document.model import GridCell, Passage
from checker.extract.numbering import numeral_value
from checker.extract.records import QUOTE_LENGTH, Sureness, ValueEvidence, place_in

_INNER_SPACE = re.compile(
    r"(?<![A-Za-z0-9])[ 　\xa0\u2002\u2003\t\u200b]+|[ 　\xa0\u2002\u2003\t\u200b]+(?![A-Za-z0-9])"
)
_YEAR = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)(?!\d)")
_SPAN = re.compile(r"(?P<first>(?:19|20)\d\d)年?[-—－–~～至到](?P<last>(?:19|20)\d\d)")
_NTH = re.compile(
    r"[“\"]?(?P<nth>十?[一二三四五六七八九十])五[”\"]?(?P<edge>期?末|期?初|时期|期间)?"
)


def cell_text(cell: GridCell | None) -> str:
    """Return a cell's text on one line, without the spaces that set its characters apart; "" for none."""
    return passage_text(cell.passage) if cell is not None else ""


def passage_text(passage: Passage) -> str:
    return "".join(_INNER_SPACE.sub("", line).strip() for line in passage.text.split("\n"))


def cell_lines(cell: GridCell | None) -> list[str]:
    """Return the lines of a cell that are not blank."""
    lines = cell.passage.text.split("\n") if cell is not None else []
    return [line.strip() for line in lines if line.strip()]


def cell_evidence(cell: GridCell, sureness: Sureness = "sure", doubt: str = "") -> ValueEvidence:
    """Return the evidence of a cell's text, at its first character that is no space."""
    text = cell.passage.text
    start = len(text) - len(text.lstrip())
    return ValueEvidence(
        place_in(cell.passage, start), passage_text(cell.passage)[:QUOTE_LENGTH], sureness, doubt
    )


def year_key(text: str) -> str:
    """Return the year or the span of years that a header names: 2025, 2021-2025; "" for none."""
    span = _SPAN.search(text)
    if span is not None:
        return f"{span['first']}-{span['last']}"
    years = [found["year"] for found in _YEAR.finditer(text)]
    if years:
        return years[-1]
    nth = _NTH.search(text)
    if nth is None:
        return ""
    first = 1951 + 5 * numeral_value(nth["nth"])
    edge = nth["edge"] or ""
    if edge.endswith("末"):
        return str(first + 4)
    return str(first - 1) if edge.endswith("初") else f"{first}-{first + 4}"
