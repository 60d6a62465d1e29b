"""The parameters of the gate that ship, read at their first use."""

from __future__ import annotations

import functools
from pathlib import Path

from geomap.events.gate.model import Gate
from geomap.events.gate.vectors import WordVectors

PARAMETERS = Path(__file__).parent / "parameters"
GATE_FILE = "gate.npz"
VECTORS_FILE = "vectors.npz"


@functools.cache
def shipped_vectors() -> WordVectors:
    """Return the vectors of words that ship."""
    return WordVectors.load(PARAMETERS / VECTORS_FILE)


@functools.cache
def shipped_gate() -> Gate:
    """Return the gate with the parameters that ship."""
    return Gate.load(PARAMETERS / GATE_FILE, shipped_vectors())
