"""One indicator at one place: its course, the places under it, how it came about, what others say."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from songbe.centres.queries import charts
from songbe.centres.queries.addresses import figure_path, names_path, publication_path, records_path, sector_path
from songbe.centres.queries.frames import Asked, frame, locale, period_label
from songbe.centres.queries.late import late
from songbe.centres.queries.pages import Choice, IndicatorPage, Ranked, Tile
from songbe.centres.queries.standing import Standing, expected_at, some
from songbe.centres.queries.tiles import tile
from songbe.centres.rules import comparable, ranks, stood_through, year_periods
from songbe.indicators.queries.explained import explanation
from songbe.indicators.queries.figures import Figure
from songbe.indicators.rules.definitions import Definition
from songbe.kernel.vietnamese import fold
from songbe.places.policy import Right
from songbe.places.queries import Place

RELATED = 10


def indicator(asked: Asked, code: str) -> IndicatorPage:
    """Return an indicator's page. code: no alias. Raises UnknownIndicator."""
    shared = asked.shared
    definition = shared.ground.known.definition(code)
    below = places_below(asked, definition)
    standing = standing_of(asked, definition, below)
    shown = _shown(asked, tile(asked, standing, code))
    ranking = _ranking(asked, standing, definition, below)
    course = _course(asked, standing, definition)
    features = charts.tiles_of((shared.boundaries, shared.tiles), ranking, shown)
    return IndicatorPage(
        frame=frame(asked, as_of=shown.figure.as_of, simulated=shown.figure.simulated),
        tile=shown,
        trend_labels=[charts.short_label(period) for period, _now, _before in course],
        trend=[now for _period, now, _before in course],
        year_before=[before for _period, _now, before in course],
        ranking=ranking,
        tiles=features,
        explanation=explanation(
            shown.figure, on=shared.ground.known, pack=shared.version.pack, map_=shared.ground.map_
        ),
        can_read_records=may_read_records(asked, definition),
        records_url=str(asked.address.at(records_path(code))),
        breakdown=_breakdown(asked, standing, definition, shown.figure, below),
        related=_related(asked, definition),
        chart=charts.line(asked, shown, course, standing),
        map=charts.map_of(features, ranking, shown),
        bars=charts.bars(ranking, shown),
        ranking_level=_level(below),
        sector=_sector_choice(asked, definition),
        late=next(iter(late(asked, {code})), None),
        publications=_publications(asked, standing, code),
        names_url=_names_url(asked, definition),
    )


def places_below(asked: Asked, definition: Definition) -> tuple[Place, ...]:
    """Return the units directly under the asked place of which the indicator has figures."""
    return tuple(place for place in asked.below(asked.place.code) if expected_at(definition, place))


def standing_of(asked: Asked, definition: Definition, below: Sequence[Place]) -> Standing:
    """Return the figures of one indicator at the asked place and those under it."""
    codes = tuple(place.code for place in below)
    drafts_at = frozenset(code for code in (asked.place.code, *codes) if asked.may_see_drafts(code))
    return some(asked.shared.version, asked.view, (definition.code,), codes, drafts_at, asked.period)


def may_read_records(asked: Asked, definition: Definition) -> bool:
    """Whether the reader may walk from the figure down to its records."""
    counted = asked.shared.ground.known.parts[definition.code] is not None
    return counted and asked.actor.may(Right.READ_RECORDS, asked.place.code)


def _names_url(asked: Asked, definition: Definition) -> str:
    owner = definition.owner or asked.shared.ground.map_.province.code
    return names_path(definition.code) if asked.actor.may(Right.NAME_INDICATORS, owner) else ""


def _shown(asked: Asked, found: Tile) -> Tile:
    """Return a tile that tells how many records a hidden figure counts only to those who may see the records."""
    figure = found.figure
    if figure.suppressed and not asked.actor.may(Right.READ_RECORDS, figure.place):
        return replace(found, figure=replace(figure, records=0))
    return found


def _course(asked: Asked, standing: Standing, definition: Definition) -> charts.Course:
    """Return each part of the year with its value and last year's; of yearly figures there is no year before."""
    yearly = definition.frequency == "yearly"
    return [
        (
            period,
            standing.value(definition, period),
            None if yearly else standing.value(definition, period.year_before()),
        )
        for period in year_periods(definition.frequency, asked.period)
    ]


def _ranking(asked: Asked, standing: Standing, definition: Definition, below: Sequence[Place]) -> list[Ranked]:
    figures = [standing.reading.figure(definition.code, place.code, asked.period) for place in below]
    found = [
        Ranked(
            place,
            figure,
            rank,
            str(asked.address.at(place=place.code)),
            _change(asked, standing, definition, figure),
        )
        for place, figure, rank in zip(
            below, figures, ranks([f.value for f in figures], definition.direction), strict=True
        )
    ]
    return sorted(found, key=lambda one: (one.rank == 0, one.rank, one.place.sort_key))


def _change(asked: Asked, standing: Standing, definition: Definition, figure: Figure) -> Decimal | None:
    # Odd days are counted from records, place by place: the change of each would double the wait.
    if figure.value is None or not asked.period.is_whole_months:
        return None
    if not comparable(definition, asked.period, asked.today):
        return None
    before = standing.value(definition, asked.period.year_before(), figure.place)
    return None if before is None else figure.value - before


def _breakdown(
    asked: Asked, standing: Standing, definition: Definition, figure: Figure, below: Sequence[Place]
) -> list[tuple[str, Decimal | None]]:
    """Return what the figure is made of besides the places under it: its own level, and the parts a statement names."""
    parts: list[tuple[str, Decimal | None]] = list(figure.breakdown.items())
    codes = {place.code for place in below}
    units = asked.shared.ground.map_.units
    whole = asked.basis == "as-now" or stood_through(units, asked.place.code, codes, asked.period)
    if below and whole and asked.shared.ground.known.parts[definition.code] is not None:
        parts.insert(
            0, (_own_level(asked), standing.reading.own_part(definition.code, asked.place.code, codes, asked.period))
        )
    return parts


def _own_level(asked: Asked) -> str:
    if asked.basis == "as-now":
        return _("Cơ quan cấp trên của các đơn vị này")
    return {"province": _("Cấp tỉnh"), "district": _("Cấp huyện")}.get(asked.place.tier, asked.place.name(locale()))


def _level(below: Sequence[Place]) -> str:
    names = {"district": _("Cấp huyện"), "commune": _("Cấp xã")}
    return names.get(below[0].tier, "") if below else ""


def _sector_choice(asked: Asked, definition: Definition) -> Choice | None:
    found = asked.shared.sector(definition.sector)
    if found is None:
        return None
    name = found.name_en if locale() == "en" else found.name_vi
    return Choice(found.code, name, str(asked.address.at(sector_path(found.code))), False)


def _related(asked: Asked, definition: Definition) -> list[Choice]:
    """Return the members of the same family, or of the same sector those that speak of the same thing first."""
    known = asked.shared.ground.known.definitions.values()
    if definition.family:
        found = [d for d in known if d.family == definition.family and d.code != definition.code]
    else:
        words = set(fold(f"{definition.subject} {definition.name_vi}").split())
        neighbours = [d for d in known if d.sector == definition.sector and not d.family and d.code != definition.code]
        found = sorted(neighbours, key=lambda d: -len(words & set(fold(f"{d.subject} {d.name_vi}").split())))
    fitting = [d for d in found if expected_at(d, asked.place)]
    return [
        Choice(d.code, d.name(locale()), str(asked.address.at(figure_path(d.code))), False) for d in fitting[:RELATED]
    ]


def _publications(asked: Asked, standing: Standing, code: str) -> list[Choice]:
    found = standing.reading.said.publications.get((code, asked.place.code, asked.period.code), ())
    return [
        Choice(
            day.isoformat(),
            f"{period_label(asked.period)}, {day:%d/%m/%Y}",
            publication_path(code, asked.place.code, asked.period.code, day.isoformat()),
            False,
            own.basis,
        )
        for own in found
        for day in [timezone.localdate(own.published_at)]
    ]
