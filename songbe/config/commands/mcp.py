"""``songbe mcp``: the assistant's tools for language models, over standard input and output."""

from argparse import ArgumentParser, Namespace

from songbe.assistant.queries.tools import Asker
from songbe.assistant.rules.wording.names import LANGUAGES
from songbe.config.commands import command
from songbe.config.commands.figures import account_argument, actor_from
from songbe.places import clock


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--locale", choices=LANGUAGES, default="vi", help="the language of sentences")
    account_argument(parser)


@command("mcp", "tools for language models (Model Context Protocol) on standard input and output", arguments=_arguments)
def serve_tools(args: Namespace) -> None:
    """Serve until the client hangs up; an account that does not exist is refused at once."""
    # The kit takes a second to load, and no other command needs it.
    from songbe.assistant.mcp import serve

    actor_from(args)
    serve(lambda: Asker(actor_from(args), clock.today(), args.locale))
