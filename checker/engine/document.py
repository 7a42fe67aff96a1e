"""The form of a plan as subjects: headings, citations, announced counts."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from fractions import Fraction

from checker.engine.context import PlanContext
from checker.engine.document_outline import Siblings, chain, numbering_style, ordinal
from checker.engine.evaluate import count
from checker.engine.subject import NamedSubject, PrintedSubject, RecordSubject, to_text
from checker.engine.values import Value, absent, attribute, unknown
from checker.findings import Fix, Origin
from checker.plan import regions
from checker.plan.model import AnnouncedList, Citation, Mention, PrintedText, Section
from checker.quantity.numerals import read_numeral
from checker.quantity.read import MAX_CHARS
from checker.source import Place


class SectionSubject(RecordSubject[Section]):
    kind = "section"

    @attribute
    def kind_(self) -> Value:
        return to_text(self.record.kind, "类型")

    @property
    def label(self) -> str:
        number = self.record.number.text if self.record.number else ""
        return f"{number} {self.record.title.text}".strip()

    @property
    def origin(self) -> Origin:
        return self.context.origin(self.record.title.span, self.record.at)

    @property
    def _beside(self) -> Siblings:
        return self.context.headings[id(self.record)]

    @attribute
    def number(self) -> Value:
        return to_text(self.record.number, "编号")

    @attribute
    def title(self) -> Value:
        return to_text(self.record.title, "标题")

    @attribute
    def ordinal(self) -> Value:
        number = ordinal(self.record.number.text if self.record.number else "")
        return count(number) if number is not None else absent(what=f"“{self.label}”的序数")

    @attribute
    def expected(self) -> Value:
        """One more than the heading before it at its level, 1 where it is the first; lost numbers count.

        The first below its parent may go on from the last below another: 章 that run on across 篇.
        """
        before, lost = self._beside.before[id(self.record)]
        own = self.record.number.text if self.record.number else ""
        if before is None or chain(before.number.text if before.number else "") != chain(own):
            return count(self._goes_on_from(own) + 1 + lost)
        number = ordinal(before.number.text if before.number else "")
        return count(number + 1 + lost) if number is not None else absent(what="前一编号")

    def _goes_on_from(self, own: str) -> int:
        """Return the number of the last heading below another parent if this one counts on from it, else 0."""
        earlier = self._beside.earlier
        before = earlier.number.text if earlier is not None and earlier.number else ""
        if numbering_style(before) != numbering_style(own) or chain(before) != chain(own):
            return 0
        last, here = ordinal(before), ordinal(own)
        return last if last is not None and here is not None and here > last else 0

    @attribute
    def style(self) -> Value:
        number = self.record.number.text if self.record.number else ""
        return numbering_style(number) or absent(what=f"“{self.label}”的编号")

    @attribute
    def usual_style(self) -> Value:
        """The style of more than half of the headings beside it, where there are at least three."""
        return self._beside.usual_style or absent(what="同级编号的样式")

    @attribute
    def siblings_numbered(self) -> Value:
        """Most headings beside it bear a number."""
        return self._beside.is_numbered

    @attribute
    def is_empty(self) -> Value:
        """A heading without words: the title only repeats the number."""
        number = self.record.number.text if self.record.number else ""
        return self.record.title.text.strip() in ("", number.strip())


class CitationSubject(RecordSubject[Citation]):
    kind = "citation"

    @property
    def label(self) -> str:
        return self.record.title.text

    @property
    def origin(self) -> Origin:
        printed = self.record.number or self.record.title
        return self.context.origin(printed.span, self.record.at)

    @attribute
    def title(self) -> Value:
        return to_text(self.record.title, "名称")

    @attribute
    def number(self) -> Value:
        printed = self.record.number
        none = printed is not None and printed.text.strip() in _NO_NUMBER
        return to_text(None if none else printed, f"《{self.label}》的文号")

    @attribute
    def official_title(self) -> Value:
        """The title of the known document that this one names almost, but not quite."""
        entry = self.context.documents.almost(self.label)
        return entry.title if entry is not None else absent(what=f"《{self.label}》的正式名称")

    def fix_of(self, key: str) -> Fix | None:
        """Return the title of the known document; its number, else the number in the form of GB/T 9704-2012 7.2.5."""
        if key == "title":
            right, printed = self.official_title, self.record.title
        elif key == "number" and self.record.number is not None:
            printed = self.record.number
            right = self.official_number
            if not isinstance(right, str):
                right = well_formed_number(printed.text)
        else:
            return None
        return Fix(printed.span, right) if isinstance(right, str) and right else None

    @attribute
    def official_number(self) -> Value:
        entry = self.context.documents.find(self.label)
        if entry is None or not entry.number:
            return absent(what=f"《{self.label}》的正式文号")
        return entry.number


_NO_NUMBER = ("无", "无文号", "没有文号", "—", "——", "-", "/")


def well_formed_number(text: str) -> str:
    """国发[2016]077号 as 国发〔2016〕77号; "" for what is no document number."""
    match = _NUMBER.fullmatch(unicodedata.normalize("NFKC", text))
    return f"{match[1]}〔{match[2]}〕{match[3]}号" if match is not None else ""


_NUMBER = re.compile(r"(\w+?)[\[(〔【［〈<](\d{4})[\])〕】］〉>]第?0*([1-9]\d*)号")


class EnumerationSubject(NamedSubject[AnnouncedList]):
    kind = "enumeration"

    @attribute
    def announced(self) -> Value:
        printed = self.record.announced
        if printed is None:
            return absent(what=f"{self.label}的宣称数")
        announced = announced_count(printed.text)
        if announced is None:
            return unknown("not-number", name=self.label, text=printed.text)
        return count(announced)

    @attribute
    def listed(self) -> Value:
        return count(len(self.record.items))


_NUMERAL = re.compile(r"\d+|[零〇一二两三四五六七八九十百双]+")
_UNSURE = re.compile(
    r"[余多几数若来约近超逾]|左右|以上|以下|第(?=[\d一二三四五六七八九十])|[-~～—至到]|\d\.\d"
)


def announced_count(text: str) -> int | None:
    """Return how many items are announced: 八项 is 8, 1+3 is 4; None where it is not clear: 十余项, 四类十项."""
    plain = unicodedata.normalize("NFKC", text).strip()
    numerals = _NUMERAL.findall(plain)
    summed = re.fullmatch(r"\D*\d+(?:\+\d+)+\D*", plain) is not None
    if (
        len(plain) > MAX_CHARS
        or _UNSURE.search(plain)
        or not numerals
        or (len(numerals) > 1 and not summed)
    ):
        return None
    total = 0
    for digits in numerals:
        read_as = (
            (Fraction(digits), 0)
            if digits.isdecimal()
            else read_numeral(digits.replace("双", "二"))
        )
        if read_as is None or read_as[0].denominator != 1:
            return None
        total += int(read_as[0])
    return total


class DepartmentSubject(PrintedSubject):
    """A department as named after tasks, however often."""

    kind = "department"

    def __init__(
        self, name: PrintedText, at: Place, names: Counter[str], context: PlanContext
    ) -> None:
        super().__init__(name, at, context)
        self.names = names

    @attribute
    def times(self) -> Value:
        return count(self.names[self.label])

    @attribute
    def usual_name(self) -> Value:
        """The name, used five times or more, that this one, used once, differs from in one character."""
        if self.label + "局" in self.names:
            return self.label + "局"
        rare = self.names[self.label] == 1
        near = [
            other
            for other, times in self.names.items()
            if rare and times >= _USUAL and one_slip_apart(self.label, other)
        ]
        return near[0] if near else absent(what=f"与“{self.label}”相近的常用名")


_USUAL = 5


def one_slip_apart(one: str, other: str) -> bool:
    """Return True if two names differ in one character, exchanged, added or left out."""
    if one == other or abs(len(one) - len(other)) > 1 or min(len(one), len(other)) < 3:
        return False
    short, long = sorted((one, other), key=len)
    at = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return short[at + (len(short) == len(long)) :] == long[at + 1 :]


class MentionSubject(NamedSubject[Mention]):
    """A region that the text names."""

    kind = "mention"

    @attribute
    def kind_(self) -> Value:
        return to_text(self.record.kind, "类型")

    @attribute
    def in_chain(self) -> Value:
        """The region holds the plan's own, or lies in it; unknown where the tables do not know the name."""
        codes = self.context.regions_named(self.label)
        if not codes:
            return absent(what=f"“{self.label}”的行政区划")
        header = self.context.plan.header
        own = header.region_code.text
        year = regions.year_of(own, header.first_year, header.last_year)
        above = _above(own, year)
        return any(code in above or own in _above(code, year) for code in codes)


def _above(code: str, year: int) -> set[str]:
    return {r.code for r in regions.ancestors(code, year)} | {code}
