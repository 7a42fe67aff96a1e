"""How verdicts came about, as an indented tree for a person. Judges nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass

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
from checker.report.as_text import addresses
from checker.report.layout import Page, pad, width
from checker.report.wording import MARKS, ROLES
from checker.source import Span

PLAN = "规划"
_ROLES = {"pass": "green", "not-applicable": "dim"}
_INDENT = 2
_BODY = 3  # below the mark of a derivation


def render(accounts: Iterable[RuleExplanation], page: Page, asked: str = "") -> str:
    """Every account; `asked` is the name that subjects were asked for by."""
    return "\n".join("\n".join(_account(a, page, asked)) + "\n" for a in accounts)


def as_json(accounts: Sequence[RuleExplanation], language: Language) -> str:
    """The same as records: the keys are the names of the fields in `findings`."""
    return json.dumps(_plain(accounts, language), ensure_ascii=False, indent=2) + "\n"


def _plain(value: object, language: Language) -> object:
    match value:
        case Bilingual():
            return value.pick(language)
        case Reason():
            return {"code": value.code, "text": value.text(language)}
        case Span():
            return {"file": value.source.name, "line": value.line, "column": value.column}
        case list() | tuple():
            return [_plain(item, language) for item in value]
        case dict():
            return {key: _plain(item, language) for key, item in value.items()}
        case _ if is_dataclass(value):
            return {f.name: _plain(getattr(value, f.name), language) for f in fields(value)}
        case _:
            return value


def _account(account: RuleExplanation, page: Page, asked: str) -> Iterator[str]:
    yield from page.block(f"{account.rule} {account.title.pick(page.language)}", role="bold")
    yield from page.fields(_head(account, page), _INDENT)
    if asked and not account.derivations and not account.idle:
        yield ""
        yield from page.block(page.say("derive-none-named", name=asked), _INDENT)
    for number, derivation in enumerate(account.derivations, 1):
        yield ""
        yield from _Tree(account, derivation, page).lines(number)
    left = _left_out(account, page)
    if left:
        yield ""
        yield from page.block(left, _INDENT)


def _head(account: RuleExplanation, page: Page) -> Iterator[tuple[str, str]]:
    title = page.say("derive-plan-text", title=account.plan, file=account.file)
    yield page.say("derive-plan"), title
    if account.rule_span is not None:
        yield page.say("rule"), account.rule_span.address
    yield page.say("basis"), "\n".join(account.basis)
    if account.idle == "period" and account.for_years is not None:
        first, last = account.for_years
        text = page.say("derive-idle-period", first=first, last=last, period=account.period)
    elif account.idle:
        kinds = page.say("list").join(k.pick(page.language) for k in account.kinds)
        text = page.say("derive-idle-subjects", kinds=kinds)
    else:
        text = _counts(account.counts, page)
    yield page.say("derive-counts"), text


def _counts(counts: Mapping[Outcome, int], page: Page) -> str:
    return page.say("comma").join(
        page.say("derive-count", outcome=page.say(f"outcome-{o}"), count=counts[o])
        for o in OUTCOMES
        if counts.get(o)
    )


def _left_out(account: RuleExplanation, page: Page) -> str:
    """How many subjects are not shown, by their outcome."""
    left = dict(account.counts)
    for derivation in account.derivations:
        left[derivation.outcome] = left.get(derivation.outcome, 0) - 1
    count = sum(left.values())
    if not count or account.idle:
        return ""
    return page.say("derive-left-out", count=count, counts=_counts(left, page))


class _Tree:
    """The lines of one derivation. A value that occurs again is not described again."""

    def __init__(self, account: RuleExplanation, derivation: Derivation, page: Page) -> None:
        self.own = account.plan
        self.derivation = derivation
        self.page = page
        self.shown: set[tuple[str, str]] = set()
        self.places: set[str] = set()
        required = [s for c in derivation.clauses if c.kind == "require" for s in c.steps]
        self.required = {_identity(s) for s in _all(required)}

    def lines(self, number: int) -> Iterator[str]:
        page, found = self.page, self.derivation
        names = [subject.name for _, subject in found.subjects]
        name = names[0]
        for other in names[1:]:
            name = page.say("derive-pair", first=name, second=other)
        outcome = self.outcome()
        role = ROLES.get(found.severity or "", "") if found.outcome == "fail" else ""
        role = role or _ROLES.get(found.outcome, "") or ROLES["unknown"]
        text = page.say("derive-heading", number=number, name=name, outcome=outcome)
        yield from page.block(text, 0, self.mark(), role)
        for variable, subject in found.subjects:
            yield from self.subject(variable, subject)
        for clause in found.clauses:
            yield from self.clause(clause)
        yield from self.verdict()

    def mark(self) -> str:
        found = self.derivation
        key = found.severity if found.outcome == "fail" else found.outcome
        return pad(MARKS.get(key or "", ""), _BODY)

    def outcome(self) -> str:
        found, page = self.derivation, self.page
        outcome = page.say(f"outcome-{found.outcome}")
        if found.severity is None or found.outcome != "fail":
            return outcome
        return page.say("derive-graded", outcome=outcome, severity=page.say(found.severity))

    def subject(self, variable: str, subject: SubjectLabel) -> Iterator[str]:
        page = self.page
        kind = KINDS[subject.kind]
        word = kind.zh if page.language == "zh" else kind.key.replace("_", " ")
        called = word if variable == PLAN else f"{word} {variable}"
        text = page.say("derive-subject-text", kind=called, name=subject.name)
        head = page.say("derive-subject") + " " * _INDENT
        yield from page.block(text, _BODY, head)
        yield from self.stands(subject.origin, _BODY + width(head))

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
        page, found = self.page, self.derivation
        why = page.say(f"derive-why-{found.outcome}-{found.by}")
        text = page.say("derive-why", outcome=self.outcome(), why=why)
        rows = [text, found.message.pick(page.language)]
        if found.reason is not None:
            rows.append(found.reason.text(page.language))
        head = page.say("derive-outcome") + " " * _INDENT
        yield from page.block("\n".join(filter(None, rows)), _BODY, head)

    # ---- steps

    def step(self, step: DerivationStep, indent: int, required: bool) -> Iterator[str]:
        """One expression with its value, what is to be said of it, and the steps below."""
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
        yield from self.stands(step.origin, indent + _INDENT)
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

    def stands(self, origin: Origin | None, indent: int) -> Iterator[str]:
        """The two addresses of a value; the place in the document once for each."""
        page = self.page
        if origin is None:
            return
        address = origin.span.address if origin.span else ""
        if address and address in self.places:
            yield " " * indent + page.paint(address, "dim")
            return
        self.places.add(address)
        yield from addresses(origin, self.own, indent, "", page)


def _identity(step: DerivationStep) -> tuple[str, str]:
    span = step.origin.span if step.origin is not None else None
    return step.text, span.address if span else ""


def _all(steps: Iterable[DerivationStep]) -> Iterator[DerivationStep]:
    for step in steps:
        yield step
        yield from _all(step.steps)
