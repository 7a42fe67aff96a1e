"""What the columns of a table of indicators are, by their headers however worded, and by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, TypeAlias

from checker.document.model import GridBlock, GridCell
from checker.extract.cells import cell_text, year_key
from checker.extract.header import PlanFrame
from checker.extract.records import Sureness
from checker.source import Record

GridRows: TypeAlias = list[list[GridCell | None]]
ColumnRole: TypeAlias = Literal[
    "number", "group", "name", "unit", "value", "nature", "departments", "note", "other"
]
ValueRole: TypeAlias = Literal["baseline", "target", "yearly", "cumulative", "actual", "upper"]

NATURES = ("约束性", "预期性", "指导性", "倡导性", "约束", "预期", "指导", "倡导", "引导性")
_WORDS: tuple[tuple[ColumnRole, re.Pattern[str]], ...] = (
    ("number", re.compile(r"序号|编号|项次|行次|^[序号]$|^NO\.?$", re.IGNORECASE)),
    ("departments", re.compile("责任|牵头|负责|配合|主管|实施单位|(?:落实|完成)单位|^部门$|部门$")),
    ("nature", re.compile("属性|性质")),
    ("unit", re.compile("^[（(]?(?:计量|度量|计算|统计|指标|数量)?单位|^量纲$")),
    ("note", re.compile("备注|说明|^注$|指标解释|指标来源|数据来源|依据|计算方法|出处")),
)
_NAME = re.compile(
    "指标名称|指标内容|主要指标|具体指标|核心指标|发展指标|目标名称|^指标|指标$|^名称$|^内容$|^项目$|指标[（(]"
)
_GROUP = re.compile("领域|类别|分类|维度|类型|^类$|^类|方面|^目标$|一级指标|板块|大类")
_VALUE = re.compile(
    "现状|基期|基数|基准|基线|现值|目标|规划值|期末|期初|年均|年平均|增速|增长|累计|合计|完成|实际|实绩|五年|预计|水平|[一二三四五六七八九]五"
)
_YEARLY = re.compile("年均|年平均|年度平均|平均增|增速|增长率|年增")
_CUMULATIVE = re.compile("累计|合计|总量变化|五年变化")
_ACTUAL = re.compile("完成|实际|实绩|实现值|达到值|执行")
_BASELINE = re.compile("现状|基期|基数|基准|基线|现值|期初|起点|当前")
_TARGET = re.compile("目标|规划|期末|预期|要求")
_ABOVE = {
    "国家": (),
    "省": ("全国", "国家"),
    "市": ("全国", "国家", "全省", "省", "全区", "自治区"),
    "县": ("全国", "国家", "全省", "省", "自治区", "全市", "市级", "地级市", "上级"),
}


class TableColumn(Record):
    """A column: its role, and of a column of values its kind and the year or years that stand above it."""

    index: int
    role: ColumnRole
    header: str
    value: ValueRole = "target"
    years: str = ""
    sureness: Sureness = "sure"


class TableLayout(Record):
    """The columns of a table and the row in which its data begin."""

    columns: tuple[TableColumn, ...]
    first_row: int

    def of(self, role: ColumnRole) -> list[TableColumn]:
        return [column for column in self.columns if column.role == role]


def find_layout(grid: GridBlock, rows: GridRows, frame: PlanFrame) -> TableLayout | None:
    """Return the layout of a table of indicators, None for another table."""
    start = _skip_titles(rows)
    if start >= len(rows) - 1:
        return None
    end = _header_end(grid, rows, start)
    headers = [_joined([row[c] for row in rows[start:end]]) for c in range(grid.column_count)]
    body = rows[end:]
    columns = tuple(_column(c, text, body, frame) for c, text in enumerate(headers))
    columns = _with_one_name(columns, body)
    columns = _with_past_targets(columns)
    layout = TableLayout(columns, end)
    names = layout.of("name")
    if not names or not layout.of("value"):
        return None
    return layout if any("指标" in c.header or "目标" in c.header for c in columns) else None


def _skip_titles(rows: GridRows) -> int:
    """Return the first row that is no title and no unit set over all columns."""
    for index, row in enumerate(rows):
        texts = {id(cell): cell_text(cell) for cell in row if cell is not None}
        if sum(1 for text in texts.values() if text) > 1:
            return index
    return len(rows)


def _header_end(grid: GridBlock, rows: GridRows, start: int) -> int:
    """Return the row behind the header: cells that reach down, and rows of years or words without a figure."""
    if grid.header_rows > start:
        return grid.header_rows
    end = start + 1
    while end < len(rows) - 1 and _is_subheader(rows, start, end):
        end += 1
    return end


def _is_subheader(rows: GridRows, start: int, index: int) -> bool:
    row, above = rows[index], rows[index - 1]
    kept = [
        cell for cell, over in zip(row, above, strict=True) if cell is not None and cell is over
    ]
    new = [cell_text(cell) for cell, over in zip(row, above, strict=True) if cell is not over]
    filled = [text for text in new if text]
    if not filled:
        return bool(kept)
    words = [text for text in filled if year_key(text) or any(_role(text) != "other" for _ in "1")]
    reaching = any(cell.row <= start for cell in kept) or len(filled) < len(row)
    return reaching and len(words) == len(filled) and not any(_is_figure(t) for t in filled)


def _is_figure(text: str) -> bool:
    return bool(re.fullmatch(r"[<>≤≥＜＞]?[\d.,]+[%％‰]?", text)) and not re.fullmatch(
        r"(?:19|20)\d\d", text
    )


def _joined(cells: Sequence[GridCell | None]) -> str:
    """Return the header texts above each other, each cell once."""
    seen: list[GridCell] = []
    for cell in cells:
        if cell is not None and all(cell is not other for other in seen):
            seen.append(cell)
    return " ".join(text for cell in seen if (text := cell_text(cell)))


def _role(header: str) -> ColumnRole:
    for role, words in _WORDS:
        if words.search(header):
            return role
    bare = re.sub(r"[（(].*?[）)]", "", header)
    if re.search(r"(?:19|20)\d\d", header):
        return "value"
    if _NAME.search(bare) and not re.search("类别|类型|指标值|指标目标", bare):
        return "name"
    if _GROUP.search(bare) and not re.search("目标值|[一二三四五六七八九]五", bare):
        return "group"
    return "value" if _VALUE.search(header) or "指标值" in header else "other"


def _column(index: int, header: str, body: GridRows, frame: PlanFrame) -> TableColumn:
    role = _role(header)
    texts = [text for row in body if (text := cell_text(row[index]))]
    natures = sum(text in NATURES for text in texts)
    if texts and natures * 2 > len(texts):
        return TableColumn(index, "nature", header)
    if role == "nature" and natures == 0 and texts:
        role = "other"
    if role != "value":
        return TableColumn(index, role, header)
    kind, years, sureness = _value_role(header, frame)
    return TableColumn(index, "value", header, kind, years, sureness)


def _value_role(header: str, frame: PlanFrame) -> tuple[ValueRole, str, Sureness]:
    """Return what a column of values holds, and of which years."""
    years = year_key(header)
    period = f"{frame.first_year}-{frame.last_year}"
    if _is_above(header, frame):
        return "upper", years or str(frame.target_year), "sure"
    if _YEARLY.search(header):
        return "yearly", years if "-" in years else period, "sure" if "-" in years else "likely"
    if _CUMULATIVE.search(header):
        return "cumulative", years if "-" in years else period, "sure" if "-" in years else "likely"
    if not years:
        if _BASELINE.search(header):
            return "baseline", str(frame.base_year), "likely"
        if _ACTUAL.search(header) and not _TARGET.search(header):
            return "actual", str(frame.target_year), "likely"
        return "target", str(frame.target_year), "likely"
    if "-" in years:
        return ("target" if int(years[-4:]) > frame.base_year else "baseline"), years[-4:], "likely"
    if int(years) <= frame.base_year or _BASELINE.search(header):
        return "baseline", years, "sure"
    return ("actual" if _ACTUAL.search(header) else "target"), years, "sure"


def _is_above(header: str, frame: PlanFrame) -> bool:
    """Return True for a column of a plan above: 自治区2020年目标, 全省, but not the plan's own 全市."""
    own = frame.region[-1:] if frame.region else ""
    if frame.region and frame.region in header:
        return False
    return any(word in header and word != f"全{own}" for word in _ABOVE.get(frame.level, ()))


def _with_one_name(columns: tuple[TableColumn, ...], body: GridRows) -> tuple[TableColumn, ...]:
    """Leave the names to the column whose cells differ most, the others are groups; find one if no header names it."""
    names = [column for column in columns if column.role == "name"]
    if not names:
        groups = [column for column in columns if column.role in ("group", "other")]
        values = [column.index for column in columns if column.role == "value"]
        before = [c for c in groups if values and c.index < values[0]]
        names = before[-1:] if before else []
    if not names:
        return columns
    best = max(names, key=lambda column: (_distinct(column.index, body), column.index))
    return tuple(
        _as(column, "name")
        if column.index == best.index
        else _as(column, "group")
        if column.role == "name"
        else column
        for column in columns
    )


def _as(column: TableColumn, role: ColumnRole) -> TableColumn:
    return TableColumn(
        column.index, role, column.header, column.value, column.years, column.sureness
    )


def _distinct(index: int, body: GridRows) -> int:
    return len({id(row[index]) for row in body if row[index] is not None and cell_text(row[index])})


def _with_past_targets(columns: tuple[TableColumn, ...]) -> tuple[TableColumn, ...]:
    """Take 2015年目标 beside 2015年完成 as a target with its result, also before the base year."""
    said = {c.years for c in columns if c.role == "value" and _ACTUAL.search(c.header)}
    past = {
        c.years
        for c in columns
        if c.role == "value"
        and c.value == "baseline"
        and _TARGET.search(c.header)
        and c.years in said
    }
    return tuple(
        column
        if column.role != "value" or column.value != "baseline" or column.years not in past
        else TableColumn(
            column.index,
            "value",
            column.header,
            "actual" if _ACTUAL.search(column.header) else "target",
            column.years,
            column.sureness,
        )
        for column in columns
    )
