"""JUnit XML as junitparser and the standard library read it, with lxml and without it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import junitparser
import pytest

from checker.diagnostics import Diagnostic
from checker.findings import Outcome
from checker.report import as_junit
from checker.report.model import Report
from tests.report.test_formats import HOSTILE, hostile

ROOT = Path(__file__).resolve().parents[2]
OUTCOMES: list[Outcome] = ["fail", "unknown", "waived", "pass"]


def read(text: str) -> tuple[junitparser.JUnitXml, ET.Element]:
    return junitparser.JUnitXml.fromstring(text.encode()), ET.fromstring(text.encode())


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_both_readers_see_the_same(outcome: Outcome) -> None:
    suites, root = read(as_junit.render(hostile((outcome,)), "zh"))
    (suite,) = suites
    (case,) = suite
    assert (suite.name, suite.tests) == (HOSTILE[0], 1)
    assert [type(result).__name__.lower() for result in case.result] == [
        e.tag for e in root.iter() if e.tag in ("failure", "skipped", "error")
    ]
    assert case.is_failure == (outcome == "fail")
    assert case.is_skipped == (outcome in ("unknown", "waived"))
    assert case.system_out == root.findtext(".//system-out")


def test_hostile_texts_come_back_as_they_were_printed() -> None:
    _, root = read(as_junit.render(hostile(("fail",)), "zh"))
    text = root.findtext(".//failure") or ""
    for name in (
        "=cmd|'/c calc'!A1",
        "<script>alert(1)</script>",
        "[2J清屏",
        "a]]>b",
        "95%: 一, 二 三",
    ):
        assert f"{name}太低" in text


def test_plans_of_one_title_stay_apart() -> None:
    report = hostile()
    suites, _ = read(as_junit.render(Report(report.plans * 2), "zh"))
    assert [suite.tests for suite in suites] == [1, 1]
    assert (suites.tests, suites.failures) == (2, 2)


def test_what_could_not_be_read_is_an_error() -> None:
    fault = Diagnostic("input-empty", None, file="a\rb.yaml")
    suites, root = read(as_junit.render(Report((), (fault,), ("a\rb.yaml", "c.yaml")), "zh"))
    assert (suites.tests, suites.errors) == (2, 2)
    assert [case.get("name") for case in root.iter("testcase")] == ["a b.yaml", "c.yaml"]
    help_ = root.findtext(".//error") or ""
    assert help_.splitlines()[1:3] == ["plan:", "  title: …"]


RENDER = """
import sys
if "without" in sys.argv:
    sys.modules["lxml"] = None
import junitparser.junitparser
from checker.cli.app import run
from checker.report import as_junit
from tests.report.test_formats import hostile
sys.stderr.write(junitparser.junitparser.etree.__name__)
sys.stdout.reconfigure(encoding="utf-8")
sys.stdout.write(as_junit.render(hostile(), "zh"))
run(["plans/", "--format", "junit"])
"""


def test_the_bytes_do_not_depend_on_lxml() -> None:
    pytest.importorskip("lxml")
    found = {
        word: subprocess.run(
            [sys.executable, "-c", RENDER, word], cwd=ROOT, capture_output=True, check=True
        )
        for word in ("with", "without")
    }
    assert [f.stderr for f in found.values()] == [b"lxml.etree", b"xml.etree.ElementTree"]
    assert len(found["with"].stdout) > 10_000
    assert found["with"].stdout == found["without"].stdout
