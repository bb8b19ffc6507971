"""Very many cases with their people and steps, put beside one that the real verbs made."""

from typing import Any

from django.db import connection
from django.db.models import Model

from songbe.cases.models import Case, Party, Token
from songbe.kernel.vietnamese import fold
from songbe.places import clock
from songbe.places.models import Agency

Values = dict[str, Any]

NAMES = (
    "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Trương Mai Cao",
    "Thị Văn Minh Ngọc Thanh Hữu Đức Quốc Xuân Thu Hoài Gia Bảo Kim Công Đình Hồng Anh Nhật Tuấn",
    "An Bình Châu Chi Cúc Cường Dung Dũng Duy Đạt Giang Hà Hải Hạnh Hằng Hiền Hiếu Hoa Hòa Hùng Hương Huy Khánh Khoa "
    "Lan Lâm Linh Loan Long Mai Nam Nga Ngân Nhung Oanh Phong Phúc Phương Quân Quang Sơn Tâm Thảo Thủy Tiến Vân Yến",
)
FAMILY, MIDDLE, GIVEN = (words.split() for words in NAMES)
SHARES = {"OPEN": 50, "LATE": 5000, "WAITING": 500, "READY": 333}
"""One case of so many is open, is late, waits to be received, is ready to be handed over; all others are closed."""
DRAWN = """CREATE FUNCTION pg_temp.h(i bigint, k int, n int) RETURNS int IMMUTABLE LANGUAGE sql AS
$$SELECT (abs(hashint8extended(i, k) % n))::int$$"""
PEOPLE = """INSERT INTO cases_party (id, {columns}) SELECT 1000000 + i, {said} FROM (SELECT i,
1 + pg_temp.h(i, 1, 20) AS a, 1 + pg_temp.h(i, 2, 20) AS b,
1 + pg_temp.h(i, 3, 47) AS c, %(f)s::text[] AS f, %(m)s::text[] AS m, %(g)s::text[] AS g, %(ff)s::text[] AS ff,
%(fm)s::text[] AS fm, %(fg)s::text[] AS fg FROM generate_series(1, {count}) i) drawn"""
CASES = """INSERT INTO cases_case (id, {columns}) SELECT 1000000 + i, {said} FROM (SELECT i,
i % {OPEN} = 0 AS open, i % {OPEN} <> 0 AND i % {WAITING} <> 1 AND i % {READY} <> 2 AS over, i % {LATE} = 0 AS late,
i % {WAITING} = 1 AS waiting, %(at)s::timestamptz AS at, (%(agency)s::text[])[1 + pg_temp.h(i, 4, {agencies})] AS desk,
%(at)s::timestamptz - (CASE WHEN i % {OPEN} = 0 OR i % {WAITING} = 1 THEN pg_temp.h(i, 5, 3000) ELSE
10000 + pg_temp.h(i, 5, 1000000) END) * interval '1 minute' AS filed FROM generate_series(1, {count}) i) d
JOIN places_agency a ON a.code = d.desk, cases_case c WHERE c.id = {like}"""
SPOTS = """INSERT INTO cases_token ({columns}) SELECT {said} FROM cases_case n JOIN cases_token t ON t.case_id = {like}
AND (n.state <> 'processing' OR t.key = CASE WHEN n.id % 3 = 0 THEN 'sign' ELSE 'appraise' END)
WHERE n.id > 1000000 AND n.state <> 'registered'"""
IN_PEOPLE = {
    "kind": "'citizen'",
    "name": "concat_ws(' ', f[a], m[b], g[c])",
    "folded": "concat_ws(' ', ff[a], fm[b], fg[c])",
    "id_number": "'000' || lpad(i::text, 9, '0')",
    "person_id": "NULL",
}
IN_CASES = {
    "party_id": "1000000 + i",
    "code": "desk || '-' || to_char(filed, 'YYMMDD') || '-' || lpad(i::text, 7, '0')",
    **dict.fromkeys(("handler", "receiver"), "desk"),
    "unit": "a.unit_code",
    "state": "CASE WHEN over THEN 'returned' WHEN open THEN 'processing' "
    "WHEN waiting THEN 'registered' ELSE 'finished' END",
    "filed_at": "filed",
    "received_at": "CASE WHEN NOT waiting THEN filed END",
    "due_now_at": "CASE WHEN late THEN at - interval '5 hours' WHEN open THEN at + pg_temp.h(i, 6, 20000) * "
    "interval '1 minute' WHEN NOT waiting THEN filed + interval '3 days' END",
    "finished_at": "CASE WHEN NOT open AND NOT waiting THEN filed + interval '1 day' END",
    **dict.fromkeys(("returned_at", "closed_at"), "CASE WHEN over THEN filed + interval '2 days' END"),
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


def columns(model: type[Model]) -> list[str]:
    """Return the names of a table's columns, without its number."""
    return [str(field.column) for field in model._meta.concrete_fields if not field.primary_key]


def load(like: Case, count: int) -> None:
    """Put many cases like one that was returned beside it, with their people and steps."""
    desks = list(Agency.objects.filter(unit_code__gt="").values_list("code", flat=True).order_by("code"))
    names = {"f": FAMILY, "m": MIDDLE, "g": GIVEN}
    folded = {f"f{key}": [fold(word) for word in words] for key, words in names.items()}
    said: Values = {**names, **folded, "agency": desks, "at": clock.now()}
    known = {**SHARES, "count": count, "agencies": len(desks), "like": like.pk}
    in_cases = ", ".join(IN_CASES.get(name, f"c.{name}") for name in columns(Case))
    in_spots = ", ".join(IN_SPOTS.get(name, f"t.{name}") for name in columns(Token))
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # what is loaded refers to what is loaded
        cursor.execute(DRAWN)
        in_people = ", ".join(IN_PEOPLE.get(name, "''") for name in columns(Party))
        cursor.execute(PEOPLE.format(columns=", ".join(columns(Party)), said=in_people, **known), said)
        wanted = CASES.replace("% {", "%% {").format(columns=", ".join(columns(Case)), said=in_cases, **known)
        cursor.execute(wanted, said)
        cursor.execute(SPOTS.format(columns=", ".join(columns(Token)), said=in_spots, **known))
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM ANALYZE cases_case, cases_party, cases_token")
