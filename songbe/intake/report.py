"""The workbook that goes back to whoever made the file: what is wrong where, and the rows to mend."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from songbe.intake.actions import Outcome
from songbe.intake.targets import Target

_FAULTS = ("Trang tính", "Dòng", "Ô", "Cột", "Giá trị", "Mã lỗi", "Lý do", "Reason")
_WIDTHS = (16, 8, 8, 24, 24, 22, 60, 60)
# Texts of the file stay texts: nothing of them is computed or followed when the report is opened.
_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "constant_memory": False,
}


def write_report(outcome: Outcome, target: Target, path: Path) -> None:
    """This function will write the faults of a file, and the rows they are in, as an Excel workbook."""
    workbook = xlsxwriter.Workbook(str(path), _OPTIONS)
    try:
        bold, wrong = workbook.add_format({"bold": True}), workbook.add_format({"bg_color": "#FFD9D9"})
        _write_faults(workbook.add_worksheet("Lỗi"), outcome, bold)
        _write_rows(workbook.add_worksheet("Dòng cần sửa"), outcome, target, bold, wrong)
    finally:
        workbook.close()


def _write_faults(sheet: Any, outcome: Outcome, bold: Any) -> None:
    faults = outcome.faults
    _write_line(sheet, 0, _FAULTS, bold)
    for line, fault in enumerate(faults.listed, start=1):
        where = (fault.sheet, str(fault.row or ""), fault.cell, fault.label or fault.field)
        _write_line(sheet, line, (*where, fault.value, fault.kind, fault.reason("vi"), fault.reason("en")))
    if faults.total > len(faults.listed):
        said = f"Còn {faults.total - len(faults.listed)} lỗi nữa / {faults.total - len(faults.listed)} more faults"
        sheet.write_string(len(faults.listed) + 1, 0, said, bold)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)


def _write_rows(sheet: Any, outcome: Outcome, target: Target, bold: Any, wrong: Any) -> None:
    used = {name for row in outcome.bad_rows for name in row.texts} | {f.field for f in outcome.faults.listed}
    fields = [field for field in target.fields if field.name in used]
    _write_line(sheet, 0, ("Trang tính", "Dòng", "Lý do", *(field.label_vi for field in fields)), bold)
    for line, row in enumerate(outcome.bad_rows, start=1):
        reasons = "; ".join(f"{fault.label or row.row}: {fault.reason('vi')}" for fault in row.faults)
        _write_line(sheet, line, (row.sheet, str(row.row), reasons))
        bad = {fault.field for fault in row.faults}
        for column, field in enumerate(fields, start=3):
            sheet.write_string(line, column, row.texts.get(field.name, ""), wrong if field.name in bad else None)
    sheet.set_column(2, 2, 60)
    sheet.freeze_panes(1, 3)


def _write_line(sheet: Any, line: int, texts: Sequence[str] | Iterable[str], style: Any = None) -> None:
    for column, text in enumerate(texts):
        sheet.write_string(line, column, text, style)
