"""Which indicator a question is about: the catalogue's names, synonyms and abbreviations, compared word by word.

The words of a question that belong to time, place or operation are blanked before. A word weighs as much as it is rare
in the catalogue. How alike a question and a name are is Tversky's index of what both hold against what only one holds
(Tversky 1977, "Features of similarity"): what only the question holds weighs more than what only the name holds, since
people ask in short.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise

from songbe.assistant.rules.lexicon import ABBREVIATIONS, EMPTY, SAME
from songbe.assistant.rules.spelling import Spelling
from songbe.assistant.rules.text import Said, Span, agrees, said, words_of

LIKELY = 35
"""Subjects that are compared name by name; the others share too few words with the question."""
COMPOUND = 12
"""Names in which two words stand side by side this often make one word of them."""
ONLY_ASKED, ONLY_NAMED = 0.9, 0.42
EMPTY_WEIGHT, OTHER_TONE, OTHER_WORD = 0.12, 0.25, 0.85
_WITH_Y = {"ti": "ty", "li": "ly", "ki": "ky", "mi": "my", "si": "sy", "hi": "hy", "qui": "quy"}


@dataclass(frozen=True, slots=True)
class Subject:
    """What the index knows of an indicator. names: the official one first; text: words of its definition;
    prominence: added to the likeness of what is asked for more, taken from what is asked for less; units: what its
    unit of measure is called, without diacritics; learned: names accepted from use,
    each with those of its words, without diacritics, that the others do not hold."""

    code: str
    names: tuple[str, ...]
    text: str = ""
    facet: str = ""
    tiers: tuple[str, ...] = ()
    prominence: float = 0.0
    units: tuple[str, ...] = ()
    learned: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """What else a question says of its subject. facet: the sort of number; tiers: of which kinds of places; counts:
    what comes behind "how many", without diacritics; favoured: subjects that can answer what is asked, such as those
    that have a target; counts_known: whether anything in the
    catalogue is counted in that."""

    facet: str = ""
    tiers: frozenset[str] = frozenset()
    counts: str = ""
    favoured: frozenset[str] | None = None
    counts_known: bool = False

    def fits(self, subject: Subject) -> float:
        """Return what to add to the likeness of a subject."""
        return (
            _fits(self.facet, subject.facet)
            + (-0.08 if self.tiers and not self.tiers & set(subject.tiers) else 0.0)
            + self._counted(subject)
            + (-0.10 if self.favoured is not None and subject.code not in self.favoured else 0.0)
        )

    def _counted(self, subject: Subject) -> float:
        if not self.counts:
            return 0.0
        if any(_begins(self.counts, unit) for unit in subject.units):
            return 0.10
        return -0.12 if self.counts_known else 0.0


def _begins(text: str, word: str) -> bool:
    return bool(word) and (text == word or text.startswith(f"{word} "))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A subject that a question may be about. score: 0 to about 1.2; covered: the share of the question's words, by
    weight, that its names hold; spans: those words."""

    code: str
    score: float
    covered: float
    name: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Term:
    text: str
    plain: str
    span: Span


@dataclass(frozen=True, slots=True)
class _Slot:
    """A word of the question and what it may stand for. others: words of the same meaning, which must all be there."""

    term: _Term
    weight: float
    meant: Mapping[str, float]
    others: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class _Name:
    """A name by its words. needs: words of which a question has at least one, to be compared with it."""

    subject: int
    official: bool
    text: str
    words: Mapping[str, tuple[str, ...]]
    pairs: frozenset[tuple[str, str]]
    weight: float
    needs: frozenset[str]


_NOWHERE = Span(0, 0)
_IN_FULL = {short: words_of(full) for short, full in ABBREVIATIONS.items()}


def terms_of(text: Said) -> list[_Term]:
    """Return the words of a text, abbreviations in full, one spelling for i and y."""
    return [term for word in text.words for term in _terms(word.text, word.plain, word.span)]


def _terms_named(name: str) -> list[_Term]:
    """Return the words of a name, of which nobody asks where they stand."""
    return [term for text, plain in words_of(name) for term in _terms(text, plain, _NOWHERE)]


def _terms(text: str, plain: str, span: Span) -> list[_Term]:
    full = _IN_FULL.get(plain) if text == plain else None
    if full is None:
        return [_Term(_y(text), _y(plain), span)]
    return [_Term(_y(each), _y(bare), span) for each, bare in full]


def _y(word: str) -> str:
    return _WITH_Y.get(word, word)


_SAME_WORDS = tuple(
    (tuple(_y(word.plain) for word in said(phrase).words), at, phrase)
    for at, group in enumerate(SAME)
    for phrase in group
)
_SAME_BY_FIRST: dict[str, list[tuple[tuple[str, ...], int, str]]] = defaultdict(list)
for _phrase in _SAME_WORDS:
    _SAME_BY_FIRST[_phrase[0][0]].append(_phrase)
_SAME_HELD = tuple(frozenset(_y(word.plain) for each in group for word in said(each).words) for group in SAME)


@dataclass
class Subjects:
    """The index of a catalogue; made once, then only read."""

    subjects: Sequence[Subject]
    _names: list[_Name] = field(init=False, default_factory=list)
    _of: list[list[int]] = field(init=False)
    _holding: dict[str, list[int]] = field(init=False)
    _idf: dict[str, float] = field(init=False)
    _bags: list[frozenset[str]] = field(init=False)
    _initials: dict[str, tuple[str, ...]] = field(init=False)
    _compounds: frozenset[tuple[str, str]] = field(init=False)
    spelling: Spelling = field(init=False)
    units: frozenset[str] = field(init=False)
    alike: frozenset[tuple[str, str]] = field(init=False)

    def __post_init__(self) -> None:
        self.subjects = tuple(self.subjects)
        spelt = [[_terms_named(name) for name in subject.names] for subject in self.subjects]
        held = [{term.plain for name in names for term in name} for names in spelt]
        df = Counter(word for words in held for word in words)
        for words, subject in zip(held, self.subjects, strict=True):
            words |= {term.plain for _name, new in subject.learned for term in terms_of(said(new))}
        # What was learned makes no known word less rare: a question that has none of its new words is read as before.
        df |= Counter(dict.fromkeys((word for words in held for word in words), 1))
        count = len(self.subjects)
        self._idf = {
            word: math.log(1 + count / times) * (EMPTY_WEIGHT if word in EMPTY else 1) for word, times in df.items()
        }
        self._holding = defaultdict(list)
        for at, words in enumerate(held):
            for word in words:
                self._holding[word].append(at)
        self._bags = [
            frozenset(words | {term.plain for term in _terms_named(subject.text)})
            for words, subject in zip(held, self.subjects, strict=True)
        ]
        self._of = [[] for _ in self.subjects]
        for at, (subject, names) in enumerate(zip(self.subjects, spelt, strict=True)):
            for number, terms in enumerate(names):
                self._of[at].append(len(self._names))
                self._names.append(self._name(at, number == 0, subject.names[number], terms))
            for name, new in subject.learned:
                self._of[at].append(len(self._names))
                self._names.append(self._learned(at, name, new))
        self._initials = _initials(spelt)
        pairs = Counter(pair for names in spelt for name in names for pair in _pairs([term.plain for term in name]))
        self._compounds = frozenset(pair for pair, times in pairs.items() if times >= COMPOUND)
        self.units = frozenset(unit for subject in self.subjects for unit in subject.units if len(unit) > 2)
        self.spelling = Spelling(df)
        self.alike = frozenset(_alike(spelt))

    def _name(self, subject: int, official: bool, text: str, terms: Sequence[_Term]) -> _Name:
        words: defaultdict[str, list[str]] = defaultdict(list)
        for term in terms:
            words[term.plain].append(term.text)
        return _Name(
            subject,
            official,
            text,
            {plain: tuple(spelt) for plain, spelt in words.items()},
            frozenset(_pairs([term.plain for term in terms])),
            sum(self._idf[word] for word in words),
            frozenset(words),
        )

    def _learned(self, subject: int, text: str, new: str) -> _Name:
        # Words that no name holds and that are not new stand for others of the same meaning; they would weigh too much.
        known = self._name(subject, False, text, [term for term in terms_of(said(text)) if term.plain in self._idf])
        return replace(known, needs=frozenset(term.plain for term in terms_of(said(new))))

    def find(self, rest: Said, most: int = 20, asked: "Asked | None" = None) -> list[Candidate]:
        """Return the subjects a text may be about, the likeliest first; what else is asked makes the others less
        likely, and leaves none out."""
        slots = self._slots(terms_of(rest))
        whole = sum(slot.weight for slot in slots)
        if not whole:
            return []
        found = []
        words = frozenset(word for slot in slots for word in (*slot.meant, *(w for each in slot.others for w in each)))
        for at in self._likely(slots):
            names = [self._names[name] for name in self._of[at] if not words.isdisjoint(self._names[name].needs)]
            best = max((self._compare(slots, whole, name, rest.marked) for name in names), key=_score)
            held = sum(slot.weight for slot in slots if self._in_bag(slot, self._bags[at])) / whole
            subject = self.subjects[at]
            score = best.score + 0.14 * held + subject.prominence
            if asked is not None:
                score += asked.fits(subject)
            found.append(Candidate(subject.code, score, best.covered, best.name, best.spans))
        found.sort(key=lambda one: (-one.score, one.code))
        return found[:most]

    def counts(self, phrase: str) -> bool:
        """Whether a phrase without diacritics begins with what anything in the catalogue is counted in."""
        return any(_begins(phrase, unit) for unit in self.units)

    def held(self, code: str, text: Said) -> frozenset[Span]:
        """Return the words of a text that a name of a subject holds, as they are or by one of the same meaning."""
        names = [name for name in self._names if self.subjects[name.subject].code == code]
        slots = self._slots(terms_of(text))
        held = [slot for slot in slots if any(self._match(slot, n, text.marked)[1] > OTHER_TONE for n in names)]
        return frozenset(slot.term.span for slot in held)

    def reached(self, text: Said) -> frozenset[str]:
        """Return every word, without diacritics, that the words of a text may be compared by, and perhaps more: a name
        that has none of them is never found by it."""
        plain = {term.plain for term in terms_of(text)}
        near = [[word for word, _sure in self.spelling.meant(each)] for each in plain]
        same = [group for each in plain for words, group, _text in _SAME_BY_FIRST.get(each, ()) if plain >= {*words}]
        full = [self._initials.get(each, ()) for each in plain]
        return frozenset(plain.union(*near, *full, *(_SAME_HELD[group] for group in same)))

    def _slots(self, terms: Sequence[_Term]) -> list[_Slot]:
        others: defaultdict[int, set[tuple[str, ...]]] = defaultdict(set)
        plain = [term.plain for term in terms]
        taken: set[int] = set()
        phrases = sorted(
            (
                (words, at, start)
                for start, first in enumerate(plain)
                for words, at, _phrase in _SAME_BY_FIRST.get(first, ())
                if tuple(plain[start : start + len(words)]) == words and not self._inside(plain, start, len(words))
            ),
            key=lambda one: -len(one[0]),
        )
        for words, group, start in phrases:
            at = range(start, start + len(words))
            if taken & set(at):
                continue
            taken |= set(at)
            for phrase, of, _text in _SAME_WORDS:
                if of == group and phrase != words:
                    for each in at:
                        others[each].add(phrase)
        return [self._slot(term, tuple(sorted(others[at]))) for at, term in enumerate(terms)]

    def _inside(self, plain: Sequence[str], start: int, length: int) -> bool:
        """Whether a single word is half of a compound that names know: ``đơn`` in ``đơn vị``."""
        around = plain[max(0, start - 1) : start + 2]
        return length == 1 and any(pair in self._compounds for pair in pairwise(around))

    def _slot(self, term: _Term, others: tuple[tuple[str, ...], ...]) -> _Slot:
        meant = dict(self.spelling.meant(term.plain))
        if term.plain not in self._idf and (full := self._initials.get(term.plain)):
            others = (*others, full)
        known = max((self._idf[word] * sure for word, sure in meant.items()), default=0.0)
        if not known and others:
            known = max(sum(self._idf.get(word, 0) for word in phrase) / len(phrase) for phrase in others)
        if not known:
            known = (EMPTY_WEIGHT if term.plain in EMPTY or len(term.plain) == 1 else 0.6) * math.log(
                len(self.subjects) + 1
            )
        return _Slot(term, known, meant, others)

    def _likely(self, slots: Sequence[_Slot]) -> list[int]:
        sums: defaultdict[int, float] = defaultdict(float)
        for slot in slots:
            words = dict(slot.meant)
            for phrase in slot.others:
                for word in phrase:
                    words.setdefault(word, OTHER_WORD / len(phrase))
            reached: dict[int, float] = {}
            for word, sure in words.items():
                for at in self._holding.get(word, ()):
                    reached[at] = max(reached.get(at, 0.0), sure * self._idf[word])
            for at, weight in reached.items():
                sums[at] += weight
        return sorted(sums, key=lambda at: (-sums[at] - self.subjects[at].prominence, at))[:LIKELY]

    def _compare(self, slots: Sequence[_Slot], whole: float, name: _Name, marked: bool) -> Candidate:
        both, spans = 0.0, []
        held: dict[str, float] = {}
        order: list[str] = []
        for slot in slots:
            word, sure = self._match(slot, name, marked)
            order.append(word)
            if sure:
                both += slot.weight * sure
                spans.append(slot.term.span)
                for each in word.split():
                    held[each] = max(held.get(each, 0.0), sure)
        only_named = name.weight - sum(self._idf[word] * sure for word, sure in held.items())
        pairs = [pair for pair in _pairs(order) if pair in name.pairs]
        bonus = 0.12 * min(1.0, len(pairs) / max(1, len(name.pairs)))
        alike = both / (both + ONLY_ASKED * (whole - both) + ONLY_NAMED * max(0.0, only_named)) if both else 0.0
        score = alike + bonus if both else 0.0
        return Candidate("", score + (0.01 if name.official else 0.0), both / whole, name.text, tuple(spans))

    def _match(self, slot: _Slot, name: _Name, marked: bool) -> tuple[str, float]:
        best, how = "", 0.0
        words = name.words
        for word, sure in slot.meant.items():
            if sure > how and word in words:
                likely = sure * _tone(slot.term.text, word, words[word], marked)
                if likely > how:
                    best, how = word, likely
        if how < OTHER_WORD:
            for phrase in slot.others:
                if phrase[0] in words and all(word in words for word in phrase):
                    return " ".join(phrase), OTHER_WORD
        return best, how

    def _in_bag(self, slot: _Slot, bag: frozenset[str]) -> bool:
        return any(word in bag for word in slot.meant) or any(all(w in bag for w in phrase) for phrase in slot.others)


@lru_cache(maxsize=1 << 14)
def _tone(typed: str, word: str, spelt: tuple[str, ...], marked: bool) -> float:
    """Return how sure a word of a name is meant, by its diacritics. marked: whether the question has any."""
    if not any(agrees(typed, each) for each in spelt):
        return OTHER_TONE
    return 0.8 if marked and typed == word and word not in spelt else 1.0


def _score(candidate: Candidate) -> float:
    return candidate.score


def _pairs(words: Sequence[str]) -> list[tuple[str, str]]:
    return [(one, other) for one, other in pairwise(words) if one not in EMPTY or other not in EMPTY]


def _fits(asked: str, facet: str) -> float:
    if not asked or not facet:
        return 0.0
    if asked == facet:
        return 0.04
    if (asked, facet) in _ALIKE:
        return -0.02
    return -0.30 if asked in ("money", "duration", "rank") else -0.12


_ALIKE = frozenset(
    {
        ("count", "amount"),
        ("amount", "count"),
        ("count", "money"),
        ("score", "rate"),
        ("rate", "score"),
        ("rate", "amount"),
    }
)


def usual(phrase: str) -> str:
    """Return a phrase without diacritics by the usual word where it begins with another of the same meaning."""
    words = tuple(_y(word) for word in phrase.split())
    found = max(
        (one for one in _SAME_BY_FIRST.get(words[0], ()) if words[: len(one[0])] == one[0]),
        key=lambda one: len(one[0]),
        default=None,
    )
    if found is None:
        return phrase
    head = said(SAME[found[1]][0]).plain
    return " ".join([head, *words[len(found[0]) :]])


_JOINING = {"so": "so", "tu": "từ", "den": "đến", "hon": "hơn", "quy": "quý", "thang": "tháng", "nam": "năm"}
_NEVER_BEFORE = frozenset(
    ("thang", "quy", "nam", "tang", "giam", "va", "hon", "la", "thi", "mot", "hai", "ba", "bon", "ngay", "truoc")
)


def _alike(names: Iterable[Iterable[Sequence[_Term]]]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of words in names whose second, without diacritics, looks like a word that joins or says when:
    ``(dien, tu)`` of ``điện tử``."""
    for of_subject in names:
        for terms in of_subject:
            for one, other in pairwise(terms):
                joining = _JOINING.get(other.plain)
                if joining and other.text not in (joining, other.plain) and one.plain not in _NEVER_BEFORE:
                    yield one.plain, other.plain


def _initials(names: Iterable[Iterable[Sequence[_Term]]]) -> dict[str, tuple[str, ...]]:
    """Return what initials of two to six words that follow each other in names can stand for: the commonest."""
    seen: Counter[tuple[str, ...]] = Counter()
    for of_subject in names:
        spelt = {tuple(term.plain for term in terms) for terms in of_subject}
        seen.update(
            {
                words[start : start + length]
                for words in spelt
                for length in range(2, 7)
                for start in range(len(words) - length + 1)
            }
        )
    rising = sorted(seen.items(), key=lambda one: (one[1], one[0]))
    return {"".join([word[0] for word in phrase]): phrase for phrase, _times in rising}
