"""From the rules of a page to its tables: columns, rows and cells, also where the outer rules are missing."""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from checker.document.glyphs import PageBox, Ruling
from checker.source import Record

SNAP = 3.0
"""Rules nearer than this to each other are one (double lines, rules drawn cell by cell)."""


class RuledCell(Record):
    """A cell of a ruled table, counted from 0, and how many rows and columns it covers."""

    row: int
    column: int
    rows: int
    columns: int
    box: PageBox


class RuledGrid(Record):
    """A ruled table: where its columns and rows begin and end, its cells, and which cell holds which place."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[RuledCell, ...]
    owners: tuple[tuple[int, ...], ...]

    @property
    def box(self) -> PageBox:
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def cell_at(self, x: float, y: float) -> int | None:
        """The number of the cell at a point, None outside."""
        column, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        if 0 <= column < len(self.xs) - 1 and 0 <= row < len(self.ys) - 1:
            return self.owners[row][column]
        return None


def find_grids(
    horizontal: Sequence[Ruling], vertical: Sequence[Ruling]
) -> tuple[list[RuledGrid], list[Ruling]]:
    """Return the tables of a page and the horizontal rules that belong to none. A frame is a table of one cell."""
    across, upright = merge_rulings(horizontal), merge_rulings(vertical)
    grids: list[RuledGrid] = []
    used: set[int] = set()
    for rows, columns in _components(across, upright):
        grid = _grid([across[k] for k in rows], [upright[k] for k in columns])
        if grid is not None:
            used.update(rows)
            grids.append(grid)
    if not used:
        return grids, list(horizontal)
    taken = [across[k] for k in used]
    return grids, [rule for rule in horizontal if not _part_of(rule, taken)]


def _part_of(rule: Ruling, taken: list[Ruling]) -> bool:
    return any(
        abs(rule.at - other.at) <= SNAP and other.start - SNAP <= rule.start <= other.end + SNAP
        for other in taken
    )


def merge_rulings(rulings: Iterable[Ruling]) -> list[Ruling]:
    """Return rules with those in one line, that touch, as one."""
    ordered = sorted(rulings, key=lambda rule: rule.at)
    out: list[Ruling] = []
    group: list[Ruling] = []
    for rule in ordered:
        if group and rule.at - group[0].at > SNAP:
            out += _merged(group)
            group = []
        group.append(rule)
    return out + _merged(group)


def _merged(group: list[Ruling]) -> list[Ruling]:
    if not group:
        return []
    at = sum(rule.at for rule in group) / len(group)
    out: list[list[float]] = []
    for rule in sorted(group, key=lambda rule: rule.start):
        if out and rule.start <= out[-1][1] + SNAP:
            out[-1][1] = max(out[-1][1], rule.end)
        else:
            out.append([rule.start, rule.end])
    return [Ruling(at, start, end) for start, end in out]


def _components(across: list[Ruling], upright: list[Ruling]) -> list[tuple[list[int], list[int]]]:
    """The groups of rules that touch one another: horizontal ones and upright ones, by number."""
    parent = list(range(len(across) + len(upright)))

    def find(k: int) -> int:
        while parent[k] != k:
            parent[k] = parent[parent[k]]
            k = parent[k]
        return k

    for k, row in enumerate(across):
        for m, column in enumerate(upright, len(across)):
            if (
                row.start - SNAP <= column.at <= row.end + SNAP
                and column.start - SNAP <= row.at <= column.end + SNAP
            ):
                parent[find(k)] = find(m)
    groups: dict[int, tuple[list[int], list[int]]] = {}
    for k in range(len(parent)):
        rows, columns = groups.setdefault(find(k), ([], []))
        if k < len(across):
            rows.append(k)
        else:
            columns.append(k - len(across))
    return [group for group in groups.values() if len(group[0]) >= 2 and group[1]]


def _positions(values: Iterable[float]) -> list[float]:
    out: list[float] = []
    for value in sorted(values):
        if not out or value - out[-1] > SNAP:
            out.append(value)
    return out


def _grid(across: list[Ruling], upright: list[Ruling]) -> RuledGrid | None:
    """The table that touching rules make; None if they enclose nothing."""
    ys = _positions(rule.at for rule in across)
    xs = _positions(rule.at for rule in upright)
    left, right = min(rule.start for rule in across), max(rule.end for rule in across)
    open_sides = sum(1 for rule in across if rule.start <= left + SNAP and rule.end >= right - SNAP)
    if open_sides >= 2:  # sides left open: the horizontal rules tell where the table ends
        if xs[0] - left > 2 * SNAP:
            xs.insert(0, left)
        if right - xs[-1] > 2 * SNAP:
            xs.append(right)
    if len(xs) < 2 or len(ys) < 2:
        return None
    return _celled(xs, ys, across, upright)


def _celled(
    xs: list[float], ys: list[float], across: list[Ruling], upright: list[Ruling]
) -> RuledGrid:
    """The cells between the rules: places without a rule between them are one cell."""
    width, height = len(xs) - 1, len(ys) - 1
    parent = list(range(width * height))

    def find(k: int) -> int:
        while parent[k] != k:
            parent[k] = parent[parent[k]]
            k = parent[k]
        return k

    walls = _walls(upright, xs, ys)
    floors = _walls(across, ys, xs)
    for row in range(height):
        for column in range(width):
            here = row * width + column
            if column + 1 < width and (column + 1, row) not in walls:
                parent[find(here + 1)] = find(here)
            if row + 1 < height and (row + 1, column) not in floors:
                parent[find(here + width)] = find(here)
    groups: dict[int, list[int]] = {}
    for k in range(width * height):
        groups.setdefault(find(k), []).append(k)
    cells: list[RuledCell] = []
    owners = [[-1] * width for _ in range(height)]
    for members in groups.values():
        for row, column, rows, columns in _rectangles(members, width):
            for r in range(row, row + rows):
                owners[r][column : column + columns] = [len(cells)] * columns
            box = (xs[column], ys[row], xs[column + columns], ys[row + rows])
            cells.append(RuledCell(row, column, rows, columns, box))
    return RuledGrid(tuple(xs), tuple(ys), tuple(cells), tuple(tuple(row) for row in owners))


def _walls(rules: list[Ruling], at: list[float], along: list[float]) -> set[tuple[int, int]]:
    """Where a rule lies: (number of the position, number of the stretch along it)."""
    middles = [(a + b) / 2 for a, b in itertools.pairwise(along)]
    out = set()
    for rule in rules:
        position = min(range(len(at)), key=lambda k: abs(at[k] - rule.at))
        for stretch in range(bisect_left(middles, rule.start), bisect_right(middles, rule.end)):
            out.add((position, stretch))
    return out


def _rectangles(members: list[int], width: int) -> Iterable[tuple[int, int, int, int]]:
    """The members as rectangles (row, column, rows, columns): one, or where they are none, one for each stretch."""
    rows = [k // width for k in members]
    columns = [k % width for k in members]
    high, wide = max(rows) - min(rows) + 1, max(columns) - min(columns) + 1
    if high * wide == len(members):
        yield min(rows), min(columns), high, wide
        return
    start = previous = members[0]
    for k in [*members[1:], -1]:
        if k != previous + 1 or k // width != start // width:
            yield start // width, start % width, 1, previous - start + 1
            start = k
        previous = k
