"""Forms of speech written down as they are spelt, and found as they are typed: with diacritics, without, misspelt."""

import re
from functools import lru_cache

from songbe.kernel.vietnamese import fold

_MISTYPED = {
    "tháng": ("thagn", "tahng", "htang", "thangg", "thaang", "thanng", "thag", "thng", "tháng", "thangs", "thasng"),
    "quý": ("quí", "qui", "quys", "qúi"),
    "năm": ("nawm", "namw"),
    "tuần": ("tuàn", "tuân", "tuaan"),
    "kỳ": ("kì", "ki", "kỹ"),
    "kỷ": ("kỉ",),
    "ngoái": ("ngoài", "ngoaí", "ngoi"),
    "trước": ("truóc", "trươc", "truớc", "trứơc", "trc"),
    "đầu": ("đâu", "đàu", "đau"),
    "cuối": ("cuôi", "cúôi"),
    "cùng": ("cung",),
    "từng": ("tưng",),
    "với": ("vơi", "vs"),
    "hàng": ("hằng",),
    "mùng": ("mồng",),
    "bảy": ("bẩy",),
    "nghìn": ("ngàn",),
    "gần": ("gàn",),
}
"""Other spellings and slips of the finger that make no other word where a word of time can stand."""

_PART = re.compile(
    r"<(?:(?P<name>\w+):)?(?P<kind>\w+)>|\{(?P<called>\w+):|(?P<close>\})|(?P<word>[^\W\d_]+)|(?P<space> +(?![*+?]))"
    r"|(?P<group>\((?!\?))"
)
_BEGINS, _ENDS = r"(?<![^\W_])(?<!\d[./])", r"(?![^\W_])(?![/.]\d)"


def form(template: str, kinds: dict[str, str]) -> re.Pattern[str]:
    """Return the pattern of a form.

    template: Vietnamese words as they are spelt, with the signs ``( | ) ?`` of patterns; ``<kind>`` is a number of
    that kind, ``<name:kind>`` one under another name, ``{name:words}`` words that matter. Each word is found as
    spelt or without any diacritic.
    """
    return re.compile(_BEGINS + "(?:" + expanded(template, kinds) + ")" + _ENDS)


def expanded(template: str, kinds: dict[str, str]) -> str:
    """Return the source of the pattern of a form, without its boundaries."""

    def one(found: re.Match[str]) -> str:
        if found["word"]:
            return spelt(found["word"])
        if found["called"]:
            return f"(?P<{found['called']}>"
        if not found["kind"]:
            return ")" if found["close"] else " +" if found["space"] else "(?:"
        kind = found["kind"]
        return kinds[kind] if kind.startswith("a_") else f"(?P<{found['name'] or kind}>{kinds[kind]})"

    return _PART.sub(one, template)


@lru_cache(maxsize=1024)
def spelt(word: str) -> str:
    """Return the source of a pattern of one word: as spelt, without diacritics, or as often mistyped."""
    ways = dict.fromkeys((word, fold(word), *_MISTYPED.get(word, ())))
    return f"(?:{'|'.join(sorted(ways, key=len, reverse=True))})" if len(ways) > 1 else word
