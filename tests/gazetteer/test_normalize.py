from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.normalize import SHORT_NAME_LETTERS, core, key, lasting, words
from tests.conftest import tries

_PIECES = st.sampled_from(
    [
        "the",
        "The",
        "St.",
        "Mt",
        "of",
        "City",
        "Oblast",
        "oblast'",
        "U.S.",
        "N.",
        "W",
        "a",
        "É",
        "ß",
        "ё",
        "ў",
        "й",
        "область",
        "р-н",
        "м.",
        "-",
        "'",
        "’",
        "´",
        "&",
        ",",
        "İ",
        "ﬁ",
        "Straße",
        "Øre",
        "Łódź",
        "Київ",
        "القدس",
        "東京",
        "́",
        "\u200b",
        "region",
    ]
)
_TEXTS = st.text(max_size=30) | st.lists(_PIECES, max_size=6).map(" ".join) | st.lists(_PIECES, max_size=6).map("".join)


@given(_TEXTS)
@settings(deadline=None, max_examples=tries(600))
def test_a_key_is_its_own_key(text: str) -> None:
    assert key(key(text)) == key(text)


@given(_TEXTS)
@settings(deadline=None)
def test_a_key_holds_no_line_end_and_no_outer_space(text: str) -> None:
    assert key(text) == " ".join(key(text).split())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Slov'yansk", "Slov’yansk"),
        ("Slov'yansk", "Slovyansk"),
        ("Khmelnytskyi", "Khmelnytsky"),
        ("Yasynuvatskiy Rayon", "Yasynuvatsky district"),
        ("Ivano-Frankivsk", "Ivano Frankivsk"),
        ("Łódź", "Lodz"),
        ("Århus", "Arhus"),
        ("St. Petersburg", "Saint Petersburg"),
        ("Mt. Hood", "Mount Hood"),
        ("Ft. Bragg", "Fort Bragg"),
        ("City of London", "London"),
        ("The Hague", "Hague"),
        ("Luhansk Oblast", "Luhansk region"),
        ("Luhans'ka Oblast'", "Luhanska oblast"),
        ("Belgor raion", "Belgor District"),
        ("Province of Hatay", "Hatay Province"),
        ("U.S.", "US"),
        ("W. Columbia", "West Columbia"),
        ("Bosnia & Herzegovina", "Bosnia and Herzegovina"),
        ("Харківській області", "Харківській обл."),
        ("Куп'янський р-н", "Куп’янський району"),
        ("Орёл", "Орел"),
        ("м. Харків", "Харків"),
    ],
)
def test_spellings_of_one_name_share_a_key(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("US", "us"),
        ("Ås", "As"),
        ("Luhansk", "Luhansk Oblast"),
        ("Rivne raion", "Rivne region"),
        ("Йосипівка", "Иосипівка"),
        ("Main St", "Main Saint"),
    ],
)
def test_different_names_keep_different_keys(one: str, other: str) -> None:
    assert key(one) != key(other)


def test_words_keep_their_case() -> None:
    assert words("U.S.-led St. Mary's") == ["US", "led", "St", "Marys"]


def test_core_splits_off_the_unit() -> None:
    assert core(key("Luhansk Province")) == ("luhansk", "region")
    assert core(key("Luhansk")) == ("luhansk", None)


_TOKENS = (
    "Kyiv",
    "St.",
    "U.S.",
    "U.S.S.R.",
    "J.",
    "N.",
    "the",
    "The",
    "County",
    "city",
    "of",
    "-",
    "5",
    "2008",
    "1st",
    "Luganskyi",
    "Łódź",
    "and",
    "A",
    "р-н",
)


@given(st.lists(st.sampled_from(_TOKENS), min_size=1, max_size=5))
@settings(deadline=None, max_examples=tries(300))
def test_lasting_parts_begin_the_key(tokens: list[str]) -> None:
    parts = [*map(lasting, tokens)]
    known = parts[: parts.index(None)] if None in parts else parts
    if not known or not known[0] or sum(map(len, filter(None, known))) <= SHORT_NAME_LETTERS:
        return
    begin, whole = " ".join(filter(None, known)), key(" ".join(tokens))
    assert whole == begin if len(known) == len(tokens) else f"{whole} ".startswith(f"{begin} ")
