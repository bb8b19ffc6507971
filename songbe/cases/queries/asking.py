"""A form as somebody fills it in: its pages, one thing each, with what was answered and what is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from songbe.cases.declare import FormSheet, ProcedureLine, QuestionLine
from songbe.cases.errors import HandedIn, UnknownCase
from songbe.cases.models import Draft, Submission
from songbe.cases.queries.declared import Declared, current, form_of, work
from songbe.cases.queries.people import Answered, in_words
from songbe.cases.queries.questions import asked, choices_of
from songbe.cases.rules.answers import AnswerFault, Asked, Checked, check
from songbe.cases.rules.applicants import ID, NAME, REPRESENTATIVE, REPRESENTED, applicant_faults
from songbe.kernel.errors import SongbeError
from songbe.places.queries import gazetteer

APPLICANT = "applicant"
CHECK = "check"
PAPERS = "papers"

KINDS = (
    ("citizen", "Công dân", "Citizen"),
    ("enterprise", "Doanh nghiệp", "Enterprise"),
    ("organisation", "Tổ chức khác", "Other organisation"),
    ("foreigner", "Người nước ngoài", "Foreigner"),
)


REPRESENTED_BY: dict[str, object] = {
    "key": REPRESENTATIVE, "kind": "name", "name_vi": "Người đại diện", "name_en": "Representative", "optional": True,
    "hint_vi": "Chỉ doanh nghiệp, tổ chức: họ và tên người đại diện",
    "hint_en": "Enterprises and organisations only: the name of who represents them",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choosable:
    """One thing to choose. group: what it stands under, such as a unit's parent."""

    word: str
    name_vi: str
    name_en: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One question on a page, with the text that stands in it."""

    key: str
    kind: str
    name_vi: str
    name_en: str
    hint_vi: str
    hint_en: str
    optional: bool
    text: str
    fault: AnswerFault | None
    choices: tuple[Choosable, ...]
    several: bool = False

    @property
    def chosen(self) -> tuple[str, ...]:
        """The words that are chosen."""
        return tuple(self.text.split(";"))

    @property
    def described_by(self) -> str:
        """Ids of what explains the field."""
        ids = [f"{self.key}-fault"] if self.fault else []
        return " ".join([*ids, *([f"{self.key}-hint"] if self.hint_vi else [])])


@dataclass(frozen=True, slots=True)
class FormPage:
    """One page. number: from 1; before: the page before it, empty for the first."""

    key: str
    name_vi: str
    name_en: str
    number: int
    count: int
    before: str
    fields: tuple[Field, ...]
    faults: tuple[AnswerFault, ...]


@dataclass(frozen=True, slots=True)
class CheckPage:
    """All answers before they are handed in. open_page: a page that still lacks something, empty if none does."""

    answers: tuple[Answered, ...]
    applicant: tuple[Answered, ...]
    faults: tuple[AnswerFault, ...]
    open_page: str
    before: str


@dataclass(frozen=True, slots=True)
class Filling:
    """A draft with its procedure and form."""

    draft: Draft
    declared: Declared
    form: FormSheet

    @property
    def line(self) -> ProcedureLine:
        """The procedure."""
        if not isinstance(self.declared.line, ProcedureLine):
            raise TypeError(f"{self.declared.line.code} is no procedure")
        return self.declared.line

    @property
    def pages(self) -> tuple[str, ...]:
        """Keys of the pages, in their order."""
        asked = (PAPERS,) if self.line.papers or self.line.optional_papers else ()
        return (APPLICANT, *(page.key for page in self.form.pages), *asked, CHECK)


def applicant_questions(audience: Sequence[str]) -> tuple[QuestionLine, ...]:
    """Return what is asked about who asks. audience: kinds of applicants the procedure is for."""
    kinds = [{"word": word, "name_vi": vi, "name_en": en} for word, vi, en in KINDS if word in audience]
    said: list[dict[str, object]] = [
        {"key": "applicant_name", "kind": "text" if REPRESENTED & set(audience) else "name",
         "name_vi": "Họ và tên người nộp (hoặc tên tổ chức)", "name_en": "Name of the applicant (or organisation)"},
        {"key": "applicant_id", "kind": "id_number", "name_vi": "Số định danh cá nhân, hộ chiếu hoặc mã số thuế",
         "name_en": "Identity number, passport or tax code",
         "hint_vi": "12 chữ số trên thẻ căn cước; tổ chức: mã số thuế; người nước ngoài: số hộ chiếu",
         "hint_en": "The 12 digits of the identity card; organisations: the tax code; foreigners: the passport"},
        *([REPRESENTED_BY] if REPRESENTED & set(audience) else []),
        {"key": "applicant_phone", "kind": "phone", "name_vi": "Số điện thoại", "name_en": "Telephone",
         "hint_vi": "Để báo khi hồ sơ có kết quả", "hint_en": "To tell you when the result is there"},
        {"key": "applicant_email", "kind": "email", "name_vi": "Thư điện tử", "name_en": "E-mail", "optional": True},
        {"key": "applicant_address", "kind": "text", "name_vi": "Địa chỉ", "name_en": "Address", "optional": True},
    ]  # fmt: skip
    if len(kinds) > 1:
        said.insert(0, {
            "key": "applicant_kind", "kind": "choice", "choices": kinds,
            "name_vi": "Bạn nộp hồ sơ với tư cách", "name_en": "You apply as",
        })  # fmt: skip
    return tuple(QuestionLine.model_validate(each) for each in said)


def filling(key: str, person: int, on: date) -> Filling:
    """Return somebody's draft. Raises UnknownCase for anybody else's, HandedIn, UnknownProcedure."""
    draft = Draft.objects.filter(key=key, person_id=person).first()
    if draft is None:
        raise no_draft(key, person)
    declared = work(draft.procedure, on)
    return Filling(draft, declared, form_of(current("form", declared.line.form)))


def no_draft(key: str, person: int) -> SongbeError:
    """Return why somebody has no draft of a key: it was handed in, or never was theirs."""
    filed = Submission.objects.filter(key=key, case__party__person_id=person).select_related("case").first()
    return UnknownCase(case=key) if filed is None else HandedIn(case=filed.case.code)


def questions_on(filled: Filling, page: str) -> tuple[QuestionLine, ...]:
    """Return what a page asks."""
    if page == APPLICANT:
        return applicant_questions(filled.line.audience)
    return next((each.questions for each in filled.form.pages if each.key == page), ())


def as_asked(questions: Sequence[QuestionLine], on: date) -> tuple[Asked, ...]:
    """Return questions as the rules check them."""
    return tuple(asked(question, on) for question in questions)


def check_asked(
    questions: Sequence[QuestionLine], texts: Mapping[str, Any], on: date, audience: Sequence[str]
) -> Checked:
    """Return answers as the rules check them, and where it is asked who asks, by the kind of applicant too."""
    found = check(as_asked(questions, on), texts, on)
    if ID not in {question.key for question in questions}:
        return found
    kind = texts.get("applicant_kind") or audience[0]
    # A number that is none at all has its own fault already.
    said = (str(found.values.get(key, "")) for key in (NAME, ID, REPRESENTATIVE))
    wrong = {fault.key for fault in found.faults}
    more = tuple(fault for fault in applicant_faults(str(kind), *said) if fault.key not in wrong)
    return Checked(found.values, (*found.faults, *more))


def form_page(filled: Filling, page: str, on: date, checked: Checked | None = None) -> FormPage:
    """Return a page with what stands in it. checked: what was just sent and found wanting."""
    pages = filled.pages
    at = pages.index(page)
    named = next((each for each in filled.form.pages if each.key == page), None)
    faults = {} if checked is None else {fault.key: fault for fault in checked.faults}
    return FormPage(
        key=page,
        name_vi=named.name_vi if named else "Người nộp hồ sơ",
        name_en=named.name_en if named else "Who applies",
        number=at + 1,
        count=len(pages),
        before=pages[at - 1] if at else "",
        fields=tuple(field_of(question, filled.draft.answers, faults, on) for question in questions_on(filled, page)),
        faults=() if checked is None else checked.faults,
    )


def field_of(question: QuestionLine, texts: Mapping[str, object], faults: Mapping[str, AnswerFault], on: date) -> Field:
    """Return one question as a page shows it."""
    return Field(
        key=question.key,
        kind=question.kind,
        name_vi=question.name_vi,
        name_en=question.name_en,
        hint_vi=question.hint_vi,
        hint_en=question.hint_en,
        optional=question.optional,
        text=str(texts.get(question.key, "")),
        fault=faults.get(question.key),
        choices=_choosable(question, on),
        several=question.several,
    )


def _choosable(question: QuestionLine, on: date) -> tuple[Choosable, ...]:
    groups: Mapping[str, str] = {}
    if question.kind == "unit" and question.tier == "commune":
        map_ = gazetteer()
        groups = {
            unit: map_.place(map_.place(unit, on).parent, on).name_vi
            for unit, _vi, _en in choices_of(question, on)
            if map_.place(unit, on).parent
        }
    return tuple(Choosable(word, vi, en, groups.get(word, "")) for word, vi, en in choices_of(question, on))


def check_page(filled: Filling, on: date) -> CheckPage:
    """Return all answers, with what is still wrong."""
    texts = filled.draft.answers
    applicant = applicant_questions(filled.line.audience)
    first = check_asked(applicant, texts, on, filled.line.audience)
    rest = check(as_asked(filled.form.questions, on), texts, on)
    faults = (*first.faults, *rest.faults)
    lacking = {fault.key for fault in faults}
    open_page = next(
        (page for page in filled.pages if lacking & {question.key for question in questions_on(filled, page)}), ""
    )
    said = (
        Answered(question.key, page.key, question.name_vi, question.name_en, *_words(question, rest.values, on))
        for page in filled.form.pages
        for question in page.questions
    )
    who = (
        Answered(question.key, APPLICANT, question.name_vi, question.name_en, *_words(question, first.values, on))
        for question in applicant
    )
    return CheckPage(tuple(said), tuple(who), faults, open_page, filled.pages[-2])


def _words(question: QuestionLine, values: Mapping[str, object], on: date) -> tuple[str, str]:
    return in_words(question, values.get(question.key), on)
