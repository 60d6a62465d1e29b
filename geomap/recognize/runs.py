"""The runs of capitalized words in which names stand, with the small words that many languages have inside names."""

from __future__ import annotations

from collections.abc import Container
from itertools import compress

from geomap.lang.tokens import Tokens
from geomap.recognize.cues import CLASS_OF

_SMALL_WORDS = (
    "of the de la le les du des del dos das da do di el al y upon on and "
    "& sur am an ez es der den auf im ob bei van von zu ul op aan ter ten i"
)
CONNECTORS = frozenset((*_SMALL_WORDS.split(), "-", "–", "‐", "‑", "'s", "’s", "d'", "d’", "l'", "l’"))
_ARTICLES = frozenset(["al", "el", "ad", "as", "ar", "ash", "at", "az", "an", "ez"])  # "al-Tanf": a name may begin with one, hyphen and all
_DASHES = frozenset("-\u2013\u2010\u2011")
_MOST_CONNECTORS = 2
_TIMES = frozenset(("day", "month"))
LONGEST_RUN = 60  # a page in capitals is one long run; cut it, so that decoding stays linear


def find_runs(tokens: Tokens, tails: Container[str] = ()) -> list[tuple[int, int]]:
    """Return the runs ``[first, last)`` of capitalized words, with the small words and numbers that can stand inside a name.

    Args:
        tokens: Those of a text.
        tails: Words in small letters that may close a name: "область" after "Харківська".
    """
    runs: list[tuple[int, int]] = []
    last = 0
    for i in compress(range(len(tokens)), tokens.capital):
        if i >= last:
            first = i - 2 if _has_article_before(tokens, i) else i
            last = _run_end(tokens, i, tails)
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


def _run_end(tokens: Tokens, i: int, tails: Container[str]) -> int:
    end = i + 1
    count = min(len(tokens), i + LONGEST_RUN)
    j = end
    while j < count:
        if tokens.capital[j] or (tokens.kinds[j] == "number" and j == end):
            j += 1
            end = j
        elif capital := _hyphenated_capital(tokens, j, count):
            j = capital
        elif tails and j == end and tokens.words[j] in tails:
            j += 1
            end = j
        elif _is_before_time(tokens, j):
            break
        elif tokens.words[j] in CONNECTORS and j - end < _MOST_CONNECTORS and not _is_spaced_dash(tokens, j):
            j += 1
        else:
            break
    return end


def _is_before_time(tokens: Tokens, j: int) -> bool:
    """Return whether token ``j`` joins a name to the day on which something happened there: "Izium on Tuesday"."""
    return tokens.words[j] == "on" and j + 1 < len(tokens) and CLASS_OF.get(tokens.words[j + 1].lower()) in _TIMES


def _hyphenated_capital(tokens: Tokens, j: int, count: int) -> int:
    """Return the next capitalized word before ``count`` that hyphens tie to token ``j``, a hyphen: "-on-Don", "-au-Prince"; 0 for none."""
    for dash in range(j, min(j + 2 * _MOST_CONNECTORS + 1, count - 1), 2):
        if tokens.words[dash] not in _DASHES or tokens.starts[dash] != tokens.ends[dash - 1]:
            return 0
        if tokens.starts[dash + 1] != tokens.ends[dash] or tokens.kinds[dash + 1] not in ("word", "name"):
            return 0
        if tokens.capital[dash + 1]:
            return dash + 1
    return 0


def _is_spaced_dash(tokens: Tokens, j: int) -> bool:
    """Return whether token ``j`` is a dash between two names, "Kyiv - Lviv", and not the hyphen of one."""
    return tokens.words[j] in _DASHES and tokens.starts[j] > tokens.ends[j - 1]
