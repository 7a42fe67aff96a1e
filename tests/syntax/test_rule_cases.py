"""Small bad rule files; below each faulty line `#^ column code: message`. `--accept` rewrites these lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.diagnostics import Diagnostic
from checker.messages import templates
from checker.semantics import typed
from checker.semantics.check import check
from checker.semantics.rule_book import load_rules
from checker.source import Source
from checker.syntax.parse import parse

CASES = sorted((Path(__file__).parent / "cases").glob("*.rules"))
MARK = "#^ "
MESSAGES = templates("rules")
VOCABULARY = load_rules().vocabulary


def text_of(path: Path) -> str:
    """The file with the line ends it has."""
    return path.read_bytes().decode("utf-8")


def plain_text(case: str) -> str:
    return "".join(line for line in case.splitlines(keepends=True) if not line.startswith(MARK))


def read(name: str, text: str) -> tuple[typed.RuleSet, list[Diagnostic]]:
    tree, faults = parse(Source(name, text))
    rule_set, more = check(tree, VOCABULARY)
    return rule_set, sorted([*faults, *more], key=lambda f: f.span.start if f.span else 0)


def expectation(fault: Diagnostic, line_end: str) -> str:
    assert fault.span is not None
    width = len(fault.span.text.partition("\n")[0])
    place = f"{fault.span.column}-{fault.span.column + width}"
    return f"{MARK}{place} {fault.code}: {fault.text('zh')} → {fault.help('zh')}{line_end}"


def with_expectations(text: str, faults: list[Diagnostic]) -> str:
    out: list[str] = []
    for number, line in enumerate(text.splitlines(keepends=True), start=1):
        out.append(line)
        end = "\r\n" if line.endswith("\r\n") else "\n"
        out += [expectation(f, end) for f in faults if f.span and f.span.line == number]
    return "".join(out)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_faults_stand_where_the_case_says(path: Path, accept: bool) -> None:
    case = text_of(path)
    text = plain_text(case)
    rule_set, faults = read(path.name, text)
    found = with_expectations(text, faults)
    if accept:
        path.write_bytes(found.encode("utf-8"))
    assert found == case or accept
    assert found.count(MARK) == len(faults)
    lines = {f.span.line for f in faults if f.span}
    assert not [r.code for r in rule_set.rules if r.span.line in lines]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_one_mistake_gives_one_message(path: Path) -> None:
    _, faults = read(path.name, plain_text(text_of(path)))
    lacking = {
        "rule-no-requirement",
        "rule-no-basis",
        "rule-no-severity",
        "rule-manual-and-require",
    }
    places = [(f.span.start, f.span.end) for f in faults if f.span and f.code not in lacking]
    assert len(places) == len(set(places))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_both_languages_fill_every_placeholder(path: Path) -> None:
    _, faults = read(path.name, plain_text(text_of(path)))
    for fault in faults:
        assert fault.span is not None
        for language in ("zh", "en"):
            assert fault.text(language)
            assert fault.help(language)
        for span, code in fault.related:
            assert span.text
            assert code in MESSAGES


def test_ten_different_errors_are_reported_in_one_run() -> None:
    _, faults = read("ten", plain_text(text_of(CASES[0].parent / "ten_errors_in_one_file.rules")))
    assert len({fault.code for fault in faults}) >= 10


def test_every_message_about_rules_has_a_case() -> None:
    shown = {code for path in CASES for code in MESSAGES if f" {code}:" in text_of(path)}
    elsewhere = {
        "rule-first-here",  # the second place of another message
        "rule-file-too-long",
        "rule-too-many-faults",
        "rule-too-deep",
        "rule-example-outcome",  # of rules at work: tests/rules/test_examples.py
        "rule-example-outcome-unknown",
        "rule-examples-missing",
        "rule-never-applies",  # of rules without a fault: tests/semantics/test_vacuity.py
        "rule-never-met",
        "rule-always-met",
        "rule-speaks-of-nothing",
        "rule-contradicts",
        "rule-contradicted-here",
    }
    wanted = {code for code in MESSAGES if not code.startswith("rule-vocabulary-")} - elsewhere
    assert sorted(wanted - shown) == []
