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
from checker.report.layout import Page, one_line, pad, width
from checker.report.wording import MARKS, ROLES
from checker.source import Span

STATES = {"added": "+", "removed": "-", "changed": "~"}
_STATE_ROLES = {"added": "green", "removed": "red", "changed": "yellow"}
_LABEL = 20


def say(language: Language, code: str, /, **given: object) -> str:
    return message(f"review-{code}", language, given)


def render(comparison: RunComparison, page: Page, verbose: bool = False) -> str:
    """Return the two runs, the findings by what became of them, and the changed data. `verbose`: unchanged ones too."""
    lines = [*head(comparison, page), "", *findings(comparison, page, verbose)]
    if comparison.drafts is not None:
        lines += ["", *_drafts(comparison.drafts, page)]
    return "\n".join(lines) + "\n"


def findings(comparison: RunComparison, page: Page, verbose: bool) -> Iterator[str]:
    """Yield new and changed findings with their values, one line per fixed finding, and the counts."""
    language = page.language
    groups: list[tuple[str, Sequence[RecordedFinding | Change]]] = [
        ("added", comparison.added),
        ("changed", comparison.changed),
        ("fixed", comparison.fixed),
        ("unchanged", comparison.unchanged if verbose else ()),
    ]
    for name, found in groups:
        if found:
            yield page.paint(say(language, name, count=len(found)), "bold")
            for one in found:
                yield from _finding(one, page, name == "added")
            yield ""
    if not comparison.added and not comparison.changed:
        yield page.paint(say(language, "nothing"), "green")
    yield from page.segments(counts(comparison, language).split("  "), "bold")
    if comparison.outside:
        yield from page.block(say(language, "outside", count=len(comparison.outside)))


def counts(comparison: RunComparison, language: Language) -> str:
    return say(
        language, "counts", added=len(comparison.added), changed=len(comparison.changed),
        fixed=len(comparison.fixed), unchanged=len(comparison.unchanged),
    )  # fmt: skip


# ---- phrases


def side(run: Run, language: Language) -> str:
    """Return the file of a run and what kind of run it is, in words."""
    titles = run.plans[0].title if run.plans else ""
    return say(
        language, f"side-{run.kind}", name=one_line(run.name), titles=titles, count=len(run.plans)
    )


def two_plans(comparison: RunComparison, language: Language) -> str:
    """Return a note if the two runs are of different regions or periods; else ""."""
    if not comparison.by_name:
        return ""
    old, new = (_of(run.plans[0]) for run in (comparison.old, comparison.new))
    return say(language, "by-name", old=old, new=new)


def _of(plan: PlanId) -> str:
    return f"{plan.region} {plan.period}"


def text(seen: RecordedFinding, language: Language) -> str:
    """Return severity, rule and sentence; the name of the subject if the run has no sentence."""
    word = message(f"report-{_word(seen)}", language)
    return f"{word} {seen.rule} {seen.text or seen.subject}"


def values(found: RecordedFinding | Change, language: Language) -> Iterator[tuple[str, str]]:
    """Yield the values of a finding as (label, text); of a changed finding only what changed, before and after."""
    match found:
        case RecordedFinding():
            for label, printed in found.values:
                yield label, say(language, "printed", text=printed)
        case Change(old=old, new=new):
            if old.status != new.status:
                words = [message(f"report-{_word(s)}", language) for s in (old, new)]
                given = {"old": words[0], "new": words[1]}
                yield say(language, "outcome"), say(language, "from-to", **given)
            yield from _changed_values(old, new, language)


def _word(seen: RecordedFinding) -> str:
    return seen.severity if seen.outcome == "fail" else f"outcome-{seen.outcome}"


def _changed_values(
    old: RecordedFinding, new: RecordedFinding, language: Language
) -> Iterator[tuple[str, str]]:
    """Yield each changed value before and after; all old and all new values if their numbers differ."""
    if len(old.values) == len(new.values):
        for (_, before), (label, after) in zip(old.values, new.values, strict=True):
            if before != after:
                yield label, _from_to(before, after, language)
    elif old.printed != new.printed:
        for word, seen in (("old", old), ("new", new)):
            comma = message("report-comma", language)
            shown = (f"{label}{say(language, 'printed', text=t)}" for label, t in seen.values)
            yield say(language, word), comma.join(shown) or say(language, "none")


def _from_to(old: str, new: str, language: Language) -> str:
    before, after = (say(language, "printed", text=t) for t in (old, new))
    return say(language, "from-to", old=before, new=after)


def field_label(key: FieldKey, language: Language) -> str:
    """Return the name of a key of the plan format in words, with its year or the word below it."""
    name, below = key
    if name == "at":
        return say(language, f"field-at_{below}")
    label = say(language, f"field-{name}")
    if not below:
        return label
    if below.replace("-", "").isdecimal():
        return say(language, "field-year", label=label, year=below)
    return say(language, "field-word", label=label, word=one_line(below))


def shown(value: DraftValue | None, key: FieldKey, language: Language) -> str:
    """Return a value in quotation marks; titles and places get other ones, since they may contain some."""
    if value is None:
        return say(language, "none")
    printed = one_line(value.text)
    code = "named" if key[0] in ("at", "title") else "printed"
    return say(language, code, text=printed) if printed else say(language, "blank")


def field_text(change: FieldChange, state: str, language: Language) -> str:
    """Return the value before and after; only one of them if the record was added or removed."""
    old, new = (shown(value, change.key, language) for value in (change.old, change.new))
    if state == "changed":
        return say(language, "from-to", old=old, new=new)
    return new if state == "added" else old


def addresses(record: RecordChange, change: FieldChange | None = None) -> tuple[str, str]:
    """Return the address of a value, or else of its record, in the old and the new draft; "" if it is not there."""
    pairs = ((record.old, change.old if change else None), (record.new, change.new if change else None))  # fmt: skip
    found = [(value.span if value and value.span else span) for span, value in pairs]
    return _address(found[0]), _address(found[1])


def _address(span: Span | None) -> str:
    return one_line(span.address) if span else ""


def by_part(drafts: Drafts) -> dict[str, list[RecordChange]]:
    parts: dict[str, list[RecordChange]] = {}
    for change in drafts.changes:
        parts.setdefault(change.part, []).append(change)
    return parts


# ---- the terminal


def head(comparison: RunComparison, page: Page) -> Iterator[str]:
    """Yield the two runs, and a warning if they are of different plans."""
    language = page.language
    runs = (("old", comparison.old), ("new", comparison.new))
    yield from page.fields([(say(language, k), side(run, language)) for k, run in runs], 0)
    note = two_plans(comparison, language)
    if note:
        yield from page.block(note, 0, "! ", "yellow")


def _finding(found: RecordedFinding | Change, page: Page, with_values: bool) -> Iterator[str]:
    seen = found.new if isinstance(found, Change) else found
    role = ROLES[seen.status]
    head = f"{page.paint(MARKS[seen.status], role) if page.color else MARKS[seen.status]} "
    indent = width(f"{MARKS[seen.status]} ")
    lines = page.block(text(seen, page.language), indent)
    lines[0] = head + lines[0][indent:]
    yield from lines
    if seen.address:
        yield " " * indent + page.paint(one_line(seen.address), "dim")
    if with_values or isinstance(found, Change):
        yield from page.fields(values(found, page.language), indent)


def _drafts(drafts: Drafts, page: Page) -> Iterator[str]:
    language = page.language
    if drafts.changes:
        yield page.paint(say(language, "drafts", count=len(drafts.changes)), "bold")
    else:
        yield say(language, "drafts-none")
    for part, changes in by_part(drafts).items():
        yield say(language, f"part-{part}")
        for change in changes:
            yield from _record(change, page)
    if drafts.moved:
        yield from page.block(say(language, "drafts-moved", count=drafts.moved))


def _record(change: RecordChange, page: Page) -> Iterator[str]:
    language, state = page.language, change.state
    sign = page.paint(STATES[state], _STATE_ROLES[state])
    lines = page.block(f"{one_line(change.name)}", 4)
    lines[0] = f"  {sign} {lines[0][4:]}"
    yield from lines
    if state != "changed":
        yield "    " + page.paint("".join(addresses(change)), "dim")
        yield from page.block(summary(change, language), 4)
        return
    labels = [field_label(f.key, language) for f in change.fields]
    column = max((w for w in map(width, labels) if w <= _LABEL), default=0) + 2
    for label, field in zip(labels, change.fields, strict=True):
        yield from page.block(field_text(field, state, language), 4, pad(label, column))
        places = addresses(change, field)
        both = f"{' ' * (4 + column)}{say(language, 'from-to', old=places[0], new=places[1])}"
        if width(both) <= page.columns:
            yield page.paint(both, "dim")
        else:
            yield from (page.paint(f"{' ' * (4 + column)}{place}", "dim") for place in places)


def summary(change: RecordChange, language: Language) -> str:
    """Return the values of a record that only one draft has, in one paragraph without its name."""
    colon = message("report-colon", language)
    kept = [f for f in change.fields if f.key not in (("name", ""), ("title", ""))]
    shown_ = (
        f"{field_label(f.key, language)}{colon}{field_text(f, change.state, language)}"
        for f in kept
    )
    return message("report-semicolon", language).join(shown_)
