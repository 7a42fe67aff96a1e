"""Extracted plan data as YAML, as a careful person would type it; what is in doubt is marked 待核."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import yaml

from checker.extract.records import LISTS, ExtractedPlan, ReadEntry

_HEAD = "# yaml-language-server: $schema=schema/plan.schema.json"
_WIDTH = 1 << 20  # a value stays on its line, however long


def written_lines(plan: ExtractedPlan) -> Iterator[tuple[str, str]]:
    """Yield the lines of the plan data in the order of docs/plan-data.md, each with its place in the document.

    Each entry stands below a comment on what is in doubt. A place is in words (表2-1第3行, 三（二）第87段) or "".
    """
    head = [_HEAD, *(f"# {text}" for text in _doubts(plan.header))]
    head += _dump({"plan": dict(plan.header.data), "source": dict(plan.source)}, 0)
    for line in head:
        yield line, ""
    for name in LISTS:
        entries: tuple[ReadEntry, ...] = getattr(plan, name)
        if entries:
            yield "", ""
            yield f"{name}:", ""
        for entry in entries:
            for text in _doubts(entry):
                yield f"  # {text}", ""
            place = _place_words(entry.data.get("at"))
            for line in _dump([dict(entry.data)], 2):
                yield line, place


_WORDS = {
    "page": "第{}页", "table": "{}", "box": "{}", "annex": "{}", "summary": "{}", "section": "{}", "row": "第{}行",
    "paragraph": "第{}段", "line": "第{}行",
}  # fmt: skip


def _place_words(at: object) -> str:
    """Return a place in words; a row of a table needs no line and no paragraph."""
    if not isinstance(at, Mapping):
        return ""
    shown = {k: v for k, v in at.items() if not ("row" in at and k in ("line", "paragraph"))}
    return "".join(form.format(shown[key]) for key, form in _WORDS.items() if shown.get(key))


def _doubts(entry: ReadEntry) -> Iterator[str]:
    """Yield what is in doubt about an entry, with the words of the document, in one line each."""
    for evidence in entry.evidence.values():
        if evidence.doubt:
            quote = " ".join(evidence.quote.split())
            words = f"待核：{evidence.doubt}" + (f"（“{quote}”）" if quote else "")
            yield " ".join(words.split())


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
