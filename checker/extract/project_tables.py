"""Rows of tables of projects: name, owner, figures of the content, money with its unit, years, status."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, TypeAlias

from checker.document.model import GridBlock, GridCell
from checker.extract.cells import cell_evidence, cell_lines, cell_text
from checker.extract.project_figures import project_figures
from checker.extract.records import (
    DraftOutline,
    DraftTable,
    DraftText,
    PlainValue,
    ReadEntry,
    ValueEvidence,
    ValuePath,
    at_of,
)
from checker.extract.table_columns import GridRows
from checker.source import Record

ProjectRole: TypeAlias = Literal[
    "no", "name", "content", "total_investment", "period_investment", "years", "funding", "status", "owner",
    "remark", "beds", "new_beds", "site_area", "floor_area", "other",
]  # fmt: skip

_HEADERS: tuple[tuple[ProjectRole, re.Pattern[str]], ...] = (
    ("no", re.compile("^序号$|^编号$|^项次$")),
    ("period_investment", re.compile("投资|资金需求")),
    ("funding", re.compile("资金(?:筹措|来源|渠道)|筹资|筹措")),
    (
        "years",
        re.compile("年限|起止|建设时间|建设期|实施期限|实施年|时限|工期|建设周期|完成时间|年度"),
    ),
    ("status", re.compile("进展|进度|状态|前期工作|阶段|建设情况")),
    ("owner", re.compile("业主|责任|牵头|实施主体|建设主体|(?:建设|实施|项目|承担|申报|主管)单位")),
    ("remark", re.compile("备注|^说明$")),
    ("new_beds", re.compile("新增床位")),
    ("beds", re.compile("床位|床数")),
    ("site_area", re.compile("用地|占地")),
    ("floor_area", re.compile("建筑面积|建筑规模.*平方米|^面积")),
    ("content", re.compile("内容|规模|任务|概况|简介")),
    (
        "name",
        re.compile("项目名称|工程名称|^项目$|^工程$|^名称$|重点项目|重大项目|重点工程|工程项目"),
    ),
)
_IN_PERIOD = re.compile(
    '期间|期内|计划投资|规划投资|[“"]?十?[一二三四五六七八九]五|(?:19|20)\\d\\d'
)
_MONEY_UNIT = re.compile("(?P<unit>亿元|万元|千元|百万元|元)")
_BRACKETED = re.compile(r"[（(](?P<unit>[^（）()]{1,6})[）)]")
_SUM_ROW = re.compile("^(?:合计|小计|总计|共计|总\\s*计)")
_WORKS = re.compile(
    "(?:整体|异地|二期|一期)?(?:新建|建设|改扩建|扩建|改建|迁建|搬迁|迁改建|装修|改造|提升|配套)+(?:装修)?(?:项目|工程)?$|(?:项目|工程)$"
)
_INSTITUTION_END = re.compile(
    "(?:医院|卫生院|中心|保健院|卫生室|学校|大学|中学|小学|幼儿园|福利院|敬老院|养老院|馆|水厂|水库|院)$"
)
_LEAD = re.compile(
    r"^(?:\d{1,2}\s*[.．、]|[（(]\d{1,2}[）)]|[①-⑳]|[—–-]{2,})?\s*(?P<name>[^：:，。；]{4,40})[：:。]"
)
_FIGURED = re.compile(r"(?:总投资|投资)[^，。；]{0,6}\d[\d.,]*\s*(?:亿|万)?元?")
_SIZED = re.compile(r"平方米|㎡|m²|亩|床位|张|公里|千米|座|吨")


class ProjectColumns(Record):
    """The roles of the columns of a table of projects, their headers, and the row in which its data begin."""

    roles: tuple[ProjectRole, ...]
    headers: tuple[str, ...]
    first_row: int


def read_projects(outline: DraftOutline, used: frozenset[int]) -> tuple[ReadEntry, ...]:
    """Return the rows of all tables of projects but `used` ones, then the projects of boxes that print figures."""
    entries: list[ReadEntry] = []
    last: ProjectColumns | None = None
    count = 0
    for index, table in enumerate(outline.tables):
        if index in used:
            last = None
            continue
        rows = table.grid.rows()
        columns = _columns(table.grid, rows)
        if columns is None and last is not None and len(last.roles) == table.grid.column_count:
            columns = ProjectColumns(last.roles, last.headers, 0)
        elif columns is not None and not table.continued:
            count = 0
        if columns is None:
            last = None
            continue
        for entry, number in _rows(table, columns, rows, count):
            entries.append(entry)
            count = number
        last = columns
    return (*entries, *_of_boxes(outline))


def _columns(grid: GridBlock, rows: GridRows) -> ProjectColumns | None:
    for start, row in enumerate(rows[:3]):
        headers = tuple(cell_text(cell) for cell in row)
        end = start + 1
        while end < min(len(rows), grid.header_rows or start + 2) and _goes_down(rows[end], row):
            headers = tuple(
                h if cell is over else h + cell_text(cell)
                for h, cell, over in zip(headers, rows[end], row, strict=True)
            )
            end += 1
        roles = _roles(headers)
        if (
            "name" in roles
            and len(set(roles) & _TELLING) > 0
            and not any("指标" in h for h in headers)
        ):
            return ProjectColumns(roles, headers, end)
    return None


_TELLING = {
    "content",
    "total_investment",
    "period_investment",
    "years",
    "funding",
    "status",
    "owner",
}


def _goes_down(row: list[GridCell | None], above: list[GridCell | None]) -> bool:
    """Return True for a second header row: some cells reach down into it, and no running number begins it."""
    return any(cell is not None and cell is over for cell, over in zip(row, above, strict=True))


def _roles(headers: tuple[str, ...]) -> tuple[ProjectRole, ...]:
    roles: list[ProjectRole] = []
    for header in headers:
        role = _project_role(header)
        if role == "period_investment" and not _IN_PERIOD.search(header):
            role = "total_investment"
        roles.append(role if role == "other" or role not in roles else "other")
    if "name" not in roles and "content" in roles and "total_investment" in roles:
        before = [i for i in range(roles.index("content")) if roles[i] == "other"]
        if before:
            roles[before[-1]] = "name"
    return tuple(roles)


def _project_role(header: str) -> ProjectRole:
    for role, words in _HEADERS:
        if words.search(header):
            return role
    return "other"


def _rows(
    table: DraftTable, columns: ProjectColumns, rows: GridRows, before: int
) -> Iterator[tuple[ReadEntry, int]]:
    name_at = columns.roles.index("name")
    number = before
    for row in rows[columns.first_row :]:
        texts = {id(cell) for cell in row if cell is not None and cell_text(cell)}
        cell = row[name_at]
        if cell is None or not cell_text(cell) or len(texts) < 2:
            continue
        if (
            any(_SUM_ROW.match(cell_text(c)) for c in row[: name_at + 1])
            or cell_text(cell) == columns.headers[name_at]
        ):
            continue
        printed = cell_text(row[columns.roles.index("no")]) if "no" in columns.roles else ""
        if printed and not re.search(r"\d", printed):
            continue  # 一、 a group of projects
        number = int(printed) if printed.isdecimal() else number + 1
        yield _entry(table, columns, row, cell, number, printed), number


def _entry(
    table: DraftTable,
    columns: ProjectColumns,
    row: list[GridCell | None],
    name: GridCell,
    number: int,
    printed: str,
) -> ReadEntry:
    cells = {role: row[i] for i, role in enumerate(columns.roles) if role != "other"}
    headers = dict(zip(columns.roles, columns.headers, strict=True))
    data: dict[str, PlainValue] = {"no": printed or str(number), "name": cell_text(name)}
    evidence: dict[ValuePath, ValueEvidence] = {
        (): cell_evidence(name),
        ("name",): cell_evidence(name),
    }
    content = cells.get("content")
    if "owner" in cells:
        data["owner"] = cell_text(cells["owner"])
    elif institution := _institution(cell_text(name)):
        data["institution"] = institution
    figures = project_figures(cell_text(content)) if content is not None else {}
    for key, value in figures.items():
        data[key] = value
        if content is not None:
            evidence[(key,)] = cell_evidence(content, "likely")
    for role, cell in cells.items():
        if cell is None or role in ("no", "name", "content", "owner"):
            continue
        text = _value(role, cell, headers[role], table.unit)
        if text or role in ("total_investment", "period_investment", "years", "remark"):
            data[role] = text
            evidence[(role,)] = cell_evidence(cell)
    if "remark" in cells and "costs" not in data:
        costs = project_figures(cell_text(cells["remark"])).get("costs")
        if costs:
            data["costs"] = costs
    at = at_of(table.where, evidence[()].place)
    if not table.where.annex:
        at = {"table": table.number or table.title} | {
            k: v for k, v in at.items() if k != "section"
        }
    data["at"] = _with_row(at, number)
    return ReadEntry(_in_order(data), evidence)


def _with_row(at: dict[str, PlainValue], row: int) -> dict[str, PlainValue]:
    head = {k: v for k, v in at.items() if k not in ("line", "paragraph", "page")}
    return head | {"row": row} | at


def _value(role: ProjectRole, cell: GridCell, header: str, caption_unit: str) -> str:
    text = cell_text(cell)
    if role == "funding":
        lines = cell_lines(cell)
        return (
            "、".join(lines) if len(lines) > 1 and all(len(line) <= 12 for line in lines) else text
        )
    if role in ("total_investment", "period_investment"):
        unit = _MONEY_UNIT.search(header) or _MONEY_UNIT.search(caption_unit)
        bare = re.fullmatch(r"[约近]?\d[\d.,]*", text)
        return f"{text}{unit['unit']}" if bare and unit else text
    if role in ("beds", "new_beds", "site_area", "floor_area"):
        unit = _BRACKETED.search(header)
        return f"{text}{unit['unit']}" if re.fullmatch(r"[约近]?\d[\d.,]*", text) and unit else text
    return text.rstrip("。") if role in ("status", "remark") else text


def _institution(name: str) -> str:
    """Return the institution that a project's name names, without the works: 某某医院改扩建工程."""
    bare = re.sub(r"[（(].*?[）)]$", "", name)
    while (shorter := _WORKS.sub("", bare)) != bare:
        bare = shorter
    return bare if _INSTITUTION_END.search(bare) and len(bare) >= 5 else ""


_ORDER = (
    "no", "name", "owner", "institution", "beds", "new_beds", "site_area", "floor_area", "above_ground",
    "below_ground", "storeys_above", "storeys_below", "repeats", "total_investment", "period_investment",
    "stated_investment", "costs", "years", "funding", "status", "remark", "at",
)  # fmt: skip


def _in_order(data: dict[str, PlainValue]) -> dict[str, PlainValue]:
    return {key: data[key] for key in _ORDER if key in data}


def _of_boxes(outline: DraftOutline) -> Iterator[ReadEntry]:
    """Yield the items of boxes that name a project with its size and its money."""
    count = 0
    for text in outline.texts:
        if not text.where.box or text.heading:
            continue
        lead = _LEAD.match(text.text)
        if lead is None or not _FIGURED.search(text.text) or not _SIZED.search(text.text):
            continue
        count += 1
        yield _box_entry(text, lead, count)


def _box_entry(text: DraftText, lead: re.Match[str], number: int) -> ReadEntry:
    start, end = lead.span("name")
    data: dict[str, PlainValue] = {"no": str(number), "name": lead["name"]}
    figures = project_figures(text.text[end:])
    stated = figures.pop("stated_investment", None)
    if isinstance(stated, list) and stated:
        figures["total_investment"] = stated[0]
        if len(stated) > 1:
            figures["stated_investment"] = stated[1:]
    data |= figures
    data["at"] = at_of(text.where, text.place(start), row=number)
    return ReadEntry(_in_order(data), {(): text.evidence(start, len(text.text), "likely")})
