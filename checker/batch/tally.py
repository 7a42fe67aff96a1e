"""Records to the summary of a batch, one after another: what is kept grows with rules and regions, not with plans."""

from __future__ import annotations

import heapq
import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from typing import TypeVar

from checker.batch.given import OWN_FAULT
from checker.batch.records import PlanResult
from checker.findings import SEVERITIES
from checker.messages import Language
from checker.regions import NATION, chain, find, history
from checker.report.batch import NAMED, WORST, PlanLine, RegionLabel, Summary, Tally, Unread
from checker.report.model import RuleDescription, WaiverUse

RULES = 3
"""How many rules are named for a plan."""

T = TypeVar("T")
_YEAR = re.compile(r"\d{4}")


class Counting:
    """The summary in the making."""

    def __init__(self, rules: Mapping[str, RuleDescription], language: Language) -> None:
        self.rules, self.language = rules, language
        self.total = Tally()
        self.by_rule = {code: Tally() for code in rules}
        self.regions: dict[RegionLabel, dict[RegionLabel, Tally]] = {}
        self.worst: list[tuple[tuple[int, ...], int, PlanLine]] = []
        self.unread: list[Unread] = []
        self.unjudged: list[str] = []
        self.unread_count = self.unjudged_count = self.faulty = 0
        self.wrong = self.crashed = False

    def add(self, record: PlanResult) -> None:
        """One more plan."""
        faults = record["diagnostics"]
        self.wrong |= any(fault["severity"] == "error" for fault in faults)
        self.crashed |= any(fault["code"] == OWN_FAULT for fault in faults)
        if "title" not in record:
            self.unread_count += 1
            if len(self.unread) < NAMED:
                self.unread.append(_unread(record))
            return
        self.faulty += bool(faults)
        line = plan_line(record)
        breaches = _breaches(record)
        for code, row in record["rules"].items():
            self.by_rule[code].add(row, breaches.get(code, {}))
        for tally in (self.total, self._region(line)):
            tally.add(record["counts"], record["by_severity"])
        if not line.tally.judged:
            self.unjudged_count += 1
            if len(self.unjudged) < NAMED:
                self.unjudged.append(line.file)
        self._rank(line)

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
        """Everything added so far."""
        return Summary(
            self.language, self.total, self.rules, self.by_rule,
            {province: dict(_by_code(cities)) for province, cities in _by_code(self.regions)},
            tuple(line for _, _, line in sorted(self.worst, reverse=True)),
            self.unread_count, tuple(self.unread), tuple(self.unjudged), self.unjudged_count, self.faulty,
            waivers,
        )  # fmt: skip


def plan_line(record: PlanResult) -> PlanLine:
    """A record as one line."""
    tally = Tally()
    tally.add(record["counts"], record["by_severity"])
    region = record["region"]
    return PlanLine(
        record["file"], record["title"], region["name"], region["code"], record["period"], tally,
        _worst_rules(record),
    )  # fmt: skip


def _breaches(record: PlanResult) -> dict[str, Counter[str]]:
    """How often each rule is broken, by severity."""
    found: dict[str, Counter[str]] = {}
    for finding in record["findings"]:
        if finding.outcome == "fail":
            found.setdefault(finding.rule, Counter())[finding.severity] += 1
    return found


def _worst_rules(record: PlanResult) -> tuple[tuple[str, int], ...]:
    """The rules broken most gravely, then most often; of equals in their order."""
    breaches = _breaches(record)
    order = sorted(breaches, key=lambda code: [-breaches[code][s] for s in SEVERITIES])
    return tuple((code, breaches[code].total()) for code in order[:RULES])


def _unread(record: PlanResult) -> Unread:
    first = record["diagnostics"][0]
    place = [record["file"], first["line"], first["column"]]
    address = ":".join(str(part) for part in place if part is not None)
    return Unread(record["file"], address, first["text"], first["help"])


@lru_cache(maxsize=1 << 14)
def _places(code: str, year: int) -> tuple[RegionLabel, RegionLabel]:
    """The province and the city of a division as the year ends; itself where it is one or stands under none."""
    own = find(code, year)
    if own is None:  # of another time: as it was when it last held
        known = history(code)
        own = known[-1] if known else None
        year = own.start if own else year
    if own is None:
        province = find(f"{code[:2]}0000", year)
        return RegionLabel(f"{code[:2]}0000", province.name if province else ""), RegionLabel(
            code, ""
        )
    above = [r for r in (own, *chain(code, year)) if r != NATION] or [NATION]
    city = next((r for r in above if r.level == "市"), above[0])
    return RegionLabel(above[-1].code, above[-1].name), RegionLabel(city.code, city.name)


def _by_code(places: dict[RegionLabel, T]) -> list[tuple[RegionLabel, T]]:
    return sorted(places.items(), key=lambda item: (item[0].code, item[0].name))
