"""Running sums of a component's months, so that any stretch of months is one subtraction."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from itertools import accumulate

from songbe.indicators.rules.values import Amount

# Cells keep three decimals; the context is wide enough for every number a cell can hold.
THOUSAND = 1000
_EXACT = Context(prec=60)


@dataclass(frozen=True, slots=True)
class Running:
    """Months in order, with what all of them up to each come to.

    counts, values: one longer than months, beginning with 0; values are whole thousandths.
    """

    months: Sequence[int]
    counts: Sequence[int]
    values: Sequence[int]

    def between(self, first: int, last: int) -> Amount:
        """Return what the months ``first`` to ``last``, both inside, come to; nothing if they run backwards."""
        low, high = bisect_left(self.months, first), bisect_right(self.months, last)
        if high <= low:
            return Amount()
        value = self.values[high] - self.values[low]
        return Amount(
            Fraction(self.counts[high] - self.counts[low]), Fraction(value, THOUSAND) if value else Fraction(0)
        )


def running(n: Mapping[int, int], v: Mapping[int, Decimal]) -> Running:
    """Return the running sums of a component's months. n: records; v: sums with at most three decimals, or empty."""
    months = sorted(n)
    counts = list(accumulate((n[month] for month in months), initial=0))
    if not v:
        return Running(months, counts, [0] * len(counts))
    thousandths = (int(v[month].scaleb(3, _EXACT)) if month in v else 0 for month in months)
    return Running(months, counts, list(accumulate(thousandths, initial=0)))
