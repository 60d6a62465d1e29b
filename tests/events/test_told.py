"""Sentences of our own in three languages tell the events that stand below them in told.txt."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from geomap.events import RuleExtractor
from geomap.model import Event
from tests.events.conftest import NOON, make_post, resolve

TABLE = Path(__file__).with_name("told.txt")
SPELLINGS = {
    "Харків Харкові Харкова Харьков Харькове Харькова": "Kharkiv",
    "Суми Сумах Сумы": "Sumy",
    "Ізюм Ізюмі Ізюма Ізюмом Изюм Изюме Изюма": "Izium",
    "Одесу Одесі Одеси Одессе Одессы": "Odesa",
    "Варшаву Варшаві Варшави Варшаве": "Warsaw",
    "Лиман Лимана": "Lyman",
    "Києві Киеве": "Kyiv",
    "Туреччині Турции": "Turkey",
}
NAMES = {form: name for forms, name in SPELLINGS.items() for form in forms.split()} | {
    "Херсонській області": "Kherson region",
    "Херсонской области": "Kherson region",
}


def cases() -> Iterator[tuple[str, str, list[str]]]:
    """Yield language, text and expected events of each sentence of the table."""
    language, text, events = "", "", list[str]()
    for line in [*TABLE.read_text(encoding="utf-8").splitlines(), "> "]:
        if line.startswith("== "):
            language_next = line[3:]
        elif line.startswith("> "):
            if text:
                yield language, text, events
            language, text, events = language_next, line[2:].replace(" / ", "\n"), []
        elif line and not line.startswith("#"):
            events.append(line)


def described(event: Event) -> str:
    day = event.when.first_day if event.when is not None else None
    parts = [
        event.where.name,
        event.sub_type,
        event.modality.value,
        None if event.toll.fatalities is None else f"killed {event.toll.fatalities}",
        None if event.toll.injured is None else f"injured {event.toll.injured}",
        None if day == NOON.date() else str(day),
        f"“{event.where.relation}”" if event.where.relation else None,
    ]
    return "; ".join(part for part in parts if part is not None)


@pytest.mark.parametrize(("language", "text", "expected"), [pytest.param(*case, id=case[1][:60]) for case in cases()])
def test_sentences_tell_what_the_table_says(language: str, text: str, expected: list[str]) -> None:
    post = make_post(text, language=language)
    (events,) = RuleExtractor().events([post], [resolve(post, NAMES)])
    assert [described(event) for event in events] == expected
