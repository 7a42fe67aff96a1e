"""plancheck where others run it: before a commit, on GitHub, on GitLab, each as README.md and action.yml write it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import junitparser
import pytest
import yaml

from checker import __version__
from tests.readme import block

ROOT = Path(__file__).resolve().parents[2]
# Stands for wherever a reader keeps this repository.
ADDRESS = "https://git.example.com/plancheck"
NO_NETWORK = re.compile(r"No matching distribution|Failed to establish|Max retries|ConnectTimeout")
CLEAN = ROOT / "tests/cli/plans/clean.yaml"

# One worker installs for all of these tests.
pytestmark = pytest.mark.xdist_group("continuous")


def run(*command: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    words = list(map(str, command))
    given = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "PYTHONPATH"))}
    return subprocess.run(
        words, cwd=cwd, env=given | environment, capture_output=True, encoding="utf-8", check=False
    )


def must(*command: str | Path, cwd: Path, **environment: str) -> str:
    """What it printed. An installer that reaches no package index skips the test."""
    done = run(*command, cwd=cwd, **environment)
    shown = done.stdout + done.stderr
    if done.returncode and NO_NETWORK.search(shown):
        pytest.skip("no package index can be reached")
    assert done.returncode == 0, shown
    return done.stdout


def commit(folder: Path, tag: str = "") -> None:
    """Everything in the folder, as a repository of one commit."""
    for words in (
        ["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "plans"], *([["tag", tag]] if tag else []),
    ):  # fmt: skip
        must("git", *IDENTITY, *words, cwd=folder)


IDENTITY = ["-c", "user.name=plancheck", "-c", "user.email=plancheck@example.com"]


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This project as others fetch it: the release that README.md names."""
    folder = tmp_path_factory.mktemp("repository") / "plancheck"
    dropped = shutil.ignore_patterns(
        ".*cache",
        ".venv",
        ".git",
        "__pycache__",
        "dist",
        "wheelhouse",
        ".hypothesis",
        ".benchmarks",
    )
    shutil.copytree(ROOT, folder, ignore=dropped)
    commit(folder, f"v{__version__}")
    return folder


@pytest.fixture
def redirected(repository: Path) -> dict[str, str]:
    """What makes git fetch the repository from here instead of from the address in README.md."""
    return {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.{repository.as_uri()}.insteadOf",
        "GIT_CONFIG_VALUE_0": ADDRESS,
    }


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    """A repository that holds plans, one of them with errors, and what is above them."""
    folder = tmp_path / "workspace"
    shutil.copytree(ROOT / "plans", folder / "plans")
    (folder / "plans" / "clean.yaml").write_bytes(CLEAN.read_bytes())
    return folder


# ---- pre-commit


def test_a_plan_with_errors_is_not_committed(
    plans: Path, tmp_path: Path, redirected: dict[str, str]
) -> None:
    given = {**redirected, "PRE_COMMIT_HOME": str(tmp_path / "hooks"), "PRE_COMMIT_COLOR": "never"}
    text = block("yaml", ".pre-commit-config.yaml")
    (plans / ".pre-commit-config.yaml").write_text(text, encoding="utf-8")
    must("git", "init", "-q", cwd=plans)
    pre_commit = [sys.executable, "-m", "pre_commit"]
    must(*pre_commit, "install", "--install-hooks", cwd=plans, **given)
    commit_plan = ["git", *IDENTITY, "commit", "-m", "plan", "--"]
    must(
        "git", "add", ".pre-commit-config.yaml", "plans/clean.yaml", "plans/luzhai.yaml", cwd=plans
    )

    done = run(*commit_plan, "plans/luzhai.yaml", cwd=plans, **given)
    shown = done.stdout + done.stderr
    assert done.returncode == 1
    assert "plans/luzhai.yaml:3:10: 错误 HEALTH-PUBLIC-STAFF" in shown
    assert "clean.yaml" not in shown

    done = run(*commit_plan, "plans/clean.yaml", cwd=plans, **given)
    assert done.returncode == 0, done.stdout + done.stderr
    assert must("git", "ls-files", "plans", cwd=plans).split() == [
        "plans/clean.yaml",
        "plans/luzhai.yaml",
    ]


def test_the_hook_is_one_that_pre_commit_accepts() -> None:
    must(
        sys.executable, "-m", "pre_commit", "validate-manifest", ".pre-commit-hooks.yaml", cwd=ROOT
    )


@pytest.mark.parametrize(
    ("file", "is_checked"),
    [
        ("plans/luzhai.yaml", True),
        ("plans/luzhai.yml", True),
        ("2021/规划/鹿寨.yaml", True),
        ("plans/upper/guangxi.yaml", False),
        ("plans/schema/plan.schema.json", False),
        ("docs/plans.yaml", False),
        (".github/workflows/plancheck.yml", False),
    ],
)
def test_the_hook_is_for_plans_alone(file: str, is_checked: bool) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert bool(re.search(hook["files"], file)) == is_checked


# ---- GitHub


ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
INSTALL, CHECK = (step for step in ACTION["runs"]["steps"] if "run" in step)


@pytest.fixture(scope="module")
def runner(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The variables of a machine on which the action has made its first step."""
    home = tmp_path_factory.mktemp("runner")
    must(sys.executable, "-m", "virtualenv", "-q", home / "python", cwd=home)
    given = {
        "PATH": f"{home / 'python' / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "GITHUB_ACTION_PATH": str(repository),
    }
    must(*bash(INSTALL["run"]), cwd=home, **given)
    return given


def bash(script: str) -> list[str]:
    """As a runner starts a step that says `shell: bash`."""
    return ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]


def check(
    workspace: Path, runner: dict[str, str], **inputs: str
) -> tuple[subprocess.CompletedProcess[str], Path]:
    """The last step of the action, with inputs set as in a workflow; and the summary it left."""
    assert set(inputs) <= set(ACTION["inputs"])
    values = {
        name: str(given.get("default", "")) for name, given in ACTION["inputs"].items()
    } | inputs
    summary = workspace.parent / "summary.md"
    summary.touch()
    environment = {
        name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda found: values[found[1]], text)
        for name, text in CHECK["env"].items()
    }
    done = run(
        *bash(CHECK["run"]),
        cwd=workspace,
        **runner,
        **environment,
        GITHUB_STEP_SUMMARY=str(summary),
    )
    return done, summary


def test_the_action_puts_no_input_into_a_script() -> None:
    assert not any("${{" in step["run"] for step in (INSTALL, CHECK))


def test_the_workflow_does_what_it_says(plans: Path, runner: dict[str, str]) -> None:
    workflow = yaml.safe_load(block("yaml", ".github/workflows/plancheck.yml"))
    _, action, upload = workflow["jobs"]["plancheck"]["steps"]
    assert action["uses"] == f"OWNER/plancheck@v{__version__}"
    done, summary = check(plans, runner, **action["with"])
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert lines[0].startswith("::error file=plans/")
    assert all(re.match(r"::(error|warning|notice)( |::)", line) for line in lines)
    assert "鹿寨县" in summary.read_text(encoding="utf-8")
    assert summary.stat().st_size < 1024 * 1024  # more is refused
    assert upload["uses"].startswith("github/codeql-action/upload-sarif@")
    assert upload["if"] == "always()"  # the step before fails where there are errors
    sarif = json.loads((plans / upload["with"]["sarif_file"]).read_text(encoding="utf-8"))
    assert sarif["version"] == "2.1.0"
    assert {"plans/luzhai.yaml", "plans/qinzhou.yaml"} <= set(uris(sarif))
    assert workflow["permissions"] == {"contents": "read", "security-events": "write"}


def uris(sarif: Any) -> list[str]:
    places = [r["locations"][0]["physicalLocation"] for r in sarif["runs"][0]["results"]]
    return [place["artifactLocation"]["uri"] for place in places]


@pytest.mark.parametrize(
    ("inputs", "code"),
    [
        ({"paths": "plans/clean.yaml"}, 0),
        ({"paths": "plans/luzhai.yaml"}, 1),
        ({"paths": "plans/luzhai.yaml", "fail-on": "never"}, 0),
        ({"paths": "plans/clean.yaml\n\nplans/luzhai.yaml\n"}, 1),
        ({"paths": "plans/clean.yaml", "fail-on": "often"}, 2),
        ({"paths": "plans/none.yaml"}, 2),
        ({"paths": ""}, 2),
        ({"paths": "$(touch pwned) `touch pwned`; touch pwned"}, 2),
        ({"paths": "plans/clean.yaml", "sarif": "$(touch pwned)/x.sarif"}, 2),
        ({"paths": "--version"}, 2),
    ],
    ids=str,
)
def test_the_action_ends_as_the_command_does(
    inputs: dict[str, str], code: int, plans: Path, runner: dict[str, str]
) -> None:
    done, _ = check(plans, runner, **inputs)
    assert done.returncode == code, done.stdout + done.stderr
    assert not list(plans.rglob("pwned"))


# ---- GitLab


def test_the_gitlab_job_does_what_it_says(
    plans: Path, runner: dict[str, str], redirected: dict[str, str]
) -> None:
    (job,) = yaml.safe_load(block("yaml", ".gitlab-ci.yml")).values()
    given = {**runner, **redirected}
    must(*bash("\n".join(job["before_script"])), cwd=plans, **given)
    done = run(*bash("\n".join(job["script"])), cwd=plans, **given)
    assert done.returncode == 1, done.stderr
    artifacts = job["artifacts"]
    assert artifacts["when"] == "always"
    quality = json.loads((plans / artifacts["reports"]["codequality"]).read_text(encoding="utf-8"))
    assert {"plans/luzhai.yaml", "plans/qinzhou.yaml"} <= {e["location"]["path"] for e in quality}
    suites = junitparser.JUnitXml.fromfile(str(plans / artifacts["reports"]["junit"]))
    assert "鹿寨县卫生健康事业发展“十四五”规划" in {suite.name for suite in suites}
    assert suites.failures and suites.errors == 0
    for path in artifacts["paths"]:
        assert (plans / path).read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
