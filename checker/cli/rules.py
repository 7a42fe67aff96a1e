"""The commands `rules` and `explain`: what is checked, and why; how a verdict came about."""

from __future__ import annotations

import os
from collections.abc import Sequence

from msgspec.structs import replace

from checker.cli import console
from checker.cli.exit_codes import INPUT_ERROR, OK
from checker.cli.inputs import check_upper_folders, find_plans
from checker.cli.requests import print_diagnostics, rule_paths, upper_paths
from checker.cli.settings import Settings, current_settings
from checker.cli.usage import UsageError
from checker.diagnostics import DiagnosticLog, RequestError
from checker.engine.derive import DerivationQuery, explain_rules
from checker.engine.examples import example_faults
from checker.files import STDIN
from checker.findings import RuleExplanation
from checker.messages import Language, message
from checker.pipeline import CheckRequest, LoadedRules, load_contexts, load_requested_rules
from checker.report import as_derivation, rule_descriptions
from checker.semantics.rule_book import missing_examples
from checker.source import Record


class ExplainOptions(Record, kw_only=True):
    """The command line of `explain`: rules to explain, or how they judged plans. Codes and plans stand in one list."""

    codes: tuple[str, ...]
    subject: str | None
    all_: bool
    format_: str
    rules: tuple[str, ...]
    upper: tuple[str, ...]
    stdin_filename: str
    lang: Language
    color: str


def explain(options: ExplainOptions) -> int:
    """Print what the rules say; with plans, how each verdict on them came about. Return the exit code."""
    codes = [word for word in options.codes if not _is_plan(word)]
    paths = [word for word in options.codes if _is_plan(word)]
    if not codes:
        raise UsageError("cli-explain-no-code", path=paths[0])
    if not paths and (options.subject is not None or options.all_):
        raise UsageError("cli-explain-no-plan", option="--all" if options.all_ else "--subject")
    lang, color, settings = options.lang, options.color, current_settings()
    log = DiagnosticLog(settings.problems)
    rules = _load_rules(codes, options.rules, settings, log, lang, color)
    if paths:
        return _explain_verdicts(paths, rules, settings, log, options)
    print_diagnostics(log.diagnostics, lang, color)
    if options.format_ == "json":
        console.echo(rule_descriptions.render_json(rules.selected, lang))
    else:
        console.echo(
            rule_descriptions.render_descriptions(rules.selected, console.page(lang, color))
        )
    return INPUT_ERROR if log.has_errors else OK


def _is_plan(word: str) -> bool:
    """Return whether a word names a plan, not a rule: no code has a dot or a slash in it."""
    is_path = word == STDIN or word.endswith((".yaml", ".yml")) or "/" in word
    return is_path or os.path.isfile(word)  # noqa: PTH113 — a word may be too long for a path


def _explain_verdicts(
    paths: Sequence[str],
    rules: LoadedRules,
    settings: Settings,
    log: DiagnosticLog,
    options: ExplainOptions,
) -> int:
    """Print how the rules judged each plan that can be read. Return the exit code."""
    check_upper_folders(options.upper)
    query = DerivationQuery(options.subject or "", options.all_)
    explanations: list[RuleExplanation] = []
    plans = (plan.read() for plan in find_plans(paths, (), log, options.stdin_filename))
    for context in load_contexts(plans, rules.book, upper_paths(settings, options.upper), log):
        explanations += explain_rules(context, rules.selected, query)
    print_diagnostics(log.diagnostics, options.lang, options.color)
    if options.format_ == "json":
        console.echo(as_derivation.render_json(explanations, options.lang))
    else:
        page = console.page(options.lang, options.color)
        console.echo(as_derivation.render(explanations, page, query.subject))
    if explanations and query.subject and not any(e.derivations for e in explanations):
        raise UsageError("cli-no-such-subject", word=query.subject)
    return INPUT_ERROR if log.has_errors or not explanations else OK


def list_rules(
    codes: Sequence[str], format_: str, rules: Sequence[str], lang: Language, color: str
) -> int:
    """Print a list of rules in one of three formats. Return the exit code."""
    settings = current_settings()
    log = DiagnosticLog(settings.problems)
    selected = _load_rules(codes, rules, settings, log, lang, color).selected
    print_diagnostics(log.diagnostics, lang, color)
    page = console.page(lang, color)
    match format_:
        case "md":
            console.echo(rule_descriptions.render_markdown(selected, page))
        case "json":
            console.echo(rule_descriptions.render_json(selected, lang))
        case _:
            console.echo(rule_descriptions.render_list(selected, page))
    return INPUT_ERROR if log.has_errors else OK


def test_rules(codes: Sequence[str], rules: Sequence[str], lang: Language, color: str) -> int:
    """Run the examples of the rules and print how many there are; one that is missing is an error here."""
    settings = current_settings()
    log = DiagnosticLog(settings.problems)
    loaded = _load_rules(codes, rules, settings, log, lang, color)
    selected = loaded.selected
    missing = list(missing_examples(selected))
    others = [fault for fault in log.diagnostics if fault.code not in {m.code for m in missing}]
    wrong = [f for rule in selected for f in example_faults(rule, loaded.book.vocabulary)]
    tried = DiagnosticLog(
        (*others, *wrong, *(replace(fault, severity="error") for fault in missing))
    )
    print_diagnostics(tried.diagnostics, lang, color)
    count = sum(len(rule.examples) for rule in selected)
    if not tried.has_errors:
        given = {"count": count, "rules": len(selected)}
        console.echo(message("cli-examples-hold", lang, given) + "\n")
    return INPUT_ERROR if tried.has_errors else OK


def _load_rules(
    codes: Sequence[str],
    rules: Sequence[str],
    settings: Settings,
    log: DiagnosticLog,
    lang: Language,
    color: str,
) -> LoadedRules:
    """Load the rules with these codes, or all of them. A wrong code is refused after what is wrong with the files."""
    request = CheckRequest(rules=rule_paths(settings, rules), select=tuple(codes))
    try:
        return load_requested_rules(request, log)
    except RequestError:  # perhaps because the rule's file is faulty
        print_diagnostics(log.diagnostics, lang, color)
        raise
