"""The table of units, and dimensions that keep beds, persons and shares apart. Reads no numbers."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from functools import cache, lru_cache

from msgspec.structs import replace

from checker.source import Record

SHARE = "比率"
RATIO = "比"
PERSONS = "人/人口"
POINTS = "百分点"

# A plan may count any of these in 个 (“3个医院”); people, beds and money never.
COUNTED_IN_GE = frozenset(
    {
        "机构", "种", "项", "件", "处", "户", "层", "部", "间", "套", "例", "次",
        "条", "场", "期", "块", "座", "栋", "批次", "份",
    }
)  # fmt: skip

ENGLISH = {
    "床": "bed", "人": "person", "岁": "year of age", "时间": "day", "年": "year", "钱": "yuan",
    "面积": "m²", "长度": "m", "体积": "m³", "质量": "g", "机构": "institution", "个": "item",
    "车": "vehicle", "例": "case", "次": "visit", "种": "kind", "项": "project", "件": "piece",
    "处": "place", "户": "household", "层": "storey", "部": "set", "间": "room", "套": "dwelling",
    "条": "entry", "场": "event", "期": "session", "块": "block", "座": "structure",
    "栋": "building", "批次": "batch", "份": "portion", "课时": "class hour",
    "能量": "kWh", "功率": "kW", SHARE: "share", RATIO: "ratio",
    PERSONS: "persons per population", POINTS: "percentage point",
    "": "number",
}  # fmt: skip


class Dimension(Record, array_like=True):
    """The quantity that a unit measures: atoms with exponents or, with none left, the kind of number."""

    atoms: tuple[tuple[str, int], ...] = ()
    tag: str = ""

    def __mul__(self, other: Dimension) -> Dimension:
        return _combine(self, other, 1)

    def __truediv__(self, other: Dimension) -> Dimension:
        return _combine(self, other, -1)

    def __pow__(self, exponent: int) -> Dimension:
        if exponent == 1:
            return self
        return Dimension(tuple((atom, power * exponent) for atom, power in self.atoms if exponent))

    def compatible(self, other: Dimension) -> bool:
        """Return True if values of the two may be compared."""
        return self is other or _compatible(self, other)

    def name(self, lang: str = "zh") -> str:
        """Name the dimension for a message: 床/人, bed/person."""

        def word(text: str) -> str:
            return ENGLISH.get(text, text) if lang == "en" else text

        if not self.atoms:
            return word(self.tag) if self.tag or lang == "en" else "数"
        above = [word(atom) + _power(power) for atom, power in self.atoms if power > 0]
        below = [word(atom) + _power(-power) for atom, power in self.atoms if power < 0]
        return "/".join(["·".join(above) or "1", *below])


@lru_cache(maxsize=1 << 15)  # asked for every value, of some hundred dimensions
def _compatible(left: Dimension, right: Dimension) -> bool:
    if left == right:
        return True
    if _is_quotient_as_ratio(left, right) or _is_quotient_as_ratio(right, left):
        return True
    if left.atoms or right.atoms:
        return _counts_alike(left, right) or _counts_alike(right, left)
    if not left.tag or not right.tag:
        return True
    return SHARE in (left.tag, right.tag) and _is_share(left.tag) and _is_share(right.tag)


def _is_quotient_as_ratio(quotient: Dimension, ratio: Dimension) -> bool:
    """Return True for a quotient of two counts, whatever is counted, and a printed ratio (床人比 1:1.6)."""
    return ratio.tag == RATIO and sorted(power for _, power in quotient.atoms) == [-1, 1]


def _power(power: int) -> str:
    return "" if power == 1 else f"^{power}"


def _is_share(tag: str) -> bool:
    return tag not in (RATIO, PERSONS, POINTS)


def _counts_alike(generic: Dimension, special: Dimension) -> bool:
    """Return True if the first counts in 个 what the second counts in a word of its own."""
    left, right = dict(generic.atoms), dict(special.atoms)
    if left.pop("个", 0) != 1:
        return False
    named = [atom for atom in right if atom in COUNTED_IN_GE and right[atom] == 1]
    if len(named) != 1:
        return False
    del right[named[0]]
    return left == right


def _combine(left: Dimension, right: Dimension, sign: int) -> Dimension:
    if not left.atoms and not right.atoms:
        return _combine_pure(left, right, sign)
    powers = dict(left.atoms)
    for atom, power in right.atoms:
        powers[atom] = powers.get(atom, 0) + sign * power
    left_over = {atom: power for atom, power in powers.items() if power}
    if left_over == CASES_PER_PERSON:
        return NUMBER
    return Dimension(tuple(sorted(left_over.items())))


# A case of a disease is a person who has it: 例 over 人 is a rate, as 212/10万 is.
CASES_PER_PERSON = {"例": 1, "人": -1}


def _combine_pure(left: Dimension, right: Dimension, sign: int) -> Dimension:
    """Combine two pure numbers. A share of something is still that thing; a thing over its like is a bare number."""
    if not right.tag:
        return left
    if not left.tag:
        return right if sign > 0 else NUMBER
    if sign < 0 and left == right:
        return NUMBER
    above, below = left.tag.split("/"), right.tag.split("/")
    if sign < 0 and len(above) == len(below) == 2 and above[1] == below[1]:
        return Dimension((), f"{above[0]}/{below[0]}")  # deaths per person over cases per person
    if _is_share(right.tag):
        return left
    return right if sign > 0 and _is_share(left.tag) else NUMBER


NUMBER = Dimension()


class Unit(Record, array_like=True):
    """A unit as plans print it; `factor` carries a value to the base unit of its dimension."""

    name: str
    factor: Fraction
    dimension: Dimension

    def __hash__(self) -> int:
        """By its name alone, which few units share: a Fraction is long to hash."""
        return hash(self.name)

    @property
    def counts(self) -> bool:
        """Say whether an integer in this unit was counted, not rounded: 284家, 2133人."""
        return (
            self.factor == 1
            and len(self.dimension.atoms) == 1
            and self.dimension.atoms[0] in _COUNTED
        )

    @property
    def multiple(self) -> int:
        """Give the zeros that 万 or 亿 adds to the unit's name: 万元 is 4, 元 is 0."""
        for word in ("万亿", "百万", "千万", "万", "亿"):
            plain = find_unit(self.name.removeprefix(word)) if self.name.startswith(word) else None
            if plain is not None and plain.dimension == self.dimension:
                return len(str(self.factor / plain.factor)) - 1
        return 0

    def convert(self, value: Fraction, to: Unit) -> Fraction:
        """Carry a value over to another unit of a compatible dimension, exactly."""
        if not self.dimension.compatible(to.dimension):
            raise ValueError(f"{self.name} is no {to.name}")
        return value * self.factor / to.factor


_COUNTED = frozenset((atom, 1) for atom in COUNTED_IN_GE | {"床", "人", "个", "车"})

# name, aliases (spaces apart), factor, atom or tag. To add a unit, add a row; a/b composes itself.
_ROWS: tuple[tuple[str, str, str, str], ...] = (
    ("%", "百分比", "1/100", SHARE),
    ("‰", "千分比", "1/1000", SHARE),
    ("/万", "1/万 /1万 1/1万 /万人 /万人口", "1/10000", SHARE),
    ("/10万", "1/10万 /十万 1/十万 /10万人 /10万人口 /十万人", "1/100000", SHARE),
    ("/百万", "1/百万 /100万 1/100万 /百万人", "1/1000000", SHARE),
    ("比例", "", "1", SHARE),
    ("比", "比值", "1", RATIO),
    ("无", "倍数", "1", ""),
    ("倍", "", "1", SHARE),
    ("个百分点", "百分点 个%", "1/100", POINTS),
    ("个千分点", "千分点", "1/1000", POINTS),
    ("个点", "点", "1/100", POINTS),
    ("人/人口", "", "1", PERSONS),
    ("张", "床 张床 张床位 床位 个床位", "1", "床"),
    ("千张", "", "1000", "床"),
    ("万张", "", "10000", "床"),
    ("人", "名 位 患者", "1", "人"),
    ("千人", "千名", "1000", "人"),
    ("万人", "万名", "10000", "人"),
    ("百万人", "", "1000000", "人"),
    ("亿人", "", "100000000", "人"),
    ("个", "", "1", "个"),
    ("万个", "", "10000", "个"),
    ("家", "所", "1", "机构"),
    ("万家", "万所", "10000", "机构"),
    ("辆", "台", "1", "车"),
    ("万辆", "", "10000", "车"),
    ("例", "", "1", "例"),
    ("种", "类", "1", "种"),
    ("项", "", "1", "项"),
    ("件", "", "1", "件"),
    ("万件", "", "10000", "件"),
    ("处", "", "1", "处"),
    ("户", "", "1", "户"),
    ("万户", "", "10000", "户"),
    ("层", "", "1", "层"),
    ("部", "", "1", "部"),
    ("间", "", "1", "间"),
    ("套", "套(间)", "1", "套"),
    ("万套", "万套(间)", "10000", "套"),
    ("次", "人次", "1", "次"),
    ("万次", "万人次", "10000", "次"),
    ("亿次", "亿人次", "100000000", "次"),
    ("条", "", "1", "条"),
    ("场", "场次", "1", "场"),
    ("期", "", "1", "期"),
    ("块", "", "1", "块"),
    ("座", "", "1", "座"),
    ("栋", "幢", "1", "栋"),
    ("批次", "", "1", "批次"),
    ("人份", "份", "1", "份"),
    ("万人份", "", "10000", "份"),
    ("课时", "学时", "1", "课时"),
    ("岁", "周岁", "1", "岁"),
    ("年", "", "1", "年"),
    ("月", "个月", "1/12", "年"),
    ("季度", "个季度", "1/4", "年"),
    ("周", "", "7", "时间"),
    ("工作日", "个工作日", "1", "工作日"),
    ("天", "日", "1", "时间"),
    ("小时", "h", "1/24", "时间"),
    ("分钟", "min", "1/1440", "时间"),
    ("元", "", "1", "钱"),
    ("万元", "", "10000", "钱"),
    ("亿元", "", "100000000", "钱"),
    ("万亿元", "", "1000000000000", "钱"),
    ("平方米", "㎡ m² m2 平米 平方", "1", "面积"),
    ("万平方米", "万㎡ 万m2 万平方", "10000", "面积"),
    ("亩", "", "2000/3", "面积"),
    ("万亩", "", "20000000/3", "面积"),
    ("亿亩", "", "200000000000/3", "面积"),
    ("公顷", "", "10000", "面积"),
    ("平方公里", "平方千米 km²", "1000000", "面积"),
    ("万平方公里", "", "10000000000", "面积"),
    ("米", "m", "1", "长度"),
    ("公里", "千米 km", "1000", "长度"),
    ("万公里", "", "10000000", "长度"),
    ("立方米", "m³", "1", "体积"),
    ("万立方米", "", "10000", "体积"),
    ("亿立方米", "", "100000000", "体积"),
    ("克", "g", "1", "质量"),
    ("毫克", "mg", "1/1000", "质量"),
    ("微克", "μg ug", "1/1000000", "质量"),
    ("千克", "公斤 kg", "1000", "质量"),
    ("斤", "", "500", "质量"),
    ("亿斤", "", "50000000000", "质量"),
    ("万亿斤", "", "500000000000000", "质量"),
    ("吨", "", "1000000", "质量"),
    ("万吨", "", "10000000000", "质量"),
    ("亿吨", "", "100000000000000", "质量"),
    ("吨标准煤", "", "1", "能量"),
    ("万吨标准煤", "", "10000", "能量"),
    ("亿吨标准煤", "", "100000000", "能量"),
    ("千瓦", "kW", "1", "功率"),
    ("万千瓦", "", "10000", "功率"),
    ("亿千瓦", "", "100000000", "功率"),
)

BARE = Unit("", Fraction(1), Dimension())
"""What a number without a unit is in."""

_PURE = frozenset({"", SHARE, RATIO, PERSONS, POINTS})
_HUMANS = frozenset(
    (
        "",
        "人口",
        "人",
        "名",
        "个",
        "儿童",
        "居民",
        "老年人",
        "常住人口",
        "户籍人口",
        "服务人口",
        "名儿童",
        "名老年人",
    )
)
_MULTIPLES = {
    "": 1,
    "百": 100,
    "千": 1000,
    "万": 10**4,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
}
_BELOW = re.compile(r"(?P<digits>\d*)(?P<multiple>千万|百万|十万|百|千|万|亿|)(?P<unit>.*)")


def fold_unit(text: str) -> str:
    """Fold width, case and spaces, so that ％ is % and ㎡ is m2."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


@cache
def unit_table() -> dict[str, Unit]:
    """Give every printed spelling with its unit."""
    table: dict[str, Unit] = {}
    for name, aliases, factor, kind in _ROWS:
        dimension = Dimension(tag=kind) if kind in _PURE else Dimension(((kind, 1),))
        unit = Unit(name, Fraction(factor), dimension)
        for spelling in (name, *aliases.split()):
            table[fold_unit(spelling)] = unit
    return table


@lru_cache(maxsize=4096)
def find_unit(text: str) -> Unit | None:
    """Find the unit a text names, in the table or composed over a slash: ％, 张/千人口."""
    folded = fold_unit(text)
    for bare in dict.fromkeys((folded, folded.strip("()[]"))):
        unit = unit_table().get(bare)
        if unit is not None:
            return unit
        above, slash, below = bare.rpartition("/")
        below, _, yearly = below.replace("•", "·").partition("·")
        if slash and (numerator := unit_table().get(above)) is not None:
            composed = _over(numerator, below)
            if composed is not None and yearly:
                composed = _each(composed, yearly)
            if composed is not None:
                return composed
    return None


def _each(unit: Unit, below: str) -> Unit | None:
    """Make 元/人 into 元/人·年."""
    yearly_unit = _over(unit, below)
    return replace(yearly_unit, name=f"{unit.name}·{below}") if yearly_unit else None


def _over(numerator: Unit, below: str) -> Unit | None:
    match = _BELOW.fullmatch(below)
    if match is None:
        return None
    count = int(match["digits"] or 1) * _MULTIPLES[match["multiple"]]
    if count == 0:
        return None
    if match["unit"] in _HUMANS and (match["unit"] or count > 1):
        return per_people(numerator, count)
    denominator = unit_table().get(match["unit"])
    if denominator is None or not denominator.dimension.atoms:
        return None
    factor = numerator.factor / (denominator.factor * count)
    return Unit(f"{numerator.name}/{below}", factor, numerator.dimension / denominator.dimension)


def per_people(numerator: Unit, count: int) -> Unit:
    """Make 张 into 张/千人口; persons over population stay a kind of pure number of their own."""
    person = unit_table()["人"].dimension
    dimension = (
        Dimension(tag=PERSONS) if numerator.dimension == person else numerator.dimension / person
    )
    people = "人" if count == 1 else _multiple(count) + "人口"
    return Unit(f"{numerator.name}/{people}", numerator.factor / count, dimension)


def _multiple(count: int) -> str:
    for word, size in sorted(_MULTIPLES.items(), key=lambda row: -row[1]):
        if word in ("千", "万", "亿", "百万", "") and count % size == 0:
            return (str(count // size) if count != size or not word else "") + word
    raise AssertionError("every count is a multiple of one")
