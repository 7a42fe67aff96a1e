"""Printed text to plain text: one width, one dash, one comparator. Reads no numbers."""

from __future__ import annotations

import re
import unicodedata

_TABLE = str.maketrans(
    {
        **dict.fromkeys("∶︰ː꞉", ":"),
        "≧": "≥", "⩾": "≥", "≮": "≥", "≦": "≤", "⩽": "≤", "≯": "≤", "﹥": ">", "﹤": "<",
        **dict.fromkeys("−‐‑﹣", "-"),
        **dict.fromkeys("–―─━", "—"),
        **dict.fromkeys("～〜∼˜∽", "~"),
        **dict.fromkeys("〔［【", "["),
        **dict.fromkeys("〕］】", "]"),
        **dict.fromkeys("；。！？｡", ";"),
        **dict.fromkeys("\u200b\u200c\u200d\ufeff\u00ad", None),
        **dict.fromkeys("⁺⁻₊₋", "^"),
        "＊": "*", "﹟": "#", "＃": "#", "˂": "<", "˃": ">",
    }
)  # fmt: skip
_THIN = "\u2009\u202f\u00a0"
_LEFTOVER = re.compile(r"\[bookmark:[^\]]*\]")
# Numbers in circles are marks; folded to digits they would join a value: ①90% is no 190%.
_MARK = re.compile("[\u2460-\u249b\u24ea-\u24ff\u2776-\u2793\u3251-\u325f\u32b1-\u32bf]+")
_FOOTNOTE = re.compile(r"(?<=[0-9０-９%％‰])[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_THOUSANDS = re.compile(r"(?<![0-9.,])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])")
_THIN_THOUSANDS = re.compile(rf"(?<![0-9.])[0-9]{{1,3}}(?:[{_THIN}][0-9]{{3}})+(?![0-9])")
_WIDE_COMMA = re.compile(r"，(?![0-9０-９])|(?<![0-9０-９])，")
UNCLEAR_COMMA = "\u201a"  # a wide comma between digits: thousands, or two values? Not ours to say.
_ITEM = re.compile(r"(?:[0-9]{1,2}[.、]|\([0-9]{1,2}\))\s*")
_BREAK = r"\s*[\n\r\v\f\u2028\u2029]\s*"
_SPACE = r"(?<![0-9%‰*#)])\s+|\s+(?![0-9A-Za-z]|[一-龥])"


_TOUCHED = frozenset(
    "".join(chr(key) for key in _TABLE)
    + " \n\r\t\v\f\x1c\x1d\x1e\x1f\x85\u1680\u2028\u2029[—><=,"
    + "".join(chr(code) for code in (*range(0x24EB, 0x2500), *range(0x2776, 0x2794)))
)
"""What folding changes or looks at although it is NFKC already."""


def fold(text: str) -> str:
    """Return a printed text folded. A space is kept only after a number, where it may part two values."""
    if _TOUCHED.isdisjoint(text) and unicodedata.is_normalized("NFKC", text):
        return _without_number(text)
    if "[bookmark" in text:
        text = _LEFTOVER.sub("", text)
    text = _MARK.sub("*", _FOOTNOTE.sub("*", text.strip()))
    text = _THIN_THOUSANDS.sub(lambda match: re.sub(f"[{_THIN}]", "", match[0]), text)
    text = _WIDE_COMMA.sub(";", text).replace("，", UNCLEAR_COMMA).translate(_TABLE)
    text = unicodedata.normalize("NFKC", text).replace("——", "—")
    text = text.replace(">=", "≥").replace("<=", "≤")
    if "," in text:
        text = _THOUSANDS.sub(lambda match: match[0].replace(",", ""), text)
    text = _without_number(text)
    return _without_spaces(text) if len(text.split(None, 1)) > 1 else text


def _without_number(text: str) -> str:
    """Remove the number of an item: 1.提高到95%. A pattern with a range as wide takes long to compile."""
    item = _ITEM.match(text)
    after = text[item.end() : item.end() + 1] if item else ""
    return text[item.end() :] if item and ("一" <= after <= "龥" or after in ("“", "《")) else text


def _without_spaces(text: str) -> str:
    pieces = (re.sub(_SPACE, "", piece) for piece in re.split(_BREAK, text))
    spaced = (re.sub(r"[^\S\n]+", " ", piece).strip() for piece in pieces)
    return "\n".join(piece for piece in spaced if piece)
