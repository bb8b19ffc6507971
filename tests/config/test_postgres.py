"""The private cluster, for real: made, stopped, started again, and mended after a crash."""

import contextlib
import os
import shutil
import signal
import stat
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from songbe.config import postgres
from songbe.config.errors import UnableToFindPostgres, UnableToReachDatabase, UnableToStartPostgres
from songbe.kernel.errors import SongbeError

pytestmark = pytest.mark.slow


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home directory with no cluster yet, whatever the machine's own is."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("SONGBE_HOME", str(tmp_path / "home"))
    yield tmp_path / "home"
    postgres.stop_database()
    if (tmp_path / "home").exists():
        cluster = postgres.private_cluster(tmp_path / "home")
        shutil.rmtree(cluster.sockets, ignore_errors=True)
        shutil.rmtree(cluster.data, ignore_errors=True)
        with contextlib.suppress(OSError):
            # Only where root had to make the cluster elsewhere is this now an empty directory.
            cluster.data.parent.rmdir()


def _value(url: str, query: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(query.encode()).fetchone()
    return row[0] if row else None


def _crash(home: Path) -> int:
    cluster = postgres.private_cluster(home)
    number = int((cluster.data / "postmaster.pid").read_text().splitlines()[0])
    os.kill(number, signal.SIGKILL)
    deadline = time.monotonic() + 10
    while postgres._is_live(cluster) and time.monotonic() < deadline:
        time.sleep(0.05)
    return number


def test_a_fresh_cluster_answers_in_utf8_and_only_on_its_socket(home: Path) -> None:
    url = postgres.ensure_database()

    assert _value(url, "SHOW server_encoding") == "UTF8"
    assert _value(url, "SHOW listen_addresses") == ""
    assert _value(url, "SELECT 'Bàu Bàng' < 'Dĩ An'") is True
    sockets = postgres.private_cluster(home).sockets
    assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
    assert len(os.fsencode(sockets / f".s.PGSQL.{postgres.PORT}.lock")) <= postgres.LONGEST_SOCKET_PATH


def test_it_keeps_its_rows_through_a_stop_and_a_second_call_changes_nothing(home: Path) -> None:
    url = postgres.ensure_database()
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept (word text); INSERT INTO kept VALUES ('Sông Bé')")
    assert postgres.stop_database() is True
    assert postgres.stop_database() is False

    assert postgres.ensure_database() == url
    assert postgres.ensure_database() == url

    assert _value(url, "SELECT word FROM kept") == "Sông Bé"


def test_it_starts_after_a_crash_though_the_lock_names_a_living_stranger(home: Path) -> None:
    url = postgres.ensure_database()
    _crash(home)
    cluster = postgres.private_cluster(home)
    lock = cluster.data / "postmaster.pid"
    # After a restart of the machine the number in the lock may belong to any process: here, to this test.
    lines = lock.read_text().splitlines()
    lock.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")

    assert postgres.ensure_database() == url

    assert _value(url, "SELECT 1") == 1


def test_one_that_was_killed_is_revived_and_one_that_was_stopped_is_not(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = postgres.ensure_database()
    monkeypatch.setenv("DATABASE_URL", url)
    assert postgres.revive_database() is False

    _crash(home)
    for _ in range(20):  # what the killed server began may hold its memory for a moment
        with suppress(UnableToStartPostgres):
            assert postgres.revive_database() is True
            break
    assert _value(url, "SELECT 1") == 1

    postgres.stop_database()
    assert postgres.revive_database() is False
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/songbe")
    assert postgres.revive_database() is False


def test_it_comes_back_when_a_cleaner_removed_its_socket(home: Path) -> None:
    url = postgres.ensure_database()
    for left in postgres.private_cluster(home).sockets.iterdir():
        left.unlink()

    assert postgres.ensure_database() == url

    assert _value(url, "SELECT 1") == 1


def test_a_database_of_the_environment_is_taken_and_nothing_is_started(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = postgres.ensure_database()
    monkeypatch.setenv("DATABASE_URL", given)
    monkeypatch.setenv("SONGBE_HOME", str(home.with_name("another")))

    assert postgres.ensure_database() == given

    assert not home.with_name("another").exists()
    monkeypatch.setenv("SONGBE_HOME", str(home))


def test_a_database_of_the_environment_that_does_not_answer_is_named_without_its_password(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://songbe:secret@127.0.0.1:1/songbe")

    with pytest.raises(UnableToReachDatabase) as caught:
        postgres.ensure_database()

    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)
    assert not home.exists()


def test_without_any_postgresql_it_says_what_to_do_in_both_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "_installed", lambda: iter(()))

    with pytest.raises(UnableToFindPostgres) as caught:
        postgres.find_binaries()

    assert "make setup" in caught.value.message("vi")
    assert caught.value.message("en").startswith("Found no PostgreSQL 15+")


def test_a_server_that_does_not_start_gives_its_last_line_and_its_log(home: Path) -> None:
    postgres.ensure_database()
    postgres.stop_database()
    with (postgres.private_cluster(home).data / "postgresql.conf").open("a") as file:
        file.write("no_such_setting = 1\n")

    with pytest.raises(UnableToStartPostgres) as caught:
        postgres.ensure_database()

    assert isinstance(caught.value, SongbeError)
    assert "server.log" in str(caught.value)


def test_a_long_temporary_directory_gives_way_to_a_short_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / ("a" * 100)))

    assert postgres._socket_directory(tmp_path / "pg").parent == Path("/tmp")
