"""What is known of words of Ukrainian and Russian: their form, their class by the language's cues, how frequent they are, the gazetteer.

The features of a word are those of `geomap.recognize.words`, made from other facts: endings tell a case, an adjective or a surname, and
how frequent a word is tells it from the hamlet of its spelling. No feature is a name.
"""

from __future__ import annotations

from collections.abc import Callable

from gazetteer import Gazetteer
from gazetteer.codes import KINDS, Form
from gazetteer.languages import DECLINED, inflected
from gazetteer.model import PlaceKind
from gazetteer.normalize import key
from geomap.lang import Language
from geomap.lang.nouns import NOUN_ENDING, Nouns
from geomap.lang.tokens import kind_of
from geomap.lang.wordset import word_set
from geomap.recognize.gazetteer_names import GazetteerNames
from geomap.recognize.words import SENTENCE_ENDS, TOLD_OF_PREVIOUS, KnowName, NameFacts, Word, shape_of, told_of_next

CLASSES = {
    "town": "town", "prepositions": "at", "titles": "title", "regions": "unit", "units": "force", "said": "said", "organisations": "org",
    "streets": "road", "waters": "water", "terrain": "terrain", "facilities": "facility", "months": "month", "sports": "ball",
    "people": "people", "vehicles": "weapon", "media": "media", "time": "time",
}  # fmt: skip
"""The lists of ``cues.toml`` and the classes that their words have; the names of those that English has too are the same."""
TAILS = ("regions", "waters", "terrain", "streets")
"""The lists whose words, written small, may close a name: "Харківська область", "Чорне море"."""
_NOUNS = frozenset(CLASSES[listed] for listed in TAILS)
_COMMON = 3  # class of words that are features by themselves
_KNOWN_ENDING = 3  # letters
_SHORT_WORD = 4
_LONG = 9
_PATRONYMICS = (
    "ович", "евич", "овича", "евича", "овичем", "евичем", "овичу", "йович", "івна", "ївна", "івни", "івною", "івну", "івні",
    "овна", "евна", "овны", "евны", "овной", "овну", "овне",
)  # fmt: skip
_ADJECTIVES = (
    "ський", "ська", "ське", "ського", "ському", "ським", "ської", "ській", "ську", "ською", "ські", "ських", "ськими",
    "цький", "цька", "цьке", "цького", "цькому", "цьким", "цької", "цькій", "цьку", "цькою", "цькі", "цьких", "цькими",
    "ский", "ская", "ское", "ского", "скому", "ским", "ской", "скую", "ском", "ские", "ских", "скими",
    "цкий", "цкая", "цкое", "цкого", "цкому", "цким", "цкой", "цкую", "цком", "цкие", "цких", "цкими",
)  # fmt: skip
_CASE_ENDINGS = {
    3: ("ого", "ому", "ому", "ими", "ыми", "ами", "ями", "ієм", "ием", "ією", "ией", "ові", "еві", "єві"),
    2: ("ом", "ем", "єм", "ым", "им", "їм", "ой", "ою", "ею", "єю", "ей", "ої", "ій", "ий", "ый", "ая", "ая", "ую", "ом", "ах", "ях", "ів",
        "ых", "их", "ия", "ію", "ию", "ії", "ии", "ія"),
    1: tuple("аяуюиіїыеєоьй"),
}  # fmt: skip
_COUNTRY, _REGION, _SETTLEMENT = (KINDS.index(kind) for kind in (PlaceKind.COUNTRY, PlaceKind.REGION, PlaceKind.SETTLEMENT))
_WHOLE, _OF = int(Form.INFLECTED), int(Form.ADJECTIVE)


class InflectedNames(GazetteerNames):
    """Facts of names that occur in their cases: which form it is, and whether it is one of the countries near by."""

    def __init__(self, gazetteer: Gazetteer, near: frozenset[str], frequency: Callable[[str], int]) -> None:
        super().__init__(gazetteer)
        self._near = near
        self._frequency = frequency

    def _look_up(self, name: str) -> NameFacts | None:
        facts = super()._look_up(name)
        if facts is None:
            return None
        labels = [*facts.labels, *self._inflection(name)]
        return NameFacts(
            tuple(labels), demonym=facts.demonym, holder=facts.holder, landmark=False, regions=facts.regions, countries=facts.countries
        )

    def _inflection(self, name: str) -> list[str]:
        """Return labels that tell what else a form may be, and how well known what it names is at home."""
        cells, entries = self._index.cells, self._index.entries(key(name))
        own = [(row, form) for row, _, form, _ in entries if form != _OF]
        common = min(self._frequency(name.lower()), 7) if " " not in name else -1
        if not own:
            kinds = {cells.kind[row] for row, *_ in entries}
            unit = "region" if _REGION in kinds else "country" if _COUNTRY in kinds else "small"
            return [f"of:{unit}", f"zipf{common}"]
        near = [(row, form) for row, form in own if self._index.country_of(row) in self._near]
        people = max((cells.population[row] for row, _ in near), default=-1)
        size = len(str(people)) if people > 0 else 0
        firm = any(cells.kind[row] in (_COUNTRY, _REGION) for row, _ in own)
        known = max((cells.population[row] for row, _ in own), default=-1)
        labels = [
            f"near{size if near else 'none'}",
            "inflected" if all(form == _WHOLE for _, form in own) else "as-is",
            f"zipf{common}",
            f"zipf{common}of{'unit' if firm else len(str(known)) if known > 0 else 0}",
            f"zipf{common}near{'unit' if firm else size if near else 'none'}",
        ]
        if any(form == _WHOLE for _, form in own) and any(form == 0 for _, form in own):
            labels.append("both")
        return labels


class CyrillicWords:
    """Describes the words of one language for the tagger."""

    def __init__(self, language: Language, know: KnowName, frequency: Callable[[str], int]) -> None:
        table = language.table("cues")
        sets = [(name, word_set(table.get(listed, ""))) for listed, name in CLASSES.items()]
        self._forms: dict[str, str] = {}
        for name, words in sets:
            for form in words.forms:
                self._forms[form] = f"{self._forms[form]}+{name}" if form in self._forms else name
        self._stems: dict[str, list[str]] = {}
        for name, words in sets:
            for stem in words.stems:
                self._stems.setdefault(stem, []).append(name)
        self._lengths = sorted(set(map(len, self._stems)))
        given = table.get("given", "").split()
        self._given = frozenset((*given, *(form for name in given for form in _cases(name, language.code))))
        self._person_endings = tuple(table.get("person_endings", "").split())
        self._know = know
        self._frequency = frequency
        self.tails = Nouns([word_set(table.get(listed, "")) for listed in TAILS])

    def class_of(self, lower: str) -> str | None:
        """Return the class of a word in small letters, or its classes joined by "+"."""
        found = self._forms.get(lower)
        if found is None:
            names = [name for length in self._lengths for name in self._stems.get(lower[:length], ()) if self._goes_on(name, lower, length)]
            found = "+".join(dict.fromkeys(names)) or None
        return found

    @staticmethod
    def _goes_on(name: str, lower: str, length: int) -> bool:
        """Return whether a word may be of class ``name`` by its beginning: where a noun is asked for, "гори" and not "горить"."""
        return name not in _NOUNS or NOUN_ENDING.fullmatch(lower, length) is not None

    def is_given(self, lower: str) -> bool:
        """Return whether a word in small letters is a given name."""
        return lower in self._given

    def describe(self, word: str) -> Word:
        """Describe ``word`` as it stands, with the gazetteer's facts of it alone."""
        lower, kind = word.lower(), kind_of(word)
        word_class = self.class_of(lower)
        is_name = kind in ("name", "abbreviation")
        common = self._frequency(lower) if kind in ("name", "word") else 0
        shape = shape_of(word, kind)
        context = self._context(lower, kind, word_class, shape, common)
        facts = self._know(word) if is_name else None
        attributes = [f"s:{shape}", f"w:{context}"]
        if word_class:
            attributes += [f"c:{name}" for name in word_class.split("+")]
        given = is_name and self.is_given(lower)
        if is_name:
            attributes += self._of_name(word, lower, facts, common, given=given)
        elif kind == "word":
            attributes += _of_small(lower, common)
        return Word(
            tuple(dict.fromkeys(attributes)),
            lower,
            word_class,
            context,
            given=given,
            holder=facts is not None and facts.holder,
            unknown=is_name and facts is None,
            facts=facts,
            part=None,
            long=kind in ("name", "word") and len(word) > 3,  # noqa: PLR2004 - as in titles
            wordlike=lower.islower() and lower[0].isalpha(),
            ends_sentence=lower in SENTENCE_ENDS,
            tells_next=told_of_next(word_class, given=given),
            tells_previous=TOLD_OF_PREVIOUS.get(word_class, 0),
            stem=_stem(lower) if is_name else lower,
            tail=kind == "word" and lower in self.tails,
        )

    @staticmethod
    def _context(lower: str, kind: str, word_class: str | None, shape: str, common: int) -> str:
        if word_class and word_class != "at":
            return word_class
        if kind == "mark" or (kind == "word" and (word_class or common > _COMMON + 1)):
            return lower
        return f"~{lower[-_KNOWN_ENDING:]}" if kind == "word" else shape

    def _of_name(self, word: str, lower: str, facts: NameFacts | None, common: int, *, given: bool) -> list[str]:
        capitals = word.isupper() and len(word) > 1
        attributes = [f"g:{label}" for label in facts.labels] if facts else ["g:none"]
        attributes += [f"z:{min(common, 7)}", f"z:{min(common, 7)}{'known' if facts else ''}"]
        if capitals:
            attributes.append(f"capitals{min(len(word), 6)}{'known' if facts else ''}")
        attributes.append(f"l:{min(len(lower), _LONG)}")
        for length in (1, 2, 3):
            if len(lower) - length >= _SHORT_WORD - 1:
                attributes.append(f"e:{lower[-length:]}")
        if given:
            attributes.append("given")
        if lower.endswith(_PATRONYMICS) and len(lower) > 6:  # noqa: PLR2004 - longer than the ending
            attributes.append("patronymic")
        if lower.endswith(self._person_endings):
            attributes.append("ending" if facts else "ending:unknown")
        if lower.endswith(_ADJECTIVES):
            attributes.append("adjective" if facts else "adjective:unknown")
        return attributes


def _stem(lower: str) -> str:
    """Return what the cases of a name have in common, roughly: "путин" of "путина" and "путиным"."""
    for length in (3, 2, 1):
        if len(lower) - length >= _SHORT_WORD - 1 and lower.endswith(_CASE_ENDINGS[length]):
            return lower[:-length]
    return lower


def _cases(name: str, language: str) -> frozenset[str]:
    return inflected(name, language) if language in DECLINED else frozenset()


def _of_small(lower: str, common: int) -> list[str]:
    attributes = [f"e:{lower[-2:]}", f"e:{lower[-3:]}"] if len(lower) > _SHORT_WORD else []
    if common >= _COMMON:
        attributes.append(f"w:{lower}")
    if len(lower) > _SHORT_WORD + 1:
        attributes.append(f"b:{lower[:5]}")  # the stem: "повідомив", "повідомляє"
    if lower.endswith(_ADJECTIVES):
        attributes.append("adjective")
    return attributes
