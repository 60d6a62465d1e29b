"""The reader of pages as plain text: chooses the layout, splits the page into posts and dates them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache, partial
from itertools import islice
from zoneinfo import ZoneInfo

from geomap.lang import detect_language
from geomap.model import Document, Post, Problem
from geomap.read.compose import PostDraft, compose
from geomap.read.dates import MAX_LINE, TimeExpression, find_expressions, opens_with_time, parse_line, stated_month
from geomap.read.decode import decode, head
from geomap.read.normalize import clean_text, collapse_spaces, is_clean
from geomap.read.publishers import NO_PUBLISHER, Publisher, is_named_in, publisher_in_title, publisher_named, signing_agency
from geomap.read.text.above import is_introduction, left_out_above, told_above
from geomap.read.text.body import draft_from_lines, looks_like_headline
from geomap.read.text.boilerplate import tells_of_picture
from geomap.read.text.dating import SET_DATE, Dating
from geomap.read.text.entry_times import unfold_times, zone_of_all_times
from geomap.read.text.layout import GENERIC_LAYOUT, Layout, choose_layout, publisher_layout
from geomap.read.text.lines import CAPTION, SIGNATURE, LineKinds, join_wrapped_lines, split_inline_times
from geomap.read.text.sidebar import without_sidebar
from geomap.read.text.split import SplitPage, has_headlines, split_page
from geomap.read.text.time_lines import find_dateline, separate_times
from geomap.settings import ReadSettings

_SAMPLE_LINES = 250  # the signs of a layout stand in its first posts
_HEADER_LINES, _HEADER_LINE_LENGTH = 40, 300
_TITLE_LINES = 4
_CLOSING_LINES = 20
_AROUND_PUBLISHER = re.compile(r"^by\s+|\s+(?:news desk|newsroom|staff|team)$", re.IGNORECASE)  # round a publisher's name
_MIN_SIGNS = 2
_SINCE = re.compile(r"\b(?:since|після|після|з часів|начиная с)\s+(?:\w+\s+)?\d|\bsince\s+[A-Z][a-z]+\s+\d", re.IGNORECASE)
_OF_PAGE = re.compile(r"\b(?:updated|published|posted|last modified|оновлено|обновлено|опубліковано|опубликовано)\b", re.IGNORECASE)
_OF_WHOLE_PAGE = re.compile(
    r"\W*(?:this|the) (?:page|article|story|post|live blog|blog) (?:was|is|has been) (?=last|first|updated|published|posted|modified)",
    re.IGNORECASE,
)
_FOOT_LINES = 5
_SMALL_WORD, _LEAST_SMALL_WORDS = re.compile(r"(?<!\w)[a-zа-яіїєґ]{2,}"), 4
_SENTENCE_LENGTH, _SENTENCE_ENDS = 60, (".", "!", "?", '."', ".”")  # characters; titles and bylines that end so are shorter
_XML = re.compile(r"\s*(?:<\?xml\s|<!DOCTYPE\s(?!html)|<[\w:.-]+\s[^>]{0,500}\bxmlns(?::\w+)?=)", re.IGNORECASE)
_TEXT_SCORE = 0.1  # any text can be read as a page; every other form is recognized with a higher score


class TextReader:
    """Live blogs and articles as plain text."""

    name = "text"

    def sniff(self, document: Document) -> float:
        """Return 0.1 for any text: every other form is preferred; 0 for XML, whose markup is no text."""
        start = head(document)
        return _TEXT_SCORE if start and not _XML.match(start) else 0.0

    def read(self, document: Document, settings: ReadSettings) -> Iterator[Post | Problem]:
        """Read the posts of a page.

        Args:
            document: The text.
            settings: Values for what the page does not state.

        Yields:
            The posts in page order, then problems.

        Raises:
            UnreadableError: The document is not text.
        """
        decoded = decode(document)
        if decoded.remark:
            yield Problem(origin=document.origin, text=decoded.remark)
        yield from read_page_text(decoded.text, document.origin, settings)


def read_page_text(text: str, origin: str, settings: ReadSettings, *, publisher: Publisher | None = None) -> Iterator[Post | Problem]:
    """Read the posts of a page's text.

    Args:
        text: The text.
        origin: The document, for posts and problems.
        settings: Values for what the page does not state.
        publisher: Who publishes the page, where that is known.

    Yields:
        The posts in page order, then problems.
    """
    if not (even := is_clean(text)):
        text = clean_text(text)
        even = is_clean(text)
    copied = text.split("\n")
    lines = join_wrapped_lines(copied)
    text = text if lines is copied else "\n".join(lines)
    sample = [line for line in lines[:_SAMPLE_LINES] if line]
    layout = choose_layout(sample, least=_MIN_SIGNS) or publisher_layout(publisher or publisher_in_title(next(iter(sample), "")))
    lines = list(filter(None, map(str.rstrip, layout.lines(text, lines))))  # blank lines are not needed to split a page
    lines, names = separate_times(unfold_times(without_sidebar(_foot_first(lines))))
    kinds = LineKinds(layout, lines)
    kinds.update(dict.fromkeys(names, SIGNATURE))
    page = split_page(split_inline_times(lines), kinds)
    title = next((line.strip() for line in page.header if looks_like_headline(line)), None)
    publisher = publisher or _layout_publisher(layout, sample) or _publisher(page)
    clock = publisher or layout.publisher  # a copied layout says how times are written; only a name says who publishes
    dating = page_dating(clock, origin, settings, sample)
    dating.is_home_guessed = publisher is None
    dating.stated_zone = zone_of_all_times(sample)
    source = publisher.name if publisher else title or next((line.strip() for line in page.header if line.strip()), origin)
    is_article = _is_article(page, layout)
    drafts = _article(page, kinds, dating) if is_article else _live_blog(page, kinds, dating)
    cleaner = (collapse_spaces if "  " in text else str.strip) if even else None
    above = [] if is_article else told_above(page.header, kinds, title=title)
    if above and not is_introduction(above):
        yield left_out_above(above, copied, origin)
    elif above:
        drafts = _with_introduction(above, drafts, kinds, dating)
    for draft, agency in drafts:
        draft.page_title = title or draft.page_title
        draft.cleaner = cleaner
        if not draft.is_empty:
            yield compose(draft, source=agency or source, origin=origin)
    yield from dating.problems()


def _foot_first(lines: list[str]) -> list[str]:
    """Return the lines of a page with the time that its last lines state of it below its title, where no line above tells a year."""
    at = next((at for at in range(max(1, len(lines) - _FOOT_LINES), len(lines)) if _OF_WHOLE_PAGE.match(lines[at])), None)
    if at is None:
        return lines
    stated = lines[at][_OF_WHOLE_PAGE.match(lines[at]).end() :].strip().rstrip(".")  # type: ignore[union-attr]  # it matched
    when = parse_line(stated) if len(stated) <= MAX_LINE else None
    if when is None or when.day is None or not when.has_year or any(told.has_year for told in find_expressions("\n".join(lines[:at]))):
        return lines
    return [lines[0], stated, *lines[1:at], *lines[at + 1 :]]


def page_dating(publisher: Publisher | None, origin: str, settings: ReadSettings, sample: list[str]) -> Dating:
    """Return the rules for the times of a page.

    Args:
        publisher: Whose time zone the page is written in, None where that is unknown.
        origin: The document, for problems.
        settings: What the user says about times.
        sample: First lines of the page, for its language.
    """
    given = ZoneInfo(settings.timezone) if settings.timezone else None
    context = publisher.context(given) if publisher else replace(NO_PUBLISHER, given=given)
    return Dating(origin=origin, context=context, fallback_day=settings.date, usual=_usual_zone(sample))


def _usual_zone(lines: list[str]) -> ZoneInfo | None:
    """Return the zone of the only country whose people write in the language of the page; None where there are several."""
    return ZoneInfo("Europe/Kyiv") if detect_language(" ".join(lines[:_HEADER_LINES])) == "uk" else None


def _layout_publisher(layout: Layout, lines: list[str]) -> Publisher | None:
    """Return the publisher of the layout if the page also names it: others copy layouts."""
    return layout.publisher if layout.publisher is not None and is_named_in(layout.publisher, lines) else None


def _is_article(page: SplitPage, layout: Layout) -> bool:
    """Return whether the page is one text: it has no time lines, or a single one below its title and byline."""
    if not page.entries:
        return True
    alone = len(page.entries) == 1 and page.entries[0].headline is None and layout is GENERIC_LAYOUT
    if alone and page.entries[0].agency:
        return any(looks_like_headline(line) for line in page.header)
    if not alone:
        return False
    updated = (line for line in page.header if opens_with_time(line.strip()))  # "Front line update, 5 May 2024" is a title
    has_time_above = any(when.has_clock for when in _header_times(page)) or any(
        when.label == "updated" for line in updated for when in find_expressions(line)
    )
    return not has_time_above and any(looks_like_headline(line) for line in page.header)


def _publisher(page: SplitPage) -> Publisher | None:
    """Return who publishes a page: by its first lines, or by the agency of its first dateline."""
    first = [collapse_spaces(line) for line in islice((line for line in page.header if line.strip()), _TITLE_LINES)]
    named_in_header = next(
        (found for line in first if (found := publisher_named(_AROUND_PUBLISHER.sub("", line)) or publisher_in_title(line))), None
    )
    if named_in_header is None and len(page.entries) == 1:  # an article; its publisher may stand below the time
        below = islice((line for line in page.entries[0].lines if line.strip()), 2)
        named_in_header = next((found for line in below if (found := publisher_named(line))), None)
    if named_in_header:
        return named_in_header
    opening = [line for line in islice((line for entry in page.entries for line in entry.lines), _SAMPLE_LINES) if "(" in line]
    agencies = (publisher_named(dateline.agency) for line in opening if (dateline := find_dateline(line)))
    report = page.header if not page.entries else page.entries[0].lines if len(page.entries) == 1 else []
    return next((found for found in (*agencies, *map(signing_agency, report[-_CLOSING_LINES:])) if found), None)


def _live_blog(page: SplitPage, kinds: LineKinds, dating: Dating) -> Iterator[tuple[PostDraft, str | None]]:
    dating.page_month = _header_month(page, kinds)
    dating.learn(_header_times(page, kinds), [entry.when for entry in page.entries])
    titled = cache(partial(has_headlines, page, kinds))  # few pages need to know
    for entry, published in zip(page.entries, dating.date_posts_in_order([entry.when for entry in page.entries]), strict=True):
        draft, updated = draft_from_lines(entry.lines, kinds, headline=entry.headline, titled=titled)
        draft.published = published
        if updated is not None and published is not None:
            draft.updated = dating.after(updated, published.at)
        yield draft, entry.agency


def _with_introduction(
    lines: list[str], posts: Iterable[tuple[PostDraft, str | None]], kinds: LineKinds, dating: Dating
) -> Iterator[tuple[PostDraft, str | None]]:
    below = list(posts)  # whose times tell that of the page
    draft, _ = draft_from_lines(lines, kinds)
    draft.published = dating.page_day([post.published for post, _ in below])
    yield draft, None
    yield from below


def _article(page: SplitPage, kinds: LineKinds, dating: Dating) -> Iterator[tuple[PostDraft, str | None]]:
    header = [line for line in page.header if not opens_with_time(line.strip()) and not publisher_named(line)]
    draft, _ = draft_from_lines(
        header + [line for entry in page.entries for line in entry.lines if not publisher_named(line)], kinds, titled=lambda: True
    )
    times = [
        *(entry.when for entry in page.entries if entry.when.has_clock),
        *_header_times(page, kinds),
        *(entry.when for entry in page.entries),
    ]
    dating.page_month = _header_month(page, kinds)
    dating.learn(times, [])
    draft.published, draft.page_title = dating.page_time, draft.headline
    if draft.published is None and not draft.is_empty:
        dating.ask_for_date(f"the page does not say when it was published{SET_DATE}")
    yield draft, page.entries[0].agency if page.entries else None


def _header_times(page: SplitPage, kinds: LineKinds | None = None) -> list[TimeExpression]:
    """Return the times that a page's header states about the page: not those of captions, nor those that a sentence tells of."""
    lines = _header_lines(page, kinds)
    sentence = _first_sentence(lines)
    own = list(find_expressions("\n".join(line for at, line in enumerate(lines) if at < sentence or opens_with_time(line))))
    return own if any(when.has_year for when in own) else list(find_expressions("\n".join(lines)))


def _header_month(page: SplitPage, kinds: LineKinds) -> date | None:
    """Return the month that the title of a page or a line below it states for the page, None where there is none."""
    lines = _header_lines(page, kinds)
    return next((month for line in lines[: _first_sentence(lines)] if (month := stated_month(line)) is not None), None)


def _header_lines(page: SplitPage, kinds: LineKinds | None) -> list[str]:
    header = (line for line in page.header if line.strip() and (kinds is None or kinds[line] is not CAPTION))
    lines = [line.strip()[:_HEADER_LINE_LENGTH] for line in islice(header, _HEADER_LINES)]
    return [line for line in lines if not (_tells_of_past(line) or tells_of_picture(line))]


def _first_sentence(lines: list[str]) -> int:
    return next((at for at, line in enumerate(lines) if len(line) > _SENTENCE_LENGTH and line.endswith(_SENTENCE_ENDS)), len(lines))


def _tells_of_past(line: str) -> bool:
    """Return whether a line is a sentence about another day ("Since 7 October 2023, ..."), and not one about the page itself."""
    if _SINCE.search(line):
        return True
    if opens_with_time(line) or _OF_PAGE.search(line):
        return False
    return line.endswith(_SENTENCE_ENDS) and len(_SMALL_WORD.findall(line)) >= _LEAST_SMALL_WORDS
