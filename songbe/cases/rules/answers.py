"""Whether what somebody answered fits what was asked, in words they can act on."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from types import MappingProxyType

from songbe.kernel.vietnamese import normalise

LONGEST = 300
LONGEST_TEXT = 4000
EARLIEST = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question. words: what may be chosen, of a choice or a unit."""

    key: str
    kind: str
    name_vi: str
    name_en: str
    optional: bool = False
    words: frozenset[str] = frozenset()
    least: int | None = None
    most: int | None = None
    several: bool = False


@dataclass(frozen=True, slots=True)
class AnswerFault:
    """What is wrong with one answer."""

    key: str
    vi: str
    en: str

    def said(self, locale: str) -> str:
        """The sentence in a language."""
        return self.en if locale == "en" else self.vi


@dataclass(frozen=True, slots=True)
class Checked:
    """Answers as they are kept, and what is wrong with the others."""

    values: Mapping[str, object] = field(default_factory=dict)
    faults: tuple[AnswerFault, ...] = ()


class _Wrong(ValueError):
    def __init__(self, vi: str, en: str) -> None:
        super().__init__(en)
        self.vi, self.en = vi, en


def check(questions: tuple[Asked, ...], given: Mapping[str, str], today: date) -> Checked:
    """Return the answers that fit, and a fault for each that does not. given: texts as they came.

    Dates are kept as ISO text, numbers as whole numbers, yes or no as true or false; what was not answered is left
    out.
    """
    values: dict[str, object] = {}
    faults: list[AnswerFault] = []
    for question in questions:
        text = normalise(str(given.get(question.key, ""))).strip()
        if not text:
            if not question.optional:
                faults.append(_missing(question))
            continue
        try:
            values[question.key] = READERS[question.kind](text, question, today)
        except _Wrong as wrong:
            faults.append(AnswerFault(question.key, wrong.vi, wrong.en))
    return Checked(values, tuple(faults))


def _missing(question: Asked) -> AnswerFault:
    if question.kind in ("choice", "yes_no", "unit"):
        return AnswerFault(question.key, f"Hãy chọn: {question.name_vi}.", f"Choose: {question.name_en}.")
    return AnswerFault(question.key, f"Hãy nhập: {question.name_vi}.", f"Enter: {question.name_en}.")


def _text(text: str, question: Asked, _today: date) -> str:
    longest = LONGEST_TEXT if question.kind == "long_text" else LONGEST
    if len(text) > longest:
        raise _Wrong(
            f"{question.name_vi}: dài {len(text)} ký tự, nhiều nhất {longest}. Hãy viết ngắn hơn.",
            f"{question.name_en}: {len(text)} characters, {longest} at most. Write less.",
        )
    return text


def _name(text: str, question: Asked, today: date) -> str:
    if any(sign.isdigit() for sign in text) or not any(sign.isalpha() for sign in text):
        raise _Wrong(
            f"{question.name_vi}: “{text}” không phải họ và tên. Hãy viết như trong giấy tờ.",
            f"{question.name_en}: “{text}” is no name. Write it as on the identity paper.",
        )
    return _text(" ".join(text.split()), question, today)


def _date(text: str, question: Asked, today: date) -> str:
    found = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text)
    try:
        day = date(int(found[3]), int(found[2]), int(found[1])) if found else date.fromisoformat(text)
    except ValueError:
        raise _Wrong(
            f"{question.name_vi}: “{text}” không phải ngày có thật. Viết như 27/09/2023.",
            f"{question.name_en}: “{text}” is no real date. Write it as 27/09/2023.",
        ) from None
    if not EARLIEST <= day <= today:
        raise _Wrong(
            f"{question.name_vi}: {day:%d/%m/%Y} nằm ngoài khoảng từ 01/01/1900 đến hôm nay.",
            f"{question.name_en}: {day:%d/%m/%Y} lies outside of 01/01/1900 to today.",
        )
    return day.isoformat()


def _word(text: str, question: Asked, _today: date) -> str | list[str]:
    chosen = list(dict.fromkeys(filter(None, text.split(";")))) if question.several else [text]
    if not set(chosen) <= question.words:
        raise _Wrong(
            f"{question.name_vi}: hãy chọn một trong các lựa chọn có sẵn.",
            f"{question.name_en}: choose one of those offered.",
        )
    return chosen if question.several else text


def _point(text: str, question: Asked, _today: date) -> str:
    found = re.fullmatch(r"(-?\d{1,2}(?:\.\d{1,8})?)\s*[,;]\s*(-?\d{1,3}(?:\.\d{1,8})?)", text)
    if found is None or abs(Decimal(found[1])) > 90 or abs(Decimal(found[2])) > 180:
        raise _Wrong(
            f"{question.name_vi}: “{text}” không phải tọa độ. Viết vĩ độ, kinh độ như 10.980500, 106.651900.",
            f"{question.name_en}: “{text}” is no point. Write latitude, longitude such as 10.980500, 106.651900.",
        )
    return f"{Decimal(found[1]):.6f}, {Decimal(found[2]):.6f}"


def _yes_no(text: str, question: Asked, _today: date) -> bool:
    if text not in ("yes", "no"):
        raise _Wrong(f"{question.name_vi}: hãy chọn có hoặc không.", f"{question.name_en}: choose yes or no.")
    return text == "yes"


def _id_number(text: str, question: Asked, _today: date) -> str:
    bare = re.sub(r"[\s.]|(?<=\d)-(?=\d)", "", text)
    passport = r"(?=.*[A-Z])(?=(?:.*\d){5})[A-Z0-9]{6,12}"
    if not re.fullmatch(rf"\d{{9}}|\d{{10}}|\d{{12}}|\d{{13}}|{passport}", bare.upper()):
        raise _Wrong(
            f"{question.name_vi}: “{text}” không đúng. Số định danh có 12 chữ số, mã số thuế 10 hoặc 13, hộ chiếu như C1234567.",  # noqa: E501
            f"{question.name_en}: “{text}” does not fit. An identity number has 12 digits, a tax code 10 or 13, a passport looks like C1234567.",  # noqa: E501
        )
    return bare.upper()


def _phone(text: str, question: Asked, _today: date) -> str:
    bare = re.sub(r"[\s.()-]", "", text)
    if not re.fullmatch(r"(\+84|0)\d{8,10}", bare):
        raise _Wrong(
            f"{question.name_vi}: “{text}” không phải số điện thoại. Viết như 0912 345 678.",
            f"{question.name_en}: “{text}” is no telephone number. Write it as 0912 345 678.",
        )
    return "0" + bare[3:] if bare.startswith("+84") else bare


def _email(text: str, question: Asked, _today: date) -> str:
    if not re.fullmatch(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]{2,}", text) or len(text) > 254:
        raise _Wrong(
            f"{question.name_vi}: “{text}” không phải địa chỉ thư điện tử. Viết như ten@example.org.",
            f"{question.name_en}: “{text}” is no e-mail address. Write it as name@example.org.",
        )
    return text


def _whole(text: str, question: Asked, _today: date) -> int:
    bare = re.sub(r"(?<=\d)[ .](?=\d{3}(\D|$))", "", text)
    try:
        amount = Decimal(bare)
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or amount != amount.to_integral_value() or abs(amount) > 10**15:
        raise _Wrong(
            f"{question.name_vi}: “{text}” không phải số nguyên. Viết như 1.500.000.",
            f"{question.name_en}: “{text}” is no whole number. Write it as 1.500.000.",
        )
    return _bounded(int(amount), question)


def _bounded(amount: int, question: Asked) -> int:
    if question.least is not None and amount < question.least:
        raise _Wrong(
            f"{question.name_vi}: {amount} nhỏ hơn mức thấp nhất là {question.least}.",
            f"{question.name_en}: {amount} is below the least, {question.least}.",
        )
    if question.most is not None and amount > question.most:
        raise _Wrong(
            f"{question.name_vi}: {amount} lớn hơn mức cao nhất là {question.most}.",
            f"{question.name_en}: {amount} is above the most, {question.most}.",
        )
    return amount


READERS: Mapping[str, Callable[[str, Asked, date], object]] = MappingProxyType(
    {
        "name": _name,
        "text": _text,
        "long_text": _text,
        "date": _date,
        "choice": _word,
        "unit": _word,
        "agency": _word,
        "point": _point,
        "yes_no": _yes_no,
        "id_number": _id_number,
        "phone": _phone,
        "email": _email,
        "whole": _whole,
        "money": _whole,
    }
)
"""Kind of question -> what reads its answer."""
