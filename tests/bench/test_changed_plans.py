"""Plans made from the shipped ones: faultless, as long, and not a figure or a name of works as it was."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

pytest.importorskip("bench.race", reason="the source distribution leaves bench/ out")

from bench import changed_plans
from checker.plan.load import load_plan
from checker.source import Source


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    folders = {"a": 1, "b": 1, "c": 2}
    for name, seed in folders.items():
        changed_plans.write(tmp_path / name, 2, seed)
    first, again, other = (
        [path.read_bytes() for path in sorted((tmp_path / name).iterdir())] for name in folders
    )
    assert first == again
    assert not set(first) & set(other)


@pytest.mark.parametrize("shipped", changed_plans.SHIPPED, ids=lambda path: path.stem)
def test_every_figure_and_name_is_changed_and_the_plan_has_no_fault(shipped: Path) -> None:
    old = shipped.read_text(encoding="utf-8")
    new = changed_plans.change(shipped, "7")
    plan, faults = load_plan(Source(shipped.name, new))
    assert plan is not None and not faults
    assert abs(len(new.encode()) - len(old.encode())) < len(old.encode()) / 20
    compared = list(zip(_printed(old), _printed(new), strict=True))
    assert len(compared) > 100
    assert [(place, before) for (place, before), (_, after) in compared if before == after] == []


def test_other_entries_use_the_new_name_of_an_institution() -> None:
    luzhai = next(path for path in changed_plans.SHIPPED if path.stem == "luzhai")
    new = yaml.load(changed_plans.change(luzhai, "7"), yaml.BaseLoader)
    hospital = new["institutions"][0]["name"]
    assert hospital != "鹿寨县人民医院" and hospital.endswith("人民医院")
    projects = [project for project in new["projects"] if project.get("owner") == hospital]
    assert len(projects) == 4
    assert all("鹿寨县人民医院" not in project["name"] for project in projects)


def _printed(text: str) -> Iterator[tuple[str, str]]:
    """Every text with a digit under a key of figures, and every name of an institution or project, with its place."""
    for section, entries in yaml.load(text, yaml.BaseLoader).items():
        for number, entry in enumerate(entries if isinstance(entries, list) else ()):
            for key, value in entry.items():
                place = f"{section}[{number}].{key}"
                if key in changed_plans.FIGURE_KEYS.get(section, ()):
                    yield from ((place, leaf) for leaf in _leaves(value) if re.search(r"\d", leaf))
                elif section in ("institutions", "projects") and key in (
                    "name",
                    "owner",
                    "institution",
                ):
                    yield place, value


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = [inner for key, inner in value.items() if key != "name"]
    if isinstance(value, list):
        for inner in value:
            yield from _leaves(inner)
    else:
        yield value
