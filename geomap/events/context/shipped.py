"""The parameters of the encoder that ship, read at their first use."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from pathlib import Path

from geomap.events.context.encoder import Encoder
from geomap.events.context.second_look import EncoderLook
from geomap.events.gate.second import Looked
from geomap.events.gate.view import PostView

PARAMETERS = Path(__file__).parent / "parameters"
ENCODER_FILE = "encoder.npz"


class ShippedLook:
    """The second look with the parameters that ship; a run without an unsure place reads none."""

    def look(self, view: PostView, probabilities: Sequence[float]) -> Mapping[int, Looked]:
        """Return the named places that were looked at again, by number; see `geomap.events.gate.second.SecondLook`."""
        return _shipped().look(view, probabilities)


@functools.cache
def _shipped() -> EncoderLook:
    return EncoderLook(Encoder.load(PARAMETERS / ENCODER_FILE))
