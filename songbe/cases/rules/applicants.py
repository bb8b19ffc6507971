"""Whether who asks said what somebody of their kind must say: a number that fits, and who speaks for them."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from songbe.cases.rules.answers import AnswerFault

NAME, ID, REPRESENTATIVE = "applicant_name", "applicant_id", "applicant_representative"
REPRESENTED = frozenset({"enterprise", "organisation"})

NUMBERS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "citizen": (r"\d{12}|\d{9}", "số định danh cá nhân (12 chữ số)", "an identity number (12 digits)"),
        "foreigner": (
            r"\d{9}|\d{12}|(?=.*[A-Z])(?=(?:.*\d){5})[A-Z0-9]{6,12}",
            "số hộ chiếu, như C1234567",
            "a passport number such as C1234567",
        ),
        "enterprise": (r"\d{10}(\d{3})?", "mã số thuế (10 hoặc 13 chữ số)", "a tax code (10 or 13 digits)"),
        "organisation": (r"\d{10}(\d{3})?", "mã số thuế (10 hoặc 13 chữ số)", "a tax code (10 or 13 digits)"),
    }
)
"""Kind of applicant -> what their number looks like, without spaces, dots and dashes, and what it is called."""


def applicant_faults(kind: str, name: str, id_number: str, representative: str) -> tuple[AnswerFault, ...]:
    """Return what is wrong with what somebody says of themself, by their kind. id_number: empty if none was given."""
    faults: list[AnswerFault] = []
    pattern, vi, en = NUMBERS.get(kind, NUMBERS["citizen"])
    bare = re.sub(r"[\s.-]", "", id_number).upper()
    if bare and not re.fullmatch(pattern, bare):
        faults.append(AnswerFault(ID, f"“{id_number}” không phải {vi}.", f"“{id_number}” is not {en}."))
    if kind not in REPRESENTED and any(sign.isdigit() for sign in name):
        faults.append(AnswerFault(NAME, f"“{name}” không phải họ và tên.", f"“{name}” is no name of a person."))
    named = representative.strip()
    if kind in REPRESENTED and (not named or any(sign.isdigit() for sign in named)):
        faults.append(
            AnswerFault(
                REPRESENTATIVE,
                "Hãy nhập họ và tên người đại diện của tổ chức, doanh nghiệp.",
                "Enter the name of who represents the organisation or enterprise.",
            )
        )
    return tuple(faults)
