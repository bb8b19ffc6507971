"""Statements made once: what the busiest verbs read and write, without making the same SQL anew each time.

They are the statements that the models' own methods make, prepared on the server, and the rows are the models' own.
Nothing listens to a save here (there are no signals), so nothing is missed.
"""

from collections.abc import Callable, Sequence
from functools import cache, partial
from operator import itemgetter
from typing import Any, Generic, TypeVar

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Field, Model, QuerySet
from django.db.models.query import get_related_populators

M = TypeVar("M", bound=Model)


def run(sql: str, said: Sequence[Any]) -> psycopg.Cursor[Any]:
    """Run a statement that is prepared once. Raises what Django raises when the database refuses."""
    database = connections[DEFAULT_DB_ALIAS]
    database.ensure_connection()
    with database.wrap_database_errors:
        return psycopg.Cursor(database.connection).execute(sql, said, prepare=True)


class Read(Generic[M]):
    """A query of a model, to be asked again and again with other values.

    query: makes it once, of values that stand for those to come; samples: those, each like nothing else in the query.
    """

    def __init__(self, query: Callable[..., QuerySet[M]], **samples: Any) -> None:
        self._query, self._samples = query, samples
        self._made: Callable[..., list[M]] | None = None

    def __call__(self, *said: Any) -> list[M]:
        """Return the rows for some values, in the order of the samples."""
        if len(said) != len(self._samples):
            raise TypeError(f"values of {', '.join(self._samples) or 'nothing'} are wanted, not {said}")
        if self._made is None:
            self._made = self._make()
        return self._made(*said)

    def first(self, *said: Any) -> M | None:
        """Return the first row for some values, None if there is none."""
        return next(iter(self(*said)), None)

    def _make(self) -> Callable[..., list[M]]:
        query = self._query(**self._samples)
        compiler = query.query.get_compiler(using=DEFAULT_DB_ALIAS)
        sql, compiled = compiler.as_sql()
        takes = [self._taker(value) for value in compiled]
        model, alias = query.model, DEFAULT_DB_ALIAS
        own = slice(compiler.klass_info["select_fields"][0], compiler.klass_info["select_fields"][-1] + 1)
        names = [column.target.attname for column, _sql, _alias in compiler.select[own]]
        related = get_related_populators(compiler.klass_info, compiler.select, alias)  # type: ignore[call-arg]
        converted = list(compiler.get_converters([column for column, _sql, _alias in compiler.select]).items())
        extra = list(compiler.annotation_col_map.items())

        def read(*said: Any) -> list[M]:
            database = connections[DEFAULT_DB_ALIAS]
            rows = [list(row) for row in run(sql, [take(said) for take in takes]).fetchall()]
            found = []
            for row in rows:
                for at, (converters, expression) in converted:
                    for convert in converters:
                        row[at] = convert(row[at], expression, database)
                one = model.from_db(alias, names, row[own])
                for each in related:
                    each.populate(row, one)
                for name, at in extra:
                    setattr(one, name, row[at])
                found.append(one)
            return found

        return read

    def _taker(self, value: Any) -> Callable[[Sequence[Any]], Any]:
        """Return what gives a place of the statement its value: one of those to come, or the query's own."""
        for at, sample in enumerate(self._samples.values()):
            if isinstance(value, type(sample)) and value == sample:
                return itemgetter(at) if type(value) is type(sample) else partial(_as, type(value), at)
        return lambda _said: value


def _as(kind: Callable[[Any], Any], at: int, said: Sequence[Any]) -> Any:
    return kind(said[at])


@cache
def _inserting(model: type[Model], count: int) -> "tuple[str, tuple[Field[Any, Any], ...]]":
    own = model._meta.pk
    fields = tuple(field for field in model._meta.local_concrete_fields if field is not own or not own.db_returning)
    columns = ", ".join(f'"{field.column}"' for field in fields)
    rows = ", ".join([f"({', '.join(['%s'] * len(fields))})"] * count)
    return f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES {rows} RETURNING "{own.column}"', fields  # noqa: S608  names of our own


def insert(row: M) -> M:
    """Write a new row, give it its number, and return it. Raises IntegrityError, as ``save`` does."""
    insert_all([row])
    return row


def insert_all(rows: Sequence[Model]) -> None:
    """Write new rows of one model in one statement, and give them their numbers. Raises IntegrityError."""
    if not rows:
        return
    database = connections[DEFAULT_DB_ALIAS]
    sql, fields = _inserting(type(rows[0]), len(rows))
    said = [field.get_db_prep_save(field.pre_save(row, True), database) for row in rows for field in fields]
    for row, (number,) in zip(rows, run(sql, said).fetchall(), strict=True):
        row.pk, row._state.adding, row._state.db = number, False, DEFAULT_DB_ALIAS


@cache
def _updating(model: type[Model], names: tuple[str, ...]) -> "tuple[str, tuple[Field[Any, Any], ...]]":
    own = model._meta.pk
    fields = tuple(
        field for field in model._meta.local_concrete_fields if field is not own and (not names or field.name in names)
    )
    values = ", ".join(f'"{field.column}" = %s' for field in fields)
    return f'UPDATE "{model._meta.db_table}" SET {values} WHERE "{own.column}" = %s', fields  # noqa: S608  names of our own


def update(row: Model, *names: str) -> None:
    """Write a row that exists: the fields named, all of them if none is. Raises IntegrityError, as ``save`` does."""
    sql, fields = _updating(type(row), names)
    database = connections[DEFAULT_DB_ALIAS]
    said = [field.get_db_prep_save(field.pre_save(row, False), database) for field in fields]
    done = run(sql, [*said, row.pk])
    if done.rowcount != 1:
        raise type(row).DoesNotExist  # type: ignore[attr-defined]
