"""What a check could not look at is the first thing that every output says, and no pass."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from checker.cli.app import run

ROOT = Path(__file__).resolve().parents[2]

UNKNOWN_SECTOR = """\
plan:
  title: 青石县竹编产业“十四五”规划
  region: {code: "450223", name: 鹿寨县}
  level: 县
  sector: 其他
  period: 2021-2025
  base_year: 2020
indicators:
  - {name: 竹编合作社的个数, unit: 个, baseline: {2020: "12"}, target: {2025: "30"}}
  - {name: 篾匠带徒的人数, unit: 人, baseline: {2020: "40"}, target: {2025: "90"}}
"""
HEALTH = """\
plan:
  title: 青石县卫生健康“十四五”规划
  region: {code: "450223", name: 鹿寨县}
  level: 县
  sector: 卫生健康
  period: 2021-2025
  base_year: 2020
indicators:
  - {name: 婴儿死亡率, unit: ‰, nature: 约束性, baseline: {2020: "4.5"}, target: {2025: "4.0"}}
  - {name: 孕产妇死忙率, unit: 1/10万, nature: 约束性, baseline: {2020: "12"}, target: {2025: "11"}}
"""
FORMATS = (
    "text",
    "markdown",
    "summary",
    "html",
    "csv",
    "jsonl",
    "json",
    "sarif",
    "junit",
    "github",
    "gitlab",
)


@pytest.fixture
def plans(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "bamboo.yaml").write_text(UNKNOWN_SECTOR, encoding="utf-8")
    (tmp_path / "health.yaml").write_text(HEALTH, encoding="utf-8")
    (tmp_path / "bad.yaml").write_text("plan: [", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def out(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    code = run([*words, "--today", "2026-11-30"])
    return code, capsys.readouterr().out


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.usefixtures("plans")
def test_every_format_says_how_far_it_went(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    _, text = out(capsys, "bamboo.yaml", "--format", name)
    if name in ("json", "jsonl", "sarif"):
        assert '"rows_recognised": 0' in text
    else:
        assert "指标认出0/2行" in text.replace("\n", "")
    assert "没有发现违反规则之处" not in text


@pytest.mark.parametrize("name", ["text", "markdown", "summary"])
@pytest.mark.usefixtures("plans")
def test_texts_begin_with_it(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert out(capsys, "bamboo.yaml", "--format", name)[1].startswith("核查范围：指标认出0/2行")
    assert out(capsys, "bamboo.yaml", "-q")[1].startswith("bamboo.yaml: 核查范围：指标认出0/2行")


@pytest.mark.usefixtures("plans")
def test_a_screen_ends_with_the_result(capsys: pytest.CaptureFixture[str]) -> None:
    _, text = out(capsys, str(ROOT / "plans/qinzhou.yaml"))
    end = text.splitlines()[-9:]
    assert any(line.startswith("违反 27") for line in end)
    assert any(line.startswith("核查范围：") for line in end)
    assert "最要紧的3条" in text


@pytest.mark.parametrize(
    ("share", "plan", "code"),
    [("90%", "bamboo.yaml", 2), ("0%", "bamboo.yaml", 0), ("50%", "health.yaml", 0), ("51%", "health.yaml", 2)],
)  # fmt: skip
@pytest.mark.usefixtures("plans")
def test_a_share_can_be_required(
    share: str, plan: str, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in ("check", "batch"):
        words = (command, plan, "--require-recognised", share, "--fail-on", "never")
        assert out(capsys, *words)[0] == code


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.usefixtures("plans")
def test_a_binding_indicator_nearly_known_is_a_warning(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    _, text = out(capsys, "health.yaml", "--format", name)
    if name != "summary":
        assert "不认识约束性指标“孕产妇死忙率”，是否就是“孕产妇死亡率”" in text.replace("\n  ", "")


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.usefixtures("plans")
def test_what_was_not_read_is_named(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "bad.yaml" in out(capsys, "health.yaml", "bad.yaml", "--format", name)[1]


@pytest.mark.usefixtures("plans")
def test_a_report_says_what_it_was_made_with(
    plans: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (plans / "plancheck.toml").write_text(
        'ignore = ["HEALTH"]\n[parameters]\n"报省备案床位" = "1400张"\n', encoding="utf-8"
    )
    record: Any = json.loads(out(capsys, "health.yaml", "--format", "json")[1])
    made = record["provenance"]
    assert made["today"] == "2026-11-30"
    assert made["parameters"] == [
        {"name": "报省备案床位", "value": "1400张", "usual": "1200张", "source": "plancheck.toml"}
    ]
    assert made["ignored_rules"][0].startswith("HEALTH-")
    assert len(record["plans"][0]["sha256"]) == len(made["rules_sha256"]) == 64
    used = [c for step in record["plans"][0]["chain"] for c in step["considered"]]
    assert used and all(len(c["sha256"]) == 64 for c in used)
    titles = {r["rule"]: r["title"] for r in record["plans"][0]["rules"]}
    assert "本次按1400张，规则原为1200张" in titles["FILING-PROVINCE"]
    for name in ("text", "html", "markdown"):
        _, text = out(capsys, "health.yaml", "--format", name)
        assert "1400张" in text and "HEALTH" in text


@pytest.mark.usefixtures("plans")
def test_what_the_reviewer_lacks_is_no_question_to_the_plan(
    capsys: pytest.CaptureFixture[str],
) -> None:
    record = json.loads(out(capsys, str(ROOT / "plans/qinzhou.yaml"), "--format", "json")[1])
    plan = record["plans"][0]
    assert plan["counts"]["lacking"] == 25
    assert [c["text"] for c in plan["conditions"] if c["kind"] == "data"] == [
        "市中医医院：手头没有规划床位的数据，有关的规定没有核对",
        "市妇幼保健院：手头没有规划床位的数据，有关的规定没有核对",
        "市职业病防治院（市第二人民医院）：手头没有规划床位的数据，有关的规定没有核对",
        "市第一人民医院：手头没有规划床位的数据，有关的规定没有核对",
    ]
    assert not [f for f in plan["findings"] if f["rule"].startswith("FILING")]


@pytest.mark.usefixtures("plans")
@pytest.mark.parametrize(
    ("words", "line"),
    [
        ((), "指标认出1/2行，数值读懂4/4个，上级规划找到1/3级，规则全部启用"),
        (("--ignore", "HEALTH"), "上级规划找到1/3级，有8条规则没有用（HEALTH）"),
        (("--select", "PROGRESS-WORSE"), "上级规划找到1/3级，只用了1条规则（PROGRESS-WORSE）"),
    ],
)
def test_the_first_line_says_only_what_there_is(
    words: tuple[str, ...], line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert out(capsys, "health.yaml", *words, "-q")[1].splitlines()[0].endswith(line)


@pytest.mark.usefixtures("plans")
def test_gitlab_has_one_information_about_the_check(capsys: pytest.CaptureFixture[str]) -> None:
    entries = json.loads(
        out(capsys, "health.yaml", "--select", "PROGRESS", "--format", "gitlab")[1]
    )
    about = [e for e in entries if e["severity"] == "info" and e["check_name"].islower()]
    assert len(about) == 1
    assert "没有找到柳州市同期的规划" in about[0]["description"]


@pytest.mark.parametrize("name", [n for n in FORMATS if n != "summary"])
@pytest.mark.usefixtures("plans")
def test_every_format_says_what_it_was_made_with(
    name: str, plans: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    digest = sha256((plans / "health.yaml").read_bytes()).hexdigest()
    _, text = out(capsys, "health.yaml", "--ignore", "HEALTH", "--format", name)
    assert digest in text and "2026-11-30" in text and "HEALTH" in text
