"""A comparison for a merge request. Plan texts cannot become markup."""

from __future__ import annotations

from collections.abc import Iterator

from checker.messages import Language, message
from checker.report import as_diff
from checker.report.as_diff import say
from checker.report.as_markdown import format_code
from checker.report.as_summary import escape
from checker.report.changes import Change, Drafts, RecordChange, RunComparison
from checker.report.wording import MARKS


def render(comparison: RunComparison, language: Language, verbose: bool = False) -> str:
    """Return the two runs, the counts, the findings in groups and the changed data as Markdown."""
    lines = [f"## {say('heading', language)}", ""]
    for word, run in (("old", comparison.old), ("new", comparison.new)):
        colon = message("report-colon", language)
        lines.append(f"- {say(word, language)}{colon}{escape(as_diff.describe_run(run, language))}")
    lines += ["", f"**{as_diff.counts_text(comparison, language)}**", ""]
    notes = [as_diff.mismatch_note(comparison, language)]
    if comparison.outside:
        notes.append(say("outside", language, count=len(comparison.outside)))
    lines += [line for note in filter(None, notes) for line in (escape(note), "")]
    lines += _findings(comparison, language, verbose)
    if comparison.drafts is not None:
        lines += _drafts(comparison.drafts, language)
    return "\n".join(lines).rstrip("\n") + "\n"


def _findings(comparison: RunComparison, language: Language, verbose: bool) -> Iterator[str]:
    colon = message("report-colon", language)
    for name, group in as_diff.finding_groups(comparison, verbose):
        yield f"### {say(name, language, count=len(group))}"
        yield ""
        for item in group:
            finding = item.new if isinstance(item, Change) else item
            text = as_diff.finding_text(finding, language)
            address = f" {format_code(finding.address)}" if finding.address else ""
            yield f"- {MARKS[finding.status]} {escape(text)}{address}"
            if name == "added" or isinstance(item, Change):
                for label, text in as_diff.finding_values(item, language):
                    yield f"  - {escape(label)}{colon}{escape(text)}"
        yield ""


def _drafts(drafts: Drafts, language: Language) -> Iterator[str]:
    if not drafts.changes:
        yield say("drafts-none", language)
        return
    yield f"### {say('drafts', language, count=len(drafts.changes))}"
    yield ""
    for part, changes in as_diff.group_by_part(drafts).items():
        yield f"#### {say(f'part-{part}', language)}"
        yield ""
        for change in changes:
            yield from _record(change, language)
        yield ""
    if drafts.moved:
        yield say("drafts-moved", language, count=drafts.moved)


def _record(change: RecordChange, language: Language) -> Iterator[str]:
    colon = message("report-colon", language)
    state = say(f"state-{change.state}", language)
    places = ", ".join(format_code(place) for place in as_diff.addresses(change) if place)
    yield f"- {state}{colon}{escape(change.name)} {places}"
    if change.state != "changed":
        yield f"  - {escape(as_diff.record_text(change, language))}"
        return
    for field in change.fields:
        label = escape(as_diff.field_label(field.key, language))
        yield f"  - {label}{colon}{escape(as_diff.field_text(field, change.state, language))}"
