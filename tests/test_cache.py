"""The cache: entries with checksums, pruned when nobody reads them, and never more than a saving of time."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from checker import cache
from checker.cache import Store

DAY = 86400


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path).section("kind")


def age(path: Path, days: float) -> None:
    os.utime(path, (time.time() - days * DAY,) * 2)


def key(name: str) -> str:
    return cache.digest(name)


def file_of(store: Store, name: str) -> Path:
    assert store.where is not None
    return next(store.where.rglob(f"kind-{key(name)[2:34]}"))


def contents(store: Store) -> set[str]:
    """Those of three entries that are there."""
    return {name for name in ("old", "asked", "young") if store.load(key(name)) is not None}


# ---- where it lies

PLACES = {
    "named": ({cache.CACHE_VARIABLE: "/srv/kept"}, Path("/srv/kept")),
    "off": ({cache.CACHE_VARIABLE: "off"}, None),
    "off, in capitals": ({cache.CACHE_VARIABLE: "OFF"}, None),
    "below one's home, where no shell has put it": (
        {cache.CACHE_VARIABLE: "~/kept"},
        Path("/home/me/kept"),
    ),
    "the user's": ({}, Path("/home/me/.cache/plancheck")),
    "the user's, moved": ({"XDG_CACHE_HOME": "/var/me"}, Path("/var/me/plancheck")),
    "moved to no certain place": ({"XDG_CACHE_HOME": "here"}, Path("/home/me/.cache/plancheck")),
}


@pytest.mark.skipif(os.name == "nt", reason="paths of another system")
@pytest.mark.parametrize(("given", "found"), PLACES.values(), ids=PLACES)
def test_where_it_lies(
    given: dict[str, str], found: Path | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (cache.CACHE_VARIABLE, "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"HOME": "/home/me", **given}.items():
        monkeypatch.setenv(name, value)
    assert cache.cache_dir() == found


@pytest.mark.parametrize("named", ["", "~/kept"])
def test_a_user_without_a_home_has_none(named: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(cache.CACHE_VARIABLE, named)
    monkeypatch.setattr("os.path.expanduser", lambda path: path)
    assert cache.cache_dir() is None


# ---- entries


def test_an_entry_comes_back_with_its_tag(store: Store) -> None:
    store.save(key("a"), b"content", "complete")
    assert store.load(key("a")) == b"content"
    assert store.read_tag(key("a")) == "complete"
    assert store.load(key("b")) is None and store.read_tag(key("b")) == ""


def test_without_a_folder_nothing_is_kept() -> None:
    none = Store(None).section("kind")
    none.save(key("a"), b"content", "tag")
    none.prune()
    assert none.load(key("a")) is None and none.read_tag(key("a")) == ""


def test_a_folder_that_cannot_be_costs_time_not_correctness() -> None:
    store = Store(Path("/tmp") / ("x" * 300))
    store.save(key("a"), b"content")
    store.prune()
    assert store.load(key("a")) is None


def test_a_damaged_entry_counts_as_none(store: Store) -> None:
    store.save(key("a"), b"content")
    file = file_of(store, "a")
    whole = file.read_bytes()
    for damaged in (b"", whole[:70], whole[:-1], whole.replace(b"t", b"d"), whole + b"!"):
        file.write_bytes(damaged)
        assert store.load(key("a")) is None
    file.write_bytes(whole)
    assert store.load(key("a")) == b"content"


@pytest.mark.skipif(os.name == "nt", reason="users have other names there")
@pytest.mark.parametrize(
    ("writer", "believed"), [(1000, True), (0, True), (1001, False)], ids=["own", "root", "other"]
)
def test_what_another_user_has_written_is_not_believed(
    writer: int, believed: bool, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.save(key("theirs"), b"sealed, and perhaps a lie")
    of_file = os.fstat
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(os, "fstat", lambda number: os.stat_result(owned(of_file(number), writer)))
    assert (store.load(key("theirs")) is not None) == believed


def owned(status: os.stat_result, by: int) -> tuple[int, ...]:
    mode, inode, device, links, _, *rest = status
    return (mode, inode, device, links, by, *rest)


def test_what_may_only_be_read_is_read_however_old(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.save(key("old"), b"1")
    age(file_of(store, "old"), 2)
    monkeypatch.setattr(os, "utime", refused)
    assert store.load(key("old")) == b"1"


def refused(*_: object) -> None:
    raise PermissionError(1, "Operation not permitted")


def test_what_nobody_read_in_sixty_days_is_pruned(store: Store) -> None:
    for name in ("old", "asked", "young"):
        store.save(key(name), b"")
    for name in ("old", "asked"):
        age(file_of(store, name), 61)
    assert store.load(key("asked")) == b""
    store.prune()
    assert contents(store) == {"asked", "young"}


def test_it_is_pruned_once_a_day(store: Store) -> None:
    assert store.where is not None
    store.save(key("old"), b"")
    store.prune()
    age(file_of(store, "old"), 61)
    store.prune()
    assert file_of(store, "old").exists()
    age(store.where / ".pruned", 2)
    store.prune()
    assert contents(store) == set()


def test_a_clock_that_was_set_back_keeps_nothing_for_ever(store: Store) -> None:
    assert store.where is not None
    store.save(key("old"), b"")
    store.prune()
    age(file_of(store, "old"), 61)
    age(store.where / ".pruned", -400)
    store.prune()
    assert contents(store) == set()


def test_only_entries_are_pruned_for_a_folder_may_hold_other_things(store: Store) -> None:
    assert store.where is not None
    store.where.mkdir()
    others = ("plan.yaml", "report-1.json", ".profile")
    unfinished = store.where / f".kind-{key('a')[:32]}-4711-123456789"
    for name in (*others, unfinished.name):
        (store.where / name).write_text("{}", "utf-8")
        age(store.where / name, 400)
    store.prune()
    assert all((store.where / name).exists() for name in others)
    assert not unfinished.exists()


def test_nothing_is_left_of_what_could_not_be_written(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    store.save(key("new"), b"1")
    assert store.where is not None
    assert [path for path in store.where.rglob("*") if path.is_file()] == []


# ---- the program


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program of one file, in a checkout."""
    own = tmp_path / "package"
    (own / "__pycache__").mkdir(parents=True)
    (own / "cache.py").write_text("code = 1\n", "utf-8")
    monkeypatch.setattr(cache, "__file__", str(own / "cache.py"))
    return own


def fingerprints() -> tuple[str, str]:
    """The key and the digest of the program, as a new process finds them."""
    cache.program_key.cache_clear()
    cache.program_digest.cache_clear()
    try:
        return cache.program_key(), cache.program_digest()
    finally:
        cache.program_key.cache_clear()
        cache.program_digest.cache_clear()


def test_a_changed_file_is_another_program(package: Path) -> None:
    age(package / "cache.py", 5)
    before = fingerprints()
    age(package / "cache.py", -5)
    later = fingerprints()
    assert later[0] != before[0] and later[1] == before[1]
    (package / "cache.py").write_text("code = 2\n", "utf-8")
    assert fingerprints()[1] != before[1]


@pytest.mark.parametrize("name", ["new.py", "_regions.csv"])
def test_one_more_file_is_another_program(name: str, package: Path) -> None:
    age(package / "cache.py", -5)
    before = fingerprints()
    (package / name).write_text("", "utf-8")
    after = fingerprints()
    assert after[0] != before[0] and after[1] != before[1]


def test_neither_bytecode_nor_what_an_editor_lays_beside_is_part_of_it(package: Path) -> None:
    before = fingerprints()
    (package / "__pycache__" / "cache.pyc").write_bytes(b"bytecode")
    (package / ".#cache.py").symlink_to("someone@somewhere")
    assert fingerprints() == before


def test_of_an_installed_program_the_version_is_enough(package: Path) -> None:
    (package / "_data").mkdir()
    before, _ = fingerprints()
    age(package / "cache.py", -5)
    assert fingerprints()[0] == before and cache.__version__ in before
