"""What reports are made of comes back as it was, and nothing else passes for it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from checker import assemble, driver
from checker.files import read_source
from checker.report import store
from checker.source import Source

ROOT = Path(__file__).resolve().parents[2]
BOOK = driver.load_rules()
LIBRARY = driver.load_library(())
PLANS = sorted((ROOT / "plans").glob("*.yaml"))


def judged(path: Path) -> tuple[store.Known, tuple[Source, ...]]:
    """A plan with all that can be said of it, and the texts that this points into."""
    source, _ = read_source(path)
    assert source is not None
    plan, faults = driver.load_plan(source)
    assert plan is not None
    checked = assemble.checked(plan, BOOK, LIBRARY, BOOK.rules)
    sources = (source, *(p.file for p in LIBRARY.plans), *{r.span.source: 0 for r in BOOK.rules})
    return store.Known(checked, faults, LIBRARY.problems), sources


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_what_was_written_comes_back(path: Path) -> None:
    known, sources = judged(path)
    again = store.known_from_plain(store.known_to_plain(known, sources), sources)
    assert again == known
    assert repr(again) == repr(known)
    places = [f.subject.origin and f.subject.origin.span for f in known.checked.judgement.findings]
    assert places == [
        f.subject.origin and f.subject.origin.span for f in again.checked.judgement.findings
    ], "which are no part of what makes two findings equal"


NO_ROWS = "[[],[[],[],[]],%s]"
ONE_TEXT = '[["a"],[[],[],[]],%s]'
NO_JUDGEMENTS = (
    None, 5, "", "x", "{}", "[]", "[[]]", "[5]", "[null]", "[[],[],[]]", NO_ROWS % "[]", NO_ROWS % "[[0,0]]",
    NO_ROWS % "[[99]]", NO_ROWS % "[[1]]", NO_ROWS % "[5]", NO_ROWS % "[[]]", ONE_TEXT % "[]", ONE_TEXT % "[[0,0,0,0]]",
    ONE_TEXT % "[[0],[0,0,1,1]]", ONE_TEXT % "[[2,0]]", "[[],[[0],[0],[0]],[]]", "[NaN,[[],[],[]],[[0,0,0,0]]]",
    "[" * 100_000, "[" * 5_000 + "]" * 5_000, json.dumps([9] * 1_000),
)  # fmt: skip


@pytest.mark.parametrize("plain", NO_JUDGEMENTS, ids=lambda plain: repr(plain)[:20])
def test_what_is_no_judgement_is_refused(plain: object) -> None:
    with pytest.raises(ValueError, match="not"):
        store.known_from_plain(plain, ())
