"""The tools that other programs call: what each is called, takes and gives, and the note that it was called."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from songbe.assistant.queries import tools as reads
from songbe.assistant.queries.sent import Sent, SentQuery, read
from songbe.assistant.queries.tools import Asker, Document
from songbe.events.actions import record_event
from songbe.events.kinds import EventKind
from songbe.kernel.errors import NotFound, SongbeError


class UnknownTool(NotFound):
    """A name that no tool has."""

    code = "unknown_tool"
    message_en = "There is no such tool. There are: {tools}."
    message_vi = "Không có công cụ này. Có các công cụ: {tools}."


@dataclass(frozen=True, slots=True)
class Tool:
    """A read that other programs may call. sheet: what it takes; gives: keys of what it answers, all always there."""

    name: str
    about: str
    sheet: type[Sent]
    read: Callable[[Any, Asker], Document]
    gives: tuple[str, ...]


_FIGURES = ("text", "value", "refused", "reason", "citation", "query", "lines", "before", "result_numbers", "clarify")
_ANSWERS = " Say a number only as text or lines give it, with citation.source and citation.as_of."
TOOLS: Mapping[str, Tool] = {
    tool.name: tool
    for tool in (
        Tool(
            "list_indicators",
            "Indicators of the catalogue, by sector or words of the name. Gives codes for the other tools, no figures.",
            reads.ListIndicators,
            reads.list_indicators,
            ("total", "indicators"),
        ),
        Tool(
            "describe_indicator",
            "What an indicator means: definition, unit, source, owner, how often it is counted.",
            reads.DescribeIndicator,
            reads.describe_indicator,
            ("code", "text", "definition_vi", "unit", "source", "version"),
        ),
        Tool(
            "resolve",
            "How a question in everyday words is understood: typed queries with codes, no figures.",
            reads.Resolve,
            reads.resolve,
            ("query", "readings", "heard", "refused", "reason"),
        ),
        Tool("query", "One figure of an indicator." + _ANSWERS, reads.AskFigure, reads.query, _FIGURES),
        Tool("rank", "The places of a group in order of a figure." + _ANSWERS, reads.AskRank, reads.rank, _FIGURES),
        Tool(
            "compare",
            "A figure of several places side by side, or of a period against another." + _ANSWERS,
            reads.AskComparison,
            reads.compare,
            _FIGURES,
        ),
        Tool(
            "target_status",
            "How far a figure is from its target, and whether it is met." + _ANSWERS,
            reads.AskFigure,
            reads.target_status,
            _FIGURES,
        ),
        Tool(
            "list_procedures",
            "Administrative procedures by words of the name, also misspelt.",
            reads.ListProcedures,
            reads.list_procedures,
            ("total", "procedures"),
        ),
        Tool(
            "get_procedure",
            "What a procedure needs, costs and takes, with the day from which it holds.",
            reads.GetProcedure,
            reads.get_procedure,
            ("code", "text", "citation", "papers", "fee_vnd"),
        ),
        Tool(
            "ask",
            "A question in everyday words, answered with exact figures or a procedure, or refused with the reason."
            + _ANSWERS,
            reads.AskQuestion,
            reads.ask_question,
            _FIGURES,
        ),
    )
}
"""Name -> tool, for a language model or any other program."""
BY_ADDRESS: Mapping[str, Tool] = {
    "ask": TOOLS["ask"],
    "query": Tool("query", "The answer to a typed query.", SentQuery, reads.answer_to, _FIGURES),
}
"""Last word of the address -> what answers there."""


def tool_named(name: str) -> Tool:
    """Return a tool. Raises UnknownTool."""
    if name not in TOOLS:
        raise UnknownTool(tools=", ".join(TOOLS))
    return TOOLS[name]


def call_tool(*, tool: Tool, said: object, by: Asker, through: str) -> Document:
    """This function will do a read for another program, and note that it was called, also when it is refused.

    said: what was sent, not checked yet; through: ``mcp`` or ``http``. Of the words sent nothing is noted.
    Raises NotReadable, OutOfReach, and what the read raises.
    """
    try:
        answer = tool.read(read(tool.sheet, said), by)
    except SongbeError as refused:
        _note(tool, by, through, refused.code)
        raise
    _note(tool, by, through, str(answer.get("reason") or ""))
    return answer


@transaction.atomic
def _note(tool: Tool, by: Asker, through: str, refused: str) -> None:
    record_event(
        kind=EventKind.ASSISTANT_TOOL_CALLED,
        actor=by.actor.name,
        subject=f"tool:{tool.name}",
        payload={"tool": tool.name, "through": through, "refused": bool(refused), "reason": refused},
    )
