"""The pictures of the README, made anew: `python3 docs/pictures.py [FOLDER]`, once `python3 run.py test` has run.

Needs chromium, LibreOffice (`soffice`), pdftoppm and a Chinese font, as `.ci/run` installs them.
"""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
REPORT, TERMINAL = "plans/qinzhou.yaml", "plans/luzhai.yaml"
COLUMNS, LINES = 88, 36
BROWSERS = ("chromium", "chromium-browser", "google-chrome")

_SEQUENCE = re.compile(r"\x1b\[([0-9;]*)m")
# What a dark terminal shows for the few sequences that the report uses.
_STYLES = {
    "0": "", "1": "font-weight: 700; color: #fff", "1;31": "font-weight: 700; color: #ff7b72",
    "1;33": "font-weight: 700; color: #e3b341", "36": "color: #76e3ea", "32": "color: #7ee787",
    "2": "color: #8b949e",
}  # fmt: skip
_PAGE = """<!DOCTYPE html>
<meta charset="utf-8">
<style>
html {{ background: #0d1117; }}
pre {{ margin: 0; padding: 16px 20px; color: #d1d7e0; font: 15px/22px "Noto Sans Mono CJK SC", monospace; }}
pre b {{ color: #7ee787; font-weight: 400; }}
</style>
<pre><b>$</b> {command}
{shown}</pre>
"""


def main(arguments: list[str]) -> int:
    """Make all three; a picture that is there is replaced."""
    folder = Path(arguments[0]) if arguments else IMAGES
    folder.mkdir(parents=True, exist_ok=True)
    pictures: dict[str, Callable[[Path, Path], None]] = {
        "report.png": report, "docx.png": document, "terminal.png": terminal,
    }  # fmt: skip
    for name, make in pictures.items():
        with tempfile.TemporaryDirectory() as work:
            make(Path(work), folder / name)
        sys.stdout.write(f"{folder / name}\n")
    return 0


def report(work: Path, picture: Path) -> None:
    """The first screen of the HTML report."""
    page = work / "report.html"
    plancheck(REPORT, "-o", f"html:{page}")
    screenshot(page, picture, 1200, 1400, scale=0.9)


def document(work: Path, picture: Path) -> None:
    """The first page of the Word report, as LibreOffice lays it out."""
    plancheck(REPORT, "-o", f"docx:{work / 'report.docx'}")
    profile = f"-env:UserInstallation={(work / 'profile').as_uri()}"
    run(
        program("soffice", "libreoffice"), profile, "--headless", "--convert-to", "pdf",
        "--outdir", str(work), str(work / "report.docx"),
    )  # fmt: skip
    page = ["-f", "2", "-l", "2", "-singlefile", "-r", "90", "-png"]
    run(program("pdftoppm"), *page, str(work / "report.pdf"), str(picture.with_suffix("")))


def terminal(work: Path, picture: Path) -> None:
    """The first lines of the report in a terminal."""
    lines = beginning(plancheck(TERMINAL, "--color", "always"))
    page = work / "terminal.html"
    page.write_text(screen(f"plancheck {TERMINAL}", lines), encoding="utf-8")
    screenshot(page, picture, COLUMNS * 15 // 2 + 56, 22 * (len(lines) + 1) + 32)


def beginning(text: str, most: int = LINES) -> list[str]:
    """As many whole paragraphs as fit."""
    lines = text.splitlines()
    if len(lines) <= most:
        return lines
    ends = [at for at, line in enumerate(lines[: most + 1]) if not line.strip()]
    return lines[: max(ends, default=most)]


def screen(command: str, lines: list[str]) -> str:
    """A page that looks like a terminal after the command."""
    shown = "\n".join(map(colored, lines))
    return _PAGE.format(command=html.escape(command), shown=shown)


def colored(line: str) -> str:
    """One line of terminal output as HTML. A sequence that has no style here is an error, not dropped."""
    parts = _SEQUENCE.split(line)
    shown = html.escape(parts[0])
    for code, words in zip(parts[1::2], parts[2::2], strict=True):
        shown += f'<span style="{_STYLES[code]}">{html.escape(words)}</span>'
    return shown


def screenshot(page: Path, picture: Path, width: int, height: int, scale: float = 1) -> None:
    """The top of a page in a window of that size; below scale 1 the picture is smaller than it."""
    with tempfile.TemporaryDirectory() as profile:
        run(
            program(*BROWSERS), "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            f"--user-data-dir={profile}", "--hide-scrollbars", f"--window-size={width},{height}",
            f"--force-device-scale-factor={scale}",
            f"--screenshot={picture.resolve()}", page.as_uri(),
        )  # fmt: skip


def plancheck(*arguments: str) -> str:
    """What the command prints, whatever it finds."""
    inside = ROOT / ".venv" / "bin" / "python"
    python = str(inside) if inside.exists() else sys.executable
    return run(python, "-m", "checker", *arguments, "--fail-on", "never")


def program(*names: str) -> str:
    """The first of them that is installed."""
    for name in names:
        if path := shutil.which(name):
            return path
    sys.exit(f"{names[0]} is not installed")


def run(*command: str) -> str:
    """What a command printed; if it fails, its complaint ends ours."""
    environment = os.environ | {"COLUMNS": str(COLUMNS), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", errors="replace", check=False
    )  # fmt: skip
    if done.returncode:
        sys.exit(f"{' '.join(command[:3])} …: {done.stderr or done.stdout}")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
