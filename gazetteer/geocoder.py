"""The gazetteer as a geocoder of geopy, so that anything that takes such a geocoder works offline.

from geopandas.tools import geocode
geocode(["Bilohorivka, Luhansk region", "Kramatorsk"], provider=LocalGeocoder)
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from geopy.adapters import URLLibAdapter
from geopy.exc import ConfigurationError, GeocoderQueryError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from gazetteer.errors import GazetteerError
from gazetteer.lookup import Gazetteer
from gazetteer.model import Candidate, Place, PlaceKind

_MOST_ANSWERS = 10
_REVERSE_KINDS = frozenset((PlaceKind.SETTLEMENT, PlaceKind.NEIGHBORHOOD))
_REVERSE_KM = 50.0


class LocalGeocoder(Geocoder):  # type: ignore[misc]  # geopy is not typed
    """A geopy geocoder that looks names up in the gazetteer and asks no server."""

    def __init__(self, gazetteer: Gazetteer | Path | str | None = None, *, country: str | None = None, **options: Any) -> None:  # noqa: ANN401 -- geopy's own options
        """Make a geocoder.

        Args:
            gazetteer: An open gazetteer or the folder of one; None for the default.
            country: Only places of this country (ISO 3166-1 alpha-2).
            options: geopy's own, such as ``timeout``; those about the network have no effect.

        Raises:
            ConfigurationError: There is no such gazetteer.
        """
        super().__init__(**{**options, "adapter_factory": URLLibAdapter})  # the lightest one; it is never asked
        self._country = country
        self._options = options
        try:
            self._gazetteer = gazetteer if isinstance(gazetteer, Gazetteer) else Gazetteer.open(Path(gazetteer) if gazetteer else None)
        except GazetteerError as error:
            raise ConfigurationError(str(error)) from error

    def __reduce__(self) -> tuple[Any, ...]:
        return _unpickled, (type(self), self._gazetteer, self._country, self._options)

    def geocode(  # noqa: PLR0913 -- geopy's signature and what narrows a look-up
        self,
        query: str,
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,  # noqa: ANN401 -- geopy's sentinel
        within: str | None = None,
        kinds: Collection[PlaceKind] | None = None,
        limit: int = _MOST_ANSWERS,
    ) -> Location | list[Location] | None:
        """Return the place that ``query`` names, or with ``exactly_one=False`` all that it may name; None for nothing.

        ``Location.raw`` has what the gazetteer knows: id, kind, radius_m, method, similarity and more.

        Raises:
            GeocoderQueryError: The query is not text.
        """
        del timeout
        if not isinstance(query, str):
            raise GeocoderQueryError(f"a place's name should be text, not {type(query).__name__}")
        found = self._gazetteer.lookup(query, within=within, kinds=kinds, country=self._country, limit=limit)
        return _answers([_location(one.place, one) for one in found if one.place.lat is not None], exactly_one=exactly_one)

    def reverse(
        self,
        query: Point | str | Sequence[float],
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,  # noqa: ANN401 -- geopy's sentinel
        limit: int = _MOST_ANSWERS,
        radius_km: float = _REVERSE_KM,
    ) -> Location | list[Location] | None:
        """Return the settlement or neighbourhood nearest to a point, or all within ``radius_km``, nearest first; None for none.

        Raises:
            GeocoderQueryError: The query is not a point.
        """
        del timeout
        try:
            point = Point(query)
        except (ValueError, TypeError) as error:
            raise GeocoderQueryError(f"{query!r} is not a point: give latitude and longitude in degrees") from error
        near = self._gazetteer.near(point.latitude, point.longitude, radius_km=radius_km, kinds=_REVERSE_KINDS, limit=limit, located=True)
        return _answers([_location(place, distance_km=distance) for place, distance in near], exactly_one=exactly_one)


def _unpickled(kind: type[LocalGeocoder], gazetteer: Gazetteer, country: str | None, options: dict[str, Any]) -> LocalGeocoder:
    return kind(gazetteer, country=country, **options)


def _answers(locations: list[Location], *, exactly_one: bool) -> Location | list[Location] | None:
    if not locations:
        return None
    return locations[0] if exactly_one else locations


def _location(place: Place, candidate: Candidate | None = None, *, distance_km: float | None = None) -> Location:
    raw: dict[str, Any] = {name: getattr(place, name) for name in Place.__slots__}
    if candidate is not None:
        raw |= {"matched": candidate.name.text, "method": candidate.method.value, "similarity": candidate.similarity}
    if distance_km is not None:
        raw["distance_km"] = distance_km
    address = ", ".join(dict.fromkeys(part for part in (place.name, place.admin2, place.admin1, place.country) if part))
    return Location(address, (place.lat, place.lon), raw)
