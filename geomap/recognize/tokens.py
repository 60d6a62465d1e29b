"""Text to tokens, and tokens to the runs of capitalized words in which names stand.

Offsets are exact in the given text: nothing is dropped, changed or joined, whatever the marks, hyphens and spaces in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate, compress

from geomap.recognize.memo import Memo

# Short forms that keep their full stop: with it "St." is a word of a name and "Va." a whole one.
_SHORT = (
    "St|Ste|Mt|Ft|Pt|Co|Ave|Rd|Blvd|Dr|Mr|Mrs|Ms|Sgt|Lt|Gen|Col|Capt|Maj|Sen|Rep|Gov|Rev|Prof|Jr|Sr|No|Nos|Dept|Twp|Inc|Ltd|Corp|"
    "Ala|Ariz|Ark|Calif|Cal|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Kans|Ky|La|Md|Mass|Mich|Minn|Miss|Mo|Mont|Neb|Nebr|Nev|"
    "Okla|Ore|Pa|Penn|Tenn|Tex|Vt|Va|Wash|Wis|Wyo|Phila|Ont|Que|Alta|Sask|Nfld"
)
_JOINED = "\u0300-\u036f\u00ad\u200d"  # combining marks, soft hyphen, joiner: inside a word they do not end it
_APOSTROPHE = "'\u2019\u02bc\u2018`"
# One group and no more, so that splitting a text by it gives gaps and tokens in turn; ``kind_of`` tells the alternatives apart.
_TOKEN = re.compile(
    r"(?! )("  # most of what is between tokens, passed over without trying them all
    r"[a-z]+(?=[ ,.\n])|[A-Z][a-z]+(?=[ ,\n])|[.,]"  # most tokens, found the fastest way; what follows would find the same
    rf"|(?=[A-Z])(?:(?:[A-Z][a-z]{{0,3}}\.){{2,}}|(?:{_SHORT})\.(?![\w{_JOINED}])|[A-Z]\.(?=\s?[A-Z][a-z]))"  # abbreviation
    rf"|[^\W\d_][\w{_JOINED}]*(?:[{_APOSTROPHE}](?![sS]\b(?![{_APOSTROPHE}]\w))[^\W\d_][\w{_JOINED}]*|-(?:на|над|під|под)-[^\W\d_][\w{_JOINED}]*)*"
    rf"|[{_APOSTROPHE}][sS]\b(?![{_APOSTROPHE}]\w)"  # possessive
    r"|\d+(?:[.,:]\d+)*\w*"
    r"|\n"
    r"|[^\w\s]|_)"
)
CONNECTORS = frozenset(
    [
        "of",
        "the",
        "de",
        "la",
        "le",
        "les",
        "du",
        "des",
        "del",
        "dos",
        "da",
        "do",
        "di",
        "el",
        "al",
        "y",
        "upon",
        "on",
        "and",
        "&",
        "sur",
        "am",
        "an",
        "ez",
        "es",
        "der",
        "den",
        "auf",
        "im",
        "ob",
        "bei",
        "van",
        "von",
        "zu",
        "ul",
        "-",
        "–",
        "‐",
        "‑",
        "'s",
        "’s",
    ]
)
_ARTICLES = frozenset(["al", "el", "ad", "as", "ar", "ash", "at", "az", "an", "ez"])  # "al-Tanf": a name may begin with one, hyphen and all
_DASHES = frozenset("-\u2013\u2010\u2011")
_MOST_CONNECTORS = 2
_MOST_TOKENS = 1 << 16  # whose kind is remembered; at some 150 bytes each this bounds memory
LONGEST_RUN = 60  # a page in capitals is one long run; cut it, so that decoding stays linear


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one text: parallel lists of words, offsets and kinds, and which are words or abbreviations with a capital letter."""

    text: str
    words: list[str]
    starts: list[int]
    ends: list[int]
    kinds: list[str]
    capital: list[bool]

    def __len__(self) -> int:
        return len(self.words)

    def is_name_word(self, i: int) -> bool:
        """Say whether token ``i`` is a word or abbreviation that begins with a capital letter."""
        return self.capital[i]


def tokenize(text: str) -> Tokens:
    """Cut ``text`` into words, abbreviations, numbers, marks and line ends."""
    pieces = _TOKEN.split(text)
    bounds = [*accumulate(map(len, pieces))]
    words = pieces[1::2]
    kinds = [*map(_KIND_OF.__getitem__, words)]
    return Tokens(text, words, bounds[:-1:2], bounds[1::2], kinds, [*map(_IS_CAPITAL.__getitem__, kinds)])


def kind_of(word: str) -> str:
    """Tell which alternative of the tokens' pattern found ``word``, for each finds what the others cannot.

    A "name" is a word with a capital letter.
    """
    first = word[0]
    if first.isdecimal():
        return "number"
    if first.isalnum():
        return "abbreviation" if "." in word else "name" if first.isupper() else "word"
    if word == "\n":
        return "line"
    return "mark" if len(word) == 1 else "possessive"


_KIND_OF = Memo(kind_of, most=_MOST_TOKENS)
_IS_CAPITAL = {kind: kind in ("name", "abbreviation") for kind in ("name", "abbreviation", "word", "number", "line", "mark", "possessive")}


def find_runs(tokens: Tokens) -> list[tuple[int, int]]:
    """Give the runs ``[first, last)`` of capitalized words, with the small words and numbers that can stand inside a name."""
    runs: list[tuple[int, int]] = []
    last = 0
    for i in compress(range(len(tokens)), tokens.capital):
        if i >= last:
            first = i - 2 if _has_article_before(tokens, i) else i
            last = _run_end(tokens, i)
            runs.append((first, last))
    return runs


def _has_article_before(tokens: Tokens, i: int) -> bool:
    return (
        i >= 2  # noqa: PLR2004 - an article and a hyphen
        and tokens.words[i - 1] == "-"
        and tokens.words[i - 2] in _ARTICLES
        and tokens.starts[i] == tokens.ends[i - 1]
        and tokens.starts[i - 1] == tokens.ends[i - 2]
    )


def _run_end(tokens: Tokens, i: int) -> int:
    end = i + 1
    count = min(len(tokens), i + LONGEST_RUN)
    j = end
    while j < count:
        if tokens.capital[j] or (tokens.kinds[j] == "number" and j == end):
            j += 1
            end = j
        elif capital := _hyphenated_capital(tokens, j, count):
            j = capital
        elif tokens.words[j] in CONNECTORS and j - end < _MOST_CONNECTORS and not _is_spaced_dash(tokens, j):
            j += 1
        else:
            break
    return end


def _hyphenated_capital(tokens: Tokens, j: int, count: int) -> int:
    """Give the next capitalized word before ``count`` that hyphens tie to token ``j``, a hyphen: "-on-Don", "-au-Prince"; 0 for none."""
    for dash in range(j, min(j + 2 * _MOST_CONNECTORS + 1, count - 1), 2):
        if tokens.words[dash] not in _DASHES or tokens.starts[dash] != tokens.ends[dash - 1]:
            return 0
        if tokens.starts[dash + 1] != tokens.ends[dash] or tokens.kinds[dash + 1] not in ("word", "name"):
            return 0
        if tokens.capital[dash + 1]:
            return dash + 1
    return 0


def _is_spaced_dash(tokens: Tokens, j: int) -> bool:
    """Tell a dash between two names, "Kyiv - Lviv", from the hyphen of one."""
    return tokens.words[j] in _DASHES and tokens.starts[j] > tokens.ends[j - 1]
