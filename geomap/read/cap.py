"""Alerts of the Common Alerting Protocol (OASIS CAP 1.2, also 1.0 and 1.1): each area of each alert is an event, planned or warned of.

An alert can stand alone, several in a feed or an envelope. Feeds that state an alert in elements of CAP within their entries are read
as well. Of an alert in several languages one is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from lxml import etree

from geomap.errors import UnreadableError
from geomap.model import Document, Event, Modality, Post, Problem, TimeBasis, When
from geomap.read.alert_areas import AreaShape, shape_of
from geomap.read.alert_kinds import kind_of
from geomap.read.dates import Moment, parse_moment
from geomap.read.decode import decode, head
from geomap.read.feed import FeedReader
from geomap.read.html.markup import Element
from geomap.read.items import left_out
from geomap.read.normalize import clean_text, without_surrogates
from geomap.read.tables.coding import DAY, MONTH, WEEK, CodedEvent, make_event
from geomap.settings import ReadSettings

_SURE = 0.98  # above a feed's, whose form alerts can have
_NAMESPACE = re.compile(r"""["']\s*(?:urn:oasis:names:tc:emergency:cap:|http://www\.incident\.com/cap/)""")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_READ = ("en", "uk", "ru", "es", "fr")  # languages of an alert in the order in which they are preferred
# Whether an event is said to happen, by the certainty of an alert (CAP 1.2, section 3.2.2).
_MODALITIES = {"Observed": Modality.REPORTED, "Very Likely": Modality.PLANNED, "Unlikely": Modality.HYPOTHETICAL}
_NOT_OVER = frozenset({"Alert", "Update", ""})
_DAYS_OF_PRECISION = ((2, DAY), (7, WEEK))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """One information block of an alert."""

    alert: Element
    info: Element
    number: int  # of the alert in the document, from 1


class CapReader:
    """CAP alerts, and feeds of them."""

    name = "cap"

    def sniff(self, document: Document) -> float:
        """Return 0.98 where an XML document names the namespace of CAP."""
        start = head(document)
        return _SURE if start.lstrip().startswith("<") and _NAMESPACE.search(start) else 0.0

    def read(self, document: Document, settings: ReadSettings) -> Iterator[Post | Event | Problem]:
        """Read one event of each area of each alert.

        Args:
            document: An alert, or a feed or an envelope of alerts; of a truncated one, the complete alerts are read.
            settings: Values for what the entries of a feed that has no alert itself do not state.

        Yields:
            The events in the order of the document, then problems; the posts of a feed that only links to alerts.

        Raises:
            UnreadableError: The document is not text, or has no alert that can be used.
        """
        decoded = decode(document)
        if decoded.remark:
            yield Problem(origin=document.origin, text=decoded.remark)
        alerts = _alerts(clean_text(decoded.text))
        if not alerts and FeedReader().sniff(document):
            yield from FeedReader().read(document, settings)
            return
        if not alerts:
            raise UnreadableError(f"{document.origin}: this CAP document has no complete alert")
        over = {name for alert in alerts for name in _references(alert)}
        unused: dict[str, list[str]] = {}
        for number, alert in enumerate(alerts, 1):
            lack = _lack(alert, over)
            events = [] if lack else list(_events(alert, number))
            if not events:
                unused.setdefault(lack or "no area and time", []).append(f"alert {number}")
            yield from events
        yield from (left_out(document.origin, parts, lack) for lack, parts in unused.items())


def _alerts(text: str) -> list[Element]:
    """Return the alerts of a document: elements of this name, else entries of a feed that have elements of CAP."""
    text = without_surrogates(_DECLARATION.sub("", text, count=1))
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, encoding="utf-8")
    try:
        root = etree.fromstring(text.strip().encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return []
    if root is None:
        return []
    whole = [element for element in root.iter() if _name(element) == "alert"]
    entries = (element for element in root.iter() if _name(element) in ("entry", "item"))
    return whole or [entry for entry in entries if any(_name(child) == "event" and _is_cap(child) for child in entry)]


def _lack(alert: Element, over: set[str]) -> str | None:
    """Return why an alert is no event; None where it is."""
    status, kind = _text(alert, "status") or "Actual", _text(alert, "msgType", "messageType") or ""
    if status != "Actual":
        return f"the status {status}"
    if kind not in _NOT_OVER:
        return f"the type {kind}"
    return "a later alert that replaces or cancels it" if _identifier(alert) in over else None


def _references(alert: Element) -> Iterator[str]:
    """Yield the alerts that an update or a cancellation ends."""
    if (_text(alert, "msgType", "messageType") or "") in ("Update", "Cancel"):
        for reference in (_text(alert, "references") or "").split():
            parts = reference.split(",")
            yield parts[1] if len(parts) > 1 else parts[0]


def _events(alert: Element, number: int) -> Iterator[Event]:
    for told in _distinct(alert, number):
        areas = [element for element in told.info.iter() if _name(element) == "area"] or [told.info]
        seen = 0
        for area in areas:
            shape = shape_of(area)
            event = None if shape is None else _event(told, shape, seen)
            if event is not None:
                seen += 1
                yield event


def _distinct(alert: Element, number: int) -> list[_Told]:
    """Return the information blocks of an alert, of those that tell the same in several languages the one that is preferred."""
    infos = [element for element in alert if _name(element) == "info"] or [alert]
    chosen: dict[tuple[object, ...], Element] = {}
    for info in infos:
        shapes = tuple(sorted((element.text or "").strip() for element in info.iter() if _name(element) in ("polygon", "circle", "value")))
        areas = sum(_name(element) == "area" for element in info.iter())
        key = (*(_text(info, name) for name in ("onset", "effective", "expires", "severity", "certainty")), shapes or areas)
        if key not in chosen or _rank(info) < _rank(chosen[key]):
            chosen[key] = info
    return [_Told(alert=alert, info=info, number=number) for info in chosen.values()]


def _rank(info: Element) -> int:
    language = _language(info)
    return _READ.index(language) if language in _READ else len(_READ)


def _event(told: _Told, shape: AreaShape, index: int) -> Event | None:
    alert, info = told.alert, told.info
    sent = _moment(_text(alert, "sent", "published", "pubDate", "updated"))
    start = _moment(_text(info, "onset")) or _moment(_text(info, "effective")) or sent
    if start is None:
        return None
    title = _text(info, "headline") or _text(alert, "title")
    what = _text(info, "event") or title or ""
    codes = [element.text or "" for element in info.iter() if _name(element) == "value" and _name(element.getparent()) != "geocode"]
    kind = kind_of((what, title or "", *codes), _text(info, "category") or "")
    name = _identifier(alert)
    coded = CodedEvent(
        key=f"{_text(alert, 'sender') or ''},{name},{info.getparent().index(info) if info is not alert else 0},{index}",
        type=kind.type,
        sub_type=kind.sub_type,
        source=_text(info, "senderName") or _text(alert, "sender", "author", "name") or "CAP",
        quote=title or " ".join(filter(None, (what, shape.name))),
        title=title or what or None,
        url=_text(info, "web") or _address(alert),
        name=shape.name,
        published=None if sent is None else Moment(sent.astimezone(UTC)),
        language=_language(info) if _text(info, "language") else None,
        modality=_MODALITIES.get(_text(info, "certainty") or "", Modality.PLANNED),
        source_id=name,
        row=told.number,
    )
    event = make_event(coded, dataset="cap", zone=UTC)
    when = _when(start, _moment(_text(info, "expires")))
    return replace(event, code=kind.code, when=when, where=shape.where(event.where))


def _when(start: datetime, end: datetime | None) -> When:
    """Return the time from ``start`` to ``end``; the days are those of the offset that the alert is written in."""
    end = max(start, end) if end is not None else start
    days = (end.date() - start.date()).days + 1
    precision = next((code for most, code in _DAYS_OF_PRECISION if days <= most), MONTH)
    return When(
        start=start.astimezone(UTC),
        end=end.astimezone(UTC),
        first_day=start.date(),
        last_day=end.astimezone(start.tzinfo).date(),
        precision=precision,
        basis=TimeBasis.STATED,
    )


def _moment(written: str | None) -> datetime | None:
    """Return a time with its offset; one without an offset is in UTC, and what programs write for "none" is no time."""
    moment = parse_moment(written) if written else None
    if written is None or moment is None:
        return None
    try:
        told = datetime.fromisoformat(written)
    except ValueError:
        return moment.at
    return told if told.tzinfo is not None else told.replace(tzinfo=UTC)


def _identifier(alert: Element) -> str:
    return _text(alert, "identifier", "id", "guid") or ""


def _address(alert: Element) -> str | None:
    """Return the address of an entry of a feed."""
    links: Iterable[Element] = (element for element in alert if _name(element) == "link")
    found = next(((link.get("href") or link.text or "").strip() for link in links), "")
    return found or None


def _language(info: Element) -> str:
    return (_text(info, "language") or "en").partition("-")[0].lower()  # CAP 1.2: en-US where none is stated


def _text(element: Element, *names: str) -> str | None:
    """Return the text of the first child with one of these names, in their order, that has some."""
    for name in names:
        for child in element.iterchildren():
            if _name(child) == name and (text := " ".join("".join(child.itertext()).split())):
                return text
    return None


def _name(element: Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _is_cap(element: Element) -> bool:
    return "cap" in (etree.QName(element).namespace or "")
