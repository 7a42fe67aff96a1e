"""What became of one plan: plain values, its findings as JSON texts that are taken apart only where somebody looks."""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from checker.findings import JUDGED, SEVERITIES
from checker.report import as_jsonl

PlanResult = dict[str, Any]
"""As `work.results` gives it: `rules` are the counts of each rule by outcome, `findings` are of `Told`.

A plan that could not be read has `diagnostics` and no `title`; one that is asked about some rules has no more than
`file`, `rules` and `findings`.
"""

_LEVEL = 1
"""Of compression: findings say the same things again and again, and more effort gains little."""


class Told:
    """One finding: by what it is counted, and the JSON of all of it, a text among others."""

    __slots__ = ("at", "outcome", "rule", "severity", "texts")

    def __init__(
        self, rule: str, outcome: str, severity: str, texts: Sequence[str], at: int = 0
    ) -> None:
        self.rule, self.outcome, self.severity = rule, outcome, severity
        self.texts, self.at = texts, at

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> Told:
        """A finding as the JSON report has it."""
        text = as_jsonl.line(dict(content)).removesuffix("\n")
        return cls(content["rule"], content["outcome"], content["severity"], (text,))

    @property
    def text(self) -> str:
        return self.texts[self.at]

    @property
    def content(self) -> dict[str, Any]:
        """As the JSON report has it."""
        found: dict[str, Any] = json.loads(self.text)
        return found

    def __eq__(self, other: object) -> bool:
        return self.text == other.text if isinstance(other, Told) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.text)

    def __repr__(self) -> str:
        return f"Told({self.text})"


def plain(record: PlanResult) -> dict[str, Any]:
    """A record as JSON has it."""
    if "findings" not in record:
        return record
    return {**record, "findings": [told.content for told in record["findings"]]}


def line(record: PlanResult) -> str:
    """A record as its line of JSON Lines."""
    if not record.get("findings"):
        return as_jsonl.line(record)
    told = ", ".join([told.text for told in record["findings"]])
    empty = '"findings": []'  # in a text, the marks would not stand as they are
    return as_jsonl.line({**record, "findings": []}).replace(empty, f'"findings": [{told}]', 1)


# ---- records about the same plan


def asked(record: PlanResult, codes: Sequence[str]) -> PlanResult:
    """As much of a record as is about some rules, in their order; its counts add up."""
    rules = record.get("rules")
    if rules is None or list(rules) == list(codes):
        return record
    return _summed(record, {code: rules[code] for code in codes}, record["findings"])


def joined(known: PlanResult, more: PlanResult, codes: Sequence[str]) -> PlanResult:
    """A record with what another says of some of the rules."""
    if "rules" not in more:  # the plan was not judged
        return more
    before, now = known["rules"], more["rules"]
    rules = {code: now[code] if code in now else before[code] for code in codes}
    told = [*(t for t in known["findings"] if t.rule not in now), *more["findings"]]
    return _summed(known, rules, told)


def _summed(
    head: PlanResult, rules: Mapping[str, Mapping[str, int]], told: Sequence[Told]
) -> PlanResult:
    order = {code: at for at, code in enumerate(rules)}
    findings = sorted((t for t in told if t.rule in order), key=lambda t: order[t.rule])
    return {**head, **sums(rules, findings), "rules": dict(rules), "findings": findings}


def sums(rules: Mapping[str, Mapping[str, int]], findings: Sequence[Told]) -> dict[str, Any]:
    """The counts of all rules together, and the breaches by severity."""
    rows = [tuple(row.values()) for row in rules.values()] or [(0,) * len(JUDGED)]
    severities = Counter(told.severity for told in findings if told.outcome == "fail")
    return {
        "counts": dict(zip(JUDGED, map(sum, zip(*rows, strict=True)), strict=True)),
        "by_severity": {severity: severities[severity] for severity in SEVERITIES},
    }


# ---- records as bytes


def packed(records: Sequence[PlanResult]) -> bytes:
    """Records to be kept or sent."""
    codes: dict[tuple[str, ...], int] = {}
    rows = [_row(record, codes) for record in records]
    head = json.dumps([list(codes), rows], ensure_ascii=False, separators=(",", ":"))
    texts = "\n".join(told.text for record in records for told in record.get("findings", ()))
    parts = [zlib.compress(p.encode("utf-8", "surrogatepass"), _LEVEL) for p in (head, texts)]
    return len(parts[0]).to_bytes(8, "big") + parts[0] + parts[1]


def _row(record: PlanResult, codes: dict[tuple[str, ...], int]) -> dict[str, Any]:
    if "rules" not in record:
        return record
    number = codes.setdefault(tuple(record["rules"]), len(codes))
    counts = [count for row in record["rules"].values() for count in row.values()]
    told = [[t.rule, t.outcome, t.severity] for t in record["findings"]]
    return {**record, "rules": [number, *counts], "findings": told}


def unpacked(data: bytes) -> list[PlanResult]:
    """The inverse of `packed`. Raises ValueError, or zlib.error, for what are no records."""
    end = 8 + int.from_bytes(data[:8], "big")
    codes, rows = json.loads(zlib.decompress(data[8:end]))
    texts = _Texts(data[end:])
    numbers = iter(range(sum(len(row.get("findings", ())) for row in rows)))
    return [_record(row, codes, texts, numbers) for row in rows]


def _record(
    row: PlanResult, codes: list[list[str]], texts: Sequence[str], numbers: Iterator[int]
) -> PlanResult:
    if "rules" in row:
        number, *counts = row["rules"]
        fours = zip(*[iter(counts)] * len(JUDGED), strict=True)
        row["rules"] = {
            code: {"pass": a, "fail": b, "unknown": c, "not-applicable": d}
            for code, (a, b, c, d) in zip(codes[number], fours, strict=True)
        }
        row["findings"] = [
            Told(rule, outcome, severity, texts, next(numbers))
            for rule, outcome, severity in row["findings"]
        ]
    return row


class _Texts(Sequence[str]):
    """Texts that are unpacked when one is asked for: a summary asks for none."""

    def __init__(self, data: bytes) -> None:
        self.data, self.texts = data, list[str]()

    def __getitem__(self, at: Any) -> Any:
        if not self.texts:
            self.texts = zlib.decompress(self.data).decode("utf-8", "surrogatepass").split("\n")
        return self.texts[at]

    def __len__(self) -> int:
        return len(self.texts)
