"""Mails: newsletters with a plain and a marked-up form, mailboxes, broken ones; and what only looks like a mail."""

from __future__ import annotations

from email.message import EmailMessage
from textwrap import fill

import pytest

from tests.read.conftest import Reading, times, titles

BODY = (
    "A ferry with 40 people on board ran aground in fog off Odesa early on Thursday, and two of them were hurt.",
    "Divers found no leak, and three tugs are to pull the ship free at high water.",
)


def mail(
    *, plain: str | None = "\n\n".join(BODY), marked: str | None = None, subject: str = "Ferry aground", **headers: str
) -> EmailMessage:
    message = EmailMessage()
    for name, value in {"From": "Port Brief <brief@example.org>", "To": "r@example.org", "Date": "Sun, 12 May 2024 08:30:00 +0300"}.items():
        message[name] = headers.get(name.lower(), value)
    message["Subject"] = subject
    if plain is not None:
        message.set_content(plain, cte="quoted-printable")
    if marked is not None:
        add = message.set_content if plain is None else message.add_alternative
        add(marked, subtype="html")
    return message


MARKED = (
    "<table><tr><td><a href='/v'>View in your browser</a></td></tr>{}"
    "<tr><td><p>You receive this because you signed up.</p></td></tr></table>"
)
ROWS = "".join(f"<tr><td><p>{text}</p></td></tr>" for text in BODY)


@pytest.mark.parametrize(
    ("plain", "marked"),
    [
        ("\n\n".join(BODY), None),
        ("\n\n".join(BODY) + "\n\nUnsubscribe: https://example.org/u\n", MARKED.format(ROWS)),
        (None, MARKED.format(ROWS)),
        ("Read this e-mail in your browser: https://example.org/v", MARKED.format(ROWS)),
        ("\n\n".join(fill(text, 72) for text in BODY), None),
    ],
    ids=["plain", "both", "marked up", "plain form without the text", "broken lines"],
)
def test_a_newsletter(reading: Reading, plain: str | None, marked: str | None) -> None:
    found = reading(mail(plain=plain, marked=marked).as_bytes(), name="letter.eml")
    assert (times(found), titles(found), found.problems) == (["2024-05-12 05:30"], ["Ferry aground"], ())
    (post,) = found.posts
    assert post.text.replace("\n\n", "\n").split("\n") == ["Ferry aground", *BODY]
    assert post.source == "Port Brief"


def test_headers_in_other_letters_and_routes_above(reading: Reading) -> None:
    content = (
        b"Received: from a by b; Sun, 12 May 2024 05:30:11 +0000\r\nDKIM-Signature: v=1;\r\n\tb=abc\r\n"
        + mail(subject="Пором на мілині").as_bytes()
    )
    assert titles(reading(content)) == ["Пором на мілині"]


def test_a_mailbox(reading: Reading) -> None:
    later = mail(subject="Tugs arrive", date="Mon, 13 May 2024 08:30:00 +0300")
    empty = mail(plain=" ", subject="")
    box = b"".join(b"From brief@example.org Sun May 12 05:30:00 2024\n" + one.as_bytes() + b"\n" for one in (mail(), empty, later))
    found = reading(box, name="list.mbox")
    assert (times(found), titles(found)) == (["2024-05-12 05:30", "2024-05-13 05:30"], ["Ferry aground", "Tugs arrive"])
    assert [problem.skipped for problem in found.problems] == [("mail 2",)]


def test_a_mail_without_a_text_and_one_without_a_time(reading: Reading) -> None:
    assert [problem.fatal for problem in reading(mail(plain=" ").as_bytes()).problems] == [True]
    found = reading(mail(date="soon").as_bytes())
    assert times(found) == [None]
    assert "no time" in found.problems[0].text


@pytest.mark.parametrize(
    "broken",
    [
        b"Content-Type: text/plain; charset=idna\n",
        b"Content-Type: multipart/mixed; boundary=\n",
        b"Content-Transfer-Encoding: base64\n",
        b"Date: x\n",
        "Subject: =?utf\ufffd8?q?A_mill?=\n".encode(),
        b"To: =?\xff?b?//?=\n",
    ],
)
def test_broken_headers_are_no_traceback(reading: Reading, broken: bytes) -> None:
    found = reading(
        b"From: =?x?b?//?= <a@b>\nDate: Sun, 12 May 2024 08:30:00 +0300\nSubject: =?utf\xef\xbf\xbd-8?q?=ff=?=\n"
        + broken
        + b"\n"
        + BODY[0].encode()
    )
    assert found.posts or found.problems


def test_a_text_that_begins_with_a_colon_is_no_mail(reading: Reading) -> None:
    (post,) = reading(f"From: our own correspondent\n\n{BODY[0]}\n", date=None).posts
    assert BODY[0] in post.text
