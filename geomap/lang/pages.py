"""The words of all languages for columns of tables and for lines of pages that are not text, from ``pages.toml`` of the folders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from geomap.lang.registry import cached, languages, others

Names = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineWords:
    """Words and phrases, in lower case, of lines that are not text."""

    buttons: Names  # whole lines
    media: Names  # "Photo: ..."
    bylines: Names  # before the names of authors
    read_also: Names  # phrases that open a line which points elsewhere
    read_on: Names  # phrases that end the summary of a longer text
    subscribe: Names  # first words of lines that ask for a subscription


@cached
def names_of_columns(*, english: bool = True) -> Mapping[str, Names]:
    """Return what columns of tables are called, by role; the surest names of a role come first.

    Args:
        english: Whether English names are among them; forms of table whose columns have fixed English names need only the others.
    """
    found: dict[str, list[str]] = {}
    tables = [one.table("pages") for one in languages() if english or one.code != "en"]
    for table in [*tables, *(row["pages"] for row in others().values() if "pages" in row)]:
        for role, names in table.get("columns", {}).items():
            found.setdefault(role, []).extend(names.split())
    return {role: tuple(dict.fromkeys(names)) for role, names in found.items()}


@cached
def line_words() -> LineWords:
    """Return the words of lines that are not text, in the order of the languages."""
    tables = [one.table("pages").get("lines", {}) for one in languages()]

    def words(key: str) -> Names:
        return tuple(dict.fromkeys(word for table in tables for word in table.get(key, "").split()))

    def phrases(key: str) -> Names:
        return tuple(dict.fromkeys(phrase for table in tables for phrase in table.get(key, ())))

    return LineWords(
        buttons=words("buttons"),
        media=words("media"),
        bylines=words("bylines"),
        read_also=phrases("read_also"),
        read_on=phrases("read_on"),
        subscribe=words("subscribe"),
    )
