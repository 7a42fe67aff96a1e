"""What stands in a paragraph of Word: characters with run, text node and state; fields, boxes, notes, formulas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Final

from checker.document.model import Block, BoxBlock, Piece, TrackedState, WordPlace
from checker.document.wordpackage import (
    W,
    WordStyle,
    WordStyles,
    XmlElement,
    is_on,
    parse_xml,
)

INSERTED: Final = 1
DELETED: Final = 2
STATES: Final[tuple[TrackedState, ...]] = ("plain", "inserted", "deleted", "both")

BOX_TEXT: Final = W + "txbxContent"
_MATH: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_DRAWING: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_CHART: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_DIAGRAM: Final = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
_VML: Final = "{urn:schemas-microsoft-com:vml}"
_ALTERNATE: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_P, _RUN, _RPR, _TEXT = W + "p", W + "r", W + "rPr", W + "t"
_SDT, _SDT_CONTENT = W + "sdt", W + "sdtContent"
_PASSED: Final = {
    W + "ins": INSERTED,
    W + "moveTo": INSERTED,
    W + "del": DELETED,
    W + "moveFrom": DELETED,
    **dict.fromkeys((W + n for n in ("hyperlink", "smartTag", "customXml", "dir", "bdo")), 0),
}
_FIXED: Final = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "cr": "\n",
    W + "noBreakHyphen": "\u2011",
}
_RAISED: Final = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
# The font Symbol has letters of its own in the private area; any other such character is shown as unknown.
_SYMBOLS: Final = {
    0xF0A3: "≤", 0xF0B3: "≥", 0xF0B1: "±", 0xF0B4: "×", 0xF0B8: "÷", 0xF0B9: "≠", 0xF0BB: "≈",
    0xF0B0: "°", 0xF0A5: "∞", 0xF0B7: "•", 0xF0D7: "·", 0xF02D: "−", 0xF062: "β", 0xF06D: "μ",
}  # fmt: skip
_UNKNOWN_SIGN: Final = "\ufffd"


class ParagraphText:
    """What was read of one paragraph: the pieces that the view shows, what hangs on it, the notes it refers to."""

    def __init__(self, index: int) -> None:
        self.index = index
        self.pieces: list[Piece] = []
        self.offset = 0
        self.run = -1
        self.node = -1
        self.hung: list[Block] = []
        self.notes: list[tuple[str, str]] = []
        self.contents = False


class _OpenField:
    """A field that is open: its code as far as read, and whether its result has begun."""

    def __init__(self) -> None:
        self.code = ""
        self.result = False

    @property
    def is_contents(self) -> bool:
        return self.code.split()[:1] == ["TOC"]


class InlineReader:
    """Reads paragraphs of one part after another; open fields outlive a paragraph."""

    def __init__(
        self,
        styles: WordStyles,
        dropped: int,
        left_out: Counter[str],
        read_box: Callable[[XmlElement], BoxBlock | None],
    ) -> None:
        self.styles = styles
        self.dropped = dropped
        self.left_out = left_out
        self.read_box = read_box
        self.fields: list[_OpenField] = []
        self.part = ""
        self.indexes: dict[XmlElement, int] = {}
        self.formatted = True
        self.balanced = True
        looks = [s for s in styles.by_id.values() if s.hidden or s.struck or s.raised]
        self.special_styles = bool(looks)

    def enter(self, part: str, data: bytes) -> XmlElement:
        """Begin a part, given as bytes; return its root."""
        root = parse_xml(data)
        self.enter_root(part, root)
        looks = (b"<w:vanish", b"<w:strike", b"<w:dstrike", b'w:val="superscript"')
        marked = any(look in data for look in looks) or b"xmlns:w=" not in data[:20_000]
        self.formatted = marked or self.special_styles
        self.balanced = data.count(b'fldCharType="begin"') == data.count(b'fldCharType="end"')
        return root

    def enter_root(self, part: str, root: XmlElement) -> tuple[str, dict[XmlElement, int], bool]:
        """Begin a part; return what `leave` goes back to."""
        outer = (self.part, self.indexes, self.formatted)
        self.part, self.formatted = part, True
        self.indexes = {element: number for number, element in enumerate(root.iter(_P))}
        return outer

    def leave(self, outer: tuple[str, dict[XmlElement, int], bool]) -> None:
        """Go back to the part from which another was entered."""
        self.part, self.indexes, self.formatted = outer

    def read(
        self, paragraph: XmlElement, state: int, style: WordStyle, contents: bool
    ) -> ParagraphText:
        """Return a paragraph in the view; of a table of contents nothing but what hangs on it."""
        if not self.balanced:  # a field that never ends would swallow the rest of the document
            self.fields = []
        text = ParagraphText(self.indexes[paragraph])
        self.style = style
        self.silent = contents
        self._children(paragraph, state, text)
        if contents:
            text.pieces = []
        return text

    def _children(self, parent: XmlElement, state: int, text: ParagraphText) -> None:
        for child in parent:
            tag = child.tag
            if tag == _RUN:
                text.run += 1
                text.node = -1
                self._run(child, state, text)
            elif tag in _PASSED:
                self._children(child, state | _PASSED[tag], text)
            elif tag == _SDT:
                self._control(child, state, text)
            elif tag == W + "fldSimple":
                self._simple_field(child, state, text)
            elif tag == _ALTERNATE:
                if len(child):
                    self._children(child[0], state, text)
            elif tag in (_MATH + "oMath", _MATH + "oMathPara"):
                self._emit(formula_text(child), state, False, False, text)

    def _control(self, control: XmlElement, state: int, text: ParagraphText) -> None:
        properties = control.find(W + "sdtPr")
        prompt = properties.find(W + "showingPlcHdr") if properties is not None else None
        if prompt is not None and is_on(prompt):
            self.left_out["prompts"] += 1
            return
        for content in control.iterchildren(_SDT_CONTENT):
            self._children(content, state, text)

    def _simple_field(self, element: XmlElement, state: int, text: ParagraphText) -> None:
        made = _OpenField()
        made.code, made.result = element.get(W + "instr", ""), True
        self.fields.append(made)
        self._children(element, state, text)
        self.fields.pop()

    def _run(self, run: XmlElement, state: int, text: ParagraphText) -> None:
        hidden = struck = raised = False
        if self.formatted:
            hidden, struck, raised = self._look(run)
        for child in run:
            tag = child.tag
            if tag == _TEXT or tag == W + "delText":
                text.node += 1
                characters = child.text
                if not characters:
                    continue
                if raised:
                    characters = characters.translate(_RAISED)
                self._emit(characters, state, hidden, struck, text)
            elif tag != _RPR:
                self._other(child, tag, state, hidden, struck, text)

    def _look(self, run: XmlElement) -> tuple[bool, bool, bool]:
        """Return whether a run is hidden, struck out, raised: by itself, its style, or the paragraph's."""
        base = self.style
        hidden, struck, raised = base.hidden, base.struck, base.raised
        properties = run.find(_RPR)
        if properties is None:
            return hidden, struck, raised
        for child in properties:
            tag = child.tag
            if tag == W + "rStyle":
                style = self.styles.by_id.get(child.get(W + "val", ""))
                if style is not None and self.special_styles:
                    hidden, struck = hidden or style.hidden, struck or style.struck
                    raised = raised or style.raised
            elif tag == W + "vanish":
                hidden = is_on(child)
            elif tag in (W + "strike", W + "dstrike"):
                struck = is_on(child) or (struck and tag == W + "dstrike")
            elif tag == W + "vertAlign":
                raised = child.get(W + "val") == "superscript"
        return hidden, struck, raised

    def _emit(
        self, characters: str, state: int, hidden: bool, struck: bool, text: ParagraphText
    ) -> None:
        """Add characters where this view shows them; those it does not show count in the offset all the same."""
        offset = text.offset
        text.offset = offset + len(characters)
        if self.fields:
            if not all(opened.result for opened in self.fields):
                return
            if any(opened.is_contents for opened in self.fields):
                text.contents = True
                return
        if state & self.dropped or self.silent:
            return
        if hidden:
            self.left_out["hidden"] += len(characters)
            return
        if struck:
            self.left_out["struck"] += len(characters)
            if self.dropped == DELETED:
                return
        at = WordPlace(self.part, text.index, offset, max(text.run, 0), max(text.node, 0), 0)
        text.pieces.append(Piece(characters, at, STATES[state]))

    def _other(
        self,
        child: XmlElement,
        tag: str,
        state: int,
        hidden: bool,
        struck: bool,
        text: ParagraphText,
    ) -> None:
        """Read what is no text node in a run."""
        fixed = _FIXED.get(tag)
        if fixed:
            text.node += 1
            self._emit(fixed, state, hidden, struck, text)
        elif tag == W + "br":
            text.node += 1
            if text.pieces or child.get(W + "type", "textWrapping") == "textWrapping":
                self._emit("\n", state, hidden, struck, text)
        elif tag == W + "sym":
            text.node += 1
            self._emit(symbol(child.get(W + "char", "")), state, hidden, struck, text)
        elif tag == W + "fldChar":
            self._field_mark(child.get(W + "fldCharType"))
        elif tag == W + "instrText":
            if self.fields and not self.fields[-1].result:
                self.fields[-1].code += child.text or ""
        elif tag in (W + "footnoteReference", W + "endnoteReference"):
            if not (state & self.dropped or hidden or self.silent):
                kind = "footnote" if tag == W + "footnoteReference" else "endnote"
                text.notes.append((kind, child.get(W + "id", "")))
        elif tag == W + "commentReference":
            self.left_out["comments"] += 1
        elif tag in (W + "drawing", W + "pict", W + "object"):
            if not (state & self.dropped or hidden):
                self._drawing(child, text)
        elif tag == _ALTERNATE:
            for inner in child[0] if len(child) else ():
                self._other(inner, inner.tag, state, hidden, struck, text)
        elif tag == W + "ruby":
            for base in child.iterchildren(W + "rubyBase"):
                self._children(base, state, text)

    def _field_mark(self, kind: str | None) -> None:
        if kind == "begin":
            self.fields.append(_OpenField())
        elif kind == "separate" and self.fields:
            self.fields[-1].result = True
        elif kind == "end" and self.fields:
            ended = self.fields.pop()
            if ended.code.split()[:1] == ["EQ"]:
                self.left_out["equations"] += 1

    def _drawing(self, drawing: XmlElement, text: ParagraphText) -> None:
        """Hang the text boxes of a drawing on its paragraph; count pictures, charts and diagrams."""
        style, silent = self.style, self.silent
        for element in drawing.iter(
            BOX_TEXT, _ALTERNATE, _DRAWING + "blip", _VML + "imagedata", _CHART, _DIAGRAM
        ):
            if element.tag == BOX_TEXT:
                if _is_outer(element, drawing):
                    box = self.read_box(element)
                    text.hung += [box] if box else []
            elif element.tag in (_CHART, _DIAGRAM):
                self.left_out["charts"] += 1
            elif element.tag != _ALTERNATE:
                self.left_out["pictures"] += 1
        self.style, self.silent = style, silent


def _is_outer(element: XmlElement, drawing: XmlElement) -> bool:
    """Whether a box is neither inside another one of the drawing nor the second telling of one."""
    above = element.getparent()
    while above is not drawing and above is not None:
        if above.tag == BOX_TEXT:
            return False
        outer = above.getparent()
        if outer is not None and outer.tag == _ALTERNATE and outer[0] is not above:
            return False
        above = outer
    return True


def symbol(code: str) -> str:
    """Return the character of a w:sym by its code in hexadecimal; the sign for an unknown one if it is private."""
    try:
        number = int(code, 16)
    except ValueError:
        return _UNKNOWN_SIGN
    if number in _SYMBOLS:
        return _SYMBOLS[number]
    plain = number - 0xF000
    if 0x25 <= plain <= 0x3E:  # digits and their signs are where ASCII has them
        return chr(plain)
    private = 0xE000 <= number <= 0xF8FF or number > 0x10FFFF or 0xD800 <= number <= 0xDFFF
    return _UNKNOWN_SIGN if private or number < 0x20 else chr(number)


def formula_text(element: XmlElement) -> str:
    """Return a formula on one line: fractions with a stroke, powers raised."""
    tag = element.tag
    if tag == _MATH + "t":
        return element.text or ""
    if tag == _MATH + "f":
        top, below = (_inner(element, name) for name in ("num", "den"))
        return f"{top}/{below}"
    if tag == _MATH + "sSup":
        raised = _inner(element, "sup").translate(_RAISED)
        return _inner(element, "e") + raised
    return "".join(formula_text(child) for child in element)


def _inner(element: XmlElement, name: str) -> str:
    return "".join(formula_text(child) for child in element.iterchildren(_MATH + name))
