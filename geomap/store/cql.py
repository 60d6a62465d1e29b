"""Filters in CQL, as clients of OGC API - Features write them, as conditions on the table events.

pygeoapi parses the text (ECQL, `pygeofilter`). Understood are AND, OR, NOT, comparisons of a column with a value, BETWEEN, IN, IS NULL,
LIKE with words between percent signs, BBOX, and BEFORE, AFTER, DURING for days and times. Values are bound, never part of the statement.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from pygeofilter import ast
from pygeofilter.values import Interval

from geomap.errors import SettingsError
from geomap.export.features import COLUMNS
from geomap.export.table import DATE, EVENT_TYPES, FLAG, TEXT, TIME
from geomap.store.database import Database
from geomap.store.query import as_typed

MOST_DEEP = 50  # parts within parts
_SIGNS = {
    ast.Equal: "=", ast.NotEqual: "<>", ast.LessThan: "<", ast.LessEqual: "<=", ast.GreaterThan: ">", ast.GreaterEqual: ">=",
    ast.TimeAfter: ">", ast.TimeBefore: "<", ast.TimeEquals: "=",
}  # fmt: skip
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}  # where the value stands before the column
Condition = tuple[str, list[Any]]


def condition_of(node: Any, database: Database, depth: int = 0) -> Condition:  # noqa: ANN401 - a node of pygeofilter
    """Return what stands behind WHERE in a statement on the table events, and its values.

    Args:
        node: The filter as pygeofilter parsed it.
        database: The store.
        depth: How many parts it stands in.

    Raises:
        SettingsError: It has a part that is not understood, no column of events, or a value of another kind than its column.
    """
    if depth > MOST_DEEP:
        raise SettingsError(f"a filter should have at most {MOST_DEEP} parts within one another", parameter="filter")
    if isinstance(node, ast.Combination):
        (left, values), (right, more) = (condition_of(part, database, depth + 1) for part in (node.lhs, node.rhs))
        return f"({left} {node.op.value} {right})", [*values, *more]
    if isinstance(node, ast.Not):
        told, values = condition_of(node.sub_node, database, depth + 1)
        return f"NOT ({told})", values
    if isinstance(node, ast.BBox):
        told, values = database.in_box((node.minx, node.miny, node.maxx, node.maxy), few=False)
        return f"({told})", values
    make = next((make for kind, make in _MADE.items() if isinstance(node, kind)), None)
    if make is None:
        raise SettingsError(f"{type(node).__name__} is not understood in a filter", parameter="filter")
    return make(node)


def _compared(node: Any) -> Condition:  # noqa: ANN401 - a node
    sign = _SIGNS.get(type(node))
    if sign is None:
        raise SettingsError(f"{type(node).__name__} is not understood in a filter", parameter="filter")
    column, value = node.lhs, node.rhs
    if not isinstance(column, ast.Attribute):
        column, value, sign = value, column, _TURNED.get(sign, sign)
    name = _column(column)
    return f'"{name}" {sign} ?', [_value(name, value)]


def _between(node: Any) -> Condition:  # noqa: ANN401
    name = _column(node.lhs)
    return f'"{name}" {_not(node)}BETWEEN ? AND ?', [_value(name, node.low), _value(name, node.high)]


def _during(node: Any) -> Condition:  # noqa: ANN401
    name = _column(node.lhs)
    if not isinstance(node.rhs, Interval):
        raise SettingsError("DURING asks for two times with a slash between them", parameter="filter")
    return f'"{name}" BETWEEN ? AND ?', [_value(name, node.rhs.start), _value(name, node.rhs.end)]


def _among(node: Any) -> Condition:  # noqa: ANN401
    name = _column(node.lhs)
    values = [_value(name, one) for one in node.sub_nodes]
    return f'"{name}" {_not(node)}IN ({", ".join("?" for _ in values)})', values


def _like(node: Any) -> Condition:  # noqa: ANN401
    name, pattern = _column(node.lhs), node.pattern
    words = pattern[1:-1] if isinstance(pattern, str) and pattern[:1] == pattern[-1:] == node.wildcard else ""
    if not words or node.wildcard in words or EVENT_TYPES.get(name, TEXT) != TEXT:
        raise SettingsError("LIKE asks for words between percent signs, as in place_name LIKE '%Sumy%'", parameter="filter")
    return f'{_not(node)}holds("{name}", ?)', [words.casefold()]


def _is_null(node: Any) -> Condition:  # noqa: ANN401
    return f'"{_column(node.lhs)}" IS {_not(node)}NULL', []


_MADE: dict[type, Callable[[Any], Condition]] = {
    ast.Comparison: _compared,
    ast.TimeDuring: _during,
    ast.TemporalPredicate: _compared,
    ast.Between: _between,
    ast.In: _among,
    ast.Like: _like,
    ast.IsNull: _is_null,
}


def _not(node: Any) -> str:  # noqa: ANN401
    return "NOT " if node.not_ else ""


def _column(node: Any) -> str:  # noqa: ANN401
    name = node.name if isinstance(node, ast.Attribute) else None
    if name is None:
        raise SettingsError("a filter compares a column with a value, as in fatalities > 2", parameter="filter")
    if name not in COLUMNS:
        raise SettingsError(f"{name!r} is no column of events; they are {', '.join(COLUMNS)}", parameter="filter")
    return str(name)


def _value(name: str, value: Any) -> Any:  # noqa: ANN401 - a value of any column
    """Return a value of a filter as the column has it."""
    kind = EVENT_TYPES.get(name, TEXT)
    if isinstance(value, datetime) and kind == DATE:
        value = value.date()
    if isinstance(value, bool) is not (kind == FLAG) or not isinstance(value, _TAKEN.get(kind, (int, float))):
        raise SettingsError(f"{str(value)!r} is no value of the column {name}", parameter="filter")
    if isinstance(value, (str, date)):
        return as_typed(name, value if isinstance(value, str) else value.isoformat())
    return value


_TAKEN: dict[str, tuple[type, ...]] = {TEXT: (str,), DATE: (str, date), TIME: (str, datetime), FLAG: (bool,)}
