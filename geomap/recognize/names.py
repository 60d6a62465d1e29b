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
_MERGED = [_NATURAL.get(kind.value, kind.value) for kind in KINDS]
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
        name_key = key(name)
        key_id = self._index.key_id(name_key)
        if key_id < 0:
            return None
        rows, _, forms, statuses = self._index.postings(key_id)
        count = min(len(rows), _FEW)
        names_place = (statuses != _DEMONYM) & (forms != _ADJECTIVE)
        all_place = bool(names_place.all())
        if not all_place:
            if not names_place.any():
                regions, countries = self._units(rows, self._index.columns.kind[rows].tolist())
                return NameFacts(("demonym",), demonym=True, holder=False, regions=regions, countries=countries)
            rows, forms, statuses = rows[names_place], forms[names_place], statuses[names_place]
        columns = self._index.columns
        kinds: list[int] = columns.kind[rows].tolist()
        population: list[int] = columns.population[rows].tolist()
        people = max(population)
        labels = [
            *sorted({_MERGED[kind] for kind in kinds}),
            f"people{len(str(people)) if people > 0 else 0}",
            f"many{count}",
            f"status:{self._status(name_key, int(rows[population.index(people)]), min(statuses.tolist()))}",
        ]
        if not all_place:
            labels.append("also-demonym")
        if 0 not in forms.tolist():
            labels.append("derived")
        holder = not _HOLDERS.isdisjoint(kinds)
        landmark = any(kind == _FACILITY and self._is_landmark(int(row)) for row, kind in zip(rows, kinds, strict=True))
        labels += ["holder"] if holder else []
        regions, countries = self._units(rows, kinds)
        return NameFacts(tuple(labels), demonym=False, holder=holder, landmark=landmark, regions=regions, countries=countries)

    def _units(self, rows: npt.NDArray[np.int32], kinds: list[int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Give the regions and the countries in which the places at ``rows`` lie, of many places the best known."""
        columns = self._index.columns
        if len(rows) > _MOST_PLACES:
            rows = rows[np.argsort(-columns.population[rows], kind="stable")[:_MOST_PLACES]]
            kinds = columns.kind[rows].tolist()
        regions = {*columns.admin1[rows].tolist(), *(row for row, kind in zip(rows.tolist(), kinds, strict=True) if kind == _REGION)}
        return tuple(sorted(regions - {NOTHING})), tuple(sorted({*columns.country[rows].tolist()} - {0}))

    def _status(self, name_key: str, best: int, firmest: int) -> str:
        """Give the firmest status; a variant of the best known place's main name is told from a name that is nothing like it."""
        status = STATUSES[firmest]
        if status is not NameStatus.ALTERNATE:
            return status.value
        return "variant" if likeness(name_key, key(self._index.name_of(best))) >= _VARIANT else status.value

    def _is_landmark(self, row: int) -> bool:
        return self._index.id_of(row).startswith(_LANDMARK)


def random_names(gazetteer: Gazetteer, rows: Iterable[int]) -> list[str]:
    """Give the main names of ``rows``, for training texts whose names are exchanged."""
    return [gazetteer.index.name_of(row) for row in rows]
