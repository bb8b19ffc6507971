"""The same done to many cases of the desk, each by itself, with a report of which went through and which not."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import get_language

from songbe.cases.queries.desk import Which
from songbe.cases.queries.many import VERBS as OFFERED
from songbe.cases.views.answering import doing, drawn
from songbe.cases.views.desk import VERBS, UnknownVerb, official
from songbe.kernel.errors import InvalidInput, SongbeError
from songbe.places.policy import Actor
from songbe.ui.words import locale_of

MOST = 500
SAID = ("outcome", "capacity", "note", "to", "although_away")


class TooMany(InvalidInput):
    """More cases than are done at once."""

    code = "too_many_cases"
    message_en = "{count} cases were chosen; at most {most} are done at once. Nothing was done: choose fewer."
    message_vi = "Đã chọn {count} hồ sơ; mỗi lần làm nhiều nhất {most}. Chưa làm gì: hãy chọn ít hơn."


@dataclass(frozen=True, slots=True)
class Refused:
    """A case to which it was not done, and why in a sentence."""

    code: str
    why: str


@doing
def do_many(request: HttpRequest) -> HttpResponse:
    """Do the same to many cases, each in a transaction of its own: the others go through when one is refused.

    A program that asks for JSON sends them in small lots and shows how far it is.
    """
    who = official(request)
    verb = request.POST.get("verb", "")
    if verb not in {each for verbs in OFFERED.values() for each in verbs}:
        raise UnknownVerb(verb=verb)
    chosen = list(dict.fromkeys(request.POST.getlist("case")))
    if len(chosen) > MOST:
        raise TooMany(count=len(chosen), most=MOST)
    said = {name: request.POST.get(name, "") for name in SAID}
    done: list[str] = []
    refused: list[Refused] = []
    for each in chosen:
        code, why = _one(who, verb, each, said)
        if why:
            refused.append(Refused(code, why))
        else:
            done.append(code)
    if request.headers.get("accept", "").startswith("application/json"):
        return JsonResponse({"done": done, "refused": [{"code": each.code, "why": each.why} for each in refused]})
    given = request.POST.get("list", "")
    which = given if given in set(Which) else Which.work.value
    return drawn(request, "many.html", done=done, refused=refused, which=which)


def _one(who: Actor, verb: str, chosen: str, said: dict[str, str]) -> tuple[str, str]:
    """Do it to one case; return its code and, if it was refused, why. chosen: ``CODE|STEP|PART``."""
    code, _, spot = chosen.partition("|")
    step, _, part = spot.partition("|")
    try:
        VERBS[verb](who, code, {**said, "step": step, "part": part}, None)
    except SongbeError as error:
        return code, error.message(locale_of(get_language()))
    return code, ""
