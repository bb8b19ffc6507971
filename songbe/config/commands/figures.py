"""``songbe indicators``, ``figure``, ``records``, ``compute``: definitions, figures, and what they count."""

from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from typing import Any

from django.utils import timezone
from rich.console import Console
from rich.table import Table

from songbe.config.commands import Answer, command
from songbe.indicators.actions import compute_indicators
from songbe.indicators.queries import Figure, catalogue, figure
from songbe.indicators.queries.explained import explanation
from songbe.indicators.queries.records import records_of
from songbe.indicators.rules.definitions import Definition
from songbe.kernel.numbers import format_vi, with_qualifier
from songbe.kernel.periods import Period, parse_period
from songbe.places.policy import OPERATOR, Actor, Right
from songbe.places.queries import actor_named, gazetteer


def actor_from(args: Namespace) -> Actor:
    """Return whom a command speaks for: the account named by ``--as``, else the operator of this machine."""
    return actor_named(args.account, today=timezone.localdate()) if args.account else OPERATOR


def account_argument(parser: ArgumentParser) -> None:
    """Let a command be run with the rights of an account."""
    parser.add_argument("--as", dest="account", default="", metavar="ACCOUNT", help="with the rights of this account")


def _listing(parser: ArgumentParser) -> None:
    parser.add_argument("--sector", default="", help="only this sector")
    parser.add_argument("--families", action="store_true", help="with the members of families")


@command("indicators", "the catalogue of definitions", arguments=_listing)
def indicators(args: Namespace) -> Answer:
    """List the definitions in force."""
    known = catalogue()
    found = [d for d in known.definitions.values() if args.sector in ("", d.sector) and (args.families or not d.family)]

    def show(console: Console) -> None:
        table = Table("code", "name", "sector", "unit", "kind", "frequency", "source")
        for d in found:
            table.add_row(d.code, d.name_vi, d.sector, d.unit, d.kind, d.frequency, d.source)
        console.print(table)
        console.print(f"{len(found)} indicators")

    return Answer([_catalogue_entry(d, known.versions[d.code]) for d in found], show)


def _catalogue_entry(d: Definition, version: int) -> dict[str, Any]:
    said = asdict(d)
    return {
        key: said[key]
        for key in (
            "code",
            "aliases",
            "name_vi",
            "name_en",
            "sector",
            "unit",
            "direction",
            "kind",
            "measure",
            "frequency",
            "tiers",
            "source",
            "certainty",
            "owner",
            "family",
        )
    } | {"version": version}


def _figure_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "code", metavar="CODE", help="an indicator's code, an alias, or a published statement such as F017"
    )
    parser.add_argument("--place", default="", help="code of a unit or agency")
    parser.add_argument("--period", default="", help="2023, 2023-H1, 2023-Q3, 2023-09, 2023-01-01/2023-12-29, ...")
    parser.add_argument(
        "--basis", choices=["as-then", "as-now"], default="as-then", help="the map: as it was, or as it is now"
    )
    account_argument(parser)


def _with_explain(parser: ArgumentParser) -> None:
    _figure_arguments(parser)
    parser.add_argument("--explain", action="store_true", help="how it was computed")


def _period(text: str) -> Period | None:
    return parse_period(text) if text else None


@command("figure", "one figure with all that can be asked of it", arguments=_with_explain)
def one_figure(args: Namespace) -> Answer:
    """Show a figure."""
    actor, place = actor_from(args), args.place or gazetteer().province.code
    actor.require(Right.READ_FIGURES, place)
    drafts = actor.may(Right.READ_DRAFTS, place)
    found = figure(code=args.code, place=args.place, period=_period(args.period), basis=args.basis, drafts=drafts)
    said = explanation(found) if args.explain else []
    document = asdict(found) | ({"explanation": [asdict(line) for line in said]} if args.explain else {})

    def show(console: Console) -> None:
        console.print(sentence(found), soft_wrap=True)
        for line in said:
            console.print(f"  {line.label_vi}: {line.text_vi}", soft_wrap=True)

    return Answer(document, show)


def sentence(found: Figure) -> str:
    """Return a figure as one Vietnamese sentence with its source."""
    unit = catalogue().units[found.unit].name("vi")
    value = (
        "chưa có số liệu"
        if found.value is None
        else with_qualifier(f"{format_vi(found.value, found.decimals)} {unit}", found.qualifier)
    )
    mark = " (mô phỏng)" if found.simulated else ""
    return (
        f"{found.name}, {found.place_name}, {parse_period(found.period).label_vi()}: {value}{mark}. "
        f"Nguồn: {found.source}"
    )


def _with_limit(parser: ArgumentParser) -> None:
    _figure_arguments(parser)
    parser.add_argument("--limit", type=int, default=20, help="how many to list")


@command("records", "the records a figure counts", arguments=_with_limit)
def records(args: Namespace) -> Answer:
    """List the records; ``total`` equals the figure's ``records``."""
    actor = actor_from(args)
    found = records_of(
        code=args.code, place=args.place, period=_period(args.period), basis=args.basis, limit=args.limit, actor=actor
    )

    def show(console: Console) -> None:
        table = Table(*found.columns)
        for row in found.rows:
            table.add_row(*("" if value is None else str(value) for value in row.values()))
        console.print(table)
        console.print(f"{len(found.rows)} / {found.total}")

    return Answer(asdict(found), show)


def _span(parser: ArgumentParser) -> None:
    parser.add_argument("--from", dest="first", default="", help="kept for scripts: everything stale is computed")
    parser.add_argument("--to", dest="last", default="", help="kept for scripts: everything stale is computed")


@command("compute", "compute what is stale", arguments=_span)
def compute(args: Namespace) -> Answer:
    """Compute the cells that are missing."""
    done = compute_indicators(actor=OPERATOR)

    def show(console: Console) -> None:
        console.print(
            f"{done.components} sums, {done.segments} segments were stale, {done.cells} cells, {done.seconds:.1f} s"
        )

    return Answer(asdict(done), show)
