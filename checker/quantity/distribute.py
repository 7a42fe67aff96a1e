"""One verb over several values to a clause for each: 分别达到40%和35%以上. Reads none."""

from __future__ import annotations

from msgspec.structs import replace

from checker.quantity.tokens import Token

_BOUNDS = frozenset({"FLOOR", "OVER", "CEILING", "UNDER", "NEARLY"})
_SUFFIXES = frozenset({"ABOVE", "BELOW", "PAST", "SHORT", "AROUND"})


def distribute(tokens: tuple[Token, ...]) -> list[tuple[tuple[Token, ...], str]]:
    """Give each value the words, unit and comparator it does not print itself, with its own text.

    A comparator after the values governs those before it (控制在1%和0.5%以下: both), one before
    them those after it (不低于22%和30%: both).
    """
    pieces = _pieces(tokens)
    clauses: list[tuple[tuple[Token, ...], str]] = []
    verb: tuple[Token, ...] = ()
    bounds: tuple[Token, ...] = ()
    for place, piece in enumerate(pieces):
        start = _value_start(piece)
        head, value = piece[:start], piece[start:]
        own_bounds = tuple(token for token in head if token.kind in _BOUNDS)
        if len(head) > len(own_bounds):
            verb, bounds = head[: len(head) - len(own_bounds)] if own_bounds else head, own_bounds
        elif own_bounds or place == 0:
            bounds = own_bounds
        value = _with_unit(value, pieces[place + 1 :])
        if not bounds:
            value = _with_suffix(value, pieces[place + 1 :])
        clauses.append(((*verb, *bounds, *value), "".join(token.text for token in piece)))
    return clauses


def _pieces(tokens: tuple[Token, ...]) -> list[tuple[Token, ...]]:
    pieces: list[tuple[Token, ...]] = []
    start = 0
    for index, token in enumerate(tokens):
        if token.kind == "AND":
            pieces.append(tokens[start:index])
            start = index + 1
    return [*pieces, tokens[start:]]


def _value_start(piece: tuple[Token, ...]) -> int:
    """Find the governing number: the first that is no base (由A提高到B)."""
    skip = any(token.kind == "FROM" for token in piece)
    for index, token in enumerate(piece):
        if token.kind == "N":
            if not skip:
                return index - 1 if index and piece[index - 1].kind == "OPEN" else index
            skip = False
    return len(piece)


def _value_end(piece: tuple[Token, ...]) -> int:
    return max(i for i, token in enumerate(piece) if token.kind in ("N", "MORE", "UNIT")) + 1


def _with_unit(value: tuple[Token, ...], later: list[tuple[Token, ...]]) -> tuple[Token, ...]:
    if not value or any(token.kind == "UNIT" for token in value):
        return value
    end = _value_end(value)
    for piece in later:
        unit = next((token for token in piece if token.kind == "UNIT"), None)
        scale = next((token.scale for token in piece if token.kind == "N"), 0)
        if unit is not None or scale:
            scaled = tuple(_scaled(token, scale) for token in value[:end])
            return (*scaled, *([replace(unit, text="")] if unit else []), *value[end:])
    return value


def _scaled(token: Token, scale: int) -> Token:
    number = token.number
    if number is None or token.scale or not scale:
        return token
    return replace(token, number=number.scaled(scale), scale=scale)


def _with_suffix(value: tuple[Token, ...], later: list[tuple[Token, ...]]) -> tuple[Token, ...]:
    if not value or any(token.kind in _SUFFIXES for token in value):
        return value
    end = _value_end(value)
    for piece in later:
        suffix = next((token for token in piece if token.kind in _SUFFIXES), None)
        if suffix is not None:
            return (*value[:end], replace(suffix, text=""), *value[end:])
        if any(token.kind in _BOUNDS for token in piece):
            break
    return value
