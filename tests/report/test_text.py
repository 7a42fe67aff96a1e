"""The text report on the two real plans: complete, in 80 columns, its counts adding up."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from checker.cli.app import run
from checker.report.layout import width

ROOT = Path(__file__).resolve().parents[2]
PLANS = [ROOT / "plans/qinzhou.yaml", ROOT / "plans/luzhai.yaml"]


def text(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    run(words)
    return capsys.readouterr().out


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("COLUMNS", "FORCE_COLOR", "PLANCHECK_LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(ROOT)


@pytest.mark.parametrize("columns", [60, 80])
@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_no_line_is_too_wide_and_none_ends_in_dots(
    path: Path,
    columns: int,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    shown = text(capsys, str(path), "--verbose").splitlines()
    addresses = re.compile(r"^\s*(\S+\s+)?\S+:\d+:\d+$|^\s+(文件|规则) |^  [0-9a-f]{64}$")
    assert [line for line in shown if width(line) > columns and not addresses.match(line)] == []
    assert [line for line in shown if line.endswith("…") and "SHA-256" not in line] == []


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_the_count_line_adds_up(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = text(capsys, str(path), "--verbose")
    line = re.search(
        r"^违反 (\d+)（错误 (\d+)，警告 (\d+)，提示 (\d+)）\s+无法判断 (\d+)\s+条件不足 (\d+)\s+不适用 (\d+)\s+豁免 (\d+)"
        r"\s+通过 (\d+)\n\d+ 条规则共作出 (\d+) 个结论$",
        shown,
        re.MULTILINE,
    )
    assert line
    fail, error, warning, info, unknown, lacking, inapplicable, waived, passed, total = map(
        int, line.groups()
    )
    assert fail == error + warning + info
    assert total == fail + unknown + lacking + inapplicable + waived + passed
    numbered = [int(n) for n in re.findall(r"^   (\d+)\. ", shown, re.MULTILINE)]
    assert numbered[:fail] == list(range(1, fail + 1))
    assert len(numbered) == fail + unknown + waived


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_two_runs_give_the_same_bytes(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert text(capsys, str(path)) == text(capsys, str(path))


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_folding_names_every_rule_that_it_folds(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def counted(shown: str) -> set[str]:
        return set(re.findall(r"^[×!·?] ([A-Z][A-Z-]+)", shown, re.MULTILINE))

    assert counted(text(capsys, str(path))) == counted(text(capsys, str(path), "--verbose"))


def test_colour_changes_no_character(capsys: pytest.CaptureFixture[str]) -> None:
    path = str(PLANS[0])
    colored = text(capsys, path, "--color", "always", "--verbose")
    assert "\033[" in colored
    assert re.sub(r"\033\[[0-9;]*m", "", colored) == text(capsys, path, "--verbose")


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_gbk_shows_every_sign(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What a Chinese Windows console cannot show would become a question mark."""
    lost = {c for c in text(capsys, str(path), "--verbose") if not _in_gbk(c)}
    assert lost <= set("−²"), "add a sign that stands for it in cli/console.py"


def _in_gbk(char: str) -> bool:
    try:
        char.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True
