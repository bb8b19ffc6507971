"""Words that the source never says: names that name nothing, names of one province, addresses of one machine."""

import ast
import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from songbe.config.environment import ROOT
from tests.house.source import FRONT_END, PACKAGE, PACKS, files, modules, name_of, nodes

EMPTY_WORDS = frozenset(
    {"util", "utils", "helper", "helpers", "misc", "common", "manager", "managers", "service", "services"}
)
"""What a name says when nobody knew what the thing is. Service is a word of the field, so it names nothing else."""

SHORTEST_NAME = 5
"""Letters a place's name must have to be looked for: shorter ones are syllables of ordinary words."""

DEFAULT_PACK = "songbe/config/environment.py"
"""The one file that may name a pack: the default of SONGBE_PACK."""

TEXT = (".py", ".html", ".js", ".css", ".sql", ".svg", ".txt", ".po")
SHOWN = (".html", ".js", ".css", ".svg", ".txt")


def _parts(name: str) -> set[str]:
    return {part.lower() for part in re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])", name)}


def test_no_file_has_an_empty_name() -> None:
    written = [*PACKAGE.rglob("*"), *(FRONT_END / "src").rglob("*"), *(ROOT / "tests").rglob("*.py")]
    named = {
        path
        for path in written
        if "__pycache__" not in path.parts and path.suffix in ("", ".py", ".js", ".html", ".css")
    }

    assert sorted(name_of(path) for path in named if _parts(path.stem) & EMPTY_WORDS) == []


def test_no_class_has_an_empty_name() -> None:
    classes = [(m, node) for m in modules() for node in nodes(m) if isinstance(node, ast.ClassDef)]

    assert [f"{name_of(m)}:{node.lineno} {node.name}" for m, node in classes if _parts(node.name) & EMPTY_WORDS] == []


def _places() -> Iterator[str]:
    """Yield the names of all units and agencies of the packs, as the packs write them."""
    for pack in PACKS.iterdir():
        for unit in _rows(pack / "places" / "units.csv"):
            yield from (unit["name_vi"], unit["short_name_vi"], unit["name_en"])
        for agency in _rows(pack / "agencies.csv"):
            yield from (agency["name_vi"], agency["name_en"])


def _rows(path: Path) -> Iterable[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as content:
        return list(csv.DictReader(content))


def _found(pattern: re.Pattern[str], looked_at: Iterable[Path]) -> list[str]:
    found = []
    for path in looked_at:
        text = path.read_text(encoding="utf-8")
        for match in pattern.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            found.append(f"{name_of(path)}:{line} {match[0]}")
    return found


def test_the_source_names_no_place_and_no_agency_of_a_pack() -> None:
    names = {name for name in _places() if sum(letter.isalpha() for letter in name) >= SHORTEST_NAME}
    pattern = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})(?!\w)")

    assert _found(pattern, files(PACKAGE, FRONT_END / "src", suffixes=TEXT)) == []


def test_the_source_names_no_pack() -> None:
    full = [pack.name for pack in PACKS.iterdir() if pack.name != "demo"]
    pattern = re.compile("|".join(map(re.escape, full)), re.IGNORECASE)
    found = _found(pattern, files(PACKAGE, FRONT_END / "src", suffixes=TEXT))

    assert [where for where in found if not where.startswith(f"{DEFAULT_PACK}:")] == []


def test_nothing_names_a_folder_of_one_machine() -> None:
    pattern = re.compile(r"(?<![\w.:/}])(/(home|root|work|Users|workspace|tmp)/[\w.-]+|[A-Z]:\\\\\w+)")
    looked_at = files(
        PACKAGE, FRONT_END / "src", ROOT / "docs", PACKS, ROOT / "bench", suffixes=(*TEXT, ".md", ".yaml", ".csv")
    )

    assert _found(pattern, [*looked_at, *ROOT.glob("*.md"), ROOT / "Makefile", ROOT / "pyproject.toml"]) == []


def test_no_page_asks_another_host_for_anything() -> None:
    address = re.compile(r"(?:https?:)?//(?!www\.w3\.org/)[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE)
    shown = [path for path in files(PACKAGE, suffixes=SHOWN) if {"templates", "static", "css"} & set(path.parts)]

    assert _found(address, [*shown, *files(FRONT_END / "src", suffixes=SHOWN)]) == []
