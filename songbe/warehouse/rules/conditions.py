"""Conditions over the columns of a fact: read, checked and put into one canonical form.

A condition is written in the small part of SQL that ``docs/packs.md`` names. SQLGlot reads it, so the same condition
can
be written out for any engine SQLGlot knows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import sqlglot
from sqlglot import exp
from sqlglot.errors import ParseError, TokenError

from songbe.kernel.errors import InvalidInput
from songbe.warehouse.facts import FACTS, Column, Type

DIALECT = "duckdb"

_ALLOWED = (
    exp.And,
    exp.Or,
    exp.Not,
    exp.Paren,
    exp.EQ,
    exp.NEQ,
    exp.GT,
    exp.GTE,
    exp.LT,
    exp.LTE,
    exp.In,
    exp.Between,
    exp.Is,
    exp.Column,
    exp.Identifier,
    exp.Literal,
    exp.Boolean,
    exp.Null,
    exp.Neg,
    exp.Tuple,
)


class InvalidCondition(InvalidInput):
    """A condition that cannot be taken."""

    code = "invalid_condition"
    message_en = "The condition {condition!r} over {fact} cannot be taken: {reason}."
    message_vi = "Điều kiện {condition!r} trên {fact} không hợp lệ: {reason}."


@dataclass(frozen=True, slots=True)
class Choice:
    """``column`` says one of ``values``: the part of a condition that grouping can answer."""

    column: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition in canonical form: choices and the rest are all joined by *and*."""

    choices: tuple[Choice, ...] = ()
    rest: tuple[str, ...] = ()

    @property
    def sql(self) -> str:
        """The whole condition in DuckDB's SQL; ``TRUE`` when nothing is asked."""
        parts = [_choice_sql(choice) for choice in self.choices] + [f"({part})" for part in self.rest]
        return " AND ".join(parts) or "TRUE"

    def and_also(self, other: "Condition") -> "Condition":
        """Return the condition that both fulfil."""
        rest = tuple(sorted({*self.rest, *other.rest}))
        merged: dict[str, tuple[str, ...]] = {choice.column: choice.values for choice in self.choices}
        spare: list[str] = []
        for choice in other.choices:
            if choice.column in merged:
                both = tuple(v for v in merged[choice.column] if v in choice.values)
                if not both:
                    spare.append("FALSE")
                merged[choice.column] = both or choice.values
            else:
                merged[choice.column] = choice.values
        choices = tuple(Choice(column, values) for column, values in sorted(merged.items()))
        return Condition(choices, tuple(sorted({*rest, *spare})))


def _choice_sql(choice: Choice) -> str:
    if len(choice.values) == 1:
        return f"{choice.column} = {choice.values[0]}"
    return f"{choice.column} IN ({', '.join(choice.values)})"


@lru_cache(maxsize=8192)
def read_condition(fact: str, text: str) -> Condition:
    """Read a condition over a kind of facts.

    Raises InvalidCondition when it does not parse, names an unknown column, compares unlike types, says a word
    the column never holds, or uses anything beyond comparisons.
    """
    if not text.strip():
        return Condition()
    try:
        tree = sqlglot.parse_one(text, dialect=DIALECT)
    except (ParseError, TokenError) as error:
        raise InvalidCondition(condition=text, fact=fact, reason=str(error).splitlines()[0]) from error
    _check(fact, text, tree)
    choices: dict[str, tuple[str, ...]] = {}
    rest = []
    for part in _conjuncts(tree):
        choice = _as_choice(fact, part)
        if choice and choice.column not in choices:
            choices[choice.column] = choice.values
        else:
            rest.append(part.sql(dialect=DIALECT, normalize=True))
    ordered = tuple(Choice(column, values) for column, values in sorted(choices.items()))
    return Condition(ordered, tuple(sorted(set(rest))))


def _conjuncts(tree: exp.Expr) -> list[exp.Expr]:
    bare = tree.unnest()
    if isinstance(bare, exp.And):
        return _conjuncts(bare.left) + _conjuncts(bare.right)
    return [bare]


def _check(fact: str, text: str, tree: exp.Expr) -> None:
    columns = FACTS[fact]
    for node in tree.walk():
        if not isinstance(node, _ALLOWED):
            raise InvalidCondition(condition=text, fact=fact, reason=f"{node.key} is not allowed here")
        if isinstance(node, exp.Column) and (node.name not in columns or node.table):
            raise InvalidCondition(condition=text, fact=fact, reason=f"there is no column {node.sql()}")
    if isinstance(tree.unnest(), exp.Literal | exp.Null):
        raise InvalidCondition(condition=text, fact=fact, reason="it compares nothing")
    for comparison in tree.find_all(exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.In, exp.Between):
        _check_comparison(fact, text, comparison, columns[_subject(fact, text, comparison)])


def _subject(fact: str, text: str, comparison: exp.Expr) -> str:
    subject = comparison.this
    if not isinstance(subject, exp.Column):
        raise InvalidCondition(condition=text, fact=fact, reason="a comparison starts with a column")
    return str(subject.name)


def _check_comparison(fact: str, text: str, comparison: exp.Expr, column: Column) -> None:
    for literal in comparison.find_all(exp.Literal):
        textual = column.type in (Type.text, Type.word, Type.moment, Type.day)
        if literal.is_string != textual:
            raise InvalidCondition(condition=text, fact=fact, reason=f"{literal.sql()} is of another type")
        if literal.is_string and column.words and literal.name not in column.words:
            allowed = ", ".join(column.words)
            raise InvalidCondition(condition=text, fact=fact, reason=f"{literal.sql()} is none of {allowed}")


def _as_choice(fact: str, part: exp.Expr) -> Choice | None:
    columns = FACTS[fact]
    if isinstance(part, exp.EQ) and isinstance(part.this, exp.Column) and _constant(part.expression):
        return _grouping(columns, part.this.name, [part.expression])
    if isinstance(part, exp.In) and isinstance(part.this, exp.Column) and all(map(_constant, part.expressions)):
        return _grouping(columns, part.this.name, part.expressions)
    return None


def _constant(node: exp.Expr) -> bool:
    return isinstance(node, exp.Literal)


def _grouping(columns: Mapping[str, Column], name: str, constants: Sequence[exp.Expr]) -> Choice | None:
    if not columns[name].groups:
        return None
    return Choice(name, tuple(sorted({node.sql(dialect=DIALECT) for node in constants})))
