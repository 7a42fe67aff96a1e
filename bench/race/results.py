"""Results as Markdown: tables, the machine they were made on, and their place in RESULTS.md."""

from __future__ import annotations

import datetime
import os
import platform
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

FILE = Path(__file__).resolve().parents[1] / "RESULTS.md"
HEAD = """\
# Results

What `bench/` measured last, a section a program; each names its command and machine. Compare within one run only.
"""


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; the first column is text, the others are figures."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def machine() -> str:
    """Where and when, in two lines."""
    known = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    model = re.search(r"model name\s*: (.*)", known)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{datetime.date.today().isoformat()}, {model[1] if model else platform.machine()}, "
        f"{os.cpu_count()} cores, {memory:.0f} GB, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}, load {os.getloadavg()[0]:.1f} at the end."
    )


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1e3:,.0f}" if seconds >= 0.1 else f"{seconds * 1e3:.1f}"


def write(section: str, text: str, file: Path = FILE) -> None:
    """Put a section in its place, leaving the others as they are."""
    begin, end = f"<!-- {section}: begin -->", f"<!-- {section}: end -->"
    whole = file.read_text(encoding="utf-8") if file.is_file() else HEAD
    own = f"{begin}\n{text.strip()}\n{end}"
    before, found, rest = whole.partition(begin)
    after = rest.partition(end)[2]
    whole = before + own + after if found else f"{whole.rstrip()}\n\n{own}\n"
    file.write_text(whole, encoding="utf-8")
