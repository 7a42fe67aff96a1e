"""A report as a Word document to be signed: opinion, findings in tables, room for the answer of the drafting unit."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from checker.messages import Language, message
from checker.report.as_text import counts_text, upper_lines
from checker.report.coverage import (
    condition_mark,
    condition_place,
    condition_texts,
    plan_coverage,
    plan_hashes,
    provenance_rows,
)
from checker.report.layout import Page, join, one_line
from checker.report.model import PlanReport, Report
from checker.report.office import (
    ReviewItem,
    creation_time,
    date_text,
    make_reproducible,
    review_items,
    say,
    unread_texts,
)
from checker.report.wording import formula_text, reason_groups, waiver_lines
from checker.source import Record

if TYPE_CHECKING:
    from docx.document import Document as Paper
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.styles.style import ParagraphStyle
    from docx.table import Table, _Cell, _Row
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

SONG, FANG, HEI, LATIN = "宋体", "仿宋", "黑体", "Times New Roman"
BODY, CELL, SMALL = Pt(14), Pt(10.5), Pt(9)
WIDTH = 25.7
META = (2.9, 9.95, 2.9, 9.95)
COLUMNS = (
    ("number", 1.2),
    ("problem", 10.6),
    ("basis", 3.9),
    ("suggestion", 4.6),
    ("adopted", 2.5),
    ("remark", 2.9),
)
GROUPED = ("info", "unknown")
NUMERALS = "一二三四五"
GREY = RGBColor(0x59, 0x59, 0x59)
JUNK = ("thumbnail", "customXml", "stylesWithEffects")
"""Parts of the library's template that no reader needs."""


class Line(Record):
    """One paragraph of a cell: `head` in bold, `note` small and grey."""

    text: str
    look: str = ""


class TableRow(Record):
    """One finding, or the findings of one rule, and what can be ticked. A long one may run over the end of a page."""

    problem: tuple[Line, ...]
    basis: tuple[Line, ...]
    suggestion: tuple[Line, ...]
    choices: tuple[str, ...] = ("yes", "partly", "no")
    breaks: bool = False


def render(report: Report, language: Language) -> bytes:
    """Return the document as a .docx file. Equal reports give equal bytes."""
    paper = Document()
    _prepare(paper, report, language)
    writer = _Writer(paper, report, language)
    for number, plan in enumerate(report.plans):
        if number:
            paper.add_section(WD_SECTION.NEW_PAGE)
        writer.plan(plan)
    writer.appendix()
    stream = io.BytesIO()
    paper.save(stream)
    return make_reproducible(stream.getvalue())


# ---- the paper


def _prepare(paper: Paper, report: Report, language: Language) -> None:
    """Set up the page (A4 landscape), fonts, language and page numbers, and remove the rest of the template."""
    section = paper.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm((29.7 - WIDTH) / 2)
    section.top_margin, section.bottom_margin = Cm(2.2), Cm(2)
    section.footer_distance = Cm(1.1)
    _styles(paper, language)
    _footer(section.footer.paragraphs[0], language)
    about, when = paper.core_properties, creation_time(report)
    title = one_line(report.plans[0].header.title) if report.plans else ""
    about.title = say("heading", language, title=title)[:250] if report.plans else ""
    about.author = about.last_modified_by = "plancheck"
    about.comments = about.keywords = ""
    about.created = about.modified = when
    about.language = "zh-CN" if language == "zh" else "en-US"
    for owner in (paper.part, paper.part.package):
        for key, relation in list(owner.rels.items()):
            if relation.reltype.rpartition("/")[2] in JUNK:
                owner.rels.pop(key)


def _styles(paper: Paper, language: Language) -> None:
    defaults = paper.styles.element.find(qn("w:docDefaults"))
    for lang in defaults.iter(qn("w:lang")):
        lang.set(qn("w:val"), "en-US")
        lang.set(qn("w:eastAsia"), "zh-CN")
    for lang in paper.settings.element.iter(qn("w:themeFontLang")):
        lang.set(qn("w:eastAsia"), "zh-CN")
    for setting in paper.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
    looks = (
        ("Normal", FANG, BODY, False),
        ("Title", SONG, Pt(22), True),
        ("Heading 1", HEI, Pt(15), False),
    )
    for name, font, size, bold in looks:  # fmt: skip
        style = paper.styles[name]
        _font(style, font)
        style.font.size, style.font.bold = size, bold
        style.font.color.rgb = RGBColor(0, 0, 0)
        shape = style.paragraph_format
        shape.space_before = shape.space_after = Pt(0)
        shape.line_spacing = 1.25
    paper.styles["Heading 1"].paragraph_format.space_before = Pt(10)
    paper.styles["Heading 1"].paragraph_format.space_after = Pt(4)
    title = paper.styles["Title"]
    title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_after = Pt(12)
    borders = title.element.pPr.find(qn("w:pBdr"))
    if borders is not None:  # the template's blue line
        title.element.pPr.remove(borders)


def _font(styled: ParagraphStyle | Run, name: str) -> None:
    """Set the font of Chinese text to `name` and that of other text to LATIN, instead of the theme's fonts."""
    styled.font.name = LATIN
    fonts = styled.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), name)
    for key in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{key}"), None)


def _footer(paragraph: Paragraph, language: Language) -> None:
    """Write page numbers as fields, which the word processor fills in."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    text = say("page", language, page="\0PAGE\0", pages="\0NUMPAGES\0")
    for n, part in enumerate(text.split("\0")):
        if n % 2 == 0:
            paragraph.add_run(part).font.size = CELL
            continue
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), part)
        run = paragraph.add_run("1")
        run.font.size = CELL
        field.append(run._r)
        paragraph._p.append(field)


# ---- what stands on it


class _Writer:
    """Writes the plans of a report into a document."""

    def __init__(self, paper: Paper, report: Report, language: Language) -> None:
        self.paper = paper
        self.report = report
        self.language = language

    def say(self, code: str, **arguments: object) -> str:
        """Return the text `office-<code>` in the language of the document."""
        return say(code, self.language, **arguments)

    def plan(self, plan: PlanReport) -> None:
        """Write the opinion on one plan and the tables of its findings."""
        self._note(plan_coverage(plan, self.report, self.language))
        title = self.say("heading", title=one_line(plan.header.title))
        self.paper.add_paragraph(title, style="Title")
        self._meta(plan)
        self._heading(self.say("opinion"))
        for text in _opinion(plan, self.language):
            self._body(text)
        by_kind = groupby(review_items(plan, self.language), key=lambda item: item.kind)
        number = 0
        for chapter, (kind, group) in enumerate(by_kind):
            findings = list(group)
            sign = NUMERALS[chapter] if self.language == "zh" else str(chapter + 1)
            name = self.say(f"name-{kind}")
            self._heading(self.say("chapter", number=sign, name=name, count=len(findings)))
            make_rows = _rows_by_rule if kind in GROUPED else _rows
            number = self._findings(make_rows(findings, self.language), number)
        self._conditions(plan)
        self._made_with(plan)
        self._signatures()

    def _heading(self, text: str) -> None:
        self.paper.add_paragraph(text, style="Heading 1")

    def _body(self, text: str) -> None:
        paragraph = self.paper.add_paragraph(text)
        if self.language == "zh":
            paragraph.paragraph_format.first_line_indent = Pt(28)

    def _note(self, text: str) -> None:
        self.paper.add_paragraph().add_run(text).font.size = CELL

    def _conditions(self, plan: PlanReport) -> None:
        """Write what the check lacked: nothing that the drafting unit is to answer, so without boxes to tick."""
        conditions = list(condition_texts(plan, self.language))
        if conditions:
            self._heading(message("report-conditions", self.language, {"count": len(conditions)}))
        for condition, text in conditions:
            place, _ = condition_place(condition, self.language)
            self._note(join("comma", (f"{condition_mark(condition)} {text}", place), self.language))

    def _made_with(self, plan: PlanReport) -> None:
        self._heading(message("report-provenance", self.language))
        rows = (*provenance_rows(self.report, self.language), *plan_hashes(plan, self.language))
        for row in rows:
            self._note(join("colon", row, self.language))

    def _meta(self, plan: PlanReport) -> None:
        header, page = plan.header, Page(self.language)
        upper = [one_line(line) for line in upper_lines(plan, page)]
        rows: list[tuple[str, Sequence[str], str, str]] = [
            ("name", [header.title], "", ""),
            ("region", [f"{header.region} {header.code}"], "period", self.say("years", period=header.period)),
            ("date", [date_text(self.report, self.language)], "", plan.judgement.file),
            ("upper", upper, "", ""),
            ("counts", [counts_text([plan], page).replace("  ", page.say("semicolon"))], "", ""),
        ]  # fmt: skip
        table = self._table(len(rows), META)
        for row, (code, texts, other, value) in zip(table.rows, rows, strict=True):
            cells = row.cells
            _keep_together(row)
            _write(cells[0], [Line(self.say(code), "head")], centred=True)
            if value:
                label = self.say(other) if other else message("report-file", self.language)
                _write(cells[1], [Line(one_line(t)) for t in texts])
                _write(cells[2], [Line(label, "head")], centred=True)
                _write(cells[3], [Line(one_line(value))])
            else:
                _write(cells[1].merge(cells[3]), [Line(one_line(t)) for t in texts])

    def _findings(self, rows: Iterable[TableRow], number: int) -> int:
        """Write one table, its heading repeated on every page; return the number of its last row."""
        rows = list(rows)
        table = self._table(len(rows) + 1, [size for _, size in COLUMNS])
        head = table.rows[0]
        head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        _keep_together(head)
        for cell, (code, _) in zip(head.cells, COLUMNS, strict=True):
            _write(cell, [Line(self.say(code), "head")], centred=True)
            _shade(cell)
        for row, line in zip(rows, table.rows[1:], strict=True):
            cells = line.cells
            if not row.breaks:
                _keep_together(line)
            number += 1
            _write(cells[0], [Line(str(number))], centred=True)
            _write(cells[1], row.problem)
            _write(cells[2], row.basis)
            _write(cells[3], row.suggestion)
            _write(
                cells[4], [Line(self.say("choice", word=self.say(code))) for code in row.choices]
            )
        return number

    def _table(self, rows: int, widths: Sequence[float]) -> Table:
        table: Table = self.paper.add_table(rows, len(widths), style="Table Grid")
        table.autofit = False
        for column, size in zip(table.columns, widths, strict=True):
            column.width = Cm(size)
        for row in table.rows:
            for cell, size in zip(row.cells, widths, strict=True):
                cell.width = Cm(size)
        return table

    def _signatures(self) -> None:
        """Write blank lines for the checker, the responsible head and the date, kept together on one page."""
        table = self.paper.add_table(1, 3)
        table.autofit = False
        _keep_together(table.rows[0])
        codes = ("checker", "head", "signed")
        for cell, code, size in zip(table.rows[0].cells, codes, (8.2, 10.5, 7.0), strict=True):
            cell.width = Cm(size)
            paragraph = cell.paragraphs[0]
            paragraph.add_run(self.say(code)).font.size = BODY
            paragraph.paragraph_format.space_before = Pt(30)

    def appendix(self) -> None:
        """Write which inputs could not be read, and which waivers hold until when."""
        unread = unread_texts(self.report, self.language)
        if unread:
            self._heading(self.say("inputs"))
        for text in unread:
            self._body(text)
        waivers = waiver_lines(self.report.waivers, self.language)
        if waivers:
            self._heading(message("report-waivers", self.language, {"count": len(waivers)}))
        for _, text in waivers:
            self._body(one_line(text))


def _opinion(plan: PlanReport, language: Language) -> Iterator[str]:
    """Yield the conclusions from the counts, in sentences."""
    total = plan.judgement.total
    severities = plan.by_severity
    blind = plan.judgement.coverage.is_blind
    checked = say(
        "checked-blind" if blind else "checked", language, rules=len(plan.judgement.counts),
        verdicts=plan.judgement.verdicts, **severities, fail=total("fail"), unknown=total("unknown"),
        lacking=total("lacking"), waived=total("waived"), passed=total("pass"),
    )  # fmt: skip
    parts = [checked]
    if severities["error"]:
        parts.append(say("must", language))
    elif severities["warning"]:
        parts.append(say("should", language))
    elif severities["info"]:
        parts.append(say("may", language))
    elif not blind:
        parts.append(
            message("report-none" if plan.is_judged else "report-nothing-judged", language)
        )
    if blind:
        parts.append(message("report-none-blind", language))
    if total("unknown"):
        parts.append(say("open", language))
    if not plan.is_topmost and not plan.upper_found:
        parts.append(message("report-upper-nothing", language))
    yield ("" if language == "zh" else " ").join(parts)


# ---- findings as rows


def _rows(group: Iterable[ReviewItem], language: Language) -> Iterator[TableRow]:
    """Yield one row per finding: the sentence, both quotations, the calculation and the address."""
    for item in group:
        lines = [Line(item.sentence, "head")]
        if not item.own_values and item.place:
            lines.append(Line(say("place", language, place=item.place)))
        lines += map(Line, (*item.own_values, *item.other_values))
        if item.formula and (item.finding.is_breach or item.finding.evidence):
            formula = formula_text(item.formula, item.gap, item.finding.is_breach, language)
            lines.append(Line(say("calculation", language, formula=formula)))
        if item.waiver:
            lines.append(Line(item.waiver))
        if item.address:
            lines.append(Line(say("data", language, address=item.address), "note"))
        if item.kind == "waived":  # no answer is needed
            yield TableRow(tuple(lines), _basis(item, language), (), ())
        else:
            yield TableRow(tuple(lines), _basis(item, language), tuple(map(Line, item.remedy)))


def _rows_by_rule(findings: Iterable[ReviewItem], language: Language) -> Iterator[TableRow]:
    """Yield one row per rule: the sentence of each finding, or the reasons if the outcome is unknown."""
    rules: dict[str, list[ReviewItem]] = {}
    for item in findings:
        rules.setdefault(item.finding.rule, []).append(item)
    for group in rules.values():
        first = group[0]
        title = one_line(first.finding.title.pick(language))
        head = title
        if len(group) > 1:
            head = say("group", language, title=title, count=len(group))
        texts = list(
            _reasons(group, language) if first.kind == "unknown" else _each(group, language)
        )
        yield TableRow(
            (Line(head, "head"), *map(Line, texts)),
            _basis(first, language),
            tuple(Line(text) for text in dict.fromkeys(t for item in group for t in item.remedy)),
            breaks=len(texts) > 8,
        )


def _each(group: Sequence[ReviewItem], language: Language) -> Iterator[str]:
    for number, item in enumerate(group, start=1):
        text = join("comma", (item.sentence, item.place), language)
        yield say("listed", language, number=number, text=text) if len(group) > 1 else text


def _reasons(group: Sequence[ReviewItem], language: Language) -> Iterator[str]:
    yield one_line(reason_groups((item.finding for item in group), language))
    named = [item for item in group if item.finding.subject.kind != "plan"]
    names = dict.fromkeys(one_line(item.finding.subject.name) for item in named)
    if names:
        yield say("concerns", language, names=join("list", names, language))


def _basis(item: ReviewItem, language: Language) -> tuple[Line, ...]:
    """Return what a finding rests on: its document, else the reason of the rule; then the rule."""
    rule = say("the-rule", language, rule=item.finding.rule)
    reason = one_line(item.finding.rationale.pick(language))
    why = () if item.basis or not reason else (Line(say("why", language, reason=reason)),)
    return (*map(Line, item.basis), *why, Line(rule, "note"))


# ---- cells


def _write(cell: _Cell, lines: Sequence[Line], centred: bool = False) -> None:
    """Write each line as a paragraph of the cell."""
    for n, line in enumerate(lines):
        paragraph = cell.paragraphs[0] if n == 0 else cell.add_paragraph()
        paragraph.paragraph_format.line_spacing = 1.1
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run(line.text)
        run.font.size = SMALL if line.look == "note" else CELL
        if line.look == "head":
            run.bold = True
            _font(run, SONG)
        elif line.look == "note":
            run.font.color.rgb = GREY


def _keep_together(row: _Row) -> None:
    """Forbid a page break inside the row."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _shade(cell: _Cell) -> None:
    shade: BaseOxmlElement = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:color"), "auto")
    shade.set(qn("w:fill"), "EDEDED")
    cell._tc.get_or_add_tcPr().append(shade)
