"""Make the table of how frequent Ukrainian and Russian words are, from the lists of the package wordfreq.

    python tools/word_frequencies.py wordfreq-3.1.1-py3-none-any.whl

needs `pip install msgpack`. The table holds no words: for each of the frequent ones the CRC-32 of its small letters and a class. The same
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
from pathlib import Path
from typing import Any

import numpy as np

from geomap.files import write_atomically
from geomap.recognize.frequency import LEAST, PER_UNIT, TABLE

VERSION = "3.1.1"
SHA256 = "4b1c6ecffc6198be3396d5cf871c4423ca71c907c231348d352dd54d62b97473"
LANGUAGES = ("ru", "uk")
_WORD = re.compile(r"[а-яёіїєґ]+(?:['\u2019-][а-яёіїєґ]+)*")
_TOP = 9.0  # the Zipf value (log10 of occurrences in a billion words) of the first of wordfreq's bins, each of which is 0.01
_PER_BIN = 0.01


def main() -> None:
    """Write the table and the record of its source."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wheel", type=Path)
    content = parser.parse_args().wheel.read_bytes()
    if hashlib.sha256(content).hexdigest() != SHA256:
        raise SystemExit(f"this is not the wheel of wordfreq {VERSION}")
    with zipfile.ZipFile(io.BytesIO(content)) as wheel:
        classes = _classes([wheel.read(f"wordfreq/data/large_{language}.msgpack.gz") for language in LANGUAGES])
    table = np.array(sorted(classes.items()), dtype=np.uint32)
    packed = io.BytesIO()
    np.save(
        packed, np.frombuffer(table[:, 0].astype("<u4").tobytes() + table[:, 1].astype(np.uint8).tobytes(), np.uint8), allow_pickle=False
    )
    data = packed.getvalue()
    write_atomically(TABLE, data)
    write_atomically(TABLE.with_suffix(".toml"), _record(len(classes), data).encode())


def _classes(lists: list[bytes]) -> dict[int, int]:
    """Return the class of each frequent word by its checksum: that of the language in which it is more frequent."""
    import msgpack  # type: ignore[import-not-found]  # noqa: PLC0415 - needed here only

    found: dict[int, int] = {}
    for packed in lists:
        bins: list[Any] = msgpack.unpackb(gzip.decompress(packed), raw=False)
        for number, words in enumerate(bins[1:]):
            zipf = _TOP - number * _PER_BIN
            if zipf < LEAST:
                break
            for word in filter(_WORD.fullmatch, words):
                checksum = zlib.crc32(word.replace("\u2019", "'").encode())
                found[checksum] = max(found.get(checksum, 0), 1 + int((zipf - LEAST) * PER_UNIT))
    return found


def _record(words: int, data: bytes) -> str:
    return f"""# How frequent words of Ukrainian and Russian are; made by tools/word_frequencies.py.

sha256 = "{hashlib.sha256(data).hexdigest()}"
bytes = {len(data)}
words = {words}

[source]
name = "wordfreq"
edition = "{VERSION}, lists large_uk and large_ru"
sha256 = "{SHA256}"
licence = "CC BY-SA 4.0"
attribution = "wordfreq by Robyn Speer, CC BY-SA 4.0, from Wikipedia, OPUS OpenSubtitles, Google Books Ngrams, ParaCrawl and others"
url = "https://github.com/rspeer/wordfreq"
changes = "words of Zipf value {LEAST} and more as checksums with classes of half a unit; this table is shared under CC BY-SA 4.0 too"
"""


if __name__ == "__main__":
    main()
