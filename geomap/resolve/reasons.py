"""Why a place was chosen, in words."""

from __future__ import annotations

import numpy as np

from geomap.model import Reason
from geomap.resolve.candidates import Floats

_MOST = 4
_LEAST = 0.25

_WORDS = {
    "people": "it has many inhabitants",
    "people_share": "it has the most inhabitants of all places of this name",
    "most_people": "it is the largest place of this name",
    "settlement_uncounted": "its number of inhabitants is not known",
    "names": "it is known by many names",
    "names_share": "it is known by more names than the others",
    "is_capital": "it is a capital",
    "is_seat": "it is the seat of its region",
    "is_country": "it is a country",
    "is_region": "it is a region",
    "is_district": "it is a district",
    "is_neighborhood": "it is a part of a town",
    "is_facility": "it is a facility",
    "is_water": "it is a water",
    "is_terrain": "it is a landform",
    "is_area": "it is an area without a border",
    "name_alternate": "the name is one of its other names",
    "name_short": "the name is its short name",
    "name_historic": "the name is a former one",
    "name_colloquial": "the name is a colloquial one",
    "name_abbreviation": "the name is its abbreviation",
    "name_transliterated": "the name is a transliteration",
    "name_demonym": "the word is its adjective",
    "form_unit_added": "the name with its kind of unit fits",
    "form_unit_dropped": "only the name without its kind of unit fits",
    "form_transliterated": "the name fits in another script",
    "form_inflected": "an inflected form of its name fits",
    "form_adjective": "an adjective from its name fits",
    "stripped": "the name fits only with words left out",
    "approximate": "its position is known only roughly",
    "like_main_name": "the name is like its main name",
    "hint_fits": "the words beside the name say its kind",
    "hint_clashes": "the words beside the name say another kind",
    "held": "the text names what it lies in beside it",
    "holder_differs": "the text places it elsewhere",
    "sentence_held": "the sentence names its region or district",
    "bare_region": "a town inside it bears the same name",
    "bare_other": "a town beside it bears the same name",
    "country_share": "other names in the text are in its country",
    "admin1_share": "other names in the text are in its region",
    "admin2_share": "other names in the text are in its district",
    "country_named": "the text names its country",
    "admin1_named": "the text names its region",
    "admin2_named": "the text names its district",
    "holds_named": "places inside it are named in the text",
    "near": "it is near to other places in the text",
    "close": "it is close to other places in the text",
    "sentence_near": "a place near to it is named in the same sentence",
    "nearest": "a place near to it is named in the text",
    "alone": "no other name in the text helps",
    "beat_country": "the publisher's other posts are about its country",
    "beat_admin1": "the publisher's other posts are about its region",
    "beat_admin2": "the publisher's other posts are about its district",
    "beat_near": "the publisher's other posts are about places near to it",
    "beat_close": "the publisher's other posts are about places close to it",
    "home": "it is in the home country",
}


def reasons_for(names: tuple[str, ...], contributions: Floats) -> tuple[Reason, ...]:
    """Put the strongest of ``contributions`` (weights times features, against the runner-up if any) into words."""
    order = np.argsort(-np.abs(contributions), kind="stable")[:_MOST]
    return tuple(
        Reason(text=_WORDS[names[at]], weight=round(float(contributions[at]), 3)) for at in order if abs(contributions[at]) >= _LEAST
    )
