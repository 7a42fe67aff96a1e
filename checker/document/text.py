"""Texts to the document model: plain text with its tables one cell a line, Markdown, tables parted by commas."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256

from checker.diagnostics import Diagnostic
from checker.document.characters import EMPTY, trimmed, without_invisible
from checker.document.model import (
    Block,
    DraftDocument,
    DraftView,
    GridBlock,
    GridCell,
    LinePlace,
    ParagraphBlock,
    Passage,
    Piece,
)
from checker.document.sniff import decode_text
from checker.document.text_grid import grid_of, line_piece, tab_region

_BOOKMARK = re.compile(r"\[bookmark: [^\]]*\]")
_CONTENTS_LINE = re.compile(r"\S.*(?:\t+|[.…·]{3,})\s*\d{1,4}\s*$")
_MARK_HEADING = re.compile(r"(#{1,6})\s+")
_MARK_RULE = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_MARKS = re.compile(r"\*\*|__|`|^\s*>\s?|^\s*[-*+]\s+")


def read_text(
    data: bytes, name: str, view: DraftView = "accepted"
) -> tuple[DraftDocument | None, list[Diagnostic]]:
    """Return a text, a Markdown text (.md) or a table (.csv, .tsv) as a document."""
    text = decode_text(data)
    if text is None:
        return None, [Diagnostic("document-foreign", None, file=name)]
    suffix = name.lower().rpartition(".")[2]
    left_out: Counter[str] = Counter()
    if suffix in ("csv", "tsv"):
        blocks, kind = _delimited(text, "\t" if suffix == "tsv" else ""), "csv"
    elif suffix in ("md", "markdown"):
        blocks, kind = _markdown(_Lines(text, left_out)), "markdown"
    else:
        blocks, kind = _plain(_Lines(text, left_out)), "text"
    if not blocks:
        return None, [Diagnostic("document-no-text", None, file=name)]
    document = DraftDocument(
        name, kind, sha256(data).hexdigest(), tuple(blocks), view, dict(left_out)
    )
    return document, said_of(document)


def said_of(document: DraftDocument) -> list[Diagnostic]:
    """Return what a reader should know of a document that was read: signs that turn the writing round."""
    turned = document.left_out.get("reordered", 0)
    if not turned:
        return []
    count = {"count": turned}
    return [Diagnostic("document-reordered", None, count, severity="warning", file=document.name)]


class _Lines:
    """The lines of a text, and each as a passage without bookmarks, signs that nobody sees and space at its ends."""

    def __init__(self, text: str, left_out: Counter[str]) -> None:
        if "\n" not in text:
            text = text.replace("\r", "\n")
        self.texts = [line.rstrip("\r") for line in text.split("\n")]
        self.left_out = left_out
        self.passages = [self._passage(line, number) for number, line in enumerate(self.texts, 1)]

    def _passage(self, line: str, number: int) -> Passage:
        if not line or line.isspace():
            return EMPTY
        pieces = [line_piece(line, number, 1)]
        if "[bookmark: " in line:
            pieces = self.without(_BOOKMARK, line, number)
        return trimmed(without_invisible(pieces, self.left_out))

    def without(self, pattern: re.Pattern[str], line: str, number: int) -> list[Piece]:
        """Return the pieces of a line between what matches the pattern."""
        pieces, start = [], 0
        for match in pattern.finditer(line):
            pieces.append(line_piece(line[start : match.start()], number, start + 1))
            start = match.end()
        pieces.append(line_piece(line[start:], number, start + 1))
        return [piece for piece in pieces if piece.text]


def _plain(lines: _Lines) -> list[Block]:
    blocks: list[Block] = []
    contents = _contents(lines.texts)
    lines.left_out["contents"] += len(contents)
    tabs_are_cells = _tabs_are_cells(lines.texts)
    at = 0
    while at < len(lines.texts):
        line = lines.texts[at]
        if at in contents or (not line.strip() and not line.startswith("\t")):
            at += 1
        elif line.startswith("\t") and tabs_are_cells:
            region = tab_region(lines.passages, lines.texts, at)
            grid = grid_of(region.rows)
            blocks += [grid] if grid else []
            at = region.end
        else:
            end = _columns_end(lines.texts, at)
            if end > at + 1:
                rows = [_split(text, at + n) for n, text in enumerate(lines.texts[at:end], 1)]
                blocks.append(_table(rows))
            elif lines.passages[at].pieces:
                blocks.append(ParagraphBlock(lines.passages[at]))
            at = max(end, at + 1)
    if not lines.left_out["contents"]:
        del lines.left_out["contents"]
    return blocks


def _tabs_are_cells(lines: Sequence[str]) -> bool:
    """Whether a tab at the beginning of a line marks a cell, and not just the first line of every paragraph."""
    tabbed = [line for line in lines if line.startswith("\t") and line.strip()]
    others = sum(1 for line in lines if line.strip() and not line.startswith("\t"))
    long = sum(len(line) > 60 for line in tabbed)
    blank = sum(line.startswith("\t") and not line.strip() for line in lines)
    return bool(tabbed) and (blank > 0 or long * 3 < len(tabbed) or len(tabbed) <= others)


def _contents(lines: Sequence[str]) -> set[int]:
    """Return the numbers of the lines (from 0) of a table of contents: titles with a page, three and more running."""
    found: set[int] = set()
    run: list[int] = []
    for number, line in enumerate([*lines, "end"]):
        if _CONTENTS_LINE.match(line):
            run.append(number)
        elif line.strip():
            found |= set(run) if len(run) >= 3 else set()
            run = []
    return found


def _columns_end(lines: Sequence[str], start: int) -> int:
    """Return the end of a table whose lines hold equally many cells parted by tabs; `start` where there is none."""
    tabs = lines[start].count("\t")
    end = start
    while tabs and end < len(lines) and lines[end].count("\t") == tabs and lines[end].strip():
        end += 1
    return end if end - start >= 2 else start


def _split(line: str, number: int, sign: str = "\t") -> list[Passage]:
    cells, column = [], 1
    for text in line.split(sign):
        cells.append(trimmed([line_piece(text, number, column)] if text else []))
        column += len(text) + 1
    return cells


def _table(rows: Sequence[Sequence[Passage]], header_rows: int = 0) -> GridBlock:
    width = max(map(len, rows))
    cells = [
        GridCell(row, column, passage)
        for row, passages in enumerate(rows)
        for column, passage in enumerate(passages)
    ]
    return GridBlock(tuple(cells), len(rows), width, header_rows)


def _markdown(lines: _Lines) -> list[Block]:
    """Headings, tables and paragraphs; the marks of emphasis and lists are taken out."""
    blocks: list[Block] = []
    at = 0
    while at < len(lines.texts):
        line = lines.texts[at]
        heading = _MARK_HEADING.match(line)
        if not line.strip() or re.fullmatch(r"\s*(?:[-*_]\s*){3,}|```.*", line):
            at += 1
        elif heading:
            number = at + 1
            rest = line_piece(line[heading.end() :].rstrip("# "), number, heading.end() + 1)
            blocks.append(ParagraphBlock(trimmed([rest]), outline_level=len(heading.group(1))))
            at += 1
        elif "|" in line and at + 1 < len(lines.texts) and _MARK_RULE.match(lines.texts[at + 1]):
            at = _pipe_table(lines, at, blocks)
        else:
            at = _markdown_paragraph(lines, at, blocks)
    return blocks


def _pipe_table(lines: _Lines, start: int, blocks: list[Block]) -> int:
    rows = []
    at = start
    while at < len(lines.texts) and "|" in lines.texts[at]:
        if at != start + 1:
            line = lines.texts[at].rstrip()
            cells = _split(line.removesuffix("|"), at + 1, "|")
            rows.append(cells[1:] if line.lstrip().startswith("|") else cells)
        at += 1
    blocks.append(_table(rows, header_rows=1))
    return at


def _markdown_paragraph(lines: _Lines, start: int, blocks: list[Block]) -> int:
    """Append the paragraph that begins at a line; each line of it is a piece. Return the line behind it."""
    pieces: list[Piece] = []
    at = start
    while at < len(lines.texts) and lines.texts[at].strip():
        line = lines.texts[at]
        starts_block = _MARK_HEADING.match(line) or re.match(r"\s*(?:[-*+]|\d+[.)])\s", line)
        if at > start and (starts_block or "|" in line or line.startswith("```")):
            break
        pieces += trimmed(
            without_invisible(lines.without(_MARKS, line, at + 1), lines.left_out)
        ).pieces
        at += 1
    if pieces:
        blocks.append(ParagraphBlock(Passage(tuple(pieces))))
    return max(at, start + 1)


def _delimited(text: str, sign: str) -> list[Block]:
    """Return a table of comma-separated values, quoted ones over several lines too."""
    if not sign:
        head = text[: text.find("\n")]
        sign = max(",\t;，", key=head.count)
    rows: list[list[Passage]] = [[]]
    parts: list[Piece] = []
    line, column, quoted = 1, 1, False
    for part in re.findall(rf'"|{re.escape(sign)}|\r?\n|[^"{re.escape(sign)}\r\n]+|\r', text):
        if part == '"':
            quoted = not quoted
            if quoted and parts and _ends_at(parts[-1], line, column - 1):
                parts.append(line_piece('"', line, column))
        elif quoted or part not in (sign, "\n", "\r\n"):
            if part in ("\n", "\r\n"):
                parts.append(line_piece("\n", line, column))
            else:
                parts.append(line_piece(part, line, column))
        else:
            rows[-1].append(trimmed(parts))
            parts = []
            if part != sign:
                rows.append([])
        newline = part in ("\n", "\r\n", "\r")
        line, column = (line + 1, 1) if newline else (line, column + len(part))
    rows[-1].append(trimmed(parts))
    full = [row for row in rows if any(passage.pieces for passage in row)]
    return [_table(full)] if full else []


def _ends_at(piece: Piece, line: int, column: int) -> bool:
    """Whether a quoted part ended just before: a doubled quotation mark stands for one."""
    at = piece.at
    return isinstance(at, LinePlace) and at.line == line and at.column + len(piece.text) == column
