"""Somebody is away: a deputy does the work of their role there, in those days, and nothing else."""

from datetime import date, timedelta

import pytest

from songbe.cases.actions.handling import IsAway, NoSuchOutcome, NotGivenToSign, NotTheirs, assign, complete_step
from songbe.cases.actions.receiving import receive
from songbe.cases.models import Case, Token
from songbe.cases.queries.desk import Which, control_slip, desk_page, inbox, readable, steps_of
from songbe.cases.queries.papers import control
from songbe.cases.views.desk import _types
from songbe.events.models import Event
from songbe.places import clock
from songbe.places.actions import end_absence, end_role, grant_role, note_absence
from songbe.places.actions.absences import (
    AbsenceOverlaps,
    DaysBackwards,
    DaysPast,
    DeputyAway,
    NoSuchDeputy,
    NotToNote,
    NotToSign,
    OwnDeputy,
    RoleNotHeld,
    StandsIn,
    TooManyDays,
    UnknownAbsence,
)
from songbe.places.models import Absence, Person, RoleGrant
from songbe.places.policy import OPERATOR, Actor, OutOfReach, Right
from songbe.places.rules.absences import Away
from tests.cases.stories import birth, clock_at, who
from tests.stories import apply_demo

pytestmark = pytest.mark.django_db
REAL = date(2026, 11, 27)
COMMUNE = "UBX99101"


@pytest.fixture(autouse=True)
def _tuesday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    clock_at(monkeypatch, "2023-12-26T08:00")
    apply_demo()
    hired("xuly101b", "handler")


def hired(username: str, role: str, agency: str = COMMUNE) -> Person:
    """Somebody more who works at an agency."""
    person = Person.objects.create(username=username, display_name=f"Người {username}", practice=True)
    grant_role(person=person, role=role, agency=agency, valid_from=date(2022, 1, 1), actor=OPERATOR)
    return person


def number(username: str) -> int:
    """The number of a person."""
    return Person.objects.get(username=username).pk


def away(
    username: str,
    deputy: str,
    *,
    role: str = "handler",
    days: tuple[str, str] = ("2023-12-26", "2023-12-28"),
    by: Actor | None = None,
    capacity: str = "",
    agency: str = COMMUNE,
) -> Absence:
    """Note that somebody is away, both days inclusive."""
    first, last = (date.fromisoformat(day) for day in days)
    wanted = Away(number(username), role, agency, number(deputy), first, last + timedelta(days=1))
    return note_absence(wanted=wanted, capacity=capacity, actor=by or who(username), today=REAL)


def received(key: str = "k1") -> Case:
    """A birth registration that waits to be appraised."""
    return receive(code=birth(key).code, actor=who("motcua101"))


def to_sign(key: str = "k1") -> Case:
    """A birth registration that waits to be signed."""
    return complete_step(code=received(key).code, step="appraise", outcome="fit", actor=who("xuly101"))


def test_a_deputy_does_the_steps_of_the_role_and_those_passed_to_the_absent_person_and_it_is_said_for_whom() -> None:
    open_to_all, personal = received("a"), received("b")
    assign(code=personal.code, step="appraise", part="", to="xuly101", actor=who("chutich101"))
    assert not steps_of(who("motcua101")).exists()
    away("xuly101", "motcua101")

    assert inbox(who("motcua101"), Which.work, "", clock.now()).total == 2
    for case in (open_to_all, personal):
        complete_step(code=case.code, step="appraise", outcome="fit", actor=who("motcua101"))

    line = control_slip(personal)[0]
    assert (line.person, line.absent) == (str(Person.objects.get(username="motcua101")), "Trịnh Văn Lộc")
    slip = control(personal)
    assert slip is not None
    assert "Nguyễn Thị Hoa thay Trịnh Văn Lộc" in slip.rows[1]
    said = Event.objects.filter(subject=f"case:{personal.code}", kind="case.step_completed").get()
    assert said.payload["for"] == number("xuly101")


def test_a_deputy_gets_nothing_before_the_first_day_and_nothing_after_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    case = received()
    away("xuly101", "motcua101", days=("2023-12-27", "2023-12-28"))

    seen = {}
    for day in ("2023-12-26T23:59", "2023-12-27T00:00", "2023-12-28T23:59", "2023-12-29T00:00"):
        clock_at(monkeypatch, day)
        seen[day] = steps_of(who("motcua101")).count()

    assert list(seen.values()) == [0, 1, 1, 0]
    with pytest.raises(OutOfReach):
        complete_step(code=case.code, step="appraise", outcome="fit", actor=who("motcua101"))


def test_a_deputy_gets_nothing_else_than_the_role_at_the_agency() -> None:
    others, passed = received("a"), received("b")
    assign(code=passed.code, step="appraise", part="", to="xuly101b", actor=who("chutich101"))
    before = who("motcua101")
    hired("truongphong101", "head_of_office")
    away("chutich101", "motcua101", role="signer")
    after = who("motcua101")

    assert not steps_of(after).exists()  # nothing waits to be signed
    assert set(readable(after)) == set(readable(before))
    assert {right for right in Right if after.may(right, COMMUNE)} - {
        right for right in Right if before.may(right, COMMUNE)
    } == {Right.HANDLE_CASES}
    assert not any(after.may(right, place) for right in Right if right is not Right.READ_FIGURES
                   for place in ("UB991", "STP", "UBX99102", "99101"))  # fmt: skip
    with pytest.raises(OutOfReach):
        complete_step(code=others.code, step="appraise", outcome="fit", actor=after)
    end_absence(number=Absence.objects.get().pk, actor=who("chutich101"))
    away("xuly101", "truongphong101")
    with pytest.raises(OutOfReach):  # it was passed to somebody who is here
        complete_step(code=passed.code, step="appraise", outcome="fit", actor=who("truongphong101"))


def test_a_deputy_opens_no_case_that_the_role_may_open() -> None:
    hired("vanthu", "accountant", "STTTT")
    away("xulytttt", "vanthu", agency="STTTT")

    assert not _types(who("vanthu"))
    assert any(line.code == "security_incident" for line in _types(who("xulytttt")))


def test_signing_is_not_passed_on_unless_the_absence_says_so_and_then_in_its_capacity_only() -> None:
    case = to_sign()
    absence = away("chutich101", "xuly101", role="signer")
    page = desk_page(case.code, who("xuly101"), clock.now())
    assert (page.doable[0].may_not_sign, page.doable[0].absent) == (True, "Lý Thanh Bình")
    with pytest.raises(NotGivenToSign):
        complete_step(code=case.code, step="sign", capacity="TM.", actor=who("xuly101"))
    end_absence(number=absence.pk, actor=who("chutich101"))

    away("chutich101", "xuly101", role="signer", capacity="KT.")
    with pytest.raises(NoSuchOutcome):
        complete_step(code=case.code, step="sign", capacity="TM.", actor=who("xuly101"))
    complete_step(code=case.code, step="sign", capacity="KT.", actor=who("xuly101"))

    token = Token.objects.get(case=case, key="sign")
    assert (token.capacity, token.closed_by_id, token.closed_for_id) == ("KT.", number("xuly101"), number("chutich101"))


def test_signing_is_passed_on_by_who_signs_there_only_and_never_as_the_head() -> None:
    hired("truongphong101", "head_of_office")

    with pytest.raises(NotToSign):
        away("chutich101", "xuly101", role="signer", capacity="KT.", by=who("truongphong101"))
    with pytest.raises(NotToSign):
        away("chutich101", "xuly101", role="signer", capacity="TM.")
    with pytest.raises(NotToSign):
        away("xuly101", "motcua101", capacity="KT.", by=who("chutich101"))
    assert away("chutich101", "xuly101", role="signer", by=who("truongphong101")).capacity == ""


def test_only_the_person_or_who_supervises_the_agency_notes_or_ends_an_absence() -> None:
    for other in ("xuly101b", "motcua101", "chutichnganha", "quantri", "congdan"):
        with pytest.raises(NotToNote):
            away("xuly101", "motcua101", by=who(other))
    noted = away("xuly101", "motcua101", by=who("chutich101"))
    with pytest.raises(NotToNote):
        end_absence(number=noted.pk, actor=who("motcua101"))

    end_absence(number=noted.pk, actor=who("xuly101"))

    with pytest.raises(UnknownAbsence):
        end_absence(number=noted.pk, actor=who("xuly101"))
    assert [event.kind for event in Event.objects.filter(kind__startswith="absence").order_by("id")] == [
        "absence.noted", "absence.ended",
    ]  # fmt: skip
    assert not who("motcua101").standing_in("handler", COMMUNE)


def test_no_deputy_has_a_deputy_and_nobody_stands_in_for_themself_or_twice() -> None:
    away("xuly101", "motcua101")

    with pytest.raises(StandsIn):
        away("motcua101", "xuly101b", role="one_stop_clerk")
    with pytest.raises(DeputyAway):
        away("xuly101b", "xuly101")
    with pytest.raises(OwnDeputy):
        away("xuly101b", "xuly101b")
    with pytest.raises(AbsenceOverlaps):
        away("xuly101", "xuly101b", days=("2023-12-28", "2023-12-30"))
    with pytest.raises(DaysBackwards):
        away("xuly101b", "motcua101", days=("2023-12-28", "2023-12-27"))
    with pytest.raises(DaysPast):
        away("xuly101b", "motcua101", days=("2023-12-20", "2023-12-25"))
    with pytest.raises(TooManyDays):
        away("xuly101b", "motcua101", days=("2023-12-26", "2025-12-25"))
    assert Absence.objects.count() == 1


def test_a_deputy_works_at_the_agency_and_the_absent_person_holds_the_role_there() -> None:
    with pytest.raises(NoSuchDeputy):
        away("xuly101", "xulynganha")
    with pytest.raises(NoSuchDeputy):
        away("xuly101", "congdan")
    with pytest.raises(RoleNotHeld):
        away("xuly101", "motcua101", role="signer", by=who("chutich101"))
    with pytest.raises(RoleNotHeld):
        away("lanhdao", "xulytuphap", role="leader", agency="STP")


def test_an_absence_lapses_with_the_role_it_stands_on_and_with_the_desk_of_the_deputy() -> None:
    received()
    away("xuly101", "motcua101")
    assert steps_of(who("motcua101")).count() == 1

    end_role(grant=RoleGrant.objects.get(person__username="xuly101"), valid_to=REAL, actor=OPERATOR)

    assert not steps_of(who("motcua101")).exists()


def test_work_is_not_passed_to_somebody_away_without_a_word_nor_to_the_same_role_elsewhere() -> None:
    case = received()
    away("xuly101", "xuly101b")

    with pytest.raises(IsAway) as told:
        assign(code=case.code, step="appraise", part="", to="xuly101", actor=who("chutich101"))
    assert "28/12/2023" in told.value.message("vi")
    with pytest.raises(NotTheirs):
        assign(code=case.code, step="appraise", part="", to="xulynganha", actor=who("chutich101"))
    assign(code=case.code, step="appraise", part="", to="xuly101", although_away=True, actor=who("chutich101"))

    assert Token.objects.get(case=case, key="appraise").person_id == number("xuly101")
    page = desk_page(case.code, who("xuly101b"), clock.now())
    assert page.doable[0].absent == "Trịnh Văn Lộc"
