"""The case engine beside psycopg written by hand, over HTTP, at a steady pace, and with a million cases in its lists.

Both sides use the same eight connections of as many processes, in turn, and write the same rows in one transaction.
``python -m bench cases`` runs it in a home of its own.
"""

import http.client
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
from songbe.cases.actions.filing import Applicant, submit
from songbe.cases.actions.handling import complete_step
from songbe.cases.actions.receiving import receive, return_result
from songbe.cases.models import Case, Draft, Token
from songbe.cases.queries.desk import Which, inbox
from songbe.config import environment
from songbe.config.postgres import private_cluster
from songbe.config.worker import beat
from songbe.indicators.queries import figure
from songbe.kernel.periods import parse_period
from songbe.kernel.vietnamese import fold
from songbe.places import clock
from songbe.places.models import Agency
from songbe.places.policy import Actor
from songbe.places.queries import actor_named

CONNECTIONS = 8
STEPS, FILINGS = 400, 200
"""Cases of one side in one run."""
RATE, SECONDS = 40, 20
LOADED = int(os.environ.get("BENCH_CASES", "1000000"))
CALLS, LONGEST = 60, 45.0
"""Calls of one list, at most; seconds after which no more are made."""
CITIZEN, HANDLER, SIGNER = "congdan", "xuly101", "chutich101"
MOTHER = Applicant("citizen", BIRTH["applicant_name"], BIRTH["applicant_id"], BIRTH["applicant_phone"])
Values = dict[str, Any]


@cache
def who(username: str) -> Actor:
    """Return an account with what it holds."""
    return actor_named(username, today=clock.today())


# --- Eight connections ------------------------------------------------------------------------------------------------
Item = tuple[float, str]
"""When it is due on the monotonic clock, 0 for as soon as one can; what it is done to."""


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

    def do(self, work: str, items: Sequence[Item]) -> tuple[float, list[float]]:
        """Do a work to all items; return the seconds it took, and those of each. Raises RuntimeError if one failed."""
        for number, line in enumerate(self.lines):
            line.send((work, items[number::CONNECTIONS]))
        told = [line.recv() for line in self.lines]
        if wrong := [each for _, _, _, faults in told for each in faults]:
            raise RuntimeError(f"{work}: {len(wrong)} failed, the first: {wrong[0]}")
        taken = [seconds for _, _, each, _ in told for seconds in each]
        return max(ended for _, ended, _, _ in told) - min(began for began, _, _, _ in told), taken

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


# --- By hand ----------------------------------------------------------------------------------------------------------
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
def _next_step() -> Values:
    """Return what a token of the step after signing says."""
    return _one("SELECT * FROM cases_token WHERE key = 'record' ORDER BY id LIMIT 1")


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
        onward = {name: value for name, value in _next_step().items() if name != "id"}
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


@cache
def _filed() -> Values:
    """Return a case that was filed, as its row says."""
    return _one("SELECT * FROM cases_case WHERE state = 'registered' ORDER BY id LIMIT 1")


def file_by_hand(key: str) -> None:
    """File what a draft holds: the same rows as submit writes, in one transaction, nothing checked."""
    now, actor, like = clock.now(), who(CITIZEN), {**_filed()}
    like.pop("id")
    with by_hand().transaction():
        assert not _one("SELECT 1 AS found FROM cases_submission WHERE key = %s", key)
        texts = _one("SELECT answers FROM cases_draft WHERE key = %s AND person_id = %s", key, actor.person)["answers"]
        party = {"kind": "citizen", "name": texts["applicant_name"], "folded": fold(texts["applicant_name"])}
        party |= {"id_number": texts["applicant_id"], "phone": texts["applicant_phone"], "email": "", "address": ""}
        like["party_id"] = _insert("cases_party", {**party, "person_id": actor.person})
        prefix = like["code"].rpartition("-")[0]
        counted = "ON CONFLICT (prefix) DO UPDATE SET last = cases_codecounter.last + 1 RETURNING last"
        number = _one(f"INSERT INTO cases_codecounter VALUES (%s, 1) {counted}", prefix)["last"]
        like |= {"code": f"{prefix}-{number:04}", "filed_at": now}
        case = _insert("cases_case", like)
        _insert("cases_submission", {"key": key, "case_id": case, "verb": "submit"})
        by_hand().execute("DELETE FROM cases_draft WHERE key = %s", (key,))
        payload = {"state": "registered", "procedure": PROCEDURE, "channel": "online", "receiver": like["receiver"]}
        _event("case.submitted", actor.name, like["handler"], like["code"], payload, f"submit:{key}")


@cache
def _line(port: int) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", port, timeout=30)


def file_over_http(item: str) -> None:
    """Press the last button of a form. item: port, key of the draft, cookies."""
    port, key, cookie = item.split(" ", 2)
    status, where = post(_line(int(port)), f"/dvc/drafts/{key}/check/", cookie, {})
    assert status == 302, status
    assert where.endswith("/filed/"), where


WORKS = {"sign": sign, "sign_by_hand": sign_by_hand, "file": file_over_http, "file_by_hand": file_by_hand}


# --- What is prepared -------------------------------------------------------------------------------------------------
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


def _columns(model: type[Case] | type[Token]) -> list[str]:
    return [field.column for field in model._meta.concrete_fields if not field.primary_key]


def copies(like: Case, count: int, series: str) -> list[str]:
    """Copy a case with its tokens, row by row as they are, and return the codes of the copies."""
    other = {
        "code": f"'{series}-' || i",
        "told": f"replace(told::text, '{like.code}', '{series}-' || i)::jsonb",
    }
    said = ", ".join(other.get(name, f"c.{name}") for name in _columns(Case))
    tokens = ", ".join("n.id" if name == "case_id" else f"t.{name}" for name in _columns(Token))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO cases_case ({', '.join(_columns(Case))}) SELECT {said} FROM cases_case c, "
            f"generate_series(1, {count}) i WHERE c.id = {like.pk}"
        )
        cursor.execute(
            f"INSERT INTO cases_token ({', '.join(_columns(Token))}) SELECT {tokens} FROM cases_token t, cases_case n "
            f"WHERE t.case_id = {like.pk} AND n.code LIKE '{series}-%'"
        )
    return [f"{series}-{number}" for number in range(1, count + 1)]


def drafts(count: int) -> list[str]:
    """Fill in forms, and return their keys."""
    person = who(CITIZEN).person or 0
    made = [Draft(key=uuid.uuid4().hex, person_id=person, procedure=PROCEDURE, answers=BIRTH) for _ in range(count)]
    return [draft.key for draft in Draft.objects.bulk_create(made)]


ROWS = {
    "cases_case": "code = %(code)s",
    "cases_party": "id IN (SELECT party_id FROM cases_case WHERE code = %(code)s)",
    "cases_token": "case_id IN (SELECT id FROM cases_case WHERE code = %(code)s)",
    "cases_submission": "case_id IN (SELECT id FROM cases_case WHERE code = %(code)s)",
    "events_event": "subject = 'case:' || %(code)s",
    "warehouse_factchange": "fact->>'id' = %(code)s",
}
OWN = {"id", "case_id", "party_id", "event_id", "sequence", "hash", "previous_hash"}
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d[\d:.]*([+-][\d:]+)?|[0-9a-f]{32}")


def rows_that_differ(one: str, other: str) -> int:
    """Count the rows written for two cases that are not the same but for numbers, codes, keys and moments."""
    left, right = list(_written(one)), list(_written(other))
    differ = abs(len(left) - len(right)) + sum(a != b for a, b in zip(left, right, strict=False))
    return differ if left else 1


def _written(code: str) -> Iterator[str]:
    with connection.cursor() as cursor:
        for table, where in ROWS.items():
            order = "code" if table == "cases_case" else "1"
            cursor.execute(f"SELECT row_to_json(t)::text FROM {table} t WHERE {where} ORDER BY {order}", {"code": code})
            for (text,) in sorted(cursor.fetchall(), key=lambda row: str(row[0]).partition(",")[0].zfill(30)):
                row = {name: value for name, value in json.loads(text).items() if name not in OWN}
                yield MOMENT.sub("*", json.dumps(row, sort_keys=True).replace(code, "CODE"))


# --- The measurements -------------------------------------------------------------------------------------------------
def transition(crew: Crew, like: Case, runs: int) -> Values:
    """Signing a case with all it brings, beside the same rows by hand."""
    both: dict[str, list[float]] = {"sign": [], "sign_by_hand": []}
    for work in both:
        crew.rate(work, copies(like, CONNECTIONS * 4, f"W{work}"))  # a process that just began reads the pack first
    for number in range(runs):
        for work, rates in both.items():
            rates.append(crew.rate(work, copies(like, STEPS, f"{work}{number}")))
    ours, hand = (statistics.median(rates) for rates in both.values())
    differ = rows_that_differ("sign0-7", "sign_by_hand0-7")
    return {"a_second": ours, "by_hand_a_second": hand, "ratio": ours / hand, "rows_that_differ": differ, "runs": runs}


def steady(crew: Crew, like: Case) -> Values:
    """Signing at fixed moments, whatever the answers do."""
    codes, start = copies(like, RATE * SECONDS, "P"), time.monotonic() + 0.5
    taken = crew.do("sign", [(start + number / RATE, code) for number, code in enumerate(codes)])[1]
    cuts = statistics.quantiles(taken, n=100)
    return {"p50_ms": cuts[49] * 1000, "p95_ms": cuts[94] * 1000, "p99_ms": cuts[98] * 1000, "count": len(taken)}


def filing(crew: Crew, runs: int) -> Values:
    """Filing over HTTP through the server as it is deployed, beside the same rows by hand."""
    cookie, port = session_of(CITIZEN), free_port()
    both: dict[str, list[float]] = {"file": [], "file_by_hand": []}

    def once(work: str, count: int) -> float:
        keys = drafts(count)
        return crew.rate(work, [f"{port} {key} {cookie}" for key in keys] if work == "file" else keys)

    with served(os.environ, port, "--no-worker"):
        for work in both:
            once(work, CONNECTIONS * 6)
        for _ in range(runs):
            for work, rates in both.items():
                rates.append(once(work, FILINGS))
        over_http = Case.objects.latest("pk").code if once("file", 1) else ""
        hand = Case.objects.latest("pk").code if once("file_by_hand", 1) else ""
    ours, peer = (statistics.median(rates) for rates in both.values())
    differ = rows_that_differ(over_http, hand)
    return {"a_second": ours, "by_hand_a_second": peer, "ratio": ours / peer, "rows_that_differ": differ, "runs": runs}


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


# --- A million cases --------------------------------------------------------------------------------------------------
def words_of(text: str) -> list[str]:
    """Return the words of a text."""
    return text.split()


FAMILY = words_of("Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Trương Mai Cao")
MIDDLE = words_of("Thị Văn Minh Ngọc Thanh Hữu Đức Quốc Xuân Thu Hoài Gia Bảo Kim Công Đình Hồng Anh Nhật Tuấn")
GIVEN = words_of(
    "An Bình Châu Chi Cúc Cường Dung Dũng Duy Đạt Giang Hà Hải Hạnh Hằng Hiền Hiếu Hoa Hòa Hùng Hương Huy Khánh "
    "Khoa Lan Lâm Linh Loan Long Mai Nam Nga Ngân Nhung Oanh Phong Phúc Phương Quân Quang Sơn Tâm Thảo Thủy Tiến "
    "Trang Trung Tú Vân Yến"
)
OPEN, LATE, WAITING, READY = 50, 5000, 500, 333
"""One case of so many is open, is late, waits to be received, is ready to be handed over; all others are closed."""
DRAWN = """CREATE FUNCTION pg_temp.h(i bigint, k int, n int) RETURNS int IMMUTABLE LANGUAGE sql AS
$$SELECT (abs(hashint8extended(i, k) % n))::int$$"""
PEOPLE = """INSERT INTO cases_party (id, kind, name, folded, id_number, phone, email, address)
SELECT 1000000 + i, 'citizen', concat_ws(' ', f[a], m[b], g[c]), concat_ws(' ', ff[a], fm[b], fg[c]),
'000' || lpad(i::text, 9, '0'), '', '', '' FROM (SELECT i, 1 + pg_temp.h(i, 1, 20) AS a, 1 + pg_temp.h(i, 2, 20) AS b,
1 + pg_temp.h(i, 3, 50) AS c, %(f)s::text[] AS f, %(m)s::text[] AS m, %(g)s::text[] AS g, %(ff)s::text[] AS ff,
%(fm)s::text[] AS fm, %(fg)s::text[] AS fg FROM generate_series(1, {count}) i) drawn"""
CASES = """INSERT INTO cases_case (id, {columns}) SELECT 1000000 + i, {said} FROM (SELECT i,
i % {OPEN} = 0 AS open, i % {LATE} = 0 AS late, i % {WAITING} = 1 AS waiting, i % {READY} = 2 AS ready,
%(at)s::timestamptz AS at, (%(agency)s::text[])[1 + pg_temp.h(i, 4, {agencies})] AS desk,
%(at)s::timestamptz - (CASE WHEN i % {OPEN} = 0 OR i % {WAITING} = 1 THEN pg_temp.h(i, 5, 3000) ELSE
10000 + pg_temp.h(i, 5, 1000000) END) * interval '1 minute' AS filed FROM generate_series(1, {count}) i) d
JOIN places_agency a ON a.code = d.desk, cases_case c WHERE c.id = {like}"""
SPOTS = """INSERT INTO cases_token ({columns}) SELECT {said} FROM cases_case n JOIN cases_token t ON t.case_id = {like}
AND (n.state <> 'processing' OR t.key = CASE WHEN n.id % 3 = 0 THEN 'sign' ELSE 'appraise' END)
WHERE n.id > 1000000 AND n.state <> 'registered'"""
IN_CASES = {
    "party_id": "1000000 + i",
    "code": "desk || '-' || to_char(filed, 'YYMMDD') || '-' || lpad(i::text, 7, '0')",
    "handler": "desk",
    "receiver": "desk",
    "unit": "a.unit_code",
    "state": "CASE WHEN open THEN 'processing' WHEN waiting THEN 'registered' WHEN ready THEN 'finished' "
    "ELSE 'returned' END",
    "filed_at": "filed",
    "received_at": "CASE WHEN NOT waiting THEN filed END",
    "first_due_at": "CASE WHEN NOT waiting THEN filed + interval '3 days' END",
    "due_now_at": "CASE WHEN late THEN at - interval '5 hours' WHEN open THEN at + pg_temp.h(i, 6, 20000) * "
    "interval '1 minute' WHEN NOT waiting THEN filed + interval '3 days' END",
    "finished_at": "CASE WHEN NOT open AND NOT waiting THEN filed + interval '1 day' END",
    "returned_at": "CASE WHEN NOT open AND NOT waiting AND NOT ready THEN filed + interval '2 days' END",
    "closed_at": "CASE WHEN NOT open AND NOT waiting AND NOT ready THEN filed + interval '2 days' END",
    "opened_by_id": "NULL",
}
IN_SPOTS = {
    "case_id": "n.id",
    "agency": "n.handler",
    "opened_at": "n.received_at",
    "due_at": "n.due_now_at",
    "closed_at": "CASE WHEN n.state = 'processing' THEN NULL ELSE n.finished_at END",
    "closed_by_id": "CASE WHEN n.state = 'processing' THEN NULL ELSE t.closed_by_id END",
    "outcome": "CASE WHEN n.state = 'processing' THEN '' ELSE t.outcome END",
}
Call = tuple[str, Which, str]
"""Who asks, for which list, what is looked for."""
CLERKS, HANDLERS = (CLERK, "motcuanganha", "motcuatinh"), (HANDLER, "xulynganha", "xulytuphap")


def load(like: Case, count: int) -> float:
    """Put many cases like one that was returned beside it, with their people and steps; return the seconds it took."""
    desks = list(Agency.objects.filter(unit_code__gt="").values_list("code", flat=True).order_by("code"))
    names = {"f": FAMILY, "m": MIDDLE, "g": GIVEN}
    said: Values = {**names, **{f"f{key}": [fold(word) for word in words] for key, words in names.items()}}
    said |= {"agency": desks, "at": clock.now()}
    shares = {"OPEN": OPEN, "LATE": LATE, "WAITING": WAITING, "READY": READY}
    known = {**shares, "count": count, "agencies": len(desks), "like": like.pk}
    in_cases = ", ".join(IN_CASES.get(name, f"c.{name}") for name in _columns(Case))
    in_spots = ", ".join(IN_SPOTS.get(name, f"t.{name}") for name in _columns(Token))
    began = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # what is loaded refers to what is loaded
        cursor.execute(DRAWN)
        cursor.execute(PEOPLE.format(**known), said)
        wanted = CASES.replace("% {", "%% {").format(columns=", ".join(_columns(Case)), said=in_cases, **known)
        cursor.execute(wanted, said)
        cursor.execute(SPOTS.format(columns=", ".join(_columns(Token)), said=in_spots, **known))
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM ANALYZE cases_case, cases_party, cases_token")
    return time.monotonic() - began


def calls() -> dict[str, list[Call]]:
    """Return what is asked for in turn: four kinds of lists, each by people of a commune, a district, a department."""
    handlers, everybody = [(who_, Which.work, "") for who_ in HANDLERS], (*HANDLERS, *CLERKS)
    names = [f"{family} {MIDDLE[at]} {given}" for at, (family, given) in enumerate(zip(FAMILY, GIVEN, strict=False))]
    codes = Case.objects.filter(pk__gt=1_000_000).order_by("pk").values_list("code", flat=True)
    return {
        "inbox": [*handlers, *((clerk, Which.receive, "") for clerk in CLERKS)],
        "late": [(each, Which.late, "") for each in everybody],
        "by_name": [(everybody[n % 6], Which.everything, fold(name)) for n, name in enumerate(names)],
        "by_code": [(everybody[n % 6], Which.everything, code) for n, code in enumerate(codes[:CALLS])],
    }


def lists(like: Case, count: int) -> Values:
    """The lists of the desk over very many cases: 95 of 100 calls took no longer than this."""
    found: Values = {"cases": count, "load_seconds": load(like, count)}
    for name, asked in calls().items():
        taken, began = [], time.monotonic()
        while len(taken) < CALLS and (len(taken) < 6 or time.monotonic() - began < LONGEST):
            username, which, text = asked[len(taken) % len(asked)]
            start = time.monotonic()
            inbox(who(username), which, text, clock.now())
            taken.append(time.monotonic() - start)
        cuts = statistics.quantiles(taken, n=20)
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
