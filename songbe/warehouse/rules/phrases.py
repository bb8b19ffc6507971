"""Conditions over facts as people read them: ``Kênh: trực tuyến; Nội bộ: không``."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import sqlglot
from sqlglot import exp

from songbe.warehouse.rules.conditions import DIALECT, Condition
from songbe.warehouse.words import Vocabulary

COMPARED: Mapping[type[exp.Expr], tuple[str, str]] = MappingProxyType(
    {
        exp.GTE: ("từ {} trở lên", "{} or more"),
        exp.GT: ("trên {}", "more than {}"),
        exp.LTE: ("không quá {}", "{} or less"),
        exp.LT: ("dưới {}", "less than {}"),
    }
)
BESIDE: Mapping[type[exp.Expr], tuple[str, str]] = MappingProxyType(
    {
        exp.GTE: ("không sớm hơn", "not before"),
        exp.GT: ("sau", "after"),
        exp.LTE: ("không muộn hơn", "not after"),
        exp.LT: ("trước", "before"),
        exp.EQ: ("trùng với", "the same as"),
        exp.NEQ: ("khác với", "other than"),
    }
)
LISTS = frozenset({"register", "counter"})
EITHER = ("hoặc", "or")
OTHER_THAN = ("khác", "other than")
RECORDED, MISSING = ("đã có", "recorded"), ("chưa có", "not recorded")
YES, NO = ("có", "yes"), ("không", "no")


def phrase(condition: Condition, words: Vocabulary) -> str:
    """Say what a condition asks, parts joined by semicolons; empty when it asks nothing."""
    if condition.sql == "TRUE":
        return ""
    parts = _parts(sqlglot.parse_one(condition.sql, dialect=DIALECT), exp.And)
    return "; ".join(_said(part, words) for part in sorted(parts, key=_names_no_list))


def _names_no_list(part: exp.Expr) -> bool:
    """Whether a part says nothing of which register or counter is meant: that is said first."""
    return not (isinstance(part.this, exp.Column) and part.this.name in LISTS)


def _parts(tree: exp.Expr, joint: type[exp.Connector]) -> list[exp.Expr]:
    bare = tree.unnest()
    if isinstance(bare, joint):
        return _parts(bare.left, joint) + _parts(bare.right, joint)
    return [bare]


def _said(tree: exp.Expr, words: Vocabulary) -> str:
    pick = _picker(words)
    match tree:
        case exp.Or():
            return f" {pick(EITHER)} ".join(_said(part, words) for part in _parts(tree, exp.Or))
        case exp.And():
            return "(" + "; ".join(_said(part, words) for part in _parts(tree, exp.And)) + ")"
        case exp.Not():
            return _denied(tree.this.unnest(), words)
        case exp.Is():
            return f"{_column(tree, words)}: {pick(MISSING)}"
        case exp.In():
            return f"{_column(tree, words)}: {_listed(tree, words)}"
        case exp.Between():
            low, high = (_value(tree, tree.args[end], words) for end in ("low", "high"))
            return f"{_column(tree, words)}: {low}–{high}"
        case exp.Column():
            return f"{words.column(tree.name)}: {pick(YES)}"
        case _:
            return _compared(tree, words)


def _compared(tree: exp.Expr, words: Vocabulary) -> str:
    pick, kind = _picker(words), type(tree)
    if isinstance(tree.expression, exp.Column):
        return f"{_column(tree, words)} {pick(BESIDE[kind])} {words.column(tree.expression.name)}"
    value = _value(tree, tree.expression, words)
    if kind in COMPARED:
        value = pick(COMPARED[kind]).format(value)
    elif kind is exp.NEQ:
        value = f"{pick(OTHER_THAN)} {value}"
    return f"{_column(tree, words)}: {value}"


def _denied(tree: exp.Expr, words: Vocabulary) -> str:
    pick = _picker(words)
    match tree:
        case exp.Is():
            return f"{_column(tree, words)}: {pick(RECORDED)}"
        case exp.In():
            return f"{_column(tree, words)}: {pick(OTHER_THAN)} {_listed(tree, words)}"
        case exp.Column():
            return f"{words.column(tree.name)}: {pick(NO)}"
        case _:
            return f"{pick(NO)} ({_said(tree, words)})"


def _picker(words: Vocabulary) -> Callable[[tuple[str, str]], str]:
    return lambda both: both[words.locale == "en"]


def _column(tree: exp.Expr, words: Vocabulary) -> str:
    return words.column(tree.this.name)


def _listed(tree: exp.In, words: Vocabulary) -> str:
    return " / ".join(_value(tree, each, words) for each in tree.expressions)


def _value(tree: exp.Expr, value: exp.Expr, words: Vocabulary) -> str:
    if isinstance(value, exp.Boolean):
        return _picker(words)(YES if value.this else NO)
    return words.value(tree.this.name, value.name) if value.is_string else value.sql(dialect=DIALECT)
