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

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_KINDS: dict[str, Schema] = {
    TEXT: {"type": "string"},
    INTEGER: {"type": "integer"},
    REAL: {"type": "number"},
    FLAG: {"type": "boolean"},
    DATE: {"type": "string", "format": "date"},
    TIME: {"type": "string", "format": "date-time"},
}
STRING: Schema = {"type": "string"}
COUNT: Schema = {"type": "integer", "minimum": 0}
INSTANT: Schema = {"type": "string", "format": "date-time"}
_SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
_SHA256: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_PRECISION: Schema = {"type": ["string", "null"], "enum": [*(precision.value for precision in Precision), None]}


def feature_collection_schema() -> Schema:
    """Return the schema of events.geojson."""
    properties = {
        "type": {"const": "FeatureCollection"},
        "bbox": numbers(4),
        "attribution": {"type": "array", "items": STRING, "description": "Providers of the gazetteer's data, who must be credited."},
        "features": {"type": "array", "items": {"$ref": "#/$defs/feature"}},
    }
    whole = object_of(properties, optional=("bbox",))
    return {"$schema": DIALECT, "title": "Events as GeoJSON (RFC 7946)", **whole, "$defs": definitions()}


def feature_schema() -> Schema:
    """Return the schema of a line of events.geojsonl."""
    return {"$schema": DIALECT, "title": "An event as GeoJSON (RFC 7946)", "$ref": "#/$defs/feature", "$defs": definitions()}


def geoparse_schema() -> Schema:
    """Return the schema of a line of `geomap geoparse`: a post that was read, or a line that could not be used."""
    given_id = {"type": ["string", "number", "boolean", "null"]}
    place = {
        "id": STRING,
        "name": STRING,
        "kind": {"enum": [kind.value for kind in PlaceKind]},
        "lat": _or_null({"type": "number"}),
        "lon": _or_null({"type": "number"}),
        "radius_m": COUNT,
        "country": _or_null(STRING),
        "admin1": _or_null(STRING),
        "admin2": _or_null(STRING),
        "confidence": _SHARE,
    }
    mention = {
        "start": COUNT,
        "end": COUNT,
        "text": STRING,
        "confidence": _SHARE,
        "role": {"enum": [role.value for role in Role]},
        "place": {"anyOf": [{"type": "null"}, object_of(place)]},
        "reasons": list_of(object_of({"text": STRING, "weight": {"type": "number"}})),
    }
    post = {
        "id": given_id,
        "title": _or_null(STRING),
        "published_at": _or_null(INSTANT),
        "published_precision": _PRECISION,
        "url": _or_null(STRING),
        "lang": _or_null(STRING),
        "read": {"type": "boolean", "description": "Whether geomap reads the language of the post."},
        "mentions": list_of(object_of(mention)),
        "events": list_of({"$ref": "#/$defs/feature"}),
    }
    lines = [object_of(post), object_of({"id": given_id, "error": STRING})]
    return {"$schema": DIALECT, "title": "A line of geomap geoparse", "anyOf": lines, "$defs": definitions()}


def report_schema() -> Schema:
    """Return the schema of report.json."""
    place = {"id": STRING, "name": STRING, "admin1": _or_null(STRING), "country": _or_null(STRING)}
    unresolved = {
        "mention": STRING,
        "reason": STRING,
        "post_id": STRING,
        "title": _or_null(STRING),
        "start": COUNT,
        "end": COUNT,
        "around": STRING,
        "candidates": list_of(object_of(place)),
    }
    post = {
        "id": STRING,
        "title": _or_null(STRING),
        "source": STRING,
        "published_at": _or_null(INSTANT),
        "published_precision": _PRECISION,
        "url": _or_null(STRING),
        "lang": _or_null(STRING),
        "origin": STRING,
    }
    merged = {"kept_id": STRING, "alike": {"enum": ["id", "link", "text"]}, "origin": STRING, "title": _or_null(STRING)}
    left_out = {
        "event_id": STRING,
        "sub_event_type": STRING,
        "place_name": STRING,
        "confidence": _SHARE,
        "post_id": STRING,
        "quote": STRING,
    }
    properties = {
        "run": {"anyOf": [{"type": "null"}, _run()]},
        "newest_time": _or_null(INSTANT),
        "gazetteer_edition": STRING,
        "data_sources": list_of(object_of(dict.fromkeys(("name", "edition", "licence", "attribution"), STRING))),
        "documents": list_of(
            object_of({"origin": STRING, "bytes": COUNT, "sha256": _SHA256, "retrieved_at": INSTANT}, optional=("retrieved_at",))
        ),
        "problems": list_of(object_of({"origin": STRING, "text": STRING, "fatal": {"type": "boolean"}})),
        "skipped": list_of(object_of({"origin": STRING, "part": STRING, "reason": STRING})),
        "counts": {"type": "object", "additionalProperties": COUNT},
        "not_read": list_of(object_of({"lang": _or_null(STRING), "name": STRING, "posts": COUNT})),
        "posts": list_of(object_of(post)),
        "merged": list_of(object_of({**merged, "published_at": _or_null(INSTANT)})),
        "unresolved": list_of(object_of(unresolved)),
        "not_mapped": {"type": "object", "propertyNames": {"enum": [one.value for one in Modality]}, "additionalProperties": COUNT},
        "left_out": list_of(object_of(left_out)),
        "corrections": list_of(_correction()),
        "changes": _changes(),
        "watch": {"type": "object", "description": "What has changed on a page that is watched."},
    }
    return {"$schema": DIALECT, "title": "The account of a run", **object_of(properties, optional=("corrections", "changes", "watch"))}


def _run() -> Schema:
    told = {
        "id": STRING,
        "version": STRING,
        "settings": {"type": "object"},
        "gazetteer": object_of({"edition": STRING, "sha256": _SHA256}),
        "models_sha256": _SHA256,
        "operator": STRING,
    }
    return object_of(told, optional=("operator",))


def _correction() -> Schema:
    """Return the schema of what a line of corrections says of a column."""
    made = dict.fromkeys(("status", "author", "reason", "corrected_on"), STRING)
    about = dict.fromkeys(("event_id", "post", "mention"), STRING)
    said = {"line": COUNT, **about, "column": STRING, "value": STRING, "previous": _or_null(STRING)}
    became = {"outcome": {"enum": ["stands", "replaced", "rejected"]}, "by_line": _or_null(COUNT), "fits": {"type": "boolean"}}
    return object_of({**said, **became, **made}, optional=(*about, *made))


def _changes() -> Schema:
    """Return the schema of what changed since an earlier run."""
    ids = list_of(STRING)
    before = {"type": "object", "propertyNames": {"enum": [one.value for one in Aspect]}, "additionalProperties": STRING}
    revised = object_of({"event_id": STRING, "before": before})
    withdrawn = object_of({"event_id": STRING, "sub_event_type": STRING, "place_name": STRING, "post_id": STRING, "quote": STRING})
    told = {
        "since": STRING,
        "newest_time": _or_null(INSTANT),
        "new": ids,
        "revised": list_of(revised),
        "withdrawn": list_of(withdrawn),
    }
    return {"description": "What changed since an earlier run (--since).", **object_of({**told, "joined": COUNT})}


def definitions() -> Schema:
    """Return the schemas of a feature and of the properties of an event, by name."""
    position = numbers(2)
    rings = list_of(list_of(position))
    shapes = [("Point", position), ("Polygon", rings), ("MultiPolygon", list_of(rings)), ("LineString", list_of(position))]
    geometries = [object_of({"type": {"const": name}, "coordinates": coordinates}) for name, coordinates in shapes]
    feature = {
        "type": {"const": "Feature"},
        "bbox": numbers(4),
        "geometry": {"anyOf": [{"type": "null"}, *geometries]},
        "properties": {"$ref": "#/$defs/event"},
    }
    return {"feature": object_of(feature, optional=("bbox",)), "event": _row("events", optional=MORE_COLUMNS)}


def _row(name: str, *, optional: tuple[str, ...] = ()) -> Schema:
    """Return the schema of a row of a table as an object; what is not known is null."""
    table = TABLES[name]
    texts = {**table.texts, **MORE}
    columns = {
        column: {"description": texts[column], **_cell(table.kinds.get(column, TEXT), table.limits.get(column, {}))}
        for column in (*table.columns, *optional)
    }
    return object_of(columns, optional=optional)


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


def object_of(properties: Mapping[str, Schema], *, optional: tuple[str, ...] = ()) -> Schema:
    """Return the schema of an object that has these members and no others."""
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": dict(properties), "required": required, "additionalProperties": False}


def list_of(items: Schema) -> Schema:
    """Return the schema of a list."""
    return {"type": "array", "items": items}


def numbers(count: int) -> Schema:
    """Return the schema of a list of so many numbers."""
    return {"type": "array", "items": {"type": "number"}, "minItems": count, "maxItems": count}
