"""The variables of a deployment, and their page of documentation."""

import re
import stat
from pathlib import Path

import pytest

from songbe.config import environment


def test_an_empty_environment_is_a_laptop(tmp_path: Path) -> None:
    found = environment.read({"SONGBE_HOME": str(tmp_path)})

    assert found.database_url == ""
    assert found.pack == environment.ROOT / "packs" / "binhduong"
    assert (found.debug, found.tls, found.hosts) == (False, False, ())


@pytest.mark.parametrize(
    ("text", "hosts"),
    [
        ("songbe.example.vn", ("songbe.example.vn",)),
        ("a.example.vn, .b.example.vn", ("a.example.vn", ".b.example.vn")),
        (" ", ()),
    ],
)
def test_hosts_are_parted_by_commas_or_spaces(tmp_path: Path, text: str, hosts: tuple[str, ...]) -> None:
    assert environment.read({"SONGBE_HOME": str(tmp_path), "SONGBE_HOSTS": text}).hosts == hosts


def test_the_secret_key_is_made_once_and_kept_from_other_users(tmp_path: Path) -> None:
    home = tmp_path / "home"

    first = environment.read({"SONGBE_HOME": str(home)}).secret_key

    assert environment.read({"SONGBE_HOME": str(home)}).secret_key == first
    assert len(first) >= 64
    assert stat.S_IMODE((home / "secret_key").stat().st_mode) == 0o600
    assert [each.name for each in home.iterdir()] == ["secret_key"]


def test_a_secret_key_of_the_environment_is_not_written_down(tmp_path: Path) -> None:
    found = environment.read({"SONGBE_HOME": str(tmp_path / "home"), "SONGBE_SECRET_KEY": "given"})

    assert found.secret_key == "given"
    assert not (tmp_path / "home").exists()


def test_every_variable_is_documented_and_there_are_at_most_fifteen() -> None:
    read = set(re.findall(r'"(SONGBE_\w+|DATABASE_URL)"', Path(environment.__file__).read_text(encoding="utf-8")))
    page = (environment.ROOT / "docs" / "settings.md").read_text(encoding="utf-8")

    # tests/house holds the page to every variable that any module reads; here are those of a deployment.
    assert set(re.findall(r"^\| `(\w+)`", page, flags=re.MULTILINE)) - {"LC_ALL"} == read
    assert len(read) <= 15
