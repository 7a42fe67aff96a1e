"""The outline of a document: headings by number, style or pattern, boxes, captions, annexes; texts and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from checker.document.model import (
    Block,
    BoxBlock,
    DraftDocument,
    GridBlock,
    NoteBlock,
    ParagraphBlock,
    Passage,
)
from checker.extract.numbering import (
    CaptionNumber,
    HeadingNumber,
    caption_number,
    heading_number,
)
from checker.extract.records import (
    DraftHeading,
    DraftOutline,
    DraftTable,
    DraftText,
    Whereabouts,
    place_in,
)
from checker.source import Record

_SPACE = " 　\t\u200b\u200c\ufeff\xa0"
_BOOKMARK = re.compile(r"\[bookmark:[^\]\n]*\]\s*")
_UNNUMBERED = {"前言", "序言", "引言", "导言", "序", "结语", "总则", "附则"}
_CONTENTS = {"目录", "目次"}
_SENTENCE_END = "。；;！？!?，,、：:"
_LONGEST_TITLE = 45
_HAN_RANK, _RUN_IN_RANK = 3, 4
_LONGEST_RUN_IN = 36
_STYLED = 3  # so many counted paragraphs in heading styles, and a counted one without is an item of a list
_BELOW_HAN = 3.5  # the rank of a heading without a number: below 一、, above （一）
_UNIT = re.compile(r"[（(]?\s*单\s*位\s*[:：]\s*(?P<unit>[^）)\s]{1,12})\s*[）)]?$")
_DASHED = re.compile(r"^[—\-–－]{2,}\s*(?P<title>[^。；，：]{2,20})。?$")
_ISSUE_DATE = re.compile(
    r"^[\d〇○零一二三四五六七八九十]{2,4}\s*年[\s\d一二三四五六七八九十]{1,4}月[\s\d一二三四五六七八九十]{0,4}日?$"
)
PROJECT_BEFORE_HEADINGS = "前言"


class _DraftLine(Record):
    """A line of a paragraph without space around it; `counted` is a number that Word prints and the text has not."""

    text: str
    passage: Passage
    start: int
    counted: str = ""
    outline_level: int = 0
    first: bool = True


def lines_of(passage: Passage) -> Iterator[tuple[str, int]]:
    """Yield the lines of a passage without space and bookmark marks before them, each with its offset."""
    start = 0
    for line in passage.text.split("\n"):
        begin = 0
        while begin < len(line):
            mark = _BOOKMARK.match(line, begin)
            if mark is not None:
                begin = mark.end()
            elif line[begin] in _SPACE:
                begin += 1
            else:
                break
        text = line[begin:].rstrip(_SPACE)
        if text:
            yield text, start + begin
        start += len(line) + 1


def read_outline(document: DraftDocument) -> DraftOutline:
    """Return the headings, texts and tables of a document, each with the headings above it."""
    blocks = document.blocks
    styled = [b for b in blocks if isinstance(b, ParagraphBlock) and b.outline_level and b.number]
    reader = _OutlineReader(len(styled) >= _STYLED)
    for index, block in enumerate(blocks):
        reader.read(block, blocks[index + 1] if index + 1 < len(blocks) else None)
    return reader.outline()


def sure_headings(outline: DraftOutline) -> tuple[DraftHeading, ...]:
    """Return the headings without items of text that only look like some: 2. whose sibling 1. is a sentence."""
    items = {
        (number.rank, number.value)
        for number in (heading_number(text.text) for text in outline.texts)
        if number is not None
    }
    dropped: set[int] = set()
    for group in _siblings(outline.headings):
        numbers = [heading_number(f"{h.number}、") or heading_number(h.number) for h in group]
        ranks = {number.rank for number in numbers if number is not None}
        values = {number.value for number in numbers if number is not None}
        if None in numbers or len(ranks) != 1 or min(ranks) <= _RUN_IN_RANK:
            continue
        missing = set(range(1, max(values) + 1)) - values
        if any((rank, value) in items for rank in ranks for value in missing):
            dropped |= {id(heading) for heading in group}
    return tuple(h for h in outline.headings if id(h) not in dropped)


def _siblings(headings: Sequence[DraftHeading]) -> Iterator[list[DraftHeading]]:
    """Yield the numbered headings of one level below one heading, group by group."""
    groups: dict[int, list[DraftHeading]] = {}
    for heading in headings:
        for level in [level for level in groups if level > heading.level]:
            yield groups.pop(level)
        if heading.number and not heading.kind:
            groups.setdefault(heading.level, []).append(heading)
    yield from groups.values()


class _Open(Record):
    """A heading that is open: its rank, its number's value and what `section` says of it."""

    rank: float
    value: int
    name: str
    title: str


class _OutlineReader:
    """Reads block by block; holds the headings that are open."""

    def __init__(self, styled: bool) -> None:
        self.styled = styled
        self.headings: list[DraftHeading] = []
        self.texts: list[DraftText] = []
        self.front: list[DraftText] = []
        self.tables: list[DraftTable] = []
        self.open: list[_Open] = []
        self.box = ""
        self.annex = ""
        self.unit = ""
        self.caption: tuple[str, str, bool] | None = None
        self.contents: set[str] | None = None

    def outline(self) -> DraftOutline:
        deepest = max((h.level for h in self.headings if not h.kind), default=0) + 1
        headings = tuple(
            DraftHeading(h.number, h.title, deepest, h.kind, h.at)
            if h.kind in ("专栏", "表")
            else h
            for h in self.headings
        )
        return DraftOutline(headings, tuple(self.texts), tuple(self.tables), tuple(self.front))

    def read(self, block: Block, following: Block | None) -> None:
        match block:
            case ParagraphBlock():
                self.box = ""
                for index, (text, start) in enumerate(lines_of(block.passage)):
                    first = index == 0
                    line = _DraftLine(
                        text,
                        block.passage,
                        start,
                        block.number if first else "",
                        block.outline_level if first else 0,
                    )
                    self.read_line(line, following)
            case GridBlock():
                self.read_grid(block)
            case BoxBlock():
                self.read_box(block.blocks)
            case NoteBlock():
                pass

    # -- paragraphs

    def read_line(self, line: _DraftLine, following: Block | None) -> None:
        if self.in_contents(line):
            return
        unit = _UNIT.match(line.text)
        if unit is not None:
            self.unit = unit["unit"]
            return
        caption = caption_number(line.text)
        if caption is not None and self.read_caption(line, caption, following):
            return
        if self.read_annex_title(line) or self.read_table_title(line, following):
            return
        if not self.read_heading(line):
            self.add_text(line, 0)

    def read_table_title(self, line: _DraftLine, following: Block | None) -> bool:
        """Take a short line right before a table as its title."""
        if not isinstance(following, GridBlock) or _is_box(following) or line.counted:
            return False
        if not _is_title(line.text) or heading_number(line.text) is not None:
            return False
        title = self.without_unit(line.text)
        self.caption = ("", title, False)
        self.add_heading("", title, 0, "表", line, 0)
        return True

    def without_unit(self, title: str) -> str:
        """Return the title of a table without the unit behind it (单位：万元), which is kept for the table."""
        unit = _UNIT.search(title)
        if unit is None:
            return title
        self.unit = unit["unit"]
        return title[: unit.start()].rstrip(_SPACE)

    def read_annex_title(self, line: _DraftLine) -> bool:
        """Take a short line after 附件 as the title of the annex."""
        last = self.headings[-1] if self.headings else None
        if last is None or last.kind != "附件" or last.title or not _is_title(line.text):
            return False
        self.headings.pop()
        self.add_annex(last.number, line.text, line, 0)
        return True

    def in_contents(self, line: _DraftLine) -> bool:
        """Return True for the lines of a table of contents: from its title on until a title comes again."""
        bare = "".join(line.text.split())
        if self.contents is None:
            if bare in _CONTENTS:
                self.contents = set()
                return True
            return bool(re.search(r"(?:\t|…{2,}|\.{4,}|·{4,})\s*\d{1,3}$", line.text))
        title = re.sub(r"[…·.\s]*\d{0,3}$", "", bare)
        if title in self.contents or len(bare) > _LONGEST_TITLE:
            self.contents = None
            return False
        self.contents.add(title)
        return True

    def read_caption(
        self, line: _DraftLine, caption: CaptionNumber, following: Block | None
    ) -> bool:
        """Take a line as the title of a box, table or annex; False if it is running text."""
        title = self.without_unit(line.text[caption.end :].strip(_SPACE))
        if len(title) > _LONGEST_TITLE or title.endswith("。"):
            return False
        if caption.kind == "专栏":
            self.box = caption.printed
            self.add_heading(caption.printed, title, 0, "专栏", line, caption.end)
            return True
        before_table = isinstance(following, GridBlock)
        if caption.kind == "附件":
            return self.read_annex(line, caption, title)
        if not before_table and (not title or title[0] in "所中的明示"):
            return False
        self.caption = (caption.printed, title, caption.continued)
        if not caption.continued:
            self.add_heading(caption.printed, title, 0, "表", line, caption.end)
        return True

    def read_annex(self, line: _DraftLine, caption: CaptionNumber, title: str) -> bool:
        """Open an annex, or close the plan's own text with the line that announces one (附件：…)."""
        self.annex, self.open = caption.printed, []
        self.add_annex(caption.printed, title, line, caption.end)
        return True

    def add_annex(self, number: str, title: str, line: _DraftLine, skip: int) -> None:
        """Note an annex with its title; one announced before under the same number is the same."""
        title = self.without_unit(title)
        last = self.headings[-1] if self.headings else None
        if last is not None and (last.kind, last.number) == ("附件", number):
            self.headings.pop()
        self.caption = (number, title, False) if title else None
        self.add_heading(number, title, 1, "附件", line, skip)

    def read_heading(self, line: _DraftLine) -> bool:
        text, skip = line.text, 0
        if line.counted and self.styled and not line.outline_level:
            return False
        number = heading_number(line.counted) if line.counted else None
        if number is None:
            number = heading_number(text)
            skip = number.end if number else 0
        if number is not None and self.in_list_of_annexes(number):
            return False
        if number is not None:
            return self.read_numbered(line, number, text[skip:], skip)
        bare = "".join(text.split())
        dashed = _DASHED.match(text)
        if bare in _UNNUMBERED:
            self.open = []
            self.push(_BELOW_HAN, 0, "", bare, line, 0)
        elif dashed is not None and self.open:
            self.push(_BELOW_HAN, 0, "", dashed["title"], line, dashed.start("title"))
        elif line.outline_level and self.headings and len(text) <= _LONGEST_TITLE:
            self.push(line.outline_level - 0.5, 0, "", text, line, 0)
        else:
            return False
        return True

    def in_list_of_annexes(self, number: HeadingNumber) -> bool:
        """Return True for 2. below 附件：1.…: the annexes that follow are listed."""
        last = self.headings[-1] if self.headings else None
        listed = last is not None and last.kind == "附件" and last.title[:1].isdecimal()
        return listed and number.rank > _RUN_IN_RANK

    def read_numbered(self, line: _DraftLine, number: HeadingNumber, title: str, skip: int) -> bool:
        """Take a numbered line as a heading, alone or run in (（一）现状。…); False if it is an item of the text."""
        if _is_title(title) or (not title and number.rank <= _RUN_IN_RANK):
            shown, stop = title, len(title)
        else:
            stop = self.run_in(number, title)
            shown = title[:stop]
            if not stop or (self.annex and number.rank >= _HAN_RANK):
                return False
        self.push(
            self.rank_of(number), number.value, number.printed, shown or number.printed, line, skip
        )
        if title[stop + 1 :].strip(_SPACE):
            self.add_text(line, skip + stop + 1)
        return True

    def run_in(self, number: HeadingNumber, title: str) -> int:
        """Return where a title ends that its text follows in the same paragraph, 0 if there is none."""
        stop = title.find("。")
        if 0 < stop <= _LONGEST_RUN_IN and not re.search(r"[；：:]|\d[%％]", title[:stop]):
            return stop if number.rank <= _RUN_IN_RANK or not self.box else 0
        clause = re.search("[：:，。；]", title[:_LONGEST_RUN_IN])
        if clause is None or number.rank > _RUN_IN_RANK:
            return 0
        return clause.start() if self.goes_on(number) else 0

    def goes_on(self, number: HeadingNumber) -> bool:
        """Return True if the number is the first of its rank or the next after a heading that is open."""
        same = [heading for heading in self.open if heading.rank == number.rank]
        return number.value == (same[-1].value + 1 if same else 1)

    def rank_of(self, number: HeadingNumber) -> float:
        """Return the rank; 1、 above every 一、 of a document that goes on with 二、 is 一、 itself."""
        chapters = any(h.level == 1 and not h.kind and h.number for h in self.headings)
        if number.rank > _RUN_IN_RANK and not self.open and not chapters:
            return float(_HAN_RANK)
        return float(number.rank)

    def push(
        self, rank: float, value: int, number: str, title: str, line: _DraftLine, skip: int
    ) -> None:
        while self.open and self.open[-1].rank >= rank:
            self.open.pop()
        name = number or title
        if self.open and self.open[-1].title in _UNNUMBERED and len(self.open) == 1:
            self.open.pop()
        self.open.append(_Open(rank, value, name, title))
        self.add_heading(number, title, len(self.open), "", line, skip)
        self.box = ""

    # -- tables and boxes

    def read_box(self, blocks: tuple[Block, ...]) -> None:
        before, self.box = self.box, self.box or "专栏"
        for block in blocks:
            match block:
                case ParagraphBlock():
                    for text, start in lines_of(block.passage):
                        self.read_box_line(_DraftLine(text, block.passage, start, block.number))
                case GridBlock():
                    self.read_grid(block)
                case BoxBlock():
                    self.read_box(block.blocks)
                case NoteBlock():
                    pass
        self.box = before if before and before != "专栏" else ""

    def read_box_line(self, line: _DraftLine) -> None:
        caption = caption_number(line.text)
        title = line.text[caption.end :].strip(_SPACE) if caption else ""
        if caption is not None and caption.kind == "专栏" and len(title) <= _LONGEST_TITLE:
            self.box = caption.printed
            self.add_heading(caption.printed, title, 0, "专栏", line, caption.end)
        else:
            self.add_text(line, 0)

    def read_grid(self, grid: GridBlock) -> None:
        if _is_box(grid):
            before, self.box = self.box, self.box or "专栏"
            for cell in grid.cells:
                for text, start in lines_of(cell.passage):
                    self.read_box_line(_DraftLine(text, cell.passage, start))
                for block in cell.blocks:
                    self.read(block, None)
            self.box = before if before and before != "专栏" else ""
            return
        number, title, continued = self.caption or ("", "", False)
        grid_title = _title_row(grid)
        if grid_title is not None and not title:
            title = "".join(grid_title.text.split())
            text, start = next(lines_of(grid_title))
            caption = caption_number(text)
            number = caption.printed if caption else number
            title = text[caption.end :] if caption else text
            self.add_heading(number, title, 0, "表", _DraftLine(text, grid_title, start), 0)
        self.tables.append(DraftTable(grid, self.where(), number, title, self.unit, continued))
        self.caption, self.unit = None, ""

    # -- what is noted

    def where(self) -> Whereabouts:
        section = "".join(heading.name for heading in self.open)
        if not section and not self.annex:
            section = PROJECT_BEFORE_HEADINGS
        titles = tuple(heading.title for heading in self.open)
        return Whereabouts(section, self.box, self.annex, "", titles)

    def add_text(self, line: _DraftLine, skip: int) -> None:
        while skip < len(line.text) and line.text[skip] in _SPACE:
            skip += 1
        if not self.headings:
            self.front.append(
                DraftText(line.text[skip:], line.passage, line.start + skip, self.where())
            )
        self.texts.append(
            DraftText(line.text[skip:], line.passage, line.start + skip, self.where())
        )

    def add_heading(
        self, number: str, title: str, level: int, kind: str, line: _DraftLine, skip: int
    ) -> None:
        at = place_in(line.passage, line.start)
        self.headings.append(DraftHeading(number, title.strip(_SPACE), level, kind, at))
        self.texts.append(
            DraftText(line.text[skip:], line.passage, line.start + skip, self.where(), heading=True)
        )


def _is_title(text: str) -> bool:
    """Return True for a short line without the marks that end or divide sentences."""
    return (
        0 < len(text) <= _LONGEST_TITLE
        and text[-1] not in _SENTENCE_END
        and not re.search("[。；;]", text)
        and _ISSUE_DATE.match(text) is None
    )


def _is_box(grid: GridBlock) -> bool:
    """Return True for a table of one column, or of one cell: a frame around text."""
    filled = [cell for cell in grid.cells if cell.passage.text.strip() or cell.blocks]
    return (
        grid.column_count == 1
        or len(filled) == 1
        or all(cell.columns == grid.column_count for cell in filled)
    )


def _title_row(grid: GridBlock) -> Passage | None:
    """Return the first row of a table if it is one cell with the table's title."""
    row = [cell for cell in grid.cells if cell.row == 0]
    filled = [cell for cell in row if cell.passage.text.strip()]
    if len(filled) != 1 or filled[0].column or grid.row_count < 3 or grid.column_count < 3:
        return None
    return filled[0].passage
