"""The picture for cards: drawn alike every time, named by the page's tags, refused in one sentence where nothing can draw it."""

from __future__ import annotations

import struct
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from matplotlib.image import imread

from geomap.basemap import decode, encode
from geomap.errors import SettingsError
from geomap.render import PageExtras, page_bytes, write_page
from geomap.render.document import texts_in
from geomap.render.preview import between, counted, preview
from geomap.result import PageOptions, write_results
from tests.render import factory, hostile

ADDRESS = "https://news.example/week/map.html?x=1"


def test_the_picture_is_the_same_every_time_and_of_the_size_that_cards_want() -> None:
    made = preview(factory.sample(), title="A week", language="uk")
    assert made == preview(factory.sample(), title="A week", language="uk")
    assert made.startswith(b"\x89PNG")
    assert struct.unpack(">II", made[16:24]) == (1200, 630)
    assert made != preview(factory.sample(), title="Another week", language="uk")


def test_events_are_where_they_belong_in_their_colours(tmp_path: Path) -> None:
    battle = factory.event(1, factory.where(factory.place("Izium", 49.21, 37.26)), type="Battles")
    path = tmp_path / "preview.png"
    path.write_bytes(preview(factory.analysis((battle,))))
    picture = imread(path)
    middle = [round(float(value) * 255) for value in picture[315, 400 + 400][:3]]  # the one event is in the middle of the map
    assert middle == [0xB3, 0x26, 0x1E]


def test_a_page_names_its_picture_with_size_and_words() -> None:
    page = page_bytes(factory.sample(), title='A "week"', extras=PageExtras(public_url=ADDRESS, preview=True)).decode()
    assert '<meta property="og:image" content="https://news.example/week/preview.png">' in page
    assert '<meta property="og:image:width" content="1200">' in page
    assert '<meta property="og:image:height" content="630">' in page
    assert '<meta property="og:image:alt" content="A &quot;week&quot;. Map of 7 events' in page
    assert '<meta name="twitter:card" content="summary_large_image">' in page
    without = page_bytes(factory.sample(), extras=PageExtras(public_url=ADDRESS)).decode()
    assert "og:image" not in without


def test_the_folder_holds_the_picture_beside_the_page(tmp_path: Path) -> None:
    result = write_results(factory.sample(), tmp_path / "out", page=PageOptions(title="T", extras=PageExtras(preview=True), language="uk"))
    assert tmp_path / "out" / "preview.png" in result.files
    assert (tmp_path / "out" / "preview.png").read_bytes() == preview(factory.sample(), title="T", language="uk")


def test_without_matplotlib_it_is_refused_before_anything_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geomap.render.extras.find_spec", lambda _: None)
    with pytest.raises(SettingsError, match=r"preview: .* install geomap\[preview\]"):
        PageExtras(preview=True)
    assert PageExtras().preview is False


TITLES = [hostile.TEXTS[8], hostile.TEXTS[12], hostile.TEXTS[14], hostile.TEXTS[18], "$\\frac{$", "", "слово " * 40]


@pytest.mark.parametrize("title", TITLES)
def test_any_title_is_drawn(title: str) -> None:
    assert preview(factory.analysis(()), title=title).startswith(b"\x89PNG")


def test_hostile_names_and_types_are_drawn() -> None:
    assert preview(hostile.analysis(), title="x").startswith(b"\x89PNG")


def test_spans_of_days_are_short() -> None:
    assert between(date(2024, 5, 3), date(2024, 5, 3), "en") == "3 May 2024"
    assert between(date(2024, 5, 3), date(2024, 5, 9), "uk") == "3–9 травня 2024"
    assert between(date(2024, 4, 30), date(2024, 5, 9), "en") == "30 April – 9 May 2024"
    assert between(date(2023, 12, 30), date(2024, 1, 2), "en") == "30 December 2023 – 2 January 2024"


@pytest.mark.parametrize(
    ("number", "said"), [(1, "1 подія"), (3, "3 події"), (11, "11 подій"), (14, "14 подій"), (21, "21 подія"), (1234, "1\u202f234 події")]
)
def test_numbers_have_their_forms(number: int, said: str) -> None:
    assert counted(texts_in("uk")["events.n"], number, "uk") == said
    assert counted(texts_in("en")["events.n"], 1, "en") == "1 event"


def test_lines_come_back() -> None:
    points = [(35.12, 48.5), (35.2, -48.42), (-179.98, 0.0)]
    assert decode(encode(points, 50), 50) == points


def test_a_page_alone_writes_no_picture(tmp_path: Path) -> None:
    write_page(replace(factory.sample()), tmp_path / "map.html", extras=PageExtras(preview=True))
    assert [path.name for path in tmp_path.iterdir()] == ["map.html"]
