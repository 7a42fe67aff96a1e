"""The store of computed things: sealed, tidied of what nobody asks for, and never more than a saving of time."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from checker import cache, program

DAY = 86400
KEY = cache.digest("what it is made of")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(cache.OFF, str(tmp_path))
    return tmp_path


def age(path: Path, days: float) -> None:
    os.utime(path, (time.time() - days * DAY,) * 2)


def stored(folder: Path) -> set[str]:
    return {path.name.partition("-")[0] for path in folder.glob("*.json")}


# ---- where it lies

PLACES = {
    "named": ({cache.OFF: "/srv/kept"}, Path("/srv/kept")),
    "off": ({cache.OFF: "off"}, None),
    "off, in capitals": ({cache.OFF: "OFF"}, None),
    "below one's home, where no shell has put it": ({cache.OFF: "~/kept"}, Path("/home/me/kept")),
    "the user's": ({}, Path("/home/me/.cache/plancheck")),
    "the user's, moved": ({"XDG_CACHE_HOME": "/var/me"}, Path("/var/me/plancheck")),
    "moved to no certain place": ({"XDG_CACHE_HOME": "here"}, Path("/home/me/.cache/plancheck")),
}


@pytest.mark.skipif(os.name == "nt", reason="paths of another system")
@pytest.mark.parametrize(("given", "found"), PLACES.values(), ids=PLACES)
def test_where_it_lies(
    given: dict[str, str], found: Path | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (cache.OFF, "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"HOME": "/home/me", **given}.items():
        monkeypatch.setenv(name, value)
    assert cache.folder() == found


@pytest.mark.parametrize("named", ["", "~/kept"])
def test_a_user_without_a_home_has_none(named: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(cache.OFF, named)
    monkeypatch.setattr("os.path.expanduser", lambda path: path)
    assert cache.folder() is None


# ---- entries


@pytest.mark.skipif(os.name == "nt", reason="users have other names there")
@pytest.mark.parametrize(
    ("writer", "believed"), [(1000, True), (0, True), (1001, False)], ids=["own", "root", "other"]
)
def test_what_another_user_has_written_is_not_believed(
    writer: int, believed: bool, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.save("theirs", KEY, "sealed, and perhaps a lie")
    of_file = os.fstat
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(os, "fstat", lambda number: os.stat_result(owned(of_file(number), writer)))
    assert (cache.load("theirs", KEY) is not None) == believed


def owned(found: os.stat_result, by: int) -> tuple[int, ...]:
    mode, inode, device, links, _, *rest = found
    return (mode, inode, device, links, by, *rest)


def test_what_may_only_be_read_is_read_however_old(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.save("old", KEY, 1)
    age(next(folder.glob("old*")), 2)
    monkeypatch.setattr(os, "utime", refused)
    assert cache.load("old", KEY) == 1


def refused(*_: object) -> None:
    raise PermissionError(1, "Operation not permitted")


def test_what_nobody_asked_for_in_sixty_days_goes_when_something_is_stored(folder: Path) -> None:
    for kind in ("old", "asked", "young"):
        cache.save(kind, KEY, [kind])
    for file in folder.glob("[oa]*.json"):
        age(file, 61)
    age(folder / ".tidied", 2)
    assert cache.load("asked", KEY) == ["asked"]
    cache.save("new", KEY, 1)
    assert stored(folder) == {"asked", "young", "new"}


def test_it_is_tidied_once_a_day(folder: Path) -> None:
    cache.save("old", KEY, 1)
    age(next(folder.glob("old*")), 61)
    cache.save("new", KEY, 1)
    assert stored(folder) == {"old", "new"}


def test_a_clock_that_was_set_back_keeps_nothing_for_ever(folder: Path) -> None:
    cache.save("old", KEY, 1)
    age(next(folder.glob("old*")), 61)
    age(folder / ".tidied", -400)
    cache.save("new", KEY, 1)
    assert stored(folder) == {"new"}


def test_only_its_own_is_tidied_for_a_folder_may_hold_other_things(folder: Path) -> None:
    others = ("plan.yaml", "report-1.json", ".profile", "batch")
    unfinished = folder / ".judgement-4711-123456789"
    for name in (*others, unfinished.name):
        (folder / name).write_text("{}", "utf-8")
        age(folder / name, 400)
    cache.save("new", KEY, 1)
    assert all((folder / name).exists() for name in others)
    assert not unfinished.exists()


def test_nothing_is_left_of_what_could_not_be_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    cache.save("new", KEY, 1)
    assert list(folder.iterdir()) == []


# ---- the program


@pytest.fixture
def package(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A program of one file, old enough for its time to be trusted."""
    own = folder / "package"
    own.mkdir()
    (own / "cache.py").write_text("code = 1\n", "utf-8")
    (own / "__pycache__").mkdir()
    monkeypatch.setattr(program, "__file__", str(own / "cache.py"))
    program._identity.cache_clear()
    yield own
    program._identity.cache_clear()


def content(package: Path) -> str:
    """As a new process finds it."""
    program._identity.cache_clear()
    return program.identity()


def test_a_program_is_its_content_not_its_times(package: Path) -> None:
    before = content(package)
    age(package / "cache.py", 5)
    (package / "__pycache__" / "cache.pyc").write_bytes(b"bytecode")
    assert content(package) == before


def test_bytecode_older_than_its_source_is_part_of_it_for_python_may_run_it(package: Path) -> None:
    compiled = package / "__pycache__" / f"cache.{sys.implementation.cache_tag}.pyc"
    compiled.write_bytes(b"code = 1")
    stamp = (package / "cache.py").stat()
    before = content(package)
    (package / "cache.py").write_text("code = 2\n", "utf-8")
    os.utime(package / "cache.py", ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    doubtful = content(package)
    compiled.unlink()
    assert len({before, doubtful, content(package)}) == 3


def test_bytecode_that_python_will_not_run_is_no_part_of_it(package: Path) -> None:
    compiled = package / "__pycache__" / f"cache.{sys.implementation.cache_tag}.pyc"
    compiled.write_bytes(b"code = 0")
    age(compiled, 1)
    (package / "cache.py").write_text("code = 2\n", "utf-8")
    with_it = content(package)
    compiled.unlink()
    assert content(package) == with_it


@pytest.mark.parametrize("name", ["cache.py", "new.py", "_regions.csv"])
def test_another_content_is_another_program(name: str, package: Path) -> None:
    before = content(package)
    stamp = (package / "cache.py").stat()
    (package / name).write_text("code = 2\n", "utf-8")
    os.utime(package / name, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert content(package) != before


def test_a_program_that_cannot_be_read_is_like_no_other(package: Path) -> None:
    (package / "gone.py").symlink_to(package / "nowhere.py")
    assert content(package) != content(package)


def test_what_an_editor_lays_beside_is_no_part_of_it(package: Path) -> None:
    before = content(package)
    (package / ".#cache.py").symlink_to("someone@somewhere")
    assert content(package) == before


def test_files_changed_just_now_are_read_again(package: Path, folder: Path) -> None:
    content(package)
    assert "program" not in stored(folder), "their next change may leave the same time"


@pytest.fixture
def settled(package: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program as if it had been there for long."""
    monkeypatch.setattr(program, "_SETTLED", -(10**12))
    return package


def test_files_that_rest_are_not_read_again(
    settled: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = content(settled)
    assert "program" in stored(folder)
    monkeypatch.setattr(Path, "read_bytes", None)
    assert content(settled) == before


def test_data_and_libraries_belong_to_it(package: Path) -> None:
    names = {name for name, *_ in program._stamps()}
    assert {
        "package/cache.py", "grammar/quantity.lark", "schema/plan.schema.json", "yaml/__init__.py", "lark/lark.py",
        "jsonschema/validators.py",
    } <= names  # fmt: skip


# What runs has imported its parts at different times.
def test_what_an_unchanged_program_has_made_may_be_kept(settled: Path) -> None:
    content(settled)
    assert program.runs_unchanged()


def test_what_a_program_has_made_that_was_changed_meanwhile_may_not(settled: Path) -> None:
    program.identity()
    (settled / "cache.py").write_text("code = 2\n", "utf-8")
    assert not program.runs_unchanged()


def test_nor_of_one_that_was_changed_while_it_started(package: Path) -> None:
    content(package)
    assert not program.runs_unchanged()


def test_but_once_that_has_rested_unchanged(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch that begins right after an installation takes longer than that."""
    content(package)
    monkeypatch.setattr(program, "_SETTLED", -(10**12))
    assert program.runs_unchanged()
    (package / "cache.py").write_text("code = 2\n", "utf-8")
    assert not program.runs_unchanged()


def test_nor_of_one_that_cannot_be_read(settled: Path) -> None:
    (settled / "gone.py").symlink_to(settled / "nowhere.py")
    content(settled)
    assert not program.runs_unchanged()
