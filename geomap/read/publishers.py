"""Publishers: name, country and time zone, for what their pages do not state. Public knowledge."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from geomap.read.dates import ZoneContext
from geomap.read.normalize import collapse_spaces


@dataclass(frozen=True, slots=True)
class Publisher:
    """A publisher of news.

    Attributes:
        name: Its name as shown.
        country: Where it is based, ISO 3166-1 alpha-2.
        zone: The time zone of the times on its pages, IANA name; None where it has no fixed habit.
        pattern: Regular expression of its names and hosts.
        stem: Lower-case letters that occur in every spelling of its name.
    """

    name: str
    country: str
    zone: str | None
    pattern: str
    stem: str = ""

    def context(self, given: ZoneInfo | None) -> ZoneContext:
        """Return what decides the zone of times on this publisher's pages; ``given`` is the user's own choice."""
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
_BETWEEN = re.compile(r" [|\-–—·:] |: ")
_SIGNATURE = re.compile(
    r"\b(Ukrinform|Interfax-Ukraine) (?:reports|reported|saw|learned|correspondent)\b"
    r"|\b(?:передає|повідомляє|повідомив кореспондент|передает|сообщает|корреспондент) "
    r"(Укрінформ|Укринформ|Інтерфакс-Україна|Интерфакс-Украина)"
)
_LONGEST_NAME = 40  # characters: "BBC News Ukraine live", not a sentence that begins with a name
NO_PUBLISHER = ZoneContext()


def publisher_named(name: str | None) -> Publisher | None:
    """Return the publisher of exactly this name or host, None where there is none."""
    text = (name or "").strip().removeprefix("www.")
    found = _EXACT.fullmatch(text) if len(text) <= _LONGEST_NAME else None
    return PUBLISHERS[found.lastindex - 1] if found and found.lastindex else None


def publisher_in_title(text: str) -> Publisher | None:
    """Return the publisher that the title of a page or feed begins or ends with, as in "... - BBC News"."""
    segments = _BETWEEN.split(collapse_spaces(text))
    for segment in (segments[-1], segments[0]) if len(segments) > 1 else segments:
        if len(segment) > _LONGEST_NAME:
            continue
        found = [(match.end(), publisher) for publisher, pattern in _SEARCHED.items() if (match := pattern.match(segment))]
        if found:
            return max(found, key=lambda pair: pair[0])[1]  # "The Times of Israel" is not "The Times"
    return None


def signing_agency(text: str) -> Publisher | None:
    """Return the agency that a report names as its author at the end: "..., Ukrinform reports"."""
    found = _SIGNATURE.search(text)
    return publisher_named(next(name for name in found.groups() if name)) if found else None


def is_named_in(publisher: Publisher, lines: Iterable[str]) -> bool:
    """Return whether any line contains the publisher's name, spelt as a name: "the Guardian", not "a guardian"."""
    pattern = _SEARCHED[publisher]
    return any(
        found[0] != found[0].lower() or "." in found[0]
        for line in lines
        if publisher.stem in line.lower()  # the pattern alone takes ten times as long
        for found in pattern.finditer(line)
    )
