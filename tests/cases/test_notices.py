"""Notices by e-mail, sent to a real mail server: what happened, in words, once; kept while the server is away."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from email.header import decode_header, make_header
from email.message import Message as Letter

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as Handler
from django.conf import settings

from songbe.cases.actions.filing import submit
from songbe.cases.actions.notices import send_waiting
from songbe.cases.actions.receiving import ask_supplement, receive
from songbe.cases.models import Case, Message
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


def asked_for() -> Case:
    """A birth registration of somebody who left an address."""
    return submit(
        procedure_code="1.001193", answers=BIRTH, applicant=replace(MOTHER, email="me@example.org"), channel="online",
        key="mail", actor=who("congdan"),
    )  # fmt: skip


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
