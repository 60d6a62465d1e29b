"""Events in the layout of a dataset of coded events, and back: what its columns cannot hold is kept in a further cell.

A layout translates a row of geomap into the columns of the dataset, and these into a row. Where this does not give the value of a column
back, the column is written into the cell of the rest, as ``column=value; column=value``. So nothing is lost, and the columns of the
dataset hold only what its codebook allows. Codes that follow from the type of an event need no cell.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from geomap.event_types import CODE_COLUMNS
from geomap.export.csv import held_text, table_bytes
from geomap.export.features import COLUMNS, event_cells, plain_cells
from geomap.model import Analysis, Event

Row = dict[str, str]

_BETWEEN = "; "
_ESCAPES = (("%", "%25"), (";", "%3B"), ("\r", "%0D"), ("\n", "%0A"))
_OWN = "geo_method"  # which the rest of every event that geomap wrote names, since no dataset has it


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The columns of a dataset.

    Attributes:
        columns: Their names, in order.
        rest: The column that holds what the others cannot.
        sign: A column by which the dataset is known.
        encode: Returns the cells of a row of geomap, by column; a column that is not named is empty.
        decode: Returns the columns of geomap that the cells hold.
    """

    columns: Sequence[str]
    rest: str
    sign: str
    encode: Callable[[Row], Row]
    decode: Callable[[Row], Row]

    def table(self, events: Sequence[Event], names: Mapping[str, str]) -> bytes:
        """Return events as CSV with the columns of the dataset, without a byte order mark, which clients in R take for a name.

        Args:
            events: The events.
            names: Names of countries by their codes; a country that is not named is written as its code.
        """
        cells = plain_cells(event_cells(events))
        rows = ({name: as_text(value) for name, value in zip(cells, values, strict=True)} for values in zip(*cells.values(), strict=True))
        coded = (self.cells(row) for row in rows)
        named = ({**one, "country": names.get(one["country"], one["country"])} for one in coded)
        return table_bytes([self.columns, *([one.get(name, "") for name in self.columns] for one in named)]).removeprefix(BOM_UTF8)

    def cells(self, row: Row) -> Row:
        """Return the cells of a row, those of the rest included."""
        coded = self.encode(row)
        given = self.decode(coded)
        others = {name: value for name, value in row.items() if given.get(name, "") != value and name not in CODE_COLUMNS}
        return {**coded, self.rest: _BETWEEN.join(f"{name}={_escaped(value)}" for name, value in others.items())}

    def row(self, cells: Mapping[str, str | None]) -> Row | None:
        """Return the row of geomap that cells hold; None where they are not geomap's own."""
        coded = {name: held_text(cell) for name, cell in cells.items() if name and cell is not None}
        pairs = (pair.partition("=") for pair in coded.get(self.rest, "").split(_BETWEEN))
        others = {name: _unescaped(value) for name, mark, value in pairs if mark}
        return {**dict.fromkeys(COLUMNS, ""), **self.decode(coded), **others} if _OWN in others else None


def country_names(analysis: Analysis) -> Mapping[str, str]:
    """Return the name of each country with events by its two-letter code, as far as the analysis has it."""
    return {region.country: region.name for region in analysis.regions if region.admin1 is None}


def as_text(value: object) -> str:
    """Return a value of a row as text, "" for None."""
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def own_row(cells: Mapping[str, str | None], layouts: Sequence[Layout]) -> Row | None:
    """Return the row of geomap that the cells of a line of CSV hold in one of several layouts; None where they are in none of them."""
    layout = next((one for one in layouts if one.sign in cells), None)
    return None if layout is None else layout.row(cells)


def _escaped(value: str) -> str:
    for plain, code in _ESCAPES:
        value = value.replace(plain, code)
    return value


def _unescaped(value: str) -> str:
    for plain, code in reversed(_ESCAPES):
        value = value.replace(code, plain)
    return value
