"""The door to documents: bytes of any kind to one model, by the reader that fits what they hold."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TypeAlias, cast

from checker.diagnostics import Diagnostic
from checker.document.model import DraftDocument, DraftView
from checker.document.sniff import DraftFormat, RefusedFormat, sniff
from checker.files import MAX_DOCUMENT_BYTES

DraftReading: TypeAlias = tuple[DraftDocument | None, list[Diagnostic]]
DraftReader: TypeAlias = Callable[[bytes, str, DraftView], DraftReading]

# The module and the function that read each kind, loaded when a document of that kind comes.
READERS: dict[DraftFormat, tuple[str, str]] = {
    "docx": ("word", "read_word"),
    "doc": ("office", "read_office"),
    "odt": ("office", "read_office"),
    "rtf": ("office", "read_office"),
    "flat-word": ("office", "read_office"),
    "pdf": ("pdf", "read_pdf"),
    "xlsx": ("sheets", "read_sheets"),
    "xls": ("sheets", "read_sheets"),
    "ods": ("sheets", "read_sheets"),
    "html": ("web", "read_web"),
    "mhtml": ("web", "read_web"),
    "markdown": ("text", "read_text"),
    "csv": ("text", "read_text"),
    "text": ("text", "read_text"),
}
EXTRAS = {
    "lxml": "office",
    "xlrd": "office",
    "pdfplumber": "pdf",
    "pdfminer": "pdf",
}
"""The extra of the package that brings a library."""

_REFUSED: dict[RefusedFormat, str] = {
    "empty": "document-empty",
    "encrypted": "document-encrypted",
    "broken": "document-broken",
    "slides": "document-slides",
    "picture": "document-picture",
    "archive": "document-archive",
    "foreign": "document-foreign",
}


def read_document(data: bytes, name: str, view: DraftView = "accepted") -> DraftReading:
    """Return the document and what is to be said of its reading; None where it could not be read."""
    if len(data) > MAX_DOCUMENT_BYTES:
        limit = {"limit": MAX_DOCUMENT_BYTES // (1024 * 1024)}
        return None, [Diagnostic("document-too-large", None, limit, file=name)]
    found = sniff(data, name)
    code = _REFUSED.get(cast(RefusedFormat, found))
    if code:
        return None, [Diagnostic(code, None, file=name)]
    module, function = READERS[cast(DraftFormat, found)]
    try:
        reader = getattr(import_module(f"checker.document.{module}"), function)
        return cast(DraftReader, reader)(data, name, view)
    except ModuleNotFoundError as missing:
        library = (missing.name or "").partition(".")[0]
        if library not in EXTRAS:
            raise
        needed = {"library": library, "extra": EXTRAS[library]}
        return None, [Diagnostic("document-library", None, needed, file=name)]
