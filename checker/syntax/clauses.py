"""Cutting a rule file into clauses at the line starts. Knows keywords, not expressions."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from checker.datatypes.keywords import CLAUSES, HEADINGS
from checker.diagnostics import Diagnostic
from checker.source import Source, Span
from checker.syntax.words import shortened

_SPECIAL = {"∶": ":", "、": ",", "﹕": ":", "〜": "~", "−": "-"}
# As STRING of the grammar: Chinese quotation marks may stand inside Chinese quotation marks.
STRING = r'“(?:[^“”]|“[^“”]*”)*”|"(?:[^"\\]|\\.)*"'


@cache
def _folds() -> dict[int, str]:
    """Every character whose compatibility form is one other character."""
    found = {}
    for code in (*range(0xA0, 0x3400), *range(0xF900, 0xFB00), *range(0xFE10, 0xFFF0)):
        folded = unicodedata.normalize("NFKC", chr(code))
        if len(folded) == 1 and folded != chr(code):
            found[code] = folded
    return {**found, **{ord(c): folded for c, folded in _SPECIAL.items()}}


def fold(text: str) -> str:
    """Full-width forms as half-width ones, character by character: the length stays the same."""
    return text if text.isascii() else text.translate(_folds())


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: its keyword (a key of CLAUSES; "" for an unknown one), its folded text, its start.

    `comments` are those above it and inside it.
    """

    keyword: str
    text: str
    start: int
    comments: tuple[str, ...]


@cache
def _keyword_pattern() -> re.Pattern[str]:
    parts = []
    for key, word in CLAUSES.items():
        zh, en = re.escape(word.zh), r"[^\S\n]+".join(map(re.escape, word.en.split()))
        end = r"(?=\s|$)" if key in HEADINGS else r"[^\S\n]*:"
        parts.append(f"(?P<{key}_>(?:{zh}|{en}){end})")
    return re.compile("|".join(parts), re.IGNORECASE)


@cache
def _starts_pattern() -> re.Pattern[str]:
    """A string or a comment (to be passed over), or the start of a clause."""
    indented = "|".join(
        re.escape(spelling) + r"[^\S\n]*:"
        for key, word in CLAUSES.items()
        if key not in HEADINGS
        for spelling in word
    )
    parts = (
        f"(?P<start>^(?=[^\\s#]))(?:{STRING})?",
        rf"(?P<indent>^[^\S\n]+(?=(?:{indented})))",
        f"(?P<string>{STRING})",
        r"(?P<comment>(?<!\S)#[^\n]*)",
    )
    return re.compile("|".join(parts), re.MULTILINE | re.IGNORECASE)


@dataclass
class _Cut:
    """The clauses found so far, and the comments that wait for the next one."""

    source: Source
    text: str
    clauses: list[Clause]
    problems: list[Diagnostic]
    waiting: list[str]
    unclosed: bool = False

    def add(self, start: int, end: int, comments: list[tuple[int, int]]) -> None:
        """One stretch from a line start to the next."""
        chunk = self.text[start:end]
        inside = []
        for first, last in comments:
            inside.append(self.source.text[first + 1 : last].strip())
            chunk = chunk[: first - start] + " " * (last - first) + chunk[last - start :]
        found = _keyword_pattern().match(chunk)
        key = str(found.lastgroup).rstrip("_") if found is not None else ""
        if found is None:
            if not self.unclosed:
                self.problems.append(_no_keyword(self.source, start, chunk))
        else:
            self.unclosed = bool(re.search(r'[“"]', re.sub(STRING, "", chunk)))
        self.clauses.append(Clause(key, chunk.rstrip(), start, (*self.waiting, *inside)))
        self.waiting = []


def cut(source: Source) -> tuple[tuple[Clause, ...], tuple[str, ...], tuple[Diagnostic, ...]]:
    """All clauses of a file in order, and the comments below the last one.

    A line that begins with no keyword is a diagnostic, and a clause without keyword. The lines below a
    text that is not closed belong to that text: of them nothing is said.
    """
    text = fold(source.text)
    state = _Cut(source, text, [], [], [])
    start: int | None = None
    comments: list[tuple[int, int]] = []
    ending: list[tuple[int, int]] = []
    at = 1 if text.startswith("\ufeff") else 0
    if text[at : at + 1].strip() and text[at] != "#":
        start = at
    else:
        _check_indented(state, at)
    for found in _starts_pattern().finditer(text, at):
        if found["comment"] is not None:
            own_line = not text[text.rfind("\n", 0, found.start()) + 1 : found.start()].strip()
            at_margin = own_line and (found.start() == 0 or text[found.start() - 1] in "\n\ufeff")
            if at_margin or start is None:
                ending.append(found.span())
            else:
                comments.append(found.span())
        elif found["start"] is not None or found["indent"] is not None:
            begin = found.end("indent") if found["indent"] is not None else found.start()
            if found["indent"] is not None:
                state.problems.append(_indented(source, text, begin))
            if start is not None and begin > start:
                state.add(start, begin, [*comments, *ending])
            start = begin
            comments, ending = [], []
    return ()
