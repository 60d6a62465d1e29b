"""GeoNames' feature codes as kinds of places."""

from __future__ import annotations

from gazetteer.model import PlaceKind

# By the code where the class alone would mislead, else by the class. https://www.geonames.org/export/codes.html
_BY_CODE = {
    "PCL": PlaceKind.COUNTRY,
    "PCLD": PlaceKind.COUNTRY,
    "PCLF": PlaceKind.COUNTRY,
    "PCLI": PlaceKind.COUNTRY,
    "PCLS": PlaceKind.COUNTRY,
    "PCLIX": PlaceKind.REGION,
    "ADM1": PlaceKind.REGION,
    "ADM1H": PlaceKind.REGION,
    "TERR": PlaceKind.AREA,
    "LTER": PlaceKind.AREA,
    "PCLH": PlaceKind.AREA,
    "ZN": PlaceKind.AREA,
    "ZNB": PlaceKind.AREA,
    "PPLX": PlaceKind.NEIGHBORHOOD,
    "MILB": PlaceKind.FACILITY,
    "NVB": PlaceKind.FACILITY,
    "PRT": PlaceKind.FACILITY,
    "INDS": PlaceKind.FACILITY,
    "COLF": PlaceKind.FACILITY,
    "OILF": PlaceKind.FACILITY,
    "GASF": PlaceKind.FACILITY,
    "ISL": PlaceKind.TERRAIN,
}
_BY_CLASS = {
    "A": PlaceKind.DISTRICT,
    "P": PlaceKind.SETTLEMENT,
    "S": PlaceKind.FACILITY,
    "R": PlaceKind.FACILITY,
    "H": PlaceKind.WATER,
    "U": PlaceKind.WATER,
    "T": PlaceKind.TERRAIN,
    "V": PlaceKind.TERRAIN,
    "L": PlaceKind.AREA,
}
_HISTORIC = frozenset({"ADM1H", "ADM2H", "ADM3H", "ADM4H", "ADMDH", "PCLH", "PPLH", "PPLCH", "PPLQ", "PPLW"})


def kind_of(feature_class: str, feature_code: str) -> PlaceKind:
    """The kind of a place by GeoNames' class (one letter) and code; an area where neither is known."""
    return _BY_CODE.get(feature_code) or _BY_CLASS.get(feature_class, PlaceKind.AREA)


def is_historic(feature_code: str) -> bool:
    """Whether the place is no more: a former unit, an abandoned or destroyed settlement."""
    return feature_code in _HISTORIC
