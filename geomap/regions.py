"""The countries and first-level regions in which events lie, with their outlines; names of both and of places in other languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from operator import attrgetter

from gazetteer import Gazetteer, PlaceKind
from gazetteer.iso3166 import alpha_2, alpha_3
from gazetteer.model import NameStatus, Place
from gazetteer.unit_codes import units_with
from geomap.model import Event, GeoMethod, Mention, Region, Resolution, Where
from geomap.units import units_at

# A point that came with a table has no place of the gazetteer: the region of the nearest town is looked at, if that is not further.
FARTHEST_KM = 60.0
# Languages other than English that a page may be written in.
PAGE_LANGUAGES = ("uk",)
_REGION_PRECISION, _PROVINCE = 3, 4  # of ACLED and of UCDP
ALL_SPELLINGS = "*"  # the key of names that are searched for and not shown
MOST_SPELLINGS = 15_000  # characters, of which a page has room for so many
_PROPER = (NameStatus.OFFICIAL, NameStatus.ALTERNATE)  # in this order

_FIELDS = tuple(field.name for field in fields(Event))
_fields_of = attrgetter(*_FIELDS)
_fields_of_where = attrgetter(*(field.name for field in fields(Where)))  # a tuple of them is looked up faster than the class
_PUT = [getattr(Event, name).__set__ for name in _FIELDS]  # as a frozen class fills its own slots
_PUT_WHERE = _PUT[_FIELDS.index("where")]


def regions_of(events: Sequence[Event], gazetteer: Gazetteer) -> tuple[Region, ...]:
    """Return each country and first-level region that may hold an event.

    Args:
        events: The events; one without a place and a position has no region.
        gazetteer: Where the regions are looked up.

    Returns:
        The regions sorted by country, first-level code and id.
    """
    wheres = [event.where for event in events]
    places = {place.id: place for where in wheres for place in (where.place, where.lies_in) if place}
    found: dict[str, Region] = {}
    seen: set[str] = set()
    for place in (*places.values(), *_towns_near(events, gazetteer)):
        fresh = [id_ for id_ in (place.id, *place.within) if id_ not in seen]
        seen.update(fresh)
        for unit in (place, *(unit for id_ in fresh for unit in _with_ancestors(id_, gazetteer))):
            if unit.id not in found and (region := _region(unit, gazetteer)):
                found[unit.id] = region
    return tuple(sorted(found.values(), key=lambda region: (region.country, region.admin1 or "", region.id)))


def with_country_codes(events: Sequence[Event], gazetteer: Gazetteer) -> list[Event]:
    """Return events of tables with the code of the country that they state in words; None for one that the gazetteer lacks.

    Args:
        events: The events; those without a stated country stay as they are.
        gazetteer: Where countries are looked up by name.
    """
    codes: dict[str, str | None] = {}
    coded = []
    for event in events:
        stated = event.where.stated
        if stated is None or stated[0] is None:
            coded.append(event)
            continue
        if stated[0] not in codes:
            codes[stated[0]] = _country_code(stated[0], gazetteer)
        if codes[stated[0]] == stated[0]:
            coded.append(event)
        else:
            coded.append(replace(event, where=replace(event.where, stated=(codes[stated[0]], *stated[1:]))))
    return coded


def at_units(events: Sequence[Event], gazetteer: Gazetteer) -> list[Event]:
    """Return events of tables with the unit that their point lies in; those that state only the code of a unit at that unit.

    Args:
        events: The events, with the codes of their countries.
        gazetteer: Where the units are.
    """
    told = [_fields_of_where(event.where) for event in events]
    distinct = dict(zip(told, (event.where for event in events), strict=True))  # a table names the same places again and again
    bare = [where for where in distinct.values() if where.unit is None and where.method is GeoMethod.TABLE]
    points = list(dict.fromkeys((where.lat, where.lon) for where in bare if where.lat is not None and where.lon is not None))
    units = dict(zip(points, units_at(points, gazetteer), strict=True)) if points else {}
    within = {_fields_of_where(where): _in_unit(where, units) for where in bare}
    coded = []
    for event, fields_told in zip(events, told, strict=True):
        where = within.get(fields_told, event.where)
        if where.lat is None:
            where = _at_unit(event, gazetteer)
        coded.append(event if where is event.where else _placed(event, where))
    return coded


def _placed(event: Event, where: Where) -> Event:
    """Return an event at another location; `dataclasses.replace` takes three times as long, for a table of a million events 10 s."""
    made = object.__new__(Event)
    for put, value in zip(_PUT, _fields_of(event), strict=True):
        put(made, value)
    _PUT_WHERE(made, where)
    return made


def _in_unit(where: Where, units: Mapping[tuple[float, float], Sequence[Place]]) -> Where:
    """Return the location of a table with the unit that holds it, unless the table states another country."""
    if where.lat is None or where.lon is None:
        return where
    unit = next(iter(units[where.lat, where.lon]), None)
    stated = where.stated[0] if where.stated else None
    return where if unit is None or stated not in {None, unit.country} else replace(where, lies_in=unit)


def _at_unit(event: Event, gazetteer: Gazetteer) -> Where:
    where, code = event.where, event.where.stated[1] if event.where.stated else None
    unit = next((unit for one in units_with(iso=code, code=code) if (unit := gazetteer.place(one))), None) if code else None
    if unit is None:
        return where
    mention = Mention(post_id=event.evidence[0].post_id, start=0, end=len(where.name), text=where.name, confidence=1.0)
    return replace(
        where,
        resolution=Resolution(mention=mention, place=unit, confidence=1.0),
        lat=unit.lat,
        lon=unit.lon,
        radius_m=unit.radius_m,
        geo_precision=_REGION_PRECISION,
        where_prec=_PROVINCE,
        area=gazetteer.outline(unit.id),
        name=unit.name,
    )


def _country_code(written: str, gazetteer: Gazetteer) -> str | None:
    if alpha_3(written) is not None:
        return written
    if (short := alpha_2(written)) is not None:
        return short
    for name in (written, written.partition("(")[0], written.partition("(")[2].rstrip(")")):  # UCDP: "Myanmar (Burma)"
        found = gazetteer.lookup(name.strip(), kinds={PlaceKind.COUNTRY}, limit=1, fuzzy=False) if name.strip() else []
        if found:
            return found[0].place.country
    return None


def names_of(events: Sequence[Event], regions: Sequence[Region], gazetteer: Gazetteer) -> dict[str, dict[str, str]]:
    """Return the names of the places of events and of ``regions`` in the languages of pages other than English.

    Args:
        events: The events.
        regions: Further places to name.
        gazetteer: Where the names are looked up.

    Returns:
        Names by language and id; ids without a name in a language are missing. Under ``ALL_SPELLINGS`` are all names of an id, a line
        each, for searching: as many as fit into ``MOST_SPELLINGS`` characters.
    """
    ids = dict.fromkeys([event.where.place.id for event in events if event.where.place] + [region.id for region in regions])
    found: dict[str, dict[str, str]] = {language: {} for language in PAGE_LANGUAGES}
    spellings: dict[str, str] = {}
    room = MOST_SPELLINGS
    for id_ in ids:
        for language, name in proper_names(id_, gazetteer).items():
            if language in found:
                found[language][id_] = name
        told = "\n".join(dict.fromkeys(name.text for name in gazetteer.names(id_)))
        room -= len(told)
        if room >= 0 and "\n" in told:
            spellings[id_] = told
    return {**found, ALL_SPELLINGS: spellings}


def proper_names(id_: str, gazetteer: Gazetteer) -> dict[str, str]:
    """Return the name of a place in each language that has one, the official name before others."""
    found: dict[str, str] = {}
    for name in sorted((name for name in gazetteer.names(id_) if name.status in _PROPER), key=lambda name: _PROPER.index(name.status)):
        if name.language is not None:
            found.setdefault(name.language, name.text)
    return found


def _towns_near(events: Iterable[Event], gazetteer: Gazetteer) -> Iterator[Place]:
    """Return the towns nearest to points that came without a place."""
    bare = (event.where for event in events if event.where.unit is None and event.where.method is GeoMethod.TABLE)
    points = sorted({(where.lat, where.lon) for where in bare if where.lat is not None and where.lon is not None})
    if not points:
        return
    rows, distances = gazetteer.nearest([lat for lat, _ in points], [lon for _, lon in points], kinds={PlaceKind.SETTLEMENT})
    for row in sorted(set(rows[distances <= FARTHEST_KM].tolist())):
        yield gazetteer.place_at(row)


def _with_ancestors(id_: str, gazetteer: Gazetteer) -> tuple[Place, ...]:
    known = gazetteer.place(id_)
    return () if known is None else (known, *gazetteer.ancestors(id_))


def _region(unit: Place, gazetteer: Gazetteer) -> Region | None:
    """Return a unit of the two levels as a region, None for any other place."""
    if unit.country is None or unit.kind not in {PlaceKind.COUNTRY, PlaceKind.REGION}:
        return None
    admin1 = None if unit.kind is PlaceKind.COUNTRY else unit.admin1
    if admin1 is None and unit.kind is PlaceKind.REGION:
        return None
    return Region(id=unit.id, name=unit.name, country=unit.country, admin1=admin1, area=gazetteer.outline(unit.id))
