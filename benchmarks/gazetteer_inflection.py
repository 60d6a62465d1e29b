"""How many right case forms of place names are among those that the tables of endings make?

    pip install pymorphy3 pymorphy3-dicts-uk pymorphy3-dicts-ru      # dictionaries to compare with; nothing of them ships
    python benchmarks/gazetteer_inflection.py [GAZETTEER]

Takes the Cyrillic names of one word that the gazetteer's settlements in Ukraine, Russia and Belarus have and the dictionary
knows as nouns, geographical or not. Prints per language the share of the dictionary's singular (for Сумы: plural) forms that
the tables make, also weighed by how often news has them (genitive and locative first), and the share of made forms that the
dictionary has; the others are forms of another stress, which the tables cannot know.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

import pymorphy3

from gazetteer import Gazetteer
from gazetteer.languages import inflected, languages_of
from gazetteer.model import PlaceKind
from gazetteer.normalize import key

CASES = ("gent", "datv", "accs", "ablt", "loct")
NAMED_IN = ("UA", "RU", "BY")


def names(gazetteer: Gazetteer, language: str) -> list[str]:
    """Return the keys of the settlements' names of one word in ``language``, sorted."""
    index = gazetteer.index
    countries = {index.strings.index(code) for code in NAMED_IN if code in index.strings}
    found = set()
    for row, country in enumerate(index.columns.country.tolist()):
        if country in countries and index.kind_of(row) is PlaceKind.SETTLEMENT:
            for name in index.names_of(row):
                text = index.name_text(name)
                spoken = (index.name_language(name),) if index.name_language(name) else languages_of(text)
                if language in spoken and text.isalpha() and text[0] > "z":
                    found.add(key(text))
    return sorted(found)


def dictionary_forms(analyser: pymorphy3.MorphAnalyzer, name: str) -> dict[str, set[str]] | None:
    """Return the dictionary's forms of a name by case; None where it does not know the name as a noun."""
    for parse in analyser.parse(name):
        if parse.is_known and parse.tag.POS == "NOUN" and parse.tag.case == "nomn" and key(parse.word) == name:
            number = parse.tag.number
            forms: dict[str, set[str]] = {case: set() for case in CASES}
            for form in parse.lexeme:
                if form.tag.number == number and form.tag.case in forms:
                    forms[form.tag.case].add(key(form.word).lower())
            return forms
    return None


def main() -> None:
    """Compare and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gazetteer", type=Path, nargs="?")
    parser.add_argument("--errors", type=int, default=0)
    options = parser.parse_args()
    gazetteer = Gazetteer.open(options.gazetteer)
    for language in ("uk", "ru"):
        analyser = pymorphy3.MorphAnalyzer(lang=language)
        right, told, made_count, made_right, known = Counter[str](), Counter[str](), 0, 0, 0
        missed = []
        for name in names(gazetteer, language):
            forms = dictionary_forms(analyser, name)
            if forms is None:
                continue
            known += 1
            made = {form.lower() for form in inflected(name, language)} | {name}
            for case, expected in forms.items():
                told[case] += bool(expected)
                right[case] += bool(expected & made)
                if expected and not expected & made:
                    missed.append((name, case, *sorted(expected)))
            made_count += len(made)
            made_right += len(made & set().union({name}, *forms.values()))
        shares = ", ".join(f"{case} {right[case] / max(told[case], 1):.3f}" for case in CASES)
        found, correct = right.total() / max(told.total(), 1), made_right / max(made_count, 1)
        print(f"{language}: {known:,} names; cases found {found:.3f} ({shares}); made forms right {correct:.3f}")
        for each in missed[:: max(1, len(missed) // max(options.errors, 1))][: options.errors]:
            print("  missed:", *each)


if __name__ == "__main__":
    main()
