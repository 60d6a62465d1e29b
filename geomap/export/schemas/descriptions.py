"""What the columns of each table mean, in a sentence, and what their values are limited to; the order is that of the files."""

from __future__ import annotations

from typing import Any

from gazetteer.model import PlaceKind
from geomap.model import GeoMethod, Modality, Precision, Role, Toll

Constraints = dict[str, Any]

_SHARE: Constraints = {"minimum": 0, "maximum": 1}
_COUNT: Constraints = {"minimum": 0}
_LATITUDE: Constraints = {"minimum": -90, "maximum": 90}
_LONGITUDE: Constraints = {"minimum": -180, "maximum": 180}
_REQUIRED: Constraints = {"required": True}
_SHA256: Constraints = {"pattern": "[0-9a-f]{64}"}
_PRECISION: Constraints = {"enum": [precision.value for precision in Precision]}
_ALPHA_2: Constraints = {"pattern": "[A-Z]{2}"}

EVENTS = {
    "event_id": "Identifier, the same in every run; all reports of one incident share it.",
    "event_type": "Event type: the name in ACLED where ACLED has the category.",
    "sub_event_type": "Sub-event type: the name in ACLED where ACLED has the category.",
    "event_code": "PLOVER event type.",
    "emdat_code": "Key of the type in the disaster classification of EM-DAT.",
    "hazard_code": "UNDRR-ISC Hazard Information Profile (2025) of the type.",
    "glide_type": "Type of disaster in a GLIDE number.",
    "iptc_code": "IPTC Media Topic of the type.",
    "start_time": "Begin of the time within which the event happened, UTC.",
    "end_time": "End of that time, UTC, not included.",
    "event_date": "First local day at the place.",
    "event_date_end": "Last local day at the place, included.",
    "time_precision": "1 day, 2 week, 3 month (ACLED).",
    "published_time": "Publication time of the newest report, UTC.",
    "published_precision": "How exactly the publication time is known.",
    "place_name": "Name of the place in the gazetteer, or a relation such as 20 km east of Bakhmut.",
    "mention": "The words of the text that name the place.",
    "latitude": "Degrees, WGS 84; of an area a point inside it.",
    "longitude": "Degrees, WGS 84; of an area a point inside it.",
    "geo_precision": "1 the place itself, 2 near it or in part of a region, 3 a region or country (ACLED).",
    "where_prec": "1 exact to 7 unknown (UCDP).",
    "coordinate_uncertainty_m": "The event lies within this distance of the point, in metres.",
    "geo_method": "How the location was determined.",
    "gazetteer_id": "Identifier of the place in the gazetteer, such as geonames:713174.",
    "admin1": "First-level administrative unit; empty for an event of a whole country.",
    "admin2": "Second-level administrative unit.",
    "country": "ISO 3166-1 alpha-2 code of the country, or its name in tables of events that give no code.",
    "iso3": "ISO 3166-1 alpha-3 code of the country.",
    "iso3166_2": "ISO 3166-2 code of the first-level unit.",
    "pcode": "P-code of the raion or oblast in Ukraine; UA of the whole country.",
    "actor1": "First actor, in the style of ACLED.",
    "actor2": "Second actor.",
    "fatalities": "Number of people killed, including claims.",
    "fatalities_low": "Lower end of a range of people killed.",
    "fatalities_high": "Upper end of that range.",
    "fatalities_civilian": "Number of civilians killed.",
    "injured": "Number of people injured.",
    "injured_civilian": "Number of civilians injured.",
    "missing": "Number of people missing.",
    "displaced": "Number of people who fled or were evacuated.",
    "rescued": "Number of people rescued, or released from captivity.",
    "arrested": "Number of people arrested, detained or captured.",
    "ill": "Number of people who fell ill.",
    "losses_claimed": "Whether the counts contain losses that one side claims of the other.",
    "modality": "Whether the event is said to have happened.",
    "quote": "The sentence that the event is based on.",
    "quote_start": "Offset of the sentence in the text of the post, in code points.",
    "quote_end": "Offset of its end, not included.",
    "source": "Who published it.",
    "source_url": "Address of the post.",
    "post_id": "Identifier of the post.",
    "document_sha256": "SHA-256 of the document that the post was read from.",
    "retrieved_time": "When that document was fetched, UTC.",
    "source_event_id": "Identifier that the source gives the event.",
    "lang": "ISO 639-1 code of the language of the post.",
    "confidence": "Probability that an event of the post happened at the place.",
}

MORE = {
    "shown": "Whether the map shows the event; only where files list the unsure ones as well (--with-unsure).",
    "change": "What became of the event since an earlier run; only where one was compared (--since).",
    "change_before": "What the earlier run said of what is revised: type, place, date, toll or modality.",
}

POSTS = {
    "post_id": "Identifier of the post.",
    "source": "Who published it.",
    "title": "Headline, or the first sentence.",
    "published_time": "Publication time, UTC.",
    "published_precision": "How exactly the publication time is known.",
    "updated_time": "Time of the last edit that the page states, UTC.",
    "updated_precision": "How exactly that time is known.",
    "text": "The text that is interpreted, in Unicode NFC.",
    "lang": "ISO 639-1 code of the language.",
    "author": "Author.",
    "url": "Address.",
    "origin": "Name of the input.",
    "document_sha256": EVENTS["document_sha256"],
    "retrieved_time": EVENTS["retrieved_time"],
}

MENTIONS = {
    "post_id": "Identifier of the post.",
    "published_time": "Publication time of the post, UTC.",
    "published_precision": "How exactly that time is known.",
    "title": "Headline of the post.",
    "mention": "The words that name the place.",
    "start": "Offset of these words in the text of the post, in code points.",
    "end": "Offset of their end, not included.",
    "role": "How the words refer to the place.",
    "mention_confidence": "Probability that the words name a place.",
    "sentence": "The text around them.",
    "place_name": "Name of the place in the gazetteer.",
    "kind": "Kind of the place.",
    "gazetteer_id": EVENTS["gazetteer_id"],
    "admin1": "First-level administrative unit.",
    "country": "ISO 3166-1 alpha-2 code of the country.",
    "radius_m": "Radius of the place in metres.",
    "confidence": "Probability that the words name this place.",
}

REGIONS = {
    "gazetteer_id": EVENTS["gazetteer_id"],
    "name": "Name of the region or country.",
    "level": "Whether it is a country or a first-level unit.",
    "country": "ISO 3166-1 alpha-2 code of the country.",
    "iso3": EVENTS["iso3"],
    "iso3166_2": "ISO 3166-2 code of a first-level unit.",
    "pcode": "P-code of Ukraine or of a first-level unit of it.",
    "events": "Number of events in it.",
    "fatalities": "Number of people killed in these events.",
    "injured": "Number of people injured in these events.",
    "begun_by_day": "JSON object: the number of events in it that began on each local day.",
    "ended_by_day": "JSON object: the number of events in it that ended on each local day.",
}

PLACES = {
    "place_name": "Name of the place in most of its events.",
    "gazetteer_id": EVENTS["gazetteer_id"],
    "latitude": EVENTS["latitude"],
    "longitude": EVENTS["longitude"],
    "is_area": "Whether its events are in an area, such as a region.",
    **{name: EVENTS[name] for name in ("admin1", "country", "iso3", "iso3166_2", "pcode")},
    "event_type": "The most frequent event type of its events.",
    "events": "Number of events at it.",
    "fatalities": REGIONS["fatalities"],
    "injured": REGIONS["injured"],
    "first_date": "First day of its events.",
    "last_date": "Last day of its events.",
    "begun_by_day": "JSON object: the number of its events that began on each local day.",
    "ended_by_day": "JSON object: the number of its events that ended on each local day.",
}

TELLINGS = {
    "event_id": "Identifier of the event.",
    "post_id": "Identifier of the post that tells of it.",
    "published_time": "Publication time of the post, UTC.",
    "source": "Who published it.",
    "title": "Headline of the post.",
    "quote": "The sentence that tells of the event.",
    "start": "Offset of the sentence in the text of the post, in code points.",
    "end": "Offset of its end, not included.",
    "trigger": "The words that express the event.",
    "fatalities": "Number of people killed, as this post tells it.",
    "injured": "Number of people injured, as this post tells it.",
    "toll_quote": "The sentences that tell these counts, where the quotation does not.",
    "source_url": "Address of the post.",
}

DAYS = {
    "day": "A local day on which events began.",
    "next_day": "The day after it.",
    "events": "Number of events that lasted on that day.",
    "begun": "Number of events that began on it.",
    "fatalities": "Number of people killed in the events that began on it.",
    "injured": "Number of people injured in them.",
}

UNRESOLVED = {
    "post": "Identifier of the post.",
    "mention": "The name for which no place was found.",
    "place": "To be filled in: an id of the gazetteer, or a position.",
    "type": "To be filled in where an event is corrected.",
    "date": "To be filled in where an event is corrected.",
    "killed": "To be filled in where an event is corrected.",
    "injured": "To be filled in where an event is corrected.",
    "times": "How often the post has the name.",
    "quotation": "The text around the name.",
    "candidates": "Places that the name may mean, each with its id.",
    "reason": "Why none was chosen.",
    "title": "Headline of the post.",
    "published_time": "Publication time of the post, UTC.",
    "source_url": "Address of the post.",
    "origin": "Name of the input.",
}

LIMITS: dict[str, dict[str, Constraints]] = {
    "events": {
        "event_id": {**_REQUIRED, "unique": True},
        **dict.fromkeys(("event_type", "sub_event_type", "place_name", "source", "post_id"), _REQUIRED),
        "time_precision": {"enum": [1, 2, 3]},
        "published_precision": _PRECISION,
        "geo_precision": {"enum": [1, 2, 3]},
        "where_prec": {"minimum": 1, "maximum": 7},
        "latitude": _LATITUDE,
        "longitude": _LONGITUDE,
        "coordinate_uncertainty_m": _COUNT,
        "geo_method": {**_REQUIRED, "enum": [method.value for method in GeoMethod]},
        "iso3": {"pattern": "[A-Z]{3}"},
        "iso3166_2": {"pattern": "[A-Z]{2}-[A-Z0-9]{1,3}"},
        "pcode": {"pattern": "UA([0-9]{2,8})?"},
        **{name: _COUNT for name in Toll.__dataclass_fields__ if name != "losses_claimed"},
        "losses_claimed": _REQUIRED,
        "modality": {**_REQUIRED, "enum": [modality.value for modality in Modality]},
        "quote_start": _COUNT,
        "quote_end": _COUNT,
        "document_sha256": _SHA256,
        "confidence": {**_REQUIRED, **_SHARE},
    },
    "posts": {
        "post_id": _REQUIRED,
        "source": _REQUIRED,
        "published_precision": _PRECISION,
        "updated_precision": _PRECISION,
        "document_sha256": _SHA256,
    },
    "places": {
        "place_name": _REQUIRED,
        "latitude": {**_REQUIRED, **_LATITUDE},
        "longitude": {**_REQUIRED, **_LONGITUDE},
        "is_area": _REQUIRED,
        "event_type": _REQUIRED,
        "events": {**_REQUIRED, "minimum": 1},
        "fatalities": _COUNT,
        "injured": _COUNT,
    },
    "tellings": {
        **dict.fromkeys(("event_id", "post_id", "source"), _REQUIRED),
        **dict.fromkeys(("start", "end", "fatalities", "injured"), _COUNT),
    },
    "days": {
        "day": {**_REQUIRED, "unique": True},
        "next_day": _REQUIRED,
        "events": {**_REQUIRED, "minimum": 1},
        "begun": {**_REQUIRED, "minimum": 1},
        **dict.fromkeys(("fatalities", "injured"), _COUNT),
    },
    "mentions": {
        "post_id": _REQUIRED,
        "published_precision": _PRECISION,
        "start": {**_REQUIRED, **_COUNT},
        "end": {**_REQUIRED, **_COUNT},
        "role": {**_REQUIRED, "enum": [role.value for role in Role]},
        "mention_confidence": {**_REQUIRED, **_SHARE},
        "kind": {"enum": [kind.value for kind in PlaceKind]},
        "country": _ALPHA_2,
        "radius_m": _COUNT,
        "confidence": _SHARE,
    },
    "regions": {
        "name": _REQUIRED,
        "level": {**_REQUIRED, "enum": ["country", "admin1"]},
        "country": {**_REQUIRED, **_ALPHA_2},
        "events": {**_REQUIRED, "minimum": 1},
    },
    "unresolved": {"post": _REQUIRED, "mention": _REQUIRED, "times": {**_REQUIRED, "minimum": 1}},
}
