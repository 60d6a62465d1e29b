"""A language as the stages see it: a folder of TOML tables, each read when it is first asked for."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geomap.errors import SettingsError

MAIN = "language"  # the one table that each folder has
TABLES = frozenset({MAIN, "words", "counts", "triggers", "cues", "times", "pages", "names"})
RECOGNIZERS = frozenset({"crf", "inflected", "latin", "gazetteer"})
KEYS = frozenset(
    {
        "code",
        "name",
        "script",
        "words",
        "letters",
        "abbreviations",
        "closing_abbreviations",
        "short_forms",
        "infixes",
        "elisions",
        "recognizer",
        "compounds",
    }
)
SCRIPTS = {
    "latin": ("A", "ɏ"),
    "cyrillic": ("Ѐ", "ӿ"),
    "greek": ("Ͱ", "Ͽ"),
    "hebrew": ("֐", "׿"),
    "arabic": ("؀", "ۿ"),
    "thaana": ("ހ", "ޱ"),
    "georgian": ("Ⴀ", "ჿ"),
    "armenian": ("԰", "֏"),
    "devanagari": ("ऀ", "ॿ"),
    "bengali": ("ঀ", "৿"),
    "gurmukhi": ("\u0a00", "\u0a7f"),
    "gujarati": ("\u0a80", "\u0aff"),
    "odia": ("\u0b00", "\u0b7f"),
    "tamil": ("\u0b80", "\u0bff"),
    "telugu": ("\u0c00", "\u0c7f"),
    "kannada": ("\u0c80", "\u0cff"),
    "malayalam": ("\u0d00", "\u0d7f"),
    "sinhala": ("\u0d80", "\u0dff"),
    "thai": ("฀", "๿"),
    "lao": ("\u0e80", "\u0eff"),
    "burmese": ("\u1000", "\u109f"),
    "ethiopic": ("\u1200", "\u137f"),
    "khmer": ("\u1780", "\u17ff"),
    "kana": ("぀", "ヿ"),
    "hangul": ("가", "힯"),
    "han": ("一", "鿿"),
}
"""The scripts that are told apart, each with its first and last letter in Unicode."""

CODE = re.compile(r"[a-z]{2,3}")

Table = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Language:
    """One language: its code and the folder with what is known of it.

    The folder holds ``language.toml`` and any of the other tables; a stage does with a language what the folder has the words for.
    """

    code: str
    folder: Path

    @classmethod
    def of_folder(cls, folder: Path) -> Language:
        """Return the language that a folder describes.

        Raises:
            SettingsError: The folder has no ``language.toml``, or something in it makes no sense.
        """
        found = cls(code="", folder=folder)
        if not found.has(MAIN):
            raise SettingsError(f"{folder}: a language's folder should hold {MAIN}.toml")
        main = found.table(MAIN)
        _check(main, folder)
        return cls(code=main["code"], folder=folder)

    def has(self, table: str) -> bool:
        """Return whether the folder holds a table, by its name without ".toml"."""
        return (self.folder / f"{table}.toml").is_file()

    def table(self, name: str) -> Table:
        """Return a table's contents, empty where the folder lacks it.

        Raises:
            SettingsError: It is not valid TOML.
        """
        return _read(self.folder, name)

    def words(self, key: str) -> tuple[str, ...]:
        """Return the words that ``language.toml`` lists under a key, parted by white space there."""
        return tuple(self.table(MAIN).get(key, "").split())

    @property
    def name(self) -> str:
        """The English name of the language."""
        return str(self.table(MAIN).get("name", self.code))

    @property
    def script(self) -> str:
        """The script it is written in, one of SCRIPTS."""
        return str(self.table(MAIN)["script"])

    @property
    def recognizer(self) -> str | None:
        """How places are recognized in its texts: one of RECOGNIZERS, None where they are not read."""
        found: str | None = self.table(MAIN).get("recognizer")
        return found

    @property
    def compounds(self) -> bool:
        """Whether nouns stand before nouns: "Kyiv officials", "the Odesa port"."""
        return bool(self.table(MAIN).get("compounds", False))

    @property
    def tells_events(self) -> bool:
        """Whether events can be extracted from its texts."""
        return self.has("words") and self.has("triggers")


@functools.cache
def _read(folder: Path, name: str) -> Table:
    path = folder / f"{name}.toml"
    if name not in TABLES:
        raise SettingsError(f"{path}: a language has no such table; it has {', '.join(sorted(TABLES))}")
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: not valid TOML: {error}") from error


def _check(main: Table, folder: Path) -> None:
    path = folder / f"{MAIN}.toml"
    unknown = sorted(set(main) - KEYS)
    if unknown:
        raise SettingsError(f"{path}: unknown key {unknown[0]!r}; known are {', '.join(sorted(KEYS))}")
    if not CODE.fullmatch(str(main.get("code", ""))):
        raise SettingsError(f"{path}: code should be an ISO 639 code such as de")
    if "script" not in main:
        raise SettingsError(f"{path}: script is missing; it is one of {', '.join(SCRIPTS)}")
    if main["script"] not in SCRIPTS:
        raise SettingsError(f"{path}: script should be one of {', '.join(SCRIPTS)}")
    if main.get("recognizer", "crf") not in RECOGNIZERS:
        raise SettingsError(f"{path}: recognizer should be one of {', '.join(sorted(RECOGNIZERS))}")
