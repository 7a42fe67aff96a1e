"""Word files (.docx) to the document model, in one of two views: with all tracked changes accepted, or as before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from typing import Final

from msgspec.structs import replace

from checker.diagnostics import Diagnostic
from checker.document.characters import INVISIBLE, joined, without_invisible
from checker.document.model import (
    Block,
    BoxBlock,
    DraftDocument,
    DraftView,
    NoteBlock,
    ParagraphBlock,
    Passage,
    Piece,
    WordPlace,
)
from checker.document.wordinline import DELETED, INSERTED, InlineReader, ParagraphText
from checker.document.wordnumbers import ListNumber, NumberCounter
from checker.document.wordpackage import (
    W,
    WordPackage,
    WordPackageError,
    WordStyle,
    XmlElement,
    is_on,
    read_styles,
    value_of,
    whole,
)
from checker.document.wordtable import PASSED, TableBuilder

_P: Final = W + "p"
_PPR: Final = W + "pPr"
_TABLE: Final = W + "tbl"
_CONTROL: Final = W + "sdt"
_CONTROL_CONTENT: Final = W + "sdtContent"
_ALTERNATE: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"


def read_word(
    data: bytes, name: str, view: DraftView = "accepted"
) -> tuple[DraftDocument | None, list[Diagnostic]]:
    """Return a .docx as a document in a view, and what is to be said of its reading."""
    try:
        reader = WordReader(WordPackage(data), view)
        blocks = reader.read()
    except WordPackageError as error:
        return None, [Diagnostic(error.code, None, error.arguments, file=name)]
    except RecursionError:
        return None, [Diagnostic("document-broken", None, file=name)]
    if not blocks:
        return None, [Diagnostic("document-no-text", None, file=name)]
    left_out = {kind: count for kind, count in sorted(reader.left_out.items()) if count}
    document = DraftDocument(name, "docx", sha256(data).hexdigest(), tuple(blocks), view, left_out)
    said = (("reordered", "document-reordered"), ("struck", "document-struck"))
    return document, [
        Diagnostic(code, None, {"count": left_out[kind]}, severity="warning", file=name)
        for kind, code in said
        if kind in left_out
    ]


class _StoryFlow:
    """Blocks in the making; a paragraph whose mark is not there in this view waits for the next one."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.waiting: list[Piece] = []
        self.hung: list[Block] = []
        self.last: ParagraphBlock | None = None


class WordReader:
    """Walks the story of a Word file, once."""

    def __init__(self, package: WordPackage, view: DraftView) -> None:
        self.package = package
        self.view = view
        self.left_out: Counter[str] = Counter()
        styles = package.related("styles")
        self.styles = read_styles(styles[1] if styles else None)
        numbering = package.related("numbering")
        self.counter = NumberCounter(numbering[1] if numbering else None, self.styles)
        self.dropped = DELETED if view == "accepted" else INSERTED
        self.inline = InlineReader(self.styles, self.dropped, self.left_out, self.box)
        self.notes: list[tuple[str, str]] = []
        self.note_counts: Counter[str] = Counter()
        self.in_cell = 0

    def read(self) -> list[Block]:
        """Return the blocks of the body, its notes behind the blocks that refer to them."""
        data = self.package.content(self.package.main)
        root = self.inline.enter(self.package.main, data)
        body = root.find(W + "body")
        if body is None:
            raise WordPackageError("document-broken")
        self._note_parts = {
            kind: self.package.related(f"{kind}s") for kind in ("footnote", "endnote")
        }
        return self._flow(body)

    def _flow(self, container: XmlElement, state: int = 0) -> list[Block]:
        flow = _StoryFlow()
        self._walk(container, state, flow)
        self._flush(flow)
        return flow.blocks

    def box(self, content: XmlElement) -> BoxBlock | None:
        """Return a text box with its blocks; None for one without text."""
        fields, self.inline.fields = self.inline.fields, []
        blocks = self._flow(content)
        self.inline.fields = fields
        return BoxBlock(tuple(blocks)) if blocks else None

    def _walk(self, container: XmlElement, state: int, flow: _StoryFlow) -> None:
        for child in container:
            tag = child.tag
            if tag == _P:
                self._paragraph(child, state, flow)
            elif tag == _TABLE:
                self._flush(flow)
                if not state & self.dropped:
                    self._table(child, flow)
            elif tag == _CONTROL:
                for content in control_contents(child, self.left_out):
                    self._walk(content, state, flow)
            elif tag in PASSED:
                self._walk(child, state | PASSED[tag], flow)
            elif tag == _ALTERNATE:
                if len(child):
                    self._walk(child[0], state, flow)
            elif tag == W + "altChunk":
                self.left_out["embedded"] += 1

    # ---- paragraphs

    def _paragraph(self, element: XmlElement, state: int, flow: _StoryFlow) -> None:
        properties = element[0] if len(element) and element[0].tag == _PPR else None
        mark_state = state
        if properties is not None:
            mark_state |= _mark_state(properties)
            if self.view == "original":
                properties = _properties_before(properties)
        style_id = "" if properties is None else value_of(properties, "pStyle")
        style = self.styles.by_id.get(style_id) or self.styles.default
        contents = style.name[:4].lower() == "toc "
        text = self.inline.read(element, state, style, contents)
        self.notes += text.notes
        gone = bool(mark_state & self.dropped)
        number = self._number(properties, style_id, style, advance=not gone)
        if contents or text.contents:
            self.left_out["contents"] += 1
            number = ListNumber()
        pieces = self._visible(text)
        flow.hung += text.hung
        if gone:
            if pieces:
                flow.last = self._block((), number, style, properties)
            flow.waiting += pieces
            return
        block = self._block((*flow.waiting, *pieces), number, style, properties)
        if flow.waiting and not pieces and flow.last:
            block = replace(flow.last, passage=block.passage)
        if self.in_cell and block.number:
            at = WordPlace(self.inline.part, text.index, 0, 0, 0, 0)
            block = _number_as_text(block, number, at)
        self._finish(block, flow)

    def _finish(self, block: ParagraphBlock, flow: _StoryFlow) -> None:
        if block.passage.pieces:
            flow.blocks.append(block)
        flow.blocks += flow.hung
        flow.waiting, flow.hung, flow.last = [], [], None
        if self.notes and not self.in_cell:
            flow.blocks += self._read_notes()

    def _flush(self, flow: _StoryFlow) -> None:
        """End a paragraph that waits for a next one which does not come: a table or the end follows."""
        if flow.waiting or flow.hung:
            block = flow.last or ParagraphBlock(Passage())
            passage = Passage(tuple(flow.waiting))
            self._finish(replace(block, passage=passage), flow)

    def _visible(self, text: ParagraphText) -> tuple[Piece, ...]:
        if any(not p.text.isascii() and INVISIBLE.search(p.text) for p in text.pieces):
            return without_invisible(text.pieces, self.left_out)
        return tuple(text.pieces)

    def _block(
        self,
        pieces: tuple[Piece, ...],
        number: ListNumber,
        style: WordStyle,
        properties: XmlElement | None,
    ) -> ParagraphBlock:
        own = "" if properties is None else value_of(properties, "outlineLvl")
        level = whole(own) if own else style.outline
        if not own and level < 0:
            level = _heading_level(style.name) - 1
        outline = level + 1 if 0 <= level < 9 else 0
        passage = Passage(pieces) if any(not p.text.isspace() for p in pieces) else Passage()
        return ParagraphBlock(passage, number.text, style.name, outline)

    def _number(
        self, properties: XmlElement | None, style_id: str, style: WordStyle, advance: bool
    ) -> ListNumber:
        own = properties.find(W + "numPr") if properties is not None else None
        num_id, level = style.num_id, style.level
        if own is not None:
            num_id = value_of(own, "numId") or num_id
            level_text = value_of(own, "ilvl")
            level = whole(level_text) if level_text else (0 if value_of(own, "numId") else level)
        if not num_id or num_id == "0":
            return ListNumber()
        if level < 0:
            level = self.counter.level_of_style(num_id, style_id)
        number = self.counter.number(num_id, level, advance)
        if not number.known:
            self.left_out["numbers"] += 1
        return number

    # ---- tables and notes

    def _table(self, element: XmlElement, flow: _StoryFlow) -> None:
        self.in_cell += 1
        builder = TableBuilder(self.dropped, self._flow, self.left_out)
        grid = builder.read(element)
        self.in_cell -= 1
        if grid is not None and grid.column_count == 1:
            flow.blocks += [BoxBlock(inner)] if (inner := _inner_blocks(builder.blocks)) else []
        elif grid is not None:
            flow.blocks.append(grid)
        if self.notes and not self.in_cell:
            flow.blocks += self._read_notes()

    def _read_notes(self) -> list[Block]:
        """Return the notes that were referred to since the last call; each counted in its kind."""
        blocks: list[Block] = []
        waiting, self.notes = self.notes, []
        for kind, note_id in waiting:
            found = self._note_parts.get(kind)
            self.note_counts[kind] += 1
            if not found:
                continue
            name, root = found
            for note in root.iterfind(f"{W}{kind}[@{W}id='{note_id}']"):
                outer = self.inline.enter_root(name, root)
                inner = self._flow(note)
                self.inline.leave(outer)
                passages = [b.passage for b in inner if isinstance(b, ParagraphBlock)]
                blocks.append(NoteBlock(str(self.note_counts[kind]), joined(passages)))
        return blocks


def control_contents(control: XmlElement, left_out: Counter[str]) -> Iterable[XmlElement]:
    """Return what a content control holds; nothing where it shows only its prompt."""
    properties = control.find(W + "sdtPr")
    prompt = properties.find(W + "showingPlcHdr") if properties is not None else None
    if prompt is not None and is_on(prompt):
        left_out["prompts"] += 1
        return ()
    contents: list[XmlElement] = control.findall(_CONTROL_CONTENT)
    return contents


def _mark_state(properties: XmlElement) -> int:
    """Return what tracked changes did to the mark of a paragraph."""
    run = properties.find(W + "rPr")
    state = 0
    for child in run if run is not None else ():
        state |= PASSED.get(child.tag, 0)
    return state


def _properties_before(properties: XmlElement) -> XmlElement:
    before = properties.find(f"{W}pPrChange/{W}pPr")
    return properties if before is None else before


def _heading_level(style_name: str) -> int:
    """Return the level that the name of a style says: heading 2, 标题 2; 0 for others."""
    name, _, level = style_name.rpartition(" ")
    return int(level) if name.lower() in ("heading", "标题") and level in set("123456789") else 0


def _number_as_text(block: ParagraphBlock, number: ListNumber, at: WordPlace) -> ParagraphBlock:
    """In a cell the printed number stands in the text: a cell has no other place for it."""
    pieces = block.passage.pieces
    space = " " if pieces and number.spaced and number.text[-1:].isalnum() else ""
    return replace(block, passage=Passage((Piece(number.text + space, at), *pieces)))


def _inner_blocks(blocks: dict[int, list[Block]]) -> tuple[Block, ...]:
    """Return the blocks of a table of one column, row by row; numbers are beside the text again, as in the body."""
    inner: list[Block] = []
    for row in sorted(blocks):
        for block in blocks[row]:
            if isinstance(block, ParagraphBlock) and block.number:
                block = replace(block, passage=Passage(block.passage.pieces[1:]))
            if not isinstance(block, ParagraphBlock) or block.passage.pieces:
                inner.append(block)
    return tuple(inner)
