"""The plans that may stand above others: those shipped, and those of further folders."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from checker.diagnostics import Diagnostic
from checker.files import (
    MAX_DOCUMENT_BYTES,
    data_path,
    is_document,
    list_files,
    read_bytes,
    read_sources,
    source_from_bytes,
)
from checker.plan.load import load_plan
from checker.plan.model import Plan
from checker.source import Record, Source


class PlanSource(Record):
    """One plan to be loaded: its text, None where it could not be read, and what was wrong with reading it.

    `file` is where it lies, None for a text that lies nowhere. `document` is a document that holds the plan, of which
    the data are still to be made.
    """

    name: str
    source: Source | None
    diagnostics: tuple[Diagnostic, ...] = ()
    file: Path | None = None
    document: bytes | None = None


def read_plan_source(path: str | Path, name: str, file: Path | None) -> PlanSource:
    """Read a plan from a file, or from standard input for "-": plan data, or a document that holds it."""
    data, diagnostics = read_bytes(path, name, MAX_DOCUMENT_BYTES)
    if data is None:
        return PlanSource(name, None, diagnostics, file)
    if is_document(data, name):
        return PlanSource(name, None, (), file, data)
    source, diagnostics = source_from_bytes(data, name)
    return PlanSource(name, source, diagnostics, file)


class Library(Record):
    """Plans that may stand above others, and what is wrong with their files."""

    plans: tuple[Plan, ...]
    diagnostics: tuple[Diagnostic, ...] = ()


def upper_folders(folders: Iterable[Path], file: Path | None) -> tuple[Path, ...]:
    """Return the folders in which the plans above the plan in a file may lie: these, and `upper` beside the file."""
    beside = (file.parent / "upper",) if file is not None else ()
    return (*folders, *(folder for folder in beside if folder.is_dir()))


def read_upper_sources(
    folders: Iterable[Path],
) -> tuple[tuple[Source, ...], tuple[Diagnostic, ...]]:
    """Read the *.yaml files of these folders and of the shipped one; tell those that cannot be read."""
    every = dict.fromkeys(folder.resolve() for folder in (*folders, data_path("upper")))
    return read_sources(f for d in every if d.is_dir() for f in list_files(d, "*.yaml"))


def load_library(folders: Iterable[Path] = ()) -> Library:
    """Load the plans of these folders and of the shipped one."""
    sources, diagnostics = read_upper_sources(folders)
    library = parse_library(sources)
    return Library(library.plans, (*diagnostics, *library.diagnostics))


def parse_library(sources: Iterable[Source]) -> Library:
    """Load the plans of these texts. Of texts with the same title, region and period only the first is taken."""
    plans: dict[tuple[str, str, str], Plan] = {}
    diagnostics: list[Diagnostic] = []
    for source in sources:
        plan, faults = load_plan(source)
        diagnostics += faults
        if plan is not None:
            h = plan.header
            plans.setdefault((h.title.text, h.region_code.text, h.period.text), plan)
    return Library(tuple(plans.values()), tuple(diagnostics))
