"""What a feature of a vector tile is drawn as, in the three schemas that are in use: Protomaps, OpenMapTiles, Shortbread.

A role is what the page's script knows how to draw: ``land``, ``water``, ``green``, ``built``, ``building``, ``stream``, ``rail``,
``road0`` (paths) to ``road3`` (motorways), ``border1`` (regions), ``border2`` (countries), ``street`` (a name along a line), and
``place`` with the zoom from which its name is written.
"""

from __future__ import annotations

from collections.abc import Mapping

POINT, LINE, AREA = 1, 2, 3
Tags = Mapping[str, str | int | float | bool]

_GREEN = frozenset(
    (
        "allotments",
        "cemetery",
        "forest",
        "garden",
        "golf_course",
        "grass",
        "grassland",
        "heath",
        "meadow",
        "national_park",
        "nature_reserve",
        "orchard",
        "park",
        "playground",
        "protected_area",
        "recreation_ground",
        "scrub",
        "village_green",
        "vineyard",
        "wood",
    )
)
_BUILT = frozenset(("built_up", "commercial", "industrial", "neighbourhood", "quarter", "residential", "retail", "suburb", "urban_area"))
_WAYS = {
    "road3": ("highway", "motorway", "motorway_link", "trunk", "trunk_link"),
    "road2": ("major_road", "medium_road", "primary", "primary_link", "secondary", "secondary_link", "tertiary", "tertiary_link"),
    "road1": ("busway", "living_street", "minor", "minor_road", "pedestrian", "residential", "road", "service", "street", "unclassified"),
    "road0": ("bridleway", "cycleway", "footway", "path", "steps", "track"),
    "rail": ("light_rail", "narrow_gauge", "rail", "subway", "tram", "transit"),
}
_ROLE_OF_WAY = {kind: role for role, kinds in _WAYS.items() for kind in kinds}
_PLACES = {
    "city": 7,
    "town": 9,
    "village": 11,
    "borough": 11,
    "suburb": 12,
    "quarter": 13,
    "neighbourhood": 13,
    "macrohood": 12,
    "hamlet": 13,
}
_AREAS = {
    "earth": "land",
    "ocean": "water",
    "water": "water",
    "water_polygons": "water",
    "building": "building",
    "buildings": "building",
    "park": "green",
}
_COVERS = frozenset(("land", "landcover", "landuse"))
_STREAMS = frozenset(("water", "waterway", "water_lines", "physical_line"))
_ROADS = frozenset(("roads", "streets", "transit", "transportation"))
_STREET_NAMES = frozenset(("street_labels", "transportation_name"))
_BORDERS = frozenset(("boundaries", "boundary"))
_NAMED_PLACES = frozenset(("place", "place_labels", "places"))
LAYERS = frozenset(_AREAS) | _COVERS | _STREAMS | _ROADS | _STREET_NAMES | _BORDERS | _NAMED_PLACES


def role_of(layer: str, geometry: int, tags: Tags) -> str | None:
    """Give the role of a feature of ``layer``; None for what the page does not draw."""
    kind = str(tags.get("kind", tags.get("class", "")))
    if geometry == AREA:
        return _AREAS.get(layer) or (("green" if kind in _GREEN else "built" if kind in _BUILT else None) if layer in _COVERS else None)
    if geometry == LINE:
        return _line(layer, kind, tags)
    detail = str(tags.get("kind_detail", kind))
    return (
        f"place{_PLACES.get(detail, _PLACES.get(kind, 14))}"
        if layer in _NAMED_PLACES and kind not in ("country", "region", "state")
        else None
    )


def _line(layer: str, kind: str, tags: Tags) -> str | None:
    if layer in _ROADS:
        detail = _ROLE_OF_WAY.get(str(tags.get("kind_detail", "")))
        return "rail" if tags.get("rail") is True else detail if detail == "road3" else _ROLE_OF_WAY.get(kind)
    if layer in _BORDERS:
        level = tags.get("admin_level", {"country": 2, "region": 4}.get(kind))
        return None if tags.get("maritime") in (1, True) else {2: "border2", 4: "border1"}.get(level) if isinstance(level, int) else None
    return "stream" if layer in _STREAMS else "street" if layer in _STREET_NAMES else None


def name_of(tags: Tags, language: str) -> str | None:
    """Give the name in ``language`` where the tile has it, else its main one."""
    keys = (f"name:{language}", f"name_{language}", *(("name:latin",) if language == "en" else ()), "name")
    return next((str(tags[key]) for key in keys if tags.get(key)), None)
