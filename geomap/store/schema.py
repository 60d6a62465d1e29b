"""The tables of a store, and how those of earlier versions are brought up to date, whatever database holds them.

A store has the layers of every GeoPackage of geomap, and tables of its own: ``tellings`` (the event mentions of posts, each with the
incident that it belongs to), ``corrections``, ``runs``, and tables that programs only read.
"""

from __future__ import annotations

from collections.abc import Callable

from geomap.corrections.lines import ALL_COLUMNS
from geomap.errors import UnreadableError
from geomap.event_types import CODE_COLUMNS, code_of, shipped_types
from geomap.export.table import DATE, FLAG, INTEGER, REAL, TEXT, TIME
from geomap.store.database import BYTES, Database, Table

SCHEMA_VERSION = 9
_MOST_DIGITS = 9  # of a version

OWN_TABLES = (
    Table(name="geomap_store", columns={"key": TEXT, "value": TEXT}, key="key"),
    Table(name="geomap_outlines", columns={"digest": TEXT, "wkb": BYTES}, key="digest", required=("wkb",)),
    Table(
        name="tellings",
        columns={
            "telling_id": TEXT,
            "event_id": TEXT,
            "post_id": TEXT,
            "published_time": TIME,
            "event_type": TEXT,
            "sub_event_type": TEXT,
            "event_date": DATE,
            "place_name": TEXT,
            "fatalities": INTEGER,
            "injured": INTEGER,
            "modality": TEXT,
            "confidence": REAL,
            "quote": TEXT,
            "source": TEXT,
            "source_url": TEXT,
            "is_listed": FLAG,
            "cell": TEXT,
            "region": TEXT,
            "holder": TEXT,
            "first_day": INTEGER,
            "last_day": INTEGER,
            "content": TEXT,
        },
        required=("telling_id", "event_id", "post_id", "content"),
    ),
    Table(name="corrections", columns={"digest": TEXT, **dict.fromkeys(ALL_COLUMNS, TEXT)}, required=("digest",)),
    Table(
        name="runs",
        columns={
            "added_time": TIME,
            "version": TEXT,
            "settings": TEXT,
            "gazetteer": TEXT,
            "models": TEXT,
            "inputs": TEXT,
            "posts": INTEGER,
            "events": INTEGER,
            "run_id": TEXT,
            "operator": TEXT,
        },
    ),
)
LISTED = ("tellings", "corrections", "runs")
OF_POSTS = {"page": TEXT, "digest": TEXT, "state": TEXT}  # columns beside those of the layer
_BY_LAST_DAY = "CREATE INDEX IF NOT EXISTS events_by_last_day ON events (event_date_end, event_date) WHERE event_date_end > event_date"
_INDEXES = (
    "CREATE UNIQUE INDEX tellings_by_id ON tellings (telling_id)",
    "CREATE INDEX tellings_by_event ON tellings (event_id)",
    "CREATE INDEX tellings_by_post ON tellings (post_id)",
    "CREATE INDEX tellings_by_place ON tellings (cell, last_day) WHERE cell IS NOT NULL",
    "CREATE INDEX tellings_by_region ON tellings (region, last_day) WHERE region IS NOT NULL",
    "CREATE INDEX tellings_by_holder ON tellings (holder, last_day) WHERE holder IS NOT NULL",
    "CREATE UNIQUE INDEX corrections_by_digest ON corrections (digest)",
    "CREATE INDEX events_by_id ON events (event_id)",
    "CREATE INDEX events_by_date ON events (event_date)",
    _BY_LAST_DAY,
    "CREATE INDEX areas_by_id ON areas (event_id)",
    "CREATE INDEX mentions_by_post ON mentions (post_id)",
    "CREATE UNIQUE INDEX posts_by_id ON posts (post_id)",
    "CREATE INDEX posts_by_page ON posts (page, published_time)",
)


def add_own_tables(database: Database) -> None:
    """Add to the layers what makes them a store of this version."""
    for table in OWN_TABLES:
        database.make_table(table)
    database.add_columns("posts", OF_POSTS)
    for statement in _INDEXES:
        database.execute(statement)
    database.execute("INSERT INTO geomap_store (key, value) VALUES ('schema_version', ?)", (str(SCHEMA_VERSION),))


def _add_precision(database: Database) -> None:
    """Add how exactly times of publication are known; those of earlier versions count as times of day."""
    for layer in ("events", "areas", "posts"):
        database.add_columns(layer, {"published_precision": TEXT})


def _add_provenance(database: Database) -> None:
    """Add the columns by which an event is traced to its document and a run to who made it."""
    traced = {"document_sha256": TEXT, "retrieved_time": TIME}
    offsets = {"quote_start": INTEGER, "quote_end": INTEGER}
    units = {"iso3166_2": TEXT, "pcode": TEXT}  # of stores made before these columns were
    for table in ("events", "areas"):
        database.add_columns(table, {**units, **offsets, **traced})
    database.add_columns("posts", traced)
    database.add_columns("runs", {"run_id": TEXT, "operator": TEXT})


def _add_columns_of_corrections(database: Database) -> None:
    database.add_columns("corrections", {"modality": TEXT, "same_as": TEXT})


def _add_codes(database: Database) -> None:
    """Add the codes of types in other classifications, and fill them in: they follow from the type."""
    for layer in ("events", "areas"):
        database.add_columns(layer, dict.fromkeys(CODE_COLUMNS, TEXT))
        for column in CODE_COLUMNS:
            coded = [(code, kind.sub_type) for kind in shipped_types() if (code := code_of(kind.sub_type, column))]
            database.executemany(f"UPDATE {layer} SET {column} = ? WHERE sub_event_type = ?", coded)  # noqa: S608 - names of our own


def _add_index_of_days(database: Database) -> None:
    database.execute(_BY_LAST_DAY)


def _add_more_precision(database: Database) -> None:
    """Add how exactly the time of an edit is known, and to mentions how exactly that of their post is."""
    database.add_columns("posts", {"updated_precision": TEXT})
    database.add_columns("mentions", {"published_precision": TEXT})
    database.execute(
        "UPDATE mentions SET published_precision = (SELECT published_precision FROM posts WHERE posts.post_id = mentions.post_id)"
    )


def _add_previous(database: Database) -> None:
    """Add to corrections what was said before."""
    database.add_columns("corrections", {"previous": TEXT})


def _let_words_be_added(database: Database) -> None:
    """Change nothing: from now on event mentions have the words that tell their facts, which earlier versions do not read."""


# What brings a store of version N to version N + 1, by N.
MIGRATIONS: dict[int, Callable[[Database], None]] = {
    1: _add_precision,
    2: _add_provenance,
    3: _add_columns_of_corrections,
    4: _add_codes,
    5: _add_index_of_days,
    6: _add_more_precision,
    7: _add_previous,
    8: _let_words_be_added,
}


def bring_up_to_date(database: Database, name: str) -> None:
    """Bring an open store to the version of this geomap.

    Args:
        database: The store, with no transaction begun.
        name: The store, as a sentence names it.

    Raises:
        UnreadableError: It is not a store, or of a newer version of geomap.
    """
    if not database.has_table("geomap_store"):
        raise UnreadableError(f"{name}: it is not a store of geomap; give another name, and `geomap store add` makes one")
    (text,) = database.execute("SELECT value FROM geomap_store WHERE key = 'schema_version'").fetchone() or ("",)
    if not str(text).isdecimal() or len(str(text)) > _MOST_DIGITS or int(text) < min(MIGRATIONS):
        raise UnreadableError(f"{name}: it does not say which version of geomap made it; the table geomap_store was changed")
    version = int(text)
    if version > SCHEMA_VERSION:
        raise UnreadableError(f"{name}: it is of a newer version of geomap (schema {version}; this one knows {SCHEMA_VERSION})")
    while version < SCHEMA_VERSION:
        database.begin()
        MIGRATIONS[version](database)
        version += 1
        database.execute("UPDATE geomap_store SET value = ? WHERE key = 'schema_version'", (str(version),))
        database.execute("COMMIT")
