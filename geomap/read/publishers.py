"""Who publishes, where that house sits and which clock it writes by. Public knowledge, for what a page leaves unsaid."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from geomap.read.dates import ZoneContext


@dataclass(frozen=True, slots=True)
class Publisher:
    """A publisher: its name, ISO 3166-1 alpha-2 country, the zone of its clocks (None: no habit known) and how it is named.

    ``stem`` are small letters that its name holds however it is spelt.
    """

    name: str
    country: str
    zone: str | None
    pattern: str
    stem: str = ""

    def context(self, given: ZoneInfo | None) -> ZoneContext:
        """Say what decides a zone on this publisher's pages."""
        return ZoneContext(country=self.country, home=ZoneInfo(self.zone) if self.zone else None, given=given)


_LONDON, _NEW_YORK, _KYIV = "Europe/London", "America/New_York", "Europe/Kyiv"
CNN = Publisher("CNN", "US", _NEW_YORK, r"CNN", "cnn")
GUARDIAN = Publisher("The Guardian", "GB", _LONDON, r"(?:the )?guardian(?:\.com)?", "guard")
BBC = Publisher("BBC News", "GB", _LONDON, r"BBC(?: News)?", "bbc")
AL_JAZEERA = Publisher("Al Jazeera", "QA", None, r"al ?jazeera", "jazeera")
KYIV_INDEPENDENT = Publisher("The Kyiv Independent", "UA", _KYIV, r"(?:the )?kyiv independent|kyivindependent\.com")
UKRINFORM = Publisher("Ukrinform", "UA", _KYIV, r"ukrinform|укрінформ|укринформ")
ISW = Publisher("Institute for the Study of War", "US", _NEW_YORK, r"institute for the study of war|understandingwar\.org|ISW")
PUBLISHERS = (
    CNN,
    GUARDIAN,
    BBC,
    AL_JAZEERA,
    KYIV_INDEPENDENT,
    UKRINFORM,
    ISW,
    Publisher("Sky News", "GB", _LONDON, r"sky news|news\.sky\.com"),
    Publisher("The Independent", "GB", _LONDON, r"the independent|independent\.co\.uk"),
    Publisher("The Telegraph", "GB", _LONDON, r"the telegraph|telegraph\.co\.uk"),
    Publisher("The Times", "GB", _LONDON, r"the times|thetimes\.co\.uk"),
    Publisher("Interfax-Ukraine", "UA", _KYIV, r"interfax-ukraine|інтерфакс-україна|интерфакс-украина"),
    Publisher("Ukrainska Pravda", "UA", _KYIV, r"ukrainska pravda|pravda\.com\.ua|українська правда"),
    Publisher("Kyiv Post", "UA", _KYIV, r"kyiv ?post"),
    Publisher("Suspilne", "UA", _KYIV, r"suspilne|суспільне"),
    Publisher("Reuters", "GB", None, r"(?:thomson )?reuters"),
    Publisher("Associated Press", "US", _NEW_YORK, r"(?:the )?associated press|apnews\.com|AP(?: news)?"),
    Publisher("The New York Times", "US", _NEW_YORK, r"(?:the )?new york times|nytimes\.com"),
    Publisher("The Washington Post", "US", _NEW_YORK, r"(?:the )?washington post"),
    Publisher("NBC News", "US", _NEW_YORK, r"NBC news"),
    Publisher("ABC News", "US", _NEW_YORK, r"ABC news"),
    Publisher("CBS News", "US", _NEW_YORK, r"CBS news"),
    Publisher("Fox News", "US", _NEW_YORK, r"fox news"),
    Publisher("Deutsche Welle", "DE", "Europe/Berlin", r"deutsche welle|dw\.com|DW(?: news)?"),
    Publisher("France 24", "FR", "Europe/Paris", r"france ?24"),
    Publisher("Euronews", "FR", "Europe/Paris", r"euronews"),
    Publisher("Meduza", "LV", "Europe/Moscow", r"meduza"),
    Publisher("The Moscow Times", "NL", "Europe/Moscow", r"(?:the )?moscow times"),
    Publisher("The Times of Israel", "IL", "Asia/Jerusalem", r"(?:the )?times of israel"),
    Publisher("Haaretz", "IL", "Asia/Jerusalem", r"haaretz"),
    Publisher("Hindustan Times", "IN", "Asia/Kolkata", r"hindustan times"),
    Publisher("The Times of India", "IN", "Asia/Kolkata", r"(?:the )?times of india"),
    Publisher("NDTV", "IN", "Asia/Kolkata", r"NDTV"),
    Publisher("RTE", "IE", "Europe/Dublin", r"RT[EÉ](?: news)?"),
    Publisher("The Irish Times", "IE", "Europe/Dublin", r"(?:the )?irish times"),
    Publisher("Daily Sabah", "TR", "Europe/Istanbul", r"daily sabah"),
    Publisher("Anadolu Agency", "TR", "Europe/Istanbul", r"anadolu(?: agency| ajansı)?"),
)  # fmt: skip
_EXACT = re.compile("|".join(f"({publisher.pattern})" for publisher in PUBLISHERS), re.IGNORECASE)
_SEARCHED = {publisher: re.compile(rf"(?<!\w)(?i:{publisher.pattern})(?!\w)") for publisher in PUBLISHERS}
_BETWEEN = re.compile(r"\s+[|\-–—·:]\s+|:\s")
_SIGNATURE = re.compile(
    r"\b(Ukrinform|Interfax-Ukraine) (?:reports|reported|saw|learned|correspondent)\b"
    r"|\b(?:передає|повідомляє|повідомив кореспондент|передает|сообщает|корреспондент) "
    r"(Укрінформ|Укринформ|Інтерфакс-Україна|Интерфакс-Украина)"
)
_LONGEST_NAME = 40  # letters: "BBC News Ukraine live", not a sentence that begins with a name
NO_PUBLISHER = ZoneContext()


def publisher_named(name: str | None) -> Publisher | None:
    """Find the publisher of exactly this name or host."""
    text = (name or "").strip().removeprefix("www.")
    found = _EXACT.fullmatch(text) if len(text) <= _LONGEST_NAME else None
    return PUBLISHERS[found.lastindex - 1] if found and found.lastindex else None


def publisher_in_title(text: str) -> Publisher | None:
    """Find the publisher that a page's head line or a feed's title ends or begins with, as in "... - BBC News"."""
    pieces = _BETWEEN.split(text.strip())
    for piece in (pieces[-1], pieces[0]) if len(pieces) > 1 else pieces:
        if len(piece) > _LONGEST_NAME:
            continue
        found = [(match.end(), publisher) for publisher, pattern in _SEARCHED.items() if (match := pattern.match(piece))]
        if found:
            return max(found, key=lambda pair: pair[0])[1]  # "The Times of Israel" is not "The Times"
    return None


def signing_agency(text: str) -> Publisher | None:
    """Find the agency that ends a report with its own name: "..., Ukrinform reports"."""
    found = _SIGNATURE.search(text)
    return publisher_named(next(name for name in found.groups() if name)) if found else None


def is_named_in(publisher: Publisher, lines: Iterable[str]) -> bool:
    """Say whether any line names the publisher, spelt as a name: "the Guardian", not "a guardian"."""
    pattern = _SEARCHED[publisher]
    return any(
        found[0] != found[0].lower() or "." in found[0]
        for line in lines
        if publisher.stem in line.lower()  # the pattern alone takes ten times as long
        for found in pattern.finditer(line)
    )
