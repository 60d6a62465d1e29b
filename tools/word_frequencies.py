"""Make the tables of how frequent words are, of Ukrainian and Russian and of Spanish and French, from the lists of the package wordfreq.

    python tools/word_frequencies.py wordfreq-3.1.1-py3-none-any.whl

needs `pip install msgpack`. The tables hold no words: for each of the frequent ones the CRC-32 of its small letters and a class. The same
package gives the same bytes.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from geomap.files import write_atomically
from geomap.recognize.frequency import LATIN_TABLE, LEAST, PER_UNIT, TABLE

VERSION = "3.1.1"
SHA256 = "4b1c6ecffc6198be3396d5cf871c4423ca71c907c231348d352dd54d62b97473"
TABLES = {
    TABLE: ("Ukrainian and Russian", ("ru", "uk"), "а-яёіїєґ"),
    LATIN_TABLE: ("Spanish and French", ("es", "fr"), "a-zß-öø-ÿœ"),
}  # the languages, the lists and the letters of each
_TOP = 9.0  # the Zipf value (log10 of occurrences in a billion words) of the first of wordfreq's bins, each of which is 0.01
_PER_BIN = 0.01


def main() -> None:
    """Write the tables and the records of their source."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wheel", type=Path)
    content = parser.parse_args().wheel.read_bytes()
    if hashlib.sha256(content).hexdigest() != SHA256:
        raise SystemExit(f"this is not the wheel of wordfreq {VERSION}")
    with zipfile.ZipFile(io.BytesIO(content)) as wheel:
        for path, (spoken, codes, letters) in TABLES.items():
            lists = [wheel.read(f"wordfreq/data/large_{code}.msgpack.gz") for code in codes]
            _write(path, spoken, codes, _classes(lists, re.compile(rf"[{letters}]+(?:['\u2019-][{letters}]+)*")))


def _write(path: Path, spoken: str, codes: Sequence[str], classes: dict[int, int]) -> None:
    table = np.array(sorted(classes.items()), dtype=np.uint32)
    packed = io.BytesIO()
    np.save(
        packed, np.frombuffer(table[:, 0].astype("<u4").tobytes() + table[:, 1].astype(np.uint8).tobytes(), np.uint8), allow_pickle=False
    )
    data = packed.getvalue()
    write_atomically(path, data)
    write_atomically(path.with_suffix(".toml"), _record(spoken, codes, len(classes), data).encode())


def _classes(lists: list[bytes], word_pattern: re.Pattern[str]) -> dict[int, int]:
    """Return the class of each frequent word by its checksum: that of the language in which it is more frequent."""
    import msgpack  # type: ignore[import-not-found]  # noqa: PLC0415 - needed here only

    found: dict[int, int] = {}
    for packed in lists:
        bins: list[Any] = msgpack.unpackb(gzip.decompress(packed), raw=False)
        for number, words in enumerate(bins[1:]):
            zipf = _TOP - number * _PER_BIN
            if zipf < LEAST:
                break
            for word in filter(word_pattern.fullmatch, words):
                checksum = zlib.crc32(word.replace("\u2019", "'").encode())
                found[checksum] = max(found.get(checksum, 0), 1 + int((zipf - LEAST) * PER_UNIT))
    return found


def _record(spoken: str, codes: Sequence[str], words: int, data: bytes) -> str:
    lists = " and ".join(f"large_{code}" for code in sorted(codes, reverse=codes[0] == "ru"))
    return f"""# How frequent words of {spoken} are; made by tools/word_frequencies.py.

sha256 = "{hashlib.sha256(data).hexdigest()}"
bytes = {len(data)}
words = {words}

[source]
name = "wordfreq"
edition = "{VERSION}, lists {lists}"
sha256 = "{SHA256}"
licence = "CC BY-SA 4.0"
attribution = "wordfreq by Robyn Speer, CC BY-SA 4.0, from Wikipedia, OPUS OpenSubtitles, Google Books Ngrams, ParaCrawl and others"
url = "https://github.com/rspeer/wordfreq"
changes = "words of Zipf value {LEAST} and more as checksums with classes of half a unit; this table is shared under CC BY-SA 4.0 too"
"""


if __name__ == "__main__":
    main()
