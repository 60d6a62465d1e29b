"""Whether QGIS is here: on a laptop without it its tests are skipped, where GEOMAP_REQUIRE_QGIS is set they must run."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
from pathlib import Path

import pytest

QGIS_PYTHON = "/usr/bin/python3"  # Debian's QGIS belongs to Debian's Python


def require_qgis() -> None:
    """Skip the test, with the reason, where QGIS or GDAL's commands are missing."""
    if not os.environ.get("GEOMAP_REQUIRE_QGIS") and not _is_here():
        pytest.skip("QGIS is not installed (Debian: python3-qgis, gdal-bin)")


@functools.cache
def _is_here() -> bool:
    if not Path(QGIS_PYTHON).exists() or shutil.which("ogrinfo") is None:
        return False
    return subprocess.run([QGIS_PYTHON, "-c", "import qgis.core"], capture_output=True, check=False).returncode == 0
