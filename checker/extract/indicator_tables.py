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
    ValueEvidence,
    ValuePath,
    Whereabouts,
    at_of,
)
from checker.extract.table_columns import GridRows, TableLayout, find_layout
from checker.extract.table_values import (
    LABELLED,
    CellValues,
    TableNotes,
    row_values,
    table_notes,
    value_lines,
)
from checker.plan.vocabulary import Vocabulary
from checker.quantity.units import find_unit
from checker.source import Record

_BLANK_UNIT = {"", "-", "—", "——", "－", "–", "/", "／", "--", "无"}
_NOTE_ROW = re.compile(r"^(?:注|备注|说明|资料来源|数据来源|计算方法|指标解释|指标说明)[:：1-9①]")
_PART = re.compile(r"^其\s*中\s*[:：,，]?\s*")
_BRACKET = re.compile(r"[（(](?P<inside>[^（）()]*)[）)]$")
_SUM = re.compile(r"[〔\[［【]\s*[-+−＋]?[0-9.]+\s*[〕\]］】]\s*[%％‰]?")
_NUMBERED = re.compile(r"^(?:[（(]\d{1,2}[）)]|[①-⑳]|\d{1,3}\s*[、．.](?!\d))\s*")
_SCOPE = re.compile(r"^(?P<scope>以[^，。]{1,14}?为单位)的?(?=.{4})")
_NOT_A_UNIT = re.compile("助理|含|不含|以上|以下|试点|[\u4e00-\u9fff]{6,}")
_GROUP_NUMBER = re.compile(r"^[一二三四五六七八九十]+、|^[（(][一二三四五六七八九十]+[）)]")
_JOINT = re.compile(r"(?<=[%％‰张人个岁][）)])[，,、；;\s]*(?=[\u4e00-\u9fff])")
_DIVIDERS = re.compile("[、，,；;/／\\s]+")


class _TableReader(Record):
    """What reading the rows of one table needs."""

    table: DraftTable
    layout: TableLayout
    frame: PlanFrame
    vocabulary: Vocabulary
    units_in_brackets: bool
    notes: TableNotes


def read_indicator_tables(
    outline: DraftOutline, frame: PlanFrame, vocabulary: Vocabulary
) -> tuple[tuple[ReadEntry, ...], frozenset[int]]:
    """Return the rows of all tables of indicators, and which of `outline.tables` these are."""
    entries: list[ReadEntry] = []
    used: set[int] = set()
    notes = table_notes(outline.texts)
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
        reader = _TableReader(table, layout, frame, vocabulary, _brackets_are_units(layout), notes)
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
    for index in range(reader.layout.first_row, len(rows)):
        row = rows[index]
        name_cell = row[reader.layout.of("name")[0].index]
        texts = {id(cell): text for cell in row if cell is not None and (text := cell_text(cell))}
        if not texts or _is_header_again(reader, row):
            continue
        if len(texts) == 1:
            text = next(iter(texts.values()))
            if not _NOTE_ROW.match(text) and len(text) <= 30:
                group = _GROUP_NUMBER.sub("", text)
            continue
        group = _group(reader, row, group)
        if name_cell is None or not cell_text(name_cell) or _is_across(reader, row, name_cell):
            continue
        part = bool(_PART.match(_stripped(cell_text(name_cell), number + 1)))
        printed = _printed_number(reader, rows, index)
        number = printed or (number if part else number + 1)
        base = _RowHead(name_cell, group, number, table_name, whole if part else "")
        for nth, name in _joint_names(reader, row, name_cell):
            for entry in _entries(reader, row, base, name, nth):
                yield entry, group, number
        if not part:
            whole = _name_and_unit(reader, row, cell_text(name_cell), number)[0]


class _RowHead(Record):
    """What a row's entries share: the cell of its name, group, number, table, and the row of which it is a part."""

    cell: GridCell
    group: str
    number: int
    table: str
    whole: str


def _is_across(reader: _TableReader, row: list[GridCell | None], name: GridCell) -> bool:
    """Return True for a title or a note over all columns from the name on: 结果性指标, 说明：…."""
    last = (reader.layout.of("nature") or reader.layout.of("value"))[-1]
    reaches = row[last.index] is name
    return reaches or bool(_NOTE_ROW.match(cell_text(name)))


def _joint_names(
    reader: _TableReader, row: list[GridCell | None], name_cell: GridCell
) -> list[tuple[int | None, str]]:
    """Return the names of a row: several where its cell prints each with its unit and the values have as many lines."""
    name = cell_text(name_cell)
    names = [n for n in _JOINT.split(name) if n]
    lines = max((len(value_lines(row[c.index])) for c in reader.layout.of("value")), default=0)
    if len(names) < 2 or lines != len(names):
        return [(None, name)]
    return list(enumerate(names))


def _is_header_again(reader: _TableReader, row: list[GridCell | None]) -> bool:
    """Return True for a header that is printed again at the top of a page."""
    name = reader.layout.of("name")[0]
    return cell_text(row[name.index]) in (name.header, *name.header.split(" ")) and len(row) > 1


def _group(reader: _TableReader, row: list[GridCell | None], group: str) -> str:
    for column in reader.layout.of("group")[:1]:
        text = cell_text(row[column.index])
        if text:
            return _GROUP_NUMBER.sub("", text)
    return group


def _printed_number(reader: _TableReader, rows: GridRows, index: int) -> int:
    """Return the number printed for a row, 0 for none; of a cell over several rows that prints 29 30 the row's own."""
    row = rows[index]
    for column in reader.layout.of("number"):
        cell = row[column.index]
        text = cell_text(cell).strip("（）().．、")
        if cell is None or not text.isdecimal():
            continue
        half = len(text) // 2
        if cell.rows > 1 and len(text) in (4, 6) and int(text[half:]) == int(text[:half]) + 1:
            return int(text[:half]) + min(index - cell.row, 1)
        return int(text)
    name = cell_text(row[reader.layout.of("name")[0].index])
    found = re.match(r"^[（(]?(\d{1,3})(?:[）)]|[、．.])", name)
    return int(found[1]) if found else 0


def _stripped(name: str, number: int) -> str:
    """Return a name without its running number: 4.5岁以下… is number 4 of 5岁以下…."""
    running = re.match(rf"^[（(]?{number}(?:[）)]|\s*[、．.])\s*", name)
    return name[running.end() :] if running else _NUMBERED.sub("", name)


def _entries(
    reader: _TableReader, row: list[GridCell | None], head: _RowHead, printed: str, nth: int | None
) -> Iterator[ReadEntry]:
    """Yield the entry of a row; two where a cell holds two values with their own labels (甲40 乙50)."""
    name_cell, group = head.cell, head.group
    name, unit, unit_evidence = _name_and_unit(reader, row, printed, head.number)
    values, several = row_values(reader.layout.of("value"), row, reader.notes, nth)
    values = {k: v for k, v in values.items() if v[0] != cell_text(name_cell)}
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
    more = _more(reader, row, name, head.whole)
    at = at_of(Whereabouts(), evidence[()].place)
    at = dict[str, PlainValue](table=head.table, row=head.number) | at
    for labelled in several or [values]:
        entry, seen = dict(data), dict(evidence)
        for (kind, years), (text, sighting) in labelled.items():
            if kind == "upper":
                seen[("upper", years)] = sighting
                continue
            if kind == "yearly" and _SUM.fullmatch(text):
                kind = "cumulative"
            values_of_kind = entry.setdefault(kind, {})
            assert isinstance(values_of_kind, dict)
            values_of_kind[years] = text
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
    found = next((f for text, _ in labelled.values() if (f := LABELLED.match(text))), None)
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
    reader: _TableReader, row: list[GridCell | None], printed: str, number: int
) -> tuple[str, str, ValueEvidence | None]:
    """Return the name without number and bracketed unit, the unit ("" for none), and where a unit column has it."""
    name = _stripped(printed, number)
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
