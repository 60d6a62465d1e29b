"""Which posts are in languages that geomap does not read, in one sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from geomap.lang.detect import UNDETERMINED, language_of
from geomap.lang.registry import has_language, language, others
from geomap.model import Post


def count_languages(posts: Iterable[Post]) -> dict[str, int]:
    """Count posts by language, the most frequent first.

    Args:
        posts: The posts that were not read.

    Returns:
        Numbers of posts by ISO 639 code; "und" stands for a language that was not recognized.
    """
    counts = Counter(language_of(post) or UNDETERMINED for post in posts)
    return dict(sorted(counts.items(), key=lambda row: (-row[1], row[0])))


def name_of(code: str) -> str:
    """Return the English name of a language, or its code where none is known."""
    if code == UNDETERMINED:
        return "not recognized"
    if has_language(code):
        return language(code).name
    return str(others().get(code, {}).get("name", code))


def unread_sentence(counts: Mapping[str, int]) -> str:
    """Say how many posts are in which language that geomap does not read.

    Args:
        counts: Numbers of posts by language, at least one.

    Returns:
        A sentence such as "3 posts in languages that geomap does not read: 2 Indonesian, 1 Swahili".
    """
    total = sum(counts.values())
    parts = ", ".join(f"{count:,} {name_of(code)}" for code, count in counts.items())
    what = "a language" if len(counts) == 1 else "languages"
    return f"{total:,} {'post' if total == 1 else 'posts'} in {what} that geomap does not read: {parts}"
