"""Runs that are to be compared: whole or not at all, for what was not read must not pass for mended."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from checker.cli import console, outputs
from checker.cli.check import Options, say_problems
from checker.cli.gather import gather
from checker.cli.inputs import Inputs
from checker.cli.usage import Refusal
from checker.diagnostics import Diagnostic
from checker.messages import message
from checker.report import excerpt
from checker.report.model import Report


def judged(options: Options, inputs: Inputs, files: Iterable[outputs.Output] = ()) -> Report | None:
    """The report of a run; None when an input is wrong or nothing was judged, which has then been said."""
    try:
        report = gather(options, inputs, lambda read: outputs.refuse_inputs(files, read))
    except Refusal:  # perhaps because a file is faulty
        say_problems(inputs, options.lang, options.color)
        raise
    say_problems(inputs, options.lang, options.color)
    if inputs.wrong:
        return None
    if not report.is_earned:
        console.note(message("review-nothing-judged", options.lang))
        return None
    return report


def say(faults: tuple[Diagnostic, ...], options: Options) -> None:
    """What is wrong with a saved run."""
    if faults:
        console.note(excerpt.render(faults, console.page(options.lang, options.color, sys.stderr)))
