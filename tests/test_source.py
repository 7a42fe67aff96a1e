"""Records: frozen data that is compared without places."""

from __future__ import annotations

import copy
import pickle
from functools import cached_property

import pytest
from msgspec import Struct, field
from msgspec.structs import replace

from checker.source import Record, Uncompared


class Place(Record):
    """Somewhere."""

    name: str
    line: int = 0
    seen: Uncompared[str] = ""
    words: list[str] = field(default_factory=list)


class Town(Place):
    people: int = 1


class Total(Record, dict=True):
    count: int

    @cached_property
    def tenfold(self) -> list[int]:
        """All of them together."""
        return [self.count * 10]


class Term(Record):
    name: str
    aliases: tuple[str, ...] = ()

    def __hash__(self) -> int:
        return hash(self.name)


class Request(Record, kw_only=True):
    path: str
    brief: bool = False


class Cell(Record, eq=False):
    text: str


class Tally(Struct):
    names: list[str] = field(default_factory=list)


def test_fields_defaults_and_order_are_as_written() -> None:
    town = Town("鹿寨", people=5)
    assert (town.name, town.line, town.words, town.people) == ("鹿寨", 0, [], 5)
    assert Town.__match_args__ == ("name", "line", "seen", "words", "people")
    assert Place("a").words is not Place("b").words


def test_a_call_with_wrong_arguments_is_refused() -> None:
    with pytest.raises(TypeError, match="Missing required argument 'name'"):
        Place()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="Unexpected keyword argument 'nome'"):
        Place("a", nome="b")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="positional"):
        Request("a")  # type: ignore[misc]
    assert Request(path="a").brief is False


def test_an_uncompared_field_makes_no_difference() -> None:
    here, there = Place("a", 1, "here"), Place("a", 1, "there")
    assert here == there and repr(here) == "Place(name='a', line=1, words=[])"
    assert here != Place("a", 2, "here") and here != "a"
    assert {Total(1): "x"}[Total(1)] == "x"


def test_a_subclass_inherits_what_is_not_compared() -> None:
    assert Town("a", seen="here") == Town("a", seen="there") != Town("a", people=2)
    assert Place("a") != Town("a") and Town("a") != Place("a")
    assert repr(Town("a")) == "Town(name='a', line=0, words=[], people=1)"


def test_records_without_comparison_are_equal_to_themselves_only() -> None:
    cell = Cell("a")
    assert cell == copy.copy(cell) or cell in {cell: 1}
    assert cell != Cell("a")


def test_a_record_takes_no_attribute() -> None:
    for name in ("name", "other"):
        with pytest.raises(AttributeError):
            setattr(Place("a"), name, "b")
        with pytest.raises(AttributeError):
            delattr(Total(1), name)
    tally = Tally()
    tally.names = ["a"]
    with pytest.raises(TypeError, match="unhashable"):
        hash(tally)


def test_a_record_can_be_copied_changed_and_sent() -> None:
    town = Town("鹿寨", 7, "seen", ["a"], 5)
    assert replace(town, line=8) == Town("鹿寨", 8, "seen", ["a"], 5)
    for twin in (copy.copy(town), pickle.loads(pickle.dumps(town))):
        assert twin == town and twin.seen == "seen" and type(twin) is Town


def test_a_cached_property_is_computed_once_for_each_record() -> None:
    one, other = Total(1), Total(1)
    assert one.tenfold == other.tenfold == [10] and one == other
    assert one.tenfold is one.tenfold and one.tenfold is not other.tenfold


def test_a_record_may_have_a_hash_of_its_own() -> None:
    assert hash(Term("a", ("b",))) == hash(Term("a"))
    assert Term("a", ("b",)) != Term("a")
