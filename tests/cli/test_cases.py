"""Every console block of `cases/*.md` prints what it says. `--accept` rewrites the blocks."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.blocks import BLOCK, ran

CASES = sorted((Path(__file__).parent / "cases").glob("*.md"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_console_shows_what_the_case_says(path: Path, accept: bool) -> None:
    case = path.read_text(encoding="utf-8")
    assert BLOCK.search(case), "a case without a block shows nothing"
    found = BLOCK.sub(lambda block: ran(block[0]), case)
    if accept:
        path.write_text(found, encoding="utf-8")
    assert "Traceback" not in found
    assert found == case or accept
