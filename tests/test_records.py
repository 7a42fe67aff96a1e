"""Records are what the standard's dataclasses are; only their methods are made later."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from dataclasses import FrozenInstanceError, field

import pytest

from checker.records import Made, dataclass, deferred, once


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere."""

    name: str
    line: int = 0
    seen: str = field(default="", compare=False, repr=False)
    words: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Town(Place):
    people: int = 1


@dataclass(frozen=True)
class Total:
    count: int
    tenfold: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "tenfold", self.count * 10)


@dataclass(frozen=True, kw_only=True)
class Asked:
    path: str
    brief: bool = False


@dataclass()
class Tally:
    names: list[str] = field(default_factory=list)


def test_fields_defaults_and_order_are_as_written() -> None:
    town = Town("鹿寨", people=5)
    assert (town.name, town.line, town.words, town.people) == ("鹿寨", 0, [], 5)
    assert Town.__match_args__ == ("name", "line", "seen", "words", "people")
    assert [f.name for f in dataclasses.fields(town)] == list(Town.__match_args__)
    assert Place("a").words is not Place("b").words
    assert Total(3).tenfold == 30


def test_the_first_objects_are_made_as_the_others() -> None:
    for _ in range(40):
        town = Town("鹿寨", people=5)
        assert (town.name, town.line, town.seen, town.words, town.people) == ("鹿寨", 0, "", [], 5)
        assert Total(3) == Total(count=3, tenfold=9) and Total(3).tenfold == 30
        assert Asked(path="a", brief=True) == Asked(brief=True, path="a")


def test_the_signature_is_the_standards() -> None:
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'name'"):
        Place()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="unexpected keyword"):
        Place("a", nome="b")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="positional"):
        Asked("a")  # type: ignore[misc]
    assert Asked(path="a").brief is False


def test_what_is_not_compared_makes_no_difference() -> None:
    same, other = Place("a", 1, "here"), Place("a", 1, "there")
    assert same == other and repr(same) == "Place(name='a', line=1, words=[])"
    assert Place("a") != Town("a") and Place("a") != "a"
    assert {Total(1): "x"}[Total(1)] == "x"


def test_a_frozen_record_takes_no_attribute() -> None:
    for name in ("name", "other"):
        with pytest.raises(FrozenInstanceError):
            setattr(Place("a"), name, "b")
        with pytest.raises(FrozenInstanceError):
            delattr(Total(1), name)
    tally = Tally()
    tally.names = ["a"]
    with pytest.raises(TypeError, match="unhashable"):
        hash(tally)


def test_a_record_can_be_copied_changed_and_sent() -> None:
    town = Town("鹿寨", 7, "seen", ["a"], 5)
    assert dataclasses.replace(town, line=8) == Town("鹿寨", 8, "seen", ["a"], 5)
    for twin in (copy.copy(town), pickle.loads(pickle.dumps(town))):
        assert twin == town and twin.seen == "seen" and type(twin) is Town


def test_a_field_of_a_deferred_record_is_made_when_it_is_asked_for() -> None:
    asked: list[str] = []

    def later(name: str) -> dict[str, object]:
        asked.append(name)
        return (
            {"line": 7, "seen": "here"} if name in ("line", "seen") else {"words": [], "people": 5}
        )

    town = deferred(Town, {"name": "鹿寨"}, later)
    assert town.name == "鹿寨" and asked == []
    assert (town.seen, town.line, town.line) == ("here", 7, 7) and asked == ["seen"]
    whole = Town("鹿寨", 7, "here", [], 5)
    assert isinstance(town, Town) and town == whole and whole == town
    assert pickle.loads(pickle.dumps(town)) == whole
    assert dataclasses.replace(town, line=8).line == 8
    with pytest.raises(AttributeError):
        town.mayor  # type: ignore[attr-defined]  # noqa: B018


def test_values_by_name_are_made_once() -> None:
    made: list[str] = []
    values = Made(["b", "a"], lambda name: made.append(name) or name * 2)  # type: ignore[func-returns-value]
    assert list(values) == ["b", "a"] and len(values) == 2 and made == []
    assert (values["a"], values["a"], made) == ("aa", "aa", ["a"])
    assert values == {"a": "aa", "b": "bb"} and values.get("c") is None


@dataclass(frozen=True)
class Sum:
    numbers: tuple[int, ...]
    name: str = ""

    @once
    def total(self) -> list[int]:
        """All of them together."""
        return [sum(self.numbers)]

    def __hash__(self) -> int:
        return hash(self.numbers)


def test_a_property_is_made_once_for_each_record() -> None:
    one, other = Sum((1, 2)), Sum((1, 2))
    assert one.total == other.total == [3]
    assert one.total is one.total
    assert one.total is not other.total
    assert (Sum.total.__doc__, Sum.total.name) == ("All of them together.", "total")


def test_a_record_may_say_what_its_hash_looks_at() -> None:
    assert hash(Sum((1, 2), "a")) == hash(Sum((1, 2), "b"))
    assert Sum((1, 2), "a") != Sum((1, 2), "b")
