"""A comparison for a merge request. Plan texts cannot become markup."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checker.messages import Language, message
from checker.report import as_diff
from checker.report.as_diff import say
from checker.report.as_markdown import code
from checker.report.as_summary import escape
from checker.report.changes import Change, Drafts, RecordChange, RecordedFinding, RunComparison
from checker.report.wording import MARKS


def render(comparison: RunComparison, language: Language, verbose: bool = False) -> str:
    """Return the two runs, the counts, the findings in groups and the changed data as Markdown."""
    lines = [f"## {say(language, 'heading')}", ""]
    for word, run in (("old", comparison.old), ("new", comparison.new)):
        colon = message("report-colon", language)
        lines.append(f"- {say(language, word)}{colon}{escape(as_diff.side(run, language))}")
    lines += ["", f"**{as_diff.counts(comparison, language)}**", ""]
    notes = [as_diff.two_plans(comparison, language)]
    if comparison.outside:
        notes.append(say(language, "outside", count=len(comparison.outside)))
    lines += [line for note in filter(None, notes) for line in (escape(note), "")]
    lines += _findings(comparison, language, verbose)
    if comparison.drafts is not None:
        lines += _drafts(comparison.drafts, language)
    return "\n".join(lines).rstrip("\n") + "\n"


def _findings(comparison: RunComparison, language: Language, verbose: bool) -> Iterator[str]:
    groups: list[tuple[str, Sequence[RecordedFinding | Change]]] = [
        ("added", comparison.added),
        ("changed", comparison.changed),
        ("fixed", comparison.fixed),
        ("unchanged", comparison.unchanged if verbose else ()),
    ]
    colon = message("report-colon", language)
    for name, found in groups:
        if not found:
            continue
        yield f"### {say(language, name, count=len(found))}"
        yield ""
        for one in found:
            seen = one.new if isinstance(one, Change) else one
            address = f" {code(seen.address)}" if seen.address else ""
            yield f"- {MARKS[seen.status]} {escape(as_diff.text(seen, language))}{address}"
            if name == "added" or isinstance(one, Change):
                for label, text in as_diff.values(one, language):
                    yield f"  - {escape(label)}{colon}{escape(text)}"
        yield ""


def _drafts(drafts: Drafts, language: Language) -> Iterator[str]:
    if not drafts.changes:
        yield say(language, "drafts-none")
        return
    yield f"### {say(language, 'drafts', count=len(drafts.changes))}"
    yield ""
    for part, changes in as_diff.by_part(drafts).items():
        yield f"#### {say(language, f'part-{part}')}"
        yield ""
        for change in changes:
            yield from _record(change, language)
        yield ""
    if drafts.moved:
        yield say(language, "drafts-moved", count=drafts.moved)


def _record(change: RecordChange, language: Language) -> Iterator[str]:
    colon = message("report-colon", language)
    state = say(language, f"state-{change.state}")
    places = ", ".join(code(place) for place in as_diff.addresses(change) if place)
    yield f"- {state}{colon}{escape(change.name)} {places}"
    if change.state != "changed":
        yield f"  - {escape(as_diff.summary(change, language))}"
        return
    for field in change.fields:
        label = escape(as_diff.field_label(field.key, language))
        yield f"  - {label}{colon}{escape(as_diff.field_text(field, change.state, language))}"
