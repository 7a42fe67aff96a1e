"""Plain Python: a function a rule over dictionaries. Also the specification: what it finds is what is expected."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import cycle, islice
from typing import Any

from bench.race.documents import Document, documents, uppers
from bench.race.rival import Rival, Task
from bench.race.verdicts import Keys, keys
from bench.race.workload import CEILINGS, FLOORS, INDICATORS, RULES

Truth = bool | None
Verdict = tuple[int, int, int]
Row = tuple[int, Truth]
Rule = Callable[[Document, list[Document]], Iterator[Row]]
BINDING, PROVINCE, NATION = "约束性", 2, 3


def implies(guard: Truth, then: Truth) -> Truth:
    """Kleene's implication: what is required holds anyway, or the guard does not."""
    if guard is False or then is True:
        return True
    return None if guard is None or then is None else False


def at_least(value: float | None, floor: float | None) -> Truth:
    return None if value is None or floor is None else value >= floor


def upper_floor(place: int) -> Rule:
    def rule(plan: Document, above: list[Document]) -> Iterator[Row]:
        yield place, at_least(plan["targets"][place]["lo"], above[place]["lo"])

    return rule


def upper_ceiling(place: int) -> Rule:
    def rule(plan: Document, above: list[Document]) -> Iterator[Row]:
        yield place, at_least(above[place]["hi"], plan["targets"][place]["hi"])

    return rule


def upper_range(place: int) -> Rule:
    def rule(plan: Document, above: list[Document]) -> Iterator[Row]:
        own, other = plan["targets"][place], above[place]
        if own["lo"] is None or other["lo"] is None:
            yield place, None
        else:
            yield place, own["lo"] >= other["lo"] and own["hi"] <= other["hi"]

    return rule


def base_floor(place: int) -> Rule:
    def rule(plan: Document, above: list[Document]) -> Iterator[Row]:
        own = plan["targets"][place]
        yield place, at_least(own["lo"], own["base"])

    return rule


def base_ceiling(place: int) -> Rule:
    def rule(plan: Document, above: list[Document]) -> Iterator[Row]:
        own = plan["targets"][place]
        yield place, at_least(own["base"], own["hi"])

    return rule


def fact(names: str, holds: Callable[..., bool]) -> Rule:
    wanted = names.split()

    def rule(plan: Document, above: list[Document]) -> Iterator[Row]:
        figures = [plan["facts"][name] for name in wanted]
        yield 0, None if None in figures else holds(*figures)

    return rule


def beds_add_up(plan: Document, above: list[Document]) -> Iterator[Row]:
    total, beds = plan["facts"]["beds"], [h["beds"] for h in plan["institutions"]]
    yield 0, None if total is None or None in beds else sum(beds) == total


def province(house: Document) -> Truth:
    beds = house["beds"]
    return implies(None if beds is None else 1200 < beds < 1500, at_least(house["level"], PROVINCE))


def nation(house: Document) -> Truth:
    return implies(at_least(house["beds"], 1500), at_least(house["level"], NATION))


def medicine(house: Document) -> Truth:
    if house["kind"] != "中医":
        return True
    large = None if house["beds"] is None else house["beds"] > 1200
    return implies(large, at_least(house["tcm_level"], PROVINCE))


def each_institution(holds: Callable[[Document], Truth]) -> Rule:
    def rule(plan: Document, above: list[Document]) -> Iterator[Row]:
        for place, house in enumerate(plan["institutions"]):
            yield place, holds(house)

    return rule


def binding(nature: str | None) -> Truth:
    return None if nature is None else nature == BINDING


def upper_nature(plan: Document, above: list[Document]) -> Iterator[Row]:
    for place, own in enumerate(plan["targets"]):
        yield place, implies(binding(above[place]["nature"]), binding(own["nature"]))


def prose_nature(plan: Document, above: list[Document]) -> Iterator[Row]:
    for place, own in enumerate(plan["targets"]):
        yield place, implies(binding(own["prose"]), binding(own["nature"]))


PLACES = range(len(INDICATORS))
BOOK: tuple[Rule, ...] = (
    *(upper_floor(place) for place in PLACES[FLOORS]),
    *(upper_ceiling(place) for place in PLACES[CEILINGS]),
    *(upper_range(place) for place in PLACES[CEILINGS.stop :]),
    *(base_floor(place) for place in PLACES[FLOORS]),
    *(base_ceiling(place) for place in PLACES[CEILINGS]),
    fact("ratio nurses doctors", lambda r, n, d: abs(n / d - r) <= 0.01),
    fact("visits visits_hospital visits_primary", lambda v, h, p: v == h + p),
    beds_add_up,
    fact("staff doctors nurses pharmacists", lambda s, d, n, p: s == d + n + p),
    fact("general_rate general population", lambda r, g, p: abs(g / p * 1e4 - r) <= 0.01),
    each_institution(province),
    each_institution(nation),
    each_institution(medicine),
    upper_nature,
    prose_nature,
)
assert len(BOOK) == RULES


def prepare(task: Task) -> tuple[list[tuple[int, Rule]], list[Document], list[list[Document]]]:
    rules = list(enumerate(islice(cycle(BOOK), task.rules), 1))
    return rules, documents(task.tables, task.plans), uppers(task.tables)


def evaluate(
    prepared: tuple[list[tuple[int, Rule]], list[Document], list[list[Document]]],
) -> tuple[list[Verdict], list[Verdict]]:
    rules, plans, above = prepared
    fails: list[Verdict] = []
    unknown: list[Verdict] = []
    for number, plan in enumerate(plans):
        city = above[plan["city"]]
        for code, rule in rules:
            for place, holds in rule(plan, city):
                if holds is None:
                    unknown.append((number, code, place))
                elif not holds:
                    fails.append((number, code, place))
    return fails, unknown


def verdicts(found: Any) -> tuple[Keys, Keys]:
    return keys(found[0]), keys(found[1])


RIVAL = Rival("plain Python closures", (), prepare, evaluate, verdicts, scales=True)
