"""Where trained parameters are: those that ship, or those of a folder that training wrote.

A folder of parameters holds ``crf.npz`` of the recognizer for English and ``ranker.json`` of the resolver, and may hold ``inflected.npz``
of the recognizer for Ukrainian and Russian and ``latin.npz`` of that for Spanish and French. Those that ship are in the packages that
use them. Parameters by fold, for measuring on newspapers that training did not see, are a matter of
``training/`` in the repository.
"""

from __future__ import annotations

from pathlib import Path

from geomap.errors import SettingsError

CRF_FILE = "crf.npz"
INFLECTED_FILE = "inflected.npz"
LATIN_FILE = "latin.npz"
RANKER_FILE = "ranker.json"
SHIPPED = {
    CRF_FILE: Path(__file__).parent / "recognize" / "parameters",
    INFLECTED_FILE: Path(__file__).parent / "recognize" / "parameters",
    LATIN_FILE: Path(__file__).parent / "recognize" / "parameters",
    RANKER_FILE: Path(__file__).parent / "resolve" / "parameters",
}


def parameters_file(name: str, models: Path | None = None) -> Path:
    """Return the path of a file of parameters.

    Args:
        name: ``CRF_FILE``, ``INFLECTED_FILE``, ``LATIN_FILE`` or ``RANKER_FILE``.
        models: Folder of parameters to use instead of those that ship.

    Raises:
        SettingsError: ``models`` holds no such file.
    """
    path = (models or SHIPPED[name]) / name
    if not path.is_file():
        raise SettingsError(f"{models}: it should hold {name}, as `python -m training` writes it", parameter="models")
    return path
