"""Parquet files: typed columns, read by DuckDB where they lie."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from songbe.intake.files.sheets import COLUMN_LIMIT, ROW_LIMIT, BrokenFile, Sheet, TooManyColumns, TooManyRows
from songbe.intake.files.sniffing import UNPACKED_LIMIT, FileTooLarge
from songbe.intake.rules.cells import NUMBER_MARK, quoted


def read_parquet(path: Path, *, name: str, time_zone: str) -> Sheet:
    """Return the one sheet of a Parquet file; a moment with a zone becomes the wall time of ``time_zone``.

    Raises BrokenFile, TooManyColumns, TooManyRows, FileTooLarge.
    """
    try:
        with pq.ParquetFile(path) as file:
            schema, metadata = file.schema_arrow, file.metadata
            groups = range(metadata.num_row_groups)
            unpacked = sum(metadata.row_group(number).total_byte_size for number in groups)
    except (pa.ArrowException, OSError) as error:
        raise BrokenFile(name=name, reason=str(error)) from error
    if len(schema) > COLUMN_LIMIT:
        raise TooManyColumns(name=name)
    if metadata.num_rows > ROW_LIMIT:
        raise TooManyRows(name=name, rows=metadata.num_rows)
    if unpacked > UNPACKED_LIMIT:
        raise FileTooLarge(name=name, limit=UNPACKED_LIMIT, unpacked=True)
    texts = [f"{_text(field, time_zone)} AS c{index}" for index, field in enumerate(schema)]
    relation = f"read_parquet({quoted(str(path))}, file_row_number = true)"
    content = f"SELECT {', '.join(texts)}, file_row_number + 1 AS row_no FROM {relation}"  # noqa: S608  names are quoted
    return Sheet(name="", columns=tuple(schema.names), header_row=0, content=content, marked=True)


def _text(field: pa.Field, time_zone: str) -> str:
    """Return SQL for a column's values in the plain form."""
    column = '"' + field.name.replace('"', '""') + '"'
    kind = field.type
    if pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        text = f"CAST({column} AS VARCHAR)"
        whole = f"regexp_extract({text}, '^([+-]?\\d+)(\\.0+)?$', 1)"
        return f"coalesce(nullif({whole}, ''), {text} || '{NUMBER_MARK}')"
    if pa.types.is_timestamp(kind) and kind.tz is not None:
        return f"CAST(timezone({quoted(time_zone)}, {column}) AS VARCHAR)"
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_dictionary(kind):
        return f"trim(CAST({column} AS VARCHAR))"
    return f"CAST({column} AS VARCHAR)"
