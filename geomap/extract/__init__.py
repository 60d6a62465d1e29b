"""Which events posts tell: what, where, when, who, how many, who says so."""

from geomap.extract.corrections import Corrections, no_place
from geomap.extract.extractor import RuleExtractor

__all__ = ["Corrections", "RuleExtractor", "no_place"]
