"""What can be wrong with a row, said so that whoever made the file can mend it."""

from dataclasses import dataclass

LONGEST_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Kind:
    """One way in which a cell can be wrong.

    question: the file may be right, but only a person can say how the cell is meant.
    """

    vi: str
    en: str
    question: bool = False


KINDS: dict[str, Kind] = {
    "missing_column": Kind("Thiếu cột “{detail}”", "The column {detail} is missing"),
    "unknown_column": Kind(
        "Cột “{value}” không có trong mẫu; hãy xóa cột hoặc dùng một trong: {detail}",
        "Nobody knows the column {value!r}; delete it or use one of: {detail}",
    ),
    "nameless_column": Kind("Cột có dữ liệu nhưng không có tiêu đề", "The column holds something and has no header"),
    "duplicate_column": Kind("Cột “{value}” trùng với cột {detail}", "The column {value!r} stands already at {detail}"),
    "wrong_cell_count": Kind(
        "Dòng có {value} ô, tiêu đề có {detail} ô", "The row has {value} cells, the header has {detail}"
    ),
    "missing_value": Kind("Thiếu giá trị bắt buộc", "A value is required"),
    "bad_text": Kind(
        "Nội dung xuống dòng, có ký tự lạ hoặc dài quá {detail} ký tự",
        "The text has line breaks or control characters, or more than {detail} characters",
    ),
    "not_a_number": Kind(
        "“{value}” không phải là số; hãy viết như 1234.5", "{value!r} is not a number; write it like 1234.5"
    ),
    "ambiguous_number": Kind(
        "“{value}” đọc được hai cách: {detail}. Hãy bỏ dấu phân cách hàng nghìn (1234), "
        "hoặc thêm một chữ số 0 sau phần thập phân (1.2340)",
        "{value!r} can be read in two ways: {detail}. Leave the thousands ungrouped (1234), "
        "or add a zero to the decimals (1.2340)",
        question=True,
    ),
    "not_integer": Kind("“{value}” phải là số nguyên", "{value!r} must be a whole number", question=True),
    "negative_value": Kind("“{value}” không được âm", "{value!r} may not be negative"),
    "out_of_range": Kind("“{value}” nằm ngoài khoảng cho phép: {detail}", "{value!r} is out of range: {detail}"),
    "impossible_date": Kind("Không có ngày giờ “{value}”", "There is no such date or time: {value!r}"),
    "incomplete_date": Kind(
        "“{value}” chưa đủ ngày, tháng, năm", "{value!r} lacks the day, the month or the year", question=True
    ),
    "not_a_date": Kind(
        "“{value}” không phải ngày giờ; hãy viết 2023-09-05 hoặc 05/09/2023, có giờ thì thêm 08:15",
        "{value!r} is not a date; write 2023-09-05 or 05/09/2023, with 08:15 after it if there is a time",
    ),
    "future_date": Kind("“{value}” ở sau ngày hôm nay", "{value!r} lies after today"),
    "unknown_place": Kind(
        "Không có đơn vị mang mã “{value}”; dùng mã của Tổng cục Thống kê như {detail}",
        "No unit has the code {value!r}; use a code of the statistical office such as {detail}",
    ),
    "unknown_agency": Kind(
        "Không có cơ quan mang mã “{value}”; dùng mã trong bộ khai báo như {detail}",
        "No agency has the code {value!r}; use a code of the pack such as {detail}",
    ),
    "unknown_value": Kind("“{value}” không có trong danh mục: {detail}", "{value!r} is not in the list: {detail}"),
    "unknown_period": Kind(
        "“{value}” không phải là kỳ; hãy viết như {detail}", "{value!r} is not a period; write it like {detail}"
    ),
    "end_before_start": Kind("“{value}” sớm hơn lúc bắt đầu {detail}", "{value!r} comes before the start, {detail}"),
    "duplicate_row": Kind("Trùng hoàn toàn với dòng {detail}", "The same as row {detail}"),
    "conflicting_duplicate": Kind(
        "Trùng khóa với dòng {detail} nhưng nội dung khác",
        "The same key as row {detail}, with other contents",
        question=True,
    ),
    "already_known": Kind(
        "“{value}” đã có trong kho dữ liệu; hãy bỏ dòng này hoặc hoàn tác lần nhập trước",
        "{value!r} is already in the warehouse; leave the row out, or undo the earlier import",
    ),
    "closed_period": Kind(
        "Số liệu kỳ {value} đã được duyệt; hãy gửi đính chính kèm lý do, không nhập bằng tệp",
        "The figure for {value} is approved; report a correction with its reason instead of a file",
    ),
    "place_not_then": Kind(
        "Đơn vị {value} không tồn tại vào ngày {detail}; hãy dùng mã của đơn vị lúc đó",
        "There was no unit {value} on {detail}; use the code of that time",
    ),
    "out_of_reach": Kind("{detail} không có quyền nhập cho {value}", "{detail} may not import for {value}"),
    "not_reported": Kind(
        "Chỉ tiêu {value} được tính từ bản ghi ({detail}), không nhận số liệu báo cáo",
        "{value} is counted from records ({detail}); no figures are reported for it",
    ),
    "wrong_tier": Kind(
        "Chỉ tiêu không có số liệu ở cấp {detail}", "The indicator has no figures for the tier {detail}"
    ),
    "period_too_fine": Kind(
        "Chỉ tiêu báo cáo theo kỳ {detail}, không nhận kỳ {value}",
        "The indicator is reported {detail}; {value} is finer than that",
    ),
    "future_period": Kind("Kỳ {value} chưa bắt đầu", "The period {value} has not begun"),
}
"""Kind -> its sentences. ``value``: what the cell says; ``detail``: what it was measured against."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in one cell.

    row: 1 is the first row of the sheet; in Parquet, which has no header row, the first record; 0 is a header without a
    row. cell: ``E11``, empty where the whole row is meant. field, label: the target's column.
    """

    sheet: str
    row: int
    cell: str
    field: str
    label: str
    kind: str
    value: str = ""
    detail: str = ""

    @property
    def is_question(self) -> bool:
        """Whether a person can settle it by saying how the cell is meant."""
        return KINDS[self.kind].question

    def reason(self, locale: str) -> str:
        """Return the sentence: Vietnamese for ``vi``, else English."""
        template = KINDS[self.kind].vi if locale == "vi" else KINDS[self.kind].en
        return template.format(value=shortened(self.value), detail=self.detail)

    @property
    def where(self) -> str:
        """Where it is, in short: ``T9!E11``, or ``T9!11`` for a whole row."""
        at = self.cell or str(self.row)
        return f"{self.sheet}!{at}" if self.sheet else at


def shortened(text: str) -> str:
    """Return a text that fits into a sentence: on one line, and not endless."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_SHOWN else line[: LONGEST_SHOWN - 1] + "…"


def column_letters(index: int) -> str:
    """Return the letters of the column with this index, as sheets show them: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
