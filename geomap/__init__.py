"""geomap turns news into maps of events, offline.

    import geomap

    result = geomap.run("page.txt", output="page-map")
    for event in result.events:
        print(event.when, event.where.name, event.sub_type)

`run` and its `Result` are documented in geomap.pipeline; the nouns (Post, Event, ...) are in geomap.model. Importing geomap
loads neither folium nor geopandas: the stages are loaded when the first name is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from geomap.pipeline import Result, run
    from geomap.settings import ReadSettings, Settings

__all__ = ["ReadSettings", "Result", "Settings", "run"]

_HOMES = {"Result": "geomap.pipeline", "run": "geomap.pipeline", "ReadSettings": "geomap.settings", "Settings": "geomap.settings"}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    if name not in _HOMES:
        raise AttributeError(f"module 'geomap' has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415

    return getattr(import_module(_HOMES[name]), name)
