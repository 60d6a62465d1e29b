"""CAP alerts: each area is an event that is planned, warned of or observed, at its polygon, circle or unit, from onset to expiry."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from geomap.event_types import shipped_types
from geomap.model import Document, Event, Modality, Problem
from geomap.read import read_document
from geomap.read.alert_kinds import kind_of
from geomap.settings import ReadSettings
from tests.cli.conftest import Done, geomap

__all__ = ["geomap"]

Geomap = Callable[..., Done]
ALERTS = Path(__file__).parent / "alerts"
SQUARE = "<polygon>50,36 51,36 51,37 50,37 50,36</polygon>"


def document(content: bytes) -> Document:
    return Document(origin="alert.xml", content=content, sha256=hashlib.sha256(content).hexdigest())


def read(content: str | bytes) -> tuple[list[Event], list[str]]:
    told = content.encode() if isinstance(content, str) else content
    items = list(read_document(document(told), ReadSettings()))
    return [item for item in items if isinstance(item, Event)], [item.text for item in items if isinstance(item, Problem)]


def alert(name: str = "1", *, head: str = "", info: str = "", area: str = f"<areaDesc>A square</areaDesc>{SQUARE}") -> str:
    """Return an alert of our own making; ``head`` and ``info`` come before what they would repeat."""
    area = f"<area>{area}</area>" if area else ""
    return (
        f'<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>{name}</identifier><sender>a@example.org</sender>'
        f"<sent>2023-01-30T12:00:00-05:00</sent>{head}<status>Actual</status><msgType>Alert</msgType><scope>Public</scope>"
        f"<info>{info}<category>Met</category><event>Winter storm</event><certainty>Likely</certainty>{area}</info></alert>"
    )


def test_each_area_of_an_alert_is_an_event_in_one_language() -> None:
    events, problems = read((ALERTS / "flood.xml").read_bytes())
    assert problems == []
    assert [(event.sub_type, event.where.name, event.modality) for event in events] == [
        ("Flood", "Lower Dnipro", Modality.PLANNED),
        ("Flood", "Estuary", Modality.PLANNED),
    ]
    first, second = events
    assert first.when is not None
    assert (first.when.start, first.when.end) == (datetime(2023, 6, 6, 19, tzinfo=UTC), datetime(2023, 6, 8, 3, tzinfo=UTC))
    assert (first.when.first_day, first.when.last_day) == (date(2023, 6, 6), date(2023, 6, 8))
    assert first.where.area is not None
    assert first.where.area.bounds == (32.5, 46.5, 33.1, 46.8)
    assert (second.where.lat, second.where.lon, second.where.radius_m, second.where.area) == (46.55, 32.3, 12_500, None)
    told = first.evidence[0]
    assert (told.quote, told.source, told.url) == (
        "Flooding on the lower Dnipro",
        "The Weather Service",
        "https://weather.example/alerts/1",
    )
    assert told.published_at == datetime(2023, 6, 6, 5, 15, tzinfo=UTC)
    assert (first.language, first.source_id) == ("en", "urn:oid:2.49.0.1.804.0.2023.6.6.1")
    assert first.id != second.id


def test_the_entries_of_a_feed_can_be_alerts() -> None:
    events, problems = read((ALERTS / "entries.xml").read_bytes())
    assert [(event.sub_type, event.where.stated) for event in events] == [("Storm", ("UA", "UA-63", None))]
    assert events[0].evidence[0].url == "https://weather.example/alerts/7.xml"
    assert [text.partition(": ")[2] for text in problems] == ["1 of its parts has the status Test and is skipped: alert 2"]


def test_alerts_in_an_envelope_and_a_feed_that_only_links() -> None:
    events, _ = read(f"<alerts>{alert('1')}{alert('2')}</alerts>")
    assert len({event.id for event in events}) == 2
    links = (
        '<rss version="2.0" xmlns:cap="urn:oasis:names:tc:emergency:cap:1.2"><channel><title>Warnings</title>'
        "<item><title>Storm in the north tonight</title><pubDate>Mon, 30 Jan 2023 12:00:00 GMT</pubDate>"
        "<link>https://weather.example/1.xml</link></item></channel></rss>"
    )
    items = list(read_document(document(links.encode()), ReadSettings()))
    assert [getattr(item, "title", None) for item in items] == ["Storm in the north tonight"]


@pytest.mark.parametrize(
    ("certainty", "modality"),
    [("Observed", Modality.REPORTED), ("Possible", Modality.PLANNED), ("Unlikely", Modality.HYPOTHETICAL), ("Unknown", Modality.PLANNED)],
)
def test_the_certainty_tells_whether_it_happens(certainty: str, modality: Modality) -> None:
    events, _ = read(alert(info=f"<certainty>{certainty}</certainty>"))
    assert events[0].modality is modality


@pytest.mark.parametrize(
    ("told", "lack"),
    [
        (alert(head="<status>Exercise</status>"), "the status Exercise"),
        (alert(head="<msgType>Ack</msgType>"), "the type Ack"),
        (alert(area=""), "no area and time"),
        (alert(area="<areaDesc></areaDesc><polygon>1,2 3,4</polygon>"), "no area and time"),
    ],
    ids=["exercise", "acknowledgement", "no area", "broken polygon"],
)
def test_what_warns_nobody_is_told(told: str, lack: str) -> None:
    events, problems = read(f"<alerts>{alert('other')}{told}</alerts>")
    assert [event.source_id for event in events] == ["other"]
    assert [text.partition(": ")[2] for text in problems] == [f"1 of its parts has {lack} and is skipped: alert 2"]


def test_later_alerts_replace_and_cancel_earlier_ones() -> None:
    update = alert("2", head="<msgType>Update</msgType><references>a@example.org,1,2023-01-30T12:00:00-05:00</references>")
    cancel = alert("4", head="<msgType>Cancel</msgType><references>a@example.org,3,2023-01-30T12:00:00-05:00</references>")
    events, problems = read(f"<alerts>{alert('1')}{update}{alert('3')}{cancel}</alerts>")
    assert [event.source_id for event in events] == ["2"]
    assert len(problems) == 2


def test_the_day_is_that_of_the_offset_of_the_alert() -> None:
    events, _ = read(alert(info="<onset>2023-01-30T22:00:00-05:00</onset><expires>2023-01-31T02:00:00-05:00</expires>"))
    when = events[0].when
    assert when is not None
    assert (when.first_day, when.last_day, when.start) == (date(2023, 1, 30), date(2023, 1, 31), datetime(2023, 1, 31, 3, tzinfo=UTC))


def test_several_polygons_and_circles_of_an_area_are_one_outline() -> None:
    shapes = (
        "<polygon>10,10 10,11 11,11 11,10 10,10</polygon><polygon>10,10.5 10,12 11,12 11,10.5 10,10.5</polygon><circle>20,20 50</circle>"
    )
    events, _ = read(alert(area=f"<areaDesc>Two</areaDesc>{shapes}"))
    area = events[0].where.area
    assert area is not None
    assert (area.geom_type, len(area.geoms)) == ("MultiPolygon", 2)
    assert area.bounds[0] == 10
    assert area.bounds[3] == pytest.approx(20.45, abs=0.01)


@pytest.mark.parametrize(
    ("texts", "category", "sub_type"),
    [
        (("Flash Flood Warning",), "Met", "Flood"),
        (("Extreme Heat Warning",), "Met", "Extreme temperature"),
        (("Winter Storm Watch",), "Met", "Storm"),
        (("Tsunami Advisory",), "Geo", "Earthquake"),
        (("Повітряна тривога",), "Security", "Air/drone strike"),
        (("Aviso de fenómenos costeros", "Oleaje"), "Met", "Storm"),
        (("Vigilance orange", "5; high-temperature"), "Met", "Extreme temperature"),
        (("Something else",), "Health", "Epidemic"),
        (("Something else",), "Met", "natural disaster"),
        (("Something else",), "Other", "Other"),
    ],
)
def test_kinds_by_words_and_category(texts: tuple[str, ...], category: str, sub_type: str) -> None:
    assert kind_of(texts, category).sub_type == sub_type


def test_every_word_and_category_has_a_kind_that_ships() -> None:
    known = {kind.sub_type for kind in shipped_types()}
    table = tomllib.loads((Path(__file__).parents[2] / "geomap" / "read" / "hazards.toml").read_text(encoding="utf-8"))
    assert {row["sub_type"] for row in table["kind"]} | set(table["category"].values()) <= known


def test_a_truncated_document_keeps_its_complete_alerts() -> None:
    whole = f"<alerts>{alert('1')}{alert('2')}</alerts>"
    events, _ = read(whole[: whole.index("<identifier>2") + 40])
    assert [event.source_id for event in events] == ["1"]


def test_an_area_over_the_antimeridian_is_narrow() -> None:
    events, _ = read(alert(area="<areaDesc>Fiji</areaDesc><polygon>-16,179 -16,-179 -18,-179 -18,179 -16,179</polygon>"))
    where = events[0].where
    assert where.lon is not None
    assert abs(where.lon) > 178
    assert where.radius_m is not None
    assert where.radius_m < 200_000


@pytest.mark.parametrize(
    "odd",
    [
        "<polygon>nan,1 2,3 4,5 nan,1</polygon>",
        "<polygon>0,0 0,0 0,0 0,0</polygon>",
        "<circle>10,10 1e300</circle>",
        "<circle>10,10 -5</circle>",
        "<circle>10 10 5</circle>",
        "<polygon>91,0 92,0 92,1 91,0</polygon>",
    ],
)
def test_areas_that_are_none_leave_the_name(odd: str) -> None:
    events, _ = read(alert(area=f"<areaDesc>Somewhere</areaDesc>{odd}"))
    assert [(event.where.name, event.where.lat) for event in events] == [("Somewhere", None)]


@pytest.mark.parametrize("odd", ["0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59-05:00", "soon"])
def test_times_that_are_none_fall_back_to_the_next(odd: str) -> None:
    events, _ = read(alert(info=f"<onset>{odd}</onset><expires>{odd}</expires>"))
    assert [event.when and event.when.start for event in events] == [datetime(2023, 1, 30, 17, tzinfo=UTC)]


def test_the_program_says_that_what_is_planned_is_not_on_the_map(geomap: Geomap, tmp_path: Path) -> None:
    done = geomap("map", ALERTS / "flood.xml", "-o", tmp_path)
    assert done.status == 0
    assert "Not on the map: 2 planned (--modality shows them)" in done.out
    assert json.loads((tmp_path / "report.json").read_bytes())["not_mapped"] == {"planned": 2}


def test_the_program_maps_what_is_warned_of(geomap: Geomap, tmp_path: Path) -> None:
    done = geomap("map", ALERTS, "-o", tmp_path, "--modality", "planned", "--formats", "geojson", "-q")
    assert done.status == 0
    features: list[Any] = json.loads((tmp_path / "events.geojson").read_bytes())["features"]
    told = {feature["properties"]["place_name"]: feature for feature in features}
    assert set(told) == {"Lower Dnipro", "Estuary", "Kharkiv Oblast"}
    region = told["Kharkiv Oblast"]
    assert (region["properties"]["iso3166_2"], region["properties"]["pcode"], region["properties"]["modality"]) == (
        "UA-63",
        "UA63",
        "planned",
    )
    assert region["geometry"]["type"] in ("Polygon", "MultiPolygon")
    assert told["Estuary"]["geometry"]["type"] == "Point"
    assert {feature["properties"]["glide_type"] for feature in features} == {"FL", "ST"}
