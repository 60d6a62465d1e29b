"""What a site's robots.txt allows (RFC 9309)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

MAX_BYTES = 512_000  # RFC 9309 asks for 500 KiB at least; what stands behind is left unread
_LINE = re.compile(r"\s*([A-Za-z-]+)\s*:\s*([^#]*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One allow or disallow line; ``pattern`` may hold * and end in $."""

    allow: bool
    pattern: str

    def matches(self, target: str) -> bool:
        """Whether ``target`` (path and query) is meant, by pieces and in linear time."""
        bound = self.pattern.endswith("$")
        first, *others = self.pattern.removesuffix("$").split("*")
        if not target.startswith(first):
            return False
        at = len(first)
        for number, piece in enumerate(others, 1):
            if bound and number == len(others):
                return len(target) - len(piece) >= at and target.endswith(piece)
            found = target.find(piece, at)
            if found < 0:
                return False
            at = found + len(piece)
        return not bound or at == len(target)


def allows(robots: bytes, agent: str, target: str) -> bool:
    """Whether ``robots`` lets ``agent`` read ``target``: the longest rule holds, and of equal ones that which allows."""
    path = unquote(target)
    if path == "/robots.txt":
        return True
    fitting = [rule for rule in rules_for(robots, agent) if rule.matches(path)]
    return max(((len(rule.pattern), rule.allow) for rule in fitting), default=(0, True))[1]


def rules_for(robots: bytes, agent: str) -> list[Rule]:
    """Give the rules of the groups that name ``agent``, or else of those for all."""
    groups: dict[str, list[Rule]] = {}
    named: list[str] = []
    in_rules = False
    for line in robots[:MAX_BYTES].decode("utf-8", "replace").removeprefix("\ufeff").splitlines():
        found = _LINE.match(line)
        if not found:
            continue
        key, value = found[1].lower(), found[2].strip()
        if key == "user-agent":
            named = [*([] if in_rules else named), value.lower()]
            in_rules = False
            groups.setdefault(value.lower(), [])
        elif key in ("allow", "disallow"):
            in_rules = True
            if value:
                for name in named:
                    groups[name].append(Rule(allow=key == "allow", pattern=unquote(value)))
    return groups.get(agent.lower(), groups.get("*", []))
