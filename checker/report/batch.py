"""The summary of many plans: counts by rule and region, the worst plans, those that could not be read. No layout."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from msgspec import Struct, field

from checker.findings import OUTCOMES, SEVERITIES, Coverage
from checker.messages import Language
from checker.report.model import Provenance, WaiverUse
from checker.semantics.typed import Rule
from checker.source import Record

WORST = 20
NAMED = 20
"""The numbers of plans that are listed: those with the most findings, and those that could not be read."""

COLUMNS = (*SEVERITIES, "unknown", "lacking", "waived", "not-applicable", "pass")
"""The columns of a row of counts: breaches by severity, then the other outcomes."""


class Tally(Struct):
    """Counts of some plans, or of one rule: by severity and by outcome, which add up."""

    plans: int = 0
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, counts: Mapping[str, int], severities: Mapping[str, int]) -> None:
        """Add the counts of one more plan or rule: by outcome, and by severity of the breaches."""
        self.plans += 1
        total = self.counts
        for part in (counts, severities):
            for name, count in part.items():
                if count:  # most counts are zero: most rules do not apply
                    total[name] += count

    @property
    def row(self) -> tuple[int, ...]:
        """The counts in the order of COLUMNS."""
        return tuple(self.counts[column] for column in COLUMNS)

    @property
    def verdicts(self) -> int:
        """The number of verdicts of all outcomes."""
        return sum(self.counts[outcome] for outcome in OUTCOMES)

    @property
    def judged(self) -> int:
        """The number of verdicts of rules that apply."""
        return self.verdicts - self.counts["not-applicable"] - self.counts["lacking"]


class RegionLabel(Record):
    """A city, or a province with its cities: its code, and its name at the start of the plans' period."""

    code: str
    name: str


class PlanLine(Record):
    """One plan in a list: its title and region, its counts, and its worst rules with their counts."""

    file: str
    title: str
    region: str
    code: str
    period: str
    tally: Tally
    rules: tuple[tuple[str, int], ...]
    coverage: Coverage = Coverage()


class Unread(Record):
    """A plan that could not be read, with its first fault."""

    file: str
    address: str
    text: str
    help: str


class Summary(Record):
    """The summary of a batch. `regions` maps each province to its cities; the province itself is one of them.

    `blind` are plans of which nothing was recognised.
    """

    language: Language
    total: Tally
    rules: Mapping[str, Rule]
    by_rule: Mapping[str, Tally]
    regions: Mapping[RegionLabel, Mapping[RegionLabel, Tally]]
    worst: tuple[PlanLine, ...]
    unread_count: int
    unread: tuple[Unread, ...]
    unjudged: tuple[str, ...]
    unjudged_count: int
    faulty: int
    waivers: tuple[WaiverUse, ...] = ()
    coverage: Coverage = Coverage()
    blind: tuple[str, ...] = ()
    blind_count: int = 0
    provenance: Provenance = Provenance()

    @property
    def idle_rules(self) -> tuple[str, ...]:
        """The rules that did not apply to anything in any plan."""
        return tuple(
            code
            for code, tally in self.by_rule.items()
            if tally.verdicts == tally.counts["not-applicable"]
        )

    @property
    def families(self) -> dict[str, tuple[str, Tally]]:
        """The families of rules: the name of the rule set and the counts."""
        families: dict[str, tuple[str, Tally]] = {}
        for code, tally in self.by_rule.items():
            first = (self.rules[code].ruleset, Tally())
            families.setdefault(code.partition("-")[0], first)[1].counts.update(tally.counts)
        return families

    @property
    def provinces(self) -> dict[RegionLabel, Tally]:
        """The provinces with the counts of all their plans."""
        provinces: dict[RegionLabel, Tally] = {}
        for province, cities in self.regions.items():
            total = provinces[province] = Tally()
            for tally in cities.values():
                total.plans += tally.plans
                total.counts.update(tally.counts)
        return provinces
