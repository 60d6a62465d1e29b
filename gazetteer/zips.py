"""What zipfile raises for an archive that is damaged or that it cannot unpack."""

from __future__ import annotations

import zipfile
import zlib

DAMAGED_ZIP = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    EOFError,
    RuntimeError,  # a member is encrypted
    NotImplementedError,  # a member has a compression or a version that zipfile does not know
)
