"""An unchanged plan is not judged again, and nobody sees it: every format is the same, byte for byte."""

from __future__ import annotations

import compileall
import os
import shutil
import subprocess
import sys
import time
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
    stands_in: Path | None = None

    @property
    def entries(self) -> list[Path]:
        return sorted((self.folder / "cache").glob("judgement-*.json"))

    @property
    def place(self) -> Path:
        return self.stands_in or self.folder / "plans"

    def environment(self, cache: str) -> dict[str, str]:
        where = cache if cache == "off" else str(self.folder / cache)
        given = {"PLANCHECK_CACHE": where, "PYTHONPATH": str(self.program), "COLUMNS": "80"}
        return {**os.environ, **given}

    def run(self, words: tuple[str, ...], cache: str = "cache", given: bytes = b"") -> Ran:
        """One process. `OUT` in a word is a folder that is empty before it."""
        out, modules = self.folder / "out", self.folder / "modules"
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir()
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, str(modules), *(w.replace("OUT", str(out)) for w in words)],
            env=self.environment(cache),
            cwd=self.place, input=given, capture_output=True, check=False, timeout=120,
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
    """The program as it is now: who changes it meanwhile changes no test.

    It has lain there long enough to be trusted not to change while it runs.
    """
    for part in ("checker", "grammar", "rules", "plans"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    ready = time.monotonic() + 2.1
    compileall.compile_dir(folder / "checker", quiet=1)
    time.sleep(max(0, ready - time.monotonic()))
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
    def change(folder: Path) -> None:
        with (folder / path).open("a", encoding="utf-8") as file:
            file.write(text)

    return change


# Anything that a judgement depends on.
CHANGES: dict[str, Callable[[Path], object]] = {
    "the plan": _append("county.yaml", "# 改\n"),
    "a plan above": _append("upper/province.yaml", "# 改\n"),
    "the name of a plan above": lambda plans: (plans / "upper" / "province.yaml").rename(
        plans / "upper" / "省.yaml"
    ),
    "no plan above": lambda plans: shutil.rmtree(plans / "upper"),
    "another plan above": lambda plans: shutil.copy(LUZHAI, plans / "upper" / "more.yaml"),
    "a faulty plan above": _append("upper/faulty.yaml", "plan: {title: 无}\n"),
    "a rule file": _append("rules/test.rules", "# 改\n"),
    "another rule file": lambda plans: shutil.copy(
        plans / "rules" / "test.rules", plans / "rules" / "twice.rules"
    ),
    "the configuration": _append("plancheck.toml", '[parameters]\n"报省备案床位" = "900张"\n'),
    "the vocabulary": _append("own.yaml", "  骑车率: {unit: '%', direction: higher}\n"),
}
OWN_WORDS = "sector: 试验\nindicators:\n  步行率: {unit: '%', direction: higher}\n"


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_a_judgement_depends_on_has_changed(
    change: Callable[[Path], object], desk: Desk
) -> None:
    words = ("county.yaml", "--rules", "rules", "--config", "plancheck.toml")
    _append("plancheck.toml", 'vocabulary = ["own.yaml"]\n')(desk.folder / "plans")
    _append("own.yaml", OWN_WORDS)(desk.folder / "plans")
    assert desk.run(words).judged and not desk.run(words).judged
    change(desk.folder / "plans")
    again, once_more = desk.run(words), desk.run(words)
    assert again.judged
    assert again.shown == once_more.shown == desk.run(words, "off").shown


def test_a_plan_is_shown_from_where_one_stands(desk: Desk) -> None:
    """What lies in the working folder is named from there, also the plans above."""
    plan, plans = str(desk.folder / "plans" / "county.yaml"), desk.folder / "plans"
    desk.run((plan, "-v", "--explain-chain"))
    elsewhere = Desk(desk.folder, desk.program, plans / "waivers")
    words = (plan, "-v", "--explain-chain")
    assert elsewhere.run(words).shown == elsewhere.run(words, "off").shown != desk.run(words).shown


def test_processes_that_start_at_once_on_an_empty_cache_agree(desk: Desk) -> None:
    command = [sys.executable, "-m", "checker", "county.yaml", "--format", "json"]
    started = [
        subprocess.Popen(command, env=desk.environment("cache"), cwd=desk.place, stdout=subprocess.PIPE)
        for _ in range(3)
    ]  # fmt: skip
    shown = {process.communicate(timeout=120)[0] for process in started}
    after = desk.run(tuple(command[3:]))
    assert shown == {after.shown[0]} and not after.judged
    left = {path.suffix for path in (desk.folder / "cache").iterdir() if path.name != ".tidied"}
    assert left == {".json"}


def test_another_program_judges_anew_and_the_same_one_does_not(desk: Desk, tmp_path: Path) -> None:
    own = Desk(desk.folder, copied(tmp_path / "program"))
    assert own.run(("clean.yaml",)).judged
    shutil.rmtree(own.program)
    copied(own.program)  # as a new checkout: the same content at other times
    assert not own.run(("clean.yaml",)).judged
    for part, text in PARTS.items():
        _append(part, text)(own.program)
        assert own.run(("clean.yaml",)).judged, part


# What decides verdicts or words them, and lies in no file that a user gives.
PARTS = {
    "checker/engine/compare.py": "# 改\n",
    "checker/messages/outcomes.py": "# 改\n",
    "checker/_regions.csv": "999999,某地,1981,,\n",
    "grammar/quantity.lark": "// 改\n",
    "plans/schema/plan.schema.json": "\n",
}


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


@pytest.mark.parametrize(
    "damage", ["cut", "changed", "emptied", "foreign", "of another plan", "nested"]
)
def test_a_damaged_entry_is_judged_and_written_again(damage: str, desk: Desk) -> None:
    from checker.cache import digest

    sound = desk.run((LUZHAI,)).shown
    (entry,) = desk.entries
    desk.run(("clean.yaml",))
    (other,) = {*desk.entries} - {entry}
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
        case "of another plan":
            shutil.copy(other, entry)
        case "nested":
            entry.write_bytes(b"[" * 10**6)
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
