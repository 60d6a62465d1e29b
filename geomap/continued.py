"""A file of lines that grows while a run goes on, so that what is done survives the run and a later one goes on behind it.

Until it is complete it is called ``NAME.part``; beside it ``NAME.resume.json`` says what the lines are made from. A file is continued only
where this has not changed. A line that was cut off in the middle is made again.
"""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from geomap.errors import OutputError, SettingsError
from geomap.files import output_error, write_atomically

try:
    from fcntl import LOCK_EX, LOCK_NB, flock
except ImportError:  # Windows
    flock = None  # type: ignore[assignment]

_PIECE_BYTES = 1 << 20


class ContinuedFile:
    """A file of lines that is being written.

    Attributes:
        lines: How many complete lines stand in it.
        notes: What earlier runs noted about these lines.
    """

    def __init__(self, path: Path, made_from: str, *, resume: bool) -> None:
        """Open the file.

        Args:
            path: The file as it will be called when it is complete.
            made_from: A digest of all that the lines depend on.
            resume: Keep the lines of an earlier run; else they are overwritten.

        Raises:
            OutputError: It cannot be written, or another run is writing it.
            SettingsError: The lines of the earlier run are made from something else.
        """
        self.path = path
        self.lines, self.notes = 0, frozenset[int]()
        self._part, self._state = path.with_name(f"{path.name}.part"), path.with_name(f"{path.name}.resume.json")
        self._made_from = made_from
        self.is_complete = False
        try:
            self._file = self._opened()
            if resume:
                self._find_lines()
            else:
                self._file.truncate(0)
            self._note()
            self._file.seek(0, os.SEEK_END)
        except OSError as error:
            raise (error if isinstance(error, OutputError) else output_error(path, error)) from error

    def __enter__(self) -> Self:
        """Return the file."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._file.close()

    def add(self, lines: bytes, notes: frozenset[int]) -> None:
        """Append complete lines; they are kept whatever becomes of this process.

        Args:
            lines: The lines, each with its line feed.
            notes: What is to be known of all lines so far by a run that goes on.

        Raises:
            OutputError: They cannot be written.
        """
        try:
            if notes != self.notes:
                self.notes = notes
                self._note()
            self._file.write(lines)
            self._file.flush()
        except OSError as error:
            raise (error if isinstance(error, OutputError) else output_error(self.path, error)) from error

    def finish(self) -> None:
        """Give the complete file its name.

        Raises:
            OutputError: That cannot be done.
        """
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._part.replace(self.path)
            self._state.unlink(missing_ok=True)
        except OSError as error:
            raise output_error(self.path, error) from error
        self.is_complete = True

    def _opened(self) -> BinaryIO:
        if self.path.is_dir():
            raise output_error(self.path, IsADirectoryError(21, "it is a folder"))
        descriptor = os.open(self._part, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0), 0o666)
        file = os.fdopen(descriptor, "r+b")
        if flock is not None:
            try:
                flock(file, LOCK_EX | LOCK_NB)
            except BlockingIOError as error:
                file.close()
                raise OutputError(f"{self.path}: another run is writing this file; wait for it or choose another name") from error
        return file

    def _find_lines(self) -> None:
        """Count the complete lines of an earlier run, and cut off what follows them."""
        state = self._stored()
        end = self._end()
        if end and (state is None or state.get("made_from") != self._made_from):
            self._file.close()
            raise SettingsError(
                f"{self._part} was made from other input, with other options or by another version of geomap; "
                "give the same ones, or leave the option out to start anew",
                parameter="resume",
            )
        if state is not None and end:
            self.notes = frozenset(number for number in state.get("notes", ()) if isinstance(number, int))
        self._file.truncate(end)

    def _end(self) -> int:
        """Return where the last complete line ends."""
        end = at = 0
        self._file.seek(0)
        while piece := self._file.read(_PIECE_BYTES):
            self.lines += piece.count(b"\n")
            end = at + piece.rfind(b"\n") + 1 if b"\n" in piece else end
            at += len(piece)
        return end

    def _stored(self) -> dict[str, Any] | None:
        with contextlib.suppress(OSError, ValueError, RecursionError):
            found = json.loads(self._state.read_bytes())
            return found if isinstance(found, dict) else None
        return None

    def _note(self) -> None:
        write_atomically(self._state, json.dumps({"made_from": self._made_from, "notes": sorted(self.notes)}).encode() + b"\n")
