"""Names for events that stay the same when a page is read again."""

from __future__ import annotations

import hashlib

LENGTH = 16  # hexadecimal digits: 64 bits, so that a million events share none


def event_id(post_id: str, quote: str, mention: str, trigger: str) -> str:
    """Make an event's id from its first telling: the post, the words, the name in them and what told it; never the place resolved."""
    content = f"{post_id}\x1f{quote}\x1f{mention}\x1f{trigger}"
    return hashlib.sha256(content.encode("utf-8")).hexdigest()[:LENGTH]
