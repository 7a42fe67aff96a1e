"""A rule's own examples, evaluated: a stub plan from each record, judged as any plan is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple, assert_never

from msgspec.structs import replace

from checker.datatypes.choices import choice
from checker.datatypes.expression_types import (
    TEXT,
    TRUTH,
    YEAR,
    ChoiceType,
    FaultType,
    ListType,
    NumberType,
    PlainType,
    RecordType,
    TargetType,
    Type,
)  # fmt: skip
from checker.datatypes.keywords import CLAUSES, MISSING, TRUTHS
from checker.datatypes.kinds import KINDS, attribute
from checker.diagnostics import Diagnostic
from checker.engine.evaluate import base_unit
from checker.engine.interpret import REMARKS, as_number, read_cell
from checker.engine.subject import expression
from checker.engine.values import Number, Subject, TargetSet, Unknown, Value, absent, unknown
from checker.engine.verdicts import verdict
from checker.findings import Origin, Outcome, Reason
from checker.plan.vocabulary import Vocabulary
from checker.quantity import reading as r
from checker.quantity.read import read
from checker.quantity.reading import Direction
from checker.quantity.resolve import Unresolved, resolve
from checker.quantity.sets import Interval
from checker.quantity.units import BARE, Unit, find_unit
from checker.semantics import typed
from checker.source import Record
from checker.syntax import nodes

PLAN = "规划"
UNREADABLE = "？"  # what an example writes for a value that stands there but cannot be read
TARGETS = ("target", "statement", "upper_target")
_DIRECTIONS: dict[str, Direction] = {"越高越好": "higher", "越低越好": "lower", "不定": "neither"}
_DEFAULTS: Mapping[str, Value] = {
    "title": "示例规划",
    "sector": "卫生健康",
    "first_year": 2021,
    "last_year": 2025,
    "base_year": 2020,
    "target_year": 2025,
}


class ExampleResult(NamedTuple):
    """The outcome of an example; `reason` says why it is unknown."""

    example: nodes.Example
    expected: Outcome
    got: Outcome
    reason: Reason | None

    @property
    def holds(self) -> bool:
        return self.got == self.expected


def run_examples(rule: typed.Rule, vocabulary: Vocabulary | None = None) -> list[ExampleResult]:
    """Every example of a rule with its outcome. The rule's period is not asked for.

    With the vocabulary, a figure of an indicator is read as in a plan: 2.56人 of a rate per 1000.
    """
    return [_run(rule, example, vocabulary) for example in rule.examples]


def example_faults(rule: typed.Rule, vocabulary: Vocabulary) -> list[Diagnostic]:
    """Tell each example of a rule that comes out otherwise than it says, with both outcomes."""
    return [_fault(rule, result) for result in run_examples(rule, vocabulary) if not result.holds]


def _fault(rule: typed.Rule, result: ExampleResult) -> Diagnostic:
    """`not-applicable` is no clause of examples: a subject that the rule does not look at shows nothing."""
    expected, got = CLAUSES[result.expected], {**CLAUSES, **MISSING}[result.got]
    given: dict[str, object] = {
        "code": rule.code,
        "expected": expected.zh,
        "expected_en": expected.en,
        "got": got.zh,
        "got_en": got.en.replace("_", " "),
    }
    if result.reason is None:
        return Diagnostic("rule-example-outcome", result.example.span, given)
    given |= {"why": result.reason.text("zh"), "why_en": result.reason.text("en")}
    return Diagnostic("rule-example-outcome-unknown", result.example.span, given)


def _run(rule: typed.Rule, example: nodes.Example, vocabulary: Vocabulary | None) -> ExampleResult:
    entries = {e.key: e for e in example.record.entries if not e.indicator}
    context = ExampleWorld(rule, example.record, vocabulary)
    plan = context.plan
    scope: dict[str, Value] = {PLAN: plan}
    subject: Subject = plan
    if len(rule.each) == 1:
        kind = rule.each[0].kind_key
        subject = StubSubject(kind, _attributes(kind, entries.values()), plan)
        context.subjects.setdefault(kind, (subject,))
        scope[rule.each[0].variable] = subject
    elif rule.each:
        for binder in reversed(rule.each):
            entry = entries.get(binder.variable)
            inner = (
                entry.value.entries if entry and isinstance(entry.value, nodes.SampleRecord) else ()
            )
            kind = binder.kind_key
            subject = StubSubject(kind, _attributes(kind, inner), plan)
            context.subjects[kind] = (subject, *context.subjects.get(kind, ()))
            scope[binder.variable] = subject
    outcome, finding = verdict(rule, context, scope, subject)
    reasons = finding.reasons if finding is not None and outcome == "unknown" else ()
    return ExampleResult(example, example.outcome, outcome, reasons[0] if reasons else None)


def _attributes(kind: str, entries: object) -> dict[str, nodes.Sample]:
    """Return the entries that are attributes of the kind."""
    assert hasattr(entries, "__iter__")
    return {e.key: e.value for e in entries if not e.indicator and attribute(kind, e.key)}


class ExampleWorld:
    """The entries of an example that describe the plan, not its subject."""

    def __init__(
        self, rule: typed.Rule, record: nodes.SampleRecord, vocabulary: Vocabulary | None
    ) -> None:
        self.record = record
        self.vocabulary = vocabulary
        self.parameters: Mapping[str, typed.Quantity] = {}
        self.closed: dict[int, tuple[typed.Expr, Value]] = {}
        self.subjects: dict[str, tuple[Subject, ...]] = {}
        entries = {e.key: e.value for e in record.entries if not e.indicator}
        given = entries.get("plan")
        inner = given.entries if isinstance(given, nodes.SampleRecord) else ()
        own = record.entries if not rule.each else ()
        self.plan = StubSubject("plan", _attributes("plan", (*own, *inner)), None)
        of_plan = {e.key: e.value for e in inner if not e.indicator}
        for key, value in (*entries.items(), *of_plan.items()):
            if key in KINDS and isinstance(value, nodes.Listing):
                stubs = [self._stub(key, item) for item in value.items]
                self.subjects[key] = tuple(s for s in stubs if s is not None)

    def _stub(self, kind: str, item: nodes.Sample) -> Subject | None:
        if not isinstance(item, nodes.SampleRecord):
            return None
        return StubSubject(kind, _attributes(kind, item.entries), self.plan)

    def listed(self, kind: str) -> tuple[Subject, ...] | Unknown:
        """Return what the example lists of a kind."""
        return self.collection(kind) or absent(what=KINDS[kind].zh)

    def collection(self, kind: str) -> tuple[Subject, ...]:
        return self.subjects.get(kind, ())

    def indicator(self, name: str, year: int, plan: str) -> Value:
        """Return the figure given for the indicator; one given without a year is that of every year."""
        for entry in self.record.entries:
            if not entry.indicator or entry.key != name or entry.plan != plan:
                continue
            if entry.year and year != self._year(entry.year):
                continue
            term = self.vocabulary.find(name) if self.vocabulary is not None else None
            reading = read_cell(_plain(entry.value), "", term)
            return as_number(reading, term, name, Origin(name), bound=True)
        return absent(what=f"「{name}」{year}年")

    def _year(self, written: str) -> Value:
        return int(written) if written.isdecimal() else self.plan.get(written)


class StubSubject(Subject):
    """A subject made from an example: what the record does not give is absent."""

    def __init__(
        self,
        kind: str,
        samples: Mapping[str, nodes.Sample],
        plan: Subject | None,
        direction: Direction | None = None,
    ) -> None:
        self.kind = kind
        self.samples = samples
        self.plan = plan
        given = samples.get("direction")
        own = _DIRECTIONS.get(given.word) if isinstance(given, nodes.Name) else None
        self.direction: Direction = own or direction or "neither"
        self._values: dict[str, Value] = {}

    @property
    def label(self) -> str:
        name = self.samples.get("name") or self.samples.get("title")
        return _plain(name) if name is not None else KINDS[self.kind].zh

    def printed_text_of(self, key: str) -> str:
        sample = self.samples.get(key)
        return sample.text if isinstance(sample, nodes.TextLiteral) else ""

    def get(self, key: str) -> Value:
        if key not in self._values:
            self._values[key] = self._read(key)
        return self._values[key]

    def _read(self, key: str) -> Value:
        row = attribute(self.kind, key)
        assert row is not None, f"{self.kind}.{key}"
        sample = self.samples.get(key)
        if sample is not None:
            base = self.get("baseline") if key == "values" and self.kind in TARGETS else None
            reader = Samples(self.direction, self.plan, base if isinstance(base, Number) else None)
            return reader.value(sample, row.type, row.zh)
        return self._derived(key, row.zh)

    def _derived(self, key: str, name: str) -> Value:
        """Return the value that the other entries imply: the plan, the direction, how a target is written."""
        printed = self.samples.get("values") if self.kind in TARGETS else None
        if self.kind == "plan" and key in _DEFAULTS:
            return _DEFAULTS[key]
        if self.kind == "plan" and key == "level":
            return choice("level", "县") or absent(what=name)
        if key == "plan" and self.plan is not None and self.kind in TARGETS:
            return self.plan
        if key == "direction" and self.kind in TARGETS:
            words = {direction: word for word, direction in _DIRECTIONS.items()}
            return choice("direction", words[self.direction]) or absent(what=name)
        if printed is not None and key == "number":
            return Samples(self.direction).value(printed, NumberType(), name)
        if printed is not None and key == "expression":
            return choice("expression", expression(read(_plain(printed)))) or absent(what=name)
        return absent(what=name)


class Samples(Record):
    """Reads what an example writes as a plan would print it."""

    direction: Direction
    plan: Subject | None = None
    base: Number | None = None

    def value(self, sample: nodes.Sample, type_: Type, name: str) -> Value:
        if isinstance(sample, nodes.TextLiteral) and sample.text == UNREADABLE:
            return unknown("unread", name=name, text=sample.text)
        match type_:
            case NumberType():
                return self._number(sample, type_, name)
            case TargetType():
                return self._target_set(_plain(sample), name)
            case ChoiceType(name=enumeration):
                text = _plain(sample)
                return choice(enumeration, text) or unknown("unread", name=name, text=text)
            case RecordType(kind=kind):
                assert isinstance(sample, nodes.SampleRecord)
                samples = _attributes(kind, sample.entries)
                return StubSubject(kind, samples, self.plan, self.direction)
            case ListType(item=item):
                assert isinstance(sample, nodes.Listing)
                return tuple(self.value(i, item, name) for i in sample.items)
            case PlainType():
                return _plain_value(sample, type_, name)
            case FaultType():
                raise TypeError("a faulty rule has no examples")
            case _:
                assert_never(type_)

    def _number(self, sample: nodes.Sample, type_: NumberType, name: str) -> Value:
        unit = "无"
        if type_.dimension is not None:
            unit = base_unit(type_.dimension).name or unit
        text = _plain(sample)
        number = as_number(read(text, unit), None, name, Origin(name), bound=True)
        if type_.bare and isinstance(number, Number):
            return replace(number, dimension=BARE.dimension, unit=BARE)
        return number

    def _target_set(self, text: str, name: str) -> TargetSet | Unknown:
        reading = read(text, "无")
        unit: Unit | None = getattr(reading, "unit", None) or find_unit("无")
        base: Interval | None = None
        if isinstance(reading, r.RatioReading):
            unit = find_unit("比")
        if isinstance(reading, r.ChangeReading):
            if self.base is None:
                return unknown("base", name=name, text=text)
            unit = self.base.unit
            base = Interval.point(self.base.value / unit.factor)
        resolved = resolve(reading, base=base, direction=self.direction, base_unit=unit)
        assert unit is not None
        if isinstance(resolved, Unresolved):
            return _unresolved(resolved, name, text)
        given = {"text": text}
        remarks = [Reason(f"unknown-{code}", given) for code in resolved.remarks if code in REMARKS]
        return TargetSet(
            resolved.strict.scaled(unit.factor), resolved.interval.scaled(unit.factor), unit.dimension, unit,
            self.direction, text, Origin(name), tuple(remarks),
        )  # fmt: skip


def _unresolved(reason: Unresolved, name: str, text: str) -> Unknown:
    if reason.reason == "missing":
        return absent(what=name)
    return unknown("unread", name=name, text=text)


def _plain(sample: nodes.Sample) -> str:
    """Return a value as text, as a plan would print it."""
    match sample:
        case nodes.Name(word=word):
            return word
        case nodes.Amount(number=number, unit=unit):
            return number + unit
        case nodes.TextLiteral(text=text):
            return text
        case nodes.SampleRecord() | nodes.Listing():
            raise TypeError(f"no plain value: {sample.span.text}")
        case _:
            assert_never(sample)


def _plain_value(sample: nodes.Sample, type_: PlainType, name: str) -> Value:
    text = _plain(sample)
    if type_ == TEXT:
        return text
    if type_ == TRUTH and text in TRUTHS:
        return text == "true"
    if type_ == YEAR and re.fullmatch(r"\d{4}年?", text):
        return int(text[:4])
    return unknown("unread", name=name, text=text)
