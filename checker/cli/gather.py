"""What was asked for to a report: rules, plans, judgements, waivers. Shared by the commands that judge plans."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path

from msgspec.structs import replace

from checker import driver
from checker.assemble import cards, checked
from checker.cli.app import app
from checker.cli.inputs import Inputs, check_folders, choose
from checker.cli.progress import progress
from checker.cli.usage import Refusal
from checker.files import STDIN
from checker.report.model import PlanReport, Report, WaiverUse
from checker.semantics import typed
from checker.source import Record


class Asked(Record, kw_only=True):
    """Which plans are to be judged by which rules, and on which day."""

    paths: tuple[str, ...]
    rules: tuple[str, ...] = ()
    upper: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    stdin_filename: str = ""
    waivers: str | None = None
    today: str | None = None


def gather(
    asked: Asked,
    inputs: Inputs,
    before: Callable[[Iterable[Path]], None] = lambda _: None,
    compared: bool = False,
) -> Report:
    """Every plan that can be read, judged; what could not be read is in the inputs.

    `before` sees the files that are about to be read, and may refuse. `compared`: every target beside those above
    too. Raises Refusal for a wrong usage.
    """
    today = day(asked.today)
    check_folders(asked.upper)
    book, settings = inputs.book(asked.rules), inputs.settings
    select, ignore = asked.select or settings.select, (*settings.ignore, *asked.ignore)
    rules = choose(book.rules, select, ignore) if book.rules else ()
    waivers = inputs.waivers(asked.waivers, [rule.code for rule in book.rules])
    paths = inputs.paths(asked.paths, list(app.commands))
    named = [asked.stdin_filename if path == STDIN else path for path in paths]
    before(inputs.files(filter(None, named), asked.rules, asked.upper, asked.waivers))
    judged = (_judged(path, asked, inputs, rules, compared) for path in progress(paths))
    done, uses = tuple(plan for plan in judged if plan is not None), tuple[WaiverUse, ...]()
    if waivers:
        from checker.review.waivers import waive

        done, uses, faults = waive(done, waivers, [rule.code for rule in rules], today)
        inputs.report(faults)
    return Report(done, tuple(inputs.problems), tuple(inputs.unchecked), cards(rules), uses, today)


def _judged(
    path: str, asked: Asked, inputs: Inputs, rules: tuple[typed.Rule, ...], compared: bool
) -> PlanReport | None:
    """One plan judged; None when it could not be read."""
    plan = inputs.plan(path, asked.stdin_filename)
    if plan is None:
        return None
    book = inputs.book(asked.rules)
    library = inputs.library(beside(path, asked.stdin_filename), asked.upper)
    found = checked(plan, book, library, rules)
    if compared:
        from checker.cli.targets import comparisons

        world = driver.world_of(plan, book.vocabulary, library)
        found = replace(found, comparisons=tuple(comparisons(world)))
    inputs.report(found.judgement.problems)
    return found


def beside(path: str, stdin_filename: str) -> Path | None:
    """Where a plan stands, as far as it has a place."""
    name = stdin_filename if path == STDIN else path
    return Path(name) if name else None


def day(asked: str | None) -> date:
    """The day asked for, else that of SOURCE_DATE_EPOCH (so that a report can be made again), else today."""
    if asked is not None:
        try:
            return date.fromisoformat(asked)
        except ValueError:
            raise Refusal("cli-not-a-day", word=asked) from None
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return datetime.now().astimezone().date()
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date()
    except (ValueError, OverflowError, OSError):
        raise Refusal("cli-bad-epoch", word=epoch) from None
