"""Which languages there are: those that ship, those of installed packages, and those registered by the program.

A package offers a language through the entry point group ``geomap.languages``; the entry's name is the code and its value the
package whose folder holds the tables.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, ParamSpec, TypeVar, cast

from geomap.errors import SettingsError
from geomap.lang.language import Language, Table

P = ParamSpec("P")
R = TypeVar("R")

GROUP = "geomap.languages"
SHIPPED = ("en", "uk", "ru", "es", "fr")
_HERE = Path(__file__).parent
_registered: dict[str, Language] = {}
_forget: list[Callable[[], None]] = []


def cached(function: Callable[P, R]) -> Callable[P, R]:
    """Return ``function`` with a cache that is emptied when a language is registered: for what is made from all of them."""
    kept = functools.cache(function)
    on_change(kept.cache_clear)
    return cast("Callable[P, R]", kept)


def on_change(forget: Callable[[], None]) -> None:
    """Have ``forget`` called when a language is registered or taken back: it should drop what was made from the others."""
    _forget.append(forget)


def languages() -> tuple[Language, ...]:
    """Return all languages that have a folder: those that ship first, registered ones last."""
    return tuple(_by_code().values())


def language(code: str) -> Language:
    """Return the language of an ISO 639 code.

    Raises:
        KeyError: None has a folder under this code.
    """
    return _by_code()[code]


def has_language(code: str | None) -> bool:
    """Return whether a language has a folder."""
    return code in _by_code()


def register(folder: Path | str) -> Language:
    """Add the language that a folder describes, for this process; it takes the place of one with the same code.

    Raises:
        SettingsError: The folder describes no language.
    """
    added = Language.of_folder(Path(folder))
    _registered[added.code] = added
    _forget_all()
    return added


def unregister(code: str) -> None:
    """Take back a language that was registered. KeyError: it was not."""
    del _registered[code]
    _forget_all()


def others() -> Mapping[str, Table]:
    """Return what is known of languages that are told apart but not read, by code; none of them has a folder."""
    return _others()


def registered_folders() -> tuple[Path, ...]:
    """Return the folders of the languages that the program registered, for processes that it starts."""
    return tuple(one.folder for one in _registered.values())


@functools.cache
def shipped_languages() -> tuple[Language, ...]:
    """Return the languages that ship with geomap."""
    return tuple(Language(code, _HERE / code) for code in SHIPPED)


@cached
def _by_code() -> Mapping[str, Language]:
    shipped = {one.code: one for one in shipped_languages()}
    return MappingProxyType({**shipped, **_installed(), **_registered})


@functools.cache
def _installed() -> Mapping[str, Language]:
    from importlib.metadata import entry_points  # noqa: PLC0415 - loaded where languages are asked for, and not by `geomap --help`
    from importlib.resources import files  # noqa: PLC0415

    found: dict[str, Language] = {}
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name):
        try:
            folder = Path(str(files(entry.value)))
        except (ImportError, TypeError) as error:
            owner = f"the package {entry.dist.name}" if entry.dist is not None else "an installed package"
            raise SettingsError(f"language {entry.name!r} of {owner} cannot be loaded: {error}") from error
        found[entry.name] = Language.of_folder(folder)
    return found


@cached
def _others() -> Mapping[str, Table]:
    return {code: row for code, row in told_apart().items() if not has_language(code)}


@functools.cache
def told_apart() -> Mapping[str, Table]:
    """Return what geomap knows of languages without a folder of its own, by code; a folder added since goes on using it."""
    import tomllib  # noqa: PLC0415 - only where languages are told apart

    rows: dict[str, Any] = tomllib.loads((_HERE / "others.toml").read_text(encoding="utf-8"))
    return MappingProxyType(rows)


def forget_installed() -> None:
    """Look for languages of installed packages anew: a package was installed while the program runs."""
    _installed.cache_clear()
    _forget_all()


def _forget_all() -> None:
    for clear in _forget:
        clear()
