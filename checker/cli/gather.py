"""What was asked for to a report: rules, plans, judgements, waivers. Shared by the commands that judge plans."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from checker import kept
from checker.cli.app import app
from checker.cli.inputs import Inputs, check_folders, choose_codes
from checker.cli.progress import progress
from checker.cli.usage import Refusal
from checker.files import STDIN
from checker.records import Made, dataclass
from checker.report.model import Card, Checked, Report, WaiverUse
from checker.report.store import Known


@dataclass(frozen=True, kw_only=True)
class Asked:
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
    cards = _cards(asked, inputs)
    settings = inputs.settings
    select, ignore = asked.select or settings.select, (*settings.ignore, *asked.ignore)
    codes = choose_codes(list(cards), select, ignore) if cards else ()
    waivers = inputs.waivers(asked.waivers, list(cards))
    paths = inputs.paths(asked.paths, list(app.commands))
    named = [asked.stdin_filename if path == STDIN else path for path in paths]
    before(inputs.files(filter(None, named), asked.rules, asked.upper, asked.waivers))
    judged = (_judged(path, asked, inputs, codes, compared) for path in progress(paths))
    done, uses = tuple(plan for plan in judged if plan is not None), tuple[WaiverUse, ...]()
    if waivers:
        from checker.review.waivers import waive

        done, uses, faults = waive(done, waivers, codes, today)
        inputs.report(faults)
    rules = Made(codes, cards.__getitem__)
    return Report(done, tuple(inputs.problems), tuple(inputs.unchecked), rules, uses, today)


def _cards(asked: Asked, inputs: Inputs) -> Mapping[str, Card]:
    """All rules that can be read, by code. None of an unchanged file is read."""
    texts = inputs.rule_texts(asked.rules)
    known = kept.load_cards(texts)
    if known is not None:
        return known
    from checker.assemble import cards

    book = inputs.book(asked.rules)
    found = cards(book.rules)
    if not book.problems:
        kept.save_cards(texts, found)
    return found


def _judged(
    path: str, asked: Asked, inputs: Inputs, codes: tuple[str, ...], compared: bool
) -> Checked | None:
    """One plan judged, now or in an earlier run; None when it could not be read."""
    source = inputs.source(path, asked.stdin_filename)
    if source is None:
        return None
    above, unread = inputs.above(beside(path, asked.stdin_filename), asked.upper)
    given = kept.Given(source, above, inputs.rule_texts(asked.rules), codes, compared)
    known = kept.load(given) or _judge(given, path, asked, inputs)
    if known is None:
        return None
    inputs.report((*known.faults, *unread, *known.above, *known.checked.judgement.problems))
    return known.checked


def _judge(given: kept.Given, path: str, asked: Asked, inputs: Inputs) -> Known | None:
    """What is found in a plan; None when it could not be read."""
    from checker.assemble import checked  # the engine: only for what is new

    plan, faults = inputs.plan_of(given.plan)
    if plan is None:
        return None
    book, wanted = inputs.book(asked.rules), set(given.codes)
    library = inputs.library(beside(path, asked.stdin_filename), asked.upper)
    found = checked(plan, book, library, tuple(r for r in book.rules if r.code in wanted))
    if given.compared:
        from checker import driver
        from checker.cli.targets import comparisons

        world = driver.world_of(plan, book.vocabulary, library)
        found = replace(found, comparisons=tuple(comparisons(world)))
    known = Known(found, faults, library.problems)
    kept.save(given, known)
    return known


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
