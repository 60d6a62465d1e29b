"""Colours and shapes of event types: legible on light and dark, apart for readers who see colours differently, clear when small."""

from __future__ import annotations

import re
from itertools import combinations

import pytest

from geomap.symbology import LOOKS
from tests.render import factory
from tests.render.conftest import Open
from tests.render.test_page import ASSETS

FAMILIES = ("Battles", "Explosions/Remote violence", "Violence against civilians", "Protests", "Riots", "Strategic developments")
LEAST_CONTRAST = 3.0  # of graphics, by WCAG 2.2
LEAST_APART = 12.0  # of two families, in CIE 1976 colour difference
LEAST_OTHER = 0.15  # of the pixels that two shapes cover, so many belong to one of them only
SMALL = 14  # pixels
# Machado, Oliveira and Fernandes, "A physiologically-based model for simulation of color vision deficiency" (2009), severity 1, of
# linear RGB.
SIGHT = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
Numbers = tuple[float, ...]


def types() -> dict[str, tuple[str, str]]:
    """Give shape and colour of each type, as the page has them."""
    table = re.search(r"const TYPES = \{(.*?)\};", (ASSETS / "symbols.js").read_text(encoding="utf-8"), re.DOTALL)
    assert table
    return {name: (shape, colour) for name, shape, colour in re.findall(r'"([^"]+)": \["(\w+)", "(#\w{6})"\]', table[1])}


def grounds() -> dict[str, str]:
    """Give the light grounds that symbols, rings and outlines stand on; in the dark, symbols have an edge and rings a disc."""
    light, dark = (ASSETS / "page.css").read_text(encoding="utf-8").split("@media (prefers-color-scheme: dark)")[:2]
    inks = [dict(re.findall(r"--gm-([\w-]+): (#\w+)", part)) for part in (light, dark)]
    return {"paper": inks[0]["paper"], "land": inks[0]["land"], "sea": inks[0]["sea"], "dark edge": inks[1]["edge"]}


def linear(colour: str) -> Numbers:
    digits = colour[1:] if len(colour) == 7 else "".join(each * 2 for each in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    return tuple(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)


def luminance(colour: str) -> float:
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear(colour), strict=True))


def contrast(one: str, other: str) -> float:
    low, high = sorted(
        sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear(each), strict=True)) for each in (one, other)
    )
    return (high + 0.05) / (low + 0.05)


def seen(colour: str, sight: str) -> Numbers:
    """Give a colour in CIELAB (D65), as somebody sees it."""
    red, green, blue = (min(1.0, max(0.0, sum(a * b for a, b in zip(row, linear(colour), strict=True)))) for row in SIGHT[sight])
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    fx, fy, fz = (each ** (1 / 3) if each > 0.008856 else 7.787 * each + 16 / 116 for each in (x, y, z))
    return (116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz))


def apart(one: str, other: str, sight: str) -> float:
    return sum((a - b) ** 2 for a, b in zip(seen(one, sight), seen(other, sight), strict=True)) ** 0.5


@pytest.mark.parametrize("ground", ["paper", "land", "sea", "dark edge"])
def test_colours_stand_out_on_every_ground(ground: str) -> None:
    weak = {name: contrast(colour, grounds()[ground]) for name, (_, colour) in types().items()}
    assert {name: ratio for name, ratio in weak.items() if ratio < LEAST_CONTRAST} == {}


@pytest.mark.parametrize("sight", SIGHT)
def test_families_are_apart_for_every_sight(sight: str) -> None:
    known = types()
    near = {(one, other): apart(known[one][1], known[other][1], sight) for one, other in combinations(FAMILIES, 2)}
    assert {pair: by for pair, by in near.items() if by < LEAST_APART} == {}


def test_no_two_types_share_a_shape_and_projects_have_the_colours_of_pages() -> None:
    known = types()
    assert len({shape for shape, _ in known.values()}) == len(known)
    assert {name: look.colour for name, look in LOOKS.items() if name in known} == {name: colour for name, (_, colour) in known.items()}


@pytest.mark.browser
def test_shapes_are_apart_at_fourteen_pixels(open_page: Open) -> None:
    opened = open_page(factory.analysis(()))
    masks = opened.page.evaluate(
        """(size) => Promise.all(geomap.knownTypes.map(async (type) => {
          const drawn = geomap.symbol(type, size);
          drawn.setAttribute("xmlns", "http://www.w3.org/2000/svg");
          const image = new Image();
          image.src = "data:image/svg+xml," + encodeURIComponent(new XMLSerializer().serializeToString(drawn));
          await image.decode();
          const canvas = document.createElement("canvas");
          [canvas.width, canvas.height] = [size, size];
          const context = canvas.getContext("2d");
          context.drawImage(image, 0, 0);
          return [...context.getImageData(0, 0, size, size).data].filter((value, at) => at % 4 === 3);
        }))""",
        SMALL,
    )
    names = list(types())
    assert len(masks) == len(names)
    differing = {}
    for one, other in combinations(range(len(names)), 2):
        pairs = list(zip(masks[one], masks[other], strict=True))
        differing[names[one], names[other]] = sum(abs(a - b) for a, b in pairs) / sum(max(a, b) for a, b in pairs)
    assert {pair: share for pair, share in differing.items() if share < LEAST_OTHER} == {}
