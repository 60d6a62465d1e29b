"""Which words name a place: recognizers behind one protocol, and the default one that chooses by language."""

from __future__ import annotations

from pathlib import Path

from gazetteer import Gazetteer
from geomap.recognize.parameters import CRF_FILE, SHIPPED
from geomap.stages import Recognizer

__all__ = ["default_recognizer"]


def default_recognizer(gazetteer: Gazetteer, models: Path | None = None) -> Recognizer:
    """Give the recognizer that ships: English by trained parameters, Ukrainian and Russian by inflected names.

    Args:
        gazetteer: where names are looked up.
        models: folder of parameters to use instead of those that ship; with folds, see ``geomap.folds``.

    Raises:
        SettingsError: ``models`` holds no parameters.
    """
    from geomap.folds import parameter_files  # noqa: PLC0415 - numpy is loaded only where text is read
    from geomap.recognize.crf import Crf  # noqa: PLC0415
    from geomap.recognize.english import EnglishRecognizer, Tagger  # noqa: PLC0415
    from geomap.recognize.language import ByLanguage  # noqa: PLC0415
    from geomap.recognize.lowercase import LowercaseNames  # noqa: PLC0415
    from geomap.recognize.names import GazetteerNames  # noqa: PLC0415
    from geomap.recognize.slavic import SlavicRecognizer  # noqa: PLC0415

    names = GazetteerNames(gazetteer)
    taggers = [Tagger(Crf.load(path), names) for path in parameter_files(models or SHIPPED, CRF_FILE)]
    slavic = SlavicRecognizer(gazetteer)
    return ByLanguage({"en": EnglishRecognizer(taggers, names, LowercaseNames(gazetteer)), "uk": slavic, "ru": slavic})
