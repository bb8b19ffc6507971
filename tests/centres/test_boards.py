"""The boards of the operations centres."""

import pytest
from django.utils import translation

from songbe.centres.queries.boards import UnknownCentre, board, centre_of
from songbe.centres.queries.pages import BoardPage
from songbe.indicators.queries import figure
from songbe.kernel.periods import parse_period
from tests.centres.asking import asked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("province")]

YEAR = parse_period("2023")


def _board(code: str, period: str = "2023") -> BoardPage:
    centre = centre_of(asked().shared, code)
    return board(asked(place=centre.place, period=period, path=f"/ioc/{code}/"), centre)


def test_a_district_centre_shows_its_groups_at_its_own_place() -> None:
    page = _board("ngan-ha")

    assert (page.name, page.kind, page.assumption) == ("Trung tâm điều hành thành phố Ngân Hà", "district", True)
    assert [group.title for group in page.groups] == [
        "Một cửa thành phố",
        "Trực tuyến và thanh toán",
        "Phản ánh và hồ sơ chưa xong",
    ]
    for tile in (tile for group in page.groups for tile in group.tiles):
        assert tile.figure == figure(code=tile.definition.code, place="991", period=YEAR)


def test_a_department_shows_its_own_cases_where_it_has_any_and_else_the_province() -> None:
    page = _board("so-tttt")

    places = {tile.definition.code: tile.figure.place for group in page.groups for tile in group.tiles}
    assert places == {
        # It has dossiers of its own, but no payments, reports or certificates.
        "DEMO001": "STTTT",
        "DEMO003": "STTTT",
        "DEMO005": "STTTT",
        "DEMO006": "STTTT",
        "DEMO008": "STTTT",
        "DEMO009": "99",
        "DEMO010": "99",
        "DEMO011": "99",
        "DEMO012": "99",
    }
    received = next(t for g in page.groups for t in g.tiles if t.definition.code == "DEMO001")
    assert received.figure == figure(code="DEMO001", place="STTTT", period=YEAR)
    assert received.url == "/ioc/figures/DEMO001/?place=STTTT&period=2023&basis=as-then"


def test_a_centre_without_cases_of_its_own_shows_the_province() -> None:
    page = _board("oc-1022")

    assert {tile.figure.place for group in page.groups for tile in group.tiles} == {"99"}


def test_a_board_names_what_is_late_on_it_and_the_other_centres() -> None:
    page = _board("ngan-ha")

    assert {one.definition.code for one in page.late} == {"DEMO009", "DEMO010", "DEMO011"}
    assert [one.value for one in page.centres if one.chosen] == ["ngan-ha"]
    assert len(page.centres) == 6
    assert page.centres[2].url == "/ioc/bac-dau/?place=992&period=2023&basis=as-then"


def test_a_board_stays_at_its_place_but_goes_through_the_periods() -> None:
    frame = _board("ngan-ha", "2023-Q4").frame

    assert [one.value for one in frame.places] == ["991"]
    assert "/ioc/ngan-ha/?place=991&period=2022-03&basis=as-then" in [one.url for one in frame.periods]


def test_titles_are_english_for_who_reads_english() -> None:
    with translation.override("en"):
        page = _board("ngan-ha")

    assert (page.name, page.groups[0].title) == ("Ngan Ha City Operations Centre", "One-stop desk")


def test_an_unknown_centre_is_named() -> None:
    with pytest.raises(UnknownCentre, match="nowhere"):
        _board("nowhere")
