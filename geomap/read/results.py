"""What geomap wrote into a folder, told by its names: it came out of pages, and as a page it would come in again.

People map a folder into a folder of it, and do so again the next day.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet

MAP = frozenset({"map.html", "report.json", "unresolved.csv"})
PREVIEW = "preview.png"
BESIDE_MAP = frozenset({PREVIEW, "watch.json"})
EVENTS = "events."  # whatever the format
CHARTS = frozenset({"report.html", "report.md"})
BESIDE_CHARTS = frozenset({"report.png"})


def results_among(names: AbstractSet[str]) -> frozenset[str]:
    """Give those of the ``names`` in a folder that are of a map or of charts; none where one of what always comes is missing."""
    of_map = names >= MAP
    of_charts = names >= CHARTS
    return frozenset(
        name
        for name in names
        if (of_map and (name in MAP | BESIDE_MAP or name.startswith(EVENTS))) or (of_charts and name in CHARTS | BESIDE_CHARTS)
    )
