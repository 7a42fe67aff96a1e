"""A comparison as JSON for other programs; the keys are those of docs/diff.schema.json. Timeless and ordered."""

from __future__ import annotations

import json
from typing import Any

from msgspec.structs import asdict

from checker.messages import Language
from checker.report.changes import (
    Drafts,
    DraftValue,
    FieldChange,
    RecordedFinding,
    Run,
    RunComparison,
)
from checker.report.layout import one_line
from checker.source import Span
from checker.version import __version__

FORMAT = "plancheck-diff"
VERSION = 1


def render(comparison: RunComparison, language: Language) -> str:
    """Return the comparison as JSON, unchanged findings included."""
    groups = ("added", "changed", "fixed", "unchanged", "outside")
    record: dict[str, Any] = {
        "format": FORMAT,
        "format_version": VERSION,
        "plancheck": __version__,
        "language": language,
        "old": _run(comparison.old),
        "new": _run(comparison.new),
        "matched_by": "name" if comparison.by_name else "fingerprint",
        "totals": {group: len(getattr(comparison, group)) for group in groups},
        "added": [_seen(s) for s in comparison.added],
        "changed": [{"old": _seen(c.old), "new": _seen(c.new)} for c in comparison.changed],
        "fixed": [_seen(s) for s in comparison.fixed],
        "unchanged": [_seen(s) for s in comparison.unchanged],
        "outside": [_seen(s) for s in comparison.outside],
        "drafts": _drafts(comparison.drafts) if comparison.drafts is not None else None,
    }
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


def _run(run: Run) -> dict[str, Any]:
    return {"file": run.name, "kind": run.kind, "plans": [asdict(plan) for plan in run.plans]}


def _seen(s: RecordedFinding) -> dict[str, Any]:
    return {
        "fingerprint": s.fingerprint,
        **s.record(),
        "values": [{"label": label, "printed": printed} for label, printed in s.values],
        "text": s.text,
        "address": s.address,
    }


def _drafts(drafts: Drafts) -> dict[str, Any]:
    return {
        "moved": drafts.moved,
        "changes": [
            {
                "part": change.part,
                "name": one_line(change.name),
                "state": change.state,
                "old": _place(change.old),
                "new": _place(change.new),
                "fields": [_field(f) for f in change.fields],
            }
            for change in drafts.changes
        ],
    }


def _field(field: FieldChange) -> dict[str, Any]:
    return {
        "key": field.key[0],
        "below": field.key[1],
        "old": _value(field.old),
        "new": _value(field.new),
    }


def _value(value: DraftValue | None) -> dict[str, Any] | None:
    return {"printed": value.text, "at": _place(value.span)} if value else None


def _place(span: Span | None) -> dict[str, Any] | None:
    if span is None:
        return None
    return {"file": span.source.name, "line": span.file_line, "column": span.file_column}
