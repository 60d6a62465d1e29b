"""What describes the folder of a map for archives: RO-Crate 1.1 (ro-crate-metadata.json), Data Package (datapackage.json), Croissant."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geomap.export import croissant
from geomap.export.features import COLUMNS, columns_of_events, utc
from geomap.export.schemas.tables import table_schema
from geomap.files import write_atomically
from geomap.model import Analysis, Document
from geomap.saved import is_address

CRATE, PACKAGE = "ro-crate-metadata.json", "datapackage.json"
_RO_CRATE = "https://w3id.org/ro/crate/1.1"
_MEDIA_TYPES = {
    ".csv": "text/csv",
    ".fgb": "application/flatgeobuf",
    ".geojson": "application/geo+json",
    ".geojsonl": "application/geo+json-seq",
    ".gpkg": "application/geopackage+sqlite3",
    ".html": "text/html",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".kml": "application/vnd.google-earth.kml+xml",
    ".parquet": "application/vnd.apache.parquet",
    ".png": "image/png",
    ".shp": "application/vnd.shp",
}
_ANY = "application/octet-stream"
# Files whose columns are those of a table of geomap.
_TABULAR = {"events.csv": "events", "events.acled.csv": "acled", "events.ucdp.csv": "ucdp", "unresolved.csv": "unresolved"}

Described = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    name: str
    media_type: str
    size: int
    sha256: str


def write_crate(analysis: Analysis, folder: Path, *, title: str | None) -> None:
    """Describe the files in ``folder``, which holds a map and nothing else, in three further files.

    Args:
        analysis: What the files were made of.
        folder: Where they are.
        title: The title of the map.

    Raises:
        OutputError: That cannot be written.
    """
    files = [_described(path) for path in sorted(folder.iterdir())]
    title = title or "geomap"
    plain = [{"name": file.name, "media_type": file.media_type, "size": str(file.size), "sha256": file.sha256} for file in files]
    described = {
        CRATE: _crate(analysis, files, title),
        PACKAGE: _package(analysis, files, title),
        croissant.FILE: croissant.record(analysis, title, plain, _TABULAR),
    }
    for name, told in described.items():
        write_atomically(folder / name, (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode())


def _described(path: Path) -> _File:
    content = path.read_bytes()
    media_type = _MEDIA_TYPES.get(path.suffix, _ANY)
    return _File(name=path.name, media_type=media_type, size=len(content), sha256=hashlib.sha256(content).hexdigest())


def _crate(analysis: Analysis, files: Sequence[_File], title: str) -> Described:
    parts = [
        {
            "@id": file.name,
            "@type": "File",
            "name": file.name,
            "encodingFormat": file.media_type,
            "contentSize": str(file.size),
            "sha256": file.sha256,
        }
        for file in files
    ]
    documents = [_document(document) for document in analysis.documents]
    sources = [
        {"@id": f"#source-{number}", "@type": "Dataset", "name": one.name, "version": one.edition, "license": one.licence}
        | {"creditText": one.attribution}
        for number, one in enumerate(analysis.data_sources, 1)
    ]
    root: Described = {
        "@id": "./",
        "@type": "Dataset",
        "name": title,
        "description": f"Map of {len(analysis.events):,} events reported in {len(analysis.posts):,} posts",
        "hasPart": _references(parts),
        "isBasedOn": _references([*documents, *sources]),
        "mentions": {"@id": "#run"},
    }
    if analysis.newest_time is not None:
        root["datePublished"] = utc(analysis.newest_time)
    descriptor = {"@id": CRATE, "@type": "CreativeWork", "conformsTo": {"@id": _RO_CRATE}, "about": {"@id": "./"}}
    return {
        "@context": f"{_RO_CRATE}/context",
        "@graph": [descriptor, root, *parts, *documents, *sources, *_run(analysis, documents, parts)],
    }


def _run(analysis: Analysis, documents: Sequence[Described], parts: Sequence[Described]) -> list[Described]:
    """Return the run as an action, with the program and, if named, the operator."""
    run = analysis.run
    program: Described = {"@id": "#geomap", "@type": "SoftwareApplication", "name": "geomap"}
    action: Described = {
        "@id": "#run",
        "@type": "CreateAction",
        "name": "geomap map",
        "instrument": {"@id": "#geomap"},
        "object": _references(documents),
        "result": _references(parts),
    }
    if run is None:
        return [action, program]
    action |= {"identifier": run.id, "description": json.dumps(run.told(), ensure_ascii=False)}
    program["softwareVersion"] = run.version
    if run.operator is None:
        return [action, program]
    action["agent"] = {"@id": "#operator"}
    return [action, program, {"@id": "#operator", "@type": "Person", "name": run.operator}]


def _document(document: Document) -> Described:
    told: Described = {
        "@id": document.origin if is_address(document.origin) else f"#document-{document.sha256}",
        "@type": "CreativeWork",
        "name": document.origin,
        "contentSize": str(len(document.content)),
        "sha256": document.sha256,
    }
    return told if document.retrieved_at is None else {**told, "dateCreated": utc(document.retrieved_at)}


def _references(told: Sequence[Described]) -> list[Described]:
    return [{"@id": one["@id"]} for one in {one["@id"]: one for one in told}.values()]


def _package(analysis: Analysis, files: Sequence[_File], title: str) -> Described:
    package: Described = {
        "profile": "data-package",
        "name": "geomap",
        "title": title,
        "resources": [_resource(file, columns_of_events(analysis.filed)[len(COLUMNS) :]) for file in files],
        "sources": [{"title": one.attribution} | ({"path": one.url} if one.url else {}) for one in analysis.data_sources],
    }
    if analysis.run is not None:
        package["id"] = analysis.run.id
    return package if analysis.newest_time is None else {**package, "created": utc(analysis.newest_time)}


def _resource(file: _File, more: Sequence[str]) -> Described:
    told: Described = {
        "name": file.name.lower(),
        "path": file.name,
        "format": file.name.rpartition(".")[2],
        "mediatype": file.media_type,
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
    }
    table = _TABULAR.get(file.name)
    if table is None:
        return told
    return {**told, "profile": "tabular-data-resource", "encoding": "utf-8", "schema": table_schema(table, more=more)}
