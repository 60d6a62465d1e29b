"""Names that differ by a letter or two: "did you mean".

The first letter must agree, which typing errors and transliterations nearly always preserve. Keys are kept in the order
of first letter and length, each with two signatures of 64 bits: an edit changes few of them, so one pass over some ten
thousand integers leaves a handful of keys to compare letter by letter.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import marisa_trie
import numpy as np
import numpy.typing as npt

from gazetteer.arrays import AnyArray
from gazetteer.codes import Form
from gazetteer.index import Index

_LETTERS_PER_EDIT = ((4, 1), (8, 2))
"""From so many letters on, so many edits are allowed."""
_CHUNK_KEYS = 100_000
_LENGTHS = 256
_BUCKETS = 32
_HASH = np.uint64(11400714819323198485)  # 2**64 over the golden ratio: Fibonacci hashing
_LETTERS_AN_EDIT, _PAIRS_AN_EDIT = 2, 6  # bits of each signature that one edit changes at most; a swap touches three pairs

Bits = npt.NDArray[np.uint64]


def allowed_edits(name_key: str) -> int:
    """Return how many edits a name of this length may differ by."""
    return max((edits for letters, edits in _LETTERS_PER_EDIT if len(name_key) >= letters), default=0)


def similar_keys(index: Index, name_key: str, edits: int) -> list[tuple[int, int]]:
    """Return (key id, edits) of the stored keys within ``edits`` of ``name_key``, the closest first.

    An edit inserts, deletes or replaces a letter or swaps two neighbours (optimal string alignment distance).
    """
    if not name_key or edits < 1:
        return []
    groups, starts = index.arrays["fuzzy_group"], index.arrays["fuzzy_start"]
    first = ord(name_key[0]) * _LENGTHS
    low, high = first + max(1, len(name_key) - edits), first + min(_LENGTHS - 1, len(name_key) + edits)
    begin, end = int(starts[np.searchsorted(groups, low)]), int(starts[np.searchsorted(groups, high, "right")])
    letters, pairs = signatures([name_key])
    near = np.flatnonzero(np.bitwise_count(index.arrays["fuzzy_letters"][begin:end] ^ letters) <= _LETTERS_AN_EDIT * edits)
    near = near[np.bitwise_count(index.arrays["fuzzy_pairs"][begin:end][near] ^ pairs) <= _PAIRS_AN_EDIT * edits]
    from rapidfuzz.distance import OSA  # noqa: PLC0415 -- 30 ms that only fuzzy look-ups need

    ids = index.arrays["fuzzy_key"][begin:end][near].tolist()
    distances = [OSA.distance(name_key, index.trie.restore_key(key_id), score_cutoff=edits) for key_id in ids]
    found = [(key_id, distance) for key_id, distance in zip(ids, distances, strict=True) if distance <= edits]
    return sorted(found, key=lambda pair: (pair[1], pair[0]))


def signatures(keys: list[str]) -> tuple[Bits, Bits]:
    """Return two 64-bit signatures of each key, none of them empty.

    The first counts letters, hashed to 32, up to two of each; the second is a set of pairs of neighbours, hashed to 64.
    """
    letters = np.frombuffer("".join(keys).encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    lengths = np.fromiter(map(len, keys), np.int64, len(keys))
    starts = np.cumsum(lengths) - lengths
    owner = np.repeat(np.arange(len(keys)), lengths)
    counts = np.bincount(owner * _BUCKETS + _hashed(letters, 5).astype(np.int64), minlength=len(keys) * _BUCKETS).reshape(-1, _BUCKETS)
    places = np.uint64(1) << np.arange(0, 2 * _BUCKETS, 2, dtype=np.uint64)
    counted = ((counts > 0) * places + (counts > 1) * (places << np.uint64(1))).sum(axis=1, dtype=np.uint64)
    following = np.append(letters[1:], 0).astype(np.uint64)
    following[starts + lengths - 1] = 0  # a key's last letter has no neighbour in the next key
    pairs = np.uint64(1) << _hashed(letters * np.uint64(1_114_112) + following, 6)
    return counted, np.asarray(np.bitwise_or.reduceat(pairs, starts), dtype=np.uint64)


def _hashed(values: Bits, bits: int) -> Bits:
    return (values * _HASH) >> np.uint64(64 - bits)


def fuzzy_arrays(trie: marisa_trie.Trie, key_start: AnyArray, forms: AnyArray) -> Iterator[tuple[str, AnyArray]]:
    """Yield the arrays that ``similar_keys`` reads; inflected forms are left out, for they are near their nominatives anyway."""
    wanted = np.minimum.reduceat(forms, key_start[:-1]) < Form.INFLECTED if len(key_start) > 1 else np.zeros(0, bool)
    numbers: list[AnyArray] = []
    groups: list[AnyArray] = []
    letters: list[AnyArray] = []
    pairs: list[AnyArray] = []
    keys = (trie.restore_key(key_id) for key_id in np.flatnonzero(wanted).tolist())
    ids = iter(np.flatnonzero(wanted))
    while chunk := list(islice(keys, _CHUNK_KEYS)):
        numbers.append(np.fromiter(islice(ids, len(chunk)), np.uint32, len(chunk)))
        groups.append(np.array([ord(key[0]) * _LENGTHS + min(len(key), _LENGTHS - 1) for key in chunk], np.uint32))
        for kept, signature in zip((letters, pairs), signatures(chunk), strict=True):
            kept.append(signature)
    key_ids, group = _joined(numbers, np.uint32), _joined(groups, np.uint32)
    order = np.argsort(group, kind="stable")
    distinct, starts = np.unique(group[order], return_index=True)
    yield "fuzzy_key", key_ids[order]
    yield "fuzzy_letters", _joined(letters, np.uint64)[order]
    yield "fuzzy_pairs", _joined(pairs, np.uint64)[order]
    yield "fuzzy_group", distinct
    yield "fuzzy_start", np.append(starts, len(order)).astype(np.uint32)


def _joined(pieces: list[AnyArray], dtype: type[np.generic]) -> AnyArray:
    return np.concatenate(pieces) if pieces else np.zeros(0, dtype)
