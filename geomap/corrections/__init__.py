"""The user's corrections of places and events: the lines of a file, and what they make of the results."""

from geomap.corrections.applied import Corrections
from geomap.corrections.lines import COLUMNS, Correction, read_corrections
from geomap.corrections.places import no_place

__all__ = ["COLUMNS", "Correction", "Corrections", "no_place", "read_corrections"]
