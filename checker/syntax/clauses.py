"""Cutting a rule file into clauses at the line starts. Knows keywords, not expressions."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import pairwise

from checker.datatypes.keywords import CLAUSES, HEADINGS
from checker.diagnostics import Diagnostic, nearest_words
from checker.source import Record, Source, Span
from checker.syntax.near_misses import shortened

_SPECIAL = {"∶": ":", "、": ",", "﹕": ":", "〜": "~", "−": "-"}
# As STRING of the grammar: Chinese quotation marks may stand inside Chinese quotation marks.
STRING = r'“(?:[^“”]|“[^“”]*”)*”|"(?:[^"\\]|\\.)*"'
# A text, or one that is opened and goes on to the end.
TEXTS = re.compile(rf'{STRING}|(?P<open>“[^“”]*\Z|"[\s\S]*\Z)')


@cache
def _folds() -> dict[int, str]:
    """Every character whose compatibility form is one other character."""
    folds = {}
    for code in (*range(0xA0, 0x3400), *range(0xF900, 0xFB00), *range(0xFE10, 0xFFF0)):
        folded = unicodedata.normalize("NFKC", chr(code))
        if len(folded) == 1 and folded != chr(code):
            folds[code] = folded
    return {**folds, **{ord(c): folded for c, folded in _SPECIAL.items()}}


def fold(text: str) -> str:
    """Full-width forms as half-width ones, character by character: the length stays the same."""
    return text if text.isascii() else text.translate(_folds())


class Clause(Record):
    """One clause: its keyword (a key of CLAUSES; "" for an unknown one), its folded text, its start.

    `comments` are those above it and inside it. `likely`: what a clause without keyword was meant to be.
    """

    keyword: str
    text: str
    start: int
    comments: tuple[str, ...]
    likely: str = ""


@cache
def _keyword_pattern() -> re.Pattern[str]:
    parts = []
    for key, word in CLAUSES.items():
        zh, en = re.escape(word.zh), r"[^\S\n]+".join(map(re.escape, word.en.split()))
        end = r"(?=\s|$)" if key in HEADINGS else r"[^\S\n]*:"
        parts.append(f"(?P<{key}_>(?:{zh}|{en}){end})")
    return re.compile("|".join(parts), re.IGNORECASE)


@cache
def _scan_pattern() -> re.Pattern[str]:
    """Return the pattern of texts (passed over), comments, and keywords that are not at the margin."""
    clauses = [word for key, word in CLAUSES.items() if key not in HEADINGS]
    keywords = "|".join(re.escape(spelling) for word in clauses for spelling in word)
    headings = (
        r"(?:规则|rule)\s+[a-z][a-z0-9-]*\s+[“\"]|(?:规则集|ruleset)\s|(?:参数|parameter)\s+\w+\s*="
    )
    indented = rf"(?P<clause>^[^\S\n]+(?=(?:{keywords})[^\S\n]*:|{headings}))"
    comment = r"(?P<comment>(?<!\S)#[^\n]*)"
    return re.compile(f"{TEXTS.pattern}|{comment}|{indented}", re.MULTILINE | re.IGNORECASE)


def split_clauses(
    source: Source,
) -> tuple[tuple[Clause, ...], tuple[str, ...], tuple[Diagnostic, ...]]:
    """All clauses of a file in order, the comments below the last one, and the faults.

    A line that begins with no keyword is a diagnostic, and a clause without keyword.
    """
    text = fold(source.text)
    if text.startswith("\ufeff"):
        text = " " + text[1:]
    starts = [m.start() for m in re.finditer(r"^(?=[^\s#])", text, re.MULTILINE)]
    if source.text.startswith("\ufeff") and text[1:2].strip() and text[1] != "#":
        starts.insert(0, 1)
    splitter = _ClauseSplitter(source, text)
    for start, end in pairwise([0, *starts, len(text)]):
        splitter.split(start, end)
    return tuple(splitter.clauses), tuple(splitter.pending_comments), tuple(splitter.problems)


class _ClauseSplitter:
    """The clauses split off so far, and the comments that wait for the next one."""

    def __init__(self, source: Source, text: str) -> None:
        self.source = source
        self.text = text
        self.clauses: list[Clause] = []
        self.problems: list[Diagnostic] = []
        self.pending_comments: list[str] = []
        self.unclosed = False

    def split(self, start: int, end: int) -> None:
        """One stretch from a line start to the next: one clause, unless keywords are indented in it."""
        comments: list[tuple[int, int]] = []
        for match in _scan_pattern().finditer(self.text, start, end):
            if match["comment"] is not None:
                comments.append(match.span())
            elif match["clause"] is not None and match.start() > start - 1:
                self._add(start, match.end(), comments)
                start, comments = match.end(), []
                self._indented(start)
        self._add(start, end, comments)

    def _indented(self, start: int) -> None:
        word = re.match(r"[^\s:：]+(?:[^\S\n]+each)?", self.source.text[start : start + 20])
        span = Span(self.source, start, start + (word.end() if word else 1))
        self.problems.append(Diagnostic("rule-clause-indented", span, {"word": span.text}))

    def _add(self, start: int, end: int, comments: list[tuple[int, int]]) -> None:
        chunk = self.text[start:end]
        for first, last in comments:
            chunk = chunk[: first - start] + " " * (last - first) + chunk[last - start :]
        body = chunk.rstrip()
        inside: list[str] = []
        below: list[str] = []
        for first, last in comments:
            at_margin = first == 0 or self.text[first - 1] == "\n"
            text = self.source.text[first + 1 : last].strip()
            (below if first >= start + len(body) and at_margin else inside).append(text)
        if body.strip():
            self._clause(body, start, tuple(inside))
            self.pending_comments = below
        else:
            self.pending_comments += [*inside, *below]

    def _clause(self, body: str, start: int, inside: tuple[str, ...]) -> None:
        indent = len(body) - len(body.lstrip())
        match = _keyword_pattern().match(body, indent)
        if match is not None and indent:
            self._indented(start + indent)
            start, body = start + indent, body[indent:]
        key = str(match.lastgroup).rstrip("_") if match is not None else ""
        likely = ""
        if match is not None:
            self.unclosed = any(text["open"] for text in TEXTS.finditer(body))
        elif not self.unclosed:
            fault, likely = _no_keyword(self.source, start, body)
            self.problems.append(fault)
        self.clauses.append(Clause(key, body, start, (*self.pending_comments, *inside), likely))


def _no_keyword(source: Source, start: int, body: str) -> tuple[Diagnostic, str]:
    """Return the diagnostic for a line that begins with no keyword, and the keyword that was probably meant."""
    start += len(body) - len(body.lstrip())
    line = body.lstrip().split("\n", 1)[0]
    word = re.split(r"[:\s(\"“{「=]", line, maxsplit=1)[0] or line[:1]
    known = {w.casefold(): key for key, keyword in CLAUSES.items() for w in keyword}
    for spelling in (re.sub(r"\s+", " ", line[:8]).casefold(), word.casefold()):
        if spelling in known:
            span = Span(source, start, start + len(spelling))
            return Diagnostic("rule-colon-missing", span, {"word": span.text}), known[spelling]
    glued = next((w for w in known if len(w) > 1 and word.casefold().startswith(w)), "")
    if glued and not glued.isascii():
        code = "rule-space-missing" if known[glued] in HEADINGS else "rule-colon-missing"
        span = Span(source, start, start + len(glued))
        return Diagnostic(code, span, {"word": glued}), known[glued]
    span = Span(source, start, start + len(word))
    given = {"word": shortened(span.text)}
    near = nearest_words(word.casefold()[:40], known, cutoff=0.5)
    if near:
        fault = Diagnostic("rule-clause-unknown-near", span, {**given, "near": near[0]})
        return fault, known[near[0]]
    return Diagnostic("rule-clause-unknown", span, given), ""
