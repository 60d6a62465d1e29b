"""What stands in a post on the page and is not of its telling: captions, credits, bylines, prompts to read elsewhere."""

from __future__ import annotations

import re

from geomap.read.plaintext.layout import lines_like

_AGENCIES = (
    "AP|AFP|Reuters|EPA|EPA-EFE|PA|PA Media|Getty|Getty Images|"
    "Anadolu|Anadolu Agency|Shutterstock|ZUMA|ZUMA Press|NurPhoto|TASS|ITAR-TASS|"
    "Sputnik|Xinhua|Maxar|Maxar Technologies|Planet Labs|Planet Labs PBC|Bloomberg|"
    "Rex|Rex Features|UPI|DPA|ANSA|Ukrinform|Telegram|Twitter|X|"
    "Facebook|Handout|Pool|CNN|BBC|Al Jazeera|The New York Times|The Washington Post|Associated Press|AP Photo|SOPA Images|LightRocket|Alamy|"
    "Future Publishing|Libkos"
)
_AGENCY = rf"(?:{_AGENCIES})"
_SLASHED = rf"(?:[^()/\[\]]{{1,80}}/)+\s?[A-Z][^()\[\]]{{1,60}}|[^()/\[\]]{{1,80}} (?:via|for) {_AGENCY}"
# A caption ends in its credit, without a full stop: "... on January 29. (Marek M. Berezowski/Anadolu Agency/Getty Images)".
_CREDIT_AT_END = re.compile(
    rf"(?:\((?:{_SLASHED})\)|\[(?:{_SLASHED}|{_AGENCY})\]|\b(?:Photograph|Photo|Image|Illustration|Composite|Picture|"
    rf"Credit)s?: [A-Z][^.]{{2,100}})\s*$"
)
_CREDIT_IN_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]{2,120}[)\]]\s*$")
_PERSON = r"(?:[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,3}|Handout|Pool)"
_CREDIT_ALONE = re.compile(rf"\s*(?:(?:{_PERSON}\s?/\s?)+{_AGENCY}|{_AGENCY} ?/ ?{_AGENCY}|Getty Images|PA Media|AFP via Getty Images)\s*$")
_LONGEST_CAPTION = 600
_BYLINE = re.compile(
    r"\s*(?:By|From|Words by|Reported by|Reporting by|Writing by|Editing by|Edited by|Compiled by|Автор:?|Автори:?) "
    r"(?:the )?(?:[A-Z][\w.'’-]+|AFP|AP|Reuters)(?:(?:,| and| &| in| for| at|, and)? (?:[A-Z][\w.'’/-]+|de|van|von|el|al|la|der))*\.?\s*$"
)
_LONGEST_BYLINE = 300
_PROMPT = lines_like(
    r"\W*(?:share|share this|link copied!?|copied!?|copy link|tweet|facebook|twitter|whatsapp|e-?mail|print|messenger|telegram|reddit)",
    r"\W*(?:linkedin|pinterest|save|pinned|breaking|advertisement|ad feedback|sponsored|promoted)",
    r"(?:related|more on this(?: story)?|most read|recommended|you may also like)"
    r"(?: articles?| stories| content| topics| news)?(?:\s?:.{0,200})?",
    r"(?:in pictures|also on .{2,40})",
    r"(?:read more|read next|read also|read (?:it|more) here|continue reading|see also|go deeper|more here|find out more)\b.{0,250}",
    r"(?:read the full .{2,60}|full story)(?:\s?:.{0,200})?",
    r"(?:watch|watch more|watch live|watch here|watch now|video|listen|listen now|hear|graphic|gallery|photos|map|podcast)\s?:.{0,250}",
    r"(?:watch|listen to|hear|see|view|check out|explore|track) (?:this|the|our|more|what|how|it|here)\b.{0,150}\b(?:video|maps?|moment|"
    r"photos|pictures|gallery|graphic|interactive|below|above|coverage|podcast|clip|live|here)\b.{0,60}",
    r"(?:follow|get|find|see|read) (?:all )?(?:the |our )?(?:latest|live|full)\b.{0,80}\b(?:coverage|updates|news|analysis|blog|"
    r"map|here)\b.{0,60}",
    r"(?:sign up|subscribe|register|log in)(?:$| (?:to|for|here|now)\b.{0,200})",
    r"(?:download (?:the|our) app|join us on)\b.{0,200}",
    r"(?:load|show|see|view) (?:more|older|newer|previous|earlier|all)(?: posts?| updates?| comments?| entries| key moments)?",
    r"(?:back to top|skip to .{2,40}|jump to .{2,40}|go to .{2,40} page|next|previous|newer|older|newest|oldest|latest|home|menu|search)",
    r"(?:this|the|our) live (?:page|blog|coverage|story) (?:is|has|have) (?:now )?(?:been )?(?:closed|ended|moved|paused|finished).{0,200}",
    r"https?://\S+|www\.\S+",
    r"[\W_]+",
    r"©.{0,200}|all rights reserved.{0,100}|copyright .{0,100}",
    r"\d+ comments?|comments? \(\d+\)|\d{1,3} ?(?:min(?:ute)?s?|hours?|h|m|d) ago|\d{1,2} min(?:ute)? read",
    r"(?:читайте також|читайте также|дивіться також|смотрите также|підписуйтесь|подписывайтесь|підписатися|подписаться)\b.{0,200}",
    r"(?:поділитися|поделиться|реклама|фото|відео|видео)(?:\s?:.{0,200})?",
)
_CONTRIBUTED = re.compile(
    r".{2,300}\bcontributed (?:reporting )?to this (?:report|post|article|story)\.?$"
    r"|\(?(?:Reporting|Additional reporting|Writing|Editing) by .{2,300}$",
    re.IGNORECASE,
)
_LONGEST_PROMPT = 300


def is_prompt(line: str) -> bool:
    """Say whether the line asks the reader to go elsewhere, or is a button, a link or a rule of dashes."""
    return len(line) <= _LONGEST_PROMPT and bool(_PROMPT.match(line) or _CONTRIBUTED.match(line))


def is_byline(line: str) -> bool:
    """Say whether the line names who wrote the post, and nothing else."""
    return len(line) <= _LONGEST_BYLINE and bool(_BYLINE.match(line))


def without_captions(lines: list[str]) -> list[str]:
    """Return the lines without photo captions and credits: those that end in a credit, and those printed twice."""
    kept: list[str] = []
    skip = False
    for at, line in enumerate(lines):
        if skip:
            skip = False
            continue
        following = lines[at + 1] if at + 1 < len(lines) else ""
        if _is_repeated(line, following):
            skip = True
        elif not (_is_caption(line) or _CREDIT_ALONE.match(line)):
            kept.append(line)
    return kept


def _is_caption(line: str) -> bool:
    return len(line) <= _LONGEST_CAPTION and bool(_CREDIT_AT_END.search(line))


def _is_repeated(line: str, following: str) -> bool:
    """Say whether a line is the text of a picture and the next its caption: the same words, perhaps with a credit."""
    words = line.strip()
    if not words or len(words) > _LONGEST_CAPTION or not following.strip().startswith(words):
        return False
    rest = following.strip()[len(words) :]
    return not rest or bool(_CREDIT_IN_BRACKETS.fullmatch(rest) or _CREDIT_AT_END.search(rest))
