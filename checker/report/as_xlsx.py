"""A report as a workbook for drafting staff: overview, findings, targets side by side, rules. No formula in it."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from xlsxwriter import Workbook  # type: ignore[import-untyped]  # it says nothing of its types

from checker.findings import SEVERITIES, Bilingual, Origin, Outcome
from checker.messages import Language, message
from checker.report.coverage import (
    condition_place,
    condition_texts,
    plan_hashes,
    provenance_rows,
    report_coverage,
)
from checker.report.layout import Page, join, one_line, strip_control_characters, width, wrap
from checker.report.model import PlanReport, Report, TargetComparison, ValueView
from checker.report.office import (
    ReviewItem,
    creation_time,
    date_text,
    make_reproducible,
    review_items,
    say,
    unread_texts,
)
from checker.report.rule_descriptions import rows as clauses
from checker.report.wording import place_text, reading_text, source_text, status_text, words_text
from checker.source import Record

FONT, SIZE = "宋体", 10
LINE, MARGIN, HIGHEST = 14.5, 5, 409
"""Points of a line of text and around it; no row of any program is higher."""
LONGEST = 32_767
A4 = 9
KINDS = {
    "error": ("#FBE3E1", "#9C1C12"),
    "warning": ("#FFF1D6", "#7A4B00"),
    "info": ("#E7F0FA", "#1F4E79"),
    "unknown": ("#EEEEEE", "#444444"),
    "waived": ("#F6F6F6", "#777777"),
}
TRAITS: dict[str, dict[str, Any]] = {
    "head": {"bold": True, "align": "center", "valign": "vcenter", "bg_color": "#DCE6F1"},
    "centred": {"align": "center"},
    "bold": {"bold": True},
    "title": {"bold": True, "font_size": 16, "border": 0, "text_wrap": False},
    "plain": {"border": 0, "text_wrap": False},
    **{kind: {"bg_color": ground, "font_color": ink} for kind, (ground, ink) in KINDS.items()},
}
"""The properties of a cell format by trait: its role, or the kind of a finding."""
VERDICTS = {"looser": "error", "average": "info", "unknown": "unknown", "absent": "waived"}

CellValue = str | int


class SheetColumn(Record):
    """One column: its heading, its narrowest and widest width, whether it is printed and centred."""

    code: str
    low: int
    high: int
    printed: bool = True
    centred: bool = False


class SheetRow(Record):
    """The cells of a row; `kind` colours the cell of the column `kind_at`."""

    cells: tuple[CellValue, ...]
    kind: str = ""


def render(report: Report, language: Language) -> bytes:
    """Return the workbook as an .xlsx file. Equal reports give equal bytes."""
    stream = io.BytesIO()
    book = Workbook(
        stream,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_format_properties": {"font_name": FONT, "font_size": SIZE},
        },
    )
    book.set_properties(
        {"title": say("title", language), "created": creation_time(report), "author": "plancheck"}
    )
    sheets = _Sheets(book, language)
    _overview(sheets, report)
    _findings(sheets, report)
    _targets(sheets, report)
    _conditions(sheets, report)
    _rules(sheets, report)
    if report.waivers:
        _waivers(sheets, report)
    book.close()
    return make_reproducible(stream.getvalue())


class _Sheets:
    """Writes tables into a workbook: widths, heights, frozen heading, filter, print setup."""

    def __init__(self, book: Workbook, language: Language) -> None:
        self.book = book
        self.language = language
        self._formats: dict[tuple[str, ...], Any] = {}

    def say(self, code: str, **arguments: object) -> str:
        """Return the text `office-<code>` in the language of the workbook."""
        return say(code, self.language, **arguments)

    def style(self, *traits: str) -> Any:
        """Return the cell format with these traits: head, centred, bold, title, plain, or a kind of finding."""
        if traits not in self._formats:
            properties: dict[str, Any] = {
                "font_name": FONT, "font_size": SIZE, "text_wrap": True, "valign": "top",
                "border": 1, "border_color": "#BFBFBF",
            }  # fmt: skip
            for trait in traits:
                properties |= TRAITS[trait]
            self._formats[traits] = self.book.add_format(properties)
        return self._formats[traits]

    def sheet(self, code: str) -> Any:
        """Add a sheet that is set up for printing."""
        sheet = self.book.add_worksheet(self.say(f"sheet-{code}"))
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&L&A&R{self.say('page', page='&P', pages='&N')}")
        sheet.hide_gridlines(2)
        return sheet

    def table(
        self,
        sheet: Any,
        columns: Sequence[SheetColumn],
        rows: Sequence[SheetRow],
        top: int = 0,
        kind_at: int = -1,
        fixed: int = 0,
    ) -> None:
        """Write a heading and rows below it. The heading and the first `fixed` columns do not scroll."""
        heads = [self.say(c.code) for c in columns]
        texts = [[str(cell) for cell in row.cells] for row in rows]
        widths = [
            _width(column, [head, *(row[n] for row in texts)])
            for n, (column, head) in enumerate(zip(columns, heads, strict=True))
        ]
        for n, size in enumerate(widths):
            sheet.set_column(n, n, size)
        sheet.set_row(top, _height(heads, widths))
        for n, head in enumerate(heads):
            sheet.write_string(top, n, head, self.style("head"))
        for number, (row, row_texts) in enumerate(zip(rows, texts, strict=True), start=top + 1):
            sheet.set_row(number, _height(row_texts, widths))
            for n, cell in enumerate(row.cells):
                traits = ("centred",) if columns[n].centred else ()
                if n == kind_at and row.kind:
                    traits = (*traits, row.kind)
                self.write(sheet, number, n, cell, *traits)
        last = max(top + len(rows), top + 1)
        sheet.autofilter(top, 0, last, len(columns) - 1)
        sheet.freeze_panes(top + 1, fixed)
        sheet.repeat_rows(top)
        printed = max((n for n, c in enumerate(columns) if c.printed), default=0)
        sheet.print_area(0, 0, last, printed)
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{last + 1}"})

    def write(self, sheet: Any, row: int, column: int, cell: CellValue, *traits: str) -> None:
        """Write an integer as a number and everything else as text, even if it looks like a number."""
        if isinstance(cell, int):
            sheet.write_number(row, column, cell, self.style(*traits))
        elif cell:
            sheet.write_string(row, column, self.fitting(cell), self.style(*traits))
        else:
            sheet.write_blank(row, column, None, self.style(*traits))

    def fitting(self, text: str) -> str:
        """Return the text, cut with a note if it is longer than a cell may be."""
        text = strip_control_characters(text).replace("\r", "")
        if len(text.encode("utf-16-le")) // 2 <= LONGEST:
            return text
        note = self.say("cut")
        return text[: LONGEST // 2 - len(note)] + note


def _width(column: SheetColumn, texts: Sequence[str]) -> int:
    """Return the width of the longest line within the limits of the column, full-width characters counted twice."""
    longest = max((width(line) for text in texts for line in text.split("\n")), default=0)
    return min(max(longest + 3, column.low), column.high)


def _height(texts: Sequence[str], widths: Sequence[int]) -> float:
    """Return the row height in points for the cell with most lines; generous, since programs differ in fonts."""
    lines = max(
        (len(wrap(text, size - 2)) for text, size in zip(texts, widths, strict=True)), default=1
    )
    return min(lines * LINE + MARGIN, HIGHEST)


# ---- the overview


def _overview(sheets: _Sheets, report: Report) -> None:
    sheet, language = sheets.sheet("overview"), sheets.language
    sheet.write_string(0, 0, report_coverage(report, language), sheets.style("plain"))
    sheet.set_row(1, 28)
    sheet.write_string(1, 0, sheets.say("title"), sheets.style("title"))
    day = date_text(report, language)
    if day:
        text = join("colon", (sheets.say("date"), day), language)
        sheet.write_string(2, 0, text, sheets.style("plain"))
    sheet.write_string(3, 0, sheets.say("answer"), sheets.style("plain"))
    columns = (
        SheetColumn("plan", 24, 44), SheetColumn("region", 10, 18), SheetColumn("period", 12, 16),
        SheetColumn("upper", 24, 50),
        *(SheetColumn(f"count-{kind}", 8, 12, centred=True) for kind in _COUNTED),
        SheetColumn("verdicts", 10, 14, centred=True),
    )  # fmt: skip
    rows = [SheetRow(_plan_cells(plan, sheets)) for plan in report.plans]
    if len(rows) > 1:
        sums = [sum(int(row.cells[n]) for row in rows) for n in range(4, len(columns))]
        rows.append(SheetRow((sheets.say("total"), "", "", "", *sums)))
    sheets.table(sheet, columns, rows, top=5)
    bottom = _faults(sheets, sheet, report, 7 + len(rows), len(columns) - 1)
    _made_with(sheets, sheet, report, bottom)


_UNFAILED: tuple[Outcome, ...] = ("unknown", "lacking", "not-applicable", "waived", "pass")
_COUNTED = (*SEVERITIES, *_UNFAILED)


def _plan_cells(plan: PlanReport, sheets: _Sheets) -> tuple[CellValue, ...]:
    header = plan.header
    above = [s for step in plan.upper_levels for s in step.used]
    return (
        header.title,
        header.region,
        sheets.say("years", period=header.period),
        "\n".join(f"《{s.title}》" for s in above) or sheets.say("none"),
        *plan.by_severity.values(),
        *(plan.judgement.total(o) for o in _UNFAILED),
        plan.judgement.verdicts,
    )


def _faults(sheets: _Sheets, sheet: Any, report: Report, top: int, last: int) -> int:
    """Write the inputs that could not be read below the table, whose counts do not include them.

    Return the next free row.
    """
    texts = unread_texts(report, sheets.language)
    if not texts:
        return top
    sheet.write_string(top, 0, sheets.say("inputs"), sheets.style("bold"))
    for row, text in enumerate(texts, start=top + 1):
        sheet.set_row(row, _height([text], [120]))
        sheet.merge_range(row, 0, row, last, "", sheets.style())
        sheets.write(sheet, row, 0, text)
    sheet.print_area(0, 0, top + len(texts), last)
    return top + len(texts) + 2


def _made_with(sheets: _Sheets, sheet: Any, report: Report, top: int) -> None:
    """Write the provenance of the report below all else."""
    language = sheets.language
    sheet.write_string(top, 0, message("report-provenance", language), sheets.style("bold"))
    rows = list(provenance_rows(report, language))
    for plan in report.plans:
        rows += plan_hashes(plan, language)
    for row, pair in enumerate(rows, start=top + 1):
        text = sheets.fitting(join("colon", pair, language))
        sheet.write_string(row, 0, text, sheets.style("plain"))


# ---- the conditions


def _conditions(sheets: _Sheets, report: Report) -> None:
    columns = (
        SheetColumn("plan", 16, 28), SheetColumn("kind", 10, 10, centred=True), SheetColumn("condition", 30, 60),
        SheetColumn("where", 14, 36), SheetColumn("address", 14, 40, False),
    )  # fmt: skip
    rows = []
    for plan in report.plans:
        for condition, text in condition_texts(plan, sheets.language):
            severity = "warning" if condition.warns else "info"
            kind = status_text(severity, sheets.language)
            place, address = condition_place(condition, sheets.language)
            cells = (one_line(plan.header.title), kind, text, place, address)
            rows.append(SheetRow(cells, severity))
    sheets.table(sheets.sheet("conditions"), columns, rows, kind_at=1, fixed=1)


# ---- the findings


def _findings(sheets: _Sheets, report: Report) -> None:
    several = len(report.plans) > 1
    waived = bool(report.total("waived"))
    columns = (
        SheetColumn("number", 6, 6, centred=True),
        *([SheetColumn("plan", 16, 20)] if several else []),
        SheetColumn("kind", 10, 10, centred=True), SheetColumn("subject", 12, 18), SheetColumn("found", 24, 36),
        SheetColumn("own", 18, 28), SheetColumn("beside", 18, 28), SheetColumn("formula", 14, 24),
        SheetColumn("gap", 8, 14),
        SheetColumn("basis", 12, 22), SheetColumn("remedy", 16, 24),
        *([SheetColumn("waived", 14, 24)] if waived else []),
        SheetColumn("adopted", 11, 11, centred=True), SheetColumn("remark", 16, 16),
        *([] if several else [SheetColumn("plan", 16, 24, False)]),
        SheetColumn("rule", 12, 26, False), SheetColumn("rule_title", 16, 28, False),
        SheetColumn("address", 14, 40, False),
    )  # fmt: skip
    rows: list[SheetRow] = []
    for plan in report.plans:
        for item in review_items(plan, sheets.language):
            cells = _finding_cells(item, plan, sheets, len(rows) + 1)
            rows.append(SheetRow(tuple(cells[c.code] for c in columns), item.kind))
    sheet = sheets.sheet("findings")
    codes = [c.code for c in columns]
    sheets.table(
        sheet, columns, rows, kind_at=codes.index("kind"), fixed=codes.index("subject") + 1
    )
    choices = [sheets.say(code) for code in ("yes", "partly", "no", "done")]
    if rows:
        column = codes.index("adopted")
        sheet.data_validation(
            1, column, len(rows), column,
            {"validate": "list", "source": choices, "error_message": sheets.say("choose")},
        )  # fmt: skip


def _finding_cells(
    item: ReviewItem, plan: PlanReport, sheets: _Sheets, number: int
) -> dict[str, CellValue]:
    language = sheets.language
    place = join("colon", (message("report-stands", language), item.place), language)
    return {
        "number": number,
        "plan": plan.header.title,
        "kind": status_text(item.kind, language),
        "subject": one_line(item.finding.subject.name),
        "found": item.sentence,
        "own": "\n".join(item.own_values) or (place if item.place else ""),
        "beside": "\n".join(item.other_values),
        "formula": item.formula,
        "gap": item.gap,
        "basis": "\n".join(item.basis),
        "remedy": "\n".join(item.remedy),
        "waived": item.waiver,
        "adopted": "",
        "remark": "",
        "rule": item.finding.rule,
        "rule_title": one_line(item.finding.title.pick(language)),
        "address": item.address,
    }


# ---- targets side by side


def _targets(sheets: _Sheets, report: Report) -> None:
    several = len(report.plans) > 1
    columns = (
        *([SheetColumn("plan", 16, 24)] if several else []),
        SheetColumn("indicator", 16, 34), SheetColumn("unit", 8, 14), SheetColumn("nature", 8, 10, centred=True),
        SheetColumn("baseline", 10, 24), SheetColumn("target", 14, 34), SheetColumn("above", 24, 60),
        SheetColumn("verdict", 14, 26), SheetColumn("address", 14, 40, False),
    )  # fmt: skip
    rows = []
    for plan in report.plans:
        for comparison in plan.comparisons:
            cells = _target_cells(comparison, plan, sheets)
            rows.append(
                SheetRow(
                    tuple(cells[c.code] for c in columns), VERDICTS.get(comparison.verdict, "")
                )
            )
    sheet = sheets.sheet("targets")
    codes = [c.code for c in columns]
    fixed = codes.index("indicator") + 1
    sheets.table(sheet, columns, rows, kind_at=codes.index("verdict"), fixed=fixed)


def _target_cells(
    comparison: TargetComparison, plan: PlanReport, sheets: _Sheets
) -> dict[str, CellValue]:
    language, title = sheets.language, plan.header.title
    span = comparison.origin.span if comparison.origin else None
    return {
        "plan": title,
        "indicator": one_line(comparison.name),
        "unit": _list_words(comparison.unit, language),
        "nature": _list_words(comparison.nature, language),
        "baseline": _value(comparison.baseline, title, None, language),
        "target": _value(comparison.target, title, comparison.origin, language),
        "above": "\n".join(_value(v, title, v.origin, language) for v in comparison.above),
        "verdict": sheets.say(comparison.verdict, reason=comparison.reason.pick(language)),
        "address": one_line(span.address_beside_place) if span else "",
    }


def _list_words(words: Sequence[Bilingual], language: Language) -> str:
    return join("list", (one_line(w.pick(language)) for w in words), language)


def _value(
    value: ValueView | None, plan_title: str, origin: Origin | None, language: Language
) -> str:
    """Return the year, the printed text and its meaning, then the plan if it is another one, and the place."""
    if value is None:
        return ""
    read = value.read_as.pick(language)
    parts = [reading_text(value, read, read in (value.printed, "？", ""), language)]
    if origin is not None:
        parts += [source_text(origin, plan_title, language), place_text(origin.place, language)]
    return one_line(join("comma", parts, language))


# ---- rules and waivers


def _rules(sheets: _Sheets, report: Report) -> None:
    columns = (
        SheetColumn("rule", 14, 28), SheetColumn("rule_title", 20, 36), SheetColumn("severity", 10, 34),
        SheetColumn("require", 24, 60),
        SheetColumn("basis", 16, 36), *(SheetColumn(f"count-{o}", 8, 12, centred=True) for o in _OUTCOMES),
    )  # fmt: skip
    counts: dict[str, Counter[str]] = {}
    for plan in report.plans:
        for count in plan.judgement.counts:
            counts.setdefault(count.rule, Counter()).update(count.counts)
    rows = [
        SheetRow((*_rule_cells(code, report, sheets), *(counts[code][o] for o in _OUTCOMES)))
        for code in counts
    ]
    sheets.table(sheets.sheet("rules"), columns, rows, fixed=1)


_OUTCOMES = ("fail", "unknown", "lacking", "waived", "pass", "not-applicable")


def _rule_cells(code: str, report: Report, sheets: _Sheets) -> Iterator[str]:
    yield code
    card = report.rules.get(code)
    if card is None:
        yield from ("", "", "", "")
        return
    page = Page(sheets.language)
    texts = dict(clauses(card, page))
    yield one_line(words_text(card.title, sheets.language))
    yield texts[page.say("card-severity")]
    yield texts[page.say("card-require")] or texts[page.say("card-manual")]
    yield texts[page.say("basis")]


def _waivers(sheets: _Sheets, report: Report) -> None:
    columns = (
        SheetColumn("rule", 14, 28), SheetColumn("region", 10, 12), SheetColumn("subject", 14, 30),
        SheetColumn("reason", 20, 40),
        SheetColumn("basis", 16, 36), SheetColumn("approver", 12, 24), SheetColumn("expires", 12, 12),
        SheetColumn("state", 12, 24),
        SheetColumn("findings", 10, 10, centred=True), SheetColumn("address", 14, 40, False),
    )  # fmt: skip
    rows = [
        SheetRow(
            (
                w.rule, w.region, one_line(w.indicator), one_line(w.reason), one_line(w.basis), one_line(w.approver),
                w.expires.isoformat(), sheets.say(f"state-{use.status}", left=use.days_left), use.findings,
                one_line(w.span.address),
            ),
            _STATES.get(use.status, ""),
        )
        for use in report.waivers
        for w in [use.waiver]
    ]  # fmt: skip
    sheets.table(sheets.sheet("waivers"), columns, rows, kind_at=7, fixed=1)


_STATES = {"ending": "warning", "expired": "warning", "unmatched": "warning", "elsewhere": "waived"}
