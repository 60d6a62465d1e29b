"""What an editing page has to know of corrections."""

from __future__ import annotations

from pathlib import Path

from geomap.corrections.lines import ALL_COLUMNS, COUNTS, is_sub_type, read_fields
from geomap.events.geometry import PRECISION
from geomap.events.ontology import event_types
from geomap.render.desk import Desk


def desk_with(corrections: Path | None = None) -> Desk:
    """Return what makes a page one for editing, for the extras of a page.

    Args:
        corrections: The file of corrections of the run; its lines come before those that are made in the page.

    Returns:
        The columns of a file of corrections, the types of events, and the lines of the file.

    Raises:
        InputMissingError: There is no such file.
        UnreadableError: It is not a table with the columns of one.
    """
    return Desk(
        columns=ALL_COLUMNS,
        counts=COUNTS,
        types=tuple(sorted((kind.type, kind.sub_type) for name, kind in event_types().items() if is_sub_type(name))),
        precisions={kind.value: codes[0] for kind, codes in PRECISION.items()},
        lines=() if corrections is None else tuple(fields for _, fields in read_fields(corrections)),
    )
