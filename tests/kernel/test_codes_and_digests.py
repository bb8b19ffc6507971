"""Codes have a shape; digests can be computed again by anyone."""

import json
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songbe.kernel.codes import is_agency_code, is_place_code, mask
from songbe.kernel.digests import canonical_json, salted_digest, sha256_hex

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
SALT = b"0123456789abcdef"


class Colour(StrEnum):
    RED = "red"


@pytest.mark.parametrize("code", ["74", "718", "25741"])
def test_the_statistical_offices_codes_are_place_codes(code: str) -> None:
    assert is_place_code(code)


@pytest.mark.parametrize("code", ["", "7", "7400", "257411", "74 ", "74\n", "7A", "７４", "UB718"])
def test_nothing_else_is_a_place_code(code: str) -> None:
    assert not is_place_code(code)


@pytest.mark.parametrize(
    ("code", "shaped"),
    [
        ("STTTT", True),
        ("UB718", True),
        ("UB25741", True),
        # too short, lower case, digit first, with a sign, with a diacritic
        ("S", False),
        ("stttt", False),
        ("718UB", False),
        ("UB-718", False),
        ("SỞ", False),
    ],
)
def test_agency_codes(code: str, shaped: bool) -> None:
    assert is_agency_code(code) is shaped


@pytest.mark.parametrize(
    ("text", "shown", "masked"),
    [
        ("000099012345", 4, "********2345"),
        # too short to show any of it
        ("2345", 4, "****"),
        ("", 4, ""),
        ("000099012345", 0, "************"),
    ],
)
def test_a_masked_number_shows_only_its_end(text: str, shown: int, masked: str) -> None:
    assert mask(text, shown=shown) == masked


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": [True, None]}, '{"a":[true,null],"b":1}'),
        # Vietnamese stays readable
        ({"tên": "Dĩ An"}, '{"tên":"Dĩ An"}'),
        # a Decimal keeps its decimals and has no exponent
        ([Decimal("1.50"), Decimal("1E+3")], '["1.50","1000"]'),
        (date(2023, 9, 14), '"2023-09-14"'),
        (time(7, 30), '"07:30:00"'),
        # one moment, one text, whatever the zone it was given in
        (datetime(2023, 9, 14, 8, tzinfo=timezone(timedelta(hours=7))), '"2023-09-14T01:00:00+00:00"'),
        (datetime(2023, 9, 14, 1, tzinfo=UTC), '"2023-09-14T01:00:00+00:00"'),
        (UUID(int=1), '"00000000-0000-0000-0000-000000000001"'),
        (("a", Colour.RED), '["a","red"]'),
        (MappingProxyType({"x": 1}), '{"x":1}'),
    ],
)
def test_a_value_has_one_canonical_text(value: object, text: str) -> None:
    assert canonical_json(value) == text.encode()


@pytest.mark.parametrize("value", [{1: "a"}, {None: "a"}, {1, 2}, 0.5, b"x", object()])
def test_what_has_no_one_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical_json(value)


@pytest.mark.parametrize("value", [datetime.fromisoformat("2023-09-14T08:00"), Decimal("NaN"), Decimal("-Infinity")])
def test_naive_moments_and_numbers_that_are_none_are_refused(value: object) -> None:
    with pytest.raises(ValueError, match="canonical"):
        canonical_json(value)


@given(PLAIN.filter(lambda value: "\\ud" not in json.dumps(value)))
def test_canonical_json_reads_back_and_does_not_depend_on_the_order_of_keys(value: object) -> None:
    text = canonical_json(value)

    assert json.loads(text) == value
    if isinstance(value, dict):
        assert canonical_json(dict(reversed(value.items()))) == text


def test_the_digest_is_plain_sha_256() -> None:
    # the test vector of FIPS 180-2
    assert sha256_hex(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_a_salted_digest_depends_on_salt_and_value_and_on_nothing_else() -> None:
    digest = salted_digest(SALT, "000099012345")

    assert digest == salted_digest(SALT, "000099012345")
    assert len(digest) == 64
    assert digest != salted_digest(SALT, "000099012346")
    assert digest != salted_digest(SALT[::-1], "000099012345")


def test_a_short_salt_is_refused() -> None:
    with pytest.raises(ValueError, match="16"):
        salted_digest(b"salt", "x")
