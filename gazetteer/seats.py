"""Positions of districts that no source locates: the seat, which is the largest settlement of the district's name in its region.

The centre of the region, where such a district would stand otherwise, is the same for all of them and may be a hundred kilometres away.
"""

from __future__ import annotations

import marisa_trie
import numpy as np
import numpy.typing as npt

from gazetteer.arrays import AnyArray
from gazetteer.codes import KINDS, NOTHING, Form
from gazetteer.model import PlaceKind
from gazetteer.normalize import without_leading_unit
from gazetteer.spool import Spool

Ints = npt.NDArray[np.int64]

_DISTRICT, _SETTLEMENT = (KINDS.index(kind) for kind in (PlaceKind.DISTRICT, PlaceKind.SETTLEMENT))
_OF_DISTRICT = (int(Form.AS_IS), int(Form.UNIT_DROPPED))


def place_at_seats(spool: Spool, trie: marisa_trie.Trie, key_ids: AnyArray, alive: npt.NDArray[np.bool_], admin1: Ints) -> None:
    """Set the position of districts without one, in the columns of ``spool``, to that of their seat.

    Args:
        spool: The rows and their postings.
        trie: The keys.
        key_ids: The number of each posting's key in ``trie``.
        alive: By row: it has not been merged into another.
        admin1: By row: the row of its region, NOTHING for none.
    """
    kinds, people, lats, lons = (spool.column(spool.rows, name) for name in ("kind", "population", "lat", "lon"))
    lost = alive & (kinds == _DISTRICT) & np.isnan(lats) & (admin1 != NOTHING)
    wanted = _bare_names(spool, trie, key_ids, lost)
    if not wanted:
        return
    towns = alive & (kinds == _SETTLEMENT) & ~np.isnan(lats) & (admin1 != NOTHING)
    rows, forms = spool.column(spool.postings, "row"), spool.column(spool.postings, "form")
    of_towns = np.flatnonzero(towns[rows] & (forms == int(Form.AS_IS)) & np.isin(key_ids, np.unique([key_id for key_id, _ in wanted])))
    largest: dict[tuple[int, int], int] = {}
    for at in of_towns[np.argsort(people[rows[of_towns]], kind="stable")].tolist():  # the largest is written last
        largest[int(key_ids[at]), int(admin1[rows[at]])] = int(rows[at])
    for key_id, row in wanted:
        seat = largest.get((key_id, int(admin1[row])))
        if seat is not None and np.isnan(lats[row]):
            lats[row], lons[row] = lats[seat], lons[seat]


def _bare_names(spool: Spool, trie: marisa_trie.Trie, key_ids: AnyArray, lost: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Return the numbers of the keys of the names of ``lost`` rows without the word for a unit, each with its row."""
    rows, forms = spool.column(spool.postings, "row"), spool.column(spool.postings, "form")
    named: list[tuple[int, int]] = []
    for at in np.flatnonzero(lost[rows] & np.isin(forms, _OF_DISTRICT)).tolist():
        row, key_id = int(rows[at]), int(key_ids[at])
        bare = without_leading_unit(trie.restore_key(key_id))
        if bare is None:
            named.append((key_id, row))
        elif bare in trie:
            named.append((int(trie.key_id(bare)), row))
    return named
