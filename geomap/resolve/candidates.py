"""The places that a name may mean, looked up: its keys in the index, firmest first, until one gives places.

A name's candidates are computed once, with those of the other names of a batch of documents, and cached. Districts named by the
adjective of their seat are found however that is spelled ("Yasinuvatska district", "Popasnyansky raion"): press and monitors write
such adjectives in Latin letters by many schemes and from either language. What they share is the consonants, so both the name asked
for and the names of districts are cut to the stem before "-sk" and their vowels thrown together.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property

import numpy as np

from gazetteer import Gazetteer
from gazetteer.adjectives import TownAdjectives, TownsOfAdjective
from gazetteer.codes import KINDS, STATUSES, Form
from gazetteer.fuzzy import similar_keys
from gazetteer.index import Index
from gazetteer.model import PlaceKind
from gazetteer.normalize import core, key
from geomap.lang.called import Called, town_adjective
from geomap.lang.facilities import adjective_of
from geomap.resolve.arrays import Ints
from geomap.resolve.features import CandidateFeatures, CandidateSet, NameEntries, Postings
from geomap.resolve.spellings import OtherSpellings
from geomap.resolve.told_countries import At, CountryAdjectives
from geomap.resolve.transliterated import find_transliterated
from geomap.resolve.units_of_towns import UnitsOfTowns, unit_in

Asked = tuple[str, PlaceKind | None]
"""A name, and which unit, a region or a district, the text says that it is."""

LEAST_PEOPLE_OF_TOWN = 10_000  # surnames are those of hamlets or a letter away: only a town is worth a guess
LEAST_LETTERS_OF_SLIP = 7  # shorter names are too often one letter from another
_MOST_NAMES = 1 << 14
_DESCRIBED_AT_ONCE = 128  # enough that numpy's cost by the call is gone, and few enough for little memory
_WORDS_OF_TOWN = 3
_GENERIC = re.compile(
    r"(?i)\b(?:city|town|township|twp\.?|village|area|metro|metropolitan|downtown|greater|municipality|borough|suburb|county|river|lake|airport|co\.?|"
    r"north(?:ern)?|south(?:ern)?|east(?:ern)?|west(?:ern)?|central|upper|lower|mid|mainland|north-?east(?:ern)?|north-?west(?:ern)?|"
    r"south-?east(?:ern)?|south-?west(?:ern)?|beach|international)\b"
)

# A road bears the name of a town, a state or a man anywhere: it is looked up by its whole name only.
_ROAD = re.compile(
    r"(?i)\s(?:street|st\.?|avenue|ave\.?|road|rd\.?|boulevard|blvd\.?|lane|drive|highway|freeway|motorway|turnpike|parkway|square|plaza|alley|"
    r"expressway|interstate)$"
)
_SITE = re.compile(
    r"(?i)\s+(?:(?:train|railway|bus|metro|power|nuclear|thermal|hydroelectric|international|central|regional|state|city|national|general|high|tv|military|medical|technical|maternity)\s+)*"
    r"(?:stations?|academy|institute|barracks|monastery|palace|embassy|bridge|dam|airport|airbase|airfield|air\s+base|port|harbou?r|hospital|clinic|school|university|college|plant|park|tower|"
    r"mall|museum|theat(?:re|er)|stadium|arena|cemetery|prison|jail|church|cathedral|mosque|zoo|market|factory|refinery|depot|library|int)\b.*$"
)  # "Lyman Train Station" is in Lyman

_SETTLEMENT = KINDS.index(PlaceKind.SETTLEMENT)
_DISTRICT = KINDS.index(PlaceKind.DISTRICT)
_AREA = KINDS.index(PlaceKind.AREA)
_REGION = KINDS.index(PlaceKind.REGION)
_LEAST_KM_OF_PART = 1000.0  # from the centre of a part of the world to its edge
_DISTRICT_COUNTRIES = ("UA", "RU", "BY", "KZ", "KG")  # where districts are named so
_ADJECTIVE = re.compile(r"(?P<stem>[a-z]{4,}?)[sz]k(?:[yi]{1,2}[ij]?|[yi]i|iy|ij|a|aya|aia|oho|ogo|oi|oy|omu|om)?")
_STEM_ENDING = re.compile(r"(?:[iye]?[aeiouy]n|[iye]?[aeiouy]v)$")  # "popasn-yan-sky" of Popasna, "maryin-sky" and "marin-ska" of Maryinka
_FOLDS = tuple(
    (re.compile(pattern), to)
    for pattern, to in (("kh", "x"), ("zh", "j"), ("sh", "w"), ("tch|ch", "c"), ("ts|tz", "z"), ("g", "h"), ("[aeiouyj]+", "a"))
)
_LEAST_LETTERS = 3
_TWO_NAMES = re.compile(r"(.+) (?:and|y|et|und) (.+)")


class CandidateFinder:
    """Finds and remembers candidates of names."""

    def __init__(self, gazetteer: Gazetteer, *, home_country: int | None = None) -> None:
        self._index = gazetteer.index
        self._home_country = home_country
        self._known: dict[Asked, CandidateSet | None] = {}
        self._districts = DistrictNames(gazetteer.index)
        self._adjectives = TownAdjectives(gazetteer.index)
        self._features = CandidateFeatures(gazetteer.index)
        self._country_adjectives = CountryAdjectives(gazetteer.index)
        self._units = UnitsOfTowns(gazetteer.index)
        self._spellings = OtherSpellings(gazetteer.index)
        self._transliterated: dict[tuple[str, frozenset[int]], CandidateSet | None] = {}
        self._respelled: dict[tuple[str, frozenset[int], frozenset[int] | None], CandidateSet | None] = {}

    def knows(self, name: str) -> bool:
        """Return whether any place bears ``name``."""
        return self._index.key_id(key(name)) >= 0

    def respell(self, name: str, regions: frozenset[int], districts: frozenset[int] | None) -> CandidateSet | None:
        """Return the places in ``regions``, and in ``districts`` where given, of which ``name`` is another spelling; None without any."""
        asked = (name, regions, districts)
        if asked not in self._respelled:
            if len(self._respelled) >= _MOST_NAMES:
                self._respelled.clear()
            entries = self._spellings.find(name, regions, districts)
            self._respelled[asked] = None if entries is None else self._features.compute([entries])[0]
        return self._respelled[asked]

    def transliterate(self, name: str, countries: frozenset[int]) -> CandidateSet | None:
        """Return the places in ``countries`` of which a Cyrillic ``name`` may be the spelling; None without any."""
        asked = (name, countries)
        if asked not in self._transliterated:
            if len(self._transliterated) >= _MOST_NAMES:
                self._transliterated.clear()
            entries = find_transliterated(self._index, name, countries)
            self._transliterated[asked] = None if entries is None else self._features.compute([entries])[0]
        return self._transliterated[asked]

    def countries_called(self, text: str) -> list[At]:
        """Return where ``text`` has adjectives of countries in Ukrainian or Russian, and of which."""
        return self._country_adjectives.find(text)

    def find(self, names: Collection[Asked]) -> Mapping[Asked, CandidateSet | None]:
        """Return the candidates of ``names``, and of others that were asked for before; None for a name that has none."""
        if len(self._known) >= _MOST_NAMES:
            self._known = {asked: self._known[asked] for asked in names if asked in self._known}
        new = [asked for asked in dict.fromkeys(names) if asked not in self._known]
        led = {(name, unit): self._look_up(name, unit) for name, unit in new}
        there = [(asked, found) for asked, found in led.items() if found is not None]
        described: dict[Asked, CandidateSet | None] = dict.fromkeys(new)
        for at in range(0, len(there), _DESCRIBED_AT_ONCE):
            some = there[at : at + _DESCRIBED_AT_ONCE]
            sets = self._features.compute([found for _, found in some])
            described.update((asked, self._whole_parts(candidates)) for (asked, _), candidates in zip(some, sets, strict=True))
        self._known.update(described)
        return self._known

    @staticmethod
    def _whole_parts(candidates: CandidateSet) -> CandidateSet:
        """Leave out the namesakes of a continent or a large part of the world: "Asia" is no village."""
        is_part = (candidates.kinds == _AREA) & (candidates.country == 0) & (candidates.radius_km >= _LEAST_KM_OF_PART)
        return candidates.only(candidates.rows[is_part].tolist()) if is_part.any() and not is_part.all() else candidates

    def _look_up(self, name: str, unit: PlaceKind | None) -> NameEntries | None:
        for name_key, stripped in keys_to_try(name):
            key_id = self._index.key_id(name_key)
            if key_id >= 0:
                found = self._of_whole_name(NameEntries(self._index.postings(key_id), name_key, stripped))
                if found is not None:
                    return self._as_said(found, name, unit)
        named = None if unit is None else self._units.named(key(name), unit)
        if named is not None:
            return named
        if unit is PlaceKind.DISTRICT:
            districts = self._districts.find(name)
            if districts is not None:
                return NameEntries(tuple(districts), key(name), stripped=True)
        towns = self._towns_of(name)
        if towns is not None:
            return NameEntries(tuple(np.array(towns.entries, dtype=np.int64).T), key(name), stripped=True)
        home = self._home_country
        at_home = None if home is None else self._site_of_town(name, home) or self._misspelt(key(name), home)
        return at_home or self._spellings.find_anywhere(name)

    def _of_whole_name(self, found: NameEntries) -> NameEntries | None:
        """Leave out places that are called by one half of the name as a rule, "San Pedro" of "San Pedro y San Pablo"; None: no other."""
        half = _TWO_NAMES.fullmatch(found.name_key) if " " in found.name_key else None
        if half is None:
            return found
        rows = found.postings[0]
        kept = np.array([key(self._index.name_of(row)) not in half.groups() for row in rows.tolist()], bool)
        if kept.all():
            return found
        return NameEntries(tuple(part[kept] for part in found.postings), found.name_key, found.stripped) if kept.any() else None

    def _as_said(self, found: NameEntries, name: str, unit: PlaceKind | None) -> NameEntries:
        """Return the entries of a name with the unit that the text, or the name itself, says that it is."""
        own = unit_in(name) if found.stripped else None
        said = own or unit
        if said is None:
            return found
        units = self._units.with_units(found, said, only=own is not None)
        if said is not PlaceKind.DISTRICT or np.isin(self._index.columns.kind[units.postings[0]], (_REGION, _DISTRICT, _AREA)).any():
            return units
        districts = self._districts.find(name)  # "Vyshhorodsky district" is none of the hamlets that are called Vyshhorodsky
        return units if districts is None else NameEntries(tuple(districts), found.name_key, stripped=True)

    def is_called(self, name: str) -> bool:
        """Return whether a town or a unit is known for a name that `geomap.lang.called` makes of an adjective and a noun."""
        return self.knows(name) or self._towns_of(name) is not None

    def _towns_of(self, name: str) -> TownsOfAdjective | None:
        """Return the towns by whose adjective a facility, a community, a sector or a body is called."""
        told = town_adjective(name)
        if told is not None:
            of_town, called = told
            if called is Called.INSTITUTION:
                return None if self._adjectives.is_of_country(of_town) else self._adjectives.find(of_town)
            return self._adjectives.find_any(of_town, foremost=called is Called.SECTOR)
        adjective = adjective_of(name)
        if adjective is None:
            return None
        is_small = adjective[0].islower()  # such an adjective names a town that is known
        return self._adjectives.find_any(adjective, foremost=True) if is_small else self._adjectives.find(adjective)

    def _site_of_town(self, name: str, country: int) -> NameEntries | None:
        """Return the towns of the home country after which a building begins its name: "Kyiv TV Centre Tower"."""
        if not _SITE.search(name):
            return None
        words = name.split()
        for count in range(min(len(words) - 1, _WORDS_OF_TOWN), 0, -1):
            own = key(" ".join(words[:count]))
            key_id = self._index.key_id(own)
            towns = None if key_id < 0 else self._towns_at(self._index.postings(key_id), country)
            if towns is not None:
                return NameEntries(towns, own, stripped=True)
        return None

    def _towns_at(self, postings: Postings, country: int) -> Postings | None:
        columns, rows = self._index.columns, postings[0]
        at_home = (columns.country[rows] == country) & (columns.kind[rows] == _SETTLEMENT) & (postings[2] <= int(Form.TRANSLITERATED))
        at_home &= columns.population[rows] >= LEAST_PEOPLE_OF_TOWN
        return tuple(part[at_home] for part in postings) if at_home.any() else None

    def _misspelt(self, own: str, country: int) -> NameEntries | None:
        """Return the towns of the home country whose name is one slip away from a name that nothing bears: "Kramatrsk"."""
        if len(own) < LEAST_LETTERS_OF_SLIP:
            return None
        found = [self._index.postings(key_id) for key_id, _ in similar_keys(self._index, own, 1)]
        if not found:
            return None
        towns = self._towns_at([np.concatenate(parts) for parts in zip(*found, strict=True)], country)
        return None if towns is None else NameEntries(towns, own, stripped=True, similarity=1 - 1 / len(own))


def keys_to_try(name: str) -> Iterator[tuple[str, bool]]:
    """Yield the keys under which ``name`` is looked for, firmest first, and whether words were left out of it."""
    own = key(name)
    yield own, False
    if _ROAD.search(name):
        return
    head, unit = core(own)
    if unit is not None:
        yield head, True
    bare = key(_GENERIC.sub(" ", name))
    if bare and bare != own:
        yield bare, True
    town = key(_SITE.sub("", name))
    if town and town not in (own, bare):
        yield town, True
    if own.endswith("s") and len(own) > 4:  # noqa: PLR2004 - "Texans"
        yield own[:-1], True
    if name.isupper() and len(name) > 3:  # noqa: PLR2004 - "U.S.A."
        yield key(name.title()), True


class DistrictNames:
    """The districts of an index by the stem of their adjective."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def find(self, name: str) -> Ints | None:
        """Return row, name, form and status of each district whose adjective ``name`` may be, a column each; None where there is none."""
        stem = _stem(name)
        found = None if stem is None else self._by_stem.get(stem)
        return None if found is None else np.array(sorted(found), dtype=np.int64).T

    @cached_property
    def _by_stem(self) -> dict[str, set[tuple[int, int, int, int]]]:
        index, columns = self._index, self._index.columns
        known = [index.strings.index(country) for country in _DISTRICT_COUNTRIES if country in index.strings]
        stems: dict[str, set[tuple[int, int, int, int]]] = {}
        for row in np.flatnonzero((columns.kind == _DISTRICT) & np.isin(columns.country, known)).tolist():
            for name in index.names_of(row):
                stem = _stem(index.name_text(name))
                if stem is not None:
                    status = STATUSES.index(index.name_status(name))
                    stems.setdefault(stem, set()).add((row, name, int(Form.ADJECTIVE), status))
        return stems


def _stem(name: str) -> str | None:
    """Return the consonants of the stem of an adjective in Latin letters; None for what is none."""
    found = _ADJECTIVE.fullmatch(key(name).partition(" ")[0])
    if found is None:
        return None
    stem = found["stem"]
    shorter = _STEM_ENDING.sub("", stem)
    if len(shorter) > _LEAST_LETTERS:
        stem = shorter
    for pattern, to in _FOLDS:
        stem = pattern.sub(to, stem)
    return stem.rstrip("a")
