"""The questions of a form, with what may be chosen on a day."""

from datetime import date

from songbe.cases.declare import FormSheet, QuestionLine
from songbe.cases.rules.answers import Asked
from songbe.places.queries import Place, gazetteer

YES_NO = (("yes", "Có", "Yes"), ("no", "Không", "No"))


def units_of(tier: str, on: date) -> tuple[Place, ...]:
    """Return the units of a tier that exist on a day, those of the same parent together, in Vietnamese order."""
    map_ = gazetteer()
    held = [
        state
        for states in map_.units.values()
        for state in states
        if state.tier == tier and (state.holds_on(on) or state.holds_on(map_.province.reference_date))
    ]
    first = {state.code: state for state in reversed(held)}
    return tuple(sorted(first.values(), key=lambda place: (place.parent, place.sort_key)))


def choices_of(question: QuestionLine, on: date) -> tuple[tuple[str, str, str], ...]:
    """Return (word, Vietnamese, English) of what may be chosen; nothing where one writes."""
    match question.kind:
        case "choice":
            return tuple((choice.word, choice.name_vi, choice.name_en) for choice in question.choices)
        case "yes_no":
            return YES_NO
        case "unit":
            return tuple((unit.code, unit.name_vi, unit.name_en) for unit in units_of(question.tier, on))
        case "agency":
            found = gazetteer().agencies.values()
            listed = [a for a in found if not question.kinds or a.kind in question.kinds]
            return tuple((agency.code, agency.name_vi, agency.name_en) for agency in listed)
        case _:
            return ()


def asked_of(form: FormSheet, on: date) -> tuple[Asked, ...]:
    """Return the questions of a form as the rules check them."""
    return tuple(asked(question, on) for question in form.questions)


def asked(question: QuestionLine, on: date) -> Asked:
    """Return one question as the rules check it."""
    return Asked(
        question.key,
        question.kind,
        question.name_vi,
        question.name_en,
        question.optional,
        frozenset(word for word, _vi, _en in choices_of(question, on)),
        question.least,
        question.most,
        question.several,
    )
