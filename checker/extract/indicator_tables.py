"""Rows of tables of indicators: name, unit, nature and the cells of every year."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.document.model import GridCell
from checker.extract.cells import cell_evidence, cell_lines, cell_text
from checker.extract.header import PlanFrame
from checker.extract.records import (
    DraftOutline,
    DraftTable,
    PlainValue,
    ReadEntry,
    Sureness,
    ValueEvidence,
    ValuePath,
    Whereabouts,
    at_of,
)
from checker.extract.table_columns import GridRows, TableLayout, find_layout
from checker.plan.vocabulary import Vocabulary
from checker.quantity.units import find_unit
from checker.source import Record

_BLANK_UNIT = {"", "-", "—", "——", "－", "–", "/", "／", "--", "无"}
_NOTE_ROW = re.compile(r"^(?:注|备注|说明|资料来源)[:：1-9①]")
_PART = re.compile(r"^其\s*中\s*[:：,，]?\s*")
_BRACKET = re.compile(r"[（(](?P<inside>[^（）()]*)[）)]$")
_NUMBERED = re.compile(r"^(?:[（(]\d{1,2}[）)]|[①-⑳]|\d{1,3}\s*[、．.](?!\d))\s*")
_LABELLED = re.compile(
    r"^(?P<label>[\u4e00-\u9fff、（）()]{2,12})[:：]?\s*(?P<value>[<>≤≥＜＞]?\d[\d.,]*\S{0,6})$"
)
_SCOPE = re.compile(r"^(?P<scope>以[^，。]{1,14}?为单位)的?(?=.{4})")
_YEAR_SAID = re.compile(
    r"^(?P<year>(?:19|20)\d\d(?:[-—－–~～](?:19|20)\d\d)?)年?(?:底|末)?[为:：是]?\s*(?P<value>[<>≤≥＜＞]?\d.*)$"
)
_NOT_A_UNIT = re.compile("助理|含|不含|以上|以下|试点|[\u4e00-\u9fff]{6,}")
_DIVIDERS = re.compile("[、，,；;/／\\s]+")


class _TableReader(Record):
    """What reading the rows of one table needs."""

    table: DraftTable
    layout: TableLayout
    frame: PlanFrame
    vocabulary: Vocabulary
    units_in_brackets: bool


def read_indicator_tables(
    outline: DraftOutline, frame: PlanFrame, vocabulary: Vocabulary
) -> tuple[tuple[ReadEntry, ...], frozenset[int]]:
    """Return the rows of all tables of indicators, and which of `outline.tables` these are."""
    entries: list[ReadEntry] = []
    used: set[int] = set()
    last: tuple[TableLayout, str, str, int] | None = (
        None  # with its name, last group and row of the table before
    )
    for index, table in enumerate(outline.tables):
        rows = table.grid.rows()
        layout = find_layout(table.grid, rows, frame)
        name = table.number or table.title
        if layout is None:
            if (
                last is None
                or len(last[0].columns) != table.grid.column_count
                or index - 1 not in used
            ):
                continue
            layout = TableLayout(last[0].columns, 0)
        follows = last is not None and (table.continued or not name)
        group, row = (last[2], last[3]) if follows and last else ("", 0)
        name = last[1] if follows and last else name
        reader = _TableReader(table, layout, frame, vocabulary, _brackets_are_units(layout))
        used.add(index)
        read = list(_rows(reader, rows, name, group, row))
        entries += [entry for entry, _, _ in read]
        group, row = (read[-1][1], read[-1][2]) if read else (group, row)
        last = (layout, name, group, row)
    return tuple(entries), frozenset(used)


def _brackets_are_units(layout: TableLayout) -> bool:
    return any("单位" in column.header and column.role == "name" for column in layout.columns)


def _rows(
    reader: _TableReader, rows: GridRows, table_name: str, group: str, number: int
) -> Iterator[tuple[ReadEntry, str, int]]:
    """Yield the entries of a table's rows, each with the group and the row number that are then in force."""
    whole = ""
    for row in rows[reader.layout.first_row :]:
        name_cell = row[reader.layout.of("name")[0].index]
        texts = {id(cell): text for cell in row if cell is not None and (text := cell_text(cell))}
        if not texts or _is_header_again(reader, row):
            continue
        if len(texts) == 1:
            text = next(iter(texts.values()))
            if not _NOTE_ROW.match(text) and len(text) <= 30:
                group = re.sub(
                    r"^[一二三四五六七八九十]+、|^[（(][一二三四五六七八九十]+[）)]", "", text
                )
            continue
        group = _group(reader, row, group)
        if name_cell is None or not cell_text(name_cell):
            continue
        part = bool(_PART.match(_stripped(cell_text(name_cell), number + 1)))
        printed = _printed_number(reader, row)
        number = printed or (number if part else number + 1)
        for entry in _entries(
            reader, row, name_cell, group, number, table_name, whole if part else ""
        ):
            yield entry, group, number
        if not part:
            whole = _name_and_unit(reader, row, name_cell, number)[0]


def _is_header_again(reader: _TableReader, row: list[GridCell | None]) -> bool:
    """Return True for a header that is printed again at the top of a page."""
    name = reader.layout.of("name")[0]
    return cell_text(row[name.index]) in (name.header, *name.header.split(" ")) and len(row) > 1


def _group(reader: _TableReader, row: list[GridCell | None], group: str) -> str:
    for column in reader.layout.of("group")[:1]:
        text = cell_text(row[column.index])
        if text:
            return re.sub(
                r"^[一二三四五六七八九十]+、|^[（(][一二三四五六七八九十]+[）)]", "", text
            )
    return group


def _printed_number(reader: _TableReader, row: list[GridCell | None]) -> int:
    for column in reader.layout.of("number"):
        text = cell_text(row[column.index]).strip("（）().．、")
        if text.isdecimal():
            return int(text)
    found = re.match(
        r"^[（(]?(\d{1,3})(?:[）)]|[、．.])", cell_text(row[reader.layout.of("name")[0].index])
    )
    return int(found[1]) if found else 0


def _stripped(name: str, number: int) -> str:
    """Return a name without its running number: 4.5岁以下… is number 4 of 5岁以下…."""
    running = re.match(rf"^[（(]?{number}(?:[）)]|\s*[、．.])\s*", name)
    return name[running.end() :] if running else _NUMBERED.sub("", name)


def _entries(
    reader: _TableReader,
    row: list[GridCell | None],
    name_cell: GridCell,
    group: str,
    number: int,
    table_name: str,
    whole: str,
) -> Iterator[ReadEntry]:
    """Yield the entry of a row; two where a cell holds two values with their own labels (甲40 乙50)."""
    name, unit, unit_evidence = _name_and_unit(reader, row, name_cell, number)
    values, several = _values(reader, row)
    data: dict[str, PlainValue] = {"name": name}
    evidence: dict[ValuePath, ValueEvidence] = {
        (): cell_evidence(name_cell),
        ("name",): cell_evidence(name_cell),
    }
    if unit:
        data["unit"] = unit
        evidence[("unit",)] = unit_evidence or cell_evidence(name_cell)
    bound, doubt = _bound(reader, name, unit)
    if bound and bound != name:
        data["indicator"] = bound
        evidence[("indicator",)] = cell_evidence(name_cell, "likely")
    if doubt:
        evidence[("name",)] = cell_evidence(name_cell, "doubtful", doubt)
    if group and group != name:
        data["group"] = group
    for column in reader.layout.of("nature")[:1]:
        cell = row[column.index]
        data["nature"] = cell_text(cell)
        if cell is not None:
            evidence[("nature",)] = cell_evidence(cell)
    more = _more(reader, row, name, whole)
    at = at_of(Whereabouts(), evidence[()].place)
    at = dict[str, PlainValue](table=table_name, row=number) | at
    for labelled in several or [values]:
        entry, seen = dict(data), dict(evidence)
        for (kind, years), (text, sighting) in labelled.items():
            if kind == "upper":
                seen[("upper", years)] = sighting
                continue
            yearly = entry.setdefault(kind, {})
            assert isinstance(yearly, dict)
            yearly[years] = text
            seen[(kind, years)] = sighting
        entry |= more
        if several:
            _label(reader, entry, labelled)
            seen[("name",)] = cell_evidence(name_cell, "doubtful", "一格印有两个值，指标名称请核对")
        entry["at"] = dict(at)
        yield ReadEntry(entry, seen)


def _label(reader: _TableReader, entry: dict[str, PlainValue], labelled: CellValues) -> None:
    """Bind an entry of a cell with several values to the one term that its label and the row's name lead to."""
    entry["note"] = "一格两值"
    found = next((f for text, _ in labelled.values() if (f := _LABELLED.match(text))), None)
    if found is None:
        return
    name = str(entry["name"])
    for length in range(min(len(name), 8), 2, -1):
        tail = name[-length:]
        terms = [
            t for t in reader.vocabulary.terms if t.startswith(found["label"]) and t.endswith(tail)
        ]
        if len(terms) == 1:
            entry["indicator"] = terms[0]
        if terms:
            return


def _more(
    reader: _TableReader, row: list[GridCell | None], name: str, whole: str
) -> dict[str, PlainValue]:
    """Return departments, the row of which this is a part, scope and note."""
    more: dict[str, PlainValue] = {}
    departments: list[PlainValue] = []
    for column in reader.layout.of("departments"):
        for text in _DIVIDERS.split(" ".join(cell_lines(row[column.index]))):
            if text and text not in departments:
                departments.append(text)
    if departments:
        more["departments"] = departments
    if whole:
        more["part_of"] = whole
    scope = _SCOPE.match(name)
    if scope is not None:
        more["scope"] = scope["scope"]
    for column in reader.layout.of("note")[:1]:
        if text := cell_text(row[column.index]):
            more["note"] = text[:60]
    return more


def _name_and_unit(
    reader: _TableReader, row: list[GridCell | None], name_cell: GridCell, number: int
) -> tuple[str, str, ValueEvidence | None]:
    """Return the name without number and bracketed unit, the unit ("" for none), and where a unit column has it."""
    name = _stripped(cell_text(name_cell), number)
    for column in reader.layout.of("unit")[:1]:
        cell = row[column.index]
        text = cell_text(cell).strip("（）()") if cell is not None else ""
        if cell is not None and text not in _BLANK_UNIT:
            bracket = _BRACKET.search(name)
            if bracket is not None and bracket["inside"] == text:
                name = name[: bracket.start()]
            return name, text, cell_evidence(cell)
    bracket = _BRACKET.search(name)
    if bracket is not None and _is_unit(bracket["inside"], reader.units_in_brackets):
        return name[: bracket.start()], bracket["inside"].removeprefix("单位：").strip(), None
    return name, reader.table.unit if not reader.layout.of("unit") else "", None


def _is_unit(text: str, expected: bool) -> bool:
    bare = text.removeprefix("单位：").strip()
    if find_unit(bare) is not None:
        return True
    return expected and 0 < len(bare) <= 8 and _NOT_A_UNIT.search(bare) is None


CellValues = dict[tuple[str, str], tuple[str, ValueEvidence]]


def _values(
    reader: _TableReader, row: list[GridCell | None]
) -> tuple[CellValues, list[CellValues]]:
    """Return the row's values by kind and years; and, where one cell holds several with labels, each by itself."""
    values: CellValues = {}
    several: list[CellValues] = []
    before: GridCell | None = None
    for column in reader.layout.of("value"):
        cell = row[column.index]
        doubt = ""
        if cell is None and before is not None and column.value == "target":
            cell, doubt = before, "一个值跨两栏"
        if cell is None:
            values[(column.value, column.years)] = ("", _evidence_of_row(row))
            continue
        before = cell if column.value == "target" else None
        sureness: Sureness = "likely" if doubt else column.sureness
        text = cell_text(cell)
        lines = [_LABELLED.match(line) for line in cell_lines(cell)]
        if len(lines) > 1 and all(lines):
            key = (column.value, column.years)
            several += [{key: (line, cell_evidence(cell, "likely"))} for line in cell_lines(cell)]
            continue
        years, said = column.years, _YEAR_SAID.match(text)
        if said is not None and column.value == "baseline":
            years, text = said["year"], said["value"]
        values[(column.value, years)] = (text, cell_evidence(cell, sureness, doubt))
    for labelled in several:
        labelled |= {key: value for key, value in values.items() if key not in labelled}
    return values, several


def _evidence_of_row(row: list[GridCell | None]) -> ValueEvidence:
    """Return the evidence of a cell that is not there: that of the row's first one."""
    return next(cell_evidence(cell, "doubtful", "此格缺") for cell in row if cell is not None)


def _bound(reader: _TableReader, name: str, unit: str) -> tuple[str, str]:
    """Return the name of the term that a name is taken for, and what is in doubt if it is none."""
    bare = _PART.sub("", name)
    region = reader.frame.region
    for candidate in (name, bare, _SCOPE.sub("", bare)):
        term = reader.vocabulary.find(candidate, region, unit)
        if term is not None:
            return term.name, ""
    nearest = reader.vocabulary.nearest(bare)
    doubt = f"词表无此指标，相近：{'、'.join(nearest)}" if nearest else ""
    return (bare if bare != name else ""), doubt
