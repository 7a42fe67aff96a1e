"""What reports are made of to plain values and back, so that an unchanged plan is not judged again. Judges nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from checker import findings
from checker.diagnostics import Diagnostic
from checker.findings import Bilingual
from checker.records import Made, dataclass
from checker.report import model
from checker.rows import Rows
from checker.source import Place, Source

_ROWS = Rows(
    model.Checked, model.Header, model.Step, model.Source, model.Card, model.Comparison, model.Value,
    *(findings.Judgement, findings.Finding, findings.RuleCount, findings.Link, findings.Subject),
    *(findings.Evidence, findings.Origin, findings.Reason, findings.Fix, Bilingual, Diagnostic, Place),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """One plan judged, with what was wrong with its data and with the plans above it."""

    checked: model.Checked
    faults: tuple[Diagnostic, ...]
    above: tuple[Diagnostic, ...]


def known_to_plain(known: Known, sources: Sequence[Source]) -> str:
    """A judgement, whose spans lie in these sources. Raises TypeError for what cannot be written."""
    return _ROWS.write((known.checked, known.faults, known.above), sources)


def known_from_plain(plain: Any, sources: Sequence[Source]) -> Known:
    """The inverse of `known_to_plain`. Raises ValueError for what is no judgement."""
    match _ROWS.read(plain, *sources):
        case (
            model.Checked(judgement=findings.Judgement()) as checked,
            tuple(faults),
            tuple(above),
        ):
            return Known(checked, faults, above)
        case _:
            raise ValueError("not a judgement")


def cards_to_plain(cards: Mapping[str, model.Card], sources: Sequence[Source]) -> dict[str, str]:
    """Rules for people, by code."""
    return {code: _ROWS.write(card, sources) for code, card in cards.items()}


def cards_from_plain(plain: Any, sources: Sequence[Source]) -> Mapping[str, model.Card]:
    """The inverse of `cards_to_plain`; a card is made when it is asked for. Raises ValueError for what are none."""
    if not isinstance(plain, dict):
        raise ValueError("no cards")

    def card(code: str) -> model.Card:
        found: model.Card = _ROWS.read(plain[code], *sources)
        return found

    return Made(plain, card)
