"""docs/pictures.py: terminal output becomes a page, and the three pictures of README.md become files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs import pictures
from tests.readme import README, ROOT
from tests.tools import tool


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("甲 < 乙", "甲 &lt; 乙"),
        ("\x1b[2m第3行\x1b[0m  乙", '<span style="color: #8b949e">第3行</span><span style="">  乙</span>'),
        ("\x1b[1;31m×\x1b[0m", '<span style="font-weight: 700; color: #ff7b72">×</span><span style=""></span>'),
    ],
)  # fmt: skip
def test_a_coloured_line_is_a_line_of_html(line: str, shown: str) -> None:
    assert pictures.colored(line) == shown


def test_a_colour_that_is_not_known_is_not_dropped() -> None:
    with pytest.raises(KeyError, match="35"):
        pictures.colored("\x1b[35m甲\x1b[0m")


@pytest.mark.parametrize(
    ("text", "most", "shown"),
    [
        ("一\n二", 3, ["一", "二"]),
        ("一\n二\n\n三\n四", 4, ["一", "二"]),
        ("一\n二\n\n三\n四", 2, ["一", "二"]),
        ("一\n二\n三", 2, ["一", "二"]),
    ],
)
def test_a_paragraph_is_not_cut(text: str, most: int, shown: list[str]) -> None:
    assert pictures.beginning(text, most) == shown


def test_the_report_in_a_terminal_has_known_colours_only() -> None:
    text = pictures.plancheck(pictures.TERMINAL, "--color", "always")
    page = pictures.screen("plancheck", pictures.beginning(text))
    assert "\x1b" in text and "\x1b" not in page
    assert "HEALTH-PUBLIC-STAFF" in page


def test_the_readme_shows_every_picture_and_they_are_small() -> None:
    shown = re.findall(r"!\[.+?\]\((docs/images/.+?)\)", README)
    assert sorted(shown) == sorted(
        p.relative_to(ROOT).as_posix() for p in pictures.IMAGES.iterdir()
    )
    assert [p for p in shown if (ROOT / p).stat().st_size > 250_000] == []


def test_all_three_are_made(tmp_path: Path) -> None:
    for name in ("chromium", "soffice", "pdftoppm"):
        tool(name)
    assert pictures.main([str(tmp_path)]) == 0
    made = sorted(tmp_path.iterdir())
    assert [p.name for p in made] == ["docx.png", "report.png", "terminal.png"]
    for picture in made:
        data = picture.read_bytes()
        assert data.startswith(b"\x89PNG\r\n\x1a\n")
        width = int.from_bytes(data[16:20])
        assert 500 < width <= 1200
        assert 20_000 < len(data) < 250_000
