"""A sheet as every reader hands it on: texts in columns, rows that remember where they stand."""

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from songbe.kernel.errors import InvalidInput

ROW_LIMIT = 5_000_000
COLUMN_LIMIT = 500


@dataclass(frozen=True, slots=True)
class Ragged:
    """A row of a text file that has not as many cells as the header."""

    row: int
    cells: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a file.

    name: empty where a file has but one. columns: the header's texts; header_row: 1 is the first row, 0 when the file
    has names without a row. first_column: the index of the sheet's column in which the table starts. content: trimmed
    texts ``c0``, ``c1``, ... with ``row_no``, below the header; or the SQL of such a relation. marked: whether texts
    may carry NUMBER_MARK.
    """

    name: str
    columns: tuple[str, ...]
    header_row: int
    content: pa.Table | str
    first_column: int = 0
    marked: bool = False
    ragged: tuple[Ragged, ...] = ()

    def nameless_columns(self) -> tuple[int, ...]:
        """Return the indexes of columns that hold something and have no header."""
        table = self.content
        if isinstance(table, str):
            return ()
        nameless = (index for index, name in enumerate(self.columns) if not name)
        return tuple(index for index in nameless if pc.any(pc.not_equal(table[f"c{index}"], "")).as_py())


class BrokenFile(InvalidInput):
    """A file that starts like one of its kind and cannot be read as one."""

    code = "broken_file"
    message_en = "{name} cannot be read: {reason}"
    message_vi = "Không đọc được tệp {name}: {reason}"

    def __init__(self, *, name: str, reason: str) -> None:
        super().__init__(name=name, reason=" ".join(reason.split())[:300])


class TooManyRows(InvalidInput):
    """More rows than are taken at once."""

    code = "too_many_rows"
    message_en = "{name} has {rows} rows; at most {limit} are taken at once. Split the file"
    message_vi = "Tệp {name} có {rows} dòng; mỗi lần chỉ nhận tối đa {limit} dòng. Hãy chia tệp"

    def __init__(self, *, name: str, rows: int) -> None:
        super().__init__(name=name, rows=rows, limit=ROW_LIMIT)


class TooManyColumns(InvalidInput):
    """A header wider or longer than any table has."""

    code = "too_many_columns"
    message_en = (
        "The header of {name} has more than {limit} columns, or does not end. Is it a table with one header row?"
    )
    message_vi = "Dòng tiêu đề của {name} có hơn {limit} cột hoặc không kết thúc. Tệp có đúng là bảng không?"

    def __init__(self, *, name: str) -> None:
        super().__init__(name=name, limit=COLUMN_LIMIT)


class EmptyFile(InvalidInput):
    """A file without a single row under a header."""

    code = "empty_file"
    message_en = "{name} holds no rows: the first row is the header, the data stand under it"
    message_vi = "Tệp {name} không có dòng dữ liệu nào: dòng đầu là tiêu đề, dữ liệu ở các dòng dưới"

    def __init__(self, *, name: str) -> None:
        super().__init__(name=name)
