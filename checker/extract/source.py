"""Plan data out of a document, as the loader takes them. What a document is read with is loaded when one comes."""

from __future__ import annotations

from collections.abc import Iterator

from checker.diagnostics import Diagnostic
from checker.plan.vocabulary import Vocabulary
from checker.plan.yaml_events import parse
from checker.plan.yaml_nodes import MappingNode, ScalarNode, SequenceNode
from checker.source import ExtractedSource, Source

_NEEDED = {
    "title": "规划名称",
    "region": "地区",
    "level": "层级",
    "sector": "领域",
    "period": "规划期",
    "base_year": "基期",
}
"""What a plan cannot be checked without, by the key of the header."""


def extract_source(
    data: bytes, name: str, vocabulary: Vocabulary
) -> tuple[ExtractedSource | None, tuple[Diagnostic, ...]]:
    """Return the data of the plan that a document of this name holds, None if unreadable, and faults."""
    from checker.document.read import read_document
    from checker.extract.plan import extract_plan
    from checker.extract.write import to_yaml

    document, faults = read_document(data, name)
    if document is None:
        return None, tuple(faults)
    extraction = extract_plan(document, vocabulary)
    header = extraction.plan.header.data
    lacking = [word for key, word in _NEEDED.items() if not header.get(key)]
    if lacking:
        given = {"what": "、".join(lacking)}
        return None, (
            *faults,
            *extraction.diagnostics,
            Diagnostic("document-no-header", None, given, file=name),
        )
    text = to_yaml(extraction.plan)
    source = ExtractedSource(name, text, line_places(text))
    return source, (*faults, *extraction.diagnostics)


def line_places(text: str) -> list[str]:
    """Return for each line of plan data where in the document its entry stands: 表2-1第3行, 三（二）第87段."""
    source = Source("", text)
    places = [""] * (text.count("\n") + 1)
    root, _ = parse(source)
    for entry in _entries(root):
        place = entry.find("at")
        if place is not None and isinstance(place[1], MappingNode):
            words = _place_words(place[1])
            last = source.position(max(entry.span.end - 1, entry.span.start))[0]
            for line in range(entry.span.line, last + 1):
                places[line - 1] = words
    return places


def _entries(root: object) -> Iterator[MappingNode]:
    for _, section in root.entries if isinstance(root, MappingNode) else ():
        for entry in section.items if isinstance(section, SequenceNode) else ():
            if isinstance(entry, MappingNode):
                yield entry


_WORDS = {
    "page": "第{}页", "table": "{}", "box": "{}", "annex": "{}", "summary": "{}", "section": "{}", "row": "第{}行",
    "paragraph": "第{}段", "line": "第{}行",
}  # fmt: skip


def _place_words(at: MappingNode) -> str:
    texts = {key.text: value.text for key, value in at.entries if isinstance(value, ScalarNode)}
    if "row" in texts:
        texts = {key: text for key, text in texts.items() if key not in ("line", "paragraph")}
    return "".join(form.format(texts[key]) for key, form in _WORDS.items() if texts.get(key))
