"""Citizens' reports: taken from a call or a form, routed, answered by several agencies at once, merged, reopened."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction

from songbe.cases.actions.changing import settle, taken
from songbe.cases.actions.filing import Applicant, NotAnswered, as_party, close_everything
from songbe.cases.actions.handling import LONGEST_NOTE, close_token, go_on, spot_of
from songbe.cases.actions.moving import begin_work, data_of, spots
from songbe.cases.actions.opening import make_case
from songbe.cases.actions.photos import Photo, add_photos
from songbe.cases.actions.secrets import noting_secrets, refuse_secrets
from songbe.cases.declare import REPORT
from songbe.cases.models import Case, Report, Submission
from songbe.cases.queries.declared import categories, current, desk, form_of, process_of, work
from songbe.cases.queries.hotline import one_sender
from songbe.cases.queries.questions import asked_of
from songbe.cases.rules.answers import check
from songbe.cases.rules.process import Spot, advance
from songbe.cases.rules.states import State, Verb
from songbe.events.kinds import EventKind
from songbe.kernel.errors import Conflict, InvalidInput, NotAllowed
from songbe.places import clock
from songbe.places.models import Agency
from songbe.places.policy import Actor, OutOfReach, Right
from songbe.places.queries import gazetteer

CLASSIFY, ANSWERS, MERGE = "classify", "answers", "merge"
LONGEST_WAIT = 1800


class UnknownCategory(InvalidInput):
    """A word that is no category of reports."""

    code = "unknown_category"
    message_en = "There is no category {category!r} of reports. Choose one of: {known}."
    message_vi = "Không có loại phản ánh “{category}”. Hãy chọn một trong: {known}."


class NoAnswer(InvalidInput):
    """An answer without a word."""

    code = "no_answer"
    message_en = "Write the answer to report {case}: the person who reported it reads it."
    message_vi = "Hãy viết nội dung trả lời phản ánh {case} để người gửi đọc."


class NotADuplicate(Conflict):
    """A report that cannot be merged into another."""

    code = "not_a_duplicate"
    message_en = "Report {case} cannot be merged into {into}: it must be another report that is not merged itself."
    message_vi = "Không gộp được phản ánh {case} vào {into}: phải là phản ánh khác và chưa bị gộp."


class NotToSplit(Conflict):
    """A report that cannot be split."""

    code = "not_to_split"
    message_en = (
        "Report {case} cannot be split: it must be open, no duplicate, and you must write what the second matter is."
    )
    message_vi = "Không tách được phản ánh {case}: phản ánh phải còn mở, chưa bị gộp và phải ghi nội dung việc thứ hai."


class NotTheReporter(NotAllowed):
    """Somebody who did not report it."""

    code = "not_the_reporter"
    message_en = "Only who reported {case} may do this: use the link you were given when you sent it."
    message_vi = "Chỉ người gửi phản ánh {case} làm được việc này: hãy dùng đường dẫn nhận được khi gửi."


@dataclass(frozen=True, slots=True)
class Call:
    """How a report came. wait_seconds: before somebody took the call; None for what is not a call. photos: with it."""

    channel: str
    wait_seconds: int | None = None
    public: bool = True
    photos: tuple[Photo, ...] = ()


@noting_secrets
@transaction.atomic
def take_report(
    *, answers: Mapping[str, str], call: Call, key: str, actor: Actor, reporter: Applicant | None = None,
    category: str = "",
) -> Case:  # fmt: skip
    """This function will take a report in, once for each key; nobody needs an account to send one.

    answers: texts of the form's questions. Raises NotAnswered, OutOfReach (a call without the right to take calls),
    UnknownCategory, StateSecret.
    """
    refuse_secrets(answers.values())
    earlier = Submission.objects.select_related("case").filter(key=key).first()
    if earlier is not None:
        return earlier.case
    now, today = clock.now(), clock.today()
    declared = work(REPORT, today)
    if call.channel == "phone":
        actor.require(Right.TAKE_REPORTS, desk(declared.line.handler, {}))
    if category:
        _known(category)
    checked = check(asked_of(form_of(current("form", declared.line.form)), today), answers, today)
    if checked.faults:
        raise NotAnswered(checked.faults)
    case = make_case(
        declared,
        answers=checked.values,
        party=as_party(reporter, None) if reporter else None,
        channel=call.channel,
        receiver="",
        now=now,
        actor=actor,
    )
    Report.objects.create(
        case=case,
        category=category,
        text=str(checked.values.get("report_text", "")),
        place=str(checked.values.get("spot", "")),
        public=call.public,
        wait_seconds=call.wait_seconds,
        **_point(checked.values.get("point")),
    )
    add_photos(case, call.photos, now=now)
    case.unit = str(checked.values.get("unit") or case.unit)
    Submission.objects.create(key=key, case=case, verb="report")
    begin_work(case, now=now, actor=actor)
    payload = {"channel": call.channel, "missed": False, "photos": len(call.photos)}
    settle(case, kind=EventKind.REPORT_TAKEN, actor=actor, payload=payload)
    return case


def take_report_once(
    *, answers: Mapping[str, str], call: Call, key: str, actor: Actor, reporter: Applicant | None = None,
    category: str = "",
) -> Case:  # fmt: skip
    """This function will take a report like ``take_report``; of two at the same moment, both get the one case."""
    try:
        return take_report(
            answers=answers, call=call, key=key, actor=actor, reporter=reporter, category=category
        )  # fmt: skip
    except IntegrityError:
        earlier = Submission.objects.select_related("case").filter(key=key).first()
        if earlier is None:
            raise
        return earlier.case


def _point(given: object) -> dict[str, Decimal | None]:
    latitude, _, longitude = str(given or "").partition(", ")
    if not longitude:
        return {"latitude": None, "longitude": None}
    return {"latitude": Decimal(latitude), "longitude": Decimal(longitude)}


@transaction.atomic
def note_missed_call(*, wait_seconds: int, key: str, actor: Actor) -> Case:
    """This function will note a call that nobody took, once for each key, so that it is counted.

    Raises OutOfReach.
    """
    earlier = Submission.objects.select_related("case").filter(key=key).first()
    if earlier is not None:
        return earlier.case
    declared = work(REPORT, clock.today())
    actor.require(Right.TAKE_REPORTS, desk(declared.line.handler, {}))
    now = clock.now()
    case = make_case(declared, answers={}, party=None, channel="phone", receiver="", now=now, actor=actor)
    waited = max(0, min(LONGEST_WAIT, wait_seconds))
    Report.objects.create(case=case, text="", missed=True, public=False, wait_seconds=waited)
    Submission.objects.create(key=key, case=case, verb="missed")
    close_everything(case, State.refused, now=now)
    settle(case, kind=EventKind.REPORT_TAKEN, actor=actor, payload={"channel": "phone", "missed": True})
    return case


def _known(category: str) -> None:
    if category not in categories():
        raise UnknownCategory(category=category, known=", ".join(categories()))


def suggested_agencies(category: str, unit: str) -> tuple[str, ...]:
    """Return who answers reports of a category from a commune, as the pack says. Raises UnknownCategory."""
    _known(category)
    map_ = gazetteer()
    known = {"unit": unit, "district": map_.place(unit).parent if unit else ""}
    return tuple(dict.fromkeys(desk(pattern, known) for pattern in categories()[category].agencies))


@transaction.atomic
def route_report(
    *, code: str, category: str, agencies: tuple[str, ...], actor: Actor, version: int | None = None
) -> Case:
    """This function will send a report to all agencies concerned at once, and promise an answer by the category's term.

    agencies: empty for those the pack names. Raises UnknownCase, CaseChanged, NotInThisState, NotThere, OutOfReach,
    UnknownCategory, UnknownPlace.
    """
    case = taken(code, verb=Verb.complete_step, version=version)
    token, open_now, _block = spot_of(case, CLASSIFY, "")
    if not actor.holds(token.role, token.agency):
        raise OutOfReach(actor=actor.name, right=token.role, place=token.agency)
    chosen = agencies or suggested_agencies(category, str(case.answers.get("unit", "")))
    _known(category)
    now = clock.now()
    lead = Agency.objects.get(code=gazetteer().place(chosen[0]).code)
    case.answers = {**case.answers, "category": category, "agencies": [gazetteer().place(a).code for a in chosen]}
    case.handler = lead.code
    due = case.filed_at + timedelta(hours=categories()[category].term_hours)
    case.first_due_at = case.first_due_at or due
    case.due_now_at = due
    Report.objects.filter(case=case).update(category=category, acknowledged_at=now)
    close_token(token, now=now, actor=actor, outcome="done", note="")
    move = advance(process_of(case.process), spots(open_now), Spot(CLASSIFY), data_of(case))
    go_on(case, move, token, now=now, actor=actor)
    payload = {"category": category, "agencies": list(chosen), "due": due.isoformat()}
    settle(case, kind=EventKind.REPORT_ROUTED, actor=actor, payload=payload)
    return case


@transaction.atomic
def answer_report(*, code: str, answer: str, public: bool, actor: Actor, version: int | None = None) -> Case:
    """This function will give one answer made of what all agencies said, and close the report.

    Raises UnknownCase, CaseChanged, NotInThisState, NotThere, OutOfReach, NoAnswer.
    """
    case = taken(code, verb=Verb.complete_step, version=version)
    token, open_now, _block = spot_of(case, MERGE, "")
    if not actor.holds(token.role, token.agency):
        raise OutOfReach(actor=actor.name, right=token.role, place=token.agency)
    if not answer.strip():
        raise NoAnswer(case=code)
    now = clock.now()
    report = Report.objects.get(case=case)
    report.answer, report.answered_at, report.public = answer.strip()[:LONGEST_NOTE], now, public and report.public
    report.save(update_fields=["answer", "answered_at", "public"])
    close_token(token, now=now, actor=actor, outcome="done", note="")
    move = advance(process_of(case.process), spots(open_now), Spot(MERGE), data_of(case))
    go_on(case, move, token, now=now, actor=actor)
    settle(case, kind=EventKind.REPORT_ANSWERED, actor=actor, payload={"public": report.public})
    return case


@transaction.atomic
def merge_report(*, code: str, into: str, actor: Actor) -> Case:
    """This function will close a report that repeats another; both stay, and it is counted as a duplicate.

    Raises UnknownCase, NotInThisState, OutOfReach, NotADuplicate.
    """
    case = taken(code, verb=Verb.withdraw)
    first = Case.objects.select_related("report").filter(code=into, kind=REPORT).exclude(pk=case.pk).first()
    if first is None or case.kind != REPORT or first.report.duplicate_of_id is not None:
        raise NotADuplicate(case=code, into=into)
    actor.require(Right.TAKE_REPORTS, case.receiver)
    now = clock.now()
    Report.objects.filter(case=case).update(duplicate_of=first, category=first.report.category)
    close_everything(case, State.refused, now=now)
    settle(case, kind=EventKind.REPORT_MERGED, actor=actor, payload={"into": first.code})
    return case


@noting_secrets
@transaction.atomic
def split_report(*, code: str, text: str, category: str, actor: Actor, version: int | None = None) -> Case:
    """This function will open a second report for the other thing that a report names, and return it.

    text: the second matter, as the agent words it; what was sent stays as it is. Its time runs from when the first
    was sent, and who sent that follows both. Raises UnknownCase, CaseChanged, NotInThisState, OutOfReach, NotToSplit,
    NotAnswered, UnknownCategory, StateSecret.
    """
    refuse_secrets([text])
    case = taken(code, verb=Verb.split_off, version=version)
    actor.require(Right.TAKE_REPORTS, case.receiver)
    if case.kind != REPORT or case.report.missed or case.report.duplicate_of_id or not text.strip():
        raise NotToSplit(case=code)
    if category:
        _known(category)
    now = clock.now()
    second = _second(case, text, category, now, actor)
    payload = {"channel": second.channel, "missed": False, "of": case.code}
    settle(second, kind=EventKind.REPORT_TAKEN, actor=actor, payload=payload)
    settle(case, kind=EventKind.REPORT_SPLIT, actor=actor, payload={"into": second.code})
    return second


def _second(case: Case, text: str, category: str, now: datetime, actor: Actor) -> Case:
    """Return the second report, in work, with the place, the channel and the reporter of the first."""
    declared, today = work(REPORT, clock.today()), clock.today()
    first = case.report
    texts = {key: str(value) for key, value in case.answers.items() if key not in ("category", "agencies")}
    checked = check(asked_of(form_of(current("form", declared.line.form)), today), texts | {"report_text": text}, today)
    if checked.faults:
        raise NotAnswered(checked.faults)
    second = make_case(
        declared,
        answers=checked.values,
        party=case.party,
        channel=case.channel,
        receiver=case.receiver,
        now=now,
        actor=actor,
    )
    second.filed_at, second.unit, second.simulated = case.filed_at, case.unit, case.simulated or second.simulated
    Report.objects.create(
        case=second,
        category=category,
        text=text.strip(),
        place=first.place,
        latitude=first.latitude,
        longitude=first.longitude,
        public=first.public,
        split_from=case,
    )
    begin_work(second, now=now, actor=actor)
    return second


@transaction.atomic
def reopen_report(*, code: str, why: str, key: str, actor: Actor) -> Case:
    """This function will open an answered report again because who sent it is not content.

    key: the one it was sent with. Raises UnknownCase, NotInThisState, NotTheReporter, NoAnswer.
    """
    case = taken(code, verb=Verb.reopen)
    sent_it(case, key)
    if not why.strip():
        raise NoAnswer(case=code)
    now = clock.now()
    report = Report.objects.get(case=case)
    report.reopened += 1
    report.answered_at = None
    report.save(update_fields=["reopened", "answered_at"])
    case.outcomes = {**case.outcomes, "reopened_because": why.strip()[:LONGEST_NOTE]}
    case.finished_at = case.closed_at = case.working_days = None
    begin_work(case, now=now, actor=actor)
    settle(case, kind=EventKind.REPORT_REOPENED, actor=actor, payload={"times": report.reopened})
    return case


def sent_it(case: Case, key: str) -> None:
    """Raise NotTheReporter unless the key is the one a report, or the one it was split from, was sent with."""
    if not key or not Submission.objects.filter(case__in=one_sender(case), key=key, verb="report").exists():
        raise NotTheReporter(case=case.code)


@transaction.atomic
def rate_report(*, code: str, rating: int, key: str, actor: Actor) -> Case:
    """This function will note how content somebody is with the answer, 1 to 5.

    Raises UnknownCase, NotInThisState, NotTheReporter, InvalidInput.
    """
    if not 1 <= rating <= 5:
        raise InvalidInput
    case = taken(code, verb=Verb.rate_answer)
    sent_it(case, key)
    case.rating = rating
    settle(case, kind=EventKind.CASE_RATED, actor=actor, payload={"rating": rating})
    return case
