"""Standard streams: what they can show, and how wide. Never fails on a character."""

from __future__ import annotations

import codecs
import os
import re
import sys
from collections.abc import Mapping
from typing import TextIO, cast

from checker.messages import Language
from checker.report.layout import NARROWEST, WIDEST, Page

DEFAULT_COLUMNS = 80
"""The width of a page that is not on a terminal."""

# What stands for a sign where the console cannot show it (GBK, ASCII); anything else becomes "?".
_REPLACEMENTS = {
    "−": "-", "‐": "-", "–": "-", "—": "-", "―": "-", "≤": "<=", "≥": ">=", "≠": "!=", "≈": "~=",
    "×": "x", "÷": "/", "→": "->", "±": "+-", "‰": "/1000", "℃": "C", "㎡": "m2", "·": ".", "•": ".",
    "“": '"', "”": '"', "‘": "'", "’": "'", "²": "2", "³": "3", "○": "o", "\u3000": "  ", "\xa0": " ",
    "，": ", ", "。": ".", "；": "; ", "：": ": ", "（": "(", "）": ")", "＞": ">", "＜": "<",
    "\ufeff": "",
}  # fmt: skip


def _replace(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)
    lost = error.object[error.start : error.end]
    replacement = ("".join(_REPLACEMENTS.get(char, "?") for char in lost)).encode(
        error.encoding, "replace"
    )
    return replacement.decode(error.encoding), error.end


def configure_streams() -> None:
    """Make both streams replace characters that their encoding lacks."""
    codecs.register_error("plancheck", _replace)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="plancheck")


def uses_color(option: str, stream: TextIO, environ: Mapping[str, str]) -> bool:
    """Return whether to print colours: as the option says, else NO_COLOR, FORCE_COLOR, or whether it is a terminal."""
    if option != "auto":
        return option == "always"
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return stream.isatty() and environ.get("TERM") != "dumb"


def _terminal_columns() -> int:
    """Return the width of the terminal, as `shutil.get_terminal_size` does: that module is long to import."""
    try:
        columns = int(os.environ["COLUMNS"])
    except (KeyError, ValueError):
        columns = 0
    if columns > 0:
        return columns
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or DEFAULT_COLUMNS  # type: ignore[union-attr]
    except (AttributeError, ValueError, OSError):  # none, closed, or no terminal
        return DEFAULT_COLUMNS


def page(language: Language, color: str, stream: TextIO | None = None) -> Page:
    """Return the page of a stream; 80 columns where there is no terminal."""
    columns = _terminal_columns()
    shown = uses_color(color, stream or sys.stdout, os.environ)
    return Page(language, min(max(columns, NARROWEST), WIDEST), shown)


def find_language(arguments: list[str], environ: Mapping[str, str]) -> Language:
    """Return the language lang for, found before anything else is read; Chinese where none or a wrong one is."""
    lang = environ.get("PLANCHECK_LANG", "zh")
    for index, argument in enumerate(arguments):
        if argument == "--lang" and index + 1 < len(arguments):
            lang = arguments[index + 1]
        elif argument.startswith("--lang="):
            lang = argument.removeprefix("--lang=")
    return cast(Language, lang) if lang in ("zh", "en") else "zh"


_progress_columns = 0  # columns of the show_progress_line line that stands there


def show_progress_line(text: str) -> None:
    """Show a line on the terminal that anything else replaces; "" removes it."""
    from checker.report.layout import one_line, width, wrap

    global _progress_columns
    columns = os.get_terminal_size(sys.stderr.fileno()).columns if text else 0
    line = (
        wrap(one_line(text), (columns or 80) - 1)[0] if text else ""
    )  # some do not know their width
    before, _progress_columns = _progress_columns, width(line)
    if before or line:
        sys.stderr.write("\r" + " " * before + "\r" + line)
        sys.stderr.flush()


def echo(report: str | bytes) -> None:
    """Write a report to standard output."""
    _write(sys.stdout, report)


class StdoutStream:
    """Standard output as a binary stream, for reports written in pieces."""

    def write(self, data: bytes) -> int:
        echo(data)
        return len(data)


def echo_error(text: str) -> None:
    """Write a line to standard error: everything that is not the report."""
    _write(sys.stderr, text if text.endswith("\n") or not text else text + "\n")


# What would move the cursor, clear the screen or ring: names and texts come from strangers. Colours stay.
_CONTROL_SEQUENCES = re.compile(
    "\x1b(?!\\[[0-9;]*m)|\r(?!\n)|[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f]"
)


def _write(stream: TextIO, content: str | bytes) -> None:
    """Write and flush, over a progress line. A reader that closes the pipe (`| head`) is no error.

    Raises OSError, with the name of the stream, where the report cannot be written: on a full disk.
    """
    if _progress_columns:
        show_progress_line("")
    try:
        if isinstance(content, bytes):
            stream.buffer.write(content)
        else:
            stream.write(_CONTROL_SEQUENCES.sub("", content))
        stream.flush()
    except OSError as fault:
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, stream.fileno())  # so that Python's own flush at exit is silent too
        if stream is sys.stdout and not isinstance(fault, BrokenPipeError):
            raise OSError(fault.errno, fault.strerror, stream.name) from fault
