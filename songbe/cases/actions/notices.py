"""Notices by e-mail: written in the transaction of what they tell, sent by the worker, tried again until it works."""

from collections.abc import Mapping
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from songbe.cases.actions.moments import wall
from songbe.cases.models import Case, Message

MOST_ATTEMPTS = 8
BATCH = 50

SAID: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "vi": {
        "received": (
            "Hồ sơ {code} đã được tiếp nhận, hẹn trả {due}",
            "Hồ sơ “{title}” của bạn đã được tiếp nhận. Hẹn trả kết quả: {due}.",
        ),
        "supplement": (
            "Hồ sơ {code} cần bổ sung",
            "Hồ sơ “{title}” cần bổ sung:\n\n{note}\n\nThời hạn tính lại khi nhận đủ.",
        ),
        "refused": ("Hồ sơ {code} bị từ chối", "Hồ sơ “{title}” bị từ chối. Lý do:\n\n{note}"),
        "new_date": ("Xin lỗi và hẹn lại hồ sơ {code}", "{note}\n\nHồ sơ “{title}” được hẹn lại vào {due}."),
        "finished": ("Hồ sơ {code} đã có kết quả", "Hồ sơ “{title}” đã có kết quả. Mời bạn đến nơi tiếp nhận để nhận."),
        "digitised": (
            "Hồ sơ {code} đã có kết quả điện tử",
            "Kết quả điện tử của hồ sơ “{title}” có tại trang hồ sơ của bạn: /dvc/cases/{code}/\n\n"
            "Hồ sơ còn phí, lệ phí thì tải về được sau khi nộp.",
        ),
        "replaced": (
            "Kết quả điện tử của hồ sơ {code} đã được thay",
            "Kết quả điện tử của hồ sơ “{title}” đã được thay. Lý do:\n\n{note}\n\nBản mới: /dvc/cases/{code}/",
        ),
        "returned": (
            "Đã trả kết quả hồ sơ {code}",
            "Kết quả hồ sơ “{title}” đã được trả. Bạn có thể đánh giá tại trang hồ sơ.",
        ),
    },
    "en": {
        "received": (
            "Dossier {code} was received, due {due}",
            "Your dossier “{title}” was received. The result is due: {due}.",
        ),
        "supplement": (
            "Dossier {code} lacks something",
            "Dossier “{title}” lacks:\n\n{note}\n\nThe term is counted afresh once all is there.",
        ),
        "refused": ("Dossier {code} was refused", "Dossier “{title}” was refused. The reason:\n\n{note}"),
        "new_date": (
            "Our apology, and a new date for dossier {code}",
            "{note}\n\nDossier “{title}” is now due {due}.",
        ),
        "finished": (
            "The result of dossier {code} is ready",
            "The result of dossier “{title}” is ready. Please come for it to where the dossier was received.",
        ),
        "digitised": (
            "Dossier {code} has an electronic result",
            "The electronic result of dossier “{title}” stands on the page of your dossier: /dvc/cases/{code}/\n\n"
            "Where a fee is still owed, it can be downloaded once that is paid.",
        ),
        "replaced": (
            "The electronic result of dossier {code} was replaced",
            "The electronic result of dossier “{title}” was replaced. The reason:\n\n{note}\n\n"
            "The new one: /dvc/cases/{code}/",
        ),
        "returned": (
            "The result of dossier {code} was handed over",
            "The result of dossier “{title}” was handed over. You can rate it on the page of your dossier.",
        ),
    },
}
"""Language -> kind of notice -> its subject and its text. What officials wrote stands in it as they wrote it."""
END: Mapping[str, str] = {
    "vi": "\n\nTra cứu: /dvc/track/?code={code}\nThư này được gửi tự động, xin không trả lời.",
    "en": "\n\nFollow it: /dvc/track/?code={code}\nThis letter was sent by a machine; please do not answer it.",
}
NO_DUE: Mapping[str, str] = {"vi": "chưa có hạn", "en": "no date yet"}


def notify(case: Case, kind: str, *, note: str = "") -> None:
    """This function will write a notice to who asked, if they left an e-mail address; it is sent after the commit.

    It is in the language in which they filed.
    """
    if case.party is None or not case.party.email or case.practice:
        return
    language = case.party.language if case.party.language in SAID else "vi"
    due = wall(case.due_now_at)
    said = {
        "code": case.code,
        "title": case.title_en if language == "en" else case.title_vi,
        "note": note,
        "due": f"{due:%H:%M %d/%m/%Y}" if due else NO_DUE[language],
    }
    subject, body = SAID[language][kind]
    Message.objects.create(
        case=case,
        kind=kind,
        to=case.party.email,
        subject=subject.format(**said)[:300],
        body=(body + END[language]).format(**said),
    )


def send_waiting(*, limit: int = BATCH) -> int:
    """This function will send notices that wait, oldest first, and return how many went out.

    Each in a transaction of its own: two workers never send the same one. One that cannot be sent is kept with the
    reason and tried again, eight times.
    """
    sent = 0
    for _ in range(limit):
        with transaction.atomic():
            message = (
                Message.objects.select_for_update(skip_locked=True)
                .filter(sent_at=None, attempts__lt=MOST_ATTEMPTS)
                .order_by("attempts", "id")
                .first()
            )
            if message is None:
                break
            message.attempts += 1
            try:
                EmailMessage(message.subject, message.body, settings.DEFAULT_FROM_EMAIL, [message.to]).send()
            except (SMTPException, OSError) as error:
                message.fault = str(error)[:300]
                message.save(update_fields=["attempts", "fault"])
                break
            message.sent_at, message.fault = timezone.now(), ""
            message.save(update_fields=["attempts", "sent_at", "fault"])
            sent += 1
    return sent
