"""What a rival is: how it is made ready, what is timed, and what it cannot tell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bench.race.verdicts import Keys
from bench.race.workload import RULES, Tables


class NotThereError(Exception):
    """The rival cannot run here; the text says why."""


@dataclass(frozen=True)
class Task:
    """The work of one run: the first plans of a workload, and how many rules to ask of them."""

    tables: Tables
    plans: int
    rules: int = RULES


@dataclass(frozen=True)
class Rival:
    """`prepare` and `verdicts` are not timed, `evaluate` is.

    packages  distributions whose versions belong beside the figure
    at_most   plans that it can take in reasonable time; a larger run is extrapolated from that many
    unknowns  whether it tells an unknown verdict from a passed one
    scales    whether it takes any number of rules, not only the sixty
    """

    name: str
    packages: tuple[str, ...]
    prepare: Callable[[Task], Any]
    evaluate: Callable[[Any], Any]
    verdicts: Callable[[Any], tuple[Keys, Keys]]
    at_most: int | None = None
    unknowns: bool = True
    scales: bool = False
    note: str = ""
