"""Stories of bringing a demonstration year in: once, wholly, marked simulated, and adding up to what the pack says."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from songbe.demonstration.actions import UnableToSimulate, simulate_year
from songbe.events.models import Event
from songbe.indicators.models import ReportedValue
from songbe.places.policy import OPERATOR, Actor, OutOfReach
from songbe.warehouse import store
from songbe.warehouse.models import Segment
from tests.stories import DEMO, apply_demo

pytestmark = pytest.mark.django_db


def facts(kind: str) -> str:
    """SQL for all facts of a kind."""
    return store.facts_sql(kind, Segment.objects.filter(kind=kind).order_by("id").values_list("path", flat=True))


def ask(query: str) -> Any:
    """The one row of a query."""
    with store.engine() as connection:
        return connection.execute(query).fetchone()


def test_a_year_comes_in_marked_simulated_with_one_event_a_batch() -> None:
    apply_demo()

    done = simulate_year(year=2022, folder=DEMO, actor=OPERATOR)

    segments = Segment.objects.all()
    assert {segment.kind for segment in segments} == set(done.rows)
    assert done.rows["dossier"] == 2600
    assert all(segment.simulated and segment.source == "mô phỏng 2022 (hạt giống 1)" for segment in segments)
    assert Event.objects.filter(kind="facts.imported").count() == done.new == len(segments)
    for kind in done.rows:
        assert ask(f"SELECT count(*) FILTER (NOT simulated OR sign <> 1) FROM {facts(kind)}") == (0,)


def test_a_second_run_changes_nothing() -> None:
    apply_demo()
    first = simulate_year(year=2023, folder=DEMO, actor=OPERATOR)
    events = Event.objects.count()

    second = simulate_year(year=2023, folder=DEMO, actor=OPERATOR)

    assert (second.rows, second.values, second.new) == (first.rows, first.values, 0)
    assert Event.objects.count() == events


def test_another_seed_or_scale_is_another_batch() -> None:
    apply_demo()
    simulate_year(year=2023, folder=DEMO, actor=OPERATOR)

    small = simulate_year(year=2023, folder=DEMO, seed=2, scale=Decimal("0.1"), actor=OPERATOR)

    assert small.rows["dossier"] == 300
    assert Segment.objects.filter(key="demo:demo:dossier:2023:2:0.1").exists()


def test_a_year_alone_begins_with_its_stock_and_gives_it_back_when_the_year_before_comes() -> None:
    apply_demo()
    then = "from_on <= DATE '{day}' AND (to_on IS NULL OR to_on > DATE '{day}')"
    standing = f"SELECT sum(sign) FILTER (WHERE {then}) FROM {{facts}}"

    simulate_year(year=2023, folder=DEMO, actor=OPERATOR)
    alone = [ask(standing.format(day=day, facts=facts("register_change"))) for day in ("2023-01-01", "2023-12-31")]
    simulate_year(year=2022, folder=DEMO, actor=OPERATOR)
    both = [ask(standing.format(day=day, facts=facts("register_change"))) for day in ("2023-01-01", "2023-12-31")]

    # Opening and added less closed, of simulation/registers.csv.
    assert alone[1] == (221 + 79 + 134 - 13 - 23,)
    assert both == alone


def test_places_report_values_near_the_provinces_and_the_late_ones_wait() -> None:
    apply_demo()

    done = simulate_year(year=2023, folder=DEMO, actor=OPERATOR)

    values = ReportedValue.objects.filter(indicator="DEMO014", period="2023")
    assert done.values == values.count()
    province = values.get(place="99")
    assert (province.value, province.status, province.simulated) == (Decimal("68.25"), "approved", True)
    near = [value.value for value in values.exclude(place="99")]
    assert all(Decimal("61") < value < Decimal("76") for value in near)


def test_a_value_that_somebody_reported_stays() -> None:
    apply_demo()
    own = ReportedValue.objects.create(
        indicator="DEMO014", place="99", period="2023", start="2023-01-01", end="2024-01-01", value=50,
        status="approved", source="khảo sát", reported_by="STTTT", reported_at="2024-01-05T08:00+07:00",
    )  # fmt: skip

    simulate_year(year=2023, folder=DEMO, actor=OPERATOR)

    assert ReportedValue.objects.get(indicator="DEMO014", place="99", period="2023").pk == own.pk


def test_nobody_without_the_rights_brings_a_year_in() -> None:
    with pytest.raises(OutOfReach):
        simulate_year(year=2023, folder=DEMO, actor=Actor("reader"))

    assert not Segment.objects.exists()


@pytest.mark.parametrize("year", [2021, 2024])
def test_a_year_the_pack_says_nothing_of_is_refused(year: int) -> None:
    with pytest.raises(UnableToSimulate):
        simulate_year(year=year, folder=DEMO, actor=OPERATOR)


def test_a_pack_without_a_simulation_is_refused(tmp_path: Path) -> None:
    for name in ("pack.yaml", "calendars.yaml", "agencies.csv", "sectors.csv", "measures.csv"):
        (tmp_path / name).write_bytes((DEMO / name).read_bytes())
    (tmp_path / "places").mkdir()
    (tmp_path / "places/units.csv").write_bytes((DEMO / "places/units.csv").read_bytes())

    with pytest.raises(UnableToSimulate):
        simulate_year(year=2023, folder=tmp_path, actor=OPERATOR)
