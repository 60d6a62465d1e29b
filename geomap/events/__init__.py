"""Which events posts tell: what, where, when, who, how many, who says so."""

from geomap.events.extractor import RuleExtractor

__all__ = ["RuleExtractor"]
