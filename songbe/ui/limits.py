"""How often one address may send something that needs no account."""

from django.core.cache import cache
from django.http import HttpRequest

from songbe.kernel.errors import NotAllowed


class TooOften(NotAllowed):
    """Somebody, or a program, that sends more than people do."""

    code = "too_often"
    message_en = "More than {most} were sent from this address within {minutes} minutes. Nothing was taken now: wait, and send it again."  # noqa: E501
    message_vi = "Từ địa chỉ này đã gửi quá {most} lần trong {minutes} phút. Lần này chưa nhận: hãy chờ rồi gửi lại."


def limit(request: HttpRequest, *, name: str, most: int, minutes: int) -> None:
    """Count one more from where a request comes. Raises TooOften beyond ``most`` within ``minutes``.

    In the database, so that every process counts the same.
    """
    key = f"limit:{name}:{request.META.get('REMOTE_ADDR', '')}"
    cache.add(key, 0, timeout=minutes * 60)
    try:
        count = cache.incr(key)
    except ValueError:  # it ran out between the two
        cache.set(key, 1, timeout=minutes * 60)
        count = 1
    if count > most:
        raise TooOften(most=most, minutes=minutes)
