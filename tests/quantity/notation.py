"""A reading in one line, for the tables of cases."""

from __future__ import annotations

from typing import assert_never

from checker.quantity.reading import (
    ChangeReading,
    CoverageReading,
    CumulativeReading,
    MissingReading,
    QualitativeReading,
    RateReading,
    RatioReading,
    Reading,
    ReferenceReading,
    SetReading,
    SeveralReading,
    UnreadReading,
)
from checker.quantity.sets import Interval, format_exact
from checker.quantity.units import Unit


def _set(interval: Interval, unit: Unit | None, bare: bool, about: bool) -> str:
    words = ["bare"] if bare else []
    words += ["about"] if about else []
    return " ".join([*words, interval.text() + (unit.name if unit else "")])


def _relative(relative: bool | None) -> str:
    return {True: "share", False: "amount", None: "share-or-amount"}[relative]


def _more(*words: str) -> str:
    return "".join(f" {word}" for word in words if word)


def notation(reading: Reading) -> str:
    match reading:
        case SetReading() as r:
            line = _set(r.interval, r.unit, r.bare, r.about)
            return line + _more(
                "weak" if r.weak else "",
                f"@{r.year}" if r.year else "",
                f"from {format_exact(r.base.value)}" if r.base else "",
                *(f"+{mark}" for mark in r.marks if mark != "分别"),
            )
        case RatioReading() as r:
            value = r.interval.text() if r.interval else "of three"
            return "ratio " + ("bare " if r.bare else "") + value + _more("weak" if r.weak else "")
        case ChangeReading() as r:
            base = f"on {r.base}" if r.base else ""
            line = "change " + ("up " if r.rise else "down ")
            line += _set(r.amount, r.unit, r.bare, r.about)
            return line + _more(base, _relative(r.relative), "weak" if r.weak else "")
        case RateReading() as r:
            way = {True: "up ", False: "down ", None: ""}[r.rise]
            line = ("rate average " if r.average else "rate ") + way
            return line + _set(r.amount, r.unit, r.bare, r.about) + _more("weak" if r.weak else "")
        case CumulativeReading() as r:
            line = "total " + _set(r.interval, r.unit, r.bare, r.about)
            return line + _more("weak" if r.weak else "")
        case ReferenceReading() as r:
            return f"see {r.authority} {r.relation}" + _more(*(f"+{mark}" for mark in r.marks))
        case QualitativeReading() as r:
            return f"words {r.direction}" + (" trend" if r.trend else "")
        case CoverageReading() as r:
            value = r.interval.text() if r.interval else ""
            return f"cover {r.kind}" + _more(value + (r.unit.name if r.unit else ""))
        case MissingReading() as r:
            return f"missing {r.kind}"
        case UnreadReading() as r:
            return f"unread {r.reason}"
        case SeveralReading() as r:
            parts = zip(r.labels, r.readings, strict=True)
            return " ; ".join(f"{label}: " * bool(label) + notation(x) for label, x in parts)
        case _:
            assert_never(reading)
