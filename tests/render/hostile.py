"""Text that has broken pages before, for every field that reaches one."""

from __future__ import annotations

from dataclasses import replace

from geomap.model import Analysis, DataSource, Document, Event, Mention, Problem, Reason, Toll
from tests.render import factory

TEXTS = (
    "<script>window.ran = 1</script>",
    "</script><script>window.ran = 1</script>",
    "<!-- <script> -->",
    '<img src=x onerror="window.ran = 1">',
    "<svg onload=window.ran=1>",
    '"><b onmouseover=window.ran=1>',
    "${window.ran = 1}",
    "`${window.ran = 1}`",
    "{{ 7 * 7 }}{% raw %}{# no #}",
    "C:\\20190221\\u0027\\x41",
    "line\u2028separator\u2029paragraph",
    "'; window.ran = 1; //",
    "\u202egnp.exe \u2066\u2067\u202d",
    "Ґ'є̀ 🇺🇦 \U0001f9d1\u200d\U0001f692 e\u0301",
    "\x00\x01\x1b[31m",
    "&lt;b&gt; &amp; &#x3c;",
    "]]> ]] <![CDATA[",
    "مرحبا بالعالم",
    "W" * 10_000,
    "a long title " * 800,
)
LINKS = (
    "javascript:window.ran=1",
    " javascript:window.ran=1",
    "JaVaScRiPt:window.ran=1",
    "data:text/html,<script>window.ran=1</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "//evil.example/x",
    "https://",
    "http://a b/",
    "https://ok.example/?q=<script>&x='\"",
)


def analysis() -> Analysis:
    """An event for each hostile text, with it in every field."""
    events = tuple(_event(number, text) for number, text in enumerate(TEXTS))
    made = factory.analysis(events)
    lost = made.resolutions[0]
    assert lost is not None
    reasons = tuple(Reason(text=text, weight=1.0) for text in TEXTS)
    return replace(
        made,
        unsure=tuple(replace(event, id=f"unsure {event.id}", confidence=0.5) for event in events),
        documents=tuple(Document(origin=text, content=b"", sha256=text[:64]) for text in TEXTS + LINKS),
        resolutions=(tuple(replace(lost[0], mention=_mention(text), reasons=reasons) for text in TEXTS),),
        problems=tuple(Problem(origin=text, text=text) for text in TEXTS),
        data_sources=tuple(DataSource(name=t, edition=t, licence=t, attribution=t, url=url) for t in TEXTS[:10] for url in LINKS),
        gazetteer_edition=TEXTS[1],
    )


def _mention(text: str) -> Mention:
    return replace(factory.mention("x"), text=text, end=len(text))


def _event(number: int, text: str) -> Event:
    place = replace(factory.place("x", 45 + number % 7, 25 + number % 11), name=text, admin1=text, country=text, timezone=text)
    where = replace(factory.where(place, mention=_mention(text)), relation=text)
    base = factory.event(number, where, quote=f"before {text} after")
    evidence = replace(base.evidence[0], title=text, source=text, url=LINKS[number % len(LINKS)], toll=Toll(fatalities=1))
    return replace(
        base,
        id=f"{number} {text[:40]}",
        type=text,
        sub_type=text,
        actors=(text, text),
        attribution=text,
        evidence=(evidence, replace(evidence, url=LINKS[-1])),
        reasons=(Reason(text=text, weight=-0.5),),
    )
