"""What a console block cannot show: faults of ours, closed pipes, what is imported, what is written."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from checker.cli.app import app
from checker.cli.arguments import insert_command
from tests.cli.blocks import PLANS, ROOT

RULES = ["--rules", "rules/test.rules", "--select", "TEST"]


def python(*words: str, cwd: Path = PLANS, **options: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **options}
    return subprocess.run(
        [sys.executable, *words],
        cwd=cwd, env=environment, capture_output=True, text=True, encoding="utf-8", check=False,
        stdin=subprocess.DEVNULL, timeout=60,
    )  # fmt: skip


BROKEN = """
import sys
import checker.pipeline
from checker.cli.app import run
def fail(*_): raise RuntimeError("第一行\\n第二行")
checker.pipeline.judge_plan = fail
sys.exit(run(sys.argv[1:]))
"""


def test_a_fault_of_ours_is_one_line_and_3() -> None:
    done = python("-c", BROKEN, "county.yaml", PLANCHECK_CACHE="off")
    assert done.returncode == 3
    assert done.stdout == ""
    assert done.stderr.splitlines()[-1].startswith("plancheck 自身出错：RuntimeError: 第一行（")
    assert "Traceback" not in done.stderr


def test_debug_shows_the_traceback() -> None:
    done = python("-c", BROKEN, "county.yaml", "--debug", "--lang", "en", PLANCHECK_CACHE="off")
    assert done.returncode == 3
    assert "Traceback" in done.stderr
    assert "a fault of plancheck itself: RuntimeError" in done.stderr


@pytest.mark.parametrize(("fail_on", "code"), [("error", 1), ("never", 0)])
@pytest.mark.parametrize("closed", ["stdout", "stderr"])
def test_a_closed_pipe_is_silent_and_changes_no_exit_code(
    closed: str, fail_on: str, code: int
) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "checker", "../../../plans/qinzhou.yaml", "-v", "--fail-on", fail_on],
        cwd=PLANS, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout
    assert process.stderr
    streams = {"stdout": process.stdout, "stderr": process.stderr}
    streams.pop(closed).close()
    (other,) = streams.values()
    shown = other.read()
    assert process.wait(60) == code
    assert b"Traceback" not in shown
    assert b"BrokenPipe" not in shown


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("command", ["check", "batch"])
def test_a_full_disk_is_named_and_is_no_fault_of_ours(command: str) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "checker", command, "county.yaml", "--lang", "en"], cwd=PLANS, check=False,
            env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=full, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
    assert done.returncode == 2
    assert "“<stdout>” cannot be used: No space left on device" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["check", "batch"])
def test_an_empty_argument_is_not_the_working_folder(command: str) -> None:
    done = python("-m", "checker", command, "", "--lang", "en")
    assert done.returncode == 2
    assert "[input-missing]" in done.stderr


HEAVY = ("pandas", "numpy", "jsonschema", "rich", "hypothesis")


@pytest.mark.parametrize(
    ("words", "absent"),
    [
        (["--version"], (*HEAVY, "lark", "yaml", "checker.pipeline", "checker.engine")),
        (["--help"], (*HEAVY, "lark", "yaml", "checker.pipeline")),
        (["--fromat"], (*HEAVY, "lark", "yaml", "checker.pipeline")),
        (["county.yaml", *RULES], (*HEAVY, "checker.report.as_json", "checker.cli.show")),
    ],
)
def test_nothing_heavy_is_imported(words: list[str], absent: tuple[str, ...]) -> None:
    code = (
        "import sys; from checker.cli.app import run; run(sys.argv[1:]);"
        "print(*sys.modules, sep='\\n', file=sys.stderr)"
    )
    loaded = python("-c", code, *words).stderr.splitlines()
    assert "checker.cli.app" in loaded
    assert [name for name in absent if name in loaded] == []


def test_nothing_is_written_beside_the_plan(tmp_path: Path) -> None:
    for name in ("clean.yaml", "bad/gbk.yaml"):
        (tmp_path / Path(name).name).write_bytes((PLANS / name).read_bytes())
    before = {path: path.read_bytes() for path in tmp_path.rglob("*")}
    python("-m", "checker", ".", cwd=tmp_path)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*")} == before


def test_json_on_standard_output_is_clean_whatever_is_wrong() -> None:
    import json

    done = python("-m", "checker", "bad", "county.yaml", "--format", "json", *RULES)
    assert done.returncode == 2
    assert {d["file"] for d in json.loads(done.stdout)["diagnostics"]} >= {"bad/gbk.yaml"}
    assert "bad/gbk.yaml" in done.stderr


@pytest.mark.parametrize(
    "encoding", ["gbk", "gb18030", "ascii", "latin-1", "cp437", "utf-8:strict", "utf-16"]
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_console_makes_it_fail(encoding: str, language: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "checker", "../../../plans/luzhai.yaml", "-v", "--lang", language],
        cwd=PLANS, env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": encoding},
        capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert done.stdout


def test_a_file_name_that_is_no_text_can_be_shown(tmp_path: Path) -> None:
    name = os.fsdecode(b"\xb9\xe6\xbb\xae.yaml")
    try:
        (tmp_path / name).write_bytes((PLANS / "clean.yaml").read_bytes())
    except (OSError, UnicodeError):
        pytest.skip("the file system refuses such names")
    done = python("-m", "checker", str(tmp_path), "-q")
    assert done.returncode in (0, 1, 2)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", ["规" * 3000, "a/" * 3000, "/dev/null", "/", "county.yaml/x"])
@pytest.mark.parametrize("command", ["check", "show"])
def test_no_path_makes_it_fail(command: str, name: str) -> None:
    done = python("-m", "checker", command, name)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert len(done.stderr) > 10


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (["a.yaml"], ["check", "a.yaml"]),
        (["check", "a.yaml"], ["check", "a.yaml"]),
        (["-q", "a.yaml"], ["check", "-q", "a.yaml"]),
        (["--lang", "en", "rules"], ["rules", "--lang", "en"]),
        (["--lang=en", "show", "a"], ["show", "--lang=en", "a"]),
        (["--debug", "explain", "A"], ["explain", "--debug", "A"]),
        (["./rules"], ["check", "./rules"]),
        (["--", "rules"], ["check", "--", "rules"]),
        (["-"], ["check", "-"]),
        (["--version"], ["--version"]),
        (["--lang", "en", "--help"], ["--help"]),
        ([], []),
        (["--format", "json", "a.yaml"], ["check", "--format", "json", "a.yaml"]),
    ],
)
def test_a_first_word_that_is_no_command_is_a_path(words: list[str], meant: list[str]) -> None:
    assert insert_command(words, app) == meant
