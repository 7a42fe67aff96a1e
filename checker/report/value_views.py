"""Single values and traits of a plan as reports show them: as printed, and as read. Copies readings; judges nothing."""

from __future__ import annotations

from collections.abc import Callable

from checker.datatypes.choices import choice
from checker.engine.context import PlanContext
from checker.engine.readings import Datum, TargetStatement
from checker.engine.values import Number, TargetSet, Unknown, number_text, unit_name
from checker.findings import Bilingual, Origin, Reason
from checker.messages import Language, message
from checker.plan.model import PrintedText
from checker.plan.vocabulary import Term
from checker.report.model import ValueView

_READ_AS = ("read-as-floor", "read-as-ceiling", "read-as-point")


def in_both(text: Callable[[Language], str]) -> Bilingual:
    return Bilingual(text("zh"), text("en"))


def say(code: str) -> Bilingual:
    return in_both(lambda language: message(f"report-{code}", language))


def goal_value(
    role: str, goal: TargetStatement | None, world: PlanContext, printed: PrintedText, year: str
) -> ValueView:
    if goal is None:
        return ValueView(role, year, printed.text, Bilingual("？"))
    return _target_set_value(role, goal.target_set(world.base_for(goal)), printed.text, year, None)


def upper_value(
    upper: TargetStatement, own: TargetStatement | None, world: PlanContext
) -> ValueView:
    target_set = upper.target_set(world.base_for(upper, own))
    return _target_set_value("upper", target_set, upper.printed.text, str(upper.year), upper.origin)


def _target_set_value(
    role: str, target_set: TargetSet | Unknown, printed: str, year: str, origin: Origin | None
) -> ValueView:
    if isinstance(target_set, Unknown):
        return ValueView(role, year, printed, why(target_set.reason), (), origin)
    remarks = tuple(map(_how, target_set.remarks))
    return ValueView(role, year, printed, Bilingual(target_set.text()), remarks, origin)


def why(reason: Reason) -> Bilingual:
    return in_both(reason.text)


def _how(reason: Reason) -> Bilingual:
    """按下限读 and the like, in few words; other remarks in full."""
    word = reason.code.removeprefix("unknown-")
    return say(f"show-{word}") if word in _READ_AS else in_both(reason.text)


def datum_value(role: str, datum: Datum | None, printed: PrintedText, year: str) -> ValueView:
    number = datum.number if datum is not None else None
    if isinstance(number, Number):
        read = Bilingual(exact(number))
    elif isinstance(number, Unknown) and role != "change":
        read = say("show-none") if number.absent else why(number.reason)
    else:
        read = Bilingual(printed.text)
    return ValueView(role, year, printed.text, read)


def exact(number: Number) -> str:
    """Return a number in its unit, as it was read."""
    about = "约" if number.about else ""
    return (
        about
        + number_text(number.value / number.unit.factor, number.decimals)
        + unit_name(number.unit)
    )


def unit(printed: PrintedText | None, term: Term | None) -> tuple[Bilingual, ...]:
    if printed is not None and printed.text:
        return (Bilingual(printed.text),)
    return (Bilingual(unit_name(term.unit)),) if term is not None and unit_name(term.unit) else ()


def nature(printed: PrintedText | None) -> tuple[Bilingual, ...]:
    member = choice("nature", printed.text) if printed is not None else None
    return (Bilingual(member.zh, member.en),) if member is not None else as_printed(printed)


def as_printed(printed: PrintedText | None) -> tuple[Bilingual, ...]:
    return (Bilingual(printed.text),) if printed is not None and printed.text else ()
