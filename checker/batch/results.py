"""What became of one plan of a batch, as a record that travels between processes and lies in the cache."""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from checker.diagnostics import Diagnostic
from checker.findings import JUDGED, OUTCOMES, SEVERITIES, Coverage, Finding, Outcome, Severity
from checker.messages import Language
from checker.report import as_json, as_jsonl
from checker.report.model import PlanReport
from checker.source import Record

PLAN_KILLS, PLAN_FAULT = "batch-plan-kills", "batch-plan-fault"
"""Codes of the diagnostics of a plan whose process died, and of a plan that met an error of this program."""

_COMPRESSION_LEVEL = 1  # results say the same things again and again, and more effort gains little


class SerializedFinding(Record, array_like=True):
    """A finding by what it is counted by. `json` is all of it as the JSON report has it; "" if it is not explained."""

    rule: str
    outcome: Outcome
    severity: Severity
    json: str = ""

    @property
    def content(self) -> dict[str, Any]:
        """The object of the JSON report."""
        content: dict[str, Any] = json.loads(self.json)
        return content


class SerializedPlace(Record, kw_only=True):
    """A place in a file, as the JSON report has it."""

    file: str
    line: int | None
    column: int | None
    end_line: int | None
    end_column: int | None


class RelatedPlace(SerializedPlace, kw_only=True):
    """Another place that a diagnostic points to, and what stands there."""

    text: str


class SerializedDiagnostic(Record, kw_only=True):
    """A diagnostic as the JSON report has it, in one language."""

    code: str
    severity: Severity
    text: str
    help: str
    file: str
    line: int | None
    column: int | None
    end_line: int | None
    end_column: int | None
    related: tuple[RelatedPlace, ...]


class RegionName(Record):
    """A division by its code and the name that the plan gives it."""

    code: str = ""
    name: str = ""


class PlanResult(Record, omit_defaults=True):
    """The result of one plan.

    `title` is None if the plan could not be read; then `diagnostics` say why. `rules` are the counts of each rule by
    outcome, in the order of `OUTCOMES`; waived findings are counted only after waivers have been applied. The result
    of a plan that was judged by some rules only has no title either, and no diagnostics. `conditions` are those of the
    plan as the JSON report has them, if findings are explained.
    """

    file: str
    title: str | None = None
    region: RegionName = RegionName()
    level: str = ""
    sector: str = ""
    period: str = ""
    upper_found: bool = False
    coverage: Coverage = Coverage()
    sha256: str = ""
    rules: dict[str, tuple[int, ...]] = msgspec.field(default_factory=dict)
    findings: tuple[SerializedFinding, ...] = ()
    diagnostics: tuple[SerializedDiagnostic, ...] = ()
    conditions: tuple[dict[str, Any], ...] = ()

    @property
    def is_final(self) -> bool:
        """Return True if another run would give the same; False after a crash or an error of this program."""
        return not any(d.code in (PLAN_KILLS, PLAN_FAULT) for d in self.diagnostics)

    @property
    def counts(self) -> dict[str, int]:
        """The outcomes of all rules together."""
        rows = self.rules.values() or [(0,) * len(JUDGED)]
        return dict(zip(OUTCOMES, map(sum, zip(*rows, strict=True)), strict=False))

    @property
    def by_severity(self) -> dict[str, int]:
        """The number of breaches of each severity."""
        counts = Counter(f.severity for f in self.findings if f.outcome == "fail")
        return {severity: counts[severity] for severity in SEVERITIES}


def serialize_finding(finding: Finding, plan: PlanReport, language: Language) -> SerializedFinding:
    """Serialize an explained finding of a plan."""
    text = as_jsonl.format_line(as_json.serialize_finding(finding, plan, language)).removesuffix(
        "\n"
    )
    return SerializedFinding(finding.rule, finding.outcome, finding.severity, text)


def serialize_diagnostics(
    diagnostics: Iterable[Diagnostic], language: Language
) -> tuple[SerializedDiagnostic, ...]:
    """Serialize diagnostics for readers of a language."""
    return msgspec.convert(
        tuple(as_json.serialize_diagnostic(d, language) for d in diagnostics),
        tuple[SerializedDiagnostic, ...],
    )


def failed_result(name: str, faults: Iterable[Diagnostic], language: Language) -> PlanResult:
    """Return the result of a plan that could not be judged."""
    return PlanResult(name, diagnostics=serialize_diagnostics(faults, language))


# ---- results of the same plan


def select_rules(result: PlanResult, codes: Sequence[str]) -> PlanResult:
    """Return the result restricted to the given rules, in that order."""
    if not result.rules or list(result.rules) == list(codes):
        return result
    return _with_rules(result, {code: result.rules[code] for code in codes}, result.findings)


def merge(known: PlanResult, newer: PlanResult, codes: Sequence[str]) -> PlanResult:
    """Return a result with what a newer one says of some rules; all of the newer one if it failed."""
    if newer.diagnostics:
        return newer
    rules = {code: newer.rules.get(code) or known.rules[code] for code in codes}
    findings = [*(f for f in known.findings if f.rule not in newer.rules), *newer.findings]
    return _with_rules(known, rules, findings)


def _with_rules(
    result: PlanResult, rules: dict[str, tuple[int, ...]], findings: Iterable[SerializedFinding]
) -> PlanResult:
    order = {code: index for index, code in enumerate(rules)}
    chosen = sorted((f for f in findings if f.rule in order), key=lambda f: order[f.rule])
    return msgspec.structs.replace(result, rules=rules, findings=tuple(chosen))


# ---- as JSON


def to_json(result: PlanResult) -> str:
    """Return the line of JSON Lines of a result, with its line end. It shows the findings that are explained."""
    diagnostics = msgspec.to_builtins(result.diagnostics)
    if result.title is None:
        return as_jsonl.format_line({"file": result.file, "diagnostics": diagnostics})
    text = as_jsonl.format_line(
        {
            "file": result.file,
            "title": result.title,
            "region": {"code": result.region.code, "name": result.region.name},
            "level": result.level,
            "sector": result.sector,
            "period": result.period,
            "upper_found": result.upper_found,
            "sha256": result.sha256,
            "coverage": msgspec.to_builtins(result.coverage),
            "conditions": list(result.conditions),
            "counts": result.counts,
            "by_severity": result.by_severity,
            "rules": {code: count_by_outcome(row) for code, row in result.rules.items()},
            "findings": [],
            "diagnostics": diagnostics,
        }
    )
    findings = ", ".join([finding.json for finding in result.findings if finding.json])
    empty = '"findings": []'  # inside a text, the quotation marks would be escaped
    return text.replace(empty, f'"findings": [{findings}]', 1)


def count_by_outcome(row: Sequence[int]) -> dict[str, int]:
    """Return the counts of a rule by outcome."""
    return dict(zip(OUTCOMES, row, strict=False))


def counted_from_json(text: str) -> PlanResult:
    """Return the result that a line of JSON Lines holds, its findings not explained and without conditions."""
    record = json.loads(text)
    rules = {code: tuple(row.values()) for code, row in record.get("rules", {}).items()}
    findings = [(f["rule"], f["outcome"], f["severity"]) for f in record.get("findings", ())]
    own = {**record, "rules": rules, "findings": findings, "conditions": ()}
    return msgspec.convert(own, PlanResult)


# ---- as bytes


def to_bytes(value: Any) -> bytes:
    """Return compressed MessagePack of records."""
    try:
        data = msgspec.msgpack.encode(value)
    except UnicodeEncodeError:  # half of a surrogate pair, which every output shows as “?”
        text = json.dumps(msgspec.to_builtins(value), ensure_ascii=False)
        data = msgspec.msgpack.encode(json.loads(text.encode("utf-8", "replace")))
    return zlib.compress(data, _COMPRESSION_LEVEL)


def from_bytes(data: bytes, type_: Any) -> Any:
    """Return the records of a type from compressed MessagePack. Raises ValueError if they are none."""
    try:
        return msgspec.msgpack.decode(zlib.decompress(data), type=type_)
    except (zlib.error, msgspec.MsgspecError) as error:
        raise ValueError(str(error)) from error


def counts_only(result: PlanResult) -> PlanResult:
    """Return the result without the explanations of its findings, and without conditions."""
    if not result.conditions and not any(finding.json for finding in result.findings):
        return result
    findings = (SerializedFinding(f.rule, f.outcome, f.severity) for f in result.findings)
    return msgspec.structs.replace(result, findings=tuple(findings), conditions=())


def breaches_by_rule(result: PlanResult) -> Mapping[str, Counter[str]]:
    """Return how often each rule is broken, by severity."""
    breaches: dict[str, Counter[str]] = {}
    for finding in result.findings:
        if finding.outcome == "fail":
            breaches.setdefault(finding.rule, Counter())[finding.severity] += 1
    return breaches
