"""Publishers are known by their names, hosts, titles and signatures, and by nothing that only looks like one."""

from __future__ import annotations

import pytest

from geomap.read.publishers import BBC, CNN, GUARDIAN, UKRINFORM, is_named_in, publisher_in_title, publisher_named, signing_agency


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("BBC News", "BBC News"),
        ("bbc", "BBC News"),
        (" www.theguardian.com ", None),
        ("guardian.com", "The Guardian"),
        ("The Times of Israel", "The Times of Israel"),
        ("The Times", "The Times"),
        ("AP", "Associated Press"),
        ("Українська правда", "Ukrainska Pravda"),
        ("The Guardians of the North", None),
        ("", None),
        (None, None),
    ],
)
def test_a_name_is_that_of_a_publisher_only_as_a_whole(name: str | None, known: str | None) -> None:
    found = publisher_named(name)
    assert (found and found.name) == known


@pytest.mark.parametrize(
    ("title", "known"),
    [
        ("Floods in Kherson - BBC News", "BBC News"),
        ("Floods in Kherson | The Times of Israel", "The Times of Israel"),
        ("CNN: floods in Kherson", "CNN"),
        ("Floods in Kherson — Ukrinform", "Ukrinform"),
        ("BBC News", "BBC News"),
        ("BBC chief - a portrait - The Paper", "BBC News"),
        ("The Paper - BBC chief - a portrait", None),
        ("Floods in Kherson", None),
        ("BBC News has an unusually long name for one that stands alone in a title", None),
    ],
)
def test_a_title_begins_or_ends_with_its_publisher(title: str, known: str | None) -> None:
    found = publisher_in_title(title)
    assert (found and found.name) == known


def test_an_agency_signs_a_report() -> None:
    signed = signing_agency("Water rose in Kherson, Ukrinform reports.")
    assert signed is UKRINFORM
    assert signing_agency("Про це повідомляє Укрінформ.") is UKRINFORM
    assert signing_agency("Ukrinform was founded in 1918.") is None


def test_a_name_is_told_from_a_word_by_its_capitals() -> None:
    assert is_named_in(GUARDIAN, ["The report was first seen by the Guardian."])
    assert is_named_in(GUARDIAN, ["Write to guardian.com"])
    assert not is_named_in(GUARDIAN, ["She is the guardian of two children."])
    assert is_named_in(CNN, ["x", "He told CNN so."])
    assert not is_named_in(BBC, ["ABBC is a club."])


def test_a_publisher_decides_zones_where_the_user_does_not() -> None:
    assert (BBC.context(None).country, str(BBC.context(None).unnamed)) == ("GB", "Europe/London")
    reuters = publisher_named("Reuters")
    assert reuters is not None
    assert reuters.context(None).unnamed is None
