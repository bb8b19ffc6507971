"""The Model Context Protocol over standard input and output: the assistant's tools for language models."""

import json
from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from typing import Any

import anyio
import anyio.to_thread
import structlog
from django.db import connections
from mcp.server import Server, ServerRequestContext
from mcp.server.stdio import stdio_server
from mcp_types import (
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    ToolAnnotations,
)
from mcp_types import Tool as Offered

from songbe.assistant.queries.tools import Asker
from songbe.assistant.tools import TOOLS, Tool, call_tool, tool_named
from songbe.kernel.errors import SongbeError

log = structlog.get_logger(__name__)
INSTRUCTIONS = (
    "Figures and procedures of a province's digital government. Use resolve or list_indicators to find codes, then "
    "query, rank, compare or target_status; or ask a whole question. Numbers come from the answers only: never reckon "
    "or round them, and name source and as_of. A refused answer has no figure: say its text."
)
CRASHED = {
    "vi": "Có lỗi trong hệ thống và đã được ghi lại. Hãy thử lại, hoặc báo cho người vận hành.",
    "en": "Something went wrong here, and it was noted. Try again, or tell the operator.",
}


def offered(tool: Tool) -> Offered:
    """Return a tool as a client sees it."""
    return Offered(
        name=tool.name,
        description=tool.about,
        input_schema=tool.sheet.model_json_schema(),
        output_schema={"type": "object", "properties": {key: {} for key in tool.gives}, "required": list(tool.gives)},
        annotations=ToolAnnotations(
            read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
        ),
    )


def server(asker: Callable[[], Asker]) -> Server[dict[str, Any]]:
    """Return the server. asker: who asks, looked up anew for every call: a role may end while a program runs."""

    async def list_tools(_: ServerRequestContext[dict[str, Any]], __: PaginatedRequestParams | None) -> ListToolsResult:
        return ListToolsResult(tools=[offered(tool) for tool in TOOLS.values()])

    async def call(_: ServerRequestContext[dict[str, Any]], asked: CallToolRequestParams) -> CallToolResult:
        return await anyio.to_thread.run_sync(partial(answered, asked.name, asked.arguments or {}, asker))

    return Server(
        "songbe",
        version=version("songbe"),
        title="Sông Bé",
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call,
    )


def answered(name: str, arguments: dict[str, Any], asker: Callable[[], Asker]) -> CallToolResult:
    """Return what a tool answers; a refusal is its sentence, and an error that nobody foresaw is only noted here."""
    language = "en"
    try:
        by = asker()
        language = by.language
        document = call_tool(tool=tool_named(name), said=arguments, by=by, through="mcp")
    except SongbeError as error:
        return _refusal(" ".join(error.message(language).split()))
    except Exception:
        # The session goes on, and the client sees nothing of the inside.
        log.exception("tool_failed", tool=name if name in TOOLS else "")
        return _refusal(CRASHED["vi" if language == "vi" else "en"])
    finally:
        # Each call has a thread, and a thread a connection of its own.
        connections.close_all()
    text = TextContent(type="text", text=json.dumps(document, ensure_ascii=False))
    return CallToolResult(content=[text], structured_content=document)


def _refusal(sentence: str) -> CallToolResult:
    return CallToolResult(content=[TextContent(type="text", text=sentence)], is_error=True)


def serve(asker: Callable[[], Asker]) -> None:
    """Answer over standard input and output until the client hangs up."""
    anyio.run(_serve, server(asker))


async def _serve(made: Server[dict[str, Any]]) -> None:
    async with stdio_server() as (incoming, outgoing):
        await made.run(incoming, outgoing, made.create_initialization_options())
