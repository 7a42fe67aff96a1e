"""What varies in the print of one indicator's name, and nothing that makes another of it. Knows no vocabulary.

Two names are of one indicator if `name_form` makes the same of both. What is removed or made alike here is said line by
line; anything else (婴儿 and 新生儿, 户籍 and 常住, 数 and 率) stays, so that no name is bound that is not the same.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from checker.quantity.unit_rows import SHARE
from checker.quantity.units import find_unit

_DROPPED = str.maketrans(dict.fromkeys("“”\"'‘’、,;·•《》〈〉「」『』的*#※△▲★①②③④⑤⑥⑦⑧⑨", None))
_NUMBERED = re.compile(
    r"^(?:\(?[0-9]{1,2}\)|[0-9]{1,2}[.．、](?![0-9])|[(][一二三四五六七八九十]+[)]|其中[:：]?)"
)
_GROUP = re.compile(
    r"^(?:健康水平|健康生活|健康服务|健康服务与保障|健康保障|健康环境|健康产业|健康素养|医疗服务|医疗卫生服务|疾病防控|疾病预防控制|妇幼健康"
    r"|妇幼卫生|资源配置|卫生资源|医疗卫生资源|人力资源|公共卫生|计划生育|医疗保障|中医药|主要指标|人口发展)[:—~-]"
)
_CIRCLED = re.compile("[①-⒛⓪-⓿❶-➓]")
_BRACKET = re.compile(r"\(([^()]*)\)")
_ABBREVIATION = re.compile(r"[a-z][a-z0-9.&]*")
_PER = re.compile(
    r"(?:每(?:一)?(百|千|万|十万|10万|1000|10000)(?:名|个)?|^(千|万|十万|10万))(?:常住)?(?:人口|人均|人)(?:均)?(?![民才])"
)
_MANY = {"1000": "千", "10000": "万", "10万": "十万"}
_RESIDENTS = re.compile(
    r"^(?:城乡居民|城乡|居民|公民)(?!基本|收入|人均|社区|医保|医疗保险|满意|可支配|消费)(?=.{5})"
)
_RATIO = re.compile(r"(?:所占|占)?(?:比例|比重|比率)$|占比$")
_SPOKEN = {
    "一": "1",
    "二": "2",
    "三": "3",
    "四": "4",
    "五": "5",
    "六": "6",
    "七": "7",
    "八": "8",
    "九": "9",
}


@lru_cache(maxsize=1 << 14)
def name_form(name: str, region: str = "") -> str:
    """Return what is left of a name without what varies in print; `region`, the plan's own, may stand before it."""
    text = unicodedata.normalize("NFKC", _CIRCLED.sub("", name)).casefold()
    text = "".join(text.split()).rstrip("%‰")
    text = re.sub("[-‐‑–—―－~～至](?=[0-9])", "~", text).replace("：", ":")
    text = _NUMBERED.sub("", text.rstrip("*#①②③④⑤⑥⑦⑧⑨0123456789") if text[-1:] in "*#" else text)
    text = _GROUP.sub("", text)
    text = _BRACKET.sub(_without_unit, text)
    text = _without_place(text.translate(_DROPPED), region)
    text = text.replace("周岁", "岁").replace("及以", "以").replace("(含)以", "以")
    text = re.sub(r"≥([0-9]+岁)(?:以上)?", r"\1以上", text).replace("≥", "")
    text = re.sub(r"([一二三四五六七八九])(?=岁|年生存)", lambda digit: _SPOKEN[digit[1]], text)
    text = re.sub("(?:国内|地区)生产总值|(?<!地区)(?<!国内)生产总值", "gdp", text).replace(
        "gdpgdp", "gdp"
    )
    text = _PER.sub(lambda many: f"每{_MANY.get(many[1] or many[2], many[1] or many[2])}人", text)
    text = text.replace("拥有", "")
    text = _RESIDENTS.sub("", text)
    text = _RATIO.sub("占比", text)
    text = re.sub("数量$", "数", text)
    return re.sub("(?<=.{3})水平$", "", text) if text.endswith("素养水平") else text


def completed_form(form: str, unit: str) -> str:
    """Return a form with what its name leaves to the unit: 占比 where that is a share, else 数."""
    share = find_unit(unit) if unit else None
    if share is None or share.dimension.tag != SHARE:
        return form + "数"
    return form if form.endswith(_AMOUNTS) else form + "占比"  # 煤炭消费 in % may be its growth


_AMOUNTS = (
    "量",
    "额",
    "值",
    "消费",
    "投资",
    "收入",
    "支出",
    "投入",
    "排放",
    "装机",
    "产能",
    "面积",
    "规模",
    "人口",
    "能耗",
)


def _without_unit(bracket: re.Match[str]) -> str:
    """Leave out a bracket that holds a unit or an abbreviation; (助理) and (含康复) are part of the name."""
    inside = bracket[1].removeprefix("单位:")
    if (
        not inside
        or inside == "≥"
        or _ABBREVIATION.fullmatch(inside)
        or find_unit(inside) is not None
    ):
        return ""
    return bracket[0]


_LEVELS = "省|自治区|市|州|自治州|盟|县|自治县|旗|区"


def _without_place(text: str, region: str) -> str:
    """Leave out the plan's own region before a name: 鹿寨县, 鹿寨, 全县; another's stays."""
    if not region:
        return text
    own = "区" if region.endswith("自治区") else region[-1]
    short = re.sub(f"(?:{_LEVELS})$", "", region)
    places = [region, *([short] if len(short) > 1 else []), f"全{own}", f"我{own}", f"本{own}"]
    if region == "全国":
        places = ["全国"]
    for place in places:
        if text.startswith(place) and len(text) > len(place) + 2:
            return text.removeprefix(place)
    return text
