"""State secrets are refused before anything is kept; what is noted says that it happened, never what was handed in."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import transaction

from songbe.cases.queries.declared import secret_marks
from songbe.cases.rules.secrets import mark_in, mark_in_name
from songbe.events.actions import record_event
from songbe.events.kinds import EventKind
from songbe.kernel.errors import InvalidInput

Asked = ParamSpec("Asked")
Done = TypeVar("Done")


class StateSecret(InvalidInput):
    """Something that bears the mark of a state secret."""

    code = "state_secret"
    message_en = "This bears the mark “{mark}”. State secrets are not taken electronically here; nothing was kept. Hand them over in person at the agency's records office, which takes them as the law on state secrets says."  # noqa: E501
    message_vi = "Nội dung có dấu “{mark}”. Hệ thống này không nhận bí mật nhà nước và chưa lưu gì. Hãy đến nộp trực tiếp tại văn thư của cơ quan để được nhận theo quy định về bảo vệ bí mật nhà nước."  # noqa: E501


def refuse_secrets(texts: Iterable[str], names: Iterable[str] = ()) -> None:
    """Raise StateSecret if a text or the name of a file bears a mark that the pack declares."""
    marks = secret_marks()
    found = [mark_in(text, marks) for text in texts] + [mark_in_name(name, marks) for name in names]
    mark = next(filter(None, found), None)
    if mark is not None:
        raise StateSecret(mark=mark)


def noting_secrets(action: Callable[Asked, Done]) -> Callable[Asked, Done]:
    """Decorate a verb, outside of its transaction: a secret that it refuses is noted in a transaction of its own."""

    @wraps(action)
    def noting(*args: Asked.args, **kwargs: Asked.kwargs) -> Done:
        try:
            return action(*args, **kwargs)
        except StateSecret:
            note_refusal(verb=action.__name__, actor=str(getattr(kwargs.get("actor"), "name", "")))
            raise

    return noting


@transaction.atomic
def note_refusal(*, verb: str, actor: str) -> None:
    """This function will note that a state secret was refused: at which verb and to whom, not a word of it."""
    record_event(kind=EventKind.INTAKE_REFUSED, actor=actor, place="", subject=f"intake:{verb}", payload={"verb": verb})
