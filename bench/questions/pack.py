"""What a pack says that questions are made from: indicators by key, places, published figures, procedures."""

import csv
import random
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

HERE = Path(__file__).parent
PACKS = HERE.parents[1] / "packs"
GROUPS = {"ALL9": "cấp huyện", "ALLSO": "sở, ban, ngành", "ALLXA": "cấp xã"}

_ON = "2023-12-31"
_SHORT_DEPARTMENTS = {
    "STTTT": "Sở TT&TT",
    "SKHDT": "Sở KH&ĐT",
    "STNMT": "Sở TN&MT",
    "SLDTBXH": "Sở LĐTBXH",
    "SGDDT": "Sở GD&ĐT",
    "SNNPTNT": "Sở Nông nghiệp",
    "SVHTTDL": "Sở Văn hóa",
    "SGTVT": "Sở GTVT",
    "SKHCN": "Sở KH&CN",
    "SCT": "Sở Công thương",
}
_CLIPPED = {"city": "TP", "town": "TX", "ward": "P.", "commune": "xã", "township": "TT", "district": "H."}

Row = dict[str, str]


def rows(path: Path) -> list[Row]:
    """Return the rows of a CSV file by the names of their columns."""
    with path.open(encoding="utf-8-sig", newline="") as content:
        return list(csv.DictReader(content))


@dataclass(frozen=True)
class Pack:
    """A pack on the last day of 2023. province: its code there; letters: whether questions call its places by letters
    of ``places.csv`` (TDM) or by the codes of the pack."""

    name: str
    letters: bool

    @property
    def folder(self) -> Path:
        """Return where the pack lies."""
        return PACKS / self.name

    @cached_property
    def indicators(self) -> dict[str, Row]:
        """Return each indicator by its code and by each alias."""
        found: dict[str, Row] = {}
        for path in sorted((self.folder / "indicators").glob("*.csv")):
            for row in rows(path):
                for key in [row["code"], *row["aliases"].split(";")]:
                    found.setdefault(key, row)
        return found

    @cached_property
    def names(self) -> dict[str, Row]:
        """Return the official names and units by which the indicators are asked for."""
        return {row["key"]: row for row in rows(HERE / "names.csv")} if self.letters else {}

    @cached_property
    def codes(self) -> dict[str, str]:
        """Return the code of the pack for each code of a question."""
        known = {row["code"]: row["pack_code"] for row in rows(HERE / "places.csv")} if self.letters else {}
        return {unit: unit for unit in self.units} | known

    @cached_property
    def units(self) -> dict[str, Row]:
        """Return the units of the last day of 2023 by the code of the pack."""
        return {
            row["code"]: row
            for row in rows(self.folder / "places" / "units.csv")
            if row["valid_from"] <= _ON and (not row["valid_to"] or row["valid_to"] > _ON)
        }

    @cached_property
    def agencies(self) -> dict[str, Row]:
        """Return the agencies by code."""
        return {row["code"]: row for row in rows(self.folder / "agencies.csv")}

    @cached_property
    def procedures(self) -> dict[str, Row]:
        """Return the procedures by code."""
        return {row["code"]: row for row in rows(self.folder / "cases" / "procedures.csv")}

    @cached_property
    def published(self) -> list[Row]:
        """Return the figures of the report on the year, and those that follow from its words."""
        found = [row for path in sorted((self.folder / "published").glob("*.csv")) for row in rows(path)]
        return [row for row in found if row["source"].startswith("Báo cáo")]

    @cached_property
    def targets(self) -> set[tuple[str, str]]:
        """Return the (indicator, place) that have a target for 2023."""
        return {(r["indicator"], r["place"]) for r in rows(self.folder / "targets.csv") if r["period"] == "2023"}

    def tier(self, code: str) -> str:
        """Return the tier of a place or agency by the code that questions use; "" if the pack does not know it."""
        if code in GROUPS:
            return {"ALL9": "district", "ALLSO": "department", "ALLXA": "commune"}[code]
        pack_code = self.codes.get(code, code)
        if pack_code in self.units:
            return self.units[pack_code]["tier"]
        return "department" if pack_code in self.agencies else ""

    def name_of(self, code: str) -> str:
        """Return the official name of a place, group or agency; what the pack does not know is its own name."""
        for row in rows(HERE / "places.csv") if self.letters else ():
            if row["code"] == code:
                return row["name_vi"]
        if code in GROUPS:
            return f"Các đơn vị {GROUPS[code]}"
        known = self.units.get(code) or self.agencies.get(code)
        return known["name_vi"] if known else code

    def choices(self, tier: str) -> list[str]:
        """Return the codes that a random place of a tier is drawn from: of communes those whose name is only theirs."""
        if tier == "department":
            return [code for code, row in self.agencies.items() if row["name_vi"].startswith("Sở ")]
        shorts = [row["short_name_vi"] for row in self.units.values()]
        letters = {pack_code: code for code, pack_code in self.codes.items() if not code.isdigit()}
        found = [code for code, row in self.units.items() if row["tier"] == tier]
        fit = [code for code in found if shorts.count(self.units[code]["short_name_vi"]) == 1]
        return [letters.get(code, code) for code in (found if tier == "district" else fit)]

    def said(self, code: str, chance: random.Random) -> str:
        """Return a way in which people say a place or department."""
        if code in self.agencies:
            name = self.agencies[code]["name_vi"]
            return chance.choice([name, name.replace("Sở", "sở", 1), _SHORT_DEPARTMENTS.get(code, name)])
        unit = self.units[self.codes.get(code, code)]
        short, full = unit["short_name_vi"], unit["name_vi"]
        lower = full[0].lower() + full[1:]
        clipped = f"{_CLIPPED[unit['type']]} {short}"
        if unit["tier"] == "commune":
            return chance.choice([lower, lower, full, clipped])
        return chance.choice([short, short, short, lower, clipped, code if code in ("TDM", "BTU") else lower])
