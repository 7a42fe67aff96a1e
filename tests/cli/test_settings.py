"""Where the configuration is looked for, and what goes before what."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from checker.cli.settings import Settings, find_settings, read_settings

ROOT = Path(__file__).resolve().parents[2]
WAIVED = """\
waivers:
  - {rule: HEALTH-PUBLIC-STAFF, region: "450223", indicator: 鹿寨县卫生健康事业发展“十四五”规划, reason: 已更正,
     basis: 鹿卫函〔2026〕1号, approver: 规划股, expires: 2999-12-31}
"""


def layout(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("files", "start", "fail_on"),
    [
        ({"plancheck.toml": 'fail-on = "info"'}, "", "info"),
        ({"plancheck.toml": 'fail-on = "info"', "a/b/x": ""}, "a/b", "info"),
        ({"pyproject.toml": '[tool.plancheck]\nfail-on = "info"'}, "", "info"),
        ({"pyproject.toml": "[tool.other]\n", "plancheck.toml": 'fail-on = "never"'}, "", "never"),
        # the nearest counts, alone; plancheck.toml before pyproject.toml
        ({"plancheck.toml": 'fail-on = "info"', "a/plancheck.toml": ""}, "a", ""),
        ({"plancheck.toml": 'fail-on = "info"', "pyproject.toml": '[tool.plancheck]\nfail-on = "never"'}, "", "info"),
        # a pyproject.toml that does not speak of plancheck, or is broken, is passed by
        ({"plancheck.toml": 'fail-on = "info"', "a/pyproject.toml": "[tool.x]"}, "a", "info"),
        ({"plancheck.toml": 'fail-on = "info"', "a/pyproject.toml": "[["}, "a", "info"),
        # the way up ends at the top of a repository
        ({"plancheck.toml": 'fail-on = "info"', "a/.git/HEAD": "", "a/b/x": ""}, "a/b", ""),
        ({}, "", ""),
    ],
)  # fmt: skip
def test_the_nearest_configuration_upwards_counts(
    files: dict[str, str], start: str, fail_on: str, tmp_path: Path
) -> None:
    layout(
        tmp_path, {"repository/.git/HEAD": "", **{f"repository/{n}": t for n, t in files.items()}}
    )
    assert find_settings(tmp_path / "repository" / start).fail_on == fail_on


def test_paths_start_from_the_configuration(tmp_path: Path) -> None:
    layout(tmp_path, {"plancheck.toml": 'rules = "r"\nupper = ["u"]\nwaivers = "w.yaml"\nbaseline = "b.json"',
                      "r/x.rules": "", "u/x.yaml": "", "w.yaml": ""})  # fmt: skip
    found = read_settings(tmp_path / "plancheck.toml")
    assert found.problems == ()
    assert (found.rules, found.upper) == ((tmp_path / "r",), (tmp_path / "u",))
    assert (found.waivers, found.baseline) == (tmp_path / "w.yaml", tmp_path / "b.json")


@pytest.mark.parametrize(
    "text",
    ["rules = 1", 'rules = [""]', 'upper = ["\\u0000"]', "parameters = 1", '[parameters]\n"a b" = "1张"',
     '[parameters]\n"x" = "1张\\n规则 X"', '[parameters]\n"x" = "1 张 “来源”"', "fail-on = 3", "waivers = []", "[tool.plancheck]",
     # a folder above that has no plans must not pass for one; no name and no depth is too much
     'upper = "."', 'upper = "plancheck.toml"', f'rules = "{"a" * 5000}"', f'waivers = "{"a" * 5000}"', "x = " + "[" * 5000],
)  # fmt: skip
def test_wrong_settings_are_faults_with_a_place(text: str, tmp_path: Path) -> None:
    found = read_settings(layout(tmp_path, {"plancheck.toml": text}) / "plancheck.toml")
    assert found.problems
    assert all(p.severity == "error" and p.span for p in found.problems)
    assert found.parameters == {}


def test_a_user_without_a_home_looks_up_to_the_top(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.path.expanduser", lambda path: path)
    assert find_settings(tmp_path) == Settings()


def test_without_a_configuration_nothing_is_set() -> None:
    assert Settings().parameter_rules == ()


def plancheck(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "checker", *words], cwd=folder, capture_output=True, text=True,
        encoding="utf-8", env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False,
    )  # fmt: skip


LUZHAI = str(ROOT / "plans/luzhai.yaml")
STAFF = [LUZHAI, "--select", "HEALTH-PUBLIC-STAFF"]


def test_waivers_beside_the_configuration_or_in_the_working_folder_are_found(
    tmp_path: Path,
) -> None:
    layout(tmp_path, {".git/HEAD": "", "plancheck-waivers.yaml": WAIVED, "below/x": ""})
    assert plancheck(tmp_path, *STAFF).returncode == 0
    assert plancheck(tmp_path / "below", *STAFF).returncode == 0
    assert plancheck(tmp_path, *STAFF, "--no-config").returncode == 1


def test_what_lies_beside_a_strangers_plan_configures_nothing(tmp_path: Path) -> None:
    text = Path(LUZHAI).read_text(encoding="utf-8")
    layout(tmp_path, {"here/.git/HEAD": "", "submitted/plan.yaml": text, "submitted/plancheck-waivers.yaml": WAIVED,
                      "submitted/plancheck.toml": 'fail-on = "never"'})  # fmt: skip
    done = plancheck(tmp_path / "here", "../submitted/plan.yaml", "--select", "HEALTH-PUBLIC-STAFF")
    assert done.returncode == 1


def test_the_command_line_goes_before_the_configuration(tmp_path: Path) -> None:
    layout(tmp_path, {".git/HEAD": "", "plancheck.toml": 'fail-on = "never"\nselect = ["HEALTH"]'})
    assert plancheck(tmp_path, *STAFF).returncode == 0
    assert plancheck(tmp_path, *STAFF, "--fail-on", "error").returncode == 1
    assert "HEALTH-" in plancheck(tmp_path, LUZHAI, "--quiet").stdout
    assert "AGREE-" not in plancheck(tmp_path, LUZHAI, "--quiet").stdout
    assert "AGREE-" in plancheck(tmp_path, LUZHAI, "--quiet", "--select", "AGREE").stdout


def test_a_parameter_of_the_configuration_moves_a_threshold(tmp_path: Path) -> None:
    plan = (
        (ROOT / "tests/cli/plans/clean.yaml")
        .read_text(encoding="utf-8")
        .split("indicators:")[0]
        .replace("sector: 其他", "sector: 卫生健康")
    )
    beds = "institutions:\n  - {name: 甲医院, ownership: 公立, present_beds: 900张, planned_beds: 1100张, filing_level: 市, at: {line: 1}}\n"
    layout(tmp_path, {".git/HEAD": "", "plan.yaml": plan + beds})
    before = plancheck(tmp_path, "plan.yaml", "--select", "FILING-PROVINCE").stdout
    layout(tmp_path, {"plancheck.toml": '[parameters]\n"报省备案床位" = "1000张"'})
    after = plancheck(tmp_path, "plan.yaml", "--select", "FILING-PROVINCE").stdout
    assert "违反 0" in before
    assert "甲医院规划床位1100张，备案层级为市，应报省级备案" in after.replace("\n      ", "")
