"""What stories of cases start from: somebody who asks, people at desks, a dossier on its way, a clock of their own."""

from datetime import date, datetime

import pytest
from django.utils import timezone

from songbe.cases.actions.filing import Applicant, submit
from songbe.cases.models import Case
from songbe.places import clock
from songbe.places.models import Person
from songbe.places.policy import Actor
from songbe.places.queries import actor_of

BIRTH = {
    "child_name": "Trần An Nhiên",
    "child_born": "20/12/2023",
    "child_sex": "female",
    "child_place": "Trạm y tế xã",
    "mother_name": "Trần Thị Bình Minh",
    "mother_id": "000198000001",
    "unit": "99101",
}
BUSINESS = {
    "business_name": "Quán cơm Sao Mai",
    "activity": "Dịch vụ ăn uống",
    "capital": "50.000.000",
    "food": "no",
    "address": "Số 1 đường Sông Bé",
    "district": "991",
}
MOTHER = Applicant("citizen", "Trần Thị Bình Minh", "000198000001", "0000 000 001".replace(" ", ""))


def clock_at(monkeypatch: pytest.MonkeyPatch, text: str) -> datetime:
    """Let work take place at a moment of the province's clocks, and return it."""
    moment = timezone.make_aware(datetime.fromisoformat(text))
    monkeypatch.setattr(clock, "now", lambda: moment)
    return moment


def who(username: str) -> Actor:
    """An account of the invented province with what it holds today."""
    return actor_of(Person.objects.get(username=username), today=date(2026, 11, 27))


def birth(key: str = "k1", **changed: str) -> Case:
    """A birth registration filed from home."""
    return submit(
        procedure_code="1.001193",
        answers=BIRTH | changed,
        applicant=MOTHER,
        channel="online",
        key=key,
        actor=who("congdan"),
    )


def business(key: str = "k1", **changed: str) -> Case:
    """A household business registered from home."""
    return submit(
        procedure_code="1.001612",
        answers=BUSINESS | changed,
        applicant=MOTHER,
        channel="online",
        key=key,
        actor=who("congdan"),
    )
