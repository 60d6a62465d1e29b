"""Tables and lists of events as people save them: other names of columns, tag rows, missing values, dates in any order, JSON, KML, GPX."""

# ruff: noqa: E501 - rows of tables are long

from __future__ import annotations

import json
from datetime import date

import pytest

from geomap.model import Event
from tests.read.conftest import Reading


def told(event: Event) -> tuple[object, ...]:
    return (event.where.name, event.where.lat, event.when.first_day if event.when else None, event.evidence[0].quote)


def days(events: tuple[Event, ...]) -> list[date | None]:
    return [event.when.first_day if event.when else None for event in events]


def problems(result: object) -> str:
    return "\n".join(problem.text for problem in result.problems)  # type: ignore[attr-defined]


class TestRows:
    def test_a_row_of_tags_is_no_event(self, reading: Reading) -> None:
        tags = "#event+id,#date+occurred,#geo+lat,#geo+lon,#loc+name,#description"
        found = reading(f"id,date,lat,lon,place,text\n{tags}\n7,2023-05-02,46.6,31.5,Ochakiv,A shell fell.\n")
        assert [told(event) for event in found.events] == [("Ochakiv", 46.6, date(2023, 5, 2), "A shell fell.")]
        posts = reading("date,title,text\n#date,#meta+title,#description\n2023-05-02,Strike,A shell fell in Ochakiv.\n").posts
        assert [post.title for post in posts] == ["Strike"]

    def test_what_r_writes_for_nothing_is_nothing_but_a_country(self, reading: Reading) -> None:
        row = "X1,2023-05-02,1,Battles,Armed clash,Army,NA,NA,NA,-22.5,17.0,1,Paper,NA,NA"
        head = "event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,actor2,country,location,latitude,longitude,geo_precision,source,notes,fatalities"
        (event,) = reading(f"{head}\n{row}\n").events
        assert (event.actors, event.toll.fatalities, event.evidence[0].quote) == (("Army",), None, "")
        assert event.where.stated == ("NA", None, None)

    def test_equal_rows_without_ids_stay_with_their_numbers(self, reading: Reading) -> None:
        row = "2023-05-02,46.6,31.5,Ochakiv,Shelling"
        found = reading(f"date,lat,lon,place,type\n{row}\n{row}\n\n{row}\n")
        assert [event.evidence[0].post_id for event in found.events] == ["row 2", "row 3", "row 5"]
        assert {event.source_id for event in found.events} == {None}
        assert len({event.id for event in found.events}) == 3

    def test_rows_of_one_id_that_tell_something_else_stay(self, reading: Reading) -> None:
        found = reading(
            "id,date,lat,lon,place\nA,2023-05-02,46.6,31.5,Ochakiv\nA,2023-05-03,46.7,31.6,Izium\nA,2023-05-02,46.6,31.5,Ochakiv\n"
        )
        assert [event.where.name for event in found.events] == ["Ochakiv", "Izium"]
        assert "1 rows have the id of another row" in problems(found)
        assert [one.alike for one in found.merged] == ["id"]

    @pytest.mark.parametrize("end", ["\r", "\r\n", "\n"])
    def test_lines_may_end_in_any_way(self, reading: Reading, end: str) -> None:
        found = reading(end.join(["date,lat,lon,place", "2023-05-02,46.6,31.5,Ochakiv", "2023-05-03,46.7,31.6,Izium", ""]))
        assert [event.where.name for event in found.events] == ["Ochakiv", "Izium"]


class TestDates:
    def test_one_day_past_twelve_settles_the_order(self, reading: Reading) -> None:
        found = reading("date,lat,lon,place,type\n03/01/2022,46,31,a,Fire\n03/14/2022,46,31,b,Fire\n04/08/2022,46,31,c,Fire\n")
        assert days(found.events) == [date(2022, 3, 1), date(2022, 3, 14), date(2022, 4, 8)]
        assert not found.problems
        found = reading("date,lat,lon,place\n03/01/2022,46,31,a\n14/03/2022,46,31,b\n")
        assert days(found.events) == [date(2022, 1, 3), date(2022, 3, 14)]

    def test_where_nothing_settles_it_that_is_said(self, reading: Reading) -> None:
        found = reading("date,lat,lon,place\n03/01/2022,46,31,a\n04/02/2022,46,31,b\n")
        assert days(found.events) == [date(2022, 1, 3), date(2022, 2, 4)]
        assert "can be read both ways; they are read as day, month, year" in problems(found)
        assert "some dates have the day first" in problems(reading("date,lat,lon\n13/01/2022,46,31\n01/13/2022,46,31\n"))

    def test_posts_too(self, reading: Reading) -> None:
        posts = reading("date,text\n03/01/2022,One of the mills burned.\n03/14/2022,Two of the mills burned.\n").posts
        assert [f"{post.published_at:%m-%d}" for post in posts] == ["03-01", "03-14"]
        rows = [{"date": day, "text": f"A mill burned, number {at}."} for at, day in enumerate(("03/01/2022", "03/14/2022"))]
        assert [f"{post.published_at:%m-%d}" for post in reading(json.dumps(rows)).posts] == ["03-01", "03-14"]

    def test_a_day_given_by_the_user_fills_what_is_missing(self, reading: Reading) -> None:
        feature = {"type": "Feature", "properties": {"name": "Jableh"}, "geometry": {"type": "Point", "coordinates": [35.9, 35.3]}}
        page = json.dumps({"type": "FeatureCollection", "features": [feature]})
        assert "set `date`" in problems(reading(page))
        assert days(reading(page, date=date(2025, 3, 7)).events) == [date(2025, 3, 7)]
        assert days(reading("name,lat,lon\nJableh,35.3,35.9\n", date=date(2025, 3, 7)).events) == [date(2025, 3, 7)]


class TestOtherNames:
    def test_columns_of_a_monitor(self, reading: Reading) -> None:
        head = "entry,date,event_group,title,brief description,lat,lon,country,province,district,town/city"
        (event,) = reading(
            f"{head}\nA1,2022-04-03,Infrastructure damage,03/04/2022 Shop burned,A shop was hit,46.6,31.5,Ukraine,Mykolaiv Oblast,,Ochakiv\n"
        ).events
        assert told(event) == ("Ochakiv", 46.6, date(2022, 4, 3), "A shop was hit")
        assert (event.type, event.source_id, event.where.stated) == ("Infrastructure damage", "A1", ("Ukraine", "Mykolaiv Oblast", None))

    def test_a_column_of_sentences_is_the_quotation_whatever_its_name(self, reading: Reading) -> None:
        (event,) = reading("date,lat,lon,settlement,our words\n2022-04-03,46.6,31.5,Ochakiv,A shop next to the market was hit\n").events
        assert told(event)[-1] == "A shop next to the market was hit"

    @pytest.mark.parametrize(
        ("table", "missing"),
        [
            ("name,latitude,longitude,kind\nMill,49.1,32.9,Solar\nDam,45.3,28.8,Hydro\n", "no column of this table has times"),
            (
                "oblast,level,started_at,finished_at\nSumy,oblast,2022-03-15,2022-03-16\nOdesa,oblast,2022-03-15,2022-03-16\n",
                "no column of this table contains texts",
            ),
        ],
    )
    def test_a_table_without_texts_is_refused(self, reading: Reading, table: str, missing: str) -> None:
        found = reading(table)
        assert (found.posts, found.events, missing in problems(found)) == ((), (), True)

    def test_rows_without_text_are_named(self, reading: Reading) -> None:
        found = reading("id,date,text\n1,2023-05-02,A mill burned.\n2,2023-05-02,\n3,2023-05-02,NA\n")
        assert (len(found.posts), "2 rows have no text and no title: row 3, 4" in problems(found)) == (1, True)


UCDP = '500001,UKR-1,2022,True,Clear,{kind},1,1,A - B,2,2,Army of A - Army of B,{sides},1,"Agency,2022",Agency,2022-03-02,Shells hit,x,1,Kharkiv town,Kharkiv,Kharkiv oblast,,49.98,36.25,POINT (36.25 49.98),1,Ukraine,369,Europe,1,1,{start},{end},0,0,4,0,4,5,3'


class TestDatasets:
    @pytest.mark.parametrize("sides", ["Army of A,Army of B", "7,8,Army of A,9,10,Army of B"])
    def test_ucdp_without_its_header(self, reading: Reading, sides: str) -> None:
        rows = [
            UCDP.format(kind=1, sides=sides, start="2022-03-01 00:00:00.000", end="2022-03-01"),
            UCDP.format(kind=3, sides=sides, start="3/1/2022 0:00", end="3/31/2022 0:00"),
        ]
        first, second = reading("\n".join(rows).replace("500001", "500002", 1)).events
        assert (first.actors, first.toll.fatalities, first.where.name) == (("Army of A", "Army of B"), 4, "Kharkiv town")
        assert (second.type, days((second,))) == ("Violence against civilians", [date(2022, 3, 1)])

    def test_answers_of_interfaces(self, reading: Reading) -> None:
        acled = {"event_id_cnty": "U1", "event_date": "2024-03-11", "time_precision": 1, "event_type": "Battles", "sub_event_type": "Armed clash", "geo_precision": 1,
                 "latitude": "50.29", "longitude": "36.94", "location": "Vovchansk", "notes": "A clash.", "fatalities": 2, "country": "Ukraine", "admin1": "Kharkiv"}  # fmt: skip
        (event,) = reading(json.dumps({"status": 200, "messages": [], "data": [acled]})).events
        assert (event.sub_type, event.toll.fatalities, event.source_id) == ("Armed clash", 2, "U1")
        assert event.where.stated == ("Ukraine", "Kharkiv", None)
        ucdp = {"id": 5, "type_of_violence": 1, "where_prec": 1, "date_prec": 1, "date_start": "2022-03-01T00:00:00", "date_end": "2022-03-01T00:00:00",
                "latitude": 49.98, "longitude": 36.25, "where_coordinates": "Kharkiv town", "best": 4, "side_a": "A", "side_b": "B"}  # fmt: skip
        (event,) = reading(json.dumps({"TotalCount": 1, "Result": [ucdp]})).events
        assert (event.where.name, event.toll.fatalities) == ("Kharkiv town", 4)

    def test_events_of_a_map_in_json(self, reading: Reading) -> None:
        rows = [{"id": "C1", "date": "03/14/2022", "latitude": "49.98", "longitude": "36.25", "location": "Square, Kharkiv", "description": "A missile hit it.", "sources": [{"id": 1}]},
                {"id": "C2", "date": "03/01/2022", "latitude": "50.45", "longitude": "30.52", "location": "Kyiv", "description": "A flat burned.", "sources": []}]  # fmt: skip
        found = reading(json.dumps(rows, indent=1))
        assert [told(event)[1:] for event in found.events] == [
            (49.98, date(2022, 3, 14), "A missile hit it."),
            (50.45, date(2022, 3, 1), "A flat burned."),
        ]

    def test_lists_of_several_channels_are_all_read(self, reading: Reading) -> None:
        channels = {
            name: [{"message": f"A mill burned in {name}, {at}.", "date": 1686029400 + at} for at in range(size)]
            for name, size in (("Izium", 3), ("Sumy", 2))
        }
        assert len(reading(json.dumps(channels)).posts) == 5

    def test_an_array_with_an_object_a_line_is_json(self, reading: Reading) -> None:
        rows = [
            {"_": "Message", "id": at, "message": f"A mill burned in Izium, {at}.", "date": "2023-06-06T05:30:00+00:00"} for at in range(2)
        ]
        page = "[" + ",\n".join(json.dumps(row) for row in rows) + "]"
        assert [post.text for post in reading(page).posts] == ["A mill burned in Izium, 0.", "A mill burned in Izium, 1."]


KML = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{marks}</Document></kml>"""
MARK = "<Placemark><name>Store burned</name><description>&lt;p&gt;A drone hit it.&lt;/p&gt;</description>{time}{shape}</Placemark>"


class TestXml:
    @pytest.mark.parametrize(
        ("time", "shape"),
        [
            ("<TimeStamp><when>2023-06-13</when></TimeStamp>", "<Point><coordinates>31.5,46.6,0</coordinates></Point>"),
            (
                "<TimeSpan><begin>2023-06-13T05:00:00Z</begin></TimeSpan>",
                "<LineString><coordinates>31.4,46.5 31.6,46.7</coordinates></LineString>",
            ),
            (
                '<ExtendedData><Data name="date"><value>2023-06-13</value></Data></ExtendedData>',
                "<Point><coordinates>31.5,46.6</coordinates></Point>",
            ),
        ],
    )
    def test_placemarks_are_events(self, reading: Reading, time: str, shape: str) -> None:
        (event,) = reading(KML.format(marks=MARK.format(time=time, shape=shape))).events
        assert (event.evidence[0].quote, round(event.where.lat or 0, 3), days((event,))) == ("A drone hit it.", 46.6, [date(2023, 6, 13)])

    def test_waypoints_are_events(self, reading: Reading) -> None:
        gpx = '<gpx xmlns="http://www.topografix.com/GPX/1/1"><wpt lat="46.6" lon="31.5"><name>Pier</name><desc>It burned.</desc><time>2023-06-13T05:00:00Z</time></wpt></gpx>'
        assert [told(event) for event in reading(gpx).events] == [("Pier", 46.6, date(2023, 6, 13), "It burned.")]

    def test_without_a_time_they_need_a_day(self, reading: Reading) -> None:
        page = KML.format(marks=MARK.format(time="", shape="<Point><coordinates>31.5,46.6</coordinates></Point>"))
        assert "set `date`" in problems(reading(page))
        assert days(reading(page, date=date(2023, 6, 13)).events) == [date(2023, 6, 13)]
        assert "no placemark" in problems(reading(KML.format(marks="")))

    def test_other_xml_is_no_text(self, reading: Reading) -> None:
        found = reading('<?xml version="1.0"?><osm version="0.6"><node id="1"><tag k="name" v="Izium"/></node></osm>')
        assert (found.posts, "form of this input is unknown" in problems(found)) == ((), True)

    def test_alerts_with_points_are_events(self, reading: Reading) -> None:
        items = [
            "<item><title>Flood</title><description>A river rose.</description><guid>F1</guid><pubDate>Thu, 15 Jun 2023 10:00:00 GMT</pubDate><georss:point>-1.9 30.1</georss:point></item>",
            "<item><title>Quake</title><description>It shook.</description><guid>Q1</guid><pubDate>Fri, 16 Jun 2023 04:30:00 GMT</pubDate><geo:lat>38.4</geo:lat><geo:long>27.1</geo:long></item>",
            "<item><title>Rain</title><description>It rained in Izium.</description><guid>R1</guid><pubDate>Fri, 16 Jun 2023 04:30:00 GMT</pubDate></item>",
        ]
        feed = '<rss version="2.0" xmlns:georss="http://www.georss.org/georss" xmlns:geo="http://www.w3.org/2003/01/geo/wgs84_pos#"><channel><title>Alerts</title>{}</channel></rss>'
        found = reading(feed.format("".join(items[:2])))
        assert [(event.where.lat, event.source_id, event.evidence[0].quote) for event in found.events] == [
            (-1.9, "F1", "A river rose."),
            (38.4, "Q1", "It shook."),
        ]
        mixed = reading(feed.format("".join(items)))
        assert (len(mixed.posts), "coordinates of 2 items are not used" in problems(mixed)) == (3, True)


def test_the_log_of_a_crawler_is_no_page(reading: Reading) -> None:
    def record(address: str, content: str) -> str:
        head = f"WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: {address}\r\nContent-Type: text/plain\r\nContent-Length: {len(content)}\r\n\r\n"
        return f"{head}{content}\r\n\r\n"

    log = record("metadata://gnu.org/software/wget/warc/wget.log", "Connecting... 200 OK")
    (post,) = reading(log + record("http://e.org/a", "A mill burned in Izium.") + log).posts
    assert post.text == "A mill burned in Izium."
