"""The plans above a plan: found by region, level, sector and period, never guessed. Reads no targets."""

from __future__ import annotations

from collections.abc import Sequence

from checker.datatypes.choices import choice
from checker.plan import regions
from checker.plan.model import Header, Plan
from checker.plan.sectors import OUTLINE
from checker.source import Record


class Level(Record):
    """One level above: the plans of the same period, and those of a longer one that was already in force.

    All of them are used: each target meets those that have its indicator and year. `unused` are the other plans of the
    region: of another sector, period or level.
    """

    level: str
    region: str
    plans: tuple[Plan, ...]
    code: str = ""
    unused: tuple[Plan, ...] = ()


class UpperPlans(Record):
    """The plans above a plan, by level, the nearest level first."""

    levels: tuple[Level, ...] = ()


def level_rank(level: str) -> int:
    """Return the rank of a level of government, the higher the further up; -1 for no level."""
    known_level = choice("level", level)
    return known_level.rank if known_level else -1


def skips_level(upper: Header, own: Header) -> bool:
    """Return whether a plan above is more than one level up: its figures are then averages of a wider area."""
    return level_rank(upper.level.text) - level_rank(own.level.text) > 1


def find_upper_plans(plan: Plan, pool: Sequence[Plan]) -> UpperPlans:
    """Find the plans above a plan in a pool, by the division codes valid in the first year in which its own is.

    Above the plan of a sector stand those of its sector at higher levels, and the outlines of its own and of higher
    levels. A plan is not above itself, even if its file is in the pool. The order of the pool means nothing.
    """
    header = plan.header
    others = sorted(
        (p for p in pool if p.file.name != plan.file.name),
        key=lambda p: (
            p.header.sector.text != header.sector.text,
            p.header.title.text,
            p.file.name,
        ),
    )
    code = header.region_code.text
    year = regions.year_of(code, header.first_year, header.last_year)
    levels = []
    for region in regions.ancestors(code, year):
        of_region = [p for p in others if p.header.region_code.text == region.code]
        used = _used(of_region, header)
        taken = set(map(id, used))
        unused = tuple(p for p in of_region if id(p) not in taken)
        levels.append(Level(region.level, region.name, used, region.code, unused))
    own = regions.find(code, year)
    outlines = _used([p for p in others if p.header.region_code.text == code], header)
    if own is not None and outlines:
        levels.insert(0, Level(own.level, own.name, outlines, own.code))
    return UpperPlans(tuple(levels))


def _used(plans: Sequence[Plan], own: Header) -> tuple[Plan, ...]:
    """Return those of a region's plans that stand above a plan: its period first, then longer ones, latest first."""
    here = [p for p in plans if stands_above(p.header, own)]
    longer = [p for p in here if _in_force(p.header, own)]
    return (
        *(p for p in here if _same_period(p.header, own)),
        *sorted(longer, key=lambda p: -p.header.first_year),
    )


def stands_above(upper: Header, own: Header) -> bool:
    """Return whether a plan of a region above, or of the own one, is above by its sector and its level.

    Sectors are those of the closed list, whatever was typed; the outline is above the plans of all of them.
    """
    rank = level_rank(upper.level.text) - level_rank(own.level.text)
    if upper.sector.text == own.sector.text:
        return rank > 0
    return upper.sector.text == OUTLINE and rank >= 0


def _same_period(upper: Header, own: Header) -> bool:
    return (upper.first_year, upper.last_year) == (own.first_year, own.last_year)


def _in_force(upper: Header, own: Header) -> bool:
    """Return True for a longer plan that had begun when this one did and reaches its target year."""
    return (
        not _same_period(upper, own)
        and upper.first_year <= own.first_year
        and upper.last_year >= own.target_year
    )
