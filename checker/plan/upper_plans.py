"""The plans above a plan: found by region, level, sector and period, never guessed. Reads no targets."""

from __future__ import annotations

from collections.abc import Sequence

from checker.datatypes.choices import choice
from checker.plan.model import Header, Plan
from checker.plan.regions import ancestors as regions_above
from checker.source import Record


class Level(Record):
    """One level above: the plans of the same period, and those of a longer one that was already in force.

    `rivals` are the plans of the same period when there is more than one: none of them is used. `unused` are the other
    plans of the region: of another sector, period or level.
    """

    level: str
    region: str
    plans: tuple[Plan, ...]
    rivals: tuple[Plan, ...] = ()
    code: str = ""
    unused: tuple[Plan, ...] = ()

    @property
    def candidates(self) -> int:
        return len(self.plans) + len(self.rivals)


class UpperPlans(Record):
    """The plans above a plan, by level, the nearest level first."""

    levels: tuple[Level, ...] = ()


def level_rank(level: str) -> int:
    """Return the rank of a level of government, the higher the further up; -1 for no level."""
    known_level = choice("level", level)
    return known_level.rank if known_level else -1


def find_upper_plans(plan: Plan, pool: Sequence[Plan]) -> UpperPlans:
    """Find the plans above a plan in a pool, by the division codes valid when its period began.

    A plan is not above itself, even if its file is in the pool.
    """
    header = plan.header
    others = [p for p in pool if p.file.name != plan.file.name]
    levels = []
    for region in regions_above(header.region_code.text, header.first_year):
        of_region = [p for p in others if p.header.region_code.text == region.code]
        here = [
            p
            for p in of_region
            if p.header.sector.text == header.sector.text
            and level_rank(p.header.level.text) > level_rank(header.level.text)
        ]
        same = [p for p in here if _same_period(p.header, header)]
        longer = sorted(
            (p for p in here if _in_force(p.header, header)), key=lambda p: -p.header.first_year
        )
        rivals = tuple(same) if len(same) > 1 else ()
        used = (*(same if not rivals else ()), *longer)
        taken = {id(p) for p in (*used, *rivals)}
        unused = tuple(p for p in of_region if id(p) not in taken)
        levels.append(Level(region.level, region.name, used, rivals, region.code, unused))
    return UpperPlans(tuple(levels))


def _same_period(upper: Header, own: Header) -> bool:
    return (upper.first_year, upper.last_year) == (own.first_year, own.last_year)


def _in_force(upper: Header, own: Header) -> bool:
    """Return True for a longer plan that had begun when this one did and reaches its target year."""
    return (
        not _same_period(upper, own)
        and upper.first_year <= own.first_year
        and upper.last_year >= own.target_year
    )
