"""Photographs of reports: taken with the report or not at all, shown to who may see them, told to other programs."""

import io
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from songbe.cases.actions.photos import Photo, make_photo
from songbe.cases.actions.reports import Call, take_report
from songbe.cases.actions.scanning import Verdict, quarantine, scan_kept
from songbe.cases.models import Attached, Case, Report, StoredFile
from songbe.cases.views import photographs
from songbe.events.models import Event
from songbe.places import clock
from songbe.places.policy import OPERATOR, Actor
from tests import clamd
from tests.cases.pictures import SECRET, camera, claiming, written
from tests.cases.stories import clock_at
from tests.cases.test_screens import PDF, seat
from tests.stories import apply_demo

pytestmark = pytest.mark.django_db
SEEN = {"report_text": "Rác chất đống sau chợ", "unit": "99101"}
VISITOR = Actor("visitor")


@pytest.fixture(autouse=True)
def _tuesday_morning(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(settings, "SONGBE_HOME", tmp_path)  # files of its own
    clock_at(monkeypatch, "2023-12-26T08:00")
    cache.clear()
    apply_demo()


def anybody() -> Client:
    """A browser of somebody who did not sign in."""
    return Client(headers={"accept-language": "vi"})


def file(content: bytes, name: str = "anh.jpg") -> SimpleUploadedFile:
    """A file as a browser sends it, saying what it likes of its type."""
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def sent(*photos: SimpleUploadedFile, **said: object) -> HttpResponse:
    """The answer to a report from the web form."""
    answer = anybody().post("/1022/", {"key": "k1", **SEEN, "photos": list(photos), **said})
    assert isinstance(answer, HttpResponse)
    return answer


def reported(key: str = "k1", count: int = 1, *, public: bool = True) -> Case:
    """A report with photographs."""
    colours = ("teal", "navy", "olive")
    photos = tuple(
        make_photo(name="a.jpg", content=camera((800, 600), colours[n]), actor=VISITOR) for n in range(count)
    )
    return take_report(answers=SEEN, call=Call("web", public=public, photos=photos), key=key, actor=VISITOR)


def addresses(case: Case) -> list[str]:
    """Where the photographs of a report are."""
    return [f"/1022/{case.code}/photos/{row.pk}.jpg" for row in Attached.objects.filter(case=case).order_by("pk")]


def tokens(page: str) -> list[str]:
    """What a form remembers of photographs."""
    return re.findall(r'name="kept" value="([^"]+)"', page)


# --- Given ------------------------------------------------------------------------------------------------------------
def test_a_photograph_comes_with_its_report_and_leaves_its_place_behind() -> None:
    answer = sent(file(camera(), f"{SECRET.decode()}.jpg"), file(camera(colour="navy", kind="PNG"), "b.png"))

    assert answer.status_code == 302
    case = Case.objects.get()
    first, second = addresses(case)
    shown = anybody().get(first)
    picture = Image.open(io.BytesIO(shown.content))
    assert (shown.headers["Content-Type"], picture.size) == ("image/jpeg", (1600, 1200))
    assert dict(picture.getexif()) == {}
    assert SECRET not in shown.content
    assert SECRET.decode() not in str(shown.headers)
    page = anybody().get(f"/1022/{case.code}/").content.decode()
    assert first in page
    assert second in page
    assert f'alt="Ảnh 1 của phản ánh {case.code}"' in page
    assert Event.objects.get(kind="report.taken").payload["photos"] == 2
    kept = [each.read_bytes() for each in (settings.SONGBE_HOME / "files").glob("??/*")]
    assert not any(SECRET in each for each in kept)


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (PDF, "anh.jpg", "không phải ảnh JPEG, PNG hay WebP"),
        (b"MZ a program", "anh.png", "không phải ảnh JPEG, PNG hay WebP"),
        (b"<svg xmlns='x'><script/></svg>", "anh.png", "không phải ảnh JPEG, PNG hay WebP"),
        (written(Image.new("RGB", (9, 9)), "GIF"), "anh.jpg", "không phải ảnh JPEG, PNG hay WebP"),
        (b"\0\0\0\x18ftypheic\0\0\0\0heicmif1" + b"\0" * 99, "anh.heic", "định dạng HEIC"),
        (b"", "anh.jpg", "rỗng"),
        (camera()[:3000], "anh.jpg", "bị hỏng"),
        (claiming(30_000, 30_000), "anh.png", "hơn 50 triệu điểm ảnh"),
        (camera((9, 9)) + b"0" * (10 * 1024 * 1024), "anh.jpg", "lớn hơn 10 MB"),
    ],
    ids=["pdf", "program", "svg", "gif", "heic", "empty", "broken", "bomb", "large"],
)
def test_what_is_no_photograph_is_refused_by_its_name_and_the_form_is_kept(
    content: bytes, name: str, said: str
) -> None:
    answer = sent(file(content, name))

    page = answer.content.decode()
    assert answer.status_code == 400
    assert said in page
    assert f"“{name}”" in page
    assert SEEN["report_text"] in page
    assert not Case.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_photograph_that_was_taken_is_not_chosen_again_because_something_else_was_wrong() -> None:
    answer = sent(file(camera(), "tot.jpg"), file(PDF, "hong.jpg"), report_text="")

    page = answer.content.decode()
    assert "Đã nhận ảnh tot.jpg" in page
    assert not StoredFile.objects.exists()
    assert sent(kept=tokens(page)).status_code == 302
    assert Attached.objects.filter(case=Case.objects.get(), paper="photo").count() == 1


def test_a_photograph_is_kept_while_somebody_looks_whether_it_was_reported_already() -> None:
    reported("first")

    page = sent(file(camera())).content.decode()
    assert "Có phải chuyện này không?" in page
    assert sent(kept=tokens(page), anyway="yes").status_code == 302
    assert StoredFile.objects.count() == 2


def test_a_photograph_that_is_unticked_is_left_out() -> None:
    page = sent(file(camera()), report_text="").content.decode()

    assert len(tokens(page)) == 1
    assert sent(kept=[]).status_code == 302
    assert not Attached.objects.exists()


@pytest.mark.parametrize("kept", ["made-up", "late", "swept"])
def test_a_photograph_that_is_not_kept_any_more_is_asked_for_again(kept: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (token,) = tokens(sent(file(camera((64, 48), "lime")), report_text="").content.decode())
    if kept == "late":
        monkeypatch.setattr(photographs, "KEPT_SECONDS", -1)
    if kept == "swept":
        for path in (settings.SONGBE_HOME / "files").glob("??/*"):
            path.unlink()

    answer = sent(kept=[f"{token}x" if kept == "made-up" else token])

    assert "Hãy chọn lại ảnh" in answer.content.decode()
    assert not Case.objects.exists()


def test_five_photographs_are_taken_and_the_sixth_is_named() -> None:
    colours = ("teal", "navy", "olive", "gray", "lime", "pink")
    photos = [file(camera((64, 48), colour), f"{colour}.jpg") for colour in colours]

    page = sent(*photos).content.decode()

    assert "Mỗi phản ánh nhận 5 ảnh nên chưa nhận “pink.jpg”" in page
    assert len(tokens(page)) == 5


def test_a_report_sent_twice_has_its_photographs_once() -> None:
    codes = [sent(file(camera())).headers["Location"] for _ in range(2)]

    assert codes[0] == codes[1]
    assert (Case.objects.count(), Attached.objects.count(), StoredFile.objects.count()) == (1, 1, 1)


def test_a_report_that_fails_leaves_no_row_of_its_photographs() -> None:
    good = make_photo(name="a.jpg", content=camera((64, 48)), actor=VISITOR)
    bad = Photo("b.jpg", "f" * 64, -1, None, "")

    with pytest.raises(IntegrityError):
        take_report(answers=SEEN, call=Call("web", photos=(good, bad)), key="k", actor=VISITOR)

    assert not Case.objects.exists()
    assert not StoredFile.objects.exists()


def test_an_agent_adds_a_photograph_to_a_call() -> None:
    agent = seat("tongdai1022")
    said = {"key": "k1", **SEEN, "wait": "5"}

    wrong = agent.post("/desk/1022/", {**said, "photos": [file(PDF)]})
    taken = agent.post("/desk/1022/", {**said, "photos": [file(camera((64, 48)))]})

    assert "không phải ảnh JPEG" in wrong.content.decode()
    assert addresses(Case.objects.get())[0] in agent.get(taken.headers["Location"]).content.decode()


# --- Scanned ----------------------------------------------------------------------------------------------------------
def test_an_infected_photograph_is_refused_and_the_others_are_kept(scanned: clamd.Daemon) -> None:
    page = sent(file(camera((64, 48)), "tot.jpg"), file(camera((64, 48), "navy") + clamd.EICAR, "xau.jpg"))

    assert "Tệp “xau.jpg” có vi-rút" in page.content.decode()
    assert "Đã nhận ảnh tot.jpg" in page.content.decode()
    assert sent(kept=tokens(page.content.decode())).status_code == 302
    assert StoredFile.objects.get().scanned_at == clock.now()
    assert Event.objects.filter(kind="file.refused").count() == 1


def test_without_an_answer_of_the_scanner_no_photograph_is_taken_and_a_report_without_one_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(settings, "SONGBE_CLAMD", "/nowhere.ctl")

    assert "hãy thử lại sau ít phút" in sent(file(camera())).content.decode()
    answer = posted(media=file(camera()))
    assert (answer.status_code, "try again" in answer.content.decode()) == (503, True)
    assert not Case.objects.exists()
    assert sent().status_code == 302


def test_a_photograph_that_turns_out_infected_is_shown_to_nobody() -> None:
    case = reported()
    digest = StoredFile.objects.get().digest
    quarantine(digest=digest, verdict=Verdict("Later.Known", "ClamAV", clock.now()), actor=OPERATOR)

    (address,) = addresses(case)
    assert anybody().get(address).status_code == 404
    assert seat("tongdai1022").get(address).status_code == 404
    assert address not in anybody().get(f"/1022/{case.code}/").content.decode()


def test_officials_see_that_a_photograph_was_not_scanned_and_others_do_not(
    scanner: clamd.Daemon, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = reported()
    mark = "chưa quét vi-rút"
    pages = (f"/desk/1022/{case.code}/", f"/desk/cases/{case.code}/")
    agent = seat("tongdai1022")
    assert all(mark in agent.get(page).content.decode() for page in pages)
    assert mark not in anybody().get(f"/1022/{case.code}/").content.decode()

    monkeypatch.setattr(settings, "SONGBE_CLAMD", scanner.socket)
    scan_kept(actor=OPERATOR)

    assert not any(mark in agent.get(page).content.decode() for page in pages)


# --- Shown ------------------------------------------------------------------------------------------------------------
def test_a_photograph_of_a_private_report_is_for_who_sent_it_and_who_works_on_it() -> None:
    case = reported("secret-key", public=False)
    (address,) = addresses(case)

    assert anybody().get(address).status_code == 404
    assert anybody().get(f"{address}?key=other").status_code == 404
    assert seat("congdan").get(address).status_code == 404
    for answer in (seat("tongdai1022").get(address), anybody().get(f"{address}?key=secret-key")):
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "private, no-store"
    assert f"{address}?key=secret-key" in anybody().get(f"/1022/{case.code}/?key=secret-key").content.decode()


def test_a_report_that_is_withdrawn_from_the_public_takes_its_photographs_along() -> None:
    case = reported()
    (address,) = addresses(case)
    assert anybody().get(address).status_code == 200

    Report.objects.filter(case=case).update(public=False)

    assert anybody().get(address).status_code == 404


def test_an_agent_hides_a_photograph_from_the_public_and_nobody_else_does() -> None:
    case = reported("secret-key", count=2)
    first, second = addresses(case)
    asked = {"photo": first.rpartition("/")[2].removesuffix(".jpg")}
    assert seat("xuly101").post(f"/desk/1022/{case.code}/do/hide/", asked).status_code == 403
    assert anybody().get(first).status_code == 200

    for _ in range(2):
        seat("tongdai1022").post(f"/desk/1022/{case.code}/do/hide/", asked)

    assert [anybody().get(each).status_code for each in (first, second)] == [404, 200]
    assert first not in anybody().get(f"/1022/{case.code}/").content.decode()
    assert anybody().get(f"/open311/v2/requests/{case.code}.json").json()[0]["media_url"].endswith(second)
    assert anybody().get(f"{first}?key=secret-key").status_code == 200
    page = seat("tongdai1022").get(f"/desk/1022/{case.code}/").content.decode()
    assert (first in page, page.count("không công khai")) == (True, 1)
    assert Event.objects.filter(kind="report.photo_hidden", subject=f"case:{case.code}").count() == 1


def test_no_photograph_of_another_report_is_hidden() -> None:
    mine, other = reported("a"), reported("b")
    agent = seat("tongdai1022")

    for photo in (addresses(other)[0].rpartition("/")[2].removesuffix(".jpg"), "x", ""):
        agent.post(f"/desk/1022/{mine.code}/do/hide/", {"photo": photo})

    assert not Attached.objects.filter(hidden=True).exists()


def test_a_photograph_is_reached_under_its_own_report_only() -> None:
    private, public = reported("a", public=False), reported("b")

    wrong = addresses(private)[0].replace(private.code, public.code)

    assert anybody().get(wrong).status_code == 404


def test_a_public_photograph_may_be_kept_for_minutes_and_is_never_run() -> None:
    (address,) = addresses(reported())

    answer = anybody().get(address)

    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    policy = answer.headers["Content-Security-Policy"].split("; ")
    assert {"default-src 'none'", "sandbox"} <= set(policy)
    assert not any(part.startswith("script-src") for part in policy)
    assert "Cookie" not in answer.headers.get("Vary", "")
    again = Client(headers={"if-none-match": answer.headers["ETag"]}).get(address)
    assert (again.status_code, again.content) == (304, b"")


def test_photographs_are_no_papers_and_their_files_are_for_officials() -> None:
    case = reported()
    row = Attached.objects.get()
    page = seat("tongdai1022").get(f"/desk/cases/{case.code}/").content.decode()

    assert "Giấy tờ kèm theo" not in page
    assert addresses(case)[0] in page
    assert seat("tongdai1022").get(f"/dvc/files/{row.pk}/").status_code == 200
    assert seat("congdan").get(f"/dvc/files/{row.pk}/").status_code == 404


# --- Open311 ----------------------------------------------------------------------------------------------------------
def posted(**said: object) -> Any:
    """The answer to a report of another program."""
    given = {"service_code": "waste", "description": "Rác", "attribute[unit]": "99101", "key": "p1", **said}
    return anybody().post("/open311/v2/requests.json", given)


def test_other_programs_are_told_where_the_photograph_is() -> None:
    case = reported(count=2)
    url = f"http://testserver{addresses(case)[0]}"

    (in_json,) = anybody().get(f"/open311/v2/requests/{case.code}.json").json()
    in_xml = ElementTree.fromstring(anybody().get(f"/open311/v2/requests/{case.code}.xml").content)  # noqa: S314  ours

    assert in_json["media_url"] == url
    assert in_xml.findtext("request/media_url") == url
    assert anybody().get(url).status_code == 200


def test_other_programs_are_told_of_no_private_photograph() -> None:
    case = reported(public=False)

    assert anybody().get(f"/open311/v2/requests/{case.code}.json").status_code == 404
    assert "/photos/" not in anybody().get("/open311/v2/requests.json").content.decode()


def test_another_program_sends_photographs_and_sending_again_doubles_nothing() -> None:
    for _ in range(2):
        answer = posted(media=[file(camera((64, 48))), file(camera((64, 48), "navy"))])
        assert (answer.status_code, answer.json()[0]["service_notice"]) == (201, "")

    assert Attached.objects.filter(case=Case.objects.get()).count() == 2


def test_another_program_is_told_what_is_wrong_with_a_photograph() -> None:
    many = [file(camera((9, 9), colour)) for colour in ("teal", "navy", "olive", "gray", "lime", "pink")]

    for media, said in (([file(PDF)], "is no JPEG, PNG or WebP"), (many, "A report takes 5 photographs")):
        answer = posted(media=media)
        assert (answer.status_code, said in answer.json()[0]["description"]) == (400, True)
    assert not Case.objects.exists()


def test_the_address_of_a_photograph_elsewhere_is_not_fetched_and_that_is_said() -> None:
    answer = posted(media_url="http://127.0.0.1:1/anh.jpg")

    assert answer.status_code == 201
    assert "send the photograph itself as media" in answer.json()[0]["service_notice"]
    assert not Attached.objects.exists()


def test_a_list_of_reports_costs_the_same_however_many_have_photographs() -> None:
    reported("a")
    anybody().get("/open311/v2/requests.json")
    with CaptureQueriesContext(connection) as one:
        anybody().get("/open311/v2/requests.json")
    for key in "bcd":
        reported(key, count=3)

    with CaptureQueriesContext(connection) as four:
        found = anybody().get("/open311/v2/requests.json").json()

    assert [bool(each["media_url"]) for each in found] == [True] * 4
    assert len(four) == len(one)
