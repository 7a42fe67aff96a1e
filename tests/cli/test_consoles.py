"""No console makes any command fail: every command, every format to standard output, in encodings that lack signs."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from checker.cli.outputs import BINARY_FORMATS, FORMATS
from tests.cli.blocks import PLANS, ROOT

RULES = ["--rules", "rules/test.rules", "--select", "TEST,FILE"]
CHECK = ["check", "county.yaml", "clean.yaml", "bad/duplicate-key.yaml", *RULES]
CALLS = {
    **{f: [*CHECK, "--format", f] for f in FORMATS if f not in BINARY_FORMATS},
    "quiet": [*CHECK, "-q"],
    "verbose": [*CHECK, "-v", "--explain-chain"],
    "explain": ["explain", "UPPER"],
    "rules": ["rules"],
    "rules-md": ["rules", "--format", "md"],
    "rules-json": ["rules", "--format", "json"],
    "show": ["show", "county.yaml"],
    "config": ["config"],
    "help": ["--help"],
    "check-help": ["check", "--help"],
    "completion": ["completion", "zsh"],
    "usage": ["check", "--bogus"],
}
FOR_PROGRAMS = [f for f in FORMATS if f not in (*BINARY_FORMATS, "text", "summary")]
CONSOLES = {
    "gbk": {"PYTHONIOENCODING": "gbk"},
    "ascii": {"PYTHONIOENCODING": "ascii"},
    "LANG=C": {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "cp1252": {"PYTHONIOENCODING": "cp1252:strict"},
}


@pytest.mark.parametrize("console", CONSOLES)
@pytest.mark.parametrize("call", CALLS)
def test_no_console_makes_a_command_fail(call: str, console: str) -> None:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "PYTHON", "LANG"))}
    done = subprocess.run(
        [sys.executable, "-m", "checker", *CALLS[call]],
        cwd=PLANS, env={**kept, "PYTHONPATH": str(ROOT), **CONSOLES[console]},
        stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode in (0, 2)
    assert b"Traceback" not in done.stderr
    assert done.stdout or call == "usage"
    if call in FOR_PROGRAMS:  # in the encoding that the format names, whatever the console has
        assert "规划" in done.stdout.decode("utf-8")
    elif console == "gbk":
        assert done.stdout.decode("gbk").strip() or call == "usage"
