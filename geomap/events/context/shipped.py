"""The parameters of the encoder that ship, read at their first use."""

from __future__ import annotations

import functools
from pathlib import Path

from geomap.events.context.encoder import Encoder
from geomap.events.context.second_look import SecondLook

PARAMETERS = Path(__file__).parent / "parameters"
ENCODER_FILE = "encoder.npz"


@functools.cache
def shipped_second_look() -> SecondLook:
    """Return the second look with the parameters that ship."""
    return SecondLook(Encoder.load(PARAMETERS / ENCODER_FILE))
