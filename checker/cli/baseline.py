"""The commands `baseline create`, `check` and `prune`: what is known, what is new, what is gone."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from msgspec.structs import replace

from checker.cli import console, outputs
from checker.cli.app import FOUND, WRONG
from checker.cli.check import Options, threshold, written
from checker.cli.inputs import Inputs
from checker.cli.settings import BASELINE
from checker.cli.usage import Refusal
from checker.cli.whole import judged, say
from checker.files import read_source
from checker.messages import message
from checker.report import as_diff
from checker.report.changes import RunComparison
from checker.review import baseline
from checker.review.compare import compare_runs, reaches_threshold, record_run
from checker.review.run_files import load_run


class BaselineOptions(Options, kw_only=True):
    """What was asked for on the command line; `baseline` is the file, None for the one of the settings."""

    baseline: str | None = None


def create(options: BaselineOptions) -> int:
    """Record every breach and everything unknown of these plans. The file is written whole or not at all."""
    inputs = Inputs()
    file = _file(options, inputs)
    target = outputs.Output("baseline", file)
    _, files = outputs.destinations(None, (target,))
    _refuse_other(file, options)
    report = judged(options, inputs, files)
    if report is None:
        return _kept(options)
    run = record_run(report, file, "baseline", "zh")
    if not written(file, baseline.render_baseline(run), options.lang):
        return WRONG
    counts = Counter(s.outcome for s in baseline.select_recorded(run.seen))
    given = {"file": file, "plans": len(run.plans), "fail": counts["fail"]}
    text = message("review-baseline-written", options.lang, {**given, "unknown": counts["unknown"]})
    console.note(text)
    return 0


def check(options: BaselineOptions) -> int:
    """What is new against the baseline, what has changed, what is gone."""
    inputs = Inputs()
    comparison = _compared(options, inputs)
    if comparison is None:
        return WRONG
    page = console.page(options.lang, options.color)
    lines = [*as_diff.head(comparison, page), ""]
    lines += as_diff.findings(comparison, page, options.verbose)
    if comparison.fixed:
        given = {"count": len(comparison.fixed)}
        lines += page.block(message("review-baseline-gone", options.lang, given))
    console.out("\n".join(lines) + "\n")
    return FOUND if reaches_threshold(comparison, *threshold(inputs.settings, options)) else 0


def prune(options: BaselineOptions) -> int:
    """Take out of the baseline what no longer occurs in these plans by these rules."""
    comparison = _compared(options, Inputs())
    if comparison is None:
        return _kept(options)
    file, gone, kept = comparison.old.name, comparison.fixed, baseline.prune(comparison)
    if gone and not written(file, baseline.render_baseline(kept), options.lang):
        return WRONG
    code = "review-baseline-pruned" if gone else "review-baseline-nothing-gone"
    given = {"file": file, "count": len(gone), "kept": len(kept.seen)}
    console.note(message(code, options.lang, given))
    return 0


def _compared(options: BaselineOptions, inputs: Inputs) -> RunComparison | None:
    """The run beside its baseline; None when an input is wrong, which has then been said."""
    file = _file(options, inputs)
    if not Path(file).exists():
        raise Refusal("cli-no-baseline", path=file)
    report = judged(options, inputs)
    if report is None:
        return None
    titles = {code: card.title.pick(options.lang) for code, card in report.rules.items()}
    source, faults = read_source(file)
    old = None
    if source is not None:
        old, faults = load_run(source, options.lang, titles, only_baseline=True)
    say(faults, options)
    if old is None:
        return None
    run = record_run(report, "", "run", options.lang)
    recorded = tuple(s for s in run.seen if s.outcome in baseline.RECORDED)
    return compare_runs(old, replace(run, seen=recorded))


def _file(options: BaselineOptions, inputs: Inputs) -> str:
    return options.baseline or str(inputs.settings.baseline or BASELINE)


def _refuse_other(file: str, options: BaselineOptions) -> None:
    """A file that is there is replaced only if it is a baseline."""
    if not Path(file).is_file():
        return
    source, _ = read_source(file)
    run = load_run(source, options.lang, {}, only_baseline=True)[0] if source else None
    if run is None:
        raise Refusal("cli-baseline-other", path=file)


def _kept(options: BaselineOptions) -> int:
    console.note(message("review-baseline-not-written", options.lang))
    return WRONG
