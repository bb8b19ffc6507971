"""What is wrong with a staged file: counted whole, listed up to a limit, in the order of its sheets and rows."""

# ruff: noqa: S608  Names come from a target's declaration, texts are quoted.
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

import pyarrow as pa

from songbe.intake.rules import cells
from songbe.intake.rules.cells import NUMBER_MARK
from songbe.intake.rules.faults import Fault, column_letters
from songbe.intake.staging import Stage
from songbe.intake.targets import Field, Rule, Type
from songbe.places.models import Agency, UnitReach
from songbe.places.policy import Actor
from songbe.places.queries import Gazetteer

LISTED = 1_000
WORDS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Faults:
    """All that is wrong. total: how many faults there are; listed: the first of them, in the order of the file."""

    total: int = 0
    listed: tuple[Fault, ...] = ()

    @property
    def questions(self) -> tuple[Fault, ...]:
        """Those that a person can settle by saying how the cell is meant."""
        return tuple(fault for fault in self.listed if fault.is_question)

    @property
    def errors(self) -> tuple[Fault, ...]:
        """Those that only another file can settle."""
        return tuple(fault for fault in self.listed if not fault.is_question)


@dataclass(slots=True)
class _Found:
    """Faults as they are found, each with the place by which they are ordered."""

    staged: Stage
    total: int = 0
    listed: list[tuple[tuple[int, int, int], Fault]] = field(default_factory=list)

    def add(self, sheet_no: int, row: int, name: str, kind: str, *, value: str = "", detail: str = "") -> None:
        """List one fault of a field's cell, or of a whole row; counting is the caller's."""
        index = self.staged.headers[sheet_no].at.get(name, -1)
        label = self.staged.target.field(name).label_vi if name else ""
        self.add_at(sheet_no, row, index, Fault("", 0, "", name, label, kind, value.rstrip(NUMBER_MARK), detail))

    def add_at(self, sheet_no: int, row: int, index: int, fault: Fault) -> None:
        """List a fault at the column with an index (-1: none) of a row (0: names without a row)."""
        sheet = self.staged.sheets[sheet_no]
        letters = column_letters(index + sheet.first_column) if index >= 0 else ""
        cell = f"{letters}{row or ''}" if letters else ""
        said = (fault.field, fault.label, fault.kind, fault.value, fault.detail)
        self.listed.append(((sheet_no, row, index), Fault(sheet.name, row, cell, *said)))

    def finished(self) -> Faults:
        """Return what was found, in the order of the file."""
        ordered = sorted(self.listed, key=lambda each: each[0])
        return Faults(self.total, tuple(fault for _, fault in islice(ordered, LISTED)))


def find_faults(staged: Stage, *, actor: Actor, known: Gazetteer) -> Faults:
    """Return all that is wrong. A file whose headers do not fit is not looked into further."""
    found = _Found(staged)
    _check_headers(found)
    if staged.headers_fit:
        _check_ragged(found)
        _check_cells(found, known)
        _check_keys(found)
        staged.target.prepare(staged.connection)
        for rule in (*_reach_rules(staged, actor), *staged.target.rules):
            _check_rule(found, rule)
    return found.finished()


def _check_headers(found: _Found) -> None:
    for number, (sheet, header) in enumerate(zip(found.staged.sheets, found.staged.headers, strict=True)):
        for fault in header.faults:
            label = found.staged.target.field(fault.field).label_vi if fault.field else ""
            listed = Fault("", 0, "", fault.field, label, fault.kind, fault.value, fault.detail)
            found.add_at(number, sheet.header_row, fault.index, listed)
        found.total += len(header.faults)


def _check_ragged(found: _Found) -> None:
    for number, sheet in enumerate(found.staged.sheets):
        found.total += len(sheet.ragged)
        for row in sheet.ragged[:LISTED]:
            found.add(number, row.row, "", "wrong_cell_count", value=str(row.cells), detail=str(len(sheet.columns)))


def _check_cells(found: _Found, known: Gazetteer) -> None:
    fields, connection = found.staged.target.fields, found.staged.connection
    counts = connection.execute(f"SELECT {', '.join(f'count(bad_{f.name})' for f in fields)} FROM taken").fetchone()
    for each, count in zip(fields, counts or (), strict=True):
        if not count:
            continue
        found.total += count
        rows = connection.execute(
            f"SELECT sheet_no, row_no, bad_{each.name}, given.{each.name} "
            f"FROM (SELECT sheet_no, row_no, bad_{each.name} FROM taken WHERE bad_{each.name} IS NOT NULL "
            f"ORDER BY sheet_no, row_no LIMIT {LISTED}) JOIN given USING (sheet_no, row_no)"
        ).fetchall()
        for sheet_no, row, kind, text in rows:
            found.add(sheet_no, row, each.name, kind, value=text or "", detail=_detail(each, kind, text or "", known))


def _detail(of: Field, kind: str, text: str, known: Gazetteer) -> str:
    """Say what a cell's value was measured against."""
    match kind:
        case "out_of_range":
            low, high = cells.bounds(of)
            return f"{low} – {high}"
        case "ambiguous_number":
            return f"{text.replace('.', '').replace(',', '')} / {text.replace(',', '.')}"
        case "unknown_value":
            words = "true, false" if of.type is Type.flag else ", ".join(w.code for w in of.words[:WORDS_SHOWN])
            return words + (", …" if len(of.words) > WORDS_SHOWN else "")
        case "unknown_place":
            return known.province.code
        case "unknown_agency":
            return next(iter(known.agencies), "")
        case "unknown_period":
            return cells.PERIOD_EXAMPLES
        case "bad_text":
            return str(of.check.longest)
    return ""


def _check_keys(found: _Found) -> None:
    """List rows that name what an earlier row has named; whether they say the same decides which fault it is."""
    identity = found.staged.target.keys[0]
    for number, key in enumerate(found.staged.target.keys):
        listed = ", ".join(key)
        # Rows that share their identity are named by it; another key is shared only by rows that differ in that.
        twice = "count(*) > 1" if number == 0 else f"count(DISTINCT ({', '.join(identity)})) > 1"
        needed = {*identity, *(name for name in key if found.staged.target.field(name).required)}
        all_there = " AND ".join(f"{name} IS NOT NULL" for name in sorted(needed))
        joined = " AND ".join(f"t.{name} IS NOT DISTINCT FROM k.{name}" for name in key)
        found.staged.connection.execute(
            "CREATE OR REPLACE TABLE twice AS "
            "SELECT t.sheet_no, t.row_no, k.first[1] AS first_sheet, k.first[2] AS first_row FROM taken t JOIN ("
            f"SELECT {listed}, min([sheet_no::BIGINT, row_no]) AS first FROM taken WHERE {all_there} "
            f"GROUP BY {listed} HAVING {twice}"
            f") k ON {joined} WHERE [t.sheet_no::BIGINT, t.row_no] <> k.first"
        )
        _list_twice(found, key[-1] if number else identity[0])


def _list_twice(found: _Found, name: str) -> None:
    connection = found.staged.connection
    count = connection.execute("SELECT count(*) FROM twice").fetchone()
    if not count or not count[0]:
        return
    found.total += count[0]
    said = ", ".join(each.name for each in found.staged.target.fields)
    rows = connection.execute(
        f"SELECT w.sheet_no, w.row_no, a.{name}, f.sheet_no, f.row_no, "
        f"hash({_of('a', said)}) = hash({_of('f', said)}) FROM (FROM twice ORDER BY sheet_no, row_no LIMIT {LISTED}) w "
        "JOIN given a ON (a.sheet_no, a.row_no) = (w.sheet_no, w.row_no) "
        "JOIN given f ON (f.sheet_no, f.row_no) = (w.first_sheet, w.first_row)"
    ).fetchall()
    for sheet_no, row, value, first_sheet, first_row, same in rows:
        sheet = found.staged.sheets[first_sheet].name
        first = f"{sheet}!{first_row}" if sheet and first_sheet != sheet_no else str(first_row)
        kind = "duplicate_row" if same else "conflicting_duplicate"
        found.add(sheet_no, row, name, kind, value=value or "", detail=first)


def _of(table: str, names: str) -> str:
    return ", ".join(f"{table}.{name}" for name in names.split(", "))


def _check_rule(found: _Found, rule: Rule) -> None:
    connection = found.staged.connection
    broken = f"FROM taken t WHERE {rule.where}"
    count = connection.execute(f"SELECT count(*) {broken}").fetchone()
    if not count or not count[0]:
        return
    found.total += count[0]
    rows = connection.execute(
        f"SELECT sheet_no, row_no, coalesce(given.{rule.field}, CAST(b.value AS VARCHAR)), b.detail "
        f"FROM (SELECT t.sheet_no, t.row_no, t.{rule.field} AS value, CAST({rule.detail} AS VARCHAR) AS detail "
        f"{broken} ORDER BY t.sheet_no, t.row_no LIMIT {LISTED}) b JOIN given USING (sheet_no, row_no)"
    ).fetchall()
    for sheet_no, row, value, detail in rows:
        found.add(sheet_no, row, rule.field, rule.kind, value=value or "", detail=detail or "")


def _reach_rules(staged: Stage, actor: Actor) -> tuple[Rule, ...]:
    """Return the rules that hold an account to its places; none for the operator.

    The right is asked at the place that a row belongs to. A unit named beside it must lie where that place is: an
    agency enters what stands in its area, not what stands in another's.
    """
    reach = actor.places_with(staged.target.right)
    if reach is None:
        return ()
    place, unit = staged.target.place, staged.target.stands_in
    _load(staged, "reach", [(code,) for code in reach])
    outside = f"t.{place} NOT IN (SELECT place FROM reach)"
    name = cells.quoted(actor.name)
    rules = [Rule(place, "out_of_reach", outside, name)]
    if unit:
        _load(staged, "area", _areas(reach))
        elsewhere = f"NOT ({outside}) AND (t.{place}, t.{unit}) NOT IN (SELECT (place, unit) FROM area)"
        rules.append(Rule(unit, "out_of_reach", elsewhere, name))
    return tuple(rules)


def _areas(reach: frozenset[str]) -> list[tuple[str, str]]:
    """Return, for each agency and unit of a reach, the units that lie in its area, as the map was at any time."""
    seats = {code: code for code in reach} | dict(
        Agency.objects.filter(code__in=reach).values_list("code", "unit_code")
    )
    below: dict[str, set[str]] = {}
    rows = UnitReach.objects.filter(basis="as-then", ancestor__in=set(seats.values()))
    for ancestor, descendant in rows.values_list("ancestor", "descendant"):
        below.setdefault(ancestor, set()).add(descendant)
    return sorted((code, unit) for code, seat in seats.items() for unit in below.get(seat, ()))


def _load(staged: Stage, name: str, rows: Sequence[tuple[str, ...]]) -> None:
    columns = ("place", "unit")[: 2 if name == "area" else 1]
    staged.connection.register(
        "loading", pa.table({c: pa.array([row[i] for row in rows], pa.string()) for i, c in enumerate(columns)})
    )
    staged.connection.execute(f"CREATE TABLE {name} AS SELECT * FROM loading")
    staged.connection.unregister("loading")
