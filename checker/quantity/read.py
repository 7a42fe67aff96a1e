"""A printed text to a reading: 控制在7.5‰以下 → ≤7.5‰. Never raises and never guesses a number."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec.structs import replace

from checker.quantity.build import build, find_form
from checker.quantity.distribute import distribute
from checker.quantity.fold import fold
from checker.quantity.numerals import CHARACTERS
from checker.quantity.reading import (
    ChangeReading,
    CumulativeReading,
    MissingReading,
    QualitativeReading,
    Reading,
    SetReading,
    SeveralReading,
    UnreadReading,
)
from checker.quantity.scan import scan
from checker.quantity.spans import join_limits, part_values
from checker.quantity.tokens import BREAK, FAULT, SEPARATOR, UNKNOWN_UNIT, Token
from checker.quantity.units import Unit, find_unit

_REFUSED = {
    FAULT: "numbers-touch",
    UNKNOWN_UNIT: "unit-unknown",
    "NOT": "negated",
    "CONDITION": "condition",
}
_NUMERALS = frozenset(CHARACTERS + "0123456789")
MAX_CHARS = 400  # characters; a longer text is a paragraph, and `extract` cuts those
_PLACEHOLDER = re.compile(r"[-—~/\\.…*·、]+|(?:N/?A|n/a|无|空|无数据)")


@lru_cache(maxsize=65536)
def read(text: str, unit: str | None = None) -> Reading:
    """Read a cell or a short phrase; `unit` is the column's, used where the text prints none."""
    if len(text) > MAX_CHARS:
        return UnreadReading(text, "too-long", str(len(text)))
    folded = fold(text)
    if not folded:
        return MissingReading(text, "blank")
    if _PLACEHOLDER.fullmatch(folded):
        return MissingReading(text, "placeholder")
    column = find_unit(unit) if unit else None
    if not begins_with_figure(folded) and find_unit(folded) is not None:
        return UnreadReading(text, "unit-not-value", folded)
    clauses = _with_dates(_severally(_clauses(part_values(folded))))
    if len(clauses) == 1:
        reading = _read_clause(clauses[0], text, column)
    else:
        reading = _gather(
            text,
            [
                _read_clause(clause, "".join(token.text for token in clause), column)
                for clause in clauses
            ],
        )
    if isinstance(reading, UnreadReading | MissingReading):
        return reading
    strange = _strange(clauses)
    if strange:
        return UnreadReading(text, "word-unknown", strange)
    return join_limits(reading) if isinstance(reading, SeveralReading) else reading


def _strange(clauses: list[tuple[Token, ...]]) -> str:
    """Return the first word of which nothing says that it is harmless: beside a number anywhere, else before a verb."""
    if not any(token.strange for clause in clauses for token in clause):
        return ""
    figures = any(
        token.kind in ("N", "TWICE", "ZERO")
        or (token.strange and not _NUMERALS.isdisjoint(token.text))
        for clause in clauses
        for token in clause
    )
    for clause in clauses:
        strange = ""
        for token in clause:
            strange = strange or token.strange
            if strange and (figures or token.kind != "WORD"):
                return strange
    return ""


def begins_with_figure(text: str) -> bool:
    """Return True if it begins as no unit does, but one over another (1/10万); no unit is to be looked for then."""
    return "/" not in text and text.lstrip("≥≤<>")[:1].isdecimal()


def _clauses(folded: str) -> list[tuple[Token, ...]]:
    """Cut a text at its commas, and at breaks between values; join what a narrow column broke."""
    tokens = scan(folded)
    if not any(token.kind == BREAK or token.kind == SEPARATOR for token in tokens):
        return [tuple(tokens)]
    pieces = _split(tokens, BREAK)
    if len(pieces) > 1 and not all(_has_number(piece) for piece in pieces):
        joined = scan(folded.replace("\n", ""))
        pieces = [[token for token in joined if token.kind != BREAK]]
    return [tuple(clause) for piece in pieces for clause in _split(piece, SEPARATOR)] or [()]


def _has_number(piece: list[Token]) -> bool:
    """Return True if a line has a number of its own; /10万 is but the unit of the line above."""
    return piece[0].text != "/" and any(token.kind in ("N", FAULT) for token in piece)


def _severally(clauses: list[tuple[Token, ...]]) -> list[tuple[Token, ...]]:
    """Join the values that 分别 governs across a comma: 分别不低于40%，35%."""
    if len(clauses) < 2 or not any(token.kind == "SEVERALLY" for token in clauses[0]):
        return clauses
    joined = [clauses[0]]
    for clause in clauses[1:]:
        if clause[0].kind == "N":
            joined[-1] = (*joined[-1], Token("AND", ","), *clause)
        else:
            joined.append(clause)
    return joined


def _with_dates(clauses: list[tuple[Token, ...]]) -> list[tuple[Token, ...]]:
    """Let a clause that only says when speak for those after it: 2022年，…达到50%，…达到30%."""
    if len(clauses) == 1:
        return clauses
    dated: list[tuple[Token, ...]] = []
    when: tuple[Token, ...] = ()
    for clause in clauses:
        if all(token.kind in ("DATE", "WEAK") for token in clause):
            when = clause
        elif any(token.kind == "DATE" for token in clause):
            dated.append(clause)
            when = ()
        else:
            dated.append(when + clause)
    return dated or clauses


def _split(tokens: list[Token], kind: str) -> list[list[Token]]:
    parts: list[list[Token]] = [[]]
    for token in tokens:
        if token.kind == kind:
            parts.append([])
        else:
            parts[-1].append(token)
    return [part for part in parts if part]


def _read_clause(tokens: tuple[Token, ...], text: str, column: Unit | None) -> Reading:
    kinds = [token.kind for token in tokens]
    if not _REFUSED.keys().isdisjoint(kinds):
        token = next(token for token in tokens if token.kind in _REFUSED)
        detail = text.strip() if token.kind == FAULT else token.text
        return UnreadReading(text, _REFUSED[token.kind], detail)
    form = find_form(" ".join(kinds))
    if form is None and (moved := _with_bound_moved(tokens)) is not None:
        tokens, kinds = moved, [token.kind for token in moved]
        form = find_form(" ".join(kinds))
    if form is None:
        reason = "several-numbers" if kinds.count("N") > 1 else "form-unknown"
        return UnreadReading(text, reason, text.strip())
    if form.sentence == "many":
        readings = tuple(_read_clause(part, own, column) for part, own in distribute(tokens))
        return SeveralReading(text, _in_years(tokens, readings))
    return build(form, tokens, text, column)


def _in_years(tokens: tuple[Token, ...], readings: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """Give each value its year where as many are listed before them: 到2025年和2030年分别达到95%和98%."""
    first = next(index for index, token in enumerate(tokens) if token.kind == "N")
    years = [token.count for token in tokens[:first] if token.kind == "DATE" and token.count]
    if len(years) < 2:
        return readings
    unclear = UnreadReading("", "several-numbers", "".join(token.text for token in tokens))
    return tuple(
        replace(reading, year=year)
        if len(years) == len(readings) and isinstance(reading, _DATED)
        else replace(unclear, text=reading.text)
        for reading, year in zip(readings, (*years, *years * len(readings)), strict=False)
    )


_DATED = SetReading | CumulativeReading | ChangeReading
_LIMITS = frozenset({"FLOOR", "OVER", "CEILING", "UNDER", "NEARLY"})


def _with_bound_moved(tokens: tuple[Token, ...]) -> tuple[Token, ...] | None:
    """Put a limit behind the verb that it stands before: 至少提高5个百分点."""
    for index, token in enumerate(tokens[:-1]):
        if token.kind in _LIMITS and tokens[index + 1].kind in ("RISE", "FALL"):
            return (*tokens[:index], tokens[index + 1], token, *tokens[index + 2 :])
    return None


def _gather(text: str, readings: list[Reading]) -> Reading:
    """Keep the values of a text; words beside them are kept only where no value is."""
    for reading in readings:
        if isinstance(reading, UnreadReading) and reading.reason not in _SILENT:
            return UnreadReading(text, reading.reason, reading.detail)
    said = [reading for reading in readings if not isinstance(reading, UnreadReading)]
    values = [reading for reading in said if not isinstance(reading, QualitativeReading)]
    kept = values or said
    if not kept:
        first = readings[0]
        assert isinstance(first, UnreadReading)
        return UnreadReading(text, first.reason, first.detail)
    if len(kept) == 1 or not values:
        return _with_text(kept[0], text)
    return SeveralReading(text, tuple(kept))


_SILENT = frozenset({"no-value", "year-not-value", "nature-word", "unit-not-value"})


def _with_text(reading: Reading, text: str) -> Reading:
    return replace(reading, text=text)
