"""Files of parameters: the same arrays give the same bytes."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt

from geomap.files import write_atomically


def packed(arrays: Mapping[str, npt.NDArray[np.generic]]) -> bytes:
    """Pack arrays as numpy does, but with no time in it: the same arrays give the same bytes. Halves do not compress, so they are not."""
    content_of_file = io.BytesIO()
    with zipfile.ZipFile(content_of_file, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(arrays):
            content = io.BytesIO()
            np.lib.format.write_array(content, arrays[name], allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0)), content.getvalue())
    return content_of_file.getvalue()


def sha256_of(content: bytes) -> str:
    """Return the SHA-256 of ``content`` in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def write_parameters(path: Path, content: bytes, record: Iterable[str], *, beside: str = ".toml") -> None:
    """Write a file of parameters, and beside it a TOML record of what it was made from.

    Args:
        path: The file; its folder is made. The record has its name with another ending.
        content: The parameters.
        record: Lines of TOML, which follow the hash and the size of the file.
        beside: What the name of the record ends with.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [f'sha256 = "{sha256_of(content)}"', f"bytes = {len(content)}", *record]
    write_atomically(path.with_suffix(beside), ("\n".join(lines) + "\n").encode())
    write_atomically(path, content)
