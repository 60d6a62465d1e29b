"""Ukrainian: the endings of place names in their cases, and their spellings in Latin letters.

Endings are made from the school grammar; ``declension`` has the notation. Spellings in Latin letters follow the national rules (KMU 55),
BGN/PCGN, and the mixture that the press uses.
"""

from __future__ import annotations

import re

ENDINGS = """
ськ   ська|ську|=|ськом|ську
цьк   цька|цьку|=|цьком|цьку
зьк   зька|зьку|=|зьком|зьку
к     ка,ку|ку|=|ком|ку,ці
г     га,гу|гу|=|гом|зі,гу
ріг   рогу,рога|рогу|=|рогом|розі
тік   току|току|=|током|тоці,току
х     ха,ху|ху|=|хом|сі,ху
ж     жа,жу|жу|=|жем|жі
ш     ша,шу|шу|=|шем|ші
щ     ща,щу|щу|=|щем|щі
ч     ча,чу|чу|=|чем|чі ; чі|чі|=|чю|чі
ів    ова,ева|ову,еву|=|овом,евом|ові,еві ; іва|іву|=|івом|іві
їв    єва|єву|=|євом|єві
бір   бору|бору|=|бором|борі
вір   вора,вору|вору|=|вором|ворі ; віра,віру|віру|=|віром|вірі
тір   тора|тору|=|тором|торі
рід   роду|роду|=|родом|роді
рел   рла|рлу|=|рлом|рлі
діл   долу|долу|=|долом|долі
піль  поля|полю|=|полем|полі
міст  мосту|мосту|=|мостом|мосту,мості
інь   еня|еню|=|енем|ені ; іня|іню|=|інем|іні
ень   ня|ню|=|нем|ні ; еня|еню|=|енем|ені
нь    ня|ню|=|нем|ні ; ні|ні|=|нню|ні
ль    ля|лю|=|лем|лі ; лі|лі|=|ллю|лі
ть    тя|тю|=|тем|ті ; ті|ті|=|ттю|ті
сь    ся|сю|=|сем|сі ; сі|сі|=|ссю|сі
рь    ря|рю|=|рем|рі ; рі|рі|=|рю|рі
ь     я|ю|=|ем|і ; і|і|=|ю|і
ець   ця|цю|=|цем|ці
єць   йця|йцю|=|йцем|йці
ок    ка,ку|ку|=|ком|ку ; ока,оку|оку|=|оком|оку
ий    ого|ому|=,ого|им|ому,ім ; ия,ию|ию|=|иєм|иї
ський ського|ському|=,ського|ським|ському
цький цького|цькому|=,цького|цьким|цькому
ій    ього|ьому|=|ім|ьому ; ія,ію|ію|=|ієм|ії
й     я,ю|ю|=|єм|ї
ія    ії|ії|ію|ією|ії
ия    иї|иї|ию|иєю|иї
єя    єї|єї|єю|єєю|єї
їя    її|її|їю|їєю|її
ка    ки|ці|ку|кою|ці
ока   оки|оці|оку|окою|оці ; окої|окій|оку|окою|окій
га    ги|зі|гу|гою|зі
ха    хи|сі|ху|хою|сі
жа    жі|жі|жу|жею|жі
ча    чі|чі|чу|чею|чі
ша    ші|ші|шу|шею|ші
ща    щі|щі|щу|щею|щі
ова   ової|овій|ову|овою|овій ; ови|ові|ову|овою|ові
ева   евої|евій|еву|евою|евій ; еви|еві|еву|евою|еві
єва   євої|євій|єву|євою|євій ; єви|єві|єву|євою|єві
на    ної|ній|ну|ною|ній ; ни|ні|ну|ною|ні
ська  ської|ській|ську|ською|ській
цька  цької|цькій|цьку|цькою|цькій
зька  зької|зькій|зьку|зькою|зькій
вата  ватої|ватій|вату|ватою|ватій ; вати|ваті|вату|ватою|ваті
ива   ивої|ивій|иву|ивою|ивій ; иви|иві|иву|ивою|иві
а     и|і|у|ою|і
ця    ці|ці|цю|цею|ці
ння   ння|нню|=|нням|нні
жжя   жжя|жжю|=|жжям|жжі
лля   лля|ллю|=|ллям|ллі
ття   ття|ттю|=|ттям|тті
сся   сся|ссю|=|ссям|ссі
ччя   ччя|ччю|=|ччям|ччі
шшя   шшя|шшю|=|шшям|шші
ззя   ззя|ззю|=|ззям|ззі
ддя   ддя|ддю|=|ддям|дді
стя   стя|стю|=|стям|сті
ря    ря|рю|=|рям|рі ; рі|рі|рю|рею|рі
вя    вя|вю|=|вям|ві
пя    пя|пю|=|пям|пі
ая    аї|аї|аю|аєю|аї
ея    еї|еї|ею|еєю|еї
оя    ої|ої|ою|оєю|ої
уя    уї|уї|ую|уєю|уї
я     і|і|ю|ею|і
поле  поля|полю|=|полем|полі
море  моря|морю|=|морем|морі
ще    ща|щу|=|щем|щі
це    ця|цю|=|цем|ці
че    ча|чу|=|чем|чі ; чого|чому|=|чим|чому
е     ого|ому|=|им|ому,ім
є     ього|ьому|=|ім|ьому
ко    ка|ку|=|ком|ку
о     а|у|=|ом|і,у
луки  лук,луків|лукам|=|луками|луках
ки    ок,ків|кам|=|ками|ках
бни   бен,бнів|бнам|=|бнами|бнах
мни   мен,мнів|мнам|=|мнами|мнах
и     -,ів|ам|=|ами|ах
ці    ців,ець,ць|цям|=|цями|цях
чі    ч,чів|чам|=|чами|чах
ші    ш,шів|шам|=|шами|шах
жі    ж,жів|жам|=|жами|жах
ські  ських|ським|=|ськими|ських
цькі  цьких|цьким|=|цькими|цьких
лі    ель,лів|лям|=|лями|лях ; лих|лим|=|лими|лих
ні    них|ним|=|ними|них ; нів,ень,нь|ням|=|нями|нях
ві    вих|вим|=|вими|вих
і     ів,ь|ям|=|ями|ях ; их|им|=|ими|их
ї     їв,й|ям|=|ями|ях
"""
BARE_ENDINGS = "-а,-у|-у|=|-ом|-і,-у"
"""Of a name that ends in any other consonant."""
ADJECTIVE_ENDINGS = {
    "а": "ої|ій|у|ою|ій",
    "я": "ьої|ій|ю|ьою|ій",
    "ий": "ого|ому|=,ого|им|ому",
    "і": "их|им|=|ими|их",
    "ні": "них,ніх|ним,нім|=|ними,німи|них,ніх",
    "ів": "ового,ова,ева|овому,ову,еву|=|овим,овом,евом|овому,ові,еві",
}
"""Of a word before another one that is an adjective there: Біла Церква, Нижня Дуванка, Часів Яр. It may be a noun as well."""
UNIT_ADJECTIVES = (("ськ", "а"), ("ськ", "ий"), ("цьк", "а"), ("цьк", "ий"), ("зьк", "а"), ("зьк", "ий"))
"""Stem and ending of the adjectives before область and район: Харківська, Куп'янський."""
UNIT_ADJECTIVE_ENDINGS = "ий а е і ого ої ому ій у ою им их ими"
INFORMAL_REGIONS = (("ська", "щина"), ("цька", "ччина"))
"""Харківська область is Харківщина, Донецька область Донеччина."""
TOWN_ADJECTIVE = r"(?P<stem>[\w ]{2,}(?:ськ|цьк|зьк))(?:ий|а|е|ого|ому|им|ім|ої|ій|у|ою)"
"""An adjective of a town, as a key, in any case of the singular."""
TOWNS = """
ськ    ськ ський - ь а я и і о е ка са си с ш
ьськ   а я ла ля лля
ільськ оле ілля
льськ  л
йськ   я й - ї
івськ  ове ова ово еве ево єве єво ев ов и і а о
ївськ  єве єво
овськ  о
инськ  а е и і о
інськ  а е и і я інь
енськ  е о и і а - ь ий не но ни на ня
анськ  а е о я
янськ  а е я
зьк    г га ги ж жа жжя з
цьк    цьк цький к ка ки ко ч ця ці ць
ецьк   ці ець
"""
"""The end of the stem of such an adjective, and the ends that the name of its town may have: "кременчуцьк" of "кременчук"."""
COMPOUNDS = """
велико  велика великий велике великі
старо   стара старий старе старі
ново    нова новий нове нові
мало    мала малий мале малі
біло    біла білий біле білі
чорно   чорна чорний чорне чорні
червоно червона червоний червоне червоні
верхньо верхня верхній верхнє верхні
верхо   верхня верхній верхнє верхні
нижньо  нижня нижній нижнє нижні
середньо середня середній середнє середні
криво   крива кривий криве криві
сухо    суха сухий сухе сухі
гірсько гірська гірський гірське
русько руська руський руське руські
свято   свята святий святе святі
"""
"""How the adjectives of names of two words begin, and their first words: "великобурлуцьк" of "великий бурлук"."""
TOWNS_OF_OTHERS = {
    "білоцерківськ": "біла церква",
    "вологодськ": "вологда",
    "криворізьк": "кривий ріг",
    "московськ": "москва",
    "нижегородськ": "нижній новгород",
    "новгородськ": "великий новгород",
    "новокаховськ": "нова каховка",
    "орловськ": "орел",
    "петербурзьк": "санкт петербург",
    "ростовськ": "ростов на дону",
    "рубіжанськ": "рубіжне",
    "уфімськ": "уфа",
    "франківськ": "івано франківськ",
}
"""The stems of adjectives that no rule makes, and their towns."""

_KMU55 = {
    **dict(zip("абвгґдезиійклмнопрстуф", "abvhgdezyiiklmnoprstuf", strict=True)),
    "є": "ie",
    "ж": "zh",
    "ї": "i",
    "х": "kh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ь": "",
    "ю": "iu",
    "я": "ia",
}
_KMU55_AT_START = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_APOSTROPHES = "'’ʼ`´‘"
_LETTER = "[А-ЯҐЄІЇа-яґєії]"
_WORD = re.compile(f"{_LETTER}+(?:[{_APOSTROPHES}]{_LETTER}+)*")


def romanize_kmu55(text: str) -> str:
    """Write Ukrainian ``text`` in Latin letters by the national rules (Cabinet resolution 55 of 2010).

    This is the spelling of Ukraine's passports, road signs and English-language press: Avdiivka, Zaporizhzhia, Kyiv.
    The soft sign and the apostrophe within a word are left out; "зг" is "zgh". Letters that are not Ukrainian stay.
    """
    return _WORD.sub(lambda word: _kmu55_word(word.group()), text)


def _kmu55_word(word: str) -> str:
    letters = [letter for letter in word if letter not in _APOSTROPHES]
    shouted = len(letters) > 1 and all(letter.isupper() for letter in letters)
    latin = "".join(_kmu55_letter(letters, at) for at in range(len(letters)))
    return latin.upper() if shouted else latin


def _kmu55_letter(letters: list[str], at: int) -> str:
    letter = letters[at]
    small = letter.lower()
    if at > 0 and letters[at - 1].lower() + small == "зг":
        latin = "gh"
    elif at == 0:
        latin = _KMU55_AT_START.get(small) or _KMU55.get(small, small)
    else:
        latin = _KMU55.get(small, small)
    return latin.capitalize() if letter.isupper() else latin


_BGN = {**_KMU55, **_KMU55_AT_START}
_NO_APOSTROPHES = dict.fromkeys(map(ord, _APOSTROPHES))
_KMU55_LETTERS = str.maketrans({**_KMU55, "Ґ": "g"}) | _NO_APOSTROPHES
_BGN_LETTERS = str.maketrans(_BGN) | _NO_APOSTROPHES
_MIXED_LETTERS = _BGN_LETTERS | {ord("й"): "i"}
_YI = re.compile(r"(?<=[a-z][a-z])yi\b")
_AT_START = re.compile(rf"(?<!{_LETTER})(?<!{_LETTER}[{_APOSTROPHES}])[єїйюя]")


def romanizations(text: str) -> tuple[str, ...]:
    """Return how a Ukrainian name is written in Latin letters, in small letters.

    By KMU 55, by BGN/PCGN of 1965 without its apostrophes (Avdiyivka, Zaporizhzhya, as GeoNames spells), and as the press mixes them
    (Hulyaipole, Stary Saltiv).
    """
    small = text.lower()
    marked = _AT_START.sub(lambda found: _KMU55_AT_START[found[0]], small)
    kmu55 = marked.replace("зг", "zgh").translate(_KMU55_LETTERS)
    return (kmu55, small.translate(_BGN_LETTERS), marked.translate(_MIXED_LETTERS), _YI.sub("y", kmu55))
