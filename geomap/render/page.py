"""The page: geomap's client, data and base map in one file that needs no network, as a file or as a folium map."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from gazetteer.collector import collector_paused
from geomap.basemap import basemap_for
from geomap.files import write_atomically
from geomap.model import Analysis
from geomap.render.atlas import atlas_block
from geomap.render.desk import desk_payload
from geomap.render.document import Parts, block, meta_tags, packed_block, page_pieces, texts_in
from geomap.render.escape import json_pieces, to_json
from geomap.render.extras import NO_EXTRAS, PageExtras
from geomap.render.payload import MAX_WITH_WORDS, is_wordless, payload_of
from geomap.render.plain import plain_list
from geomap.render.story import story_payload, unknown_events
from geomap.render.wordless import packed_payload

if TYPE_CHECKING:
    from geomap.render.figure import EventMap
    from geomap.render.streets import Cut

# For data and the base map's detail: what a page of 0.6 MB has beside its script, texts and the coarse world, measured at 394 kB,
# less 10 kB of reserve.
ROOM_BYTES = 195_000


def render_map(analysis: Analysis, *, title: str | None = None, language: str = "en", extras: PageExtras = NO_EXTRAS) -> EventMap:
    """Draw ``analysis`` as a folium map, which shows itself in notebooks and takes further layers.

    Args:
        analysis: What a run found; only ``events`` are drawn.
        title: The page's heading; None: "Events in" the country that has most of them.
        language: Of the page's own words: "en" or "uk".
        extras: Layers and addresses that the page's maker adds.

    Raises:
        SettingsError: The page is not translated into ``language``.
        UnreadableError: A tile of the base map's archive is damaged.
    """
    from geomap.render.figure import EventMap  # noqa: PLC0415 - folium brings pandas, 60 MB that a page alone does not need

    return EventMap(_parts(analysis, title=title, language=language, extras=extras))


def page_bytes(analysis: Analysis, *, title: str | None = None, language: str = "en", extras: PageExtras = NO_EXTRAS) -> bytes:
    """Return the whole page; the same analysis gives the same bytes. Options and errors as in ``render_map``."""
    return b"".join(_encoded(_parts(analysis, title=title, language=language, extras=extras)))


def write_page(
    analysis: Analysis, path: Path, *, title: str | None = None, language: str = "en", extras: PageExtras = NO_EXTRAS
) -> tuple[str, ...]:
    """Write the page to ``path``, whole or not at all; give notes for its maker, such as which zooms of a base map fitted.

    Options and errors as in ``render_map``, and OutputError where the file cannot be written.
    """
    with collector_paused():
        parts = _parts(analysis, title=title, language=language, extras=extras)
        write_atomically(path, _encoded(parts))
    return parts.notes


def _encoded(parts: Parts) -> Iterator[bytes]:
    return (piece.encode("utf-8", "replace") for piece in page_pieces(parts))


def _parts(analysis: Analysis, *, title: str | None, language: str, extras: PageExtras) -> Parts:
    wordless = is_wordless(analysis)
    editing = extras.desk is not None and not wordless
    story = extras.story
    telling = story is not None and not editing  # an editing page shows it in the making
    texts = texts_in(language, editing=editing, telling=telling)
    shown = replace(analysis, withdrawn=()) if editing else analysis  # nobody corrects what is no longer there
    data = _data_block(shown, wordless=wordless, titled=title is not None, language=language)
    streets = _streets(extras, analysis, language)
    carried = streets.payload() if streets else None
    basemap = basemap_for(_points(analysis), ROOM_BYTES - len(data[:ROOM_BYTES].encode()), water=extras.atlas)
    blocks: list[tuple[str, object]] = [("texts", texts), ("basemap", basemap), ("extras", _extras(extras))]
    if editing and extras.desk is not None:
        blocks.append(("desk", desk_payload(analysis, extras.desk)))
    if story is not None:
        blocks.append(("story", story_payload(story)))
    written = [block(name, [to_json(value).encode()]) for name, value in blocks]
    notes = (streets.note,) if streets else ()
    if story is not None:
        notes = (*notes, *unknown_events(story, frozenset(event.id for event in analysis.events)))
    if extras.desk is not None and not editing:
        notes = (*notes, f"the page cannot be edited: it has more than {MAX_WITH_WORDS:,} events")
    return Parts(
        title=title or texts["title"],
        language=language,
        blocks=(*written, data, *_atlas_block(analysis, language, extras), *_streets_block(carried)),
        failed=texts["failed"],
        plain=plain_list(analysis, texts),
        meta=meta_tags(analysis, title or texts["title"], texts["meta"], extras.public_url, preview=extras.preview),
        picture_origins=tuple(tiles.origin for tiles in extras.tiles),
        streets=carried is not None,
        packed=wordless,
        editing=editing,
        telling=telling,
        notes=notes,
    )


def _data_block(analysis: Analysis, *, wordless: bool, titled: bool, language: str) -> str:
    if wordless:
        return packed_block("data", packed_payload(analysis, titled=titled, language=language))
    return block("data", json_pieces(payload_of(analysis, titled=titled, language=language)))


def _points(analysis: Analysis) -> Iterator[tuple[float, float]]:
    """Yield latitude and longitude of each event that has them."""
    wheres = (event.where for event in analysis.events)
    return ((where.lat, where.lon) for where in wheres if where.lat is not None and where.lon is not None)


def _atlas_block(analysis: Analysis, language: str, extras: PageExtras) -> tuple[str, ...]:
    return (atlas_block(analysis.towns, language),) if extras.atlas and analysis.towns else ()


def _streets_block(carried: object) -> tuple[str, ...]:
    """Return the streets as they are: their tiles are compressed already, each by itself."""
    return () if carried is None else (f'<script type="application/json" id="geomap-streets">{to_json(carried)}</script>',)


def _streets(extras: PageExtras, analysis: Analysis, language: str) -> Cut | None:
    if extras.basemap is None:
        return None
    from geomap.render.streets import cut  # noqa: PLC0415 - an optional part

    return cut(extras.basemap, list(_points(analysis)), budget=extras.basemap_bytes, language=language)


def _extras(extras: PageExtras) -> dict[str, object]:
    return {
        "overlays": [{"name": overlay.name, "features": overlay.features} for overlay in extras.overlays],
        "tiles": [{"name": tiles.name, "address": tiles.address, "credit": tiles.credit} for tiles in extras.tiles],
        "public": extras.public_url,
    }
