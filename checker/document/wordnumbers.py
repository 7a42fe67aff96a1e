"""The numbers that Word prints before headings and items: they are counted, and stand nowhere in the text."""

from __future__ import annotations

import re
from typing import Final

from msgspec import field

from checker.document.wordpackage import W, WordStyles, XmlElement, is_on, value_of, whole
from checker.source import Record

LEVELS: Final = 9


class NumberLevel(Record):
    """A level of a list: how it is printed ("第%1章"), and after which level it begins anew."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    decimal_only: bool = False
    restart: int = -1
    suffix: str = "tab"
    style: str = ""


class ListDefinition(Record):
    """A list as defined (w:abstractNum); counters are kept for it, not for its uses."""

    key: str
    levels: dict[int, NumberLevel]


class ListUse(Record):
    """A use of a definition (w:num), with levels defined anew and with starts of its own."""

    definition: ListDefinition
    levels: dict[int, NumberLevel]
    starts: dict[int, int] = field(default_factory=dict)


class ListNumber(Record):
    """A number as printed; `spaced` if white space parts it from the text. `known` is False for unknown formats."""

    text: str = ""
    spaced: bool = False
    known: bool = True


class NumberCounter:
    """Counts the paragraphs of a document in order."""

    def __init__(self, root: XmlElement | None, styles: WordStyles) -> None:
        self.uses: dict[str, ListUse] = {} if root is None else _read_uses(root, styles)
        self._counts: dict[str, list[int | None]] = {}
        self._started: set[tuple[str, int]] = set()

    def level_of_style(self, num_id: str, style_id: str) -> int:
        """Return the level that a list binds to a style, 0 where it binds none."""
        use = self.uses.get(num_id)
        levels = use.levels if use else {}
        return next((level for level, made in levels.items() if made.style == style_id), 0)

    def number(self, num_id: str, level: int, advance: bool = True) -> ListNumber:
        """Return the number of the next paragraph of a list and level; do not count it unless told to."""
        use = self.uses.get(num_id)
        if use is None or level not in use.levels:
            return ListNumber()
        counts = self._counts.setdefault(use.definition.key, [None] * LEVELS)
        before = list(counts)
        start = use.starts.get(level)
        if start is not None and (num_id, level) not in self._started:
            counts[level] = start
            if advance:
                self._started.add((num_id, level))
        else:
            last = counts[level]
            counts[level] = use.levels[level].start if last is None else last + 1
        for lower in range(level + 1, LEVELS):
            restart = use.levels[lower].restart if lower in use.levels else -1
            if restart < 0 or (restart > 0 and level < restart):
                counts[lower] = None
        printed = _printed(use, level, counts)
        if not advance:
            self._counts[use.definition.key] = before
        return printed


def _printed(use: ListUse, level: int, counts: list[int | None]) -> ListNumber:
    own = use.levels[level]
    if own.format in ("bullet", "none"):
        plain = "" if own.format == "bullet" else re.sub("%[1-9]", "", own.text)
        return ListNumber(plain, own.suffix != "nothing")
    known = True

    def number(match: re.Match[str]) -> str:
        nonlocal known
        at = int(match.group(1)) - 1
        made = use.levels.get(at, NumberLevel())
        count = counts[at]
        text = format_number(
            made.start if count is None else count, "decimal" if own.decimal_only else made.format
        )
        known = known and text is not None
        return text or ""

    text = re.sub("%([1-9])", number, own.text).strip()
    return ListNumber(text if known else "", own.suffix != "nothing", known)


def _read_uses(root: XmlElement, styles: WordStyles) -> dict[str, ListUse]:
    links: dict[str, str] = {}
    definitions: dict[str, ListDefinition] = {}
    by_style: dict[str, str] = {}
    for element in root.iter(W + "abstractNum"):
        key = element.get(W + "abstractNumId", "")
        levels = dict(_level(child) for child in element.iter(W + "lvl"))
        definitions[key] = ListDefinition(key, levels)
        links[key] = value_of(element, "numStyleLink")
        by_style[value_of(element, "styleLink")] = key
    uses: dict[str, ListUse] = {}
    for element in root.iter(W + "num"):
        key = value_of(element, "abstractNumId")
        if links.get(key):
            key = by_style.get(links[key], key)
        definition = definitions.get(key)
        if definition is None:
            continue
        levels, starts = dict(definition.levels), {}
        for override in element.iter(W + "lvlOverride"):
            at = whole(override.get(W + "ilvl", "0"))
            for child in override.iter(W + "lvl"):
                levels[at] = _level(child)[1]
            if value_of(override, "startOverride"):
                starts[at] = whole(value_of(override, "startOverride"))
        uses[element.get(W + "numId", "")] = ListUse(definition, levels, starts)
    return uses


def _level(element: XmlElement) -> tuple[int, NumberLevel]:
    legal = element.find(W + "isLgl")
    level = NumberLevel(
        start=whole(value_of(element, "start"), 1),
        format=_format_name(element),
        text=value_of(element, "lvlText"),
        decimal_only=legal is not None and is_on(legal),
        restart=whole(value_of(element, "lvlRestart"), -1),
        suffix=value_of(element, "suff") or "tab",
        style=value_of(element, "pStyle"),
    )
    return min(max(whole(element.get(W + "ilvl", "0")), 0), LEVELS - 1), level


def _format_name(element: XmlElement) -> str:
    """Return the name of the number format; newer ones stand beside an older one that stands for them."""
    found = element.find(".//" + W + "numFmt")
    if found is None:
        return "decimal"
    name: str = found.get(W + "val", "decimal")
    return found.get(W + "format", "custom") if name == "custom" else name


# ---- number formats

_SIMPLE = "〇一二三四五六七八九"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def format_number(number: int, name: str) -> str | None:
    """Return a number as Word prints it in a format; None for a format or a size that is not known here."""
    if number < 0 or number > 9999:
        return None
    match name:
        case "decimal" | "decimalHalfWidth" | "none":
            return str(number) if name != "none" else ""
        case "decimalZero":
            return f"{number:02}"
        case "decimalFullWidth" | "decimalFullWidth2":
            return str(number).translate({ord(a): ord(a) + 0xFEE0 for a in "0123456789"})
        case "numberInDash":
            return f"- {number} -"
        case "upperRoman" | "lowerRoman":
            return _cased(_roman(number), name)
        case "upperLetter" | "lowerLetter":
            letters = chr(97 + (number - 1) % 26) * ((number - 1) // 26 + 1) if number else ""
            return _cased(letters, name)
        case "ideographDigital" | "taiwaneseDigital" | "japaneseDigitalTenThousand":
            zero = "○" if name == "taiwaneseDigital" else "〇"
            return "".join(zero if d == "0" else _SIMPLE[int(d)] for d in str(number))
    return _chinese_format(number, name)


def _chinese_format(number: int, name: str) -> str | None:
    match name:
        case "chineseCounting" | "taiwaneseCounting":
            if number < 100:
                return chinese_number(number, "○")
            return "".join("○" if d == "0" else _SIMPLE[int(d)] for d in str(number))
        case "chineseCountingThousand" | "taiwaneseCountingThousand":
            return chinese_number(number, "〇" if name.startswith("chinese") else "零")
        case "japaneseCounting":
            return _japanese(number)
        case "chineseLegalSimplified":
            plain = chinese_number(number, "零", leading_one=True)
            return plain.translate(
                str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
            )
        case "ideographLegalTraditional":
            plain = chinese_number(number, "零", leading_one=True)
            return plain.translate(
                str.maketrans("一二三四五六七八九十百千", "壹貳參肆伍陸柒捌玖拾佰仟")
            )
        case "ideographTraditional":
            return _STEMS[number - 1] if 1 <= number <= 10 else str(number)
        case "ideographZodiac":
            return _BRANCHES[number - 1] if 1 <= number <= 12 else str(number)
        case "decimalEnclosedCircle" | "decimalEnclosedCircleChinese":
            return chr(0x2460 + number - 1) if 1 <= number <= 20 else str(number)
        case "decimalEnclosedParen":
            return chr(0x2474 + number - 1) if 1 <= number <= 20 else f"({number})"
        case "decimalEnclosedFullstop":
            return chr(0x2488 + number - 1) if 1 <= number <= 20 else f"{number}."
        case "ideographEnclosedCircle":
            return chr(0x3280 + number - 1) if 1 <= number <= 10 else str(number)
    return None


def _cased(text: str, name: str) -> str:
    return text.upper() if name.startswith("upper") else text


def _roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        text += sign * (number // value)
        number %= value
    return text


def chinese_number(number: int, zero: str, leading_one: bool = False) -> str:
    """Return a number up to 9999 in words: 一百〇一; 十二, or 一十二 with a leading one."""
    if number == 0:
        return zero
    text, gap = "", False
    for value, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // value % 10
        if digit:
            one = digit == 1 and value == 10 and not text and not leading_one
            text += (zero if gap and text else "") + ("" if one else _SIMPLE[digit]) + sign
        gap = not digit
    return text


def _japanese(number: int) -> str:
    """百一: no word for naught, and none for one hundred."""
    if number == 0:
        return "〇"
    text = ""
    for value, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // value % 10
        if digit:
            text += ("" if digit == 1 and sign else _SIMPLE[digit]) + sign
    return text
