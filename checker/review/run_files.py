"""Files of runs (JSON reports, baselines) to findings. Every key is validated before it is used."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from checker.diagnostics import Diagnostic
from checker.findings import SEVERITIES, Outcome
from checker.messages import Language, message
from checker.report import as_json
from checker.report.changes import PlanId, RecordedFinding, Run
from checker.report.layout import join, one_line
from checker.source import Record, Source, Span

BASELINE = "plancheck_baseline"
BASELINE_VERSION = 1
OUTCOMES = tuple(o for o in get_args(Outcome) if o in ("fail", "unknown", "waived"))

_FINGERPRINT = re.compile("[0-9a-f]{32}")
Titles = Mapping[str, str]


class _ShapeError(Exception):
    """A value that does not fit the format: its path, and the message code of the expected type."""

    def __init__(self, path: str, expected: str, **arguments: object) -> None:
        super().__init__(path)
        self.path, self.expected, self.arguments = path, expected, arguments


def is_run_file(source: Source) -> bool:
    """Return True if a file is JSON and no plan, by its name or else by its first characters."""
    if source.name.lower().endswith((".yaml", ".yml")):
        return False
    if source.name.lower().endswith(".json"):
        return True
    start = source.text.lstrip()[:2000]
    return start.startswith("{") and re.match(r'\{\s*"?plan"?\s*:', start) is None


def load_run(
    source: Source, language: Language, titles: Titles, only_baseline: bool = False
) -> tuple[Run | None, tuple[Diagnostic, ...]]:
    """Return the run of a file, or None and its faults.

    `titles` of the rules, by code, complete the sentences of a baseline. `only_baseline`: a report is a fault.
    """
    content, fault = _parse(source)
    if fault is not None:
        return None, (fault,)
    match content:
        case {"plancheck_baseline": version}:
            known = BASELINE_VERSION
        case {"format": as_json.FORMAT} if not only_baseline:
            version, known = content.get("format_version"), as_json.VERSION
        case _:
            code = "review-json-no-baseline" if only_baseline else "review-json-other"
            return None, (Diagnostic(code, None, file=source.name),)
    if type(version) is not int or version != known:
        unknown = {"version": one_line(str(version))[:40], "known": known}
        return None, (Diagnostic("review-json-version", None, unknown, file=source.name),)
    try:
        if BASELINE in content:
            return _baseline(_JsonNode(content), source.name, language, titles), ()
        return _report(_JsonNode(content), source.name, language), ()
    except _ShapeError as error:
        expected = message(error.expected, language, error.arguments)
        arguments: dict[str, object] = {"path": one_line(error.path), "want": expected}
        return None, (Diagnostic("review-json-shape", None, arguments, file=source.name),)


def _parse(source: Source) -> tuple[Any, Diagnostic | None]:
    """Return the value of a JSON text, or None and the fault."""
    try:
        return json.loads(source.text), None
    except json.JSONDecodeError as error:
        end = len(source.text.rstrip())
        is_cut = error.pos >= end or error.msg.startswith("Unterminated string")
        start = end if is_cut else error.pos
        code = "review-json-truncated" if is_cut else "review-json-syntax"
        return None, Diagnostic(code, Span(source, start, min(start + 1, len(source.text))))
    except RecursionError:
        return None, Diagnostic("review-json-deep", None, file=source.name)
    except ValueError:  # a number of thousands of digits
        return None, Diagnostic("review-json-number", None, file=source.name)


class _JsonNode(Record):
    """A value of the file and its path, such as `plans[0].region`. Its methods raise _ShapeError if it does not fit."""

    value: Any
    path: str = ""

    def _get(self, key: str) -> _JsonNode:
        if not isinstance(self.value, dict):
            raise _ShapeError(self.path, "review-want-record")
        return _JsonNode(self.value.get(key), f"{self.path}.{key}" if self.path else key)

    def has(self, key: str) -> bool:
        """Return True if the record has the key."""
        self._get(key)
        return key in self.value

    def record(self, key: str) -> _JsonNode:
        """Return the record under a key."""
        node = self._get(key)
        if not isinstance(node.value, dict):
            raise _ShapeError(node.path, "review-want-record")
        return node

    def text(self, key: str) -> str:
        """Return the text under a key, in one line without control characters."""
        node = self._get(key)
        if not isinstance(node.value, str):
            raise _ShapeError(node.path, "review-want-text")
        return one_line(node.value)

    def one_of(self, key: str, words: tuple[Any, ...]) -> Any:
        """Return the text under a key, which must be one of `words`."""
        word = self.text(key)
        if word not in words:
            path = self._get(key).path
            raise _ShapeError(path, "review-want-one-of", words=" | ".join(words))
        return word

    def items(self, key: str) -> Iterator[_JsonNode]:
        """Yield the items of the list under a key."""
        node = self._get(key)
        if not isinstance(node.value, list):
            raise _ShapeError(node.path, "review-want-list")
        for index, item in enumerate(node.value):
            yield _JsonNode(item, f"{node.path}[{index}]")

    def pair(self) -> tuple[str, str]:
        """Return the value, which must be a list of two texts."""
        match self.value:
            case [str(label), str(text)]:
                return one_line(label), one_line(text)
            case _:
                raise _ShapeError(self.path, "review-want-pair")


# ---- the two formats


def _baseline(root: _JsonNode, name: str, language: Language, titles: Titles) -> Run:
    plans = tuple(map(_plan_id, root.items("plans")))
    findings = []
    for node in root.items("findings"):
        title = titles.get(node.text("rule"), "")
        subject, plan, kind = node.text("subject"), _plan_id(node), node.text("kind")
        text = join("colon", (subject, title), language)
        findings.append(_finding(node, plan, subject, kind, text, ""))
    return Run(name, "baseline", plans, tuple(findings))


def _plan_id(node: _JsonNode) -> PlanId:
    title = node.text("title") if node.has("title") else ""
    return PlanId(node.text("region"), node.text("period"), node.text("sector"), title)


def _report(root: _JsonNode, name: str, language: Language) -> Run:
    plans: list[PlanId] = []
    rules: set[str] = set()
    findings: list[RecordedFinding] = []
    for node in root.items("plans"):
        code = node.record("region").text("code")
        plan = PlanId(code, *(node.text(key) for key in ("period", "sector", "title")))
        plans.append(plan)
        rules.update(rule.text("rule") for rule in node.items("rules"))
        file = node.text("file")
        findings += [_reported(f, plan, file, language) for f in node.items("findings")]
    return Run(name, "report", tuple(plans), tuple(findings), frozenset(rules))


def _reported(node: _JsonNode, plan: PlanId, file: str, language: Language) -> RecordedFinding:
    """Return a finding of a JSON report, with the sentence of the report."""
    subject = node.record("subject")
    name, kind = subject.text("name"), subject.text("kind")
    reasons = join("semicolon", [reason.text("text") for reason in node.items("reasons")], language)
    title = join("colon", (node.text("title"), reasons), language)
    text = node.text("message") or title
    if name not in text:
        text = f"{name}{message('report-colon', language)}{text}"
    return _finding(node, plan, name, kind, text, _address(subject, file))


def _address(subject: _JsonNode, file: str) -> str:
    """Return the address of the subject, or the file of the plan if the report has none."""
    if subject.value.get("origin") is None:
        return file
    origin = subject.record("origin")
    line, column = origin.value.get("line"), origin.value.get("column")
    if not isinstance(line, int) or not isinstance(column, int):
        return file
    return f"{origin.text('file')}:{line}:{column}"


def _finding(
    node: _JsonNode, plan: PlanId, subject: str, kind: str, text: str, address: str
) -> RecordedFinding:
    fingerprint = node.text("fingerprint")
    if not _FINGERPRINT.fullmatch(fingerprint):
        raise _ShapeError(f"{node.path}.fingerprint", "review-want-fingerprint")
    outcome, severity = node.one_of("outcome", OUTCOMES), node.one_of("severity", SEVERITIES)
    if "values" in node.value:
        values = [item.pair() for item in node.items("values")]
    else:
        values = [(e.text("label"), e.text("printed")) for e in node.items("evidence")]
    printed = tuple(value for value in values if value[1])
    rule = node.text("rule")
    return RecordedFinding(
        fingerprint, rule, plan, kind, subject, outcome, severity, printed, text, address
    )
