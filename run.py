#!/usr/bin/env python3
"""Run plancheck, its tests or its lint from a checkout. Writes only into this folder.

    python3 run.py plans/luzhai.yaml       plancheck, with whatever arguments follow
    python3 run.py test [pytest arguments]
    python3 run.py lint

The first run makes `.venv` with whatever pip there is; later ones start at once. With a folder
`wheelhouse/` here, nothing is fetched. The file must parse on Python 3.8, to refuse it politely.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from shutil import which
from typing import TextIO

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "plancheck.stamp"
OLDEST = (3, 11)
EXTRAS = ("office,pdf", "test", "dev")  # each holds what those before it hold

NO_PIP = "没有可用的 pip。请先运行：apt install python3-pip"
TOO_OLD = "需要 Python 3.11 或更高版本（现在是 {}）"
PREPARING = "正在准备运行环境 {}，只需一次，请稍候……"
NOT_INSTALLED = (
    "依赖安装失败，原因见上。无法联网时，请在能联网的同类机器上运行\n"
    '    pip download -d wheelhouse -c requirements.lock ".[{}]" hatchling editables\n'
    "再把 wheelhouse 文件夹放到 {}"
)
NOT_WRITTEN = "无法在 {} 中建立运行环境：{}"


def main(arguments: list[str]) -> int:
    """Make the environment ready, then become the command that was asked for."""
    if sys.version_info < OLDEST:
        return refuse(TOO_OLD.format(".".join(map(str, sys.version_info[:3]))))
    command = arguments[0] if arguments else ""
    extra = {"test": "test", "lint": "dev"}.get(command, "office,pdf")
    try:
        problem = None if is_ready(extra) else prepare(extra)
    except OSError as error:
        problem = NOT_WRITTEN.format(ROOT, error)
    if problem:
        return refuse(problem)
    if command == "test":
        return test(arguments[1:])
    if command == "lint":
        return lint()
    return become("-m", "checker", *arguments)


def test(arguments: list[str]) -> int:
    """The whole suite on every core; once narrowed, in one process, where a debugger works."""
    os.chdir(ROOT)
    return become("-m", "pytest", *(arguments or ["-n", "auto", "--dist", "loadgroup"]))


def lint() -> int:
    """Every check runs, so that one run shows all there is to mend."""
    os.chdir(ROOT)
    checks = (["ruff", "format", "--check"], ["ruff", "check"], ["mypy"])
    failed = [check for check in checks if call([str(PYTHON), "-m", *check]) != 0]
    return 1 if failed else 0


def is_ready(extra: str) -> bool:
    """Whether the environment holds the extra, installed from the project as it stands."""
    try:
        digest, _, installed = STAMP.read_text(encoding="utf-8").partition(" ")
    except OSError:
        return False
    if digest != project() or not PYTHON.exists():
        return False
    return EXTRAS.index(installed) >= EXTRAS.index(extra)


def project() -> str:
    """What an environment depends on: the project, the pinned versions, the folder it is in."""
    digest = hashlib.sha256(os.fsencode(ROOT))
    for name in ("pyproject.toml", "requirements.lock"):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def prepare(extra: str) -> str | None:
    """Make the environment and install into it; what went wrong, in words, or nothing."""
    print(PREPARING.format(VENV), file=sys.stderr, flush=True)
    STAMP.unlink(missing_ok=True)
    if not works(PYTHON):
        call([sys.executable, "-m", "venv", "--clear", "--without-pip", str(VENV)])
    install = installer()
    if not install:
        return NO_PIP
    wheelhouse = ROOT / "wheelhouse"
    offline = ["--no-index", "--find-links", str(wheelhouse)] if wheelhouse.is_dir() else []
    what = f".[{extra}]"
    options = [*offline, "-c", "requirements.lock", "-e", what]
    if call([*install, *options], cwd=ROOT, output=sys.stderr) != 0:
        return NOT_INSTALLED.format(extra, ROOT)
    STAMP.write_text(f"{project()} {extra}", encoding="utf-8")
    return None


def works(python: Path) -> bool:
    """Whether the environment's Python runs and is young enough: it may have been removed since."""
    young = f"import sys; sys.exit(sys.version_info < {OLDEST})"
    return python.exists() and succeeds([str(python), "-c", young])


def installer() -> list[str]:
    """The first to be had: this Python's pip (from 22.3 on), uv, a pip inside `.venv`, or nothing.

    A pip from outside saves the five seconds that ensurepip takes. Compiling all of pandas would
    take seven more, so modules are compiled as they are first used.
    """
    outer = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    inner = [str(PYTHON), "-m", "pip"]
    options = ["install", "--no-cache-dir", "--no-compile"]
    if not sys.stderr.isatty():
        options.append("-qq")
    if succeeds([*outer, "--version"]):
        return [*outer, *options]
    uv = which("uv")
    if uv:
        return [uv, "pip", "install", "--no-cache", "--python", str(PYTHON)]
    if succeeds([*inner, "--version"]) or succeeds([str(PYTHON), "-m", "ensurepip"]):
        return [*inner, *options]
    return []


def succeeds(command: list[str]) -> bool:
    """Try a command, unheard."""
    return call(command, output=subprocess.DEVNULL) == 0


def call(command: list[str], cwd: Path | None = None, output: TextIO | int | None = None) -> int:
    """Run a command to its end, for its exit code; its output goes to ours, or where it is told."""
    environment = {**os.environ, "PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    errors = output if isinstance(output, int) else None
    return subprocess.run(
        command, cwd=cwd, env=environment, stdout=output, stderr=errors, check=False
    ).returncode


def become(*arguments: str) -> int:
    """Give this process over to the environment's Python: signals and exit codes are its own."""
    command = [str(PYTHON), *arguments]
    if os.name == "nt":  # where exec would return to the shell before the command has ended
        return call(command)
    return os.execv(command[0], command)


def refuse(message: str) -> int:
    """Say why nothing was run."""
    print(message, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
