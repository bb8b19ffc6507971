"""The names of words come into force with the pack, and every explanation and record says them."""

import shutil
from pathlib import Path

import pytest

from songbe.config.packs import FaultyPack, apply_pack
from songbe.indicators.queries import figure
from songbe.indicators.queries.explained import explanation
from songbe.places.policy import OPERATOR
from songbe.places.queries import applied_pack
from songbe.warehouse.models import Wording
from songbe.warehouse.queries import vocabulary
from tests.stories import apply_demo

DEMO = Path("packs/demo")
pytestmark = pytest.mark.django_db


def test_registers_counters_and_listed_words_are_named_in_both_languages() -> None:
    apply_demo()

    vi, en = (vocabulary(locale, pack=applied_pack().id) for locale in ("vi", "en"))

    assert (vi.value("state", "revoked"), en.value("state", "revoked")) == ("đã thu hồi", "revoked")
    assert en.value("register", "certificate") == "Certificate register"
    assert (vi.column("channel"), en.column("channel")) == ("Kênh", "Channel")


def test_a_word_nobody_named_shows_as_it_is() -> None:
    apply_demo()

    assert vocabulary("vi", pack=applied_pack().id).value("category", "unheard_of") == "unheard_of"


def test_a_word_of_no_column_and_a_word_named_twice_refuse_the_pack(tmp_path: Path) -> None:
    pack = Path(shutil.copytree(DEMO, tmp_path / "pack"))
    with (pack / "words.csv").open("a", encoding="utf-8") as file:
        file.write("colour,red,đỏ,red\nstate,valid,có giá trị,valid\n")

    with pytest.raises(FaultyPack, match="2 faults"):
        apply_pack(pack, actor=OPERATOR, password="not used")
    assert not Wording.objects.exists()


def test_a_figure_is_explained_in_the_readers_language_with_the_owners_name() -> None:
    apply_demo()

    said = {line.label_en: line for line in explanation(figure(code="DEMO001"))}

    assert said["Formula"].text_vi == "đếm số bản ghi"
    assert said["Formula"].text_en == "records counted"
    assert "Received" in said["Records counted"].text_en
    assert said["Owner"].text_vi != "VPUB"
