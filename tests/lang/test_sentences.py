"""Where sentences end, by language."""

from __future__ import annotations

import pytest

from geomap.lang import language
from geomap.lang.sentences import LONGEST, sentences, split
from geomap.model import PartKind, Post


@pytest.mark.parametrize(
    ("code", "text", "count"),
    [
        ("en", "Gen. Smith left at 5 p.m. on Monday. He died.", 2),
        ("en", "He left at 5 p.m. Shelling began.", 2),
        ("en", "The U.S. Army came. J. Smith left.", 2),
        ("en", "“It is over.” Nobody spoke.", 2),
        ("en", "One line\nanother line", 2),
        ("uk", "У м. Харків стався вибух. Є загиблі.", 2),
        ("uk", "Загинули 2 тис. осіб. Ще двоє поранені.", 2),
        ("ru", "В г. Белгород взрыв. Есть погибшие.", 2),
        ("uk", "У сел. Калинівка та н.п. Вербове чули вибухи. Є поранені.", 2),
        ("uk", "Біля хут. Вільний і смт. Гоща горів ліс. Пожежу загасили.", 2),
        ("ru", "В дер. Ольховка и пгт. Ровеньки нет света. Ремонт начался.", 2),
        ("ru", "У ст. Каневская и н.п. Сосновка сгорели дома. Жертв нет.", 2),
        ("ru", "Пожар в сел. Ивановка тушили до утра. Причина неизвестна.", 2),
        ("en", "They went to the city. Łódź was next.", 2),
    ],
)
def test_sentences(code: str, text: str, count: int) -> None:
    assert len([*split(text, 0, len(text), language(code))]) == count


def test_abbreviations_are_those_of_the_language() -> None:
    text = "Він мав 3 тис. Грошей не стало."
    assert len([*split(text, 0, len(text), language("uk"))]) == 1
    assert len([*split(text, 0, len(text), language("en"))]) == 2


def test_what_has_no_full_stop_is_read_in_pieces() -> None:
    text = "word " * LONGEST
    pieces = [*split(text, 0, len(text), language("en"))]
    assert all(end - start <= LONGEST for start, end in pieces)
    assert len(pieces) > 1


def test_the_headline_of_a_post_without_parts_is_known() -> None:
    post = Post(id="1", source="test", title="Blast in Kyiv", text="Blast in Kyiv\nTwo people died. More soon.")
    assert [span.kind for span in sentences(post, language("en"))] == [PartKind.HEADLINE, PartKind.PARAGRAPH, PartKind.PARAGRAPH]
