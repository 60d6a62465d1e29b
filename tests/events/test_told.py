"""Sentences of our own in three languages tell the events that stand below them in told.txt."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from geomap.events import RuleExtractor
from geomap.model import Event, TimeBasis, When
from tests.events.conftest import NOON, make_post, resolve

TABLE = Path(__file__).with_name("told.txt")
SPELLINGS = {
    "Харків Харкові Харкова Харкову Харковом Харьков Харькове Харькова Харькову Харьковом": "Kharkiv",
    "Суми Сумах Сум Сумы Сумам": "Sumy",
    "Ізюм Ізюмі Ізюма Ізюмом Изюм Изюме Изюма Изюмом": "Izium",
    "Одесу Одесі Одеси Одессе Одессы Одессу": "Odesa",
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
    """Return all that is told of an event, in a line: what is usual is left out."""
    return "; ".join(
        part
        for part in [
            event.where.name,
            event.sub_type,
            event.modality.value,
            counted("killed", event.toll.fatalities, event.toll.fatalities_low, event.toll.fatalities_high),
            counted("injured", event.toll.injured),
            counted("civilians killed", event.toll.fatalities_civilian),
            counted("civilians injured", event.toll.injured_civilian),
            "losses claimed" if event.toll.losses_claimed else "",
            *times(event.when),
            f"“{event.where.relation}”" if event.where.relation else "",
            f"place {event.where.geo_precision}" if event.where.geo_precision != 1 else "",
            f"by {', '.join(event.actors)}" if event.actors else "",
            f"word {event.evidence[0].trigger}",
        ]
        if part
    )


def counted(what: str, count: int | None, low: int | None = None, high: int | None = None) -> str:
    if count is None:
        return ""
    ends = f" ({'' if low is None else low}–{'' if high is None else high})" if (low, high) not in {(None, None), (count, count)} else ""
    return f"{what} {count}{ends}"


def times(when: When | None) -> list[str]:
    if when is None:
        return ["no day"]
    days = [str(day) for day in dict.fromkeys((when.first_day, when.last_day)) if day != NOON.date() or when.first_day != when.last_day]
    hours = when.end - when.start
    return [
        " to ".join(days),
        "" if when.basis is TimeBasis.PUBLISHED else when.basis.value,
        f"from {when.start:%H:%M} for {hours}" if hours < timedelta(days=1) else "",
        f"time {when.precision}" if when.precision > 1 else "",
    ]


@pytest.mark.parametrize(("language", "text", "expected"), [pytest.param(*case, id=case[1][:60]) for case in cases()])
def test_sentences_tell_what_the_table_says(language: str, text: str, expected: list[str]) -> None:
    post = make_post(text, language=language)
    (events,) = RuleExtractor().events([post], [resolve(post, NAMES)])
    assert [described(event) for event in events] == expected
