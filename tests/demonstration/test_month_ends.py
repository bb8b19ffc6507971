"""Nothing is made to fit on 31 December: what is open, late or standing then is like what is at other months' ends."""

from statistics import median

import pytest

from tests.demonstration.conftest import Made

pytestmark = pytest.mark.slow

ENDS = "SELECT unnest(generate_series(DATE '{year}-02-01', DATE '{year_after}-01-01', INTERVAL 1 MONTH)) AS till"
FIRST_FULL_MONTH = 3
"""The desks of a year made alone are empty on 1 January; by the end of March they hold what they always hold."""


def by_month(made: Made, counted: str, kind: str = "dossier", closed: str = "finished_at") -> list[float]:
    """What a query says of the facts received before each month's end and open at it."""
    query = (
        f"WITH ends AS ({ENDS.format(year=made.year, year_after=made.year + 1)}) SELECT {counted} FROM ends "
        f"JOIN {kind}_fact f ON f.received_at < till AND coalesce({closed}, till) >= till GROUP BY till ORDER BY till"
    )
    return [float(row[0]) for row in made.rows(query)][FIRST_FULL_MONTH - 1 :]


def test_as_many_dossiers_are_open_in_december_as_the_months_receipts_say(full: Made) -> None:
    received = [
        row[0]
        for row in full.rows(
            "SELECT count(*) FROM dossier_fact GROUP BY month(received_at) ORDER BY month(received_at)"
        )
    ][FIRST_FULL_MONTH - 1 :]
    held = [open_ / came for open_, came in zip(by_month(full, "count(*)"), received, strict=True)]

    assert held[-1] == pytest.approx(median(held), rel=0.5)


def test_as_large_a_share_of_the_open_dossiers_is_overdue_in_december_as_before(full: Made) -> None:
    overdue = by_month(full, "avg((coalesce(f.overdue_at, till) < till)::INTEGER)")

    assert max(overdue) < 2 * min(overdue)


def test_as_many_reports_are_unanswered_in_december_as_before(full: Made) -> None:
    unanswered = by_month(full, "count(*)", "report", "answered_at")

    assert unanswered[-1] == pytest.approx(median(unanswered), rel=0.4)


def test_what_registers_hold_moves_evenly_towards_the_years_end(full: Made) -> None:
    ends = ENDS.format(year=full.year, year_after=full.year + 1)
    standing = full.rows(
        f"WITH ends AS ({ends}), counted AS (SELECT register, category, till, count(*) AS n FROM ends "
        "JOIN register_change_fact ON from_on < till AND (to_on IS NULL OR to_on >= till) GROUP BY ALL) "
        "SELECT register, category, list(n ORDER BY till) FROM counted GROUP BY ALL"
    )
    leaps = [
        (register, category, counts)
        for register, category, counts in standing
        if min(counts[-3:]) >= 60 and abs(counts[-1] - counts[-2]) > 0.25 * counts[-2]
    ]

    assert len(standing) > 100
    assert leaps == []
