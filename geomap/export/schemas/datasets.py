"""What the columns of other datasets hold in the files that geomap writes, and what their values are limited to."""

from __future__ import annotations

from typing import Any

from geomap.export.table import DATE, INTEGER, REAL
from geomap.model import Modality

Constraints = dict[str, Any]

_REQUIRED: Constraints = {"required": True}
_COUNT: Constraints = {"minimum": 0}
_LATITUDE: Constraints = {"minimum": -90, "maximum": 90}
_LONGITUDE: Constraints = {"minimum": -180, "maximum": 180}
_EMPTY = "Empty: only {} can fill it."

ACLED = {
    "event_id_cnty": "Identifier of the event.",
    "event_date": "The day, or the middle of a range of days.",
    "year": "Year of that day.",
    "time_precision": "1 day, 2 week, 3 month.",
    "disorder_type": "Disorder type, by the event type.",
    "event_type": "Event type; Strategic developments for an event that ACLED does not have.",
    "sub_event_type": "Sub-event type; Other for an event that ACLED does not have.",
    "actor1": "First actor.",
    "assoc_actor_1": _EMPTY.format("ACLED"),
    "inter1": "Kind of the first actor, where its name tells it.",
    "actor2": "Second actor.",
    "assoc_actor_2": _EMPTY.format("ACLED"),
    "inter2": "Kind of the second actor, where its name tells it.",
    "interaction": "Kinds of both actors.",
    "civilian_targeting": "Civilian targeting, by the event type.",
    "iso": "ISO 3166-1 number of the country.",
    "region": _EMPTY.format("ACLED"),
    "country": "Name of the country.",
    "admin1": "First-level administrative unit.",
    "admin2": "Second-level administrative unit.",
    "admin3": _EMPTY.format("ACLED"),
    "location": "Name of the place.",
    "latitude": "Degrees, WGS 84.",
    "longitude": "Degrees, WGS 84.",
    "geo_precision": "1 the place itself, 2 near it or in part of a region, 3 a region or country.",
    "source": "Who published it.",
    "source_scale": _EMPTY.format("ACLED"),
    "notes": "The sentence that the event is based on.",
    "fatalities": "Number of people killed.",
    "tags": "column=value of the columns of geomap that the others do not hold, separated by semicolons.",
    "timestamp": "Publication time in seconds since 1970.",
}
ACLED_TYPES = {
    "event_date": DATE,
    **dict.fromkeys(("year", "time_precision", "iso", "geo_precision", "fatalities", "timestamp"), INTEGER),
    **dict.fromkeys(("latitude", "longitude"), REAL),
}

_UCDP_ONLY = (
    *("relid", "active_year", "code_status", "conflict_dset_id", "conflict_new_id", "conflict_name", "dyad_dset_id", "dyad_new_id"),
    *("side_a_dset_id", "side_a_new_id", "side_b_dset_id", "side_b_new_id", "source_headline", "source_original", "where_description"),
    *("country_id", "region", "event_clarity", "deaths_a", "deaths_b", "gwnoa", "gwnob"),
)
UCDP = {
    **dict.fromkeys(_UCDP_ONLY, _EMPTY.format("UCDP")),
    "id": "Identifier of the event.",
    "year": "Year of the first day.",
    "type_of_violence": "1 state-based, 2 non-state, 3 one-sided.",
    "dyad_name": "Both actors.",
    "side_a": "First actor.",
    "side_b": "Second actor.",
    "number_of_sources": "1: the newest report.",
    "source_article": "The sentence that the event is based on.",
    "source_office": "Who published it.",
    "source_date": "Day of publication.",
    "where_prec": "1 exact to 7 unknown.",
    "where_coordinates": "Name of the place.",
    "adm_1": "First-level administrative unit.",
    "adm_2": "Second-level administrative unit.",
    "latitude": "Degrees, WGS 84.",
    "longitude": "Degrees, WGS 84.",
    "geom_wkt": "The point as well-known text.",
    "priogrid_gid": "Cell of PRIO-GRID 2.0.",
    "country": "Name of the country.",
    "date_prec": "1 a day, 2 two to six days, 3 a week, 4 a month, 5 a year.",
    "date_start": "First local day.",
    "date_end": "Last local day, included.",
    "deaths_civilians": "Number of civilians killed.",
    "deaths_unknown": "Number of people killed who are not described as civilians.",
    "best": "Number of people killed.",
    "high": "Upper end of a range of people killed.",
    "low": "Lower end of that range.",
    "geomap": "column=value of the columns of geomap that the others do not hold, separated by semicolons.",
}
UCDP_TYPES = {
    **dict.fromkeys(("date_start", "date_end", "source_date"), DATE),
    **dict.fromkeys(("latitude", "longitude"), REAL),
    **dict.fromkeys(("year", "type_of_violence", "number_of_sources", "where_prec", "priogrid_gid", "date_prec"), INTEGER),
    **dict.fromkeys(("deaths_civilians", "deaths_unknown", "best", "high", "low"), INTEGER),
}

_COUNTS = (
    "killed", "injured", "missing", "displaced", "rescued", "arrested", "ill",
    "killed_low", "killed_high", "killed_civilian", "injured_civilian",
)  # fmt: skip
CORRECTIONS = {
    "event_id": "The event that the line is about; added: and a name of one's own for an event that is added.",
    "post": "Id or address of the post, or words of its text.",
    "mention": "The words of the text that name the place; empty for every place of the post.",
    "place": "Id of the gazetteer, latitude and longitude, a name, or not a place.",
    "name": "Name of a place that is given by its position.",
    "type": "Sub-event type, or not an event.",
    "date": "Local day at the place, or first and last day with a slash between.",
    "modality": "reported, claimed, denied, planned, hypothetical or background.",
    **{name: f"Number of people: {name.replace('_', ', ')}; none for no such figure." for name in _COUNTS},
    "same_as": "Id of the event that this one is part of.",
    "quote": "Words that tell an event that is added.",
    "source": "Source of the words.",
    "url": "Address of the words.",
    "status": "proposed, checked or rejected; a rejected line is not applied.",
    "author": "Who made the line.",
    "reason": "Why.",
    "corrected_on": "Day on which the line was made.",
    "previous": "What the line replaces, as JSON by column.",
}

LIMITS: dict[str, dict[str, Constraints]] = {
    "corrections": {
        "status": {"enum": ["proposed", "checked", "rejected"]},
        "modality": {"enum": [modality.value for modality in Modality]},
    },
    "acled": {
        "event_id_cnty": {**_REQUIRED, "unique": True},
        **dict.fromkeys(("disorder_type", "event_type", "sub_event_type", "location", "source"), _REQUIRED),
        "time_precision": {"enum": [1, 2, 3]},
        "geo_precision": {"enum": [1, 2, 3]},
        "latitude": _LATITUDE,
        "longitude": _LONGITUDE,
        "fatalities": _COUNT,
    },
    "ucdp": {
        "id": {**_REQUIRED, "unique": True},
        "type_of_violence": {**_REQUIRED, "enum": [1, 2, 3]},
        "where_prec": {"minimum": 1, "maximum": 7},
        "date_prec": {"minimum": 1, "maximum": 5},
        "latitude": _LATITUDE,
        "longitude": _LONGITUDE,
        "priogrid_gid": {"minimum": 1, "maximum": 259200},
        **dict.fromkeys(("deaths_civilians", "deaths_unknown", "best", "high", "low"), _COUNT),
    },
}
