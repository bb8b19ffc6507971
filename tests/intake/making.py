"""Real files for the tests of intake, and the rows they hold."""

import csv
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

Row = Mapping[str, Any]


def dossier_row(number: int = 1, **said: Any) -> dict[str, Any]:
    """The smallest dossier that a file may bring."""
    plain = {
        "id": f"H{number}",
        "agency": "UBX99101",
        "unit": "99101",
        "procedure": "1.004227",
        "received_at": "2023-09-05T08:15",
    }
    return plain | said


def figure_row(**said: Any) -> dict[str, Any]:
    """The smallest reported figure that a file may bring."""
    return {"indicator": "DEMO014", "place": "99", "period": "2023", "value": "61.5"} | said


def header_of(rows: Sequence[Row]) -> list[str]:
    """The names that rows use, in the order of their first use."""
    return list(dict.fromkeys(name for row in rows for name in row))


def table_of(rows: Sequence[Row]) -> list[list[Any]]:
    """A header, and the rows under it with empty cells filled in."""
    header = header_of(rows)
    return [list(header), *([row.get(name, "") for name in header] for row in rows)]


def csv_file(path: Path, rows: Sequence[Row], *, delimiter: str = ",", encoding: str = "utf-8") -> Path:
    """Write a CSV file."""
    with path.open("w", newline="", encoding=encoding) as sink:
        csv.writer(sink, delimiter=delimiter).writerows(table_of(rows))
    return path


def text_file(path: Path, *lines: str) -> Path:
    """Write lines as they are."""
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def xlsx_file(path: Path, rows: Sequence[Row], *, sheet: str = "Sheet1", top: int = 0, left: int = 0) -> Path:
    """Write an Excel file; ``top``, ``left``: empty rows and columns before the table."""
    return xlsx_sheets(path, {sheet: table_of(rows)}, top=top, left=left)


def xlsx_sheets(
    path: Path,
    sheets: Mapping[str, Iterable[Sequence[Any]]],
    *,
    hidden: Sequence[str] = (),
    top: int = 0,
    left: int = 0,
) -> Path:
    """Write an Excel file of several sheets. Dates and moments are written as Excel's own."""
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy hh:mm"}) as workbook:
        for name, lines in sheets.items():
            sheet = workbook.add_worksheet(name)
            if name in hidden:
                sheet.hide()
            for number, line in enumerate(lines):
                sheet.write_row(top + number, left, line)
    return path


def ods_file(path: Path, rows: Sequence[Row]) -> Path:
    """Write an OpenDocument spreadsheet of texts."""
    names = {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    }
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    lines = "".join(
        f"<table:table-row>{''.join(cell.format(escape(str(text))) for text in line)}</table:table-row>"
        for line in table_of(rows)
    )
    content = (
        f'<?xml version="1.0"?><office:document-content {" ".join(f"xmlns:{k}={v!r}" for k, v in names.items())}>'
        f'<office:body><office:spreadsheet><table:table table:name="Bảng">{lines}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", kind, zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return path


def parquet_file(path: Path, rows: Sequence[Row], **types: pa.DataType) -> Path:
    """Write a Parquet file; types: of the columns that are not text."""
    header = header_of(rows)
    columns = {name: pa.array([row.get(name) for row in rows], types.get(name, pa.string())) for name in header}
    pq.write_table(pa.table(columns), path)
    return path


_CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def raw_xlsx(path: Path, sheet_xml: bytes) -> Path:
    """Write an Excel file around the XML of its only sheet, whatever that says."""
    packages = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": f'<Relationships xmlns="{packages}"><Relationship Id="r1" Type="{_RELATIONS}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">'
        '<sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{packages}"><Relationship Id="r1" '
        f'Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
        archive.writestr("xl/worksheets/sheet1.xml", sheet_xml)
    return path


def sheet_xml(cells: Mapping[str, str]) -> bytes:
    """The XML of a sheet with some texts, by address."""
    rows = "".join(
        f'<row r="{"".join(filter(str.isdigit, at))}"><c r="{at}" t="str"><v>{escape(text)}</v></c></row>'
        for at, text in cells.items()
    )
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode()
