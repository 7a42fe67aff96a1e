"""Which words may stand beside a number: those of grammar/harmless.txt. Whatever else does is not passed over."""

from __future__ import annotations

from functools import cache, lru_cache

from checker.files import data_path


@cache
def _by_first_character() -> dict[str, tuple[str, ...]]:
    """Return what is harmless by the character it begins with, the longest first."""
    text = (data_path("grammar") / "harmless.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and line[:2] not in ("#", "# ")]
    begin = lines.index("## words")
    characters = {character for line in lines[1:begin] for character in line}
    table: dict[str, set[str]] = {}
    for word in (*characters, *(word for line in lines[begin + 1 :] for word in line.split())):
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
