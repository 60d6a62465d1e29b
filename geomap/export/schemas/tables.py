"""Table Schema (specs.frictionlessdata.io/table-schema) of each table, made of the columns in code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geomap.export import acled, ucdp
from geomap.export.features import COLUMNS
from geomap.export.groups import DAY_COLUMNS, DAY_TYPES, PLACE_COLUMNS, PLACE_TYPES, TELLING_COLUMNS, TELLING_TYPES
from geomap.export.layers import MENTION_COLUMNS, MENTION_TYPES, POST_COLUMNS, POST_TYPES
from geomap.export.regions import REGION_COLUMNS, REGION_TYPES, TYPE_COLUMNS
from geomap.export.report import UNRESOLVED_COLUMNS
from geomap.export.schemas import datasets, descriptions
from geomap.export.table import DATE, EVENT_TYPES, FLAG, INTEGER, REAL, TEXT, TIME

_TYPES = {TEXT: "string", INTEGER: "integer", REAL: "number", FLAG: "boolean", DATE: "date", TIME: "datetime"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table that geomap writes.

    Attributes:
        columns: Names of the columns, in order.
        kinds: Their kinds, as in `geomap.export.table`; text where none is named.
        texts: What they mean.
        limits: What their values are limited to.
        key: The column that identifies a row; None where there is none.
    """

    columns: Sequence[str]
    kinds: Mapping[str, str]
    texts: Mapping[str, str]
    limits: Mapping[str, Mapping[str, Any]]
    key: str | None = None


def _table(name: str, columns: Sequence[str], kinds: Mapping[str, str], texts: Mapping[str, str], key: str | None = None) -> Table:
    return Table(columns=columns, kinds=kinds, texts=texts, limits=(descriptions.LIMITS | datasets.LIMITS)[name], key=key)


_OF_TYPES = {column: f"Number of events in it of the type {kind}." for kind, column in TYPE_COLUMNS.items()}
TABLES = {
    "events": _table("events", COLUMNS, EVENT_TYPES, descriptions.EVENTS, "event_id"),
    "posts": _table("posts", POST_COLUMNS, POST_TYPES, descriptions.POSTS, "post_id"),
    "mentions": _table("mentions", MENTION_COLUMNS, MENTION_TYPES, descriptions.MENTIONS),
    "regions": _table("regions", REGION_COLUMNS, REGION_TYPES, {**descriptions.REGIONS, **_OF_TYPES}),
    "places": _table("places", PLACE_COLUMNS, PLACE_TYPES, descriptions.PLACES),
    "tellings": _table("tellings", TELLING_COLUMNS, TELLING_TYPES, descriptions.TELLINGS),
    "days": _table("days", DAY_COLUMNS, DAY_TYPES, descriptions.DAYS, "day"),
    "acled": _table("acled", acled.COLUMNS, datasets.ACLED_TYPES, datasets.ACLED, "event_id_cnty"),
    "ucdp": _table("ucdp", ucdp.COLUMNS, datasets.UCDP_TYPES, datasets.UCDP, "id"),
    "corrections": _table("corrections", tuple(datasets.CORRECTIONS), {"corrected_on": DATE}, datasets.CORRECTIONS),
    "unresolved": _table("unresolved", UNRESOLVED_COLUMNS, {"times": INTEGER, "published_time": TIME}, descriptions.UNRESOLVED),
}


def table_schema(name: str, *, more: Sequence[str] = ()) -> dict[str, Any]:
    """Return the Table Schema of a table.

    Args:
        name: A key of ``TABLES``.
        more: The columns of events that are there besides, of ``MORE_COLUMNS``.
    """
    table = TABLES[name]
    columns = (*table.columns, *more) if name == "events" else table.columns
    texts = {**table.texts, **descriptions.MORE}
    schema: dict[str, Any] = {"fields": [_field(table, column, texts) for column in columns], "missingValues": [""]}
    return schema if table.key is None else {**schema, "primaryKey": table.key}


def _field(table: Table, column: str, texts: Mapping[str, str]) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column,
        "type": _TYPES[table.kinds.get(column, TEXT)],
        "description": texts[column],
    }
    limits = table.limits.get(column)
    return field if not limits else {**field, "constraints": dict(limits)}
