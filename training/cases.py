"""Names of the gazetteer in the cases of Ukrainian and Russian, as texts write them: with capitals, hyphens and apostrophes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gazetteer.languages import cases

NOMINATIVE = 0
_UNIT_FORMS = {
    ("область", "uk"): ("область", "області", "області", "область", "областю", "області"),
    ("область", "ru"): ("область", "области", "области", "область", "областью", "области"),
    ("район", "uk"): ("район", "району", "району", "район", "районом", "районі"),
    ("район", "ru"): ("район", "района", "району", "район", "районом", "районе"),
}
_SEPARATOR = re.compile(r"([ -])")


def forms_of(name: str, language: str) -> list[tuple[int, str]]:
    """Return each case of ``name`` with its number, the nominative first, each as it is written; a case may have several forms."""
    pieces = _SEPARATOR.split(name)
    words, separators = pieces[::2], pieces[1::2]
    spelled = " ".join(word.lower().replace("ґ", "г").replace("ё", "е") for word in words)
    found = [(NOMINATIVE, name)]
    for case, form in cases(spelled, language):
        parts = form.split(" ")
        if len(parts) == len(words):
            found.append((case, _joined(parts, words, separators, (case, language))))
    return found


def case_of(form: str, name: str, language: str) -> list[int]:
    """Return the numbers of the cases in which ``name`` is written ``form``."""
    small = form.lower().replace("ё", "е").replace("ґ", "г").replace("\u2019", "'")
    return [
        case
        for case, other in forms_of(name, language)
        if other.lower().replace("ё", "е").replace("ґ", "г").replace("\u2019", "'") == small
    ]


def _joined(parts: Sequence[str], words: Sequence[str], separators: Sequence[str], told: tuple[int, str]) -> str:
    case, language = told
    text = ""
    for at, (part, word) in enumerate(zip(parts, words, strict=True)):
        unit = _UNIT_FORMS.get((word, language))
        own = unit[case] if unit else part
        text += own.capitalize() if word[:1].isupper() else own
        text += separators[at] if at < len(separators) else ""
    return text
