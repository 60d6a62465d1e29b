"""Tables of events that others have coded, each in its dataset's own columns."""

# ruff: noqa: E501 - rows of tables are long

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from geomap.api import run
from geomap.model import Event, GeoMethod, Precision, TimeBasis
from geomap.read import read_inputs
from geomap.result import Result
from geomap.settings import ColumnNames, ReadSettings, Settings
from tests.read.conftest import Reading

ACLED = """event_id_cnty,event_date,year,time_precision,event_type,sub_event_type,actor1,actor2,country,location,latitude,longitude,geo_precision,source,notes,fatalities
UKR1,31 January 2023,2023,1,Explosions/Remote violence,Air/drone strike,Red,Blue,Ukraine,Kherson,46.6558,32.6178,1,Paper; Radio,"On 31 January, a drone hit a port.",2
UKR2,2023-01-18,2023,2,Battles,Armed clash,Red,,Ukraine,Donetsk,48.0,37.8,3,Paper,Fighting went on.,0
UKR3,2023-01-15,2023,3,Protests,Peaceful protest,Crowd,,Ukraine,Odesa,46.48,30.73,2,Paper,A march.,
"""
UCDP = """id,relid,type_of_violence,dyad_name,side_a,side_b,source_office,source_headline,where_prec,where_coordinates,latitude,longitude,date_prec,date_start,date_end,deaths_civilians,best,high,low
1,a,1,A - B,Government of A,B,Wire,Clashes near the river,1,Kherson city,46.6558,32.6178,1,2023-01-31 00:00:00.000,2023-01-31 00:00:00.000,1,3,5,2
2,b,3,B - civilians,B,Civilians,Wire,Village attacked,4,Kherson oblast,46.6,33.0,4,2023-01-01,2023-01-31,4,4,4,4
"""
VIINA = """event_id,report_id,source,date,time,url,text,lang,address,longitude,latitude,GEO_PRECISION,GEO_API,t_mil_b,t_artillery_b,a_rus_b
7,5,unian,20230131,01:30,https://e.org/7,Обстріл Херсона,ua,Херсон,32.6178,46.6558,ADM3,Yandex,1,1,1
8,6,unian,20230131,23:30,https://e.org/8,Засідання,ua,Область,33.0,46.6,ADM1,Yandex,0,0,0
"""
PLAIN = "Name,Date,Lat,Lng,Category\nMarch,2023-01-31,46.5,30.7,Protests\nFire,2023-02-01 15:30,46.6,30.8,accident\n"


def gdelt(**cells: str) -> str:
    places = {"id": 0, "date": 1, "month": 2, "year": 3, "actor1": 6, "actor2": 16, "code": 26, "root": 28, "type": 51, "name": 52}
    places |= {"lat": 56, "lon": 57, "added": 59, "url": 60}
    row = [""] * 61
    given = {"id": "1089000001", "date": "20230131", "month": "202301", "year": "2023", "added": "20230131114500"}
    for name, value in (given | cells).items():
        row[places[name]] = value
    return "\t".join(row) + "\n"


def told(event: Event) -> tuple[object, ...]:
    when = event.when
    return (event.type, event.sub_type, event.where.geo_precision, event.where.where_prec, when.precision if when else None)


def days(event: Event) -> tuple[date, date]:
    assert event.when is not None
    return event.when.first_day, event.when.last_day


class TestAcled:
    def test_its_codes_are_ours(self, reading: Reading) -> None:
        first, second, third = reading(ACLED).events
        assert told(first) == ("Explosions/Remote violence", "Air/drone strike", 1, 1, 1)
        assert told(second) == ("Battles", "Armed clash", 3, 4, 2)
        assert told(third) == ("Protests", "Peaceful protest", 2, 2, 3)
        assert (first.where.lat, first.where.lon, first.where.name) == (46.6558, 32.6178, "Kherson")
        assert {event.where.method for event in (first, second, third)} == {GeoMethod.TABLE}
        assert first.actors == ("Red", "Blue")

    def test_a_week_and_a_month_are_spread(self, reading: Reading) -> None:
        _, week, month = reading(ACLED).events
        assert days(week) == (date(2023, 1, 15), date(2023, 1, 21))
        assert days(month) == (date(2023, 1, 1), date(2023, 1, 31))

    def test_counts_and_words(self, reading: Reading) -> None:
        first, second, third = reading(ACLED).events
        assert [event.toll.fatalities for event in (first, second, third)] == [2, 0, None]
        assert first.evidence[0].quote == "On 31 January, a drone hit a port."
        assert first.evidence[0].source == "Paper; Radio"

    def test_days_are_on_the_clock_that_is_given(self, reading: Reading) -> None:
        when = reading(ACLED, timezone="Europe/Kyiv").events[0].when
        assert when is not None
        assert (when.start.isoformat(), days(reading(ACLED).events[0])[0]) == ("2023-01-30T22:00:00+00:00", date(2023, 1, 31))


def test_ucdp(reading: Reading) -> None:
    clash, attack = reading(UCDP).events
    assert told(clash) == ("Battles", "Armed clash", 1, 1, 1)
    assert told(attack) == ("Violence against civilians", "Attack", 3, 4, 3)
    assert days(attack) == (date(2023, 1, 1), date(2023, 1, 31))
    toll = clash.toll
    assert (toll.fatalities, toll.fatalities_low, toll.fatalities_high, toll.fatalities_civilian) == (3, 2, 5, 1)
    assert clash.actors == ("Government of A", "B")


def test_viina(reading: Reading) -> None:
    shelling, other = reading(VIINA).events
    assert told(shelling) == ("Explosions/Remote violence", "Shelling/artillery/missile attack", 1, 1, 1)
    assert told(other)[:4] == ("Strategic developments", "Other", 3, 4)
    assert shelling.when is not None
    assert (shelling.when.basis, days(shelling)[0]) == (TimeBasis.PUBLISHED, date(2023, 1, 31))
    published = shelling.evidence[0].published_at
    assert published is not None
    assert published.isoformat() == "2023-01-30T23:30:00+00:00"  # a Kyiv clock
    assert (shelling.actors, shelling.language, shelling.where.stated) == (("Russia",), "uk", ("UA", None, None))


def test_gdelt_has_no_header(reading: Reading) -> None:
    rows = gdelt(code="195", type="4", name="Kherson, Ukraine", lat="46.6558", lon="32.6178", actor1="RUSSIA", url="https://e.org/1")
    rows += gdelt(id="1089000002", code="145", type="1", name='"Ukraine"', lat="49", lon="32")
    rows += gdelt(id="1089000003", code="036")
    strike, riot, talk = reading(rows).events
    assert told(strike) == ("Explosions/Remote violence", "Air/drone strike", 1, 1, 1)
    assert told(riot) == ("Riots", "Violent demonstration", 3, 6, 1)
    assert (talk.type, talk.where.lat, talk.where.geo_precision) == ("diplomacy", None, None)
    assert strike.evidence[0].url == "https://e.org/1"
    assert any("1 of 3 events have no coordinates" in problem.text for problem in reading(rows).problems)


@pytest.mark.parametrize(
    ("kind", "name", "units"),
    [
        ("1", "Ukraine", ("Ukraine", None, None)),
        ("4", "Kherson, Khersons'ka Oblast', Ukraine", ("Ukraine", "Khersons'ka Oblast'", None)),
        ("4", "Kyiv, Ukraine (general), Ukraine", ("Ukraine", None, None)),
        ("2", "Texas, United States", ("United States", "Texas", None)),
        ("5", "Odes'ka Oblast', Ukraine", ("Ukraine", "Odes'ka Oblast'", None)),
        ("4", "", None),
    ],
)
def test_gdelt_tells_units_in_the_name(reading: Reading, kind: str, name: str, units: tuple[str | None, ...] | None) -> None:
    (event,) = reading(gdelt(code="195", type=kind, name=name, lat="46.6", lon="32.6")).events
    assert event.where.stated == units


@pytest.mark.parametrize("columns", [57, 58])
def test_gdelt_1_has_fewer_columns(reading: Reading, columns: int) -> None:
    row = [""] * 58
    given = {0: "12", 1: "20130405", 2: "201304", 3: "2013", 6: "RUSSIA", 26: "190", 49: "4", 50: "Homs, Syria", 53: "34.73", 54: "36.71"}
    for at, value in (given | {56: "20130406", 57: "https://e.org/1"}).items():
        row[at] = value
    (event,) = reading("\t".join(row[:columns]) + "\n").events
    assert told(event) == ("Battles", "Armed clash", 1, 1, 1)
    assert (event.where.lat, event.where.lon, event.where.name, event.actors) == (34.73, 36.71, "Homs, Syria", ("RUSSIA",))
    assert event.evidence[0].url == ("https://e.org/1" if columns == 58 else None)


def test_a_part_of_a_country_is_wider_than_a_province(reading: Reading) -> None:
    first, second = reading(UCDP.replace("attacked,4,Kherson", "attacked,5,Kherson")).events
    assert (second.where.where_prec, second.where.geo_precision) == (5, 3)
    assert second.where.radius_m == 200_000
    assert first.where.radius_m == 5_000


def test_gdelt_with_the_header_of_the_database(reading: Reading) -> None:
    header = (
        "GLOBALEVENTID,SQLDATE,Actor1Name,EventCode,ActionGeo_Type,ActionGeo_FullName,ActionGeo_Lat,ActionGeo_Long,DATEADDED,SOURCEURL\n"
    )
    rows = "1,20230131,RUSSIA,57,3,Kherson,46.6,32.6,20230131114500,https://e.org/1\n2,20230131,,1821,5,Kherson,46.6,33,,\n3,20230131,,2041,9,,,,,\n"
    signed, attack, gas = reading(header + rows).events
    assert told(signed) == ("Strategic developments", "Agreement", 1, 1, 1)  # 057, as a spreadsheet writes it
    assert told(attack) == ("Violence against civilians", "Sexual violence", 3, 4, 1)
    assert (gas.sub_type, gas.where.where_prec) == ("Chemical weapon", None)
    assert signed.actors == ("RUSSIA",)


VIINA_DAILY = """viina_version,event_id_1pd,date,n_reports,event_ids,sources,geonameid,feature_code,asciiname,ADM1_NAME,longitude,latitude,GEO_PRECISION,a_rus_b,a_ukr_b,a_rus_init_b,a_ukr_init_b,t_uav_b,t_retreat_b
bert_1,18,20240119,3,4;5;6,unian;nv,706448,PPLA,Kherson,Khersons'ka,32.6178,46.6558,ADM3,1,1,0,1,1,0
bert_1,19,20240120,1,7,nv,706448,PPLA,Kherson,Khersons'ka,32.6178,46.6558,ADM3,1,0,0,0,0,1
"""


def test_viina_2_one_event_a_day(reading: Reading) -> None:
    drone, retreat = reading(VIINA_DAILY).events
    assert told(drone) == ("Explosions/Remote violence", "Air/drone strike", 1, 1, 1)
    assert (drone.actors, drone.where.name, drone.evidence[0].source) == (("Ukraine", "Russia"), "Kherson", "unian;nv")
    assert retreat.sub_type == "Non-violent transfer of territory"


def test_viinas_midnight_is_a_day(reading: Reading) -> None:
    first = reading(VIINA.replace("01:30", "00:00")).events[0]
    assert first.evidence[0].precision is Precision.DAY
    assert str(first.evidence[0].published_at)[:10] == str(first.when and first.when.first_day)


class TestAnyTable:
    def test_coordinates_and_times(self, reading: Reading) -> None:
        march, fire = reading(PLAIN).events
        assert told(march) == ("Protests", "Protests", None, None, 1)
        assert (march.where.name, march.where.lat) == ("March", 46.5)
        assert fire.when is not None
        assert fire.when.start == fire.when.end
        assert fire.when.start.isoformat() == "2023-02-01T15:30:00+00:00"

    def test_geojson(self, reading: Reading) -> None:
        feature = {
            "type": "Feature",
            "properties": {"name": "March", "date": "2023-01-31"},
            "geometry": {"type": "Point", "coordinates": [30.7, 46.5]},
        }
        (event,) = reading(json.dumps({"type": "FeatureCollection", "features": [feature]})).events
        assert (event.where.lat, event.where.lon, days(event)[0]) == (46.5, 30.7, date(2023, 1, 31))

    def test_geojson_without_times(self, reading: Reading) -> None:
        result = reading('{"type": "FeatureCollection", "features": []}')
        assert ["has no features" in problem.text for problem in result.problems] == [True]
        result = reading('{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, "geometry": null}]}')
        assert ["no feature of this GeoJSON has a time" in problem.text for problem in result.problems] == [True]

    @pytest.mark.parametrize(
        "row", ["x,soon,here,there,z", "a,2023-01-31,0,0,z", "a,,95,30,z", "a,9999-12-31,1,1,z", "a,0001-01-01,1,1,z", "a", '"']
    )
    def test_rows_that_say_little_are_kept_and_told(self, reading: Reading, row: str) -> None:
        result = reading(f"name,date,lat,lon,kind\n{row}\nb,2023-01-31,46,30,z\n")
        assert any(event.where.lat == 46 for event in result.events) or result.problems

    def test_columns_that_are_named_make_it_a_table_of_posts(self, reading: Reading) -> None:
        result = reading(PLAIN, columns=ColumnNames(text="Name"))
        assert ([post.text for post in result.posts], result.events) == (["March", "Fire"], ())


def test_the_same_row_in_two_files_is_one_event(tmp_path: Path, reading: Reading) -> None:
    for name in ("a", "b"):
        (tmp_path / name).write_text(ACLED, encoding="utf-8")
    result = read_inputs([str(tmp_path / "a"), str(tmp_path / "b")], ReadSettings())
    assert [event.id for event in result.events] == [event.id for event in reading(ACLED).events]


@pytest.fixture(scope="module")
def mapped(tmp_path_factory: pytest.TempPathFactory) -> tuple[Result, Path]:
    folder = tmp_path_factory.mktemp("coded")
    page = "Flood\n\nUpdated 18:30 GMT, 20 January 2023\n\n18:00 GMT\nShells fall\n\nTwo people were killed by shelling in Kherson.\n"
    for name, text in (("acled.csv", ACLED), ("page.txt", page)):
        (folder / name).write_text(text, encoding="utf-8")
    return run(folder / "acled.csv", folder / "page.txt", output=folder / "out", settings=Settings()), folder


class TestOnTheMap:
    def test_beside_what_is_read_from_text(self, mapped: tuple[Result, Path]) -> None:
        result, folder = mapped
        assert {event.where.method for event in result.events} == {GeoMethod.TABLE, GeoMethod.GAZETTEER}
        starts = [event.when.start for event in result.events if event.when]
        assert starts == sorted(starts)
        made = json.loads((folder / "out" / "events.geojson").read_text(encoding="utf-8"))
        assert {feature["properties"]["geo_method"] for feature in made["features"]} == {"table", "gazetteer"}
        assert "On 31 January, a drone hit a port." in (folder / "out" / "map.html").read_text(encoding="utf-8")

    def test_our_own_file_is_read_back(self, mapped: tuple[Result, Path], reading: Reading) -> None:
        result, folder = mapped
        back = reading((folder / "out" / "events.geojson").read_text(encoding="utf-8")).events
        keys = [(event.type, event.sub_type, days(event), event.toll, event.modality, event.where.geo_precision) for event in back]
        assert keys == [(e.type, e.sub_type, days(e), e.toll, e.modality, e.where.geo_precision) for e in result.events]
