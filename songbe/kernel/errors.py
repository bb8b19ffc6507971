"""Errors that carry a code and facts; the words are made at the edge, in the reader's language."""

import re
from collections.abc import Mapping
from string import Formatter
from types import MappingProxyType
from typing import ClassVar, Self

_CODE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


def _placeholders(template: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(template) if name is not None)


class SongbeError(Exception):
    """An anticipated failure: what happened, the values concerned, what to do.

    A subclass sets ``code`` (snake_case), ``message_vi`` and ``message_en`` with the same named placeholders, and
    best an ``__init__`` with typed keyword arguments that passes them on as facts.
    Raises TypeError when a class is badly declared or a fact that its messages name is missing.
    """

    code: ClassVar[str] = "error"
    exit_code: ClassVar[int] = 1
    message_vi: ClassVar[str] = "Có lỗi xảy ra"
    message_en: ClassVar[str] = "Something went wrong"

    facts: Mapping[str, object]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if not _CODE.fullmatch(cls.code):
            raise TypeError(f"{cls.__name__}.code is not snake_case: {cls.code!r}")
        if _placeholders(cls.message_vi) != _placeholders(cls.message_en):
            raise TypeError(f"{cls.__name__}: the Vietnamese and the English message name different facts")

    def __init__(self, **facts: object) -> None:
        missing = _placeholders(self.message_en) - facts.keys()
        if missing:
            raise TypeError(f"{type(self).__name__} lacks the facts {sorted(missing)}")
        super().__init__()
        self.facts = MappingProxyType(dict(facts))

    def message(self, locale: str = "vi") -> str:
        """Return the sentence for a reader: Vietnamese for ``vi`` and ``vi-VN``, English for any other locale."""
        template = self.message_vi if locale.lower().startswith("vi") else self.message_en
        return template.format_map(self.facts)

    def __str__(self) -> str:
        return self.message("en")

    def __reduce__(self) -> tuple[object, ...]:
        # Workers send errors across processes; a read-only mapping does not pickle, nor does a keyword-only __init__.
        return (_restore, (type(self), dict(self.facts)))

    @classmethod
    def restored(cls, facts: Mapping[str, object]) -> Self:
        """Return the error that had these facts, past any ``__init__`` of the subclass (for unpickling)."""
        error = cls.__new__(cls)
        SongbeError.__init__(error, **facts)
        return error


def _restore(cls: type[SongbeError], facts: dict[str, object]) -> SongbeError:
    return cls.restored(facts)


class Refused(SongbeError):
    """The request was understood and is refused; the command line exits with 1 and one line on stderr."""

    code = "refused"
    message_vi = "Yêu cầu bị từ chối"
    message_en = "The request is refused"


class InvalidInput(Refused):
    """What was given cannot be read or breaks a rule of form."""

    code = "invalid_input"
    message_vi = "Dữ liệu nhập không hợp lệ"
    message_en = "The input is not valid"


class NotAllowed(Refused):
    """The person or client may not do this."""

    code = "not_allowed"
    message_vi = "Không có quyền thực hiện"
    message_en = "Not allowed"


class NotFound(Refused):
    """The thing named does not exist, or not for this reader."""

    code = "not_found"
    message_vi = "Không tìm thấy"
    message_en = "Not found"


class Conflict(Refused):
    """The thing is in a state that does not admit the request."""

    code = "conflict"
    message_vi = "Trạng thái hiện tại không cho phép"
    message_en = "The present state does not allow this"


class InvalidPeriod(InvalidInput):
    """A text that names no period of 1900-2199: not one of the forms, or a date that does not exist."""

    code = "invalid_period"
    message_vi = "Không có kỳ “{given}”: cần một ngày có thật trong các năm 1900-2199, viết như một trong: {allowed}"
    message_en = "There is no period '{given}': name real dates of 1900-2199 in one of the forms {allowed}"

    ALLOWED: ClassVar[str] = (
        "2023, 2023-H1, 2023-Q3, 2023-09, 2023-W37, 2023-09-14, 2023-01/2023-06, 2023-01-01/2023-12-29"
    )

    def __init__(self, *, given: str) -> None:
        super().__init__(given=given, allowed=self.ALLOWED)


class PeriodNotWholeMonths(InvalidPeriod):
    """A period of odd days where only whole calendar months will do."""

    code = "period_not_whole_months"
    message_vi = "Kỳ “{given}” không gồm các tháng trọn; hãy chọn tháng, quý, nửa năm hoặc năm"
    message_en = "The period '{given}' is not made of whole months; choose a month, quarter, half or year"
