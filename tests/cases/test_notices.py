"""Notices by e-mail, sent to a real mail server: what happened, in words, once; kept while the server is away."""

import re
import socket
from collections.abc import Iterator
from dataclasses import replace
from email.header import decode_header, make_header
from email.message import Message as Letter

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as Handler
from django.conf import settings
from django.test import Client

from songbe.cases.actions.drafts import begin_draft, save_page
from songbe.cases.actions.filing import submit
from songbe.cases.actions.notices import END, NO_DUE, SAID, send_waiting
from songbe.cases.actions.receiving import ask_supplement, receive
from songbe.cases.models import Case, Message, Party
from songbe.places.models import Person
from tests.cases.stories import BIRTH, MOTHER, birth, clock_at, who
from tests.stories import apply_demo

pytestmark = pytest.mark.django_db


class Inbox(Handler):
    """A mail server that keeps what it is sent."""

    def __init__(self) -> None:
        super().__init__()
        self.letters: list[tuple[str, str, str]] = []

    def handle_message(self, message: Letter) -> None:
        """Keep a letter."""
        body = message.get_payload(decode=True)
        assert isinstance(body, bytes)
        subject = str(make_header(decode_header(message["subject"])))
        self.letters.append((str(message["to"]), subject, body.decode()))


@pytest.fixture
def mail(monkeypatch: pytest.MonkeyPatch) -> Iterator[Inbox]:
    """A mail server of this machine."""
    inbox = Inbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(inbox, hostname="127.0.0.1", port=port)
    server.start()
    monkeypatch.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
    monkeypatch.setattr(settings, "EMAIL_HOST", "127.0.0.1")
    monkeypatch.setattr(settings, "EMAIL_PORT", port)
    yield inbox
    server.stop()


def asked_for(language: str = "vi") -> Case:
    """A birth registration of somebody who left an address."""
    mother = replace(MOTHER, email="me@example.org", language=language)
    return submit(
        procedure_code="1.001193", answers=BIRTH, applicant=mother, channel="online", key="mail", actor=who("congdan")
    )


def test_the_applicant_is_told_of_receipt_and_of_what_is_missing_once(
    mail: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock_at(monkeypatch, "2023-12-26T08:00")
    apply_demo()
    case = asked_for()
    receive(code=case.code, actor=who("motcua101"))
    ask_supplement(code=case.code, what="Ảnh giấy chứng sinh bị mờ", actor=who("xuly101"))

    assert send_waiting() == 2
    assert send_waiting() == 0

    told = mail.letters
    assert [to for to, _subject, _body in told] == ["me@example.org"] * 2
    assert told[0][1] == f"Hồ sơ {case.code} đã được tiếp nhận, hẹn trả 08:00 27/12/2023"
    assert "Ảnh giấy chứng sinh bị mờ" in told[1][2]


def test_who_filed_in_english_is_told_in_english_and_reads_what_officials_wrote_as_they_wrote_it(mail: Inbox) -> None:
    apply_demo()
    case = asked_for(language="en")
    receive(code=case.code, actor=who("motcua101"))
    ask_supplement(code=case.code, what="Ảnh giấy chứng sinh bị mờ", actor=who("xuly101"))

    assert send_waiting() == 2

    (_, first, body), (_, second, asked) = mail.letters
    assert first.startswith(f"Dossier {case.code} was received, due ")
    assert "Your dossier “Birth registration” was received." in body
    assert "please do not answer" in body
    assert second == f"Dossier {case.code} lacks something"
    assert "Ảnh giấy chứng sinh bị mờ" in asked


def test_the_language_is_that_of_the_pages_on_which_it_was_filed() -> None:
    apply_demo()
    citizen = Client(headers={"accept-language": "en"})
    citizen.force_login(Person.objects.get(username="congdan"), "django.contrib.auth.backends.ModelBackend")
    draft = begin_draft(procedure="2.990002", actor=who("congdan"))
    said = {"applicant_name": MOTHER.name, "applicant_id": MOTHER.id_number, "applicant_phone": MOTHER.phone}
    save_page(key=draft.key, texts=BIRTH | said, actor=who("congdan"))

    filed = citizen.post(f"/dvc/drafts/{draft.key}/check/")

    assert filed.status_code == 302
    assert Party.objects.get().language == "en"


def test_every_language_has_every_notice_and_names_the_same_things_in_it() -> None:
    names = {
        language: {kind: [set(re.findall(r"{(\w+)}", text)) for text in texts] for kind, texts in kinds.items()}
        for language, kinds in SAID.items()
    }

    assert set(names) == set(END) == set(NO_DUE) == {"vi", "en"}
    assert names["en"] == names["vi"]


def test_a_notice_waits_while_the_mail_server_is_away_and_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
    monkeypatch.setattr(settings, "EMAIL_HOST", "127.0.0.1")
    monkeypatch.setattr(settings, "EMAIL_PORT", 9)
    apply_demo()
    receive(code=asked_for().code, actor=who("motcua101"))

    assert send_waiting() == 0

    waiting = Message.objects.get()
    assert (waiting.sent_at, waiting.attempts) == (None, 1)
    assert waiting.fault


def test_who_left_no_address_gets_no_letter() -> None:
    apply_demo()

    receive(code=birth().code, actor=who("motcua101"))

    assert not Message.objects.exists()
