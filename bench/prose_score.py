"""How well promises and figures are read from running text, against plans that were typed by hand.

    python bench/prose_score.py FOLDER [--show] [PLAN …]

FOLDER holds the texts that `source.file` of the plans names.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from checker.document.read import read_document
from checker.extract.header import PlanFrame
from checker.extract.outline import read_outline
from checker.extract.prose import read_prose
from checker.plan.vocabulary import Vocabulary, load_vocabulary, normalise
from checker.quantity.read import read
from checker.quantity.reading import ReferenceReading
from checker.source import Source

ROOT = Path(__file__).resolve().parent.parent
_IGNORED = str.maketrans("", "", "的数率总各类比例量人次人数名家（）()“”、和及所拥有每")


def main(arguments: list[str]) -> None:
    """Print recall and precision of each plan's text, with --show what was missed and what is too much."""
    show = "--show" in arguments
    folder, *plans = (argument for argument in arguments if argument != "--show")
    paths = [Path(plan) for plan in plans] or sorted((ROOT / "plans").glob("*.yaml"))
    files = sorted((ROOT / "rules" / "vocabulary").glob("*.yaml"))
    vocabulary, _ = load_vocabulary([Source(str(path), path.read_text("utf-8")) for path in files])
    totals = [0] * 8
    for path in paths:
        counts = score(path, Path(folder), vocabulary, show)
        totals = [a + b for a, b in zip(totals, counts, strict=True)]
        print(f"{path.stem:14}", _line(counts))
    print(f"{'all':14}", _line(totals))


def _line(counts: list[int]) -> str:
    found = []
    for name, (hit, gold, right, read_) in (("promises", counts[:4]), ("facts", counts[4:])):
        found.append(
            f"{name}: recall {hit}/{gold} = {hit / max(gold, 1):.1%}, "
            f"precision {right}/{read_} = {right / max(read_, 1):.1%}"
        )
    return "   ".join(found)


def score(path: Path, folder: Path, vocabulary: Vocabulary, show: bool) -> list[int]:
    """Return found, wanted, right and read values: of promises, then of facts."""
    gold = yaml.safe_load(path.read_text("utf-8"))
    plan = gold["plan"]
    document, _ = read_document(
        (folder / gold["source"]["file"]).read_bytes(), gold["source"]["file"]
    )
    assert document is not None
    first, last = (int(year) for year in plan["period"].split("-"))
    frame = PlanFrame(
        plan["title"],
        plan["region"]["name"],
        (),
        plan["level"],
        plan["sector"],
        first,
        last,
        plan["base_year"],
        plan.get("target_year", last),
    )
    reading = read_prose(read_outline(document).texts, frame, vocabulary)
    wanted = [s for s in gold["statements"] if "annex" not in s["at"]]
    counts = []
    for kind, golds, mine in (
        ("promise", wanted, [dict(e.data) for e in reading.statements]),
        ("fact", gold["facts"], [dict(e.data) for e in reading.facts]),
    ):
        gold_values, my_values = list(_values(golds, vocabulary)), list(_values(mine, vocabulary))
        used: set[int] = set()
        missed = []
        for value in gold_values:
            match = next(
                (i for i, own in enumerate(my_values) if i not in used and _agree(value, own)), None
            )
            if match is None:
                missed.append(value)
            else:
                used.add(match)
        extra = [own for i, own in enumerate(my_values) if i not in used]
        if show:
            for value in missed:
                print(f"  - missed {kind} {value[0]}: {value[1]} {value[3]} {value[4]}")
            for value in extra:
                print(f"  + extra {kind} {value[0]}: {value[1]} {value[3]} {value[4]}")
        counts += [len(gold_values) - len(missed), len(gold_values), len(used), len(my_values)]
    if show:
        for evidence in reading.uncertain:
            print(f"  ? {evidence.place.line} {evidence.doubt}: {evidence.quote}")  # type: ignore[union-attr]
    return counts


def _values(
    entries: list[dict[str, Any]], vocabulary: Vocabulary
) -> Iterator[tuple[int, tuple[str, ...], str, str, str, str]]:
    """Yield line, names, region, year, value and total of each value of each entry."""
    for entry in entries:
        names = [entry.get("name", ""), entry.get("indicator", "")]
        term = next((t for name in names if name and (t := vocabulary.find(name))), None)
        names += [term.name] if term else []
        values: Mapping[Any, Any] = {**entry.get("target", {}), **entry.get("value", {})}
        for year, value in values.items():
            yield (
                entry["at"].get("line", 0),
                tuple(n for n in names if n),
                entry.get("region", ""),
                str(year),
                str(value),
                entry.get("part_of", ""),
            )
        for year, value in entry.get("change", {}).items():
            former = re.match(
                "[由从](?:人均)?(.+?)(?:提高|下降|增加|减少|降低|提升|上升|增长)[到至]", str(value)
            )
            if former is not None:
                first = str(year).split("-")[0]
                yield (
                    entry["at"].get("line", 0),
                    tuple(n for n in names if n),
                    "",
                    first,
                    former[1],
                    "change",
                )
                continue
            yield (
                entry["at"].get("line", 0),
                tuple(n for n in names if n),
                entry.get("region", ""),
                str(year),
                str(value),
                "change",
            )


def _agree(gold: tuple[Any, ...], own: tuple[Any, ...]) -> bool:
    return bool(
        gold[0] == own[0] and gold[2] == own[2] and (gold[3] == own[3]) and _same_value(gold[4], own[4])
        and (_same_name(gold[1], own[1], own[5]))
    )  # fmt: skip


def _same_value(gold: str, own: str) -> bool:
    if "".join(gold.split()) == "".join(own.split()) or (
        gold.endswith("全覆盖") and own.endswith("全覆盖")
    ):
        return ("基本" in gold) == ("基本" in own)
    left, right = read(gold), read(own)
    if isinstance(left, ReferenceReading) and isinstance(right, ReferenceReading):
        return (left.authority, left.relation) == (right.authority, right.relation)
    wordy = not re.search(r"\d", gold) and len(gold) > 3
    if wordy and (own.startswith(gold) or gold.startswith(own)):
        return True
    if gold.startswith(("所有", "全部", "力争使所有")) and own.startswith(("所有", "全部")):
        return True
    left_numbers, right_numbers = (
        getattr(left, "numbers", getattr(left, "parts", ())),
        getattr(right, "numbers", getattr(right, "parts", ())),
    )
    if not left_numbers or [n.value for n in left_numbers] != [n.value for n in right_numbers]:
        return False
    kinds = {getattr(left, "kind", ""), getattr(right, "kind", "")} - {""}
    bare = getattr(left, "bare", True) or getattr(right, "bare", True)
    units = {
        unit.name.partition("/")[0] or unit.name
        for unit in (getattr(left, "unit", None), getattr(right, "unit", None))
        if unit
    }
    return (len(kinds) < 2 or bare) and len(units) < 2


def _same_name(gold: tuple[str, ...], own: tuple[str, ...], total: str) -> bool:
    for left in gold:
        for right in own:
            one, two = normalise(left), normalise(right)
            if (
                one == two
                or _like(one, two)
                or (total and total != "change" and _like(one, normalise(right + total)))
            ):
                return True
    return False


def _like(one: str, two: str) -> bool:
    """Return True if two names are of one thing as printed: nearly the same letters, or one holds the other."""
    first, second = one.translate(_IGNORED), two.translate(_IGNORED)
    if not first or not second:
        return False
    if first in second or second in first:
        return True
    shared = sum(min(first.count(c), second.count(c)) for c in set(first))
    return 2 * shared / (len(first) + len(second)) >= 0.7


if __name__ == "__main__":
    main(sys.argv[1:])
