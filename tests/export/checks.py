"""Small checks of values against Table Schema and JSON Schema: the keywords that geomap's schemas use, and no others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

_FORMATS = {"date": date.fromisoformat, "date-time": datetime.fromisoformat}
_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "object": (dict,),
    "array": (list,),
    "null": (type(None),),
}
_NOTES = {"$schema", "$defs", "title", "description"}


def json_faults(value: Any, schema: Mapping[str, Any], *, root: Mapping[str, Any] | None = None, at: str = "$") -> Iterator[str]:  # noqa: C901, PLR0912 - one keyword a branch
    """Yield what a JSON value has against a JSON Schema."""
    root = root or schema
    for word, told in schema.items():
        if word == "$ref":
            yield from json_faults(value, root["$defs"][told.rpartition("/")[2]], root=root, at=at)
        elif word == "type":
            kinds = [told] if isinstance(told, str) else told
            if not any(isinstance(value, _TYPES[kind]) and isinstance(value, bool) <= (kind == "boolean") for kind in kinds):
                yield f"{at}: {value!r} is not {told}"
        elif word == "const":
            if value != told:
                yield f"{at}: {value!r} is not {told!r}"
        elif word == "enum":
            if value not in told:
                yield f"{at}: {value!r} is not one of {told}"
        elif word == "anyOf":
            faults = [list(json_faults(value, one, root=root, at=at)) for one in told]
            if all(faults):
                yield min(faults, key=len)[0]
        elif word in {"minimum", "maximum"}:
            if isinstance(value, int | float) and (value < told if word == "minimum" else value > told):
                yield f"{at}: {value} is beyond {told}"
        elif word == "pattern":
            if isinstance(value, str) and not re.search(told, value):
                yield f"{at}: {value!r} is not like {told}"
        elif word == "format":
            if isinstance(value, str):
                _FORMATS[told](value)
        elif word in {"minItems", "maxItems"}:
            if isinstance(value, list) and (len(value) < told if word == "minItems" else len(value) > told):
                yield f"{at}: {len(value)} items"
        elif word == "items":
            for number, item in enumerate(value if isinstance(value, list) else ()):
                yield from json_faults(item, told, root=root, at=f"{at}[{number}]")
        elif word == "properties":
            for name, inner in told.items():
                if isinstance(value, dict) and name in value:
                    yield from json_faults(value[name], inner, root=root, at=f"{at}.{name}")
        elif word == "required":
            yield from (f"{at}: {name} is missing" for name in told if isinstance(value, dict) and name not in value)
        elif word == "additionalProperties":
            for name in set(value if isinstance(value, dict) else ()) - set(schema.get("properties", ())):
                if told is False:
                    yield f"{at}: {name} is not described"
                else:
                    yield from json_faults(value[name], told, root=root, at=f"{at}.{name}")
        elif word == "propertyNames":
            for name in value if isinstance(value, dict) else ():
                yield from json_faults(name, told, root=root, at=f"{at}.{name}")
        elif word not in _NOTES:
            raise AssertionError(f"{word} is not checked")


def table_faults(rows: list[dict[str, Any]], schema: Mapping[str, Any]) -> Iterator[str]:
    """Yield what rows have against a Table Schema; cells are texts or values of the type."""
    for field in schema["fields"]:
        name, limits = field["name"], field.get("constraints", {})
        cells = [row.get(name) for row in rows]
        known = [cell for cell in cells if cell is not None and cell not in schema["missingValues"] and cell == cell]  # noqa: PLR0124 - NaN
        if limits.get("required") and len(known) < len(cells):
            yield f"{name}: {len(cells) - len(known)} cells are missing"
        if limits.get("unique") and len(set(known)) < len(known):
            yield f"{name}: values are not unique"
        for cell in known:
            yield from (f"{name}: {fault}" for fault in _cell_faults(cell, field["type"], limits))


def _cell_faults(cell: Any, kind: str, limits: Mapping[str, Any]) -> Iterator[str]:
    value = _value(cell, kind)
    if value is None:
        yield f"{cell!r} is no {kind}"
        return
    if "enum" in limits and value not in limits["enum"]:
        yield f"{cell!r} is not one of {limits['enum']}"
    if "minimum" in limits and value < limits["minimum"]:
        yield f"{cell!r} is below {limits['minimum']}"
    if "maximum" in limits and value > limits["maximum"]:
        yield f"{cell!r} is above {limits['maximum']}"
    if "pattern" in limits and not re.fullmatch(limits["pattern"], value):
        yield f"{cell!r} is not like {limits['pattern']}"


_READ: dict[str, Callable[[Any], Any]] = {
    "string": lambda cell: cell if isinstance(cell, str) else None,
    "integer": lambda cell: int(cell) if float(cell) == int(float(cell)) else None,
    "number": float,
    "boolean": lambda cell: {"true": True, "false": False, "1": True, "0": False}[str(cell).lower()],
    "date": lambda cell: cell if isinstance(cell, date) else date.fromisoformat(str(cell)[:10]),
    "datetime": lambda cell: cell if isinstance(cell, datetime) else datetime.fromisoformat(str(cell)),
}


def _value(cell: Any, kind: str) -> Any:
    """Return a cell as a value of its type, None where it is none."""
    try:
        return _READ[kind](cell)
    except (ValueError, KeyError):
        return None
