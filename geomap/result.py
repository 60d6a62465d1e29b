"""What a run gives back: the analysis, its files, data frames and a map; and the writing of those files."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.export import ReportExporter, UnresolvedExporter, exporter_for
from geomap.files import staged_folder
from geomap.model import Analysis, Event, Post, Problem, Resolution
from geomap.origins import with_shown_origins
from geomap.read.inputs import EVENTS, PREVIEW, geomap_outputs

if TYPE_CHECKING:
    import folium
    import geopandas

    from geomap.export.frames import Frames
    from geomap.render import PageExtras

DEFAULT_FORMATS = ("geojson",)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOptions:
    """How a map page looks: its title, the language of its own words, and what is added to it.

    Attributes:
        title: The title; None takes that of the page read, where all posts come from one.
        language: "en" or "uk".
        extras: Layers, base maps, preview picture and address of publication.
    """

    title: str | None = None
    language: str = "en"
    extras: PageExtras | None = None

    def given(self) -> dict[str, Any]:
        """Return the arguments that `geomap.render.write_page` takes besides the title."""
        return {"language": self.language} | ({} if self.extras is None else {"extras": self.extras})


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Result:
    """What `geomap.run` returns.

    Attributes:
        analysis: All that was found: posts, resolutions, tellings, events.
        files: The paths of the files written; empty without an output folder.
        title: The title of the map.
        notes: Remarks on how the files were written.
        page: How the map page looks.
    """

    analysis: Analysis
    files: tuple[Path, ...] = ()
    title: str | None = None
    notes: tuple[str, ...] = ()
    page: PageOptions = field(default_factory=PageOptions)

    @property
    def posts(self) -> tuple[Post, ...]:
        """The posts, in the order of the input."""
        return self.analysis.posts

    @property
    def mentions(self) -> tuple[Resolution, ...]:
        """The place names of all posts with the place of each, in the order of the input."""
        return tuple(resolution for group in self.analysis.resolutions for resolution in group or ())

    @property
    def events(self) -> tuple[Event, ...]:
        """The incidents that are mapped, by time."""
        return self.analysis.events

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What could not be read or used, one sentence each."""
        return self.analysis.problems

    @property
    def map(self) -> folium.Map:
        """The map as a folium object, which a notebook shows and to which layers can be added."""
        from geomap.render import render_map  # noqa: PLC0415 - folium is loaded only where a map is drawn

        return render_map(self.analysis, title=self.title, **self.page.given())

    def to_geodataframe(self) -> geopandas.GeoDataFrame:
        """Return the events as a GeoDataFrame.

        Returns:
            One row for each event, in WGS 84 (EPSG 4326), with the columns that files have.
        """
        from geomap.export.frames import to_geodataframe  # noqa: PLC0415 - geopandas is loaded only where it is asked for

        return to_geodataframe(self.analysis.events)

    def to_frames(self) -> Frames:
        """Return posts, mentions and events as pandas data frames.

        Returns:
            A named tuple ``(posts, mentions, events)``. Times are in UTC, types and modalities categories, counts integers that can be
            missing.
        """
        from geomap.export.frames import to_frames  # noqa: PLC0415 - pandas is loaded only where it is asked for

        return to_frames(self.analysis)

    def where(
        self,
        *,
        type: str | Collection[str] | None = None,  # noqa: A002 - the name of the column
        sub_type: str | Collection[str] | None = None,
        country: str | Collection[str] | None = None,
        min_confidence: float | None = None,
    ) -> Result:
        """Return the result with only those events that meet every condition that is given.

        Args:
            type: One or several event types, such as "Battles".
            sub_type: One or several sub-types, such as "Armed clash".
            country: One or several ISO 3166-1 alpha-2 codes.
            min_confidence: The least confidence, 0 to 1.

        Returns:
            A new result with no files; posts and mentions are the same.
        """

        def fits(event: Event) -> bool:
            unit = event.where.unit
            return (
                _is_one_of(event.type, type)
                and _is_one_of(event.sub_type, sub_type)
                and _is_one_of(unit.country if unit is not None else None, country)
                and (min_confidence is None or event.confidence >= min_confidence)
            )

        kept = replace(self.analysis, events=tuple(filter(fits, self.analysis.events)))
        return replace(self, analysis=kept, files=(), notes=())

    def save(self, folder: str | Path, *, formats: Sequence[str] = DEFAULT_FORMATS) -> Result:
        """Write map.html, report.json, unresolved.csv and the events in each of ``formats`` into ``folder``: all of them, or none.

        Args:
            folder: The folder, made where it is missing.
            formats: Names of formats, such as "geojson" or "gpkg".

        Returns:
            The result with the paths of the files written.

        Raises:
            SettingsError: There is no such format, or it needs a package that is not installed.
            OutputError: The folder cannot be written; nothing was.
        """
        return write_results(self.analysis, Path(folder), formats=formats, page=replace(self.page, title=self.title))

    def __repr__(self) -> str:
        """Return one line with the numbers of posts, mentions and events."""
        written = f", {len(self.files)} files" if self.files else ""
        return f"<Result: {len(self.posts):,} posts, {len(self.mentions):,} mentions, {len(self.events):,} events{written}>"

    def _repr_html_(self) -> str:
        """Return the map and a table of the first events, for notebooks."""
        from geomap.notebook import notebook_html  # noqa: PLC0415 - folium is loaded only where a map is drawn

        return notebook_html(self.analysis, title=self.title)


def common_title(posts: Sequence[Post]) -> str | None:
    """Return the title of the page that all posts come from.

    Args:
        posts: Any posts.

    Returns:
        The title; None where they come from several pages, or from one without a title.
    """
    titles = {post.page_title for post in posts}
    return titles.pop() if len(titles) == 1 else None


def write_results(
    analysis: Analysis, folder: Path, *, formats: Sequence[str] = DEFAULT_FORMATS, page: PageOptions | None = None, crate: bool = False
) -> Result:
    """Write map.html, report.json, unresolved.csv and the events in each of ``formats`` into ``folder``: all of them, or none.

    preview.png is written too where the extras of the page ask for it.

    Args:
        analysis: What was found.
        folder: The folder, made where it is missing.
        formats: Names of formats, such as "geojson" or "gpkg".
        page: How the map page looks.
        crate: Whether to describe the files for archives, in ro-crate-metadata.json, datapackage.json, croissant.json.

    Returns:
        The analysis with the paths of the files.

    Raises:
        SettingsError: There is no such format, or it needs a package that is not installed.
        OutputError: The folder cannot be written; nothing was.
    """
    from geomap.render import write_page, write_preview  # noqa: PLC0415 - folium is loaded only where a map is drawn

    page = page or PageOptions()
    title = page.title or common_title(analysis.posts)
    shown = replace(with_shown_origins(analysis), title=title)
    exporters = [exporter_for(name) for name in formats]
    with staged_folder(folder) as stage:
        notes = write_page(shown, stage / "map.html", title=title, **page.given())
        if page.extras is not None and page.extras.preview:
            write_preview(shown, stage / "preview.png", title=title, language=page.language)
        for exporter in exporters:
            exporter.write(shown, stage / f"events{exporter.suffix}")
        ReportExporter().write(shown, stage / "report.json")
        UnresolvedExporter().write(shown, stage / "unresolved.csv")
        if crate:
            from geomap.export.crate import write_crate  # noqa: PLC0415 - loads geopandas

            write_crate(shown, stage, title=title)
        names = sorted(path.name for path in stage.iterdir())
    remarks = (*notes, *_stale(folder, names))
    return Result(analysis=analysis, files=tuple(folder / name for name in names), title=title, notes=remarks, page=page)


def _stale(folder: Path, written: Sequence[str]) -> tuple[str, ...]:
    """Name the files of a map in ``folder`` that were not ``written`` now: an earlier run made them from what it found."""
    there = geomap_outputs({path.name for path in folder.iterdir()})
    old = sorted(name for name in there - set(written) if name == PREVIEW or name.startswith(EVENTS))
    return (f"{folder}: {', '.join(old)} of an earlier run were not changed; remove the files that you no longer need",) if old else ()


def _is_one_of(value: str | None, wanted: str | Collection[str] | None) -> bool:
    if wanted is None:
        return True
    return value == wanted if isinstance(wanted, str) else value in wanted
