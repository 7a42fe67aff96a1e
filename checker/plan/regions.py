"""Division codes (GB/T 2260) and their history since 1981. Searches the table, never parses it all.

A year stands for its last day, as in the table: an entry holds from `start` up to, but not
including, `end`. So 220381 公主岭市 is found in 2019, and 220184 公主岭市 from 2020 on.
"""

from collections.abc import Iterator
from functools import cache, lru_cache

from checker.files import data_path
from checker.source import Record


class Region(Record):
    """One entry of the table: a code with the name it bore over a span of years.

    `level` is 国家, 省, 市 or 县. `end` is the first year in which the entry no longer holds, None while it is in use.
    `successor` are the codes that took over its area then, maybe its own; `parents` those above it, the nearest first.
    """

    code: str
    name: str
    level: str
    start: int
    end: int | None
    successor: tuple[str, ...]
    parents: tuple[str, ...]

    def holds(self, year: int) -> bool:
        """Return True if the entry holds at the end of that year."""
        return self.start <= year and (self.end is None or year < self.end)


NATION = Region("000000", "全国", "国家", 1949, None, (), ())


def find(code: str, year: int) -> Region | None:
    """Return the entry of a code that holds at the end of that year, None if there is none."""
    return next((region for region in history(code) if region.holds(year)), None)


def year_of(code: str, first: int, last: int) -> int:
    """Return the first of the years in which the entry of a code holds, `first` if it holds in none.

    A code that began within the period of a plan stands for its place: 370215 即墨区 in a plan for 2016-2020.
    """
    return next((year for year in range(first, last + 1) if find(code, year)), first)


@lru_cache(maxsize=8192)
def history(code: str) -> tuple[Region, ...]:
    """Return every entry that a code has had, the oldest first; () for a text that is no code."""
    if code == NATION.code:
        return (NATION,)
    if not (len(code) == 6 and code.isascii() and code.isdigit()):
        return ()
    return tuple(_region(line) for line in _lines(f"\n{code},"))


def ancestors(code: str, year: int) -> tuple[Region, ...]:
    """Return the regions above a code in that year, the nearest first, the nation last.

    Empty for the nation itself and for a code that does not hold in that year.
    """
    region = find(code, year)
    above = (find(parent, year) for parent in region.parents) if region else ()
    return tuple(parent for parent in above if parent)


@lru_cache(maxsize=8192)
def by_name(name: str, year: int) -> tuple[Region, ...]:
    """Return the regions of exactly that name in that year, sorted by code: 鼓楼区 is the name of four."""
    if name == NATION.name:
        return (NATION,)
    if not name or "," in name or "\n" in name:
        return ()
    named = (_region(line) for line in _lines(f",{name},"))
    return tuple(region for region in named if region.name == name and region.holds(year))


@cache
def names() -> frozenset[str]:
    """Return every name that a region has borne: to tell quickly whether a text is none."""
    lines = _table().decode().splitlines()[1:]
    return frozenset(line.split(",", 2)[1] for line in lines)


@cache
def _table() -> bytes:
    return data_path("regions").read_bytes()


def _lines(text: str) -> Iterator[str]:
    """Yield the lines below the heading that hold the text; "\\n" before it ties it to their start."""
    table, wanted = _table(), text.encode()
    at = table.find(wanted, table.index(b"\n"))
    while at >= 0:
        start, end = table.rfind(b"\n", 0, at + 1) + 1, table.index(b"\n", at + 1)
        yield table[start:end].decode()
        at = table.find(wanted, end)


def _region(line: str) -> Region:
    code, name, start, end, successor = line.split(",")
    return Region(
        code=code,
        name=name,
        level=_level(code),
        start=int(start),
        end=int(end) if end else None,
        successor=tuple(successor.split(";")) if successor else (),
        parents=_parents(code, int(start)),
    )


def _level(code: str) -> str:
    if code.endswith("0000"):
        return "省"
    return "市" if code.endswith("00") else "县"


def _parents(code: str, year: int) -> tuple[str, ...]:
    """Return the codes above a code. No city if its code holds in no year: 济源市 419001 lies directly in 河南省."""
    level = _level(code)
    city, province = f"{code[:4]}00", f"{code[:2]}0000"
    above = [NATION.code]
    if level != "省":
        above.insert(0, province)
    if level == "县" and city != province and find(city, year):
        above.insert(0, city)
    return tuple(above)
