"""What other programs send: read strictly, and made the assistant's own values before anything is looked up."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from songbe.assistant.rules.query import Aspect, Group, Operation, Query, Test
from songbe.indicators.queries import catalogue
from songbe.kernel.errors import InvalidInput
from songbe.kernel.periods import parse_period
from songbe.places.queries import gazetteer

FIRST_DAY, LAST_DAY = date(1950, 1, 1), date(2199, 12, 31)
LONGEST = 500
"""Signs of a question: several times what people ask in one sentence."""
MOST_CODES, MOST_PERIODS, MOST_LINES = 50, 62, 200


class NotReadable(InvalidInput):
    """What a program sent lacks something, or holds something that nobody asked for."""

    code = "not_readable"
    message_en = "What was sent cannot be read: {reason}. Send it as docs/programs.md says."
    message_vi = "Không đọc được nội dung đã gửi: {reason}. Hãy gửi như docs/programs.md hướng dẫn."


# PostgreSQL takes no zero sign, and no half of a pair of UTF-16.
_UNSAFE = re.compile("[\x00\ud800-\udfff]")


def _clean(text: object) -> object:
    return _UNSAFE.sub("", text) if isinstance(text, str) else text


def _in_reach(day: date) -> date:
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(f"a day from {FIRST_DAY} to {LAST_DAY}")
    return day


Code = Annotated[str, BeforeValidator(_clean), Field(max_length=60)]
Words = Annotated[str, BeforeValidator(_clean), Field(max_length=LONGEST)]
Day = Annotated[date, AfterValidator(_in_reach)]
Language = Literal["vi", "en", "zh", "ja", "ko"]
Order = Literal["", "desc", "asc"]


class Sent(BaseModel):
    """Anything another program sends: nothing in it that nobody asked for."""

    model_config = ConfigDict(extra="forbid", frozen=True)


S = TypeVar("S", bound=Sent)


class SentGroup(Sent):
    """Places taken together, as in ``Group``."""

    code: Literal["*", "*department", "*commune", "*district"]
    types: tuple[Code, ...] = Field(default=(), max_length=MOST_CODES)
    within: Code = ""


class SentTest(Sent):
    """What the places of a filter fulfil, as in ``Test``."""

    sign: Literal["", ">", ">=", "<", "<="] = ""
    value: Decimal | None = Field(default=None, allow_inf_nan=False, max_digits=30)
    meets: bool = True


class SentQuery(Sent):
    """A typed query, in the form in which answers give it."""

    operation: Operation
    indicators: tuple[Code, ...] = Field(default=(), max_length=MOST_CODES)
    places: tuple[Code, ...] = Field(default=(), max_length=MOST_CODES)
    group: SentGroup | None = None
    periods: tuple[Code, ...] = Field(default=(), max_length=MOST_PERIODS)
    latest: bool = False
    versus: Code | None = None
    grain: Literal["", "day", "week", "month", "quarter", "year"] = ""
    order: Order = ""
    n: int = Field(default=0, ge=0, le=MOST_LINES)
    test: SentTest | None = None
    part: Words = ""
    procedure: Code = ""
    aspect: Aspect = Aspect.overview


def read(sheet: type[S], said: object) -> S:
    """Return what was sent as the sheet. Raises NotReadable with the first thing that is wrong."""
    try:
        return sheet.model_validate(said)
    except ValidationError as wrong:
        first = wrong.errors(include_url=False, include_input=False)[0]
        # A key of the sender's own may be anything, and long.
        where = ".".join(str(_clean(str(part))) for part in first["loc"])[:80]
        raise NotReadable(reason=f"{where}: {first['msg']}" if where else first["msg"]) from wrong


def query_from(sent: SentQuery) -> Query:
    """Return the typed query that was sent, with codes in place of aliases; of no place the province, of no period the
    newest. Raises NotReadable, UnknownIndicator, UnknownPlace, InvalidPeriod."""
    operation = sent.operation
    if operation is Operation.refuse:
        raise NotReadable(reason="operation: refuse is no question")
    if operation is Operation.procedure:
        if not sent.procedure and sent.aspect is not Aspect.track:
            raise NotReadable(reason="procedure: the code of a procedure is missing")
        return Query(operation, procedure=sent.procedure, aspect=sent.aspect)
    if not sent.indicators:
        raise NotReadable(reason="indicators: the code of an indicator is missing")
    if operation is Operation.filter and sent.test is None:
        raise NotReadable(reason="test: what the places of a filter fulfil is missing")
    known = catalogue()
    query = Query(operation, tuple(known.definition(code).code for code in sent.indicators))
    return query if operation is Operation.definition else _of_figures(query, sent)


def _of_figures(query: Query, sent: SentQuery) -> Query:
    map_ = gazetteer()
    for code in (*sent.places, *((sent.group.within,) if sent.group and sent.group.within else ())):
        map_.place(code)
    group = Group(sent.group.code, sent.group.types, sent.group.within) if sent.group else None
    test = sent.test
    return Query(
        operation=query.operation,
        indicators=query.indicators,
        places=sent.places or (() if group else (map_.province.code,)),
        group=group,
        periods=tuple(parse_period(code) for code in sent.periods),
        latest=sent.latest or not sent.periods,
        versus=parse_period(sent.versus) if sent.versus else None,
        grain=sent.grain,
        order=sent.order,
        n=sent.n,
        test=Test(test.sign or ">", test.value, test.meets) if test else None,
        part=sent.part,
    )


def query_sent(said: Mapping[str, Any]) -> Query:
    """Return the typed query of a document. Raises as ``read`` and ``query_from`` do."""
    return query_from(read(SentQuery, said))
