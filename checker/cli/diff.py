"""The command `diff`: two drafts, reports or baselines side by side."""

from __future__ import annotations

import os

from msgspec.structs import replace

from checker.cli import console
from checker.cli.app import FOUND, WRONG
from checker.cli.check import Options, threshold
from checker.cli.inputs import Inputs
from checker.cli.usage import Refusal
from checker.cli.whole import judged, say
from checker.files import STDIN, read_source
from checker.messages import Language
from checker.report.changes import Run, RunComparison
from checker.report.model import Report
from checker.review import baseline, drafts
from checker.review.compare import compare_runs, reaches_threshold, record_run
from checker.review.run_files import is_run_file, load_run
from checker.source import Source


class DiffOptions(Options, kw_only=True):
    """What was asked for on the command line; `paths` are the old and the new."""


def run(options: DiffOptions) -> int:
    """Compare, show, and say by the exit code whether something is new or changed."""
    sources = [_source(path, options) for path in options.paths]
    if None in sources:
        return WRONG
    old, new = (s for s in sources if s is not None)
    inputs = Inputs()
    saved = [is_run_file(s) for s in (old, new)]
    plans = tuple(s.name for s, of_file in zip((old, new), saved, strict=True) if not of_file)
    report = judged(replace(options, paths=plans), inputs) if plans else None
    if plans and report is None:
        return WRONG
    runs = [_run(s, of_file, report, options) for s, of_file in zip((old, new), saved, strict=True)]
    if runs[0] is None or runs[1] is None:
        return WRONG
    comparison = compare_runs(*_alike(runs[0], runs[1]), drafts=True)
    if not any(saved):
        before, after = (inputs.plan(s.name, "") for s in (old, new))
        if before is not None and after is not None:
            comparison = replace(comparison, drafts=drafts.compare_drafts(before, after))
    console.out(_rendered(comparison, options))
    return FOUND if reaches_threshold(comparison, *threshold(inputs.settings, options)) else 0


def _source(path: str, options: DiffOptions) -> Source | None:
    """One of the two files, or None with what is wrong with it said."""
    if path == STDIN:
        raise Refusal("cli-diff-stdin")
    source, faults = read_source(path)
    say(faults, options)
    return source


def _run(source: Source, saved: bool, report: Report | None, options: DiffOptions) -> Run | None:
    """The findings of one side, or None with what is wrong with it said."""
    if not saved:
        assert report is not None
        own = os.path.realpath(source.name)
        plans = tuple(p for p in report.plans if os.path.realpath(p.judgement.file) == own)
        return record_run(replace(report, plans=plans), source.name, "plan", options.lang)
    titles = report.rules if report is not None else {}
    words = {code: card.title.pick(options.lang) for code, card in titles.items()}
    found, faults = load_run(source, options.lang, words)
    say(faults, options)
    return found


def _alike(old: Run, new: Run) -> tuple[Run, Run]:
    """Where one is a baseline, which has nothing waived: waived findings only if the other side has them unwaived."""
    if "baseline" not in (old.kind, new.kind):
        return old, new
    return _recorded(old, new), _recorded(new, old)


def _recorded(run: Run, other: Run) -> Run:
    known = {s.fingerprint for s in other.seen}
    kept = (s for s in run.seen if s.outcome in baseline.RECORDED or s.fingerprint in known)
    return replace(run, seen=tuple(kept))


def _rendered(comparison: RunComparison, options: DiffOptions) -> str:
    language: Language = options.lang
    match options.format_:
        case "json":
            from checker.report import as_diff_json

            return as_diff_json.render(comparison, language)
        case "markdown":
            from checker.report import as_diff_markdown

            return as_diff_markdown.render(comparison, language, options.verbose)
        case _:
            from checker.report import as_diff

            page = console.page(language, options.color)
            return as_diff.render(comparison, page, options.verbose)
