"""Which events posts tell: what, where, when, who, how many, who says so."""

from geomap.events.corrections import Corrections, no_place
from geomap.events.extractor import RuleExtractor

__all__ = ["Corrections", "RuleExtractor", "no_place"]
