"""The whole way of the data on one page.

document --read--> posts --recognize--> mentions --resolve--> resolutions --extract--> events --export/render--> files, map
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gazetteer import Gazetteer
from geomap.coarsen import coarsen
from geomap.corrections import Corrections
from geomap.errors import InputError
from geomap.events import RuleExtractor
from geomap.export import ReportExporter, UnresolvedExporter, exporter_for
from geomap.fetch import Fetcher, FetchSettings
from geomap.files import staged_folder
from geomap.model import Analysis, DataSource, Event, Post, Problem, Resolution
from geomap.read import Fetch, ReadResult, read_inputs
from geomap.read.inputs import EVENTS, PREVIEW, geomap_outputs
from geomap.recognize import default_recognizer
from geomap.regions import names_of, regions_of
from geomap.resolve import default_resolver
from geomap.settings import Settings
from geomap.stages import Extractor, Recognizer, Resolver

if TYPE_CHECKING:
    import folium
    import geopandas

Told = tuple[tuple[Resolution, ...] | None, ...]

DEFAULT_FORMATS = ("geojson",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stages:
    """The three stages that interpret, each replaceable by anything with the same method, and what was put right by hand."""

    recognizer: Recognizer
    resolver: Resolver
    extractor: Extractor[Any]
    corrections: Corrections = field(default_factory=Corrections)

    @classmethod
    def default(cls, gazetteer: Gazetteer, settings: Settings) -> Stages:
        """Give the stages that ship, over ``gazetteer``; InputMissingError or UnreadableError where corrections cannot be read."""
        return cls(
            recognizer=default_recognizer(gazetteer, models=settings.models),
            resolver=default_resolver(gazetteer, home=settings.home, beat=settings.beat, models=settings.models),
            extractor=RuleExtractor(gazetteer),
            corrections=Corrections.read(settings.corrections, gazetteer) if settings.corrections else Corrections(),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What `run` gives back: the analysis, the files that were written (none without an output folder), and notes on how."""

    analysis: Analysis
    files: tuple[Path, ...] = ()
    title: str | None = None
    notes: tuple[str, ...] = ()
    page: Mapping[str, Any] = field(default_factory=dict)

    @property
    def posts(self) -> tuple[Post, ...]:
        """The posts, in the order of the input."""
        return self.analysis.posts

    @property
    def events(self) -> tuple[Event, ...]:
        """The incidents that are mapped, by time."""
        return self.analysis.events

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What could not be read or used, a sentence each."""
        return self.analysis.problems

    @property
    def map(self) -> folium.Map:
        """The map as a folium object, which a notebook shows inline and to which layers can be added."""
        from geomap.render import render_map  # noqa: PLC0415 - folium is loaded only where a map is drawn

        return render_map(self.analysis, title=self.title, **self.page)

    def to_geodataframe(self) -> geopandas.GeoDataFrame:
        """The events as a GeoDataFrame in EPSG:4326, one row an event, with the columns that files have."""
        from geomap.export.frame import to_geodataframe  # noqa: PLC0415 - geopandas is loaded only where it is asked for

        return to_geodataframe(self.analysis.events)


def run(
    *inputs: str | Path,
    output: str | Path | None = None,
    settings: Settings | None = None,
    gazetteer: Gazetteer | None = None,
    fetch: Fetch | None = None,
    **options: Any,  # noqa: ANN401 - handed on to write_results, which names them
) -> Result:
    """Read ``inputs``, find the events they tell, and write map, files and report into ``output``.

    Args:
        inputs: Paths of files or folders, http(s) addresses; "-" is standard input.
        output: The folder to write into, made where it is missing; None writes nothing.
        settings: What the pages do not say and what to show; the defaults are those of the command line.
        gazetteer: Where names are looked up; None opens the one that ships (compiled on the first use).
        fetch: What gives the document at an address; None fetches from the public internet, with the cache of the user.
        options: ``title``, ``language`` and ``extras`` of the page and ``formats`` of the files, as `write_results` takes them.

    Returns:
        The analysis (posts, resolutions, events, problems) with the paths of the files written.

    Raises:
        InputError: Nothing of any input could be used.
        OutputError: The folder cannot be written; nothing was.
        SettingsError: An option makes no sense.
    """
    settings = settings or Settings()
    gazetteer = gazetteer or Gazetteer.open(settings.gazetteer)
    fetch = fetch or Fetcher(FetchSettings(max_bytes=settings.read.max_bytes))
    read = read_inputs([str(origin) for origin in inputs], settings.read, fetch=fetch)
    require_posts(read)
    analysis = analyze(read, Stages.default(gazetteer, settings), gazetteer=gazetteer, settings=settings)
    if settings.coarsen_m is not None:
        analysis = coarsen(analysis, size_m=settings.coarsen_m, find=gazetteer.place)
        regions = regions_of(analysis.events, gazetteer)
        analysis = replace(analysis, regions=regions, names=names_of(analysis.events, regions, gazetteer))
    if output is None:
        page: dict[str, Any] = {name: options[name] for name in ("language", "extras") if name in options}
        return Result(analysis=analysis, title=options.get("title") or common_title(analysis.posts), page=page)
    return write_results(analysis, Path(output), **options)


def common_title(posts: Sequence[Post]) -> str | None:
    """Give the title of the page that all posts stand on; None where they stand on several, or on one without a title."""
    titles = {post.page_title for post in posts}
    return titles.pop() if len(titles) == 1 else None


def require_posts(read: ReadResult) -> None:
    """Raise InputError, with what stood in the way, where nothing of any input could be used."""
    reasons = [problem.text for problem in read.problems if problem.fatal]
    if not read.posts and not read.events and reasons:
        raise InputError("; ".join(reasons))


def analyze(read: ReadResult, stages: Stages, *, gazetteer: Gazetteer, settings: Settings) -> Analysis:
    """Interpret what was read; events that came as such stand beside those of the posts.

    Pure: the same posts, gazetteer and settings give the same analysis.
    """
    found = interpret(read.posts, stages)
    listed, met = stages.corrections.correct_listed(read.events)
    shown = [tuple(event for event in told if event.modality in settings.modalities) for told in (*found.tellings, listed)]
    events = stages.extractor.merge(shown)
    regions = regions_of(events, gazetteer)
    return Analysis(
        documents=tuple(read.documents),
        posts=tuple(read.posts),
        resolutions=found.resolutions,
        tellings=found.tellings,
        events=tuple(event for event in events if event.confidence >= settings.min_confidence),
        unsure=tuple(event for event in events if event.confidence < settings.min_confidence),
        problems=(*read.problems, *stages.corrections.unmet(found.met | met)),
        data_sources=tuple(
            DataSource(name=s.name, edition=s.edition, licence=s.licence, attribution=s.attribution, url=s.url) for s in gazetteer.sources
        ),
        gazetteer_edition=gazetteer.edition,
        regions=regions,
        names=names_of(events, regions, gazetteer),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Interpretation:
    """What posts tell; ``met`` are the lines of corrections that met something in them."""

    resolutions: Told
    tellings: tuple[tuple[Event, ...], ...]
    met: frozenset[int] = frozenset()


def interpret(posts: Sequence[Post], stages: Stages) -> Interpretation:
    """Recognize, resolve, extract, and put right; a post whose language cannot be read has None for its resolutions."""
    mentions = stages.recognizer.recognize(posts)
    names = [group or () for group in mentions]
    resolved = stages.resolver.agree(posts, names, stages.resolver.resolve(posts, names))
    placed, met = stages.corrections.correct_places(posts, resolved)
    tellings, met_too = stages.corrections.correct_events(posts, tell(posts, placed, stages.extractor))
    told = tuple(None if group is None and not answers else tuple(answers) for group, answers in zip(mentions, placed, strict=True))
    return Interpretation(resolutions=told, tellings=tuple(tellings), met=met | met_too)


def tell(posts: Sequence[Post], resolutions: Sequence[Sequence[Resolution]], extractor: Extractor[Any]) -> list[tuple[Event, ...]]:
    """Return what each post tells: read alone, settled with the posts of its page, and linked with all others."""
    extracted = extractor.extract(posts, resolutions)
    return extractor.link(posts, extractor.settle(posts, extracted))


def write_results(
    analysis: Analysis,
    folder: Path,
    *,
    title: str | None = None,
    formats: Sequence[str] = DEFAULT_FORMATS,
    **page: Any,  # noqa: ANN401 - handed on to write_page, which names them
) -> Result:
    """Write map.html, report.json, unresolved.csv and the events in each of ``formats`` into ``folder``: all of them, or none.

    preview.png stands beside them where ``extras`` ask for it. Without a ``title`` the map bears that of the page, where all posts
    stand on one. ``page`` holds ``language`` and ``extras``
    as `geomap.render.write_page` takes them.
    """
    from geomap.render import write_page, write_preview  # noqa: PLC0415 - folium is loaded only where a map is drawn

    title = title or common_title(analysis.posts)
    exporters = [exporter_for(name) for name in formats]
    with staged_folder(folder) as stage:
        notes = write_page(analysis, stage / "map.html", title=title, **page)
        if page.get("extras") is not None and page["extras"].preview:
            write_preview(analysis, stage / "preview.png", title=title, language=page.get("language", "en"))
        for exporter in exporters:
            exporter.write(analysis, stage / f"events{exporter.suffix}")
        ReportExporter().write(analysis, stage / "report.json")
        UnresolvedExporter().write(analysis, stage / "unresolved.csv")
        names = sorted(path.name for path in stage.iterdir())
    return Result(
        analysis=analysis, files=tuple(folder / name for name in names), title=title, notes=(*notes, *stale(folder, names)), page=page
    )


def stale(folder: Path, written: Sequence[str]) -> tuple[str, ...]:
    """Say which files of a map in ``folder`` were not ``written`` now: an earlier run made them, and they tell what it found."""
    there = geomap_outputs({path.name for path in folder.iterdir()})
    old = sorted(name for name in there - set(written) if name == PREVIEW or name.startswith(EVENTS))
    return (f"{folder}: an earlier run's {', '.join(old)} stayed as before; remove what is no longer wanted",) if old else ()
