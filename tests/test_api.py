"""The checker for Python: frames with named columns and dtypes, figures exact beside floats."""

from __future__ import annotations

import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from checker import check, compare_frame, load_plan, load_rules
from checker.api import COMPARISON_COLUMNS, FINDING_COLUMNS, INDICATOR_COLUMNS, PlanError
from checker.diagnostics import RequestError

ROOT = Path(__file__).parents[1]
QINZHOU, GUANGXI = ROOT / "plans/qinzhou.yaml", ROOT / "plans/upper/guangxi-135.yaml"


def test_findings_are_a_row_each_with_dtypes() -> None:
    checked = check(QINZHOU, select=["UPPER-LOOSER"])
    frame = checked.findings_frame()
    assert {c: str(t) for c, t in frame.dtypes.items()} == dict(FINDING_COLUMNS)
    assert len(frame) == len(checked.report.plans[0].judgement.findings) > 0
    row = frame.iloc[0]
    assert (row["code"], row["rule"], row["year"]) == ("450700", "UPPER-LOOSER", 2020)
    assert row["fingerprint"] == checked.report.plans[0].fingerprint(
        checked.report.plans[0].judgement.findings[0]
    )


def test_no_findings_are_a_frame_of_no_rows() -> None:
    frame = check(QINZHOU, select=["HENAN-NURSE-RATIO"]).findings_frame()
    assert list(frame.columns) == list(FINDING_COLUMNS)
    assert len(frame) == 0


@pytest.mark.parametrize(
    ("name", "kind", "year", "printed", "exact"),
    [
        ("孕产妇死亡率", "baseline", "2015", "7.12", Decimal("7.12")),
        ("孕产妇死亡率", "target", "2020", "18以下", Decimal(18)),
        ("5岁以下儿童死亡率", "target", "2020", "9.5以下", Decimal("9.5")),
        ("居民健康素养水平", "baseline", "2015", "——", None),
    ],
)
def test_figures_are_exact_in_the_unit_of_their_row(
    name: str, kind: str, year: str, printed: str, exact: Decimal | None
) -> None:
    frame = load_plan(QINZHOU).indicators_frame()
    assert {c: str(t) for c, t in frame.dtypes.items()} == dict(INDICATOR_COLUMNS)
    (row,) = frame[(frame["name"] == name) & (frame["kind"] == kind)].to_dict("records")
    assert (row["year"], row["printed"], row["exact"]) == (year, printed, exact)
    assert exact is None or row["value"] == float(exact)


def test_a_figure_of_many_digits_stays_exact(tmp_path: Path) -> None:
    printed = "1234567890123456789012345678.901234567"
    file = tmp_path / "甲.yaml"
    text = QINZHOU.read_text(encoding="utf-8")
    file.write_text(
        text.replace('baseline: {2015: "7.12"}', f'baseline: {{2015: "{printed}"}}'), "utf-8"
    )
    frame = load_plan(file).indicators_frame()
    assert Decimal(printed) in list(frame["exact"])


def test_targets_stand_beside_those_above() -> None:
    rules = load_rules()
    frame = compare_frame(load_plan(QINZHOU, rules), load_plan(GUANGXI, rules))
    assert {c: str(t) for c, t in frame.dtypes.items()} == dict(COMPARISON_COLUMNS)
    verdicts = frame.set_index("indicator")["verdict"]
    assert verdicts["人均预期寿命"] == "looser"
    assert verdicts["婴儿死亡率"] == "within"


def test_a_plan_that_is_not_above_is_refused() -> None:
    with pytest.raises(PlanError, match="is not above"):
        compare_frame(load_plan(GUANGXI), load_plan(QINZHOU))


def test_what_cannot_be_read_is_an_error_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "甲.yaml"
    file.write_text("plan: {title: 甲县规划}\n", encoding="utf-8")
    with pytest.raises(PlanError) as caught:
        load_plan(file)
    assert {d.code for d in caught.value.diagnostics} == {"plan-missing-key"}
    assert [d.code for d in check(file).diagnostics] == [d.code for d in caught.value.diagnostics]
    with pytest.raises(RequestError):
        check(QINZHOU, select=["NO-SUCH-RULE"])


def test_the_page_runs() -> None:
    (block,) = re.findall(
        r"```python\n(.*?)```", (ROOT / "docs/python.md").read_text("utf-8"), re.DOTALL
    )
    done = subprocess.run(
        [sys.executable, "-c", block], cwd=ROOT, capture_output=True, encoding="utf-8", check=False,
        env={"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "PATH": ""},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "looser" in done.stdout


def test_the_command_line_loads_no_pandas() -> None:
    code = "import sys; from checker.__main__ import main; sys.argv = ['plancheck', '--version']\ntry: main()\nexcept SystemExit: pass\nprint('pandas' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.endswith("False\n")
