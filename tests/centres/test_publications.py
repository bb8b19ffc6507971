"""Published figures keep what they said, at addresses that stay."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from songbe.centres.queries.publications import NothingPublished, publication
from songbe.indicators.actions.publishing import publish_figure
from songbe.indicators.models import Publication
from songbe.kernel.periods import parse_period
from songbe.places.policy import OPERATOR
from tests.centres.asking import asked
from tests.stories import bring_in, compute, dossier

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("province")]

YEAR = parse_period("2023")


def _publish(day: date, reason: str = "") -> Publication:
    # Half past midnight in the province: still the day before in UTC.
    at = datetime(day.year, day.month, day.day - 1, 17, 30, tzinfo=UTC)
    return publish_figure(code="DEMO003", place="99", period=YEAR, at=at, actor=OPERATOR, reason=reason)


@pytest.fixture
def _restated() -> None:
    """Published on 15 January, restated on 20 March after a late file."""
    _publish(date(2024, 1, 15))
    received, due, done = (datetime(2023, 6, day, 9) for day in (1, 8, 29))  # noqa: DTZ001  local wall time
    late = [dossier(n, received_at=received, due_at=due, finished_at=done, state="finished") for n in range(9000, 9100)]
    bring_in("dossier", late, key="late")
    compute()
    _publish(date(2024, 3, 20), "một xã báo cáo muộn")


@pytest.mark.usefixtures("_restated")
def test_each_day_shows_what_stood_there_then() -> None:
    first = publication(asked(), "DEMO003", date(2024, 1, 15))
    between = publication(asked(), "DEMO003", date(2024, 3, 19))
    last = publication(asked(), "DEMO003", date(2024, 3, 20))

    assert first.value == between.value == Decimal("80.02")
    assert last.value == Decimal("73.30")
    assert (first.restates, last.newer) == (None, None)
    assert first.newer is not None
    assert first.newer.url == "/ioc/figures/DEMO003/99/2023/2024-03-20/"
    assert last.restates is not None
    assert last.restates.url == "/ioc/figures/DEMO003/99/2023/2024-01-15/"
    assert last.reason == "một xã báo cáo muộn"


@pytest.mark.usefixtures("_restated")
def test_the_page_brings_all_that_was_frozen() -> None:
    page = publication(asked(), "DEMO003", date(2024, 2, 1))

    assert (page.decimals, page.target, page.target_status, page.simulated) == (2, Decimal(95), "missed", True)
    assert (page.published_by, page.definition_version) == ("operator", 1)
    assert len(page.records_digest) == 64
    assert page.records == 1091
    assert page.address == "https://ioc.example.org/ioc/figures/DEMO003/99/2023/2024-01-15/"
    assert page.current.url == "/ioc/figures/DEMO003/?place=99&period=2023&basis=as-then"


@pytest.mark.usefixtures("_restated")
def test_before_the_first_publication_there_is_nothing() -> None:
    with pytest.raises(NothingPublished, match="14/01/2024"):
        publication(asked(), "DEMO003", date(2024, 1, 14))
