"""Workbooks written by hand, as small as they may be: real files for the reader to read."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from bot.directory.sheet.rows import letter

Cell = str | float | None
Rows = Sequence[Sequence[Cell]]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_HIDDEN, _DAY = ' state="hidden"', ' s="1"'
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


@dataclass(frozen=True)
class Tab:
    """One sheet; `merged` are ranges such as “A1:C1”. `days` are cells whose number is a day.

    `below` is what stands below the rows of an OpenDocument spreadsheet, as it stands.
    """

    rows: Rows
    merged: Sequence[str] = ()
    hidden: bool = False
    days: frozenset[str] = frozenset()
    below: str = ""


def xlsx(tabs: Mapping[str, Tab]) -> bytes:
    """Write an Office Open XML workbook."""
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"{_HIDDEN * tab.hidden}/>'
        for n, (name, tab) in enumerate(tabs.items(), start=1)
    )
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(tabs) + 1)
    )
    styles = f'<Relationship Id="rId0" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    files = {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{_RELATIONS}">{styles}{relations}</Relationships>',
        "xl/styles.xml": f'{_HEAD}<styleSheet xmlns="{_MAIN}"><cellXfs count="2"><xf numFmtId="0"/>'
        '<xf numFmtId="14"/></cellXfs></styleSheet>',
    } | {f"xl/worksheets/sheet{n}.xml": _worksheet(tab) for n, tab in enumerate(tabs.values(), start=1)}
    return archive(files)


def ods(tabs: Mapping[str, Tab]) -> bytes:
    """Write an OpenDocument spreadsheet; `merged` of its tabs must start in filled cells."""
    namespaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    tables = "".join(_table(name, tab) for name, tab in tabs.items())
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    return archive(
        {
            "mimetype": kind,
            "META-INF/manifest.xml": f'{_HEAD}<m:manifest xmlns:m="{manifest}"><m:file-entry m:full-path="/" '
            f'm:media-type="{kind}"/></m:manifest>',
            "content.xml": f"{_HEAD}<office:document-content {namespaces}><office:body><office:spreadsheet>{tables}"
            "</office:spreadsheet></office:body></office:document-content>",
        }
    )


def archive(files: Mapping[str, str]) -> bytes:
    """Zip texts."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, text in files.items():
            zipped.writestr(name, text)
    return data.getvalue()


def _worksheet(tab: Tab) -> str:
    rows = "".join(
        f'<row r="{r}">{"".join(_cell(f"{letter(c)}{r}", cell, tab) for c, cell in enumerate(row))}</row>'
        for r, row in enumerate(tab.rows, start=1)
    )
    merged = "".join(f'<mergeCell ref="{ref}"/>' for ref in tab.merged)
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData>'
        + (f"<mergeCells>{merged}</mergeCells>" if merged else "")
        + "</worksheet>"
    )


def _cell(ref: str, cell: Cell, tab: Tab) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return f'<c r="{ref}" t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'
    return f'<c r="{ref}"{_DAY * (ref in tab.days)}><v>{cell}</v></c>'


def _table(name: str, tab: Tab) -> str:
    spans = {ref.split(":")[0]: _span(*ref.split(":")) for ref in tab.merged}
    rows = "".join(
        f"<table:table-row>{''.join(_ods_cell(cell, spans.get(f'{letter(c)}{r}', '')) for c, cell in enumerate(row))}"
        "</table:table-row>"
        for r, row in enumerate(tab.rows, start=1)
    )
    return f"<table:table table:name={quoteattr(name)}>{rows}{tab.below}</table:table>"


def _ods_cell(cell: Cell, span: str) -> str:
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, str):
        lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in cell.split("\n"))
        return f'<table:table-cell office:value-type="string"{span}>{lines}</table:table-cell>'
    return (
        f'<table:table-cell office:value-type="float" office:value="{cell}"{span}><text:p>{cell}</text:p>'
        "</table:table-cell>"
    )


def _span(start: str, end: str) -> str:
    across, down = ord(end[0]) - ord(start[0]) + 1, int(end[1:]) - int(start[1:]) + 1
    return f' table:number-columns-spanned="{across}" table:number-rows-spanned="{down}"'
