"""Languages by script and function words."""

from __future__ import annotations

import pytest

from geomap.lang import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The mayor said that two people were hurt in the town.", "en"),
        ("“It’s over,” said the mayor – the town is ours.", "en"),
        ("Росія завдала удару по Харкову, повідомив мер", "uk"),
        ("Окупанти обстріляли Нікополь", "uk"),
        ("Россия нанесла удар по Харькову", "ru"),
        ("Взрывы прогремели в Одессе", "ru"),
        ("Ён сказаў, што ўчора ў Мінску", "be"),
        ("Die Stadt wurde nach dem Angriff von der Armee geräumt.", "de"),
        ("La ville a été touchée par des tirs dans la nuit.", "fr"),
        ("El alcalde dijo que los muertos son dos y que no hay agua.", "es"),
        ("Mer powiedział, że w nocy nie było prądu i że są ranni.", "pl"),
        ("Belediye başkanı bir kişinin öldüğünü ve çok sayıda yaralı olduğunu söyledi", "tr"),
        ("قال رئيس البلدية إن شخصين أصيبا", "ar"),
        ("ראש העיר אמר ששניים נפצעו", "he"),
        ("市長は二人が負傷したと述べた", "ja"),
        ("市长说有两人受伤", "zh"),
        ("Kyiv 2023", None),
        ("", None),
        ("🔥🔥🔥 12:00", None),
    ],
)
def test_languages(text: str, language: str | None) -> None:
    assert detect_language(text) == language
