"""The reader of mails: newsletters and alerts saved as .eml, and mailboxes (mbox) of them.

Formats: RFC 5322 and MIME (RFC 2045 to 2047); mbox is RFC 4155.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr
from zoneinfo import ZoneInfo

from geomap.errors import UnreadableError
from geomap.model import Document, Post, Problem
from geomap.read.archive import part_in_utf8
from geomap.read.compose import PostDraft, compose
from geomap.read.dates import Moment, parse_moment
from geomap.read.decode import HEAD_BYTES
from geomap.read.html.markup import element_lines, open_wrappers, parse_html
from geomap.read.html.prepare import link_lists, separate_times
from geomap.read.items import left_out
from geomap.read.normalize import clean_text
from geomap.read.text.body import draft_from_lines
from geomap.read.text.layout import GENERIC_LAYOUT
from geomap.settings import ReadSettings

_SURE = 0.97  # above MHTML, which is a mail too, but has no sender
_ENVELOPE = re.compile(rb"^From [^\n]{1,300}\n(?=[A-Za-z][\w-]{1,60}:)", re.MULTILINE)
_HEADERS = re.compile(rb"(?:[A-Za-z][\w-]{1,60}:[^\n]*\n(?:[ \t][^\n]*\n)*)+")
_SENDER = re.compile(rb"^from:(?!\s*<saved by)", re.IGNORECASE | re.MULTILINE)
_DATE = re.compile(rb"^date:", re.IGNORECASE | re.MULTILINE)
_OF_MAIL = re.compile(
    rb"^(?:to|cc|bcc|message-id|received|reply-to|return-path|delivered-to|list-\w+|subject):", re.IGNORECASE | re.MULTILINE
)
_OF_PAGE = re.compile(rb"^snapshot-content-location:", re.IGNORECASE | re.MULTILINE)
_LEAST_SHARE = 0.6  # of the letters of the marked-up form; a plain form with fewer says only where to read it
# What newsletters say of themselves; the words stand at the start of a line.
_ABOUT_ITSELF = re.compile(
    r"\W*(?:"
    r"(?:view|read|open|see) (?:this |it |the )?(?:e-?mail |message |newsletter |online ?){0,2}in (?:your |a |the )?(?:web )?browser"
    r"|(?:to )?(?:unsubscribe|manage (?:your )?(?:subscriptions?|preferences)|update (?:your )?preferences|opt out|forward to a friend)\b"
    r"|you(?:(?:’|'| a)re)? (?:receiv|getting|subscrib|signed up)|this (?:e-?mail|message|newsletter) was sent\b"
    r"|відписатис|відмовитися від розсил|ви отримали цей лист|отписаться|вы получили это письмо"
    r"|se désabonner|se désinscrire|voir (?:cet e-?mail )?dans (?:le|votre) navigateur"
    r"|darse de baja|cancelar (?:la |mi )?suscripción|ver en (?:el|tu) navegador)",
    re.IGNORECASE,
)
_LONGEST_ABOUT, _MOST_NAMED = 300, 10
_MAIL_IN_MAIL = "message/rfc822"
_SHORTEST_WRAPPED, _LONGEST_WRAPPED = 50, 80  # letters of a line that goes on in the next
_BROKEN = (LookupError, ValueError, TypeError, AttributeError, RecursionError, MessageError)


class MailReader:
    """Mails and mailboxes; each mail is a post, by its subject, sender and time."""

    name = "mail"

    def sniff(self, document: Document) -> float:
        """Return 0.97 where the document starts with the headers of a mail: a sender, a date, and a further one of mails."""
        start = document.content[:HEAD_BYTES].lstrip().replace(b"\r\n", b"\n")
        envelope = _ENVELOPE.match(start)
        found = _HEADERS.match(start, envelope.end() if envelope else 0)
        headers = found[0] if found else b""
        is_mail = all(wanted.search(headers) for wanted in (_SENDER, _DATE, _OF_MAIL)) and not _OF_PAGE.search(headers)
        return _SURE if is_mail else 0.0

    def read(self, document: Document, settings: ReadSettings) -> Iterator[Post | Problem]:
        """Read one post of each mail.

        Args:
            document: A mail or a mailbox.
            settings: ``timezone`` is the zone of times that name none.

        Yields:
            The posts in the order of the file, then problems.

        Raises:
            UnreadableError: No mail of the file has a text.
        """
        content = document.content.lstrip().replace(b"\r\n", b"\n")
        mails = [mail for mail in _ENVELOPE.split(content) if mail.strip()] if _ENVELOPE.match(content) else [content]
        box = _Mailbox(document.origin, ZoneInfo(settings.timezone) if settings.timezone else UTC)
        yield from box.posts(mails)
        if len(box.skipped) == len(mails):
            raise UnreadableError(f"{document.origin}: this mail contains no text; save it again as a web page or as text")
        if box.skipped:
            yield left_out(document.origin, box.skipped, "no text")
        if box.attached:
            named = ", ".join(box.attached[:_MOST_NAMED])
            text = f"{document.origin}: {len(box.attached)} attached files are not read: {named}; save them, and give them as inputs"
            yield Problem(origin=document.origin, text=text, skipped=tuple(box.attached))
        if box.undated and settings.date is None:
            text = f"{document.origin}: {box.undated} of {len(mails)} mails have no time that can be read; set `date` to their day"
            yield Problem(origin=document.origin, text=text)


@dataclass(slots=True)
class _Mailbox:
    """The mails of one file while they are being read."""

    origin: str
    zone: tzinfo
    skipped: list[str] = field(default_factory=list)
    undated: int = 0
    attached: list[str] = field(default_factory=list)

    def posts(self, mails: list[bytes]) -> Iterator[Post]:
        for number, content in enumerate(mails, start=1):
            told = [post for message in self._messages(content) if (post := self._post(message)) is not None]
            if not told:
                self.skipped.append(f"mail {number}")
            yield from told

    def _messages(self, content: bytes) -> list[Message]:
        try:
            return _with_attached(message_from_bytes(content))
        except _BROKEN:
            return []

    def _post(self, message: Message) -> Post | None:
        try:
            draft, sender = self._draft(message), _sender(message)
            self.attached += _attachments(message)
        except _BROKEN:
            return None
        if not draft.blocks:
            return None
        self.undated += draft.published is None
        return compose(draft, source=sender or self.origin, origin=self.origin)

    def _draft(self, message: Message) -> PostDraft:
        subject = " ".join(_header(message, "Subject").split()) or None
        lines = [line for line in _lines(message) if not (len(line) <= _LONGEST_ABOUT and _ABOUT_ITSELF.match(line))]
        draft, _ = draft_from_lines([line for line in lines if line.strip() != subject], GENERIC_LAYOUT, headline=subject)
        draft.published = self._time(_header(message, "Date"))
        draft.key = _header(message, "Message-ID").strip() or None
        return draft

    def _time(self, written: str) -> Moment | None:
        return parse_moment(written.strip(), unnamed=self.zone) if written.strip() else None


def _sender(message: Message) -> str | None:
    name, address = parseaddr(_header(message, "From")[:_LONGEST_ABOUT])
    return " ".join(name.split()) or address or None


def _header(message: Message, name: str) -> str:
    """Return a header as text, "" where the mail has none."""
    written = message.get(name)
    if written is None:
        return ""
    try:
        return str(make_header(decode_header(str(written))))
    except _BROKEN:
        return str(written)


def _attachments(message: Message) -> list[str]:
    """Return the names of the files attached to a mail, except for pictures, sounds and films."""
    parts = [part for part in _parts(message) if part.get_content_disposition() == "attachment" and not part.is_multipart()]
    named = [part for part in parts if part.get_content_maintype() not in ("image", "audio", "video")]
    return [" ".join(str(part.get_filename() or part.get_content_type()).split())[:_LONGEST_ABOUT] for part in named]


def _parts(message: Message) -> Iterator[Message]:
    """Yield the parts of a mail without those of mails attached to it."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        if part.get_content_type() == _MAIL_IN_MAIL and part is not message:
            continue
        yield part
        inner = part.get_payload()
        waiting += [one for one in reversed(inner) if isinstance(one, Message)] if isinstance(inner, list) else []


def _with_attached(message: Message) -> list[Message]:
    """Return a mail and the mails attached to it, such as those that it forwards; each has a time of its own."""
    attached = [part.get_payload() for part in message.walk() if part.get_content_type() == _MAIL_IN_MAIL]
    return [message, *(one for inner in attached if isinstance(inner, list) for one in inner if isinstance(one, Message))]


def _lines(message: Message) -> list[str]:
    """Return the lines of the text of a mail: of its plain form, or of the marked-up one where that says far more."""
    plain: list[str] = []
    marked: list[str] = []
    for part in _parts(message):
        kind = part.get_content_type()
        if kind not in ("text/plain", "text/html") or part.get_content_disposition() == "attachment":
            continue
        content = part.get_payload(decode=True)
        text = part_in_utf8(content, part).decode("utf-8", "replace") if isinstance(content, bytes) else ""
        if kind == "text/plain":
            plain += _unwrapped(clean_text(text))
        else:
            marked += _marked_lines(text)
    return plain if _letters(plain) > _LEAST_SHARE * _letters(marked) else marked


def _marked_lines(text: str) -> list[str]:
    root = parse_html(clean_text(text))
    if root is None:
        return []
    open_wrappers(root)
    separate_times(root)
    return element_lines(root, without=link_lists(root))


def _unwrapped(text: str) -> list[str]:
    """Return the paragraphs of a plain mail, whose lines are broken after some 70 letters."""
    paragraphs = [block.split("\n") for block in re.split(r"\n\s*\n", text)]
    lines: list[str] = []
    for block in paragraphs:
        whole = [line.strip() for line in block if line.strip()]
        is_wrapped = len(whole) > 1 and all(_SHORTEST_WRAPPED <= len(line) <= _LONGEST_WRAPPED for line in whole[:-1])
        lines += [" ".join(whole)] if is_wrapped else whole
    return lines


def _letters(lines: list[str]) -> int:
    return sum(map(len, lines))
