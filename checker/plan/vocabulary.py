"""The indicators we know: canonical names, other names, unit, direction, range. Reads no plan."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cache
from itertools import chain
from typing import Literal, TypeAlias, cast

from checker.diagnostics import Diagnostic, nearest_words
from checker.plan.name_forms import completed_form, name_form
from checker.plan.name_hints import ValueKind
from checker.plan.yaml_events import parse
from checker.plan.yaml_nodes import MappingNode, ScalarNode, SequenceNode
from checker.quantity.reading import Direction
from checker.quantity.sets import Interval
from checker.quantity.units import Dimension, Unit, find_unit
from checker.source import Record, Source, Span, cached_property

_LIKENESS = 0.5  # of two names: twice the characters they share, by those they have
FIELDS = (
    "unit",
    "field",
    "direction",
    "of",
    "counts",
    "range",
    "aliases",
    "absolute",
    "value",
    "below",
    "ratio",
    "numerator",
    "denominator",
    "note",
    "source",
)


Below: TypeAlias = Literal["each", "mean", "total", "allotted", "endowment"]
"""What a figure means one level down: each reaches it, it is their mean or total, it is shared out, nature gives it."""

_KINDS = {
    "value": ("level", "rate", "flow", "ceiling"),
    "below": ("each", "mean", "total", "allotted", "endowment"),
    "ratio": ("second", "first"),
}


class Term(Record, array_like=True):
    """One indicator. `dimension` is the unit's, sharpened by `of` so that deaths per births is no share of persons.

    `range` is in the base unit of the dimension (a ‰ range [0, 1000] is 0 to 1).
    """

    name: str
    unit: Unit
    dimension: Dimension
    direction: Direction
    range: Interval | None = None
    aliases: tuple[str, ...] = ()
    absolute: bool = False
    numerator: str = ""
    denominator: str = ""
    sector: str = ""
    value: ValueKind = "level"
    below: Below = "each"
    ratio: Literal["first", "second"] = "second"
    field: str = ""

    def __hash__(self) -> int:
        """By its name alone, which few terms share: what a text says is looked up by its term."""
        return hash(self.name)


@cache
def normalise(name: str) -> str:
    """Return a name without what varies in print: width, spaces, quotation marks, brackets' width."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(c for c in folded if not c.isspace() and c not in "“”\"'‘’、,")


class KnownDocument(Record, array_like=True):
    """A document as its issuer titles it, with its number where that was seen."""

    title: str
    number: str = ""


class Documents(Record):
    """The documents whose exact titles are known."""

    known: tuple[KnownDocument, ...] = ()

    def find(self, title: str) -> KnownDocument | None:
        """Return the document that a title names, also if quotation marks or a few words are off."""
        return next((d for d in self.known if d.title == title), None) or self.almost(title)

    def almost(self, title: str) -> KnownDocument | None:
        """Return the document that a title misnames: by quotation marks, or up to three characters more or less."""
        if any(d.title == title for d in self.known):
            return None
        return next((d for d in self.known if _nearly(normalise(title), normalise(d.title))), None)


def _nearly(left: str, right: str) -> bool:
    if left == right:
        return True
    short, long = sorted((left, right), key=len)
    if not 0 < len(long) - len(short) <= 3 or len(short) < 8:
        return False
    rest = iter(long)
    return all(c in rest for c in short)


class Vocabulary(Record, dict=True):
    """All terms of all sectors, found by any of their names; known documents; names of areas (京津冀).

    `index` has every name and alias, as `normalise` makes it, with the name of its term; `forms` as `name_form` does,
    but for forms that would name two.
    """

    terms: Mapping[str, Term]
    documents: Documents
    areas: Mapping[str, tuple[str, ...]]
    index: Mapping[str, str]
    forms: Mapping[str, str] = {}

    def find(self, name: str, region: str = "", unit: str = "") -> Term | None:
        """Return the term of that name or alias, also with what varies in print; None if the name is not known.

        `region` and `unit` are those of the plan and the row: 鹿寨县, and % for a name that leaves out 比例 or 数.
        """
        term = self.index.get(normalise(name))
        if term is None and name:
            form = name_form(name, region)
            term = self.forms.get(form) or self.forms.get(completed_form(form, unit))
        return self.terms[term] if term else None

    def names(self) -> tuple[str, ...]:
        return tuple(self.terms)

    def nearest(self, name: str, count: int = 3) -> tuple[str, ...]:
        """Known names that resemble this one: to be offered to a person, never bound by themselves."""
        wanted = normalise(name)
        shared = Counter(chain.from_iterable(self._by_character.get(c, ()) for c in set(wanted)))
        like = [n for n, same in shared.items() if 2 * same >= _LIKENESS * (len(n) + len(wanted))]
        if not like:
            return ()
        near = nearest_words(wanted, like, count, _LIKENESS)
        return tuple(dict.fromkeys(self.index[n] for n in near))

    @cached_property
    def _by_character(self) -> Mapping[str, list[str]]:
        """Names by the characters they have, each as often as it has it: comparing a name with all is slow."""
        names: dict[str, list[str]] = {}
        for name in self.index:
            for character in name:
                names.setdefault(character, []).append(name)
        return names


def load_vocabulary(sources: Iterable[Source]) -> tuple[Vocabulary, tuple[Diagnostic, ...]]:
    """Return the vocabulary of several files (one a sector), and the faults of these."""
    terms: dict[str, Term] = {}
    documents: list[KnownDocument] = []
    areas: dict[str, tuple[str, ...]] = {}
    problems: list[Diagnostic] = []
    for source in sources:
        root, faults = parse(source)
        problems += faults
        if root is not None:
            if root.find("indicators") is not None or not _names(root):
                _read_file(root, terms, problems)
            documents += _read_documents(root)
            areas |= _read_areas(root)
    problems += _check_names(terms)
    index = {normalise(n): t.name for t in terms.values() for n in (t.name, *t.aliases)}
    return Vocabulary(terms, Documents(tuple(documents)), areas, index, _forms(terms)), tuple(
        problems
    )


def _forms(terms: Mapping[str, Term]) -> dict[str, str]:
    """Give terms by the forms of their names; a form that two of them have names neither."""
    owners: dict[str, set[str]] = {}
    for term in terms.values():
        for name in (term.name, *term.aliases):
            owners.setdefault(name_form(name), set()).add(term.name)
    return {form: next(iter(own)) for form, own in owners.items() if len(own) == 1 and form}


def _names(root: MappingNode) -> bool:
    return root.find("documents") is not None or root.find("areas") is not None


def _read_documents(root: MappingNode) -> list[KnownDocument]:
    """Read the list `documents` of {title, number, source}."""
    entry = root.find("documents")
    items = entry[1].items if entry is not None and isinstance(entry[1], SequenceNode) else ()
    documents = []
    for item in items:
        text = _texts(item)
        if text.get("title"):
            documents.append(KnownDocument(text["title"], text.get("number", "")))
    return documents


def _read_areas(root: MappingNode) -> dict[str, tuple[str, ...]]:
    """Read the mapping `areas` of a name to the codes of the provinces and cities it covers."""
    entry = root.find("areas")
    entries = entry[1].entries if entry is not None and isinstance(entry[1], MappingNode) else ()
    return {
        key.text: tuple(i.text for i in node.items if isinstance(i, ScalarNode))
        for key, node in entries
        if isinstance(node, SequenceNode)
    }


def _texts(node: object) -> dict[str, str]:
    entries = node.entries if isinstance(node, MappingNode) else ()
    return {key.text: value.text for key, value in entries if isinstance(value, ScalarNode)}


def _read_file(root: MappingNode, terms: dict[str, Term], problems: list[Diagnostic]) -> None:
    sector = root.find("sector")
    indicators = root.find("indicators")
    name = sector[1].text if sector and isinstance(sector[1], ScalarNode) else ""
    if indicators is None or not isinstance(indicators[1], MappingNode):
        problems.append(Diagnostic("rule-vocabulary-shape", root.span, {"word": "indicators"}))
        return
    for key, node in indicators[1].entries:
        if key.text in terms:
            problems.append(Diagnostic("rule-vocabulary-twice", key.span, {"word": key.text}))
        elif isinstance(node, MappingNode):
            term = _read_term(key, node, name, problems)
            if term is not None:
                terms[key.text] = term
        else:
            problems.append(Diagnostic("rule-vocabulary-shape", key.span, {"word": key.text}))


def _read_term(
    key: ScalarNode, node: MappingNode, sector: str, problems: list[Diagnostic]
) -> Term | None:
    text: dict[str, str] = {}
    spans: dict[str, Span] = {}
    aliases: tuple[str, ...] = ()
    for entry, value in node.entries:
        if entry.text not in FIELDS:
            problems.append(Diagnostic("rule-vocabulary-field", entry.span, {"word": entry.text}))
        elif entry.text == "aliases" and isinstance(value, SequenceNode):
            aliases = tuple(i.text for i in value.items if isinstance(i, ScalarNode))
        elif isinstance(value, ScalarNode):
            text[entry.text], spans[entry.text] = value.text, value.span
        else:
            problems.append(Diagnostic("rule-vocabulary-shape", entry.span, {"word": entry.text}))
    unit = find_unit(text.get("unit", ""))
    direction = text.get("direction", "")
    if unit is None or direction not in ("higher", "lower", "neither"):
        code = "rule-vocabulary-unit" if unit is None else "rule-vocabulary-direction"
        word = text.get("unit", "") if unit is None else direction
        problems.append(Diagnostic(code, key.span, {"name": key.text, "word": word}))
        return None
    dimension = (
        Dimension((), text["of"]) if "of" in text and not unit.dimension.atoms else unit.dimension
    )
    limits = _read_range(text["range"], unit) if "range" in text else None
    if "range" in text and limits is None:
        problems.append(
            Diagnostic("rule-vocabulary-range", spans["range"], {"word": text["range"]})
        )
    kinds = {name: text.get(name, words[0]) for name, words in _KINDS.items()}
    for name, word in kinds.items():
        if word not in _KINDS[name]:
            given = {
                "name": key.text,
                "field": name,
                "word": word,
                "known": "、".join(_KINDS[name]),
            }
            problems.append(Diagnostic("rule-vocabulary-choice", spans[name], given))
            return None
    return Term(
        key.text, unit, dimension, cast(Direction, direction), limits, aliases, text.get("absolute") == "true",
        text.get("numerator", ""), text.get("denominator", ""), sector, kinds["value"], kinds["below"], kinds["ratio"],  # type: ignore[arg-type]  # of the words above
        text.get("field", ""),
    )  # fmt: skip


def _read_range(text: str, unit: Unit) -> Interval | None:
    """[0, 100) in the unit of the term; an empty end is unbounded."""
    body = text.strip()
    if len(body) < 3 or body[0] not in "[(" or body[-1] not in "])":
        return None
    low, comma, high = (part.strip() for part in body[1:-1].partition(","))
    try:
        ends = [Fraction(end) if end else None for end in (low, high)]
    except ValueError:
        return None
    if not comma:
        return None
    return Interval(ends[0], ends[1], body[0] == "(", body[-1] == ")").scaled(unit.factor)


def _check_names(terms: Mapping[str, Term]) -> list[Diagnostic]:
    """Every name and alias belongs to one term; numerators and denominators are terms."""
    problems, owner = [], dict[str, str]()
    for term in terms.values():
        for name in dict.fromkeys(normalise(n) for n in (term.name, *term.aliases)):
            if name in owner:
                arguments = {"word": name, "first": owner[name], "second": term.name}
                problems.append(
                    Diagnostic("rule-vocabulary-alias", None, arguments, file="vocabulary")
                )
            owner[name] = term.name
        for part in (term.numerator, term.denominator):
            if part and part not in terms:
                arguments = {"name": term.name, "word": part}
                problems.append(
                    Diagnostic("rule-vocabulary-part", None, arguments, file="vocabulary")
                )
    return problems
