"""Which words may stand beside a number: those of grammar/harmless.txt. Whatever else does is not passed over."""

from __future__ import annotations

from functools import cache, lru_cache

from checker.files import data_path


@cache
def _sections() -> dict[str, list[str]]:
    """Return the lines of each section of the list, without what says why."""
    text = (data_path("grammar") / "harmless.txt").read_text(encoding="utf-8")
    sections: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line.startswith("## "):
            sections[line.removeprefix("## ")] = []
        elif line and not line.startswith("#"):
            sections[next(reversed(sections))].append(line)
    return sections


@cache
def _words() -> frozenset[str]:
    return frozenset(word for line in _sections()["words"] for word in line.split())


@cache
def _endings() -> frozenset[str]:
    return frozenset("".join(_sections()["endings"]))


@cache
def _acts() -> frozenset[str]:
    return frozenset(word for line in _sections()["acts"] for word in line.split())


@cache
def _by_first_character() -> dict[str, tuple[str, ...]]:
    """Return what is harmless by the character it begins with, the longest first."""
    table: dict[str, set[str]] = {}
    for word in (*"".join(_sections()["characters"]), *_words()):
        table.setdefault(word[0], set()).add(word)
    return {
        first: tuple(sorted(words, key=lambda word: (-len(word), word)))
        for first, words in table.items()
    }


def harmless_words() -> frozenset[str]:
    """Return every word and character that is listed."""
    return frozenset(word for words in _by_first_character().values() for word in words)


_QUOTED = 4  # characters, with which a reader finds the place


@lru_cache(maxsize=4096)  # few words stand beside numbers; a hostile text has any number
def strange_part(text: str) -> str:
    """Return where a text ceases to be made of harmless words, up to the next word; "" where all of it is."""
    table = _by_first_character()
    position, begin = 0, -1
    while position < len(text):
        word = next(
            (word for word in table.get(text[position], ()) if text.startswith(word, position)), ""
        )
        if begin < 0 and not word:
            begin = position
        if begin >= 0 and (len(word) > 1 or position - begin == _QUOTED):
            return text[begin:position]
        position += len(word) or 1
    return text[begin:] if begin >= 0 else ""


@lru_cache(maxsize=4096)
def ends_a_name(text: str) -> bool:
    """Return whether a name may end so that a share beside it is of what is named: 覆盖率, and not 拉动."""
    if text[-2:] in _acts():
        return False
    if text[-1].isascii() and text[-1].isalnum():
        return True
    if text[-1] in _endings():
        return True
    table, position, word = _by_first_character(), 0, ""
    while position < len(text):
        word = next(
            (word for word in table.get(text[position], ()) if text.startswith(word, position)), ""
        )
        position += len(word) or 1
    return word in _words()
