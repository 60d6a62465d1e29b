"""What is run against a mutant: the tests that execute its function and the rows of the golden corpus, quickest first.

pytest collects the tests once. Each mutant is then put into a copy of that process (``os.fork``): the function that it changes gets the
changed code, caches that may hold results of the unchanged code are emptied, and its checks run until one fails. A check that fails is
repeated without the mutant: only one that then passes has killed it.

Which functions a check executes, and how long that takes, is measured once and kept in ``.cache/mutants.json``; a file of tests that
changed is measured anew.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import hashlib
import json
import os
import resource
import signal
import sys
import tempfile
import time
import traceback
import types
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).resolve().parents[1]
RECORDS = PROJECT / ".cache" / "mutants.json"
CORPUS = PROJECT / "tests" / "golden" / "corpus.jsonl"
PACKAGES_BELOW = ("gazetteer", "geomap.lang", "geomap.recognize")  # never execute what is mutated: their caches stay
STAGES = ("geomap.events", "geomap.resolve", "geomap.read")
LONGEST_CPU_S = 120  # a mutant that computes longer than this loops; it counts as killed. On a busy machine the clock says nothing.
LONGEST_CHECK_S = 4.0  # slower tests are left out: they hold for many documents what quicker ones and the corpus show
MOST_MEMORY = 3 * 2**30
ENDED = "endless loop or crash"


@dataclass(frozen=True, slots=True)
class Changed:
    """A function with other code: the module, the function's name in it, and the whole changed source."""

    path: Path
    function: str
    source: str

    @property
    def key(self) -> str:
        """The function as records name it."""
        return f"{self.path.relative_to(PROJECT)}:{self.function}"


@dataclass(frozen=True, slots=True)
class Record:
    """What one check executes and how many seconds of processor time it takes."""

    seconds: float
    functions: frozenset[str]
    passed: bool


class Checks:
    """All checks of one pytest session; a plugin of pytest."""

    def __init__(self, changes: Sequence[Changed], workers: int, told: Callable[[int, str | None], None]) -> None:
        self._changes = changes
        self._workers = workers
        self._told = told
        self._items: dict[str, pytest.Item] = {}
        self._records: dict[str, Record] = {}
        self._failed = False
        self._unreliable: set[str] = set()

    # --- hooks of pytest ----------------------------------------------------------------------------------------------

    def pytest_configure(self) -> None:
        """Let property-based tests draw the same examples for every mutant, without a clock and without shrinking."""
        from hypothesis import Phase, settings  # noqa: PLC0415 - pytest wants to import its plug-in itself

        settings.register_profile("mutants", deadline=None, derandomize=True, database=None, phases=[Phase.explicit, Phase.generate])
        settings.load_profile("mutants")

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run the checks of all mutants instead of each test once."""
        self._items = {item.nodeid: item for item in session.items}
        session.config._tmp_path_factory.getbasetemp()  # noqa: SLF001 - made here once, not by each copy of the process
        _warm_up()
        names = [*self._items, *(f"golden row {number}" for number in range(len(_rows())))]
        self._records = self._recorded(names)
        self._run_all()
        return True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a failure."""
        self._failed = self._failed or report.failed

    # --- one check ----------------------------------------------------------------------------------------------------

    def _runs(self, names: Sequence[str]) -> Iterator[tuple[str, Callable[[], bool]]]:
        """Yield each check with a call that runs it and says whether it fails; each is to be run before the next is asked for."""
        items = [self._items[name] for name in names if name in self._items]
        following = iter([*items[1:], None])
        for name in names:
            if name in self._items:
                yield name, functools.partial(self._test_fails, self._items[name], next(following))
            else:
                yield name, functools.partial(_golden_row_differs, int(name.split()[-1]))

    def _test_fails(self, item: pytest.Item, following: pytest.Item | None) -> bool:
        self._failed = False
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)  # the next needs what is shared with this one
        return self._failed

    def _first_failing(self, names: Sequence[str]) -> str | None:
        return next((name for name, fails in self._runs(names) if fails()), None)

    # --- records ------------------------------------------------------------------------------------------------------

    def _recorded(self, names: Sequence[str]) -> dict[str, Record]:
        """Return the record of each check, measuring those that are not known."""
        kept = _kept_records()
        stamps = {name: _stamp(name) for name in names}
        missing = [name for name in names if f"{stamps[name]} {name}" not in kept]
        if missing:
            sys.stderr.write(f"measuring {len(missing)} tests and golden rows once\n")
            measured = _in_child(lambda: self._measure(missing, stamps))
            kept = {**_kept_records(), **measured}  # read again: another run may have written meanwhile
            current = {f"{stamps[name]} {name}" for name in names}
            files = {name.split("::")[0] for name in names}
            kept = {key: one for key, one in kept.items() if key in current or key.split(" ", 1)[1].split("::")[0] not in files}
            RECORDS.parent.mkdir(exist_ok=True)
            RECORDS.write_text(json.dumps(kept), encoding="utf-8")
        return {
            name: Record(one["seconds"], frozenset(one["functions"]), one["passed"])
            for name in names
            for one in [kept[f"{stamps[name]} {name}"]]
        }

    def _measure(self, names: Sequence[str], stamps: Mapping[str, str]) -> dict[str, Any]:
        measured: dict[str, Any] = {}
        file = ""
        for name, fails in self._runs(names):
            if file != (file := name.split("::")[0] if "::" in name else "golden rows"):
                _empty_caches(None)
            executed: dict[int, types.CodeType] = {}

            def note(frame: types.FrameType, _event: str, _argument: object, seen: dict[int, types.CodeType] = executed) -> None:
                seen.setdefault(id(frame.f_code), frame.f_code)

            started = time.process_time()
            sys.settrace(note)
            try:
                passed = not fails()
            finally:
                sys.settrace(None)
            functions = sorted({key for code in executed.values() if (key := _key_of(code))})
            measured[f"{stamps[name]} {name}"] = {"seconds": time.process_time() - started, "functions": functions, "passed": passed}
        return measured

    # --- mutants ------------------------------------------------------------------------------------------------------

    def _run_all(self) -> None:
        running: dict[int, tuple[int, int]] = {}
        waiting = list(enumerate(self._changes))
        while waiting or running:
            while waiting and len(running) < self._workers:
                number, change = waiting.pop(0)
                reader, writer = os.pipe()
                running[_forked(lambda change=change: self._killer(change), writer)] = (number, reader)
                os.close(writer)
            child, _ = os.wait()
            number, reader = running.pop(child)
            with os.fdopen(reader, encoding="utf-8") as answer:
                killer = json.loads(answer.read() or f'"{ENDED}"')
            if killer not in (None, ENDED) and not self._is_reliable(killer):
                self._unreliable.add(killer)
                waiting.insert(0, (number, self._changes[number]))
                continue
            self._told(number, killer)

    @functools.cache  # noqa: B019 - one object in the whole process
    def _is_reliable(self, name: str) -> bool:
        """Say whether the check passes without a mutant."""
        return _in_child(lambda: self._first_failing([name])) is None

    def _killer(self, change: Changed) -> str | None:
        """Return the name of the first check that fails on the change."""
        resource.setrlimit(resource.RLIMIT_CPU, (LONGEST_CPU_S, LONGEST_CPU_S + 5))
        resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
        _put_in(change)
        return self._first_failing(self._chosen(change))

    def _chosen(self, change: Changed) -> list[str]:
        """Return the checks that execute the changed function; all quick ones where none was seen to."""
        usable = {
            name: record
            for name, record in self._records.items()
            if record.passed and record.seconds <= LONGEST_CHECK_S and name not in self._unreliable
        }
        executing = [name for name, record in usable.items() if change.key in record.functions]
        return sorted(executing or usable, key=lambda name: usable[name].seconds)


# --- putting a mutant in ----------------------------------------------------------------------------------------------


def _put_in(change: Changed) -> None:
    """Give the functions of the module the changed code, in this process."""
    name = str(change.path)
    new = dict(_codes(compile(change.source, name, "exec")))
    for function in [one for one in gc.get_objects() if isinstance(one, types.FunctionType) and one.__code__.co_filename == name]:
        code = new.get(_place(function.__code__))
        if code is not None:
            function.__code__ = code
    _empty_caches(change)


def _codes(code: types.CodeType) -> Iterator[tuple[tuple[str, int], types.CodeType]]:
    """Yield the functions in compiled code by name and line, without those that share both with another."""
    found = [one for one in code.co_consts if isinstance(one, types.CodeType)]
    once = Counter(map(_place, found))
    for one in found:
        if once[_place(one)] == 1:
            yield _place(one), one
        yield from _codes(one)


def _place(code: types.CodeType) -> tuple[str, int]:
    return code.co_qualname, code.co_firstlineno


def _key_of(code: types.CodeType) -> str | None:
    """Return the function that records name for executed code; None for code of other packages."""
    name = code.co_filename
    if not name.startswith(str(PROJECT / "geomap")):
        return None
    return f"{Path(name).relative_to(PROJECT)}:{code.co_qualname.split('.<locals>')[0]}"


def _empty_caches(change: Changed | None) -> None:
    """Forget results that depend on the changed code; on any mutated package where no change is given."""
    own = ".".join(change.path.relative_to(PROJECT).parts[:2]) if change else ""
    kept = (*PACKAGES_BELOW, *(stage for stage in STAGES if change and stage != own))
    for wrapper in [one for one in gc.get_objects() if isinstance(one, functools._lru_cache_wrapper)]:  # noqa: SLF001 - the type has no other name
        module = getattr(wrapper, "__module__", None) or ""
        if module.startswith("geomap") and not module.startswith(kept):
            wrapper.cache_clear()


# --- golden rows ------------------------------------------------------------------------------------------------------


@functools.cache
def _rows() -> list[str]:
    return CORPUS.read_text(encoding="utf-8").splitlines()


@functools.cache
def _shared_parts() -> tuple[Any, Any]:
    """Return the gazetteer and the recognizer, which no mutant changes."""
    from gazetteer import Gazetteer  # noqa: PLC0415 - the code that pytest measures is imported by then
    from geomap.recognize import default_recognizer  # noqa: PLC0415

    gazetteer = Gazetteer.open()
    return gazetteer, default_recognizer(gazetteer)


@functools.cache
def _pipeline() -> Any:  # noqa: ANN401 - imported late
    """Return a pipeline without the second look, which takes most of the time and is tested by itself."""
    from geomap.pipeline import Pipeline  # noqa: PLC0415
    from geomap.settings import Settings  # noqa: PLC0415

    gazetteer, recognizer = _shared_parts()
    return Pipeline(gazetteer=gazetteer, recognizer=recognizer, settings=Settings(fast=True))


def _golden_answer(number: int) -> str:
    """Return what ``geomap geoparse --fast`` prints for one row of the corpus."""
    from geomap.lines import geoparse_lines  # noqa: PLC0415
    from geomap.read import read_inputs  # noqa: PLC0415
    from geomap.settings import ReadSettings  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):  # the name of the file stands in each event as its source
        Path("corpus.jsonl").write_text(_rows()[number] + "\n", encoding="utf-8")
        return b"\n".join(geoparse_lines(read_inputs(["corpus.jsonl"], ReadSettings()), _pipeline())).decode()


def _golden_row_differs(number: int) -> bool:
    try:
        return _golden_answer(number) != _golden_answers()[number]
    except Exception:  # noqa: BLE001 - whatever a mutant raises is a difference
        return True


@functools.cache
def _golden_answers() -> list[str]:
    """Return the answers of the code without a mutant."""
    return list(_in_child(lambda: [_golden_answer(number) for number in range(len(_rows()))]))


def _warm_up() -> None:
    """Load before forking what all mutants share: the golden answers, the models and the tables below the mutated packages."""
    _golden_answers()
    for text in ("Shells hit Vovchansk on Monday.", "Обстріл Харкова вчора, двоє загиблих.", "Обстрел Харькова вчера, двое погибших."):
        _pipeline()(text)
    _pipeline.cache_clear()
    _empty_caches(None)


# --- records on disk, and processes -----------------------------------------------------------------------------------


def _kept_records() -> dict[str, Any]:
    return dict(json.loads(RECORDS.read_text(encoding="utf-8"))) if RECORDS.is_file() else {}


def _stamp(name: str) -> str:
    """Return a hash of the file that a check is written in."""
    return _hash_of(CORPUS if name.startswith("golden row") else PROJECT / name.split("::", maxsplit=1)[0])


@functools.cache
def _hash_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def _in_child(call: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return what ``call`` returns in a copy of this process, which leaves nothing behind in this one."""
    reader, writer = os.pipe()
    child = _forked(call, writer)
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8") as answer:
        text = answer.read()
    os.waitpid(child, 0)
    if not text:
        raise SystemExit("a process without a mutant ended without an answer")
    return json.loads(text)


def _forked(call: Callable[[], object], writer: int) -> int:
    """Start a copy of this process that writes what ``call`` returns to ``writer`` as JSON, and return its number."""
    child = os.fork()
    if child:
        return child
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    complaints = os.dup(2)
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    status = 1
    try:
        text = json.dumps(call())
        with os.fdopen(writer, "w", encoding="utf-8") as answer:
            answer.write(text)
        status = 0
    except BaseException:  # noqa: BLE001 - nothing may run on in the copy
        os.write(complaints, traceback.format_exc().encode())
    finally:
        os._exit(status)
