"""Which events posts tell: what, where, when, who, how many, who says so."""

from geomap.events.extractor import RuleExtractor
from geomap.events.gated import GatedExtractor

__all__ = ["GatedExtractor", "RuleExtractor"]
