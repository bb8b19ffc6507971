r"""SQL that reads a column of texts as values, and names what is wrong with each, for all rows at once.

Numbers. Plain files write ``1234.5``. A text that can be read in one way only is taken: ``1.234,5`` and ``12,5`` are
Vietnamese, ``1,234.5`` is English. ``1.234`` and ``1,234`` can be read in two ways: they are taken the way the column
proves elsewhere, else as grouped where only whole numbers fit, else they are faults. A cell that the file itself holds
as a number (Excel, Parquet) carries NUMBER_MARK, and is never in doubt.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from songbe.intake.targets import Field, Type

NUMBER_MARK = "\ue000"
"""Behind a text that was a number with a fraction in the file. A private letter: no text of a file says it."""

FIRST_YEAR, LAST_YEAR = 1900, 2199
LARGEST_WHOLE = 2_147_483_647
LARGEST_AMOUNT = 999_999_999_999_999
PERIOD_EXAMPLES = "2023, 2023-H1, 2023-Q3, 2023-09"

_PLAIN = r"[+-]?\d+"
_EITHER = r"[+-]?[1-9]\d{0,2}[.,]\d{3}"
_DOT = rf"[+-]?\d+\.\d+|[+-]?\d+(\.\d+)?([eE][+-]?\d+)?{NUMBER_MARK}?|[+-]?[1-9]\d{{0,2}}(,\d{{3}})+(\.\d+)?"
_COMMA = r"[+-]?\d+,\d+|[+-]?[1-9]\d{0,2}(\.\d{3})+(,\d+)?"
_PROVES_DOT = r"[+-]?\d+\.\d+|[+-]?[1-9]\d{0,2}(,\d{3})+\.\d+|[+-]?[1-9]\d{0,2}(,\d{3}){2,}"
_TIME = r"\d{1,2}:\d{2}(:\d{2}(\.\d{1,9})?)?"
_ISO = rf"\d{{4}}-\d{{1,2}}-\d{{1,2}}([T ]{_TIME})?"
_DMY = rf"\d{{1,2}}/\d{{1,2}}/\d{{4}}([T ]{_TIME})?"
_INCOMPLETE = r"\d{1,2}[/-]\d{4}|\d{4}[/-]\d{1,2}|\d{4}"
_DMY_FORMS = "['%d/%m/%Y %H:%M', '%d/%m/%Y', '%d/%m/%Y %H:%M:%S']"
_STRANGE = r"[\x00-\x1f\x7f]"


class Separator(StrEnum):
    """What a column writes before its decimals."""

    dot = "."
    comma = ","


@dataclass(frozen=True, slots=True)
class Proof:
    """What the clear cells of a column of one sheet show. either: whether a cell could be read both ways."""

    dot: bool
    comma: bool
    either: bool

    @property
    def separator(self) -> Separator | None:
        """The one separator that is proved; None where none is, or both."""
        if self.dot is self.comma:
            return None
        return Separator.dot if self.dot else Separator.comma


def quoted(text: str) -> str:
    """Return a SQL string."""
    return "'" + text.replace("'", "''") + "'"


def proof_sql(cell: str) -> str:
    """Return SQL for three aggregates of a column of texts: dot proved, comma proved, a cell readable both ways."""

    def some(pattern: str, *, clear: bool) -> str:
        either = f"regexp_full_match({cell}, {quoted(_EITHER)})"
        where = f"regexp_full_match({cell}, {quoted(pattern)})" + (f" AND NOT {either}" if clear else "")
        return f"coalesce(bool_or({where}), FALSE)"

    return f"{some(_PROVES_DOT, clear=True)}, {some(_COMMA, clear=True)}, {some(_EITHER, clear=False)}"


def value_sql(field: Field, cell: str, separators: Mapping[int, Separator]) -> str:
    """Return SQL for what a cell means, NULL where it means nothing.

    cell: SQL of the trimmed text, or of the looked-up code. separators: number of the sheet -> what its column proves.
    """
    if field.type.is_number:
        # Reading 38 digits is slow, and hardly any number needs them.
        plain = _plain_number(field, cell, separators)
        return f"coalesce(TRY_CAST({plain} AS DECIMAL(18,6))::DECIMAL(38,6), TRY_CAST({plain} AS DECIMAL(38,6)))"
    if field.type.is_time:
        return _moment(field, cell)
    if field.type is Type.text:
        return f"nfc_normalize({cell})"
    return cell


def _plain_number(field: Field, cell: str, separators: Mapping[int, Separator]) -> str:
    dotted = f"replace(rtrim({cell}, '{NUMBER_MARK}'), ',', '')"
    with_comma = f"replace(replace({cell}, '.', ''), ',', '.')"
    grouped = f"replace(replace({cell}, '.', ''), ',', '')"
    # Where nothing is proved, a whole number can only be grouped; an amount stays open.
    both = "NULL" if field.type is Type.amount else grouped
    if separators:
        proved = (
            f"WHEN sheet_no = {sheet} THEN {dotted if separator is Separator.dot else with_comma}"
            for sheet, separator in separators.items()
        )
        both = f"CASE {' '.join(proved)} ELSE {both} END"
    return (
        f"CASE WHEN {_like(cell, _PLAIN)} THEN {cell} WHEN {_like(cell, _EITHER)} THEN {both} "
        f"WHEN {_like(cell, _DOT)} THEN {dotted} WHEN {_like(cell, _COMMA)} THEN {with_comma} END"
    )


def _like(cell: str, pattern: str) -> str:
    return f"regexp_full_match({cell}, {quoted(pattern)})"


def _moment(field: Field, cell: str) -> str:
    moment = (
        f"CASE WHEN {_like(cell, _ISO)} THEN TRY_CAST({cell} AS TIMESTAMP) "
        f"WHEN {_like(cell, _DMY)} THEN try_strptime(replace({cell}, 'T', ' '), {_DMY_FORMS}) END"
    )
    if field.check.promise:
        moment = f"({moment}) + CASE WHEN contains({cell}, ':') THEN INTERVAL 0 MINUTE ELSE INTERVAL 1439 MINUTE END"
    return moment


def typed_sql(field: Field, value: str) -> str:
    """Return SQL that casts a good value to the field's own type."""
    return value if field.type.sql == "VARCHAR" else f"CAST({value} AS {field.type.sql})"


def fault_sql(field: Field, cell: str, value: str) -> str:
    """Return SQL for the kind of the first fault of a cell, NULL for a good one.

    cell: SQL of the text, value: SQL of what it means.
    """
    missing = "'missing_value'" if field.required and not field.absent else "NULL"
    cases = [f"WHEN {cell} IS NULL THEN {missing}", *_wrong(field, cell, value)]
    return f"CASE {' '.join(cases)} END"


def _wrong(field: Field, cell: str, value: str) -> list[str]:
    if field.type.is_number:
        return _wrong_numbers(field, cell, value)
    if field.type.is_time:
        return _wrong_times(field, cell, value)
    if field.type is Type.text:
        long = f"length({cell}) > {field.check.longest}"
        return [f"WHEN {long} OR regexp_matches({cell}, {quoted(_STRANGE)}) THEN 'bad_text'"]
    return [f"WHEN {value} IS NULL THEN '{_unknown(field.type)}'"]


def _unknown(kind: Type) -> str:
    return {
        Type.unit: "unknown_place",
        Type.place: "unknown_place",
        Type.agency: "unknown_agency",
        Type.period: "unknown_period",
    }.get(kind, "unknown_value")


def bounds(field: Field) -> tuple[int, int]:
    """Return the least and the greatest value of a number field."""
    widest = LARGEST_WHOLE if field.type is Type.whole else LARGEST_AMOUNT
    low, high = field.check.lowest, field.check.highest
    return -widest if low is None else low, widest if high is None else high


def _wrong_numbers(field: Field, cell: str, value: str) -> list[str]:
    low, high = bounds(field)
    shaped = f"{_like(cell, _PLAIN)} OR {_like(cell, _DOT)} OR {_like(cell, _COMMA)}"
    cases = [
        f"WHEN {value} IS NULL AND {_like(cell, _EITHER)} THEN 'ambiguous_number'",
        f"WHEN {value} IS NULL THEN CASE WHEN {shaped} THEN 'out_of_range' ELSE 'not_a_number' END",
    ]
    if low == 0:
        cases.append(f"WHEN {value} < 0 THEN 'negative_value'")
    cases.append(f"WHEN {value} < {low} OR {value} > {high} THEN 'out_of_range'")
    if field.type is not Type.amount:
        cases.append(f"WHEN {value} <> trunc({value}) THEN 'not_integer'")
    return cases


def _wrong_times(field: Field, cell: str, value: str) -> list[str]:
    shaped = f"{_like(cell, _ISO)} OR {_like(cell, _DMY)}"
    cases = [
        f"WHEN {value} IS NULL THEN CASE WHEN {shaped} THEN 'impossible_date' "
        f"WHEN {_like(cell, _INCOMPLETE)} THEN 'incomplete_date' ELSE 'not_a_date' END",
        f"WHEN year({value}) NOT BETWEEN {FIRST_YEAR} AND {LAST_YEAR} THEN 'impossible_date'",
    ]
    if field.check.past:
        cases.append(f"WHEN {value} >= getvariable('today') + 1 THEN 'future_date'")
    return cases
