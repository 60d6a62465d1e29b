"""A language that is not among those that ship: invented, of a handful of words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from geomap.lang import Language, register, unregister

CODE = "qaa"  # ISO 639 keeps qaa to qtz for local use
TABLES = {
    "language": """
        code = "qaa"
        name = "Tolu"
        script = "latin"
        recognizer = "gazetteer"
        words = "zu ke tolu mira vask nor"
        letters = "ŧ"
        abbreviations = "prz."
    """,
    "cues": """
        town = "gorta"
        prepositions = "zu"
        near = "UA"
    """,
    "words": """
        [words]
        at = "zu"
        prepositions = "zu"
        people = "humi"
        killed = "morŧi*"

        [numbers]
        tri = 3
    """,
    "triggers": """
        [[trigger]]
        type = "Shelling/artillery/missile attack"
        weight = 3
        frame = "target"
        any = ["bombar*"]
        yes = ["Tolu bombaris zu Kharkiv."]
        no = ["Tolu mira zu Kharkiv."]
    """,
    "times": """
        months = ["janŧu", "febu", "marŧu", "apru", "maju", "junu", "julu", "augu", "sepu", "oktu", "novu", "deku"]
        weekdays = ["unu", "duu", "triu", "kvaru", "kvinu", "sesu", "sepu"]

        [phrases]
        yesterday = ["ieru"]

        [page]
        yesterday = "ieru"
        updated = ["renovita"]
        ago_after = ["apude"]
        hours = "horu horui"
    """,
    "pages": """
        [columns]
        text = "texŧo"
        day = "tago"

        [lines]
        buttons = "respondi"
        bylines = "verki"
        read_also = ["legu ankau"]
    """,
}


def write_tables(folder: Path, tables: dict[str, str]) -> Path:
    """Write the tables of a language into ``folder``."""
    folder.mkdir()
    for name, text in tables.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def tolu(tmp_path: Path) -> Iterator[Language]:
    """The invented language, registered for one test."""
    added = register(write_tables(tmp_path / "tolu", TABLES))
    yield added
    unregister(added.code)
