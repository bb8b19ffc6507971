"""Records as people read them."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from songbe.centres.queries.frames import locale, place_name
from songbe.kernel.errors import SongbeError
from songbe.kernel.numbers import format_en, format_vi
from songbe.places.queries import Gazetteer
from songbe.warehouse.words import Vocabulary

PLACED = frozenset({"agency", "unit", "receiving_agency"})


def cell_text(column: str, value: Any, map_: Gazetteer, words: Vocabulary) -> str:
    """Return a value as people read it; empty where there is none."""
    if value is None:
        return ""
    if column in PLACED:
        return _place(str(value), map_)
    return words.value(column, value) if isinstance(value, str) else _plain(value)


def _place(code: str, map_: Gazetteer) -> str:
    try:
        return place_name(map_.place(code))
    except SongbeError:
        # A record names places as they were recorded; not every one is in the pack of today.
        return code


def _plain(value: Any) -> str:
    writers: Sequence[tuple[type, Callable[[Any], str]]] = (
        (bool, lambda v: _("có") if v else _("không")),
        (datetime, lambda v: date_format(v, "SHORT_DATETIME_FORMAT")),
        (date, lambda v: date_format(v, "SHORT_DATE_FORMAT")),
        (int, _number),
        (Decimal, _number),
    )
    return next((write(value) for kind, write in writers if isinstance(value, kind)), str(value))


def _number(value: int | Decimal) -> str:
    digits = 0 if value == int(value) else 3
    return format_en(value, digits) if locale() == "en" else format_vi(value, digits)
