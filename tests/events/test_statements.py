"""Statements that are made once write and read what the models' own methods do."""

import pytest
from django.db import IntegrityError
from django.db.models import Count, Q
from django.utils import timezone

from songbe.events.models import Event
from songbe.events.statements import Read, insert, insert_all, update
from songbe.places.models import Person, RoleGrant
from tests.stories import apply_demo

pytestmark = pytest.mark.django_db

BY_SUBJECT = Read(lambda subject: Event.objects.filter(subject=subject).order_by("-pk"), subject="?subject")


def event(subject: str, key: str | None = None) -> Event:
    return Event(kind="test", occurred_at=timezone.now(), actor="an", subject=subject, payload={"n": [1]}, key=key)


def test_a_row_that_is_written_is_read_back_as_the_model_reads_it() -> None:
    written = insert(event("a:1"))
    (read,) = BY_SUBJECT("a:1")
    known = Event.objects.get(pk=written.pk)
    names = [field.attname for field in Event._meta.concrete_fields]
    assert [getattr(read, name) for name in names] == [getattr(known, name) for name in names]
    assert not read._state.adding


def test_rows_written_together_each_get_their_own_number() -> None:
    rows = [event("a:1"), event("a:2")]
    insert_all(rows)
    assert {row.pk: row.subject for row in rows} == dict(Event.objects.values_list("pk", "subject"))


def test_the_same_statement_finds_other_rows_for_other_values() -> None:
    insert_all([event("a:1"), event("a:2"), event("a:2")])
    assert [len(BY_SUBJECT(subject)) for subject in ("a:1", "a:2", "a:3")] == [1, 2, 0]
    assert BY_SUBJECT.first("a:3") is None


def test_a_value_too_few_is_a_mistake_and_not_another_question() -> None:
    with pytest.raises(TypeError, match="values of subject are wanted"):
        BY_SUBJECT()


def test_a_key_used_twice_is_refused_as_the_model_refuses_it() -> None:
    insert(event("a:1", key="k"))
    with pytest.raises(IntegrityError):
        insert(event("a:2", key="k"))


def test_only_the_fields_that_are_named_are_written() -> None:
    person = Person.objects.create(username="an", display_name="An")
    person.display_name, person.email = "Bình", "binh@example.org"
    update(person, "display_name")
    assert Person.objects.values_list("display_name", "email").get(pk=person.pk) == ("Bình", "")
    update(person)
    assert Person.objects.values_list("display_name", "email").get(pk=person.pk) == ("Bình", "binh@example.org")


def test_a_row_that_is_gone_is_not_taken_for_written() -> None:
    person = Person.objects.create(username="an")
    Person.objects.filter(pk=person.pk).delete()
    with pytest.raises(Person.DoesNotExist):
        update(person)


def test_a_value_that_stands_twice_is_given_once_and_what_the_query_says_itself_stays() -> None:
    insert_all([event("a:1"), event("a:2"), event("b:2")])
    both = Read(
        lambda text, least: Event.objects.filter(
            Q(subject__gt=text) | Q(subject=text), kind="test", actor="an", pk__gte=least
        ).order_by("subject"),
        text="?text",
        least=-1,
    )
    assert [row.subject for row in both("a:2", 0)] == ["a:2", "b:2"]
    assert both("a:2", 2**31) == []


def test_rows_beside_and_counts_come_with_the_row() -> None:
    apply_demo()
    query = RoleGrant.objects.select_related("person", "agency").annotate(held=Count("person__grants")).order_by("pk")
    read, known = Read(lambda: query)(), list(query)
    assert read == known
    assert [(one.person.username, one.agency.name_vi, one.held) for one in read] == [  # type: ignore[attr-defined]
        (one.person.username, one.agency.name_vi, one.held) for one in known
    ]
