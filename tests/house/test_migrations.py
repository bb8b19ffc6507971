"""Migrations are one line without branches, and say all that the models say."""

import pytest
from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils import translation

OURS = [config.label for config in apps.get_app_configs() if config.name.startswith("songbe.")]


@pytest.fixture(scope="module")
def loader() -> MigrationLoader:
    return MigrationLoader(None)


@pytest.mark.parametrize("app", OURS)
def test_migrations_of_a_package_are_one_line(app: str, loader: MigrationLoader) -> None:
    own = {name: migration for (label, name), migration in loader.disk_migrations.items() if label == app}
    before = [[name for label, name in migration.dependencies if label == app] for migration in own.values()]

    assert sum(len(each) == 0 for each in before) == bool(own)
    assert all(len(each) <= 1 for each in before)
    assert len({name for each in before for name in each}) == len([each for each in before if each])


def test_migrations_say_all_that_the_models_say(loader: MigrationLoader) -> None:
    # Django's own models have translated names; a migration keeps them as they were written.
    with translation.override(None):
        now = ProjectState.from_apps(apps)
        changes = MigrationAutodetector(loader.project_state(), now).changes(graph=loader.graph)

    assert {app: [migration.name for migration in found] for app, found in changes.items() if app in OURS} == {}
