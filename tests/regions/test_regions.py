"""Division codes as they were in a given year, with the plans' own regions as the cases."""

import subprocess
import sys
import time

import pytest

from checker.files import data_path
from checker.plan import regions
from checker.plan.regions import NATION, Region, ancestors, by_name, find, history


def codes(found: tuple[Region, ...]) -> list[str]:
    return [region.code for region in found]


@pytest.mark.parametrize(
    ("code", "year", "name", "level"),
    [
        ("450223", 2021, "鹿寨县", "县"),
        ("450700", 2016, "钦州市", "市"),
        ("220381", 2016, "公主岭市", "县"),
        ("440203", 2021, "武江区", "县"),
        ("330302", 2021, "鹿城区", "县"),
        ("422800", 2021, "恩施土家族苗族自治州", "市"),
        ("232700", 2021, "大兴安岭地区", "市"),
        ("152200", 2021, "兴安盟", "市"),
        ("450000", 2021, "广西壮族自治区", "省"),
        ("110000", 2021, "北京市", "省"),
        ("000000", 2021, "全国", "国家"),
    ],
)
def test_find_in_a_year(code: str, year: int, name: str, level: str) -> None:
    region = find(code, year)
    assert region is not None
    assert (region.name, region.level) == (name, level)


@pytest.mark.parametrize(
    ("code", "year", "above"),
    [
        ("450223", 2021, ["柳州市", "广西壮族自治区", "全国"]),
        ("330302", 2021, ["温州市", "浙江省", "全国"]),
        ("440203", 2021, ["韶关市", "广东省", "全国"]),
        ("450700", 2021, ["广西壮族自治区", "全国"]),
        ("220381", 2019, ["四平市", "吉林省", "全国"]),
        ("220184", 2020, ["长春市", "吉林省", "全国"]),
        ("450000", 2021, ["全国"]),
        ("000000", 2021, []),
        # a county directly under its province, a district of a 直辖市
        ("419001", 2021, ["河南省", "全国"]),
        ("429004", 2021, ["湖北省", "全国"]),
        ("110101", 2021, ["北京市", "全国"]),
        ("500101", 2021, ["重庆市", "全国"]),
        # 4600 is the province's own prefix: the province stands above once
        ("460001", 1995, ["海南省", "全国"]),
        # 地区 before it became a city; 重庆 before it left 四川
        ("452223", 2000, ["柳州地区", "广西壮族自治区", "全国"]),
        ("510200", 1990, ["四川省", "全国"]),
    ],
)
def test_chain_in_a_year(code: str, year: int, above: list[str]) -> None:
    assert [region.name for region in ancestors(code, year)] == above


def test_a_code_holds_until_the_year_it_ends() -> None:
    assert find("220381", 2019) is not None
    assert find("220381", 2020) is None
    assert ancestors("220381", 2020) == ()
    assert find("220184", 2019) is None
    assert find("220184", 2020) is not None


def test_an_ended_code_names_its_successor_and_year() -> None:
    (heng,) = history("450127")
    assert (heng.name, heng.end, heng.successor) == ("横县", 2021, ("450181",))
    successor = find("450181", 2021)
    assert successor is not None
    assert successor.name == "横州市"


def test_history_is_oldest_first_and_a_rename_succeeds_itself() -> None:
    assert [(r.name, r.start, r.end) for r in history("120110")] == [
        ("东郊区", 1981, 1992),
        ("东丽区", 1992, None),
    ]
    assert history("120110")[0].successor == ("120110",)


def test_a_partial_transfer_is_no_successor() -> None:
    """The source lists 220381 公主岭市 as 220104[2005];220184: a strip of land went to 长春 in 2005."""
    assert history("220381")[0].successor == ("220184",)


def test_by_name_in_a_year() -> None:
    assert codes(by_name("公主岭市", 2019)) == ["220381"]
    assert codes(by_name("公主岭市", 2020)) == ["220184"]
    assert codes(by_name("鼓楼区", 2021)) == ["320106", "320302", "350102", "410204"]
    assert by_name("全国", 2021) == (NATION,)
    assert by_name("鹿寨", 2021) == ()


@pytest.mark.parametrize(
    "text", ["", "4502", "45022x", "４５０２２３", "450223,", "999999", "\n450223"]
)
def test_what_is_no_code_is_not_found(text: str) -> None:
    assert find(text, 2021) is None
    assert history(text) == ()
    assert ancestors(text, 2021) == ()


@pytest.mark.parametrize("text", ["", "name", "start", "2021", "450181", ",", "横县,2002", "\n"])
def test_what_is_no_name_is_not_found(text: str) -> None:
    assert by_name(text, 2010) == ()


def test_the_whole_table() -> None:
    """Every entry is found again, and its parents hold through all its years, as `parents` claims."""
    lines = data_path("regions").read_text(encoding="utf-8").splitlines()[1:]
    assert len(lines) == 6823
    assert lines == sorted(lines, key=lambda line: (line[:6], line.split(",")[2]))
    for line in lines:
        code, name, start, end, _ = line.split(",")
        region = find(code, int(start))
        assert region is not None, line
        assert region.name == name, line
        last = int(end) - 1 if end else 2024
        assert region in by_name(name, last), line
        for year in (int(start), last):
            assert tuple(codes(ancestors(code, year))) == region.parents, line
        for successor in region.successor:
            assert find(successor, int(end)), line


def test_a_cold_lookup_is_quick() -> None:
    def cold() -> float:
        regions._table.cache_clear()
        history.cache_clear()
        started = time.perf_counter()
        assert find("659012", 2024)
        return time.perf_counter() - started

    assert min(cold() for _ in range(5)) < 0.002


def test_only_the_standard_library_is_imported() -> None:
    show = "import sys, checker.plan.regions; print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", show], capture_output=True, text=True, check=True, timeout=30
    )
    loaded = {name.partition(".")[0] for name in run.stdout.split()}
    assert not loaded & {"csv", "yaml", "click", "lark", "jsonschema", "numpy", "pandas"}
    parts = {name for name in run.stdout.split() if name.startswith("checker.")}
    of_plans = {name for name in parts if name.startswith(("checker.plan.", "checker.engine"))}
    assert of_plans == {"checker.plan.regions"}
