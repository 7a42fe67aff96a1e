"""What kind of document bytes are, by what they hold and not by the file's name."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from typing import Literal, TypeAlias

DraftFormat: TypeAlias = Literal[
    "docx",
    "doc",
    "odt",
    "rtf",
    "flat-word",
    "pdf",
    "xlsx",
    "xls",
    "ods",
    "html",
    "mhtml",
    "markdown",
    "csv",
    "text",
]
"""The kinds that are read; `doc` and `xls` are also what Kingsoft calls .wps and .et."""

RefusedFormat: TypeAlias = Literal[
    "empty", "encrypted", "broken", "slides", "picture", "archive", "foreign"
]
"""What is told apart only to say what it is."""

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|table|title|div|p)\b", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
_OPEN_DOCUMENT: dict[bytes, DraftFormat] = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}


def sniff(data: bytes, name: str = "") -> DraftFormat | RefusedFormat:
    """Return what the bytes are. The name only tells apart kinds of text, which all look alike."""
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not data.removeprefix(b"\xef\xbb\xbf").strip(b"\x00 \t\r\n"):
        return "empty"
    if data.startswith(b"PK\x03\x04"):
        return _sniff_zip(data)
    if data.startswith(OLE_MAGIC):
        return _sniff_compound(data)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if data.startswith(_PICTURES):
        return "picture"
    if data.startswith(_ARCHIVES):
        return "archive"
    if head[:13].lower() == b"mime-version:":
        return "mhtml"
    if head.startswith(b"<?xml") and b"Word.Document" in head:
        return "flat-word"
    if head.startswith(b"<") and _HTML.search(head):
        return "html"
    return _sniff_text(data, name)


def decode_text(data: bytes) -> str | None:
    """Return bytes as text: by their mark, as UTF-8, as gb18030; None where they are none of these."""
    for mark, encoding in (*_BOMS, (b"", "utf-8"), (b"", "gb18030")):
        if not data.startswith(mark):
            continue
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            if mark:
                return None
            continue
        return None if _CONTROL.search(text) else text
    return None


def _sniff_text(data: bytes, name: str) -> DraftFormat | RefusedFormat:
    suffix = name.lower().rpartition(".")[2]
    if decode_text(data) is None:
        return "foreign"
    if suffix in ("csv", "tsv"):
        return "csv"
    return "markdown" if suffix in ("md", "markdown") else "text"


def _sniff_zip(data: bytes) -> DraftFormat | RefusedFormat:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = {entry.filename: entry for entry in archive.infolist()}
            if any(entry.flag_bits & 1 for entry in entries.values()):
                return "encrypted"
            kind = entries.get("mimetype")
            if kind and kind.file_size < 200:
                open_document = _OPEN_DOCUMENT.get(archive.read(kind).strip())
                if open_document:
                    return _sniff_open_document(archive, entries, open_document)
    except (
        zipfile.BadZipFile,
        OSError,
        EOFError,
        NotImplementedError,
        ValueError,
        struct.error,
        zlib.error,
    ):
        return "broken"
    names = {name.lower().lstrip("/") for name in entries}
    if any(name.startswith("word/") for name in names):
        return "docx"
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    if any(name.startswith("ppt/") for name in names):
        return "slides"
    return "archive"


def _sniff_open_document(
    archive: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo], kind: DraftFormat
) -> DraftFormat | RefusedFormat:
    manifest = entries.get("META-INF/manifest.xml")
    if manifest and manifest.file_size < 1 << 20 and b"encryption-data" in archive.read(manifest):
        return "encrypted"
    return kind if "content.xml" in entries else "broken"


def _sniff_compound(data: bytes) -> DraftFormat | RefusedFormat:
    """Tell old Word files, old sheets and encrypted files apart by the streams of their container."""
    streams = compound_streams(data)
    if streams is None:
        return "broken"
    if {"EncryptedPackage", "EncryptionInfo"} & streams.keys():
        return "encrypted"
    if "WordDocument" in streams:
        start = streams["WordDocument"]
        flags = int.from_bytes(data[start + 10 : start + 12], "little")
        return "encrypted" if flags & 0x0100 else "doc"
    if {"Workbook", "Book"} & streams.keys():
        return "xls"
    return "slides" if "PowerPoint Document" in streams else "foreign"


def compound_streams(data: bytes) -> dict[str, int] | None:
    """Return the names of the entries at the root of an OLE container, with where each begins in the file.

    Small streams lie elsewhere; for them the number means nothing. None if the container cannot be walked.
    """
    try:
        size = 1 << struct.unpack_from("<H", data, 0x1E)[0]
        if size not in (512, 4096):
            return None
        chain = _directory(data, size)
    except struct.error:
        return None
    entries = [chain[at : at + 128] for at in range(0, len(chain) - 127, 128)]
    found: dict[str, int] = {}
    todo = [struct.unpack_from("<I", entries[0], 76)[0]] if entries else []
    seen: set[int] = set()
    while todo:
        number = todo.pop()
        if number >= len(entries) or number in seen:
            continue
        seen.add(number)
        entry = entries[number]
        length = max(struct.unpack_from("<H", entry, 64)[0] - 2, 0)
        name = entry[: min(length, 64)].decode("utf-16-le", "replace")
        found[name] = (struct.unpack_from("<I", entry, 116)[0] + 1) * size
        todo += struct.unpack_from("<II", entry, 68)
    return found


def _directory(data: bytes, size: int) -> bytes:
    """Return the directory of an OLE container, its sectors joined in order. Raises struct.error if cut off."""
    sectors = [s for s in struct.unpack_from("<109I", data, 0x4C) if s < 0xFFFFFFFA]
    count = size // 4
    following, extra = struct.unpack_from("<II", data, 0x44)
    for _ in range(min(extra, 10_000)):
        more = struct.unpack_from(f"<{count}I", data, (following + 1) * size)
        sectors += [s for s in more[:-1] if s < 0xFFFFFFFA]
        following = more[-1]
    parts: list[bytes] = []
    sector = struct.unpack_from("<I", data, 0x30)[0]
    while sector < 0xFFFFFFFA and len(parts) < 10_000:
        parts.append(data[(sector + 1) * size : (sector + 2) * size])
        table = sectors[sector // count] if sector // count < len(sectors) else None
        if table is None:
            break
        sector = struct.unpack_from("<I", data, (table + 1) * size + sector % count * 4)[0]
    return b"".join(parts)
