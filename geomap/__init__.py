"""geomap turns news into maps of events, offline.

    import geomap

    result = geomap.run("page.txt", output="page-map")  # map.html, events.geojson, report.json
    for event in result.events:
        print(event.when, event.where.name, event.sub_type)

    nlp = geomap.load(home="UA")  # opens gazetteer and models once
    found = nlp("Shells hit Vovchansk on Monday.")
    print(found.mentions, found.events)

All public names are listed by ``dir(geomap)``. Importing geomap loads neither numpy, folium nor geopandas: a name is loaded when it is
first used. The library logs to ``logging.getLogger("geomap")``.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as in typing, which takes longer to load than all else here: until then Ctrl-C ends in a traceback
if TYPE_CHECKING:
    from typing import Any

    from gazetteer import Candidate, Gazetteer, Place
    from geomap.api import geoparse, load, run
    from geomap.errors import GeomapError, InputError, OutputError, SettingsError
    from geomap.events import GatedExtractor, RuleExtractor
    from geomap.geoparsed import Geoparsed
    from geomap.model import Analysis, Document, Event, Evidence, Mention, Modality, Post, Resolution, Toll, When, Where
    from geomap.pipeline import Pipeline
    from geomap.recognize.spacy import SpacyRecognizer
    from geomap.result import Result
    from geomap.settings import ColumnNames, ReadSettings, Settings
    from geomap.stages import Exporter, Extractor, Reader, Recognizer, Resolver
    from geomap.store import Store
    from geomap.texts import Text

_HOMES = {
    "geomap.api": ("geoparse", "load", "run"),
    "geomap.pipeline": ("Pipeline",),
    "geomap.result": ("Result",),
    "geomap.geoparsed": ("Geoparsed",),
    "geomap.store": ("Store",),
    "geomap.texts": ("Text",),
    "geomap.settings": ("ColumnNames", "ReadSettings", "Settings"),
    "geomap.model": ("Analysis", "Document", "Event", "Evidence", "Mention", "Modality", "Post", "Resolution", "Toll", "When", "Where"),
    "geomap.stages": ("Exporter", "Extractor", "Reader", "Recognizer", "Resolver"),
    "geomap.events": ("GatedExtractor", "RuleExtractor"),
    "geomap.recognize.spacy": ("SpacyRecognizer",),
    "geomap.errors": ("GeomapError", "InputError", "OutputError", "SettingsError"),
    "gazetteer": ("Candidate", "Gazetteer", "Place"),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "Analysis",
    "Candidate",
    "ColumnNames",
    "Document",
    "Event",
    "Evidence",
    "Exporter",
    "Extractor",
    "GatedExtractor",
    "Gazetteer",
    "GeomapError",
    "Geoparsed",
    "InputError",
    "Mention",
    "Modality",
    "OutputError",
    "Pipeline",
    "Place",
    "Post",
    "ReadSettings",
    "Reader",
    "Recognizer",
    "Resolution",
    "Resolver",
    "Result",
    "RuleExtractor",
    "Settings",
    "SettingsError",
    "SpacyRecognizer",
    "Store",
    "Text",
    "Toll",
    "When",
    "Where",
    "geoparse",
    "load",
    "run",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    if name not in _HOME_OF:
        raise AttributeError(f"module 'geomap' has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - see TYPE_CHECKING

    return getattr(import_module(_HOME_OF[name]), name)


def __dir__() -> list[str]:
    return [*__all__]
