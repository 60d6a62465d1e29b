"""The page as a folium map, to which layers can be added; its names do not change from run to run."""

from __future__ import annotations

import re

import folium
from branca.element import Element, Figure

from geomap.render.document import Parts, closing, opening, policy, script_of

_DATA = re.compile(r'(<script type="application/[^>]*>[^<]*</script>)')
_RANDOM_NAME = re.compile(r"\b(?P<kind>[a-z]+(?:_[a-z]+)*_)(?P<random>[0-9a-f]{32})\b")


class EventMap(folium.Map):
    """A folium map of events; layers and plugins can be added to it as to any other.

    Its variable in scripts is ``map_geomap``. Other than folium's own it loads nothing from the network.
    """

    def __init__(self, parts: Parts) -> None:
        super().__init__(tiles=None)
        self.default_js, self.default_css = [], []  # folium's own list ten files on four hosts
        self._id = "geomap"
        self._parts = parts
        self.notes = parts.notes
        PageFigure(parts).add_child(self, name=self.get_name())

    def render(self, **kwargs: object) -> str:
        """Put the page's parts, then those of added layers, into the figure; the figure gives the text."""
        page = self.get_root()
        if not isinstance(page, Figure):
            raise TypeError("the map stands in no figure")
        page.header.add_child(Verbatim(self._parts.head), name="geomap_head")
        page.html.add_child(Verbatim(self._parts.body), name="geomap_body")
        page.script.add_child(Verbatim(self._parts.start), name="geomap_start")
        for child in self._children.values():
            child.render(**kwargs)
        return ""


class Verbatim(Element):
    """Text that goes into the page as it is: branca would read ``{{ }}`` in it as a template."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._name = "Verbatim"
        self.text = text

    def render(self, **_: object) -> str:
        """Return the text."""
        return self.text


class PageFigure(Figure):
    """A figure that states what it may load in a Content-Security-Policy and numbers folium's random names."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(title=parts.title, ratio="70%")
        self._parts = parts
        self.header._children.clear()  # noqa: SLF001 - branca's own meta line stands in the document, before all else

    def render(self, **kwargs: object) -> str:
        """Return the whole document."""
        for child in self._children.values():
            child.render(**kwargs)
        head, body = self.header.render(**kwargs), self.html.render(**kwargs)
        script = script_of(self.script.render(**kwargs))
        added = [child for map_ in self._children.values() for child in map_._children.values()]  # noqa: SLF001 - branca offers no other way
        if added:
            head, body, script = _numbered([head, body, script])
        allowed = policy([head, body, script], self._parts.picture_origins, open_to_images=bool(added), workers=self._parts.packed)
        return opening(self._parts, allowed, head) + body + closing(script)


def _numbered(parts: list[str]) -> list[str]:
    """Replace folium's random names by their order on the page, so that the same map gives the same bytes."""
    numbers: dict[str, str] = {}

    def number(match: re.Match[str]) -> str:
        return match["kind"] + numbers.setdefault(match["random"], f"{len(numbers):04d}")

    def outside_data(text: str) -> str:
        pieces = _DATA.split(text)
        return "".join(piece if _DATA.fullmatch(piece) else _RANDOM_NAME.sub(number, piece) for piece in pieces)

    return [outside_data(part) for part in parts]
