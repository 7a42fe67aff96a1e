"""Figures of a project in the text of its row: beds, areas, storeys, money, and what is stated as n × each."""

from __future__ import annotations

import re

from checker.extract.records import PlainValue

_NUMBER = r"\d[\d,，]*(?:\.\d+)?(?:\s*[-—－–~～至]\s*\d[\d,]*(?:\.\d+)?)?"
_HAN_NUMBER = r"[一二两三四五六七八九十]{1,3}"
_ABOUT = r"(?:约为|约|近|不少于|不低于|超过|达)?"
_AREA = re.compile(
    rf"(?P<figure>{_ABOUT}\s*{_NUMBER}\s*万?(?P<unit>平方米|㎡|m²|m2|M2|平米|平方(?!公里|千米)|亩|公顷)(?:及以上|以上|左右)?)"
)
_BEDS = re.compile(
    rf"(?P<figure>{_ABOUT}\s*{_NUMBER}\s*张(?:及以上|以上|左右)?)(?P<after>[^，。；,;]{{0,6}})"
)
_STOREYS = re.compile(
    rf"(?P<before>[地上下负每第共裙楼]{{0,3}})(?P<figure>(?:{_NUMBER}|{_HAN_NUMBER})\s*层)"
)
_MONEY = re.compile(
    rf"(?P<label>[\u4e00-\u9fff、（）]{{0,24}}?)(?P<figure>{_ABOUT}\s*{_NUMBER}\s*(?:亿元|万元|亿|万(?![平㎡m])|元))"
)
_EACH = re.compile(
    rf"每(?P<one>[层套间个栋幢])(?P<each>{_ABOUT}\s*{_NUMBER}\s*(?:平方米|㎡|m²|张|套|间|个))"
)
_PAREN = re.compile(r"[（(][^（()）]*$")
_LABEL_END = re.compile(r"(?:的)?(?:总?费用|费|资金|投资|预计|总)+$")
_NOT_A_PRICE = re.compile("总投资|总造价|投资估算|投资概算|估算总|概算总|投资额|^投资")
_PART_ROOM = re.compile(r"用房(?:面积)?[约为：:]?$")


def _tidy(figure: str) -> str:
    return "".join(figure.split())


def project_figures(text: str) -> dict[str, PlainValue]:
    """Return the figures that the text of a project's row prints, by their keys in the plan data."""
    text = text.replace("\n", "")
    found: dict[str, PlainValue] = {}
    _beds(text, found)
    _areas(text, found)
    _storeys(text, found)
    _repeats(text, found)
    _money(text, found)
    return found


def _clause_before(text: str, at: int) -> str:
    """Return the text of the clause before a figure, a bracket's only where the figure is in one."""
    clause = re.split("[，。；,;、/]", text[:at])[-1]
    inner = _PAREN.search(clause)
    return clause[inner.start() + 1 :] if inner else re.sub(r"[（(][^（()）]*[）)]", "", clause)


def _beds(text: str, found: dict[str, PlainValue]) -> None:
    for match in _BEDS.finditer(text):
        before = _clause_before(text, match.start())
        if "床" not in before and "床" not in match["after"]:
            continue
        added = re.search("新增|增加|增设|新设|(?<!规划)设置床位", before)
        found.setdefault("new_beds" if added else "beds", _tidy(match["figure"]))


def _areas(text: str, found: dict[str, PlainValue]) -> None:
    last = ""
    for match in _AREA.finditer(text):
        before, figure = _clause_before(text, match.start()), _tidy(match["figure"])
        if re.search(r"每[\u4e00-\u9fff]{1,2}$", before) or re.search(
            r"共\d+套$", text[: match.start()].rstrip("，,")
        ):
            continue
        key = _area_key(
            before, match["unit"], last if text[: match.start()].endswith(("（", "(")) else ""
        )
        if not key:
            continue
        last = key
        if key in ("site_area", "floor_area"):
            listed = found.get(key)
            figures: list[PlainValue] = (
                listed if isinstance(listed, list) else [listed] if listed else []
            )
            found[key] = figure if not figures else [*figures, figure]
        else:
            found.setdefault(key, figure)


def _area_key(before: str, unit: str, outer: str) -> str:
    if outer in ("site_area", "floor_area") and not re.search("地上|地下", before):
        return outer
    if "地下" in before:
        return "below_ground"
    if "地上" in before:
        return "above_ground"
    if unit in ("亩", "公顷") or re.search("用地|占地|征地|土地", before):
        return "site_area"
    return "" if _PART_ROOM.search(before) else "floor_area"


def _storeys(text: str, found: dict[str, PlainValue]) -> None:
    loose = ""
    for match in _STOREYS.finditer(text):
        before = match["before"]
        figure = _tidy(match["figure"])
        if any(mark in before for mark in "每第裙楼"):
            continue
        if "下" in before or "负" in before:
            found.setdefault("storeys_below", figure)
        elif "上" in before:
            found.setdefault("storeys_above", figure)
        else:
            loose = loose or figure
    if loose:
        found.setdefault("storeys_above", loose)


def _repeats(text: str, found: dict[str, PlainValue]) -> None:
    repeats: list[PlainValue] = []
    for match in _EACH.finditer(text):
        one, each = match["one"], _tidy(match["each"])
        count = re.search(rf"共\s*(\d+{one})", text) or re.search(rf"(\d+{one})(?![\d每])", text)
        if count is None:
            continue
        repeat: dict[str, PlainValue] = {"name": f"每{one}", "count": _tidy(count[1]), "each": each}
        unit = re.sub(r"^[^\d]*[\d.,\s]+", "", each)
        total = re.search(
            rf"(?:共|总建筑面积|合计|{re.escape(count[1])}，)\s*约?(\d[\d.,]*{re.escape(unit)})",
            text[match.end() :],
        )
        if total is not None:
            repeat["total"] = _tidy(total[1])
        repeats.append(repeat)
    if repeats:
        found["repeats"] = repeats


def _money(text: str, found: dict[str, PlainValue]) -> None:
    stated: list[PlainValue] = []
    costs: list[PlainValue] = []
    for match in _MONEY.finditer(text):
        label = re.split("[，。；,;]", text[: match.start("figure")])[-1]
        figure = _tidy(match["figure"])
        if _NOT_A_PRICE.search(label):
            stated.append(figure)
        elif re.search("费|征地|补偿|设备|装修|改造", label):
            name = _LABEL_END.sub("", label.strip("约为共：: "))
            costs.append({"name": name.strip("的") or "费用", "value": figure})
    if stated:
        found["stated_investment"] = stated
    if costs:
        found["costs"] = costs
