"""What a plan is: its sector, of a closed list with the names that titles and offices use, and its kind."""

from __future__ import annotations

import re
from functools import lru_cache

from checker.plan.model import Header

OUTLINE = "国民经济和社会发展纲要"
"""The outline plan of a region: it stands above the plans of all sectors."""

_NAMES = {
    OUTLINE: "国民经济和社会发展 国民经济与社会发展 经济社会发展 总体规划 综合 纲要 五年规划纲要 发展规划纲要",
    "卫生健康": "卫生与健康 卫生和健康 卫生 健康 卫健 卫计 卫生计生 卫生和计划生育 卫生计划生育 医疗卫生 中医药 中医"
    " 医疗保障 医保",
    "教育": "教育体育 基础教育 职业教育 学前教育",
    "生态环境": "生态环境保护 环境保护 环保 生态文明 生态 污染防治 应对气候变化",
    "农业农村": "农业 农村 农业农村现代化 乡村振兴 三农 畜牧 渔业",
    "水利": "水安全 水安全保障 节水 水务 水资源",
    "交通运输": "交通 综合交通运输 综合交通 公路 铁路 民航 邮政",
    "住房城乡建设": "住房和城乡建设 住房与城乡建设 住房 住建 城乡建设 城镇化 建筑业",
    "自然资源": "国土资源 国土空间 国土 林业 草原 林业草原 林业和草原 海洋 矿产资源",
    "人力资源社会保障": "人力资源和社会保障 人力资源与社会保障 人社 就业 促进就业 社会保障 社会保险 人才",
    "民政养老": "民政 养老 养老服务 养老服务体系 老龄 托育 养老托育 老龄事业和养老服务体系 社会救助",
    "残疾人": "残疾人保障 残联",
    "文化旅游": "文化和旅游 文化与旅游 文化 旅游 文旅 文物 广播电视",
    "体育": "全民健身",
    "科技": "科学技术 科技创新 创新 知识产权",
    "能源": "可再生能源 电力 煤炭",
    "工业和信息化": "工业与信息化 工业信息化 工业 工信 制造业 信息化 数字经济 战略性新兴产业",
    "应急管理": "应急 安全生产 应急体系 防灾减灾 消防",
    "公共服务": "基本公共服务",
    "其他": "其它",
}
_SUFFIXES = ("规划", "事业", "服务", "发展", "领域", "体系", "行业")
_BY_NAME = {name: sector for sector, names in _NAMES.items() for name in (sector, *names.split())}
SECTORS = tuple(_NAMES)


@lru_cache(maxsize=256)
def find_sector(text: str) -> str:
    """Return the sector that a text names, "" for none: 卫健 and 医疗卫生事业 are 卫生健康."""
    name = "".join(text.split())
    while name not in _BY_NAME:
        suffix = next((s for s in _SUFFIXES if name.endswith(s) and name != s), None)
        if suffix is None:
            return ""
        name = name.removesuffix(suffix)
    return _BY_NAME[name]


_KINDS = (
    (re.compile("行动方案|行动计划|实施方案|行动(?:[（(].*[）)])?$"), "行动方案"),
    (re.compile("^(?!.*印发.*(?:规划|纲要)).*通知$"), "通知"),
)


def plan_kind(header: Header) -> str:
    """Return 综合, 专项规划, 行动方案 or 通知: as the header says, else by sector and title."""
    if header.kind is not None:
        return header.kind.text
    title = re.sub('[《》“”"\\s]', "", header.title.text)
    named = next((kind for words, kind in _KINDS if words.search(title)), "")
    if named:
        return named
    return "综合" if header.sector.text == OUTLINE else "专项规划"
