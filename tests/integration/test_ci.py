"""`.ci/run` on machines that have, can get, or cannot get what the tests look at reports with."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Stand in for the machine: each command says that it ran.
COMMANDS = {
    "id": "echo {uid}",
    "dpkg-query": "{has} && echo 'install ok installed'",
    "apt-get": 'echo "apt-get $*"; {apt}',
    "python3": 'echo "python3 $* tools=$PLANCHECK_ALL_TOOLS"; case "$*" in "run.py lint") exit {lint};; "run.py test") exit {test};; esac',
}
READY = {"uid": "0", "has": "true", "apt": "true", "lint": "0", "test": "0"}
ALL = ["python3 run.py lint tools=1", "python3 run.py test tools=1"]
NONE = ["python3 run.py lint tools=", "python3 run.py test tools="]
PACKAGES = "chromium libreoffice-writer-nogui libreoffice-calc-nogui poppler-utils fonts-noto-cjk git zsh fish"
GET = ["apt-get -q update", f"apt-get -q install -y --no-install-recommends {PACKAGES}"]


@pytest.mark.parametrize(
    ("machine", "ran", "code"),
    [
        ({}, ALL, 0),
        ({"has": "false"}, [*GET, *ALL], 0),
        ({"has": "false", "apt": "false"}, [GET[0], *NONE], 0),
        ({"has": "false", "uid": "1000"}, NONE, 0),
        ({"lint": "1"}, ALL, 1),
        ({"test": "1"}, ALL, 1),
    ],
    ids=["all_there", "installed", "apt_fails", "not_root", "lint_fails", "tests_fail"],
)
def test_what_ci_runs(machine: dict[str, str], ran: list[str], code: int, tmp_path: Path) -> None:
    for name, script in COMMANDS.items():
        file = tmp_path / name
        text = script
        for word, value in (READY | machine).items():
            text = text.replace(f"{{{word}}}", value)
        file.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
        file.chmod(0o755)
    environment = {k: v for k, v in os.environ.items() if k != "PLANCHECK_ALL_TOOLS"}
    environment["PATH"] = f"{tmp_path}{os.pathsep}{environment['PATH']}"
    done = subprocess.run(
        [str(ROOT / ".ci" / "run")], env=environment, capture_output=True, encoding="utf-8", check=False
    )  # fmt: skip
    assert done.stdout.splitlines() == ran
    assert done.returncode == code
    assert ("not installed: chromium" in done.stderr) == (ran == NONE or ran[1:] == NONE)
