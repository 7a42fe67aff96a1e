"""How a spreadsheet prints a number: by its number format, so that what is read is what is shown."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import Literal, TypeAlias

from checker.source import Record

FormatToken: TypeAlias = tuple[str, str]
"""What a part of a format is (literal, digit, point, comma, percent, date, elapsed …), and its text."""

BUILT_IN: dict[int, str] = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    37: "#,##0;-#,##0",
    38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00",
    41: "#,##0;-#,##0",
    42: "#,##0;-#,##0",
    43: "#,##0.00;-#,##0.00",
    44: "#,##0.00;-#,##0.00",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
}
"""The formats that files name by number alone, as Chinese spreadsheets print them."""

_PART = re.compile(
    r'"([^"]*)"?|[\\!](.)|_.|\*.|\[([^\]]*)\]|(AM/PM|A/P|上午/下午)|(General|G/通用格式)'
    r"|(E[+-])|(y+|m+|d+|h+|s+|a{3,4}|e+|b+)|([0#?])|(\.)|(,)|(%)|(/)|(@)|(.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|=|<|>)\s*(-?[\d.]+)")
_WEEKDAYS = "一二三四五六日"


class FormatSection(Record):
    """One of the parts of a format that semicolons divide, with the condition that it names."""

    tokens: tuple[FormatToken, ...]
    condition: tuple[str, str] = ("", "")

    def has(self, *kinds: str) -> bool:
        return any(kind in kinds for kind, _ in self.tokens)


@lru_cache(1024)
def format_sections(code: str) -> tuple[FormatSection, ...]:
    """Return the sections of a format."""
    sections: list[FormatSection] = []
    tokens: list[FormatToken] = []
    condition = ("", "")
    for match in _PART.finditer(code + ";"):
        (
            quoted,
            escaped,
            bracket,
            noon,
            general,
            power,
            when,
            digit,
            point,
            comma,
            percent,
            slash,
            text,
            other,
        ) = match.groups()
        if other == ";":
            sections.append(FormatSection(tuple(tokens), condition))
            tokens, condition = [], ("", "")
        elif bracket is not None:
            found = _CONDITION.fullmatch(bracket)
            if found:
                condition = (found[1], found[2])
            elif bracket.startswith("$"):
                tokens.append(("literal", bracket[1:].partition("-")[0]))
            elif re.fullmatch(r"h+|m+|s+", bracket, re.IGNORECASE):
                tokens.append(("elapsed", bracket.lower()))
        else:
            named = (
                ("literal", quoted), ("literal", escaped), ("noon", noon), ("general", general),
                ("exponent", power), ("date", when and when.lower()), ("digit", digit), ("point", point),
                ("comma", comma), ("percent", percent), ("slash", slash), ("text", text), ("literal", other),
            )  # fmt: skip
            tokens += [(kind, found) for kind, found in named if found]
    return tuple(sections)


def shown_number(value: float, code: str, since_1904: bool = False) -> str | None:
    """Return a number as a format prints it; None if the format is not understood."""
    exact = exact_decimal(value)
    if exact is None:
        return None
    sections = format_sections(code)
    section, signed = _section_for(exact, sections)
    if section is None:
        return None
    if section.has("date", "elapsed", "noon"):
        return _shown_date(exact, section, since_1904)
    sign = "-" if exact < 0 and signed else ""
    if section.has("general", "text") or not section.tokens:
        if not section.tokens and code:
            return ""
        shown = plain_number(abs(exact))
        return sign + "".join(
            shown if k in ("general", "text") else t
            for k, t in section.tokens
            if k in ("general", "text", "literal")
        )
    if section.has("slash"):
        return sign + plain_number(abs(exact))
    if section.has("exponent"):
        return sign + _scientific(abs(exact), section)
    shown, is_zero = _placed(abs(exact), section)
    return ("" if is_zero else sign) + shown


def shown_text(text: str, code: str) -> str:
    """Return a text as a format prints it: its fourth section, or one with a place for text, puts signs round it."""
    sections = format_sections(code)
    section = sections[3] if len(sections) > 3 else sections[0]
    if not section.has("text"):
        return text
    return "".join(text if kind == "text" else t for kind, t in section.tokens)


def exact_decimal(value: float) -> Decimal | None:
    """Return a number by its fifteen significant digits, which is what spreadsheets keep."""
    try:
        exact = Decimal(f"{value:.15g}")
    except (InvalidOperation, ValueError):
        return None
    return exact if exact.is_finite() else None


def plain_number(value: Decimal) -> str:
    """Return a number without an exponent and without needless zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _section_for(
    value: Decimal, sections: tuple[FormatSection, ...]
) -> tuple[FormatSection | None, bool]:
    """The section that prints a value, and whether the sign is printed with it."""
    if any(section.condition[0] for section in sections):
        for section in sections:
            if not section.condition[0] or _meets(value, section.condition):
                return section, True
        return None, True
    if value < 0 and len(sections) > 1:
        return sections[1], False
    if value == 0 and len(sections) > 2:
        return sections[2], True
    return sections[0], True


def _meets(value: Decimal, condition: tuple[str, str]) -> bool:
    limit = Decimal(condition[1])
    match condition[0]:
        case "<":
            return value < limit
        case "<=":
            return value <= limit
        case ">":
            return value > limit
        case ">=":
            return value >= limit
        case "=":
            return value == limit
        case _:
            return value != limit


def _placed(value: Decimal, section: FormatSection) -> tuple[str, bool]:
    """The digits of a value in the places of a format, and whether none of them but zeros is printed."""
    tokens = list(section.tokens)
    digits = [k for k, (kind, _) in enumerate(tokens) if kind == "digit"]
    point = next((k for k, (kind, _) in enumerate(tokens) if kind == "point"), None)
    before = [k for k in digits if point is None or k < point]
    after = [k for k in digits if point is not None and k > point]
    commas = [k for k, (kind, _) in enumerate(tokens) if kind == "comma"]
    grouped = any(before and before[0] < k < before[-1] for k in commas)
    scale = sum(
        1 for k in commas if (digits and k > digits[-1]) or (before and k == before[-1] + 1)
    )
    value = value.scaleb(2 * sum(1 for kind, _ in tokens if kind == "percent") - 3 * scale)
    rounded = value.quantize(Decimal(1).scaleb(-len(after)), ROUND_HALF_UP)
    whole, _, fraction = format(rounded, "f").partition(".")
    places = _whole_places(whole if whole != "0" else "", before, tokens, grouped)
    fraction = fraction.ljust(len(after), "0")
    keep = len(fraction)
    while keep and tokens[after[keep - 1]][1] == "#" and fraction[keep - 1] == "0":
        keep -= 1
    for n, k in enumerate(after):
        places[k] = fraction[n] if n < keep else ""
    out = []
    for k, (kind, text) in enumerate(tokens):
        if kind == "digit":
            out.append(places.get(k, ""))
        elif kind == "point":
            if not before:
                out.append(whole)
            out.append("." if keep or tokens[k + 1 :][:1] == [] else "")
        elif kind in ("literal", "percent"):
            out.append(text)
    return "".join(out), rounded == 0


def _whole_places(
    whole: str, before: list[int], tokens: list[FormatToken], grouped: bool
) -> dict[int, str]:
    """The digits before the point, from right to left in their places; the first place takes all that are over."""
    places: dict[int, str] = {}
    rest = whole
    count = 0
    for k in reversed(before):
        first = k == before[0]
        taken = rest if first else rest[-1:]
        rest = "" if first else rest[:-1]
        if not taken and tokens[k][1] == "0":
            taken = "0"
        out = ""
        for digit in reversed(taken):
            if grouped and count and count % 3 == 0:
                out = "," + out
            out = digit + out
            count += 1
        places[k] = out
    return places


def _scientific(value: Decimal, section: FormatSection) -> str:
    decimals = 0
    seen = False
    for kind, _ in section.tokens:
        if kind == "exponent":
            break
        seen = seen or kind == "point"
        decimals += kind == "digit" and seen
    mantissa, _, exponent = f"{value:.{decimals}E}".partition("E")
    return f"{mantissa}E{int(exponent):+03d}"


def _shown_date(value: Decimal, section: FormatSection, since_1904: bool) -> str | None:
    """A day or a time of day as a format prints it."""
    seconds = int((value * 86400).quantize(Decimal(1), ROUND_HALF_UP))
    if seconds < 0:
        return None
    moment = _moment(seconds, since_1904)
    if moment is None:
        return None
    noon = section.has("noon")
    out: list[str] = []
    tokens = section.tokens
    for k, (kind, text) in enumerate(tokens):
        if kind == "elapsed":
            unit = {"h": 3600, "m": 60, "s": 1}[text[0]]
            out.append(str(seconds // unit).zfill(len(text)))
        elif kind == "date":
            minute = text[0] == "m" and len(text) <= 2 and _is_minute(tokens, k)
            out.append(_date_part(moment, text, minute, noon))
        elif kind == "noon":
            late = moment.hour >= 12
            out.append(
                ("下午" if late else "上午") if text[0] == "上" else ("PM" if late else "AM")
            )
        elif kind in ("literal", "slash", "comma", "point"):
            out.append(text)
    return "".join(out)


def _moment(seconds: int, since_1904: bool) -> datetime | None:
    days, rest = divmod(seconds, 86400)
    start = date(1904, 1, 1) if since_1904 else date(1899, 12, 31 if days < 60 else 30)
    try:
        return datetime(start.year, start.month, start.day) + timedelta(days=days, seconds=rest)
    except OverflowError:
        return None


def _is_minute(tokens: tuple[FormatToken, ...], k: int) -> bool:
    """Whether m stands for minutes: behind hours or before seconds."""
    times = [text[0] for kind, text in tokens[:k] if kind in ("date", "elapsed")]
    following = [text[0] for kind, text in tokens[k + 1 :] if kind in ("date", "elapsed")]
    return (bool(times) and times[-1] == "h") or (bool(following) and following[0] == "s")


def _date_part(moment: datetime, text: str, minute: bool, noon: bool) -> str:
    number: int
    match text[0]:
        case "y" | "e" | "b":
            return (
                f"{moment.year:04d}"
                if len(text) > 2 or text[0] == "e"
                else f"{moment.year % 100:02d}"
            )
        case "m":
            if not minute and len(text) > 2:
                return moment.strftime("%b" if len(text) == 3 else "%B")
            number = moment.minute if minute else moment.month
        case "d":
            if len(text) > 2:
                return moment.strftime("%a" if len(text) == 3 else "%A")
            number = moment.day
        case "a":
            return ("周" if len(text) == 3 else "星期") + _WEEKDAYS[moment.weekday()]
        case "h":
            number = (moment.hour - 1) % 12 + 1 if noon else moment.hour
        case _:
            number = moment.second
    return str(number).zfill(min(len(text), 2))


SheetValueKind: TypeAlias = Literal["number", "time", "text", "error", "unreadable"]


def value_kind(code: str) -> SheetValueKind:
    """Return what a number under a format is: a time (also a ratio that was typed and taken for one), or a number."""
    section = format_sections(code)[0]
    parts = [text[0] for kind, text in section.tokens if kind in ("date", "elapsed")]
    return "time" if parts and not {"y", "d", "e"} & set(parts) and "h" in parts else "number"
