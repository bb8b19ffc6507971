"""What a process keeps in memory is as new as the data: no screen lags behind an approval, a target, a computation."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from songbe.centres.queries.indicators import indicator
from songbe.centres.queries.overview import overview, sector
from songbe.centres.queries.standing import data_version
from songbe.indicators.actions import Report, approve_value, report_value
from songbe.indicators.actions.publishing import publish_figure
from songbe.indicators.models import Target
from songbe.indicators.queries import figure, figures
from songbe.indicators.rules.targets import TargetStatus
from songbe.kernel.periods import parse_period
from songbe.places.policy import OPERATOR
from songbe.warehouse.models import Segment
from tests.centres.asking import asked
from tests.stories import bring_in, compute, dossier

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("province")]

YEAR = parse_period("2023")
AT = datetime(2024, 1, 20, 3, tzinfo=UTC)


def _survey(value: str, reason: str = "") -> None:
    said = Report("DEMO014", "99", YEAR, Decimal(value), source="khảo sát", reason=reason)
    report_value(report=said, at=AT, actor=OPERATOR, simulated=True)


def _approve() -> None:
    approve_value(indicator="DEMO014", place="99", period=YEAR, actor=OPERATOR)


def _shown(who: str = "xemtinh") -> Decimal | None:
    tiles = sector(asked(who), "ICT").rest
    return next(tile for tile in tiles if tile.definition.code == "DEMO014").figure.value


def test_new_facts_are_seen_once_they_are_computed() -> None:
    before = overview(asked(place="99101")).headline[0].figure.value or 0
    bring_in("dossier", [dossier(n) for n in range(9000, 9007)], key="more")
    compute()

    assert overview(asked(place="99101")).headline[0].figure.value == before + 7


def test_a_draft_is_seen_by_who_may_and_by_all_once_it_is_approved() -> None:
    assert _shown("lanhdao") is None
    _survey("71")

    assert [_shown("lanhdao"), _shown("xemtinh")] == [Decimal(71), None]
    _approve()
    assert [_shown("lanhdao"), _shown("xemtinh")] == [Decimal(71), Decimal(71)]


def test_a_correction_that_waits_does_not_take_the_approved_value_away() -> None:
    _survey("71")
    _approve()
    _survey("72", reason="đếm thiếu một xã")

    assert [_shown("lanhdao"), _shown("xemtinh")] == [Decimal(72), Decimal(71)]
    assert figure(code="DEMO014", period=YEAR).value == 71
    assert figure(code="DEMO014", period=YEAR, drafts=True).value == 72
    _approve()
    assert [_shown("lanhdao"), _shown("xemtinh")] == [Decimal(72), Decimal(72)]


def test_drafts_of_a_place_are_for_who_holds_that_place() -> None:
    for place, value in (("991", "60"), ("992", "50")):
        said = Report("DEMO014", place, YEAR, Decimal(value))
        report_value(report=said, at=AT, actor=OPERATOR, simulated=True)

    seen = {
        who: {one.place.code: one.figure.value for one in indicator(asked(who), "DEMO014").ranking}
        for who in ("trucnganha", "lanhdao", "xemtinh")
    }

    assert seen["trucnganha"] == {"991": 60, "992": None, "993": None}
    assert seen["lanhdao"] == {"991": 60, "992": 50, "993": None}
    assert seen["xemtinh"] == {"991": None, "992": None, "993": None}


def test_a_new_target_is_judged_at_once() -> None:
    assert indicator(asked(), "DEMO008").tile.figure.target_status is TargetStatus.no_target
    Target.objects.create(indicator="DEMO008", place="99", period="2023", value=Decimal(2))

    assert indicator(asked(), "DEMO008").tile.figure.target_status is TargetStatus.on_track
    assert "DEMO008" in {tile.definition.code for tile in sector(asked(), "DVC").tiles}


def test_a_publication_is_seen_at_once() -> None:
    assert indicator(asked(), "DEMO003").publications == []
    publish_figure(code="DEMO003", place="99", period=YEAR, at=AT, actor=OPERATOR)

    assert [one.value for one in indicator(asked(), "DEMO003").publications] == ["2024-01-20"]


def test_what_was_sent_is_no_longer_late_even_before_it_is_approved() -> None:
    late = {one.definition.code for one in overview(asked(place="992")).late}
    said = Report("DEMO014", "992", parse_period("2022"), Decimal(55))
    report_value(report=said, at=AT.replace(year=2023), actor=OPERATOR, simulated=True)

    assert "DEMO014" in late
    assert "DEMO014" not in {one.definition.code for one in overview(asked("xemtinh", place="992")).late}


def test_trying_out_an_import_does_not_end_a_demonstration() -> None:
    bring_in("dossier", [dossier(9000, received_at=datetime(2026, 11, 20, 9))], key="real")  # noqa: DTZ001
    compute()

    today = overview(asked()).frame.today
    assert today is not None
    assert today.isoformat() == "2023-12-26"


def test_where_most_facts_are_real_the_day_is_today() -> None:
    Segment.objects.filter(simulated=True).update(simulated=False)
    Target.objects.create(indicator="DEMO008", place="99", period="2022", value=Decimal(2))  # a new state of the data

    page = overview(asked())

    assert page.frame.today == asked().day
    # The facts end years ago: what was in time in the demonstration is late now.
    assert "DEMO001" in {one.definition.code for one in page.late}
    assert page.late_total > 4


def test_the_version_is_one_query(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        data_version()


def test_a_thousand_figures_are_read_as_one_would_be() -> None:
    codes = list(asked().shared.ground.known.definitions)
    places, periods = ["99", "991", "99101", "STTTT"], [YEAR, parse_period("2023-Q2"), parse_period("2022-11")]

    together = figures(codes=codes, places=places, periods=periods)

    for (code, place, period), found in list(together.items())[::7]:
        assert found == figure(code=code, place=place, period=parse_period(period))
