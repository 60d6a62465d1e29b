"""Words between two names in Spanish and French that state where the first lies.

"X, en el departamento de Y", "X, dans le cercle de Y", "X (Y)", "X, au nord du Y", "X, cerca de Y", "X, à 20 km de Y".
"""

from __future__ import annotations

import re

from geomap.resolve.said import DIRECTION_KM, NEAR_KM, SLACK, SLACK_KM, Force, Said

_ARTICLE = r"(?:(?:el|la|los|las|le|les)\s+|l['’]\s*)?"
OF = r"(?:de\s+los\s+|de\s+las\s+|de\s+la\s+|de\s+l['’]\s*|del\s+|des\s+|du\s+|de\s+|d['’]\s*)"
_UNIT = (
    r"(?:departamento|provincia|estado|municipio|regi[óo]n|cant[óo]n|distrito|partido|comarca|comunidad|"
    r"d[ée]partement|province|district|cercle|territoire|pr[ée]fecture|sous-pr[ée]fecture|commune|arrondissement|wilaya|gouvernorat|[ée]tat)"
)
_TOWN = r"(?:(?:ciudad|pueblo|localidad|municipio|puerto|ville|village|localit[ée]|commune)\s+)"
_SIDE = (
    r"(?:centro|norte|sur|este|oeste|noreste|noroeste|sureste|suroeste|nord|sud|est|ouest|centre|extr[êe]me-nord)(?:[-\s](?:est|ouest))?"
)
_IN = rf"(?:en|au|aux|à|dans)\s+{_ARTICLE}"
_PART = rf"(?:{_SIDE}\s+{OF})?"

MAY_BE_ROMANCE = re.compile(
    rf"(?i:\b(?:en|au|aux|dans|al|cerca|junto|del|du|des|de|d['’]|{_UNIT})\b|à|pr[èe]s\b|\ba\s+(?:unos\s+|casi\s+)?\d)"
)
"""Words without which no statement of this module is made: most texts are in other languages."""

CONTAINMENT = tuple(
    (said, re.compile(rf"(?i:{pattern})"))
    for said, pattern in (
        (Said(Force.FIRM, of_next=True), rf"\s*[,(]?\s*(?:{_IN})?{_ARTICLE}{_UNIT}\s+{OF}"),
        (Said(Force.FIRM, of_next=True), rf"\s*,\s*{_IN}{_PART}"),
        (Said(Force.FIRM, of_next=True), rf"\s*[(]\s*{_PART}"),
        (Said(Force.FIRM, of_next=True, needs_unit=True), rf"\s+{_IN}{_PART}"),
        (Said(Force.LOOSE, of_next=True), rf"\s*,\s*(?:al\s+|au\s+)?{_SIDE}\s+{OF}"),
        (Said(Force.FIRM, of_next=True), rf"\s*,\s*(?:la\s+)?capital[e]?\s+{OF}"),
    )
)
_NEAR = re.compile(
    rf"(?i:\s*,?\s*(?:cerca|junto|pr[èe]s|non\s+loin|no\s+lejos|aux\s+(?:environs|abords|portes)|à\s+proximit[ée])\s+(?:a\s+|{OF}){_ARTICLE}"
    rf"(?:{_TOWN}{OF})?)"
)
_DISTANCE = re.compile(
    rf"(?i:\s*[,(]?\s*(?:situ[ée]e?s?\s+|ubicad[oa]s?\s+)?(?:a|à)\s+(?:unos\s+|environ\s+|quelque\s+|casi\s+|pr[èe]s\s+de\s+)?"
    rf"(?P<far>\d+(?:[.,]\d+)?)\s*(?:km|kil[óo]metros?|kilom[èe]tres?)\s+(?:(?:al|au|à\s+l['’])\s*{_SIDE}\s+)?{OF}{_ARTICLE})"
)
_DIRECTION = re.compile(rf"(?i:\s*,?\s*(?:al|au|à\s+l['’])\s*{_SIDE}\s+{OF}(?:{_TOWN}{OF})?)")


def said_near(between: str) -> Said | None:
    """Return what words between two names say of how far the first is from the second; None for nothing."""
    found = _DISTANCE.fullmatch(between)
    if found is not None:
        return Said(Force.FIRM, of_next=True, limit_km=float(found["far"].replace(",", ".")) * SLACK + SLACK_KM)
    if _NEAR.fullmatch(between):
        return Said(Force.FIRM, of_next=True, limit_km=NEAR_KM)
    return Said(Force.FIRM, of_next=True, limit_km=DIRECTION_KM) if _DIRECTION.fullmatch(between) else None
