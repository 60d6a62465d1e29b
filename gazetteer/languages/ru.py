"""Russian: the endings of place names in their cases, and their spellings in Latin letters.

Endings are made from the school grammar; ``declension`` has the notation. Spellings in Latin letters follow BGN/PCGN and news agencies.
"""

from __future__ import annotations

import re

ENDINGS = """
ск    ска|ску|=|ском|ске
цк    цка|цку|=|цком|цке
ж     жа|жу|=|жем,жом|же
ч     ча|чу|=|чем,чом|че ; чи|чи|=|чью|чи
ш     ша|шу|=|шем,шом|ше
щ     ща|щу|=|щем,щом|ще
ц     ца|цу|=|цем,цом|це
ец    ца|цу|=|цом,цем|це ; еца|ецу|=|ецом|еце
лец   льца|льцу|=|льцом,льцем|льце ; леца|лецу|=|лецом|леце
ень   ня|ню|=|нем|не ; ени|ени|=|енью|ени
мост  моста|мосту|=|мостом|мосту,мосте
порт  порта|порту|=|портом|порту,порте
ок    ка|ку|=|ком|ке ; ока|оку|=|оком|оке
ел    ла|лу|=|лом|ле ; ела|елу|=|елом|еле
ь     я|ю|=|ем|е ; и|и|=|ью|и
ий    ого|ому|=|им|ом ; ия|ию|=|ием|ии
кий   кого|кому|=|ким|ком
ний   него|нему|=|ним|нем
ший   шего|шему|=|шим|шем
жий   жего|жему|=|жим|жем
чий   чего|чему|=|чим|чем ; чьего|чьему|=|чьим|чьем
щий   щего|щему|=|щим|щем
ый    ого|ому|=|ым|ом
ой    ого|ому|=|ым|ом ; оя|ою|=|оем|ое
й     я|ю|=|ем|е
ая    ой|ой|ую|ой|ой
яя    ей|ей|юю|ей|ей
ия    ии|ии|ию|ией|ии
ея    еи|ее|ею|еей|ее
ья    ьи|ье|ью|ьей|ье
я     и|е|ю|ей|е
ка    ки|ке|ку|кой|ке
га    ги|ге|гу|гой|ге
ха    хи|хе|ху|хой|хе
жа    жи|же|жу|жей|же
ча    чи|че|чу|чей|че
ша    ши|ше|шу|шей|ше
ща    щи|ще|щу|щей|ще
ца    цы|це|цу|цей|це
ова   овой|овой|ову|овой|овой ; овы|ове|ову|овой|ове
а     ы|е|у|ой|е
ское  ского|скому|=|ским|ском
цкое  цкого|цкому|=|цким|цком
кое   кого|кому|=|ким|ком
ое    ого|ому|=|ым|ом
ее    его|ему|=|им|ем
ье    ья|ью|=|ьем|ье
ие    ия|ию|=|ием|ии ; их|им|=|ими|их
ые    ых|ым|=|ыми|ых
ще    ща|щу|=|щем|ще
це    ца|цу|=|цем|це
че    ча|чу|=|чем|че
е     я|ю|=|ем|е
о     а|у|=|ом|е
луки  лук,луков|лукам|=|луками|луках
ки    ок,ков|кам|=|ками|ках
бны   бен,бнов|бнам|=|бнами|бнах
мны   мен,мнов,мн|мнам|=|мнами|мнах
цы    цов,ец,ц|цам|=|цами|цах
ы     -,ов|ам|=|ами|ах
жи    ж,жей|жам|=|жами|жах
чи    ч,чей|чам|=|чами|чах
ши    ш,шей|шам|=|шами|шах
и     ей,ь|ям|=|ями|ях ; -,ов|ам|=|ами|ах
ьи    ей|ьям|=|ьями|ьях
"""
BARE_ENDINGS = "-а|-у|=|-ом|-е"
"""Of a name that ends in any other consonant."""
ADJECTIVE_ENDINGS: dict[str, str] = {}
"""Of a word before another one, where they differ from ENDINGS: nowhere."""
UNIT_ADJECTIVES = (("ск", "ая"), ("ск", "ий"), ("цк", "ая"), ("цк", "ий"))
"""Stem and ending of the adjectives before область and район: Белгородская, Купянский."""
UNIT_ADJECTIVE_ENDINGS = "ий ая ое ие ого ой ому ую им их ими ом"
INFORMAL_REGIONS = (("ская", "щина"), ("цкая", "тчина"))
"""Харьковская область is Харьковщина, Донецкая область Донетчина."""
TOWN_ADJECTIVE = r"(?P<stem>[\w ]{2,}(?:ск|цк))(?:ий|ая|ое|ого|ой|ому|ую|ою|им|ом)"
"""An adjective of a town, as a key, in any case of the singular."""
TOWNS = """
ск     ск ский - ь а ы и о е ое ая ка ко
ьск    а я е ье ы и
йск    я й - и
сск    сса ссы
вск    вль
овск   о а ы и
жск    г га ги ж жа жье
чск    к ч ча чи
инск   а е ы и о
енск   о но на ны ни ня ь е ый а
емск   ьма ма
анск   а я ое ая
янск   а ая ое
цк     цк цкий ца цы ц ч
ецк    цы ец
ицк    цы
"""
"""The end of the stem of such an adjective, and the ends that the name of its town may have: "запорожск" of "запорожье"."""
COMPOUNDS = """
велико  великая великий великое великие
старо   старая старый старое старые
ново    новая новый новое новые
мало    малая малый малое малые
бело    белая белый белое белые
черно   черная черный черное черные
красно  красная красный красное красные
верхне  верхняя верхний верхнее верхние
нижне   нижняя нижний нижнее нижние
средне  средняя средний среднее средние
криво   кривая кривой кривое кривые
сухо    сухая сухой сухое сухие
вышне   вышний вышняя вышнее
"""
"""How the adjectives of names of two words begin, and their first words: "нижнетагильск" of "нижний тагил"."""
TOWNS_OF_OTHERS = {
    "белоцерковск": "белая церковь",
    "великолукск": "великие луки",
    "вологодск": "вологда",
    "криворожск": "кривой рог",
    "минераловодск": "минеральные воды",
    "московск": "москва",
    "набережночелнинск": "набережные челны",
    "нижегородск": "нижний новгород",
    "новгородск": "великий новгород",
    "новокаховск": "новая каховка",
    "орловск": "орел",
    "петербургск": "санкт петербург",
    "ростовск": "ростов на дону",
    "рубежанск": "рубежное",
    "уфимск": "уфа",
    "франковск": "ивано франковск",
}
"""The stems of adjectives that no rule makes, and their towns."""

_APOSTROPHES = "'’ʼ`´‘"
_BGN = {
    **dict(zip("абвгдезийклмнопрстуфыэ", "abvgdeziyklmnoprstufye", strict=True)),
    "ё": "e",
    "ж": "zh",
    "х": "kh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ъ": "",
    "ь": "",
    "ю": "yu",
    "я": "ya",
}
_BGN_LETTERS = str.maketrans(_BGN) | dict.fromkeys(map(ord, _APOSTROPHES))
_MIXED_LETTERS = _BGN_LETTERS | {ord("й"): "i"}
_YE = re.compile(r"(?:(?<![а-яё])|(?<=[аеёиоуыэюяйъь]))[её]")
_PRESS_ENDINGS = (("iya", "ia"), ("skiy", "sky"), ("iy", "y"), ("yy", "y"), ("oye", "oe"))


_TO_UKRAINIAN = str.maketrans({"ы": "и", "э": "е", "ъ": "'", "и": "і"})
_UKRAINIAN_RULES = (  # in this order, before single letters are exchanged
    (re.compile(r"[иы]й\b"), "ИЙ"),
    (re.compile(r"(?<=[сцз])к(?=\b|ИЙ|а[яй]?\b|о[ейм]\b)"), "ьк"),
    (re.compile(r"сс(?=и)"), "с"),
    (re.compile(r"(?<=[жчшщц])и|(?<=\bпр)и"), "И"),
    (re.compile(r"(?<=[бвгджзклмнпрстфхцчшщ])ё"), "ьо"),
    (re.compile(r"ё"), "йо"),
    (re.compile(r"(?:\b|(?<=[аеиоуыэюяьъ]))е"), "є"),
    (re.compile(r"ое\b|оє\b"), "е"),
    (re.compile(r"ая\b"), "а"),
)


_HUSHED_YO = re.compile("(?<=[жчшщц])ё")


def in_ukrainian(text: str) -> tuple[str, ...]:
    """Return how Ukrainian news spell the name of a place in Russia, in small letters: Новороссийск is Новоросійськ.

    Of the two letters that Russian "и" may become, "і" is usual and "и" stands in some names; ё is ьо or о in some, е in others. All these
    spellings are returned.
    """
    spellings: list[str] = []
    small = text.lower()
    for written in dict.fromkeys((small, _HUSHED_YO.sub("о", small), small.replace("ё", "е"))):
        spelled = written
        for pattern, letters in _UKRAINIAN_RULES:
            spelled = pattern.sub(letters, spelled)
        spellings += (spelled.translate(_TO_UKRAINIAN).lower(), spelled.replace("и", "И").translate(_TO_UKRAINIAN).lower())
    return tuple(dict.fromkeys(spellings))


def romanizations(text: str) -> tuple[str, ...]:
    """Return how a Russian name is written in Latin letters, in small letters.

    By BGN/PCGN of 1947 (Kharkov, Yenakiyevo) and as news agencies write, where е is always e, adjectives end in -sky (Nikolaev, Enakievo,
    Evpatoria) and й may be i (Gulyaipole).
    """
    small = text.lower()
    press = " ".join(map(_with_press_ending, small.translate(_BGN_LETTERS).split(" ")))
    return (_YE.sub("ye", small).translate(_BGN_LETTERS), press, small.translate(_MIXED_LETTERS))


def _with_press_ending(word: str) -> str:
    for ending, other in _PRESS_ENDINGS:
        if word.endswith(ending):
            return word.removesuffix(ending) + other
    return word
