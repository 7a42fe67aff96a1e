"""PDF by pdfplumber: pages read one by one and closed, laid out, then joined; scans and locked files refused."""

from __future__ import annotations

import io
import logging
import struct
import zlib
from collections import Counter
from hashlib import sha256

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.psexceptions import PSException
from pdfplumber.pdf import PDF
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from checker.diagnostics import Diagnostic
from checker.document.glyphs import PageContent, read_page
from checker.document.model import DraftDocument, DraftView
from checker.document.pagejoin import join_pages
from checker.document.pagelayout import LaidPage, lay_out

PICTURE_PAGE = 0.25
"""A page without text of which pictures cover more than this is a scan."""


logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # its remarks are not for the reader

BROKEN = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MalformedPDFException,
    OSError,
    PSException,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
"""What pdfminer raises when a broken file leads it astray."""


def read_pdf(
    data: bytes, name: str, view: DraftView = "accepted"
) -> tuple[DraftDocument | None, list[Diagnostic]]:
    """Read a PDF. Struck-out text is a deletion: the view says whether it is left out.

    Returns no document if the file is locked or broken, or if most of its pages are pictures.
    """
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            return _read(pdf, data, name, view)
    except PDFPasswordIncorrect:
        code = "document-encrypted"
    except PdfminerException as error:
        locked = any(isinstance(arg, PDFPasswordIncorrect) for arg in error.args)
        code = "document-encrypted" if locked else "document-broken"
    except BROKEN:
        code = "document-broken"
    return None, [Diagnostic(code, None, file=name)]


def _read(
    pdf: PDF, data: bytes, name: str, view: DraftView
) -> tuple[DraftDocument | None, list[Diagnostic]]:
    pages: list[LaidPage] = []
    left_out: Counter[str] = Counter()
    scans: list[int] = []
    unknown: list[int] = []
    for number, page in enumerate(pdf.pages, 1):
        content = read_page(page, number)
        page.close()
        left_out.update(content.left_out)
        if _is_scan(content):
            scans.append(number)
        if content.unknown_glyphs:
            unknown.append(number)
        laid = lay_out(content, "deleted" if view == "accepted" else "inserted")
        left_out["struck"] += laid.struck
        left_out["sideways"] += laid.sideways
        pages.append(laid)
    faults = _page_faults(name, len(pages), scans, unknown, left_out)
    if any(fault.severity == "error" for fault in faults):
        return None, faults
    blocks, dropped = join_pages(pages)
    if not blocks:
        return None, [Diagnostic("document-no-text", None, file=name)]
    counts = {kind: count for kind, count in (left_out + dropped).items() if count}
    return DraftDocument(name, "pdf", sha256(data).hexdigest(), blocks, view, counts), faults


def _is_scan(content: PageContent) -> bool:
    return len(content.glyphs) < 10 and content.picture_share > PICTURE_PAGE


def _page_faults(
    name: str, count: int, scans: list[int], unknown: list[int], left_out: Counter[str]
) -> list[Diagnostic]:
    """What is to be said of pages that are pictures, characters without a meaning, and struck-out text."""
    faults = []
    if scans and 2 * len(scans) >= count:
        return [Diagnostic("document-scan", None, {"pages": page_list(scans)}, file=name)]
    if scans:
        pages = {"pages": page_list(scans)}
        faults.append(Diagnostic("document-scan-pages", None, pages, "warning", file=name))
    if unknown:
        pages = {"pages": page_list(unknown)}
        faults.append(Diagnostic("document-glyphs", None, pages, "warning", file=name))
    if left_out["struck"]:
        struck = {"count": left_out["struck"]}
        faults.append(Diagnostic("document-struck", None, struck, "warning", file=name))
    return faults


def page_list(pages: list[int]) -> str:
    """Return pages as they are printed: 1–3、7."""
    parts: list[str] = []
    start = previous = pages[0]
    for page in [*pages[1:], 0]:
        if page == previous + 1:
            previous = page
            continue
        parts.append(str(start) if start == previous else f"{start}–{previous}")
        start = previous = page
    return "、".join(parts)
