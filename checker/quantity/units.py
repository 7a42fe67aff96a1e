"""Units as plans print them, made of few parts; dimensions keep beds, persons and shares apart. Reads no numbers."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from functools import cache, lru_cache

from checker.quantity.unit_rows import (
    COUNTERS,
    ENGLISH,
    MEASURES,
    NOUNS_BELOW,
    PEOPLE,
    PERSONS,
    POINTS,
    PRODUCTS,
    PURE,
    RATIO,
    SHARE,
    SUBSTANCES,
)
from checker.source import Record

# A plan may count any of these in 个 (“3个医院”); people, beds and money never.
COUNTED_IN_GE = frozenset({*COUNTERS, "机构", "份"})
# What a general word may count: 个 nearly everything, 台 also what drives.
_GENERIC = {"个": COUNTED_IN_GE, "台": frozenset({"车"})}


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
    """Return True if the first counts in 个 or 台 what the second counts in a word of its own."""
    for word, counted in _GENERIC.items():
        left, right = dict(generic.atoms), dict(special.atoms)
        named = [atom for atom in right if atom in counted and right[atom] == 1]
        if left.pop(word, 0) == 1 and len(named) == 1:
            del right[named[0]]
            if left == right:
                return True
    return False


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
        """Give the zeros that 万 or 亿 adds to the unit's name: 万元 is 4, 元 and 千瓦 are 0."""
        for word in () if self.name in unit_spellings() else MULTIPLES:
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

BARE = Unit("", Fraction(1), Dimension())
"""What a number without a unit is in."""

MULTIPLES = {
    "万亿": 12, "千亿": 11, "百亿": 10, "十亿": 9, "亿": 8, "千万": 7, "百万": 6, "十万": 5, "万": 4, "千": 3, "百": 2,
}  # fmt: skip
"""The words before a unit that multiply it, with their zeros; the longest are first where one begins another."""
MULTIPLE = re.compile("|".join(MULTIPLES))


def fold_unit(text: str) -> str:
    """Fold width, case and spaces, so that ％ is % and ㎡ is m2."""
    return _fold(text).casefold()


def _fold(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


@cache
def unit_spellings() -> dict[str, tuple[str, str, str]]:
    """Give every spelling in the tables with the name, the factor and the kind of its unit."""
    table: dict[str, tuple[str, str, str]] = {}
    counters = ((name, others, "1", name) for name, (others, _) in COUNTERS.items())
    for name, others, factor, kind in (*MEASURES, *counters):
        for spelling in (name, *others.split()):
            table[_fold(spelling)] = name, factor, kind
    return table


@cache
def _lower_case() -> dict[str, str]:
    """Give the spellings with letters as they are without capitals; one letter alone is never misread for another."""
    return {
        text.casefold(): text
        for text in unit_spellings()
        if text.casefold() != text and len(text) > 1
    }


@cache
def unit_products() -> dict[str, tuple[str, str]]:
    """Give every product that is printed without a sign between its parts (吨公里), with the parts."""
    return {
        left + right: (left, right.lstrip("·"))
        for lefts, rights in PRODUCTS
        for left in lefts.split()
        for right in rights.split()
    }


@cache
def unit_table() -> dict[str, Unit]:
    """Give every spelling of the tables with its unit; others are composed of them."""
    return {fold_unit(spelling): _single(spelling) for spelling in unit_spellings()}


@lru_cache(maxsize=2048)
def _single(spelling: str) -> Unit:
    """Make the unit of a spelling that is in the tables."""
    name, factor, kind = unit_spellings()[spelling]
    dimension = Dimension(tag=kind) if kind in PURE else Dimension(((kind, 1),))
    return Unit(name, Fraction(factor), dimension)


@lru_cache(maxsize=4096)
def find_unit(text: str) -> Unit | None:
    """Find the unit that a text names as a whole: ％, 万吨公里, 克标准煤/千瓦时, 张/千人口, 元/人、月."""
    folded = _fold(text)
    for bare in dict.fromkeys((folded, _without_brackets(folded))):
        unit = find_part(bare)
        if unit is None:
            above, *below = re.split("/|(?<!^)每", re.sub("[•‧∙・*×]", "·", bare))
            unit = find_part(above) if below else None
            for part in below:
                unit = _over(unit, part.replace("、", "·")) if unit is not None else None
        if unit is not None:
            return unit
    return None


def _without_brackets(text: str) -> str:
    return text[1:-1] if text[:1] in ("(", "[") and text[-1:] in (")", "]") else text.strip("()[]")


@lru_cache(maxsize=4096)
def find_part(text: str) -> Unit | None:
    """Find a unit without a line in it: 人, 万人, 吨公里, 克标准煤, 千瓦·时."""
    if text in unit_spellings():
        return _single(text)
    if text in unit_products():
        left, right = (_single(part) for part in unit_products()[text])
        return _product(left, right, "")
    folded = _lower_case().get(text.casefold())
    if folded is not None and folded.count("B") == text.count("B"):  # MB is no Mb
        return _single(folded)
    for word, zeros in MULTIPLES.items():
        if text.startswith(word):
            rest = text[len(word) :]
            unit = (
                None if MULTIPLE.match(rest) and rest not in unit_spellings() else find_part(rest)
            )
            if unit is not None and unit.dimension.atoms:
                return Unit(word + unit.name, unit.factor * 10**zeros, unit.dimension)
            break
    for word, kind in SUBSTANCES.items():
        mass = (
            find_part(text.removesuffix(word))
            if len(text) > len(word) and text.endswith(word)
            else None
        )
        if mass is not None and mass.dimension == _MASS:
            return Unit(mass.name + kind, mass.factor, Dimension(((kind, 1),)))
    left_text, sign, right_text = text.partition("·")
    left_unit, right_unit = (find_part(left_text), find_part(right_text)) if sign else (None, None)
    return _product(left_unit, right_unit, sign) if left_unit and right_unit else None


_MASS = Dimension((("质量", 1),))


def _product(left: Unit, right: Unit, sign: str) -> Unit | None:
    if not left.dimension.atoms or not right.dimension.atoms:
        return None
    name = f"{left.name}{sign}{right.name}"
    return Unit(name, left.factor * right.factor, left.dimension * right.dimension)


_BELOW = re.compile(r"(?P<digits>\d*)(?P<multiple>千万|百万|十万|百|千|万|亿|)(?P<unit>.*)")


def _over(numerator: Unit, below: str) -> Unit | None:
    """Make 元 over 人·年 of 元 and 人·年."""
    first, *others = _without_brackets(below).split("·")
    unit = _over_one(numerator, first)
    for other in others:
        each = _over_one(unit, other) if unit is not None else None
        unit = Unit(f"{unit.name}·{other}", each.factor, each.dimension) if unit and each else None
    return unit


def _over_one(numerator: Unit, below: str) -> Unit | None:
    match = _BELOW.fullmatch(below)
    if match is None or not numerator.name:
        return None
    count = int(match["digits"] or 1) * 10 ** MULTIPLES.get(match["multiple"], 0)
    if count == 0:
        return None
    if match["unit"] in PEOPLE or (not match["unit"] and count > 1):
        return per_people(numerator, count)
    noun = ""
    denominator = find_part(match["unit"])
    if denominator is None:
        noun = next((word for word in NOUNS_BELOW if match["unit"].endswith(word)), "")
        denominator = find_part(match["unit"].removesuffix(noun)) if noun else None
    if denominator is None or not denominator.dimension.atoms:
        return None
    factor = numerator.factor / (denominator.factor * count)
    printed = denominator.name if match["unit"][0].isascii() else match["unit"].removesuffix(noun)
    name = f"{numerator.name}/{match['digits']}{match['multiple']}{printed}{noun}"
    return Unit(name, factor, numerator.dimension / denominator.dimension)


def per_people(numerator: Unit, count: int) -> Unit:
    """Make 张 into 张/千人口; persons over population stay a kind of pure number of their own."""
    person = _single("人").dimension
    dimension = (
        Dimension(tag=PERSONS) if numerator.dimension == person else numerator.dimension / person
    )
    people = "人" if count == 1 else _multiple(count) + "人口"
    return Unit(f"{numerator.name}/{people}", numerator.factor / count, dimension)


def _multiple(count: int) -> str:
    for word in ("亿", "万", "千"):
        size = 10 ** MULTIPLES[word]
        if count % size == 0:
            return (str(count // size) if count != size else "") + word
    return str(count)
