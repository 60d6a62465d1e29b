"""What a language calls places that the gazetteer has by other names only: "Egipto", "le Royaume-Uni"."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from geomap.lang.registry import cached, has_language, language

_NONE: Mapping[str, str] = MappingProxyType({})


def sought(name: str, names: Mapping[str, str]) -> str:
    """Return under which name to look up ``name``, which ``names`` of its language may know."""
    return names.get(name.lower().replace("\u2019", "'"), name) if names else name


@cached
def names_of(code: str | None) -> Mapping[str, str]:
    """Return the names of a language's own, in small letters, with those of the gazetteer; none for most languages."""
    if code is None or not has_language(code):
        return _NONE
    return MappingProxyType(dict(language(code).table("names").get("names", {})))
