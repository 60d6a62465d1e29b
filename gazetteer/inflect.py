"""Ukrainian and Russian place names in their other cases, by tables of endings.

A table maps the ending of a nominative to one or more paradigms; the longest ending that fits decides. A paradigm lists
genitive, dative, accusative, instrumental and locative, separated by "|"; "," separates by-forms, "-" is the bare stem, "="
the nominative itself. Rules are made from the school grammars of both languages and can't know the stress, so they give
more forms than are right; benchmarks/gazetteer_inflection.py measures how many right ones are among them.

Names are keys (see ``normalize``): small letters, no apostrophes, words parted by spaces, ґ and ё written г and е.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, product

Paradigm = tuple[tuple[str, ...], ...]

_UK = """
ськ   ська|ську|=|ськом|ську
цьк   цька|цьку|=|цьком|цьку
зьк   зька|зьку|=|зьком|зьку
к     ка,ку|ку|=|ком|ку,ці
г     га,гу|гу|=|гом|зі,гу
ріг   рогу,рога|рогу|=|рогом|розі
х     ха,ху|ху|=|хом|сі,ху
ж     жа,жу|жу|=|жем|жі
ш     ша,шу|шу|=|шем|ші
щ     ща,щу|щу|=|щем|щі
ч     ча,чу|чу|=|чем|чі ; чі|чі|=|чю|чі
ів    ова,ева|ову,еву|=|овом,евом|ові,еві ; іва|іву|=|івом|іві
їв    єва|єву|=|євом|єві
бір   бору|бору|=|бором|борі
діл   долу|долу|=|долом|долі
піль  поля|полю|=|полем|полі
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
їя    її|її|їю|їєю|її
ка    ки|ці|ку|кою|ці
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
ки    ок,ків|кам|=|ками|ках
и     -,ів|ам|=|ами|ах
ці    ців,ець,ць|цям|=|цями|цях
чі    ч,чів|чам|=|чами|чах
ші    ш,шів|шам|=|шами|шах
жі    ж,жів|жам|=|жами|жах
ські  ських|ським|=|ськими|ських
цькі  цьких|цьким|=|цькими|цьких
лі    ель,лів|лям|=|лями|лях ; лих|лим|=|лими|лих
ні    них|ним|=|ними|них ; нів,ень|ням|=|нями|нях
ві    вих|вим|=|вими|вих
і     ів,ь|ям|=|ями|ях ; их|им|=|ими|их
ї     їв,й|ям|=|ями|ях
"""
_RU = """
ск    ска|ску|=|ском|ске
цк    цка|цку|=|цком|цке
ж     жа|жу|=|жем,жом|же
ч     ча|чу|=|чем,чом|че ; чи|чи|=|чью|чи
ш     ша|шу|=|шем,шом|ше
щ     ща|щу|=|щем,щом|ще
ц     ца|цу|=|цем,цом|це
ец    ца|цу|=|цом,цем|це ; еца|ецу|=|ецом|еце
ень   ня|ню|=|нем|не ; ени|ени|=|енью|ени
ок    ка|ку|=|ком|ке ; ока|оку|=|оком|оке
ел    ла|лу|=|лом|ле ; ела|елу|=|елом|еле
ь     я|ю|=|ем|е ; и|и|=|ью|и
ий    ого|ому|=|им|ом ; ия|ию|=|ием|ии
кий   кого|кому|=|ким|ком
ний   него|нему|=|ним|нем
ший   шего|шему|=|шим|шем
жий   жего|жему|=|жим|жем
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
е     я|ю|=|ем|е
о     а|у|=|ом|е
ки    ок,ков|кам|=|ками|ках
цы    цов,ец,ц|цам|=|цами|цах
ы     -,ов|ам|=|ами|ах
жи    ж,жей|жам|=|жами|жах
чи    ч,чей|чам|=|чами|чах
ши    ш,шей|шам|=|шами|шах
и     ей,ь|ям|=|ями|ях ; -,ов|ам|=|ами|ах
ьи    ей|ьям|=|ьями|ьях
"""
_BARE = {"uk": "-а,-у|-у|=|-ом|-і,-у", "ru": "-а|-у|=|-ом|-е"}
"""What a name takes that ends in any other consonant."""
_VOWELS = frozenset("аеиоуюяєіїыэ")
_UNITS = frozenset(("область", "район"))
_PREPOSITIONS = frozenset(("на", "над", "під", "под", "при", "за", "у", "в", "біля", "де", "ла", "ель"))
_ADJECTIVE_ENDINGS: dict[str, dict[str, str]] = {
    "uk": {
        "а": "ої|ій|у|ою|ій",
        "я": "ьої|ій|ю|ьою|ій",
        "ий": "ого|ому|=,ого|им|ому",
        "і": "их|им|=|ими|их",
        "ів": "ового|овому|=|овим|овому",
    },
    "ru": {},
}
"""What a word before another one takes instead, for there it is an adjective: Біла Церква, Нижня Дуванка, Часів Яр."""
_MOST_FORMS = 8


def _read(table: str) -> dict[str, list[Paradigm]]:
    paradigms: dict[str, list[Paradigm]] = {}
    for line in table.split("\n"):
        if line:
            ending, _, rest = line.partition(" ")
            paradigms[ending] = [_paradigm(text, ending) for text in rest.split(";")]
    return paradigms


def _paradigm(text: str, ending: str) -> Paradigm:
    return tuple(tuple(_ending(form, ending) for form in case.split(",")) for case in text.strip().split("|"))


def _ending(form: str, ending: str) -> str:
    if form == "=":
        return ending
    return form.removeprefix("-")


def _other_endings(ending: str, ways: list[Paradigm]) -> frozenset[str]:
    return frozenset(form for way in ways for case in way for form in case) - {ending}


_TABLES = {"uk": _read(_UK), "ru": _read(_RU)}
_BARE_PARADIGMS = {language: [_paradigm(text, "")] for language, text in _BARE.items()}
_ADJECTIVES = {language: {end: [_paradigm(text, end)] for end, text in table.items()} for language, table in _ADJECTIVE_ENDINGS.items()}
_ENDINGS = {language: {end: _other_endings(end, ways) for end, ways in table.items()} for language, table in _TABLES.items()}
_BARE_ENDINGS = {language: _other_endings("", ways) for language, ways in _BARE_PARADIGMS.items()}
_LONGEST = max(len(ending) for table in _TABLES.values() for ending in table)


def inflected(name_key: str, language: str) -> frozenset[str]:
    """Return the other cases of a name ("uk" or "ru") given as its key; empty where it has none."""
    if " " not in name_key:
        return _word_forms(name_key, language)
    words = name_key.split(" ")
    fixed = len(words) if words[-1] not in _UNITS else len(words) - 1
    for at, word in enumerate(words[1:], start=1):
        if word in _PREPOSITIONS:
            fixed = at
            break
    tail = words[fixed:]
    choices = [_declined(word, language, is_last=at == len(words) - 1) for at, word in enumerate(words[:fixed])]
    forms = {" ".join((*heads, *tail)) for heads in _agreeing(choices)}
    return frozenset(forms - {name_key})


def _word_forms(word: str, language: str) -> frozenset[str]:
    """Return the other cases of a name of one word, the most frequent sort by far."""
    table = _ENDINGS[language]
    for length in range(min(_LONGEST, len(word)), 0, -1):
        endings = table.get(word[-length:])
        if endings is not None:
            stem = word[:-length]
            return frozenset([stem + ending for ending in endings])
    if not word or word[-1] in _VOWELS or not word[-1].isalpha():
        return frozenset()
    return frozenset([word + ending for ending in _BARE_ENDINGS[language]])


def adjectives(unit_adjective: str) -> frozenset[str]:
    """Return all forms of a unit's adjective as it stands before область or район: "харківська" gives "харківський", "харківських"."""
    for stem, lead, endings in _ADJECTIVE_FORMS:
        if unit_adjective.endswith(stem + lead):
            base = unit_adjective.removesuffix(lead)
            return frozenset(base + ending for ending in endings.split())
    return frozenset()


def informal_region(region_adjective: str) -> str | None:
    """Return the informal name of a region by its adjective: "харківська" gives "харківщина", "донецкая" "донетчина"."""
    for ending, other in _INFORMAL:
        if region_adjective.endswith(ending):
            return region_adjective.removesuffix(ending) + other
    return None


_INFORMAL = (("ська", "щина"), ("цька", "ччина"), ("ская", "щина"), ("цкая", "тчина"))
_UK_ADJECTIVE = "ий а е і ого ої ому ій у ою им их ими"
_RU_ADJECTIVE = "ий ая ое ие ого ой ому ую им их ими ом"
_ADJECTIVE_FORMS = (
    *((stem, lead, _UK_ADJECTIVE) for stem in ("ськ", "цьк", "зьк") for lead in ("а", "ий")),
    *((stem, lead, _RU_ADJECTIVE) for stem in ("ск", "цк") for lead in ("ая", "ий")),
)


@lru_cache(maxsize=1 << 14)
def _declined(word: str, language: str, *, is_last: bool) -> list[Paradigm]:
    """Return whole forms instead of endings, a paradigm each way that the word may go."""
    if not is_last:
        if word.endswith("о"):
            return [((word,),) * 5]  # Івано-Франківськ
        for length in (2, 1):
            adjectival = _ADJECTIVES[language].get(word[-length:])
            if adjectival and not word.endswith("ія"):
                return [_applied(word[:-length], paradigm) for paradigm in adjectival]
    for length in range(min(_LONGEST, len(word)), 0, -1):
        paradigms = _TABLES[language].get(word[-length:])
        if paradigms is not None:
            return [_applied(word[:-length], paradigm) for paradigm in paradigms]
    if not word or word[-1] in _VOWELS or not word[-1].isalpha():
        return [((word,),) * 5]
    return [_applied(word, paradigm) for paradigm in _BARE_PARADIGMS[language]]


def _applied(stem: str, paradigm: Paradigm) -> Paradigm:
    return tuple(tuple(stem + ending for ending in case) for case in paradigm)


def _agreeing(choices: list[list[Paradigm]]) -> Iterator[tuple[str, ...]]:
    """Yield the words in one case together, for every case and way to decline them."""
    for ways in product(*choices):
        for case in range(5):
            yield from islice(product(*(way[case] for way in ways)), _MOST_FORMS)
