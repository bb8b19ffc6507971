"""The order of the packages: who may import and point to whom."""

import re
import subprocess
import sys
from pathlib import Path

from django.apps import apps

from songbe.config.environment import ROOT
from tests.house.pages import section
from tests.house.source import layers, packages


def test_imports_keep_the_layers() -> None:
    program = Path(sys.executable).with_name("lint-imports")

    run = subprocess.run([program], cwd=ROOT, capture_output=True, text=True, check=False)

    assert run.returncode == 0, run.stdout


def test_every_package_has_its_layer() -> None:
    placed = {name for layer in layers() for name in layer}

    assert [package.name for package in packages() if package.name not in placed] == []


def test_foreign_keys_point_to_the_same_layer_or_a_lower_one() -> None:
    depth = {name: number for number, layer in enumerate(layers()) for name in layer}
    upward = []
    for model in apps.get_models():
        for field in model._meta.get_fields():
            target = field.related_model if field.is_relation and not field.auto_created else None
            if not isinstance(target, type):
                continue
            own, other = (each.__module__.split(".") for each in (model, target))
            if own[0] == other[0] == "songbe" and depth[own[1]] > depth[other[1]]:
                upward.append(f"{model.__name__}.{field.name} -> {target.__name__}")

    assert upward == []


def test_the_page_of_the_architecture_shows_the_layers_of_the_contract() -> None:
    text = section("architecture.md", "Layers").text
    shown = [re.findall(r"\w+", line) for line in re.findall(r"```\n(.*?)```", text, re.DOTALL)[0].splitlines()]
    built = {package.name for package in packages()}

    assert [sorted(set(line) & built) for line in shown] == [
        sorted(kept) for layer in layers() if (kept := set(layer) & built)
    ]
