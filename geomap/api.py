"""The front door: `run` maps inputs, `geoparse` reads texts, `load` opens a pipeline for many of them."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date as Date  # noqa: N812 - `date` is a parameter here
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from gazetteer import Gazetteer
from geomap.changes import compared, read_earlier
from geomap.errors import InputError, SettingsError
from geomap.export import check_formats
from geomap.export.rows import READERS as OWN_FORMATS
from geomap.geoparsed import Geoparsed
from geomap.lang import cached
from geomap.listing import unsure_listed
from geomap.model import Analysis, Merged, Modality, Post
from geomap.origins import with_numbered_origins
from geomap.pipeline import BATCH_POSTS, Pipeline
from geomap.privacy import coarsen
from geomap.read import Fetch, LineProblem, ReadResult, read_inputs, with_unique_ids
from geomap.read.inputs import make_document
from geomap.regions import names_of, regions_of
from geomap.result import DEFAULT_FORMATS, PageOptions, Result, common_title, write_results
from geomap.saved import is_address
from geomap.settings import ColumnNames, ReadSettings, Settings
from geomap.texts import Text, TextLike, Texts, as_post, is_table, texts_of_table
from geomap.towns import towns_around

if TYPE_CHECKING:
    import pandas as pd

    from geomap.render import PageExtras

Input = str | Path | Text | Post

_TEXT_FORMATS = frozenset({".csv", ".geojson", ".geojsonl", ".kml"})
_OWN_COLUMN, _OWN_BYTES = b"geo_method", 4_000_000  # a region's outline may stand before the first properties

log = logging.getLogger("geomap")


def load(  # noqa: PLR0913 - the options of a pipeline, each by its name
    *,
    home: str | None = None,
    beat: bool = False,
    modalities: Collection[Modality | str] | None = None,
    corrections: str | Path | None = None,
    tables: Sequence[str | Path] = (),
    gazetteer: Gazetteer | str | Path | None = None,
) -> Pipeline:
    """Return a pipeline that can be called with many texts.

    Args:
        home: ISO 3166-1 alpha-2 code of the country that is meant unless a text says otherwise, such as "UA".
        beat: Learn from all texts of a publisher which region it writes about.
        modalities: Which events to show; None shows what was reported or claimed.
        corrections: A file of corrections.
        tables: TOML files with event types and triggers of your own.
        gazetteer: An opened gazetteer or the folder of one; None takes the one that ships.

    Returns:
        The pipeline; gazetteer and models are opened at its first use.

    Raises:
        SettingsError: A value makes no sense.
    """
    given = {"home": home, "beat": beat, "modalities": modalities, "corrections": corrections, "tables": tuple(tables) or None}
    return Pipeline(gazetteer=gazetteer, settings=_settings(Settings(), given))


@overload
def geoparse(  # type: ignore[overload-overlap] # a string is an iterable of strings, but one text
    texts: TextLike, *, pipeline: Pipeline | None = None, batch: int = BATCH_POSTS, processes: int = 1
) -> Geoparsed: ...
@overload
def geoparse(
    texts: pd.Series[Any] | pd.DataFrame, *, pipeline: Pipeline | None = None, batch: int = BATCH_POSTS, processes: int = 1
) -> pd.Series[Any]: ...
@overload
def geoparse(texts: Texts, *, pipeline: Pipeline | None = None, batch: int = BATCH_POSTS, processes: int = 1) -> Iterator[Geoparsed]: ...
def geoparse(texts: Any, *, pipeline: Pipeline | None = None, batch: int = BATCH_POSTS, processes: int = 1) -> Any:
    """Find the places and events of one text or of many.

    Args:
        texts: One text (a string, a `Text`, a `Post`, or a mapping with the key "text"); an iterable of texts, which is read while results
            are asked for; or a pandas Series of strings or a DataFrame with the column ``text`` and optional columns named as the fields of
            `Text`. Text may be in any Unicode normalization.
        pipeline: The stages and settings; None takes those that ship.
        batch: How many texts of an iterable to interpret together; this changes the speed, not the results.
        processes: How many processes to use for an iterable or a table.

    Returns:
        A `Geoparsed` for one text, an iterator over them for an iterable, and for a Series or DataFrame a Series of them with its index.

    Raises:
        InputError: Something is not a text.
    """
    nlp = pipeline or _default_pipeline()
    if isinstance(texts, str | Text | Post | Mapping):
        return nlp(texts)
    if is_table(texts):
        import pandas as pd  # noqa: PLC0415 - the caller has loaded it

        found = list(nlp.stream(texts_of_table(texts), batch=batch, processes=processes))
        return pd.Series(found, index=texts.index, name="geoparsed", dtype=object)
    if not isinstance(texts, Iterable):
        return nlp(texts)  # says what a text is
    return nlp.stream(texts, batch=batch, processes=processes)


def run(  # noqa: PLR0913 - the options of a run, each by its name
    *inputs: Input | Iterable[Input],
    output: str | Path | None = None,
    title: str | None = None,
    formats: Sequence[str] = DEFAULT_FORMATS,
    language: str = "en",
    extras: PageExtras | None = None,
    crate: bool = False,
    with_unsure: bool = False,
    timezone: str | None = None,
    date: Date | str | None = None,
    columns: ColumnNames | None = None,
    max_bytes: int | None = None,
    home: str | None = None,
    beat: bool | None = None,
    modalities: Collection[Modality | str] | None = None,
    min_confidence: float | None = None,
    fast: bool | None = None,
    corrections: str | Path | None = None,
    coarsen_m: float | None = None,
    since: str | Path | None = None,
    tables: Sequence[str | Path] = (),
    gazetteer: Gazetteer | str | Path | None = None,
    settings: Settings | None = None,
    pipeline: Pipeline | None = None,
    fetch: Fetch | None = None,
) -> Result:
    """Read inputs, find the events they tell, and write map, files and report.

    Options are checked before anything is read.

    Args:
        inputs: Paths of files or folders, http(s) addresses, "-" for standard input, `Text` objects and posts, one by one or in a list.
        output: The folder to write into, made where it is missing; None writes nothing.
        title: Title of the map; None takes that of the page read.
        formats: Files of events to write, such as "geojson", "gpkg" or "csv".
        language: Language of the page's own words, "en" or "uk".
        extras: Layers, base maps and preview picture of the page.
        crate: Describe the files for archives, in ro-crate-metadata.json, datapackage.json and croissant.json.
        with_unsure: List the events that are too unsure for the map in the files as well, with ``shown`` false.
        timezone: IANA name of the time zone of times that name none, such as "Europe/Kyiv".
        date: Day of times that name none.
        columns: The names of a table's columns.
        max_bytes: Inputs larger than this are refused.
        home: ISO 3166-1 alpha-2 code of the country that is meant unless a text says otherwise.
        beat: Learn from all texts of a publisher which region it writes about.
        modalities: Which events to show; None shows what was reported or claimed.
        min_confidence: Leave out events less sure than this, 0 to 1.
        fast: Decide without reading unsure sentences again: faster, and less accurate.
        corrections: A file of corrections.
        coarsen_m: Width in metres of a grid that places are moved to, for places that must not be shown exactly.
        since: A file of events or report.json of an earlier run, or its folder: new, revised and withdrawn events are marked.
        tables: TOML files with event types and triggers of your own.
        gazetteer: An opened gazetteer or the folder of one; None takes the one that ships.
        settings: All of the above from ``timezone`` to ``tables`` in one object; what is given beside it counts before it.
        pipeline: Stages and settings to use; what is given beside it counts before its settings.
        fetch: A function that returns the document at an address; None fetches from the internet.

    Returns:
        The analysis (posts, mentions, events, problems) with the paths of the files written.

    Raises:
        InputError: Nothing of any input could be used.
        OutputError: The folder cannot be written; nothing was.
        SettingsError: An option makes no sense, or a format needs a package that is not installed.
        TypeError: There is no such option.
    """
    origins, posts = _sorted_inputs(inputs)
    chosen = _settings(
        settings or (pipeline.settings if pipeline is not None else Settings()),
        {
            "timezone": timezone,
            "date": date,
            "columns": columns,
            "max_bytes": max_bytes,
            "home": home,
            "beat": beat,
            "modalities": modalities,
            "min_confidence": min_confidence,
            "fast": fast,
            "corrections": corrections,
            "coarsen_m": coarsen_m,
            "tables": tuple(tables) or None,
        },
    )
    page = PageOptions(title=title, language=language, extras=extras)
    check_formats(formats)
    if since is not None and chosen.coarsen_m is not None:
        raise SettingsError("an earlier run may tell the places that are hidden; compare, or hide places, not both", parameter="since")
    earlier = None if since is None else read_earlier(Path(since))
    nlp = _pipeline_for(pipeline, chosen, gazetteer)
    log.info("reading %d inputs", len(origins) + len(posts))
    others, own = _own_files(origins, chosen.read.max_bytes)
    read = read_inputs(others, chosen.read, fetch=fetch or _fetch_within(chosen.read.max_bytes))
    read = _with_posts(_with_own(read, own), posts)
    require_posts(read)
    log.info("interpreting %d posts", len(read.posts))
    analysis = nlp.analyze(read)
    if chosen.coarsen_m is not None:
        analysis = _coarsened(analysis, chosen.coarsen_m, nlp.gazetteer)
    if earlier is not None:
        analysis = compared(analysis, earlier)
    if with_unsure:
        analysis = unsure_listed(analysis)
    log.info("found %d events", len(analysis.events))
    if output is None:
        return Result(analysis=analysis, title=title or common_title(analysis.posts), page=page)
    return write_results(analysis, Path(output), formats=formats, page=page, crate=crate)


def _fetch_within(max_bytes: int) -> Fetch:
    """Return what fetches addresses of the usual kinds, up to a size."""
    from geomap.fetch import Fetcher, FetchSettings  # noqa: PLC0415 - the library for HTTP is loaded only for a run that may need it

    return Fetcher(FetchSettings(max_bytes=max_bytes))


def _with_posts(read: ReadResult, posts: Sequence[Post]) -> ReadResult:
    """Return what was read with further posts behind it; each post has an id of its own."""
    if not posts:
        return read
    items = with_unique_ids([*read.items, *posts])
    found = tuple(item for item in items if isinstance(item, Post))
    return replace(read, posts=found, items=tuple(item for item in items if isinstance(item, Post | LineProblem)))


def _own_files(origins: Sequence[str], max_bytes: int) -> tuple[list[str], dict[str, Analysis]]:
    """Return the origins that are to be read, and the events of those that geomap wrote itself, which are read back as they are."""
    others: list[str] = []
    own: dict[str, Analysis] = {}
    for origin in origins:
        found = _read_own(Path(origin), max_bytes) if not is_address(origin) else None
        if found is None:
            others.append(origin)
        else:
            own[origin] = found
    return others, own


def _read_own(path: Path, max_bytes: int) -> Analysis | None:
    suffix = path.suffix.lower()
    if suffix not in OWN_FORMATS:
        return None
    try:
        if not path.is_file() or path.stat().st_size > max_bytes:
            return None
        with path.open("rb") as stream:
            is_own = suffix not in _TEXT_FORMATS or _OWN_COLUMN in stream.read(_OWN_BYTES)
        if not is_own:
            return None
        from geomap.export.readback import read_back  # noqa: PLC0415 - loads pandas, which only files of geomap's own need

        return read_back(path)
    except (InputError, OSError):  # a file of others, which is read as any input
        return None


def _with_own(read: ReadResult, own: Mapping[str, Analysis]) -> ReadResult:
    """Return what was read with the events of files that geomap wrote, each once."""
    if not own:
        return read
    events = {event.id: event for event in read.events}
    merged = list(read.merged)
    documents = list(read.documents)
    for origin, analysis in own.items():
        documents.append(make_document(Path(origin).read_bytes(), origin))
        listed = (*analysis.events, *analysis.unsure)
        told = [replace(event, change=None, shown=None) for event in listed]  # they were marked for the run that wrote them
        again = [event for event in told if events.setdefault(event.id, event) is not event]
        merged.extend(Merged(kept_id=event.id, alike="id", origin=origin, title=event.where.name) for event in again)
    return replace(read, events=tuple(events.values()), documents=tuple(documents), merged=tuple(merged))


def require_posts(read: ReadResult) -> None:
    """Raise InputError, with what stood in the way, where nothing of any input could be used.

    Args:
        read: What `geomap.read.read_inputs` returned.

    Raises:
        InputError: Nothing could be used.
    """
    reasons = [problem.text for problem in read.problems if problem.fatal]
    if not read.posts and not read.events and reasons:
        raise InputError("; ".join(reasons))


def _sorted_inputs(inputs: Sequence[Input | Iterable[Input]]) -> tuple[list[str], list[Post]]:
    """Return the paths and addresses, and the texts, among the inputs."""
    origins: list[str] = []
    posts: list[Post] = []
    for one in _flat(inputs):
        if isinstance(one, Text | Post):
            posts.append(as_post(one))
        elif isinstance(one, str | Path):
            origins.append(str(one))
        else:
            raise InputError(f"an input is a path, an address, a geomap.Text or a Post, not {type(one).__name__}", parameter="inputs")
    if not origins and not posts:
        raise InputError("give at least one file, folder, address or geomap.Text", parameter="inputs")
    return origins, posts


def _flat(inputs: Sequence[Input | Iterable[Input]]) -> Iterator[Input]:
    for one in inputs:
        if isinstance(one, str | Path | Text | Post) or not isinstance(one, Iterable):
            yield one
        else:
            yield from one


def _settings(base: Settings, given: dict[str, Any]) -> Settings:
    """Return ``base`` with what is given and not None in its place; every value is checked."""
    new = {name: value for name, value in given.items() if value is not None}
    if "modalities" in new:
        new["modalities"] = _modalities(new["modalities"])
    if "corrections" in new:
        new["corrections"] = Path(new["corrections"])
    if "tables" in new:
        new["tables"] = tuple(map(Path, new["tables"]))
    if isinstance(new.get("date"), str):
        new["date"] = _day(new["date"])
    reading = {name: new.pop(name) for name in ("timezone", "date", "columns", "max_bytes") if name in new}
    read: ReadSettings = replace(base.read, **reading)
    return replace(base, read=read, **new)


def _modalities(names: Collection[Modality | str]) -> frozenset[Modality]:
    try:
        return frozenset(Modality(name) for name in ([names] if isinstance(names, str) else names))
    except ValueError as error:
        raise SettingsError(f"{error}; choose from {', '.join(Modality)}", parameter="modalities") from error


def _day(text: str) -> Date:
    try:
        return Date.fromisoformat(text)
    except ValueError as error:
        raise SettingsError(f"{text!r} is not a day; write it year first, like 2023-01-31", parameter="date") from error


def _pipeline_for(pipeline: Pipeline | None, settings: Settings, gazetteer: Gazetteer | str | Path | None) -> Pipeline:
    if pipeline is None:
        return Pipeline(gazetteer=gazetteer, settings=settings)
    if settings == pipeline.settings and gazetteer is None:
        return pipeline
    return pipeline.replace(settings=settings, gazetteer=gazetteer)


def _coarsened(analysis: Analysis, size_m: float, gazetteer: Gazetteer) -> Analysis:
    blurred = with_numbered_origins(coarsen(analysis, size_m=size_m, find=gazetteer.place))
    regions = regions_of(blurred.events, gazetteer)
    names = names_of(blurred.events, regions, gazetteer)
    return replace(blurred, regions=regions, names=names, towns=towns_around(blurred.events, gazetteer))


@cached  # a language that is registered later is read too
def _default_pipeline() -> Pipeline:
    return Pipeline()
