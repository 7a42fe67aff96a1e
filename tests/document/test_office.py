"""Older files by way of LibreOffice, where it is installed."""

from __future__ import annotations

import random
from hashlib import sha256

import pytest

from checker.document.office import convert, find_soffice
from checker.document.read import read_document
from tests.document.word_xml import (
    read,
    shown,
)

pytestmark = [
    pytest.mark.skipif(find_soffice() is None, reason="LibreOffice is not installed"),
    pytest.mark.xdist_group("office"),
]


def rtf(text: str) -> bytes:
    words = "".join(f"\\u{ord(sign)}?" for sign in text)
    cells = "".join(f"\\u{ord(sign)}?\\cell" for sign in "甲乙")
    table = f"\\trowd\\cellx2000\\cellx4000\\intbl {cells}\\row"
    return f"{{\\rtf1\\ansi {words}{{\\v 9}}\\par {table}\\pard\\par}}".encode()


def test_rich_text_is_read_and_hidden_text_left_out() -> None:
    data = rtf("到2025年")
    document = read(data, name="规划.doc")
    assert shown(document.blocks) == ["到2025年", [["甲", "乙"]]]
    assert (document.format, document.sha256) == ("rtf", sha256(data).hexdigest())
    assert document.left_out == {"hidden": 1}


@pytest.mark.parametrize(("kind", "suffix"), [("odt", "odt"), ("doc", "wps")])
def test_open_document_and_old_word_files_whatever_their_name(kind: str, suffix: str) -> None:
    data, _ = convert(rtf("题"), "x.rtf", kind)
    assert data is not None
    document = read(data, name=f"规划.{suffix}")
    assert shown(document.blocks) == ["题", [["甲", "乙"]]]
    assert document.format == kind


def test_rich_text_that_does_not_say_its_characters_is_chinese() -> None:
    data = b"{\\rtf1 " + "到2025年".encode("gbk") + b"}"
    assert shown(read(data, name="规划.rtf").blocks) == ["到2025年"]


def test_garbage_is_not_taken_for_a_text() -> None:
    data = b"{\\rtf1\\ansi\\ansicpg1252 " + random.Random(1).randbytes(2000)
    document, diagnostics = read_document(data, "规划.doc")
    assert document is None
    assert [d.code for d in diagnostics] == ["document-not-converted"]
