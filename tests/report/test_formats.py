"""Every format of the report, read again by a reader that is not ours. Hostile texts stay texts."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import jsonschema
import pytest

from checker.cli.app import run
from checker.cli.outputs import BINARY_FORMATS, FORMATS, render
from checker.diagnostics import Diagnostic
from checker.findings import (
    Bilingual,
    Evidence,
    Finding,
    Judgement,
    Origin,
    Outcome,
    Reason,
    RuleCount,
    Severity,
    SubjectLabel,
)
from checker.report import (
    as_csv,
    as_github,
    as_gitlab,
    as_json,
    as_jsonl,
    as_junit,
    as_markdown,
    as_sarif,
    as_text,
)
from checker.report.layout import _ANSI
from checker.report.model import PlanReport, PlanSummary, Report
from checker.semantics.typed import Rule, SeverityCase, Variable
from checker.source import Place, Source, Span
from checker.syntax.nodes import BilingualText

HERE = Path(__file__).parent
PLANS = HERE.parents[1] / "tests/cli/plans"
RULES = ["--rules", "rules/test.rules", "--select", "TEST"]
TEXTS = [name for name in FORMATS if name not in BINARY_FORMATS]  # the others: test_office
SARIF = jsonschema.Draft7Validator(
    json.loads((HERE / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
)
NEW = {
    "jsonl": as_jsonl, "markdown": as_markdown, "csv": as_csv, "sarif": as_sarif,
    "junit": as_junit, "github": as_github, "gitlab": as_gitlab,
}  # fmt: skip
HOSTILE = [
    "=cmd|'/c calc'!A1",
    "<script>alert(1)</script>",
    "\x1b[2J\x00清屏",
    "a]]>b",
    "95%: 一, 二\n三",
]


def card(source: Source) -> Rule:
    span = Span(source, 0, 1)
    severity = (SeverityCase("error", Variable("truth", span, "x")), SeverityCase("warning", None))
    return Rule("X-1", BilingualText("规则", "", span), "集", (), span, severity)


def hostile(
    outcomes: tuple[Outcome, ...] = ("fail", "unknown", "waived"),
    file: str = "-dir/规划 1.yaml",
    title: str = HOSTILE[0],
) -> Report:
    """A plan whose every text is hostile, with each name under each outcome."""
    source = Source(file, "".join(f"  {name!r}\n" for name in HOSTILE))
    found = []
    for outcome in outcomes:
        for at, name in enumerate(HOSTILE):
            start = source.text.index(repr(name))
            own = Origin(title, Span(source, start, start + 3), Place(table=name, line=at))
            upper = Origin(name, Span(source, 0, 1), Place(table=name, row="2"), "Q")
            found.append(
                Finding(
                    "X-1", outcome, "error", Bilingual(name), SubjectLabel("target", name, f"{name}|{outcome}", own),
                    Bilingual(f"{name}太低"), Bilingual(name), Bilingual(name),
                    (Reason("unknown-qualitative", {"name": name, "printed": name, "text": name}),)
                    if outcome != "fail" else (),
                    (Evidence(Bilingual("上级"), name, Bilingual(name), upper),), (name,), Bilingual(name), Bilingual(name),
                )
            )  # fmt: skip
    count = RuleCount("X-1", {o: len(HOSTILE) for o in outcomes})
    judgement = Judgement(title, source.name, tuple(found), (count,))
    header = PlanSummary(title, "县", "450721", Bilingual("县"), "卫生", "2016-2020", 2015, 2020)
    plan = PlanReport(header, {"indicators": 5}, (), judgement)
    fault = Diagnostic("cli-no-match", Span(source, 2, 4), {"path": HOSTILE[2]}, "warning")
    return Report((plan,), (fault,), (), {"X-1": card(source)})


def shown(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    run([*words, *RULES])
    return capsys.readouterr().out


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PLANS)


# ---- readers


def read_sarif(text: str) -> Any:
    found = json.loads(text)
    SARIF.validate(found)
    return found["runs"][0]


def read_junit(text: str) -> ET.Element:
    return ET.fromstring(text.encode())


def read_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.encode().decode("utf-8-sig"), newline="")))


READERS: dict[str, Callable[[str], Any]] = {
    "jsonl": lambda text: [json.loads(line) for line in text.splitlines()],
    "csv": read_csv,
    "sarif": read_sarif,
    "junit": read_junit,
    "gitlab": json.loads,
}


@pytest.mark.parametrize("name", sorted(NEW))
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("outcomes", [("fail",), ("unknown",), ("waived",), ("pass",)])
def test_hostile_texts_are_read_back(name: str, language: Any, outcomes: tuple[Outcome]) -> None:
    text = NEW[name].render(hostile(outcomes), language)
    assert READERS.get(name, bool)(text) is not None
    assert text.endswith("\n")
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\r]", text)
    text.encode()


@pytest.mark.parametrize("name", [n for n in FORMATS if n in READERS])
@pytest.mark.parametrize(
    "plan",
    ["county.yaml", "clean.yaml", "unknown.yaml", "no-content.yaml", "bad/duplicate-key.yaml", "bad/gbk.yaml", "no.yaml"],
)  # fmt: skip
@pytest.mark.usefixtures("here")
def test_plans_are_read_back(name: str, plan: str, capsys: pytest.CaptureFixture[str]) -> None:
    READERS[name](shown(capsys, plan, "--format", name))


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.usefixtures("here")
def test_two_runs_are_the_same(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["county.yaml", "clean.yaml", "bad/two-faults.yaml", "--format", name]
    assert shown(capsys, *words) == shown(capsys, *words)


# ---- SARIF


@pytest.mark.usefixtures("here")
def test_sarif_has_every_rule_and_both_places(capsys: pytest.CaptureFixture[str]) -> None:
    found = read_sarif(shown(capsys, "county.yaml", "--format", "sarif"))
    rules = found["tool"]["driver"]["rules"]
    assert [r["id"] for r in rules] == ["TEST-UPPER", "TEST-FACTS"]
    assert all(r["help"]["text"] and r["fullDescription"]["text"] for r in rules)
    assert (found["columnKind"], found["language"]) == ("utf16CodeUnits", "zh-CN")
    assert [(r["kind"], r["level"]) for r in found["results"]] == [
        ("fail", "error"), ("fail", "warning"), ("fail", "note"), ("open", "none"),
    ]  # fmt: skip
    for result in found["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    result = found["results"][0]
    (location,) = result["locations"]
    region = location["physicalLocation"]["region"]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == "tests/cli/plans/county.yaml"
    line = (PLANS / "county.yaml").read_text(encoding="utf-8").splitlines()[region["startLine"] - 1]
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == "9.5以下"
    assert location["logicalLocations"][0]["name"] == "婴儿死亡率"
    upper = result["relatedLocations"][1]
    assert upper["physicalLocation"]["artifactLocation"]["uri"].endswith(
        "cli/plans/upper/province.yaml"
    )
    assert "《测试自治区卫生健康“十三五”规划》" in upper["message"]["text"]
    assert "表2第2行" in upper["message"]["text"]


@pytest.mark.usefixtures("here")
def test_fingerprints_are_those_of_the_json_report(capsys: pytest.CaptureFixture[str]) -> None:
    def prints(name: str) -> Any:
        return READERS.get(name, json.loads)(shown(capsys, "county.yaml", "--format", name))

    wanted = sorted(f["fingerprint"] for f in prints("json")["plans"][0]["findings"])
    results = prints("sarif")["results"]
    assert sorted(r["partialFingerprints"]["plancheck/v1"] for r in results) == wanted
    assert sorted(r["fingerprint"] for r in prints("gitlab") if "TEST" in r["check_name"]) == wanted
    assert sorted(r["指纹"] for r in prints("csv") if r["规则"]) == wanted
    assert len(set(wanted)) == len(wanted) == 4


@pytest.mark.usefixtures("here")
def test_sarif_tells_of_faulty_inputs(capsys: pytest.CaptureFixture[str]) -> None:
    found = read_sarif(shown(capsys, "bad/duplicate-key.yaml", "--format", "sarif"))
    (invocation,) = found["invocations"]
    (notice,) = invocation["toolExecutionNotifications"]
    assert not invocation["executionSuccessful"]
    assert notice["descriptor"]["id"] == "input-duplicate-key"
    assert notice["locations"][0]["physicalLocation"]["region"]["startLine"] == 5
    assert found["tool"]["driver"]["rules"]


def test_sarif_waivers_are_suppressed_and_addresses_encoded() -> None:
    found = read_sarif(as_sarif.render(hostile(("waived",)), "zh"))
    for result in found["results"]:
        assert result["suppressions"][0]["status"] == "accepted"
        place = result["locations"][0]["physicalLocation"]
        assert unquote(place["artifactLocation"]["uri"]) == "-dir/规划 1.yaml"
        assert " " not in place["artifactLocation"]["uri"]
        assert place["region"]["startColumn"] >= 1


# ---- JUnit


@pytest.mark.usefixtures("here")
def test_junit_has_a_suite_a_plan_and_a_case_a_rule(capsys: pytest.CaptureFixture[str]) -> None:
    root = read_junit(
        shown(capsys, "county.yaml", "clean.yaml", "bad/gbk.yaml", "--format", "junit")
    )
    suites = {s.get("file"): s for s in root}
    cases = {c.get("name", "").split()[0]: c for c in suites["county.yaml"].iter("testcase")}
    assert set(cases) == {"TEST-UPPER", "TEST-FACTS"}
    failure = cases["TEST-UPPER"].find("failure")
    assert failure is not None and failure.get("type") == "error"
    assert "upper" not in (failure.text or "") and "表2第2行" in (failure.text or "")
    assert cases["TEST-FACTS"].find("failure") is None  # a hint fails nothing
    clean = {
        c.get("name", "").split()[0]: [e.tag for e in c]
        for c in suites["clean.yaml"].iter("testcase")
    }
    assert clean == {"TEST-UPPER": [], "TEST-FACTS": ["skipped"]}
    assert suites[None].find("testcase/error") is not None
    totals = {k: int(root.get(k, "")) for k in ("tests", "failures", "errors", "skipped")}
    assert totals == {"tests": 5, "failures": 1, "errors": 1, "skipped": 1}


def test_junit_skips_what_is_not_known_or_waived() -> None:
    for outcome, word in (("unknown", "无法判断"), ("waived", "豁免")):
        root = read_junit(as_junit.render(hostile((outcome,)), "zh"))  # type: ignore[arg-type]
        skipped = root.find(".//skipped")
        assert skipped is not None and skipped.get("message", "").startswith(word)
        assert root.find(".//failure") is None


# ---- annotations


def many(number: int, *severities: Severity) -> Report:
    origin = Origin("甲", Span(Source("a,b:c%.yaml", "x"), 0, 1))
    found = tuple(
        Finding(
            "X-1", "fail", s, Bilingual("率, 95%"), SubjectLabel("t", f"名{at}", f"{s}{at}", origin)
        )
        for s in severities
        for at in range(number)
    )
    judgement = Judgement("甲", "a.yaml", found, (RuleCount("X-1", {"fail": len(found)}),))
    header = PlanSummary("甲", "县", "450721", Bilingual("县"), "卫生", "2016-2020", 2015, 2020)
    return Report((PlanReport(header, {}, (), judgement),))


def test_github_shows_ten_a_level_and_counts_the_rest() -> None:
    text = as_github.render(many(13, "info", "warning", "error"), "zh")
    levels = [line.split(" ")[0].split("::")[1] for line in text.splitlines()]
    assert levels == ["error"] * 10 + ["warning"] * 10 + ["notice"] * 10
    assert text.splitlines()[-1] == "::notice::另有 11 条"  # 3 errors, 3 warnings, 5 hints


def test_github_leaves_ten_as_they_are() -> None:
    text = as_github.render(many(9, "error", "warning", "info"), "zh")
    assert len(text.splitlines()) == 27 + 1
    assert text.splitlines()[-1].startswith("::notice::核查范围：")
    assert "另有" not in text


def test_github_escapes() -> None:
    line = as_github.render(many(1, "error"), "zh").splitlines()[0]
    assert line == (
        "::error file=a%2Cb%3Ac%25.yaml,line=1,col=1,title=X-1 率%2C 95%25::名0：率, 95%25"
    )
    for line in as_github.render(hostile(), "zh").splitlines():
        assert re.match(r"::(error|warning|notice)( [^:]*)?::", line)


def test_gitlab_fingerprints_are_unique_in_copies_of_a_plan() -> None:
    report = hostile()
    entries = json.loads(as_gitlab.render(Report(report.plans * 3, report.diagnostics * 2), "zh"))
    prints = [e["fingerprint"] for e in entries]
    assert len(set(prints)) == len(prints) == 3 * (1 + 15) + 2
    for entry in entries:
        assert set(entry) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert entry["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert entry["location"]["lines"]["begin"] >= 1


# ---- tables and texts


@pytest.mark.parametrize("name", [f for f in TEXTS if f not in ("text", "csv", "html")])
def test_no_name_begins_a_line_of_its_own_or_moves_the_cursor(name: str) -> None:
    """A file or a plan may be called anything; what reads a log must not take that for a command."""
    report = hostile(file="a\x1b[2J\n::error::x.yaml", title="b\x1b[31m\n# x")
    text = str(render(report, name, "zh"))
    assert "\x1b" not in text
    assert not re.search("^(::error::x|# x)", text, re.MULTILINE)


@pytest.mark.parametrize("color", [False, True])
def test_what_a_terminal_shows_has_no_colours_of_a_plan(color: bool) -> None:
    report = hostile(file="a\x1b[2J\n::error::x.yaml", title="b\x1b[31m\n# x")
    text = as_text.render(report, "zh", color=color, columns=80)
    assert {*re.findall("\x1b\\[([0-9;]*)", text)} <= ({"0", *_ANSI.values()} if color else set())
    assert "\x1b[31m" not in text
    assert not re.search("^(::error::x|# x)", text, re.MULTILINE)


def test_csv_has_a_mark_and_no_formula() -> None:
    text = as_csv.render(hostile(), "zh")
    assert text.encode().startswith(b"\xef\xbb\xbf")
    rows = read_csv(text)
    assert len(rows) == 1 + 3 * len(HOSTILE)
    assert rows[0]["结论"] == "核查范围"
    assert rows[1]["对象"] == "'" + HOSTILE[0]
    cells = [cell for row in rows for cell in row.values()]
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r\n＝＋－＠") and cell]


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "\x00="])
def test_csv_cells_that_begin_as_a_formula(begin: str) -> None:
    assert as_csv.escape_cell(begin + "1").startswith("'")
    assert as_csv.escape_cell("1" + begin)[0] == "1"


def test_markdown_holds_no_markup_of_a_plan() -> None:
    text = as_markdown.render(hostile(), "zh")
    assert "<script" not in re.sub(r"(`+).*?\1", "", text)
    assert "&lt;script&gt;" in text
    assert as_markdown.escape("[a](b) *c* |d| `e` # $f$") == (
        r"\[a\](b) \*c\* \|d\| \`e\` \# \$f\$"
    )
    assert as_markdown.format_code("a``b") == "``` a``b ```"


@pytest.mark.usefixtures("here")
def test_json_lines_are_the_findings_of_the_json_report(capsys: pytest.CaptureFixture[str]) -> None:
    whole = json.loads(shown(capsys, "county.yaml", "--format", "json"))
    head, *lines = READERS["jsonl"](shown(capsys, "county.yaml", "--format", "jsonl"))
    assert head["record"] == "coverage"
    assert head["plans"][0]["coverage"] == whole["plans"][0]["coverage"]
    for line in lines:
        assert line.pop("file") == "county.yaml"
        assert line.pop("plan") == whole["plans"][0]["title"]
    assert lines == whole["plans"][0]["findings"]


def test_json_lines_break_nowhere_else() -> None:
    report = many(1, "error")
    finding = Finding(
        "X-1", "fail", "error", Bilingual("a\u2028b\x85c"), SubjectLabel("t", "名", "k")
    )
    plan = report.plans[0]
    judgement = Judgement("甲", "a.yaml", (finding,), ())
    text = as_jsonl.render(Report((PlanReport(plan.header, {}, (), judgement),)), "zh")
    _, line = text.splitlines()
    assert json.loads(line)["title"] == "a\u2028b\x85c"
    assert as_json.serialize_finding(finding, plan, "zh")["title"] == "a\u2028b\x85c"


# ---- files


@pytest.mark.usefixtures("here")
def test_files_hold_what_standard_output_would(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [w for n in TEXTS for w in ("--output", f"{n}:{tmp_path / n}")]
    plain = shown(capsys, "county.yaml")
    assert shown(capsys, "county.yaml", *words) == plain
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(TEXTS)
    for name in TEXTS:
        wanted = shown(capsys, "county.yaml", "--format", name, "--color", "never")
        assert (tmp_path / name).read_bytes() == wanted.encode()


@pytest.mark.usefixtures("here")
def test_a_file_that_cannot_be_written_stays_as_it_was(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    file = tmp_path / "a.json"
    file.write_text("before", encoding="utf-8")
    monkeypatch.setattr(Path, "replace", full)
    assert run(["county.yaml", *RULES, "--output", f"json:{file}"]) == 2
    shown = capsys.readouterr()
    assert "写不了文件" in shown.err and "No space left" in shown.err
    assert shown.out
    assert [p.name for p in tmp_path.iterdir()] == ["a.json"]
    assert file.read_text(encoding="utf-8") == "before"


@pytest.mark.usefixtures("here")
def test_links_and_permissions_stay(tmp_path: Path) -> None:
    file, link = tmp_path / "a.json", tmp_path / "link.json"
    file.write_text("", encoding="utf-8")
    file.chmod(0o640)
    link.symlink_to(file)
    run(["county.yaml", *RULES, "--output", f"json:{link}"])
    assert link.is_symlink()
    assert file.stat().st_mode & 0o777 == 0o640
    assert json.loads(file.read_text(encoding="utf-8"))["format"] == "plancheck-report"


def test_no_report_replaces_its_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = tmp_path / "a.yaml"
    plan.write_bytes((PLANS / "county.yaml").read_bytes())
    rules = ["--rules", str(PLANS / "rules/test.rules")]
    assert run([str(plan), *rules, "--output", f"csv:{plan}"]) == 2
    assert "输入文件" in capsys.readouterr().err
    assert plan.read_bytes() == (PLANS / "county.yaml").read_bytes()
