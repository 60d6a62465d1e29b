"""What the gazetteer knows of a name, put in the few words that the model learns from."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from gazetteer import Gazetteer
from gazetteer.model import NameStatus, PlaceKind
from gazetteer.normalize import key
from gazetteer.spellings import Form
from gazetteer.spool import KINDS, NOTHING, STATUSES
from geomap.likeness import likeness
from geomap.recognize.features import NameFacts

_MOST_NAMES = 1 << 17  # names remembered; at some 200 bytes each this bounds memory
_DEMONYM = STATUSES.index(NameStatus.DEMONYM)
_ADJECTIVE = int(Form.ADJECTIVE)
_REGION = KINDS.index(PlaceKind.REGION)
_HOLDERS = frozenset((KINDS.index(PlaceKind.COUNTRY), _REGION))
_MOST_PLACES = 40  # of one name, whose regions are remembered
_NATURAL = {"water": "nature", "terrain": "nature", "neighborhood": "small", "facility": "facility"}
_FEW = 3
_VARIANT = 0.6  # likeness of spellings of one name: "Borodyanka" and "Borodianka" are 0.82
_FACILITY = KINDS.index(PlaceKind.FACILITY)
_LANDMARK = "landmark:"  # ids of the hand-made table of buildings and sites in the news


class GazetteerNames:
    """Facts of names, remembered between texts."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._index = gazetteer.index
        self._known: dict[str, NameFacts | None] = {}

    def __call__(self, name: str) -> NameFacts | None:
        """Give the facts of ``name``, None where the gazetteer does not have it."""
        try:
            return self._known[name]
        except KeyError:
            pass
        if len(self._known) >= _MOST_NAMES:
            self._known.clear()
        facts = self._known[name] = self._look_up(name)
        return facts

    def _look_up(self, name: str) -> NameFacts | None:
        key_id = self._index.key_id(key(name))
        if key_id < 0:
            return None
        rows, _, forms, statuses = self._index.postings(key_id)
        columns = self._index.columns
        kinds = columns.kind[rows]
        names_place = (statuses != _DEMONYM) & (forms != _ADJECTIVE)
        if not names_place.any():
            regions, countries = self._units(rows)
            return NameFacts(("demonym",), demonym=True, holder=False, regions=regions, countries=countries)
        people = int(columns.population[rows[names_place]].max())
        labels = [
            *sorted({_merged(int(kind)) for kind in set(kinds[names_place].tolist())}),
            f"people{len(str(people)) if people > 0 else 0}",
            f"many{min(len(rows), _FEW)}",
            f"status:{self._status(name, rows[names_place], statuses[names_place])}",
        ]
        if not names_place.all():
            labels.append("also-demonym")
        if (forms[names_place] != 0).all():
            labels.append("derived")
        holder = bool(_HOLDERS.intersection(kinds[names_place].tolist()))
        landmark = any(self._is_landmark(int(row)) for row in rows[names_place & (kinds == _FACILITY)])
        labels += ["holder"] if holder else []
        regions, countries = self._units(rows[names_place])
        return NameFacts(tuple(labels), demonym=False, holder=holder, landmark=landmark, regions=regions, countries=countries)

    def _units(self, rows: npt.NDArray[np.int32]) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Give the regions and the countries in which the places at ``rows`` lie, of many places the best known."""
        columns = self._index.columns
        if len(rows) > _MOST_PLACES:
            rows = rows[np.argsort(-columns.population[rows], kind="stable")[:_MOST_PLACES]]
        regions = np.where(columns.kind[rows] == _REGION, rows, columns.admin1[rows]).tolist()
        return tuple(sorted({*regions} - {NOTHING})), tuple(sorted({*columns.country[rows].tolist()} - {0}))

    def _status(self, name: str, rows: npt.NDArray[np.int32], statuses: npt.NDArray[np.uint8]) -> str:
        """Give the firmest status; a variant of the best known place's main name is told from a name that is nothing like it."""
        status = STATUSES[int(statuses.min())]
        if status is not NameStatus.ALTERNATE:
            return status.value
        known = self._index.name_of(int(rows[np.argmax(self._index.columns.population[rows])]))
        return "variant" if likeness(key(name), key(known)) >= _VARIANT else status.value

    def _is_landmark(self, row: int) -> bool:
        return self._index.id_of(row).startswith(_LANDMARK)


def _merged(kind: int) -> str:
    value = KINDS[kind].value
    return _NATURAL.get(value, value)


def random_names(gazetteer: Gazetteer, rows: Iterable[int]) -> list[str]:
    """Give the main names of ``rows``, for training texts whose names are exchanged."""
    return [gazetteer.index.name_of(row) for row in rows]
