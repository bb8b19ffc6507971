"""The shapes of codes that name places and agencies, and how a private number is shown."""

import re

_PLACE = re.compile(r"\d{2}|\d{3}|\d{5}", re.ASCII)
_AGENCY = re.compile(r"[A-Z][A-Z0-9]{1,15}", re.ASCII)


def is_place_code(text: str) -> bool:
    """Return whether ``text`` has the shape of the statistical office's code: province 74, district 718, commune 25741.

    The shape only: whether such a place exists is for the places package to say.
    """
    return _PLACE.fullmatch(text) is not None


def is_agency_code(text: str) -> bool:
    """Return whether ``text`` has the shape of a pack's code for an agency, such as STTTT or UB718."""
    return _AGENCY.fullmatch(text) is not None


def mask(text: str, *, shown: int = 4) -> str:
    """Return ``text`` with all but the last ``shown`` characters as ``*``; all of them if it is no longer than that."""
    hidden = len(text) - shown if len(text) > shown else len(text)
    return "*" * hidden + text[hidden:]
