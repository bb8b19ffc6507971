"""The variables of a deployment, and their page of documentation."""

import os
import re
import stat
import subprocess
import sys
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


@pytest.mark.parametrize("text", ["clamd.ctl", "host", "host:", ":3310", "host:x"])
def test_a_scanner_that_is_neither_a_path_nor_an_address_is_refused_at_the_start(tmp_path: Path, text: str) -> None:
    for good in ("", "/run/clamav/clamd.ctl", "127.0.0.1:3310"):
        assert environment.read({"SONGBE_HOME": str(tmp_path), "SONGBE_CLAMD": good}).clamd == good

    with pytest.raises(ValueError, match="SONGBE_CLAMD"):
        environment.read({"SONGBE_HOME": str(tmp_path), "SONGBE_CLAMD": text})


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "console songbe@localhost"),
        ("smtp://mail.example.vn:25", "smtp songbe@localhost"),
        ("smtps://a:b@mail.example.vn:465?from=1022@example.vn", "smtp 1022@example.vn"),
    ],
)
def test_the_sender_of_mail_stands_behind_its_address(tmp_path: Path, url: str, said: str) -> None:
    ask = "from songbe.config import settings as s; print(s.EMAIL_BACKEND.split('.')[-2], s.DEFAULT_FROM_EMAIL)"
    given = {**os.environ, "SONGBE_HOME": str(tmp_path), "SONGBE_EMAIL_URL": url}

    answer = subprocess.run([sys.executable, "-c", ask], env=given, capture_output=True, text=True, check=True)

    assert answer.stdout.strip() == said


def test_every_variable_is_documented_and_there_are_at_most_fifteen() -> None:
    read = set(re.findall(r'"(SONGBE_\w+|DATABASE_URL)"', Path(environment.__file__).read_text(encoding="utf-8")))
    page = (environment.ROOT / "docs" / "settings.md").read_text(encoding="utf-8")

    # tests/house holds the page to every variable that any module reads; here are those of a deployment.
    assert set(re.findall(r"^\| `(\w+)`", page, flags=re.MULTILINE)) - {"LC_ALL"} == read
    assert len(read) <= 15


def test_the_model_is_an_address_or_nothing_and_json_a_word_beside_the_level(tmp_path: Path) -> None:
    said = {"SONGBE_HOME": str(tmp_path)}
    address = "https://host/v1?model=small"

    assert environment.read(said).model == ""
    assert environment.read(said | {"SONGBE_MODEL": address}).model == address
    with pytest.raises(ValueError, match="SONGBE_MODEL"):
        environment.read(said | {"SONGBE_MODEL": "host?model=small"})
    for text, found in {"": ("info", False), "json": ("info", True), "Warning JSON": ("warning", True)}.items():
        read = environment.read(said | {"SONGBE_LOG_LEVEL": text})
        assert (read.log_level, read.log_json) == found
