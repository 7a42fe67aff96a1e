"""The HTML report in Chromium: its script runs, nothing is fetched, no text of a plan becomes a script."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from checker.cli.outputs import FORMATS
from checker.report.as_html import TEMPLATE
from tests.integration.browser import visit

ROOT = Path(__file__).resolve().parents[2]
PLANS = sorted(p.name for p in (ROOT / "plans").glob("*.yaml"))
HOSTILE = "</title><script>document.title = 'ran'; fetch('http://127.0.0.1:9/stolen')</script><img src=http://127.0.0.1:9/x onerror=alert(1)>"


def written(plan: str | Path, folder: Path) -> Path:
    """The HTML report, made by one command together with every other format."""
    outputs = [word for name in FORMATS for word in ("-o", f"{name}:{folder / name}.{name}")]
    subprocess.run(
        [sys.executable, "-m", "checker", str(plan), "--fail-on", "never", *outputs],
        cwd=ROOT, capture_output=True, check=True,
    )  # fmt: skip
    return folder / "html.html"


def test_there_are_five_plans() -> None:
    assert PLANS == [
        "gongzhuling.yaml", "lucheng.yaml", "luzhai.yaml", "qinzhou.yaml", "wujiang.yaml",
    ]  # fmt: skip


@pytest.mark.parametrize("plan", ["", *PLANS])
def test_a_report_runs_its_script_and_asks_the_network_for_nothing(
    plan: str, tmp_path: Path
) -> None:
    seen = visit(written(f"plans/{plan}", tmp_path), tmp_path)
    assert seen.requests == ()
    assert seen.console == ()
    assert '<html lang="zh-CN">' in seen.dom
    # the script has shown the controls and counted what they show
    tools = re.search(r'<form class="tools"([^>]*)>', seen.dom)
    assert tools and "hidden" not in tools[1]
    count = re.search(r"<output[^>]*>(\d+) / (\d+)</output>", seen.dom)
    items = re.findall(r'<article [^>]*id="(f-[^"]+)"', seen.dom)
    assert count and int(count[1]) == int(count[2]) == len(items) > 20
    assert len(set(items)) == len(items)
    assert set(re.findall(r'href="#(f-[^"]+)"', seen.dom)) <= set(items)


def test_texts_of_a_plan_run_nothing_and_fetch_nothing(tmp_path: Path) -> None:
    text = (ROOT / "plans/luzhai.yaml").read_text(encoding="utf-8")
    for name in ("鹿寨县卫生健康事业发展“十四五”规划", "专业公共卫生机构人员数"):
        assert name in text
        text = text.replace(name, f'"{name}{HOSTILE}"')
    plan = tmp_path / "plan.yaml"
    plan.write_text(text, encoding="utf-8")
    seen = visit(written(plan, tmp_path), tmp_path)
    assert (seen.requests, seen.console) == ((), ())
    assert "&lt;script&gt;document.title = 'ran'" in seen.dom
    assert len(re.findall("<script", seen.dom)) == 1
    assert not re.search(r"<img|<title>ran", seen.dom)


def test_the_watch_sees_what_a_page_does(tmp_path: Path) -> None:
    """Nothing asked for would prove little if nothing could be seen."""
    page = tmp_path / "page.html"
    page.write_text(
        '<!DOCTYPE html><link rel=stylesheet href="http://127.0.0.1:9/style"><img src="http://no.example/image">'
        '<script>document.title = "ran"; fetch("http://127.0.0.1:9/script"); missing()</script>',
        encoding="utf-8",
    )
    seen = visit(page, tmp_path)
    assert sorted(seen.requests) == [
        "http://127.0.0.1:9/script", "http://127.0.0.1:9/style", "http://no.example/image",
    ]  # fmt: skip
    assert "<title>ran</title>" in seen.dom
    assert any("missing is not defined" in line for line in seen.console)


# ---- contrast


def colors() -> dict[str, str]:
    """The colours that the style sheet names."""
    text = TEMPLATE.read_text(encoding="utf-8")
    root = re.search(r":root \{(.*?)\}", text, re.DOTALL)
    assert root
    return dict(re.findall(r"--(\w+): (#\w+);", root[1]))


def luminance(color: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    digits = color[1:] if len(color) == 7 else "".join(c * 2 for c in color[1:])
    red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (red, green, blue)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted(map(luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_that_of_the_definition() -> None:
    assert contrast("#000", "#fff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


SURFACES = ("paper", "ground")
PLAIN = (*SURFACES, "line")  # what no text is written in


@pytest.mark.parametrize("name", sorted(set(colors()) - set(PLAIN)))
def test_every_colour_of_a_text_can_be_read(name: str) -> None:
    found = colors()
    for surface in SURFACES:
        assert contrast(found[name], found[surface]) >= 4.5, (name, surface)
    assert contrast(found[name], "#fff") >= 4.5  # badges are white on it
