"""A vocabulary to plain lists and back, so that an unchanged one is not read again."""

from __future__ import annotations

from typing import Any

from checker.plan.vocabulary import Documents, KnownDocument, Term, Vocabulary
from checker.quantity.sets import Interval
from checker.quantity.units import Dimension, Unit
from checker.rows import Rows
from checker.source import Source

_ROWS = Rows(Term, Unit, Dimension, Interval, KnownDocument)
_NOWHERE = Source("", "")  # a term keeps no place


def to_plain(vocabulary: Vocabulary) -> dict[str, Any]:
    """A vocabulary whose files have no fault."""
    return {
        "terms": _ROWS.write(tuple(vocabulary.terms.values())),
        "index": dict(vocabulary.index),
        "documents": _ROWS.write(vocabulary.documents.known),
        "areas": vocabulary.areas,
    }


def from_plain(plain: Any) -> Vocabulary:
    """The inverse of `to_plain`. Raises ValueError for what is no vocabulary."""
    try:
        documents = Documents(_ROWS.read(plain["documents"], _NOWHERE))
        areas = {name: tuple(codes) for name, codes in plain["areas"].items()}
        terms = {term.name: term for term in _ROWS.read(plain["terms"], _NOWHERE)}
        return Vocabulary(terms, documents, areas, plain["index"])
    except (TypeError, KeyError, AttributeError) as fault:
        raise ValueError("not a vocabulary") from fault
