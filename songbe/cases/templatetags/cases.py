"""How cases are written on a page: moments, states, channels, names in the reader's language."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from songbe.cases.queries.desk import MOST_COUNTED
from songbe.cases.queries.playbooks import messages_in_force
from songbe.cases.rules.answers import AnswerFault
from songbe.cases.rules.clock import Term, TermUnit
from songbe.payments.models import PaymentOrder
from songbe.places import clock
from songbe.ui.templatetags.figures import number
from songbe.ui.words import locale_of

register = template.Library()

STATES: Mapping[str, Any] = {
    "registered": gettext_lazy("mới đăng ký"),
    "processing": gettext_lazy("đang giải quyết"),
    "supplement": gettext_lazy("chờ bổ sung"),
    "financial": gettext_lazy("chờ nghĩa vụ tài chính"),
    "stopped": gettext_lazy("tạm dừng"),
    "finished": gettext_lazy("đã xong"),
    "returned": gettext_lazy("đã trả kết quả"),
    "refused": gettext_lazy("từ chối"),
    "withdrawn": gettext_lazy("người nộp rút"),
}
CHANNELS: Mapping[str, Any] = {
    "online": gettext_lazy("trực tuyến"),
    "online_assisted": gettext_lazy("trực tuyến, nộp hộ"),
    "counter": gettext_lazy("tại quầy"),
    "postal": gettext_lazy("bưu chính"),
    "phone": gettext_lazy("điện thoại"),
    "web": gettext_lazy("trang web"),
    "app": gettext_lazy("ứng dụng di động"),
    "alert": gettext_lazy("cảnh báo tự động"),
}
LEVELS: Mapping[str, Any] = {
    "full": gettext_lazy("trực tuyến toàn trình"),
    "partial": gettext_lazy("trực tuyến một phần"),
    "info": gettext_lazy("cung cấp thông tin"),
}
OUTCOMES: Mapping[str, Any] = {
    "fit": gettext_lazy("đủ điều kiện"),
    "unfit": gettext_lazy("chưa đủ điều kiện"),
    "agree": gettext_lazy("đồng ý"),
    "disagree": gettext_lazy("không đồng ý"),
    "done": gettext_lazy("đã làm"),
    "sent_back": gettext_lazy("trả lại"),
    "silence": gettext_lazy("im lặng, coi như đồng ý"),
    "confirmed": gettext_lazy("xác nhận đúng"),
    "dismissed": gettext_lazy("không có vi phạm"),
    "false_alarm": gettext_lazy("báo động nhầm"),
    "approved": gettext_lazy("chấp thuận"),
    "declined": gettext_lazy("không chấp thuận"),
    "answer_public": gettext_lazy("trả lời công khai"),
    "answer_asker": gettext_lazy("chỉ trả lời người hỏi"),
    "no_personal_data": gettext_lazy("không có dữ liệu cá nhân"),
    "personal_data": gettext_lazy("có thể có dữ liệu cá nhân"),
    "without_personal_part": gettext_lazy("cung cấp được phần không có dữ liệu cá nhân"),
    "lawful_basis": gettext_lazy("có căn cứ để cung cấp"),
    "not_permitted": gettext_lazy("không được cung cấp"),
    "publish": gettext_lazy("phát thông báo"),
    "no_message": gettext_lazy("không phát thông báo"),
}
ROLES: Mapping[str, Any] = {
    "one_stop_clerk": gettext_lazy("cán bộ Một cửa"),
    "handler": gettext_lazy("chuyên viên"),
    "accountant": gettext_lazy("kế toán"),
    "head_of_office": gettext_lazy("trưởng bộ phận"),
    "signer": gettext_lazy("người ký"),
    "hotline_agent": gettext_lazy("tổng đài viên"),
    "duty_officer": gettext_lazy("trực tin"),
    "leader": gettext_lazy("lãnh đạo"),
}
MILESTONES: Mapping[str, Any] = {
    "acknowledged": gettext_lazy("Xác nhận"),
    "dispatched": gettext_lazy("Điều động"),
    "closed": gettext_lazy("Kết thúc"),
}
PAY_CHANNELS: Mapping[str, Any] = {
    "cash": gettext_lazy("tiền mặt"),
    "card": gettext_lazy("thẻ hoặc mã QR tại quầy"),
    "online": gettext_lazy("nộp trực tuyến"),
}
ORDER_STATES: Mapping[str, tuple[str, Any]] = {
    "open": ("at-risk", gettext_lazy("chưa nộp")),
    "paid": ("met", gettext_lazy("đã thanh toán")),
    "cancelled": ("no-target", gettext_lazy("đã hủy")),
    "refunded": ("no-target", gettext_lazy("đã hoàn phí")),
}
URGENCIES: Mapping[str, tuple[str, Any]] = {
    "late": ("missed", gettext_lazy("Quá hạn")),
    "risk": ("at-risk", gettext_lazy("Sắp đến hạn")),
    "calm": ("met", gettext_lazy("Trong hạn")),
    "paused": ("no-target", gettext_lazy("Tạm dừng")),
    "none": ("no-target", gettext_lazy("Không có hạn")),
}
LISTS: Mapping[str, Any] = {
    "receive": gettext_lazy("Chờ tiếp nhận"),
    "work": gettext_lazy("Việc của tôi"),
    "give": gettext_lazy("Chờ trả kết quả"),
    "late": gettext_lazy("Quá hạn"),
    "risk": gettext_lazy("Sắp đến hạn"),
    "all": gettext_lazy("Tất cả"),
}
UNITS: Mapping[str, Any] = {
    "working_day": gettext_lazy("ngày làm việc"),
    "working_hour": gettext_lazy("giờ làm việc"),
    "calendar_day": gettext_lazy("ngày"),
    "month": gettext_lazy("tháng"),
}


@register.filter
def pick(thing: Any, name: str) -> str:
    """Return an attribute in the reader's language: ``handler`` -> ``handler_en`` or ``handler_vi``."""
    here = locale_of(get_language())
    return str(getattr(thing, f"{name}_{here}", "") or getattr(thing, f"{name}_vi"))


@register.filter
def moment(value: datetime | None) -> str:
    """Return ``10:15 29/12/2023`` in the province's time; a dash where there is none."""
    return "–" if value is None else f"{timezone.localtime(value):%H:%M %d/%m/%Y}"


@register.filter
def iso(value: datetime | None) -> str:
    """Return a moment as machines read it."""
    return "" if value is None else timezone.localtime(value).isoformat(timespec="minutes")


def _word(words: Mapping[str, Any], word: str) -> str:
    return str(words.get(word, word))


@register.filter
def state_name(word: str) -> str:
    """Return what a state is called."""
    return _word(STATES, word)


@register.filter
def channel_name(word: str) -> str:
    """Return what a channel is called."""
    return _word(CHANNELS, word)


@register.filter
def level_name(word: str) -> str:
    """Return what an online level is called."""
    return _word(LEVELS, word)


@register.filter
def outcome_name(word: str) -> str:
    """Return what an outcome is called."""
    return _word(OUTCOMES, word)


@register.filter
def pay_channel_name(word: str) -> str:
    """Return what a way to pay is called."""
    return _word(PAY_CHANNELS, word)


@register.filter
def order_state_name(word: str) -> str:
    """Return what the state of an order is called."""
    return str(ORDER_STATES[word][1])


@register.inclusion_tag("cases/parts/urgency.html")
def fee_state(word: str) -> dict[str, object]:
    """Draw how an order stands: a sign, a word and a colour."""
    sign, said = ORDER_STATES[word]
    return {"sign": sign, "word": said}


@register.simple_tag
def order_link(order: PaymentOrder) -> str:
    """Draw an order's number as the way to its case."""
    kind, _, key = order.subject.partition(":")
    if kind != "case":
        return order.number
    return format_html('<a href="{}">{}</a>', reverse("cases:desk-case", args=[key]), order.number)


@register.filter
def role_name(word: str) -> str:
    """Return what a role is called."""
    return _word(ROLES, word)


@register.filter
def list_name(word: str) -> str:
    """Return what a list of the desk is called."""
    return _word(LISTS, word)


@register.filter
def counted(value: int) -> str:
    """Return how many rows a list has; ``1.000+`` where nobody counted further."""
    return number(value) + ("+" if value >= MOST_COUNTED else "")


@register.inclusion_tag("cases/parts/urgency.html")
def urgency(word: str) -> dict[str, object]:
    """Draw how a case stands against its promise: a sign, a word and a colour."""
    sign, said = URGENCIES[word]
    return {"sign": sign, "word": said}


@register.filter
def term(value: Term | None) -> str:
    """Return how long something may take: ``3 ngày làm việc``; of a fraction its decimals."""
    if value is None:
        return "–"
    if value.unit is TermUnit.same_day:
        return str(gettext_lazy("trong ngày"))
    amount = f"{float(value.amount):g}"
    if locale_of(get_language()) == "vi":
        amount = amount.replace(".", ",")
    return f"{amount} {UNITS[value.unit.value]}"


@register.filter
def get(counts: Mapping[str, int], name: str) -> int:
    """Return a count by its name."""
    return counts.get(name, 0)


@register.filter
def pick_said(fault: AnswerFault) -> str:
    """Return what is wrong with an answer, in the reader's language."""
    return fault.said(locale_of(get_language()))


@register.filter
def pick_text(answer: Any) -> str:
    """Return an answer's text in the reader's language."""
    return pick(answer, "text")


@register.filter
def handler_name(page: Any) -> str:
    """Return the name of who handles a case."""
    return pick(page, "handler")


@register.filter
def milestone_name(word: str) -> str:
    """Return what a milestone of an answer to an alert is called."""
    return _word(MILESTONES, word)


@register.filter
def span(value: timedelta | Decimal) -> str:
    """Return how long something is, of a length or of minutes: ``4 phút``, ``2 giờ 05 phút``, ``1 ngày 3 giờ``."""
    seconds = value.total_seconds() if isinstance(value, timedelta) else float(value) * 60
    minutes = int(abs(seconds) // 60)
    days, hours = divmod(minutes // 60, 24)
    if days:
        return _("%(days)s ngày %(hours)s giờ") % {"days": days, "hours": hours}
    if hours:
        return _("%(hours)s giờ %(minutes)02d phút") % {"hours": hours, "minutes": minutes % 60}
    return _("%(minutes)s phút") % {"minutes": minutes}


@register.inclusion_tag("cases/parts/left.html")
def left(value: timedelta | None) -> dict[str, object]:
    """Draw what is left of a clock, or by how much it ran out: a sign, words and a colour."""
    return {"left": value, "out": value is not None and value < timedelta(0)}


@register.inclusion_tag("cases/parts/public_messages.html")
def told_publicly() -> dict[str, object]:
    """Draw what the public is told now; nothing when it is told nothing."""
    return {"rows": messages_in_force(clock.now())}
