"""Codes that people can read out: ``H09.12-231114-0042``."""

from datetime import date

SHORTEST = 4


def prefix(agency: str, day: date) -> str:
    """Return what the codes of one agency on one day begin with. agency: its identifier in electronic transactions.

    Source: the form that dossier codes have in practice, ``<agency identifier>-<yymmdd>-<sequence>``.
    """
    return f"{agency}-{day:%y%m%d}"


def code(agency: str, day: date, sequence: int) -> str:
    """Return a code; the sequence has four digits, and more when a day needs them.

    Raises ValueError for a sequence below 1.
    """
    if sequence < 1:
        raise ValueError(f"sequences begin at 1, not {sequence}")
    return f"{prefix(agency, day)}-{sequence:0{SHORTEST}}"
