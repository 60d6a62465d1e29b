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


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Hai người bị thương trong vụ cháy ở Vinh tối qua", "vi"),
        ("Sugatan ang apat na katao matapos gumuho ang pader sa Quezon", "tl"),
        ("Ribuan warga mengungsi akibat banjir di Demak", "id"),
        ("Polis tahan dua lelaki selepas rompakan berhampiran Melaka", "ms"),
        ("Watu watatu wamejeruhiwa katika moto mjini Tabora", "sw"),
        ("Laba nin ayaa ku dhaawacmay dagaal ka dhacay Burco", "so"),
        ("Drie mensen zijn gewond geraakt bij een brand in Assen", "nl"),
        ("Tre persone sono rimaste ferite in un incidente vicino a Siena", "it"),
        ("Trei oameni au fost răniți într-un incendiu lângă Arad", "ro"),
        ("Троица са ранени при взрив, съобщиха от полицията във Враца", "bg"),
        ("Изби пожарът във фабриката", "bg"),
        ("Троје људи је повређено у пожару", "sr"),
        ("Двајца повредени во пожар, изјави полицијата во Струмица", "mk"),
        ("Тры чалавекі пацярпелі на пажары, паведаміла міліцыя", "be"),
        ("Поліція повідомила про трьох постраждалих", "uk"),
        ("Объезд закрыт, съезд перекрыт", "ru"),
        ("سه نفر در آتش‌سوزی کرج زخمی شدند", "fa"),
        ("ملتان میں آگ لگنے سے تین افراد زخمی", "ur"),
        ("إصابة ثلاثة أشخاص في حريق قرب حماة", "ar"),
        ("ቃጠሎ በከተማው ተነሳ", "am"),
        ("மதுரையில் தீ விபத்து", "ta"),
        ("ঢাকায় আগুন", "bn"),
    ],
)
def test_languages_that_are_not_read(text: str, language: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "Quake rocks Palu",
        "Two die as fire sweeps San Pedro Sula and La Ceiba",
        "El Salvador, La Paz and Los Angeles: power cut",
        "Flood hits Đà Nẵng and Şırnak; 3 dead",
        "Dar es Salaam: dozens held after Al Hilal match",
        "Gunmen kill four in Rio das Flores",
    ],
)
def test_foreign_names_do_not_make_an_english_headline_foreign(text: str) -> None:
    assert detect_language(text) in ("en", None)


def test_a_long_text_without_a_word_of_any_known_language_is_undetermined() -> None:
    words = "torvi lanue misket hobani perul zantok wimari jelut onvasi krepta dulmo fensil garuk"
    assert detect_language(f"Belun {words}.") == "und"
    assert detect_language("Belun torvi lanue misket") is None
