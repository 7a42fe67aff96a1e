"""Web pages to the document model: decoded by us, merged cells filled, inner tables apart from outer ones."""

from __future__ import annotations

import re
from collections import Counter
from email import message_from_bytes
from hashlib import sha256
from typing import Final

from lxml import html

from checker.diagnostics import Diagnostic
from checker.document.characters import joined, trimmed, without_invisible
from checker.document.model import (
    Block,
    BoxBlock,
    DraftDocument,
    DraftView,
    GridBlock,
    GridCell,
    LinePlace,
    NoteBlock,
    ParagraphBlock,
    Passage,
    Piece,
)
from checker.document.text import said_of
from checker.document.wordnumbers import format_number
from checker.document.wordpackage import XmlElement

_LABEL = re.compile(rb"""charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_CHINESE_LABELS = ("gb2312", "gbk", "gb_2312-80", "gb18030", "x-gbk", "cp936", "hz-gb-2312")
_SKIPPED: Final = {
    "script",
    "style",
    "head",
    "title",
    "noscript",
    "template",
    "select",
    "button",
    "nav",
    "iframe",
}
_BLOCKS: Final = frozenset(
    {
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "caption",
            "center",
            "dd",
            "details",
            "div",
            "dl",
        ),
        *(
            "dt",
            "fieldset",
            "figcaption",
            "figure",
            "footer",
            "form",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
        ),
        *(
            "header",
            "hr",
            "html",
            "legend",
            "li",
            "main",
            "ol",
            "p",
            "pre",
            "section",
            "summary",
            "table",
        ),
        *("td", "th", "tr", "ul"),
    }
)
_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE
)
_STRUCK = re.compile(r"text-decoration[^;]*line-through", re.IGNORECASE)
_SPACE = re.compile("[ \t\r\n\f]+")
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f]+")
_RAISED: Final = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
MAX_SPAN: Final = 1000


def read_web(
    data: bytes, name: str, view: DraftView = "accepted"
) -> tuple[DraftDocument | None, list[Diagnostic]]:
    """Return a web page, or one saved as a single file (MHTML), as a document; places are lines of the file."""
    page = _page_of_archive(data) if data.lstrip()[:13].lower() == b"mime-version:" else data
    text = decode_page(page)
    if text is None:
        return None, [Diagnostic("document-foreign", None, file=name)]
    # An XML declaration with an encoding is refused on decoded text; what it says is known by now.
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    try:
        root = html.document_fromstring(text, parser=html.HTMLParser(no_network=True))
    except (html.etree.ParserError, ValueError):
        return None, [Diagnostic("document-no-text", None, file=name)]
    try:
        reader = _PageReader(view)
        blocks = reader.blocks(root)
    except RecursionError:
        return None, [Diagnostic("document-broken", None, file=name)]
    if not blocks:
        return None, [Diagnostic("document-no-text", None, file=name)]
    left_out = {kind: count for kind, count in sorted(reader.left_out.items()) if count}
    digest = sha256(data).hexdigest()
    document = DraftDocument(name, "html", digest, tuple(blocks), view, left_out)
    return document, said_of(document)


def decode_page(data: bytes) -> str | None:
    """Return a page as text: by its mark, its label, or as what it is; GB 2312 is read as gb18030, its superset."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    found = _LABEL.search(data[:4096])
    label = found.group(1).decode("ascii", "replace").lower() if found else ""
    tried = ["gb18030" if label in _CHINESE_LABELS else label, "utf-8", "gb18030"]
    for encoding in filter(None, tried):
        try:
            return data.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            continue
    return data.decode("gb18030" if label in _CHINESE_LABELS else "utf-8", "replace")


def _page_of_archive(data: bytes) -> bytes:
    """Return the first page in a web archive."""
    for part in message_from_bytes(data).walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            return payload if isinstance(payload, bytes) else b""
    return b""


class _PageReader:
    """Walks a page; text between two block elements is a paragraph."""

    def __init__(self, view: DraftView) -> None:
        self.left_out: Counter[str] = Counter()
        self.dropped = "del" if view == "accepted" else "ins"
        self.pieces: list[Piece] = []
        self.out: list[Block] = []
        self.level = 0
        self.number = ""

    def blocks(self, element: XmlElement) -> list[Block]:
        """Return the blocks inside an element."""
        outer = (self.pieces, self.out, self.level)
        self.pieces, self.out, self.level = [], [], 0
        self._inside(element, False)
        self._end_paragraph()
        inner = self.out
        self.pieces, self.out, self.level = outer
        return inner

    def _inside(self, element: XmlElement, raised: bool) -> None:
        self._text(element.text, element, raised)
        for child in element:
            if isinstance(child.tag, str):
                self._element(child, raised)
            self._text(child.tail, child, raised)

    def _element(self, element: XmlElement, raised: bool) -> None:
        tag = element.tag.rpartition(":")[2]
        style = element.get("style", "")
        if tag in _SKIPPED:
            return
        if element.get("hidden") is not None or _HIDDEN.search(style):
            self.left_out["hidden"] += len("".join(element.itertext()).strip())
        elif tag == self.dropped or (tag == "strike" and self.dropped == "del"):
            return
        elif tag == "s" or (style and _STRUCK.search(style)):
            self.left_out["struck"] += len("".join(element.itertext()))
        elif tag == "br":
            self._add("\n", element)
        elif tag == "table":
            self._table(element)
        elif tag in ("img", "svg", "canvas"):
            self.left_out["pictures"] += 1
        elif tag == "ol":
            self._numbered_list(element, raised)
        elif tag in _BLOCKS:
            self._end_paragraph()
            outer, self.level = self.level, _HEADINGS.get(tag, self.level)
            self._inside(element, raised)
            self._end_paragraph()
            self.level = outer
        elif tag == "sup":
            self._raised(element)
        else:
            self._inside(element, raised)

    def _numbered_list(self, element: XmlElement, raised: bool) -> None:
        """Read a list whose numbers the browser prints; the first paragraph of an item has its number."""
        self._end_paragraph()
        kind = _list_kind(element)
        count = _whole(element.get("start", ""), 1)
        for child in element:
            if child.tag != "li":
                if isinstance(child.tag, str):
                    self._element(child, raised)
                continue
            count = _whole(child.get("value", ""), count)
            self.number = _list_number(count, kind)
            self._inside(child, raised)
            self._end_paragraph()
            self.number = ""
            count += 1

    def _raised(self, element: XmlElement) -> None:
        """A raised link or a mark in brackets is that of a note; raised digits are a power."""
        words = "".join(element.itertext()).strip()
        if element.find(".//a") is not None or element.getparent().tag == "a" or "[" in words:
            self.left_out["note marks"] += 1
            return
        self._inside(element, True)

    def _text(self, text: str | None, element: XmlElement, raised: bool) -> None:
        if text:
            text = _CONTROL.sub("", _SPACE.sub(" ", text))
            self._add(text.translate(_RAISED) if raised else text, element)

    def _add(self, text: str, element: XmlElement) -> None:
        if not text:
            return
        if text == " " and (not self.pieces or self.pieces[-1].text.endswith((" ", "\n"))):
            return
        self.pieces.append(Piece(text, LinePlace(element.sourceline or 1, 1)))

    def _end_paragraph(self) -> None:
        if self.pieces:
            passage = trimmed(without_invisible(self.pieces, self.left_out))
            if passage.pieces:
                self.out.append(ParagraphBlock(passage, self.number, outline_level=self.level))
                self.number = ""
            self.pieces = []

    # ---- tables

    def _table(self, table: XmlElement) -> None:
        self._end_paragraph()
        for caption in table.iterchildren("caption"):
            self.out += self.blocks(caption)
        cells: list[GridCell] = []
        blocks: list[Block] = []
        taken: dict[tuple[int, int], bool] = {}
        rows = _own_rows(table)
        header_rows = 0
        for number, row in enumerate(rows):
            own = [cell for cell in row if cell.tag in ("td", "th")]
            in_head = row.getparent().tag == "thead" or (
                bool(own) and all(c.tag == "th" for c in own)
            )
            header_rows += in_head and header_rows == number
            column = 0
            for cell in own:
                while (number, column) in taken:
                    column += 1
                down = min(_span(cell, "rowspan") or len(rows), len(rows) - number)
                across = max(_span(cell, "colspan"), 1)
                taken |= {
                    (number + r, column + c): True for r in range(down) for c in range(across)
                }
                inner = self.blocks(cell)
                blocks += inner
                cells.append(_grid_cell(inner, number, column, down, across))
                column += across
        width = 1 + max((column for _, column in taken), default=-1)
        if width == 1:
            self.out += [BoxBlock(tuple(blocks))] if blocks else []
        elif any(cell.passage.pieces or cell.blocks for cell in cells):
            marked = header_rows if header_rows < len(rows) else 0
            self.out.append(GridBlock(tuple(cells), len(rows), width, marked))


def _grid_cell(inner: list[Block], row: int, column: int, down: int, across: int) -> GridCell:
    passages: list[Passage] = [b.passage for b in inner if isinstance(b, ParagraphBlock)]
    rest = tuple(b for b in inner if isinstance(b, GridBlock | BoxBlock | NoteBlock))
    return GridCell(row, column, joined(passages), down, across, rest)


_LIST_KINDS: Final = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "decimal": "decimal",
    "decimal-leading-zero": "decimalZero",
    "lower-alpha": "lowerLetter",
    "upper-alpha": "upperLetter",
    "lower-latin": "lowerLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "cjk-ideographic": "chineseCountingThousand",
    "simp-chinese-informal": "chineseCountingThousand",
    "trad-chinese-informal": "chineseCountingThousand",
    "cjk-decimal": "ideographDigital",
    "cjk-heavenly-stem": "ideographTraditional",
    "none": "none",
}
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)")


def _list_kind(element: XmlElement) -> str:
    """Return the number format of a list by the names of Word; "" for one that is not known."""
    styled = _LIST_STYLE.search(element.get("style", ""))
    return _LIST_KINDS.get(styled.group(1) if styled else element.get("type", "1"), "")


def _list_number(count: int, kind: str) -> str:
    printed = format_number(count, kind) or ""
    return printed + ("." if printed.isascii() else "、") if printed else ""


def _whole(text: str, default: int) -> int:
    digits = text.strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 6 else default


def _own_rows(table: XmlElement) -> list[XmlElement]:
    """Return the rows of a table, not those of tables inside it."""
    rows: list[XmlElement] = []
    for child in table:
        if child.tag == "tr":
            rows.append(child)
        elif child.tag in ("thead", "tbody", "tfoot"):
            rows += child.iterchildren("tr")
    return rows


def _span(cell: XmlElement, name: str) -> int:
    return min(_whole(cell.get(name, "1"), 1), MAX_SPAN)
