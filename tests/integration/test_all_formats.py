"""One command writes every format for the five plans; each is read again by a reader that is not ours."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import junitparser
import pytest

from checker.cli.outputs import FORMATS

ROOT = Path(__file__).resolve().parents[2]
TITLES = {
    "公主岭市卫生与健康“十三五”规划", "温州市鹿城区卫计事业“十三五”发展规划",
    "鹿寨县卫生健康事业发展“十四五”规划", "钦州市卫生与健康“十三五”规划", "韶关市武江区卫生健康事业发展第十四个五年规划",
}  # fmt: skip

# One worker makes them for all of these tests.
pytestmark = pytest.mark.xdist_group("all-formats")


def schema(path: str) -> Any:
    return json.loads((ROOT / path).read_text(encoding="utf-8"))


def make(folder: Path, epoch: str | None) -> dict[str, bytes]:
    """Every format, as the one command left it in the folder."""
    environment = {k: v for k, v in os.environ.items() if k != "SOURCE_DATE_EPOCH"}
    if epoch is not None:
        environment["SOURCE_DATE_EPOCH"] = epoch
    outputs = [word for name in FORMATS for word in ("-o", f"{name}:{folder / name}")]
    done = subprocess.run(
        [sys.executable, "-m", "checker", "plans/", "--fail-on", "never", *outputs],
        cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert sorted(p.name for p in folder.iterdir()) == sorted(FORMATS)
    return {name: (folder / name).read_bytes() for name in FORMATS}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return make(tmp_path_factory.mktemp("formats"), "0")


@pytest.mark.parametrize("epoch", ["0", None])
def test_two_runs_give_the_same_bytes(
    epoch: str | None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    first, second = (make(tmp_path_factory.mktemp("formats"), epoch) for _ in range(2))
    assert [name for name in FORMATS if first[name] != second[name]] == []


# ---- readers: each gives the titles of the plans that it finds


class Headings(HTMLParser):
    """The texts of all `h1`."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.is_open = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.is_open = tag == "h1"

    def handle_endtag(self, tag: str) -> None:
        self.is_open = False

    def handle_data(self, data: str) -> None:
        if self.is_open:
            self.found.append(data)


def read_json(data: bytes) -> set[str]:
    found = json.loads(data)
    jsonschema.validate(found, schema("docs/report.schema.json"))
    return {plan["title"] for plan in found["plans"]}


def read_json_lines(data: bytes) -> set[str]:
    return {json.loads(line)["plan"] for line in data.decode().splitlines()[1:]}


def read_sarif(data: bytes) -> set[str]:
    found = json.loads(data)
    jsonschema.validate(found, schema("tests/report/sarif-schema-2.1.0.json"))
    places = [r["locations"][0]["physicalLocation"] for r in found["runs"][0]["results"]]
    return titles_of({place["artifactLocation"]["uri"] for place in places})


def read_junit(data: bytes) -> set[str]:
    suites = junitparser.JUnitXml.fromstring(data)
    seen = {e.get("name", "") for e in ET.fromstring(data).iter("testsuite")}
    assert {str(suite.name) for suite in suites} == seen
    assert sum(len(suite) for suite in suites) == suites.tests
    return seen


def read_csv(data: bytes) -> set[str]:
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert len(rows) > 100
    assert not [row for row in rows if None in row or None in row.values()]
    return {row["规划"] for row in rows}


def read_markdown(data: bytes) -> set[str]:
    """Every row of a table has as many cells as the row below its head."""
    for block in re.findall(r"(?:^\|.*\n)+", data.decode(), re.MULTILINE):
        rows = [re.split(r"(?<!\\)\|", row) for row in block.splitlines()]
        assert len({len(row) for row in rows}) == 1
        assert all(re.fullmatch(r":?-+:?", cell) for cell in rows[1][1:-1])
    return set(re.findall(r"^### (.*)$", data.decode(), re.MULTILINE)) & TITLES


def read_github(data: bytes) -> set[str]:
    lines = data.decode().splitlines()
    assert all(re.match(r"::(error|warning|notice)( [^:]*)?::\S", line) for line in lines)
    return titles_of(set(re.findall(r" file=([^,:]*)", data.decode())))


def read_gitlab(data: bytes) -> set[str]:
    return titles_of({entry["location"]["path"] for entry in json.loads(data)})


def read_summary(data: bytes) -> set[str]:
    """Counts of all the plans together: it names none of them."""
    assert "合计" in data.decode()
    read_markdown(data)
    return TITLES


def read_text(data: bytes) -> set[str]:
    assert b"\x1b" not in data
    return TITLES & set(data.decode().splitlines())


def read_office(data: bytes) -> set[str]:
    """Whole as an archive, and its parts as XML; LibreOffice opens them in tests/report/test_office.py."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert "[Content_Types].xml" in archive.namelist()
        parts = [n for n in archive.namelist() if n.endswith((".xml", ".rels"))]
        texts = ["".join(ET.fromstring(archive.read(name)).itertext()) for name in parts]
    return {title for title in TITLES if any(title in text for text in texts)}


def titles_of(files: set[str]) -> set[str]:
    """The titles of the plans in the files, to be compared with what other formats name."""
    return {
        title
        for file in files
        for title in re.findall(r"^  title: (.*)$", (ROOT / file).read_text("utf-8"), re.MULTILINE)
    }


READERS: dict[str, Callable[[bytes], set[str]]] = {
    "text": read_text,
    "html": lambda data: set(Headings(data.decode()).found),
    "json": read_json,
    "jsonl": read_json_lines,
    "summary": read_summary,
    "markdown": read_markdown,
    "csv": read_csv,
    "sarif": read_sarif,
    "junit": read_junit,
    "github": read_github,
    "gitlab": read_gitlab,
    "xlsx": read_office,
    "docx": read_office,
}  # fmt: skip


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_is_read_again_and_holds_all_plans(name: str, written: dict[str, bytes]) -> None:
    found = READERS[name](written[name])
    if name == "github":  # ten lines a level, the gravest first
        assert found and found <= TITLES
    else:
        assert found == TITLES
