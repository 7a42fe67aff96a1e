"""The examples of a rule, their keys and words resolved; evaluates none of them (see engine.examples)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import assert_never

from msgspec import Struct
from msgspec.structs import replace

from checker.datatypes import choices
from checker.datatypes.expression_types import (
    TEXT,
    TRUTH,
    YEAR,
    ChoiceType,
    ListType,
    NumberType,
    RecordType,
    TargetType,
    Type,
)
from checker.datatypes.keywords import TRUTHS, Keyword
from checker.datatypes.kinds import KINDS, Kind, attribute, attribute_names, kind_named
from checker.diagnostics import Diagnostic
from checker.plan.vocabulary import Vocabulary
from checker.semantics import typed
from checker.semantics.accepts import type_name
from checker.semantics.infer import (
    PLAN,
    PLAN_WORDS,
    PLAN_YEARS,
    choice_spelling,
    describe,
    unknown_choice,
)
from checker.semantics.suggest import nearest
from checker.source import Span
from checker.syntax import nodes


class Examples(Struct):
    """Resolves the records of one rule: what each key names, what each word means."""

    vocabulary: Vocabulary
    problems: list[Diagnostic]
    spellings: dict[Span, Keyword]

    def resolve(self, example: nodes.Example, binders: tuple[typed.Binder, ...]) -> nodes.Example:
        """Return the same example with keys and choices in their canonical spelling.

        A rule about one subject takes its attributes; a rule about several takes one record for each
        variable; and beside them 「indicators」, the plan, and lists of other subjects.
        """
        kind = binders[0].kind.key if binders else "plan"
        several = len(binders) > 1
        own = self._variables(binders) if several else self._attributes(kind)

        def entry(written: nodes.Entry) -> nodes.Entry | None:
            return self._top(written, own, "" if several else kind)

        return replace(example, record=self._record(example.record, entry))

    # ---- entries

    def _record(
        self, record: nodes.SampleRecord, entry: Callable[[nodes.Entry], nodes.Entry | None]
    ) -> nodes.SampleRecord:
        entries: dict[tuple[str, str, str], nodes.Entry] = {}
        for written in record.entries:
            resolved = entry(written)
            if resolved is None:
                continue
            key = (resolved.key, resolved.year, resolved.plan)
            if key in entries:
                related = ((_key(entries[key]), "rule-first-here"),)
                fault = Diagnostic(
                    "rule-example-twice", _key(written), {"word": written.key}, related=related
                )
                self.problems.append(fault)
            entries.setdefault(key, resolved)
        return replace(record, entries=tuple(entries.values()))

    def _top(
        self, entry: nodes.Entry, own: Callable[[nodes.Entry], nodes.Entry | None], kind: str
    ) -> nodes.Entry | None:
        if entry.indicator:
            return self._indicator(entry)
        if entry.key in PLAN and isinstance(entry.value, nodes.SampleRecord):
            self.spellings[entry.span] = PLAN
            record = self._record(entry.value, self._of_plan)
            return replace(entry, key="plan", value=record)
        listed = kind_named(entry.key)
        if listed is not None and listed.subject and isinstance(entry.value, nodes.Listing):
            if attribute(kind, entry.key) if kind else None:
                return own(entry)
            return self._listed(entry, listed)
        return own(entry)

    def _of_plan(self, entry: nodes.Entry) -> nodes.Entry | None:
        """Resolve what an example says of the plan: an attribute, or a list of its subjects."""
        listed = None if attribute("plan", entry.key) else kind_named(entry.key)
        if listed is not None and listed.subject and isinstance(entry.value, nodes.Listing):
            return self._listed(entry, listed)
        return self._attributes("plan")(entry)

    def _listed(self, entry: nodes.Entry, listed: Kind) -> nodes.Entry | None:
        self.spellings[entry.span] = Keyword(listed.zh, listed.key)
        value = self._sample(entry.value, ListType(RecordType(listed.key)), entry)
        return replace(entry, key=listed.key, value=value) if value is not None else None

    def _indicator(self, entry: nodes.Entry) -> nodes.Entry | None:
        term = self.vocabulary.find(entry.key)
        if term is None:
            self.problems.append(
                nearest("rule-indicator-unknown", _key(entry), entry.key, self.vocabulary.names())
            )
            return None
        if entry.plan and entry.plan not in PLAN_WORDS:
            self._fault("rule-plan-word", _key(entry), word=entry.plan)
            return None
        year = entry.year
        if year and not year.isdecimal():
            if year not in PLAN_YEARS:
                known = list(PLAN_YEARS)
                self.problems.append(nearest("rule-name-unknown", _key(entry), year, known))
                return None
            year = PLAN_YEARS[year]
        value = self._sample(entry.value, NumberType(term.dimension), entry)
        if value is None:
            return None
        plan = PLAN_WORDS[entry.plan] if entry.plan else ""
        return replace(entry, key=term.name, value=value, year=year, plan=plan)

    def _variables(
        self, binders: tuple[typed.Binder, ...]
    ) -> Callable[[nodes.Entry], nodes.Entry | None]:
        def resolve(entry: nodes.Entry) -> nodes.Entry | None:
            binder = next((b for b in binders if b.variable == entry.key), None)
            if binder is None:
                known = [b.variable for b in binders]
                self.problems.append(nearest("rule-name-unknown", _key(entry), entry.key, known))
                return None
            value = self._sample(entry.value, RecordType(binder.kind_key), entry)
            return replace(entry, value=value) if value is not None else None

        return resolve

    def _attributes(self, kind: str) -> Callable[[nodes.Entry], nodes.Entry | None]:
        def resolve(entry: nodes.Entry) -> nodes.Entry | None:
            row = None if entry.indicator else attribute(kind, entry.key)
            if row is None:
                given = describe(KINDS[kind])
                known = attribute_names(kind)
                self.problems.append(
                    nearest("rule-attribute-unknown", _key(entry), entry.key, known, given)
                )
                return None
            self.spellings[entry.span] = Keyword(row.zh, row.key)
            value = self._sample(entry.value, row.type, entry)
            return replace(entry, key=row.key, value=value) if value is not None else None

        return resolve

    # ---- values

    def _sample(self, sample: nodes.Sample, type_: Type, entry: nodes.Entry) -> nodes.Sample | None:
        """Return the value in canonical words, or None after a fault."""
        match sample:
            case nodes.SampleRecord() if isinstance(type_, RecordType):
                return self._record(sample, self._attributes(type_.kind))
            case nodes.Listing() if isinstance(type_, ListType):
                items = [self._sample(item, type_.item, entry) for item in sample.items]
                return replace(sample, items=tuple(i for i in items if i is not None))
            case nodes.TextLiteral() if not isinstance(type_, RecordType | ListType):
                return sample  # as a plan prints it; what cannot be read is not known
            case nodes.Name() if isinstance(type_, ChoiceType):
                return self._choice(sample, type_)
            case nodes.Name() if type_ == TRUTH:
                return self._truth(sample, entry)
            case nodes.Name() | nodes.Amount() if type_ == TEXT:
                return sample
            case nodes.Amount() if type_ == YEAR and _is_year(sample):
                return sample
            case nodes.Amount() if isinstance(type_, NumberType | TargetType):
                return sample
            case (
                nodes.SampleRecord()
                | nodes.Listing()
                | nodes.Name()
                | nodes.Amount()
                | nodes.TextLiteral()
            ):
                self._wrong(sample.span, type_, entry)
                return None
            case _:
                assert_never(sample)

    def _choice(self, name: nodes.Name, type_: ChoiceType) -> nodes.Name | None:
        member = choices.choice(type_.name, name.word)
        if member is None:
            self.problems.append(unknown_choice(name.span, name.word, type_))
            return None
        self.spellings[name.span] = choice_spelling(member, name.word)
        return replace(name, word=member.zh)

    def _truth(self, name: nodes.Name, entry: nodes.Entry) -> nodes.Name | None:
        for key, words in TRUTHS.items():
            if name.word in words:
                self.spellings[name.span] = words
                return replace(name, word=key)
        self._wrong(name.span, TRUTH, entry)
        return None

    def _wrong(self, span: Span, type_: Type, entry: nodes.Entry) -> None:
        given = {
            "word": entry.key,
            "text": span.text,
            "type": type_name(type_, "zh"),
            "type_en": type_name(type_, "en"),
        }
        self._fault("rule-example-value", span, **given)

    def _fault(self, code: str, span: Span, **arguments: object) -> None:
        self.problems.append(Diagnostic(code, span, arguments))


def _is_year(amount: nodes.Amount) -> bool:
    return amount.unit in ("", "年") and len(amount.number) == 4 and amount.number.isdecimal()


def _key(entry: nodes.Entry) -> Span:
    """Return the span of the key of an entry."""
    written = re.match(r"[^:：∶﹕]+", entry.span.text)
    length = len(written[0].rstrip()) if written is not None else 1
    return Span(entry.span.source, entry.span.start, entry.span.start + length)
