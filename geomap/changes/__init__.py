"""What changed since an earlier run: which of its events are the same as those of now, and in what they differ."""

from geomap.changes.compare import compared
from geomap.changes.earlier import Earlier, earlier_in, read_earlier

__all__ = ["Earlier", "compared", "earlier_in", "read_earlier"]
