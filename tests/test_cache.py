"""The store of computed things: sealed, tidied of what nobody asks for, and never more than a saving of time."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from checker import cache

DAY = 86400


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(cache.OFF, str(tmp_path))
    return tmp_path


def age(path: Path, days: float) -> None:
    os.utime(path, (time.time() - days * DAY,) * 2)


def stored(folder: Path) -> set[str]:
    return {path.name.partition("-")[0] for path in folder.glob("*.json")}


def test_what_nobody_asked_for_in_sixty_days_goes_when_something_is_stored(folder: Path) -> None:
    for kind in ("old", "asked", "young"):
        cache.save(kind, "k", [kind])
    for file in folder.glob("[oa]*.json"):
        age(file, 61)
    age(folder / ".tidied", 2)
    assert cache.load("asked", "k") == ["asked"]
    cache.save("new", "k", 1)
    assert stored(folder) == {"asked", "young", "new"}


def test_it_is_tidied_once_a_day(folder: Path) -> None:
    cache.save("old", "k", 1)
    age(next(folder.glob("old*")), 61)
    cache.save("new", "k", 1)
    assert stored(folder) == {"old", "new"}


def test_nothing_is_left_of_what_could_not_be_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    cache.save("new", "k", 1)
    assert list(folder.iterdir()) == []


# ---- the program


@pytest.fixture
def package(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program of one file, old enough for its time to be trusted."""
    own = folder / "package"
    own.mkdir()
    (own / "cache.py").write_text("code = 1\n", "utf-8")
    (own / "__pycache__").mkdir()
    monkeypatch.setattr(cache, "__file__", str(own / "cache.py"))
    return own


def content(program: Path) -> str:
    cache._program.cache_clear()
    found = cache.program()
    cache._program.cache_clear()
    return found


def test_a_program_is_its_content_not_its_times(package: Path) -> None:
    before = content(package)
    age(package / "cache.py", 5)
    (package / "__pycache__" / "cache.pyc").write_bytes(b"bytecode")
    assert content(package) == before


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


def test_files_that_rest_are_not_read_again(
    package: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "_SETTLED", -(10**12))
    before = content(package)
    assert "program" in stored(folder)
    monkeypatch.setattr(Path, "read_bytes", None)
    assert content(package) == before
