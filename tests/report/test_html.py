"""The HTML report: well formed, alone, inert whatever the plan holds, the same each time."""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest

from checker.diagnostics import DiagnosticLog
from checker.files import read_source
from checker.findings import (
    Bilingual,
    Evidence,
    Finding,
    Judgement,
    Origin,
    Outcome,
    Reason,
    RuleCount,
    SubjectLabel,
)  # fmt: skip
from checker.messages import Language
from checker.pipeline import CheckRequest, build_report
from checker.plan.library import PlanSource
from checker.report.as_html import render
from checker.report.interval_chart import lay_out_chart, parse_interval
from checker.report.model import CandidatePlan, PlanReport, PlanSummary, Report, UpperLevel
from checker.source import Place

ROOT = Path(__file__).resolve().parents[2]
PLANS = ["qinzhou", "luzhai"]
LANGUAGES: list[Language] = ["zh", "en"]
VOID = {"meta", "link", "br", "input"}
HOSTILE = (
    "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>&amp;{{ 7*7 }}]]>"
    "\x00\x1b[2J\x85\u202e\ufeffjavascript:"
)


class Page(HTMLParser):
    """Every element with its attributes; a tag closed out of order is a failure."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.scripts: list[str] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs)
        self.tags.append((tag, {k: v or "" for k, v in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {k: v or "" for k, v in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        inside = self.open[-1] if self.open else ""
        (self.scripts if inside == "script" else self.words).append(data)

    @property
    def ids(self) -> list[str]:
        return [attrs["id"] for _, attrs in self.tags if "id" in attrs]

    @property
    def text(self) -> str:
        return "".join(self.words)


@cache
def report(name: str) -> Report:
    path = ROOT / "plans" / f"{name}.yaml"
    plans = [PlanSource(path.name, read_source(path)[0], (), path)]
    return build_report(CheckRequest(), plans, DiagnosticLog())


def made(text: str, findings: int = 2, outcome: Outcome = "fail") -> Report:
    """A report in which every text of a plan or rule is this one."""
    both = Bilingual(text, text)
    origin = Origin(text, None, Place(table=text, row=text, line=3), "Q", text)
    finding = Finding(
        text, outcome, "error", both, SubjectLabel("target", text, text, origin), both, both, both,
        (Reason("unknown-relative", {"text": text}),), (Evidence(both, text, both, origin),) * 2, (text,), both, both,
    )  # fmt: skip
    judgement = Judgement(
        text, text, (finding,) * findings, (RuleCount("A", {outcome: findings}), RuleCount(text, {}))
    )  # fmt: skip
    source = CandidatePlan(text, text, text, "Q", text, "used")
    header = PlanSummary(text, text, text, both, text, text, 2020, 2025)
    step = UpperLevel(both, text, text, (source,))
    return Report((PlanReport(header, {"indicators": 1}, (step,), judgement),), (), (text,), {})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PLANS)
def test_is_one_well_formed_page_that_loads_nothing(name: str, language: Language) -> None:
    text = render(report(name), language)
    page = Page(text)
    assert text.startswith("<!DOCTYPE html>\n")
    assert dict(page.tags)["html"]["lang"] == {"zh": "zh-CN", "en": "en"}[language]
    assert not re.search(r"https?://|url\(|@import", text)
    for tag, attrs in page.tags:
        assert tag not in {"img", "iframe", "object", "embed", "base", "audio", "video", "use"}
        assert not {"src", "srcset", "action", "style"} & attrs.keys()
        assert not [name for name in attrs if name.startswith("on")]
        assert attrs.get("href", "#").startswith(("#", "data:,"))
    assert len(page.scripts) == 1


@pytest.mark.parametrize("name", PLANS)
def test_every_finding_has_its_own_anchor_and_every_link_leads_somewhere(name: str) -> None:
    found = report(name)
    page = Page(render(found, "zh"))
    anchors = [a["id"] for tag, a in page.tags if tag == "article"]
    assert len(anchors) == len(found.plans[0].judgement.findings)
    assert len(set(page.ids)) == len(page.ids)
    assert {a["href"][1:] for tag, a in page.tags if tag == "a"} <= set(page.ids)


def test_several_plans_are_listed_first_each_with_its_counts() -> None:
    one, other = (report(name).plans[0] for name in PLANS[:2])
    text = render(Report((one, other)), "zh")
    page = Page(text)
    links = [a["href"] for tag, a in page.tags if tag == "a"]
    assert [href for href in links if href.startswith("#plan-")] == ["#plan-1", "#plan-2"]
    assert {"plan-1", "plan-2"} <= set(page.ids)
    assert text.index("规划（2份）") < text.index("<h1>")
    assert "规划（1份）" not in render(Report((one,)), "zh")


def test_anchors_come_from_the_fingerprint_and_are_told_apart() -> None:
    found = made("甲")
    plan = found.plans[0]
    anchor = f"f-{plan.fingerprint(plan.judgement.findings[0])[:16]}"
    ids = Page(render(found, "zh")).ids
    assert anchor in ids
    assert f"{anchor}-2" in ids


@pytest.mark.parametrize("name", PLANS)
def test_two_runs_are_the_same(name: str) -> None:
    assert render(report(name), "zh") == render(report(name), "zh")


@pytest.mark.parametrize("name", PLANS)
def test_says_everything_of_each_finding(name: str) -> None:
    found = report(name)
    text = Page(render(found, "zh")).text
    plan = found.plans[0]
    assert plan.header.title in text
    for finding in plan.judgement.findings:
        said = [finding.rule, finding.title.zh, *(e.printed for e in finding.evidence)]
        if finding.outcome == "fail":
            said += [finding.message.zh, finding.gap.zh, finding.remedy.zh, *finding.basis]
        for evidence in finding.evidence:
            if evidence.origin and evidence.origin.span:
                said.append(evidence.origin.span.address)
        assert [s for s in said if s not in text] == []
    assert all(code.partition("-")[0] in text for code in plan.idle_rules)
    for n in (plan.judgement.total("fail"), plan.judgement.total("unknown")):
        assert str(n) in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("outcome", ["fail", "unknown", "waived"])
def test_hostile_texts_are_inert(outcome: Outcome, language: Language) -> None:
    text = render(made(HOSTILE, outcome=outcome), language)
    page = Page(text)
    plain = Page(render(made("甲", outcome=outcome), language))
    assert [tag for tag, _ in page.tags] == [tag for tag, _ in plain.tags]
    assert [a.keys() for _, a in page.tags] == [a.keys() for _, a in plain.tags]
    assert page.scripts == plain.scripts
    assert "{{ 7*7 }}" in page.text
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ufeff\ud800-\udfff]", text)
    text.encode()


def test_the_policy_names_the_one_script() -> None:
    import base64
    import hashlib

    page = Page(render(made("甲"), "zh"))
    digest = base64.b64encode(hashlib.sha256(page.scripts[0].encode()).digest()).decode()
    policy = next(a["content"] for _, a in page.tags if "Policy" in a.get("http-equiv", ""))
    assert "default-src 'none'" in policy
    assert f"script-src 'sha256-{digest}'" in policy


def test_a_report_on_nothing_says_so() -> None:
    assert "不能算作通过" in Page(render(made("甲", 0), "zh")).text
    Page(render(Report(()), "zh"))


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("≥77岁", "77", None, "岁"),
        ("≤2.4%", None, "2.4", "%"),
        ("＜9.5‰", None, "9.5", "‰"),
        ("≤7.12/10万", None, "7.12", "/10万"),
        ("≥75%（左右）", "75", None, "%"),
        ("[0, 6]岁", "0", "6", "岁"),
        ("≤114", None, "114", ""),
    ],
)
def test_reads_a_set(text: str, low: str | None, high: str | None, unit: str) -> None:
    found = parse_interval(text)
    assert found is not None
    ends = [None if e is None else str(e) for e in (found.low, found.high)]
    assert (*ends, found.unit) == (low, high, unit)


@pytest.mark.parametrize(
    "text", ["", "？", "引用", "达到85%以上", "约111100平方米", "2019-2020年", "≥", "≥1e9", "1" * 99, "≥1）"]
)  # fmt: skip
def test_draws_nothing_of_what_it_does_not_read(text: str) -> None:
    assert parse_interval(text) is None
    assert lay_out_chart([("甲", "≥77岁"), ("乙", text)]) is None


@pytest.mark.parametrize(
    "texts", [["≥77岁"], ["77岁", "78岁"], ["≥77岁", "≥77%"], ["≥1岁"] * 5], ids=str
)
def test_draws_only_sets_that_can_be_compared(texts: list[str]) -> None:
    assert lay_out_chart([("甲", t) for t in texts]) is None


@pytest.mark.parametrize(
    "texts", [["≥77岁", "≥77.5岁"], ["≤0", "≤0"], ["≥-5%", "≤999999999999%"], ["[0, 6]岁", "[1, 6]岁"]]
)  # fmt: skip
def test_everything_drawn_lies_inside(texts: list[str]) -> None:
    picture = lay_out_chart([("甲", t) for t in texts])
    assert picture is not None
    for bar in picture.bars:
        assert 0 <= float(bar.left) <= float(bar.right) <= 320
        assert all(0 <= float(x) <= 320 for x in bar.dots)
        assert 0 < bar.y < picture.height


def test_colours_can_be_read() -> None:
    """Contrast of at least 4.5 of every text colour on every ground it stands on."""

    def light(colour: str) -> float:
        parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    def contrast(a: str, b: str) -> float:
        high, low = sorted((light(a), light(b)), reverse=True)
        return (high + 0.05) / (low + 0.05)

    text = render(made("甲"), "zh")
    named = dict(re.findall(r"--(\w+): (#\w{6})", text))
    pairs = [
        (named[n], ground)
        for n in ("ink", "dim", "own", "upper", "error", "warning", "info")
        for ground in ("#ffffff", "#fbfcfe", named["ground"])
    ]
    pairs += [(named[n], "#f6cfd0") for n in ("own", "upper")]  # labels over the gap of a picture
    pairs += [(named["dim"], "#eaf2fb"), ("#8a1116", "#fdecec"), ("#5c3c00", "#fff6e0")]
    pairs += [("#dbe5f3", "#16325c"), ("#124f9c", "#ffffff"), ("#14512b", "#e8f5ec")]
    assert [pair for pair in pairs if contrast(*pair) < 4.5] == []
