"""Console blocks in Markdown: commands with what they print and their exit code, run as a user would."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from checker import __version__

ROOT = Path(__file__).resolve().parents[2]
PLANS = Path(__file__).parent / "plans"
BLOCK = re.compile(r"(?<=```console\n)(.*?)(?=^```$)", re.DOTALL | re.MULTILINE)
PROMPT = "$ "
STDERR, EXIT = "[stderr]", "[exit {}]"


@dataclass(frozen=True)
class Command:
    """`$ NAME=value … plancheck arguments… < file`."""

    line: str

    def run(self) -> str:
        """What the console shows: standard output, then errors, then the exit code if it is not 0."""
        words = shlex.split(self.line)
        environment = {k: v for k, v in os.environ.items() if k not in FORGOTTEN}
        environment |= {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
        environment["SOURCE_DATE_EPOCH"] = "1790000000"
        while "=" in words[0]:
            name, _, value = words.pop(0).partition("=")
            environment[name] = value
        assert words.pop(0) == "plancheck"
        data = b""
        if "<" in words:
            at = words.index("<")
            data = (PLANS / words[at + 1]).read_bytes()
            del words[at:]
        done = subprocess.run(
            [sys.executable, "-m", "checker", *words],
            cwd=PLANS, env=environment, input=data, capture_output=True, check=False, timeout=60,
        )  # fmt: skip
        encoding = environment["PYTHONIOENCODING"].partition(":")[0]
        shown = done.stdout.decode(encoding)
        if done.stderr:
            shown += f"{STDERR}\n{done.stderr.decode(encoding)}"
        if done.returncode:
            shown += EXIT.format(done.returncode) + "\n"
        return without_hashes(
            shown.replace("\r\n", "\n")
            .replace("\x1b", "␛")
            .replace(__version__, "VERSION")
            .replace(str(ROOT), "ROOT")
        )


def without_hashes(text: str) -> str:
    """What changes with every rule and every byte of a plan is not what a case shows."""
    text = re.sub(r"SHA-256\s+[0-9a-f]{64}", "SHA-256 HASH", text)
    text = re.sub(r"SHA-256 [0-9a-f]{12}(?=[…?])", "SHA-256 HASH", text)
    return re.sub(r'(sha256"(?:: "| value="))[0-9a-f]{64}', r"\1HASH", text)


FORGOTTEN = ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "PLANCHECK_LANG", "TERM")


def commands(block: str) -> list[tuple[Command, str]]:
    """Each command of a block with what is expected below it."""
    parts = re.split(r"^\$ (.*)\n", block, flags=re.MULTILINE)
    assert not parts[0].strip(), "a block begins with a command"
    return [(Command(line), text) for line, text in zip(parts[1::2], parts[2::2], strict=True)]


def ran(block: str) -> str:
    """The block as it runs now."""
    return "".join(f"{PROMPT}{command.line}\n{command.run()}" for command, _ in commands(block))
