"""Two drafts of a plan value by value. Matches records by what they are called, never by their position."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from itertools import zip_longest
from typing import Any

from checker.plan.load import LISTS
from checker.plan.model import Plan, PrintedText
from checker.plan.record_schema import RECORD_SCHEMAS
from checker.plan.vocabulary import normalise
from checker.report.changes import Drafts, DraftValue, FieldChange, FieldKey, RecordChange
from checker.source import NOWHERE, Place, Record, Span

HEADER = "header"
PARTS = (HEADER, *(name for name in Plan.__struct_fields__ if name in LISTS))

# Where a record stands in the document shifts with every line above it: that is no change of the plan.
_SHIFTING = (("at", "row"), ("at", "line"), ("at", "paragraph"), ("at", "page"))
_PLACES = tuple(("at", name) for name in Place.__struct_fields__ if ("at", name) not in _SHIFTING)
_TEXTS = frozenset(
    f.name
    for s in RECORD_SCHEMAS.values()
    for f in s.fields.values()
    if f.kind in ("texts", "one-or-many")
)
_TRAITS: tuple[FieldKey, ...] = (("scope", ""), ("region", ""), ("no", ""), ("number", ""))


class _DraftRecord(Record):
    """A record of a draft as a flat mapping of printed values."""

    name: str
    key: str
    span: Span | None
    values: Mapping[FieldKey, DraftValue]

    def text(self, keys: Iterable[FieldKey]) -> tuple[str, ...]:
        return tuple(normalise(self.values[k].text) if k in self.values else "" for k in keys)

    @property
    def content(self) -> Mapping[FieldKey, str]:
        return {k: v.text for k, v in self.values.items() if k not in _SHIFTING}

    def match_keys(self) -> tuple[Hashable, ...]:
        """Return the keys used to match this record with one of the other draft, from exact to loose."""
        years = frozenset(k for k in self.values if k[0] in ("baseline", "target", "value"))
        traits, place = self.text(_TRAITS), self.text(_PLACES)
        return (
            frozenset((k, v.text) for k, v in self.values.items()),
            frozenset(self.content.items()),
            (self.key, traits, place, years),
            (self.key, traits, place),
            (self.key, traits),
            (self.key, place),
            self.key,
        )


def compare_drafts(old: Plan, new: Plan) -> Drafts:
    """Return the records that only one draft has, and the values that differ."""
    changes: list[RecordChange] = []
    moved = 0
    for part in PARTS:
        for before, after in _match_records(list(_records(old, part)), list(_records(new, part))):
            fields = _differences(before, after)
            if fields or before is None or after is None:
                record = after or before
                assert record is not None
                spans = (before.span if before else None, after.span if after else None)
                changes.append(RecordChange(part, record.name, *spans, fields))
            else:
                moved += before.values != after.values
    return Drafts(tuple(changes), moved)


def _match_records(
    old_records: list[_DraftRecord], new_records: list[_DraftRecord]
) -> Iterator[tuple[_DraftRecord | None, _DraftRecord | None]]:
    """Yield (old, new) pairs: each new record with its old one or None, then the removed ones with None."""
    partner: dict[int, _DraftRecord] = {}
    keys = {id(r): r.match_keys() for r in (*old_records, *new_records)}
    unmatched = list(old_records)
    for level in range(len(next(iter(keys.values()), ()))):
        by_key: dict[Hashable, list[_DraftRecord]] = defaultdict(list)
        for record in unmatched:
            by_key[keys[id(record)][level]].append(record)
        for record in new_records:
            equal = by_key.get(keys[id(record)][level])
            if equal and id(record) not in partner:
                partner[id(record)] = equal.pop(0)
        matched = {id(r) for r in partner.values()}
        unmatched = [r for r in unmatched if id(r) not in matched]
    for record in new_records:
        yield partner.get(id(record)), record
    for record in unmatched:
        yield record, None


def _differences(old: _DraftRecord | None, new: _DraftRecord | None) -> tuple[FieldChange, ...]:
    before = old.values if old else {}
    after = new.values if new else {}
    keys = [k for k in {**after, **before} if k not in _SHIFTING]
    pairs = ((k, before.get(k), after.get(k)) for k in keys)
    changes = [FieldChange(k, a, b) for k, a, b in pairs if a != b]
    fields = [c for c in changes if c.key[0] not in _TEXTS]
    for name in dict.fromkeys(c.key[0] for c in changes if c.key[0] in _TEXTS):
        removed = [c.old for c in changes if c.key[0] == name and c.old]
        added = [c.new for c in changes if c.key[0] == name and c.new]
        fields += [FieldChange((name, ""), a, b) for a, b in zip_longest(removed, added)]
    return tuple(fields)


# ---- records as flat tables


def _records(plan: Plan, part: str) -> Iterator[_DraftRecord]:
    if part == HEADER:
        yield _DraftRecord(
            plan.header.title.text, "", plan.header.title.span, dict(_flat(plan.header))
        )
        return
    for record in getattr(plan, part):
        values = dict(_flat(record))
        printed: PrintedText | None = getattr(record, "name", None) or getattr(
            record, "title", None
        )
        canonical: PrintedText | None = getattr(record, "indicator", None)
        name = printed or canonical
        key = canonical or printed
        assert name is not None and key is not None
        yield _DraftRecord(name.text, normalise(key.text), record.span, values)


def _flat(record: Any) -> Iterator[tuple[FieldKey, DraftValue]]:
    """Yield the printed values of a record; items of a list are keyed by their text or name."""
    for name in record.__struct_fields__:
        value = getattr(record, name)
        match value:
            case PrintedText():
                yield (name, ""), DraftValue(value.text, value.span)
            case Place():
                yield from _place(value)
            case Mapping():
                for year, printed in value.items():
                    yield (name, year), DraftValue(printed.text, printed.span)
            case tuple():
                yield from _listed(name, value)
            case str() | int() if value != "" and name not in ("first_year", "last_year"):
                yield (name, ""), DraftValue(str(value))
            case Span() | None | str() | int():
                pass
            case _:
                yield from (((f"{name}_{k}", n), v) for (k, n), v in _flat(value))


def _place(place: Place) -> Iterator[tuple[FieldKey, DraftValue]]:
    for name in place.__struct_fields__:
        value = getattr(place, name)
        if value != getattr(NOWHERE, name):
            yield ("at", name), DraftValue(str(value))


def _listed(name: str, items: tuple[Any, ...]) -> Iterator[tuple[FieldKey, DraftValue]]:
    """Yield the values of a list, keyed by text or name; repeated ones get their number added."""
    times: dict[str, int] = defaultdict(int)
    for item in items:
        label = item.text if isinstance(item, PrintedText) else item.name.text
        times[label] += 1
        word = label if times[label] == 1 else f"{label}（{times[label]}）"
        if isinstance(item, PrintedText):
            yield (name, word), DraftValue(item.text, item.span)
        else:
            inner = ((k, v) for (k, _), v in _flat(item) if k != "name")
            yield from (((f"{name}_{k}", word), v) for k, v in inner)
