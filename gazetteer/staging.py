"""Results of several files or folders that are put in place together, or not at all, whenever the process is killed.

A stage is a hidden folder beside the results:

    .geomap.XXXXXXXX.part/new/...   what is being made
                          old/...   what it replaces, while it is put in place
                          leader    only where several folders are written: which stage decides
                          whole     all is made; from now on it counts (of the leader: the names of the stages that follow it)

A stage without the mark ``whole`` is removed by a later run, one with it is put in place by a later run (`recover`). Files go into
the folder in which their stage lies and nowhere else, whatever a stage that came from elsewhere may say.
"""

from __future__ import annotations

import errno
import functools
import json
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from gazetteer.interrupts import interrupts_deferred
from gazetteer.unfinished import SUFFIX, abandoned, is_unfinished, remove, unfinished_folder

_NEW, _OLD, _LEADER, _WHOLE = "new", "old", "leader", "whole"
_LONGEST_MARK = 1 << 20


@contextmanager
def staged(folders: Sequence[Path]) -> Iterator[list[Path]]:
    """Yield for each of ``folders`` one to write into; what is in them is put in place together when the block ends without an error.

    Files replace files of their name, folders replace folders. Leftovers of killed runs in ``folders`` are removed first.

    Raises:
        OSError: It cannot be done; then all is as it was.
    """
    with ExitStack() as stack:
        stages = []
        for folder in folders:
            recover_once(folder)
            stages.append(stack.enter_context(unfinished_folder(folder)))
            (stages[-1] / _NEW).mkdir()
        yield [stage / _NEW for stage in stages]
        _put_in_place(stages)


def is_staged(folder: Path) -> bool:
    """Return whether ``folder`` lies in a stage."""
    return any(is_unfinished(part) for part in folder.parts)


def recover(folder: Path) -> None:
    """Remove what killed runs of this user left in ``folder``; what they had made whole is put in place.

    Whatever cannot be removed stays. What belongs to a run that is alive is not touched.
    """
    with suppress(OSError), os.scandir(folder) as entries:
        found = [Path(entry.path) for entry in entries if is_unfinished(entry.name)]
        for path in found:
            _clear(path)


def recover_once(folder: Path) -> None:
    """`recover`, but for each folder only once in a process; nothing for folders in stages."""
    if not is_staged(folder):
        _recover_at_first(folder.absolute(), os.getpid())


@functools.lru_cache(maxsize=1024)
def _recover_at_first(folder: Path, _process: int) -> None:  # a fork looks for itself
    recover(folder)


def _clear(path: Path) -> None:
    with abandoned(path) as is_leftover:
        if is_leftover:
            leader = _leader_of(path)
            if (path / _WHOLE).is_file():
                for follower in _followers_of(path):
                    _clear_follower(follower, path)
            if (path / _WHOLE).is_file() or (leader is not None and (leader / _WHOLE).is_file()):
                with suppress(OSError):
                    _finish(path)
            remove(path)


def _clear_follower(follower: Path, leader: Path) -> None:
    """Put in place what a stage holds whose ``leader`` is whole."""
    with abandoned(follower) as is_leftover, suppress(OSError):
        named = _leader_of(follower)
        if is_leftover and named is not None and named.samefile(leader):
            _finish(follower)
            remove(follower)


def _put_in_place(stages: Sequence[Path]) -> None:
    first, *others = stages
    for stage in stages:
        for made in _entries(stage):
            _prepare(made, stage.parent / made.name)
    for stage in others:
        (stage / _LEADER).write_text(os.path.relpath(first, stage), encoding="utf-8")
    with interrupts_deferred():
        marked = first / f"{_WHOLE}{SUFFIX}"
        marked.write_text(json.dumps([os.path.relpath(stage, first) for stage in others]), encoding="utf-8")
        _force_to_disk(marked)
        marked.replace(first / _WHOLE)
        done: list[Path] = []
        try:
            for stage in (*others, first):
                _finish(stage, done)
        except OSError:
            for target in reversed(done):
                _undo(target, stages)
            raise
        finally:
            (first / _WHOLE).unlink(missing_ok=True)


def _finish(stage: Path, done: list[Path] | None = None) -> None:
    """Move what is new into the folder of the stage, what is there into the stage; note in ``done`` what is being moved."""
    for made in _entries(stage):
        target = stage.parent / made.name
        if done is not None:
            done.append(target)
        _set_aside(target, stage / _OLD / made.name)
        try:
            made.replace(target)
        except OSError:  # another process put its folder there at the same moment
            if not made.is_dir():
                raise
            _set_aside(target, stage / _OLD / made.name)
            made.replace(target)


def _set_aside(target: Path, old: Path) -> None:
    """Keep what is replaced: a folder is moved away, since folders cannot replace others; a file gets a second name."""
    old.parent.mkdir(exist_ok=True)
    if target.is_dir() and not target.is_symlink():
        target.replace(old)
        return
    with suppress(OSError):  # there is no such file yet, or the disk knows no second names
        os.link(target, old, follow_symlinks=False)


def _undo(target: Path, stages: Sequence[Path]) -> None:
    """Take back what `_finish` did for one target, as far as it came."""
    stage = next(stage for stage in stages if stage.parent == target.parent)
    made, old = stage / _NEW / target.name, stage / _OLD / target.name
    if not made.exists():
        target.replace(made)
    if old.exists() or old.is_symlink():
        old.replace(target)


def _entries(stage: Path) -> list[Path]:
    new = stage / _NEW
    return sorted(new.iterdir()) if new.is_dir() and not new.is_symlink() else []


def _prepare(made: Path, target: Path) -> None:
    """Make ``made`` ready to replace ``target``: on the disk, and of the same mode; OSError where it cannot replace it."""
    if target.is_dir() and not made.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
    if made.is_dir() and target.exists() and not target.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(target))
    _force_to_disk(made)
    if made.is_file() and target.is_file():
        made.chmod(stat.S_IMODE(target.stat().st_mode))


def _force_to_disk(path: Path) -> None:
    if path.is_file():
        with path.open("rb+") as stream:
            os.fsync(stream.fileno())


def _leader_of(stage: Path) -> Path | None:
    try:
        named = stage / _text(stage / _LEADER)
    except OSError:
        return None
    return named if is_unfinished(named.name) else None


def _followers_of(stage: Path) -> list[Path]:
    try:
        names = json.loads(_text(stage / _WHOLE))
    except (OSError, ValueError, RecursionError):
        return []
    found = [stage / name for name in names if isinstance(name, str)] if isinstance(names, list) else []
    return [path for path in found if is_unfinished(path.name) and path.is_dir()]


def _text(mark: Path) -> str:
    with mark.open("rb") as stream:
        return stream.read(_LONGEST_MARK).decode(errors="replace")
