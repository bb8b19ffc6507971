"""Words that ask for a procedure, and for what of it: papers, fee, time, place."""

import re

from songbe.assistant.rules.cues import any_of
from songbe.assistant.rules.operations import Cues, spans_of
from songbe.assistant.rules.query import Aspect, Operation
from songbe.assistant.rules.text import Said

_ASPECTS: tuple[tuple[Aspect, re.Pattern[str]], ...] = (
    (
        Aspect.track,
        any_of(
            r"tra cuu (?:ma )?(?:ho so|hs)",
            r"ma ho so",
            r"ho so (?:so|ma) ?\w*\d",
            r"ho so (?:cua )?(?:toi|em|minh)(?: \w+){0,4} (?:toi dau|den dau|xong chua|the nao)",
            r"track",
        ),
    ),
    (
        Aspect.fee,
        any_of(
            r"le phi",
            r"phi(?: bao nhieu)?",
            r"(?:ton|het|mat|dong|nop|tra|thu) (?:bao nhieu|may|nhieu|nhiu|bn)(?: (?:tien|dong|phi))?",
            r"bao nhieu tien",
            r"mat phi",
            r"mien phi(?: khong)?",
            r"tinh (?:tien|phi) (?:sao|the nao|ra sao)",
            r"fee[s]?",
            r"cost",
        ),
    ),
    (
        Aspect.term,
        any_of(
            r"(?:mat|trong|het|cho) (?:bao lau|may ngay|bao nhieu ngay|may hom)",
            r"bao lau(?: thi)?(?: (?:co|xong|duoc|nhan))?",
            r"may ngay(?: thi)?(?: (?:co|xong|duoc|nhan|lam))?",
            r"bao nhieu ngay",
            r"thoi (?:han|gian)(?: giai quyet)?",
            r"khi nao (?:co|xong|nhan|lay)",
            r"how long",
        ),
    ),
    (
        Aspect.where,
        any_of(
            r"(?:nop|lam|dang ky|den|toi|nhan|lay|xin|o|di)(?: \w+){0,4} (?:o )?dau",
            r"o dau",
            r"tai dau",
            r"(?:lien he|gap|den|toi|ra|qua|o) (?:\w+ ){0,2}(?:cho nao|noi nao|co quan nao|ai)",
            r"co quan nao (?:giai quyet|tiep nhan|cap|lam)",
            r"noi (?:nop|nhan|lam)",
            r"where",
        ),
    ),
    (
        Aspect.online,
        any_of(
            r"(?:nop|lam|dang ky)(?: \w+){0,5} (?:online|truc tuyen|qua mang|tren mang|tai nha)(?: duoc)?(?: khong)?",
            r"(?:ngoi|o|tai) nha (?:\w+ ){0,3}(?:nop|lam|dang ky)(?: \w+){0,3} (?:duoc|khong)",
            r"(?:co )?(?:online|truc tuyen|qua mang) (?:duoc )?khong",
            r"muc do (?:may|bao nhieu)",
            r"online",
        ),
    ),
    (
        Aspect.legal,
        any_of(
            r"can cu phap ly",
            r"(?:theo )?(?:quy dinh|van ban|nghi dinh|thong tu|luat) nao",
            r"co so phap ly",
            r"quy dinh o dau",
            r"legal basis",
        ),
    ),
    (
        Aspect.steps,
        any_of(
            r"(?:cac |trinh tu |nhung )?buoc",
            r"quy trinh(?: the nao| ra sao)?",
            r"trinh tu",
            r"lam (?:the nao|sao|nhu the nao)",
            r"cach (?:lam|nop|dang ky)",
            r"thu tuc (?:the nao|ra sao|nhu the nao)",
            r"steps",
            r"how (?:do i|to)",
        ),
    ),
    (
        Aspect.documents,
        any_of(
            r"(?:can|phai|mang|nop|chuan bi|cam)(?: \w+){0,4} (?:giay to|ho so)? ?(?:gi|nao|nhung gi)",
            r"giay to",
            r"can (?:nhung )?gi",
            r"ho so (?:gom|can|bao gom|yeu cau)(?: nhung)?(?: gi)?",
            r"(?:ho so|giay to)(?: \w+){1,14} (?:gom|bao gom|can)(?: nhung| cac)?(?: \w+)? gi",
            r"gom (?:nhung )?(?:thu |giay |giay to |cai )?gi",
            r"thanh phan ho so",
            r"documents?",
            r"papers?",
        ),
    ),
)
_PROCEDURE = any_of(
    r"thu tuc (?!hanh chinh)",
    r"lam (?:lai |moi |giay |the |ho chieu)",
    r"xin (?:cap|giay|phep|lai|xac nhan)",
    r"cap (?:lai|doi|moi)",
    r"doi (?:giay|the|ten|bang)",
    r"dang ky (?!kinh doanh moi|moi)",
    r"toi (?:muon|can|phai)",
    r"em (?:muon|can|phai)",
    r"minh (?:muon|can|phai)",
    r"muon (?:lam|xin|dang ky|nop|mo)",
)


_OF_NAMES = frozenset(("dang", "ky", "cap", "doi", "ho", "so", "giay"))
"""Words that ask and stand in names of procedures too."""
_STRONG = frozenset({Aspect.documents, Aspect.where, Aspect.legal, Aspect.steps, Aspect.track})
_FIGURES = frozenset(
    {Operation.rank, Operation.rank_of, Operation.series, Operation.explain, Operation.filter, Operation.target_gap}
)


def asked_of_a_procedure(heard: Said, cues: Cues) -> tuple[Aspect, Said, bool] | None:
    """Return what is asked of a procedure, the words that name it, and whether nothing else can be meant; None where
    the words ask for figures."""
    if cues.operation in _FIGURES:
        return None
    wanted = bool(_PROCEDURE.search(heard.plain))
    found = [(aspect, spans) for aspect, pattern in _ASPECTS if (spans := spans_of(pattern, heard.plain))]
    if not found and not wanted:
        return None
    aspect = found[0][0] if found else Aspect.overview
    asking = (span for _aspect, spans in found for span in spans)
    rest = heard.without(span for span in asking if heard.plain[span.start : span.end] not in _OF_NAMES)
    return aspect, rest, aspect in _STRONG or wanted
