"""Which events posts tell: what, where, when, who, how many, who says so."""

from geomap.events.extractor import RuleExtractor
from geomap.events.gated import GatedExtractor
from geomap.events.kinds_of_words import typed_by_words

__all__ = ["GatedExtractor", "RuleExtractor", "typed_by_words"]
