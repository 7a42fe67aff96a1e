"""How well documents are read: the texts of plans against the data typed by hand, number by number.

    python bench/reading.py FOLDER …

A folder holds texts that `source.file` of a plan names, or other documents, whose counts alone are printed.
What was missed stands below each document.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from checker.document.read import read_document  # noqa: E402
from checker.extract.plan import extract_plan  # noqa: E402
from checker.plan.vocabulary import Vocabulary, load_vocabulary  # noqa: E402
from checker.source import Source  # noqa: E402

Row = Mapping[str, Any]
_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")
SHOWN = 12


def figures(value: object) -> tuple[str, ...]:
    """Return the figures of a printed value in order, or the value itself where it has none."""
    text = "".join(str(value).split())
    found = tuple(
        f.replace(",", "").rstrip("0").rstrip(".") if "." in f else f.replace(",", "")
        for f in _FIGURE.findall(text)
    )
    return found or (text,)


def by_year(values: Row | None) -> frozenset[tuple[str, tuple[str, ...]]]:
    return frozenset((str(year), figures(value)) for year, value in (values or {}).items())


def cells(values: Row | None) -> frozenset[tuple[str, str]]:
    return frozenset(
        (str(year), "".join(str(value).split())) for year, value in (values or {}).items()
    )


KEYS: dict[str, Callable[[Row], object]] = {
    "indicators": lambda e: (
        e["name"],
        e.get("unit"),
        e.get("nature"),
        cells(e.get("baseline")),
        cells(e.get("target")),
    ),
    "projects": lambda e: (
        e["name"],
        e.get("total_investment"),
        e.get("period_investment"),
        e.get("years"),
    ),
    "statements": lambda e: (e["indicator"], by_year(e.get("target"))),
    "facts": lambda e: (e.get("indicator") or e["name"], by_year(e.get("value"))),
    "sections": lambda e: (str(e.get("number", "")), e["title"], e.get("kind")),
    "citations": lambda e: (e["title"], e.get("number")),
    "enumerations": lambda e: (str(e.get("announced")), tuple(e.get("items") or ())),
    "tasks": lambda e: (tuple(sorted(e["departments"])), str(e.get("at", {}).get("line"))),
    "mentions": lambda e: (e["name"], str(e.get("at", {}).get("line"))),
    "institutions": lambda e: (e["name"], e.get("planned_beds")),
}


def vocabulary() -> Vocabulary:
    files = sorted((ROOT / "rules" / "vocabulary").glob("*.yaml"))
    return load_vocabulary([Source(f.name, f.read_text(encoding="utf-8")) for f in files])[0]


def compared(name: str, typed: Row, read: Row) -> None:
    """Print of every part: typed, read, agreeing, recall and precision; and what was missed or is too much."""
    for part, key in KEYS.items():
        wanted, found = (
            [key(e) for e in typed.get(part) or []],
            [key(e) for e in read.get(part) or []],
        )
        left = list(found)
        missed = []
        for item in wanted:
            if item in left:
                left.remove(item)
            else:
                missed.append(item)
        agreeing = len(wanted) - len(missed)
        recall = f"{agreeing / len(wanted):.0%}" if wanted else "–"
        precision = f"{agreeing / len(found):.0%}" if found else "–"
        print(f"{name}\t{part}\t{len(wanted)}\t{len(found)}\t{agreeing}\t{recall}\t{precision}")
        for sign, items in (("-", missed), ("+", left)):
            for item in items[:SHOWN]:
                print(f"    {sign} {item}")


def main() -> None:
    plans = {}
    for file in sorted((ROOT / "plans").glob("*.yaml")):
        data = yaml.safe_load(file.read_text(encoding="utf-8"))
        plans[data["source"]["file"]] = data
    terms = vocabulary()
    print("document\tpart\ttyped\tread\tagreeing\trecall\tprecision")
    for folder in sys.argv[1:]:
        for file in sorted(Path(folder).iterdir()):
            started = time.process_time()
            document, faults = read_document(file.read_bytes(), file.name)
            if document is None:
                print(f"{file.name}\tnot read\t{'; '.join(d.code for d in faults)}")
                continue
            seconds = time.process_time() - started
            read = extract_plan(document, terms).plan.plain()
            print(
                f"{file.name}\tread in {seconds:.2f} s, plan in {time.process_time() - started - seconds:.2f} s"
            )
            if file.name in plans:
                compared(file.name[:8], plans[file.name], read)
            else:
                print(f"    {read['plan']}")
                print("    " + ", ".join(f"{part} {len(read[part])}" for part in KEYS))


if __name__ == "__main__":
    main()
