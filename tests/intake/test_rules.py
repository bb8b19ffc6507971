"""The rules of intake in tables: headers, words, sentences, and what a cell means."""

from datetime import date, datetime
from decimal import Decimal
from string import Formatter

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from songbe.intake.files import workbook_process
from songbe.intake.rules import cells
from songbe.intake.rules.faults import KINDS, LONGEST_SHOWN, Fault, column_letters
from songbe.intake.rules.headers import match_header, names_of
from songbe.intake.rules.words import NO, YES, any_word, look_among, look_for_period, look_in
from songbe.intake.targets import Check, Field, Type, Word

FIELDS = (
    Field("id", "Mã hồ sơ", Type.text, required=True),
    Field("received_at", "Ngày tiếp nhận", Type.moment, required=True),
    Field("fee_vnd", "Phí, lệ phí (đồng)", Type.money),
    Field("source", "Nguồn", Type.text, required=True, absent="'x'"),
)


@pytest.mark.parametrize(
    ("columns", "at", "faults"),
    [
        (["id", "received_at"], {"id": 0, "received_at": 1}, []),  # by name
        (["Ngày tiếp nhận", "MÃ HỒ SƠ"], {"received_at": 0, "id": 1}, []),  # by label, in any case and order
        (["ma ho so", "Received at"], {"id": 0, "received_at": 1}, []),  # without diacritics, without underscores
        (["STT", "id", "", "received_at"], {"id": 1, "received_at": 3}, []),  # numbering and nameless columns
        (["id"], {"id": 0}, ["missing_column"]),  # what stands for a source is no fault
        (["id", "received_at", "Ghi chú"], {"id": 0, "received_at": 1}, ["unknown_column"]),
        (["id", "Mã hồ sơ", "received_at"], {"id": 0, "received_at": 2}, ["duplicate_column"]),
        ([], {}, ["missing_column", "missing_column"]),
    ],
)
def test_a_header_is_matched_by_name_or_label(columns: list[str], at: dict[str, int], faults: list[str]) -> None:
    found = match_header(columns, FIELDS)

    assert found.at == at
    assert [fault.kind for fault in found.faults] == faults


def test_a_column_that_holds_something_under_no_header_is_a_fault() -> None:
    found = match_header(["id", "", "received_at"], FIELDS, nameless=[1])

    assert [(fault.kind, fault.index) for fault in found.faults] == [("nameless_column", 1)]


def test_two_fields_cannot_be_headed_alike() -> None:
    with pytest.raises(ValueError, match="both be headed"):
        names_of((*FIELDS, Field("other", "mã hồ sơ", Type.text)))


@pytest.mark.parametrize(
    ("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")]
)
def test_columns_have_the_letters_that_sheets_show(index: int, letters: str) -> None:
    assert column_letters(index) == letters


@given(st.integers(0, 20_000))
def test_letters_count_up(index: int) -> None:
    value = 0
    for letter in column_letters(index):
        value = value * 26 + ord(letter) - ord("A") + 1

    assert value == index + 1


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_both_sentences_of_a_fault_name_the_same_facts(kind: str) -> None:
    named = [{name for _, name, _, _ in Formatter().parse(text) if name} for text in (KINDS[kind].vi, KINDS[kind].en)]

    assert all(names <= {"value", "detail"} for names in named)
    assert named[0] == named[1]


def test_a_sentence_stays_short_and_on_one_line() -> None:
    fault = Fault("T9", 4, "B4", "id", "Mã", "not_a_number", "x\ny" * 1000)

    assert "\n" not in fault.reason("vi")
    assert len(fault.reason("vi")) < LONGEST_SHOWN + 60
    assert fault.where == "T9!B4"
    assert Fault("", 7, "", "", "", "wrong_cell_count", "3", "5").where == "7"


CHANNELS = (Word("online", ("Trực tuyến", "Nộp trực tuyến")), Word("counter", ("Tại quầy", "Trực tuyến ")))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("online", "online"),
        ("ONLINE", "online"),
        ("nop truc tuyen", "online"),
        ("tại quầy", "counter"),
        ("Trực tuyến", None),  # two words are written so: neither is meant
        ("fax", None),
        ("x" * 1000, None),
    ],
)
def test_words_are_found_by_code_or_by_an_unmistakable_spelling(text: str, code: str | None) -> None:
    assert look_among(CHANNELS)(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [("true", "true"), ("1", "true"), ("Có", "true"), ("x", "true"), ("không", "false"), ("0", "false"), ("2", None)],
)
def test_yes_and_no(text: str, code: str | None) -> None:
    assert look_among((YES, NO))(text) == code


def test_places_periods_and_free_words() -> None:
    assert look_in({"UBX99101", "99101"})("ubx99101") == "UBX99101"
    assert look_in({"99101"})("99102") is None
    assert look_for_period("2023-01/2023-06") == "2023-H1"
    assert look_for_period("tháng 9") is None
    assert any_word("Hoà  bình") == "Hòa bình"
    assert any_word("x" * 201) is None


# --- What a cell means: the SQL, on real DuckDB -----------------------------------------------------------------------
def _read(field: Field, texts: list[str | None]) -> list[tuple[object, str | None]]:
    """Return value and fault of each text of one column, as staging reads them."""
    with duckdb.connect() as connection:
        connection.execute("SET VARIABLE today = DATE '2024-01-15'")
        connection.execute("CREATE TABLE given AS SELECT 0 AS sheet_no, unnest(?::VARCHAR[]) AS cell", [texts])
        proof = connection.execute(f"SELECT {cells.proof_sql('cell')} FROM given").fetchone()
        assert proof is not None
        separator = cells.Proof(*proof).separator
        value = cells.value_sql(field, "cell", {0: separator} if separator else {})
        connection.execute(f"CREATE TABLE valued AS SELECT cell, {value} AS value FROM given")
        connection.execute(
            f"CREATE TABLE judged AS SELECT *, {cells.fault_sql(field, 'cell', 'value')} AS bad FROM valued"
        )
        good = f"CASE WHEN bad IS NULL THEN {cells.typed_sql(field, 'value')} END"
        return connection.execute(f"SELECT {good}, bad FROM judged").fetchall()


def _one(field: Field, text: str) -> tuple[object, str | None]:
    return _read(field, [text])[0]


AMOUNT = Field("value", "Giá trị", Type.amount)
WHOLE = Field("rating", "Đánh giá", Type.whole, check=Check(lowest=1, highest=5))
MONEY = Field("fee_vnd", "Phí", Type.money, check=Check(lowest=0))
MARK = cells.NUMBER_MARK


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1234.5", "1234.5"),  # plain
        ("-7", "-7"),
        ("+7", "7"),
        ("0.125", "0.125"),  # a leading zero groups nothing
        ("1234.567", "1234.567"),  # four digits before the point group nothing
        ("1.2345", "1.2345"),
        ("1.234,5", "1234.5"),  # Vietnamese, in one way only
        ("12,5", "12.5"),
        ("0,125", "0.125"),
        ("1.234.567", "1234567"),
        ("1.234.567,89", "1234567.89"),
        ("1,234.5", "1234.5"),  # English, in one way only
        ("1,234,567", "1234567"),
        (f"1.234{MARK}", "1.234"),  # a number of Excel
        (f"1.5e-05{MARK}", "0.000015"),
        ("2e3", "2000"),
        ("123456789012345", "123456789012345"),
        ("0.30000000000000004", "0.3"),
    ],
)
def test_a_number_that_can_be_read_in_one_way_is_taken(text: str, value: str) -> None:
    assert _one(AMOUNT, text) == (Decimal(value), None)


@pytest.mark.parametrize(
    ("field", "text", "kind"),
    [
        (AMOUNT, "1.234", "ambiguous_number"),
        (AMOUNT, "12,345", "ambiguous_number"),
        (AMOUNT, "-1.234", "ambiguous_number"),
        (AMOUNT, "khoảng 5", "not_a_number"),
        (AMOUNT, "1 234", "not_a_number"),
        (AMOUNT, "84%", "not_a_number"),
        (AMOUNT, "1_000", "not_a_number"),
        (AMOUNT, "0x1F", "not_a_number"),
        (AMOUNT, "nan", "not_a_number"),
        (AMOUNT, "1.23.456", "not_a_number"),
        (AMOUNT, "1.234.56", "not_a_number"),
        (AMOUNT, "1e40", "out_of_range"),
        (AMOUNT, "9" * 40, "out_of_range"),
        (MONEY, "-5", "negative_value"),
        (MONEY, "150.5", "not_integer"),
        (WHOLE, "0", "out_of_range"),
        (WHOLE, "6", "out_of_range"),
        (WHOLE, "2.5", "not_integer"),
        (WHOLE, "9999999999", "out_of_range"),
    ],
)
def test_a_number_that_is_none_is_named(field: Field, text: str, kind: str) -> None:
    assert _one(field, text) == (None, kind)


def test_money_is_whole_so_its_points_can_only_group() -> None:
    assert _one(MONEY, "150.000") == (Decimal(150000), None)
    assert _one(MONEY, "1,234") == (Decimal(1234), None)
    assert _one(MONEY, "150000.000") == (Decimal(150000), None)
    # ... unless the column proves that a point stands before decimals.
    assert _read(MONEY, ["150.000", "150000.000"]) == [(Decimal(150), None), (Decimal(150000), None)]
    assert _read(MONEY, ["1,234", "1,234,567"]) == [(Decimal(1234), None), (Decimal(1234567), None)]


@pytest.mark.parametrize(
    ("column", "meant"),
    [
        (["1.234", "12,5"], ["1234", "12.5"]),  # a comma before decimals is proved
        (["1.234", "12.5"], ["1.234", "12.5"]),  # a point is
        (["1,234", "1,234,567"], ["1234", "1234567"]),
        (["1,234", "1.234.567"], ["1.234", "1234567"]),
        (["1.234", "12.5", "12,5"], [None, "12.5", "12.5"]),  # both: nothing is decided
        (["1.234", "77"], [None, "77"]),  # neither
    ],
)
def test_the_column_decides_what_one_cell_leaves_open(column: list[str | None], meant: list[str | None]) -> None:
    found = _read(AMOUNT, column)

    assert [value for value, _ in found] == [None if text is None else Decimal(text) for text in meant]
    assert [kind for _, kind in found] == ["ambiguous_number" if text is None else None for text in meant]


DAY = Field("from_on", "Từ ngày", Type.day, check=Check(past=True))
MOMENT = Field("received_at", "Ngày tiếp nhận", Type.moment)
PROMISE = Field("due_at", "Ngày hẹn trả", Type.moment, check=Check(promise=True))


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2023-09-05T08:15", "2023-09-05 08:15"),
        ("2023-09-05 08:15:30", "2023-09-05 08:15:30"),
        ("2023-09-05T08:15:30.250", "2023-09-05 08:15:30.250"),
        ("05/09/2023 08:15", "2023-09-05 08:15"),
        ("5/9/2023 8:15", "2023-09-05 08:15"),
        ("05/09/2023 08:15:30", "2023-09-05 08:15:30"),
        ("05/09/2023", "2023-09-05 00:00"),  # never the ninth of May
        ("2023-09-05", "2023-09-05 00:00"),
    ],
)
def test_moments_are_read_in_both_forms(text: str, moment: str) -> None:
    assert _one(MOMENT, text) == (datetime.fromisoformat(moment), None)


def test_a_day_stands_for_its_start_but_a_promise_for_its_end() -> None:
    assert _one(PROMISE, "05/09/2023") == (datetime.fromisoformat("2023-09-05 23:59"), None)
    assert _one(PROMISE, "05/09/2023 17:00") == (datetime.fromisoformat("2023-09-05 17:00"), None)
    assert _one(DAY, "05/09/2023") == (date(2023, 9, 5), None)
    assert _one(DAY, "2023-09-05T00:00:00") == (date(2023, 9, 5), None)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("30/02/2023", "impossible_date"),
        ("29/02/2023", "impossible_date"),
        ("2023-13-01", "impossible_date"),
        ("31/04/2023 08:00", "impossible_date"),
        ("05/09/2023 25:00", "impossible_date"),
        ("2023-09-05T08:61", "impossible_date"),
        ("05/09/0203", "impossible_date"),
        ("9/2023", "incomplete_date"),
        ("2023-09", "incomplete_date"),
        ("2023", "incomplete_date"),
        ("05/09/23", "not_a_date"),
        ("45174", "not_a_date"),
        ("hôm qua", "not_a_date"),
        ("2023-09-05T08:15Z", "not_a_date"),  # another clock than the province's
        ("2023-09-05T08:15+07:00", "not_a_date"),
    ],
)
def test_a_date_that_is_none_is_named(text: str, kind: str) -> None:
    assert _one(MOMENT, text) == (None, kind)


def test_what_has_happened_cannot_lie_ahead() -> None:
    assert _one(DAY, "2024-01-15") == (date(2024, 1, 15), None)
    assert _one(DAY, "2024-01-16") == (None, "future_date")
    assert _one(MOMENT, "2030-01-01") == (datetime.fromisoformat("2030-01-01"), None)


def test_texts_are_composed_and_clean() -> None:
    text = Field("id", "Mã", Type.text, required=True, check=Check(longest=10))

    assert _read(text, ["Hồ", "a\nb", "x" * 11, None]) == [
        ("Hồ", None),
        (None, "bad_text"),
        (None, "bad_text"),
        (None, "missing_value"),
    ]


@settings(max_examples=5, deadline=None)
@given(st.lists(st.decimals(min_value=-(10**9), max_value=10**9, places=4), min_size=20, max_size=60))
def test_every_plain_number_with_four_decimals_is_itself(numbers: list[Decimal]) -> None:
    assert _read(AMOUNT, [f"{number:f}" for number in numbers]) == [(number, None) for number in numbers]


@settings(max_examples=5, deadline=None)
@given(st.lists(st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)), min_size=20, max_size=60))
def test_every_day_reads_the_same_in_both_forms(days: list[date]) -> None:
    field = Field("day", "Ngày", Type.day)

    for texts in ([day.isoformat() for day in days], [f"{day:%d/%m/%Y}" for day in days]):
        assert _read(field, list(texts)) == [(day, None) for day in days]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a", "a"),
        (25741.0, "25741"),
        (0.5, f"0.5{MARK}"),
        (1e300, f"1e+300{MARK}"),
        (True, "true"),
        (None, ""),
        (date(2023, 9, 5), "2023-09-05"),
        (datetime(2023, 9, 5, 8, 14, 59, 999_600), "2023-09-05T08:15:00"),  # noqa: DTZ001  as Excel keeps it
    ],
)
def test_cells_of_workbooks_become_texts_of_the_plain_form(value: object, text: str) -> None:
    assert workbook_process.NUMBER_MARK == MARK
    assert workbook_process.text_of(value) == text
