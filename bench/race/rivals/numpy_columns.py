"""Hand-written numpy: sixty rules over contiguous columns, the practical limit that the others are measured by."""

from __future__ import annotations

from collections.abc import Callable
from itertools import cycle, islice
from typing import Any, NamedTuple

import numpy as np

from bench.race.rival import Rival, Task
from bench.race.verdicts import PLAN, SUBJECTS, Keys
from bench.race.workload import CEILINGS, FACTS, FLOORS, INDICATORS, Array


class Columns(NamedTuple):
    """One array an indicator for what is asked by indicator; matrices for what is asked of all of them."""

    city: Array
    lo: list[Array]
    hi: list[Array]
    base: list[Array]
    upper_lo: list[Array]
    upper_hi: list[Array]
    facts: dict[str, Array]
    matrices: dict[str, Array]


Emit = Callable[[int, Array, Array, int], None]
Rule = Callable[[Columns, int, Emit], None]


def _at_least(code: int, place: int, value: Array, floor: Array, emit: Emit) -> None:
    emit(code, value < floor, np.isnan(value) | np.isnan(floor), place)


def upper_floor(place: int) -> Rule:
    return lambda c, code, emit: _at_least(
        code, place, c.lo[place], c.upper_lo[place][c.city], emit
    )


def upper_ceiling(place: int) -> Rule:
    return lambda c, code, emit: _at_least(
        code, place, c.upper_hi[place][c.city], c.hi[place], emit
    )


def upper_range(place: int) -> Rule:
    def rule(c: Columns, code: int, emit: Emit) -> None:
        low, upper = c.lo[place], c.upper_lo[place][c.city]
        beyond = (low < upper) | (c.hi[place] > c.upper_hi[place][c.city])
        emit(code, beyond, np.isnan(low) | np.isnan(upper), place)

    return rule


def base_floor(place: int) -> Rule:
    return lambda c, code, emit: _at_least(code, place, c.lo[place], c.base[place], emit)


def base_ceiling(place: int) -> Rule:
    return lambda c, code, emit: _at_least(code, place, c.base[place], c.hi[place], emit)


def fact(names: str, differs: Callable[..., Array]) -> Rule:
    wanted = names.split()

    def rule(c: Columns, code: int, emit: Emit) -> None:
        figures = [c.facts[name] for name in wanted]
        missing = np.isnan(figures[0])
        for figure in figures[1:]:
            missing |= np.isnan(figure)
        emit(code, differs(*figures) & ~missing, missing, 0)

    return rule


def beds_add_up(c: Columns, code: int, emit: Emit) -> None:
    total, added = c.facts["beds"], c.matrices["inst_beds"].sum(axis=1)
    missing = np.isnan(total) | np.isnan(added)
    emit(code, (total != added) & ~missing, missing, 0)


def _implies(code: int, guard: Array, gone: Array, value: Array, floor: int, emit: Emit) -> None:
    """`value` is -1 where it is missing; `gone` where the guard is."""
    short = value < floor
    lacking = value < 0
    emit(code, guard & short & ~lacking, (gone & short) | (guard & lacking), 0)


def province(c: Columns, code: int, emit: Emit) -> None:
    beds = c.matrices["inst_beds"]
    guard = (beds > 1200) & (beds < 1500)
    _implies(code, guard, np.isnan(beds), c.matrices["inst_level"], 2, emit)


def nation(c: Columns, code: int, emit: Emit) -> None:
    beds = c.matrices["inst_beds"]
    _implies(code, beds >= 1500, np.isnan(beds), c.matrices["inst_level"], 3, emit)


def medicine(c: Columns, code: int, emit: Emit) -> None:
    beds, own = c.matrices["inst_beds"], c.matrices["inst_tcm"]
    gone = own & np.isnan(beds)
    _implies(code, own & (beds > 1200), gone, c.matrices["inst_tcm_level"], 2, emit)


def upper_nature(c: Columns, code: int, emit: Emit) -> None:
    above = c.matrices["upper_nature"][c.city]
    _implies(code, above == 1, above < 0, c.matrices["nature"], 1, emit)


def prose_nature(c: Columns, code: int, emit: Emit) -> None:
    prose = c.matrices["prose"]
    _implies(code, prose == 1, prose < 0, c.matrices["nature"], 1, emit)


PLACES = range(len(INDICATORS))
BOOK: tuple[Rule, ...] = (
    *(upper_floor(place) for place in PLACES[FLOORS]),
    *(upper_ceiling(place) for place in PLACES[CEILINGS]),
    *(upper_range(place) for place in PLACES[CEILINGS.stop :]),
    *(base_floor(place) for place in PLACES[FLOORS]),
    *(base_ceiling(place) for place in PLACES[CEILINGS]),
    fact("ratio nurses doctors", lambda r, n, d: np.abs(n / d - r) > 0.01),
    fact("visits visits_hospital visits_primary", lambda v, h, p: v != h + p),
    beds_add_up,
    fact("staff doctors nurses pharmacists", lambda s, d, n, p: s != d + n + p),
    fact("general_rate general population", lambda r, g, p: np.abs(g / p * 1e4 - r) > 0.01),
    province,
    nation,
    medicine,
    upper_nature,
    prose_nature,
)


def prepare(task: Task) -> tuple[list[tuple[int, Rule]], Columns]:
    tables, first = task.tables, slice(0, task.plans)

    def split(name: str) -> list[Array]:
        whole = tables.array(name)[first]
        return [np.ascontiguousarray(whole[:, place]) for place in PLACES]

    matrices = ("nature", "prose", "inst_tcm", "inst_beds", "inst_level", "inst_tcm_level")
    columns = Columns(
        tables.array("city")[first],
        *(split(name) for name in ("lo", "hi", "base", "upper_lo", "upper_hi")),
        {name: tables.array(f"fact_{name}")[first] for name in FACTS},
        {name: tables.array(name)[first] for name in matrices}
        | {"upper_nature": tables.array("upper_nature")},
    )
    return list(enumerate(islice(cycle(BOOK), task.rules), 1)), columns


def evaluate(prepared: tuple[list[tuple[int, Rule]], Columns]) -> tuple[Keys, Keys]:
    rules, columns = prepared
    fails: list[Keys] = []
    unknown: list[Keys] = []

    def emit(code: int, fail: Array, missing: Array, place: int) -> None:
        for found, where in ((fails, fail), (unknown, missing)):
            at = np.flatnonzero(where)
            if where.ndim == 2:
                plan, inner = np.divmod(at, where.shape[1])
                found.append(plan * PLAN + (inner + code * SUBJECTS))
            else:
                found.append(at * PLAN + (code * SUBJECTS + place))

    for code, rule in rules:
        rule(columns, code, emit)
    return np.concatenate(fails), np.concatenate(unknown)


def verdicts(found: Any) -> tuple[Keys, Keys]:
    fails, unknown = found
    return fails, unknown


RIVAL = Rival("numpy, by hand", ("numpy",), prepare, evaluate, verdicts, scales=True)
