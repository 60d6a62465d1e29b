"""Patterns that are compiled when a text is first held against them: most runs read one form of page and use a few of all."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property


class LazyPattern:
    """A large pattern; once it is compiled its methods are those of the compiled one, as fast as there."""

    def __init__(self, pattern: str, flags: re.RegexFlag = re.NOFLAG) -> None:
        self._pattern = pattern
        self._flags = flags

    @cached_property
    def match(self) -> Callable[..., re.Match[str] | None]:
        """As ``re.Pattern.match``."""
        return re.compile(self._pattern, self._flags).match

    @cached_property
    def sub(self) -> Callable[..., str]:
        """As ``re.Pattern.sub``."""
        return re.compile(self._pattern, self._flags).sub
