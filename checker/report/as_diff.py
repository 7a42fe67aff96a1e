"""A comparison of two runs for a terminal, and the phrases that its other formats share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checker.messages import Language, message
from checker.report.changes import (
    Change,
    Drafts,
    DraftValue,
    FieldChange,
    FieldKey,
    PlanId,
    RecordChange,
    RecordedFinding,
    Run,
    RunComparison,
)
from checker.report.layout import Page, join, one_line, pad, width
from checker.report.wording import MARKS, ROLES, status_text

STATES = {"added": "+", "removed": "-", "changed": "~"}
_STATE_ROLES = {"added": "green", "removed": "red", "changed": "yellow"}
_LABEL = 20


def say(code: str, language: Language, /, **arguments: object) -> str:
    """Return the text `review-<code>` of the catalogue with its placeholders filled."""
    return message(f"review-{code}", language, arguments)


def render(comparison: RunComparison, page: Page, verbose: bool = False) -> str:
    """Return the two runs, the findings by what became of them, and the changed data. `verbose`: unchanged ones too."""
    lines = [*render_head(comparison, page), "", *render_findings(comparison, page, verbose)]
    if comparison.drafts is not None:
        lines += ["", *_drafts(comparison.drafts, page)]
    return "\n".join(lines) + "\n"


def render_findings(comparison: RunComparison, page: Page, verbose: bool) -> Iterator[str]:
    """Yield new and changed findings with their values, one line per fixed finding, and the counts."""
    language = page.language
    for name, group in finding_groups(comparison, verbose):
        yield page.paint(say(name, language, count=len(group)), "bold")
        for item in group:
            yield from _finding(item, page, name == "added")
        yield ""
    if not comparison.added and not comparison.changed:
        yield page.paint(say("nothing", language), "green")
    yield from page.segments(counts_text(comparison, language).split("  "), "bold")
    if comparison.outside:
        yield from page.block(say("outside", language, count=len(comparison.outside)))


def finding_groups(
    comparison: RunComparison, verbose: bool
) -> Iterator[tuple[str, Sequence[RecordedFinding | Change]]]:
    """Yield the groups of findings that are not empty: (message code, findings). `verbose`: the unchanged too."""
    groups: tuple[tuple[str, Sequence[RecordedFinding | Change]], ...] = (
        ("added", comparison.added),
        ("changed", comparison.changed),
        ("fixed", comparison.fixed),
        ("unchanged", comparison.unchanged if verbose else ()),
    )
    return ((name, group) for name, group in groups if group)


def counts_text(comparison: RunComparison, language: Language) -> str:
    return say("counts", language, added=len(comparison.added), changed=len(comparison.changed),
        fixed=len(comparison.fixed), unchanged=len(comparison.unchanged),
    )  # fmt: skip


# ---- phrases


def describe_run(run: Run, language: Language) -> str:
    """Return the file of a run and what kind of run it is, in words."""
    titles = run.plans[0].title if run.plans else ""
    return say(
        f"side-{run.kind}", language, name=one_line(run.name), titles=titles, count=len(run.plans)
    )


def mismatch_note(comparison: RunComparison, language: Language) -> str:
    """Return a note if the two runs are of different regions or periods; else ""."""
    if not comparison.by_name:
        return ""
    old, new = (_of(run.plans[0]) for run in (comparison.old, comparison.new))
    return say("by-name", language, old=old, new=new)


def _of(plan: PlanId) -> str:
    return f"{plan.region} {plan.period}"


def finding_text(finding: RecordedFinding, language: Language) -> str:
    """Return severity, rule and sentence; the name of the subject if the run has no sentence."""
    status = status_text(finding.status, language)
    return f"{status} {finding.rule} {finding.text or finding.subject}"


def finding_values(
    finding: RecordedFinding | Change, language: Language
) -> Iterator[tuple[str, str]]:
    """Yield the values of a finding as (label, text); of a changed finding only what changed, before and after."""
    match finding:
        case RecordedFinding(values=values):
            for label, printed in values:
                yield label, say("printed", language, text=printed)
        case Change(old=old, new=new):
            if old.status != new.status:
                before, after = (status_text(finding.status, language) for finding in (old, new))
                yield say("outcome", language), say("from-to", language, old=before, new=after)
            yield from _changed_values(old, new, language)


def _changed_values(
    old: RecordedFinding, new: RecordedFinding, language: Language
) -> Iterator[tuple[str, str]]:
    """Yield each changed value before and after; all old and all new values if their numbers differ."""
    if len(old.values) == len(new.values):
        for (_, before), (label, after) in zip(old.values, new.values, strict=True):
            if before != after:
                yield label, _from_to(before, after, language)
    elif old.printed != new.printed:
        for word, finding in (("old", old), ("new", new)):
            texts = (f"{label}{say('printed', language, text=t)}" for label, t in finding.values)
            yield say(word, language), join("comma", texts, language) or say("none", language)


def _from_to(old: str, new: str, language: Language) -> str:
    before, after = (say("printed", language, text=t) for t in (old, new))
    return say("from-to", language, old=before, new=after)


def field_label(key: FieldKey, language: Language) -> str:
    """Return the name of a key of the plan format in words, with its year or the word below it."""
    name, below = key
    if name == "at":
        return say(f"field-at_{below}", language)
    label = say(f"field-{name}", language)
    if not below:
        return label
    if below.replace("-", "").isdecimal():
        return say("field-year", language, label=label, year=below)
    return say("field-word", language, label=label, word=one_line(below))


def quote_value(value: DraftValue | None, key: FieldKey, language: Language) -> str:
    """Return a value in quotation marks; titles and places get other ones, since they may contain some."""
    if value is None:
        return say("none", language)
    printed = one_line(value.text)
    code = "named" if key[0] in ("at", "title") else "printed"
    return say(code, language, text=printed) if printed else say("blank", language)


def field_text(change: FieldChange, state: str, language: Language) -> str:
    """Return the value before and after; only one of them if the record was added or removed."""
    old, new = (quote_value(value, change.key, language) for value in (change.old, change.new))
    if state == "changed":
        return say("from-to", language, old=old, new=new)
    return new if state == "added" else old


def addresses(record: RecordChange, change: FieldChange | None = None) -> tuple[str, str]:
    """Return the address of a value, or else of its record, in the old and the new draft; "" if it is not there."""
    pairs = ((record.old, change.old if change else None), (record.new, change.new if change else None))  # fmt: skip
    spans = [(value.span if value and value.span else span) for span, value in pairs]
    old, new = (one_line(span.address) if span else "" for span in spans)
    return old, new


def group_by_part(drafts: Drafts) -> dict[str, list[RecordChange]]:
    """Return the changed records by part of the plan, in order of first appearance."""
    parts: dict[str, list[RecordChange]] = {}
    for change in drafts.changes:
        parts.setdefault(change.part, []).append(change)
    return parts


# ---- the terminal


def render_head(comparison: RunComparison, page: Page) -> Iterator[str]:
    """Yield the two runs, and a warning if they are of different plans."""
    language = page.language
    runs = (("old", comparison.old), ("new", comparison.new))
    yield from page.fields([(say(k, language), describe_run(run, language)) for k, run in runs], 0)
    note = mismatch_note(comparison, language)
    if note:
        yield from page.block(note, 0, "! ", "yellow")


def _finding(item: RecordedFinding | Change, page: Page, with_values: bool) -> Iterator[str]:
    finding = item.new if isinstance(item, Change) else item
    mark = MARKS[finding.status]
    indent = width(mark) + 1
    lines = page.block(finding_text(finding, page.language), indent)
    lines[0] = f"{page.paint(mark, ROLES[finding.status])} {lines[0][indent:]}"
    yield from lines
    if finding.address:
        yield " " * indent + page.paint(one_line(finding.address), "dim")
    if with_values or isinstance(item, Change):
        yield from page.fields(finding_values(item, page.language), indent)


def _drafts(drafts: Drafts, page: Page) -> Iterator[str]:
    language = page.language
    if drafts.changes:
        yield page.paint(say("drafts", language, count=len(drafts.changes)), "bold")
    else:
        yield say("drafts-none", language)
    for part, changes in group_by_part(drafts).items():
        yield say(f"part-{part}", language)
        for change in changes:
            yield from _record(change, page)
    if drafts.moved:
        yield from page.block(say("drafts-moved", language, count=drafts.moved))


def _record(change: RecordChange, page: Page) -> Iterator[str]:
    language, state = page.language, change.state
    sign = page.paint(STATES[state], _STATE_ROLES[state])
    lines = page.block(f"{one_line(change.name)}", 4)
    lines[0] = f"  {sign} {lines[0][4:]}"
    yield from lines
    if state != "changed":
        yield "    " + page.paint("".join(addresses(change)), "dim")
        yield from page.block(record_text(change, language), 4)
        return
    labels = [field_label(f.key, language) for f in change.fields]
    column = max((w for w in map(width, labels) if w <= _LABEL), default=0) + 2
    for label, field in zip(labels, change.fields, strict=True):
        yield from page.block(field_text(field, state, language), 4, pad(label, column))
        places = addresses(change, field)
        both = f"{' ' * (4 + column)}{say('from-to', language, old=places[0], new=places[1])}"
        if width(both) <= page.columns:
            yield page.paint(both, "dim")
        else:
            yield from (page.paint(f"{' ' * (4 + column)}{place}", "dim") for place in places)


def record_text(change: RecordChange, language: Language) -> str:
    """Return the values of a record that only one draft has, in one paragraph without its name."""
    fields = [f for f in change.fields if f.key not in (("name", ""), ("title", ""))]
    parts = ((field_label(f.key, language), field_text(f, change.state, language)) for f in fields)
    return join("semicolon", (join("colon", part, language) for part in parts), language)
