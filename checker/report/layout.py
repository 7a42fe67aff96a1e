"""Chinese text in columns: clean characters, display width, line breaks, colour. Knows no report."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from checker.files import UNSEEN
from checker.messages import Language, message
from checker.source import Record

NARROWEST, WIDEST = 40, 100

# Signs that do not begin a line, and signs that do not end one.
_CLOSING = "，。、；：！？）〕】》〉」』”’％‰℃,.;:!?)]}"
_OPENING = "（〔【《〈「『“‘([{≤≥＜＞≈±"
_ATOM = re.compile(r"[0-9A-Za-z_./\\:@%+#&=~^*|<>$'`\"-]+|\s+|.", re.DOTALL)
_ANSI = {"bold": "1", "red": "1;31", "yellow": "1;33", "cyan": "36", "green": "32", "dim": "2"}


def say(code: str, language: Language, /, **arguments: object) -> str:
    """Return the text `report-<code>` of the catalogue with its placeholders filled."""
    return message(f"report-{code}", language, arguments)


def join(sign: str, parts: Iterable[str], language: Language) -> str:
    """Join the parts that are not empty by a sign: "comma", "semicolon", "colon" or "list"."""
    return say(sign, language).join(filter(None, parts))


def strip_control_characters(text: str) -> str:
    """Return the text without control characters. Tabs and line ends stay."""
    return UNSEEN.sub("", text)


def one_line(text: str) -> str:
    """Return the text without control characters, with single spaces instead of any white space."""
    return " ".join(strip_control_characters(text).split())


@cache
def char_width(char: str, ambiguous: int = 2) -> int:
    """Return the display width of a character: 0, 1 or 2 columns. `ambiguous`: that of ambiguous characters."""
    if unicodedata.combining(char) or unicodedata.category(char) in ("Cf", "Mn", "Me"):
        return 0
    kind = unicodedata.east_asian_width(char)
    return 2 if kind in "WF" else ambiguous if kind == "A" else 1


def width(text: str) -> int:
    """Return the display width of a text in columns."""
    return sum(map(char_width, text))


def pad(text: str, columns: int) -> str:
    """Return the text with spaces behind it up to a display width."""
    return text + " " * max(0, columns - width(text))


def wrap(text: str, columns: int) -> list[str]:
    """Return the text in lines of at most `columns` columns. A word that is too long for a line is split."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += _wrap_paragraph(paragraph, max(columns, 4))
    return lines


def _wrap_paragraph(text: str, columns: int) -> list[str]:
    if width(text) <= columns:
        return [text.rstrip()]
    lines: list[str] = []
    line: list[str] = []
    used = 0
    for atom in _atoms(text, columns):
        size = width(atom)
        if used + size <= columns or not line:
            line.append(atom)
            used += size
            continue
        carried = _take_end(line, atom, columns - size)
        lines.append("".join(line).rstrip())
        line = [*carried, atom]
        if atom.isspace():
            line = carried
        used = sum(map(width, line))
    lines.append("".join(line).rstrip())
    return lines


def _atoms(text: str, columns: int) -> Iterable[str]:
    """Yield the unbreakable parts: words of Latin letters and digits, and single other characters."""
    for match in _ATOM.finditer(text):
        atom = match[0]
        while width(atom) > columns:
            yield atom[:columns]
            atom = atom[columns:]
        if atom:
            yield atom


def _take_end(line: list[str], atom: str, room: int) -> list[str]:
    """Remove and return the end of a full line that must stay with the next atom."""
    start = len(line)
    if atom[0] in _CLOSING:
        start -= 1
        while start > 1 and line[start][0] in _CLOSING:
            start -= 1
    while start > 1 and line[start - 1][-1] in _OPENING:
        start -= 1
    if start < 1 or sum(map(width, line[start:])) > min(16, room):
        return []
    carried = line[start:]
    del line[start:]
    return carried


class Page(Record):
    """The target of text output: its language, its width in columns, and whether it has colours."""

    language: Language
    columns: int = 80
    color: bool = False

    def say(self, code: str, /, **arguments: object) -> str:
        """Return the text `report-<code>` in the language of the page."""
        return say(code, self.language, **arguments)

    def join(self, sign: str, parts: Iterable[str]) -> str:
        """Join the parts that are not empty by a sign: "comma", "semicolon", "colon" or "list"."""
        return join(sign, parts, self.language)

    def paint(self, text: str, role: str) -> str:
        """Return the text in one line, in the colour of its role, without control characters."""
        text = strip_control_characters(text).replace("\n", " ")
        return f"\033[{_ANSI[role]}m{text}\033[0m" if self.color and role and text else text

    def block(self, text: str, indent: int = 0, head: str = "", role: str = "") -> list[str]:
        """Return the text in lines, the first one after `head`, the others indented by its width."""
        first = " " * indent + head
        hang = " " * width(first)
        body = wrap(strip_control_characters(text), self.columns - width(first))
        if any(
            line.lstrip().startswith("::") for line in body
        ):  # a command to a runner that reads logs
            body = [
                line.replace("::", "\\::", 1) if line.lstrip().startswith("::") else line
                for line in body
            ]
        painted = [self.paint(line, role) for line in body]
        return [(hang if n else first) + line if line else "" for n, line in enumerate(painted)]

    def segments(self, parts: Iterable[str], role: str = "") -> list[str]:
        """Return the parts two spaces apart, in lines that break only between parts."""
        lines = [""]
        for part in parts:
            longer = f"{lines[-1]}  {part}" if lines[-1] else part
            if lines[-1] and width(longer) > self.columns:
                lines.append(part)
            else:
                lines[-1] = longer
        return [self.paint(line, role) for line in lines]

    def fields(self, rows: Iterable[tuple[str, str]], indent: int) -> list[str]:
        """Return lines with labels in one column and texts in the next; rows without a text are left out."""
        filled = [(label, text) for label, text in rows if text]
        column = max((width(label) for label, _ in filled), default=0) + 2
        return [
            line for label, text in filled for line in self.block(text, indent, pad(label, column))
        ]
