"""A spelling -> its key: the normal form under which a name is stored and looked up.

Two spellings that a reader takes for the same name have the same key. The steps, in order:

1. Unicode NFKC; apostrophes, primes and quotation marks of all kinds are removed ("Slov'yansk", "Slov’yansk").
2. Dots inside an initialism are removed ("U.S." is "US"); all other punctuation, hyphens included, becomes a space.
3. Names of three letters or fewer are not changed further, so that "US" is not "us" and "Ås" is not "As".
4. Case is folded; Latin and Greek letters lose their diacritics, ligatures are spelled out ("Łódź", "Æ"); in Cyrillic
   only ё and ґ are replaced (by е and г), for й and ї are letters of their own; Arabic and Hebrew lose vowel points and hamza, and
   Persian and Urdu letters are those of Arabic. Words in -skyi, -skiy and the like end in -sky.
5. Words: "&" is "and"; before another word "St." is "saint", "Mt." "mount", "Ft." "fort"; a leading single N, S, E, W
   is the direction. Words for a first-level unit (oblast, region, province, state, krai ...) become "region", those for a
   second-level unit (raion, district, county ...) "district"; in Cyrillic every case of область and район its nominative.
6. "the", "city of", "town of", "village of", "місто", "г." and the like are removed from the front;
   "province of X" becomes "x region".

``key`` is idempotent: ``key(key(x)) == key(x)``. It is total: any text has a key, "" where no letter or digit is left.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

SHORT_NAME_LETTERS = 3
"""Keys of so many letters or fewer keep their case and diacritics."""

REGION_UNIT = "region"
DISTRICT_UNIT = "district"

_APOSTROPHES = frozenset("'’‘ʼʻʹʺˈ′″`´‛“”„‟\"«»ʾʿ`")
_SPELLED_OUT = {
    "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ŋ": "ng", "ə": "a", "ħ": "h", "ŧ": "t",
    "ĸ": "k", "ƙ": "k", "ɓ": "b", "ɗ": "d", "ɛ": "e", "ɔ": "o", "ƴ": "y", "ё": "е", "ґ": "г", "ѣ": "е",
    "ى": "ي", "ی": "ي", "ک": "ك", "ہ": "ه", "ھ": "ه", "ے": "ي",
}  # fmt: skip
_BEFORE_A_WORD = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}
_DIRECTIONS = {"n": "north", "s": "south", "e": "east", "w": "west"}
_REGION_WORDS = ("oblast", "oblasts", "voblast", "voblasts", "obl", "region", "province", "governorate", "voivodeship",
                 "prefecture", "krai", "kray", "state")  # fmt: skip
_DISTRICT_WORDS = ("raion", "rayon", "rajon", "rayon", "district", "county", "parish", "uezd", "powiat", "okrug")
_UNIT_WORDS = (
    dict.fromkeys(_REGION_WORDS, REGION_UNIT)
    | dict.fromkeys(_DISTRICT_WORDS, DISTRICT_UNIT)
    | dict.fromkeys(
        ("область", "області", "областю", "обл", "области", "областью", "областей", "областях", "областям", "областями"), "область"
    )
    | dict.fromkeys(
        (
            "район",
            "району",
            "районі",
            "районом",
            "района",
            "районе",
            "р-н",
            "райони",
            "районів",
            "районы",
            "районов",
            "районах",
            "районам",
            "районами",
        ),
        "район",
    )
)
_SKY = ("skyi", "skyy", "skiy", "skij", "skyj", "skii")
_SKY_LETTERS = 4
_UNITS = frozenset(_UNIT_WORDS.values())
_LEADING = frozenset(("the", "м", "смт", "г", "пгт", "пос", "город", "города", "городе", "місто", "міста", "місті", "село", "села",
                      "селі", "селе", "селище", "поселок", "хутор", "станица"))  # fmt: skip
_LEADING_OF = frozenset(("city", "town", "village", "township", "municipality"))
_UNIT_BEFORE = re.compile(
    r"^(?:caza|qaza|qada|liwa|cercle|arrondissement|province|provincia|departement|departamento|municipio|distrito|canton|prefecture|"
    r"territoire|wilaya|muhafazat|kabupaten|mudiriyat) (?:(?:de la|de l|del|de los|de|des|du|d|al) )?(?=\w{3})"
)
_INITIALISM = re.compile(r"\b(?:\w\.)+\w\b\.?")
_PLAIN_WORD = re.compile(r"[A-Za-z]{4,}|[А-ЯЄІЇа-яєії]{4,}")  # one word whose key is its small letters
_HYPHENS = frozenset("-\u2010\u2011\u2013")
_CYRILLIC = range(0x0400, 0x0530)
_LAST_CYRILLIC = "\u052f"
_DROPPED_MARKS = (range(0x0300, 0x0370), range(0x0591, 0x05C8), range(0x064B, 0x0660), range(0x0670, 0x0671))
_MAX_ROUNDS = 8
_SPECIAL_WORDS = frozenset((*_BEFORE_A_WORD, *_DIRECTIONS, *_UNIT_WORDS, *_LEADING, *_LEADING_OF))
"""Words that a step looks for; without any, one round settles a name."""


class _Folding(dict[int, str]):
    """The folded form of each code point, filled on demand."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_character(chr(code))
        return folded


def _fold_character(character: str) -> str:
    if ord(character) in _CYRILLIC:
        lowered = character.lower()
        return _SPELLED_OUT.get(lowered, lowered if lowered.isalnum() else "")
    pieces = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    kept = "".join(_SPELLED_OUT.get(piece, piece) for piece in pieces if not any(ord(piece) in marks for marks in _DROPPED_MARKS))
    return unicodedata.normalize("NFC", kept)


class _Separating(dict[int, str]):
    """Letters, digits and marks as they are, apostrophes gone, "&" spelled out, all else a space."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        kept = self[code] = _separate(character)
        return kept


def _separate(character: str) -> str:
    if character in _APOSTROPHES:
        return ""
    if character == "&":
        return " and "
    if character.isalnum() or unicodedata.category(character)[0] == "M":
        return character
    return "" if unicodedata.category(character) == "Cf" else " "


_WITHOUT_APOSTROPHES = dict.fromkeys(map(ord, _APOSTROPHES))
_FOLDING = _Folding()
_SEPARATING = _Separating()


def in_other_script(text: str) -> bool:
    """Return whether the first letter of a name is neither Latin nor Cyrillic; signs before it ("‘Ajlūn") do not count."""
    first = "" if text.isascii() else next(filter(str.isalpha, text), "")
    return (first > _LAST_CYRILLIC or "\u0370" <= first < "\u0400") and not "\u1e00" <= first <= "\u1eff"


@lru_cache(maxsize=1 << 16)
def key(name: str) -> str:
    """Return the normal form of ``name``; see the head of this module for its steps."""
    if _PLAIN_WORD.fullmatch(name):
        return fold(name)
    tokens = words(name)
    if not is_short(tokens):
        folded = [fold(token) for token in tokens]
        if _SPECIAL_WORDS.isdisjoint(folded):
            return " ".join(filter(None, folded))
    current = _key_once(name)
    for _ in range(_MAX_ROUNDS):  # a step may uncover work for an earlier one: "The the Hague"
        following = _key_once(current)
        if following == current:
            break
        current = following
    return current


def fold(text: str) -> str:
    """Fold case and diacritics of ``text`` and the spellings of -sky (step 4); may change its length."""
    folded = text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).translate(_FOLDING)
    return f"{folded[:-_SKY_LETTERS]}sky" if folded.endswith(_SKY) else folded


def words(text: str) -> list[str]:
    """Split ``text`` into the words of steps 1 and 2, case kept: "U.S.-led" gives ["US", "led"]."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(_WITHOUT_APOSTROPHES))  # NFKC makes a space of some of them
    if "." in text:
        text = _INITIALISM.sub(lambda found: found[0].replace(".", ""), text)
    if "р-н" in text:
        text = text.replace("р-н", "район")
    return text.translate(_SEPARATING).split()


def word(token: str) -> str:
    """Return the normal form of one of ``words`` by itself (steps 4 and 5 without its neighbours)."""
    folded = fold(token)
    return _UNIT_WORDS.get(folded, folded)


def before_a_word(token: str) -> str:
    """Return the normal form of a ``word`` that another word follows: "st" is "saint"."""
    return _BEFORE_A_WORD.get(token, token)


def lasting(token: str) -> str | None:
    """Return what ``token`` adds to the key of any longer name that contains it between spaces; "" for a hyphen.

    Such parts, joined by spaces, are the beginning of the key of a name that they begin (of more than ``SHORT_NAME_LETTERS``
    letters), and the whole key of a name that they make. None where the token's neighbours or its place matter.
    """
    if token in _HYPHENS:
        return ""
    bare = token.removesuffix(".")
    if "." in bare and _INITIALISM.fullmatch(token):
        bare = bare.replace(".", "")
    if not (bare.isascii() and bare.isalnum()):
        return None
    folded = fold(bare)
    return None if folded in _SPECIAL_WORDS else folded


def core(name_key: str) -> tuple[str, str | None]:
    """Split a key into the part before its unit word and the unit: "luhansk region" gives ("luhansk", "region")."""
    head, _, last = name_key.rpartition(" ")
    return (head, last) if head and last in _UNITS else (name_key, None)


def without_leading_unit(name_key: str) -> str | None:
    """Return the part of a key after the word for a unit that it begins with, "caza de saida"; None for one that begins with none."""
    found = _UNIT_BEFORE.match(name_key)
    return name_key[found.end() :] if found is not None else None


def ends_in_unit(name: str) -> bool:
    """Return whether a name of several words ends in the word for a unit: "Voronezhskaja oblast'"."""
    head, _, last = name.rpartition(" ")
    return bool(head) and last.rstrip("'’ʼʹ.").lower() in _UNIT_WORDS


def is_short(tokens: Sequence[str]) -> bool:
    """Return whether a name of these words is so short that it matches in its own case only."""
    return sum(map(len, tokens)) <= SHORT_NAME_LETTERS


def _key_once(name: str) -> str:
    tokens = words(name)
    if is_short(tokens):
        return " ".join(tokens)
    tokens = [token for token in tokens if fold(token)]
    folded = _without_lead([fold(token) for token in tokens])
    if len(folded) < len(tokens) and is_short(folded):  # "the US": what is left is short, so its case counts
        return " ".join(tokens[len(tokens) - len(folded) :])
    return " ".join(_canonical(folded))


def _without_lead(tokens: list[str]) -> list[str]:
    start = 0
    while len(tokens) - start > 1:
        if tokens[start] in _LEADING:
            start += 1
        elif tokens[start] in _LEADING_OF and tokens[start + 1] == "of" and len(tokens) - start > 2:  # noqa: PLR2004 "city of X"
            start += 2
        else:
            break
    return tokens[start:]


def _canonical(tokens: list[str]) -> list[str]:
    last = len(tokens) - 1
    if last == 0:
        return tokens
    tokens = [before_a_word(token) if at < last else token for at, token in enumerate(tokens)]
    tokens[0] = _DIRECTIONS.get(tokens[0], tokens[0])
    if last > 1 and tokens[1] == "of" and tokens[0] in _UNIT_WORDS:
        tokens = [*tokens[2:], tokens[0]]
    tokens[-1] = _UNIT_WORDS.get(tokens[-1], tokens[-1])
    return tokens
