"""Small Word files for tests, in the XML that Word writes; places and figures in them are invented."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

from checker.document.model import (
    Block,
    BoxBlock,
    DraftDocument,
    DraftView,
    GridBlock,
    NoteBlock,
    ParagraphBlock,
)
from checker.document.read import read_document

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACES = (
    f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WHO = 'w:id="1" w:author="乙县发改局" w:date="2026-01-01T00:00:00Z"'


def run(text: str, look: str = "") -> str:
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def inserted(text: str) -> str:
    return f"<w:ins {WHO}>{run(text)}</w:ins>"


def deleted(text: str) -> str:
    return f"<w:del {WHO}><w:r><w:delText>{escape(text)}</w:delText></w:r></w:del>"


def control(inner: str, properties: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"


def field(code: str, result: str) -> str:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    instruction = f"<w:r><w:instrText> {code} </w:instrText></w:r>"
    return mark("begin") + instruction + mark("separate") + result + mark("end")


def paragraph(*runs: str, style: str = "", properties: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    own = f"<w:pPr>{named}{properties}</w:pPr>" if named or properties else ""
    return f"<w:p>{own}{''.join(runs)}</w:p>"


def numbered(text: str, level: int = 0, num_id: int = 1) -> str:
    number = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num_id}"/></w:numPr>'
    return paragraph(run(text) if text else "", properties=number)


def cell(*paragraphs: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(paragraphs) or '<w:p/>'}</w:tc>"


def plain_cell(text: str, properties: str = "") -> str:
    return cell(paragraph(run(text)), properties=properties)


def row(*cells: str, properties: str = "") -> str:
    own = f"<w:trPr>{properties}</w:trPr>" if properties else ""
    return f"<w:tr>{own}{''.join(cells)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def plain_table(*rows: tuple[str, ...]) -> str:
    return table(*(row(*(plain_cell(text) for text in texts)) for texts in rows))


def style(style_id: str, name: str, inner: str = "", kind: str = "paragraph") -> str:
    return (
        f'<w:style w:type="{kind}" w:styleId="{style_id}"><w:name w:val="{name}"/>{inner}</w:style>'
    )


def number_level(level: int, form: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/>{more}</w:lvl>'
    )


def numbering(*levels: str, uses: str = "") -> str:
    """A list definition 0, used by number 1; `uses` are further ones."""
    return (
        f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{uses}'
    )


def word_file(
    *body: str,
    styles: str = "",
    numbers: str = "",
    notes: str = "",
    relations: str = "",
    parts: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """The bytes of a .docx. `parts` replace or add whole parts."""
    package: dict[str, str | bytes] = {
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {SPACES}><w:body>{''.join(body)}<w:sectPr/></w:body></w:document>",
    }
    made = {"styles": styles, "numbering": numbers, "footnotes": notes}
    found = "".join(
        f'<Relationship Id="r{name}" Type="{OFFICE}/{name}" Target="{name}.xml"/>'
        for name, inner in made.items()
        if inner
    )
    for name, inner in made.items():
        if inner:
            package[f"word/{name}.xml"] = f"<w:{name} {SPACES}>{inner}</w:{name}>"
    package["word/_rels/document.xml.rels"] = (
        f'<Relationships xmlns="{RELATIONS}">{found}{relations}</Relationships>'
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**package, **(parts or {})}.items():
            archive.writestr(name, content)
    return stream.getvalue()


def read(data: bytes, view: DraftView = "accepted", name: str = "规划.docx") -> DraftDocument:
    document, diagnostics = read_document(data, name, view)
    assert document is not None, diagnostics
    return document


def shown(blocks: tuple[Block, ...]) -> list[object]:
    """What a reader sees: paragraphs with their numbers, tables as lists of rows, boxes as ("box", …)."""
    found: list[object] = []
    for block in blocks:
        match block:
            case ParagraphBlock():
                found.append(block.number + block.passage.text)
            case GridBlock():
                found.append([[c and c.passage.text for c in line] for line in block.rows()])
            case BoxBlock():
                found.append(("box", *shown(block.blocks)))
            case NoteBlock():
                found.append(("note", block.mark, block.passage.text))
    return found


def both(*body: str, **parts: str) -> tuple[list[object], list[object]]:
    """What stands in the accepted view, and in the one before the changes."""
    data = word_file(*body, **parts)  # type: ignore[arg-type]
    return shown(read(data).blocks), shown(read(data, "original").blocks)
