"""Files of runs (JSON reports, baselines) to findings. Every key is validated before it is used."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, get_args

from checker.diagnostics import Diagnostic
from checker.findings import SEVERITIES, Outcome
from checker.messages import Language, message
from checker.report import as_json
from checker.report.changes import PlanId, RecordedFinding, Run
from checker.report.layout import one_line
from checker.source import Source, Span

BASELINE = "plancheck_baseline"
BASELINE_VERSION = 1
OUTCOMES = tuple(o for o in get_args(Outcome) if o in ("fail", "unknown", "waived"))

_FINGERPRINT = re.compile("[0-9a-f]{32}")
Titles = Mapping[str, str]


class _ShapeError(Exception):
    """A value that does not fit the format: its path, and the message code of the expected type."""

    def __init__(self, path: str, want: str, **given: object) -> None:
        super().__init__(path)
        self.path, self.want, self.given = path, want, given


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
    record, fault = _json(source)
    if fault is not None:
        return None, (fault,)
    try:
        match record:
            case {"plancheck_baseline": _}:
                return _baseline(record, source.name, language, titles), ()
            case {"format": as_json.FORMAT} if not only_baseline:
                return _report(record, source.name, language), ()
    except _ShapeError as wrong:
        given = {"path": one_line(wrong.path), "want": message(wrong.want, language, wrong.given)}
        return None, (Diagnostic("review-json-shape", None, given, file=source.name),)
    except _VersionError as other:
        versions = {"version": other.version, "known": other.known}
        return None, (Diagnostic("review-json-version", None, versions, file=source.name),)
    code = "review-json-no-baseline" if only_baseline else "review-json-other"
    return None, (Diagnostic(code, None, file=source.name),)


class _VersionError(Exception):
    """A format of another version."""

    def __init__(self, version: object, known: int) -> None:
        super().__init__(version)
        self.version, self.known = one_line(str(version))[:40], known


def _json(source: Source) -> tuple[Any, Diagnostic | None]:
    """Return the value of a JSON text, or None and the fault."""
    try:
        return json.loads(source.text), None
    except json.JSONDecodeError as error:
        end = len(source.text.rstrip())
        cut = error.pos >= end or error.msg.startswith("Unterminated string")
        at = end if cut else error.pos
        code = "review-json-truncated" if cut else "review-json-syntax"
        return None, Diagnostic(code, Span(source, at, min(at + 1, len(source.text))))
    except RecursionError:
        return None, Diagnostic("review-json-deep", None, file=source.name)
    except ValueError:  # a number of thousands of digits
        return None, Diagnostic("review-json-number", None, file=source.name)


# ---- the two formats


def _baseline(record: dict[str, Any], name: str, language: Language, titles: Titles) -> Run:
    _version(record[BASELINE], BASELINE_VERSION)
    plans = _list(record, "plans", "", lambda r, at: _plan_id(r, at))
    colon = message("report-colon", language)

    def seen(found: Any, at: str) -> RecordedFinding:
        rule = _text(found, "rule", at)
        subject = _text(found, "subject", at)
        text = colon.join(filter(None, (subject, titles.get(rule, ""))))
        return _seen(found, at, _plan_id(found, at), subject, _text(found, "kind", at), text, "")

    return Run(name, "baseline", plans, _list(record, "findings", "", seen))


def _report(record: dict[str, Any], name: str, language: Language) -> Run:
    _version(record.get("format_version"), as_json.VERSION)
    plans: list[PlanId] = []
    rules: set[str] = set()

    def of_plan(found: Any, at: str) -> tuple[RecordedFinding, ...]:
        region = _record(found, "region", at)
        code = _text(region, "code", f"{at}.region")
        words = (_text(found, key, at) for key in ("period", "sector", "title"))
        plans.append(PlanId(code, *words))
        rules.update(_list(found, "rules", at, lambda r, where: _text(r, "rule", where)))
        file = _text(found, "file", at)
        return _list(
            found, "findings", at, lambda f, where: _reported(f, where, plans[-1], file, language)
        )

    every = _list(record, "plans", "", of_plan)
    return Run(name, "report", tuple(plans), tuple(s for p in every for s in p), frozenset(rules))


def _reported(found: Any, at: str, plan: PlanId, file: str, language: Language) -> RecordedFinding:
    """Return a finding of a JSON report. Raises _ShapeError if it does not fit the format."""
    subject = _record(found, "subject", at)
    name = _text(subject, "name", f"{at}.subject")
    kind = _text(subject, "kind", f"{at}.subject")
    reasons = _list(found, "reasons", at, lambda r, where: _text(r, "text", where))
    colon, semicolon = (message(f"report-{sign}", language) for sign in ("colon", "semicolon"))
    said = colon.join(filter(None, (_text(found, "title", at), semicolon.join(reasons))))
    said = _text(found, "message", at) or said
    text = said if name in said else f"{name}{colon}{said}"
    return _seen(found, at, plan, name, kind, text, _address(subject, f"{at}.subject", file))


def _address(subject: Any, at: str, file: str) -> str:
    """Return the address of the subject, or the file of the plan if the report has none."""
    if subject.get("origin") is None:
        return file
    origin = _record(subject, "origin", at)
    line, column = origin.get("line"), origin.get("column")
    if not isinstance(line, int) or not isinstance(column, int):
        return file
    return f"{_text(origin, 'file', f'{at}.origin')}:{line}:{column}"


def _seen(
    found: Any, at: str, plan: PlanId, subject: str, kind: str, text: str, address: str
) -> RecordedFinding:
    fingerprint = _text(found, "fingerprint", at)
    if not _FINGERPRINT.fullmatch(fingerprint):
        raise _ShapeError(f"{at}.fingerprint", "review-want-fingerprint")
    outcome = _one_of(found, "outcome", at, OUTCOMES)
    severity = _one_of(found, "severity", at, SEVERITIES)
    key, of = ("values", _pair) if "values" in found else ("evidence", _evidence)
    values = tuple(v for v in _list(found, key, at, of) if v[1])
    rule = _text(found, "rule", at)
    return RecordedFinding(
        fingerprint, rule, plan, kind, subject, outcome, severity, values, text, address
    )  # fmt: skip


def _plan_id(found: Any, at: str) -> PlanId:
    title = _text(found, "title", at) if "title" in _mapping(found, at) else ""
    region, period, sector = (_text(found, key, at) for key in ("region", "period", "sector"))
    return PlanId(region, period, sector, title)


def _evidence(found: Any, at: str) -> tuple[str, str]:
    return _text(found, "label", at), _text(found, "printed", at)


def _pair(found: Any, at: str) -> tuple[str, str]:
    match found:
        case [str(label), str(text)]:
            return one_line(label), one_line(text)
        case _:
            raise _ShapeError(at, "review-want-pair")


# ---- values of a kind


def _version(found: object, known: int) -> None:
    if type(found) is not int or found != known:
        raise _VersionError(found, known)


def _mapping(found: Any, at: str) -> dict[str, Any]:
    if not isinstance(found, dict):
        raise _ShapeError(at, "review-want-record")
    return found


def _record(found: Any, key: str, at: str) -> dict[str, Any]:
    return _mapping(_mapping(found, at).get(key), _path(at, key))


def _text(found: Any, key: str, at: str) -> str:
    value = _mapping(found, at).get(key)
    if not isinstance(value, str):
        raise _ShapeError(_path(at, key), "review-want-text")
    return one_line(value)


def _one_of(found: Any, key: str, at: str, words: tuple[Any, ...]) -> Any:
    word = _text(found, key, at)
    if word not in words:
        raise _ShapeError(_path(at, key), "review-want-one-of", words=" | ".join(words))
    return word


def _list(found: Any, key: str, at: str, of: Callable[[Any, str], Any]) -> tuple[Any, ...]:
    items = _mapping(found, at).get(key)
    path = _path(at, key)
    if not isinstance(items, list):
        raise _ShapeError(path, "review-want-list")
    return tuple(of(item, f"{path}[{n}]") for n, item in enumerate(items))


def _path(at: str, key: str) -> str:
    return f"{at}.{key}" if at else key
