"""Which events the files list besides those of the map: on request those that were too unsure for it, marked as not shown."""

from __future__ import annotations

from dataclasses import replace

from geomap.model import Analysis


def unsure_listed(analysis: Analysis) -> Analysis:
    """Return the analysis with each event marked as shown or not; its files then list the unsure events as well.

    An event of the earlier run that is now unsure is listed once, as withdrawn.
    """
    gone = {event.id for event in analysis.withdrawn}
    return replace(
        analysis,
        events=tuple(replace(event, shown=True) for event in analysis.events),
        unsure=tuple(replace(event, shown=False) for event in analysis.unsure if event.id not in gone),
        withdrawn=tuple(replace(event, shown=False) for event in analysis.withdrawn),
    )
