"""The command `show`: plans as the checker reads them."""

from __future__ import annotations

from collections.abc import Sequence

from checker.cli import console
from checker.cli.exit_codes import INPUT_ERROR, OK
from checker.cli.inputs import check_upper_folders, find_plans
from checker.cli.requests import print_diagnostics, rule_paths, upper_paths
from checker.cli.settings import current_settings
from checker.cli.usage import command_names
from checker.diagnostics import DiagnosticLog
from checker.messages import Language
from checker.pipeline import load_contexts
from checker.report import as_text, plan_view
from checker.report.plan_rows import view_plan
from checker.semantics.rule_book import load_rules, read_rule_sources


def run(
    paths: Sequence[str], upper: Sequence[str], stdin_filename: str, lang: Language, color: str
) -> int:
    """Print every plan that can be read. Return the exit code."""
    settings = current_settings()
    log = DiagnosticLog(settings.problems)
    check_upper_folders(upper)
    book = load_rules(read_rule_sources(rule_paths(settings, ())))
    log.add(book.diagnostics)
    page = console.page(lang, color)
    texts = []
    plans = (p.read() for p in find_plans(paths, command_names(), log, stdin_filename))
    for context in load_contexts(plans, book, upper_paths(settings, upper), log):
        view = view_plan(context)
        log.add(view.plan.judgement.problems)
        texts.append(plan_view.render(view, page, list(as_text.render_head(view.plan, page))))
    print_diagnostics(log.diagnostics, lang, color)
    console.echo("\n".join(texts))
    return INPUT_ERROR if log.has_errors or not texts else OK
