"""Sheets (.xlsx .xls .et .ods): what is shown in their cells, each sheet a heading and a table."""

from __future__ import annotations

from hashlib import sha256
from importlib import import_module

from checker.diagnostics import Diagnostic
from checker.document.model import Block, DraftDocument, DraftView
from checker.document.sheetparts import SheetContent, SheetNotes, sheet_blocks
from checker.document.sniff import sniff
from checker.document.wordpackage import WordPackageError

_READERS = {
    "xlsx": ("sheetxml", "xlsx_sheets"),
    "ods": ("sheetods", "ods_sheets"),
    "xls": ("sheetxls", "xls_sheets"),
}
"""The module and the function that read each kind; only the library of the kind that comes is loaded."""

SHOWN_NAMES = 8
"""So many cells are named in a message."""


def read_sheets(
    data: bytes, name: str, view: DraftView = "accepted"
) -> tuple[DraftDocument | None, list[Diagnostic]]:
    """Read the sheets of a file. Errors in cells stand as they are shown, and are said; they are never blank."""
    kind = sniff(data, name)
    module, function = _READERS[kind]
    try:
        sheets: list[SheetContent] = getattr(import_module(f"checker.document.{module}"), function)(
            data
        )
    except WordPackageError as error:
        return None, [Diagnostic(error.code, None, error.arguments, file=name)]
    notes = SheetNotes()
    blocks: list[Block] = []
    for sheet in sheets:
        blocks += sheet_blocks(sheet, view, notes)
    if not blocks:
        return None, [Diagnostic("document-no-text", None, file=name)]
    left_out = {kind: count for kind, count in notes.left_out.items() if count}
    digest = sha256(data).hexdigest()
    return DraftDocument(name, kind, digest, tuple(blocks), view, left_out), _said(notes, name)


def _said(notes: SheetNotes, name: str) -> list[Diagnostic]:
    """The messages on cells that are not read as numbers, and on what is hidden or struck out."""
    faults = []
    codes = (
        ("error", "document-sheet-errors"),
        ("unreadable", "document-sheet-formulas"),
        ("time", "document-sheet-times"),
    )
    for kind, code in codes:
        cells = notes.cells.get(kind, [])  # type: ignore[call-overload]
        if cells:
            more = "……" if len(cells) > SHOWN_NAMES else ""
            shown = "、".join(cells[:SHOWN_NAMES]) + more
            arguments = {"count": len(cells), "cells": shown}
            faults.append(Diagnostic(code, None, arguments, "warning", file=name))
    hidden = {k: notes.left_out[f"hidden {k}"] for k in ("rows", "columns", "sheets")}
    if any(hidden.values()):
        faults.append(Diagnostic("document-sheet-hidden", None, hidden, "warning", file=name))
    if notes.left_out["struck"]:
        struck = {"count": notes.left_out["struck"]}
        faults.append(Diagnostic("document-struck", None, struck, "warning", file=name))
    return faults
