"""Variants of annotated texts, so that a recognizer does not learn by heart what stands where."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace

from training.corpus import GoldName, GoldText


def without_first_words(text: GoldText, words: re.Pattern[str], draw: random.Random) -> GoldText:
    """Return a text that begins, with a capital, at one of its words outside names; itself where it has none.

    Args:
        text: The text.
        words: Matches words at which it may begin.
        draw: Chooses among them.
    """
    starts = [found.start() for found in words.finditer(text.text) if not any(n.start < found.start() < n.end for n in text.names)]
    if not starts:
        return text
    cut = draw.choice(starts)
    names = tuple(replace(name, start=name.start - cut, end=name.end - cut) for name in text.names if name.start >= cut)
    return replace(text, text=text.text[cut].upper() + text.text[cut + 1 :], names=names)


def with_other_names(text: GoldText, other: Callable[[str], str]) -> GoldText:
    """Return a text with each name exchanged for what ``other`` gives for it, offsets mended; names inside others are left out."""
    pieces: list[str] = []
    names: list[GoldName] = []
    at = length = 0
    for name in text.names:
        if name.start < at:
            continue
        between, new = text.text[at : name.start], other(text.text[name.start : name.end])
        names.append(replace(name, start=length + len(between), end=length + len(between) + len(new)))
        pieces += [between, new]
        length += len(between) + len(new)
        at = name.end
    return replace(text, text="".join([*pieces, text.text[at:]]), names=tuple(names))
