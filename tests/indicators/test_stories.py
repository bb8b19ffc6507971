"""Figures through their lives: counted, corrected, published, restated, drawn on another map."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from songbe.indicators.actions import ClosedPeriod, Report, approve_value, report_value
from songbe.indicators.actions.publishing import RestatementNeedsReason, publish_figure
from songbe.indicators.models import Publication
from songbe.indicators.queries import figure, figures
from songbe.indicators.queries.changes import change_between, state_now, state_of, weights_of
from songbe.indicators.queries.records import records_of
from songbe.indicators.rules.changes import Reason
from songbe.kernel.numbers import round_half_up
from songbe.kernel.periods import parse_period
from songbe.places.models import Unit, UnitReach
from songbe.places.policy import OPERATOR, OutOfReach
from songbe.places.queries import actor_named, gazetteer
from songbe.warehouse.actions.facts import undo_import
from songbe.warehouse.models import CellFile
from tests.stories import apply_demo, at, bring_in, compute, dossier

YEAR = parse_period("2023")
TODAY = timezone.now().date()


@pytest.fixture
def province(db: None) -> None:
    apply_demo()


def _on_time(number: int, **said: Any) -> dict[str, Any]:
    return dossier(
        number,
        due_at=at("2023-03-08T17:00"),
        finished_at=at("2023-03-07T10:00"),
        state="finished",
        working_days=4,
        **said,
    )


def _late(number: int, **said: Any) -> dict[str, Any]:
    return _on_time(number) | {"finished_at": at("2023-03-20T10:00"), "working_days": 13} | said


@pytest.mark.usefixtures("province")
def test_a_file_of_dossiers_becomes_a_figure_that_leads_back_to_its_records() -> None:
    bring_in("dossier", [_on_time(1), _on_time(2), _late(3), dossier(4)], key="a")
    compute()

    found = figure(code="DEMO003", period=YEAR)
    records = records_of(code="DEMO003", period=YEAR, actor=OPERATOR)

    assert (str(found.value), found.numerator, found.denominator, found.records) == ("66.67", Decimal(2), Decimal(3), 3)
    assert records.total == found.records
    assert [row["id"] for row in records.rows] == ["D1", "D2", "D3"]
    assert not found.simulated


@pytest.mark.usefixtures("province")
def test_places_sum_up_from_commune_to_province_with_the_provincial_level_beside_them() -> None:
    bring_in("dossier", [dossier(1), dossier(2, unit="99201"), dossier(3, unit="99", agency="STP")], key="a")
    compute()

    found = figures(codes=["DEMO001"], places=["99", "991", "992", "99101", "STP"], periods=[YEAR])

    assert {place: f.computed for (_, place, _), f in found.items()} == {
        "99": 3,
        "991": 1,
        "992": 1,
        "99101": 1,
        "STP": 1,
    }


@pytest.mark.usefixtures("province")
def test_a_correction_moves_a_record_from_one_month_to_another_without_counting_it_twice() -> None:
    wrong, right = dossier(1), dossier(1, received_at=at("2023-05-02T08:00"))
    bring_in("dossier", [wrong, dossier(2)], key="a")
    compute()
    bring_in("dossier", [right], old=[wrong], key="b")
    compute()

    found = figures(codes=["DEMO001"], places=["99"], periods=[parse_period(p) for p in ("2023-03", "2023-05", "2023")])

    assert [f.computed for f in found.values()] == [1, 1, 2]
    assert records_of(code="DEMO001", period=YEAR, actor=OPERATOR).total == 2


@pytest.mark.usefixtures("province")
def test_an_import_that_is_undone_leaves_no_trace_in_any_figure() -> None:
    bring_in("dossier", [_on_time(1)], key="a")
    segment = bring_in("dossier", [_late(2), _late(3)], key="b")
    compute()
    undo_import(segment=segment, place="99", actor=OPERATOR)
    compute()

    found = figure(code="DEMO003", period=YEAR)

    assert (found.value, found.records) == (Decimal(100), 1)
    assert [row["id"] for row in records_of(code="DEMO003", period=YEAR, actor=OPERATOR).rows] == ["D1"]


@pytest.mark.usefixtures("province")
def test_the_same_batch_twice_is_taken_once_and_computing_twice_computes_nothing() -> None:
    first, again = bring_in("dossier", [dossier(1)], key="a"), bring_in("dossier", [dossier(1)], key="a")
    compute()

    done = compute()

    assert first.pk == again.pk
    assert (done.segments, done.cells) == (0, 0)
    assert CellFile.objects.count() == 1


@pytest.mark.usefixtures("province")
@pytest.mark.parametrize("period", ["2023-03-01/2023-03-06", "2023-W10", "2023-03-07", "2023-Q1"])
def test_any_days_give_what_the_records_say(period: str) -> None:
    bring_in("dossier", [_on_time(1), _late(2), dossier(3, received_at=at("2023-03-07T23:59"))], key="a")
    compute()

    found = figure(code="DEMO001", period=parse_period(period))

    assert found.computed == {"2023-03-01/2023-03-06": 2, "2023-W10": 1, "2023-03-07": 1, "2023-Q1": 3}[period]


@pytest.mark.usefixtures("province")
def test_a_published_statement_stands_beside_what_the_records_give() -> None:
    bring_in("dossier", [dossier(1)], key="a")
    compute()

    found = figure(code="F001")

    assert (found.value, found.qualifier, found.computed, found.period) == (
        Decimal(2900),
        "more_than",
        Decimal(1),
        "2023",
    )
    assert found.source == "Báo cáo năm 2023 của tỉnh tưởng tượng"
    assert found.publication_status == "published"
    assert found.difference == 2899


@pytest.mark.usefixtures("province")
def test_a_published_figure_is_restated_only_with_a_reason_and_keeps_what_was_shown() -> None:
    bring_in("dossier", [_on_time(1)], key="a")
    compute()
    first = publish_figure(code="DEMO003", place="99", period=YEAR, at=timezone.now(), actor=OPERATOR)
    bring_in("dossier", [_late(2)], key="b")
    compute()

    with pytest.raises(RestatementNeedsReason, match=r"published as 100.00, now it is 50.00"):
        publish_figure(code="DEMO003", place="99", period=YEAR, at=timezone.now(), actor=OPERATOR)
    second = publish_figure(
        code="DEMO003", place="99", period=YEAR, at=timezone.now(), actor=OPERATOR, reason="một xã báo cáo muộn"
    )

    assert (second.restates_id, second.figure["value"]) == (first.pk, "50.00")
    assert Publication.objects.get(pk=first.pk).figure["value"] == "100.00"
    assert figure(code="DEMO003", period=YEAR).publication_status == "restated"
    assert first.records_digest != second.records_digest


@pytest.mark.usefixtures("province")
def test_a_value_waits_for_approval_and_a_closed_period_asks_for_a_reason() -> None:
    officer, approver = actor_named("dulieutinh", today=TODAY), actor_named("duyettinh", today=TODAY)
    said = Report("DEMO014", "99", YEAR, Decimal(71))
    report_value(report=said, at=timezone.now(), actor=officer)
    approve_value(indicator="DEMO014", place="99", period=YEAR, actor=approver)

    with pytest.raises(ClosedPeriod, match="DEMO014 at 99 for 2023 is approved"):
        report_value(report=said, at=timezone.now(), actor=officer)
    with pytest.raises(OutOfReach, match=r"values\.approve"):
        approve_value(indicator="DEMO014", place="99", period=YEAR, actor=officer)

    assert figure(code="DEMO014", period=YEAR).value == 71


@pytest.mark.usefixtures("province")
def test_on_the_new_map_new_units_sum_to_what_the_old_ones_were_and_fractions_say_they_are_estimates() -> None:
    bring_in(
        "dossier",
        [dossier(n, unit=unit) for n, unit in enumerate(["99101", "99102", "99103", "99201", "99202"])],
        key="a",
    )
    compute()
    new = _new_units()

    found = figures(codes=["DEMO001"], places=new, periods=[YEAR], basis="as-now")

    assert sum(Fraction(f.numerator or 0).limit_denominator(1000) for f in found.values()) == 5
    assert any(f.estimate for f in found.values())
    assert figure(code="DEMO001", place="99", period=YEAR, basis="as-now").computed == 5
    records = records_of(code="DEMO001", place=new[0], period=YEAR, basis="as-now", actor=OPERATOR)
    old = set(weights_of(new[0], YEAR, "as-now"))
    assert {row["unit"] for row in records.rows} == old & {"99101", "99102", "99103", "99201", "99202"} != set()


def _new_units() -> list[str]:
    return [place.code for place in gazetteer().of_tier("commune", TODAY)]


ids = st.integers(1, 30)
kinds = st.sampled_from(["on time", "late", "open"])
batches = st.lists(st.tuples(ids, kinds), max_size=8, unique_by=lambda pair: pair[0])


class ChangesSplitExactly(TestCase):
    """Whatever happened between two states of a figure, the parts sum to its change."""

    @settings(
        max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate]
    )
    @given(
        before=batches,
        after=batches,
        late=st.booleans(),
        code=st.sampled_from(["DEMO001", "DEMO003", "DEMO005", "DEMO007"]),
    )
    def test_the_parts_of_a_change_sum_to_it(
        self, before: list[tuple[int, str]], after: list[tuple[int, str]], late: bool, code: str
    ) -> None:
        apply_demo()
        made = {"on time": _on_time, "late": _late, "open": dossier}
        old = {number: made[kind](number) for number, kind in before}
        new = {number: made[kind](number) for number, kind in after}
        bring_in("dossier", list(old.values()), key="a")
        compute()
        first, then = state_now(code), figure(code=code, period=YEAR)
        bring_in("dossier", list(new.values()), old=[old[n] for n in new if n in old], key="b")
        compute()
        now = figure(code=code, period=YEAR)
        cut = timezone.now() + timedelta(days=-1 if late else 1)

        change = change_between(code=code, place="99", period=YEAR, before=first, after=state_now(code), late_after=cut)

        assert sum(part.amount for part in change.parts) == (change.after or 0) - (change.before or 0)
        assert _shown(change.before, then.decimals) == then.computed
        assert _shown(change.after, now.decimals) == now.computed
        amounts = {part.reason: part.amount for part in change.parts}
        if late:
            assert amounts[Reason.new_records] == 0
        else:
            assert amounts[Reason.late_reports] == 0
        if code == "DEMO001":
            assert amounts[Reason.corrections] == 0
            assert change.difference == len([n for n in new if n not in old])


def _shown(value: Fraction | None, digits: int) -> Any:
    return None if value is None else round_half_up(value, digits)


@pytest.mark.usefixtures("province")
def test_the_change_since_a_publication_names_the_late_report() -> None:
    bring_in("dossier", [_on_time(1)], key="a")
    compute()
    publication = publish_figure(code="DEMO003", place="99", period=YEAR, at=timezone.now(), actor=OPERATOR)
    bring_in("dossier", [_late(2)], key="b")
    compute()

    change = change_between(
        code="DEMO003",
        place="99",
        period=YEAR,
        before=state_of(publication),
        after=state_now("DEMO003"),
        late_after=publication.published_at,
    )

    assert {part.reason: part.amount for part in change.parts if part.amount} == {Reason.late_reports: -50}


@pytest.mark.usefixtures("province")
def test_figures_follow_a_unit_that_is_moved_under_another() -> None:
    bring_in("dossier", [dossier(1), dossier(2, unit="99102")], key="a")
    compute()
    Unit.objects.filter(code="99102", valid_to__isnull=False).update(parent_code="992")
    UnitReach.objects.filter(basis="as-then", descendant="99102", ancestor="991").update(ancestor="992")

    compute()

    found = figures(codes=["DEMO001"], places=["99", "991", "992"], periods=[YEAR])
    assert [f.computed for f in found.values()] == [2, 1, 1]
    assert records_of(code="DEMO001", place="992", period=YEAR, actor=OPERATOR).total == 1
