"""Which words name a place: recognizers behind one protocol, and the default one that chooses by language."""

from __future__ import annotations

from pathlib import Path

from gazetteer import Gazetteer
from geomap.lang import Language, languages
from geomap.stages import Recognizer

__all__ = ["default_recognizer"]


def default_recognizer(gazetteer: Gazetteer, models: Path | None = None) -> Recognizer:
    """Return the recognizer of all languages: those that ship by trained parameters, others by the gazetteer and their cues.

    Args:
        gazetteer: where names are looked up.
        models: folder of parameters to use instead of those that ship.

    Raises:
        SettingsError: ``models`` holds no parameters.
    """
    from geomap.models import CRF_FILE, parameters_file  # noqa: PLC0415 - numpy is loaded only where text is read
    from geomap.recognize.by_language import ByLanguage  # noqa: PLC0415
    from geomap.recognize.crf import Crf  # noqa: PLC0415
    from geomap.recognize.cued import CuedRecognizer  # noqa: PLC0415
    from geomap.recognize.english import EnglishRecognizer, LowercaseNames  # noqa: PLC0415
    from geomap.recognize.gazetteer_names import GazetteerNames  # noqa: PLC0415
    from geomap.recognize.inflected import InflectedParameters, InflectedRecognizer  # noqa: PLC0415
    from geomap.recognize.latin import LatinParameters, LatinRecognizer  # noqa: PLC0415
    from geomap.recognize.tagger import Tagger  # noqa: PLC0415

    names = GazetteerNames(gazetteer)
    tagger = Tagger(Crf.load(parameters_file(CRF_FILE, models)), names)
    trained = EnglishRecognizer(tagger, names, LowercaseNames(gazetteer))
    shared, latin = InflectedParameters(models), LatinParameters(models)

    def reader(language: Language) -> Recognizer:
        if language.recognizer == "inflected":
            return InflectedRecognizer(gazetteer, language, shared)
        if language.recognizer == "latin":
            return LatinRecognizer(gazetteer, language, latin)
        return trained if language.recognizer == "crf" else CuedRecognizer(gazetteer, language)

    return ByLanguage({one.code: reader(one) for one in languages() if one.recognizer is not None})
