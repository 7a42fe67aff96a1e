"""The workload as files in our own plan format: YAML as a planning officer would write it, and the same as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.race.documents import Document, documents, uppers
from bench.race.workload import CITIES, FACTS, INDICATORS, LEVELS, Tables
from checker.files import data_path
from checker.plan.regions import Region, ancestors, history

FIRST, LAST, BASE = 2021, 2025, 2020
SIGNS = ("≥",) * 10 + ("≤",) * 10 + ("",) * 10


def cities() -> list[tuple[Region, list[Region]]]:
    """The first cities of the table of divisions that have counties, each with them, as the period begins."""
    below: dict[str, list[Region]] = {}
    for line in data_path("regions").read_text(encoding="utf-8").splitlines()[1:]:
        for region in history(line.partition(",")[0]):
            above = ancestors(region.code, FIRST) if region.level == "县" else ()
            if region.holds(FIRST) and above and above[0].level == "市":
                counties = below.setdefault(above[0].code, [])
                if region not in counties:
                    counties.append(region)
        if len(below) > CITIES:
            break
    return [(history(code)[-1], counties) for code, counties in list(below.items())[:CITIES]]


def plans(tables: Tables, first: int | None = None) -> Iterator[tuple[str, Document]]:
    """Name and content of every file: the plans above in `upper/`, then the county plans."""
    divisions = cities()
    for place, targets in enumerate(uppers(tables)):
        city = divisions[place][0]
        yield f"upper/{city.code}.yaml", _city_plan(city, targets)
    seen = [0] * CITIES
    for number, plan in enumerate(documents(tables, first)):
        counties = divisions[plan["city"]][1]
        county = counties[seen[plan["city"]] % len(counties)]
        seen[plan["city"]] += 1
        yield f"plan-{number:06}.yaml", _county_plan(county, number, plan)


def write(tables: Tables, folder: Path, first: int | None = None) -> int:
    """Write the YAML files; their size in bytes."""
    (folder / "upper").mkdir(parents=True, exist_ok=True)
    size = 0
    for name, plan in plans(tables, first):
        size += (folder / name).write_bytes(to_yaml(plan).encode())
    return size


# ---- one plan


def _header(region: Region, level: str, title: str) -> Document:
    return {
        "title": title,
        "region": {"code": region.code, "name": region.name},
        "level": level,
        "sector": "卫生健康",
        "period": f"{FIRST}-{LAST}",
        "base_year": BASE,
        "target_year": LAST,
    }


def _city_plan(city: Region, targets: list[Document]) -> Document:
    rows = []
    for place, (name, unit) in enumerate(INDICATORS):
        target = targets[place]
        rows.append({
            "name": name, "unit": unit, "nature": target["nature"] or "",
            "target": {LAST: _target(place, target)},
            "at": {"table": "主要指标", "row": place + 1, "line": 40 + place},
        })  # fmt: skip
    title = f"{city.name}卫生健康事业发展“十四五”规划"
    return {"plan": _header(city, "市", title), "indicators": rows}


def _county_plan(county: Region, number: int, plan: Document) -> Document:
    table, prose = [], []
    for place, (name, unit) in enumerate(INDICATORS):
        target = plan["targets"][place]
        printed = _target(place, target)
        table.append({
            "name": name, "unit": unit, "nature": target["nature"] or "",
            "baseline": {BASE: _number(target["base"])}, "target": {LAST: printed},
            "at": {"table": "主要指标", "row": place + 1, "line": 40 + place},
        })  # fmt: skip
        prose.append({
            "indicator": name, "unit": unit, "nature": target["prose"] or "",
            "target": {LAST: printed}, "at": {"section": "三（一）", "line": 120 + place},
        })  # fmt: skip
    title = f"{county.name}卫生健康事业发展“十四五”规划（第{number}号）"
    return {
        "plan": _header(county, "县", title),
        "indicators": table,
        "statements": prose,
        "facts": [_fact(place, name, plan["facts"][name]) for place, name in enumerate(FACTS)],
        "institutions": [_institution(*given) for given in enumerate(plan["institutions"])],
    }


def _fact(place: int, key: str, value: float | None) -> Document:
    name, unit = FACTS[key]
    if value is None:
        printed = ""
    elif key == "ratio":
        printed = f"1:{value:.2f}"
    else:
        printed = f"{value:.2f}{unit}" if key == "general_rate" else f"{value:.0f}{unit}"
    return {
        "name": name,
        "value": {BASE: printed},
        "at": {"section": "一（一）", "line": 10 + place},
    }


def _institution(place: int, given: Document) -> Document:
    kind = "中医医院" if given["kind"] == "中医" else "人民医院"
    found = {
        "name": f"第{place + 1}{kind}",
        "ownership": "公立",
        "kind": given["kind"],
        "planned_beds": None if given["beds"] is None else f"{given['beds']:.0f}张",
        "filing_level": None if given["level"] is None else LEVELS[given["level"]],
        "tcm_filing_level": None if given["tcm_level"] is None else LEVELS[given["tcm_level"]],
        "at": {"table": "医疗机构设置", "row": place + 1, "line": 200 + place},
    }
    return {key: value for key, value in found.items() if value is not None}


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def _target(place: int, target: Document) -> str:
    low, high = target["lo"], target["hi"]
    if low is None and high is None:
        return ""
    if low is not None and high is not None:
        return f"{low:.2f}～{high:.2f}"
    return f"{SIGNS[place]}{low if high is None else high:.2f}"


# ---- as text


def to_yaml(plan: Document) -> str:
    """A mapping of lists of records, a record a block and what it holds in one line, as in plans/."""
    lines: list[str] = []
    for key, part in plan.items():
        lines.append(f"{key}:")
        for record in part if isinstance(part, list) else [part]:
            dash = "  - " if isinstance(part, list) else "  "
            for name, value in record.items():
                lines.append(f"{dash}{name}: {_inline(value)}")
                dash = "    " if isinstance(part, list) else "  "
    return "\n".join(lines) + "\n"


def _inline(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_inline(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, int):
        return str(value)
    plain = value and value[0] not in "%-0123456789≥≤/" and ":" not in value
    return value if plain else json.dumps(value, ensure_ascii=False)


def to_json(plan: Document) -> bytes:
    return json.dumps(plan, ensure_ascii=False).encode()
