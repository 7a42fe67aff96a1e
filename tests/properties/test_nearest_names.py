"""The names that resemble one are found among those that share characters with it, and none is lost by that."""

from __future__ import annotations

from difflib import get_close_matches

from hypothesis import given
from hypothesis import strategies as st

from checker.plan.vocabulary import normalise
from checker.semantics.rule_book import load_rules

VOCABULARY = load_rules().vocabulary
NAMES = st.sampled_from(list(VOCABULARY.index))


@given(NAMES, NAMES, st.integers(0, 12), st.integers(0, 12), st.integers(1, 4))
def test_nearest_is_what_comparing_with_every_name_gives(
    one: str, other: str, first: int, last: int, count: int
) -> None:
    name = one[:first] + other[last:] + one[first + 2 :]
    near = get_close_matches(normalise(name), list(VOCABULARY.index), count, 0.5)
    expected = tuple(dict.fromkeys(VOCABULARY.index[found] for found in near))
    assert VOCABULARY.nearest(name, count) == expected
