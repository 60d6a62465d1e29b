"""JSON Schema (2020-12) of GeoJSON, report.json and the lines of `geomap geoparse`, made of the columns in code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gazetteer.model import PlaceKind
from geomap.change import Aspect
from geomap.export.features import MORE_COLUMNS
from geomap.export.schemas.descriptions import MORE
from geomap.export.schemas.tables import TABLES
from geomap.export.table import DATE, FLAG, INTEGER, REAL, TEXT, TIME
from geomap.model import Modality, Precision, Role

Schema = dict[str, Any]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_KINDS: dict[str, Schema] = {
    TEXT: {"type": "string"},
    INTEGER: {"type": "integer"},
    REAL: {"type": "number"},
    FLAG: {"type": "boolean"},
    DATE: {"type": "string", "format": "date"},
    TIME: {"type": "string", "format": "date-time"},
}
_TEXT: Schema = {"type": "string"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_TIME: Schema = {"type": "string", "format": "date-time"}
_SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
_SHA256: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_PRECISION: Schema = {"type": ["string", "null"], "enum": [*(precision.value for precision in Precision), None]}


def feature_collection_schema() -> Schema:
    """Return the schema of events.geojson."""
    properties = {
        "type": {"const": "FeatureCollection"},
        "bbox": _numbers(4),
        "attribution": {"type": "array", "items": _TEXT, "description": "Providers of the gazetteer's data, who must be credited."},
        "features": {"type": "array", "items": {"$ref": "#/$defs/feature"}},
    }
    whole = _object(properties, optional=("bbox",))
    return {"$schema": _DIALECT, "title": "Events as GeoJSON (RFC 7946)", **whole, "$defs": _definitions()}


def feature_schema() -> Schema:
    """Return the schema of a line of events.geojsonl."""
    return {"$schema": _DIALECT, "title": "An event as GeoJSON (RFC 7946)", "$ref": "#/$defs/feature", "$defs": _definitions()}


def geoparse_schema() -> Schema:
    """Return the schema of a line of `geomap geoparse`: a post that was read, or a line that could not be used."""
    given_id = {"type": ["string", "number", "boolean", "null"]}
    place = {
        "id": _TEXT,
        "name": _TEXT,
        "kind": {"enum": [kind.value for kind in PlaceKind]},
        "lat": _or_null({"type": "number"}),
        "lon": _or_null({"type": "number"}),
        "radius_m": _COUNT,
        "country": _or_null(_TEXT),
        "admin1": _or_null(_TEXT),
        "admin2": _or_null(_TEXT),
        "confidence": _SHARE,
    }
    mention = {
        "start": _COUNT,
        "end": _COUNT,
        "text": _TEXT,
        "confidence": _SHARE,
        "role": {"enum": [role.value for role in Role]},
        "place": {"anyOf": [{"type": "null"}, _object(place)]},
        "reasons": _list(_object({"text": _TEXT, "weight": {"type": "number"}})),
    }
    post = {
        "id": given_id,
        "title": _or_null(_TEXT),
        "published_at": _or_null(_TIME),
        "published_precision": _PRECISION,
        "url": _or_null(_TEXT),
        "lang": _or_null(_TEXT),
        "read": {"type": "boolean", "description": "Whether geomap reads the language of the post."},
        "mentions": _list(_object(mention)),
        "events": _list({"$ref": "#/$defs/feature"}),
    }
    lines = [_object(post), _object({"id": given_id, "error": _TEXT})]
    return {"$schema": _DIALECT, "title": "A line of geomap geoparse", "anyOf": lines, "$defs": _definitions()}


def report_schema() -> Schema:
    """Return the schema of report.json."""
    place = {"id": _TEXT, "name": _TEXT, "admin1": _or_null(_TEXT), "country": _or_null(_TEXT)}
    unresolved = {
        "mention": _TEXT,
        "reason": _TEXT,
        "post_id": _TEXT,
        "title": _or_null(_TEXT),
        "start": _COUNT,
        "end": _COUNT,
        "around": _TEXT,
        "candidates": _list(_object(place)),
    }
    post = {
        "id": _TEXT,
        "title": _or_null(_TEXT),
        "source": _TEXT,
        "published_at": _or_null(_TIME),
        "published_precision": _PRECISION,
        "url": _or_null(_TEXT),
        "lang": _or_null(_TEXT),
        "origin": _TEXT,
    }
    merged = {"kept_id": _TEXT, "alike": {"enum": ["id", "link", "text"]}, "origin": _TEXT, "title": _or_null(_TEXT)}
    left_out = {"event_id": _TEXT, "sub_event_type": _TEXT, "place_name": _TEXT, "confidence": _SHARE, "post_id": _TEXT, "quote": _TEXT}
    properties = {
        "run": {"anyOf": [{"type": "null"}, _run()]},
        "newest_time": _or_null(_TIME),
        "gazetteer_edition": _TEXT,
        "data_sources": _list(_object(dict.fromkeys(("name", "edition", "licence", "attribution"), _TEXT))),
        "documents": _list(
            _object({"origin": _TEXT, "bytes": _COUNT, "sha256": _SHA256, "retrieved_at": _TIME}, optional=("retrieved_at",))
        ),
        "problems": _list(_object({"origin": _TEXT, "text": _TEXT, "fatal": {"type": "boolean"}})),
        "skipped": _list(_object({"origin": _TEXT, "part": _TEXT, "reason": _TEXT})),
        "counts": {"type": "object", "additionalProperties": _COUNT},
        "not_read": _list(_object({"lang": _or_null(_TEXT), "name": _TEXT, "posts": _COUNT})),
        "posts": _list(_object(post)),
        "merged": _list(_object({**merged, "published_at": _or_null(_TIME)})),
        "unresolved": _list(_object(unresolved)),
        "not_mapped": {"type": "object", "propertyNames": {"enum": [one.value for one in Modality]}, "additionalProperties": _COUNT},
        "left_out": _list(_object(left_out)),
        "corrections": _list(_correction()),
        "changes": _changes(),
        "watch": {"type": "object", "description": "What has changed on a page that is watched."},
    }
    return {"$schema": _DIALECT, "title": "The account of a run", **_object(properties, optional=("corrections", "changes", "watch"))}


def _run() -> Schema:
    told = {
        "id": _TEXT,
        "version": _TEXT,
        "settings": {"type": "object"},
        "gazetteer": _object({"edition": _TEXT, "sha256": _SHA256}),
        "models_sha256": _SHA256,
        "operator": _TEXT,
    }
    return _object(told, optional=("operator",))


def _correction() -> Schema:
    """Return the schema of what a line of corrections says of a column."""
    made = dict.fromkeys(("status", "author", "reason", "corrected_on"), _TEXT)
    about = dict.fromkeys(("event_id", "post", "mention"), _TEXT)
    said = {"line": _COUNT, **about, "column": _TEXT, "value": _TEXT, "previous": _or_null(_TEXT)}
    became = {"outcome": {"enum": ["stands", "replaced", "rejected"]}, "by_line": _or_null(_COUNT), "fits": {"type": "boolean"}}
    return _object({**said, **became, **made}, optional=(*about, *made))


def _changes() -> Schema:
    """Return the schema of what changed since an earlier run."""
    ids = _list(_TEXT)
    before = {"type": "object", "propertyNames": {"enum": [one.value for one in Aspect]}, "additionalProperties": _TEXT}
    revised = _object({"event_id": _TEXT, "before": before})
    withdrawn = _object({"event_id": _TEXT, "sub_event_type": _TEXT, "place_name": _TEXT, "post_id": _TEXT, "quote": _TEXT})
    told = {"since": _TEXT, "newest_time": _or_null(_TIME), "new": ids, "revised": _list(revised), "withdrawn": _list(withdrawn)}
    return {"description": "What changed since an earlier run (--since).", **_object({**told, "joined": _COUNT})}


def _definitions() -> Schema:
    position = _numbers(2)
    rings = _list(_list(position))
    shapes = [("Point", position), ("Polygon", rings), ("MultiPolygon", _list(rings)), ("LineString", _list(position))]
    geometries = [_object({"type": {"const": name}, "coordinates": coordinates}) for name, coordinates in shapes]
    feature = {
        "type": {"const": "Feature"},
        "bbox": _numbers(4),
        "geometry": {"anyOf": [{"type": "null"}, *geometries]},
        "properties": {"$ref": "#/$defs/event"},
    }
    return {"feature": _object(feature, optional=("bbox",)), "event": _row("events", optional=MORE_COLUMNS)}


def _row(name: str, *, optional: tuple[str, ...] = ()) -> Schema:
    """Return the schema of a row of a table as an object; what is not known is null."""
    table = TABLES[name]
    texts = {**table.texts, **MORE}
    columns = {
        column: {"description": texts[column], **_cell(table.kinds.get(column, TEXT), table.limits.get(column, {}))}
        for column in (*table.columns, *optional)
    }
    return _object(columns, optional=optional)


def _cell(kind: str, limits: Mapping[str, Any]) -> Schema:
    cell = _KINDS[kind] | {name: value for name, value in limits.items() if name in {"minimum", "maximum"}}
    if "pattern" in limits:
        cell["pattern"] = f"^(?:{limits['pattern']})$"  # a pattern of Table Schema covers the whole value
    if "enum" in limits:
        cell["enum"] = list(limits["enum"])
    return cell if limits.get("required") else _or_null(cell)


def _or_null(schema: Schema) -> Schema:
    made = {**schema, "type": [schema["type"], "null"]}
    return {**made, "enum": [*schema["enum"], None]} if "enum" in schema else made


def _object(properties: Mapping[str, Schema], *, optional: tuple[str, ...] = ()) -> Schema:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": dict(properties), "required": required, "additionalProperties": False}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _numbers(count: int) -> Schema:
    return {"type": "array", "items": {"type": "number"}, "minItems": count, "maxItems": count}
