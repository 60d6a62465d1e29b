"""A record of the events as a dataset: Croissant 1.0 (mlcommons.org/croissant/1.0), which is schema.org's Dataset with its tables.

Search engines of datasets read it, and libraries load the tables by it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from geomap.export.features import utc
from geomap.export.schemas.tables import TABLES, Table
from geomap.export.table import DATE, FLAG, INTEGER, REAL, TEXT, TIME
from geomap.model import Analysis

FILE = "croissant.json"
_SPECIFICATION = "http://mlcommons.org/croissant/1.0"
_TYPES = {TEXT: "sc:Text", INTEGER: "sc:Integer", REAL: "sc:Float", FLAG: "sc:Boolean", DATE: "sc:Date", TIME: "sc:DateTime"}
_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}


def record(analysis: Analysis, title: str, files: Sequence[Mapping[str, str]], tables: Mapping[str, str]) -> dict[str, Any]:
    """Return the record.

    Args:
        analysis: What the files were made of.
        title: The title of the map.
        files: Each file with its ``name``, ``media_type``, ``size`` in bytes and ``sha256``.
        tables: Of the files that are tables, by their names, the name of the table (`geomap.export.schemas.tables.TABLES`).
    """
    told: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": _SPECIFICATION,
        "name": title,
        "description": f"{len(analysis.events):,} events reported in {len(analysis.posts):,} posts, extracted by geomap.",
        "keywords": sorted({event.type for event in analysis.events}),
        "license": sorted({source.licence for source in analysis.data_sources if source.licence}),
        "creditText": "; ".join(source.attribution for source in analysis.data_sources if source.attribution),
        "distribution": [_file(file) for file in files],
        "recordSet": [_records(file["name"], TABLES[tables[file["name"]]]) for file in files if file["name"] in tables],
    }
    if analysis.newest_time is not None:
        told["datePublished"] = utc(analysis.newest_time)
    if analysis.run is not None:
        told |= {"version": analysis.run.version, "identifier": analysis.run.id}
        if analysis.run.operator is not None:
            told["creator"] = {"@type": "sc:Person", "name": analysis.run.operator}
    return told | _coverage(analysis)


def _coverage(analysis: Analysis) -> dict[str, Any]:
    """Return the days and the part of the world that the events cover."""
    whens = [event.when for event in analysis.events if event.when is not None]
    points = [
        (event.where.lat, event.where.lon) for event in analysis.events if event.where.lat is not None and event.where.lon is not None
    ]
    told: dict[str, Any] = {}
    if whens:
        told["temporalCoverage"] = f"{min(when.first_day for when in whens)}/{max(when.last_day for when in whens)}"
    if points:
        lats, lons = zip(*points, strict=True)
        box = f"{min(lats):.6f} {min(lons):.6f} {max(lats):.6f} {max(lons):.6f}"
        told["spatialCoverage"] = {"@type": "sc:Place", "geo": {"@type": "sc:GeoShape", "box": box}}
    return told


def _file(file: Mapping[str, str]) -> dict[str, str]:
    return {
        "@type": "cr:FileObject",
        "@id": file["name"],
        "name": file["name"],
        "contentUrl": file["name"],
        "contentSize": f"{file['size']} B",
        "encodingFormat": file["media_type"],
        "sha256": file["sha256"],
    }


def _records(name: str, table: Table) -> dict[str, Any]:
    """Return a table as a set of records, a field for each column."""
    made: dict[str, Any] = {"@type": "cr:RecordSet", "@id": f"{name}/rows", "name": f"{name}/rows"}
    if table.key is not None:
        made["key"] = {"@id": f"{name}/{table.key}"}
    made["field"] = [
        {
            "@type": "cr:Field",
            "@id": f"{name}/{column}",
            "name": f"{name}/{column}",
            "description": table.texts[column],
            "dataType": _TYPES[table.kinds.get(column, TEXT)],
            "source": {"fileObject": {"@id": name}, "extract": {"column": column}},
        }
        for column in table.columns
    ]
    return made
