"""Streets for a page without network: the tiles of a PMTiles archive that its events need, made small and carried in the page."""

from geomap.render.streets.archive import Archive
from geomap.render.streets.cut import DEFAULT_BUDGET_BYTES, Cut, cut

__all__ = ["DEFAULT_BUDGET_BYTES", "Archive", "Cut", "cut"]
