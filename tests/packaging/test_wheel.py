"""What is shipped: the wheel, the wheel made from the sdist, and the wheel installed far from here."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import click
import msgspec
import pytest

from checker import __version__
from checker.files import data_path

ROOT = Path(__file__).resolve().parents[2]
LENT = str(Path(click.__file__).parents[1])
"""Where the libraries of this environment lie, for an environment that has none of its own."""
KINDS = ("grammar", "rules", "upper", "schema", "regions")

# One worker builds for all of them.
pytestmark = pytest.mark.xdist_group("packaging")


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    """What a command printed; its complaint is the failure's text."""
    inherited = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(
        list(map(str, command)),
        cwd=cwd,
        env=inherited | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def build(source: Path, target: str, folder: Path) -> Path:
    """By the backend itself, for then neither pip nor a network is needed."""
    run(sys.executable, "-m", "hatchling", "build", "-t", target, "-d", folder, cwd=source)
    (built,) = folder.iterdir()
    return built


def install(wheel: Path, python: Path) -> None:
    """With whichever installer run.py had: uv, this environment's pip, or the one outside it."""
    options = ["install", "--no-deps", "--no-index", str(wheel)]
    if uv := shutil.which("uv"):
        run(uv, "pip", *options, "--python", python, cwd=wheel.parent)
        return
    outside = Path(sys.base_prefix, "bin", f"python3.{sys.version_info.minor}")
    for candidate in (Path(sys.executable), outside):
        pip = [str(candidate), "-m", "pip", "--python", str(python)]
        if subprocess.run([*pip, "--version"], capture_output=True, check=False).returncode == 0:
            run(*pip, *options, cwd=wheel.parent)
            return
    pytest.fail("no pip from 22.3 on and no uv to install the wheel with")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The checkout without what git does not keep, for a build must not need or catch any of it."""
    copy = tmp_path_factory.mktemp("source") / "plancheck"
    dropped = shutil.ignore_patterns(
        ".*cache", ".venv", ".git", "__pycache__", "dist", "wheelhouse"
    )
    shutil.copytree(ROOT, copy, ignore=dropped)
    return copy


@pytest.fixture(scope="module")
def wheel(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(source, "wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of a clean environment with the wheel and the library of records in it, in a folder of its own."""
    folder = tmp_path_factory.mktemp("elsewhere")
    run(sys.executable, "-m", "venv", "--without-pip", folder / "venv", cwd=folder)
    python = folder / "venv" / "bin" / "python"
    install(wheel, python)
    (packages,) = (folder / "venv").glob("lib/python*/site-packages")
    (packages / "msgspec").symlink_to(Path(msgspec.__file__).parent)  # all that the data need
    return python


def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_every_data_file_is_in_the_wheel(wheel: Path) -> None:
    held = names(wheel)
    for kind in set(KINDS) - {"regions"}:
        folder = data_path(kind)
        files = [path for path in folder.rglob("*") if path.is_file()]
        assert files, f"{folder} is empty"
        for path in files:
            assert f"checker/_data/{kind}/{path.relative_to(folder).as_posix()}" in held
    assert "checker/plan/_regions.csv" in held


def test_nothing_else_is_in_the_wheel(wheel: Path) -> None:
    assert {name.partition("/")[0] for name in names(wheel)} == {
        "checker",
        f"plancheck-{__version__}.dist-info",
    }
    # a Python package among the data would shadow an editable install
    assert not [
        name for name in names(wheel) if name.startswith("checker/_data/") and ".py" in name
    ]


def test_the_wheel_made_from_the_sdist_is_the_same(
    source: Path, wheel: Path, tmp_path: Path
) -> None:
    sdist = build(source, "sdist", tmp_path / "sdist")
    run(sys.executable, "-m", "tarfile", "--extract", sdist, cwd=tmp_path)
    unpacked = tmp_path / sdist.name.removesuffix(".tar.gz")
    assert names(build(unpacked, "wheel", tmp_path / "wheel")) == names(wheel)


def test_the_data_are_found_from_elsewhere(elsewhere: Path) -> None:
    show = f"from checker.files import data_path; print(*map(data_path, {KINDS!r}), sep='\\n')"
    found = [Path(line) for line in run(elsewhere, "-c", show, cwd=Path("/")).splitlines()]
    home = elsewhere.parents[1]
    for kind, path in zip(KINDS, found, strict=True):
        assert home in path.parents, path
        if path.is_dir():
            assert any(path.iterdir())
            assert {p.name for p in path.iterdir()} == {p.name for p in data_path(kind).iterdir()}


def test_a_region_is_found_from_elsewhere(elsewhere: Path) -> None:
    show = "from checker.plan.regions import find; print(find('450223', 2021).name)"
    assert run(elsewhere, "-c", show, cwd=Path("/"), PYTHONUTF8="1", PYTHONPATH=LENT) == "鹿寨县\n"


def test_the_command_runs_from_elsewhere(elsewhere: Path) -> None:
    """The wheel's own command, with the dependencies lent by this environment: no network needed."""
    command = elsewhere.with_name("plancheck")
    assert __version__ in run(command, "--version", cwd=Path("/"), PYTHONPATH=LENT)


def test_a_checkout_reads_its_own_data() -> None:
    places = [ROOT / "grammar", ROOT / "rules", ROOT / "plans/upper", ROOT / "plans/schema"]
    assert [data_path(kind) for kind in KINDS] == [*places, ROOT / "checker/plan/_regions.csv"]


def test_an_unknown_kind_of_data_is_refused() -> None:
    with pytest.raises(ValueError, match=r"'colour'.*grammar, rules, upper, schema, regions"):
        data_path("colour")
