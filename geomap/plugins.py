"""Plug-ins: objects that other packages offer in an entry point group of geomap."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from gazetteer import Gazetteer
from geomap.errors import SettingsError
from geomap.stages import Extractor

EXTRACTORS = "geomap.extractors"


def load_plugin(point: EntryPoint) -> Any:  # noqa: ANN401 - whatever the package offers
    """Return the object that an entry point names.

    Args:
        point: An entry point in one of geomap's groups.

    Returns:
        The object.

    Raises:
        SettingsError: It cannot be imported; the text names the distribution that offers it.
    """
    try:
        return point.load()
    except (ImportError, AttributeError) as error:
        owner = f"the package {point.dist.name}" if point.dist is not None else "an installed package"
        raise SettingsError(f"plug-in {point.name!r} of {owner} cannot be loaded: {error}") from error


def extractor_named(name: str) -> Callable[[Gazetteer], Extractor[Any]]:
    """Return what makes the extractor that a package offers under ``name`` in the group ``geomap.extractors``.

    Args:
        name: The name of the entry point.

    Returns:
        A callable that takes the gazetteer and returns the extractor.

    Raises:
        SettingsError: There is none of this name, or it cannot be loaded.
    """
    known = {point.name: point for point in entry_points(group=EXTRACTORS)}
    if name not in known:
        offered = f"installed are {', '.join(sorted(known))}" if known else "no package that is installed offers one"
        raise SettingsError(f"there is no extractor {name!r}; {offered}", parameter="extractor")
    maker: Callable[[Gazetteer], Extractor[Any]] = load_plugin(known[name])
    return maker
