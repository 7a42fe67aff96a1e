"""Printed text to plain text: one width, one dash, one comparator. Reads no numbers."""

from __future__ import annotations

import re
import unicodedata

_TRADITIONAL = (
    "於于過过達达萬万億亿減减長长張张個个歲岁間间項项醫医師师護护衛卫產产業业務务質质實实現现標标準准昇升擴扩縮缩穩稳維维鞏巩積积極极爭争約约將将週周內内為为"
    "爲为與与從从對对數数總总額额噸吨畝亩頃顷戶户臺台輛辆種种類类處处層层條条場场塊块棟栋課课時时鐘钟點点頭头隻只預预計计劃划應应須须嚴严沒没無无僅仅門门開开"
    "關关國国區区縣县鄉乡鎮镇農农漁渔礦矿電电氣气環环綠绿樹树線线級级網网絡络遠远運运輸输車车鐵铁橋桥機机構构學学歷历兒儿齡龄婦妇嬰婴殘残壓压腦脑腎肾療疗藥药"
    "檢检測测驗验診诊斷断復复傷伤養养優优錄录參参繳缴費费資资財财稅税錢钱貸贷債债營营銷销購购價价貿贸進进創创設设備备專专組组織织團团隊队員员職职勞劳動动聯联"
    "鄰邻圖图館馆書书報报藝艺術术體体續续連连繼继顯显績绩緩缓輕轻遞递終终際际較较強强滿满餘余邊边後后號号兩两漲涨階阶雙双負负會会許许還还據据銜衔審审認认規规"
    "範范給给資资離离綜综養养擬拟訂订達达雜杂廢废棄弃濟济經经歸归產产單单華华東东蘇苏廣广慶庆貧贫貴贵貨货質质歐欧無无"
)
"""Characters of the words of the grammar, of units and of numerals, each before its simplified form."""

_TABLE = str.maketrans(
    {
        **dict(zip(_TRADITIONAL[::2], _TRADITIONAL[1::2], strict=True)),
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
_SPACED_UNIT = re.compile(r"(?<=/10) (?=万)|(?<=[0-9]) (?=年)")
_MINUS = re.compile(r"负(?=[0-9])")
_YEAR_DIGITS = str.maketrans("零〇○一二三四五六七八九", "000123456789")
_YEAR = re.compile("(?:一九|二[零〇○])[零〇○一二三四五六七八九]{2}(?=年)")
_BREAK = r"\s*[\n\r\v\f\u2028\u2029]\s*"
_SPACE = r"(?<![0-9%‰*#)])\s+|\s+(?![0-9A-Za-z]|[一-龥])"


_TOUCHED = frozenset(
    "".join(chr(key) for key in _TABLE)
    + "负〇○零 \n\r\t\v\f\x1c\x1d\x1e\x1f\x85\u1680\u2028\u2029[—><=,"
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
    text = _YEAR.sub(_year, _MINUS.sub("-", text))
    text = _without_number(text)
    return _without_spaces(text) if len(text.split(None, 1)) > 1 else text


def _year(match: re.Match[str]) -> str:
    return match[0].translate(_YEAR_DIGITS)


def _without_number(text: str) -> str:
    """Remove the number of an item: 1.提高到95%. A pattern with a range as wide takes long to compile."""
    item = _ITEM.match(text)
    after = text[item.end() : item.end() + 1] if item else ""
    return text[item.end() :] if item and ("一" <= after <= "龥" or after in ("“", "《")) else text


def _without_spaces(text: str) -> str:
    pieces = (re.sub(_SPACE, "", piece) for piece in re.split(_BREAK, text))
    spaced = (re.sub(r"[^\S\n]+", " ", piece).strip() for piece in pieces)
    return _SPACED_UNIT.sub("", "\n".join(piece for piece in spaced if piece))
