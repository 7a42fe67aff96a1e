"""Small bad files; below each faulty line `#^ column code: message`. `--accept` rewrites these lines."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from checker import files
from checker.diagnostics import Diagnostic
from checker.engine import plan_checks
from checker.messages import templates
from checker.plan.load import load_plan
from checker.source import Source

CASES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))
MARK = "#^ "
MESSAGES = templates("plan")


def plain_text(case: str) -> str:
    return "".join(line for line in case.splitlines(keepends=True) if not line.startswith(MARK))


def expectation(fault: Diagnostic) -> str:
    assert fault.span is not None
    help_line = fault.help("zh").partition("\n")[0]
    return f"{MARK}{fault.span.column} {fault.severity} {fault.code}: {fault.text('zh')} → {help_line}\n"


def with_expectations(text: str, faults: tuple[Diagnostic, ...]) -> str:
    lines = text.splitlines(keepends=True)
    out: list[str] = []
    for number, line in enumerate(lines, start=1):
        out.append(line)
        out += [expectation(fault) for fault in faults if fault.span and fault.span.line == number]
    return "".join(out)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_faults_stand_where_the_case_says(path: Path, accept: bool) -> None:
    case = path.read_text(encoding="utf-8")
    text = plain_text(case)
    plan, faults = load_plan(Source(path.name, text))
    found = with_expectations(text, faults)
    if accept:
        path.write_text(found, encoding="utf-8")
    assert found == case or accept
    assert found.count(MARK) == len(faults), "a fault beyond the last line is not shown"
    references = {"plan-no-such-fact", "plan-no-such-fact-near", "plan-part-of-itself"}
    errors = {fault.code for fault in faults if fault.severity == "error"}
    assert (plan is None) == bool(errors - references)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_both_languages_fill_every_placeholder(path: Path) -> None:
    _, faults = load_plan(Source(path.name, plain_text(path.read_text(encoding="utf-8"))))
    for fault in faults:
        for language in ("zh", "en"):
            assert fault.text(language)
            assert "{}" not in fault.text(language)
            fault.help(language)
        for _, code in fault.related:
            assert code in MESSAGES


def test_every_message_about_plan_data_has_a_case() -> None:
    shown = {code for path in CASES for code in MESSAGES if f" {code}:" in path.read_text("utf-8")}
    elsewhere = {"plan-refused", "input-first-use", "input-too-many-faults", "input-syntax"}
    elsewhere.add(
        "plan-number-too-long"
    )  # shown in test_plan_load: a case of it is a page of digits
    elsewhere |= _codes_in(files.__file__) | _codes_in(plan_checks.__file__)  # of files, of reading
    assert MESSAGES.keys() - elsewhere - shown == set()


def _codes_in(file: str) -> set[str]:
    return set(re.findall(r'"((?:input|plan)-[a-z0-9-]+)"', Path(file).read_text("utf-8")))
