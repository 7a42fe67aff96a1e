"""Completion as the shells have it: each is started, reads its script, and completes."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from checker.cli.app import app
from tests.cli.blocks import FORGOTTEN, PLANS, ROOT
from tests.tools import tool

pty = pytest.importorskip("pty")  # Windows has none


@pytest.fixture
def shell(tmp_path: Path) -> dict[str, str]:
    """The environment of a shell that finds `plancheck`."""
    program = tmp_path / "bin" / "plancheck"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m checker "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    kept = {k: v for k, v in os.environ.items() if k not in FORGOTTEN}
    path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    own = {"PYTHONPATH": str(ROOT), "PATH": path, "HOME": str(tmp_path), "LC_ALL": "C.UTF-8"}
    return {**kept, **own, "TERM": "dumb"}


def told(program: list[str], script: str, environment: dict[str, str], cwd: Path = PLANS) -> str:
    done = subprocess.run(
        [*program, script], cwd=cwd, env=environment, capture_output=True, check=False, timeout=60,
        text=True, encoding="utf-8", stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.stderr == ""
    assert done.returncode == 0
    return done.stdout


BASH = """
source <(plancheck completion bash)
COMP_WORDS=({words}); COMP_CWORD={at}
_plancheck_completion plancheck
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


def in_bash(words: list[str], environment: dict[str, str], cwd: Path = PLANS) -> list[str]:
    quoted = " ".join("'" + w.replace("'", "'\\''") + "'" for w in words)
    script = BASH.format(words=quoted, at=len(words) - 1)
    return told([tool("bash"), "--norc", "-c"], script, environment, cwd).split()


FIRST = ["check", "explain", "rules", "show", "completion"]


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        # the command may be left out: its options, plans and folders are offered with the commands
        ([""], [*FIRST, "bad", "upper", "clean.yaml", "county.yaml"]),
        (["expl"], ["explain"]),
        (["cou"], ["county.yaml"]),
        (["upper/pro"], ["upper/province.yaml"]),
        (["--fo"], ["--format"]),
        (["--vers"], ["--version"]),
        (["clean.yaml", "--fail-on-"], ["--fail-on-unknown"]),
        (["check", "county.yaml", "--wat"], ["--watch"]),
        (["--lang", "en", "expl"], ["explain"]),
        (["--lang", ""], ["zh", "en"]),
        (["rules", "--format", ""], ["text", "md", "json"]),
        (["--format", "js"], ["json", "jsonl"]),
        (["-q", "--format", "js"], ["json", "jsonl"]),
        (["-o", "sa"], ["sarif:"]),
        (["--upper", "up"], ["upper"]),
        (["--rules", "rules/t"], ["rules/test.rules"]),
        (["completion", ""], ["bash", "zsh", "fish"]),
        (["explain", "UPPER-LO"], ["UPPER-LOOSER"]),
        (["rules", "upper-lo"], ["UPPER-LOOSER"]),
        (["--select", "UPPER-LO"], ["UPPER-LOOSER"]),
        (["--ignore", "AGREE-FACTS,UPPER-LO"], ["AGREE-FACTS,UPPER-LOOSER"]),
        (["explain", "--rules", "rules/test.rules", "TEST-F"], ["TEST-FACTS"]),
        # bash takes words apart at = and :
        (["--format", "=", "js"], ["json", "jsonl"]),
        (["-o", "sarif", ":", "up"], ["upper"]),
        # nothing to offer, nothing wrong
        (["show", "no-such"], []),
        (["--bogus", "x", "--no-such"], []),
        (["explain", "--rules", "no-such.rules", "TEST-F"], []),
    ],
    ids=lambda x: " ".join(x) if x and x[0] not in FIRST[:1] else None,
)  # fmt: skip
def test_bash(words: list[str], offered: list[str], shell: dict[str, str]) -> None:
    found = in_bash(["plancheck", *words], shell)
    if words == [""]:
        assert set(offered) <= set(found)
        assert {"bad", "clean.yaml"} <= set(found)
        assert not [name for name in found if name.endswith((".toml", ".md"))]
    elif words[-1] == "--fail-on-":
        assert set(offered) <= set(found)
    else:
        assert found == offered


def test_a_broken_installation_is_silent(shell: dict[str, str], tmp_path: Path) -> None:
    program = tmp_path / "bin" / "plancheck"
    working = program.read_text(encoding="utf-8")
    broken = working.replace(
        "exec", '[ "$1" = completion ] || { echo nonsense >&2; exit 3; }\nexec'
    )
    program.write_text(broken, encoding="utf-8")
    assert in_bash(["plancheck", "cou"], shell) == []


def test_wrong_settings_are_silent(shell: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "plancheck.toml").write_text("rules = [", encoding="utf-8")
    assert in_bash(["plancheck", "explain", "UPPER-LO"], shell, tmp_path) == ["UPPER-LOOSER"]
    assert in_bash(["plancheck", "--version", "--fo"], shell, tmp_path) == ["--format"]


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("plancheck sho", ["show\t显示读到的规划"]),
        ("plancheck baseline cr", ["create\t记入现有的问题"]),
        ("plancheck --watc", ["--watch\t文件一有变化就重新检查，按 Ctrl-C 结束"]),
        ("plancheck --format js", ["json", "jsonl"]),
        ("plancheck --format=js", ["--format=json", "--format=jsonl"]),
        ("plancheck -o sa", ["sarif:"]),
        ("plancheck cou", ["county.yaml"]),
        ("plancheck --upper up", ["upper/\tDirectory"]),
        ("plancheck explain UPPER-LO", ["UPPER-LOOSER\t目标不得宽于上级规划"]),
        (
            "plancheck --select AGREE-FACTS,UPPER-LO",
            ["AGREE-FACTS,UPPER-LOOSER\t目标不得宽于上级规划"],
        ),
    ],
)
def test_fish(line: str, offered: list[str], shell: dict[str, str]) -> None:
    script = f"plancheck completion fish | source; complete -C '{line}'"
    assert told([tool("fish"), "--no-config", "-c"], script, shell).splitlines() == offered


class Zsh:
    """A zsh at a terminal, since its completion works nowhere else."""

    READY = "ready> "

    def __init__(self, environment: dict[str, str]) -> None:
        self.shown = b""
        self.terminal, end = pty.openpty()
        self.process = subprocess.Popen(
            [tool("zsh"), "-f", "-i"], cwd=PLANS, stdin=end, stdout=end, stderr=end,
            env={**environment, "COLUMNS": "100", "LINES": "50"}, start_new_session=True,
        )  # fmt: skip
        os.close(end)
        self.write(f"PS1='rea''dy> '; stty columns 100 rows 50; ZDOTDIR={environment['HOME']}\n")
        self.until(self.READY)
        self.write(
            "autoload -Uz compinit; compinit -u -D; eval \"$(plancheck completion zsh)\"; echo do''ne\n"
        )
        self.until("done")
        self.until(self.READY)

    def write(self, text: str) -> None:
        os.write(self.terminal, text.encode())

    def until(self, text: str) -> None:
        """What is shown up to a text; what comes after it is kept for the next call."""
        deadline = time.monotonic() + 60
        while text.encode() not in self.shown:
            assert time.monotonic() < deadline, self.shown
            if select.select([self.terminal], [], [], 1)[0]:
                self.shown += os.read(self.terminal, 65536)
        _, _, self.shown = self.shown.partition(text.encode())

    def completed(self, line: str, expected: str) -> None:
        self.write(line + "\t")
        self.until(expected)
        self.write("\x15\n")
        self.until(self.READY)

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.terminal)


@pytest.fixture
def zsh(shell: dict[str, str]) -> Iterator[Zsh]:
    started = Zsh(shell)
    yield started
    started.close()


def test_zsh(zsh: Zsh) -> None:
    for line, expected in [
        ("plancheck exp", "explain "),
        ("plancheck cou", "county.yaml "),
        ("plancheck --watc", "--watch "),
        ("plancheck --format mark", "markdown "),
        ("plancheck --format=mark", "--format=markdown "),
        ("plancheck -o sar", "sarif:"),
        ("plancheck -o sarif:up", "sarif:upper/"),
        ("plancheck --output=sarif:up", "--output=sarif:upper/"),
        ("plancheck --upper up", "upper/"),
        ("plancheck explain UPPER-LO", "UPPER-LOOSER "),
        ("plancheck --select AGREE-FACTS,UPPER-LO", "AGREE-FACTS,UPPER-LOOSER "),
        ("plancheck explain UPPER-", "-- 目标不得宽于上级规划"),
    ]:
        zsh.completed(line, expected)


def test_completing_reads_no_grammar(shell: dict[str, str]) -> None:
    """The rules come from the cache; without rules nothing of them is imported."""
    code = (
        "import sys; from checker.cli.app import run; run([]); print(*sys.modules, file=sys.stderr)"
    )
    asked = {"_PLANCHECK_COMPLETE": "zsh_complete", "COMP_CWORD": "2"}
    for words, absent in [
        ("plancheck --format j", {"lark", "checker.pipeline", "yaml"}),
        ("plancheck explain UPPER", {"lark", "pandas", "numpy"}),
    ]:
        for _ in range(2):  # the first may have to fill the cache
            done = subprocess.run(
                [sys.executable, "-c", code], env={**shell, **asked, "COMP_WORDS": words},
                capture_output=True, check=True, timeout=60,
            )  # fmt: skip
        assert done.stdout
        assert not absent & set(done.stderr.decode().split())


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_a_script_is_sound_and_the_same_in_both_languages(
    name: str, shell: dict[str, str], tmp_path: Path
) -> None:
    scripts = {
        subprocess.run(
            ["plancheck", "completion", name, "--lang", lang],
            env=shell, capture_output=True, check=True, timeout=60,
        ).stdout.decode()
        for lang in ("zh", "en")
    }  # fmt: skip
    (script,) = scripts
    (tmp_path / "script").write_text(script, encoding="utf-8")
    assert told([tool(name), "-n"], str(tmp_path / "script"), shell) == ""
    assert f"_PLANCHECK_COMPLETE={name}_complete" in script


def test_every_command_is_offered() -> None:
    assert set(FIRST) <= set(app.commands)
