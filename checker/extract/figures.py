"""The figures of a running text: numbers with their units, the words that link them to a name, how they change."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from checker.quantity.printed_units import unit_at
from checker.source import Record

_NUMBER = re.compile(r"(?<![\d.])(?<!\d,)-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\d.]*\d)")
_DASH = re.compile(r"\s?[-~—–至]\s?(?=\d)")
_SCALE = re.compile("万亿|千万|百万|万|亿|千|百")
_MORE = re.compile("[多余](?![元方])")
_SUFFIX = re.compile(
    r"\s?(?:\(?[及或含]\)?)?以[上下内](?:\(含\))?|\s?左右|\s?上下(?![游级一])|之内|[多余](?=$|[，。；、)])"
)
_NO_FIGURE_BEFORE = re.compile(
    r"(?:第|十[一二三四五]?|[A-Za-z]-|GB|DB|[〔\[]\d{0,4}|No\.?|版|附[表件图]|专栏|表|图|中发|国发|[办发字]〔\d+〕)$"
)
_NO_FIGURE_AFTER = re.compile(
    r"\s?(?:年(?!均|度)|月(?!人|均)|日|号|级|期|版|型|[个大]?方面|条|章|节|届|时|点(?!\d)|周年|个?五年|\+|[A-Z](?![A-Za-z])|[A-Za-z]{3,}|\.\d|[、.．]\D|[)）])"
)
_YEARS = re.compile(r"(?:19|20)\d\d")
_UNITS_LEFT = ("年", "个年", "月", "个月", "日", "周", "时", "级", "代", "届")
_LINK_WORDS = (
    "达到|达成|达|控制在|控制到|保持在|稳定在|维持在|巩固在|(?:提高|提升|增加|增长|上升|上调|上涨|扩大|发展|下降|降低|减少|压减|压缩|缩短|下调|延长|改善)[到至为]"
    "|[降升增减][到至]|不低于|不少于|不小于|不高于|不超过|不多于|不大于|低于|高于|超过|突破|大于|小于|优于|≥|≤|>|<|实现|完成|覆盖|配备|拥有|共有|现有|设有|建有|约为|仅为|共为|[为是有占到至超逾近约]"
    "|(?:年均|平均)?(?:增长|递增|下降)(?=\\d)"
)
_ADVERBS = (
    "分别|均|都|全部|全面|也|仅|只|尚|约|近|大约|已经?|将|要|应|力争|争取|努力|总体|总计|合计|共计|累计"
    "|基本|逐步|进一步|平均|共|高|至少|最多|不足|了|每年|逐年|不到|就|可|能|预计|总数|一直|持续|连续|稳步|由此|要求|目标|需|须|总"
)
_LINK = re.compile(rf"(?:\s|{_LINK_WORDS}|{_ADVERBS})*$")
_CHANGE = re.compile(
    r"(?:(?:(?P<same>同比|环比)|[与较比](?P<base>[^，。；、()]{2,16}?)(?:相比)?|在(?P<ground>[^在，。；、()]{2,10})基础上))?(?:年均|平均每年|每年|逐年)?"
    r"(?:分别|均|共|再|又|约|累计|净)*(?P<verb>增加|增长|提高|提升|上升|上涨|下降|降低|减少|下跌|缩短|延长|新增|扩大|递增|净增|净减|回落|降幅为?|增幅为?|增幅达|降幅达)(?:了|约|近|超过|达|幅度为|幅度达)*\s?$"
)
_TO = re.compile(
    r"\s?(?:的)?\s?(?:提高|提升|增加|上升|增长|发展|扩大|上涨|上调|下降|降低|减少|压减|缩短|下调|缩小|调整|优化|变为|增|升|降|减)(?:了)?[到至为]?(?:了)?(?:(?:19|20)\d\d年[底末]?的?|现在的|目前的)?(?:约|近)?\s?$"
)
_FROM = re.compile(
    r"(?P<from>[由从])(?P<base>(?:(?:19|20)\d\d年[底末]?|“?十[一二三四]五”?期?末)?的?)(?P<per>人均|平均|每年)?\s?$"
)


_QUALIFIES = re.compile(
    r"(?!和|及|与|以|至|到|增|减|提|降|下|上|占|比|同|较|左右|的|多|余|、)[一-鿿A-Z][^，。；、:：()“”\d]*"
)
"""What stands between a number that only qualifies a name and the figure: 500米覆盖率达到100%."""


class TextFigure(Record):
    """A figure in a text: `start` to `end` is the number with unit and comparator behind it.

    `head` is where the clause with its name begins, `link` where the words begin that link both. A change has `change`,
    the word for it, and `base`, what it is compared with; of “由a下降到b” `origin` is where a stands and `former` is a.
    """

    start: int
    end: int
    head: int
    link: int
    unit: str
    percent: bool
    change: str = ""
    base: str = ""
    change_start: int = 0
    origin: int = -1
    former: str = ""
    former_year: str = ""
    bracket: bool = False


def flat(text: str) -> str:
    """Return a text of the same length with digits, brackets and signs of one width; commas and colons stay wide."""
    return "".join(_flat_character(character) for character in text)


def _flat_character(character: str) -> str:
    if character in "，；：！？。、":
        return character
    if character in "∶︰":
        return ":"
    if character in "－−‐–":
        return "-"
    if character in "～〜∼":
        return "~"
    folded = unicodedata.normalize("NFKC", character)
    return folded if len(folded) == 1 else character


class _FoundNumber(Record):
    start: int
    end: int
    unit: str
    percent: bool


def find_figures(text: str) -> list[TextFigure]:
    """Return the figures of a sentence that `flat` has made, in order; what is a date, an age or a number is none."""
    numbers = list(_numbers(text))
    figures: list[TextFigure] = []
    skipped = -1
    for index, number in enumerate(numbers):
        if index == skipped:
            continue
        left = figures[-1].end if figures else 0
        following = numbers[index + 1] if index + 1 < len(numbers) else None
        source = _FROM.search(text[left : number.start])
        if (
            source is not None
            and following is not None
            and _TO.match(text[number.end : following.start])
        ):
            figures.append(
                _made(text, left, following, left + source.start(), number, source["base"])
            )
            skipped = index + 1
            continue
        if following is not None and _QUALIFIES.fullmatch(text[number.end : following.start]):
            continue
        figures.append(_made(text, left, number))
    return figures


def _made(
    text: str,
    left: int,
    number: _FoundNumber,
    origin: int = -1,
    former: _FoundNumber | None = None,
    base: str = "",
) -> TextFigure:
    anchor = origin if former is not None else number.start
    head, bracket = _clause_start(text, left, anchor)
    each = _PER.search(text[head:anchor]) if former is None else None
    if each is not None:
        link = head + each.start()
        return TextFigure(
            number.start, number.end, head, link, number.unit, number.percent, bracket=bracket
        )
    if (
        head == left
        and left
        and (joint := re.match(r"[^\d]*[一-鿿”)](?:、|和|及|以及)(?=[^、]*$)", text[left:anchor]))
        and re.match(r"的?[一-鿿“]", text[left:])
        and not re.match(r"和|及|以及", text[left:])
    ):
        head = left + joint.end()
    words = text[head:anchor]
    if former is not None:
        link = head + _link_start(words)
        unit, percent = number.unit or former.unit, number.percent or former.percent
        return TextFigure(
            number.start, number.end, head, link, unit, percent, origin=origin,
            former=text[former.start : former.end], former_year=base, bracket=bracket,
        )  # fmt: skip
    change = _CHANGE.search(words)
    counted = (
        change is not None
        and change["verb"] in ("新增", "增加", "扩大", "减少")
        and not _bases(change)
    )
    if counted and re.match(r"[一-鿿“]{2}", text[number.end :]) and not number.percent:
        change = None  # 新增99名专业人才
    if change is not None and not re.search("[到至]$", words):
        start = head + change.start()
        link = head + _link_start(text[head:start])
        base = _bases(change)
        return TextFigure(
            number.start, number.end, head, link, number.unit, number.percent, change["verb"], base, start,
            bracket=bracket,
        )  # fmt: skip
    return TextFigure(
        number.start,
        number.end,
        head,
        head + _link_start(words),
        number.unit,
        number.percent,
        bracket=bracket,
    )


_PER = re.compile(
    r"(?:达到?|为|按照?|不低于|不少于|控制在)每(?:[千万百十\d]|[平立]方|公顷|亩)[^，。、达为低少超]{0,8}$|(?<=[数位率员])每[千万百十\d]+(?:名|个)?(?:常住|户籍)?(?:人口|人|老年人|儿童)$"
)


def _bases(change: re.Match[str]) -> str:
    return change["base"] or change["same"] or change["ground"] or ""


def _link_start(words: str) -> int:
    found = _LINK.search(words)
    return found.start() if found is not None else len(words)


def _clause_start(text: str, left: int, anchor: int) -> tuple[int, bool]:
    """Return where the clause before a figure begins, and whether it stands in a bracket of its own."""
    depth = 0
    for position in range(anchor - 1, left - 1, -1):
        character = text[position]
        if character in ")）”》":
            depth += 1
        elif character in "(（“《":
            if depth == 0:
                return position + 1, character in "(（"
            depth -= 1
        elif depth == 0 and character in "，。；：;!?！？\n—":
            return position + 1, _in_bracket(text, position)
    return left, _in_bracket(text, left)


def _in_bracket(text: str, position: int) -> bool:
    before = text[:position]
    return before.count("(") > before.count(")")


_SPOKEN = re.compile(
    r"(?:(?:创建|创成|争创|建成|新建|建设|打造|设立|设置|培育|不少于|至少|达到|新增|引进|组建|增设|下?辖)了?)(?P<number>[二两三四五六七八九十]{1,3})(?=[个家所名处座间支条](?![大方层级]))"
    r"|(?<=[一-鿿])(?P<least>[一二两三四五六七八九十]{1,3})(?=[个家所名处座间支条](?:及以上|以上)(?:[，。；、]|$))"
)


def _numbers(text: str) -> Iterator[_FoundNumber]:
    """Yield the numbers in order, those in characters where they count something: 建成四个, 一所以上."""
    spoken = []
    for match in _SPOKEN.finditer(text):
        start, end = match.span("number" if match["number"] else "least")
        spoken.append(_with_suffix(text, start, end + 1, text[end], False))
    numbers = [number for number in (*_digit_numbers(text), *spoken) if number is not None]
    yield from sorted(numbers, key=lambda number: number.start)


def _digit_numbers(text: str) -> Iterator[_FoundNumber]:
    position = 0
    while (found := _NUMBER.search(text, position)) is not None:
        number = _number_at(text, found)
        position = number.end if number is not None else found.end()
        if number is not None:
            yield number


def _number_at(text: str, found: re.Match[str]) -> _FoundNumber | None:
    start, end = found.span()
    if text[start] == "-" and (start == 0 or text[start - 1] not in "率为是到至在"):
        start += 1
    if _NO_FIGURE_BEFORE.search(text[max(0, start - 6) : start]) or _NO_FIGURE_AFTER.match(
        text, end
    ):
        return None
    if text[end : end + 1] == ":" and (second := _NUMBER.match(text, end + 1)):
        while text[second.end() : second.end() + 1] == ":" and (
            third := _NUMBER.match(text, second.end() + 1)
        ):
            second = third
        return _with_suffix(text, start, second.end(), "比", False)
    unit, after = _unit_from(text, end)
    dash = _DASH.match(text, after if unit else end)
    second = _NUMBER.match(text, dash.end()) if dash is not None else None
    if second is not None:
        if _YEARS.fullmatch(found[0]) or _NO_FIGURE_AFTER.match(text, second.end()):
            return None
        unit, after = _unit_from(text, second.end())
        end = second.end()
    if unit in _UNITS_LEFT or (not unit and _YEARS.fullmatch(found[0])):
        return None
    if not unit and re.search("[A-Za-z]$", text[:start]):
        return None
    return _with_suffix(text, start, after if unit else end, unit, unit in ("%", "‰"))


def _with_suffix(text: str, start: int, end: int, unit: str, percent: bool) -> _FoundNumber | None:
    suffix = _SUFFIX.match(text, end)
    after = suffix.end() if suffix is not None else end
    if (
        suffix is not None
        and unit in ("岁", "周岁")
        and re.match(r"[的一-鿿(]", text[after : after + 1])
    ):
        return None
    if unit in ("岁", "周岁") and re.match(r"[^，。；、)\s]", text[after : after + 1]):
        return None
    return _FoundNumber(start, after, unit, percent)


def _unit_from(text: str, position: int) -> tuple[str, int]:
    """Return the unit printed at an offset, with 万 and 多 before it, and where it ends; "" for none."""
    start = position + 1 if text[position : position + 1] == " " else position
    unit, end = unit_at(text, start)
    if unit is not None:
        return text[start:end], end
    scale = _SCALE.match(text, start)
    after = scale.end() if scale is not None else start
    more = _MORE.match(text, after)
    after = more.end() if more is not None else after
    if after == start:
        return "", position
    unit, end = unit_at(text, after)
    if unit is not None:
        return text[start:end], end
    return (text[start:after], after) if scale is not None else ("", position)
