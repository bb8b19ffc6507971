"""What each kind of applicant must say of themself."""

from datetime import date

import pytest

from songbe.cases.declare.forms import read_forms
from songbe.cases.rules.answers import Asked, check
from songbe.cases.rules.applicants import applicant_faults
from songbe.config.environment import ROOT
from songbe.packs.faults import Faults


@pytest.mark.parametrize(
    ("kind", "number", "representative", "wrong"),
    [
        ("citizen", "000198000001", "", ()),
        ("citizen", "000 198 000 001", "", ()),
        ("citizen", "123456789", "", ()),  # the older paper
        ("citizen", "C1234567", "", ("applicant_id",)),  # a passport is not what a citizen is known by here
        ("citizen", "0312345678", "", ("applicant_id",)),
        ("citizen", "", "", ()),  # a newborn has no number yet; whether one is asked for is the form's question
        ("foreigner", "C1234567", "", ()),
        ("foreigner", "AB1234567", "", ()),
        ("foreigner", "x12345678k", "", ()),
        ("foreigner", "123456789", "", ()),  # some countries write digits only
        ("foreigner", "PASSPORT", "", ("applicant_id",)),
        ("foreigner", "0312345678", "", ("applicant_id",)),
        ("enterprise", "0312345678", "Lê Văn Sáu", ()),
        ("enterprise", "0312345678-001", "Lê Văn Sáu", ()),
        ("enterprise", "03123456780", "Lê Văn Sáu", ("applicant_id",)),
        ("enterprise", "000198000001", "Lê Văn Sáu", ("applicant_id",)),
        ("enterprise", "0312345678", "", ("applicant_representative",)),
        ("enterprise", "0312345678", "0912345678", ("applicant_representative",)),
        ("organisation", "C1234567", " ", ("applicant_id", "applicant_representative")),
    ],
)
def test_each_kind_is_known_by_its_own_number(
    kind: str, number: str, representative: str, wrong: tuple[str, ...]
) -> None:
    assert tuple(fault.key for fault in applicant_faults(kind, "Lê Văn Sáu", number, representative)) == wrong


@pytest.mark.parametrize(("kind", "wrong"), [("citizen", True), ("foreigner", True), ("enterprise", False)])
def test_the_name_of_an_enterprise_may_hold_digits_and_that_of_a_person_not(kind: str, wrong: bool) -> None:
    faults = applicant_faults(kind, "Công ty May 10", "", "Lê Văn Sáu")

    assert [fault.key for fault in faults] == (["applicant_name"] if wrong else [])


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("000 198 000 001", "000198000001"),
        ("0312345678-001", "0312345678001"),
        ("ab1234567", "AB1234567"),
        ("X12345678K", "X12345678K"),
        ("12", None),
        ("PASSPORT", None),
        ("12345678901", None),
    ],
)
def test_a_number_of_any_kind_is_kept_bare(text: str, kept: str | None) -> None:
    asked = Asked("n", "id_number", "Số", "Number")

    assert check((asked,), {"n": text}, date(2023, 12, 26)).values.get("n") == kept


@pytest.mark.parametrize("pack", ["demo", "binhduong"])
def test_no_form_demands_a_number_of_a_child(pack: str) -> None:
    forms = read_forms(ROOT / "packs" / pack, Faults(ROOT))

    demanded = [
        (code, question.key)
        for code, row in forms.items()
        for question in row.value.questions
        if question.key.startswith("child") and question.kind == "id_number" and not question.optional
    ]

    assert demanded == []
    assert "birth" in forms
