"""Invented catalogues of procedures."""

import csv
import io
from collections.abc import Mapping

from songbe.cases.intake import COLUMNS, CatalogueRead, read_catalogue

GOOD = {
    "code": "9.900001",
    "name_vi": "Cấp phép thả diều ban đêm",
    "level_now": "province",
    "deadline": "7",
    "deadline_unit": "working_day",
    "fee_vnd_values": "150000",
    "online_level": "partial",
    "essential25": "",
    "essential_name_vi": "",
    "internal": "",
    "promulgated_by": "Bộ Bầu trời",
    "decision": "1/QĐ-BBT",
    "result": "Giấy phép thả diều",
    "source": "an invented portal",
    "sector_code": "DVC",
}


def said(*rows: Mapping[str, str]) -> str:
    """A catalogue with these rows, each like the good one save what it says."""
    text = io.StringIO()
    writer = csv.DictWriter(text, [*COLUMNS, "methods"])
    writer.writeheader()
    writer.writerows({**GOOD, "methods": "DIRECT", **row} for row in rows)
    return text.getvalue()


def kites(*numbers: int, **changed: str) -> list[dict[str, str]]:
    """Rows of as many procedures."""
    return [{"code": f"9.90000{n}", "name_vi": f"Cấp phép thả diều loại {n}", **changed} for n in numbers]


def read(*rows: Mapping[str, str]) -> CatalogueRead:
    """What these rows are read as in the invented province."""
    return read_catalogue(said(*rows), sectors={"DVC", "RPT", "ICT"})
