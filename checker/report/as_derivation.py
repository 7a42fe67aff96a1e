"""Derivations of verdicts as an indented tree or as JSON. Judges nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from checker.datatypes.kinds import KINDS
from checker.findings import (
    OUTCOMES,
    Bilingual,
    ClauseOutcome,
    Derivation,
    DerivationStep,
    Origin,
    Outcome,
    Reason,
    RuleExplanation,
    SubjectLabel,
)
from checker.messages import Language
from checker.report.as_text import address_lines
from checker.report.layout import Page, pad, width
from checker.report.wording import MARKS, ROLES
from checker.source import Record, Span

PLAN = "规划"
_ROLES = {"pass": "green", "not-applicable": "dim"}
_KEYS = {"skip_reason": "idle"}
"""Keys of the JSON output that differ from the name of the field."""

_INDENT = 2
_BODY = 3  # below the mark of a derivation


def render(explanations: Iterable[RuleExplanation], page: Page, name_filter: str = "") -> str:
    """Return the explanations as text. `name_filter`: the part of a name that selected the subjects, "" if none did."""
    return "\n".join("\n".join(_explain(e, page, name_filter)) + "\n" for e in explanations)


def render_json(explanations: Sequence[RuleExplanation], language: Language) -> str:
    """Return the explanations as JSON. The keys are the names of the fields in `findings`, apart from `_KEYS`."""
    return json.dumps(_to_json(explanations, language), ensure_ascii=False, indent=2) + "\n"


def _to_json(value: object, language: Language) -> object:
    match value:
        case Bilingual():
            return value.pick(language)
        case Reason():
            return {"code": value.code, "text": value.text(language)}
        case Span():
            return {"file": value.source.name, "line": value.file_line, "column": value.file_column}
        case list() | tuple():
            return [_to_json(item, language) for item in value]
        case dict():
            return {key: _to_json(item, language) for key, item in value.items()}
        case Record():
            return {
                _KEYS.get(name, name): _to_json(getattr(value, name), language)
                for name in value.__struct_fields__
            }
        case _:
            return value


def _explain(explanation: RuleExplanation, page: Page, name_filter: str) -> Iterator[str]:
    yield from page.block(
        f"{explanation.rule} {explanation.title.pick(page.language)}", role="bold"
    )
    yield from page.fields(_head(explanation, page), _INDENT)
    if name_filter and not explanation.derivations and not explanation.skip_reason:
        yield ""
        yield from page.block(page.say("derive-none-named", name=name_filter), _INDENT)
    for number, derivation in enumerate(explanation.derivations, 1):
        yield ""
        yield from _Tree(explanation, derivation, page).lines(number)
    left = _left_out(explanation, page)
    if left:
        yield ""
        yield from page.block(left, _INDENT)


def _head(explanation: RuleExplanation, page: Page) -> Iterator[tuple[str, str]]:
    title = page.say("derive-plan-text", title=explanation.plan, file=explanation.file)
    yield page.say("derive-plan"), title
    if explanation.rule_span is not None:
        yield page.say("rule"), explanation.rule_span.address
    yield page.say("basis"), "\n".join(explanation.basis)
    if explanation.skip_reason == "period" and explanation.for_years is not None:
        first, last = explanation.for_years
        text = page.say("derive-idle-period", first=first, last=last, period=explanation.period)
    elif explanation.skip_reason:
        kinds = page.say("list").join(k.pick(page.language) for k in explanation.kinds)
        text = page.say("derive-idle-subjects", kinds=kinds)
    else:
        text = _counts(explanation.counts, page)
    yield page.say("derive-counts"), text


def _counts(counts: Mapping[Outcome, int], page: Page) -> str:
    return page.say("comma").join(
        page.say("derive-count", outcome=page.say(f"outcome-{o}"), count=counts[o])
        for o in OUTCOMES
        if counts.get(o)
    )


def _left_out(explanation: RuleExplanation, page: Page) -> str:
    """Return a line that counts the subjects without a derivation, by outcome; "" if there are none."""
    left = dict(explanation.counts)
    for derivation in explanation.derivations:
        left[derivation.outcome] = left.get(derivation.outcome, 0) - 1
    count = sum(left.values())
    if not count or explanation.skip_reason:
        return ""
    return page.say("derive-left-out", count=count, counts=_counts(left, page))


class _Tree:
    """Renders one derivation. A value that occurs again is not described again."""

    def __init__(self, explanation: RuleExplanation, derivation: Derivation, page: Page) -> None:
        self.plan_title = explanation.plan
        self.derivation = derivation
        self.page = page
        self.shown: set[tuple[str, str]] = set()
        self.places: set[str] = set()
        required = [s for c in derivation.clauses if c.kind == "require" for s in c.steps]
        self.required = {_identity(s) for s in _all(required)}

    def lines(self, number: int) -> Iterator[str]:
        page, derivation = self.page, self.derivation
        names = [subject.name for _, subject in derivation.subjects]
        name = names[0]
        for other in names[1:]:
            name = page.say("derive-pair", first=name, second=other)
        outcome = self.outcome()
        role = ROLES.get(derivation.severity or "", "") if derivation.outcome == "fail" else ""
        role = role or _ROLES.get(derivation.outcome, "") or ROLES["unknown"]
        text = page.say("derive-heading", number=number, name=name, outcome=outcome)
        yield from page.block(text, 0, self.mark(), role)
        for variable, subject in derivation.subjects:
            yield from self.subject(variable, subject)
        for clause in derivation.clauses:
            yield from self.clause(clause)
        yield from self.verdict()

    def mark(self) -> str:
        derivation = self.derivation
        key = derivation.severity if derivation.outcome == "fail" else derivation.outcome
        return pad(MARKS.get(key or "", ""), _BODY)

    def outcome(self) -> str:
        derivation, page = self.derivation, self.page
        outcome = page.say(f"outcome-{derivation.outcome}")
        if derivation.severity is None or derivation.outcome != "fail":
            return outcome
        return page.say("derive-graded", outcome=outcome, severity=page.say(derivation.severity))

    def subject(self, variable: str, subject: SubjectLabel) -> Iterator[str]:
        page = self.page
        kind = KINDS[subject.kind]
        word = kind.zh if page.language == "zh" else kind.key.replace("_", " ")
        called = word if variable == PLAN else f"{word} {variable}"
        text = page.say("derive-subject-text", kind=called, name=subject.name)
        head = page.say("derive-subject") + " " * _INDENT
        yield from page.block(text, _BODY, head)
        yield from self.addresses(subject.origin, _BODY + width(head))

    def clause(self, clause: ClauseOutcome) -> Iterator[str]:
        page = self.page
        state = page.say(f"derive-{clause.state}")
        if clause.kind != "severity":
            head = page.say("derive-clause", clause=page.say(f"card-{clause.kind}"), state=state)
        else:
            alone = sum(c.kind == "severity" for c in self.derivation.clauses) == 1
            code = "derive-case" if clause.steps else "derive-only" if alone else "derive-otherwise"
            severity = page.say(clause.severity or "warning")
            head = page.say(code, severity=severity, state=state)
        yield from page.block(head, _BODY)
        for step in clause.steps:
            yield from self.step(step, _BODY + _INDENT, clause.kind == "require")

    def verdict(self) -> Iterator[str]:
        page, derivation = self.page, self.derivation
        why = page.say(f"derive-why-{derivation.outcome}-{derivation.by}")
        text = page.say("derive-why", outcome=self.outcome(), why=why)
        rows = [text, derivation.message.pick(page.language)]
        if derivation.reason is not None:
            rows.append(derivation.reason.text(page.language))
        head = page.say("derive-outcome") + " " * _INDENT
        yield from page.block("\n".join(filter(None, rows)), _BODY, head)

    # ---- steps

    def step(self, step: DerivationStep, indent: int, required: bool) -> Iterator[str]:
        """Yield the lines of one expression: its value, its details and the steps below it, indented."""
        page = self.page
        value = step.value.pick(page.language)
        if step.state != "value":
            absent = step.state == "unknown" and any(r.absent for r in step.reasons)
            value = page.say("derive-absent" if absent else f"derive-{step.state}")
        named = value and value != step.text
        text = page.say("derive-step", text=step.text, value=value) if named else step.text
        identity = _identity(step)
        again = bool(step.origin) and identity in self.shown
        later = bool(step.origin) and not required and identity in self.required
        notes = "derive-decides" if step.decides else ""
        text += page.say(notes) if notes else ""
        if again or later:
            text += page.say("derive-above" if again else "derive-below")
        yield from page.block(text, indent, role="bold" if step.decides else "")
        if again or later:
            return
        self.shown.add(identity)
        for line in self.details(step):
            yield from page.block(line, indent + _INDENT)
        if step.rule_span is not None:
            yield " " * (indent + _INDENT) + page.paint(step.rule_span.address, "dim")
        yield from self.addresses(step.origin, indent + _INDENT)
        for inner in step.steps:
            yield from self.step(inner, indent + _INDENT, required)
        if step.more:
            yield from page.block(page.say("derive-more", count=step.more), indent + _INDENT)

    def details(self, step: DerivationStep) -> Iterator[str]:
        page, language = self.page, self.page.language
        formula, gap = step.filled.pick(language), step.gap.pick(language)
        if formula and formula not in (step.text, step.value.pick(language)):
            code = "derive-equals" if step.state == "value" else "derive-filled"
            code = "derive-filled-gap" if gap else code
            yield page.say(code, formula=formula, gap=gap)
        if step.same_words:
            yield page.say("derive-same-words")
        reasons = page.say("semicolon").join(r.text(language) for r in step.reasons)
        if reasons:
            yield reasons
        if step.printed and f"“{step.printed}”" not in reasons:
            yield page.say("derive-printed", printed=step.printed)
        if step.exact:
            yield page.say("derive-exact", exact=step.exact)
        if step.rounding:
            code = "derive-about" if step.about else "derive-rounding"
            code = code if step.printed or step.about else "derive-carried"
            yield page.say(code, rounding=step.rounding)
        if step.source:
            yield page.say("derive-source", source=step.source)

    def addresses(self, origin: Origin | None, indent: int) -> Iterator[str]:
        """Yield the address in the plan data and the place in the document; the place only once for each address."""
        page = self.page
        if origin is None:
            return
        address = origin.span.address if origin.span else ""
        if address and address in self.places:
            yield " " * indent + page.paint(address, "dim")
            return
        self.places.add(address)
        yield from address_lines(origin, self.plan_title, indent, "", page)


def _identity(step: DerivationStep) -> tuple[str, str]:
    span = step.origin.span if step.origin is not None else None
    return step.text, span.address if span else ""


def _all(steps: Iterable[DerivationStep]) -> Iterator[DerivationStep]:
    for step in steps:
        yield step
        yield from _all(step.steps)
