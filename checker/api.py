"""The checker for Python: plans and findings as pandas frames. Steps are those of the pipeline; prints nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from checker.diagnostics import Diagnostic, DiagnosticLog
from checker.engine.context import PlanContext
from checker.engine.judgement import UpperReadings, plan_context
from checker.engine.readings import Datum, TargetStatement
from checker.engine.values import Number, Unknown
from checker.files import display_path
from checker.findings import SubjectLabel
from checker.messages import Language
from checker.pipeline import CheckRequest, build_report, load_contexts
from checker.plan.library import PlanSource, read_plan_source
from checker.plan.model import Indicator, Plan
from checker.plan.upper_plans import find_upper_plans
from checker.report.as_csv import finding_values
from checker.report.export_texts import find_span
from checker.report.model import PlanReport, Report, ValueView
from checker.report.target_comparisons import compare_targets
from checker.semantics.rule_book import RuleBook, RulePaths, read_rule_sources
from checker.semantics.rule_book import load_rules as load_rule_book
from checker.source import Record

if TYPE_CHECKING:
    import pandas

PathName: TypeAlias = str | PathLike[str]

FINDING_COLUMNS: Mapping[str, str] = {
    "plan": "string", "region": "string", "code": "string", "period": "string", "sector": "string",
    "rule": "string", "outcome": "category", "severity": "category", "subject": "string", "year": "Int64",
    "message": "string", "evidence": "string", "formula": "string", "gap": "string", "remedy": "string",
    "file": "string", "line": "Int64", "fingerprint": "string",
}  # fmt: skip
INDICATOR_COLUMNS: Mapping[str, str] = {
    "name": "string", "indicator": "string", "group": "string", "unit": "string", "nature": "category",
    "scope": "string", "kind": "category", "year": "string", "printed": "string", "value": "Float64",
    "exact": "object", "line": "Int64",
}  # fmt: skip
COMPARISON_COLUMNS: Mapping[str, str] = {
    "indicator": "string", "unit": "string", "baseline": "string", "target": "string", "above": "string",
    "verdict": "category", "reason": "string",
}  # fmt: skip


class PlanError(ValueError):
    """A plan that cannot be read, or that no plan given stands above; `diagnostics` say what and where."""

    def __init__(self, text: str, diagnostics: Sequence[Diagnostic] = ()) -> None:
        super().__init__(text)
        self.diagnostics = tuple(diagnostics)


class CheckedPlans(Record):
    """What a check found; `report` is what the formats of the command line render."""

    report: Report

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What is wrong with the inputs."""
        return self.report.diagnostics

    def findings_frame(self, language: Language = "zh") -> pandas.DataFrame:
        """Return one row a finding, in the order of the reports; the columns are `FINDING_COLUMNS`.

        `outcome` is fail, unknown, lacking or waived, `severity` error, warning or info.
        """
        rows = [row for plan in self.report.plans for row in _findings(plan, language)]
        return _frame(rows, FINDING_COLUMNS)


class LoadedPlan(Record):
    """A plan with its figures read."""

    context: PlanContext

    @property
    def plan(self) -> Plan:
        return self.context.plan

    def indicators_frame(self) -> pandas.DataFrame:
        """Return one row a figure of the indicator tables; the columns are `INDICATOR_COLUMNS`.

        `kind` is baseline, target, yearly, cumulative or actual. `value` is a float and `exact` a Decimal in the unit
        that the row prints, both missing where the text has no one figure, or it was not read.
        """
        own = self.context.own
        stated: dict[int, TargetStatement | Datum] = {id(g.printed): g for g in own.goals}
        stated |= {id(d.printed): d for d in own.data}
        rows = [row for i in self.plan.indicators for row in _figures(i, self.context, stated)]
        return _frame(rows, INDICATOR_COLUMNS)


def load_rules(rules: Iterable[PathName] = (), vocabulary: Iterable[PathName] = ()) -> RuleBook:
    """Load the shipped rules and vocabulary, and those of further files or folders.

    Raises RequestError for a file that is not there.
    """
    return load_rule_book(
        read_rule_sources(RulePaths(tuple(map(Path, rules)), tuple(map(Path, vocabulary))))
    )


def load_plan(path: PathName, rules: RuleBook | None = None) -> LoadedPlan:
    """Load a plan: its data, or a document that holds them. Raises PlanError if it cannot be read."""
    book = rules or load_rules()
    log = DiagnosticLog()
    context = next(load_contexts([_source(path)], book, (), log), None)
    if context is None:
        raise PlanError(
            "\n".join(f"{d.address}: {d.text('zh')}" for d in log.diagnostics), log.diagnostics
        )
    return LoadedPlan(context)


def check(
    *paths: PathName,
    upper: Iterable[PathName] = (),
    rules: Iterable[PathName] = (),
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    today: date = date.min,
) -> CheckedPlans:
    """Check plans by the shipped rules and those of `rules`, against the plans above in the folders `upper`.

    `select` and `ignore` name rules by code. What cannot be read is told in `diagnostics`. Raises RequestError for a
    rule, a file or a folder that is not there.
    """
    request = CheckRequest(
        rules=RulePaths(tuple(map(Path, rules))), upper=tuple(map(Path, upper)), select=tuple(select),
        ignore=tuple(ignore), today=today,
    )  # fmt: skip
    return CheckedPlans(build_report(request, [_source(path) for path in paths], DiagnosticLog()))


def compare_frame(plan: LoadedPlan, *upper: LoadedPlan) -> pandas.DataFrame:
    """Return one row a target of the plan beside the plans above, then one for each target that only those have.

    The columns are `COMPARISON_COLUMNS`; `verdict` is within, looser, average, absolute, unknown, alone or absent.
    Raises PlanError if one of the plans does not stand above this one by its region, level, sector and period.
    """
    found = find_upper_plans(plan.plan, [u.plan for u in upper])
    used = {id(p) for level in found.levels for p in level.plans}
    for other in upper:
        if id(other.plan) not in used:
            raise PlanError(
                f"《{other.plan.header.title}》 is not above 《{plan.plan.header.title}》"
            )
    own = plan.context
    book = RuleBook((), vocabulary=own.vocabulary)
    context = plan_context(plan.plan, found, book, UpperReadings(own.vocabulary))
    rows = [
        {
            "indicator": c.name,
            "unit": "".join(part.zh for part in c.unit),
            "baseline": _text(c.baseline),
            "target": _text(c.target),
            "above": "；".join(_text(view) for view in c.above),
            "verdict": c.verdict,
            "reason": c.reason.zh,
        }
        for c in compare_targets(context)
    ]
    return _frame(rows, COMPARISON_COLUMNS)


def _source(path: PathName) -> PlanSource:
    return read_plan_source(Path(path), display_path(Path(path)), Path(path))


def _findings(plan: PlanReport, language: Language) -> Iterator[dict[str, object]]:
    header = plan.header
    own = {
        "region": header.region,
        "code": header.code,
        "period": header.period,
        "sector": header.sector,
    }
    for finding in plan.judgement.findings:
        span = find_span(finding, plan)
        place = (span.file_line, None) if span else (None, None)
        values = finding_values(
            finding, place, header.title, plan.judgement.file, plan.fingerprint(finding), language
        )
        yield {**values, **own, "year": _year(finding.subject)}


def _year(subject: SubjectLabel) -> int | None:
    """Return the year that a target or a figure is of: it is part of its key."""
    if subject.kind not in ("target", "statement", "upper_target", "fact"):
        return None
    return next(
        (int(part) for part in subject.key.split("|")[1:] if re.fullmatch("[12][0-9]{3}", part)),
        None,
    )


def _figures(
    row: Indicator, context: PlanContext, stated: Mapping[int, TargetStatement | Datum]
) -> Iterator[dict[str, object]]:
    """Yield the figures of a row; `stated` are the readings of the plan by the `id` of their printed text."""
    term = context.own.term_of(row)
    about = {
        "name": row.name.text, "indicator": term.name if term else None, "group": _printed(row.group),
        "unit": _printed(row.unit) or (term.unit.name if term else None), "nature": _printed(row.nature),
        "scope": _printed(row.scope), "line": row.at.line,
    }  # fmt: skip
    for kind in ("baseline", "target", "yearly", "cumulative", "actual"):
        for year, printed in getattr(row, kind).items():
            read = stated.get(id(printed))
            number = read.number if read is not None else None
            exact = _exact(number)
            value = float(exact) if exact is not None else None
            yield {
                **about,
                "kind": kind,
                "year": year,
                "printed": printed.text,
                "value": value,
                "exact": exact,
            }


def _exact(number: Number | Unknown | None) -> Decimal | None:
    """Return a number in the unit that it is printed in, if it has finitely many decimals."""
    if not isinstance(number, Number):
        return None
    value: Fraction = number.value / number.unit.factor
    places, power = 0, 1
    while power % value.denominator:
        places, power = places + 1, power * 10
        if places > value.denominator.bit_length():
            return None
    return Decimal(f"{value.numerator * power // value.denominator}E-{places}")


def _printed(text: object | None) -> str | None:
    return str(text) if text is not None else None


def _text(view: ValueView | None) -> str:
    return view.printed if view is not None else ""


def _frame(rows: Sequence[Mapping[str, object]], columns: Mapping[str, str]) -> pandas.DataFrame:
    import pandas

    frame = pandas.DataFrame(
        [{c: row.get(c) for c in columns} for row in rows], columns=list(columns)
    )
    return frame.astype(dict(columns))
