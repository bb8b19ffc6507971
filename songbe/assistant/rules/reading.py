"""From a question to what it asks: the likeliest reading, others as likely, or why there is none."""

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from songbe.assistant.rules.cues import QUANTITY
from songbe.assistant.rules.hearing import WIDE, Mind, Parts, Trait, hear, tiers, within
from songbe.assistant.rules.lexicon import EMPTY
from songbe.assistant.rules.operations import facet_of
from songbe.assistant.rules.procedures import asked_of_a_procedure
from songbe.assistant.rules.putting import query_from
from songbe.assistant.rules.query import Aspect, Operation, Query, Refusal
from songbe.assistant.rules.subjects import Asked, Candidate
from songbe.assistant.rules.text import Said, Span, said

ENOUGH, COVERED, NEAR, NEAR_MEANING = 0.56, 0.22, 0.08, 0.08
"""What a subject's likeness, and the share of the question's words it holds, are at least to be answered; readings
nearer to the best than the third, of definitions than the fourth, are offered besides."""
INSTEAD = 0.12
"""A subject without figures for the place gives way to one that is less likely by this at most."""
LEANING, CERTAIN = 0.7, 0.9
"""A follow-up keeps its subject unless its own words name another at least so likely; a single word must be
certain."""
MOST_READINGS = 3
OF_A_PROCEDURE = 0.1
"""What a fee, term or paper that is asked for speaks for a procedure."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a question. said: the words it could not follow, where it is refused."""

    query: Query
    score: float
    covered: float = 1.0
    refusal: Refusal | None = None
    said: str = ""


@dataclass(frozen=True, slots=True)
class Understood:
    """The readings of a question, the best first; the second and third only where the margin is small. took: which
    letters were understood as what, for the chips."""

    readings: tuple[Reading, ...]
    took: tuple[tuple[str, Span], ...] = ()

    @property
    def best(self) -> Reading:
        """The reading that is answered."""
        return self.readings[0]


def understand(question: str, *, now: date, mind: Mind, before: Query | None = None) -> Understood:
    """Return what a question asks. now: the day it is asked; before: what the question before asked."""
    if not said(question).words:
        return Understood((_refused(Refusal.empty),))
    parts = hear(question, now, mind, before)
    refused = parts.cues.refusal in (Refusal.personal, Refusal.opinion, Refusal.instruction)
    procedure = None if refused else _procedure(parts, mind, before)
    if procedure is not None:
        return Understood((procedure,), _took(parts))
    refusal = _refusal(parts)
    readings = [refusal] if refusal else _readings(parts, now, mind, before)
    return Understood(tuple(readings[:MOST_READINGS]), _took(parts))


def _refused(why: Refusal, words: str = "", query: Query | None = None) -> Reading:
    return Reading(query or Query(Operation.refuse), 0.0, 0.0, why, words)


def _refusal(parts: Parts) -> Reading | None:
    """Return why nothing can be answered, if the words alone say so."""
    if parts.cues.refusal is not None:
        return _refused(parts.cues.refusal)
    if parts.when is not None and parts.when.impossible:
        return _refused(Refusal.no_such_time, parts.when.impossible)
    return None


def _readings(parts: Parts, now: date, mind: Mind, before: Query | None) -> list[Reading]:
    leans = before is not None and before.operation is not Operation.procedure and _leans(parts, before, mind)
    if leans and before is not None:
        chosen = [Candidate(_other_side(parts, before, mind), 1.0, 1.0, "", ())]
        together = before.indicators if chosen[0].code == before.indicators[0] else ()
    else:
        chosen, together = _chosen(parts), _two(parts, mind)
    if not chosen:
        best = parts.candidates[0] if parts.candidates else None
        return [_refused(Refusal.no_indicator, "", Query(Operation.refuse, (best.code,) if best else ()))]
    readings = []
    for candidate in chosen:
        indicators = together if together and candidate is chosen[0] else (candidate.code,)
        query = query_from(parts, indicators, now, mind, before)
        readings.append(checked(query, parts, candidate, now, mind))
    answered = [reading for reading in readings if reading.refusal is None]
    if not answered:
        return readings[:1]
    if readings[0].refusal is not None and readings[0].refusal is not Refusal.not_at_level:
        return readings[:1]
    near = NEAR_MEANING if answered[0].query.operation is Operation.definition else NEAR
    return [each for each in answered if answered[0].score - each.score <= near]


def checked(query: Query, parts: Parts, candidate: Candidate, now: date, mind: Mind) -> Reading:
    """Return a query as a reading, refused where its places or times forbid an answer."""
    stray = _stray(parts, candidate, mind.traits.get(candidate.code))
    refusal, words = stray or _level(query, mind) or _when(parts, query, now)
    return Reading(query, candidate.score, candidate.covered, refusal, words)


_NO_SUBJECT = EMPTY | frozenset(
    ("tang", "giam", "truong", "bien", "dong", "dien", "chenh", "lech", "hon", "kem", "phan", "tich", "thay", "doi")
)
"""Words of which none names a subject, if no other does: those that join, and those of change."""


def _leans(parts: Parts, before: Query, mind: Mind) -> bool:
    """Whether a question leaves its subject to the one before."""
    if not before.indicators:
        return False
    best = parts.candidates[0] if parts.candidates else None
    if best is None:
        return True
    counted = mind.units_of(before.indicators[0])
    content = [
        word
        for word in parts.rest.words
        if len(word.plain) > 1 and word.plain not in _NO_SUBJECT and word.plain not in counted
    ]
    if not content:
        return True
    if len(content) <= 1:
        return best.score < CERTAIN or best.covered < 0.8
    # More words than one that name nothing known are another subject, which is refused, not a silent "the same".
    return parts.cues.elliptic and best.score < LEANING


_SORT = frozenset(["tien", "so", "tong", "dong", "ty", "trieu"])
_SWITCH = re.compile(r"(?<!\w)(?:doi|chuyen|sang|qua|con|the) .*(?:ty le|ti le|so luong|phan tram|%)")


def _other_side(parts: Parts, before: Query, mind: Mind) -> str:
    """Return the subject of the question before; where another sort of number of it is asked, the subject that has it:
    the rate of what was counted."""
    own = before.indicators[0]
    facet, trait = parts.cues.facet, mind.traits.get(own)
    if not facet or trait is None or trait.facet == facet:
        return own
    other = facet == "money" or (facet == "score" and trait.facet == "rank")
    only = other and all(word.plain in EMPTY or word.plain in _SORT for word in parts.rest.words)
    if not only and not _SWITCH.search(parts.heard.plain):
        return own
    asked = Asked(facet, tiers(parts, mind))
    found = mind.subjects.find(said(mind.name_of(own)), 8, asked)
    return next((each.code for each in found if mind.traits[each.code].facet == facet), own)


def _chosen(parts: Parts) -> list[Candidate]:
    """Return the subjects that a question may be about: one where it is sure, none where nothing is like it."""
    if not parts.candidates:
        return []
    best = parts.candidates[0]
    if best.score < ENOUGH or best.covered < COVERED:
        return []
    return [best, *(each for each in parts.candidates[1:6] if best.score - each.score <= INSTEAD)]


def _on_both_sides(candidate: Candidate, joint: int) -> bool:
    """Whether a subject holds words before and behind a joint: the joint then is one of its own name."""
    return any(span.end <= joint for span in candidate.spans) and any(span.start > joint for span in candidate.spans)


def _both_counted(parts: Parts, at: re.Match[str], mind: Mind) -> tuple[str, ...]:
    """Return the subjects on both sides of a joint where each side asks how many; a side that names only the sort of
    number ("and how much money") is about what the other is about."""
    rest = parts.rest
    left, right = rest.without([Span(at.start(), len(rest.text))]), rest.without([Span(0, at.end())])
    if not (QUANTITY.search(left.plain) and QUANTITY.search(right.plain)):
        return ()
    first = next(iter(mind.subjects.find(left, 1)), None)
    content = [word for word in right.words if word.plain not in EMPTY]
    facet = facet_of(right)
    text = said(f"{left.text} {right.text}") if len(content) <= 1 and facet else right
    found = mind.subjects.find(text, 6, asked=Asked(facet))
    second = next((each for each in found if not facet or mind.traits[each.code].facet == facet), None)
    if first is None or second is None or first.code == second.code or min(first.score, second.score) < LEANING:
        return ()
    return (first.code, second.code)


SURE_OF_BOTH = 0.85
_JOINS = re.compile(
    r"(?<=\w) *(?:[,;](?= *(?:may|bao nhieu|so luong)(?!\w))|(?<!\w)(?:va|voi|and|cung voi)(?!\w)) *(?=\w)"
)


def _two(parts: Parts, mind: Mind) -> tuple[str, ...]:
    """Return two subjects where a question joins two by ``và`` or a comma; else nothing."""
    whole = parts.candidates[0] if parts.candidates else None
    if whole is None or len(parts.places.found) > 1:
        return ()
    for at in _JOINS.finditer(parts.rest.plain):
        if both := _both_counted(parts, at, mind):
            return both
        if whole.covered > 0.8 or (whole.score > CERTAIN and _on_both_sides(whole, at.start())):
            continue
        sides = (
            mind.subjects.find(parts.rest.without([Span(at.start(), len(parts.rest.text))]), 1),
            mind.subjects.find(parts.rest.without([Span(0, at.end())]), 1),
        )
        if not all(sides):
            continue
        left, right = sides[0][0], sides[1][0]
        if left.code != right.code and min(left.score, right.score) >= SURE_OF_BOTH:
            return (left.code, right.code)
    return ()


def _stray(parts: Parts, candidate: Candidate, trait: Trait | None) -> tuple[Refusal, str] | None:
    """Return why the places named forbid an answer, unless their words belong to the subject's name."""
    for found in parts.places.found:
        if found.outside and (found.certainty >= WIDE or not (within(found.span, candidate) or _among_all(trait))):
            return Refusal.outside, found.outside
    for span, words in parts.places.unknown:
        name = Span(span.start + len(words.split()[0]) + 1, span.end)
        if not _held(parts, name if name.start < name.end else span, candidate):
            return Refusal.unknown_place, words
    return _bare_unknown(parts, candidate)


_SAID_TO_BE = re.compile(r"(?<!\w)(?:huyen|xa|phuong|thi tran|thanh pho|thi xa) (\w+) (\w+)(?!\w)")


def _bare_unknown(parts: Parts, candidate: Candidate) -> tuple[Refusal, str] | None:
    """Return the name of a place that nobody knows, typed without diacritics: two words behind what sort of place it
    is, neither of them the subject's, nor of those that join."""
    if parts.heard.marked:
        return None
    for found in _SAID_TO_BE.finditer(parts.rest.plain):
        spans = [Span(*found.span(1)), Span(*found.span(2))]
        names = all(word not in _NO_SUBJECT and not word.isdigit() for word in found.groups())
        if names and not any(within(span, candidate) for span in spans):
            return Refusal.unknown_place, found[0]
    return None


def _held(parts: Parts, span: Span, candidate: Candidate) -> bool:
    """Whether every word of a stretch is one that the subject holds."""
    words = [word.span for word in parts.heard.words if word.span.overlaps(span)]
    return all(within(each, candidate) for each in words)


def _among_all(trait: Trait | None) -> bool:
    """Whether a country or region is only that within which the province is ranked."""
    return trait is not None and trait.facet in ("rank", "score")


def _level(query: Query, mind: Mind) -> tuple[Refusal, str] | None:
    """Return why the subject has no figures for such places."""
    if query.operation in (Operation.definition,):
        return None
    for code in query.indicators:
        trait = mind.traits.get(code)
        if trait is None:
            continue
        for place in query.places:
            tier = mind.tier_of.get(place, "")
            if (tier == "agency" and not trait.computed and "agency" not in trait.tiers) or (
                tier in ("province", "district", "commune") and tier not in trait.tiers
            ):
                return Refusal.not_at_level, place
        if query.group is not None:
            tier = {"*district": "district", "*commune": "commune"}.get(query.group.code, "")
            if tier and tier not in trait.tiers:
                return Refusal.not_at_level, query.group.code
    return None


def _when(parts: Parts, query: Query, now: date) -> tuple[Refusal | None, str]:
    if query.operation is Operation.definition:
        return None, ""
    if any(period.start > now for period in query.periods):
        return Refusal.future, ""
    return None, ""


def _procedure(parts: Parts, mind: Mind, before: Query | None) -> Reading | None:
    # "Dầu" of a place is no "đâu" that asks where.
    heard = parts.heard.without(each.span for each in parts.places.found if each.codes)
    asked = asked_of_a_procedure(heard, parts.cues)
    if asked is None:
        return None
    aspect, rest, strong = asked
    found = _procedures(rest, mind)
    if before is not None and before.procedure and (not found or found[0].score < LEANING):
        return Reading(Query(Operation.procedure, procedure=before.procedure, aspect=aspect), 1.0)
    if not found or found[0].score < (0.45 if strong else ENOUGH) or found[0].covered < COVERED:
        return None
    # "How long" and "how much" are asked of a procedure here: they speak for no indicator.
    rival = parts.candidates[0].score if parts.candidates else 0.0
    if aspect is not Aspect.overview and not strong:
        rival -= OF_A_PROCEDURE
    if not strong and found[0].score <= rival + 0.05:
        return None
    if strong and found[0].score < rival - 0.3:
        return None
    return Reading(Query(Operation.procedure, procedure=found[0].code, aspect=aspect), found[0].score, found[0].covered)


def _procedures(rest: Said, mind: Mind) -> list[Candidate]:
    """Return the procedure a text names, in all of it or in what stands between two commas."""
    commas = [0, *(at + 1 for at, letter in enumerate(rest.plain) if letter in ",;.?!"), len(rest.plain)]
    clauses = [rest.without([Span(0, start), Span(end, len(rest.plain))]) for start, end in pairwise(commas)]
    found = [each for text in (rest, *(clauses if len(clauses) > 1 else ())) for each in mind.procedures.find(text, 1)]
    return sorted(found, key=lambda one: -one.score)[:1]


def _took(parts: Parts) -> tuple[tuple[str, Span], ...]:
    found: list[tuple[str, Span]] = [("time", span) for span in (parts.when.spans if parts.when else ())]
    found += [("place", each.span) for each in parts.places.found]
    found += [("place", each.span) for each in parts.places.groups]
    found += [("operation", span) for span in parts.cues.spans]
    return tuple(sorted(found, key=lambda one: one[1].start))
