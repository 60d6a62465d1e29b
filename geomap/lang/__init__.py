"""Languages: one folder each, with the words that every stage reads; how texts are cut; and which language a text is in.

A folder (``en``, ``uk``, ``ru`` here, or one that is registered) holds:

    language.toml   code, name and script; letters and frequent words to detect it by; abbreviations; how places are recognized
    cues.toml       words that show whether the name beside them is a place
    words.toml      words by what they do in a sentence, numbers, units, bearings
    triggers.toml   what tells an event
    times.toml      months, weekdays, and how texts and pages say when
    pages.toml      names of columns of tables, lines of pages that are not text

``others.toml`` has what is known of languages that are told apart but not read.
"""

from geomap.lang.detect import detect_language, known_language, language_of
from geomap.lang.language import Language
from geomap.lang.registry import cached, has_language, language, languages, register, unregister
from geomap.lang.unread import count_languages, name_of, unread_sentence

__all__ = [
    "Language",
    "cached",
    "count_languages",
    "detect_language",
    "has_language",
    "known_language",
    "language",
    "language_of",
    "languages",
    "name_of",
    "register",
    "unread_sentence",
    "unregister",
]
