"""The command `batch`: many plans to files and a summary. Results stream; nothing is kept but counts."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, suppress
from functools import partial
from pathlib import Path
from types import TracebackType

from checker import cache
from checker.batch import finding_writers, local, writers
from checker.batch.chunks import Engine
from checker.batch.cluster import ClusterError, load_executor
from checker.batch.cluster import run as run_on_cluster
from checker.batch.job import Explain, Job, PreparedJob
from checker.batch.parquet import PackageError, import_arrow
from checker.batch.plan_files import read_plans
from checker.batch.registry import is_registry
from checker.batch.results import PlanResult
from checker.batch.run import CacheUsage, run_batch
from checker.batch.summary_builder import SummaryBuilder
from checker.batch.waiver_filter import WaiverFilter
from checker.cli import console, outputs
from checker.cli.check import FILE_COLUMNS
from checker.cli.exit_codes import INTERNAL_ERROR, exit_code
from checker.cli.inputs import folders_left_out, input_files, missing_path_diagnostic
from checker.cli.progress import with_progress
from checker.cli.requests import (
    CheckOptions,
    check_request,
    print_diagnostics,
    print_short_plans,
    required_share,
    threshold,
)
from checker.cli.settings import Settings, current_settings
from checker.cli.usage import UsageError, command_names
from checker.diagnostics import Diagnostic, DiagnosticLog
from checker.engine.examples import example_faults
from checker.files import PLAN_SUFFIXES, REGISTRIES, STDIN, atomic_write, find_plan_files
from checker.messages import Language, message
from checker.pipeline import CheckRequest
from checker.plan.library import load_library, upper_folders
from checker.report.batch import Summary
from checker.report.layout import Page, strip_control_characters
from checker.report.model import Provenance
from checker.report.provenance import describe_rules
from checker.review.waivers import read_waivers
from checker.semantics import typed
from checker.semantics.rule_book import load_rules, read_rule_sources, select_rules
from checker.source import Record

STREAMED = ("jsonl", "csv", "parquet", "findings")
EXPLAINED = ("jsonl", "findings")
"""Outputs that show findings; all others count them."""


class BatchOptions(CheckOptions, kw_only=True):
    """The command line of `batch`. Without `jobs`, as many as there are processors."""

    jobs: int | None = None
    engine: str = "local"
    cluster: str | None = None
    parts: str | None = None
    resume: bool = False
    no_cache: bool = False
    recursive: bool = False


class Batch(Record):
    """The input of a batch: files of plans in groups that share their upper plans, each with its job."""

    groups: tuple[tuple[PreparedJob, list[str]], ...]
    rules: tuple[typed.Rule, ...]
    provenance: Provenance
    store: cache.Store
    usage: CacheUsage

    @property
    def plan_count(self) -> int | None:
        """The number of plans; None if a registry holds some of them."""
        paths = [path for _, group in self.groups for path in group]
        return None if any(map(is_registry, paths)) else len(paths)


def run(options: BatchOptions) -> int:
    """Judge every plan that can be read, write the outputs, and tell what could not be read. Return the exit code."""
    shown, files = outputs.resolve_outputs(None, options.output)
    engine, settings = _prepare_engine(options, shown, files), current_settings()
    log = DiagnosticLog(settings.problems)
    try:
        batch, waivers = _prepare_batch(options, settings, log, (shown, files))
    finally:  # also where the request is refused, perhaps because a file is faulty
        print_diagnostics(log.diagnostics, options.lang, options.color)
    if options.parts:
        from checker.cli.parts import check_parts_options

        check_parts_options(
            options.paths, len(batch.groups), waivers, (shown, *(f.format_ for f in files))
        )
    share = required_share(settings, options)
    rules = {rule.code: rule for rule in batch.rules}
    builder = SummaryBuilder(rules, options.lang, batch.provenance, share)
    try:
        failed = _stream(batch, engine, waivers, builder, (shown, files), options)
    except ClusterError as fault:
        raise UsageError(fault.diagnostic.code, **fault.diagnostic.arguments) from fault
    _print_cache_usage(batch.usage, options)
    summary = builder.summary(waivers.uses())
    print_diagnostics(waivers.diagnostics(), options.lang, options.color)
    for output in files:
        if output.format_ not in STREAMED:
            text = _text(summary, output.format_, Page(options.lang, FILE_COLUMNS))
            failed |= not outputs.write_output(output.file, text, options.lang)
    if shown not in STREAMED:
        console.echo(_text(summary, shown, console.page(options.lang, options.color)))
    if builder.has_crashed:
        return INTERNAL_ERROR
    if share is not None and builder.short_count:
        print_short_plans(builder.short_count, share, options.lang)
        failed = True
    has_errors = log.has_errors or builder.has_errors or failed or not _is_earned(summary)
    return exit_code(summary.total.counts, threshold(settings, options), has_errors)


def _is_earned(summary: Summary) -> bool:
    """Return False if a plan was unreadable or no rule applied to it: such a run must not exit with 0."""
    return bool(summary.total.judged) and not summary.unjudged_count and not summary.unread_count


# ---- before any work


def _prepare_engine(options: BatchOptions, shown: str, files: Iterable[outputs.Output]) -> Engine:
    """Return the engine of the options. Raises UsageError for missing packages and options that contradict."""
    if STDIN in options.paths:
        raise UsageError("batch-stdin")
    if shown == "parquet":
        raise UsageError("batch-parquet-stdout")
    if shown == "findings":
        raise UsageError("batch-findings-suffix", file=outputs.STDOUT)
    for output in files:
        suffix = Path(output.file).suffix.lower() if output.format_ == "findings" else ""
        if output.format_ == "findings" and suffix not in finding_writers.SUFFIXES:
            raise UsageError("batch-findings-suffix", file=output.file)
        if output.format_ == "parquet" or suffix == ".parquet":
            require_arrow()
    if options.resume and (options.no_cache or cache.cache_dir() is None):
        raise UsageError("batch-resume-off")
    notify = partial(_notify, options.lang)
    if options.engine == "local":
        if options.cluster:
            raise UsageError("batch-place-local")
        if options.parts:
            raise UsageError("cluster-parts-local")
        return partial(local.run, notify=notify)
    try:
        execute = load_executor(options.engine)
    except ClusterError as fault:
        raise UsageError(fault.diagnostic.code, **fault.diagnostic.arguments) from fault
    return partial(run_on_cluster, execute, address=options.cluster, notify=notify)


def _notify(language: Language, code: str) -> None:
    console.echo_error(message(code, language))


def require_arrow() -> None:
    """Raise UsageError if the package for Parquet is not installed."""
    try:
        import_arrow()
    except PackageError as fault:
        raise UsageError("batch-no-package") from fault


def find_batch_files(arguments: Iterable[str], recursive: bool, log: DiagnosticLog) -> list[str]:
    """Return the plans and registries that arguments name, each file once. One that names none is added to the log."""
    paths: dict[str, str] = {}
    for argument in arguments:
        try:
            files = find_plan_files(argument, (*PLAN_SUFFIXES, *REGISTRIES), recursive)
        except OSError:  # no name that a file could have: reading it says so
            files = []
        if not files:
            log.add([_missing_path(argument)])
        if not recursive:
            log.add(folders_left_out(argument))
        for file in files:
            paths.setdefault(os.path.realpath(file), file)
    if any(file.lower().endswith(".parquet") for file in paths.values()):
        require_arrow()
    return list(paths.values())


def _missing_path(word: str) -> Diagnostic:
    if word and Path(word).is_dir():
        return Diagnostic("batch-no-plans", None, file=word)
    return missing_path_diagnostic(word, command_names())


def _prepare_batch(
    options: BatchOptions,
    settings: Settings,
    log: DiagnosticLog,
    to: tuple[str, tuple[outputs.Output, ...]],
) -> tuple[Batch, WaiverFilter]:
    shown, files = to
    request = check_request(options, settings)
    sources = read_rule_sources(request.rules)
    book = load_rules(sources, example_faults)
    log.add(book.diagnostics)
    rules = select_rules(book.rules, request.select, request.ignore)
    codes = tuple(rule.code for rule in rules)
    waivers, diagnostics = read_waivers(request.waivers, [rule.code for rule in book.rules])
    log.add(diagnostics)
    paths = find_batch_files(options.paths, options.recursive, log)
    read = input_files(map(Path, paths), request, settings)
    outputs.check_output_paths(files, (*read, settings.baseline_file))
    explain: Explain = "all" if waivers or options.verbose else "fail"
    formats = {shown, *(output.format_ for output in files)}
    if not (waivers or options.parts or formats.intersection(EXPLAINED)):
        explain = "none"
    store = cache.Store(None if options.no_cache else cache.cache_dir()).section("batch")
    store.prune()
    # Another machine has a cache of its own, if any.
    cache_dir = "" if options.cluster or store.where is None else str(store.where)
    texts = (sources.vocabulary, (*sources.rules, *sources.parameters))
    groups: list[tuple[PreparedJob, list[str]]] = []
    for folders, group in _by_upper(paths, request).items():
        library = load_library(folders)
        log.add(library.diagnostics)
        upper = tuple(plan.file for plan in library.plans)
        job = Job(*texts, upper, codes, explain, options.lang, cache_dir)
        groups.append((PreparedJob(job, book, library), group))
    waiver_filter = WaiverFilter(waivers, codes, request.today, options.lang, options.verbose)
    provenance = describe_rules(sources, book, rules)
    return Batch(tuple(groups), rules, provenance, store, CacheUsage()), waiver_filter


def _by_upper(paths: Iterable[str], request: CheckRequest) -> dict[tuple[Path, ...], list[str]]:
    """Group the files by where the plans above theirs lie, in the order first met."""
    groups: dict[tuple[Path, ...], list[str]] = {}
    by_folder: dict[Path, tuple[Path, ...]] = {}
    for path in paths:
        folder = Path(path).parent
        if folder not in by_folder:
            by_folder[folder] = upper_folders(request.upper, Path(path))
        groups.setdefault(by_folder[folder], []).append(path)
    return groups


def _print_cache_usage(usage: CacheUsage, options: BatchOptions) -> None:
    if usage.cached:
        arguments = {"known": usage.cached, "chunks": usage.chunks}
        console.echo_error(message("batch-resumed", options.lang, arguments))
    elif options.resume and not options.parts:
        console.echo_error(message("batch-resume-nothing", options.lang))


# ---- the work


def _stream(
    batch: Batch,
    engine: Engine,
    waivers: WaiverFilter,
    builder: SummaryBuilder,
    to: tuple[str, tuple[outputs.Output, ...]],
    options: BatchOptions,
) -> bool:
    """Give every result to the streamed outputs and to the summary; return True if an output could not be written."""
    shown, files = to
    wanted = [output for output in files if output.format_ in STREAMED]
    if shown in STREAMED:
        wanted.append(outputs.Output(shown, outputs.STDOUT))
    with ExitStack() as stack:
        streams = [stack.enter_context(_Stream(output, options.lang)) for output in wanted]
        for result in _results(batch, engine, options):
            waived = waivers.apply(result)
            builder.add(waived)
            for stream in streams:
                stream.add(waived)
    return any(stream.failed for stream in streams)


def _results(batch: Batch, engine: Engine, options: BatchOptions) -> Iterator[PlanResult]:
    workers = options.jobs or processors()
    if options.parts:
        from checker.cli.parts import run_parts

        prepared, _ = batch.groups[0]
        where = (options.engine, options.cluster, workers)
        return run_parts(prepared.job, options.paths[0], options.parts, *where)
    results = (
        result
        for prepared, paths in batch.groups
        for result in run_batch(
            prepared, partial(read_plans, paths), engine, workers, batch.store, batch.usage
        )
    )
    return with_progress(results, batch.plan_count, lambda result: result.file)


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Stream:
    """One output written during the run: complete at its end, or as it was before."""

    def __init__(self, output: outputs.Output, language: Language) -> None:
        self.output, self.language, self.failed = output, language, False
        self.stack = ExitStack()

    def __enter__(self) -> _Stream:
        try:
            stream: writers.Sink = console.StdoutStream()
            if self.output.file != outputs.STDOUT:
                stream = self.stack.enter_context(atomic_write(self.output.file))
            self.writer = self.stack.enter_context(self._writer(stream))
        except OSError as fault:
            self._fail(fault)
        return self

    def _writer(self, stream: writers.Sink) -> AbstractContextManager[writers.ResultWriter]:
        if self.output.format_ == "findings":
            suffix = Path(self.output.file).suffix.lower()
            return finding_writers.open_writer(suffix, stream, self.language)
        return writers.open_writer(self.output.format_, stream, self.language)

    def add(self, result: PlanResult) -> None:
        """Write one more result; the first fault ends this output and no other."""
        if not self.failed:
            try:
                self.writer.add(result)
            except OSError as fault:
                self._fail(fault)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.failed:
            return
        try:
            self.stack.__exit__(kind, fault, trace)
        except OSError as other:
            if kind is None:
                self._fail(other)

    def _fail(self, fault: OSError) -> None:
        """Close the output after an error, and print it."""
        self.failed = True
        with suppress(OSError):  # the same again, of what was not yet written
            self.stack.__exit__(type(fault), fault, fault.__traceback__)
        outputs.print_write_error(self.output.file, fault, self.language)


# ---- at the end


def _text(summary: Summary, format_: str, page: Page) -> str:
    if format_ == "html":
        from checker.report import as_batch_html

        return as_batch_html.render(summary)
    from checker.report import as_batch_text

    text = as_batch_text.render(summary, page)
    return text if page.color else strip_control_characters(text)
