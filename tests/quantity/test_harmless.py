"""A word beside a number changes nothing of it, or nothing is read: no word is passed over that is not listed."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from checker.quantity.harmless import ends_a_name, harmless_words, strange_part
from checker.quantity.read import read
from checker.quantity.reading import (
    ChangeReading,
    CumulativeReading,
    RateReading,
    RatioReading,
    Reading,
    SetReading,
    UnreadReading,
)
from tests.quantity.notation import notation
from tests.quantity.table import CASES

WORDS = sorted(harmless_words())
PLACES = ("{}达到90%以上", "{}不超过90%", "达到90%的{}", "90%以下的{}")
NOT_LISTED = (
    *"不未没无非否莫勿逾过满限升降增减涨跌缩倍番余差负上下内外多少高低大小长短前后约近最",
    "绝不", "切忌", "力避", "谨防", "倒扣", "折半", "封顶", "托底", "跌破", "逼近", "有别于", "不等于", "至迟", "剔除",
)  # fmt: skip


def value(reading: Reading) -> Reading | str:
    """What a text asks for, apart from its words."""
    if isinstance(reading, SetReading):
        return replace(reading, text="", label="", marks=(), verb=None)
    return notation(reading)


@pytest.mark.parametrize("place", PLACES)
def test_a_harmless_word_changes_nothing(place: str) -> None:
    """It may stand where it makes no sentence, as 和 at the beginning: then nothing is read."""
    without = value(read(place.format("")))
    readings = {word: read(place.format(word)) for word in WORDS}
    changed = {
        word: notation(reading) for word, reading in readings.items() if value(reading) != without
    }
    assert {word: said for word, said in changed.items() if not said.startswith("unread")} == {}
    if place == "{}不超过90%":  # before a share a word must end as a name does
        changed = {word: said for word, said in changed.items() if ends_a_name(word)}
    assert len(changed) < 10, changed


def test_every_harmless_word_can_stand_beside_a_number() -> None:
    without = [value(read(place.format(""))) for place in PLACES]
    for word in WORDS:
        with_word = [value(read(place.format(word))) for place in PLACES]
        assert sum(a == b for a, b in zip(with_word, without, strict=True)) >= 2, word


@pytest.mark.parametrize("word", NOT_LISTED)
@pytest.mark.parametrize("place", PLACES)
def test_a_word_that_is_not_listed_is_never_passed_over(place: str, word: str) -> None:
    assert word not in harmless_words()
    reading = read(place.format(word + "阈"))
    assert isinstance(reading, UnreadReading), notation(reading)


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("绝无可能让婴儿死亡率超过5‰", "绝无可能"),
        ("≠95%", "≠"),
        ("95%以外", "外"),
        ("发病率难达5‰", "难"),
        ("婴儿死亡率控制在5‰以内，不容反弹", "不容反弹"),
    ],
)
def test_the_word_is_quoted(text: str, quoted: str) -> None:
    reading = read(text)
    assert isinstance(reading, UnreadReading)
    assert (reading.reason, reading.detail) == ("word-unknown", quoted)


def test_a_text_of_listed_words_has_no_strange_part() -> None:
    assert strange_part("全县森林覆盖率") == ""
    assert strange_part("") == ""
    assert strange_part("全县勿使覆盖率") == "勿使"


@pytest.mark.parametrize("word", ["拉动", "浮动", "优惠", "贡献", "抽查", "推动", "亏损", "带动"])
def test_what_is_done_with_a_share_is_no_name_of_it(word: str) -> None:
    """Made of listed characters alone; a count is counted whatever is done with it."""
    assert strange_part(word) == ""
    assert not ends_a_name(word)
    for printed in ("5%", "≥5%", "不超过5‰", "百分之五", "五成"):
        assert notation(read(word + printed)) == "unread word-unknown"
    assert notation(read(word + "5万户")) == "bare 5万户"
    assert ends_a_name("就业") and ends_a_name("覆盖率为") and ends_a_name("高血压")


VALUES = SetReading | ChangeReading | RateReading | CumulativeReading | RatioReading


@pytest.mark.parametrize("word", ["焉", "逊", "没让"])
def test_no_place_in_a_text_lets_an_unknown_word_pass(word: str) -> None:
    """Whatever pattern takes the words around it: no value is left where one is put in between."""
    passed = [
        changed
        for _, text, unit, _ in CASES
        if isinstance(read(text, unit), VALUES) and "bookmark" not in text
        for at in range(len(text) + 1)
        if isinstance(read.__wrapped__(changed := text[:at] + word + text[at:], unit), VALUES)
    ]
    assert passed == []
