"""Files are scanned before they are kept: what is infected is refused, and without an answer nothing is taken."""

import json
import os
import socket
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from songbe.cases.actions import scanning
from songbe.cases.actions.files import attach, use_again
from songbe.cases.actions.filing import submit
from songbe.cases.actions.keeping import FORGOTTEN_AFTER, digest_of, keep_bytes, path_of, sweep_files
from songbe.cases.actions.scanning import (
    Infected,
    NoScanner,
    NotScanned,
    ScannerSilent,
    TooLargeToScan,
    quarantine,
    scan_kept,
)
from songbe.cases.errors import Quarantined, UnknownCase
from songbe.cases.models import Attached, Draft, StoredFile
from songbe.cases.queries.declared import work
from songbe.cases.queries.files import file_for, lacking, wanted
from songbe.config.cli import main
from songbe.config.worker import scan_what_was_not
from songbe.events.models import Event
from songbe.kernel.errors import SongbeError
from songbe.places import clock
from songbe.places.models import Person
from songbe.places.policy import OPERATOR, Actor
from tests import clamd
from tests.cases.stories import BIRTH, MOTHER, clock_at, who
from tests.cases.test_screens import PDF, seat
from tests.stories import apply_demo

pytestmark = pytest.mark.django_db
BAD = PDF + clamd.EICAR
PAPER = "birth_certificate"


@pytest.fixture(autouse=True)
def _tuesday_morning(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(settings, "SONGBE_HOME", tmp_path)  # files of its own
    clock_at(monkeypatch, "2023-12-26T08:00")
    apply_demo()


def draft() -> Draft:
    """A birth registration that is being filled in."""
    person = Person.objects.get_or_create(username="congdan")[0]
    return Draft.objects.get_or_create(key="d", person=person, procedure="1.001193")[0]


def given(content: bytes = PDF, name: str = "giay.pdf") -> Attached:
    """A file given as a paper of the draft."""
    form = draft()
    return attach(
        draft=form.key, paper=PAPER, name=name, content=content, actor=Actor("congdan", person=form.person_id)
    )


def filed() -> Attached:
    """The paper of a case that was filed."""
    given()
    submit(procedure_code="1.001193", answers=BIRTH, applicant=MOTHER, channel="online", key="d", actor=who("congdan"))
    return Attached.objects.get()


def found(attached: Attached) -> Attached:
    """The same paper after the scanner learned what is in it."""
    verdict = scanning.Verdict("Later.Known", "ClamAV 1.4", timezone.now())
    quarantine(digest=attached.file.digest, verdict=verdict, actor=OPERATOR)
    return Attached.objects.select_related("file").get(pk=attached.pk)


def test_a_clean_file_is_kept_with_the_moment_and_the_scanner(scanned: clamd.Daemon) -> None:
    stored = given().file

    assert stored.scanned_at == clock.now()
    assert stored.scanner.startswith("ClamAV ")
    assert path_of(stored.digest).read_bytes() == PDF


def test_an_infected_file_is_refused_by_its_name_and_nothing_of_it_is_kept(scanned: clamd.Daemon) -> None:
    with pytest.raises(Infected) as refused:
        given(BAD, "giay.pdf")

    assert "giay.pdf" in refused.value.message("vi")
    assert f"{clamd.NAME}.UNOFFICIAL" in refused.value.message("en")
    assert not StoredFile.objects.exists()
    assert not path_of(digest_of(BAD)).exists()
    event = Event.objects.get(kind="file.refused")
    assert (event.subject, event.payload["found"]) == (f"file:{digest_of(BAD)}", f"{clamd.NAME}.UNOFFICIAL")
    assert "giay" not in json.dumps(event.payload)


def test_a_scanner_that_is_gone_takes_no_file_and_says_to_try_again(
    scanner: clamd.Daemon, monkeypatch: pytest.MonkeyPatch
) -> None:
    given()
    monkeypatch.setattr(settings, "SONGBE_CLAMD", f"{scanner.socket}.gone")

    with pytest.raises(NotScanned) as refused:
        given(PDF + b"another")

    assert "thử lại sau ít phút" in refused.value.message("vi")
    assert StoredFile.objects.count() == 1
    with pytest.raises(ScannerSilent):
        scan_kept(actor=OPERATOR)


@pytest.fixture
def deaf() -> Iterator[str]:
    """A socket at which somebody listens and never answers."""
    with tempfile.TemporaryDirectory(prefix="deaf-") as folder, socket.socket(socket.AF_UNIX) as listening:
        listening.bind(f"{folder}/s")
        listening.listen()
        calls = []
        answering = threading.Thread(target=lambda: calls.append(listening.accept()[0]), daemon=True)
        answering.start()
        yield f"{folder}/s"
        answering.join(timeout=10)
        for call in calls:
            call.close()


def test_a_scanner_that_hangs_takes_no_file(deaf: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "SONGBE_CLAMD", deaf)
    monkeypatch.setattr(scanning, "TIMEOUT_SECONDS", 0.2)

    with pytest.raises(NotScanned):
        given()

    assert not StoredFile.objects.exists()


def test_a_scanner_that_breaks_down_takes_no_file(monkeypatch: pytest.MonkeyPatch, scanner: clamd.Daemon) -> None:
    with clamd.running() as another:
        monkeypatch.setattr(settings, "SONGBE_CLAMD", another.socket)
        given()
        another.stop()

        with pytest.raises(NotScanned):
            given(PDF + b"another")

    assert StoredFile.objects.count() == 1


@pytest.mark.parametrize("size", [300_000, 6_000_000])
def test_a_file_beyond_the_scanners_limit_is_refused_for_its_size(
    size: int, monkeypatch: pytest.MonkeyPatch, scanner: clamd.Daemon
) -> None:
    with clamd.running(most="200K") as narrow:
        monkeypatch.setattr(settings, "SONGBE_CLAMD", narrow.socket)

        given(PDF + b"a" * 100_000)
        with pytest.raises(TooLargeToScan):
            given(PDF + b"a" * size)


def test_a_file_as_large_as_we_take_is_scanned_to_its_end(scanned: clamd.Daemon) -> None:
    with pytest.raises(Infected):
        given(PDF + b"a" * (10 * 1024 * 1024 - len(BAD)) + clamd.EICAR)


def test_a_scanner_may_be_asked_over_the_network(scanner: clamd.Daemon, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "SONGBE_CLAMD", scanner.address)

    assert given().file.scanned_at
    with pytest.raises(Infected):
        given(BAD)


def test_without_a_scanner_a_file_is_kept_and_marked_for_officials_until_it_is_scanned(
    scanner: clamd.Daemon, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = filed()
    desk = f"/desk/cases/{paper.case.code if paper.case else ''}/"
    assert paper.file.scanned_at is None
    assert "chưa quét vi-rút" in seat("motcua101").get(desk).content.decode()
    with pytest.raises(NoScanner):
        scan_kept(actor=OPERATOR)

    monkeypatch.setattr(settings, "SONGBE_CLAMD", scanner.socket)
    scan_what_was_not(timestamp=0)

    paper.file.refresh_from_db()
    assert paper.file.scanned_at == clock.now()
    assert "chưa quét vi-rút" not in seat("motcua101").get(desk).content.decode()
    assert scan_kept(actor=OPERATOR).scanned == 0
    assert scan_kept(again=True, actor=OPERATOR).scanned == 1


def test_a_kept_file_that_turns_out_infected_is_opened_by_nobody(
    scanner: clamd.Daemon, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    paper = given(BAD)
    monkeypatch.setattr(settings, "SONGBE_CLAMD", scanner.socket)

    assert main(["scan-files", "--json"]) == 1

    assert json.loads(capsys.readouterr().out) == {"scanned": 1, "infected": 1, "skipped": 0}
    with pytest.raises(Quarantined):
        file_for(paper.pk, who("congdan"))
    answer = seat("congdan").get(f"/dvc/files/{paper.pk}/")
    assert answer.status_code == 409
    assert "có vi-rút" in answer.content.decode()
    assert Event.objects.get(kind="file.quarantined").subject == f"file:{digest_of(BAD)}"
    assert scan_kept(again=True, actor=OPERATOR).scanned == 0


def test_a_quarantined_file_is_no_paper_and_is_not_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    paper = found(filed())
    again = Draft.objects.create(key="e", person=Person.objects.get(username="congdan"), procedure="1.001193")
    line = work("1.001193", clock.today()).line

    with pytest.raises(UnknownCase):
        use_again(draft=again.key, paper=PAPER, file=paper.file_id, actor=who("congdan"))
    with pytest.raises(Infected):  # known by its bytes, though there is no scanner now
        attach(draft=again.key, paper=PAPER, name="a.pdf", content=PDF, actor=who("congdan"))
    assert all(each.again == () for each in wanted(line, again))  # type: ignore[arg-type]
    Attached.objects.filter(pk=paper.pk).update(draft=again, case=None)
    assert PAPER in {each.code for each in lacking(line, again)}  # type: ignore[arg-type]


def test_everybody_sees_that_a_paper_is_infected_and_nobody_a_way_to_open_it() -> None:
    paper = found(filed())
    code = paper.case.code if paper.case else ""

    for username, path in (("motcua101", f"/desk/cases/{code}/"), ("congdan", f"/dvc/cases/{code}/")):
        page = seat(username).get(path).content.decode()
        assert "có vi-rút Later.Known" in page
        assert f"/dvc/files/{paper.pk}/" not in page


def test_a_file_whose_bytes_are_gone_is_skipped_and_said(scanned: clamd.Daemon) -> None:
    path_of(given().file.digest).unlink()
    given(PDF + b"another")

    done = scan_kept(again=True, actor=OPERATOR)

    assert (done.scanned, done.skipped) == (1, 1)


def test_bytes_that_no_file_names_are_swept_after_two_days_and_no_others() -> None:
    kept, fresh, left = given().file.digest, keep_bytes(b"fresh"), keep_bytes(b"left")
    for digest in (kept, left):
        age(path_of(digest))

    assert sweep_files() == 1

    assert [path_of(digest).exists() for digest in (kept, fresh, left)] == [True, True, False]
    age(path_of(fresh))
    keep_bytes(b"fresh")
    assert sweep_files() == 0


def age(path: Path) -> None:
    """Make a file look older than what is swept."""
    moment = path.stat().st_mtime - FORGOTTEN_AFTER - 60
    os.utime(path, (moment, moment))


@pytest.mark.parametrize("error", [NoScanner(), ScannerSilent(socket="s", reason="r")])
def test_a_refusal_of_the_scanner_says_what_to_set(error: SongbeError) -> None:
    assert "SONGBE_CLAMD" in error.message("vi")
