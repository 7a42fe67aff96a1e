"""DuckDB: the rules as one SQL statement, a branch a family; SQL's null is the unknown."""

from __future__ import annotations

from typing import Any

import duckdb
import numpy as np

from bench.race.rival import Rival, Task
from bench.race.verdicts import Keys, key

BINDING = "约束性"
# source, number of the rule, subject, what must hold
FAMILIES = (
    ("goals where ind < 10", "ind + 1", "ind", "lo >= upper_lo"),
    ("goals where ind between 10 and 19", "ind + 1", "ind", "hi <= upper_hi"),
    ("goals where ind >= 20", "ind + 1", "ind", "lo >= upper_lo and hi <= upper_hi"),
    ("goals where ind < 10", "ind + 31", "ind", "lo >= base"),
    ("goals where ind between 10 and 19", "ind + 31", "ind", "hi <= base"),
    ("figures where true", "51", "0", "abs(nurses / doctors - ratio) <= 0.01"),
    ("figures where true", "52", "0", "visits = visits_hospital + visits_primary"),
    ("figures where true", "53", "0", "beds = added"),
    ("figures where true", "54", "0", "staff = doctors + nurses + pharmacists"),
    ("figures where true", "55", "0", "abs(general / population * 1e4 - general_rate) <= 0.01"),
    ("institutions where true", "56", "inst", "not (beds > 1200 and beds < 1500) or level >= 2"),
    ("institutions where true", "57", "inst", "beds < 1500 or level >= 3"),
    ("institutions where true", "58", "inst",
     "not (kind = '中医' and beds > 1200) or tcm_level >= 2"),
    ("goals where true", "59", "ind", f"upper_nature <> '{BINDING}' or nature = '{BINDING}'"),
    ("goals where true", "60", "ind", f"prose <> '{BINDING}' or nature = '{BINDING}'"),
)  # fmt: skip
QUERY = """
with goals as (select * from targets join uppers using (city, ind)),
  added as (
    select plan, case when count(beds) = count(*) then sum(beds) end as added
    from institutions group by plan),
  figures as (select facts.*, added.added from facts join added using (plan))
""" + " union all ".join(
    f"select plan, {rule} as rule, {subject} as subject, ({holds}) is null as gone "
    f"from {source} and ({holds}) is not true"
    for source, rule, subject, holds in FAMILIES
)


def prepare(task: Task) -> duckdb.DuckDBPyConnection:
    base = duckdb.connect()
    for name in ("targets", "uppers", "institutions", "facts"):
        path = task.tables.folder / f"{name}.parquet"
        kept = f"where plan < {task.plans}" if name != "uppers" else ""
        base.execute(f"create table {name} as select * from read_parquet('{path}') {kept}")
    return base


def evaluate(base: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    return base.execute(QUERY).fetchnumpy()


def verdicts(found: Any) -> tuple[Keys, Keys]:
    keys = key(*(np.asarray(found[name], np.int64) for name in ("plan", "rule", "subject")))
    gone = np.asarray(found["gone"], bool)
    return keys[~gone], keys[gone]


RIVAL = Rival("DuckDB, one statement", ("duckdb",), prepare, evaluate, verdicts)
