"""Waivers over the results of a batch: the same as for a single plan, whether results are new or from the cache."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from msgspec.structs import replace

from checker.batch.results import PlanResult, SerializedFinding
from checker.diagnostics import Diagnostic
from checker.findings import OUTCOMES, Bilingual, Finding, Judgement, RuleCount
from checker.messages import Language
from checker.report import as_json, as_jsonl
from checker.report.model import PlanReport, PlanSummary, Waiver, WaiverUse
from checker.review.waivers import diagnose_uses, waive

NONE = Bilingual("")
_WAIVED = OUTCOMES.index("waived")


class WaiverFilter:
    """Applies the waivers of a run to one result after another, and collects what became of them.

    Findings that are not known may be waived, so results must list and explain them; `keeps_unknown`: those that are
    not waived stay in the results.
    """

    def __init__(
        self,
        waivers: Sequence[Waiver],
        rules: Sequence[str],
        today: date,
        language: Language,
        keeps_unknown: bool,
    ) -> None:
        self.waivers, self.rules, self.today = waivers, rules, today
        self.language, self.keeps_unknown = language, keeps_unknown
        self._uses: dict[int, list[WaiverUse]] = {}

    def apply(self, result: PlanResult) -> PlanResult:
        """Return the result with its findings waived; its counts still add up."""
        if result.title is None:
            return result
        rules = {code: [*row, 0] for code, row in result.rules.items()}
        findings = list(result.findings)
        for index, finding in self._waived(result):
            before = findings[index]
            rules[finding.rule][OUTCOMES.index(before.outcome)] -= 1
            rules[finding.rule][_WAIVED] += 1
            findings[index] = self._serialize(before.content, finding)
        if not self.keeps_unknown:
            findings = [finding for finding in findings if finding.outcome != "unknown"]
        counts = {code: tuple(row) for code, row in rules.items()}
        return replace(result, rules=counts, findings=tuple(findings))

    def _waived(self, result: PlanResult) -> Iterator[tuple[int, Finding]]:
        """Return the findings that a waiver waives, by their index."""
        if not self.waivers:
            return
        (plan,), uses, _ = waive([_report(result)], self.waivers, self.rules, self.today)
        for index, use in enumerate(uses):
            self._uses.setdefault(index, []).append(use)
        for index, finding in enumerate(plan.judgement.findings):
            if finding.waiver is not None:
                yield index, finding

    def _serialize(self, content: dict[str, Any], finding: Finding) -> SerializedFinding:
        """Serialize a waived finding as the JSON report has it: the waiver is the reason, others are remarks."""
        waived = as_json.serialize_finding(finding, _NO_PLAN, self.language)
        evident = [remark for value in content["evidence"] for remark in value["remarks"]]
        before = [reason for reason in content["reasons"] if reason not in evident]
        content |= {
            "outcome": "waived", "waiver": waived["waiver"], "reasons": waived["reasons"],
            "remarks": [*before, *content["remarks"]],
        }  # fmt: skip
        text = as_jsonl.format_line(content).removesuffix("\n")
        return SerializedFinding(finding.rule, "waived", finding.severity, text)

    def uses(self) -> tuple[WaiverUse, ...]:
        """Return what became of each waiver over the whole run."""
        if not self._uses:  # no plan was read
            return waive([], self.waivers, self.rules, self.today)[1]
        return tuple(_merge_uses(uses) for _, uses in sorted(self._uses.items()))

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Return a diagnostic for each waiver that waives nothing any more, as a check of single plans does."""
        return diagnose_uses(self.uses())


def _merge_uses(uses: Sequence[WaiverUse]) -> WaiverUse:
    """Return one waiver's uses as one: it is used where any plan used it, amiss only where it is nowhere used."""
    order = ("used", "expired", "unmatched", "elsewhere")
    first = min(uses, key=lambda use: order.index(use.state))
    return replace(first, findings=sum(use.findings for use in uses))


def _report(result: PlanResult) -> PlanReport:
    """Return as much of the report on a plan as waivers look at."""
    assert result.title is not None
    region = result.region
    header = PlanSummary(
        result.title, region.name, region.code, NONE, result.sector, result.period, 0, 0
    )
    findings = tuple(as_json.restore_finding(finding.content) for finding in result.findings)
    counts = tuple(
        RuleCount(code, dict(zip(OUTCOMES, row, strict=False)))
        for code, row in result.rules.items()
    )
    return PlanReport(header, {}, (), Judgement(result.title, result.file, findings, counts))


_NO_PLAN = PlanReport(
    PlanSummary("", "", "", NONE, "", "", 0, 0), {}, (), Judgement("", "", (), ())
)
