"""What is read of running text: promises and figures with their names, years and values; the places are invented."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.document.model import LinePlace, Passage, Piece
from checker.extract.header import PlanFrame
from checker.extract.prose import ProseReading, read_prose
from checker.extract.records import DraftText, Whereabouts
from checker.plan.vocabulary import Vocabulary, load_vocabulary
from checker.source import Source

FRAME = PlanFrame("溪口县发展规划", "溪口县", (), "县", "教育", 2021, 2025, 2020, 2025)
PAST, FUTURE = ("发展基础",), ("主要目标",)


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    folder = Path(__file__).resolve().parents[2] / "rules" / "vocabulary"
    files = sorted(folder.glob("*.yaml"))
    return load_vocabulary([Source(str(path), path.read_text("utf-8")) for path in files])[0]


def prose(text: str, titles: tuple[str, ...], vocabulary: Vocabulary) -> ProseReading:
    passage = Passage((Piece(text, LinePlace(7, 1)),))
    return read_prose([DraftText(text, passage, 0, Whereabouts(titles=titles))], FRAME, vocabulary)


@pytest.mark.parametrize(
    ("text", "promises"),
    [
        ("到2025年，公办园在园幼儿占比达到55%。", ["公办园在园幼儿占比 2025 达到55%"]),
        ("公办园在园幼儿占比达到55%。", ["公办园在园幼儿占比 2025 达到55%"]),
        ("2023年，公办园在园幼儿占比达到55%。", ["公办园在园幼儿占比 2023 达到55%"]),
        ("规划期内新建水库2座、泵站15座。", ["新建水库 2025 2座", "新建泵站 2025 15座"]),
        ("培养名师100名、骨干教师500名。", ["名师 2025 100名", "骨干教师 2025 500名"]),
        ("60%以上的行政村建有互助设施。", ["行政村建有互助设施的比例 2025 60%以上"]),
        ("报告率和及时率均达到95%以上。", ["报告率 2025 达到95%以上", "及时率 2025 达到95%以上"]),
        ("绿地率较2020年提高3个百分点。", ["绿地率 2025 较2020年提高3个百分点"]),
        ("实现乡镇消防站全覆盖。", ["乡镇消防站 2025 全覆盖"]),
        ("对投资5000万元以上的项目实行领导包保。", []),
        ("500人以下的单位不予设置。", []),
    ],
)
def test_promises(text: str, promises: list[str], vocabulary: Vocabulary) -> None:
    reading = prose(text, FUTURE, vocabulary)
    assert _promises(reading) == promises
    assert not reading.facts


def _promises(reading: ProseReading) -> list[str]:
    said = []
    for entry in reading.statements:
        name, target = entry.data.get("name", entry.data["indicator"]), entry.data["target"]
        assert isinstance(target, dict)
        said += [f"{name} {year} {value}" for year, value in target.items()]
    return said


def test_several_names_share_a_verb_and_the_comparator_behind_the_last_value(
    vocabulary: Vocabulary,
) -> None:
    text = "高血压、糖尿病患者管理率分别达到60%和55%以上。"
    assert _promises(prose(text, FUTURE, vocabulary)) == [
        "高血压患者管理率 2025 达到60%以上",
        "糖尿病患者管理率 2025 达到55%以上",
    ]


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("2019年，图书馆总藏书量达12万册。", ["图书馆总藏书量 {'2019': '12万册'}"]),
        ("“十三五”末，图书馆总藏书量达12万册。", ["图书馆总藏书量 {'2020': '12万册'}"]),
        ("图书馆总藏书量达12万册。", ["图书馆总藏书量 {'2020': '12万册'}"]),
        (
            "签约居民1.2万人，签约率42%，服务对象3.1万人次，覆盖率60%。",
            [
                "签约居民 {'2020': '1.2万人'}",
                "签约率 {'2020': '42%'}",
                "服务对象 {'2020': '3.1万人次'}",
                "服务对象覆盖率 {'2020': '60%'}",
            ],
        ),
        ("培训护林员300人次。", ["护林员 {'2016-2020': '300人次'}"]),
        (
            "湿地保护率由2015年的35%提高到2020年的52%，古树建档率由60%提高到90%。",
            [
                "湿地保护率 {'2015': '35%', '2020': '52%'}",
                "古树建档率 {'2015': '60%', '2020': '90%'}",
            ],
        ),
        (
            "护林员、监测站点分别达到300人、45个，较2015年分别增加120人和9个。",
            [
                "护林员 {'2020': '300人'} {'2015-2020': '增加120人'}",
                "监测站点 {'2020': '45个'} {'2015-2020': '增加9个'}",
            ],
        ),
    ],
)
def test_facts(text: str, facts: list[str], vocabulary: Vocabulary) -> None:
    reading = prose(text, PAST, vocabulary)
    assert not reading.statements
    assert [
        " ".join(str(e.data[key]) for key in ("name", "value", "change") if key in e.data)
        for e in reading.facts
    ] == facts


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("全县共有水库30座，其中大型2座、中型8座、小型20座。", "全部"),
        ("全县共有水库30座（含大型2座、中型8座）。", "部分"),
    ],
)
def test_parts_of_a_total(text: str, kind: str, vocabulary: Vocabulary) -> None:
    total, *parts = prose(text, PAST, vocabulary).facts
    assert total.data["parts"] == kind
    assert {part.data["part_of"] for part in parts} == {"水库"}


def test_a_figure_of_another_region_is_set_apart(vocabulary: Vocabulary) -> None:
    own, other = prose("每万人口全科医生数2.1人（全省为3.2人）。", PAST, vocabulary).facts
    assert (own.data["value"], own.data.get("region")) == ({"2020": "2.1人"}, None)
    assert (other.data["value"], other.data["region"]) == ({"2020": "3.2人"}, "全省")


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("湿地保护率达到52%，提高3个百分点。", "比较的年份不明"),
        ("青山湖等6座水库要加强巡查。", "名称不明"),
        ("泵站、水闸、堤防分别达到8座、9座。", "名称不明"),
    ],
)
def test_what_is_not_sure_is_left_out_with_its_place(
    text: str, doubt: str, vocabulary: Vocabulary
) -> None:
    reading = prose(text, PAST if "提高" in text else FUTURE, vocabulary)
    assert {evidence.doubt for evidence in reading.uncertain} == {doubt}
    assert all(isinstance(evidence.place, LinePlace) for evidence in reading.uncertain)
    assert all(len(evidence.quote) <= 40 for evidence in reading.uncertain)


def test_parts_that_are_named_by_their_place_alone_get_the_name_of_what_is_counted(
    vocabulary: Vocabulary,
) -> None:
    text = "全县共有养老床位300张，其中乡镇敬老院180张、村级幸福院120张。"
    total, *parts = prose(text, PAST, vocabulary).facts
    assert total.data["parts"] == "全部"
    assert [part.data["name"] for part in parts] == ["乡镇敬老院床位", "村级幸福院床位"]


def test_what_was_founded_is_no_count_of_all_there_are(vocabulary: Vocabulary) -> None:
    entry = prose("建成三级医院2所。", FUTURE, vocabulary).statements[0]
    assert entry.data["indicator"] == "建成三级医院"
