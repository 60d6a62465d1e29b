"""Write docs/reference/event-codes.md from the table of event types: python tools/event_codes.py [FILE]."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from geomap.event_types import EventType, shipped_types
from geomap.export.acled import acled_kind

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "event-codes.md"
INTRODUCTION = """\
# Codes of event types

What each [event type](events.md#types) is called in other classifications. [Event files](events-file.md) have these codes as
columns. A cell is empty where a classification has no category that is as wide as the type: EM-DAT and the hazard profiles,
for example, know heat waves and cold waves, but no extreme temperature in general.

| classification | column | source |
|---|---|---|
| ACLED | `event_type`, `sub_event_type` | ACLED Codebook, 2023; the format `acled-csv` writes every event in these types |
| PLOVER | `event_code` | PLOVER codebook, 2023: the event type and its mode |
| EM-DAT | `emdat_code` | key of the [disaster classification](https://doc.emdat.be) of 2023 |
| UNDRR-ISC | `hazard_code` | [Hazard Information Profiles](https://www.preventionweb.net/drr-glossary/hips), edition of 2025 |
| GLIDE | `glide_type` | type of disaster in a [GLIDE number](https://glidenumber.net) |
| IPTC | `iptc_code` | [Media Topic](https://cv.iptc.org/newscodes/mediatopic), CC BY 4.0 |

| type | sub-type | ACLED | PLOVER | EM-DAT | UNDRR-ISC | GLIDE | IPTC |
|---|---|---|---|---|---|---|---|
"""


def page() -> str:
    """Return the page as Markdown."""
    return INTRODUCTION + "".join(f"| {' | '.join(_cells(kind))} |\n" for kind in shipped_types())


def _cells(kind: EventType) -> Iterator[str]:
    theirs = acled_kind(kind.type, kind.sub_type)
    yield kind.type
    yield kind.sub_type
    yield "the same" if theirs == (kind.type, kind.sub_type) else ", ".join(theirs)
    for code in (kind.code, kind.emdat, kind.hazard, kind.glide, kind.iptc):
        yield code or ""


if __name__ == "__main__":
    Path(sys.argv[1] if len(sys.argv) > 1 else PAGE).write_text(page(), encoding="utf-8")
