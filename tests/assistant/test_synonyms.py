"""People ask in words of their own, say what they meant, and the owner of the indicator lets the words count."""

from argparse import Namespace
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from songbe.assistant.actions import ask_question, choose_reading
from songbe.assistant.errors import ChangesOthers, DecidedAlready, UnknownProposal, WhyDeclined
from songbe.assistant.models import Asked, KnownQuestion, SynonymProposal
from songbe.assistant.proposal_actions import accept_synonym, decline_synonym, propose_synonyms, withdraw_synonym
from songbe.assistant.queries.asking import Answer, ask
from songbe.assistant.queries.mind import mind
from songbe.assistant.queries.proposals import proposal_page, synonym_lines
from songbe.assistant.queries.replaying import replayed_together
from songbe.assistant.queries.written import query_of
from songbe.assistant.rules.choosing import Choice, chosen
from songbe.assistant.rules.proposals import ProposalState
from songbe.config.commands.synonyms import synonyms
from songbe.events.actions import seal_events
from songbe.events.models import Event
from songbe.places import clock
from songbe.places.policy import OPERATOR, Actor, OutOfReach
from songbe.places.queries import actor_named
from tests.centres.conftest import province, signed_in
from tests.stories import apply_demo

__all__ = ["province", "signed_in"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("province")]
SOAKED = "Tháng 8/2022 có bao nhiêu đơn bị ngâm?"
SOAKED_PLAIN = "thang 9 nam 2022 may don bi ngam"


def actor(username: str) -> Actor:
    """What somebody holds today."""
    return actor_named(username, today=timezone.localdate())


def ask_in(talk: UUID, question: str) -> Asked:
    """Ask in a conversation."""
    return ask_question(question=question, conversation=talk, actor=OPERATOR)


def corrected(question: str, indicator: str) -> Asked:
    """A question for which another indicator was chosen."""
    row = ask_in(uuid4(), question)
    meant = chosen(query_of(row.query), Choice(indicator=indicator), home="99", newest_year=2023)
    return choose_reading(conversation=row.conversation, number=1, query=meant, actor=OPERATOR)


def asked_again(first: str, second: str) -> None:
    """A question whose subject nobody knows, and the same in other words."""
    talk = uuid4()
    assert ask_in(talk, first).refusal == "no_indicator"
    assert ask_in(talk, second).refusal != "no_indicator"


def learn() -> int:
    """Let the worker look at what was asked."""
    while seal_events():
        pass
    return propose_synonyms(actor=OPERATOR)


def proposal(question: str = SOAKED, indicator: str = "DEMO005") -> SynonymProposal:
    """A proposal that came of one corrected question."""
    corrected(question, indicator)
    assert learn() == 1
    return SynonymProposal.objects.get(indicator=indicator)


def answer(question: str) -> Answer:
    """The answer to a question today."""
    return ask(question, now=clock.today(), actor=OPERATOR)


def test_a_corrected_question_proposes_a_name_that_makes_the_same_words_sure() -> None:
    assert query_of(ask_in(uuid4(), SOAKED).query).indicators != ("DEMO005",)
    made = proposal()
    assert (made.key, made.words, made.name, made.seen) == ("ngam", "ngâm", "đơn ngâm", 1)

    accepted = accept_synonym(number=made.pk, actor=actor("dulieutinh"))

    after = answer(SOAKED)
    assert (after.query.indicators, after.others) == (("DEMO005",), ())
    assert answer(SOAKED_PLAIN).query.indicators == ("DEMO005",)
    assert accepted.replay is not None
    assert (accepted.replay["worse"], accepted.replay["understood"], accepted.replay["evidence"]) == ([], 1, 1)
    told = Event.objects.get(kind="synonym.accepted")
    assert (told.actor, told.place, told.subject) == ("dulieutinh", "VPUB", f"synonym:{made.pk}")


def test_questions_with_the_same_unknown_words_count_together_and_the_spelling_with_diacritics_wins() -> None:
    corrected(SOAKED_PLAIN, "DEMO005")
    learn()
    corrected(SOAKED, "DEMO005")

    learn()

    made = SynonymProposal.objects.get()
    assert (made.seen, made.words, made.name) == (2, "ngâm", "đơn ngâm")
    said = [event.payload for event in Event.objects.filter(kind="synonym.proposed").order_by("id")]
    assert said == [{"indicator": "DEMO005", "seen": 1}, {"indicator": "DEMO005", "seen": 2}]


def test_what_was_looked_at_is_not_looked_at_again() -> None:
    proposal()

    assert learn() == 0
    assert SynonymProposal.objects.get().seen == 1


def test_who_chooses_once_more_speaks_for_the_last_choice_alone() -> None:
    row = corrected(SOAKED, "DEMO004")
    learn()
    meant = chosen(query_of(row.query), Choice(indicator="DEMO005"), home="99", newest_year=2023)
    choose_reading(conversation=row.conversation, number=1, query=meant, actor=OPERATOR)

    learn()

    assert dict(SynonymProposal.objects.values_list("indicator", "seen")) == {"DEMO004": 0, "DEMO005": 1}
    assert [each.indicator for each in proposal_page(OPERATOR).rows] == ["DEMO005"]


def test_a_refused_question_asked_again_in_other_words_proposes_a_name() -> None:
    asked_again("Giấy má tồn đọng tháng 8/2022?", "Hồ sơ quá hạn chưa giải quyết tháng 8/2022")

    learn()

    made = SynonymProposal.objects.get()
    assert (made.indicator, made.name) == ("DEMO005", "giấy tồn đọng")
    assert made.evidence.get().question == "Giấy má tồn đọng tháng 8/2022?"


def test_a_refused_question_for_which_an_indicator_is_chosen_is_answered_and_proposes_a_name(client: Client) -> None:
    reader = signed_in(client, "lanhdao")
    reader.post("/hoi/ask/", {"q": "Hồ sơ lằng nhằng huyện Ngân Hà tháng 8/2022"})
    row = Asked.objects.get()
    assert row.refusal == "no_indicator"

    chosen = reader.post("/hoi/reading/", {"c": row.conversation, "number": "1", "indicator": "DEMO001"}, follow=True)
    learn()

    row.refresh_from_db()
    query = query_of(row.corrected or {})
    assert (chosen.status_code, row.refusal) == (200, "")
    assert (query.indicators, query.places, [each.code for each in query.periods]) == (
        ("DEMO001",),
        ("991",),
        ["2022-08"],
    )
    made = SynonymProposal.objects.get()
    assert (made.indicator, made.name) == ("DEMO001", "hồ sơ lằng nhằng")


def test_a_question_asked_again_long_afterwards_proposes_nothing() -> None:
    talk = uuid4()
    first = ask_in(talk, "Giấy má tồn đọng tháng 8/2022?")
    Asked.objects.filter(pk=first.pk).update(asked_at=timezone.now() - timedelta(hours=1))
    ask_in(talk, "Hồ sơ quá hạn chưa giải quyết tháng 8/2022")

    assert learn() == 0


def test_a_name_that_would_break_another_indicators_is_refused_with_the_list() -> None:
    made = proposal("Số ngày giải quyết trung vị năm 2022", "DEMO001")

    with pytest.raises(ChangesOthers, match="Số ngày giải quyết trung vị"):
        accept_synonym(number=made.pk, actor=actor("dulieutinh"))

    made.refresh_from_db()
    assert made.state == "proposed"
    assert made.replay is not None
    assert [each["truth"] for each in made.replay["worse"]] == ["DEMO007"]
    assert not Event.objects.filter(kind="synonym.accepted").exists()
    assert answer("Số ngày giải quyết trung vị năm 2022").query.indicators == ("DEMO007",)


def test_a_question_that_was_answered_before_stays_as_it_was_understood() -> None:
    ask_in(uuid4(), "Cơ quan ngâm năm 2022")
    made = proposal()

    with pytest.raises(ChangesOthers, match="Cơ quan ngâm"):
        accept_synonym(number=made.pk, actor=OPERATOR)


def test_a_question_that_the_pack_knows_stays_as_it_is_understood() -> None:
    KnownQuestion.objects.create(question="Cơ quan ngâm", indicator="DEMO013")
    made = proposal()

    with pytest.raises(ChangesOthers, match="Cơ quan ngâm"):
        accept_synonym(number=made.pk, actor=OPERATOR)


def test_who_asked_by_the_same_words_and_did_not_say_it_was_wrong_is_no_witness() -> None:
    before = ask_in(uuid4(), "Năm 2022 bao nhiêu đơn bị ngâm?")
    ask_in(uuid4(), SOAKED)
    made = proposal()

    accept_synonym(number=made.pk, actor=OPERATOR)

    assert query_of(before.query).indicators == ("DEMO001",)
    assert answer(before.question).query.indicators == ("DEMO005",)


@pytest.mark.parametrize("stranger", ["dulieustttt", "dulieunganha", "lanhdao", "xemtinh", "congdan"])
def test_nobody_but_the_owner_decides(stranger: str) -> None:
    made = proposal()

    with pytest.raises(OutOfReach):
        accept_synonym(number=made.pk, actor=actor(stranger))
    with pytest.raises(OutOfReach):
        decline_synonym(number=made.pk, reason="không phải", actor=actor(stranger))

    assert SynonymProposal.objects.get().state == "proposed"


def test_a_name_that_is_withdrawn_is_forgotten_and_may_be_accepted_again() -> None:
    made = proposal()
    before = answer(SOAKED).query
    accept_synonym(number=made.pk, actor=OPERATOR)

    withdraw_synonym(number=made.pk, actor=actor("duyettinh"))
    assert answer(SOAKED).query == before

    accept_synonym(number=made.pk, actor=OPERATOR)
    assert answer(SOAKED).query.indicators == ("DEMO005",)
    assert Event.objects.filter(kind="synonym.withdrawn", actor="duyettinh").count() == 1


def test_a_name_is_declined_with_a_reason_and_not_twice() -> None:
    made = proposal()
    with pytest.raises(WhyDeclined):
        decline_synonym(number=made.pk, reason=" ", actor=OPERATOR)

    decline_synonym(number=made.pk, reason="nói về việc khác", actor=actor("dulieutinh"))

    with pytest.raises(DecidedAlready):
        decline_synonym(number=made.pk, reason="nói về việc khác", actor=OPERATOR)
    made.refresh_from_db()
    assert (made.state, made.reason, made.decided_by) == ("declined", "nói về việc khác", "dulieutinh")


def test_a_proposal_that_does_not_exist_cannot_be_decided() -> None:
    with pytest.raises(UnknownProposal):
        withdraw_synonym(number=10**9, actor=OPERATOR)


def test_another_pack_does_not_lose_what_was_accepted() -> None:
    accept_synonym(number=proposal().pk, actor=OPERATOR)

    apply_demo()

    assert answer(SOAKED).query.indicators == ("DEMO005",)
    assert KnownQuestion.objects.filter(indicator="DEMO005").exists()
    assert replayed_together(on=clock.today()).worse == ()


def test_what_was_accepted_is_a_line_for_the_pack() -> None:
    accept_synonym(number=proposal().pk, actor=OPERATOR)
    assert answer("Hồ sơ nhận tháng 8/2022").query.indicators == ("DEMO001",)

    (line,) = synonym_lines()

    assert (line.code, line.synonyms, line.added) == ("DEMO005", "đơn ngâm", ("đơn ngâm",))


def test_the_command_writes_the_lines_and_reads_the_questions_again(tmp_path: Path) -> None:
    accept_synonym(number=proposal().pk, actor=OPERATOR)

    listed = synonyms(Namespace(csv=tmp_path / "lines.csv", replay=False))
    again = synonyms(Namespace(csv=None, replay=True))

    written = (tmp_path / "lines.csv").read_text(encoding="utf-8")
    assert written == "code,name_vi,synonyms\nDEMO005,Số hồ sơ quá hạn chưa giải quyết,đơn ngâm\n"
    assert isinstance(listed.document, list)
    assert [line["code"] for line in listed.document] == ["DEMO005"]
    assert (again.exit_code, again.document["worse"] if isinstance(again.document, dict) else None) == (0, [])


def test_the_mind_is_made_anew_only_when_what_was_accepted_changes(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    first = mind(clock.today())
    with django_assert_num_queries(2):
        assert mind(clock.today()) is first

    accept_synonym(number=proposal().pk, actor=OPERATOR)

    assert mind(clock.today()) is not first


def test_the_page_shows_the_questions_and_never_who_asked(client: Client) -> None:
    made = proposal()
    Asked.objects.update(actor="nguoihoi")
    owner = signed_in(client, "dulieutinh")

    shown = owner.get("/hoi/tu-dong-nghia/").content.decode()
    done = owner.post(f"/hoi/tu-dong-nghia/{made.pk}/", {"decision": "accept"}, follow=True).content.decode()

    assert SOAKED in shown
    assert "nguoihoi" not in shown + done
    assert "không câu nào bị hiểu sai đi" in done
    assert SynonymProposal.objects.get().state == "accepted"


def test_each_owner_sees_what_is_theirs(client: Client) -> None:
    proposal()
    asked_again("Phản ánh bị ngâm năm 2022", "Số phản ánh tiếp nhận năm 2022")
    asked_again("Bao nhiêu chữ ký xịn năm 2022?", "Số chứng thư số còn hiệu lực năm 2022")
    learn()
    theirs = actor("dulieustttt")

    assert {row.indicator for row in proposal_page(theirs).rows} == {"DEMO009", "DEMO012"}
    assert len(proposal_page(OPERATOR).rows) == 3
    with pytest.raises(OutOfReach):
        proposal_page(theirs, indicator="DEMO005")
    assert signed_in(client, "lanhdao").get("/hoi/tu-dong-nghia/").status_code == 403


@pytest.mark.parametrize(
    ("said", "status"),
    [({"decision": "burn"}, 400), ({}, 400), ({"decision": "withdraw"}, 302), ({"decision": "decline"}, 302)],
)
def test_a_decision_that_cannot_be_is_refused_with_a_sentence(
    client: Client, said: dict[str, str], status: int
) -> None:
    made = proposal()

    assert signed_in(client, "dulieutinh").post(f"/hoi/tu-dong-nghia/{made.pk}/", said).status_code == status
    assert SynonymProposal.objects.get().state == ProposalState.proposed


def test_the_page_of_the_indicator_leads_its_owner_to_the_names(client: Client) -> None:
    own = signed_in(client, "dulieutinh").get("/ioc/figures/DEMO005/").content.decode()
    other = signed_in(client, "lanhdao").get("/ioc/figures/DEMO005/").content.decode()

    assert "/hoi/tu-dong-nghia/?indicator=DEMO005" in own
    assert "/hoi/tu-dong-nghia/" not in other
