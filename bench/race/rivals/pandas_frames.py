"""Pandas: one merge, then one vector expression a family of rules, as a skilled analyst would write it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from bench.race.rival import Rival, Task
from bench.race.verdicts import Keys, key

BINDING = "约束性"
Frames = dict[str, pd.DataFrame]


def prepare(task: Task) -> Frames:
    names = ("targets", "uppers", "institutions", "facts")
    frames = {name: task.tables.table(name).to_pandas() for name in names}
    return {
        name: frame[frame["plan"] < task.plans] if "plan" in frame else frame
        for name, frame in frames.items()
    }


class Findings:
    """Collects what fails and what is unknown, rule family by rule family."""

    def __init__(self) -> None:
        self.parts: list[pd.DataFrame] = []

    def add(
        self, frame: pd.DataFrame, rule: Any, subject: str, fail: pd.Series, gone: pd.Series
    ) -> None:
        hit = fail | gone
        part = frame.loc[hit, ["plan"]]
        self.parts.append(
            part.assign(
                rule=rule[hit] if isinstance(rule, pd.Series) else rule,
                subject=frame.loc[hit, subject] if subject else 0,
                unknown=gone[hit],
            )
        )

    def at_least(
        self, frame: pd.DataFrame, rule: Any, subject: str, value: pd.Series, floor: pd.Series
    ) -> None:
        self.add(frame, rule, subject, value < floor, value.isna() | floor.isna())

    def implies(
        self,
        frame: pd.DataFrame,
        rule: int,
        subject: str,
        guard: pd.Series,
        gone: pd.Series,
        short: pd.Series,
        lacking: pd.Series,
    ) -> None:
        """`short` is false where the value is `lacking`."""
        unknown = (gone & (short | lacking)) | (guard & lacking)
        self.add(frame, rule, subject, guard & short, unknown)


def evaluate(frames: Frames) -> pd.DataFrame:
    found = Findings()
    goals = frames["targets"].merge(frames["uppers"], on=["city", "ind"], how="left")
    floors, ranges = goals[goals["ind"] < 10], goals[goals["ind"] >= 20]
    ceilings = goals[goals["ind"].between(10, 19)]
    found.at_least(floors, floors["ind"] + 1, "ind", floors["lo"], floors["upper_lo"])
    found.at_least(ceilings, ceilings["ind"] + 1, "ind", ceilings["upper_hi"], ceilings["hi"])
    beyond = (ranges["lo"] < ranges["upper_lo"]) | (ranges["hi"] > ranges["upper_hi"])
    gone = ranges["lo"].isna() | ranges["upper_lo"].isna()
    found.add(ranges, ranges["ind"] + 1, "ind", beyond, gone)
    found.at_least(floors, floors["ind"] + 31, "ind", floors["lo"], floors["base"])
    found.at_least(ceilings, ceilings["ind"] + 31, "ind", ceilings["base"], ceilings["hi"])
    lacking = goals["nature"].isna()
    short = (goals["nature"] != BINDING) & ~lacking
    for rule, name in ((59, "upper_nature"), (60, "prose")):
        guard = goals[name] == BINDING
        found.implies(goals, rule, "ind", guard, goals[name].isna(), short, lacking)
    _institutions(found, frames["institutions"])
    _facts(found, frames["facts"], frames["institutions"])
    return pd.concat(found.parts, ignore_index=True)


def _institutions(found: Findings, houses: pd.DataFrame) -> None:
    beds, level, filed = houses["beds"], houses["level"], houses["tcm_level"]
    gone, own = beds.isna(), houses["kind"] == "中医"
    guards = (
        (56, (beds > 1200) & (beds < 1500), gone, level, 2),
        (57, beds >= 1500, gone, level, 3),
        (58, own & (beds > 1200), own & gone, filed, 2),
    )
    for rule, guard, missing, value, floor in guards:
        found.implies(houses, rule, "inst", guard, missing, value < floor, value.isna())


def _facts(found: Findings, facts: pd.DataFrame, houses: pd.DataFrame) -> None:
    added = houses.groupby("plan", sort=False)["beds"].agg("sum")
    short = houses.loc[houses["beds"].isna(), "plan"].unique()
    added = added.mask(added.index.isin(short)).rename("added")
    f = facts.merge(added, left_on="plan", right_index=True, how="left")
    rows = (
        (51, "nurses doctors ratio", (f["nurses"] / f["doctors"] - f["ratio"]).abs() > 0.01),
        (52, "visits visits_hospital visits_primary",
         f["visits"] != f["visits_hospital"] + f["visits_primary"]),
        (53, "beds added", f["beds"] != f["added"]),
        (54, "staff doctors nurses pharmacists",
         f["staff"] != f["doctors"] + f["nurses"] + f["pharmacists"]),
        (55, "general population general_rate",
         (f["general"] / f["population"] * 1e4 - f["general_rate"]).abs() > 0.01),
    )  # fmt: skip
    for rule, names, differs in rows:
        gone = f[names.split()].isna().any(axis=1)
        found.add(f, rule, "", differs & ~gone, gone)


def verdicts(found: Any) -> tuple[Keys, Keys]:
    keys = key(*(found[name].to_numpy("int64") for name in ("plan", "rule", "subject")))
    unknown = found["unknown"].to_numpy(bool)
    return keys[~unknown], keys[unknown]


RIVAL = Rival("pandas", ("pandas",), prepare, evaluate, verdicts)
