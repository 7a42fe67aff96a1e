"""Plan data to records: reads, checks the format, says every fault at once. Judges no figures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import islice
from typing import Any

from msgspec.structs import replace
from yaml import YAMLError

from checker.diagnostics import Diagnostic, nearest_word, nearest_words
from checker.plan.bind import bind_plan
from checker.plan.model import Fact, Header, Plan, PrintedText
from checker.plan.record_schema import PERIOD, RECORD_SCHEMAS, YEARS
from checker.plan.scalars import FormatError, normalize_years
from checker.plan.sectors import SECTORS, find_sector
from checker.plan.yaml_events import parse
from checker.plan.yaml_nodes import MAX_FAULTS, MappingNode, ScalarNode, SequenceNode
from checker.source import Source, Span

SUGGEST_FROM = 2000  # names compared to suggest the nearest: comparing is slow

LISTS = frozenset(f.name for f in RECORD_SCHEMAS["Plan"].fields.values() if f.kind == "list")


def load_plan(source: Source) -> tuple[Plan | None, tuple[Diagnostic, ...]]:
    """Return the plan of a YAML text, and every fault of the text by its place.

    The plan is None if the text could not be read as a whole. A reference to a fact that is not there is an error too,
    but leaves the plan usable: look at the diagnostics, not only at the plan.
    """
    try:
        values, warnings = bind_plan(source)
    except FormatError as refusal:
        return None, _faults(source, refusal.span)
    except (YAMLError, UnicodeEncodeError):
        return None, _faults(source, Span(source, 0, 0))
    return _plan(source, values, parse(source)[1] if warnings is None else warnings)


def _faults(source: Source, refused: Span) -> tuple[Diagnostic, ...]:
    """Return every fault of a text that could not be bound, at least one; `refused` is where binding stopped."""
    root, faults = parse(source)
    if root is None:
        return faults
    from checker.plan.schema_faults import find_format_faults  # jsonschema: only for a faulty plan

    format_errors = (*find_format_faults(root, faults), *_year_faults(root))
    return _sort_by_place(*faults, *format_errors) or (Diagnostic("plan-refused", refused),)


def _plan(
    source: Source, values: dict[str, Any], text_faults: tuple[Diagnostic, ...]
) -> tuple[Plan | None, tuple[Diagnostic, ...]]:
    """Return the plan made of its values, None if there are errors in its text or header, and all faults."""
    is_broken = any(fault.severity == "error" for fault in text_faults)
    header, header_faults = _header(values.pop("header"), source)
    faults = _sort_by_place(
        *text_faults,
        *header_faults,
        *_long_numbers(source),
        *islice(_reference_faults(values.get("facts", ())), MAX_FAULTS),
    )
    if header is None or is_broken:
        return None, faults
    for part in LISTS & values.keys():
        values[part] = sort_by_line(values[part])
    return Plan(header, source, **values), faults


MAX_DIGITS = 4000
_LONG_NUMBER = re.compile(rf"[0-9０-９零〇一二两三四五六七八九十百千万亿]{{{MAX_DIGITS + 1},}}")


def _long_numbers(source: Source) -> Iterable[Diagnostic]:
    """Yield a fault for each number of more digits than anybody prints; no figure is made of one."""
    if not any(len(line) > MAX_DIGITS for line in source.text.splitlines()):
        return
    for match in _LONG_NUMBER.finditer(source.text):
        given = {"digits": len(match[0]), "most": MAX_DIGITS}
        yield Diagnostic("plan-number-too-long", Span(source, *match.span()), given)


def sort_by_line(records: tuple[Any, ...]) -> tuple[Any, ...]:
    """Sort records by their line in the source document if all have one: the order of the file means nothing."""
    if any(record.at.order is None for record in records):
        return records
    return tuple(sorted(records, key=lambda record: record.at.order))


def _sort_by_place(*faults: Diagnostic) -> tuple[Diagnostic, ...]:
    return tuple(sorted(faults, key=lambda fault: fault.span.start if fault.span else 0))


# --- what the format alone cannot say ---


def _header(values: dict[str, Any], source: Source) -> tuple[Header | None, list[Diagnostic]]:
    region = values.pop("region")
    period: PrintedText = values["period"]
    printed = PERIOD.search(period.text)
    assert printed is not None  # the gate checked it
    first, last = int(printed[1]), int(printed[2])
    target = values.setdefault("target_year", last)
    faults: list[Diagnostic] = []
    values["sector"] = _sector(values["sector"], faults)
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
        span = _header_span(source, "target_year", "base_year")
        faults.append(Diagnostic("plan-target-year-early", span, arguments))
    if faults:
        return None, faults
    names = {"region_code": region["code"], "region_name": region["name"]}
    return Header(**values, **names, first_year=first, last_year=last), []


def _sector(printed: PrintedText, faults: list[Diagnostic]) -> PrintedText:
    """Return a sector by its name in the closed list; one that is not there is a fault."""
    name = find_sector(printed.text)
    if not name:
        near = nearest_word(printed.text, SECTORS) or "其他"
        arguments = {"text": printed.text, "near": near, "known": "、".join(SECTORS)}
        faults.append(Diagnostic("plan-sector-unknown", printed.span, arguments))
        return printed
    return printed if name == printed.text else replace(printed, text=name)


def _header_span(source: Source, *keys: str) -> Span:
    """Return the span of the value of the first of these keys that is in the header: numbers keep no place."""
    root, _ = parse(source)
    plan = root.find("plan") if root else None
    assert plan is not None
    assert isinstance(plan[1], MappingNode)
    entries = (plan[1].find(key) for key in keys)
    return next((entry[1].span for entry in entries if entry), plan[1].span)


def _year_faults(root: MappingNode) -> Iterable[Diagnostic]:
    """Yield a fault for each year typed twice in two spellings, and for spans of years that run backwards."""
    for _, section in root.entries:
        for entry in section.items if isinstance(section, SequenceNode) else ():
            for key, values in entry.entries if isinstance(entry, MappingNode) else ():
                if key.text in _YEARLY_KEYS and isinstance(values, MappingNode):
                    yield from _years_of(values)


_YEARLY_KEYS = {
    k for s in RECORD_SCHEMAS.values() for k, f in s.fields.items() if f.kind == "yearly"
}


def _years_of(values: MappingNode) -> Iterable[Diagnostic]:
    seen: dict[str, ScalarNode] = {}
    for key, _ in values.entries:
        match = YEARS.search(key.text)
        if match and match[2] and match[2] < match[1]:
            yield Diagnostic(
                "plan-years-backwards", key.span, {"first": match[1], "last": match[2]}
            )
        before = seen.setdefault(normalize_years(key.text) or key.text, key)
        if before is not key and before.text != key.text:
            arguments = {"key": key.text, "first": before.span.line, "second": key.span.line}
            related = ((before.span, "input-first-use"),)
            yield Diagnostic("input-duplicate-key", key.span, arguments, related=related)


def _reference_faults(facts: tuple[Fact, ...]) -> Iterable[Diagnostic]:
    """Yield a fault for each total, numerator or denominator that is not in the list of facts."""
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


def _no_such_fact(name: PrintedText, names: Counter[str]) -> Diagnostic:
    near = nearest_words(name.text, list(names)[:SUGGEST_FROM])
    if near:
        return Diagnostic("plan-no-such-fact-near", name.span, {"name": name.text, "near": near[0]})
    return Diagnostic("plan-no-such-fact", name.span, {"name": name.text})
