"""Invented values for the gallery: every component in every state it has, with names as long as real ones."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from songbe.ui.templatetags.figures import Tally


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure."""

    code: str
    name_vi: str
    name_en: str
    symbol: str
    kind: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure, as far as components draw it."""

    value: Decimal | None
    target: Decimal | None = None
    target_status: str = "no-target"
    qualifier: str | None = None
    as_of: date | None = date(2023, 12, 31)
    suppressed: bool = False
    simulated: bool = False
    estimate: bool = False
    publication_status: str = "published"


@dataclass(frozen=True, slots=True)
class Named:
    """Something with a name: a definition, a place."""

    name_vi: str
    name_en: str
    direction: str = "higher"
    short_name_vi: str = ""


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure among others."""

    figure: Figure
    unit: Unit
    definition: Named
    change: Decimal | None = None
    relative: Decimal | None = None
    worse: bool = False
    trend: Sequence[Decimal | None] = ()
    trend_labels: Sequence[str] = ()
    url: str = "#tiles"


@dataclass(frozen=True, slots=True)
class Ranked:
    """A place in a ranking."""

    place: Named
    figure: Figure
    rank: int
    change: Decimal | None
    url: str = "#ranking"


@dataclass(frozen=True, slots=True)
class Gallery:
    """Everything on the page of components."""

    states: Sequence[str]
    tiles: Sequence[Tile]
    ranking: Sequence[Ranked]
    ranked_tile: Tile
    counts: Tally
    line: dict[str, Any]
    map: dict[str, Any]


PERCENT = Unit("percent", "phần trăm", "percent", "%", "percent")
DOSSIERS = Unit("dossier", "hồ sơ", "dossiers", "", "count")
DONG = Unit("vnd", "đồng", "Vietnamese dong", "₫", "money")
DAYS = Unit("working_day", "ngày làm việc", "working days", "ngày", "duration")
RANK = Unit("rank_of_63", "hạng (trong 63)", "rank of 63", "hạng", "rank")

MONTHS = [f"T{month}/2023" for month in range(1, 13)]
PLACES = ("Hải Vương", "Thị xã Bến Trăng", "Mộc Tinh", "Song Ngư", "Bảo Bình", "Kim Ngưu Thượng", "Chòm Gấu Lớn")
SHARES = ("95.4", "91.2", "88", "80.05", "74.5", "61.9", None)


def gallery() -> Gallery:
    """Return the specimens."""
    tiles = _tiles()
    return Gallery(
        states=("met", "on-track", "at-risk", "missed", "no-target"),
        tiles=tiles,
        ranking=[_ranked(at, name, share) for at, (name, share) in enumerate(zip(PLACES, SHARES, strict=True))],
        ranked_tile=tiles[0],
        counts=Tally(indicators=1140, with_value=982, met=61, at_risk=12, missed=9, worse=23, late=4),
        line=_line(),
        map=_map(),
    )


def _course(*values: str) -> tuple[Decimal | None, ...]:
    return tuple(Decimal(value) if value else None for value in values)


def _tiles() -> list[Tile]:
    return [*_judged(), *_plain()]


RISING = _course("71", "72.4", "73", "74.8", "76", "77.1", "78", "79.9", "81", "82.2", "83.4", "84.05")
FALLING = _course("93", "92.1", "92.4", "91", "90.2", "", "", "86.9", "85.1", "84.9", "82", "81.37")
LONG = "Tỷ lệ dịch vụ công trực tuyến toàn trình và một phần trên số dịch vụ công trực tuyến đã cung cấp"


def _times(course: Sequence[Decimal | None], factor: int) -> tuple[Decimal | None, ...]:
    return tuple(None if value is None else value * factor for value in course)


def _judged() -> Iterator[Tile]:
    """What has a target."""
    missed = Figure(Decimal("81.37"), Decimal("95.000000"), "missed", simulated=True, publication_status="provisional")
    in_time = Named("Tỷ lệ hồ sơ giải quyết đúng hạn", "Dossiers settled in time")
    yield Tile(missed, PERCENT, in_time, Decimal("-4.2"), Decimal("-0.049"), True, FALLING, MONTHS)
    near = Figure(Decimal("12.4"), Decimal(12), "at-risk", estimate=True)
    mean = Named("Thời gian giải quyết trung bình một hồ sơ", "Mean days to settle a dossier", "lower")
    longer = _course("11", "11.2", "11.6", "12", "12.4")
    yield Tile(near, DAYS, mean, Decimal("0.9"), Decimal("0.078"), True, longer, MONTHS[:5])
    met = Figure(Decimal("84.05"), Decimal(80), "met")
    online = Named(LONG, "Online procedures among all procedures")
    yield Tile(met, PERCENT, online, Decimal("11.3"), Decimal("0.155"), False, RISING, MONTHS)
    running = Figure(Decimal(123000), Decimal(100000), "on-track", "more_than")
    paid = Named("Số hồ sơ thanh toán trực tuyến", "Dossiers paid online")
    yield Tile(running, DOSSIERS, paid, Decimal(41200), Decimal("0.503"), False, _times(RISING, 1400), MONTHS)


def _plain() -> Iterator[Tile]:
    """What has no target, or no value."""
    money = Figure(Decimal(14021345678), None, "no-target", "nearly", simulated=True)
    paid = Named("Số tiền thanh toán trực tuyến", "Money paid online")
    yield Tile(money, DONG, paid, Decimal(-850000000), Decimal("-0.057"), True, _times(FALLING, 10**8), MONTHS)
    rank = Figure(Decimal(4), None, "no-target", publication_status="restated")
    yield Tile(rank, RANK, Named("Xếp hạng chuyển đổi số", "Rank in digital transformation", "lower"), Decimal(-2))
    hidden = Named("Số hồ sơ của một nhóm rất nhỏ", "Dossiers of a very small group")
    yield Tile(Figure(None, suppressed=True), DOSSIERS, hidden)
    yield Tile(Figure(None, as_of=None), DOSSIERS, Named("Số hồ sơ chưa ai báo cáo", "Dossiers nobody has reported"))


def _ranked(at: int, name: str, share: str | None) -> Ranked:
    value = None if share is None else Decimal(share)
    status = "no-target" if value is None else "met" if value >= 90 else "at-risk" if value >= 85 else "missed"
    figure = Figure(value, Decimal(90), status, simulated=at % 2 == 0)
    return Ranked(
        Named(name, "", short_name_vi=name), figure, at + 1 if share else 0, Decimal(2 - at) if share else None
    )


def _line() -> dict[str, Any]:
    now = [71, 72.4, 73, 74.8, 76, 77.1, 78, 79.9, 81, 82.2, 83.4, 84.05]
    return {
        "unit": "%",
        "digits": 2,
        "periods": MONTHS,
        "series": [{"name": "2023", "values": now}, {"name": "2022", "values": [value - 9.5 for value in now]}],
        "target": {"value": 80, "label": "Mục tiêu 80 %"},
        "provisional_from": 10,
    }


def _map() -> dict[str, Any]:
    places = [(0, 0), (1, 0), (2, 0), (0.5, -0.866), (1.5, -0.866), (1, -1.732), (2, -1.732)]
    return {
        "unit": "%",
        "digits": 1,
        "shapes": {"type": "FeatureCollection", "features": [_tile(str(at), x, y) for at, (x, y) in enumerate(places)]},
        "items": [
            {
                "code": str(at),
                "name": name,
                "value": float(share) if share else None,
                "status": _ranked(at, name, share).figure.target_status,
                "href": "#map",
            }
            for at, (name, share) in enumerate(zip(PLACES, SHARES, strict=True))
        ],
        "classes": [
            {"max": 70, "label": "dưới 70 %"},
            {"min": 70, "max": 80, "label": "70 – 80 %"},
            {"min": 80, "max": 85, "label": "80 – 85 %"},
            {"min": 85, "max": 92, "label": "85 – 92 %"},
            {"min": 92, "label": "từ 92 %"},
        ],
    }


def _tile(code: str, x: float, y: float) -> dict[str, Any]:
    corners = [(0.49, 0.283), (0, 0.566), (-0.49, 0.283), (-0.49, -0.283), (0, -0.566), (0.49, -0.283), (0.49, 0.283)]
    ring = [[x + dx, y + dy] for dx, dy in corners]
    return {"type": "Feature", "properties": {"code": code}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
