"""Extracted plan data as YAML, as a careful person would type it; what is in doubt is marked 待核."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import yaml

from checker.extract.records import LISTS, ExtractedPlan, ReadEntry

_HEAD = "# yaml-language-server: $schema=schema/plan.schema.json"
_WIDTH = 1 << 20  # a value stays on its line, however long


def to_yaml(plan: ExtractedPlan) -> str:
    """Return the plan data in the order of docs/plan-data.md, each entry below a comment on what is in doubt."""
    lines = [_HEAD]
    lines += [f"# {text}" for text in _doubts(plan.header)]
    lines += _dump({"plan": dict(plan.header.data), "source": dict(plan.source)}, 0)
    for name in LISTS:
        entries: tuple[ReadEntry, ...] = getattr(plan, name)
        if entries:
            lines += ["", f"{name}:"]
        for entry in entries:
            lines += [f"  # {text}" for text in _doubts(entry)]
            lines += _dump([dict(entry.data)], 2)
    return "\n".join(lines) + "\n"


def _doubts(entry: ReadEntry) -> Iterator[str]:
    """Yield what is in doubt about an entry, with the words of the document, in one line each."""
    for evidence in entry.evidence.values():
        if evidence.doubt:
            quote = " ".join(evidence.quote.split())
            yield (
                " ".join(f"待核：{evidence.doubt}（“{quote}”）".split())
                if quote
                else f"待核：{evidence.doubt}"
            )


def _dump(value: object, indent: int) -> list[str]:
    """Return a value as lines of YAML: what holds plain values only on one line, all else in blocks."""
    text = yaml.dump(
        _plain(value),
        Dumper=yaml.CSafeDumper,
        allow_unicode=True,
        sort_keys=False,
        width=_WIDTH,
        default_flow_style=None,
    )
    return [" " * indent + line for line in text.splitlines()]


def _plain(value: object) -> object:
    """Return a value with years as numbers, which YAML prints without quotes."""
    if isinstance(value, Mapping):
        return {int(k) if k.isdecimal() else k: _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
