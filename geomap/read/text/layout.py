"""The layouts of publishers' pages as copied from a browser: how a page is recognized, and which of its lines are not text.

A new publisher is one more ``Layout`` in ``LAYOUTS``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from geomap.read.publishers import AL_JAZEERA, BBC, CNN, GUARDIAN, Publisher

PhraseTable = Mapping[str, re.Pattern[str]]

NO_WORD = ""  # the first word of a line that begins with a number or holds no words
_FIRST_WORD = re.compile(r"\W{0,3}([^\W\d_][\w-]*)")


def phrase_table(patterns: Mapping[str, str], *, end: str = "$") -> PhraseTable:
    """Return a table of phrases by their first word, for fast tests of whole lines.

    Args:
        patterns: What may follow each first word up to the end of the line, as a regular expression, whatever its case. Several words,
            separated by spaces, may share an expression; "" is for lines that begin with a number or have no words.
        end: What ends every phrase.
    """
    known: dict[str, re.Pattern[str]] = {}
    for words, rest in patterns.items():
        known |= dict.fromkeys(words.split() or [NO_WORD], re.compile(f"(?:{rest}){end}", re.IGNORECASE))
    return known


def first_word(line: str) -> tuple[str, int]:
    """Return the first word of a line in lower case, and where it ends; up to three marks such as quotes may precede it."""
    found = _FIRST_WORD.match(line)
    return (found[1].lower(), found.end()) if found else (NO_WORD, 0)


def matches_phrase(line: str, known: PhraseTable, word: str, end: int) -> bool:
    """Return whether a line whose first word ``word`` ends at ``end`` is a phrase of the table."""
    pattern = known.get(word)
    return pattern is not None and pattern.match(line, end) is not None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Layout:
    """How to recognize the pages of a publisher and which lines to omit from their posts.

    Attributes:
        publisher: Whose layout it is; None: that of any page.
        signs: Patterns of lines that occur on its pages only; the layout with most of them is chosen. Each begins with "^" or with literal
            characters, so that lines without them are rejected fast.
        byline: Bylines by their first word, besides those of all pages (see boilerplate.py).
        noise: Other lines that are not text, by their first word, besides those of all pages.
        offices: Words that bylines contain anywhere.
        office: Pattern of a whole line with one of ``offices`` that is a byline.
        joins: (word, pattern, replacement): line breaks to remove from texts that contain the word.
        rewrites: Patterns and replacements that restore line breaks which copying lost.
        rewrite_words: Words that a line needs for ``rewrites`` to be tried.
        whole: Pattern of lines that are complete, so that ``rewrites`` are not tried.
    """

    publisher: Publisher | None
    signs: tuple[re.Pattern[str], ...] = ()
    byline: PhraseTable = field(default_factory=dict)
    noise: PhraseTable = field(default_factory=dict)
    offices: tuple[str, ...] = ()
    office: re.Pattern[str] | None = None
    joins: tuple[tuple[str, re.Pattern[str], str], ...] = ()
    rewrites: tuple[tuple[re.Pattern[str], str], ...] = ()
    rewrite_words: tuple[str, ...] = ()
    whole: re.Pattern[str] = re.compile("(?!)")

    def score(self, lines: list[str], opened: list[str]) -> int:
        """Return the number of lines with signs of this layout; ``opened`` are the lines that begin with a sign of any layout."""
        opening, inner = _compile_signs(self.signs)
        found = set(filter(opening.match, opened))
        for sign in inner:
            found.update(filter(sign.search, lines))
        return sum(map(lines.count, found))

    def lines(self, text: str, lines: list[str]) -> list[str]:
        """Return the ``lines`` of a page's ``text`` with the line breaks that the publisher's page has."""
        for word, pattern, new in self.joins:
            if word in text and pattern.search(text):
                text = pattern.sub(new, text)
                lines = text.split("\n")
        for word in self.rewrite_words:
            if word in text:
                lines = [piece for line in lines for piece in (self._rewritten(line) if word in line else (line,))]
        return lines

    def _rewritten(self, line: str) -> list[str]:
        if self.whole.fullmatch(line):
            return [line]
        for pattern, new in self.rewrites:
            line = pattern.sub(new, line)
        return line.split("\n")


CNN_LAYOUT = Layout(
    publisher=CNN,
    signs=(
        re.compile(r"^\s*From CNN(?:['’]s| staff)"),
        re.compile(r"^\s*By .{3,300}, CNN\s*$"),
        re.compile(r"^\s*Sort by\s?Dropdown arrow"),
        re.compile(r"^\s*CNN['’]s .{3,200} contributed"),
    ),
    byline=phrase_table({"from": r" (?:CNN(?:['’]s| staff)\b.{0,300}|(?:the )?CNN .{0,200})", "by": r" CNN['’]s .{0,300}"}),
    noise=phrase_table(
        {
            "": r"\d+ (?:new )?posts?",
            "sort": r" by\s?(?:dropdown arrow)?(?:\s?(?:latest|oldest))?",
            "what": " we covered here",
            "catch": " up",
            "live": " updates",
            "our": r" live coverage .{0,200}",
            "cnn": r"['’]s .{3,300} contributed .{0,100}",
            "see": r" (?:the )?latest map.{0,100}",
        }
    ),
)


GUARDIAN_LAYOUT = Layout(
    publisher=GUARDIAN,
    signs=(
        re.compile(r"First published on \w{3,9} \d{1,2} \w{3} \d{4}"),
        re.compile(r"^\s*\w{3} \d{1,2} \w{3} \d{4} \d{1,2}\.\d{2}\s?(?:[ap]m )?[A-Z]{3,4}"),
        re.compile(r"\((?:now|earlier)\)"),
        re.compile(r"Photograph: "),
        re.compile(r"^\s*\d{1,2}\.\d{2}(?:[ap]m)? (?:GMT|BST|E[DS]T|AE[DS]T)\s*$"),
    ),
    noise=phrase_table(
        {
            "": r"\d{1,2}[hm] ago",
            "key": r" events?(?: \(\d+\))?",
            "this the our": r" (?:live ?blog|blog|live coverage|live page) (?:is|has) (?:now )?(?:closed|ended|moved).{0,200}",
            "show": r" key events only.{0,80}",
            "please": r" turn on javascript.{0,80}",
        }
    ),
    rewrites=(
        (re.compile(r"(First published on \w{3,9} \d)"), r"\n\1"),
        (re.compile(r"(\d{1,2}\.\d{2}(?:[ap]m)? [A-Z]{2,3}T)(?=(?:Key event|Share)\b)"), r"\1\n"),
    ),
    rewrite_words=("First published on", "TKey event", "TShare"),
)


_CLOCK = r"\d{1,2}:\d{2}"
_BBC_OFFICES = ("correspondent", "editor", "reporter", "producer", "presenter")
_BBC_POSTED = r"(?:[Pp]ublished|[Pp]osted|PUBLISHED|POSTED) at "
_OFFICE_WORD = (
    r"(?:(?-i:[A-Z][\w.'’&-]*)|affairs|and|of|the|for|news|international|political|diplomatic|security|defence|digital|senior|foreign)"
)
_CAPITALIZED = r"(?:,? (?:(?-i:[A-Z])[\w.'’/&-]*|and|of|the|near))"
BBC_LAYOUT = Layout(
    publisher=BBC,
    signs=(
        re.compile(r" at (?=\d{1,2}:\d{2})(?:(?<=(?i:published) at )|(?<=(?i:posted) at ))"),
        re.compile(r"^\s*(?:Image source|Image caption|Media caption|Video caption)\b"),
        re.compile(r"^\s*(?:Reporting from|BBC News\b|BBC Verify\b|BBC Monitoring\b)"),
        re.compile(r"^\s*Edited by .{3,200}"),
        re.compile(r"BBC(?: News\b|(?<=\bthe BBC)\b)"),
    ),
    byline=phrase_table(
        {
            "bbc in": rf"{_CAPITALIZED}{{1,6}}",
            "reporting": rf" (?:from|in){_CAPITALIZED}{{1,6}}",
            "edited": r" by .{3,200}",
        }
    ),
    offices=(*_BBC_OFFICES, "bbc "),
    # "Eastern Europe correspondent", "BBC News, Kyiv"; not "Two reporters killed in Kharkiv"
    office=re.compile(
        rf"(?:{_OFFICE_WORD},? ){{0,6}}(?:(?:{'|'.join(_BBC_OFFICES)})s?|BBC [A-Z]\w+)(?:,? (?:in |at |for )?{_OFFICE_WORD}){{0,5}}$",
        re.IGNORECASE,
    ),
    noise=phrase_table(
        {
            "image": r" (?:source|(?:source|caption)[,:]? .{0,400})",
            "media video": r" (?:source|caption)[,:]? .{0,400}",
            "close": " panel",
            "breaking report summary post": "",
            "latest": " post",
            "get": " involved",
            "view": " more on twitter",
            "live": " reporting",
            "share": " page",
            "about": " sharing",
            "copy": r" this link.{0,60}",
            "read": r" more about these links.{0,10}",
        }
    ),
    joins=(
        (" caption", re.compile(r" caption(?<=^(?:Image|Media|Video) caption)([,:]?)[ \t]*\n\s*(?=\S)", re.MULTILINE), r" caption\1 "),
        ("BREAKING", re.compile(r"BREAKING(?<=^BREAKING)\s?(?=[A-Z])", re.MULTILINE), ""),
    ),
    rewrites=(
        (re.compile(rf"(?<!^)({_BBC_POSTED}{_CLOCK})"), r"\n\1"),
        (re.compile(rf"({_BBC_POSTED})({_CLOCK})(?=\2)"), r"\1\2\n"),
        (re.compile(rf"({_BBC_POSTED}{_CLOCK}[^\n]{{1,60}}?(?:19|20)\d{{2}})(?={_CLOCK})"), r"\1\n"),
    ),
    rewrite_words=("ublished at ", "osted at ", "ED at "),
    whole=re.compile(rf"{_BBC_POSTED}{_CLOCK}(?: \d{{1,2}} \w{{3,9}} \d{{4}})?"),
)


AL_JAZEERA_LAYOUT = Layout(
    publisher=AL_JAZEERA,
    signs=(
        re.compile(r"\(\d{1,2}:\d{2} GMT\)"),
        re.compile(r"^\s*Published On \d{1,2} \w{3} \d{4}"),
        re.compile(r"Al Jazeera\b"),
        re.compile(r"^\s*This live page is now closed"),
    ),
    noise=phrase_table(
        {
            "this": r" live page is now closed.{0,200}",
            "click": " here to share on social media",
            "save": r" articles to read later.{0,80}",
            "list": r" (?:of \d+ items|\d+ of \d+.{0,200})",
            "end": " of list",
        }
    ),
)


GENERIC_LAYOUT = Layout(publisher=None)
LAYOUTS = (CNN_LAYOUT, GUARDIAN_LAYOUT, BBC_LAYOUT, AL_JAZEERA_LAYOUT)


def publisher_layout(publisher: Publisher | None) -> Layout:
    """Return the layout of a publisher, or the one of any page where it has none."""
    return next((layout for layout in LAYOUTS if publisher is not None and layout.publisher == publisher), GENERIC_LAYOUT)


def choose_layout(lines: list[str], *, least: int) -> Layout | None:
    """Return the layout with most signs in the lines; None where these are fewer than ``least``."""
    opened = list(filter(_any_opening_sign().match, lines))
    best, layout = max(((layout.score(lines, opened), layout) for layout in LAYOUTS), key=lambda pair: pair[0])
    return layout if best >= least else None


@lru_cache
def _any_opening_sign() -> re.Pattern[str]:
    return re.compile("|".join(_compile_signs(layout.signs)[0].pattern for layout in LAYOUTS))


@lru_cache
def _compile_signs(signs: tuple[re.Pattern[str], ...]) -> tuple[re.Pattern[str], list[re.Pattern[str]]]:
    """Return one pattern of all signs at the start of a line, and the signs that may be anywhere."""
    opening = [sign.pattern for sign in signs if sign.pattern.startswith("^")]
    return re.compile("|".join(opening) or "(?!)"), [sign for sign in signs if not sign.pattern.startswith("^")]
