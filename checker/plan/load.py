"""Plan data to records: reads, checks the format, says every fault at once. Judges no figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

from checker.diagnostics import Diagnostic
from checker.plan.model import Fact, Header, Plan, Printed
from checker.plan.quick import read_plan
from checker.plan.shape import PERIOD, SHAPES, YEARS, Field, Shape
from checker.plan.texts import FormatError, Take, taker, years
from checker.plan.yaml_nodes import MAX_FAULTS, Mapping, Node, Scalar, Sequence, parse
from checker.source import Source, Span

SUGGEST_FROM = 2000  # names compared to suggest the nearest: comparing is slow

Bind = Callable[[Node], Any]


def load(source: Source) -> tuple[Plan | None, tuple[Diagnostic, ...]]:
    """The plan of a YAML text, and what is wrong with the text.

    The plan is None when it could not be read as a whole. A reference to a fact that is not there
    is an error too, but leaves the plan usable: ask the diagnostics, not only the plan.
    """
    values = read_plan(source)
    if values is not None:
        return _plan(source, values, ())
    root, faults = parse(source)
    if root is None:
        return None, faults
    try:
        values = bind_plan(root)
    except FormatError as refusal:
        from checker.plan.schema_faults import format_faults  # jsonschema: only for a faulty plan

        found = (*format_faults(root, faults), *_year_faults(root))
        if not found and not faults:
            found = (Diagnostic("plan-refused", refusal.span),)
        return None, _by_place(*faults, *found)
    return _plan(source, values, faults)


def _plan(
    source: Source, values: dict[str, Any], faults: tuple[Diagnostic, ...]
) -> tuple[Plan | None, tuple[Diagnostic, ...]]:
    """The plan of its values, unless there are errors in its text or header, and all faults."""
    broken = any(fault.severity == "error" for fault in faults)
    header, header_faults = _header(values.pop("header"), source)
    found = _by_place(
        *faults, *header_faults, *islice(_reference_faults(values.get("facts", ())), MAX_FAULTS)
    )
    if header is None or broken:
        return None, found
    for part in LISTS & values.keys():
        values[part] = in_document_order(values[part])
    return Plan(header, source, **values), found


def in_document_order(records: tuple[Any, ...]) -> tuple[Any, ...]:
    """Records by their line in the source document, where all have one: how the file is ordered means nothing."""
    if any(record.at.line is None for record in records):
        return records
    return tuple(sorted(records, key=lambda record: record.at.line))


def _by_place(*faults: Diagnostic) -> tuple[Diagnostic, ...]:
    return tuple(sorted(faults, key=lambda fault: fault.span.start if fault.span else 0))


# --- the gate: nodes to records, stopping at the first thing that is not as the format says ---


def _scalar(take: Take) -> Bind:
    def bind(node: Node) -> Any:
        if type(node) is not Scalar:
            raise FormatError(node.span)
        text, _, source, start, end = node
        return take(text, source, start, end)

    return bind


_text = _scalar(Printed)


def _yearly(node: Node) -> dict[str, Printed]:
    if type(node) is not Mapping:
        raise FormatError(node.span)
    values: dict[str, Printed] = {}
    for key, child in node.entries:
        when = years(key.text)
        if not when or when in values:
            raise FormatError(key.span)
        if type(child) is not Scalar:
            raise FormatError(child.span)
        if not child.is_null:
            values[when] = Printed(child.text, child.source, child.start, child.end)
    return dict(sorted(values.items())) if len(values) > 1 else values


def _items(bind: Bind) -> Bind:
    def items(node: Node) -> tuple[Any, ...]:
        if type(node) is not Sequence:
            raise FormatError(node.span)
        for item in node.items:
            if type(item) is Scalar and item.is_null:
                raise FormatError(item.span)
        return tuple([bind(item) for item in node.items])

    return items


def _one_or_many(node: Node) -> tuple[Printed, ...]:
    if type(node) is Scalar:
        return (_text(node),)
    texts: tuple[Printed, ...] = _items(_text)(node)
    return texts


def _record(shape: Shape) -> Bind:
    """A mapping to the record of the shape, or to a plain dict where the shape has none."""
    made, keeps_span = shape.record, shape.keeps_span
    binds = {key: (field.name, field.required, _bind(field)) for key, field in shape.fields.items()}
    required = {field.name for field in shape.fields.values() if field.required}

    def record(node: Node) -> Any:
        if type(node) is not Mapping:
            raise FormatError(node.span)
        values: dict[str, Any] = {}
        for key, child in node.entries:
            if key.text not in binds:
                raise FormatError(key.span)
            name, is_required, bind = binds[key.text]
            if type(child) is Scalar and child.is_null:
                if is_required:
                    raise FormatError(child.span)
                continue
            values[name] = bind(child)
        if not required <= values.keys():
            raise FormatError(node.span)
        if keeps_span:
            values["span"] = node.span
        return values if made is None else made(**values)

    return record


def _bind(field: Field) -> Bind:
    """The binder of one key, chosen once, when the module is imported."""
    match field.kind:
        case "yearly":
            return _yearly
        case "record":
            return _record(SHAPES[field.record])
        case "list":
            return _items(_record(SHAPES[field.record]))
        case "texts":
            return _items(_text)
        case "one-or-many":
            return _one_or_many
        case "text" | "string" | "number":
            take = taker(field)
            assert take is not None
            return _scalar(take)


bind_plan = _record(SHAPES["Plan"])
LISTS = frozenset(f.name for f in SHAPES["Plan"].fields.values() if f.kind == "list")


# --- what the format alone cannot say ---


def _header(values: dict[str, Any], source: Source) -> tuple[Header | None, list[Diagnostic]]:
    region = values.pop("region")
    period: Printed = values["period"]
    printed = PERIOD.search(period.text)
    assert printed is not None  # the gate checked it
    first, last = int(printed[1]), int(printed[2])
    target = values.setdefault("target_year", last)
    faults: list[Diagnostic] = []
    if last < first:
        faults.append(
            Diagnostic("plan-period-backwards", period.span, {"first": first, "last": last})
        )
        return None, faults
    if values["base_year"] > last:
        arguments = {"year": values["base_year"], "last": last, "suggestion": first - 1}
        faults.append(
            Diagnostic("plan-base-year-late", _header_span(source, "base_year"), arguments)
        )
    if target < first or target <= values["base_year"] <= last:
        arguments = {
            "year": target,
            "first": first,
            "base": values["base_year"],
            "suggestion": last,
        }
        at = _header_span(source, "target_year", "base_year")
        faults.append(Diagnostic("plan-target-year-early", at, arguments))
    if faults:
        return None, faults
    names = {"region_code": region["code"], "region_name": region["name"]}
    return Header(**values, **names, first_year=first, last_year=last), []


def _header_span(source: Source, *keys: str) -> Span:
    """Where the value of the first of these keys stands in the header: a number does not keep its place."""
    root, _ = parse(source)
    plan = root.find("plan") if root else None
    assert plan is not None
    assert isinstance(plan[1], Mapping)
    found = (plan[1].find(key) for key in keys)
    return next((entry[1].span for entry in found if entry), plan[1].span)


def _year_faults(root: Mapping) -> Iterable[Diagnostic]:
    """Years typed twice in two spellings, and spans of years that run backwards."""
    for _, section in root.entries:
        for entry in section.items if isinstance(section, Sequence) else ():
            for key, values in entry.entries if isinstance(entry, Mapping) else ():
                if key.text in _YEARLY_KEYS and isinstance(values, Mapping):
                    yield from _years_of(values)


_YEARLY_KEYS = {k for s in SHAPES.values() for k, f in s.fields.items() if f.kind == "yearly"}


def _years_of(values: Mapping) -> Iterable[Diagnostic]:
    seen: dict[str, Scalar] = {}
    for key, _ in values.entries:
        match = YEARS.search(key.text)
        if match and match[2] and match[2] < match[1]:
            yield Diagnostic(
                "plan-years-backwards", key.span, {"first": match[1], "last": match[2]}
            )
        before = seen.setdefault(years(key.text) or key.text, key)
        if before is not key and before.text != key.text:
            arguments = {"key": key.text, "first": before.span.line, "second": key.span.line}
            related = ((before.span, "input-first-use"),)
            yield Diagnostic("input-duplicate-key", key.span, arguments, related=related)


def _reference_faults(facts: tuple[Fact, ...]) -> Iterable[Diagnostic]:
    """A total, numerator or denominator that is not in the list of facts."""
    names = Counter(fact.name.text for fact in facts)
    for fact in facts:
        named = [fact.part_of] if fact.part_of else []
        if fact.part_of and fact.part_of.text == fact.name.text and names[fact.name.text] == 1:
            yield Diagnostic("plan-part-of-itself", fact.part_of.span, {"name": fact.name.text})
        if fact.quotient:
            named += [fact.quotient.numerator, fact.quotient.denominator]
        for name in named:
            if name.text not in names:
                yield _no_such_fact(name, names)


def _no_such_fact(name: Printed, names: Counter[str]) -> Diagnostic:
    from difflib import get_close_matches  # only for a wrong name

    near = get_close_matches(name.text, list(names)[:SUGGEST_FROM], n=1)
    if near:
        return Diagnostic("plan-no-such-fact-near", name.span, {"name": name.text, "near": near[0]})
    return Diagnostic("plan-no-such-fact", name.span, {"name": name.text})
