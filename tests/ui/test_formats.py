"""Numbers and dates as readers write them."""

from datetime import date

import pytest
from django.utils import formats, translation


@pytest.mark.parametrize(
    ("locale", "number", "day"), [("vi", "10.035,50", "14/09/2023"), ("en", "10,035.50", "14 Sep 2023")]
)
def test_numbers_are_grouped_and_dates_begin_with_the_day(locale: str, number: str, day: str) -> None:
    with translation.override(locale):
        assert formats.number_format(10035.5, 2, force_grouping=True) == number
        assert formats.date_format(date(2023, 9, 14)) == day


def test_years_and_ids_are_not_grouped_by_accident() -> None:
    with translation.override("vi"):
        assert formats.localize(2023) == "2023"
