"""The account of a run: which version with which settings, models and gazetteer made a result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a result was made with. The same inputs, settings and data give the same ``id``, whenever and wherever the run is made.

    Attributes:
        id: Digest of everything below except the operator, and of the inputs.
        version: Version of geomap.
        settings: The settings that change results, as plain values; files by name and SHA-256.
        gazetteer_edition: Name of the edition of the gazetteer.
        gazetteer_sha256: Digest of its content.
        models_sha256: Digest of the trained parameters.
        operator: Who made the run; None if not given.
    """

    id: str
    version: str
    settings: Mapping[str, Any]
    gazetteer_edition: str
    gazetteer_sha256: str
    models_sha256: str
    operator: str | None = None

    def told(self) -> dict[str, Any]:
        """Return the account as plain values for JSON, in which a missing operator is left out."""
        told: dict[str, Any] = {
            "id": self.id,
            "version": self.version,
            "settings": dict(self.settings),
            "gazetteer": {"edition": self.gazetteer_edition, "sha256": self.gazetteer_sha256},
            "models_sha256": self.models_sha256,
        }
        return told if self.operator is None else {**told, "operator": self.operator}
