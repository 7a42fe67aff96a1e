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

USUAL = 80
"""The columns of a page that is not on a terminal."""

# What stands for a sign where the console cannot show it (GBK, ASCII); anything else becomes "?".
_INSTEAD = {
    "−": "-", "‐": "-", "–": "-", "—": "-", "―": "-", "≤": "<=", "≥": ">=", "≠": "!=", "≈": "~=",
    "×": "x", "÷": "/", "→": "->", "±": "+-", "‰": "/1000", "℃": "C", "㎡": "m2", "·": ".", "•": ".",
    "“": '"', "”": '"', "‘": "'", "’": "'", "²": "2", "³": "3", "○": "o", "\u3000": "  ", "\xa0": " ",
    "，": ", ", "。": ".", "；": "; ", "：": ": ", "（": "(", "）": ")", "＞": ">", "＜": "<",
    "\ufeff": "",
}  # fmt: skip


def _replace(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)
    lost = error.object[error.start : error.end]
    kept = ("".join(_INSTEAD.get(char, "?") for char in lost)).encode(error.encoding, "replace")
    return kept.decode(error.encoding), error.end


def prepare() -> None:
    """Let both streams replace what they cannot encode, in whatever encoding they have."""
    codecs.register_error("plancheck", _replace)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="plancheck")


def wants_color(option: str, stream: TextIO, environ: Mapping[str, str]) -> bool:
    """The option decides; else NO_COLOR, then FORCE_COLOR, then whether a person is looking."""
    if option != "auto":
        return option == "always"
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return stream.isatty() and environ.get("TERM") != "dumb"


def _columns() -> int:
    """The width of the terminal, as `shutil.get_terminal_size` has it: that module is long to import."""
    try:
        asked = int(os.environ["COLUMNS"])
    except (KeyError, ValueError):
        asked = 0
    if asked > 0:
        return asked
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or USUAL  # type: ignore[union-attr]
    except (AttributeError, ValueError, OSError):  # none, closed, or no terminal
        return USUAL


def page(language: Language, color: str, stream: TextIO | None = None) -> Page:
    """The page of a stream; 80 columns where there is no terminal."""
    columns = _columns()
    shown = wants_color(color, stream or sys.stdout, os.environ)
    return Page(language, min(max(columns, NARROWEST), WIDEST), shown)


def language_of(words: list[str], environ: Mapping[str, str]) -> Language:
    """The language asked for, found before anything else is read; Chinese where none or a wrong one is."""
    asked = environ.get("PLANCHECK_LANG", "zh")
    for at, word in enumerate(words):
        if word == "--lang" and at + 1 < len(words):
            asked = words[at + 1]
        elif word.startswith("--lang="):
            asked = word.removeprefix("--lang=")
    return cast(Language, asked) if asked in ("zh", "en") else "zh"


_passed = 0  # columns of the passing line that stands there


def passing(text: str) -> None:
    """A line on a terminal that goes when anything else is written; "" takes it away."""
    from checker.report.layout import one_line, width, wrap

    global _passed
    columns = os.get_terminal_size(sys.stderr.fileno()).columns if text else 0
    line = (
        wrap(one_line(text), (columns or 80) - 1)[0] if text else ""
    )  # some do not know their width
    before, _passed = _passed, width(line)
    if before or line:
        sys.stderr.write("\r" + " " * before + "\r" + line)
        sys.stderr.flush()


def out(report: str | bytes) -> None:
    """The report, and nothing else."""
    _write(sys.stdout, report)


class Binary:
    """The report, as it is made piece by piece."""

    def write(self, data: bytes) -> int:
        out(data)
        return len(data)


def note(text: str) -> None:
    """Everything that is not the report."""
    _write(sys.stderr, text if text.endswith("\n") or not text else text + "\n")


# What would move the cursor, clear the screen or ring: names and texts come from strangers. Colours stay.
_COMMANDS = re.compile(
    "\x1b(?!\\[[0-9;]*m)|\r(?!\n)|[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f]"
)


def _write(stream: TextIO, content: str | bytes) -> None:
    """Write at once, over a passing line. A reader who has seen enough (`| head`) is no fault."""
    if _passed:
        passing("")
    try:
        if isinstance(content, bytes):
            stream.buffer.write(content)
        else:
            stream.write(_COMMANDS.sub("", content))
        stream.flush()
    except BrokenPipeError:
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, stream.fileno())  # so that Python's own flush at exit is silent too
