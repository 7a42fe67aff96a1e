"""The parts of a Word file: unpacked within limits, parsed without entities or network, and its styles."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from typing import Any, Final, TypeAlias

from lxml import etree
from msgspec import field

from checker.source import Record

XmlElement: TypeAlias = Any
"""An element of lxml, which has no types."""

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MAX_UNPACKED: Final = 64 * 1024 * 1024
"""How many bytes the parts that are read may hold together: some ten times what 500 pages are."""

_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
# ISO 29500 Strict has the same elements under other names.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/math",
        b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    ),
)


class WordPackageError(Exception):
    """A package that is not read; `code` names the message, which the arguments fill."""

    def __init__(self, code: str, **arguments: object) -> None:
        super().__init__(code)
        self.code = code
        self.arguments = arguments


class WordPackage:
    """The XML parts of a Word file by name. Every method raises WordPackageError for what is broken or too large."""

    def __init__(self, data: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise WordPackageError("document-broken") from error
        self._entries = {entry.filename.lstrip("/"): entry for entry in self._archive.infolist()}
        self._room = MAX_UNPACKED
        self.main = self._main()
        self._relations = self._targets(self.main)

    def _main(self) -> str:
        for kind, target in self._targets("").items():
            if kind == "officeDocument" and target in self._entries:
                return target
        return "word/document.xml"

    def _targets(self, part: str) -> dict[str, str]:
        """Return the first part of each kind that a part refers to; links out of the package do not count."""
        folder, name = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        if relations not in self._entries:
            return {}
        found: dict[str, str] = {}
        for relation in self.root(relations).iter(_RELATION):
            kind = relation.get("Type", "").rpartition("/")[2]
            target = relation.get("Target", "")
            if relation.get("TargetMode") != "External":
                inside = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
                found.setdefault(kind, inside)
        return found

    def related(self, kind: str) -> tuple[str, XmlElement] | None:
        """Return the name and the root of a part that the text refers to, None where there is none."""
        name = self._relations.get(kind)
        if name is None or name not in self._entries:
            return None
        return name, self.root(name)

    def root(self, name: str) -> XmlElement:
        """Return the root element of a part."""
        return parse_xml(self.content(name))

    def content(self, name: str) -> bytes:
        """Return the bytes of a part, its element names those of the transitional form."""
        entry = self._entries.get(name)
        if entry is None:
            raise WordPackageError("document-broken")
        self._room -= entry.file_size
        if self._room < 0:
            raise WordPackageError("document-bomb", limit=MAX_UNPACKED // (1024 * 1024))
        try:
            data = self._archive.read(entry)
        except (
            zipfile.BadZipFile,
            zlib.error,
            OSError,
            EOFError,
            RuntimeError,
            ValueError,
        ) as error:
            raise WordPackageError("document-broken") from error
        if b"http://purl.oclc.org/ooxml/" in data[:4096]:
            for strict, transitional in _STRICT:
                data = data.replace(strict, transitional)
        return data


def parse_xml(data: bytes) -> XmlElement:
    """Return the root element. Raises WordPackageError for broken XML and for one that declares entities."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise WordPackageError("document-broken") from error
    if root is None:
        raise WordPackageError("document-broken")
    if root.getroottree().docinfo.internalDTD is not None:
        raise WordPackageError("document-unsafe")
    return root


class WordStyle(Record):
    """A style with all that it inherits; `level` is -1 where the style itself does not say the level of its numbers."""

    name: str = ""
    num_id: str = ""
    level: int = -1
    outline: int = -1
    hidden: bool = False
    struck: bool = False
    raised: bool = False


class WordStyles(Record):
    """The styles of a file by their ids, and the style of paragraphs that name none."""

    by_id: dict[str, WordStyle] = field(default_factory=dict)
    default: WordStyle = WordStyle()


def read_styles(root: XmlElement | None) -> WordStyles:
    """Return the styles of the part of styles."""
    if root is None:
        return WordStyles()
    elements = {style.get(W + "styleId", ""): style for style in root.iter(W + "style")}
    known: dict[str, WordStyle] = {}
    default = WordStyle()
    for style_id, element in elements.items():
        known[style_id] = _inherited(style_id, elements)
        paragraph = element.get(W + "type") == "paragraph"
        if paragraph and is_on(element, W + "default"):
            default = known[style_id]
    return WordStyles(known, default)


def _inherited(style_id: str, elements: dict[str, XmlElement]) -> WordStyle:
    """Follow `basedOn` up; what a style says itself counts before what it inherits."""
    values: dict[str, Any] = {}
    name, seen = "", set()
    current: str | None = style_id
    while current in elements and current not in seen:
        seen.add(current)
        element = elements[current]
        name = name or value_of(element, "name")
        for key, value in _own(element).items():
            values.setdefault(key, value)
        current = value_of(element, "basedOn") or None
    return WordStyle(name, **values)


def _own(element: XmlElement) -> dict[str, Any]:
    found: dict[str, Any] = {}
    paragraph, run = element.find(W + "pPr"), element.find(W + "rPr")
    if paragraph is not None:
        number = paragraph.find(W + "numPr")
        if number is not None and value_of(number, "numId"):
            found["num_id"] = value_of(number, "numId")
        if number is not None and value_of(number, "ilvl"):
            found["level"] = whole(value_of(number, "ilvl"))
        outline = value_of(paragraph, "outlineLvl")
        if outline:
            found["outline"] = whole(outline)
    for child in run if run is not None else ():
        if child.tag == W + "vanish":
            found["hidden"] = is_on(child)
        elif child.tag in (W + "strike", W + "dstrike"):
            found["struck"] = is_on(child)
        elif child.tag == W + "vertAlign":
            found["raised"] = child.get(W + "val") == "superscript"
    return found


def value_of(parent: XmlElement, name: str) -> str:
    """Return the value of a child element; "" where there is none."""
    child = parent.find(W + name)
    return "" if child is None else child.get(W + "val", "")


def is_on(element: XmlElement, attribute: str = W + "val") -> bool:
    """Whether a switch is on: there without a value, or with one that says so."""
    default = "1" if attribute == W + "val" else "0"
    return element.get(attribute, default) not in ("0", "false", "off", "none")


def whole(text: str, default: int = 0) -> int:
    """Return a number in XML; what is none counts as the default."""
    digits = text.strip().removeprefix("-")
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) < 10 else default
