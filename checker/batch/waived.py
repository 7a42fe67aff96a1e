"""Waivers over the records of a batch: the same as for a single plan, after results come back or from the store."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from msgspec import Struct, field

from checker.batch.records import PlanResult, Told
from checker.diagnostics import Diagnostic
from checker.findings import Bilingual, Finding, Judgement, RuleCount, SubjectLabel
from checker.messages import Language
from checker.report import as_json
from checker.report.model import PlanReport, PlanSummary, WaiverUse
from checker.review.waivers import Waiver, waive

NONE = Bilingual("")
TOLD = ("fail", "waived")
"""The findings that a record lists, unless all are asked for."""


class Waiving(Struct):
    """The waivers of a run: applied to one record after another, and what became of them.

    Waived findings may be ones that are not known, so records must come with those; `all_told`: they stay in them.
    """

    waivers: Sequence[Waiver]
    rules: Sequence[str]
    today: date
    language: Language
    all_told: bool
    _uses: dict[int, list[WaiverUse]] = field(default_factory=dict)

    def applied(self, record: PlanResult) -> PlanResult:
        """The record with its findings waived; its counts still add up."""
        if "title" not in record:
            return record
        counts = {**record["counts"], "waived": 0}
        rules = {code: {**row, "waived": 0} for code, row in record["rules"].items()}
        findings, severities = list(record["findings"]), dict(record["by_severity"])
        for at, finding in self._waived(record):
            before, found = finding.waiver.outcome, findings[at]  # type: ignore[union-attr]
            for row in (counts, rules[finding.rule]):
                row[before] -= 1
                row["waived"] += 1
            if before == "fail":
                severities[finding.severity] -= 1
            findings[at] = Told.of(self._told(found.content, finding))
        if not self.all_told:
            findings = [told for told in findings if told.outcome in TOLD]
        return {
            **record, "counts": counts, "by_severity": severities, "rules": rules, "findings": findings,
        }  # fmt: skip

    def _waived(self, record: PlanResult) -> Iterator[tuple[int, Finding]]:
        """The findings of a record that a waiver waives, by their number."""
        if not self.waivers:
            return
        plan = _checked(record)
        (done,), uses, _ = waive([plan], self.waivers, self.rules, self.today)
        for at, use in enumerate(uses):
            self._uses.setdefault(at, []).append(use)
        for at, finding in enumerate(done.judgement.findings):
            if finding.waiver is not None:
                yield at, finding

    def _told(self, record: dict[str, Any], finding: Finding) -> dict[str, Any]:
        """The finding's part of the record as the JSON report has it: the waiver is the reason, others are remarks."""
        made = as_json.serialize_finding(finding, _NO_PLAN, self.language)
        said = [remark for value in record["evidence"] for remark in value["remarks"]]
        before = [reason for reason in record["reasons"] if reason not in said]
        return {
            **record, "outcome": "waived", "waiver": made["waiver"], "reasons": made["reasons"],
            "remarks": [*before, *record["remarks"]],
        }  # fmt: skip

    def uses(self) -> tuple[WaiverUse, ...]:
        """What became of each waiver over the whole run."""
        if not self._uses:  # no plan was read
            return waive([], self.waivers, self.rules, self.today)[1]
        return tuple(_together(uses) for _, uses in sorted(self._uses.items()))

    def faults(self) -> tuple[Diagnostic, ...]:
        """The waivers that waive nothing any more, as a check of single plans tells them."""
        return tuple(
            Diagnostic(
                f"review-waiver-{use.state}",
                use.span,
                {
                    "rule": use.rule, "indicator": use.subject, "day": str(use.expires),
                    "count": use.findings,
                },
                severity="warning",
            )
            for use in self.uses()
            if use.state in ("expired", "unmatched")
        )  # fmt: skip


def _together(uses: Sequence[WaiverUse]) -> WaiverUse:
    """One waiver's uses as one: it is used where any plan used it, amiss only where it is nowhere used."""
    order = ("used", "expired", "unmatched", "elsewhere")
    first = min(uses, key=lambda use: order.index(use.state))
    return WaiverUse(
        first.rule, first.region, first.subject, first.reason, first.basis, first.approver, first.expires,
        first.state, sum(use.findings for use in uses), first.days_left, first.span,
    )  # fmt: skip


def _checked(record: PlanResult) -> PlanReport:
    """As much of a judged plan as waivers look at."""
    header = PlanSummary(
        record["title"], record["region"]["name"], record["region"]["code"], NONE, record["sector"],
        record["period"], 0, 0,
    )  # fmt: skip
    findings = tuple(_finding(told.content) for told in record["findings"])
    counts = tuple(RuleCount(code, row) for code, row in record["rules"].items())
    judgement = Judgement(record["title"], record["file"], findings, counts, ())
    return PlanReport(header, {}, (), judgement)


def _finding(found: dict[str, Any]) -> Finding:
    subject = found["subject"]
    return Finding(
        found["rule"], found["outcome"], found["severity"], NONE,
        SubjectLabel(subject["kind"], subject["name"], subject["key"]),
    )  # fmt: skip


_NO_PLAN = PlanReport(
    PlanSummary("", "", "", NONE, "", "", 0, 0), {}, (), Judgement("", "", (), (), ())
)
