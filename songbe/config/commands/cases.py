"""``songbe cases-migrate``: running cases moved to the current version of their process."""

import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.table import Table

from songbe.cases.actions.migrating import Moving, OldCase, move_running
from songbe.cases.rules.moving_versions import Why
from songbe.cases.rules.process import Spot
from songbe.config.commands import Answer, command
from songbe.config.commands.figures import account_argument, actor_from

REASONS: Mapping[Why, tuple[str, str]] = {
    Why.gone: ("bước “{at}” không còn", "“{at}” is not there any more"),
    Why.other_kind: ("“{at}” đã thành loại khối khác", "“{at}” is another kind of block now"),
    Why.other_role: ("“{at}” đã giao cho vai trò khác", "“{at}” is done by another role now"),
    Why.part_gone: ("phần chứa “{at}” không còn", "a part around “{at}” is not there any more"),
    Why.not_asked: ("cơ quan ở “{at}” không còn được hỏi", "the agency at “{at}” is not asked any more"),
    Why.in_turn: ("“{at}” không còn làm song song với bước khác", "“{at}” does not go on beside the others any more"),
}


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("process", metavar="PROCESS", help="the code of a process of the pack in force")
    parser.add_argument("--dry-run", action="store_true", help="say what would be moved; nothing is written")
    account_argument(parser)


@command("cases-migrate", "move running cases to the current version of their process", arguments=_arguments)
def migrate_cases(args: Namespace) -> Answer:
    """Move all running cases of a process, or say which have no place to stand and exit with 1."""
    found = move_running(process=args.process, actor=actor_from(args), dry_run=args.dry_run)
    if found.refused:
        sys.stderr.write(_refusal(found) + "\n")
    return Answer(_document(found), lambda console: _show(console, found), int(bool(found.refused)))


def _english() -> bool:
    return os.environ.get("LC_ALL", os.environ.get("LANG", "")).startswith("en")


def _where(spot: Spot) -> str:
    return f"{spot.key} {spot.part}".strip()


def _reasons(case: OldCase, english: bool) -> list[str]:
    return [REASONS[each.why][int(english)].format(at=_where(each.spot)) for each in case.unplaced]


def _status(found: Moving) -> str:
    if found.refused:
        return "refused"
    if not found.cases:
        return "nothing_to_move"
    return "moved" if found.moved else "checked"


def _document(found: Moving) -> dict[str, Any]:
    return {
        "process": found.process,
        "status": _status(found),
        "to": found.to,
        "count": len(found.cases),
        "refused": len(found.refused),
        "cases": [
            {
                "case": case.code,
                "agency": case.handler,
                "from": case.version,
                "at": [_where(spot) for spot in case.at],
                "unplaced": [{"at": _where(each.spot), "why": each.why} for each in case.unplaced],
                "reasons_vi": _reasons(case, english=False),
                "reasons_en": _reasons(case, english=True),
            }
            for case in found.cases
        ],
    }


def _refusal(found: Moving) -> str:
    if _english():
        return f"{len(found.refused)} of {len(found.cases)} cases have no place in {found.process} v{found.to}; none was moved"  # noqa: E501
    return f"{len(found.refused)} / {len(found.cases)} hồ sơ không có chỗ trong {found.process} v{found.to}; chưa chuyển hồ sơ nào"  # noqa: E501


def _show(console: Console, found: Moving) -> None:
    english = _english()
    if found.cases:
        table = Table("hồ sơ / case", "cơ quan / agency", "từ / from", "đang ở / at", "vì sao không / why not")
        for case in found.cases:
            at = ", ".join(_where(spot) for spot in case.at) or "–"
            table.add_row(case.code, case.handler, f"v{case.version}", at, "; ".join(_reasons(case, english)))
        console.print(table)
    said = {
        "refused": ("", ""),
        "nothing_to_move": ("Không có hồ sơ nào ở phiên bản cũ", "No case stands on an older version"),
        "moved": ("Đã chuyển {count} hồ sơ sang v{to}", "{count} cases moved to v{to}"),
        "checked": ("{count} hồ sơ chuyển được sang v{to}; chưa chuyển", "{count} cases can move to v{to}; none was"),
    }[_status(found)][int(english)]
    if said:
        console.print(said.format(count=len(found.cases), to=found.to), soft_wrap=True)
