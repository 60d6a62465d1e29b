"""The default index: which one is used where none is given, and where it is stored.

In order: the folder in the environment variable GEOMAP_GAZETTEER; the folder set by ``--default``; the gazetteer that ships,
compiled on first use into the user's cache directory. Its folder's name contains a hash of the data and the compiler: other
sources or another version of this package have another name, so that an old index is never used for a new one.
"""

from __future__ import annotations

import atexit
import functools
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_cache_path, user_config_path

from gazetteer.atomic import write_atomically
from gazetteer.errors import IndexDamagedError, IndexMissingError
from gazetteer.index import FORMAT, Index, open_index
from gazetteer.model import SourceInfo
from gazetteer.staging import recover_once
from gazetteer.unfinished import unfinished_folder

if TYPE_CHECKING:
    from gazetteer.sources.base import Source

ENVIRONMENT = "GEOMAP_GAZETTEER"
_APP = "geomap"
_DIGITS = 12
_OTHERS_KEPT = 2
_KEPT_S = 7 * 24 * 3600.0
_COMPILERS = (
    "codes",
    "normalize",
    "languages/__init__",
    "languages/declension",
    "languages/ru",
    "languages/uk",
    "spellings",
    "spool",
    "merge",
    "seats",
    "estimates",
    "sphere",
    "fuzzy",
    "build",
    "sources/rows",
    "sources/shipped",
    "index",
)


def open_default(progress: Callable[[str], None] | None = None) -> Index:
    """Open the default index; compile the shipped one if it has not been compiled yet."""
    chosen = os.environ.get(ENVIRONMENT) or _chosen()
    if chosen:
        return open_index(Path(chosen).expanduser())
    folder = shipped_folder()
    try:
        return open_index(folder)
    except (IndexMissingError, IndexDamagedError):
        try:
            compile_shipped(folder, progress)
        except OSError:  # no home, or one that is read-only or full
            folder = _temporary_folder() / folder.name
            compile_shipped(folder, progress)
        return open_index(folder)


@functools.cache
def _held_folder() -> Path:
    """Return a folder that is removed when the process ends, or by a later run where it is killed."""
    folder = Path(tempfile.gettempdir())
    recover_once(folder)
    held = ExitStack()
    atexit.register(held.close)
    return held.enter_context(unfinished_folder(folder))


def _temporary_folder() -> Path:
    try:
        return _held_folder()
    except OSError as error:
        raise IndexMissingError(
            f"the gazetteer cannot be compiled: neither the cache folder nor the temporary one can be written ({error.strerror}); "
            "set TMPDIR or XDG_CACHE_HOME to a folder that can"
        ) from error


def choose_default(folder: Path | None) -> None:
    """Make ``folder`` the default of this user, or with None the gazetteer that ships."""
    pointer = _pointer()
    if folder is None:
        pointer.unlink(missing_ok=True)
        return
    pointer.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(pointer, f"{folder.resolve()}\n".encode())


def compile_shipped(folder: Path, progress: Callable[[str], None] | None = None) -> None:
    """Compile the gazetteer that ships into ``folder``."""
    from gazetteer.build import build_index  # noqa: PLC0415 -- only who compiles needs the compiler

    sources, infos = shipped_sources()
    build_index(sources, folder, edition=f"shipped {_data_digest().hexdigest()[:_DIGITS]}", infos=infos, progress=progress)
    _forget_old(folder)


def shipped_sources() -> tuple[list[Source], tuple[SourceInfo, ...]]:
    """Return the loader of the shipped places and their credits."""
    from gazetteer.sources.shipped import ShippedSource, upstreams  # noqa: PLC0415 -- only who compiles needs the loader

    infos = (
        SourceInfo(name=one.name, edition=one.edition, licence=one.licence, attribution=one.attribution, url=one.url or None)
        for one in upstreams()
    )
    return [ShippedSource()], tuple(infos)


def shipped_folder() -> Path:
    """Return the folder of the compiled shipped gazetteer, whether or not it is there yet."""
    return user_cache_path(_APP, appauthor=False) / "gazetteer" / f"v{FORMAT}-{_fingerprint()}"


def _chosen() -> str:
    try:
        return _pointer().read_text(encoding="utf-8").strip()
    except (OSError, ValueError):  # there is none, or it is damaged
        return ""


def _pointer() -> Path:
    return user_config_path(_APP, appauthor=False) / "default-gazetteer"


def _forget_old(folder: Path) -> None:
    """Remove indexes of other data or versions except the latest and those of the last days: several may be in use side by side."""
    others = [path for path in folder.parent.glob("v*-*") if path != folder and path.is_dir()]
    old = time.time() - _KEPT_S
    for path in sorted(others, key=_compiled_at)[:-_OTHERS_KEPT]:
        if _compiled_at(path) < old:
            shutil.rmtree(path, ignore_errors=True)


def _compiled_at(folder: Path) -> float:
    try:
        return folder.stat().st_mtime
    except OSError:  # another process removed it
        return 0.0


def _fingerprint() -> str:
    """Return 12 hexadecimal digits for the shipped sources and the code that compiles them."""
    digest = _data_digest()
    for name in _COMPILERS:
        digest.update((Path(__file__).parent / f"{name}.py").read_bytes())
    return digest.hexdigest()[:_DIGITS]


def _data_digest() -> hashlib._Hash:
    """Return the digest of the shipped data; SOURCES.toml has the checksums of the large files, so that their sizes are enough here."""
    here = Path(__file__).parent / "data"
    digest = hashlib.sha256()
    for name in ("SOURCES.toml", "landmarks.csv", "names.csv"):
        digest.update((here / name).read_bytes())
    for path in sorted(here.glob("*.xz")):
        digest.update(f"{path.name} {path.stat().st_size}".encode())
    return digest
