"""What somebody who asked for something sees of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from songbe.cases.declare import FormSheet, QuestionLine
from songbe.cases.errors import UnknownCase
from songbe.cases.models import Case, Draft, Pause, Token
from songbe.cases.queries.declared import form_of, line_of, procedures_in_force
from songbe.cases.queries.questions import choices_of
from songbe.cases.rules.states import OPEN, Verb, may
from songbe.places.clock import today
from songbe.places.models import Agency
from songbe.places.policy import Actor, Right

ENDS = MappingProxyType(
    {
        "returned": ("Trả kết quả", "Result handed over"),
        "refused": ("Từ chối", "Refused"),
        "withdrawn": ("Người nộp rút hồ sơ", "Withdrawn by the applicant"),
    }
)


@dataclass(frozen=True, slots=True)
class Answered:
    """One question and what was answered, in words."""

    key: str
    page: str
    name_vi: str
    name_en: str
    text_vi: str
    text_en: str


@dataclass(frozen=True, slots=True)
class Past:
    """One thing that happened, for the timeline."""

    at: datetime
    what_vi: str
    what_en: str
    who_vi: str
    who_en: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class CasePage:
    """A case as its applicant sees it. asked: what it waits for them to supply."""

    case: Case
    procedure_vi: str
    procedure_en: str
    handler_vi: str
    handler_en: str
    now_at: tuple[Token, ...]
    past: tuple[Past, ...]
    answers: tuple[Answered, ...]
    asked: str
    because: str
    may_supplement: bool
    may_withdraw: bool
    may_rate: bool
    parts: tuple[Case, ...]
    late: bool


@dataclass(frozen=True, slots=True)
class Mine:
    """What somebody has begun and handed in."""

    drafts: tuple[tuple[Draft, str, str], ...]
    cases: tuple[Case, ...]


def answered(form: FormSheet, answers: Mapping[str, object], on: date) -> tuple[Answered, ...]:
    """Return what was answered, page by page, in words."""
    return tuple(
        Answered(
            question.key,
            page.key,
            question.name_vi,
            question.name_en,
            *in_words(question, answers.get(question.key), on),
        )
        for page in form.pages
        for question in page.questions
    )


def in_words(question: QuestionLine, value: object, on: date) -> tuple[str, str]:
    """Return an answer as people read it, in Vietnamese and English."""
    if value is None or value == "":
        return "", ""
    if question.kind == "date":
        text = f"{date.fromisoformat(str(value)):%d/%m/%Y}"
        return text, text
    if question.kind in ("whole", "money") and isinstance(value, int):
        return f"{value:,}".replace(",", "."), f"{value:,}"
    if isinstance(value, list):
        said = [in_words(question.model_copy(update={"several": False, "kinds": ()}), each, on) for each in value]
        return ", ".join(vi for vi, _en in said), ", ".join(en for _vi, en in said)
    word = {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
    for known, vi, en in choices_of(question, on):
        if known == word:
            return vi, en
    return str(value), str(value)


def mine(person: int) -> Mine:
    """Return what a person has begun and handed in, the newest first."""
    drafts = Draft.objects.filter(person_id=person).order_by("-touched_at")
    cases = Case.objects.filter(party__person_id=person, parent=None).order_by("-filed_at")
    names = {line.code: (line.name_vi, line.name_en) for line in procedures_in_force(today())}
    return Mine(
        tuple((draft, *names.get(draft.procedure, (draft.procedure, draft.procedure))) for draft in drafts),
        tuple(cases[:100]),
    )


def own_case(code: str, actor: Actor, now: datetime) -> CasePage:
    """Return a case of somebody who filed it. Raises UnknownCase for anybody else."""
    case = (
        Case.objects.select_related("procedure", "process", "form", "party")
        .filter(code=code, party__person_id=actor.person or 0)
        .first()
    )
    if case is None:
        raise UnknownCase(case=code)
    return page_of(case, actor, now)


def page_of(case: Case, actor: Actor, now: datetime, *, inside: bool = False) -> CasePage:
    """Return all that is shown of a case. inside: to officials, who read one another's notes."""
    line = line_of(case.procedure)
    agencies = {a.code: a for a in Agency.objects.filter(code__in=_agencies_of(case))}
    handler = agencies[case.handler]
    pause = Pause.objects.filter(case=case, end=None).first()
    tokens = list(Token.objects.filter(case=case).order_by("pk"))
    yours = case.party is not None and actor.person is not None and case.party.person_id == actor.person
    files = yours or actor.may(Right.RECEIVE_CASES, case.receiver)
    return CasePage(
        case=case,
        procedure_vi=line.name_vi,
        procedure_en=line.name_en,
        handler_vi=handler.name_vi,
        handler_en=handler.name_en,
        now_at=tuple(token for token in tokens if token.closed_at is None),
        past=tuple(_past(case, tokens, agencies, inside)),
        answers=answered(form_of(case.form), case.answers, case.filed_at.date()),
        asked=pause.note if pause and pause.reason == "supplement" else "",
        because=str(case.outcomes.get("refused_because", "")),
        may_supplement=files and may(Verb.supplement, case.state),
        may_withdraw=files and may(Verb.withdraw, case.state),
        may_rate=yours and may(Verb.rate, case.state),
        parts=tuple(case.linked.order_by("pk")),
        late=is_late(case, now),
    )


def is_late(case: Case, now: datetime) -> bool:
    """Whether a case is, or was finished, later than it was first promised."""
    done = case.finished_at or (now if case.state in OPEN else None)
    return case.first_due_at is not None and done is not None and done > case.first_due_at


def _agencies_of(case: Case) -> set[str]:
    return {case.handler, case.receiver, *Token.objects.filter(case=case).values_list("agency", flat=True)}


def _past(case: Case, tokens: Sequence[Token], agencies: Mapping[str, Agency], inside: bool) -> list[Past]:
    def at(code: str) -> tuple[str, str]:
        return (agencies[code].name_vi, agencies[code].name_en) if code in agencies else (code, code)

    found = [Past(case.filed_at, "Nộp hồ sơ", "Handed in", "", "")]
    if case.received_at:
        found.append(Past(case.received_at, "Tiếp nhận", "Received", *at(case.receiver)))
    for pause in Pause.objects.filter(case=case):
        found.append(Past(pause.start, "Tạm dừng", "Paused", *at(case.handler), pause.note))
        if pause.end:
            found.append(Past(pause.end, "Tiếp tục", "Went on", "", ""))
    found += [
        Past(token.closed_at, token.name_vi, token.name_en, *at(token.agency), token.note if inside else "")
        for token in tokens
        if token.closed_at and token.outcome != "not_needed"
    ]
    found += [
        Past(promise.given_at, "Xin lỗi, hẹn lại", "Apology and new date", *at(case.handler), promise.apology)
        for promise in case.promises.filter(why="new_date")
    ]
    if case.closed_at:
        vi, en = ENDS.get(case.state, ("Kết thúc", "Ended"))
        found.append(Past(case.closed_at, vi, en, *at(case.receiver)))
    return sorted(found, key=lambda each: each.at)
