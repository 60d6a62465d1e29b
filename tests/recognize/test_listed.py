"""Lists of names that a plural noun calls places."""

from __future__ import annotations

import pytest

from geomap.model import Mention, Post, Role
from geomap.recognize.listed import with_listed


def _names(text: str, *known: str, role: Role = Role.LITERAL) -> list[str]:
    post = Post(id="a", text=text, source="a")
    mentions = [
        Mention(post_id="a", start=text.index(name), end=text.index(name) + len(name), text=name, confidence=0.9, role=role)
        for name in known
    ]
    return [mention.text for mention in with_listed(post, mentions)]


@pytest.mark.parametrize(
    ("text", "known", "names"),
    [
        ("They raided the villages of Zaro, Takona and Dan Karami.", "Zaro", ["Zaro", "Takona", "Dan Karami"]),
        ("Floods hit Zaro, Takona, and Umm al-Hijar districts.", "Takona", ["Zaro", "Takona", "Umm al-Hijar"]),
        ("Zaro and Takona villages burned.", "Takona", ["Zaro", "Takona"]),
    ],
)
def test_all_names_of_a_list_are_places_if_one_is(text: str, known: str, names: list[str]) -> None:
    assert _names(text, known) == names


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("They raided the villages of Zaro, and Takona fled.", "Zaro"),
        ("The villages of Zaro and Takona families burned.", "Zaro"),
        ("Zaro and Takona burned.", "Zaro"),
    ],
)
def test_other_names_stay_as_they_are(text: str, known: str) -> None:
    assert _names(text, known) == [known]


def test_adjectives_of_countries_do_not_make_a_list_of_places() -> None:
    assert _names("Serb and Bosniak villages burned.", "Serb", role=Role.DEMONYM) == ["Serb"]
