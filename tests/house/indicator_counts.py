"""The page docs/indicators.md: how many indicators the full pack declares, of which kinds, and how sure we are of them.

After a change of the pack: ``python -m tests.house.indicator_counts`` writes the page again.
"""

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import django

from songbe.config.environment import ROOT
from songbe.indicators.rules.definitions import Definition, Kind

if TYPE_CHECKING:
    from songbe.config.packs import Pack

PACK = "binhduong"
PAGE = ROOT / "docs" / "indicators.md"

CERTAINTIES = ("read", "memory", "assumption")

KINDS_OF_SOURCE: Sequence[tuple[str, str]] = (
    ("international standard", r"^ISO |^U4SSC"),
    ("report of the sector on the year", r"^Báo cáo tổng kết ngành TT&TT"),
    (
        "index or set of criteria",
        r"\b(PAR I(ndex|NDEX)|PCI|PAPI|SIPAS|PII|DTI|DII|PGI|POBI|DDCI|EBI|LCI|FTA Index|PEPI|VN_AQI)\b"
        r"|Bộ (tiêu chí|chỉ số)|(?<!của )bộ (tiêu chí|chỉ số)|QĐ 766/QĐ-TTg|QĐ 922/QĐ-BTTTT|nông thôn mới|chín chỉ số",
    ),
    ("board of a system of the province", r"\(IOC\)|tại IOC|^Trích xuất|thống kê hệ thống|: hệ thống quan trắc"),
    (
        "statistical system or reporting circular",
        r"hệ thống chỉ tiêu|bộ chỉ tiêu|[Cc]hỉ tiêu (phát triển bền vững|thống kê)|[Cc]hế độ báo cáo|thống kê ngành"
        r"|báo cáo thống kê|^TT |^Thông tư|Niên giám|Luật Thống kê",
    ),
    (
        "plan, strategy or programme",
        r"Chiến lược|Đề án|Chương trình|[Kk]ế hoạch|Quy hoạch|[Pp]hong trào|NQ-HĐND|cơ cấu lại|QĐ-UBND|lưới điện",
    ),
    ("law, decree, decision or directive", r"^(Luật|Bộ luật|Nghị định|Nghị quyết|Chỉ thị|QĐ |Quy (định|chế))"),
    ("regular report or survey of a body", r"^(Báo|Đo|Khảo sát|Sách trắng|CSDL|Bộ|Bình Dương:) |[Bb]áo cáo"),
)
"""Kind of source -> what its text says; the first that fits counts."""

OTHER = "other"
OWN_FORMULA = r"cách tính của nền tảng|định nghĩa của bộ chỉ số này"
"""What a source says that names the matter, while the formula is the platform's."""

INTRODUCTION = """# Indicators in numbers
Counted from `packs/{pack}` by `tests/house/indicator_counts.py`. A test fails when this page is older than the pack;
`python -m tests.house.indicator_counts` writes it again.

- **{own} indicators** in {sectors} sectors. {computed} are counted from records, {said} are reported by agencies or
  published by others.
- **{members} members of {families} families** besides: one formula declared once for every sector. The tables below
  leave them out.
- {sources} different sources are named. No two indicators that are computed have one formula: `songbe pack check`
  refuses it.
- Of {ours} indicators the source names the matter while the formula is the platform's own; their source says so.
- {targets} targets and {published} figures that others published stand beside them.

`read`: the text that names the indicator was seen. `memory`: general knowledge, to be verified before official use.
`assumption`: ours."""


def kind_of_source(text: str) -> str:
    """Return the kind of source that names an indicator."""
    return next((kind for kind, pattern in KINDS_OF_SOURCE if re.search(pattern, text)), OTHER)


@lru_cache
def page() -> str:
    """Return the text of the page. Django must be set up."""
    from songbe.config.packs import read_pack

    pack, faults = read_pack(ROOT / "packs" / PACK)
    if pack is None or len(faults):
        raise ValueError(f"the pack {PACK} has {len(faults)} faults")
    return "\n".join(_lines(pack)) + "\n"


def _lines(pack: "Pack") -> Iterator[str]:
    own = [d for d in pack.indicators.definitions if not d.family]
    families = Counter(d.family for d in pack.indicators.definitions if d.family)
    yield _introduction(pack, own, families)
    yield "\n## By kind of source"
    yield from _by("source", own, lambda d: kind_of_source(d.source), [*(kind for kind, _ in KINDS_OF_SOURCE), OTHER])
    yield "\n## By kind of figure"
    yield from _by("kind", own, lambda d: d.kind.value, [kind.value for kind in Kind])
    yield "\n## By sector"
    names = {sector.code: f"{sector.code} {sector.name_en}" for sector in pack.places.sectors}
    yield from _by("sector", own, lambda d: names[d.sector], list(names.values()))
    yield "\n## Families"
    yield "| family | members |"
    yield "|---|--:|"
    yield from (_row(family, [count]) for family, count in sorted(families.items()))


def _introduction(pack: "Pack", own: Sequence[Definition], families: Counter[str]) -> str:
    computed = sum(d.kind.is_computed for d in own)
    return INTRODUCTION.format(
        pack=PACK,
        own=f"{len(own):,}",
        sectors=len(pack.places.sectors),
        computed=computed,
        said=len(own) - computed,
        members=families.total(),
        families=len(families),
        sources=len({d.source for d in own}),
        ours=sum(bool(re.search(OWN_FORMULA, d.source)) for d in own),
        targets=len(pack.indicators.targets),
        published=len(pack.indicators.published),
    )


def _by(title: str, own: Sequence[Definition], key: Callable[[Definition], str], order: Iterable[str]) -> Iterator[str]:
    """Yield a table with a row for each group that has an indicator, and one for all."""
    counts = Counter((key(d), d.certainty) for d in own)
    counted = Counter(key(d) for d in own if d.kind.is_computed)
    yield f"| {title} | indicators | {' | '.join(f'`{name}`' for name in CERTAINTIES)} | counted from records |"
    yield "|---|" + "--:|" * (len(CERTAINTIES) + 2)
    sums = Counter[str]()
    for name in order:
        each = {certainty: counts[name, certainty] for certainty in CERTAINTIES}
        sums.update(each)
        if any(each.values()):
            yield _row(name, [sum(each.values()), *each.values(), counted[name]])
    yield _row("**all**", [sums.total(), *(sums[certainty] for certainty in CERTAINTIES), counted.total()])


def _row(name: str, numbers: Iterable[int]) -> str:
    return f"| {name} | {' | '.join(f'{number:,}' for number in numbers)} |"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "songbe.config.settings")
    django.setup()
    PAGE.write_text(page(), encoding="utf-8")
