"""What can be wrong with a file before its text means anything."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

import pytest

from checker import files
from checker.files import read_source, source_from_bytes


def code_of(path: str | Path) -> str:
    source, faults = read_source(path)
    assert source is None
    assert len(faults) == 1
    fault = faults[0]
    assert fault.text("zh")
    assert fault.text("en")
    assert fault.help("zh")
    assert fault.help("en")
    assert fault.address
    return fault.code


def test_missing_file_names_its_neighbour(tmp_path: Path) -> None:
    (tmp_path / "luzhai.yaml").write_text("plan:", encoding="utf-8")
    _, faults = read_source(tmp_path / "luzhia.yaml")
    assert faults[0].code == "input-missing-near"
    assert "luzhai.yaml" in faults[0].help("zh")
    assert code_of(tmp_path / "完全不同的名字.txt") == "input-missing"
    assert code_of(tmp_path / "no" / "such" / "folder.yaml") == "input-missing"


def test_folder_and_impossible_names(tmp_path: Path) -> None:
    assert code_of(tmp_path) == "input-folder"
    assert code_of("a\0b") == "input-unreadable"
    assert code_of("x" * 5000) == "input-unreadable"
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert code_of(tmp_path / "file" / "below.yaml") == "input-unreadable"


def test_forbidden_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert code_of(tmp_path / "secret.yaml") == "input-forbidden"


def test_gbk_is_named_and_placed() -> None:
    text = "plan:\n  title: 中县规划\n"
    source, faults = source_from_bytes(text.encode("gb18030"), "gbk.yaml")
    assert source is None
    assert faults[0].code == "input-gbk"
    assert faults[0].address == "gbk.yaml:2:10"
    assert faults[0].span is not None
    assert faults[0].span.text == "中"
    assert "UTF-8" in faults[0].help("zh")
    assert "第 15 字节" in faults[0].text("zh")


def test_damaged_utf8_is_not_called_gbk() -> None:
    data = "plan:\n  title: 某县卫生健康规划".encode()
    _, faults = source_from_bytes(data[:-1] + b"\n", "cut.yaml")
    assert faults[0].code == "input-not-utf8"
    assert faults[0].address == "cut.yaml:2:17"


def test_utf16_and_controls_and_size(monkeypatch: pytest.MonkeyPatch) -> None:
    assert source_from_bytes("plan:".encode("utf-16"), "n")[1][0].code == "input-utf16"
    for head in (
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0",
        b"%PDF-1.7",
    ):  # never to be opened in an editor and saved
        assert source_from_bytes(head + b"plan:", "n")[1][0].code == "input-office"
    _, faults = source_from_bytes(b"plan:\n  a: \x00b\x07\n", "n")
    assert faults[0].code == "input-control-character"
    assert faults[0].arguments == {"character": "U+0000", "count": 2}
    assert faults[0].address == "n:2:6"
    monkeypatch.setattr(files, "MAX_BYTES", 10)
    assert source_from_bytes(b"x" * 11, "n")[1][0].code == "input-too-large"
    assert source_from_bytes(b"x" * 10, "n")[1] == ()


def test_byte_order_mark_and_crlf_are_fine(tmp_path: Path) -> None:
    path = tmp_path / "带 空格.yaml"
    path.write_bytes(b"\xef\xbb\xbfplan:\r\n")
    source, faults = read_source(path, name="短名.yaml")
    assert faults == ()
    assert source is not None
    assert (source.name, source.text) == ("短名.yaml", "plan:\r\n")


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("规划".encode())))
    source, _ = read_source("-", name="标准输入")
    assert source is not None
    assert (source.name, source.text) == ("标准输入", "规划")


def test_every_file_message_is_tried_here() -> None:
    text = Path(__file__).read_text(encoding="utf-8")
    codes = set(re.findall(r'"(input-[a-z0-9-]+)"', Path(files.__file__).read_text("utf-8")))
    assert codes >= {"input-missing", "input-gbk"}
    assert sorted(code for code in codes if f'"{code}"' not in text) == []
