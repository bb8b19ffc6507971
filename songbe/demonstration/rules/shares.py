"""Numbers cut into whole parts that add up again, and chance that is the same every time."""

import hashlib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TypeVar

K = TypeVar("K")
FINE = 10**12
"""Weights are taken as whole numbers of this many parts, so that cutting is exact."""


def fraction_of(*words: object) -> float:
    """Return a number in [0, 1) that depends on the words alone: the same on every machine, every time."""
    digest = hashlib.sha256("\x1f".join(map(str, words)).encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**48


def apportion(total: int, weights: Sequence[float]) -> list[int]:
    """Cut ``total`` into whole parts near ``weights``, by largest remainder; the parts sum to ``total``.

    weights: any scale, none negative. Raises ValueError if they are all zero while there is something to cut.
    """
    exact = [round(weight * FINE) for weight in weights]
    whole = sum(exact)
    if not whole:
        if total:
            raise ValueError(f"nothing to cut {total} by")
        return [0] * len(weights)
    counts = [total * weight // whole for weight in exact]
    by_remainder = sorted(range(len(exact)), key=lambda i: (-(total * exact[i] % whole), i))
    for i in by_remainder[: total - sum(counts)]:
        counts[i] += 1
    return counts


def apportioned(total: int, weights: Mapping[K, float]) -> dict[K, int]:
    """Cut ``total`` by the weights of a mapping; see ``apportion``."""
    return dict(zip(weights, apportion(total, list(weights.values())), strict=True))


def apportion_at_least(total: int, weights: Sequence[int], least: int) -> list[int]:
    """Cut ``total`` by weights, no part above its weight, and each at least ``least`` (or its weight, if that is less).

    Raises ValueError if the weights together are less than ``total``.
    """
    if sum(weights) < total:
        raise ValueError(f"only {sum(weights)} to take {total} from")
    floor = [min(least, weight) for weight in weights]
    if sum(floor) > total:
        return apportion(total, floor)
    rest = apportion(total - sum(floor), [weight - low for weight, low in zip(weights, floor, strict=True)])
    return [low + more for low, more in zip(floor, rest, strict=True)]


def cut(total: Decimal, weights: Sequence[float], decimals: int) -> list[Decimal]:
    """Cut an amount into parts of so many decimals that sum to it exactly (as rounded to these decimals)."""
    step = Decimal(1).scaleb(-decimals)
    return [part * step for part in apportion(int((total / step).to_integral_value()), weights)]


def dealt(total: Decimal, weights: Sequence[float], decimals: int, start: float) -> list[Decimal]:
    """Cut an amount like ``cut``, but let chance say who has what cannot be divided further.

    start: the chance, in [0, 1). Every part lies within one step of its weight; over many amounts each place comes to
    its weight, also one that is too small to have a step of a single amount. Raises ValueError as ``apportion`` does.
    """
    exact = [round(weight * FINE) for weight in weights]
    whole, steps = sum(exact), int(total.scaleb(decimals).to_integral_value())
    if not whole:
        return [Decimal(part).scaleb(-decimals) for part in apportion(steps, weights)]
    offset, reached, before = int(start * whole), 0, 0
    parts: list[Decimal] = []
    for weight in exact:
        reached += weight
        upto = (steps * reached + offset) // whole
        parts.append(Decimal(upto - before).scaleb(-decimals))
        before = upto
    return parts


def scaled(count: int, scale: Decimal) -> int:
    """Return a count of a smaller demonstration, rounded half up."""
    return int((count * scale + Decimal("0.5")) // 1)


def slots(weights: Mapping[int, float], number: int = 20_000) -> list[int]:
    """Return ``number`` keys, each as often as its weight says: an even draw from them is a weighted one."""
    return [key for key, count in apportioned(number, weights).items() for _ in range(count)]
