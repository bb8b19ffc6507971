"""The case engine beside psycopg written by hand, over HTTP, at a steady pace, and with a million cases in its lists.

Both sides use the same eight connections of as many processes, in turn, and write the same rows in one transaction.
``python -m bench cases`` runs it in a home of its own.
"""

import http.client
import itertools
import json
import multiprocessing
import os
import re
import statistics
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from multiprocessing.connection import Connection
from typing import Any

import psycopg
from django.db import connection, connections
from django.utils import timezone
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from bench.faults import BIRTH, CLERK, PROCEDURE, free_port, post, served, session_of
from bench.loading import FAMILY, GIVEN, MIDDLE, columns, load
from songbe.cases.actions.files import attach
from songbe.cases.actions.filing import Applicant, submit
from songbe.cases.actions.handling import complete_step
from songbe.cases.actions.receiving import receive, return_result
from songbe.cases.models import Attached, Case, Draft, Token
from songbe.cases.queries.desk import Which, inbox
from songbe.config import environment
from songbe.config.postgres import private_cluster
from songbe.config.worker import beat
from songbe.indicators.queries import figure
from songbe.kernel.periods import parse_period
from songbe.kernel.vietnamese import fold
from songbe.places import clock
from songbe.places.policy import Actor, Right
from songbe.places.queries import actor_named

CONNECTIONS, STEPS, FILINGS, RATE, SECONDS = 8, 400, 200, 40, 20
LOADED = int(os.environ.get("BENCH_CASES", "1000000"))
CALLS, LONGEST = 60, 45.0  # of one list, at most; seconds after which no more are made
CITIZEN, HANDLER, SIGNER, PAPER = "congdan", "xuly101", "chutich101", "birth_certificate"
MOTHER = Applicant("citizen", BIRTH["applicant_name"], BIRTH["applicant_id"], BIRTH["applicant_phone"])
Values = dict[str, Any]


@cache
def who(username: str) -> Actor:
    """Return an account with what it holds."""
    return actor_named(username, today=clock.today())


class Crew:
    """Processes with a connection each, that do the same kind of work side by side."""

    def __init__(self, works: Mapping[str, Callable[[str], None]]) -> None:
        connections.close_all()
        context = multiprocessing.get_context("fork")
        self.lines: list[Connection] = []
        for _ in range(CONNECTIONS):
            mine, theirs = context.Pipe()
            context.Process(target=_hand, args=(theirs, works), daemon=True).start()
            self.lines.append(mine)

    def do(self, work: str, items: Sequence[tuple[float, str]]) -> tuple[float, list[float]]:
        """Do a work to items, each with the moment it is due (0: at once); return the seconds of all, and of each."""
        for number, line in enumerate(self.lines):
            line.send((work, items[number::CONNECTIONS]))
        told = [line.recv() for line in self.lines]
        if wrong := [each for _, _, _, faults in told for each in faults]:
            raise RuntimeError(f"{work}: {len(wrong)} failed, the first: {wrong[0]}")
        seconds = max(ended for _, ended, _, _ in told) - min(began for began, _, _, _ in told)
        return seconds, [each for _, _, several, _ in told for each in several]

    def rate(self, work: str, items: Iterable[str]) -> float:
        """Return how many items a second a work is done to."""
        listed = [(0.0, item) for item in items]
        return len(listed) / self.do(work, listed)[0]


def _hand(line: Connection, works: Mapping[str, Callable[[str], None]]) -> None:
    while True:
        name, items = line.recv()
        faults, taken, began = [], [], time.monotonic()
        for due, item in items:
            time.sleep(max(0.0, due - time.monotonic()))
            start = due or time.monotonic()
            try:
                works[name](item)
            except Exception as error:
                faults.append(repr(error))
            taken.append(time.monotonic() - start)
        line.send((began, time.monotonic(), taken, faults))


@cache
def by_hand() -> psycopg.Connection[Values]:
    """Return this process's own connection."""
    address = private_cluster(environment.home()).url()
    return psycopg.connect(address, autocommit=True, row_factory=dict_row)


def _one(query: str, *said: Any) -> Values:
    return by_hand().execute(query, said).fetchone() or {}


def _insert(table: str, row: Mapping[str, Any]) -> int:
    values = [Jsonb(value) if isinstance(value, dict | list) else value for value in row.values()]
    columns, marks = ", ".join(f'"{name}"' for name in row), ", ".join(["%s"] * len(row))
    return int(_one(f"INSERT INTO {table} ({columns}) VALUES ({marks}) RETURNING *", *values).get("id", 0))


def _event(kind: str, actor: str, place: str, code: str, payload: Values, key: str | None = None) -> int:
    said = {"kind": kind, "occurred_at": timezone.now(), "actor": actor, "place": place, "subject": f"case:{code}"}
    sealed = {"sequence": None, "previous_hash": "", "hash": "", "sealed_at": None}
    return _insert("events_event", {**said, "payload": payload, "key": key, **sealed})


@cache
def _like(table: str, where: str) -> Values:
    """Return the first row that the real verbs wrote, without its number."""
    return {
        name: value for name, value in _one(f"SELECT * FROM {table} WHERE {where} ORDER BY id").items() if name != "id"
    }


def sign_by_hand(code: str) -> None:
    """Sign a case: the same rows as complete_step writes, in one transaction, nothing checked but the place."""
    now, actor = clock.now(), who(SIGNER)
    with by_hand().transaction():
        case = _one("SELECT id, handler, outcomes, told, version FROM cases_case WHERE code = %s FOR UPDATE", code)
        asked = "SELECT id, role, agency FROM cases_token WHERE case_id = %s AND key = 'sign' AND closed_at IS NULL"
        token = _one(asked, case["id"])
        assert actor.holds(token["role"], token["agency"])
        said = "closed_at = %s, closed_by_id = %s, outcome = 'done', capacity = 'TM.', note = ''"
        by_hand().execute(f"UPDATE cases_token SET {said} WHERE id = %s", (now, actor.person, token["id"]))
        onward = _like("cases_token", "key = 'record'")
        blank = {"closed_at": None, "closed_by_id": None, "outcome": "", "capacity": ""}
        _insert("cases_token", {**onward, **blank, "case_id": case["id"], "opened_at": now})
        payload = {"state": "finished", "step": "sign", "part": "", "outcome": "done", "finished": True}
        event = _event("case.step_completed", actor.name, case["handler"], code, payload)
        old = case["told"][0][1]
        new = {**old, "state": "finished", "finished_at": f"{timezone.localtime(now):%Y-%m-%d %H:%M}:00"}
        new["working_days"] = 0
        by_hand().execute(
            "INSERT INTO warehouse_factchange (kind, sign, fact, event_id) VALUES (%s, -1, %s, %s), (%s, 1, %s, %s)",
            ("dossier", Jsonb(old), event, "dossier", Jsonb(new), event),
        )
        by_hand().execute(
            "UPDATE cases_case SET state = 'finished', finished_at = %s, working_days = 0, outcomes = %s, told = %s, "
            "version = %s WHERE id = %s",
            (now, Jsonb({**case["outcomes"], "sign": "done"}), Jsonb([["dossier", new]]), case["version"] + 1,
             case["id"]),
        )  # fmt: skip


def sign(code: str) -> None:
    """Sign a case."""
    complete_step(code=code, step="sign", capacity="TM.", actor=who(SIGNER))


def file_by_hand(key: str) -> None:
    """File what a draft holds: the same rows as submit writes, in one transaction, nothing checked."""
    now, actor, like = clock.now(), who(CITIZEN), {**_like("cases_case", "state = 'registered'")}
    with by_hand().transaction():
        assert not _one("SELECT 1 AS found FROM cases_submission WHERE key = %s", key)
        texts = _one("SELECT answers FROM cases_draft WHERE key = %s AND person_id = %s", key, actor.person)["answers"]
        party = {**_like("cases_party", "person_id IS NOT NULL")}
        party |= {"kind": "citizen", "name": texts["applicant_name"], "folded": fold(texts["applicant_name"])}
        party |= {"id_number": texts["applicant_id"], "phone": texts["applicant_phone"]}
        like["party_id"] = _insert("cases_party", {**party, "person_id": actor.person})
        prefix = like["code"].rpartition("-")[0]
        counted = "ON CONFLICT (prefix) DO UPDATE SET last = cases_codecounter.last + 1 RETURNING last"
        number = _one(f"INSERT INTO cases_codecounter VALUES (%s, 1) {counted}", prefix)["last"]
        like |= {"code": f"{prefix}-{number:04}", "filed_at": now}
        case = _insert("cases_case", like)
        _insert("cases_submission", {"key": key, "case_id": case, "verb": "submit"})
        by_hand().execute("UPDATE cases_attached SET case_id = %s, draft_id = NULL WHERE draft_id = %s", (case, key))
        by_hand().execute("DELETE FROM cases_draft WHERE key = %s", (key,))
        payload = {"state": "registered", "procedure": PROCEDURE, "channel": "online", "receiver": like["receiver"]}
        _event("case.submitted", actor.name, like["handler"], like["code"], payload, f"submit:{key}")


_to_server = cache(lambda port: http.client.HTTPConnection("127.0.0.1", int(port), timeout=30))


def file_over_http(item: str) -> None:
    """Press the last button of a form. item: port, key of the draft, cookies."""
    port, key, cookie = item.split(" ", 2)
    status, where = post(_to_server(port), f"/dvc/drafts/{key}/check/", cookie, {})
    assert (status, where.endswith("/filed/")) == (302, True), (status, where)


WORKS = {"sign": sign, "sign_by_hand": sign_by_hand, "file": file_over_http, "file_by_hand": file_by_hand}


def to_be_signed() -> Case:
    """Return a case that was filed, received and appraised by the real verbs."""
    answers = {name: text for name, text in BIRTH.items() if not name.startswith("applicant_")}
    case = submit(
        procedure_code=PROCEDURE, answers=answers, applicant=MOTHER, channel="online", key=uuid.uuid4().hex,
        actor=who(CITIZEN),
    )  # fmt: skip
    receive(code=case.code, actor=who(CLERK))
    return complete_step(code=case.code, step="appraise", outcome="fit", actor=who(HANDLER))


def returned() -> Case:
    """Return a case that went all the way but for handing it over."""
    case = to_be_signed()
    sign(case.code)
    return complete_step(code=case.code, step="record", actor=who(HANDLER))


def copies(like: Case, count: int, series: str) -> list[str]:
    """Copy a case with its tokens, row by row as they are, and return the codes of the copies."""
    other = {"code": f"'{series}-' || i", "told": f"replace(told::text, '{like.code}', '{series}-' || i)::jsonb"}
    said = ", ".join(other.get(name, f"c.{name}") for name in columns(Case))
    tokens = ", ".join("n.id" if name == "case_id" else f"t.{name}" for name in columns(Token))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO cases_case ({', '.join(columns(Case))}) SELECT {said} FROM cases_case c, "
            f"generate_series(1, {count}) i WHERE c.id = {like.pk}"
        )
        cursor.execute(
            f"INSERT INTO cases_token ({', '.join(columns(Token))}) SELECT {tokens} FROM cases_token t, cases_case n "
            f"WHERE t.case_id = {like.pk} AND n.code LIKE '{series}-%'"
        )
    return [f"{series}-{number}" for number in range(1, count + 1)]


def drafts(count: int) -> list[str]:
    """Fill in forms, and return their keys."""
    mine = {"person_id": who(CITIZEN).person or 0, "procedure": PROCEDURE, "answers": BIRTH}
    keys = [draft.key for draft in Draft.objects.bulk_create(Draft(key=uuid.uuid4().hex, **mine) for _ in range(count))]
    one = attach(draft=keys[0], paper=PAPER, name="giay.pdf", content=b"%PDF-1.4", actor=who(CITIZEN))
    Attached.objects.bulk_create(Attached(draft_id=key, paper=PAPER, file=one.file) for key in keys[1:])
    return keys


ITS = "case_id IN (SELECT id FROM cases_case WHERE code = %(code)s)"
ROWS = {
    "cases_case": "code = %(code)s",
    "cases_party": "id IN (SELECT party_id FROM cases_case WHERE code = %(code)s)",
    **dict.fromkeys(("cases_token", "cases_submission", "cases_attached"), ITS),
    "events_event": "subject = 'case:' || %(code)s",
    "warehouse_factchange": "fact->>'id' = %(code)s",
}
OWN = {"id", "case_id", "party_id", "event_id", "sequence", "hash", "previous_hash"}
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d[\d:.]*([+-][\d:]+)?|[0-9a-f]{32}")


def rows_that_differ(one: str, other: str) -> int:
    """Count the rows written for two cases that are not the same but for numbers, codes, keys and moments."""
    left, right = list(_written(one)), list(_written(other))
    return sum(a != b for a, b in itertools.zip_longest(left, right)) if left else 1


def _written(code: str) -> Iterator[str]:
    for table, where in ROWS.items():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT row_to_json(t)::text FROM {table} t WHERE {where}", {"code": code})
            rows = [json.loads(text).items() for (text,) in cursor.fetchall()]
        said = (json.dumps({name: value for name, value in row if name not in OWN}, sort_keys=True) for row in rows)
        yield from sorted(table + MOMENT.sub("*", text.replace(code, "CODE")) for text in said)


def _beside(ours: str, hand: str, once: Callable[[str, int], float], count: int, runs: int) -> Values:
    """Do a work and the same by hand in turn; a process that just began reads the pack first, so not at once."""
    both: dict[str, list[float]] = {ours: [], hand: []}
    for work in both:
        once(work, CONNECTIONS * 6)
    for _ in range(runs):
        for work, rates in both.items():
            rates.append(once(work, count))
    done = {work: (once(work, 1), Case.objects.latest("pk").code)[1] for work in both}
    a_second, by_hand_a_second = (statistics.median(rates) for rates in both.values())
    found = {"a_second": a_second, "by_hand_a_second": by_hand_a_second, "ratio": a_second / by_hand_a_second}
    return {**found, "rows_that_differ": rows_that_differ(*done.values()), "runs": runs}


def transition(crew: Crew, like: Case, runs: int) -> Values:
    """Signing a case with all it brings, beside the same rows by hand."""
    series = itertools.count()

    def once(work: str, count: int) -> float:
        return crew.rate(work, copies(like, count, f"T{next(series)}"))

    return _beside("sign", "sign_by_hand", once, STEPS, runs)


def steady(crew: Crew, like: Case) -> Values:
    """Signing at fixed moments, whatever the answers do."""
    codes, start = copies(like, RATE * SECONDS, "P"), time.monotonic() + 0.5
    taken = crew.do("sign", [(start + number / RATE, code) for number, code in enumerate(codes)])[1]
    cuts = statistics.quantiles(taken, n=100, method="inclusive")
    return {"p50_ms": cuts[49] * 1000, "p95_ms": cuts[94] * 1000, "p99_ms": cuts[98] * 1000, "count": len(taken)}


def filing(crew: Crew, runs: int) -> Values:
    """Filing over HTTP through the server as it is deployed, beside the same rows by hand."""
    cookie, port = session_of(CITIZEN), free_port()

    def once(work: str, count: int) -> float:
        keys = drafts(count)
        return crew.rate(work, [f"{port} {key} {cookie}" for key in keys] if work == "file" else keys)

    with served(os.environ, port, "--no-worker"):
        return _beside("file", "file_by_hand", once, FILINGS, runs)


def on_the_board(runs: int) -> Values:
    """From handing a result over until every figure that depends on it is anew."""
    code, place, month = "DEMO001", "99101", parse_period("2023-12")
    while beat():
        pass
    taken = []
    for _ in range(runs):
        before = figure(code=code, place=place, period=month).value or 0
        return_result(code=returned().code, actor=who(CLERK))
        began = time.monotonic()
        beat()
        taken.append(time.monotonic() - began)
        if (figure(code=code, place=place, period=month).value or 0) != before + 1:
            raise AssertionError("the figure does not stand on the board")
    return {"seconds": statistics.median(taken), "longest_seconds": max(taken), "runs": runs}


CLERKS, HANDLERS = (CLERK, "motcuanganha", "motcuatinh"), (HANDLER, "xulynganha", "xulytuphap")


def calls() -> dict[str, list[tuple[str, Which, str]]]:
    """Return what is asked for in turn (by whom, list, text): by people of a commune, a district, a department."""
    everybody = (*HANDLERS, *CLERKS)
    names = [f"{family} {MIDDLE[at]} {given}" for at, (family, given) in enumerate(zip(FAMILY, GIVEN, strict=False))]
    filed = Case.objects.filter(pk__gt=1_000_000).order_by("pk")
    at = {name: sorted(who(name).places_with(Right.READ_CASES) or ())[0] for name in everybody}
    return {
        "inbox": [(each, Which.work if each in HANDLERS else Which.receive, "") for each in everybody],
        "late": [(each, Which.late, "") for each in everybody],
        "by_name": [(everybody[n % 6], Which.everything, fold(name)) for n, name in enumerate(names)],
        "by_code": [
            (name, Which.everything, each.code) for name in everybody for each in filed.filter(handler=at[name])[:10]
        ],
    }


def lists(like: Case, count: int) -> Values:
    """The lists of the desk over very many cases: 95 of 100 calls took no longer than this."""
    load(like, count)
    found: Values = {"cases": count}
    for name, asked in calls().items():
        taken: list[float] = []
        ends = time.monotonic() + LONGEST
        while len(taken) < CALLS and (len(taken) < 6 or time.monotonic() < ends):
            username, which, text = asked[len(taken) % len(asked)]
            start = time.monotonic()
            inbox(who(username), which, text, clock.now())
            taken.append(time.monotonic() - start)
        cuts = statistics.quantiles(taken, n=20, method="inclusive")
        found[name] = {"p50_ms": cuts[9] * 1000, "p95_ms": cuts[18] * 1000, "calls": len(taken)}
    return found


def measure(runs: int) -> Values:
    """Measure everything in the home that the variables name."""
    crew = Crew(WORKS)
    like, whole = to_be_signed(), returned()
    found = {"figure": on_the_board(runs), "transition": transition(crew, like, runs), "steady": steady(crew, like)}
    found["filing"] = filing(crew, runs)
    return_result(code=whole.code, actor=who(CLERK))
    whole.refresh_from_db()
    return found | {"lists": lists(whole, LOADED)}
