"""PDFs made for tests, with the built-in font STSong-Light: pages of words, tables and rules drawn by hand."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = A4
LEFT, RIGHT = 80.0, 512.0
FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))


def printed(*pages: Callable[[Canvas], None]) -> bytes:
    """Return a PDF of pages, each drawn by a function of its own."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=True)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def write(canvas: Canvas, x: float, top: float, text: str, size: float = 12) -> float:
    """Write a text with its baseline at `top` points from the upper edge; return where it ends."""
    canvas.setFont(FONT, size)
    canvas.drawString(x, HEIGHT - top, text)
    return x + float(pdfmetrics.stringWidth(text, FONT, size))


def rule(canvas: Canvas, x0: float, top: float, x1: float, bottom: float) -> None:
    canvas.line(x0, HEIGHT - top, x1, HEIGHT - bottom)


def frame(canvas: Canvas, x0: float, top: float, x1: float, bottom: float) -> None:
    canvas.rect(x0, HEIGHT - bottom, x1 - x0, bottom - top)


def table(
    canvas: Canvas,
    top: float,
    rows: Sequence[Sequence[str | None]],
    xs: Sequence[float] = (80, 130, 300, 380, 460, 512),
    height: float = 24,
) -> float:
    """Draw a ruled table; None goes on with the cell above it, a newline in a cell begins a line. Return its end."""
    bottom = top + height * len(rows)
    for x in xs:
        rule(canvas, x, top, x, bottom)
    for r in range(len(rows) + 1):
        for c in range(len(xs) - 1):
            if r == len(rows) or rows[r][c] is not None:
                rule(canvas, xs[c], top + r * height, xs[c + 1], top + r * height)
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            for k, line in enumerate((text or "").split("\n")):
                write(canvas, xs[c] + 3, top + r * height + 10 + 11 * k, line, 9)
    return bottom
