"""Streets for a page without network: the tiles of a PMTiles archive that its events need, made small and carried in the page.

An optional part: it is imported only where a base map is given (``--basemap``), and nothing else of geomap depends on it.
"""

from geomap.render.streets.archive import Archive
from geomap.render.streets.cut import Cut, cut

__all__ = ["Archive", "Cut", "cut"]
