"""Plan data out of a document, as the loader takes them. What a document is read with is loaded when one comes."""

from __future__ import annotations

from checker.diagnostics import Diagnostic
from checker.plan.vocabulary import Vocabulary
from checker.source import ExtractedSource

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
    from checker.extract.write import written_lines

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
    lines = list(written_lines(extraction.plan))
    text = "".join(f"{line}\n" for line, _ in lines)
    source = ExtractedSource(name, text, [place for _, place in lines])
    return source, (*faults, *extraction.diagnostics)
