"""Places named together: which ones, all of a kind, each."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from songbe.assistant.rules.places.heard import Heard
from songbe.assistant.rules.places.words import FILLERS

_UNITS, _DEPARTMENTS, _COMMUNES, _ALL = "*district", "*department", "*commune", "*"

_NOUNS: tuple[tuple[tuple[str, ...], str, str], ...] = tuple(
    (tuple(phrase.split()), code, type_)
    for phrase, code, type_ in (
        ("huyện thị xã thành phố", _UNITS, ""),
        ("thành phố thị xã huyện", _UNITS, ""),
        ("xã phường thị trấn", _COMMUNES, ""),
        ("huyện thị thành phố", _UNITS, ""),
        ("huyện thị thành", _UNITS, ""),
        ("cơ quan chuyên môn", _DEPARTMENTS, ""),
        ("sở ban ngành", _DEPARTMENTS, ""),
        ("sở ngành", _DEPARTMENTS, ""),
        ("ban ngành", _DEPARTMENTS, ""),
        ("huyện thị", _UNITS, ""),
        ("quận huyện", _UNITS, ""),
        ("địa phương", _UNITS, ""),
        ("địa bàn", _UNITS, ""),
        ("thành phố", _UNITS, "city"),
        ("thị xã", _UNITS, "town"),
        ("thị trấn", _COMMUNES, "township"),
        ("cơ quan", _DEPARTMENTS, ""),
        ("đơn vị", _ALL, ""),
        ("huyện", _UNITS, ""),
        ("phường", _COMMUNES, "ward"),
        ("xã", _COMMUNES, ""),
        ("sở", _DEPARTMENTS, ""),
        ("tp", _UNITS, "city"),
        ("tx", _UNITS, "town"),
    )
)
_LEVELS = tuple(
    (tuple(phrase.split()), code)
    for phrase, code in (
        ("hành chính cấp huyện", _UNITS),
        ("hành chính cấp xã", _COMMUNES),
        ("cấp huyện", _UNITS),
        ("cấp xã", _COMMUNES),
        ("cấp tỉnh", _DEPARTMENTS),
        ("cấp sở", _DEPARTMENTS),
    )
)
_EACH = tuple(
    tuple(phrase.split())
    for phrase in (
        "tất cả các",
        "toàn bộ các",
        "theo từng",
        "giữa các",
        "của các",
        "tất cả",
        "toàn bộ",
        "các",
        "những",
        "mỗi",
        "từng",
        "mọi",
        "khối",
        "theo",
        "top",
    )
)
_WHICH = (("nào",),)
_LEADING = (("dẫn", "đầu"), ("đứng", "đầu"), ("đứng", "cuối"), ("đứng", "thứ"), ("xếp", "thứ"), ("xếp", "cuối"))
_AND = frozenset({"và", "hoặc", "hay", "va", "hoac"})
_TIME = frozenset({"tháng", "thang", "quý", "quy", "năm", "nam", "ngày", "ngay", "tuần", "tuan", "lần", "lan"})
_NOT_AFTER = {
    "xã": frozenset({"hội", "hoi", "viên"}),
    "sở": frozenset({"hữu", "huu", "thích"}),
    "thành phố": frozenset({"thông", "thong", "mới"}),
    "đơn vị": frozenset({"tính", "tinh", "đo", "do"}),
}
_AFTER_DEPARTMENTS = frozenset({"", "co", "ve", "theo", "trong", "dat", "giai", "nam", "thang", "quy"})
_COUNTED = frozenset({"so", "le", "nhieu", "may"})
_NUMBERS = frozenset({"hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "chin", "mười"})


@dataclass(frozen=True, slots=True)
class Many:
    """The words ``[first, last)`` name places together. asks: they ask which of them."""

    first: int
    last: int
    code: str
    types: tuple[str, ...]
    asks: bool


def groups(heard: Heard, blocked: Collection[int]) -> list[Many]:
    """Return what places a question names together."""
    found: list[Many] = []
    at = 0
    while at < len(heard.words):
        many = _group(heard, at, blocked)
        if many:
            found.append(many)
        at = many.last if many else at + 1
    return found


def _group(heard: Heard, first: int, blocked: Collection[int]) -> Many | None:
    nouns = list(_nouns(heard, first, blocked))
    if not nouns:
        return None
    last = nouns[-1][0]
    codes = dict.fromkeys(code for _, _, code, _ in nouns)
    level = next((each for each in _LEVELS if heard.says(last, each[0])), None)
    if level:
        last, codes = last + len(level[0]), {level[1]: None}
    begins = _begin(heard, first)
    asks = any(heard.says(last, word) for word in _WHICH)
    leads = any(heard.says(last, phrase) for phrase in _LEADING)
    listed = len(nouns) > 1 or len(nouns[0][1]) > 2
    if not (asks or leads or begins is not None or listed) or _is_level(heard, first):
        return None
    if begins is None and not asks and heard.words[first - 1].plain in _COUNTED and first:
        return None
    if _is_unclear(heard, first, last, asks=asks, begins=begins is not None):
        return None
    types = [type_ for _, _, _, type_ in nouns]
    narrowed = () if level or "" in types else tuple(dict.fromkeys(types))
    if len(codes) == 2 and not any(phrase == ("cơ", "quan") for _, phrase, _, _ in nouns):
        # "Đơn vị" beside "huyện" or "sở ngành" only says again that those are meant.
        codes.pop(_ALL, None)
    code = next(iter(codes)) if len(codes) == 1 else _ALL
    return Many(first if begins is None else begins, last + asks, code, narrowed if code != _ALL else (), asks)


def _nouns(heard: Heard, at: int, blocked: Collection[int]) -> Iterator[tuple[int, tuple[str, ...], str, str]]:
    """Yield the nouns of a list: where each ends, its words, code and type."""
    start = at
    while True:
        noun = next((each for each in _NOUNS if heard.says(at, each[0])), None)
        if noun is None or set(range(at, at + len(noun[0]))) & set(blocked):
            return
        after = heard.words[at + len(noun[0])].text if at + len(noun[0]) < len(heard.words) else ""
        if noun[0] == ("sở",) and at > start and not heard.words[at].marked:
            return
        if after in _NOT_AFTER.get(" ".join(noun[0]), ()):
            return
        at += len(noun[0])
        yield at, noun[0], noun[1], noun[2]
        while at < len(heard.words) and heard.words[at].text in _AND | FILLERS:
            at += 1


def _begin(heard: Heard, first: int) -> int | None:
    """Return where a group begins that a word before makes one: each, all, a number, which stays outside."""
    for phrase in _EACH:
        if heard.says_before(first, phrase) and heard.soft(first - len(phrase), first + 1):
            return first if phrase == ("top",) else first - len(phrase)
    before = heard.words[first - 1] if first else None
    if before is None or not heard.soft(first - 1, first + 1):
        return None
    numbered = (before.text.isdigit() and len(before.text) < 4) or before.text in _NUMBERS
    dated = first > 1 and heard.words[first - 2].text in _TIME
    return first if numbered and not dated else None


def _is_level(heard: Heard, first: int) -> bool:
    """Whether the words name levels of administration: provided at province, district and commune level."""
    return any(heard.says_before(first, word) for word in (("cấp",), ("tỉnh",)))


def _is_unclear(heard: Heard, first: int, last: int, *, asks: bool, begins: bool) -> bool:
    """Whether the words may be others without their diacritics: so is both number and department."""
    word = heard.words[first]
    if word.marked or word.plain not in ("so", "xa") or asks:
        return False
    if word.plain == "so" and last > first + 1 and heard.words[first + 1].plain in ("ban", "nganh"):
        return False
    if word.plain == "xa":
        return heard.said.marked and last == first + 1
    after = heard.words[last].plain if last < len(heard.words) else ""
    return heard.said.marked or not begins or heard.words[first - 1].text in _NUMBERS or after not in _AFTER_DEPARTMENTS
