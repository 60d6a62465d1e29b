"""How the account of a run is made: digests of inputs, settings, trained parameters and gazetteer."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from gazetteer import Gazetteer
from geomap.model import Document
from geomap.runs import Run
from geomap.settings import Settings

_ID_DIGITS = 32
_PARAMETERS = "parameters"  # the folders of trained parameters that ship


def account_of(documents: Iterable[Document], settings: Settings, gazetteer: Gazetteer) -> Run:
    """Return the account of a run.

    Args:
        documents: The inputs; their order does not count.
        settings: The settings of the run.
        gazetteer: The gazetteer that it used.
    """
    told = settings_told(settings)
    made_with: dict[str, Any] = {
        "version": version("geomap"),
        "settings": told,
        "gazetteer": gazetteer.digest,
        "models": models_sha256(settings.models),
        "documents": sorted(document.sha256 for document in documents),
    }
    return Run(
        id=hashlib.sha256(json.dumps(made_with, sort_keys=True).encode()).hexdigest()[:_ID_DIGITS],
        version=made_with["version"],
        settings=told,
        gazetteer_edition=gazetteer.edition,
        gazetteer_sha256=made_with["gazetteer"],
        models_sha256=made_with["models"],
        operator=settings.operator,
    )


def settings_told(settings: Settings) -> dict[str, Any]:
    """Return the settings that change results, as plain values; files by name, without the folders that they are kept in."""
    read = settings.read
    is_named = settings.coarsen_m is None  # the name of a file may name a place
    return {
        "timezone": read.timezone,
        "date": None if read.date is None else read.date.isoformat(),
        "columns": read.columns.given(),
        "home": settings.home,
        "beat": settings.beat,
        "fast": settings.fast,
        "min_confidence": settings.min_confidence,
        "modalities": sorted(modality.value for modality in settings.modalities),
        "coarsen_m": settings.coarsen_m,
        "corrections": None if settings.corrections is None else _file(settings.corrections, is_named=is_named),
        "tables": [_file(path, is_named=is_named) for path in settings.tables],
    }


@cache
def models_sha256(models: Path | None = None) -> str:
    """Return one SHA-256 of the names and contents of the trained parameters.

    Args:
        models: Folder of parameters that are used instead of some of those that ship.
    """
    digest = hashlib.sha256()
    shipped = Path(__file__).parent.glob(f"**/{_PARAMETERS}/*")
    own = models.glob("*") if models is not None else ()
    for path in (*sorted(shipped), *sorted(own)):
        if path.suffix in {".npz", ".json"}:
            digest.update(f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def _file(path: Path, *, is_named: bool) -> dict[str, str | None]:
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:  # whoever uses it says what is wrong
        digest = None
    return {"name": path.name, "sha256": digest} if is_named else {"sha256": digest}
