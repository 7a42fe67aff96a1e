"""With which characters the matches of a pattern can begin. Knows the patterns of grammar/quantity.lark, no others."""

from __future__ import annotations

_WIDEST = 64  # a range of more characters is as good as any


def first_characters(pattern: str) -> frozenset[str] | None:
    """The characters that a match may begin with: more of them perhaps, never fewer. None: any."""
    found, may_be_empty = _choice(pattern)
    return None if found is None or may_be_empty else found


def _choice(pattern: str) -> tuple[frozenset[str] | None, bool]:
    """Likewise for what `|` parts, and whether it can match nothing."""
    found: frozenset[str] | None = frozenset()
    may_be_empty = False
    for part in _parts(pattern):
        own, empty = _sequence(part)
        found = None if own is None or found is None else found | own
        may_be_empty |= empty
    return found, may_be_empty


def _sequence(pattern: str) -> tuple[frozenset[str] | None, bool]:
    found: frozenset[str] = frozenset()
    at = 0
    while at < len(pattern):
        end = _end(pattern, at)
        own, empty = _element(pattern[at:end])
        at, optional = _repetition(pattern, end)
        if own is None:
            return None, False
        found |= own
        if not (empty or optional):
            return found, False
    return found, True


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
    found: set[str] = set()
    if text.startswith("^"):
        return None
    at = 0
    while at < len(text):
        if text[at] == "\\":
            if text[at + 1].isalnum():
                return None
            found.add(text[at + 1])
            at += 2
        elif text[at + 1 : at + 2] == "-" and at + 2 < len(text):
            low, high = ord(text[at]), ord(text[at + 2])
            if high - low > _WIDEST:
                return None
            found |= {chr(code) for code in range(low, high + 1)}
            at += 3
        else:
            found.add(text[at])
            at += 1
    return frozenset(found)


def _repetition(pattern: str, at: int) -> tuple[int, bool]:
    """Where what follows a `?`, `*`, `+` or `{…}` begins, and whether it may stand for no time at all."""
    optional = False
    while at < len(pattern) and pattern[at] in "?*+{":
        end = pattern.index("}", at) + 1 if pattern[at] == "{" else at + 1
        optional |= pattern[at] in "?*" or pattern[at:end].startswith(("{0", "{,"))
        at = end
    return at, optional


def _end(pattern: str, at: int) -> int:
    """Where the element that begins there ends, its repetition aside."""
    if pattern[at] == "\\":
        return at + 2
    if pattern[at] == "[":
        at += 1 + pattern.startswith("^", at + 1)
        at += pattern.startswith("]", at)  # one that is first is a character
        while pattern[at] != "]":
            at += 2 if pattern[at] == "\\" else 1
        return at + 1
    if pattern[at] == "(":
        at += 1
        while pattern[at] != ")":
            at = _end(pattern, at)
        return at + 1
    return at + 1


def _parts(pattern: str) -> list[str]:
    parts, start, at = [], 0, 0
    while at < len(pattern):
        if pattern[at] == "|":
            parts.append(pattern[start:at])
            start = at + 1
        at = _end(pattern, at)
    return [*parts, pattern[start:]]
