"""Programs that no pip installs: a browser, an office, a PDF printer. Absent, a test is skipped, or fails where all must be there."""

from __future__ import annotations

import os
import shutil

import pytest

NAMES = {
    "chromium": ("chromium", "chromium-browser", "google-chrome"),
    "soffice": ("soffice", "libreoffice"),
    "pdftoppm": ("pdftoppm",),
    "bash": ("bash",),
    "zsh": ("zsh",),
    "fish": ("fish",),
    "pdftotext": ("pdftotext",),
}


def tool(name: str) -> str:
    """The program's path. With PLANCHECK_ALL_TOOLS=1, as in CI, its absence is a failure."""
    for candidate in NAMES[name]:
        if path := shutil.which(candidate):
            return path
    reason = f"no {name} on this machine"
    if os.environ.get("PLANCHECK_ALL_TOOLS") == "1":
        pytest.fail(reason)
    pytest.skip(reason)
