"""JSON Schema (2020-12) of the layouts for other programs: JSON-FG, Web Annotations and Monty items, as geomap fills them.

The standards allow more; a file of geomap fits these schemas and those of the standards.
"""

from __future__ import annotations

from geomap.export.annotations import CONTEXT
from geomap.export.jsonfg import CONFORMS_TO, FEATURE_TYPE
from geomap.export.monty import IMPACTS, SCHEMA, STAC_VERSION
from geomap.export.schemas.json import COUNT, DIALECT, INSTANT, STRING, Schema, definitions, list_of, numbers, object_of

_GEOMETRY: Schema = {"$ref": "#/$defs/geometry"}
_NULL: Schema = {"type": "null"}


def jsonfg_schema() -> Schema:
    """Return the schema of events.fg.json."""
    made = definitions()
    feature = made["feature"]
    time = object_of({"interval": {"type": "array", "items": STRING, "minItems": 2, "maxItems": 2}})
    more: dict[str, Schema] = {"id": STRING, "time": {"anyOf": [_NULL, time]}, "place": _NULL}
    made["feature"] = object_of({**feature["properties"], **more}, optional=("bbox",))
    properties: dict[str, Schema] = {
        "type": {"const": "FeatureCollection"},
        "conformsTo": {"type": "array", "items": {"enum": list(CONFORMS_TO)}},
        "featureType": {"const": FEATURE_TYPE},
        "bbox": numbers(4),
        "attribution": list_of(STRING),
        "features": list_of({"$ref": "#/$defs/feature"}),
    }
    whole = object_of(properties, optional=("bbox", "attribution"))
    return {"$schema": DIALECT, "title": "Events as JSON-FG (OGC Features and Geometries JSON 1.0)", **whole, "$defs": made}


def annotations_schema() -> Schema:
    """Return the schema of events.annotations.jsonld."""
    body = object_of(
        {
            "type": {"const": "TextualBody"},
            "purpose": {"enum": ["classifying", "describing"]},
            "value": STRING,
            "format": {"enum": ["text/plain", "application/json"]},
        }
    )
    quote = object_of(
        {"type": {"const": "TextQuoteSelector"}, "exact": STRING, "prefix": STRING, "suffix": STRING},
        optional=("prefix", "suffix"),
    )
    position = object_of({"type": {"const": "TextPositionSelector"}, "start": COUNT, "end": COUNT})
    target = object_of(
        {
            "type": {"const": "SpecificResource"},
            "source": STRING,
            "selector": list_of({"anyOf": [quote, position]}),
            "state": object_of({"type": {"const": "TimeState"}, "sourceDate": INSTANT}),
            "scope": {"type": "string", "pattern": "^urn:sha256:[0-9a-f]{64}$"},
        },
        optional=("state", "scope"),
    )
    annotation = object_of(
        {
            "id": {"type": "string", "pattern": "^urn:geomap:event:.+:[0-9]+$"},
            "type": {"const": "Annotation"},
            "motivation": {"const": "classifying"},
            "body": list_of(body),
            "target": target,
            "created": INSTANT,
        },
        optional=("created",),
    )
    page: dict[str, Schema] = {
        "@context": {"const": CONTEXT},
        "id": STRING,
        "type": {"const": "AnnotationPage"},
        "items": list_of(annotation),
    }
    return {"$schema": DIALECT, "title": "The evidence of events as Web Annotations (W3C, 2017)", **object_of(page)}


def monty_schema() -> Schema:
    """Return the schema of events.monty.json."""
    impact = object_of(
        {
            "category": {"const": "people"},
            "type": {"enum": list(IMPACTS.values())},
            "value": COUNT,
            "unit": {"const": "count"},
            "estimate_type": {"const": "primary"},
        }
    )
    properties = object_of(
        {
            "title": STRING,
            "description": STRING,
            **dict.fromkeys(("datetime", "start_datetime", "end_datetime"), INSTANT),
            "roles": list_of({"enum": ["event", "impact", "source"]}),
            "keywords": list_of(STRING),
            "monty:country_codes": list_of({"type": "string", "pattern": "^[A-Z]{3}$"}),
            "monty:hazard_codes": list_of(STRING),
            "monty:corr_id": STRING,
            "monty:episode_number": COUNT,
            "monty:src_event_id": STRING,
            "monty:impact_detail": impact,
        },
        optional=("monty:impact_detail",),
    )
    link = object_of({"rel": STRING, "href": STRING, "title": STRING, "roles": list_of(STRING)}, optional=("title", "roles"))
    item = object_of(
        {
            "type": {"const": "Feature"},
            "stac_version": {"const": STAC_VERSION},
            "stac_extensions": list_of({"const": SCHEMA}),
            "id": STRING,
            "properties": properties,
            "links": list_of(link),
            "assets": object_of({}),
            "bbox": numbers(4),
            "geometry": _GEOMETRY,
        },
        optional=("bbox",),
    )
    collection = object_of({"type": {"const": "FeatureCollection"}, "features": list_of(item), "links": list_of(link)})
    title = "Disasters and accidents as STAC items of the Monty extension 1.3.0"
    return {"$schema": DIALECT, "title": title, **collection, "$defs": {"geometry": definitions()["feature"]["properties"]["geometry"]}}
