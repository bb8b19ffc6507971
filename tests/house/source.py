"""The source of the product as its house tests look at it: packages, modules, parsed trees."""

import ast
import tomllib
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from songbe.config.environment import ROOT

PACKAGE = ROOT / "songbe"
FRONT_END = ROOT / "frontend"
PACKS = ROOT / "packs"
BUILT = PACKAGE / "ui" / "static" / "songbe" / "dist"


@lru_cache
def project() -> dict[str, Any]:
    """Return pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def layers() -> list[tuple[str, ...]]:
    """Return the layers of the contract, the highest first, as names of packages."""
    (contract,) = project()["tool"]["importlinter"]["contracts"]
    return [
        tuple(name.strip(" ()").removeprefix("songbe.") for name in layer.split("|")) for layer in contract["layers"]
    ]


def packages() -> list[Path]:
    """Return the folders of the packages."""
    return sorted(path.parent for path in PACKAGE.glob("*/__init__.py"))


@lru_cache
def modules() -> tuple[Path, ...]:
    """Return every module of the product that people write: no migrations."""
    return tuple(sorted(p for p in PACKAGE.rglob("*.py") if "migrations" not in p.parts))


@cache
def nodes(module: Path) -> tuple[ast.AST, ...]:
    """Return everything a module is made of, parsed once."""
    return tuple(ast.walk(ast.parse(module.read_text(encoding="utf-8"))))


def name_of(path: Path) -> str:
    """Return how people call a file: its path in the project."""
    return path.relative_to(ROOT).as_posix()


def calls(module: Path, *functions: str) -> Iterator[ast.Call]:
    """Return the calls of functions in a module, by the last part of their names."""
    for node in nodes(module):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in functions:
            yield node


def files(*roots: Path, suffixes: tuple[str, ...]) -> Iterator[Path]:
    """Return the files below some folders with some endings; nothing that was built or installed."""
    for root in roots:
        for path in sorted(root.rglob("*")):
            if path.suffix in suffixes and BUILT not in path.parents and "node_modules" not in path.parts:
                yield path
