"""Which tables to read a post with."""

from __future__ import annotations

import re

from geomap.events.lexicon import LANGUAGES
from geomap.model import Post

SAMPLE = 2000
CYRILLIC = re.compile(r"[а-яёіїєґ]", re.IGNORECASE)
UKRAINIAN = re.compile(r"[іїєґ]", re.IGNORECASE)
RUSSIAN = re.compile(r"[ыэъё]", re.IGNORECASE)  # letters that Ukrainian lacks


def language_of(post: Post) -> str:
    """Give the language of the tables that fit: what the post says if they exist, else by its letters."""
    if post.language in LANGUAGES:
        return post.language
    sample = post.text[:SAMPLE]
    if len(CYRILLIC.findall(sample)) * 2 < sum(letter.isalpha() for letter in sample):
        return "en"
    return "uk" if len(UKRAINIAN.findall(sample)) >= len(RUSSIAN.findall(sample)) else "ru"
