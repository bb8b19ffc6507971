"""Putting what a pack says of cases into force."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Max

from songbe.cases.declare import DeclaredCases, TypeSheet
from songbe.cases.models import CATALOGUE, PACK, Definition
from songbe.cases.queries.dossier_counts import COUNTERS
from songbe.cases.queries.scores import SCORES
from songbe.events.actions import record_event
from songbe.events.kinds import EventKind
from songbe.kernel.digests import canonical_json
from songbe.places.policy import Actor, Right

Known = tuple[str, str, date | None]
DEFINITIONS_LOCK = 7_221_004


def hold_definitions() -> None:
    """This function will keep others from changing what is declared until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [DEFINITIONS_LOCK])


@transaction.atomic
def apply_cases(*, declared: DeclaredCases, province: str, actor: Actor) -> int:
    """This function will put a pack's procedures, processes and forms into force and return how many versions are new.

    What did not change stays the version it was; running cases stay on theirs. What came from the national catalogue
    stays, save procedures that the pack now declares itself. Raises OutOfReach.
    """
    actor.require(Right.APPLY_PACK, province)
    hold_definitions()
    wanted = {(kind, code, start): (body, end) for kind, code, start, end, body in _bodies(declared)}
    ours = Definition.objects.filter(current=True, origin=PACK)
    standing = {(row.kind, row.code, row.valid_from): row for row in ours}
    gone = [row.pk for key, row in standing.items() if key not in wanted]
    own = {code for kind, code, _start in wanted if kind == "procedure"}
    theirs = Definition.objects.filter(current=True, origin=CATALOGUE, code__in=own)
    gone += theirs.values_list("pk", flat=True)
    fresh = []
    for key, (body, end) in wanted.items():
        digest = hashlib.sha256(canonical_json(body)).hexdigest()
        row = standing.get(key)
        if row is None or row.digest != digest:
            gone += [row.pk] if row else []
            fresh.append(_version(key, body, end, digest))
    Definition.objects.filter(pk__in=gone).update(current=False)
    Definition.objects.bulk_create(fresh)
    record_event(
        kind=EventKind.PACK_APPLIED,
        actor=actor.name,
        place=province,
        subject="cases",
        payload={"definitions": len(wanted), "added": len(fresh), "ended": len(gone)},
    )
    return len(fresh)


def _bodies(declared: DeclaredCases) -> Iterator[tuple[str, str, date | None, date | None, Mapping[str, Any]]]:
    def body(of: Any) -> dict[str, Any]:
        return dict(of.model_dump(mode="json", exclude_defaults=True, by_alias=True))

    for regime in declared.regimes:
        yield "regime", regime.code, regime.valid_from, regime.valid_to, body(regime)
    plain: list[tuple[str, str, Any]] = [
        *(("pause", line.reason, line) for line in declared.pauses),
        *(("paper", line.code, line) for line in declared.papers),
        *(("category", line.code, line) for line in declared.categories),
        *(("secret_mark", line.mark, line) for line in declared.secret_marks),
        *(("process", code, row.value) for code, row in declared.processes.items()),
        *(("form", code, row.value) for code, row in declared.forms.items()),
        *((SCORES, SCORES, row.value) for row in (declared.scores,) if row is not None),
        *((COUNTERS, COUNTERS, row.value) for row in (declared.counters,) if row is not None),
    ]
    for kind, code, said in plain:
        yield kind, code, None, None, body(said)
    works = (*declared.procedures, *(row.value for row in declared.types.values()))
    for line in works:
        kind = "type" if isinstance(line, TypeSheet) else "procedure"
        yield kind, line.code, line.valid_from, line.valid_to, body(line)


def _version(key: Known, body: Mapping[str, Any], end: date | None, digest: str) -> Definition:
    kind, code, start = key
    last = Definition.objects.filter(kind=kind, code=code, valid_from=start).aggregate(last=Max("version"))["last"]
    return Definition(
        kind=kind, code=code, version=(last or 0) + 1, digest=digest, body=body, valid_from=start, valid_to=end
    )
