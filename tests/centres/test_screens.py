"""The screens over HTTP: who gets in, what is refused and how, where addresses lead, how many queries they cost."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from songbe.centres.queries import standing
from songbe.config import environment
from songbe.indicators.actions.publishing import publish_figure
from songbe.kernel.periods import parse_period
from songbe.places.models import Person, RoleGrant
from songbe.places.policy import OPERATOR
from tests.centres.conftest import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("province")]

SCREENS = [
    "/ioc/",
    "/ioc/?place=991&period=2023-Q3",
    "/ioc/?basis=as-now",
    "/ioc/?place=STTTT&period=2023-05",
    "/ioc/sectors/DVC/",
    "/ioc/figures/DEMO003/",
    "/ioc/figures/DEMO003/?place=992&period=2023-09",
    "/ioc/figures/DEMO003/?basis=as-now",
    "/ioc/figures/DEMO014/?period=2022",
    "/ioc/figures/DEMO015/",
    "/ioc/tinh/",
    "/ioc/so-tttt/?period=2023-Q1",
    "/ioc/search/?q=ho+so",
    "/ioc/search/",
    "/ioc/assumptions/",
]
WEEK = "/ioc/figures/DEMO003/?period=2023-W10"
RECORDS = "/ioc/figures/DEMO003/records/"


@pytest.fixture
def published() -> str:
    """The permanent address of a published figure."""
    at = datetime(2024, 1, 15, 3, tzinfo=UTC)
    publish_figure(code="DEMO003", place="99", period=parse_period("2023"), at=at, actor=OPERATOR)
    return "/ioc/figures/DEMO003/99/2023/2024-01-31/"


@pytest.mark.parametrize("path", [*SCREENS, RECORDS])
def test_every_screen_needs_a_sign_in(client: Client, path: str) -> None:
    response = client.get(path)

    assert response.status_code == 302
    assert response.headers["Location"].startswith("/accounts/login/?next=/ioc/")


@pytest.mark.parametrize("path", [*SCREENS, RECORDS, WEEK])
def test_every_screen_is_drawn(leader: Client, path: str) -> None:
    response = leader.get(path)

    assert response.status_code == 200
    assert "private" in response.headers["Cache-Control"]
    assert leader.get(path, headers={"accept-language": "en"}).status_code == 200


@pytest.mark.parametrize("path", SCREENS)
def test_every_role_reads_figures_everywhere(client: Client, path: str) -> None:
    for who in ("xemtinh", "trucsaohom", "quantri"):
        assert signed_in(client, who).get(path).status_code == 200


def test_an_account_without_a_role_reads_nothing(client: Client) -> None:
    person = Person.objects.create_user("khach")
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")

    response = client.get("/ioc/")

    assert response.status_code == 403
    assert "khach không có quyền" in response.content.decode()


def test_a_role_that_ended_opens_nothing(client: Client) -> None:
    RoleGrant.objects.filter(person__username="trucnganha").update(valid_to="2023-01-01")

    assert signed_in(client, "trucnganha").get("/ioc/").status_code == 403


@pytest.mark.parametrize(
    ("who", "place", "status"),
    [
        ("trucnganha", "991", 200),
        ("trucnganha", "992", 403),
        ("trucnganha", "99", 403),
        ("trucsaohom", "99101", 200),
        ("trucsaohom", "99102", 403),
        ("trucstttt", "STTTT", 200),
        ("trucstttt", "99", 403),
        ("xemtinh", "99", 403),
        ("tructinh", "99", 200),
    ],
)
@pytest.mark.parametrize("more", ["", "&format=xlsx", "&format=csv"])
def test_records_are_for_who_holds_the_place(client: Client, who: str, place: str, status: int, more: str) -> None:
    response = signed_in(client, who).get(f"{RECORDS}?place={place}&period=2023-03{more}")

    assert response.status_code == status
    if status == 403:
        assert f"{who} không có quyền records.read tại {place}" in response.content.decode()


@pytest.mark.parametrize(
    ("path", "status", "sentence"),
    [
        ("/ioc/?place=12345", 404, "Không có đơn vị hay cơ quan &#x27;12345&#x27;"),
        ("/ioc/?period=2023-13", 400, "Không có kỳ “2023-13”"),
        ("/ioc/?period=2023-W10", 400, "không gồm các tháng trọn"),
        ("/ioc/?basis=as-ever", 400, "Không có bản đồ &#x27;as-ever&#x27;"),
        ("/ioc/figures/NOPE/", 404, "Không có chỉ tiêu &#x27;NOPE&#x27;"),
        ("/ioc/figures/NOPE/records/", 404, "Không có chỉ tiêu &#x27;NOPE&#x27;"),
        ("/ioc/sectors/NOPE/", 404, "Không có lĩnh vực &#x27;NOPE&#x27;"),
        ("/ioc/nope/", 404, "Không có trung tâm điều hành &#x27;nope&#x27;"),
        ("/ioc/figures/DEMO015/records/", 404, "không đếm từ bản ghi"),
        ("/ioc/figures/DEMO003/records/?page=99", 404, "không có trang 99"),
        ("/ioc/figures/DEMO003/records/?page=0", 400, "Trang đánh số từ 1"),
        ("/ioc/figures/DEMO003/records/?page=ba", 400, "không phải số trang"),
        ("/ioc/figures/DEMO003/99/2023/2020-01-01/", 404, "Đến ngày 01/01/2020 chưa công bố"),
    ],
)
def test_a_refusal_says_why_in_its_own_words(leader: Client, path: str, status: int, sentence: str) -> None:
    response = leader.get(path)

    assert response.status_code == status
    assert sentence in response.content.decode()


def test_nothing_is_written_here(leader: Client) -> None:
    assert leader.post("/ioc/").status_code == 405


def test_the_front_door_is_the_overview(leader: Client) -> None:
    assert leader.get("/").headers["Location"] == "/ioc/"


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        ("/ioc/figures/tthc_dung_han/", "/ioc/figures/DEMO003/"),
        ("/ioc/figures/tthc_dung_han/?place=991&period=2023-Q3", "/ioc/figures/DEMO003/?place=991&period=2023-Q3"),
        ("/ioc/figures/F002/", "/ioc/figures/DEMO015/?place=99&period=2023&basis=as-then"),
    ],
)
def test_other_names_lead_to_the_one_address(leader: Client, path: str, leads_to: str) -> None:
    response = leader.get(path)

    assert (response.status_code, response.headers["Location"]) == (302, leads_to)


def test_what_the_demonstration_assumes_is_said_in_the_readers_language(leader: Client, settings: Settings) -> None:
    settings.SONGBE_PACK = environment.ROOT / "packs" / "binhduong"

    vietnamese = leader.get("/ioc/assumptions/", headers={"accept-language": "vi"}).content.decode()
    english = leader.get("/ioc/assumptions/", headers={"accept-language": "en"}).content.decode()

    assert "đều là mô phỏng" in vietnamese
    assert "in this demonstration is simulated" in english


def test_htmx_gets_the_results_alone(leader: Client) -> None:
    part = leader.get("/ioc/search/?q=ho+so", headers={"HX-Request": "true"})
    whole = leader.get("/ioc/search/?q=ho+so")

    assert "<html" not in part.content.decode()
    assert "<html" in whole.content.decode()
    assert "HX-Request" in part.headers["Vary"]


def test_search_finds_without_diacritics_and_by_code(leader: Client) -> None:
    assert "Tỷ lệ hồ sơ giải quyết đúng hạn" in leader.get("/ioc/search/?q=dung+han").content.decode()
    assert "Số tiền thanh toán trực tuyến" in leader.get("/ioc/search/?q=demo011").content.decode()
    assert "Không có chỉ tiêu nào khớp" in leader.get("/ioc/search/?q=zzz").content.decode()


def test_the_permanent_address_shows_what_was_published_last_before_its_day(leader: Client, published: str) -> None:
    response = leader.get(published)

    assert response.status_code == 200
    assert "80,02" in response.content.decode()


@pytest.mark.parametrize("path", [*SCREENS, RECORDS])
def test_a_screen_costs_at_most_twelve_queries(leader: Client, path: str, django_assert_max_num_queries: Any) -> None:
    # The process has served somebody, elsewhere; this place, period and indicator it has not seen.
    leader.get("/ioc/?place=993&period=2022")
    leader.get("/ioc/figures/DEMO003/")
    standing._whole.cache_clear()
    if path != RECORDS:
        standing.some.cache_clear()

    with django_assert_max_num_queries(12):
        leader.get(path)


@pytest.mark.parametrize("path", [*(path for path in SCREENS if "search" not in path), WEEK])
def test_a_screen_seen_before_costs_half_of_them(leader: Client, path: str, django_assert_max_num_queries: Any) -> None:
    leader.get(path)

    with django_assert_max_num_queries(7):
        leader.get(path)


def test_the_permanent_address_costs_few_queries(
    leader: Client, published: str, django_assert_max_num_queries: Any
) -> None:
    leader.get("/ioc/")

    with django_assert_max_num_queries(8):
        leader.get(published)
