"""Noting that somebody is away and who does their work meanwhile, and ending it early."""

from datetime import date

from django.db import transaction
from django.db.models import Q

from songbe.events.actions import record_event
from songbe.events.kinds import EventKind
from songbe.kernel.errors import Conflict, InvalidInput, NotAllowed, NotFound
from songbe.places import clock
from songbe.places.models import Absence, Person
from songbe.places.policy import OWN_DESK, Actor, Right
from songbe.places.queries import actor_of
from songbe.places.rules.absences import CAPACITIES, LONGEST_DAYS, AbsenceFault, Away, why_no_absence


class AbsenceRefused(Conflict):
    """An absence that cannot be noted."""

    code = "absence_refused"
    message_en = "The absence of {person} was not noted. Look at the days and at who stands in, and try again."
    message_vi = "Chưa ghi được việc vắng mặt của {person}. Hãy xem lại ngày và người làm thay rồi thử lại."


class DaysBackwards(AbsenceRefused):
    """A last day before the first."""

    code = "absence_backwards"
    message_en = "The absence of {person} would end before it begins. The last day may not be before the first."
    message_vi = "Ngày cuối vắng mặt của {person} đứng trước ngày đầu. Hãy chọn lại hai ngày."


class DaysPast(AbsenceRefused):
    """Days that have gone by."""

    code = "absence_past"
    message_en = "The absence of {person} would lie wholly in the past. Note one that is to come or runs today."
    message_vi = "Thời gian vắng mặt của {person} đã qua. Chỉ ghi được việc vắng mặt đang diễn ra hoặc sắp tới."


class TooManyDays(AbsenceRefused):
    """An absence that lasts longer than a year."""

    code = "absence_too_long"
    message_en = "The absence of {person} is longer than {most} days. Note a shorter one; the role may have to be given to another."  # noqa: E501
    message_vi = "Thời gian vắng mặt của {person} dài hơn {most} ngày. Hãy ghi ngắn hơn, hoặc đề nghị giao vai trò cho người khác."  # noqa: E501


class OwnDeputy(AbsenceRefused):
    """Somebody who would stand in for themself."""

    code = "own_deputy"
    message_en = "{person} cannot stand in for themself. Choose a colleague."
    message_vi = "{person} không thể tự làm thay chính mình. Hãy chọn một đồng nghiệp."


class AbsenceOverlaps(AbsenceRefused):
    """Days on which the same role is done by a deputy already."""

    code = "absence_overlaps"
    message_en = "{person} is noted as away in this role on some of these days already. End that absence first, or choose other days."  # noqa: E501
    message_vi = "{person} đã được ghi vắng mặt ở vai trò này trong một số ngày đã chọn. Hãy kết thúc lần đó trước hoặc chọn ngày khác."  # noqa: E501


class DeputyAway(AbsenceRefused):
    """A deputy who is away too."""

    code = "deputy_away"
    message_en = "{deputy} is away on some of these days, and whoever stands in has no deputy. Choose somebody else."
    message_vi = (
        "{deputy} cũng vắng mặt trong một số ngày đã chọn; người làm thay không được giao lại. Hãy chọn người khác."
    )


class StandsIn(AbsenceRefused):
    """Somebody who stands in for another on these days."""

    code = "stands_in"
    message_en = "{person} stands in for somebody else on some of these days, which is not passed on. End that first."
    message_vi = "{person} đang làm thay người khác trong một số ngày đã chọn, việc làm thay không được giao lại. Hãy kết thúc việc đó trước."  # noqa: E501


class NoSuchDeputy(InvalidInput):
    """Somebody who does not work on cases at the agency."""

    code = "no_such_deputy"
    message_en = "{deputy} does not work on cases at {agency}. Choose somebody of that agency."
    message_vi = "{deputy} không xử lý hồ sơ tại {agency}. Hãy chọn người của cơ quan đó."


class RoleNotHeld(InvalidInput):
    """A role that the absent person does not hold at the agency."""

    code = "role_not_held"
    message_en = "{person} does not hold the role {role} at {agency}, so nobody can stand in for them there."
    message_vi = "{person} không giữ vai trò {role} tại {agency} nên không có việc để làm thay."


class NotToNote(NotAllowed):
    """An absence that is not this person's business."""

    code = "not_to_note"
    message_en = "Only {person} or who supervises {agency} may note or end this absence."
    message_vi = "Chỉ {person} hoặc người phụ trách {agency} được ghi hoặc kết thúc việc vắng mặt này."


class NotToSign(NotAllowed):
    """Signing that is passed on by somebody who may not sign, or in no capacity of a deputy."""

    code = "not_to_sign"
    message_en = "Signing at {agency} is passed on only by somebody who signs there, for a role that signs, and as one of: {capacities}."  # noqa: E501
    message_vi = (
        "Việc ký tại {agency} chỉ do người có quyền ký tại đó giao, cho vai trò có ký, với tư cách: {capacities}."
    )


class UnknownAbsence(NotFound):
    """A number under which no absence that still runs was noted."""

    code = "unknown_absence"
    message_en = "There is no absence {number} that could be ended. Look at the list again."
    message_vi = "Không có lần vắng mặt số {number} đang chờ kết thúc. Hãy xem lại danh sách."


FAULTS: dict[AbsenceFault, type[AbsenceRefused]] = {
    AbsenceFault.backwards: DaysBackwards,
    AbsenceFault.past: DaysPast,
    AbsenceFault.too_long: TooManyDays,
    AbsenceFault.oneself: OwnDeputy,
    AbsenceFault.overlap: AbsenceOverlaps,
    AbsenceFault.deputy_away: DeputyAway,
    AbsenceFault.stands_in: StandsIn,
}


@transaction.atomic
def note_absence(*, wanted: Away, capacity: str, actor: Actor, today: date) -> Absence:
    """This function will note that somebody is away, and let a deputy do the work of their role at an agency meanwhile.

    capacity: in which the deputy signs (KT., TUQ.), given only by who signs there; empty: does not sign. today: the
    real day, on which roles are held. Raises NotToNote, RoleNotHeld, NoSuchDeputy, NotToSign, AbsenceRefused.
    """
    # Both rows are locked, lower number first, so that no two absences that exclude one another are noted at once.
    locked = Person.objects.select_for_update().filter(pk__in=(wanted.person, wanted.deputy)).order_by("pk")
    people = {person.pk: person for person in locked}
    person, deputy = people.get(wanted.person), people.get(wanted.deputy)
    if person is None or deputy is None:
        raise NoSuchDeputy(deputy=wanted.deputy, agency=wanted.agency)
    _may_note(actor, person, wanted.agency)
    _fits(wanted, person, deputy, today)
    _may_sign(actor, wanted, capacity)
    fault = why_no_absence(wanted, _known(wanted), today=clock.today())
    if fault is not None:
        raise FAULTS[fault](person=str(person), deputy=str(deputy), most=LONGEST_DAYS)
    absence = Absence.objects.create(
        person=person,
        role=wanted.role,
        agency_id=wanted.agency,
        deputy=deputy,
        capacity=capacity,
        valid_from=wanted.valid_from,
        valid_to=wanted.valid_to,
        noted_by_id=actor.person,
        noted_at=clock.now(),
    )
    _record(absence, EventKind.ABSENCE_NOTED, actor)
    return absence


@transaction.atomic
def end_absence(*, number: int, actor: Actor) -> Absence:
    """This function will end an absence early, from this moment on. Raises UnknownAbsence, NotToNote."""
    absence = (
        Absence.objects.select_for_update(of=("self",))
        .select_related("person")
        .filter(pk=number, ended_at=None, valid_to__gt=clock.today())
        .first()
    )
    if absence is None:
        raise UnknownAbsence(number=number)
    _may_note(actor, absence.person, absence.agency_id)
    absence.ended_at = clock.now()
    absence.save(update_fields=["ended_at"])
    _record(absence, EventKind.ABSENCE_ENDED, actor)
    return absence


def _record(absence: Absence, kind: EventKind, actor: Actor) -> None:
    record_event(
        kind=kind,
        actor=actor.name,
        place=absence.agency_id,
        subject=f"person:{absence.person_id}",
        payload={
            "absence": absence.pk,
            "role": absence.role,
            "deputy": absence.deputy_id,
            "capacity": absence.capacity,
            "from": absence.valid_from.isoformat(),
            "to": absence.valid_to.isoformat(),
        },
    )


def _may_note(actor: Actor, person: Person, agency: str) -> None:
    if actor.person != person.pk and not actor.may(Right.SUPERVISE_CASES, agency):
        raise NotToNote(person=str(person), agency=agency)


def _fits(wanted: Away, person: Person, deputy: Person, today: date) -> None:
    """See that the role is the absent person's own, and that the deputy works there."""
    if wanted.role not in OWN_DESK or not actor_of(person, today=today).holds_as_own(wanted.role, wanted.agency):
        raise RoleNotHeld(person=str(person), role=wanted.role, agency=wanted.agency)
    works = actor_of(deputy, today=today)
    if not any(works.holds_as_own(role, wanted.agency) for role in OWN_DESK):
        raise NoSuchDeputy(deputy=str(deputy), agency=wanted.agency)


def _may_sign(actor: Actor, wanted: Away, capacity: str) -> None:
    if not capacity:
        return
    signs = wanted.role == "signer" and actor.may(Right.SIGN_CASES, wanted.agency)
    if not signs or capacity not in CAPACITIES:
        raise NotToSign(agency=wanted.agency, capacities=", ".join(CAPACITIES))


def _known(wanted: Away) -> tuple[Away, ...]:
    people = (wanted.person, wanted.deputy)
    found = Absence.objects.filter(Q(person__in=people) | Q(deputy__in=people), ended_at=None)
    return tuple(
        Away(each.person_id, each.role, each.agency_id, each.deputy_id, each.valid_from, each.valid_to)
        for each in found
    )
