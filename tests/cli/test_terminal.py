"""What only a terminal shows: colours, the line of progress, `--watch`, completion in a real shell."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.blocks import FORGOTTEN, PLANS, ROOT

pty = pytest.importorskip("pty")  # Windows has none

RULES = ["--rules", "rules/test.rules", "--select", "TEST,FILE"]


def environment(**given: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k not in (*FORGOTTEN, "CI")}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "TERM": "xterm", **given}


def in_terminal(*words: str, cwd: Path = PLANS, **given: str) -> str:
    """What a person sees who runs Python with these words; both streams are the terminal."""
    controller, terminal = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, *words], cwd=cwd, env=environment(**given),
        stdin=terminal, stdout=terminal, stderr=terminal,
    )  # fmt: skip
    os.close(terminal)
    shown = b""
    while True:
        try:
            chunk = os.read(controller, 65536)
        except OSError:  # Linux's end of a terminal
            break
        if not chunk:
            break
        shown += chunk
    os.close(controller)
    process.wait(60)
    return shown.decode()


# ---- colours


@pytest.mark.parametrize(
    ("given", "words", "coloured"),
    [
        ({}, [], True),
        ({"NO_COLOR": "1"}, [], False),
        ({"NO_COLOR": ""}, [], True),  # https://no-color.org: present and not empty
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, [], False),
        ({"NO_COLOR": "1"}, ["--color", "always"], True),
        ({"FORCE_COLOR": "0"}, [], True),
        ({"TERM": "dumb"}, [], False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, [], True),
        ({}, ["--color", "never"], False),
    ],
)
@pytest.mark.parametrize("plan", ["clean.yaml", "bad/duplicate-key.yaml"])
def test_colours_on_a_terminal(
    given: dict[str, str], words: list[str], coloured: bool, plan: str
) -> None:
    shown = in_terminal("-m", "checker", plan, *RULES, *words, **given)
    assert ("\x1b[" in shown) == coloured


# ---- progress

AT_ONCE = """
import sys
from checker.cli import progress
progress.DELAY_SECONDS = progress.PAUSE_SECONDS = 0
from checker.cli.app import run
sys.exit(run(sys.argv[1:]))
"""
THREE = ["clean.yaml", "county.yaml", "unknown.yaml"]


def on_screen(shown: str) -> list[str]:
    """The lines that stay: a carriage return begins the line anew, over what stands there."""
    lines = []
    for line in shown.replace("\r\n", "\n").split("\n"):
        cells: list[str] = []
        for part in line.split("\r"):
            cells[: len(part)] = part
        lines.append("".join(cells).rstrip())
    return lines


def test_progress_is_shown_on_a_terminal_and_leaves_nothing() -> None:
    shown = in_terminal("-c", AT_ONCE, *THREE, *RULES, "-q")
    assert "\r正在核对 1/3 clean.yaml …" in shown
    assert "\r正在核对 3/3 unknown.yaml …" in shown
    assert "正在核对" not in "\n".join(on_screen(shown))
    assert "\x1b" not in shown


def test_progress_speaks_english() -> None:
    assert "\rchecking 2/3 county.yaml …" in in_terminal(
        "-c", AT_ONCE, *THREE, *RULES, "-q", "--lang", "en"
    )


@pytest.mark.parametrize(
    ("paths", "given"),
    [
        (THREE, {"CI": "true"}),
        (THREE, {"TERM": "dumb"}),
        (["clean.yaml"], {}),
    ],
)
def test_progress_is_not_shown(paths: list[str], given: dict[str, str]) -> None:
    assert "正在核对" not in in_terminal("-c", AT_ONCE, *paths, *RULES, **given)


def test_progress_is_not_shown_in_a_pipe() -> None:
    done = subprocess.run(
        [sys.executable, "-c", AT_ONCE, *THREE, *RULES],
        cwd=PLANS, env=environment(), capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    assert "正在核对".encode() not in done.stderr + done.stdout
    assert b"\r" not in done.stderr + done.stdout


def test_a_file_name_sends_no_codes_to_the_terminal(tmp_path: Path) -> None:
    for name in ("a\x1b[2J\x07.yaml", "b\r正常\x9b2J.yaml"):
        (tmp_path / name).write_bytes((PLANS / "clean.yaml").read_bytes())
    shown = in_terminal("-c", AT_ONCE, ".", "-q", cwd=tmp_path)
    assert "正在核对 1/2 a[2J.yaml …" in shown
    assert "a[2J.yaml: 核查范围" in shown
    for words in (
        ["."],
        [".", "--format", "summary"],
        ["show", "."],
        [".", "-v", "--explain-chain"],
    ):
        shown += in_terminal("-m", "checker", *words, "--color", "never", cwd=tmp_path)
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", shown)
    assert "\r正常" not in shown


def test_a_text_of_a_plan_sends_no_codes_to_the_terminal(tmp_path: Path) -> None:
    text = (PLANS / "county.yaml").read_text(encoding="utf-8")
    assert "name: 婴儿死亡率" in text
    text = text.replace("name: 婴儿死亡率", 'name: "婴儿\\e[2J\\a死亡率"')
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    for words in ([], ["-v"], ["-q"], ["--color", "always"]):
        shown = in_terminal("-m", "checker", "plan.yaml", *words, cwd=tmp_path)
        assert not re.search("\x1b(?!\\[[0-9;]*m)|\x07", shown)


# ---- watch


class Watching:
    """`plancheck check … --watch` as it runs in a folder."""

    def __init__(self, folder: Path, *words: str) -> None:
        self.out, self.err = folder.parent / "out", folder.parent / "err"
        with self.out.open("wb") as out, self.err.open("wb") as err:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "checker", "check", *words, "--watch"],
                cwd=folder, env=environment(), stdin=subprocess.DEVNULL, stdout=out, stderr=err,
            )  # fmt: skip

    def until(self, holds: Callable[[str, str], bool]) -> tuple[str, str]:
        """Both streams, as soon as something is true of them."""
        for _ in range(600):
            out, err = (f.read_text(encoding="utf-8") for f in (self.out, self.err))
            if holds(out, err):
                return out, err
            assert self.process.poll() is None, err
            time.sleep(0.1)
        raise AssertionError(f"waited in vain; standard output:\n{out}\nstandard error:\n{err}")

    def rounds(self, number: int) -> tuple[str, str]:
        return self.until(lambda _, err: err.count("Ctrl-C") >= number)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(PLANS / "upper", tmp_path / "plans" / "upper")
    shutil.copytree(PLANS / "rules", tmp_path / "plans" / "rules")
    shutil.copy(PLANS / "county.yaml", tmp_path / "plans")
    return tmp_path / "plans"


@pytest.fixture
def watching(folder: Path) -> Iterator[Callable[..., Watching]]:
    started: list[Watching] = []

    def start(*words: str) -> Watching:
        started.append(Watching(folder, *words))
        return started[-1]

    yield start
    for one in started:
        if one.process.poll() is None:
            one.process.kill()
        one.process.wait()


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_an_edit_of_the_plan_is_checked_again(
    folder: Path, watching: Callable[..., Watching]
) -> None:
    run = watching("county.yaml", *RULES, "-q", "-o", "json:report.json")
    out, _ = run.rounds(1)
    assert "婴儿死亡率定为9.5‰以下" in out
    edit(folder / "county.yaml", "9.5以下", "9.25以下")
    out, err = run.rounds(2)
    assert "婴儿死亡率定为9.25‰以下" in out
    assert "有变化：county.yaml" in err
    assert "9.25‰以下" in (folder / "report.json").read_text(encoding="utf-8")
    assert "\x1b" not in out + err  # nothing is cleared in a pipe


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("upper/province.yaml", "7.5以下", "9.5以下"),
        ("rules/test.rules", "规则 TEST-UPPER", "规则 TEST-ABOVE"),
    ],
)
def test_an_edit_of_a_plan_above_or_of_a_rule_is_checked_too(
    folder: Path, watching: Callable[..., Watching], file: str, old: str, new: str
) -> None:
    run = watching("county.yaml", *RULES, "-q")
    before, _ = run.rounds(1)
    edit(folder / file, old, new)
    out, err = run.rounds(2)
    assert f"有变化：{file}" in err
    assert out.removeprefix(before) not in ("", before)


def test_a_plan_that_is_broken_for_a_moment_does_not_end_it(
    folder: Path, watching: Callable[..., Watching]
) -> None:
    run = watching(".", *RULES, "-q")
    before, _ = run.rounds(1)
    whole = (folder / "county.yaml").read_bytes()
    (folder / "county.yaml").write_text("plan: [", encoding="utf-8")
    _, err = run.rounds(2)
    assert "county.yaml:1:" in err
    (folder / "county.yaml").write_bytes(whole)
    run.until(lambda out, _: out != before and out.endswith(before))


def test_files_that_appear_and_wrong_settings_are_noticed(
    folder: Path, watching: Callable[..., Watching]
) -> None:
    run = watching(".", *RULES[:2], "-q")
    run.rounds(1)
    shutil.copy(PLANS / "clean.yaml", folder / "new.yaml")
    _, err = run.rounds(2)
    assert "有变化：new.yaml" in err
    (folder / "plancheck.toml").write_text('select = ["TEST-FACT-S"]', encoding="utf-8")
    _, err = run.rounds(3)
    assert "没有编号为“TEST-FACT-S”或以它开头的规则" in err
    (folder / "plancheck.toml").unlink()
    run.rounds(4)


@pytest.mark.parametrize(("sign", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, -15)])
def test_it_ends_quietly(
    watching: Callable[..., Watching], sign: signal.Signals, code: int
) -> None:
    run = watching("county.yaml", *RULES, "-q")
    before = run.rounds(1)
    run.process.send_signal(sign)
    assert run.process.wait(60) == code
    assert (run.out.read_text(encoding="utf-8"), run.err.read_text(encoding="utf-8")) == before


def test_a_terminal_is_cleared_before_it_is_checked_again(folder: Path) -> None:
    again = "touch = __import__('pathlib').Path('county.yaml'); touch.write_bytes(touch.read_bytes() + b'\\n')"
    once = f"""
import sys
from checker.cli import watch
from checker.cli.app import run
waited = []
def wait(*_):
    if waited: raise KeyboardInterrupt
    waited.append(1)
    {again}
    return [touch.resolve()]
watch._wait = wait
sys.exit(run(sys.argv[1:]))
"""
    shown = in_terminal("-c", once, "county.yaml", *RULES, "-q", "--watch", cwd=folder)
    first, second = shown.split("\x1b[2J")
    assert "9.5‰以下" in first
    assert "9.5‰以下" in second


def test_what_cannot_be_watched_is_refused() -> None:
    absent = "import sys; sys.modules['watchfiles'] = None\n" + AT_ONCE
    for words, text in [
        (["-m", "checker", "-", "--watch"], "--watch 不能用于标准输入"),
        (
            ["-c", absent, "clean.yaml", "--watch"],
            "需要在程序的文件夹里运行 pip install '.[watch]'",
        ),
    ]:
        done = subprocess.run(
            [sys.executable, *words], cwd=PLANS, env=environment(), capture_output=True,
            stdin=subprocess.DEVNULL, text=True, encoding="utf-8", check=False, timeout=60,
        )  # fmt: skip
        assert (done.returncode, done.stdout) == (2, "")
        assert text in done.stderr


def test_an_interrupt_while_checking_is_130() -> None:
    code = """
import sys
import checker.pipeline
def stop(*_): raise KeyboardInterrupt
checker.pipeline.judge_plan = stop
from checker.cli.app import run
sys.exit(run(sys.argv[1:]))
"""
    done = subprocess.run(
        [sys.executable, "-c", code, "clean.yaml"],
        cwd=PLANS, env=environment(PLANCHECK_CACHE="off"), capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 130
    assert done.stderr.strip() == b""
