"""What is made from little and met again and again, remembered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Memo(dict[Key, Value], Generic[Key, Value]):
    """Key -> what ``make`` gives for it; forgets all before it would hold more than ``most``.

    What is remembered costs one look-up in a dict, also from C: ``map(memo.__getitem__, keys)``.
    """

    def __init__(self, make: Callable[[Key], Value], *, most: int) -> None:
        super().__init__()
        self._make = make
        self._most = most

    def __missing__(self, key: Key) -> Value:
        if len(self) >= self._most:
            self.clear()
        value = self[key] = self._make(key)
        return value
