"""Names of the gazetteer: what it knows of a name, in the few words that the model learns from, and where such names stand in a text."""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gazetteer import Gazetteer
from gazetteer.codes import KINDS, NOTHING, STATUSES, Form
from gazetteer.model import NameStatus, PlaceKind
from gazetteer.normalize import SHORT_NAME_LETTERS, key, lasting
from geomap.lang.tokens import Tokens
from geomap.recognize.words import Cache, KnowName, NameFacts, Word
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
LONGEST_NAME = 6  # words; longer names of the gazetteer are not looked for in running text
_LEVELS = (0.05, 0.2, 0.5, 1.0, 2.0, 4.0)  # names' worth of others in the same unit


class GazetteerNames:
    """Facts of names, remembered between texts."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._index = gazetteer.index
        self._known = Cache(self._look_up, most=_MOST_NAMES)
        self._longest = Cache(self._find_longest, most=_MOST_NAMES)
        self._goes_on = Cache(self._index.has_prefix, most=_MOST_NAMES)

    def __call__(self, name: str) -> NameFacts | None:
        """Return the facts of ``name``, None where the gazetteer does not have it."""
        return self._known[name]

    def longest(self, spelled: str) -> int:
        """Return the length of the longest name that ``spelled`` begins with, both as keys; 0: with none."""
        return self._longest[spelled]

    def goes_on(self, spelled: str) -> bool:
        """Return whether any name's key begins with ``spelled``."""
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
        """Return whether the name is a people's sooner than a place's: "German" and "Spanish" are small towns too, Norman is a city."""
        cells = self._index.cells
        is_people = any(status == _DEMONYM and cells.kind[row] in _HOLDERS for row, _, _, status in entries)
        return is_people and not any(
            status in _FIRM and form == 0 and cells.population[row] >= _PEOPLE_OF_CITY for row, _, form, status in entries
        )

    def _units(self, rows: list[int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return the regions and the countries in which the places at ``rows`` lie, of many places the best known."""
        cells = self._index.cells
        if len(rows) > _MOST_PLACES:
            rows = sorted(rows, key=cells.population.__getitem__, reverse=True)[:_MOST_PLACES]
        regions = {*map(cells.admin1.__getitem__, rows), *(row for row in rows if cells.kind[row] == _REGION)}
        countries = {*map(cells.country.__getitem__, rows)}
        return tuple(sorted(regions - {NOTHING})), tuple(sorted(countries - {0}))

    def _status(self, name_key: str, best: int, firmest: int) -> str:
        """Return the firmest status; a variant of the best known place's main name is told from a name that is nothing like it."""
        status = STATUSES[firmest]
        if status is not NameStatus.ALTERNATE:
            return status.value
        return "variant" if dice_similarity(name_key, key(self._index.name_of(best))) >= _VARIANT else status.value

    def _is_landmark(self, row: int) -> bool:
        return self._index.id_of(row).startswith(_LANDMARK)


def random_names(gazetteer: Gazetteer, rows: Iterable[int]) -> list[str]:
    """Return the main names of ``rows``, for training texts whose names are exchanged."""
    return [gazetteer.index.name_of(row) for row in rows]


@dataclass(slots=True)
class NameMatch:
    """A stretch ``[first, last)`` of a run that is a name of the gazetteer."""

    first: int
    last: int
    facts: NameFacts
    together: tuple[int, int] = (0, 0)  # levels: how many other names of the document have places in one region, in one country


def find_matches(tokens: Tokens, words: Sequence[Word], run: tuple[int, int], know: KnowName) -> list[NameMatch]:
    """Return the longest names of the gazetteer in ``run``, from the left, without overlap."""
    matches: list[NameMatch] = []
    i, end = run
    text, starts, ends, capital = tokens.text, tokens.starts, tokens.ends, tokens.capital
    while i < end:
        if not capital[i] and i + 1 < end and tokens.words[i + 1] != "-":
            i += 1
            continue
        for last in _ends_to_try(tokens, words, (i, min(end, i + LONGEST_NAME)), know) if i + 1 < end else ():
            if capital[last - 1] or words[last - 1].tail or tokens.kinds[last - 1] == "number":
                facts = know(text[starts[i] : ends[last - 1]])
                if facts:
                    break
        else:
            last, facts = i + 1, words[i].facts
        if facts:
            matches.append(NameMatch(i, last, facts))
        i = last if facts else i + 1
    return matches


def _ends_to_try(tokens: Tokens, words: Sequence[Word], window: tuple[int, int], know: KnowName) -> Sequence[int]:
    """Return the ends of the names of several words that may begin with the window, the farthest first.

    Two look-ups tell of most windows that there are none. Words that do not depend on their neighbours add up to the
    beginning of a name's key.
    """
    first, end = window
    starts, ends = tokens.starts, tokens.ends
    begin = first + 1 if words[first].lower == "the" else first  # keys begin after it
    parts: list[str] = []
    stops: list[int] = []  # where the tokens of each part end
    plain = begin
    while plain < end and (part := words[plain].part) is not None:
        if part and parts and words[plain - 1].part and starts[plain] == ends[plain - 1]:
            break
        plain += 1
        if part:
            parts.append(part)
            stops.append(plain)
    if parts and plain < end and words[plain - 1].part and starts[plain] == ends[plain - 1]:
        plain -= 1  # "Kyiv's", "J.Smith": what is glued to a word may change it
        parts.pop()
    shortest = parts[: first + 2 - begin]
    if not parts or not words[begin].part or len("".join(shortest)) <= SHORT_NAME_LETTERS:
        return range(end, first + 1, -1)  # nothing is known before
    spelled = " ".join(parts)
    known = f"{spelled} "[: know.longest(spelled) + 1].count(" ") if plain > first + 1 else 0  # whole words
    known_end = stops[known - 1] if known else first + 1
    beyond = plain < end and know.goes_on(f"{spelled} ")
    return [*(range(end, plain, -1) if beyond else ()), *range(known_end, first + 1, -1)]


def tell_together(runs: Sequence[Sequence[NameMatch]]) -> None:
    """Set ``together`` of all matches of a document: names of places stand together with names of places in the same region."""
    distinct = {id(match.facts): match.facts for matches in runs for match in matches}
    regions = _shared([facts.regions for facts in distinct.values()])
    countries = _shared([facts.countries for facts in distinct.values()])
    told = dict(zip(distinct, zip(regions, countries, strict=True), strict=True))
    for matches in runs:
        for match in matches:
            match.together = told[id(match.facts)]


def _shared(units: Sequence[tuple[int, ...]]) -> list[int]:
    """Return for each name the level of what the other names say of its best unit; a name with places in ten says a tenth of each."""
    total: defaultdict[int, float] = defaultdict(float)
    for own in units:
        share = 1.0 / max(1, len(own))
        for unit in own:
            total[unit] += share
    return [bisect(_LEVELS, max(map(total.__getitem__, own)) - 1.0 / len(own)) if own else 0 for own in units]
