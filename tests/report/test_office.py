"""The workbook and the Word document, read back by readers that are not the writers; LibreOffice opens both."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from docx import Document
from msgspec.structs import replace

from checker.cli import outputs
from checker.cli.app import run
from checker.diagnostics import DiagnosticLog
from checker.files import read_source
from checker.messages import Language
from checker.pipeline import CheckRequest, build_report
from checker.plan.library import PlanSource
from checker.report import as_docx, as_xlsx
from checker.report.export_texts import sort_findings
from checker.report.model import Report, Waiver
from checker.report.office import NO_DAY
from checker.review.waivers import waive
from checker.source import Source, Span
from tests.cli.blocks import PLANS, ROOT
from tests.report.test_formats import hostile
from tests.tools import tool

RENDER = {"xlsx": as_xlsx.render, "docx": as_docx.render}
DAY = date(2026, 11, 22)
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CORE = "{http://purl.org/dc/terms/}created"


@cache
def report(*names: str) -> Report:
    """Real plans, with one breach of Qinzhou waived."""
    paths = [ROOT / "plans" / f"{name}.yaml" for name in names]
    plans = [PlanSource(str(path), read_source(path)[0], (), path) for path in paths]
    judged = build_report(CheckRequest(compares_targets=True), plans, DiagnosticLog())
    source = Source("plancheck-waivers.yaml", "-")
    waiver = Waiver(
        "UPPER-LOOSER", "450700", "出生人口性别比", "=自治区同意按现状设定", "桂卫函〔2017〕3号", "规划处",
        date(2026, 12, 1), Span(source, 0, 1),
    )  # fmt: skip
    waived, uses, _ = waive(judged.plans, [waiver], judged.rules, DAY)
    return replace(judged, plans=waived, diagnostics=(), waivers=uses, today=DAY)


# ---- readers


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert {i.date_time for i in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        return {name: archive.read(name) for name in archive.namelist()}


def tree(data: bytes, name: str) -> ET.Element:
    return ET.fromstring(parts(data)[name])


def sheets(data: bytes) -> dict[str, list[list[str]]]:
    """The cells of every sheet as texts, sheet by sheet."""
    shared = [
        "".join(t.text or "" for t in item.iter(f"{MAIN}t"))
        for item in tree(data, "xl/sharedStrings.xml")
    ]
    names = [s.attrib["name"] for s in tree(data, "xl/workbook.xml").iter(f"{MAIN}sheet")]
    found = {}
    for number, name in enumerate(names, start=1):
        rows = tree(data, f"xl/worksheets/sheet{number}.xml").iter(f"{MAIN}row")
        found[name] = [[_text(cell, shared) for cell in row] for row in rows]
    return found


def _text(cell: ET.Element, shared: list[str]) -> str:
    value = cell.findtext(f"{MAIN}v") or ""
    return shared[int(value)] if cell.get("t") == "s" else value


def table(rows: list[list[str]]) -> list[dict[str, str]]:
    heads, *rest = rows
    return [dict(zip(heads, row, strict=True)) for row in rest]


def paper(data: bytes) -> Any:
    return Document(io.BytesIO(data))


def words(data: bytes) -> str:
    """All text of a document, one paragraph a line."""
    body = tree(data, "word/document.xml")
    return "\n".join(
        "".join(t.text or "" for t in p.iter(f"{WORD}t")) for p in body.iter(f"{WORD}p")
    )


# ---- the workbook


def test_the_workbook_has_a_row_for_every_finding_and_room_for_an_answer() -> None:
    found = report("qinzhou")
    read = sheets(as_xlsx.render(found, "zh"))
    assert list(read) == ["概览", "问题清单", "指标对照", "核查条件", "规则", "豁免"]
    rows = table(read["问题清单"])
    wanted = sort_findings(found.plans[0])
    assert [row["序号"] for row in rows] == [str(n) for n in range(1, len(wanted) + 1)]
    assert [row["规则编号"] for row in rows] == [f.rule for f in wanted]
    assert Counter(row["级别"] for row in rows) == {
        "错误": 6, "警告": 8, "提示": 12, "无法判断": 5, "豁免": 1
    }  # fmt: skip
    assert {(row["采纳情况"], row["说明"]) for row in rows} == {("", "")}
    name = "每千常住人口执业（助理）医师数"
    one = next(r for r in rows if r["规则编号"] == "UPPER-LOOSER" and r["对象"] == name)
    assert one["级别"] == "错误"
    assert one["本规划原文"].startswith(
        "目标：“2”没有写“以上”“以下”，当作至少要达到的数：≥2人/千人口，表《“十三五”时期"
    )
    assert "《广西卫生与健康“十三五”规划》（引自其他文件）" in one["对照（上级或另一处）"]
    assert one["差距"] == "相差0.3人/千人口"
    assert one["数据位置"].endswith("plans/qinzhou.yaml:152:21")
    waived = next(r for r in rows if r["级别"] == "豁免")
    assert "自治区同意按现状设定" in waived["豁免理由"]
    assert "自治区同意" not in waived["问题"]


def test_every_target_stands_beside_the_ones_above() -> None:
    rows = table(sheets(as_xlsx.render(report("qinzhou"), "zh"))["指标对照"])
    assert len(rows) == 93  # 88 targets of the plan, 5 that only plans above have
    life = rows[0]
    assert (life["指标"], life["单位"], life["性质"]) == ("人均预期寿命", "岁", "预期性")
    assert life["基期值"] == "2015年“75” → 75岁"
    assert life["本规划目标"].startswith("2020年“77” → ≥77岁")
    own, nation = life["上级规划目标"].split("\n")
    assert own.startswith("2020年“77.5” → ≥77.5岁，《广西卫生与健康“十三五”规划》")
    assert nation.startswith("2020年“77.3” → ≥77.3岁，《“健康中国2030”规划纲要》")
    assert Counter(row["对照结果"] for row in rows) == {
        "比上级要求松": 5, "符合上级要求": 18, "总量指标，不比较": 1, "上级没有这一指标": 64, "本规划没有这一指标": 5
    }  # fmt: skip


def test_what_is_looser_in_the_table_of_targets_is_what_the_rules_find() -> None:
    found = report("qinzhou").plans[0]
    looser = {c.name for c in found.comparisons if c.verdict == "looser"}
    codes = ("UPPER-LOOSER", "UPPER-AVERAGE")
    rules = {f.subject.name for f in found.judgement.findings if f.rule in codes and f.is_breach}
    assert looser == rules


def test_the_overview_and_the_rules_count_every_verdict() -> None:
    found = report("qinzhou", "luzhai")
    read = sheets(as_xlsx.render(found, "zh"))
    heads, *rows = read["概览"][4 : 5 + len(found.plans) + 1]
    assert rows[-1][0] == "合计"
    assert rows[-1][heads.index("结论总数")] == str(found.verdicts)
    rules = table(read["规则"])
    sums = [
        sum(int(row[head]) for row in rules)
        for head in ("违反", "无法判断", "条件不足", "豁免", "通过", "不适用")
    ]
    outcomes = ("fail", "unknown", "lacking", "waived", "pass", "not-applicable")
    assert sums == [found.total(outcome) for outcome in outcomes]
    (row,) = table(read["豁免"])
    assert (row["状态"], row["豁免的问题数"], row["有效期至"]) == (
        "生效，还有9天到期",
        "1",
        "2026-12-01",
    )


def test_the_workbook_can_be_filtered_filled_in_and_printed() -> None:
    data = as_xlsx.render(report("qinzhou"), "zh")
    for number in range(1, 7):
        sheet = tree(data, f"xl/worksheets/sheet{number}.xml")
        assert sheet.find(f"{MAIN}autoFilter") is not None
        assert sheet.find(f".//{MAIN}pane").get("state") == "frozen"
        setup = sheet.find(f"{MAIN}pageSetup")
        assert (setup.get("paperSize"), setup.get("orientation")) == ("9", "landscape")
        assert setup.get("fitToHeight") == "0"
        assert "&P" in sheet.findtext(f"{MAIN}headerFooter/{MAIN}oddFooter")
        for row in sheet.iter(f"{MAIN}row"):
            assert float(row.get("ht", "15")) <= 409
        for column in sheet.iter(f"{MAIN}col"):
            assert 6 <= float(column.attrib["width"]) <= 62
    chosen = tree(data, "xl/worksheets/sheet2.xml").find(f".//{MAIN}dataValidation")
    assert chosen.findtext(f"{MAIN}formula1") == '"采纳,部分采纳,不采纳,已修改"'
    names = tree(data, "xl/workbook.xml").iter(f"{MAIN}definedName")
    assert sum(n.get("name") == "_xlnm.Print_Titles" for n in names) == 6


def test_a_text_longer_than_a_cell_says_that_it_is_cut() -> None:
    found = report("qinzhou")
    plan = found.plans[0]
    first, *rest = plan.judgement.findings
    long = replace(first, subject=replace(first.subject, name="长" * 40_000))
    judgement = replace(plan.judgement, findings=(long, *rest))
    changed = replace(found, plans=(replace(plan, judgement=judgement),))
    cells = [c for row in sheets(as_xlsx.render(changed, "zh"))["问题清单"] for c in row]
    (cut, *_) = [c for c in cells if c.startswith("长长")]
    assert len(cut) <= 32_767
    assert cut.endswith("……（内容过长，其余从略）")


# ---- the document


def test_the_document_says_everything_of_errors_and_warnings() -> None:
    found = report("qinzhou")
    data = as_docx.render(found, "zh")
    text = words(data)
    assert text.startswith("核查范围：指标认出107/107行")
    for part in (
        "《钦州市卫生与健康“十三五”规划》核查意见表",
        "2016-2020年", "2026年11月22日", "省：《广西卫生与健康“十三五”规划》（引自其他文件）",
        "违反26项（错误6项、警告8项、提示12项），无法判断5项，条件不足25项，豁免1项，通过1183项，其余不适用。",
        "一、错误（6项）", "二、警告（8项）", "三、提示（12项）", "四、无法判断（需补充）（5项）", "五、已豁免（1项）",
        "算式：≥2人/千人口 宽于 ≥2.3人/千人口，相差0.3人/千人口",
        "把目标改为不低于2.3人/千人口", "目标不要比上级的松；确要放宽的，说明理由并附上级同意的文件", "核查人：", "编制单位负责人：",
    ):  # fmt: skip
        assert part in text
    for finding in found.plans[0].judgement.findings:
        if finding.is_breach:
            assert re.sub(r"\s+", " ", finding.message.zh) in text


def test_a_waiver_that_ends_soon_is_told_and_one_of_elsewhere_is_no_warning() -> None:
    found = report("qinzhou")
    [ending] = found.waivers
    elsewhere = replace(
        ending, waiver=replace(ending.waiver, region="450600"), state="elsewhere", findings=0
    )
    found = replace(found, waivers=(ending, elsewhere))
    text = words(as_docx.render(found, "zh"))
    assert "豁免清单（1条）" in text
    assert "还有9天" in text
    states = [row["状态"] for row in table(sheets(as_xlsx.render(found, "zh"))["豁免"])]
    assert states == ["生效，还有9天到期", "不在本次核查范围"]


def test_a_plan_without_findings_is_told_so() -> None:
    found = report("qinzhou")
    [plan] = found.plans
    counts = tuple(replace(c, counts={"pass": 1}) for c in plan.judgement.counts)
    clean = replace(plan, judgement=replace(plan.judgement, findings=(), counts=counts))
    assert "没有发现违反规则之处。" in words(as_docx.render(replace(found, plans=(clean,)), "zh"))


def test_a_certain_fix_is_in_the_suggestion() -> None:
    found = report("luzhai")
    fixes = [x for f in found.plans[0].judgement.findings for x in f.fixes]
    text = words(as_docx.render(found, "zh"))
    assert fixes
    for fix in fixes:
        assert f"将“{fix.span.text}”改为“{fix.text}”" in text


def test_tables_repeat_their_heading_and_rows_stay_whole() -> None:
    data = as_docx.render(report("qinzhou"), "zh")
    _, *tables, signatures = paper(data).tables
    assert [len(t.rows[0].cells) for t in tables] == [6] * 5
    for at, found in enumerate(tables):
        head, *rows = found.rows
        texts = [cell.text for cell in head.cells]
        assert texts == [
            "序号", "问题（位置、原文引用、算式）", "依据", "修改建议", "采纳情况", "说明"
        ]  # fmt: skip
        assert head._tr.find(f".//{WORD}tblHeader") is not None
        for row in rows:
            waived = at == 4  # the last table: nothing is left to answer
            assert row.cells[4].text == ("" if waived else "□ 采纳\n□ 部分采纳\n□ 不采纳")
            assert row.cells[5].text == ""
            lines = len(row.cells[1].paragraphs)
            assert (row._tr.find(f".//{WORD}cantSplit") is not None) == (lines <= 9)
    numbers = [row.cells[0].text for found in tables for row in found.rows[1:]]
    assert numbers == [str(n) for n in range(1, len(numbers) + 1)]
    assert [cell.text for cell in signatures.rows[0].cells] == [
        "核查人：",
        "编制单位负责人：",
        "日期：",
    ]


def test_the_document_is_chinese_and_has_nothing_of_the_template_left() -> None:
    data = as_docx.render(report("qinzhou", "luzhai"), "zh")
    found = paper(data)
    assert not [n for n in parts(data) if re.search("thumbnail|customXml|stylesWithEffects", n)]
    assert (found.core_properties.author, found.core_properties.comments) == ("plancheck", "")
    lang = found.styles.element.find(f".//{WORD}docDefaults//{WORD}lang")
    assert lang.get(f"{WORD}eastAsia") == "zh-CN"
    fonts = {
        f.get(f"{WORD}eastAsia") for f in tree(data, "word/document.xml").iter(f"{WORD}rFonts")
    }
    assert fonts == {"宋体"}
    assert found.styles["Normal"].element.rPr.rFonts.get(f"{WORD}eastAsia") == "仿宋"
    assert [s.start_type.name for s in found.sections] == ["NEW_PAGE"] * 2
    assert all(s.page_width > s.page_height for s in found.sections)
    footer = found.sections[0].footer._element
    assert "".join(t.text or "" for t in footer.iter(f"{WORD}t")) == "第 1 页  共 1 页"
    fields = footer.iter(f"{WORD}fldSimple")
    assert [f.get(f"{WORD}instr") for f in fields] == ["PAGE", "NUMPAGES"]


# ---- both


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", RENDER)
def test_two_runs_are_the_same_to_the_byte(name: str, language: Language) -> None:
    found = report("qinzhou", "luzhai")
    assert RENDER[name](found, language) == RENDER[name](found, language)


@pytest.mark.parametrize(("today", "wanted"), [(DAY, DAY), (date.min, NO_DAY)])
@pytest.mark.parametrize("name", RENDER)
def test_is_dated_by_the_day_of_the_report(name: str, today: date, wanted: date) -> None:
    data = RENDER[name](replace(report("qinzhou"), today=today), "zh")
    assert tree(data, "docProps/core.xml").findtext(CORE) == f"{wanted}T00:00:00Z"


@pytest.mark.parametrize("name", RENDER)
def test_english_is_english(name: str) -> None:
    data = RENDER[name](report("qinzhou"), "en")
    text = words(data) if name == "docx" else str(sheets(data))
    for word in ("采纳", "核查日期", "无法判断", "不成立", "整改建议"):
        assert word not in text


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", RENDER)
def test_hostile_texts_are_inert(name: str, language: Language) -> None:
    data = RENDER[name](hostile(), language)
    for part, content in parts(data).items():
        ET.fromstring(content)
        assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|&#(x1b|27);|_x001B_", content), part
        assert b"<script>" not in content
        assert not re.search(rb"<f>|<f |hyperlink|externalLink|oleObject", _own(part, content)), (
            part
        )
    text = words(data) if name == "docx" else str(sheets(data))
    assert "=cmd|" in text
    assert "a]]>b" in text


def _own(part: str, content: bytes) -> bytes:
    """What we wrote: the template of the library knows the word hyperlink."""
    return content if part.startswith(("word/document", "xl/worksheets")) else b""


@pytest.mark.parametrize("name", RENDER)
def test_a_report_on_nothing_is_a_whole_file(name: str) -> None:
    parts(RENDER[name](Report(()), "zh"))


@pytest.mark.parametrize("name", RENDER)
def test_faults_of_the_input_are_told(name: str) -> None:
    found = replace(hostile(), unchecked=("plans/坏了.yaml",))
    data = RENDER[name](found, "zh")
    text = words(data) if name == "docx" else str(sheets(data))
    assert "输入里的问题" in text
    assert "plans/坏了.yaml" in text


@pytest.mark.parametrize("name", RENDER)
def test_libreoffice_prints_it(name: str, tmp_path: Path) -> None:
    found = report("qinzhou", "luzhai")
    file = tmp_path / f"a.{name}"
    file.write_bytes(RENDER[name](found, "zh"))
    done = subprocess.run(
        [tool("soffice"), f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to",
         "pdf", "--outdir", str(tmp_path), str(file)],
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    assert "rror" not in done.stdout + done.stderr
    shown = subprocess.run(
        [tool("pdftotext"), "-raw", str(tmp_path / "a.pdf"), "-"],
        capture_output=True, text=True, check=True, timeout=60,
    ).stdout  # fmt: skip
    text = re.sub(r"\s+", "", shown)
    for said in ("出生人口性别比", "相差0.3人/千人口", "扣除舍入余地后仍差107778平方米"):
        assert said in text
    assert "第1页共" in text


# ---- from the command line

WITHOUT = """
import sys
for name in ("xlsxwriter", "docx"):
    sys.modules[name] = None
from checker.cli.app import run
sys.exit(run(sys.argv[1:]))
"""


@pytest.mark.parametrize("name", RENDER)
def test_a_missing_package_is_told_before_any_work(name: str, tmp_path: Path) -> None:
    asked = ["--output", f"json:{tmp_path / 'a.json'}", "--output", f"{name}:{tmp_path / 'a'}"]
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT, "nowhere.yaml", *asked],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False, timeout=60,
        env={"PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == (
        f"错误：{name} 格式要用的软件包没有安装\n需要在程序的文件夹里运行 pip install '.[office]'\n"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", RENDER)
def test_standard_output_gets_the_bytes_of_the_file(
    name: str, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    monkeypatch.chdir(PLANS)
    rules = ["--rules", "rules/test.rules", "--select", "TEST", "--today", "2026-11-22"]
    assert run(["county.yaml", *rules, "--output", f"{name}:{tmp_path / 'a'}"]) == 1
    capfdbinary.readouterr()
    assert run(["county.yaml", *rules, "--format", name]) == 1
    shown = capfdbinary.readouterr()
    assert shown.out == (tmp_path / "a").read_bytes()
    assert parts(shown.out)


def test_a_terminal_gets_no_bytes(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert run(["nowhere.yaml", "--format", "docx"]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert (
        "docx 报告不是文字，不能显示在终端上\n请写进文件，例如 --output docx:report.docx"
        in shown.err
    )


def test_only_the_workbook_costs_the_comparison_of_targets() -> None:
    to_file = outputs.Output("xlsx", "a.xlsx")
    assert outputs.compares_targets("text", [to_file])
    assert not outputs.compares_targets("text", [outputs.Output("docx", "a.docx")])
