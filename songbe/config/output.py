"""JSON for the command line: the values that our frozen dataclasses hold, written without loss or surprise."""

import dataclasses
import datetime
import json
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from pathlib import Path

from pydantic import BaseModel


def to_json(document: object) -> str:
    """Return ``document`` as indented JSON in UTF-8. Decimals become numbers, dates and instants ISO 8601 text.

    Raises TypeError if a value has no form in JSON.
    """
    return json.dumps(document, default=_plain, ensure_ascii=False, indent=2)


def _plain(value: object) -> object:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {each.name: getattr(value, each.name) for each in dataclasses.fields(value)}
    match value:
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case datetime.date() | datetime.time():
            return value.isoformat()
        case Enum():
            return value.value
        case BaseModel():
            return value.model_dump(mode="json")
        case Fraction() | Path():
            return str(value)
        case set() | frozenset():
            return sorted(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")
