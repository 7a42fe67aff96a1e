"""Tables without upright rules: columns by the gaps that run down between the words of several lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from checker.document.glyphs import Ruling
from checker.document.rulings import RuledGrid, find_grids
from checker.document.textlines import TextLine

FEWEST = 3
"""A table has at least so many lines with at least so many words apart."""


def open_tables(lines: Sequence[TextLine], rules: Sequence[Ruling]) -> list[RuledGrid]:
    """Return the tables that lines of a page make, and the horizontal `rules` between them where there are some."""
    grids = []
    for region in _regions(lines):
        rivers = _rivers(region)
        if len(rivers) >= FEWEST - 1:
            grids.append(_grid(region, rivers, rules))
    return [grid for grid in grids if grid is not None]


def _regions(lines: Sequence[TextLine]) -> Iterable[list[TextLine]]:
    """Runs of lines near one another that begin and end with one of several words apart."""
    run: list[TextLine] = []
    for line in [*lines, None]:
        near = line is not None and (not run or line.top - run[-1].bottom < 2.2 * line.size)
        if line is None or not near or (not run and not _is_row(line)):
            _without_what_follows(run)
            if sum(1 for each in run if _is_row(each)) >= FEWEST:
                yield run
            run = [line] if line is not None and _is_row(line) else []
        else:
            run.append(line)


def _without_what_follows(run: list[TextLine]) -> None:
    """Take the lines behind the last row away that are no second line of one of its cells."""
    last = max((k for k, line in enumerate(run) if _is_row(line)), default=-1)
    end = last + 1
    while 0 < end < len(run):
        line, before = run[end], run[end - 1]
        width = max(each.x1 for each in run[:end]) - min(each.x0 for each in run[:end])
        tight = line.top - before.bottom < 0.5 * line.size
        if not tight or line.x1 - line.x0 > 0.4 * width or line.text.startswith("注"):
            break
        end += 1
    del run[end:]


def _is_row(line: TextLine) -> bool:
    return len(line.gaps) >= FEWEST - 1


def _rivers(region: Sequence[TextLine]) -> list[tuple[float, float]]:
    """The stretches across that are blank in all lines."""
    ink = []
    for line in region:
        edges = [line.x0, *(x for gap in line.gaps for x in gap), line.x1]
        ink += [(edges[k], edges[k + 1]) for k in range(0, len(edges), 2)]
    ink.sort()
    rivers = []
    end = ink[0][1]
    for start, stop in ink:
        if start - end > 0.5 * region[0].size:
            rivers.append((end, start))
        end = max(end, stop)
    return rivers


def _grid(
    region: Sequence[TextLine], rivers: Sequence[tuple[float, float]], rules: Sequence[Ruling]
) -> RuledGrid | None:
    left = min(line.x0 for line in region) - 2
    right = max(line.x1 for line in region) + 2
    top, bottom = region[0].top - 1, region[-1].bottom + 1
    cuts = _cuts_by_rules(region, rules, right - left)
    if len(cuts) < sum(1 for line in region if _is_row(line)) - 2:
        cuts = _cuts_by_lines(region)
    xs = [left, *((a + b) / 2 for a, b in rivers), right]
    horizontal = [Ruling(y, left, right) for y in (top, *cuts, bottom)]
    vertical = [Ruling(x, top, bottom) for x in xs]
    grids, _ = find_grids(horizontal, vertical)
    return grids[0] if grids else None


def _cuts_by_rules(
    region: Sequence[TextLine], rules: Sequence[Ruling], width: float
) -> list[float]:
    """Where rules part the lines."""
    cuts = sorted(
        rule.at
        for rule in rules
        if region[0].baseline < rule.at < region[-1].top and rule.end - rule.start > 0.6 * width
    )
    return [cut for k, cut in enumerate(cuts) if not k or cut - cuts[k - 1] > 4]


def _cuts_by_lines(region: Sequence[TextLine]) -> list[float]:
    """Where one row ends and the next begins: a line with few words belongs to the nearest full one."""
    full = [line for line in region if _is_row(line)]
    rows: list[list[TextLine]] = [[line] for line in full]
    for line in region:
        if not _is_row(line):
            nearest = min(range(len(full)), key=lambda k: abs(full[k].baseline - line.baseline))
            rows[nearest].append(line)
    return [
        (max(line.bottom for line in above) + min(line.top for line in below)) / 2
        for above, below in pairwise(rows)
    ]
