"""Results to the summary of a batch, one by one: memory grows with rules and regions, not with plans."""

from __future__ import annotations

import heapq
import re
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import TypeVar

from checker.batch.results import PLAN_FAULT, PlanResult, breaches_by_rule, count_by_outcome
from checker.findings import SEVERITIES, Coverage
from checker.messages import Language
from checker.plan.regions import NATION, ancestors, find, history
from checker.report.batch import NAMED, WORST, PlanLine, RegionLabel, Summary, Tally, Unread
from checker.report.model import Provenance, WaiverUse
from checker.semantics.typed import Rule

MAX_RULES = 3
"""Rules that are named for a plan."""

T = TypeVar("T")
_YEAR = re.compile(r"\d{4}")


class SummaryBuilder:
    """Adds results up to a summary."""

    def __init__(
        self,
        rules: Mapping[str, Rule],
        language: Language,
        provenance: Provenance | None = None,
        required: Fraction | None = None,
    ) -> None:
        """With `required`, plans of which a smaller share of rows was recognised are counted as `short`."""
        self.rules, self.language = rules, language
        self.provenance = provenance or Provenance()
        self.required, self.short_count = required, 0
        self.coverage = Coverage()
        self.blind: list[str] = []
        self.blind_count = 0
        self.total = Tally()
        self.by_rule = {code: Tally() for code in rules}
        self.regions: dict[RegionLabel, dict[RegionLabel, Tally]] = {}
        self.worst: list[tuple[tuple[int, ...], int, PlanLine]] = []
        self.unread: list[Unread] = []
        self.unjudged: list[str] = []
        self.unread_count = self.unjudged_count = self.faulty = 0
        self.has_errors = self.has_crashed = False

    def add(self, result: PlanResult) -> None:
        """Count one more plan."""
        faults = result.diagnostics
        self.has_errors |= any(fault.severity == "error" for fault in faults)
        self.has_crashed |= any(fault.code == PLAN_FAULT for fault in faults)
        if result.title is None:
            self.unread_count += 1
            if len(self.unread) < NAMED:
                self.unread.append(_unread(result))
            return
        self.faulty += bool(faults)
        self._measure(result)
        line = plan_line(result)
        breaches = breaches_by_rule(result)
        for code, row in result.rules.items():
            self.by_rule[code].add(count_by_outcome(row), breaches.get(code, {}))
        for tally in (self.total, self._region(line)):
            tally.add(result.counts, result.by_severity)
        if not line.tally.judged:
            self.unjudged_count += 1
            if len(self.unjudged) < NAMED:
                self.unjudged.append(line.file)
        self._rank(line)

    def _measure(self, result: PlanResult) -> None:
        coverage = result.coverage
        self.coverage += coverage
        if coverage.is_blind:
            self.blind_count += 1
            self.blind += [result.file] if len(self.blind) < NAMED else []
        if self.required is not None:
            self.short_count += coverage.falls_short(self.required)

    def _region(self, line: PlanLine) -> Tally:
        year = _YEAR.search(line.period)
        province, city = _places(line.code, int(year[0]) if year else 0)
        return self.regions.setdefault(province, {}).setdefault(city, Tally())

    def _rank(self, line: PlanLine) -> None:
        """Keep the plans with the most errors, then warnings and so on; of equals those that came first."""
        rank = tuple(line.tally.counts[severity] for severity in SEVERITIES)
        if any(rank):
            push = heapq.heappush if len(self.worst) < WORST else heapq.heappushpop
            push(self.worst, (rank, -self.total.plans, line))

    def summary(self, waivers: tuple[WaiverUse, ...]) -> Summary:
        """Return the summary of everything added so far."""
        return Summary(
            self.language, self.total, self.rules, self.by_rule,
            {province: dict(_by_code(cities)) for province, cities in _by_code(self.regions)},
            tuple(line for _, _, line in sorted(self.worst, reverse=True)),
            self.unread_count, tuple(self.unread), tuple(self.unjudged), self.unjudged_count, self.faulty,
            waivers, self.coverage, tuple(self.blind), self.blind_count, self.provenance,
        )  # fmt: skip


def plan_line(result: PlanResult) -> PlanLine:
    """Return the result of a plan that was judged as one line."""
    tally = Tally()
    tally.add(result.counts, result.by_severity)
    region = result.region
    return PlanLine(
        result.file, result.title or "", region.name, region.code, result.period, tally,
        _worst_rules(result), result.coverage,
    )  # fmt: skip


def _worst_rules(result: PlanResult) -> tuple[tuple[str, int], ...]:
    """Return the rules broken most gravely, then most often, with their counts; of equals in their order."""
    breaches = breaches_by_rule(result)
    order = sorted(breaches, key=lambda code: [-breaches[code][s] for s in SEVERITIES])
    return tuple((code, breaches[code].total()) for code in order[:MAX_RULES])


def _unread(result: PlanResult) -> Unread:
    first = result.diagnostics[0]
    place = [result.file, first.line, first.column]
    address = ":".join(str(part) for part in place if part is not None)
    return Unread(result.file, address, first.text, first.help)


@lru_cache(maxsize=1 << 14)
def _places(code: str, year: int) -> tuple[RegionLabel, RegionLabel]:
    """Return the province and the city of a division as the year ends; itself where it is one or stands under none."""
    region = find(code, year)
    if region is None:  # of another time: as it was when it last held
        past = history(code)
        region = past[-1] if past else None
        year = region.start if region else year
    if region is None:
        province = find(f"{code[:2]}0000", year)
        return RegionLabel(f"{code[:2]}0000", province.name if province else ""), RegionLabel(
            code, ""
        )
    above = [r for r in (region, *ancestors(code, year)) if r != NATION] or [NATION]
    city = next((r for r in above if r.level == "市"), above[0])
    return RegionLabel(above[-1].code, above[-1].name), RegionLabel(city.code, city.name)


def _by_code(places: dict[RegionLabel, T]) -> list[tuple[RegionLabel, T]]:
    return sorted(places.items(), key=lambda item: (item[0].code, item[0].name))
