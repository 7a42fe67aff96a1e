"""The command `extract`: a document to the data of its plan, as a careful person would type them."""

from __future__ import annotations

from pathlib import Path

from checker.cli import console, outputs
from checker.cli.exit_codes import INPUT_ERROR, OK
from checker.cli.inputs import find_plans
from checker.cli.requests import print_diagnostics, rule_paths
from checker.cli.settings import current_settings
from checker.cli.usage import UsageError, command_names
from checker.diagnostics import DiagnosticLog
from checker.extract.source import extract_source
from checker.messages import Language, message
from checker.semantics.rule_book import load_rules, read_rule_sources


def run(path: str, output: str | None, lang: Language, color: str) -> int:
    """Print the plan data of a document, or write them to a file. Return the exit code.

    Raises UsageError for a file that is no document, or that would be overwritten.
    """
    settings = current_settings()
    log = DiagnosticLog(settings.problems)
    files = find_plans((path,), command_names(), log)
    plans = [file.read() for file in files]
    if output is not None:
        outputs.check_output_paths((outputs.Output("yaml", output),), [Path(path)])
    if plans and plans[0].source is not None:
        raise UsageError("cli-extract-no-document", file=path)
    for plan in plans:
        log.add(plan.diagnostics)
    book = load_rules(read_rule_sources(rule_paths(settings, ())))
    log.add(book.diagnostics)
    source = None
    for plan in plans:
        if plan.document is not None:
            source, faults = extract_source(plan.document, plan.name, book.vocabulary)
            log.add(faults)
    print_diagnostics(log.diagnostics, lang, color)
    if source is None:
        return INPUT_ERROR
    if output is None:
        console.echo(source.text)
    elif not outputs.write_output(output, source.text, lang):
        return INPUT_ERROR
    else:
        console.echo_error(message("cli-extracted", lang, {"file": output}))
    return INPUT_ERROR if log.has_errors else OK
