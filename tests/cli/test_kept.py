"""An unchanged plan is not judged again, and nobody sees it: every format is the same, byte for byte."""

from __future__ import annotations

import compileall
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from checker.cli.outputs import FORMATS
from tests.cli.blocks import PLANS, ROOT

SHIPPED = tuple(str(path) for path in sorted((ROOT / "plans").glob("*.yaml")))
LUZHAI = str(ROOT / "plans" / "luzhai.yaml")
TEST_RULES = ("county.yaml", "--rules", "rules/test.rules", "--today", "2026-11-22")

# A run that loads none of these has judged nothing.
JUDGING = {"checker.engine", "checker.semantics", "checker.syntax", "checker.quantity.read", "lark"}
PROGRAM = """
import sys
from checker.cli.app import run
code = run(sys.argv[2:])
open(sys.argv[1], "w").write(" ".join(sys.modules))
sys.exit(code)
"""


@dataclass(frozen=True)
class Desk:
    """A working folder with a cache and plans of its own, and the program that runs in it."""

    folder: Path
    program: Path

    @property
    def entries(self) -> list[Path]:
        return sorted((self.folder / "cache").glob("judgement-*.json"))

    def run(self, words: tuple[str, ...], cache: str = "cache", given: bytes = b"") -> Ran:
        """One process. `OUT` in a word is a folder that is empty before it."""
        out, modules = self.folder / "out", self.folder / "modules"
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir()
        where = cache if cache == "off" else str(self.folder / cache)
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, str(modules), *(w.replace("OUT", str(out)) for w in words)],
            env={**os.environ, "PLANCHECK_CACHE": where, "PYTHONPATH": str(self.program), "COLUMNS": "80"},
            cwd=self.folder / "plans", input=given, capture_output=True, check=False, timeout=120,
        )  # fmt: skip
        files = tuple((path.name, path.read_bytes()) for path in sorted(out.iterdir()))
        shown = (done.stdout, done.stderr, done.returncode, files)
        return Ran(shown, bool(JUDGING & set(modules.read_text("utf-8").split())))


@dataclass(frozen=True)
class Ran:
    """What everyone can see of a run, and whether it judged anything."""

    shown: tuple[bytes, bytes, int, tuple[tuple[str, bytes], ...]]
    judged: bool


def copied(folder: Path) -> Path:
    """The program as it is now: who changes it meanwhile changes no test."""
    for part in ("checker", "grammar", "rules", "plans"):
        shutil.copytree(ROOT / part, folder / part)
    compileall.compile_dir(folder / "checker", quiet=1)
    return folder


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(tmp_path_factory.mktemp("program"))


@pytest.fixture
def desk(tmp_path: Path, program: Path) -> Desk:
    shutil.copytree(PLANS, tmp_path / "plans")
    return Desk(tmp_path, program)


EVERY_FORMAT = tuple(f"--output={name}:OUT/report.{name}" for name in FORMATS)
CASES = {
    "every format": (*SHIPPED, *EVERY_FORMAT, "--today", "2026-11-22"),
    "every format in English": (*SHIPPED, *EVERY_FORMAT, "--today", "2026-11-22", "--lang", "en"),
    "text": SHIPPED,
    "all that text can tell": (*SHIPPED, "-v", "--explain-chain", "--color", "always"),
    "lines": (*SHIPPED, "-q"),
    "some rules": (LUZHAI, "--select", "UPPER,FORM", "--ignore", "UPPER-LOOSER", "-v"),
    "other plans above": (LUZHAI, "--upper", "upper"),
    "rules of one's own": TEST_RULES,
    "waivers": (*TEST_RULES, "--waivers", "waivers/good.yaml", "--format", "json"),
    "waivers that waive nothing": (*TEST_RULES, "--waivers", "waivers/stale.yaml"),
    "settings": ("county.yaml", "--config", "configured/plancheck.toml"),
    "standard input": ("-", "--stdin-filename", "county.yaml", "--format", "json"),
    "a fault that lets a plan be judged": ("bad/reference.yaml", "bad/no-such-region.yaml"),
    "a plan twice, one without content": ("clean.yaml", "./clean.yaml", "no-content.yaml"),
    "a wrong threshold": (LUZHAI, "--fail-on", "never", "--fail-on-unknown"),
}


@pytest.mark.parametrize("words", CASES.values(), ids=CASES)
def test_a_plan_that_was_judged_before_reads_the_same(words: tuple[str, ...], desk: Desk) -> None:
    given = (PLANS / "county.yaml").read_bytes()
    without, first, second = (desk.run(words, c, given) for c in ("off", "cache", "cache"))
    assert without.judged and first.judged and not second.judged
    assert first.shown == without.shown
    assert second.shown == without.shown


def test_only_the_changed_one_of_several_plans_is_judged(desk: Desk) -> None:
    words = ("clean.yaml", "unknown.yaml")
    desk.run(words)
    before = desk.entries
    changed = desk.folder / "plans" / "clean.yaml"
    changed.write_text(changed.read_text("utf-8") + "# 改\n", "utf-8")
    again = desk.run(words)
    assert again.judged and again.shown == desk.run(words, "off").shown
    assert len(desk.entries) == len(before) + 1


def _append(path: str, text: str) -> Callable[[Path], None]:
    return lambda plans: (plans / path).write_text((plans / path).read_text("utf-8") + text, "utf-8")  # fmt: skip


# Anything that a judgement depends on.
CHANGES: dict[str, Callable[[Path], object]] = {
    "the plan": _append("county.yaml", "# 改\n"),
    "a plan above": _append("upper/province.yaml", "# 改\n"),
    "another plan above": lambda plans: shutil.copy(LUZHAI, plans / "upper" / "more.yaml"),
    "a rule file": _append("rules/test.rules", "# 改\n"),
    "another rule file": lambda plans: shutil.copy(
        plans / "rules" / "test.rules", plans / "rules" / "twice.rules"
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_a_judgement_depends_on_has_changed(
    change: Callable[[Path], object], desk: Desk
) -> None:
    words = ("county.yaml", "--rules", "rules")
    assert desk.run(words).judged and not desk.run(words).judged
    change(desk.folder / "plans")
    again = desk.run(words)
    assert again.judged and again.shown == desk.run(words, "off").shown


def test_another_program_judges_anew_and_the_same_one_does_not(desk: Desk, tmp_path: Path) -> None:
    own = Desk(desk.folder, copied(tmp_path / "program"))
    assert own.run(("clean.yaml",)).judged
    shutil.rmtree(own.program)
    copied(own.program)  # as a new checkout: the same content at other times
    assert not own.run(("clean.yaml",)).judged
    _append("checker/engine/compare.py", "# 改\n")(own.program)
    assert own.run(("clean.yaml",)).judged


@pytest.mark.parametrize(
    "more",
    [("--select", "UPPER"), ("--ignore", "UPPER"), ("--rules", "rules/test.rules"), ("--format", "xlsx")],
    ids=" ".join,
)  # fmt: skip
def test_other_rules_or_more_to_tell_are_judged_anew(more: tuple[str, ...], desk: Desk) -> None:
    desk.run((LUZHAI,))
    assert desk.run((LUZHAI, *more)).judged
    assert not desk.run((LUZHAI, *more)).judged


def test_what_comes_after_the_judgement_needs_none(desk: Desk) -> None:
    desk.run((LUZHAI,))
    for more in (
        ["-v"],
        ["--lang", "en"],
        ["--fail-on", "never"],
        ["--today", "2030-01-01"],
        ["--format", "sarif"],
    ):
        assert not desk.run((LUZHAI, *more)).judged  # fmt: skip


@pytest.mark.parametrize("damage", ["cut", "changed", "emptied", "foreign"])
def test_a_damaged_entry_is_judged_and_written_again(damage: str, desk: Desk) -> None:
    from checker.cache import digest

    sound = desk.run((LUZHAI,)).shown
    (entry,) = desk.entries
    data = entry.read_bytes()
    match damage:
        case "cut":
            entry.write_bytes(data[: len(data) // 2])
        case "changed":
            entry.write_bytes(data.replace("宽于".encode(), "严于".encode()))
        case "emptied":
            entry.write_bytes(b"")
        case "foreign":  # sealed for another key
            body = b'"[1, 2]"'
            entry.write_bytes(digest("another", body).encode() + b"\n" + body)
    again = desk.run((LUZHAI,))
    assert again.judged and again.shown == sound
    assert entry.read_bytes() == data


@pytest.mark.parametrize(
    "words",
    [("bad/two-faults.yaml",), ("bad/gbk.yaml",), ("nowhere.yaml",), ("county.yaml", "--rules", "bad-rules")],
    ids=" ".join,
)  # fmt: skip
def test_what_is_wrong_is_told_each_time(words: tuple[str, ...], desk: Desk) -> None:
    without, first, second = (desk.run(words, cache).shown for cache in ("off", "cache", "cache"))
    assert first == second == without
    assert without[2] == 2 and without[1]


def test_a_cache_that_cannot_be_written_changes_nothing(desk: Desk) -> None:
    (desk.folder / "cache").write_text("a file, no folder", "utf-8")
    assert desk.run((LUZHAI,)).shown == desk.run((LUZHAI,), "off").shown
