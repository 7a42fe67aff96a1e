"""Folded text to tokens, with the words of grammar/quantity.lark. Knows no sentences."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from checker.files import data_path
from checker.quantity.first_characters import first_characters
from checker.quantity.fold import UNCLEAR_COMMA
from checker.quantity.harmless import strange_part
from checker.quantity.joints import add_word, resolve_suffixes
from checker.quantity.numerals import CHARACTERS, DIGITS, read_numeral, read_share
from checker.quantity.printed_units import unit_at, unit_spelling, unknown_rest
from checker.quantity.sets import PrintedNumber
from checker.quantity.tokens import FAULT, SEPARATOR, UNKNOWN_UNIT, Token
from checker.quantity.units import Unit, find_unit

_MULTIPLES = {"百": 2, "千": 3, "万": 4, "十万": 5, "百万": 6, "千万": 7, "亿": 8, "万亿": 12}
_ZEROS = {"": 0, "十": 1, "一百": 2, "一千": 3, "一万": 4, **_MULTIPLES}
_NUMERAL = f"(?:[{CHARACTERS.replace('千', '')}]|千(?![米克瓦]))+"  # 五十万千米 counts 千米
_CHINESE = f"{_NUMERAL}(?:点{_NUMERAL})?"
# 第一, 统一, 每一 and a quoted “三个…” hold a numeral that counts nothing; 万 alone is none.
_UNCOUNTED = r"(?<=[近约超])(?<![附最就邻]近)(?=[百千])|(?![百千万亿](?![多余]))"  # 近百名, 百余名
_NO_NUMERAL = rf"(?<![第统唯专同每逐单另初几数“《\"{CHARACTERS}])(?:{_UNCOUNTED})"
_HALF = "半"


def grammar_path() -> Path:
    """Return the path of grammar/quantity.lark: in an installed package, or beside it in a checkout."""
    return data_path("grammar") / "quantity.lark"


@cache
def grammar_text() -> str:
    return grammar_path().read_text(encoding="utf-8")


@cache
def grammar_key() -> str:
    """Return the sha256 of the grammar: templates made with another grammar are not ours."""
    return sha256(grammar_text().encode()).hexdigest()


_TERMINAL = re.compile(r"^(?P<name>[A-Z_]+)\s*:(?P<body>.*)$", re.MULTILINE)
_WORD_OR_PATTERN = re.compile(r'"(?P<word>[^"]+)"|/(?P<pattern>(?:[^/\\]|\\.)+)/')


@cache
def _vocabulary() -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Read the terminals: words with their kinds, and (kind, pattern) in the order of the file."""
    words: dict[str, str] = {}
    patterns: list[tuple[str, str]] = []
    for terminal in _TERMINAL.finditer(grammar_text()):
        for item in _WORD_OR_PATTERN.finditer(terminal["body"]):
            if item["word"]:
                words[item["word"]] = terminal["name"]
            else:
                patterns.append((terminal["name"], item["pattern"]))
    return words, patterns


class _TokenPattern(NamedTuple):
    """One kind of token: its pattern, and the characters with which it begins (None: any)."""

    kind: str
    pattern: str
    first: frozenset[str] | None


_NUMERALS = frozenset("0123456789")


def _starting_characters(pattern: str) -> frozenset[str] | None:
    """As `first_characters`; what begins with a digit is taken to begin with any, so that digits have one pattern."""
    characters = first_characters(pattern)
    return (
        characters | _NUMERALS if characters is not None and characters & _NUMERALS else characters
    )


@cache
def _token_patterns() -> tuple[_TokenPattern, ...]:
    """All kinds of tokens but the words of the grammar; where two fit, the first is it."""
    patterns = _vocabulary()[1]
    people = r"(?:名|个|位)?(?:常住|户籍|服务|城镇|农村|农业)?(?:人口|人|儿童|居民|老年人|婴幼儿)"
    more = "(?:[多余][万亿]?)?"
    person = "位(?=[^,;0-9]{0,4}?(?:[医教药技]?师|医生|护士|专家|人员|老人|院士|教授|员))"  # 三位医师, and not 三位一体
    unit = f"(?!点){more}(?:{unit_spelling()}|{person})"
    numerals = frozenset(CHARACTERS)
    shared = rf"(?:[0-9]+[百千万亿]?|[{CHARACTERS}]+)分之(?:[0-9]+(?:\.[0-9]+)?|{_CHINESE})"
    bound = (
        r"\(?[及或]?其?\(?(?:不?含(?:本数)?\))?以[上下内]|之[上下内]|左右|上下|前后"
        r"|起|往[上下]|封顶|为[上下]?限|开外|成|且|[,;)(*的\]]"
    )
    joined = rf"(?:[至到~—-]|或|和|与|及|、){_CHINESE}"
    counts = rf"(?:{joined})?(?:{unit}|{more}(?:$|{bound}))|{joined}[成半]"
    spelled = rf"{_NO_NUMERAL}{_CHINESE}(?={counts})"
    every = rf"每(?:[0-9]*[十百千万亿]+|[0-9]+|[{CHARACTERS}]{{2,}}){people}"
    return (
        *(
            _TokenPattern(kind, pattern, _starting_characters(pattern))
            for kind, pattern in patterns
        ),
        _TokenPattern("PER", every, frozenset("每")),
        _TokenPattern("SHARED", shared, numerals | _NUMERALS),
        _TokenPattern("DIGITS", r"[0-9]+(?:\.[0-9]+)?", _NUMERALS),
        _TokenPattern("BREAK", r"[ \n]+", frozenset(" \n")),
        _TokenPattern("SEPARATOR", "[;,]", frozenset(";,")),
        _TokenPattern("FAULT", UNCLEAR_COMMA, frozenset(UNCLEAR_COMMA)),
        _TokenPattern(
            "HALVED", f"(?<![一两过多大小前后上下另月]){_HALF}(?={unit})", frozenset(_HALF)
        ),
        _TokenPattern("SPELLED", spelled, numerals),
    )


@cache
def _unanchored_pattern() -> re.Pattern[str]:
    """Return the pattern of the tokens that may begin with any character: few texts have one."""
    return re.compile("|".join(way.pattern for way in _token_patterns() if way.first is None))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern once, when a text needs it: all of them take longer than reading a plan."""
    return re.compile(pattern)


class _Candidates(NamedTuple):
    """The tokens that may begin with a character: patterns, then words of the grammar with their kinds."""

    patterns: tuple[_TokenPattern, ...]
    words: tuple[tuple[str, str], ...]

    def match(self, text: str, position: int) -> tuple[str, str]:
        """Return the token at a position and its kind; two empty texts if there is none."""
        for kind, pattern, _ in self.patterns:
            match = _compiled(pattern).match(text, position)
            if match is not None:
                return match[0], kind
        return next((item for item in self.words if text.startswith(item[0], position)), _NO_WORD)


@lru_cache(maxsize=4096)  # a hostile text has any number of characters
def _candidates(first: str, anywhere: bool) -> _Candidates:
    """Return what a token that begins with `first` may be; the longest words first.

    What may begin with any character (`anywhere`) is only looked for in texts that have it.
    """
    patterns = tuple(
        way for way in _token_patterns() if (anywhere if way.first is None else first in way.first)
    )
    words = [item for item in _vocabulary()[0].items() if item[0][0] == first]
    words.sort(key=lambda item: (-len(item[0]), item[0]))
    return _Candidates(patterns, tuple(words))


def scan(text: str) -> list[Token]:
    """Cut a folded text into tokens."""
    tokens: list[Token] = []
    position = begin = 0
    anywhere = _unanchored_pattern().search(text) is not None
    while position < len(text):
        digits = _PLAIN_DIGITS.match(text, position) if text[position] in _FIGURES else None
        if digits is not None:
            if position > begin:
                _add_gap(tokens, text[begin:position])
            position = begin = _add_digits(tokens, text, position, digits[0])
            continue
        word, kind = _candidates(text[position], anywhere).match(text, position)
        if not word:
            position += 1
            continue
        if position > begin:
            _add_gap(tokens, text[begin:position])
        position = begin = _add_match(tokens, text, position, word, kind)
    if position > begin:
        _add_gap(tokens, text[begin:position])
    return resolve_suffixes(tokens)


_NO_WORD = ("", "")
_FIGURES = "0123456789"
# Digits before anything else (a year, an age, 二十分之…) may begin a longer token; most are a number.
_PLAIN_DIGITS = re.compile(
    r"[0-9]+(?:\.[0-9]+)?(?![0-9.年月日天周岁种级型号甲期小百千万亿分\]~至—-]|[GA][一-龥级]|[人户张吨级]{1,2}及?以[上下][一-龥])"
)


def _read_population(word: str) -> int | None:
    """Read the number of people in 每千人口, 每10万人 or 每二十人."""
    digits = "".join(re.findall("[0-9]+", word))
    numeral = "".join(re.findall(f"[{CHARACTERS}]+", word))
    zeros = _ZEROS.get(numeral)
    if zeros is not None:
        return int(digits or "1") * int(10**zeros)
    numbered = None if digits else read_numeral(numeral)
    return int(numbered[0]) if numbered is not None else None


def _add_gap(tokens: list[Token], text: str) -> None:
    """Add what fits no word of the grammar."""
    add_word(tokens, text, strange_part(text))


_YEAR_WORD = re.compile("(?:19|20)[0-9]{2}年[底末]?")
_BASE_WORDS = re.compile(
    r"基础上|同比例?|环比|(?:19|20)[0-9]{2}年?[底末]?|的?\(?[0-9]+(?:\.[0-9]+)?[%‰]?\)?|相比|[比较与同]|上年同?期?|上一年"
    "|去年同?期?|现[状有]|原有|目前|基期|上期|同期|“?十[一二三四五六七]五”?[时期末]*"
)
_GOVERNING = frozenset(
    {
        "RISE",
        "FALL",
        "REACH",
        "TO",
        "KEEP",
        "CONTROL",
        "FLOOR",
        "OVER",
        "CEILING",
        "UNDER",
        "NEARLY",
    }
)


def _add_match(tokens: list[Token], text: str, start: int, word: str, kind: str) -> int:
    """Add the tokens of one match; give the position after them."""
    end = start + len(word)
    match kind:
        case "DIGITS":
            return _add_digits(tokens, text, start, word)
        case "SPELLED" | "SHARED":
            return _add_chinese_number(tokens, text, end, word, kind)
        case "PER":
            count = _read_population(word)
            tokens.append(Token("PER" if count else FAULT, word, count=count))
        case "HALF":
            _add_half(tokens, word)
        case "HALVED":
            return _add_number(tokens, text, word, Fraction(1, 2), 1, end)
        case "NAMED":  # after 提高 a number is a value: 提高5岁…
            governed = word[0].isdecimal() and bool(tokens) and tokens[-1].kind in _GOVERNING
            add_word(tokens, word, word if governed else "")
        case "RANGE":
            return _add_dash(tokens, text, end, word)
        case "NOTE":
            known = find_unit(word) is not None
            tokens.append(Token(kind, word, strange="" if known else strange_part(word[1:-1])))
        case "CLOSE":
            return _add_close(tokens, text, end, word)
        case "SEPARATOR" if word == "," and text[end : end + 1].isdigit():
            before = text[start - 1 : start] if start else ""
            tokens.append(Token(FAULT if before.isdigit() else SEPARATOR, word))
        case "DATE" | "BASE":
            if word[0] in "到至" and tokens and tokens[-1].kind in ("RISE", "FALL"):
                tokens.append(Token("TO", word[0]))  # 提高到2020年的52.1%
                word = word[1:]
            years = re.findall("(?:19|20)[0-9]{2}", word)
            strange = strange_part(_BASE_WORDS.sub("", word)) if kind == "BASE" else ""
            count = int(years[-1]) if years else None
            tokens.append(Token(kind, word, count=count, strange=strange))
        case "STANDARD" | "AVERAGE" | "ASSIGNED":  # their patterns have gaps
            tokens.append(Token(kind, word, strange=strange_part(_YEAR_WORD.sub("", word))))
        case "MARK" if word in "↑↓" and text[end : end + 1].isdigit():
            tokens.append(Token(FAULT, word))  # ↓5%: a mark of the change, or the change?
        case _:
            tokens.append(Token(kind, word))
    return end


_DIGIT_RUN = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_NUMBERED_YEAR = re.compile(r"[0-9]{1,2}\.(?:19|20)[0-9]{2}")  # 1.2020年: item 1, the year 2020


def _add_dash(tokens: list[Token], text: str, end: int, dash: str) -> int:
    """Add a dash before a digit: a range after a number, a minus where one begins, else a fault."""
    before = tokens[-1].kind if tokens else "START"
    if before in ("N", "MORE", "UNIT"):
        tokens.append(Token("RANGE", dash))
        return end
    leads = (
        "START",
        "FLOOR",
        "OVER",
        "CEILING",
        "UNDER",
        "REACH",
        "KEEP",
        "CONTROL",
        "TO",
        "RISE",
        "RANGE",
        SEPARATOR,
    )
    clear = before in leads or (before == "WORD" and tokens[-1].text[-1] in "率为是值")
    digits = _DIGIT_RUN.match(text, end)
    if dash == "-" and clear and digits:
        return _add_digits(tokens, text, end, digits[0], sign=-1)
    tokens.append(Token(FAULT, dash))
    return end


def _add_close(tokens: list[Token], text: str, end: int, bracket: str) -> int:
    """Add a closing bracket, before it the unit that follows: 〔11.5〕万个 is 11.5万个 in all."""
    boxed = tokens[-1] if len(tokens) > 1 and tokens[-2].kind in ("OPEN", *_GOVERNING) else None
    if boxed is not None and boxed.number is not None and not boxed.scale:
        scale, _, unit, after = _scaled_unit_at(text, end)
        if unit is not None:
            number = boxed.number.scaled(scale)
            tokens[-1] = replace(boxed, number=number, scale=scale)
            tokens.append(Token("UNIT", text[end:after], unit=unit))
            end = after
    tokens.append(Token("CLOSE", bracket))
    return end


def _add_digits(tokens: list[Token], text: str, start: int, digits: str, sign: int = 1) -> int:
    end = start + len(digits)
    if text[end : end + 1] == "." and text[end + 1 : end + 2].isdigit():
        tokens.append(Token(FAULT, digits))
        return end + 1
    numbered = _NUMBERED_YEAR.fullmatch(digits) and text[end : end + 1] == "年"
    if numbered or (start and text[start - 1] == "."):
        tokens.append(Token(FAULT, digits))
        return end
    places = len(digits.partition(".")[2])
    printed = digits if sign > 0 else "-" + digits
    value = Fraction(int(printed.replace(".", "")), 10**places)
    return _add_number(tokens, text, printed, value, places, end)


def _add_chinese_number(tokens: list[Token], text: str, end: int, word: str, kind: str) -> int:
    if kind == "SHARED":
        share = read_share(word)
        if share is None:
            tokens.append(Token(FAULT, word))
            return end
        value, places, name = share
        tokens.append(Token("N", word, PrintedNumber(value, places)))
        after = end
        if text[end : end + 1] in ("人", "名"):
            name, after = "人" + name if name.startswith("/") else "人/人口", end + 1
        tokens.append(Token("UNIT", text[end:after], unit=find_unit(name)))
        return _add_late_more(tokens, text, after)
    large = len(word) - len(
        word.rstrip("万亿")
    )  # of 四十亿元, as of 40亿元, 亿 belongs to the unit
    if (
        large and len(word) > large and _LARGE.isdisjoint(word[:-large])
    ):  # 一亿二千万元 is one numeral
        word, end = word[:-large], end - large
    read = read_numeral(word)
    if read is None:
        add_word(tokens, word, word)
        return end
    tenths = _TENTHS.match(text, end)
    if tenths is not None and read[0] <= 10 and not read[1]:  # 八成五
        ones = Fraction(5) if tenths[1] == _HALF else Fraction(DIGITS.get(tenths[1], 0))
        places = 0 if tenths[1] else -1
        _tenths_before(tokens)
        tokens.append(Token("N", word + tenths[0], PrintedNumber(read[0] * 10 + ones, places)))
        tokens.append(Token("UNIT", "", unit=find_unit("%")))
        return _add_late_more(tokens, text, tenths.end())
    return _add_number(tokens, text, word, read[0], read[1], end)


_LARGE = frozenset("万亿")


def _tenths_before(tokens: list[Token]) -> None:
    """Count the low end of a range in tenths too: 三至五成."""
    if len(tokens) < 2 or tokens[-1].kind not in ("RANGE", "TO", "AND"):
        return
    number = tokens[-2].number
    if number is not None and tokens[-2].kind == "N" and not number.decimals and number.value <= 10:
        tokens[-2] = replace(tokens[-2], number=PrintedNumber(number.value * 10, -1))


_TENTHS = re.compile(
    r"成([一二三四五六七八九半]?)(?=$|[,;、()*\]以之及或往封为开且前左上下多半和与至到的起~—-])"
)


def _add_half(tokens: list[Token], word: str) -> None:
    """Read 一半 and 半数 as 50 %, 过半 as more than that."""
    if word[0] == "过":
        tokens.append(Token("OVER", word[0]))
        word = word[1:]
    tokens.append(Token("N", word, PrintedNumber(Fraction(50), 0)))
    tokens.append(Token("UNIT", "", unit=find_unit("%")))


_SCALE = re.compile("万亿|百万|千万|十万|万|亿|千|百")
_MORE = re.compile("[多余]")
_MORE_ENDS = re.compile(r"$|[\s,;、()\]*且以之及或往封为开前上左和与至到的起~—-]")  # 3年多, 2000余


def _add_number(
    tokens: list[Token], text: str, printed: str, value: Fraction, places: int, end: int
) -> int:
    """Add a number and its unit; 万 and 亿 belong to the unit where it is known with them."""
    start = end + 1 if text[end : end + 1] == " " else end
    scale, start, unit, after = _scaled_unit_at(text, start)
    if unit is not None and text.startswith(_HALF, after):
        halved, unit, after = _half_after(text, unit, after)
        if halved:  # 三个半百分点, 一倍半
            value, places = value + Fraction(1, 2), places + 1
    printed += text[end:start].strip()
    end = start if scale else end
    number = PrintedNumber(value, places).scaled(scale)
    more = ""
    if unit is None and _MORE.match(text, start):
        later, begin, unit, after = _scaled_unit_at(text, start + 1, not scale)
        if unit is not None or later or _MORE_ENDS.match(text, start + 1):
            number = _with_more(number, scale).scaled(later)
            more, scale, start, end = text[start:begin], scale or later, begin, begin
    in_ratio = bool(tokens) and tokens[-1].kind == "COLON"
    if unit is None and not more and not in_ratio and text.startswith("起", start):
        unit, after = find_unit("起"), start + 1  # 事故12起; of 20%起 it is a limit
    tokens.append(Token("N", printed, number, scale=scale))
    if more:
        tokens.append(Token("MORE", more))
    if unit is None:
        return end
    if rest := unknown_rest(text, after):
        tokens.append(Token(UNKNOWN_UNIT, text[start:after] + rest))
        return after + len(rest)
    tokens.append(Token("UNIT", text[start:after], unit=unit))
    return after if more else _add_late_more(tokens, text, after)


_HALF_ENDS = re.compile(r"半(?=$|[,;、)以之左上和与或至到的及~—-])")


def _half_after(text: str, unit: Unit, after: int) -> tuple[bool, Unit, int]:
    """Find the half that follows a unit: whether there is one, the unit counted, where it ends."""
    counted, end = unit_at(text, after + 1) if unit.name == "个" else (None, after)
    if counted is not None:
        return True, counted, end
    return (True, unit, after + 1) if _HALF_ENDS.match(text, after) else (False, unit, after)


def _add_late_more(tokens: list[Token], text: str, after: int) -> int:
    """Add the 多 that follows a unit: 3年多, 百分之五十多."""
    number, scale = tokens[-2].number, tokens[-2].scale
    if number is None or not (_MORE.match(text, after) and _MORE_ENDS.match(text, after + 1)):
        return after
    tokens[-2] = replace(tokens[-2], number=_with_more(number, scale))
    tokens.append(Token("MORE", text[after]))
    return after + 1


def _scaled_unit_at(
    text: str, start: int, scaled: bool = True
) -> tuple[int, int, Unit | None, int]:
    """Find 万 and the unit after it: the zeros of 万, where the unit begins, the unit, its end."""
    unit, after = unit_at(text, start)
    multiple = _SCALE.match(text, start) if unit is None and scaled else None
    if multiple is None:
        return 0, start, unit, after
    unit, after = unit_at(text, multiple.end())
    return _MULTIPLES[multiple[0]], multiple.end(), unit, after


def _with_more(number: PrintedNumber, scale: int) -> PrintedNumber:
    """Say that 多 follows: 30多 is less than 40, 2000余 less than 3000, 1.2亿多 less than 1.3亿."""
    value, places = number.value, number.decimals
    while not scale and places <= 0 and value and value % 10 ** (1 - places) == 0:
        places -= 1
    return replace(number, decimals=places, more=True)
