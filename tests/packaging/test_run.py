"""run.py, where it must refuse politely, and where it must start at once."""

import ast
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from itertools import chain
from pathlib import Path

import pytest

# The Python that a newcomer would type, outside of the environment that run.py made for these tests.
PYTHON = getattr(sys, "_base_executable", sys.executable)
ROOT = Path(__file__).resolve().parents[2]
SOURCE = (ROOT / "run.py").read_text(encoding="utf-8")

# Stands in for a Debian without python3-pip and python3-venv.
NO_PIP = """
import sys
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("pip", "ensurepip"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Missing())
"""
# Stands in for an older Python.
OLD = "import runpy, sys; sys.version_info = {}; sys.argv = ['run.py']; runpy.run_path('run.py', run_name='__main__')"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The least that run.py looks at, in a folder with a space and Chinese in its name."""
    folder = tmp_path / "规划 核查"
    folder.mkdir()
    for name in ("run.py", "pyproject.toml", "requirements.lock"):
        shutil.copy(ROOT / name, folder)
    return folder


def run(cwd: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PYTHON, *command],
        cwd=cwd,
        env=os.environ | environment | {"PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("version", "shown"), [("(3, 10, 13, 'final', 0)", "3.10.13"), ("(3, 8, 0)", "3.8.0")]
)
def test_an_old_python_is_told_so(checkout: Path, version: str, shown: str) -> None:
    done = run(checkout, "-c", OLD.format(version))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"需要 Python 3.11 或更高版本（现在是 {shown}）\n"
    assert not (checkout / ".venv").exists()


def test_an_old_python_can_read_the_file() -> None:
    ast.parse(SOURCE, feature_version=(3, 8))


def test_without_pip_one_line_says_what_to_do(checkout: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "blocked"
    blocked.mkdir()
    (blocked / "sitecustomize.py").write_text(NO_PIP, encoding="utf-8")
    done = run(checkout, "run.py", "plans/luzhai.yaml", PYTHONPATH=str(blocked), PATH="")
    assert (done.returncode, done.stdout) == (1, "")
    preparing, refusal = done.stderr.splitlines()
    assert preparing.startswith("正在准备运行环境")
    assert refusal == "没有可用的 pip。请先运行：apt install python3-pip"


def test_an_empty_wheelhouse_is_never_left_for_the_network(checkout: Path) -> None:
    (checkout / "wheelhouse").mkdir()
    done = run(checkout, "run.py")
    assert done.returncode == 1
    assert "依赖安装失败" in done.stderr
    assert "pip download -d wheelhouse" in done.stderr
    assert not (checkout / ".venv" / "plancheck.stamp").exists()


def stamped(checkout: Path, extra: str) -> None:
    """An environment as run.py leaves it, whose `checker` tells its arguments and exits with 7."""
    run(checkout, "-m", "venv", "--without-pip", ".venv")
    (site,) = (checkout / ".venv").glob("lib/python3*/site-packages")
    (site / "checker.py").write_text("import sys; print(sys.argv[1:]); sys.exit(7)")
    show = f"import run; run.STAMP.write_text(run.project() + ' {extra}')"
    assert run(checkout, "-c", show).returncode == 0


def readiness(checkout: Path) -> list[bool]:
    """Whether it is ready for each of the extras, the smallest first."""
    show = "import run; print(*[run.is_ready(extra) for extra in run.EXTRAS])"
    return [word == "True" for word in run(checkout, "-c", show).stdout.split()]


@pytest.mark.parametrize(
    "arguments", [["plans/luzhai.yaml"], ["check", "a b.yaml", "--lang", "en"], []]
)
def test_the_second_run_starts_at_once_and_passes_all_through(
    checkout: Path, arguments: list[str]
) -> None:
    stamped(checkout, "test")
    started = time.perf_counter()
    done = run(checkout, "run.py", *arguments)
    assert time.perf_counter() - started < 1
    assert (done.returncode, done.stdout, done.stderr) == (7, f"{arguments}\n", "")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda folder: (folder / "pyproject.toml").open("a").write("\n"),
        lambda folder: (folder / "requirements.lock").open("a").write("\n"),
        lambda folder: (folder / ".venv/bin/python").unlink(),
        lambda folder: folder.rename(folder.with_name("moved")),
    ],
    ids=["project_changed", "versions_changed", "python_gone", "folder_moved"],
)
def test_what_no_longer_fits_is_made_anew(checkout: Path, spoil: Callable[[Path], object]) -> None:
    stamped(checkout, "office,pdf")
    assert readiness(checkout) == [True, False, False]
    spoil(checkout)
    (folder,) = (path.parent for path in checkout.parent.glob("*/run.py"))
    assert readiness(folder) == [False, False, False]


def test_lint_needs_more_than_the_tests_do(checkout: Path) -> None:
    stamped(checkout, "test")
    assert readiness(checkout) == [True, True, False]


def test_every_dependency_is_pinned() -> None:
    """And the pin is one that pyproject.toml allows, or pip would find nothing to install."""
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins = {
        canonicalize_name(m[1]): m[2]
        for m in re.finditer(r"^([\w.-]+)==(\S+)$", lock, re.MULTILINE)
    }
    wanted = chain(project["dependencies"], *project["optional-dependencies"].values())
    for requirement in map(Requirement, wanted):
        if requirement.name != "plancheck":
            assert pins[canonicalize_name(requirement.name)] in requirement.specifier, requirement
