"""The kinds of subjects a rule can speak of, and the attributes of each: one row an attribute."""

from __future__ import annotations

from functools import cache

from checker.datatypes.expression_types import (
    NUMBER,
    TARGET,
    TEXT,
    TRUTH,
    YEAR,
    ChoiceType,
    ListType,
    NumberType,
    RecordType,
    Type,
)
from checker.quantity.units import find_unit
from checker.source import Record


class Attribute(Record, array_like=True):
    """`key` is the name in the code and the English spelling; `about` is for the language reference."""

    key: str
    zh: str
    type: Type
    about: str = ""


class Kind(Record, array_like=True):
    """A kind of record. `subject`: a rule may go through all of them with `对每个`."""

    key: str
    zh: str
    subject: bool
    attributes: tuple[Attribute, ...]

    @property
    def plural(self) -> str:
        """The English word for all of them in the plan."""
        return f"{self.key}s"


def _unit(name: str) -> NumberType:
    unit = find_unit(name)
    if unit is None:
        raise ValueError(f"no such unit: {name}")
    return NumberType(unit.dimension)


BEDS, AREA, MONEY, STOREYS = _unit("张"), _unit("平方米"), _unit("元"), _unit("层")
A = Attribute
COUNT = NumberType(None, bare=True)

_TARGET = (
    A("name", "名称", TEXT, "指标名称，按规划原文"),
    A("indicator", "指标", TEXT, "词表中的标准名称"),
    A("year", "年", YEAR, "目标年"),
    A("values", "值", TARGET, "目标值的集合；裸数按指标方向读"),
    A("number", "数值", NUMBER, "目标值所印的数"),
    A("numbers", "各数", ListType(NUMBER), "目标印出的每一个数（2－3名是两个）"),
    A("nature", "约束力", ChoiceType("nature")),
    A("nature_printed", "印有约束力", TRUTH, "表中有性质一栏而此格未空"),
    A("direction", "方向", ChoiceType("direction"), "词表规定的好坏方向；词表没有的指标没有"),
    A(
        "below",
        "对下含义",
        ChoiceType("below"),
        "这个数对下一级意味着什么，由词表规定；词表没有的按各自达到",
    ),
    A(
        "value_kind",
        "数的含义",
        ChoiceType("value_kind"),
        "水平、增速、当期数还是控制数：由词表规定，否则看名称",
    ),
    A("expression", "表达", ChoiceType("expression"), "目标是怎样写的"),
    A("origin", "出处", ChoiceType("origin")),
    A("scope", "限定", TEXT),
    A("unit", "单位", TEXT, "所印单位"),
    A("unit_fits", "单位合宜", TRUTH, "单位与词表的量纲相合"),
    A("falls", "下降", TRUTH, "写的是降低、下降、减少……；“不降低”不是"),
    A(
        "absolute",
        "绝对量",
        TRUTH,
        "总人口一类，不在层级之间比较；词表没有的指标按单位认（元、家、人……）",
    ),
    A("range", "可能范围", TARGET, "词表规定的可能范围"),
    A("baseline", "基期值", NUMBER),
    A("baseline_year", "基期年", YEAR),
    A("baseline_blank", "基期空白", TRUTH, "表中有基期一格而没有数"),
    A("achieved", "已达水平", TARGET, "基期值作为一个集合：不差于它的值；方向不定的指标没有"),
    A("wording", "写法", TEXT, "目标的原文"),
    A("grade", "可信度", ChoiceType("evidence_grade"), "数字是怎样见到的"),
    A("plan", "规划", RecordType("plan"), "所在规划"),
    A("skips_level", "隔级", TRUTH, "上级规划高出不止一级，其数字是平均数"),
)

KINDS = {
    k.key: k
    for k in (
        Kind("plan", "规划", False, (
            A("title", "名称", TEXT),
            A("level", "层级", ChoiceType("level")),
            A("sector", "领域", TEXT),
            A("plan_kind", "种类", ChoiceType("plan_kind")),
            A("region", "地区", TEXT),
            A("province", "省份", TEXT, "所在的省、自治区、直辖市"),
            A("first_year", "起始年", YEAR),
            A("last_year", "终止年", YEAR),
            A("base_year", "基期", YEAR),
            A("target_year", "目标年", YEAR),
            A("number", "文号", TEXT),
            A("date", "日期", TEXT, "写成“2021年5月6日”的样子"),
        )),
        Kind("target", "目标", True, (
            *_TARGET,
            A("actual", "完成值", NUMBER, "目标年的实际结果"),
            A("yearly", "年均变化", NUMBER, "年均一栏的数，下降为负"),
            A("cumulative", "累计", NUMBER, "累计一栏的数"),
            A("period_change", "期内变化", NUMBER, "目标与基期值相差多少；累计一栏印百分数的，按基期值的比例"),
            A("projected", "推算值", NUMBER, "基期值按年均变化推到目标年"),
            A("whole", "所属", RecordType("target"), "“其中”一行所属的那一行"),
            A("counted", "是数量", TRUTH, "目标是人、家、元一类的数量，不是比率"),
            A("departments", "责任部门", ListType(TEXT)),
            A("upper", "上级", RecordType("upper_target"), "上级规划中同一指标的目标，最近一级"),
            A("nation", "国家", RecordType("upper_target")),
            A("province", "省", RecordType("upper_target"), "省、自治区、直辖市"),
            A("city", "市", RecordType("upper_target")),
        )),
        Kind("statement", "陈述", True, (
            *_TARGET,
            A("governing", "主陈述", RecordType("statement"), "同一指标、同一年的主要陈述（表格在先）"),
            A("same_bound", "界限一致", TRUTH, "与主陈述的比较词相同：都含或都不含界限值，都有或都没有左右"),
        )),
        Kind("upper_target", "上级目标", True, (
            *_TARGET,
            A("lower", "下级", RecordType("target"), "本规划中同一指标的目标"),
        )),
        Kind("upper_plan", "上级规划", True, (
            A("plan", "规划", RecordType("plan")),
            A("skips_level", "隔级", TRUTH, "高出不止一级"),
            A("same_kind", "同种类", TRUTH, "与本规划种类相同"),
            A("not_taken_up", "未承接", ListType(TEXT),
              "本规划没有的约束性指标：限于本规划有指标的方面和本规划期内的年份"),
        )),
        Kind("upper_level", "上级层", True, (
            A("level", "层级", ChoiceType("level")),
            A("region", "地区", TEXT),
            A("plan", "规划", TEXT, "所用的上级规划"),
        )),
        Kind("fact", "数据", True, (
            A("name", "名称", TEXT),
            A("indicator", "指标", TEXT),
            A("year", "年", YEAR),
            A("value", "值", NUMBER),
            A("numbers", "各数", ListType(NUMBER), "印出的每一个数，界限（96%以上）也在内"),
            A("unit", "单位", TEXT),
            A("unit_fits", "单位合宜", TRUTH),
            A("is_bound", "是界限", TRUTH, "印的是界限（90以上）而不是结果"),
            A("region", "地区", TEXT),
            A("scope", "限定", TEXT),
            A("origin", "出处", ChoiceType("origin")),
            A("range", "可能范围", TARGET),
            A("first", "首见", RecordType("fact"), "前文中与它不符的第一处；都相符的，第一处印有数的"),
            A("whole", "总数", RecordType("fact")),
            A("parts", "分项", ListType(RecordType("fact"))),
            A("complete", "分项齐全", TRUTH, "文中列出了全部分项"),
            A("numerator", "分子", RecordType("fact")),
            A("denominator", "分母", RecordType("fact")),
        )),
        Kind("change", "变化", True, (
            A("name", "名称", TEXT),
            A("first_year", "起年", YEAR),
            A("last_year", "止年", YEAR),
            A("relative", "相对", TRUTH, "按百分比变化，而非绝对数"),
            A("amount", "幅度", NUMBER, "上升为正，下降为负"),
            A("before", "前值", NUMBER),
            A("after", "后值", NUMBER),
            A("has_growth", "可算增长率", TRUTH, "前值大于零；负数或零上的增长率没有一定的意思"),
        )),
        Kind("institution", "机构", True, (
            A("name", "名称", TEXT),
            A("ownership", "性质", ChoiceType("ownership")),
            A("kind", "类别", ChoiceType("institution_kind")),
            A("grade_class", "等级", TEXT),
            A("present_beds", "现有床位", BEDS),
            A("planned_beds", "规划床位", BEDS, "所印规划床位；未印时为现有床位加各项目新增床位"),
            A("added_beds", "新增床位", BEDS, "各项目新增床位之和"),
            A("filing_level", "备案层级", ChoiceType("level")),
            A("tcm_filing_level", "中医备案层级", ChoiceType("level")),
            A("projects", "项目", ListType(RecordType("project"))),
        )),
        Kind("project", "项目", True, (
            A("name", "名称", TEXT),
            A("owner", "业主", TEXT),
            A("same_name", "同名项目", RecordType("project"), "前面同名同业主的项目"),
            A("beds", "规划床位", BEDS),
            A("new_beds", "新增床位", BEDS),
            A("site_area", "用地面积", AREA),
            A("floor_area", "建筑面积", AREA),
            A("floor_areas", "各处建筑面积", ListType(AREA), "文中对建筑面积的每一处写法"),
            A("above_ground", "地上面积", AREA),
            A("below_ground", "地下面积", AREA),
            A("storeys_above", "地上层数", STOREYS),
            A("storeys_below", "地下层数", STOREYS),
            A("repeats", "倍数", ListType(RecordType("repeat"))),
            A("total_investment", "总投资", MONEY),
            A("period_investment", "期内投资", MONEY),
            A("stated_investment", "文中投资", ListType(MONEY)),
            A("costs", "费用", ListType(MONEY)),
            A("years", "年限", TEXT),
            A("status", "进展", TEXT),
            A("remark", "备注", TEXT),
            A("first_year", "起始年", YEAR),
            A("last_year", "终止年", YEAR),
        )),
        Kind("repeat", "倍数项", True, (
            A("name", "名称", TEXT),
            A("project", "项目", RecordType("project")),
            A("count", "个数", COUNT),
            A("each", "每个", NUMBER),
            A("total", "合计值", NUMBER),
        )),
        Kind("section", "章节", True, (
            A("number", "编号", TEXT),
            A("title", "标题", TEXT),
            A("kind", "类型", TEXT),
            A("ordinal", "序数", COUNT, "编号里的数"),
            A("expected", "应为序数", COUNT, "同级前一个编号加一；第一个为一"),
            A("style", "编号样式", TEXT, "编号除去数以后的样子：第…章、（一）、1"),
            A("usual_style", "同级样式", TEXT, "同级标题中最多的样式；不止一半才算"),
            A("siblings_numbered", "同级有编号", TRUTH, "同级标题大多有编号"),
            A("is_empty", "空标题", TRUTH, "只有编号，没有文字"),
        )),
        Kind("citation", "引用", True, (
            A("title", "名称", TEXT),
            A("number", "文号", TEXT),
            A("official_title", "正式名称", TEXT, "写法略有出入的已知文件的名称"),
            A("official_number", "正式文号", TEXT, "已知文件的文号"),
        )),
        Kind("department", "部门", True, (
            A("name", "名称", TEXT),
            A("times", "次数", COUNT),
            A("usual_name", "常用名", TEXT, "只用一次的名称，与用了五次以上的名称只差一个字时，后者"),
        )),
        Kind("mention", "提及", True, (
            A("name", "名称", TEXT, "提到的地区"),
            A("kind", "类型", TEXT),
            A("in_chain", "在链内", TRUTH, "是本地区、其上级或其下级"),
        )),
        Kind("enumeration", "列举", True, (
            A("name", "名称", TEXT),
            A("announced", "宣称数", COUNT),
            A("listed", "列出数", COUNT),
        )),
    )
}  # fmt: skip

SUBJECTS = tuple(k.key for k in KINDS.values() if k.subject)


@cache
def _names() -> dict[str, str]:
    return {word: kind.key for kind in KINDS.values() for word in (kind.zh, kind.key, kind.plural)}


def kind_named(word: str) -> Kind | None:
    """Return the kind spelt so, in either spelling."""
    key = _names().get(word.casefold())
    return KINDS[key] if key else None


@cache
def _attributes(kind: str) -> dict[str, Attribute]:
    return {word: row for row in KINDS[kind].attributes for word in (row.zh, row.key)}


def attribute(kind: str, word: str) -> Attribute | None:
    """Return the attribute of a kind spelt so, in either spelling."""
    return _attributes(kind).get(word.casefold())


def attribute_names(kind: str) -> tuple[str, ...]:
    """All spellings, for suggestions."""
    return tuple(_attributes(kind))
