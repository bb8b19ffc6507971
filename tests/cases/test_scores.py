"""What handled dossiers and answered reports earn by the one-stop indices: told as facts, and seen as figures."""

import shutil
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from songbe.cases.actions.filing import rate, supplement
from songbe.cases.actions.handling import complete_step, lapse_silent_consultations, set_new_date
from songbe.cases.actions.receiving import ask_supplement, receive, refuse, return_result
from songbe.cases.actions.reports import merge_report, reopen_report, route_report
from songbe.cases.actions.scoring import assess_reports
from songbe.cases.models import Case
from songbe.config.environment import ROOT
from songbe.config.packs import apply_pack, read_pack
from songbe.config.worker import beat
from songbe.events.models import Event
from songbe.indicators.queries import figure
from songbe.kernel.periods import parse_period
from songbe.payments.actions import note_payment
from songbe.payments.models import PaymentOrder
from songbe.places import clock
from songbe.places.policy import OPERATOR
from songbe.warehouse.models import FactChange
from tests.cases.stories import birth, business, clock_at, who
from tests.cases.test_reports import answered, sent
from tests.stories import DEMO, PASSWORD

pytestmark = pytest.mark.django_db
FULL = ROOT / "packs" / "binhduong"
SHEET, COUNTERS = "cases/service_scores.yaml", "cases/dossier_counters.yaml"
DECEMBER, JANUARY = parse_period("2023-12"), parse_period("2024-01")


def borrowed(pack: Path, file: str, *words: str) -> None:
    """Add to a file of a pack the rows of the full pack that begin with these words."""
    lines = (FULL / file).read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if line.startswith(tuple(f"{word}," for word in words))]
    assert len(rows) == len(words)
    with (pack / file).open("a", encoding="utf-8") as out:
        out.writelines(f"{row}\n" for row in rows)


def with_scores(folder: Path) -> Path:
    """The invented province with the indices of the full pack: its sheets, its register, its indicators."""
    pack = Path(shutil.copytree(DEMO, folder / "pack"))
    shutil.copy(FULL / COUNTERS, pack / COUNTERS)
    sheet = (FULL / SHEET).read_text(encoding="utf-8")
    (pack / SHEET).write_text(sheet.replace("regimes: [one_stop_2018]", "regimes: [invented]"), encoding="utf-8")
    borrowed(pack, "registers.csv", "service_score")
    borrowed(pack, "counters.csv", "dossier_progress", "processing_step")
    borrowed(pack, "measures.csv", "point_0_2", "update_dossier")
    borrowed(pack, "indicators/DVC.csv", "M001", "M002", "M003", "M004", "M007", "Q2-05")
    with (pack / "indicators/DVC.csv").open("a", encoding="utf-8") as out:
        out.write(steps_done_late())
    borrowed(pack, "indicators/RPT.csv", "M008")
    return pack


def steps_done_late() -> str:
    """The full pack's share of steps done late, owned by an agency that the invented province has."""
    lines = (FULL / "indicators/DVC.csv").read_text(encoding="utf-8").splitlines()
    return next(line for line in lines if line.startswith("N2234,")).replace(",TTHCC,", ",VPUB,") + "\n"


@pytest.fixture(autouse=True)
def _tuesday_morning(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    clock_at(monkeypatch, "2023-12-26T08:00")
    apply_pack(with_scores(tmp_path), actor=OPERATOR, password=PASSWORD)


def signed(code: str) -> None:
    """A commune's dossier after all its steps, signed as it should be."""
    complete_step(code=code, step="appraise", outcome="fit", actor=who("xuly101"))
    complete_step(code=code, step="sign", capacity="TM.", actor=who("chutich101"))
    complete_step(code=code, step="record", actor=who("xuly101"))


def settled(code: str) -> None:
    """A commune's dossier handed over within the hour."""
    receive(code=code, actor=who("motcua101"))
    signed(code)
    return_result(code=code, actor=who("motcua101"))


def held(kind: str = "register_change") -> dict[str, dict[str, object]]:
    """What the warehouse holds of scores, or of counters, now, by entry."""
    found: dict[str, dict[str, object]] = {}
    for change in FactChange.objects.filter(kind=kind).order_by("id"):
        if change.sign > 0:
            found[str(change.fact["id"])] = change.fact
        else:
            assert found.pop(str(change.fact["id"])) == change.fact
    return found


def earned(code: str) -> dict[str, str]:
    """The points of a dossier, by index; of index 2 by agency too."""
    return {key.removeprefix(f"{code}/"): str(fact["quantity"]) for key, fact in held().items() if key.startswith(code)}


def shown(indicator: str, place: str) -> Decimal | None:
    """What an indicator says of December at a place."""
    return figure(code=indicator, place=place, period=DECEMBER).computed


# --- Dossiers ---------------------------------------------------------------------------------------------------------
def test_a_dossier_that_was_handed_over_and_rated_moves_the_indices_of_its_agency() -> None:
    code = birth().code
    settled(code)
    rate(code=code, rating=5, actor=who("congdan"))

    beat()

    for place in ("UBX99101", "99101", "991", "99"):
        assert {key: shown(key, place) for key in ("M001", "M002", "M003", "M004", "M007")} == dict.fromkeys(
            ("M001", "M002", "M003", "M004", "M007"), 2
        )
    assert shown("M001", "99102") is None


def test_scores_stand_with_the_agency_on_the_day_of_the_handing_over_and_are_marked_as_their_dossier(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    code = birth().code
    receive(code=code, actor=who("motcua101"))
    signed(code)
    assert held() == {}
    clock_at(monkeypatch, "2023-12-28T08:00")

    return_result(code=code, actor=who("motcua101"))

    scores = held()
    assert set(scores) == {f"{code}/{index}" for index in ("m1", "m2/UBX99101", "m3", "m4")}
    first = scores[f"{code}/m1"]
    assert {name: first[name] for name in ("agency", "unit", "register", "category", "state", "from_on", "to_on")} == {
        "agency": "UBX99101", "unit": "99101", "register": "service_score", "category": "m1", "state": "assessed",
        "from_on": "2023-12-28", "to_on": None,
    }  # fmt: skip
    assert {score["simulated"] for score in scores.values()} == {True}


def test_a_real_dossier_earns_real_points() -> None:
    code = birth().code
    Case.objects.filter(code=code).update(simulated=False)
    settled(code)

    assert {score["simulated"] for score in held().values()} == {False}


@pytest.mark.parametrize(
    ("rating", "points"), [(1, "0"), (2, "0"), (3, "2"), (5, "2")]
)  # fmt: skip
def test_the_rating_moves_index_7_when_it_comes_and_again_when_it_is_another(rating: int, points: str) -> None:
    code = birth().code
    settled(code)
    assert "m7" not in earned(code)

    rate(code=code, rating=rating, actor=who("congdan"))
    assert earned(code)["m7"] == points
    rate(code=code, rating=1, actor=who("congdan"))
    assert earned(code)["m7"] == "0"
    assert len(earned(code)) == 5


def test_a_dossier_that_ends_within_its_last_quarter_of_a_day_took_as_long_as_it_may(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    code = birth().code
    receive(code=code, actor=who("motcua101"))
    clock_at(monkeypatch, "2023-12-27T07:59")
    signed(code)
    return_result(code=code, actor=who("motcua101"))
    rate(code=code, rating=4, actor=who("congdan"))

    assert (earned(code)["m1"], earned(code)["m7"]) == ("1", "1")


def test_a_new_date_that_was_promised_does_not_make_a_late_dossier_earn(monkeypatch: pytest.MonkeyPatch) -> None:
    code = business().code
    receive(code=code, actor=who("motcuanganha"))
    set_new_date(code=code, due_at=clock.now() + timedelta(days=14), apology="Xin lỗi", actor=who("chutichnganha"))
    clock_at(monkeypatch, "2024-01-03T09:00")
    complete_step(code=code, step="appraise", actor=who("xulynganha"))
    complete_step(code=code, step="sign", capacity="TM.", actor=who("chutichnganha"))
    paid(code)
    return_result(code=code, actor=who("motcuanganha"))
    rate(code=code, rating=5, actor=who("congdan"))

    assert earned(code) == {"m1": "0", "m2/UB991": "0", "m3": "2", "m4": "2", "m7": "0"}


def paid(code: str) -> None:
    """A business that paid its fee at the desk."""
    order = PaymentOrder.objects.get(subject=f"case:{code}").number
    note_payment(
        number=order, amount_vnd=100_000, channel="cash", reference="BL-1", key=f"p{code}", actor=who("motcuanganha")
    )


def test_every_agency_that_took_part_earns_for_its_own_time(monkeypatch: pytest.MonkeyPatch) -> None:
    code = business(capital="2.000.000.000").code
    receive(code=code, actor=who("motcuanganha"))
    complete_step(code=code, step="appraise", actor=who("xulynganha"))
    complete_step(code=code, step="opinions", part="STP", actor=who("xulytuphap"))
    clock_at(monkeypatch, "2023-12-27T08:01")
    assert lapse_silent_consultations(actor=OPERATOR) == 1
    complete_step(code=code, step="sign", capacity="TM.", actor=who("chutichnganha"))
    paid(code)
    return_result(code=code, actor=who("motcuanganha"))

    scores = held()
    assert {key: earned(code)[key] for key in ("m1", "m2/STP", "m2/CT", "m2/UB991")} == {
        "m1": "2", "m2/STP": "2", "m2/CT": "0", "m2/UB991": "2",
    }  # fmt: skip
    assert (scores[f"{code}/m2/CT"]["agency"], scores[f"{code}/m2/CT"]["unit"]) == ("CT", "99")


def test_what_was_asked_for_in_addition_lowers_indices_3_and_4_and_starts_the_time_of_index_1_afresh(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    code = birth().code
    receive(code=code, actor=who("motcua101"))
    for number in (1, 2):
        ask_supplement(code=code, what="Thiếu giấy chứng sinh", actor=who("motcua101"))
        clock_at(monkeypatch, f"2023-12-{26 + number}T09:00")
        supplement(code=code, answers={}, note="Gửi kèm", key=f"s{number}", actor=who("congdan"))
    signed(code)
    return_result(code=code, actor=who("motcua101"))

    assert earned(code) == {"m1": "2", "m2/UBX99101": "2", "m3": "0", "m4": "1"}


@pytest.mark.parametrize("said", [{"practice": True}, {"regime": "one_stop_2025"}])
def test_a_drill_and_what_another_law_decides_earn_nothing(said: dict[str, object]) -> None:
    code = birth().code
    Case.objects.filter(code=code).update(**said)
    settled(code)
    rate(code=code, rating=5, actor=who("congdan"))

    beat()

    assert held() == {}
    assert shown("M001", "UBX99101") is None


def test_a_refused_dossier_earns_nothing() -> None:
    code = birth().code
    receive(code=code, actor=who("motcua101"))
    refuse(code=code, reason="Không thuộc thẩm quyền", actor=who("motcua101"))

    assert held() == {}


# --- Reports ----------------------------------------------------------------------------------------------------------
def test_the_reports_of_a_month_are_assessed_together_once_it_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(9):
        answered(sent(f"r{number}"))
    late, repeat = sent("late"), sent("repeat")
    route_report(code=late.code, category="waste", agencies=(), actor=who("tongdai1022"))
    merge_report(code=repeat.code, into=late.code, actor=who("tongdai1022"))
    assert assess_reports(actor=OPERATOR) == 0

    clock_at(monkeypatch, "2024-01-01T01:07")
    assert assess_reports(actor=OPERATOR) == 1
    assert assess_reports(actor=OPERATOR) == 0

    beat()
    assert shown("M008", "UBX99101") == shown("M008", "99") == 1
    assert Event.objects.get(kind="reports.assessed").payload == {
        "month": "2023-12", "due": 10, "kept": 9, "points": "1",
    }  # fmt: skip
    (score,) = held().values()
    assert (score["from_on"], score["simulated"], score["unit"]) == ("2023-12-31", True, "99101")


def test_an_assessment_is_made_anew_when_a_report_of_its_month_is_opened_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = answered(sent("r1"))
    answered(sent("r2"))
    clock_at(monkeypatch, "2024-01-01T01:07")
    assess_reports(actor=OPERATOR)
    assert [score["quantity"] for score in held().values()] == ["2"]

    reopen_report(code=first.code, why="Vẫn còn rác", key="r1", actor=OPERATOR)
    assert assess_reports(actor=OPERATOR) == 1

    assert [score["quantity"] for score in held().values()] == ["0"]
    assert Event.objects.filter(kind="reports.assessed").count() == 2


def test_drills_and_demonstrations_do_not_stand_among_real_reports(monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [answered(sent(f"r{number}")) for number in range(3)]
    Case.objects.filter(pk=cases[0].pk).update(practice=True)
    Case.objects.filter(pk=cases[1].pk).update(simulated=True)
    Case.objects.filter(pk=cases[2].pk).update(simulated=False)
    clock_at(monkeypatch, "2024-01-02T01:07")

    assert assess_reports(actor=OPERATOR) == 2

    assert sorted((str(s["simulated"]), str(s["quantity"])) for s in held().values()) == [("False", "2"), ("True", "2")]


# --- Counters ---------------------------------------------------------------------------------------------------------
def counted(code: str) -> dict[str, str]:
    """What a dossier added to counters."""
    return {key.removeprefix(f"{code}/"): str(fact["quantity"]) for key, fact in held("counter").items()}


def test_a_dossier_that_is_over_says_how_often_it_was_seen_to_move_and_which_steps_were_late(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    code = birth().code
    receive(code=code, actor=who("motcua101"))
    clock_at(monkeypatch, "2023-12-26T09:00")
    complete_step(code=code, step="appraise", outcome="fit", actor=who("xuly101"))
    clock_at(monkeypatch, "2023-12-27T09:00")
    complete_step(code=code, step="sign", capacity="TM.", actor=who("chutich101"))
    complete_step(code=code, step="record", actor=who("xuly101"))
    assert held("counter") == {}
    clock_at(monkeypatch, "2023-12-27T10:00")

    return_result(code=code, actor=who("motcua101"))

    assert counted(code) == {
        "tracked_dossier": "1", "status_update": "4", "in_time/UBX99101/2023-12-26": "1",
        "in_time/UBX99101/2023-12-27": "1", "late/UBX99101/2023-12-27": "1",
    }  # fmt: skip
    assert {f["on_date"] for f in held("counter").values() if f["counter"] == "dossier_progress"} == {"2023-12-27"}
    rate(code=code, rating=4, actor=who("congdan"))
    assert len(counted(code)) == 5
    beat()
    assert [shown("Q2-05", "991"), shown("N2234", "99101")] == [4, pytest.approx(Decimal("33.33"), abs=Decimal("0.01"))]


def test_a_refused_dossier_is_over_too_and_a_drill_adds_nothing() -> None:
    code, drill = birth().code, birth("k2").code
    Case.objects.filter(code=drill).update(practice=True)
    for each in (code, drill):
        receive(code=each, actor=who("motcua101"))
        refuse(code=each, reason="Không thuộc thẩm quyền", actor=who("motcua101"))

    assert counted(code) == {"tracked_dossier": "1", "status_update": "1"}


def test_a_linked_part_counts_its_steps_and_is_not_tracked_by_itself() -> None:
    code = birth().code
    Case.objects.filter(code=code).update(parent=birth("k2"))
    settled(code)

    assert set(counted(code)) == {"in_time/UBX99101/2023-12-26"}


# --- The pack ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("old", "new", "column", "what"),
    [
        ("counter: dossier_progress", "counter: dragons", "progress.counter", "'dragons' is not declared"),
        ("late: late", "late: never", "steps", "'never' is not declared in counters.csv, processing_step"),
        ("register: service_score", "register: dragons", "register", "'dragons' is not declared in registers.csv"),
        ("state: assessed", "state: praised", "state", "'praised' is not declared"),
        ("category: m4", "category: m44", "category", "'m44' is not declared"),
        ("[invented]", "[magna_carta]", "regimes", "'magna_carta' is not declared in cases/regimes.csv"),
        ("[financial]", "[lunch]", "elsewhere", "'lunch' is not declared in cases/pauses.csv"),
        ("one: 1, several: 0", "one: 1", "measures.2", "points says exactly: none, one, several"),
        ("late: 0", "late: 3", "", "an index has at most 2 points"),
        ("category: m4", "category: m3", "", "stands once"),
        ("share: 0.9", "share: 1.9", "measures.5.steps.1.share", "cannot be taken"),
        ("reads: agencies", "reads: reports", "measures.3", "points says exactly: nothing"),
    ],
)  # fmt: skip
def test_a_fault_of_the_scores_is_named(tmp_path: Path, old: str, new: str, column: str, what: str) -> None:
    pack = tmp_path / "pack"
    broken = next(file for file in (COUNTERS, SHEET) if old in (pack / file).read_text(encoding="utf-8"))
    text = (pack / broken).read_text(encoding="utf-8")
    (pack / broken).write_text(text.replace(old, new), encoding="utf-8")

    _, faults = read_pack(pack)

    assert any(fault.column == column and what in fault.what for fault in faults), [str(fault) for fault in faults]
