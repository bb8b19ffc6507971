"""Every command loads, and the line that names it is understood."""

import subprocess
import sys

from songbe.config import commands


def test_every_command_has_a_name_and_a_sentence() -> None:
    for name, each in commands.load().items():
        assert name == each.name
        assert len(name.split()) <= 2
        assert each.help
        assert not each.help.endswith(".")


def test_help_lists_the_commands_without_a_database() -> None:
    said = subprocess.run(
        [sys.executable, "-m", "songbe.config.cli", "--help"],
        env={"DATABASE_URL": "postgresql://127.0.0.1:1/none", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )

    assert said.returncode == 0, said.stderr
    assert "serve" in said.stdout
