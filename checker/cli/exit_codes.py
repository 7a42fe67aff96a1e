"""The exit codes of the program, and which one a run ends with."""

from __future__ import annotations

from collections.abc import Mapping

from checker.findings import SEVERITIES
from checker.source import Record

OK, FINDINGS, INPUT_ERROR, INTERNAL_ERROR = 0, 1, 2, 3
INTERRUPTED = 130


class Threshold(Record):
    """The conditions on which a run fails: a finding of this severity or a graver one (or "never"), or an unknown.

    `on_unknown`: None where not knowing counts as a warning.
    """

    severity: str
    on_unknown: bool | None = None


def exit_code(
    counts: Mapping[str, int], threshold: Threshold, has_input_errors: bool = False
) -> int:
    """Return the exit code of a run with so many breaches of each severity, and so many findings `unknown`."""
    if has_input_errors:
        return INPUT_ERROR
    return FINDINGS if _reaches(counts, threshold) else OK


def _reaches(counts: Mapping[str, int], threshold: Threshold) -> bool:
    on_unknown = threshold.on_unknown
    if on_unknown is None:
        on_unknown = threshold.severity in ("warning", "info")
    if on_unknown and counts.get("unknown"):
        return True
    if threshold.severity == "never":
        return False
    graver = SEVERITIES[: SEVERITIES.index(threshold.severity) + 1]
    return any(counts.get(severity) for severity in graver)
