"""What can be wrong with a declaration, said so that the person who wrote it can mend it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong in one place of a pack."""

    file: str
    line: int
    column: str
    what: str
    what_vi: str
    right: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.column + ': ' if self.column else ''}{self.what}. Right would be: {self.right}"


KINDS: dict[str, tuple[str, str]] = {
    "missing_file": ("the file is missing", "thiếu tệp"),
    "unreadable": ("the file cannot be read: {detail}", "không đọc được tệp: {detail}"),
    "missing_column": ("the column is missing", "thiếu cột"),
    "unknown_column": ("nobody knows this column", "cột không có trong quy định"),
    "missing_key": ("the key is missing", "thiếu khóa"),
    "unknown_key": ("nobody knows this key", "khóa không có trong quy định"),
    "bad_value": ("{value!r} cannot be taken: {detail}", "không nhận được giá trị {value!r}: {detail}"),
    "duplicate": ("{value!r} stands here a second time", "{value!r} bị lặp lại"),
    "unknown_reference": ("{value!r} is not declared in {where}", "{value!r} chưa được khai báo trong {where}"),
    "overlap": ("{value!r} has two states at the same time", "{value!r} có hai trạng thái cùng lúc"),
    "weights": ("the weights of {value!r} sum to {detail}", "tổng trọng số của {value!r} là {detail}"),
    "bad_condition": ("the condition {value!r} does not hold: {detail}", "điều kiện {value!r} không hợp lệ: {detail}"),
    "bad_formula": ("the formula cannot run: {detail}", "công thức không chạy được: {detail}"),
    "same_formula": ("counts exactly what {value!r} counts", "đếm đúng như chỉ tiêu {value!r}"),
    "bad_process": ("the process cannot be worked by: {detail}", "quy trình không thực hiện được: {detail}"),
    "bad_procedure": ("the procedure does not hold: {detail}", "thủ tục khai báo chưa đúng: {detail}"),
    "bad_playbook": ("the playbook does not hold: {detail}", "kịch bản khai báo chưa đúng: {detail}"),
    "no_owner": ("the indicator has no owner", "chỉ tiêu chưa có cơ quan chủ trì"),
    "no_source": ("no law, plan, index or board names it", "chưa có văn bản, kế hoạch, bộ chỉ số nào nêu tên"),
}


@dataclass(slots=True)
class Faults:
    """A growing list of faults; a pack with one is refused whole."""

    root: Path
    found: list[Fault] = field(default_factory=list)

    def add(
        self,
        kind: str,
        path: Path,
        *,
        line: int = 0,
        column: str = "",
        right: str,
        value: object = "",
        detail: str = "",
        where: str = "",
    ) -> None:
        """Note one fault. kind: a key of KINDS; right: what would be accepted."""
        english, vietnamese = KINDS[kind]
        facts = {"value": value, "detail": detail, "where": where}
        name = path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else path.as_posix()
        self.found.append(
            Fault(name, line, column, english.format(**facts), vietnamese.format(**facts), right),
        )

    def __iter__(self) -> Iterator[Fault]:
        return iter(sorted(self.found))

    def __len__(self) -> int:
        return len(self.found)
