"""The pages of docs/rules/ are what `plancheck rules --format md` prints; `--accept` writes them anew."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "docs" / "rules"


def catalogue() -> dict[str, str]:
    """The chapters of the catalogue by the name of their page."""
    command = [sys.executable, "-m", "checker", "rules", "--format", "md"]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True
    )
    chapters = re.split(r"^(?=# \d)", done.stdout, flags=re.MULTILINE)[1:]
    return {f"{text.split()[1]:0>2}-{text.split()[2]}.md": text for text in chapters}


def test_the_pages_are_those_of_the_rules(accept: bool) -> None:
    found = catalogue()
    if accept:
        PAGES.mkdir(parents=True, exist_ok=True)
        for old in PAGES.glob("*.md"):
            old.unlink()
        for name, text in found.items():
            (PAGES / name).write_text(text, encoding="utf-8")
    assert {p.name: p.read_text(encoding="utf-8") for p in PAGES.glob("*.md")} == found
