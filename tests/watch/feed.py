"""A feed that grows by one post with each update, rolls, and has posts edited and taken back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from tests.fetch.server import Asked, Reply

TOWNS = (
    "Kharkiv", "Odesa", "Kherson", "Mykolaiv", "Zaporizhzhia", "Sumy", "Chernihiv", "Poltava", "Dnipro", "Kramatorsk",
    "Sloviansk", "Bakhmut", "Avdiivka", "Nikopol", "Vovchansk", "Kupiansk", "Izium", "Konotop", "Lviv", "Kyiv",
)  # fmt: skip
LISTED = 8  # posts that the feed shows at a time
EDITED, EDITED_AT = 5, 7
WITHDRAWN, WITHDRAWN_AT = 10, 13
START = datetime(2024, 5, 1, 6, tzinfo=UTC)


class Feed:
    """What the page says after ``update`` updates."""

    def __init__(self) -> None:
        self.update = 0

    def reply(self, asked: Asked) -> Reply:
        tag = f'"{self.update}"'
        if asked.get("if-none-match") == tag:
            return Reply(status=304)
        return Reply(self.body(), headers={"ETag": tag, "Content-Type": "application/rss+xml"})

    def body(self) -> bytes:
        items = [self.item(number) for number in range(self.update) if not (number == WITHDRAWN and self.update >= WITHDRAWN_AT)]
        shown = "".join(reversed(items[-LISTED:]))
        return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Live</title>{shown}</channel></rss>'.encode()

    def item(self, number: int) -> str:
        told = f"A missile strike killed {number + 2} people in {TOWNS[number]} on Wednesday morning, the regional governor said."
        if number == EDITED and self.update >= EDITED_AT:
            told = told.replace(f"killed {number + 2}", "killed at least 40")
        moment = format_datetime(START + timedelta(minutes=10 * number))
        return (
            f"<item><guid>https://news.example/live#post-{number}</guid><link>https://news.example/live#post-{number}</link>"
            f"<title>Missile strike in {TOWNS[number]}</title><pubDate>{moment}</pubDate><description>{told}</description></item>"
        )
