"""Schemas of what geomap writes, by name; `geomap schema` prints them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from geomap.errors import SettingsError
from geomap.export.schemas.exchange import annotations_schema, jsonfg_schema, monty_schema
from geomap.export.schemas.json import feature_collection_schema, feature_schema, geoparse_schema, report_schema
from geomap.export.schemas.tables import TABLES, table_schema

__all__ = ["SCHEMAS", "TABLES", "NamedSchema", "schema_named", "table_schema"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedSchema:
    """A schema: the outputs that it describes, the standard that it follows, and a function that makes it."""

    outputs: str
    standard: str
    make: Callable[[], dict[str, Any]]

    @property
    def suffix(self) -> str:
        """The suffix of its file."""
        return ".table-schema.json" if self.standard == "Table Schema" else ".schema.json"


def _of_table(name: str, outputs: str) -> NamedSchema:
    return NamedSchema(outputs=outputs, standard="Table Schema", make=lambda: table_schema(name))


SCHEMAS = {
    "events": _of_table("events", "events.csv, and the layers events and areas of other formats"),
    "posts": _of_table("posts", "the layer posts of a GeoPackage"),
    "mentions": _of_table("mentions", "the layer mentions of a GeoPackage"),
    "regions": _of_table("regions", "the layer regions of a GeoPackage"),
    "places": _of_table("places", "the layer places of a GeoPackage"),
    "tellings": _of_table("tellings", "the table tellings of a GeoPackage"),
    "days": _of_table("days", "the table days of a GeoPackage"),
    "acled": _of_table("acled", "events.acled.csv"),
    "ucdp": _of_table("ucdp", "events.ucdp.csv"),
    "unresolved": _of_table("unresolved", "unresolved.csv"),
    "corrections": _of_table("corrections", "corrections.csv of the page for editing and of geomap corrections"),
    "geojson": NamedSchema(outputs="events.geojson", standard="JSON Schema", make=feature_collection_schema),
    "geojsonl": NamedSchema(outputs="a line of events.geojsonl", standard="JSON Schema", make=feature_schema),
    "jsonfg": NamedSchema(outputs="events.fg.json", standard="JSON Schema", make=jsonfg_schema),
    "annotations": NamedSchema(outputs="events.annotations.jsonld", standard="JSON Schema", make=annotations_schema),
    "monty": NamedSchema(outputs="events.monty.json", standard="JSON Schema", make=monty_schema),
    "report": NamedSchema(outputs="report.json", standard="JSON Schema", make=report_schema),
    "geoparse": NamedSchema(outputs="a line of geomap geoparse", standard="JSON Schema", make=geoparse_schema),
}


def schema_named(name: str) -> NamedSchema:
    """Return a schema by its name.

    Raises:
        SettingsError: There is none; the text suggests the most similar name.
    """
    found = SCHEMAS.get(name)
    if found is None:
        similar = get_close_matches(name, SCHEMAS, n=1)
        hint = f"did you mean {similar[0]}? " if similar else ""
        raise SettingsError(f"there is no schema {name!r}; {hint}the schemas are {', '.join(SCHEMAS)}")
    return found
