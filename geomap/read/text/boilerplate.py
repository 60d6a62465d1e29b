"""Lines within a post that are not part of its text: captions, credits, bylines, buttons and links to other pages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from geomap.lang import cached
from geomap.lang.pages import line_words
from geomap.read.text.layout import NO_WORD, PhraseTable, first_word, matches_phrase, phrase_table

_AGENCIES = (
    "AP|AFP|Reuters|EPA|EPA-EFE|PA|PA Media|Getty|Getty Images|"
    "Anadolu|Anadolu Agency|Shutterstock|ZUMA|ZUMA Press|NurPhoto|TASS|ITAR-TASS|"
    "Sputnik|Xinhua|Maxar|Maxar Technologies|Planet Labs|Planet Labs PBC|Bloomberg|"
    "Rex|Rex Features|UPI|DPA|ANSA|Ukrinform|Telegram|Twitter|X|"
    "Facebook|Handout|Pool|CNN|BBC|Al Jazeera|The New York Times|The Washington Post|Associated Press|AP Photo|SOPA Images|"
    "LightRocket|Alamy|"
    "Future Publishing|Libkos"
)
_AGENCY = rf"(?:{_AGENCIES})"
_SLASHED = rf"(?:[^()/\[\]]{{1,80}}/)+\s?[A-Z][^()\[\]]{{1,60}}|[^()/\[\]]{{1,80}} (?:via|for) {_AGENCY}"
# A caption ends in its credit, without a full stop: "... on January 29. (Marek M. Berezowski/Anadolu Agency/Getty Images)".
_BRACKETED_CREDIT = re.compile(rf"(?:\((?:{_SLASHED})\)|\[(?:{_SLASHED}|{_AGENCY})\])$")
_NAMED_CREDIT = re.compile(r"\b(?:Photograph|Photo|Image|Illustration|Composite|Picture|Credit)s?: [A-Z][^.]{2,100}$")
_CREDIT_IN_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]{2,120}[)\]]\s*$")
_PERSON = r"(?:[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,3}|Handout|Pool)"
_CREDIT_ALONE = re.compile(rf"\s*(?:(?:{_PERSON}\s?/\s?)+{_AGENCY}|{_AGENCY} ?/ ?{_AGENCY}|Getty Images|PA Media|AFP via Getty Images)\s*$")
# "... in Hola Prystan on June 6. Anna Lee/AP", without any brackets
_CREDIT_AFTER = re.compile(rf"[.!?][\"”]? (?:{_PERSON}\s?/\s?)+{_AGENCY}(?:/{_AGENCY})*$")
_LONGEST_CAPTION, _LONGEST_CREDIT = 600, 140
_NAME = re.compile(r"\s*(?:[A-ZÀ-Þ][\w.'’-]+)(?: (?:[A-ZÀ-Þ][\w.'’-]+|de|van|von|el|al|bin)){1,3}(?: in [A-ZÀ-Þ]\w+)?\s*$")
_PLACE_WORD = re.compile(r"\b(?:Oblast|Region|District|City|County|Province|Raion|Area|Axis|Front|Direction|Governorate|State|Republic)\b")
_ANALYST = re.compile(
    r"\s*(?:(?:Analysis|Opinion|Comment|Commentary|Explainer|Eyewitness|Report|Words|Photographs|Video) (?:by|from) "
    r"[A-ZÀ-Þ][\w.'’-]+(?: [\w.'’-]+){0,5}(?:, [^.!?]{2,60})?|"
    r"Reporting (?:from|in) [A-ZÀ-Þ][\w.'’-]+(?:,? (?:[A-ZÀ-Þ][\w.'’-]+|and|near)){0,5})$"
)
_TWO_NAMES = r"[A-ZÀ-Þ][\w.'’-]+(?: [A-ZÀ-Þ][\w.'’-]+){1,3}"
_NAME_LIST = re.compile(rf"\s*{_TWO_NAMES}(?:, {_TWO_NAMES})*,? (?:and|&) {_TWO_NAMES}\s*$")
_DESK_LINE = re.compile(r"(?:From|By) [^\d,;:.]{3,60}$")
_DESK_WORDS = 8
_LONGEST_BYLINE, LONGEST_NAME = 300, 60
_BYLINE_WORDS = frozenset({"by", "from", "words", "reported", "reporting", "writing", "editing", "edited", "compiled"})
_ANALYST_WORDS = frozenset(
    ["analysis", "opinion", "comment", "commentary", "explainer", "eyewitness", "report", "reporting", "words", "photographs", "video"]
)
_DESK_LINE_WORDS = frozenset({"from", "by"})
_SENTENCE_ENDS = (".", "!", "?", '"', "”")
_SENTENCE_END_MARKS = frozenset(_SENTENCE_ENDS)
LONG = 100  # characters; bylines, buttons and most prompts are shorter
_REST = r"(?:\s?:.{0,200})?"
# What asks the reader to go elsewhere, by its first word: the pattern is of what follows it, to the end of the line.
_PROMPTS = {
    "share": r"(?: (?:this|on|via).{0,30})?",
    "credit credits": r"\s?(?:\.{3}|…|:).{0,150}",
    "abc": r" News['’].{0,100}",  # "-ABC News' ...", below each post
    "link": r" copied!?",
    "copied": r"!?",
    "copy": r" link",
    "ad": r" feedback",
    "article": r" share tools",
    "while": r" (?:citing and )?using (?:any )?materials\b.{0,280}",
    "related": r"(?: articles?| stories| content| topics| news)?" + _REST,
    "recommended": r"(?: stories| articles?| reading)?" + _REST,
    "more": r" (?:on this(?: story)?|here)" + _REST,
    "most": r" (?:read|viewed|popular)",
    "you": r" may also like",
    "in": r" pictures" + _REST,
    "also": r" on .{2,40}",
    "read": r" (?:\d+ repl(?:y|ies)|more|next|also|it here|more here|the full .{2,60}|"
    r"(?:all )?(?:the |our )?(?:latest|live|full)\b.{0,80}).{0,200}",
    "continue": r" reading.{0,100}",
    "see": r" (?:also\b.{0,200}|(?:the |our )?(?:latest|full) .{0,60}|(?:more|all)(?: posts?| updates?)?|"
    r"(?:this|how|where|what|it|more|the)\b.{0,120}\b(?:maps?|video|photos|pictures|gallery|graphic|interactive|here)\b.{0,40})",
    "go": r" (?:deeper.{0,100}|to .{2,40} page)",
    "find": r" out more.{0,100}",
    "full": r" story" + _REST,
    "watch": r"(?: (?:more|live|here|now))?\s?:.{0,200}|(?: (?:this|the|our|more|how|it|what|here|live|now|as|video)\b.{0,150})",
    "listen": r"(?: now)?\s?:.{0,200}|(?: to)? article| to (?:this|the|our)\b.{0,150}",
    "hear": r"\s?:.{0,200}| (?:this|the|our|more|what|how) .{0,120}\b(?:here|below|above|podcast|clip)\b.{0,40}",
    "view": r" (?:this|the|our|more|image)\b.{0,150}",
    "explore": r" (?:this|the|our|more)\b.{0,150}",
    "follow": r" (?:all )?(?:the |our )?(?:latest|live|full)\b.{0,150}",
    "get": r" (?:all )?(?:the |our )?(?:latest|live)\b.{0,80}\b(?:updates|news|analysis|here)\b.{0,60}",
    "sign": r" (?:up|in)(?:$| (?:to|for|here|now)\b.{0,200})",
    "subscribe": r"(?:$| (?:to|for|here|now)\b.{0,200})",
    "register": r"(?:$| (?:to|for|here|now) (?:read|free|our|the|get)\b.{0,200})",
    "log": r" in(?:$| (?:to|for|here|now)\b.{0,200})",
    "download": r" (?:the|our) app\b.{0,200}",
    "click": r" here\b.{0,200}",
    "load": r" (?:more|older|newer|previous)\b.{0,30}",
    "show": r" (?:more|older|newer|previous|earlier|all|key)\b.{0,30}",
    "back": r" to top",
    "comment comments": r"(?: \(\d+\))?",
    "email": r"(?: (?:link|this|a friend).{0,20})?",
    "open": r" image in (?:gallery|full ?screen).{0,20}",
    "report": r" this (?:post|comment|ad)",
    "tap": r" to (?:un)?mute",
    "skip": r" (?:to .{2,40}|next section .{0,200})",
    "jump return": r" to .{2,40}",
    "this the our": r" (?:standards: .{0,80}|post .{2,250} (?:appeared first|first appeared) on .{2,100}|"
    r"live (?:page|blog|coverage|story).{0,40} (?:closed|ended|moved|paused|finished)\b.{0,200})",
    "all": r" rights reserved.{0,100}",
    "copyright": r" .{0,100}",
}
_NO_WORDS = re.compile(
    r"[\W_]+$|\[\d{1,3}\]\s?(?:https?:|www\.).{0,500}$|"
    r"\d{9,}$|https?://\S+$|www\.\S+$|©.{0,200}$|\d{1,6} (?:comments?|likes?|replies|shares?|views?)$|"
    r"\d{1,2} min(?:utes?|s)?(?: read)?$|#?\d{1,3}[.)]$|\d{1,3}(?:[.,]\d)?[KM]$|\d{1,3} ?(?:mins?|hours?|[hmd]) ago$"
)
_CONTRIBUTED = re.compile(
    r".{2,300}\bcontributed (?:reporting )?to this (?:report|post|article|story)\.?$"
    r"|(?:[A-Z][\w’'-]+ ){1,4}reported from [A-Z][^.]{2,80}\.(?: Follow .{2,100})?$"
    r"|\(?(?:Reporting|Additional reporting|Writing|Editing) by .{2,300}$"
)
_LONGEST_PROMPT = 300
_WORDLESS = frozenset({NO_WORD, "www", "http", "https"})


@cached
def _prompts() -> PhraseTable:
    """Return what asks the reader to go elsewhere, or is a button, in all languages."""
    words = line_words()
    known = _PROMPTS | {" ".join(words.buttons): "", " ".join(words.media): _REST, " ".join(words.subscribe): r"\b.{0,200}"}
    also: dict[str, list[str]] = {}
    for phrase in words.read_also:
        first, _, rest = phrase.partition(" ")
        also.setdefault(first, []).append(re.escape(f" {rest}" if rest else ""))
    return phrase_table(known | {first: rf"(?:{'|'.join(rests)})\b.{{0,200}}" for first, rests in also.items()}, end=r"\W*$")


@cached
def _byline() -> re.Pattern[str]:
    """Return the pattern of a line that names authors."""
    own = "".join(rf"|{re.escape(word.capitalize())}:?" for word in line_words().bylines)
    return re.compile(
        rf"\s*(?:By|by|BY|From|Words by|Reported by|Reporting by|Writing by|Editing by|Edited by|Compiled by{own}) "
        r"(?:the )?(?:[A-Z][\w.'’-]+|AFP|AP|Reuters)(?:(?:,| and| &| in| for| at|, and)? (?:[A-Z][\w.'’/-]+|de|van|von|el|al|la|der))*"
        r"(?:,? (?:(?:our|the) )?[^\d.,;:!?]{0,40}\b(?:correspondent|editor|reporter|producer|analyst|columnist|writer)s?"
        r"| (?:news desk|newsroom|staff|team))?\s*$"
    )


@cached
def boilerplate_words() -> frozenset[str]:
    """Return the first words of lines that are not text."""
    return frozenset({*_prompts(), *_WORDLESS, *_BYLINE_WORDS, *line_words().bylines, *_ANALYST_WORDS, *_DESK_LINE_WORDS})


def is_prompt(line: str) -> bool:
    """Return whether a line is a button, a link, a rule of dashes, or asks the reader to go elsewhere."""
    return len(line) <= _LONGEST_PROMPT and is_short_prompt(line, *first_word(line))


def is_short_prompt(line: str, word: str, end: int) -> bool:
    """Return the same for a line of at most 300 characters, whose first word ``word`` ends at ``end``."""
    if matches_phrase(line, _prompts(), word, end):
        return True
    if word in _WORDLESS:
        return _NO_WORDS.match(line) is not None
    return has_credit(line) and _CONTRIBUTED.match(line) is not None


def has_credit(line: str) -> bool:
    """Return whether a line could name contributors to a report."""
    return " contributed " in line or "ing by " in line or " reported from " in line


def is_byline(line: str, word: str | None = None) -> bool:
    """Return whether a line names the authors of the post and nothing else; ``word`` is its first word where that is known."""
    if len(line) > _LONGEST_BYLINE or line.endswith((*_SENTENCE_ENDS, ":")):
        return False
    first = first_word(line)[0] if word is None else word
    if (first in _BYLINE_WORDS or first in line_words().bylines) and _byline().match(line):
        return True
    return (" and " in line or " & " in line) and _NAME_LIST.match(line) is not None


def is_bare_name(line: str) -> bool:
    """Return whether a line could be nothing but a person's name: two to four capitalized words, none of a region."""
    return len(line) <= LONGEST_NAME and _NAME.match(line) is not None and not _names_place(line)


@lru_cache(maxsize=1024)  # a page names the same authors again and again
def _names_place(line: str) -> bool:
    return _PLACE_WORD.search(line) is not None


def is_analysis_credit(line: str, word: str) -> bool:
    """Return whether a line states whose analysis it is: "Analysis by Ann Lee, defence editor"."""
    return word in _ANALYST_WORDS and len(line) <= _LONGEST_BYLINE and _ANALYST.match(line) is not None


def is_desk_line(line: str, word: str) -> bool:
    """Return whether a line could be the byline right below a headline, even without a name: "From the news desk"."""
    if word not in _DESK_LINE_WORDS or line.count(" ") >= _DESK_WORDS or line.endswith((*_SENTENCE_ENDS, ":", "…")):
        return False
    return _DESK_LINE.match(line) is not None


def long_sentences(lines: Iterable[str]) -> list[str]:
    """Return those lines that certainly are long sentences of the text. Most lines are, so this is tested first."""
    prompts = _prompts()
    return [
        line
        for line in lines
        if len(line) > LONG
        and (line[-1] in _SENTENCE_END_MARKS or (line[-1] == "]" and line[-2].isdecimal()))  # a sentence, perhaps with the number of a note
        and line[: line.find(" ")].lower() not in prompts
        and "(" not in line[:LONG]
        and " contributed " not in line
    ]


def is_alt_text(words: str, following: str) -> bool:
    """Return whether a line is the alternative text of a picture, and the next its caption: the same words, perhaps with a credit."""
    if len(words) > _LONGEST_CAPTION:
        return False
    rest = following[len(words) :]
    return not rest or bool(_CREDIT_IN_BRACKETS.fullmatch(rest)) or is_caption(following)


@cached
def _picture_opening() -> re.Pattern[str]:
    media = "|".join(sorted(map(re.escape, line_words().media), key=len, reverse=True))
    return re.compile(
        rf"\W{{0,3}}(?:[^\W\d_]+\s+){{0,2}}(?:{media})\s*(?:[:/©|–—]|(?:by|credit|courtesy|caption|source|taken)\b)", re.IGNORECASE
    )


def tells_of_picture(line: str) -> bool:
    """Return whether a line says what a picture shows or whose it is: "File photo: ...", "Foto: Ann Lee / 3 May 2022"."""
    return _picture_opening().match(line) is not None


def is_caption(line: str) -> bool:
    """Return whether a line is a caption with its credit, or a credit alone."""
    text = line.rstrip()
    if not text or len(text) > _LONGEST_CAPTION:
        return False
    if text[-1] in ")]":
        return bool(_BRACKETED_CREDIT.search(text, max(0, len(text) - _LONGEST_CREDIT)))
    if ": " in text[-_LONGEST_CREDIT:] and _NAMED_CREDIT.search(text, max(0, len(text) - _LONGEST_CREDIT)):
        return True
    if "/" in text[-_LONGEST_CREDIT:] and _CREDIT_AFTER.search(text, max(0, len(text) - _LONGEST_CREDIT)):
        return True
    return len(text) <= _LONGEST_CREDIT and ("/" in text or "Getty" in text or "PA M" in text) and bool(_CREDIT_ALONE.match(text))
