"""The events of an earlier run, read from its files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from geomap.errors import InputError, InputMissingError, SettingsError, UnreadableError
from geomap.model import Event

REPORT = "report.json"
_ACCOUNT = {"counts", "documents", "posts", "newest_time"}  # members of every report.json


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """The events of an earlier run, and the newest time in its input, None where its files do not tell it."""

    name: str
    events: tuple[Event, ...]
    newest_time: datetime | None


def read_earlier(path: Path) -> Earlier:
    """Return the events of an earlier run.

    Args:
        path: A file of events that geomap wrote, report.json beside such a file, or the folder of both.

    Raises:
        InputError: It is missing, or not as geomap writes it.
        SettingsError: No file of events stands beside a report.json.
    """
    if path.is_dir():
        return _of_folder(path, _account(path / REPORT) if (path / REPORT).is_file() else {})
    if path.suffix.lower() == ".json":
        return _of_folder(path.parent, _account(path))
    return _of_file(path, _account_beside(path))


def earlier_in(folder: Path) -> Earlier | None:
    """Return what a run wrote into ``folder``, None where nothing of use is there."""
    try:
        return read_earlier(folder)
    except (InputError, SettingsError):
        return None


def _of_folder(folder: Path, account: Mapping[str, Any]) -> Earlier:
    from geomap.export.rows import READERS  # noqa: PLC0415 - loads shapely, which few runs need here

    suffixes = sorted(READERS, key=lambda suffix: suffix != ".geojson")  # it holds outlines, and is read fast
    files = (folder / f"events{suffix}" for suffix in suffixes)
    found = next((file for file in files if file.is_file()), None)
    if found is None:
        raise SettingsError(f"{folder}: there is no file of events of the earlier run, such as events.geojson", parameter="since")
    return _of_file(found, account)


def _of_file(path: Path, account: Mapping[str, Any]) -> Earlier:
    from geomap.export.readback import read_back  # noqa: PLC0415 - loads shapely, which few runs need here

    events = tuple(replace(event, change=None, shown=None) for event in read_back(path).events)
    told = account.get("newest_time")
    times = [one.published_at for event in events for one in event.evidence if one.published_at is not None]
    newest = _moment(told) if isinstance(told, str) else max(times, default=None)
    return Earlier(name=path.name, events=events, newest_time=newest)


def _account_beside(path: Path) -> Mapping[str, Any]:
    beside = path.with_name(REPORT)
    try:
        return _account(beside) if path.stem == "events" else {}
    except InputError:  # there is none, or one of something else
        return {}


def _account(path: Path) -> Mapping[str, Any]:
    try:
        told = json.loads(path.read_bytes())
    except FileNotFoundError as error:
        raise InputMissingError(f"{path}: there is no such file") from error
    except (OSError, ValueError, RecursionError) as error:
        raise UnreadableError(f"{path}: it is not a report.json of geomap, or it is damaged") from error
    if not isinstance(told, dict) or not told.keys() >= _ACCOUNT:
        raise UnreadableError(f"{path}: it is not a report.json of geomap; give one, or a file of events that geomap wrote")
    return told


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return None if moment.tzinfo is None else moment
