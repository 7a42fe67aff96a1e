"""Files that are not what they seem: each is told apart and said, none is a traceback."""

from __future__ import annotations

import io
import random
import struct
import zipfile

import pytest

from checker.document import office, wordpackage
from checker.document.read import read_document
from checker.document.sniff import OLE_MAGIC, sniff
from tests.document.word_xml import SPACES, paragraph, run, word_file

ENTITY = f"<w:document {SPACES}><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>"


def codes(data: bytes, name: str = "规划.docx") -> list[str]:
    document, diagnostics = read_document(data, name)
    assert document is None
    for diagnostic in diagnostics:
        assert diagnostic.text("zh") and diagnostic.help("zh") and diagnostic.file == name
    return [d.code for d in diagnostics]


def compound(*streams: str) -> bytes:
    """An OLE container with these streams at its root, in one sector of directory entries."""
    entries = [("Root Entry", 5), *((name, 2) for name in streams)]
    directory = b""
    for number, (name, kind) in enumerate(entries):
        encoded = name.encode("utf-16-le")
        right = number + 1 if 0 < number < len(entries) - 1 else 0xFFFFFFFF
        directory += encoded.ljust(64, b"\0") + struct.pack("<HBB", len(encoded) + 2, kind, 1)
        directory += struct.pack("<III", 0xFFFFFFFF, right, 1 if number == 0 else 0xFFFFFFFF)
        directory += b"\0" * 36 + struct.pack("<IQ", 2, 0)
    header = OLE_MAGIC + b"\0" * 16 + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6)
    header = header.ljust(0x30, b"\0") + struct.pack("<I", 1)
    header = header.ljust(0x44, b"\0") + struct.pack("<II", 0xFFFFFFFE, 0)
    header += struct.pack("<I", 0) + b"\xff" * (108 * 4)
    table = struct.pack("<III", 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFE).ljust(512, b"\xff")
    return header + table + directory.ljust(512, b"\0") + b"\0" * 512


def zipped(**parts: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/"), text)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf  \n", "empty"),
        (compound("EncryptionInfo", "EncryptedPackage"), "encrypted"),
        (compound("WordDocument", "1Table"), "doc"),
        (compound("Workbook"), "xls"),
        (compound("PowerPoint Document"), "slides"),
        (OLE_MAGIC + b"\xff" * 30, "broken"),
        (b"PK\x03\x04" + b"\0" * 100, "broken"),
        (zipped(ppt__presentation="x"), "slides"),
        (zipped(a="x"), "archive"),
        (zipped(xl__workbook="x"), "xlsx"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"{\\rtf1 x}", "rtf"),
        (b"%PDF-1.7", "pdf"),
        (b"\xef\xbb\xbf<!DOCTYPE html><html>", "html"),
        ("到2025年".encode("gb18030"), "text"),
        (random.Random(1).randbytes(5000), "foreign"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_bytes_are_told_apart_whatever_the_name(data: bytes, kind: str) -> None:
    assert sniff(data, "规划.docx") == kind


def test_encrypted_old_documents_are_said_to_be() -> None:
    data = bytearray(compound("WordDocument", "1Table"))
    data[3 * 512 + 11] |= 0x01
    assert codes(bytes(data), "规划.doc") == ["document-encrypted"]


@pytest.mark.parametrize(
    ("part", "code"),
    [
        ("<w:document", "document-broken"),
        (f"<w:document {SPACES}/>", "document-broken"),
        (f"<w:document {SPACES}><w:body/></w:document>", "document-no-text"),
        (f'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>{ENTITY}', "document-unsafe"),
        ("<a>" * 5000, "document-broken"),
    ],
    ids=["cut", "no-body", "no-text", "entity", "deep"],
)
def test_broken_parts(part: str, code: str) -> None:
    assert codes(word_file(parts={"word/document.xml": part})) == [code]


def test_a_bomb_is_not_unpacked() -> None:
    part = b"<a>" + b" " * (wordpackage.MAX_UNPACKED + 1)
    data = word_file(parts={"word/document.xml": part})
    assert len(data) < 1 << 20
    assert codes(data) == ["document-bomb"]


def test_a_file_cut_off_or_damaged() -> None:
    data = word_file(paragraph(run("到2025年，" * 500)))
    assert codes(data[: len(data) // 2]) == ["document-broken"]
    at = data.index(b"word/document.xml") + 60
    assert codes(data[:at] + b"\xff" * 20 + data[at + 20 :]) == ["document-broken"]


def test_old_files_without_libreoffice_say_how_to_get_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_soffice", lambda: None)
    assert codes(compound("WordDocument"), "规划.wps") == ["document-no-office"]
