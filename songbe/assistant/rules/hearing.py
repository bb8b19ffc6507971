"""What a question's words are: time, places, operation, and the subject in what is left."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise

from songbe.assistant.rules.lexicon import EMPTY, SPELT
from songbe.assistant.rules.operations import Cues, find_cues, spans_of
from songbe.assistant.rules.places import Found, Gazetteer, PlacesFound
from songbe.assistant.rules.places import Group as GroupFound
from songbe.assistant.rules.query import Operation, Query
from songbe.assistant.rules.spelling import Spelling, put_right
from songbe.assistant.rules.subjects import Asked, Candidate, Subjects, usual
from songbe.assistant.rules.text import Said, Span, said
from songbe.assistant.rules.times import When, find_times
from songbe.kernel.vietnamese import normalise

WIDE = 0.7
"""Below this a place elsewhere is so wide that the name of an indicator may hold it."""


@dataclass(frozen=True, slots=True)
class Trait:
    """What reading needs to know of an indicator. computed: its figures are counted from records; stock: how much there
    is at the end of a period, not what came in it."""

    direction: str
    facet: str
    tiers: frozenset[str]
    computed: bool
    frequency: str = "monthly"
    stock: bool = False


@dataclass(frozen=True, slots=True)
class Mind:
    """All that a question is read with. province: the code of the whole; tier_of: unit or agency -> its tier, an
    agency's being ``agency``; parts: indicator -> the parts that its published figures name; aimed: indicators
    that have targets; words: those of names, without diacritics, which are no slip of another."""

    subjects: Subjects
    procedures: Subjects
    places: Gazetteer
    traits: Mapping[str, Trait]
    province: str
    tier_of: Mapping[str, str]
    published: frozenset[str] = frozenset()
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    aimed: frozenset[str] = frozenset()
    parents_of: Mapping[str, frozenset[str]] = field(default_factory=dict)
    words: frozenset[str] = frozenset()

    def name_of(self, code: str) -> str:
        """Return the official name of an indicator."""
        return next(subject.names[0] for subject in self.subjects.subjects if subject.code == code)

    def units_of(self, code: str) -> frozenset[str]:
        """Return the words of what an indicator is counted in, without diacritics."""
        units = next(subject.units for subject in self.subjects.subjects if subject.code == code)
        return frozenset(word for unit in units for word in unit.split())

    def grows(self, code: str) -> bool:
        """Whether an indicator measures how much something grows: one of its names says so, and it is a rate."""
        names = next(subject.names for subject in self.subjects.subjects if subject.code == code)
        return self.traits[code].facet == "rate" and any(_GROWS.search(said(name).plain) for name in names)


@dataclass
class Parts:
    """What was found in one question, before it is put together. rest: what is left for the subject; home: the whole
    province."""

    heard: Said
    when: When | None
    places: PlacesFound
    cues: Cues
    rest: Said
    home: str = ""
    candidates: list[Candidate] = field(default_factory=list)


_SPELT = {said(word).plain: word for word in SPELT}
_MEANT = Spelling(_SPELT)


def hear(question: str, now: date, mind: Mind, before: Query | None) -> Parts:
    """Return what the words of a question are, slips in the commonest put right."""
    question = put_right(normalise(question), _MEANT, _SPELT, mind.words.__contains__)
    return _parts(said(question), question, now, mind, before)


def _parts(heard: Said, question: str, now: date, mind: Mind, before: Query | None) -> Parts:
    heard = _without_what_it_may_include(heard)
    ends = spans_of(_AT_THE_END, heard.plain)
    alike = _alike(heard, mind)
    timed = heard.without((*ends, *spans_of(_OF_A_MEANING, heard.plain), *alike))
    when = find_times(timed, now, before.period if before else None)
    if named_so := _begun_in_a_name(heard, when, question, now, mind):
        when = find_times(timed.without(named_so), now, before.period if before else None)
    times = (*ends, *(when.spans if when else ()))
    places = _settled(mind.places.find(heard, now, times, raw=question), heard, mind)
    named = [*times, *(each.span for each in places.found)]
    places = _tested(places, heard.without(named))
    cues = find_cues(heard.without(named), bool(places.groups))
    spans = [
        *times,
        *cues.spans,
        *(each.span for each in places.found if not each.outside or each.certainty >= WIDE),
        *(each.span for each in places.groups),
    ]
    if places.province is not None:
        spans.append(places.province)
    parts = Parts(heard, when, places, cues, heard.without(spans), mind.province)
    if cues.facet == "duration":
        parts.rest = said(f"{parts.rest.text} {_DURATION}")
    parts.candidates = mind.subjects.find(parts.rest, asked=asked(parts, mind))
    parts = _grown(parts, spans, mind)
    weak = [each for each in places.found if each.codes and _is_weak(each, heard, mind)]
    if weak:
        return _without_weak(parts, weak, spans, mind)
    if places.province is not None and len(heard.at(places.province).split()) > 1:
        parts.candidates = _named_after(parts, spans, mind)
    return parts


_DURATION = "thời gian"
_GROWS = re.compile(r"(?<!\w)(?:tang|giam)(?!\w)")
_LIKELY, _LESS_LIKELY = 0.7, 0.25


def _grown(parts: Parts, spans: list[Span], mind: Mind) -> Parts:
    """Return what was found; where "by how much did it grow" is the value of what measures growth, with that."""
    when, cues = parts.when, parts.cues
    if cues.operation not in (Operation.compare, Operation.series) or not _GROWS.search(parts.heard.plain):
        return parts
    if not any(word.plain not in EMPTY for word in parts.rest.words):
        return parts
    if (when and (when.versus or when.grain_said or len(when.periods) > 1)) or len(parts.places.found) > 1:
        return parts
    rest = parts.heard.without(span for span in spans if span not in cues.spans)
    others = mind.subjects.find(rest, 1, asked=Asked("rate", tiers(parts, mind)))
    best = parts.candidates[0] if parts.candidates else None
    least = max(_LIKELY, best.score - _LESS_LIKELY) if best and others and best.code != others[0].code else _LIKELY
    if not others or others[0].score < least or not mind.grows(others[0].code):
        return parts
    return replace(parts, cues=replace(cues, operation=None, compares=False), rest=rest, candidates=others)


_BODY = re.compile(
    r"(?:so|cuc|chi cuc|ban|tong cuc|cong an|vien|toa|uy ban|ubnd|hdnd|hoi dong|van phong|vp|thanh tra|trung tam"
    r"|tt|phong|kho bac|bhxh|bao hiem|dien luc|buu dien|quy|doan|hoi|lien doan|truong|benh vien"
    r"|bo chi huy|department|office)(?!\w)"
)


def _is_weak(found: Found, heard: Said, mind: Mind) -> bool:
    """Whether an agency is named by words that may be the subject's (``ngân hàng``): without saying what body it is."""
    if mind.tier_of.get(found.codes[0]) != "agency":
        return False
    words = heard.plain[found.span.start : found.span.end]
    return not _BODY.match(words) and len(words.split()) > 1


def _without_weak(parts: Parts, weak: list[Found], spans: list[Span], mind: Mind) -> Parts:
    """Return what was found, with the agencies given back to the subject where they make a likelier one."""
    theirs = [each.span for each in weak]
    rest = parts.heard.without(span for span in spans if span not in theirs)
    others = mind.subjects.find(rest, asked=asked(parts, mind))
    held = others and any(within(span, others[0]) for span in theirs)
    if held and (not parts.candidates or others[0].score > parts.candidates[0].score - 0.05):
        parts.places = replace(parts.places, found=tuple(each for each in parts.places.found if each not in weak))
        parts.rest, parts.candidates = rest, others
    return parts


def _named_after(parts: Parts, spans: list[Span], mind: Mind) -> list[Candidate]:
    """Return the candidates where the province's name can also be part of a subject's: each at its likelier."""
    whole = parts.heard.without(span for span in spans if span != parts.places.province)
    best = {each.code: each for each in parts.candidates}
    for each in mind.subjects.find(whole, asked=asked(parts, mind)):
        if each.code not in best or each.score > best[each.code].score:
            best[each.code] = each
    return sorted(best.values(), key=lambda one: (-one.score, one.code))


_AT_THE_END = re.compile(r"(?<!\w)(?<!nua )(?:(?:tinh |cho )?(?:toi|den|vao) )?cuoi (?=(?:thang|quy) )")
"""How things stood at the end of a month is the figure of the month."""
_OF_A_MEANING = re.compile(
    r"(?<!\w)(?:tinh|dem|do|cham)(?: \w+){0,2} (?:theo|tren|vao) (?:ngay|thang|quy|nam|tuan|ky)"
    r"(?: nao|(?: \w+){0,4} hay \w+(?: \w+)?)(?!\w)"
)
"""What asks how something is counted, though it speaks of days or months."""


_MAY_INCLUDE = re.compile(
    r"(?<!\w)co (?:duoc )?(?:tinh|gom|bao gom|ke|dem)(?: ca| chung| vao| them)?( (?:\w+ ){1,8})(?:khong|chua)(?!\w)"
)


def _without_what_it_may_include(heard: Said) -> Said:
    """Return a question that asks whether something counts too, without that: it is about what stands before."""
    found = _MAY_INCLUDE.search(heard.plain)
    if found is None or len(heard.plain[: found.start()].split()) < _SUBJECT:
        return heard
    return heard.without([Span(*found.span(1))])


_SUBJECT = 3
"""Words that stand at least before, to name a subject."""


def _alike(heard: Said, mind: Mind) -> tuple[Span, ...]:
    """Return the words of names that only look like words of time or comparison, as typed without diacritics."""
    known = mind.subjects.alike
    after = {word.span: later.plain for word, later in pairwise(heard.words)}
    return tuple(
        other.span
        for one, other in pairwise(heard.words)
        if not other.marked and (one.plain, other.plain) in known and not _AS_TIME.fullmatch(after.get(other.span, ""))
    )


_AS_TIME = re.compile(r"voi|cung|sanh|ky|\d+|i{1,3}|iv|mot|hai|ba|bon|tu|nay|ngoai|truoc|roi|qua|vua|sau|toi")
"""What follows a word of time or comparison, and hardly the last word of a name."""


def _begun_in_a_name(heard: Said, when: When | None, question: str, now: date, mind: Mind) -> tuple[Span, ...]:
    """Return the names of places whose last word was taken for a number of a time: ``Một`` before ``tháng trước``."""
    begun = [span for span in (when.spans if when else ()) if span.start and _NUMBER.match(heard.plain, span.start)]
    if not begun:
        return ()
    found = mind.places.find(heard, now, (), raw=question).found
    return tuple(
        each.span
        for each in found
        if each.codes and any(each.span.start < span.start < each.span.end < span.end for span in begun)
    )


_NUMBER = re.compile(r"(?:mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi)(?!\w)")
_HOW_MANY = re.compile(
    r"(?<!\w)(?:bao nhieu|may) (?:(huyen thi(?: xa)?|huyen|dia phuong|thi xa)|(phuong xa|xa phuong|phuong|xa)"
    r"|(so nganh|so(?= (?:vuot|dat|duoi|tren|chua)))|(don vi(?= (?:vuot|dat|duoi|tren|chua))))(?!\w)"
)


def _tested(places: PlacesFound, rest: Said) -> PlacesFound:
    """Return the places; with a group where it is asked how many of its members fulfil something."""
    found = _HOW_MANY.search(rest.plain)
    if places.groups or found is None or not find_cues(rest, group=True).test:
        return places
    code = ("*district", "*commune", "*department", "*")[next(at for at, one in enumerate(found.groups()) if one)]
    return replace(places, groups=(GroupFound(Span(*found.span()), code, (), ""),))


_BODIES = re.compile(r"(?<!\w)(?:\d+|mot|hai|ba|bon|nam|top \d+|nhung|cac) (so)(?= (?:\w+ ){0,8}(?:nhat|dau|cuoi))")


def _settled(places: PlacesFound, heard: Said, mind: Mind) -> PlacesFound:
    """Return the places without those that only say where another lies, and with departments that are called ``so``
    by who types no diacritics."""
    inside = {each.codes[0] for each in places.found if each.codes}
    around = {above for code in inside for above in mind.parents_of.get(code, ())}
    around |= {above for code in around for above in mind.parents_of.get(code, ())}
    found = tuple(each for each in places.found if not each.codes or each.codes[0] not in around or len(inside) == 1)
    bodies = None if places.groups or heard.marked else _BODIES.search(heard.plain)
    if bodies is None:
        return replace(places, found=found)
    return replace(places, found=found, groups=(GroupFound(Span(*bodies.span(1)), "*department", (), ""),))


def asked(parts: Parts, mind: Mind) -> Asked:
    """Return what else a question says of its subject."""
    found = _COUNTS.search(parts.heard.plain)
    counts = usual(found[1].strip()) if found else ""
    return Asked(
        _facet(parts),
        tiers(parts, mind),
        counts,
        mind.aimed if parts.cues.operation is Operation.target_gap else None,
        bool(counts) and mind.subjects.counts(counts),
    )


_COUNTS = re.compile(
    r"(?<!\w)(?:bao nhieu|may|nhieu|nhiu|so luong|bn|tong so|how many)"
    r" (?:bo (?!chi)|cai |chiec |loai )?((?:\w+ ?){1,3})"
)


def _facet(parts: Parts) -> str:
    cues = parts.cues
    if cues.operation in (Operation.definition, Operation.explain):
        return ""
    if cues.operation is Operation.rank_of and not [each for each in parts.places.found if each.codes]:
        return "rank"
    return "" if cues.facet == "rank" and cues.order else cues.facet


def tiers(parts: Parts, mind: Mind) -> frozenset[str]:
    """Return of what tiers the units are that a question names."""
    codes = [each.codes[0] for each in parts.places.found if each.codes]
    named = {mind.tier_of.get(code, "") for code in codes} | {
        {"*district": "district", "*commune": "commune"}.get(group.code, "") for group in parts.places.groups
    }
    return frozenset(named - {"", "agency"})


def within(span: Span, candidate: Candidate) -> bool:
    """Whether a stretch is among the words that a subject holds."""
    return any(span.overlaps(each) for each in candidate.spans)
