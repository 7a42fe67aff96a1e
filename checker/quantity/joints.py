"""What tokens are beside one another: a suffix that follows no value is a word, numbers that touch are a fault."""

from __future__ import annotations

from checker.quantity.tokens import BREAK, FAULT, SEPARATOR, Token


def add_word(tokens: list[Token], text: str, strange: str = "") -> None:
    """Add a word, to the word before it if there is one."""
    if tokens and tokens[-1].kind == "WORD":
        before = tokens.pop()
        text, strange = before.text + text, before.strange or strange
    tokens.append(Token("WORD", text, strange=strange))


_VALUE_ENDS = frozenset({"N", "MORE", "UNIT", "MARK", "CLOSE", "AVERAGE", "RANK"})
_SUFFIXES = frozenset({"ABOVE", "BELOW", "PAST", "SHORT", "AROUND"})
_UNRESOLVED_KINDS = _SUFFIXES | {BREAK, "N", "WORD"}
_PARTS = frozenset({SEPARATOR, BREAK})
_AFTER_BREAK = frozenset({"WORD", "N", "FLOOR", "OVER", "CEILING", "UNDER", "NEARLY", "OPEN"})
_GLUE = "±/\\.·×*+÷^_=$#&@'\"⁄"


def resolve_suffixes(tokens: list[Token]) -> list[Token]:
    """Make words of suffixes that follow no value (二级以上), a fault of numbers that touch."""
    settled: list[Token] = []
    for index, token in enumerate(tokens):
        if token.kind not in _UNRESOLVED_KINDS:
            settled.append(token)
            continue
        after = tokens[index + 1].kind if index + 1 < len(tokens) else SEPARATOR
        if token.kind == BREAK and (not settled or after not in _AFTER_BREAK):
            continue
        before = settled[-1].kind if settled else "START"
        counted = token.text == "起" and _is_count(settled)  # 12起 are twelve; 20%起 is a floor
        if token.kind in _SUFFIXES and (counted or not _ends_value(settled, after)):
            known = after == "WORD" and token.text.endswith(
                ("以上", "以下", "以内")
            )  # 二级以上医院
            add_word(settled, token.text, "" if known else token.text)
        elif token.kind == "N" and _touches(settled):
            settled.append(Token(FAULT, token.text))
        elif token.kind == "WORD" == before:
            add_word(settled, token.text, token.strange)
        else:
            settled.append(token)
    return settled


def _is_count(settled: list[Token]) -> bool:
    """Return True if a number without unit stands last, and it is no part of a ratio."""
    kinds = [token.kind for token in settled[-2:]]
    return kinds[-1:] in (["N"], ["MORE"]) and kinds[0] != "COLON"


def _ends_value(settled: list[Token], after: str) -> bool:
    """Return True if a suffix has a value before it or, at the end, its noun (3个县以上)."""
    if not settled or settled[-1].kind in _VALUE_ENDS:
        return bool(settled)
    noun = settled[-1].kind == "WORD" and len(settled) > 1 and settled[-2].kind in _VALUE_ENDS
    return noun and after in _PARTS


def _touches(settled: list[Token]) -> bool:
    """Return True if a number begins where another ends, or at a sign that binds it."""
    if not settled:
        return False
    before = settled[-1]
    if before.kind == BREAK:
        return settled[-2].kind == "N"
    if before.kind == "WORD":
        return before.text[-1] in _GLUE or before.text[-1].isnumeric()
    if before.kind == "MARK":
        return len(settled) > 1 and settled[-2].kind in ("N", "UNIT")
    return before.kind in ("N", "MORE", "UNIT") or before.kind in _SUFFIXES
