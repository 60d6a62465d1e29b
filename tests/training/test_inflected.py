"""Training texts in Ukrainian and Russian: names in their cases, sentences from templates, names exchanged, texts shortened."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gazetteer import Gazetteer
from training.cases import case_of, forms_of
from training.corpus import GoldName, GoldText
from training.inflected_texts import LANGUAGES, InflectedFiller, is_kept_apart, read_texts

WRITTEN = Path(__file__).parents[2] / "training" / "gold" / "ukrainian_russian.jsonl"


def _names(text: GoldText) -> list[str]:
    return [text.text[name.start : name.end] for name in text.names]


@pytest.mark.parametrize(
    ("name", "language", "case", "form"),
    [
        ("Біла Церква", "uk", 1, "Білої Церкви"),
        ("Івано-Франківськ", "uk", 4, "Івано-Франківськом"),
        ("Харківська область", "uk", 5, "Харківській області"),
        ("Нижний Новгород", "ru", 5, "Нижнем Новгороде"),
        ("Корея", "uk", 1, "Кореї"),
    ],
)
def test_names_are_declined_as_texts_write_them(name: str, language: str, case: int, form: str) -> None:
    assert (case, form) in forms_of(name, language)
    assert case in case_of(form, name, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_templates_are_filled_and_their_names_marked(gazetteer: Gazetteer, language: str) -> None:
    texts = list(InflectedFiller(gazetteer, language, seed=1).texts(60))
    assert [text.text for text in texts] == [text.text for text in InflectedFiller(gazetteer, language, seed=1).texts(60)]
    assert sum(len(text.names) for text in texts) > 60
    for text in texts:
        assert not set("{}[]") & set(text.text)
        assert all(name and name == name.strip() for name in _names(text))


def test_a_name_is_exchanged_for_another_in_its_case_and_offsets_are_mended(gazetteer: Gazetteer) -> None:
    text = "Вибухи у Харкові, а в Полтаві тихо."
    spans = [(text.index(name), text.index(name) + len(name)) for name in ("Харкові", "Полтаві")]
    gold = GoldText(text=text, newspaper="0", names=tuple(GoldName(start=start, end=end) for start, end in spans))
    filler = InflectedFiller(gazetteer, "uk", seed=0)
    changed = [filler.exchanged(gold) for _ in range(8)]
    assert any(other.text != text for other in changed)
    for other in changed:
        first, second = _names(other)
        assert other.text == f"Вибухи у {first}, а в {second} тихо."


def test_a_shortened_text_begins_with_a_capital_and_keeps_the_names_that_are_left(gazetteer: Gazetteer) -> None:
    text = "Вночі знову чули вибухи у Сумах"
    gold = GoldText(text=text, newspaper="0", names=(GoldName(start=26, end=31),))
    filler = InflectedFiller(gazetteer, "uk", seed=0)
    for _ in range(5):
        short = filler.shortened(gold)
        assert short.text[0].isupper()
        assert text.lower().endswith(short.text.lower())
        assert _names(short) == ["Сумах"]


def test_written_texts_mark_whole_names_and_a_quarter_is_kept_apart() -> None:
    texts = [text for own in read_texts(WRITTEN).values() for text in own]
    assert len(texts) > 1000
    assert all(name == name.strip() and name for text in texts for name in _names(text))
    assert 0.15 < sum(map(is_kept_apart, texts)) / len(texts) < 0.35
    assert len({json.loads(line)["text"] for line in WRITTEN.read_text(encoding="utf-8").splitlines()}) == len(texts)
