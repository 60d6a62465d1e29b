"""Tables as JSON: programs write them as columns, as rows below a list of names, or as objects under the ids of their rows."""

from __future__ import annotations

from itertools import islice

from geomap.read.records import Node

_LEAST_ROWS, _LEAST_COLUMNS = 1, 2
_ROWS = ("data", "rows", "values")
_LOOKED_AT = 20  # rows whose form is compared


def as_rows(value: object) -> list[Node]:
    """Return the rows of a table that a JSON value is, as objects; nothing for a value of another form.

    {"date": [...], "text": [...]}        {"date": {"0": ..., "1": ...}, "text": {...}}        [["date", "text"], [..., ...]]
    {"columns": ["date", "text"], "data": [[..., ...]]}        {"id 1": {"date": ..., "text": ...}, "id 2": {...}}

    Args:
        value: A parsed JSON value.
    """
    if isinstance(value, list):
        return _below_names(value[0], value[1:]) if value else []
    if not isinstance(value, dict) or len(value) < _LEAST_COLUMNS:
        return []
    names = value.get("columns")
    listed = next((rows for name in _ROWS if isinstance(rows := value.get(name), list)), None)
    if isinstance(names, list) and listed is not None:
        return _below_names(names, listed)
    columns = [list(column.values()) if isinstance(column, dict) else column for column in value.values()]
    if all(isinstance(column, list) and column and not isinstance(column[0], dict | list) for column in columns):
        by_name = dict(zip(value, columns, strict=True))
        keys = {tuple(column) if isinstance(column, dict) else len(column) for column in value.values()}
        if len(keys) == 1 and not _are_objects_of_one_kind(value):
            return [dict(zip(by_name, row, strict=True)) for row in zip(*columns, strict=True)]
    return [inner for inner in value.values() if isinstance(inner, dict)] if _are_objects_of_one_kind(value) else []


def _below_names(names: object, rows: list[object]) -> list[Node]:
    if not isinstance(names, list) or len(names) < _LEAST_COLUMNS or len(rows) < _LEAST_ROWS:
        return []
    if not all(isinstance(name, str) for name in names) or len(set(names)) < len(names):
        return []
    fitting = [row for row in rows if isinstance(row, list) and len(row) == len(names)]
    return [dict(zip(names, row, strict=True)) for row in fitting] if len(fitting) == len(rows) else []


def _are_objects_of_one_kind(value: Node) -> bool:
    """Return whether all values are objects with a property in common that is no number: rows under their ids, and no columns."""
    inner = list(islice(value.values(), _LOOKED_AT))
    if not all(isinstance(one, dict) and len(one) >= _LEAST_COLUMNS for one in value.values()):
        return False
    common = set.intersection(*(set(one) for one in inner if isinstance(one, dict)))
    return any(not str(name).isdigit() for name in common)
