"""With which characters the matches of a pattern can begin. Knows the patterns of grammar/quantity.lark, no others."""

from __future__ import annotations

_WIDEST = 64  # a range of more characters is as good as any


def first_characters(pattern: str) -> frozenset[str] | None:
    """Return the characters that a match may begin with, perhaps more of them, never fewer; None for any."""
    characters, may_be_empty = _choice(pattern)
    return None if characters is None or may_be_empty else characters


def _choice(pattern: str) -> tuple[frozenset[str] | None, bool]:
    """Return the same for alternatives with `|` between them, and whether these can match nothing."""
    characters: frozenset[str] | None = frozenset()
    may_be_empty = False
    for part in _parts(pattern):
        starts, empty = _sequence(part)
        characters = None if starts is None or characters is None else characters | starts
        may_be_empty |= empty
    return characters, may_be_empty


def _sequence(pattern: str) -> tuple[frozenset[str] | None, bool]:
    characters: frozenset[str] = frozenset()
    offset = 0
    while offset < len(pattern):
        end = _end(pattern, offset)
        starts, empty = _element(pattern[offset:end])
        offset, optional = _repetition(pattern, end)
        if starts is None:
            return None, False
        characters |= starts
        if not (empty or optional):
            return characters, False
    return characters, True


def _element(text: str) -> tuple[frozenset[str] | None, bool]:
    if text.startswith("(?:"):
        return _choice(text[3:-1])
    if text.startswith(("(?=", "(?!", "(?<=", "(?<!")) or text in ("^", "$"):
        return frozenset(), True
    if text[0] == "[":
        return _class(text[1:-1]), False
    if text[0] == "(" or text == "." or (text[0] == "\\" and text[1].isalnum()):
        return None, False
    return frozenset(text[-1]), False


def _class(text: str) -> frozenset[str] | None:
    characters: set[str] = set()
    if text.startswith("^"):
        return None
    offset = 0
    while offset < len(text):
        if text[offset] == "\\":
            if text[offset + 1].isalnum():
                return None
            characters.add(text[offset + 1])
            offset += 2
        elif text[offset + 1 : offset + 2] == "-" and offset + 2 < len(text):
            low, high = ord(text[offset]), ord(text[offset + 2])
            if high - low > _WIDEST:
                return None
            characters |= {chr(code) for code in range(low, high + 1)}
            offset += 3
        else:
            characters.add(text[offset])
            offset += 1
    return frozenset(characters)


def _repetition(pattern: str, offset: int) -> tuple[int, bool]:
    """Return the offset behind a `?`, `*`, `+` or `{…}`, and whether the element before it may be absent."""
    optional = False
    while offset < len(pattern) and pattern[offset] in "?*+{":
        end = pattern.index("}", offset) + 1 if pattern[offset] == "{" else offset + 1
        optional |= pattern[offset] in "?*" or pattern[offset:end].startswith(("{0", "{,"))
        offset = end
    return offset, optional


def _end(pattern: str, offset: int) -> int:
    """Return the offset behind the element that begins at an offset, without its repetition."""
    if pattern[offset] == "\\":
        return offset + 2
    if pattern[offset] == "[":
        offset += 1 + pattern.startswith("^", offset + 1)
        offset += pattern.startswith("]", offset)  # one that is first is a character
        while pattern[offset] != "]":
            offset += 2 if pattern[offset] == "\\" else 1
        return offset + 1
    if pattern[offset] == "(":
        offset += 1
        while pattern[offset] != ")":
            offset = _end(pattern, offset)
        return offset + 1
    return offset + 1


def _parts(pattern: str) -> list[str]:
    parts, start, offset = [], 0, 0
    while offset < len(pattern):
        if pattern[offset] == "|":
            parts.append(pattern[start:offset])
            start = offset + 1
        offset = _end(pattern, offset)
    return [*parts, pattern[start:]]
