"""Modules and functions stay small enough to be read at once."""

import ast

from tests.house.source import modules, name_of, nodes

LONGEST_MODULE = 450
LONGEST_FUNCTION = 60


def test_no_module_is_longer_than_one_sitting() -> None:
    lengths = {name_of(m): len(m.read_text(encoding="utf-8").splitlines()) for m in modules()}

    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    lengths = {
        f"{name_of(module)}:{node.lineno} {node.name}": (node.end_lineno or 0) - node.lineno + 1
        for module in modules()
        for node in nodes(module)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }

    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}
