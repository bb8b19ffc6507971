"""What the documentation says of the code is what the code says."""

import argparse
import ast
import dataclasses
import hashlib
import importlib
import inspect
import json
import re
import tomllib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from songbe.config import commands, environment
from songbe.config.environment import ROOT
from songbe.events.kinds import EventKind
from songbe.events.rules import GENESIS, link_hash
from songbe.events.standalone_verify import expected_hash
from songbe.indicators.queries import Figure
from songbe.indicators.rules.definitions import Kind, Measure
from songbe.indicators.rules.targets import TargetStatus
from songbe.packs.reading import Declared, columns_of
from songbe.warehouse.facts import COMMON, FACTS
from tests.house.pages import DOCS, pages, rows, section, sections, words_in_code
from tests.house.source import FRONT_END, PACKS, calls, files, modules, name_of, nodes, packages

RECORDING = ("record_event", "settle")
"""What writes an event: the log's own verb, and the one of cases that saves, notes and tells at once."""


# --- events.md --------------------------------------------------------------------------------------------------------
def test_every_kind_of_event_is_documented_and_no_other() -> None:
    assert [row["kind"] for row in rows("events.md", "Kinds")] == [kind.value for kind in EventKind]


def test_the_page_says_which_events_are_written() -> None:
    writing = [module for module in modules() if any(calls(module, *RECORDING))]
    named = {
        node.attr
        for module in writing
        for node in nodes(module)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "EventKind"
    }

    said = {row["kind"]: row["written"] for row in rows("events.md", "Kinds")}

    assert said == {kind.value: "yes" if kind.name in named else "not yet" for kind in EventKind}


def test_what_an_event_carries_is_documented() -> None:
    text = {row["kind"]: words_in_code(row["payload"]) for row in rows("events.md", "Kinds")}
    everywhere = {word for words in text.values() for word in words}

    assert [f"{where} {key}" for where, kind, key in _payload_keys() if key not in text.get(kind, everywhere)] == []


def _payload_keys() -> Iterator[tuple[str, str, str]]:
    """Yield the place, the kind of event (empty if it is chosen at run time) and each key of a payload."""
    for module in modules():
        for call in calls(module, *RECORDING):
            said = {keyword.arg: keyword.value for keyword in call.keywords}
            kind, payload = said.get("kind"), said.get("payload")
            which = EventKind[kind.attr].value if isinstance(kind, ast.Attribute) else ""
            for key in payload.keys if isinstance(payload, ast.Dict) else []:
                if isinstance(key, ast.Constant):
                    yield f"{name_of(module)}:{call.lineno}", which, str(key.value)


def test_the_recipe_of_the_hash_gives_the_hashes_on_the_page() -> None:
    text = section("events.md", "The recipe of the hash").text
    links = [line for block in re.findall(r"```json\n(.*?)```", text, re.DOTALL) for line in block.splitlines()]
    hashes = [row["hash"] for row in rows("events.md", "The recipe of the hash")]
    recipe: dict[str, Any] = {}
    exec(re.findall(r"```python\n(.*?)```", text, re.DOTALL)[0], recipe)  # noqa: S102  a page of our own

    previous = GENESIS
    for line, given in zip(links, hashes, strict=True):
        sequence, before, kind, moment, actor, place, subject, payload = json.loads(line)
        said = {"kind": kind, "actor": actor, "place": place, "subject": subject, "payload": payload}
        link = {
            "sequence": sequence,
            "previous_hash": before,
            "occurred_at": datetime.fromisoformat(moment.replace("Z", "+00:00")),
            **said,
        }

        assert before == previous
        assert given == hashlib.sha256(line.encode()).hexdigest()
        assert given == recipe["expected_hash"](link) == expected_hash(link) == link_hash(**link)
        previous = given


# --- figures.md -------------------------------------------------------------------------------------------------------
def test_every_field_of_a_figure_is_documented_and_no_other() -> None:
    named = [name for row in rows("figures.md", "What a figure says") for name in re.findall(r"\w+", row["field"])]

    assert sorted(named) == sorted(field.name for field in dataclasses.fields(Figure))


@pytest.mark.parametrize(("field", "words"), [("kind", Kind), ("target_status", TargetStatus)])
def test_every_word_of_a_field_is_documented(field: str, words: Any) -> None:
    said = {row["field"]: words_in_code(row["what it says"]) for row in rows("figures.md", "What a figure says")}

    assert {word.value for word in words} <= said[field]


# --- settings.md ------------------------------------------------------------------------------------------------------
EVERY_PROCESS = {"PATH", "DJANGO_SETTINGS_MODULE"}
"""Variables that are there anyway and set nothing of ours."""


def test_every_variable_is_documented_and_no_other() -> None:
    table = rows("settings.md", "Settings of a deployment")
    named = {word for row in table for word in re.findall(r"[A-Z][A-Z_]+", row["variable"])}

    assert named == set(_variables()) - EVERY_PROCESS


def _variables() -> Iterator[str]:
    """Yield every name that is asked of the environment."""
    for module in modules():
        for node in nodes(module):
            asked = node.args[0] if isinstance(node, ast.Call) and node.args and _is_get(node.func) else None
            if isinstance(asked, ast.Constant) and isinstance(asked.value, str) and asked.value.isupper():
                yield asked.value


def _is_get(function: ast.expr) -> bool:
    of = ast.unparse(function)
    return of in ("environ.get", "os.environ.get", "os.getenv")


def test_the_variables_are_read_where_the_page_says() -> None:
    text = section("settings.md", "Settings of a deployment").text

    assert f"`{name_of(Path(inspect.getfile(environment)))}`" in text


# --- commands.md ------------------------------------------------------------------------------------------------------
def _documented_commands() -> dict[str, str]:
    text = (DOCS / "commands.md").read_text(encoding="utf-8")
    parts = re.split(r"^### `songbe (.+)`$", text, flags=re.MULTILINE)
    return {
        name: re.split(r"^## ", body, flags=re.MULTILINE)[0]
        for name, body in zip(parts[1::2], parts[2::2], strict=True)
    }


def test_every_command_is_documented_and_no_other() -> None:
    assert sorted(_documented_commands()) == sorted(commands.load())


def test_every_option_of_a_command_is_documented() -> None:
    said = _documented_commands()
    missing = []
    for name, command in commands.load().items():
        parser = argparse.ArgumentParser(add_help=False)
        if command.arguments:
            command.arguments(parser)
        options = [option for action in parser._actions for option in action.option_strings]
        missing += [f"songbe {name} {option}" for option in options if option not in said[name]]

    assert missing == []


def test_no_page_names_a_command_that_does_not_exist() -> None:
    known = set(commands.load())
    groups = {name.split()[0] for name in known if " " in name}
    wrong = []
    for page in [*pages(), *ROOT.glob("*.md"), *(p / "README.md" for p in packages())]:
        for given in re.findall(r"`songbe ([a-z][a-z -]*)", page.read_text(encoding="utf-8") if page.exists() else ""):
            first, *rest = given.split()
            name = f"{first} {rest[0]}" if first in groups and rest else first
            if name not in known and name not in groups:
                wrong.append(f"{name_of(page)}: songbe {name}")

    assert wrong == []


# --- packs.md ---------------------------------------------------------------------------------------------------------
def _declared_files() -> Iterator[tuple[str, type[BaseModel]]]:
    """Yield each file of a pack with the model its rows (or its document) are read as."""
    models = {model.__name__: model for model in _declarations()}
    for module in modules():
        for call in calls(module, "read_table", "read_tables", "read_document"):
            constants = [n.value for each in call.args for n in ast.walk(each) if isinstance(n, ast.Constant)]
            names = [each.id for each in call.args if isinstance(each, ast.Name) and each.id in models]
            if constants and names:
                yield str(constants[0]), models[names[0]]


def _declarations() -> Iterator[type[BaseModel]]:
    """Yield every model of what a pack may say."""
    for module in modules():
        if "declare" in (module.stem, module.parent.name):
            importlib.import_module(name_of(module).removesuffix(".py").removesuffix("/__init__").replace("/", "."))
    yield from _below(Declared)


def _below(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for each in model.__subclasses__():
        yield each
        yield from _below(each)


def _keys(model: type[BaseModel]) -> Iterator[str]:
    yield from columns_of(model)
    for info in model.model_fields.values():
        for part in _parts(info.annotation):
            yield from _keys(part)


def _parts(annotation: Any) -> Iterator[type[BaseModel]]:
    if inspect.isclass(annotation) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _parts(argument)


def test_every_file_and_column_of_a_pack_is_documented() -> None:
    missing = []
    for file, model in _declared_files():
        # A name may stand in two folders (registers.csv): its own section is the one that says most of it.
        names = (file, file.replace("*", ""))
        about = [each for each in sections("packs.md")[1:] if any(name in each.text for name in names)]
        said = [words_in_code(each.text) for each in about]
        lacking = [[key for key in dict.fromkeys(_keys(model)) if key not in words] for words in said]
        missing += [f"{file}: {key}" for key in min(lacking, key=len, default=["no section"])]

    assert missing == []


def test_every_column_and_word_of_a_fact_is_documented() -> None:
    text = section("packs.md", "Facts: what an indicator may count").text
    table = {
        row["kind"]: row["other columns (allowed words)"]
        for row in rows("packs.md", "Facts: what an indicator may count")
    }
    missing = [name for name in COMMON if name not in words_in_code(text)]
    for kind, columns in FACTS.items():
        said = set(re.findall(r"\w+", table[kind]))
        own = {name: column for name, column in columns.items() if name not in COMMON}
        missing += [
            f"{kind}.{each}" for name, column in own.items() for each in (name, *column.words) if each not in said
        ]

    assert missing == []
    assert list(table) == list(FACTS)


def test_every_measure_is_documented() -> None:
    text = section("packs.md", "Indicators").text

    assert [measure.value for measure in Measure if measure.value and f"- `{measure.value}`:" not in text] == []


def test_the_list_of_files_names_every_file_of_the_packs() -> None:
    named = {word for row in rows("packs.md", "How to write a pack") for word in re.findall(r"[\w./*-]+", row["file"])}
    patterns = [re.compile(word.replace(".", r"\.").replace("*", "[^/]*")) for word in named]
    found = {p.relative_to(pack).as_posix() for pack in PACKS.iterdir() for p in pack.rglob("*") if p.is_file()}

    assert sorted(f for f in found if Path(f).name != "README.md" and not any(p.fullmatch(f) for p in patterns)) == []


# --- zensical.toml ----------------------------------------------------------------------------------------------------
def test_every_page_can_be_found_from_the_navigation() -> None:
    nav = tomllib.loads((ROOT / "zensical.toml").read_text(encoding="utf-8"))["project"]["nav"]

    assert sorted(_pages_of(nav)) == [page.relative_to(DOCS).as_posix() for page in pages()]


def _pages_of(nav: Any) -> Iterator[str]:
    if isinstance(nav, str):
        yield nav
        return
    for part in nav.values() if isinstance(nav, dict) else nav:
        yield from _pages_of(part)


# --- glossary.md, front pages, READMEs --------------------------------------------------------------------------------
def test_every_word_of_the_glossary_stands_in_the_code() -> None:
    table = [row for each in sections("glossary.md") for rows_ in each.tables for row in rows_]
    source = "\n".join(module.read_text(encoding="utf-8") for module in modules())
    words = set(re.findall(r"[A-Za-z][\w-]*", source))
    unused = [word for row in table for word in re.findall(r"[A-Za-z][\w-]*", row["in the code"]) if word not in words]

    assert unused == []
    assert len(table) >= 60


def test_the_glossary_gives_each_vietnamese_word_one_name() -> None:
    table = [row for each in sections("glossary.md") for rows_ in each.tables for row in rows_]
    given = [row["Vietnamese"] for row in table]

    assert sorted(given) == sorted(set(given))


@pytest.mark.parametrize("package", [package.name for package in packages()])
def test_a_package_says_why_it_exists(package: str) -> None:
    page = ROOT / "songbe" / package / "README.md"

    assert page.exists(), f"songbe/{package} has no README.md"
    assert page.read_text(encoding="utf-8").startswith(f"# {package}")


def test_every_page_that_the_project_names_exists() -> None:
    looked_at = files(
        ROOT / "songbe",
        ROOT / "packs",
        ROOT / "tests",
        FRONT_END,
        DOCS,
        suffixes=(".py", ".md", ".sql", ".yaml", ".html", ".js"),
    )
    named = {
        (name, name_of(file))
        for file in looked_at
        for name in re.findall(r"docs/[\w./-]+\.md", file.read_text(encoding="utf-8"))
    }

    assert sorted(where for name, where in named if not (ROOT / name).exists() and "tests/house" not in where) == []


@pytest.mark.parametrize("page", ["README.md", "README.vi.md"])
def test_the_accounts_of_a_front_page_exist(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    table = re.findall(r"\| (?:account|tài khoản) \|.*?\n\n", text, re.DOTALL)[0]
    declared = (PACKS / "binhduong" / "accounts.yaml").read_text(encoding="utf-8")

    assert [name for name in re.findall(r"`(\w+)`", table) if f"username: {name}\n" not in declared] == []


@pytest.mark.parametrize("page", ["README.md", "README.vi.md"])
def test_the_targets_of_make_on_a_front_page_exist(page: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = re.findall(r"\bmake ([a-z]+)", (ROOT / page).read_text(encoding="utf-8"))

    assert [target for target in named if not re.search(rf"^{target}:", makefile, re.MULTILINE)] == []


def test_links_of_the_front_pages_lead_somewhere() -> None:
    front = [page for page in [*ROOT.glob("*.md"), *(p / "README.md" for p in packages())] if page.exists()]
    links = [
        (page, link) for page in front for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
    ]

    assert [f"{name_of(page)}: {link}" for page, link in links if not (page.parent / link).exists()] == []
