"""What the gazetteer knows of a name, put in the few words that the model learns from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gazetteer import Gazetteer
from gazetteer.codes import KINDS, NOTHING, STATUSES, Form
from gazetteer.model import NameStatus, PlaceKind
from gazetteer.normalize import SHORT_NAME_LETTERS, key, lasting
from geomap.recognize.memo import Memo
from geomap.recognize.words import NameFacts
from geomap.similarity import dice_similarity

_MOST_NAMES = 1 << 17  # names remembered; at some 200 bytes each this bounds memory
_DEMONYM = STATUSES.index(NameStatus.DEMONYM)
_FIRM = frozenset(STATUSES.index(status) for status in (NameStatus.OFFICIAL, NameStatus.SHORT))
_PEOPLE_OF_CITY = 10_000  # a smaller place is not meant by a word that is a people's name
_ADJECTIVE = int(Form.ADJECTIVE)
_REGION = KINDS.index(PlaceKind.REGION)
_HOLDERS = frozenset((KINDS.index(PlaceKind.COUNTRY), _REGION))
_MOST_PLACES = 40  # of one name, whose regions are remembered
_NATURAL = {"water": "nature", "terrain": "nature", "neighborhood": "small", "facility": "facility"}
_MERGED = [_NATURAL.get(kind.value, kind.value) for kind in KINDS]
_FEW = 3
_VARIANT = 0.6  # similarity of spellings of one name: "Borodyanka" and "Borodianka" are 0.82
_FACILITY = KINDS.index(PlaceKind.FACILITY)
_LANDMARK = "landmark:"  # ids of the hand-made table of buildings and sites in the news


class GazetteerNames:
    """Facts of names, remembered between texts."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._index = gazetteer.index
        self._known = Memo(self._look_up, most=_MOST_NAMES)
        self._longest = Memo(self._find_longest, most=_MOST_NAMES)
        self._goes_on = Memo(self._index.has_prefix, most=_MOST_NAMES)

    def __call__(self, name: str) -> NameFacts | None:
        """Give the facts of ``name``, None where the gazetteer does not have it."""
        return self._known[name]

    def longest(self, spelled: str) -> int:
        """Give the length of the longest name that ``spelled`` begins with, both as keys; 0: with none."""
        return self._longest[spelled]

    def goes_on(self, spelled: str) -> bool:
        """Tell whether any name's key begins with ``spelled``."""
        return self._goes_on[spelled]

    def _find_longest(self, spelled: str) -> int:
        return max(map(len, self._index.trie.iter_prefixes(spelled)), default=0)

    def _look_up(self, name: str) -> NameFacts | None:
        part = lasting(name)  # of most words it is the key, and quicker found
        name_key = key(name) if part is None or len(part) <= SHORT_NAME_LETTERS else part
        entries = self._index.entries(name_key)
        if not entries:
            return None
        own = [entry for entry in entries if entry[3] != _DEMONYM and entry[2] != _ADJECTIVE]
        if not own:
            regions, countries = self._units([row for row, *_ in entries])
            return NameFacts(("demonym",), demonym=True, holder=False, regions=regions, countries=countries)
        rows = [row for row, *_ in own]
        kinds = [*map(self._index.cells.kind.__getitem__, rows)]
        population = [*map(self._index.cells.population.__getitem__, rows)]
        people = max(population)
        labels = [
            *sorted({_MERGED[kind] for kind in kinds}),
            f"people{len(str(people)) if people > 0 else 0}",
            f"many{min(len(entries), _FEW)}",
            f"status:{self._status(name_key, rows[population.index(people)], min(entry[3] for entry in own))}",
        ]
        if len(own) < len(entries):
            labels.append("also-demonym")
        if all(form for _, _, form, _ in own):
            labels.append("derived")
        holder = not _HOLDERS.isdisjoint(kinds)
        labels += ["holder"] if holder else []
        landmark = _FACILITY in kinds and any(kind == _FACILITY and self._is_landmark(row) for row, kind in zip(rows, kinds, strict=True))
        regions, countries = self._units(rows)
        people_first = len(own) < len(entries) and self._is_people_first(entries)
        return NameFacts(
            tuple(labels),
            demonym=False,
            people_first=people_first,
            holder=holder,
            landmark=landmark,
            regions=regions,
            countries=countries,
        )

    def _is_people_first(self, entries: Sequence[tuple[int, int, int, int]]) -> bool:
        """Tell whether the name is a people's sooner than a place's: "German" and "Spanish" are small towns too, Norman is a city."""
        cells = self._index.cells
        is_people = any(status == _DEMONYM and cells.kind[row] in _HOLDERS for row, _, _, status in entries)
        return is_people and not any(
            status in _FIRM and form == 0 and cells.population[row] >= _PEOPLE_OF_CITY for row, _, form, status in entries
        )

    def _units(self, rows: list[int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Give the regions and the countries in which the places at ``rows`` lie, of many places the best known."""
        cells = self._index.cells
        if len(rows) > _MOST_PLACES:
            rows = sorted(rows, key=cells.population.__getitem__, reverse=True)[:_MOST_PLACES]
        regions = {*map(cells.admin1.__getitem__, rows), *(row for row in rows if cells.kind[row] == _REGION)}
        countries = {*map(cells.country.__getitem__, rows)}
        return tuple(sorted(regions - {NOTHING})), tuple(sorted(countries - {0}))

    def _status(self, name_key: str, best: int, firmest: int) -> str:
        """Give the firmest status; a variant of the best known place's main name is told from a name that is nothing like it."""
        status = STATUSES[firmest]
        if status is not NameStatus.ALTERNATE:
            return status.value
        return "variant" if dice_similarity(name_key, key(self._index.name_of(best))) >= _VARIANT else status.value

    def _is_landmark(self, row: int) -> bool:
        return self._index.id_of(row).startswith(_LANDMARK)


def random_names(gazetteer: Gazetteer, rows: Iterable[int]) -> list[str]:
    """Give the main names of ``rows``, for training texts whose names are exchanged."""
    return [gazetteer.index.name_of(row) for row in rows]
