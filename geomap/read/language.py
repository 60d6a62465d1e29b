"""Which language a post is in, by its script and its most common words. Pure; some 5 microseconds a post."""

from __future__ import annotations

import re
from string import ascii_letters

_SAMPLE = 300  # letters; more does not change the answer
_SHORT_SAMPLE = 120
_PLAINLY = 4  # words
_MOST_SHARED = 2  # languages that may share a word; one of more decides nothing
_MIN_WORDS = 2  # different function words that a language other than English must show, and lead it by
_MIN_LEAD = 1  # function words by which the first language must lead
_BEYOND_LATIN = re.compile("[^\x00-ɏ\u2000-\u2bff]")  # a letter of another script, not a quotation mark
_LATIN_LETTER = re.compile("[a-zß-ɏ]")
_CYRILLIC_BLOCK = 0x04  # the high byte of U+0400 to U+04FF
_SCRIPTS = (
    ("el", "Ͱ", "Ͽ"),
    ("he", "֐", "׿"),
    ("ar", "؀", "ۿ"),
    ("ka", "Ⴀ", "ჿ"),
    ("hy", "԰", "֏"),
    ("hi", "ऀ", "ॿ"),
    ("th", "฀", "๿"),
    ("ja", "぀", "ヿ"),
    ("ko", "가", "힯"),
    ("zh", "一", "鿿"),
)
# Frequent short words. A word of two languages counts for both.
_LATIN = {
    "en": (
        "the of and to in is was that for on it with as at by from are be this have has an were their said which after his "
        "they not but who will been had its more than"
    ),
    "de": (
        "der die das und ist in den von zu mit sich des auf für nicht im dem ein eine als auch es an werden aus er hat dass "
        "sie nach wird bei einer um am sind noch wie einem über so"
    ),
    "fr": (
        "le la les de des et en un une du que est pour qui dans par sur pas plus au ce il sont avec se ont été son aux cette "
        "mais comme leur elle à"
    ),
    "es": (
        "el la los las de que y en un una por con no su para es al lo como más o pero sus le ha se del fue este entre cuando muy sin sobre"
    ),
    "it": (
        "il la di che e è un una per non con del da sono si le dei nel alla più anche come ha gli lo della al i questo ma hanno delle dal"
    ),
    "pt": "o a os as de que e do da em um uma para com não por mais se na no dos foi ao das são pelo seu sua ou tem mas também",
    "nl": "de het een en van in is dat op te zijn met voor niet aan er om ook als door bij maar naar uit nog wordt dan zij heeft werd",
    "pl": "i w na z do że się nie to jest o jak po przez od za dla są oraz który która tym ale także przy był było może",
    "cs": "a v na se je že s z do o k i to pro za po ve jsou ale jako byl podle který která tak jeho při by",
    "ro": "de în și a la cu că pe care din nu un o pentru este au mai fost s-a sau prin după dar sunt al",
    "tr": "ve bir bu da de için ile olarak çok daha olan gibi kadar sonra ise ancak değil var olduğu dedi tarafından",
    "sv": "och i att det som en på är av för med den till inte har om ett men var från vid kan efter också",
    "hu": "a az és hogy nem is egy van meg csak de volt mint már ez ha még vagy el szerint után",
}
_CYRILLIC = {
    "uk": (
        "і в у на з що не та до як за про від для це є був була було його але під час також або які який яка через після та й "
        "зі щоб бути вже"
    ),
    "ru": (
        "и в на что не с по как это из за от для был была было его но под также или которые который которая после о об к у же "
        "со чтобы быть уже во при"
    ),
    "bg": "и на в се да от за не с е са че по като до този през но след към или бе при които който е със",
    "be": "і ў у на з што не да як за пра ад для гэта быў была было яго але пад таксама або якія які праз пасля каб",
    "sr": "и у на је се да за од са не су као који која што али или због после био била о по из",
}
# Letters that one Cyrillic language has and its neighbours do not: the evidence in short headlines.
_TELLING_LETTERS = (("uk", "їєґ"), ("be", "ў"), ("ru", "ыэъё"), ("sr", "ђћџљњј"))


def _languages_of(words: dict[str, str], letters: dict[str, str]) -> dict[str, str]:
    """Give the languages of each word, a letter for each language."""
    table: dict[str, str] = {}
    for language, common in words.items():
        for word in common.split():
            table[word] = table.get(word, "") + letters[language]
    return {word: languages for word, languages in table.items() if len(languages) <= _MOST_SHARED}


_LETTER_OF = dict(zip((*_LATIN, *_CYRILLIC), ascii_letters, strict=False))
_ENGLISH = _LETTER_OF["en"]
_LATIN_WORDS, _CYRILLIC_WORDS = _languages_of(_LATIN, _LETTER_OF), _languages_of(_CYRILLIC, _LETTER_OF)
_LATIN_LANGUAGES, _CYRILLIC_LANGUAGES = tuple(_LATIN), tuple(_CYRILLIC)


def detect_language(text: str) -> str | None:
    """Say which language ``text`` is in.

    Returns:
        An ISO 639-1 code, or None where the text is too short or too mixed to tell.
    """
    start = text[:_SHORT_SAMPLE].lower()
    words = start.split()
    told = _told(words, _LATIN_WORDS)
    english = told.count(_ENGLISH)
    if english >= _PLAINLY and 2 * english > len(told) and start.isascii():  # a few words are enough
        return "en"
    sample = text[:_SAMPLE].lower()
    if words and sample.isascii():  # what was told is not asked again, but for the last word, which may have been cut
        before = told[: len(told) - len(_LATIN_WORDS.get(words[-1], ""))]
        told = before + _told(sample[start.rindex(words[-1]) :].split(), _LATIN_WORDS)
        return "en" if _leads_all(told) else _by_words(sample, _LATIN_WORDS, _LATIN_LANGUAGES)
    if not _BEYOND_LATIN.search(sample):
        return _by_words(sample, _LATIN_WORDS, _LATIN_LANGUAGES)
    cyrillic = sample.encode("utf-16-le", "surrogatepass")[1::2].count(_CYRILLIC_BLOCK)
    latin = len(_LATIN_LETTER.findall(sample)) if 2 * cyrillic <= len(sample) else 0
    if cyrillic > latin:
        return _cyrillic(sample)
    counts = {name: sum(first <= letter <= last for letter in sample) for name, first, last in _SCRIPTS}
    script = max(counts, key=lambda name: counts[name])
    if counts[script] <= latin:
        return _by_words(sample, _LATIN_WORDS, _LATIN_LANGUAGES)
    return "ja" if script == "zh" and counts["ja"] else script


def _told(words: list[str], known: dict[str, str]) -> str:
    """Give the letters of the languages that each word speaks for."""
    return "".join(map(known.__getitem__, filter(known.__contains__, words)))


def _leads_all(told: str) -> bool:
    """Say whether English leads all other languages together."""
    return 2 * told.count(_ENGLISH) > len(told)


def _by_words(sample: str, known: dict[str, str], languages: tuple[str, ...]) -> str | None:
    words = sample.split()
    told = _told(words, known)
    if _leads_all(told):
        return "en"
    english = told.count(_ENGLISH)
    counts = [(told.count(_LETTER_OF[language]), language) for language in languages]
    (first, best), (second, _), *_ = sorted(counts, reverse=True)
    if first - second < _MIN_LEAD:
        return None
    if best == "en":
        return best
    # One word proves nothing: English headlines say that people "die", and count in "on", "an" and "am".
    distinct = {word for word in words if len(word) > 1 and _LETTER_OF[best] in known.get(word, "")}
    return best if min(len(distinct), first - english) >= _MIN_WORDS else None


def _cyrillic(text: str) -> str | None:
    letters = {language: sum(text.count(letter) for letter in telling) for language, telling in _TELLING_LETTERS}
    if letters["uk"] and letters["be"]:
        letters["uk"] = 0 if letters["be"] > letters["uk"] else letters["uk"]
    # Ukrainian and Belarusian share і, which Russian has not; Russian ы and э are Belarusian too.
    if "і" in text and not letters["be"]:
        letters["uk"] += text.count("і")
        letters["ru"] = 0
    if letters["be"]:
        return "be"
    most = max(letters, key=lambda language: letters[language])
    rest = sum(letters.values()) - letters[most]
    if letters[most] > 2 * rest:
        return most
    return (
        _by_words(text, _CYRILLIC_WORDS, _CYRILLIC_LANGUAGES) or "ru"
    )  # the most read of those whose alphabet has nothing of its own here
