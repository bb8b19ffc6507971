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

SAID: Mapping[str, tuple[str, str]] = {
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
    "returned": (
        "Đã trả kết quả hồ sơ {code}",
        "Kết quả hồ sơ “{title}” đã được trả. Bạn có thể đánh giá tại trang hồ sơ.",
    ),
}
"""Kind of notice -> its subject and its text."""
END = "\n\nTra cứu: /dvc/track/?code={code}\nThư này được gửi tự động, xin không trả lời."


def notify(case: Case, kind: str, *, note: str = "") -> None:
    """This function will write a notice to who asked, if they left an e-mail address; it is sent after the commit."""
    if case.party is None or not case.party.email or case.practice:
        return
    due = wall(case.due_now_at)
    said = {
        "code": case.code,
        "title": case.title_vi,
        "note": note,
        "due": f"{due:%H:%M %d/%m/%Y}" if due else "chưa có hạn",
    }
    subject, body = SAID[kind]
    Message.objects.create(
        case=case,
        kind=kind,
        to=case.party.email,
        subject=subject.format(**said)[:300],
        body=(body + END).format(**said),
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
