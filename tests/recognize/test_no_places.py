"""What looks like the name of a place and is none: on a map each would be a wrong pin."""

from __future__ import annotations

import pytest

from gazetteer import Gazetteer
from geomap.model import Mention, Post, Role
from geomap.recognize import default_recognizer
from geomap.resolve import default_resolver


def _mentions(gazetteer: Gazetteer, text: str) -> tuple[Mention, ...]:
    return default_recognizer(gazetteer).recognize([Post(id="1", source="test", text=text, language="en")])[0] or ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The bridge cost US$1 million, the mayor of Lagos said.", "US"),
        ("Deputy Commissioner (DC) Ali Shah spoke in Quetta. The DC then left.", "DC"),
        ("Georgia Miller, 24, was found dead on Monday near Leeds.", "Georgia"),
        ("The nurse Georgia Miller, 24, was found near Leeds. Georgia had called her mother on Monday.", "Georgia"),
        ("Cases of Marburg virus were found in Bukoba.", "Marburg"),
        ("Students of Kyiv-Mohyla Academy marched in Lviv on Monday.", "Kyiv"),
        ("Floods reached Castilla-La Manchuela and Albacete on Monday.", "Castilla"),
    ],
)
def test_it_is_not_marked(gazetteer: Gazetteer, text: str, name: str) -> None:
    found = [mention.text for mention in _mentions(gazetteer, text)]
    assert found
    assert name not in found


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The submarine Rostov-on-Don was hit by a missile in dry dock.", "Rostov-on-Don"),
        ("A missile hit the landing ship Novocherkassk in Feodosia.", "Novocherkassk"),
        ("The EU said on Monday that it would send aid to Moldova.", "EU"),
        ("The European Union imposed sanctions on Belarus.", "European Union"),
        ("He told the Boston Globe that he was well.", "Boston"),
        ("The New York Times reported it.", "New York"),
    ],
)
def test_it_is_inside_another_name(gazetteer: Gazetteer, text: str, name: str) -> None:
    assert [mention.role for mention in _mentions(gazetteer, text) if mention.text == name] in ([Role.EMBEDDED], [])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Rail traffic across the EU was stopped on Monday.", "EU"),
        ("The ferry left Odesa on Monday.", "Odesa"),
        ("In Georgia, Miller said, 24 people died.", "Georgia"),
        ("Georgia Miller, 24, was born in Tbilisi and lives in Georgia.", "Georgia"),
        ("The US paid $1 million to Kenya.", "US"),
        ("Aid for the Democratic Republic of Congo (DRC) was late.", "Democratic Republic of Congo"),
        ("Floods in Embu das Artes killed two.", "Embu das Artes"),
        ("Floods killed two in Castilla-La Mancha on Monday.", "Castilla-La Mancha"),
        ("Floods killed two in Castilla y León on Monday.", "Castilla y León"),
        ("The Odesa-Kyiv train was stopped by a blast.", "Odesa"),
        ("Moscow-Backed Forces Shelled Avdiivka on Monday", "Moscow"),
        ("A fire in Bergen op Zoom injured two people on Friday.", "Bergen op Zoom"),
    ],
)
def test_a_place_stays_one(gazetteer: Gazetteer, text: str, name: str) -> None:
    assert [mention.role for mention in _mentions(gazetteer, text) if mention.text == name] == [Role.LITERAL]


@pytest.mark.parametrize("name", ["Rivers Avenue", "Sunrise Road", "Clinton Street", "Victoria Square", "Lagos Lane"])
def test_a_road_is_not_where_its_name_is_from(gazetteer: Gazetteer, name: str) -> None:
    post = Post(id="1", source="test", text=f"A truck hit a man on {name} on Sunday.")
    mention = Mention(post_id="1", start=21, end=21 + len(name), text=name, confidence=1.0)
    ((found,),) = default_resolver(gazetteer).resolve([post], [[mention]])
    assert found.place is None or found.place.name.lower().startswith(name.lower()[:8])


@pytest.mark.parametrize("name", ["Asia", "Africa", "Europe", "Middle East"])
def test_a_part_of_the_world_is_no_village(gazetteer: Gazetteer, name: str) -> None:
    post = Post(id="1", source="test", text=f"It is getting hotter in {name}.")
    mention = Mention(post_id="1", start=24, end=24 + len(name), text=name, confidence=1.0)
    ((found,),) = default_resolver(gazetteer).resolve([post], [[mention]])
    assert found.place is not None
    assert (found.place.name, found.place.kind.value, found.place.country) == (name, "area", None)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Police in Leeds said that her sister Georgia had called them.", ["Leeds"]),
        ("Leeds mourns a girl named Carolina, 6.", ["Leeds"]),
        ("In Leeds, Adelaide whispered that it was over. Adelaide had not slept.", ["Leeds"]),
        ("Firemen from Leeds said that Dallas asked for her mother.", ["Leeds"]),
    ],
)
def test_first_names_of_persons_are_not_marked(gazetteer: Gazetteer, text: str, names: list[str]) -> None:
    assert [mention.text for mention in _mentions(gazetteer, text)] == names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Jordan said on Monday that he was freed near Amman.", "Jordan"),
        ("Georgia closed its border with Armenia.", "Georgia"),
        ("Floods in Georgia killed her sister Georgia on Monday.", "Georgia"),
        ("London was flooded, he said.", "London"),
        ("Armenia closed its border as Georgia denied his appeal.", "Georgia"),
        ("He lives in Adelaide.", "Adelaide"),
    ],
)
def test_places_that_are_first_names_are_marked(gazetteer: Gazetteer, text: str, name: str) -> None:
    assert name in [mention.text for mention in _mentions(gazetteer, text)]
