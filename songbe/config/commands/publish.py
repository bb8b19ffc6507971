"""``songbe publish`` and ``songbe change``: freezing a figure, and why it is no longer what it was."""

from argparse import ArgumentParser, Namespace
from datetime import datetime, time

from django.utils import timezone
from rich.console import Console

from songbe.config.commands import Answer, command
from songbe.config.commands.figures import account_argument, actor_from
from songbe.indicators.actions.publishing import publish_figure
from songbe.indicators.queries.catalogue import catalogue
from songbe.indicators.queries.changes import change_between, state_at, state_now
from songbe.kernel.numbers import format_vi
from songbe.kernel.periods import parse_period
from songbe.places.policy import Right
from songbe.places.queries import gazetteer


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("code", metavar="CODE")
    parser.add_argument("--place", default="")
    parser.add_argument("--period", required=True)
    parser.add_argument("--reason", default="", help="why a published figure is restated")
    account_argument(parser)


@command("publish", "freeze a figure at its permanent address", arguments=_arguments)
def publish(args: Namespace) -> Answer:
    """Publish a figure."""
    place = args.place or gazetteer().province.code
    done = publish_figure(
        code=args.code,
        place=place,
        period=parse_period(args.period),
        at=timezone.now(),
        actor=actor_from(args),
        reason=args.reason,
    )
    address = (
        f"/ioc/figures/{done.indicator}/{done.place}/{done.period}/{timezone.localtime(done.published_at):%Y-%m-%d}/"
    )

    def show(console: Console) -> None:
        console.print(
            f"{done.indicator} {done.place} {done.period} = {done.figure['value']}: {address}", soft_wrap=True
        )

    return Answer(
        {
            "address": address,
            "value": done.figure["value"],
            "records_digest": done.records_digest,
            "restates": done.restates_id,
        },
        show,
    )


def _since(parser: ArgumentParser) -> None:
    parser.add_argument("code", metavar="CODE")
    parser.add_argument("--place", default="")
    parser.add_argument("--period", required=True)
    parser.add_argument(
        "--since", required=True, metavar="DATE", help="compare with what the figure was at the end of this day"
    )
    parser.add_argument("--basis", choices=["as-then", "as-now"], default="as-then", help="the map of the newer state")
    account_argument(parser)


@command("change", "why a figure is no longer what it was, in parts that sum to the difference", arguments=_since)
def change(args: Namespace) -> Answer:
    """Split the difference of two states of a figure."""
    place = args.place or gazetteer().province.code
    actor_from(args).require(Right.READ_FIGURES, place)
    definition = catalogue().definition(args.code)
    moment = timezone.make_aware(datetime.combine(datetime.fromisoformat(args.since), time.max))
    found = change_between(
        code=definition.code,
        place=place,
        period=parse_period(args.period),
        before=state_at(definition.code, moment),
        after=state_now(definition.code, basis=args.basis),
    )
    document = {
        "before": found.before,
        "after": found.after,
        "difference": found.difference,
        "parts": [{"reason": part.reason, "amount": part.amount} for part in found.parts],
    }

    def show(console: Console) -> None:
        for part in found.parts:
            console.print(f"{part.reason:15} {format_vi(part.amount, definition.decimals):>20}")
        console.print(f"{'=':15} {format_vi(found.difference, definition.decimals):>20}")

    return Answer(document, show)
