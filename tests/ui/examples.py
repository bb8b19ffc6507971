"""EXAMPLES, not data: hand-made pages with plausible numbers and the longest real names, for looking at templates.

Names of places, sectors and centres are read from the pack, so that none is invented and the long ones are all here.
"""

import csv
import json
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from songbe.centres.queries import pages
from songbe.centres.rules import classes
from songbe.config.environment import ROOT
from songbe.indicators.queries.catalogue import UnitOfMeasure
from songbe.indicators.queries.explained import Line
from songbe.indicators.queries.figures import Elsewhere, Figure
from songbe.indicators.rules.definitions import Definition, Kind
from songbe.indicators.rules.targets import TargetStatus
from songbe.kernel.numbers import format_vi
from songbe.kernel.periods import parse_period
from songbe.kernel.vietnamese import sort_key
from songbe.places.models import Sector
from songbe.places.queries import Place

PACK = ROOT / "packs" / "binhduong"
AS_OF = date(2023, 12, 31)
PERIOD = parse_period("2023")
MONTHS = [f"T{month}/2023" for month in range(1, 13)]

UNITS = {
    unit.code: unit
    for unit in (
        UnitOfMeasure("percent", "phần trăm", "percent", "%", "percent", 2),
        UnitOfMeasure("dossier", "hồ sơ", "dossiers", "", "count", 0),
        UnitOfMeasure("vnd", "đồng", "Vietnamese dong", "₫", "money", 0),
        UnitOfMeasure("working_day", "ngày làm việc", "working days", "ngày", "duration", 1),
        UnitOfMeasure("deaths", "trẻ chết trên 1.000 trẻ sinh sống", "deaths per 1,000 live births", "‰", "ratio", 1),
        UnitOfMeasure("ratio", "ca trên 100.000 dân", "cases per 100,000", "ca/100.000 trẻ sinh sống", "ratio", 1),
        UnitOfMeasure("rank_of_63", "hạng (trong 63)", "rank of 63", "hạng", "rank", 0),
    )
}


@dataclass(frozen=True, slots=True)
class Sample:
    """What the example figures are made from."""

    name: str
    unit: str
    value: str = ""
    target: str = ""
    status: str = "no-target"
    direction: str = "higher"
    change: str = ""
    simulated: bool = True
    qualifier: str | None = None


SAMPLES = (
    Sample("Tỷ lệ hồ sơ giải quyết thủ tục hành chính đúng hạn", "percent", "91.37", "95", "at-risk", change="-1.2"),
    Sample(
        "Tỷ lệ dịch vụ công trực tuyến toàn trình và một phần trên số dịch vụ công trực tuyến đã cung cấp",
        "percent",
        "84.05",
        "80",
        "met",
        change="11.3",
        simulated=False,
    ),
    Sample(
        "Số giao dịch thanh toán trực tuyến trên Cổng dịch vụ công",
        "dossier",
        "123000",
        "100000",
        "met",
        change="41200",
        simulated=False,
        qualifier="more_than",
    ),
    Sample("Số tiền thanh toán trực tuyến", "vnd", "14021345678", change="2100000000", qualifier="more_than"),
    Sample("Tỷ lệ phản ánh, kiến nghị 1022 được xử lý đúng hạn", "percent", "73.40", "90", "missed", change="-6.6"),
    Sample("Thời gian giải quyết trung bình một hồ sơ đất đai", "working_day", "12.4", "10", "missed", "lower", "1.9"),
    Sample("Tỷ lệ hồ sơ nộp trực tuyến", "percent", "52.18", "50", "met", change="20.0"),
    Sample(
        "Xếp hạng mức độ hài lòng của người dân, doanh nghiệp về chất lượng cung cấp dịch vụ công trực tuyến",
        "rank_of_63",
        "4",
        direction="lower",
        change="-2",
        simulated=False,
    ),
    Sample("Số hồ sơ tiếp nhận", "dossier", "1120405", direction="neutral", change="-10035"),
    Sample("Tỷ suất tử vong của trẻ em dưới 1 tuổi", "deaths", "5.1", "6", "met", "lower", "0"),
    Sample(
        "Tỷ lệ số tiền chậm đóng bảo hiểm xã hội, bảo hiểm y tế, bảo hiểm thất nghiệp so với số phải thu",
        "percent",
        "4.62",
        "3",
        "missed",
        "lower",
        "0.8",
    ),
    Sample("Tỷ số tử vong mẹ", "ratio", "23.4", direction="lower"),
    Sample(
        "Số kế hoạch hỗ trợ hộ nghèo, cận nghèo, gia đình chính sách có ít nhất một thiết bị thông minh được ban hành",
        "dossier",
        simulated=False,
    ),
)
LAST_MONTH_MISSING = 5
"""The sample whose course has a gap."""


def _rows(name: str) -> list[dict[str, str]]:
    with (PACK / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _place(row: Mapping[str, str]) -> Place:
    return Place(
        code=row["code"],
        name_vi=row["name_vi"],
        short_name_vi=row["short_name_vi"],
        name_en=row["name_en"],
        tier=row["tier"],
        kind=row["type"],
        parent=row["parent_code"],
        sort_key=sort_key(row["short_name_vi"]),
    )


def _held(row: Mapping[str, str], day: str) -> bool:
    return row["valid_from"] <= day and (not row["valid_to"] or day < row["valid_to"])


OF_2023 = [row for row in _rows("places/units.csv") if _held(row, "2023-12-31")]
PROVINCE = next(_place(row) for row in OF_2023 if row["tier"] == "province")
DISTRICTS = sorted(
    (_place(row) for row in OF_2023 if row["parent_code"] == PROVINCE.code), key=lambda place: place.sort_key
)
SECTORS = [
    Sector(code=row["code"], order=int(row["order"]), name_vi=row["name_vi"], name_en=row["name_en"])
    for row in _rows("sectors.csv")
]
CENTRES = [
    line.split("name_vi:")[1].strip()
    for line in (PACK / "centres.yaml").read_text(encoding="utf-8").splitlines()
    if line.strip().startswith("name_vi:")
]


def choice(value: str, label: str, *, chosen: bool = False, group: str = "") -> pages.Choice:
    """An entry of a filter."""
    return pages.Choice(value, label, f"/ioc/?place={value}", chosen, group)


def frame() -> pages.Frame:
    """The frame of all pages."""
    home = choice(PROVINCE.code, PROVINCE.name_vi, chosen=True, group="Tỉnh")
    return pages.Frame(
        place=PROVINCE,
        period=PERIOD,
        period_label="năm 2023",
        basis="as-then",
        places=[home, *(choice(one.code, one.short_name_vi, group="Cấp huyện") for one in DISTRICTS)],
        periods=[choice("2023", "năm 2023", chosen=True, group="2023"), choice("2022", "năm 2022", group="2022")],
        path=[home],
        as_of=AS_OF,
        simulated=True,
        address="https://ioc.example.org/ioc/?place=74&period=2023",
        exports={"xlsx": "?format=xlsx", "csv": "?format=csv"},
        today=AS_OF,
    )


def _figure(at: int, place: Place = PROVINCE) -> Figure:
    sample = SAMPLES[at]
    value = Decimal(sample.value) if sample.value else None
    return Figure(
        indicator=f"K{at:02}",
        name=sample.name,
        name_en=f"Example indicator {at}",
        sector="DVC",
        place=place.code,
        place_name=place.name_vi,
        period="2023",
        period_covered="2023",
        value=value,
        unit=sample.unit,
        qualifier=sample.qualifier,
        kind="from-cases" if sample.simulated else "outside",
        source="hồ sơ một cửa" if sample.simulated else "Báo cáo tổng kết ngành năm 2023",
        as_of=AS_OF,
        published=None if sample.simulated else value,
        computed=value,
        numerator=Decimal(1586),
        denominator=Decimal(1887),
        records=10035,
        publication_status="provisional" if sample.simulated else "published",
        target=Decimal(sample.target) if sample.target else None,
        target_status=TargetStatus(sample.status),
        definition_version=3,
        basis="as-then",
        estimate=False,
        simulated=sample.simulated,
        decimals=2,
        target_source="Kế hoạch chuyển đổi số năm 2023 của tỉnh" if sample.target else "",
    )


def _course(at: int, last: Decimal) -> list[Decimal | None]:
    chance = random.Random(at)
    shares = [Decimal(str(round(0.86 + 0.012 * month + chance.uniform(-0.03, 0.03), 3))) for month in range(11)]
    course: list[Decimal | None] = [round(last * share, 2) for share in shares]
    if at == LAST_MONTH_MISSING:
        course[3] = course[4] = None
    return [*course, last]


def _tile(at: int) -> pages.Tile:
    sample = SAMPLES[at]
    last = Decimal(sample.value or 0)
    change = Decimal(sample.change) if sample.change else None
    before = last - change if change is not None else None
    return pages.Tile(
        figure=_figure(at),
        definition=Definition(
            code=f"K{at:02}",
            name_vi=sample.name,
            name_en=f"Example indicator {at}",
            sector="DVC",
            unit=sample.unit,
            kind=Kind.from_cases,
            direction=sample.direction,
            decimals=2,
            definition_vi="Số hồ sơ giải quyết đúng hoặc trước hạn trên tổng số hồ sơ đã giải quyết.",
        ),
        unit=UNITS[sample.unit],
        url=f"/ioc/figures/K{at:02}/",
        change=change,
        worse=bool(change) and sample.direction != "neutral" and ((change or 0) < 0) == (sample.direction == "higher"),
        trend=_course(at, last) if sample.value else [],
        trend_labels=MONTHS if sample.value else [],
        relative=change / before if change is not None and before else None,
        before=before,
        before_label="năm 2022",
    )


TILES = [_tile(at) for at in range(len(SAMPLES))]


def late() -> list[pages.Late]:
    """Values that should be there."""
    listed = [
        (4, DISTRICTS[0], "2023-11", 21, "Sở Thông tin và Truyền thông"),
        (10, PROVINCE, "2023-Q3", 46, "Bảo hiểm xã hội tỉnh"),
        (2, DISTRICTS[7], "2023-12", 3, "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân"),
    ]
    return [
        pages.Late(TILES[at].definition, place, parse_period(period), date(2023, 12, 10), days, owner, "/ioc/")
        for at, place, period, days, owner in listed
    ]


def sectors() -> list[pages.SectorState]:
    """All sectors, the most worrying first."""
    chance = random.Random(4)
    return [
        pages.SectorState(
            sector=sector,
            url=f"/ioc/sectors/{sector.code}/",
            indicators=chance.randint(20, 60),
            with_value=chance.randint(5, 20),
            met=chance.randint(0, 9),
            at_risk=max(0, 4 - at // 2),
            missed=max(0, 5 - at),
            worse=chance.randint(0, 6) if at < 14 else 0,
            late=2 if at in (1, 6) else 0,
            newest=AS_OF if at % 3 else date(2023, 11, 30),
            headline=TILES[at % len(TILES)],
        )
        for at, sector in enumerate(SECTORS)
    ]


def overview() -> pages.OverviewPage:
    """How the province stands."""
    return pages.OverviewPage(
        frame=frame(),
        headline=TILES[:8],
        sectors=sectors(),
        worse=[TILES[at] for at in (4, 5, 10, 0)],
        late=late(),
        late_total=12,
        centres=[choice(name, name) for name in CENTRES],
        totals={},
        worse_total=23,
        missed=[TILES[at] for at in (4, 5, 10, 0)],
    )


def sector() -> pages.SectorPage:
    """One sector."""
    tiles, rest = [TILES[at] for at in (4, 5, 10, 0, 1, 2, 6, 9)], [TILES[at] for at in (3, 7, 8, 11, 12)]
    return pages.SectorPage(frame(), sectors()[0], tiles, rest, late()[:1])


SHARES = ("94.7", "81.9", "81.3", "79.4", "73.4", "73.4", "72.9", "72.5", None)


def _status(share: str | None) -> str:
    if share is None:
        return "no-target"
    return "met" if float(share) >= 80 else "at-risk" if float(share) > 79 else "missed"


def _ranked(at: int, place: Place, share: str | None) -> pages.Ranked:
    value = Decimal(share) if share else None
    figure = replace(_figure(4, place), value=value, target=Decimal(80), target_status=TargetStatus(_status(share)))
    change = Decimal("1.5") * (at - 4) if share else None
    return pages.Ranked(place, figure, at + 1 if share else 0, f"/ioc/figures/K04/?place={place.code}", change)


def _chart(tile: pages.Tile) -> dict[str, Any]:
    return {
        "name": tile.definition.name_vi,
        "unit": "%",
        "digits": 2,
        "periods": MONTHS,
        "target": {"value": 90, "label": "Mục tiêu 90 %"},
        "provisional_from": 10,
        "series": [
            {"name": "2023", "values": [float(value) if value is not None else None for value in tile.trend]},
            {"name": "2022", "values": [60.0 + at for at in range(12)]},
        ],
    }


def _map(tile: pages.Tile, ranking: Sequence[pages.Ranked]) -> dict[str, Any]:
    values = [one.figure.value for one in ranked_values(ranking)]
    return {
        "name": tile.definition.name_vi,
        "unit": "%",
        "digits": 1,
        "shapes": json.loads((PACK / "places" / "tiles.geojson").read_text(encoding="utf-8")),
        "items": [
            {
                "code": one.place.code,
                "name": one.place.short_name_vi,
                "value": None if one.figure.value is None else float(one.figure.value),
                "status": one.figure.target_status.value,
                "href": one.url,
            }
            for one in ranking
        ],
        "classes": [
            {
                "min": None if low is None else float(low),
                "max": None if high is None else float(high),
                "label": f"từ {format_vi(low or 0, 1)} đến dưới {format_vi(high or 100, 1)}",
            }
            for low, high in classes([value for value in values if value is not None])
        ],
    }


def ranked_values(ranking: Sequence[pages.Ranked]) -> list[pages.Ranked]:
    """Those of a ranking that have a value."""
    return [one for one in ranking if one.figure.value is not None]


def indicator() -> pages.IndicatorPage:
    """One indicator."""
    tile = TILES[4]
    said = Elsewhere(Decimal("71.69"), "", "Báo ngành", date(2023, 11, 29), "", "thời điểm cuối tháng 11/2023")
    ranking = [_ranked(at, place, share) for at, (place, share) in enumerate(zip(DISTRICTS, SHARES, strict=True))]
    return pages.IndicatorPage(
        frame=frame(),
        tile=replace(tile, figure=replace(tile.figure, others=(said,))),
        trend_labels=MONTHS,
        trend=tile.trend,
        year_before=[Decimal(60 + at) for at in range(12)],
        ranking=ranking,
        tiles=None,
        explanation=[
            Line("Định nghĩa", "Definition", tile.definition.definition_vi, tile.definition.name_en),
            Line("Căn cứ", "Named by", *["Quyết định 766/QĐ-TTg ngày 23/6/2022"] * 2),
            Line("Công thức", "Formula", "số bản ghi đúng hạn chia cho tổng số bản ghi", "on time, divided by all"),
            Line("Phép tính", "Sum", "7.366 / 10.035", "7,366 / 10,035"),
        ],
        can_read_records=True,
        records_url="/ioc/figures/K04/records/?place=74",
        breakdown=[("Qua tổng đài", Decimal("71.2")), ("Qua ứng dụng", Decimal("80.0"))],
        related=[choice("K09", "Số phản ánh tiếp nhận"), choice("K11", "Mức độ hài lòng với kết quả xử lý")],
        chart=_chart(tile),
        map=_map(tile, ranking),
        sector=choice("RPT", "Phản ánh, kiến nghị 1022"),
        ranking_level="Cấp huyện",
    )


def board(groups: int = 6) -> pages.BoardPage:
    """A board of some groups."""
    titles = (
        "Kinh tế - xã hội",
        "Thủ tục hành chính",
        "Tiếng nói người dân qua 1022",
        "Chuyển đổi số",
        "Chỉ đạo, điều hành",
        "Trật tự, an toàn, môi trường",
    )
    made = [
        pages.BoardGroup(titles[at], [TILES[(at * 5 + step) % len(TILES)] for step in range(5 + at % 2)])
        for at in range(groups)
    ]
    return pages.BoardPage(frame(), "tinh", max(CENTRES, key=len), "province", True, made, late()[:2])


def records() -> pages.RecordsPage:
    """The records of a figure."""
    rows = [
        [
            f"000.00.01.H09-2312{at:02}-{at:04}",
            f"{at + 1:02}/12/2023",
            f"{at + 9:02}/12/2023",
            "Đăng ký biến động quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất",
            "đúng hạn" if at % 3 else "quá hạn",
        ]
        for at in range(15)
    ]
    return pages.RecordsPage(
        frame=frame(),
        figure=_figure(0),
        definition=TILES[0].definition,
        unit=UNITS["percent"],
        total=10035,
        columns=["Mã hồ sơ", "Tiếp nhận", "Hẹn trả", "Thủ tục", "Kết quả"],
        rows=rows,
        condition="hồ sơ có ngày giải quyết xong trong kỳ, thỏa NOT cancelled",
        page=2,
        pages=101,
        previous_url="?page=1",
        next_url="?page=3",
        simulated=[at % 2 == 0 for at in range(15)],
    )


def search(text: str = "ho so truc tuyen") -> pages.SearchPage:
    """What a search found."""
    return pages.SearchPage(frame(), text, [TILES[at] for at in (6, 1, 8, 0)], 4)


def nothing() -> pages.SearchPage:
    """A search that found nothing."""
    return pages.SearchPage(frame(), "zzz", [], 0)


def publication() -> pages.PublicationPage:
    """A published figure."""
    return pages.PublicationPage(
        frame=frame(),
        definition=TILES[0].definition,
        unit=UNITS["percent"],
        as_of=AS_OF,
        value=Decimal("91.37"),
        decimals=2,
        qualifier="",
        source="hồ sơ một cửa",
        simulated=True,
        target=Decimal("95.000000"),
        target_status="at-risk",
        records=10035,
        published_at=datetime(2024, 1, 5, 9, 30, tzinfo=UTC),
        published_by="Nguyễn Thị Hồng Nhung",
        definition_version=3,
        watermark=datetime(2024, 1, 4, 17, 0, tzinfo=UTC),
        records_digest="3f9a" * 16,
        reason="Bổ sung 12 hồ sơ báo cáo trễ",
        restates=choice("a", "bản ngày 02/01/2024"),
        newer=None,
        current=choice("b", "số liệu hiện nay"),
        address="https://ioc.example.org/ioc/figures/K00/74/2023/2023-12-31/",
    )


Builder = Callable[[], Any]
"""Makes an example page."""
