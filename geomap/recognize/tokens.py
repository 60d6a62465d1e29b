"""Text to tokens, and tokens to the runs of capitalized words in which names stand.

Offsets are exact in the given text: nothing is dropped, changed or joined, whatever the marks, hyphens and spaces in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# Short forms that keep their full stop: with it "St." is a word of a name and "Va." a whole one.
_SHORT = (
    "St|Ste|Mt|Ft|Pt|Co|Ave|Rd|Blvd|Dr|Mr|Mrs|Ms|Sgt|Lt|Gen|Col|Capt|Maj|Sen|Rep|Gov|Rev|Prof|Jr|Sr|No|Nos|Dept|Twp|Inc|Ltd|Corp|"
    "Ala|Ariz|Ark|Calif|Cal|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Kans|Ky|La|Md|Mass|Mich|Minn|Miss|Mo|Mont|Neb|Nebr|Nev|"
    "Okla|Ore|Pa|Penn|Tenn|Tex|Vt|Va|Wash|Wis|Wyo|Phila|Ont|Que|Alta|Sask|Nfld"
)
_JOINED = "\u0300-\u036f\u00ad\u200d"  # combining marks, soft hyphen, joiner: inside a word they do not end it
_APOSTROPHE = "'\u2019\u02bc\u2018`"
_TOKEN = re.compile(
    r"[a-z]+(?=[ ,.\n])"  # most words, found the fastest way; what follows would find the same
    rf"|(?P<abbreviation>(?=[A-Z])(?:(?:[A-Z][a-z]{{0,3}}\.){{2,}}|(?:{_SHORT})\.(?![\w{_JOINED}])|[A-Z]\.(?=\s?[A-Z][a-z])))"
    rf"|(?P<word>[^\W\d_][\w{_JOINED}]*(?:[{_APOSTROPHE}](?![sS]\b(?![{_APOSTROPHE}]\w))[^\W\d_][\w{_JOINED}]*|-(?:на|над|под|під)-[^\W\d_][\w{_JOINED}]*)*)"
    rf"|(?P<possessive>[{_APOSTROPHE}][sS]\b(?![{_APOSTROPHE}]\w))"
    r"|(?P<number>\d+(?:[.,:]\d+)*\w*)"
    r"|(?P<line>\n)"
    r"|(?P<mark>[^\w\s]|_)"
)
_CONNECTORS = frozenset(
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
_NAME_KINDS = frozenset(("word", "abbreviation"))
_MOST_CONNECTORS = 2
LONGEST_RUN = 60  # a page in capitals is one long run; cut it, so that decoding stays linear


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one text: parallel lists of words, offsets and kinds, and which are words that begin with a capital letter."""

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
    found = list(_TOKEN.finditer(text))
    words = [match.group() for match in found]
    kinds = [match.lastgroup or "word" for match in found]
    capital = [word[0].isupper() and kind in _NAME_KINDS for word, kind in zip(words, kinds, strict=True)]
    return Tokens(text, words, [match.start() for match in found], [match.end() for match in found], kinds, capital)


def find_runs(tokens: Tokens) -> list[tuple[int, int]]:
    """Give the runs ``[first, last)`` of capitalized words, with the small words and numbers that can stand inside a name."""
    runs: list[tuple[int, int]] = []
    last = 0
    for i in (i for i, is_name in enumerate(tokens.capital) if is_name):
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
        elif tokens.words[j] in _CONNECTORS and j - end < _MOST_CONNECTORS and not _is_spaced_dash(tokens, j):
            j += 1
        else:
            break
    return end


def _hyphenated_capital(tokens: Tokens, j: int, count: int) -> int:
    """Give the next capitalized word before ``count`` that hyphens tie to token ``j``, a hyphen: "-on-Don", "-au-Prince"; 0 for none."""
    for dash in range(j, min(j + 2 * _MOST_CONNECTORS + 1, count - 1), 2):
        if tokens.words[dash] not in _DASHES or tokens.starts[dash] != tokens.ends[dash - 1]:
            return 0
        if tokens.starts[dash + 1] != tokens.ends[dash] or tokens.kinds[dash + 1] != "word":
            return 0
        if tokens.capital[dash + 1]:
            return dash + 1
    return 0


def _is_spaced_dash(tokens: Tokens, j: int) -> bool:
    """Tell a dash between two names, "Kyiv - Lviv", from the hyphen of one."""
    return tokens.words[j] in _DASHES and tokens.starts[j] > tokens.ends[j - 1]
