"""A file into sheets, whatever kind of file it is."""

from collections.abc import Callable
from pathlib import Path

from songbe.intake.files.delimited import read_delimited
from songbe.intake.files.parquet import read_parquet
from songbe.intake.files.sheets import EmptyFile, Sheet
from songbe.intake.files.sniffing import FileKind, sniff
from songbe.intake.files.workbooks import read_workbook


def read_sheets(
    path: Path, folder: Path, *, name: str, time_zone: str, is_known: Callable[[str], bool]
) -> tuple[Sheet, ...]:
    """Return the sheets of a file that was found to be of a size that is taken.

    folder: where temporary files may lie. name: what people call the file. is_known: whether the target knows a header.
    Raises UnknownFileKind, FileTooLarge, BrokenFile, NotUtf8, TooManyColumns, TooManyRows, EmptyFile.
    """
    kind = sniff(path, name=name)
    match kind:
        case FileKind.csv:
            return (read_delimited(path, name=name, is_known=is_known),)
        case FileKind.parquet:
            return (read_parquet(path, name=name, time_zone=time_zone),)
        case FileKind.xlsx | FileKind.ods:
            sheets = read_workbook(path, folder, kind, name=name)
            if not sheets:
                raise EmptyFile(name=name)
            return sheets
