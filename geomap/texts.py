"""Texts that a caller holds in memory, made into posts: strings, `Text` objects, mappings and tables."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, time
from typing import Any, TypeAlias

from geomap.errors import InputError
from geomap.lang import detect_language
from geomap.model import Post, Precision
from geomap.read.dates import Moment, parse_moment

TextLike: TypeAlias = "str | Text | Post | Mapping[str, Any]"
Texts: TypeAlias = Iterable[TextLike]

_DAY_OR_MONTH = re.compile(r"\d{4}-\d{2}(?:-\d{2})?")
_ID_LENGTH = 16  # hexadecimal digits: 64 bits, so that a million texts share none


@dataclass(frozen=True, slots=True)
class Text:
    """A text to read, as `geomap.run`, `geomap.geoparse` and a pipeline take it.

    Attributes:
        text: The words, in any Unicode normalization; offsets of mentions count code points of the NFC form (`Post.text`).
        published_at: When it was published: an aware datetime, or a string in ISO 8601 with an offset or "Z"; a date or "2023-01-31"
            is that day in every zone, "2023-01" that month. Needed to date events.
        title: Its headline, where ``text`` does not hold it.
        id: What to call it; None makes an id of its words and time.
        url: Its address.
        source: Its publisher or channel. Texts of one source share what a page shares: the meaning of names and tolls.
        language: ISO 639-1; None detects it.
    """

    text: str
    published_at: datetime | date | str | None = None
    title: str | None = None
    id: str | None = None
    url: str | None = None
    source: str | None = None
    language: str | None = None

    def as_post(self) -> Post:
        """Return the text as a post.

        Returns:
            A post with NFC text; without a ``source`` it is a page of its own.

        Raises:
            InputError: A value has another type than it should, or ``published_at`` has no time zone.
        """
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name != "published_at" and not (isinstance(value, str) or (value is None and field.name != "text")):
                raise InputError(f"it should be a string, not {type(value).__name__}", parameter=field.name)
        moment = _moment(self.published_at)
        text = unicodedata.normalize("NFC", self.text)
        name = self.id if self.id is not None else _id_of(text, moment)
        return Post(
            id=name,
            source=self.source or "text",
            page=None if self.source else name,
            text=text,
            title=unicodedata.normalize("NFC", self.title) if self.title else None,
            url=self.url,
            published_at=moment.at if moment else None,
            published_precision=moment.precision if moment else Precision.TIME,
            language=self.language[:2].lower() if self.language else detect_language(text),
            given_text=self.text if self.text != text else None,
        )


def as_post(text: Any) -> Post:  # noqa: ANN401 - what is no text is refused
    """Return one text as a post.

    Args:
        text: A string, a `Text`, a post, or a mapping with the fields of `Text` ("lang" may stand for "language").

    Returns:
        The post.

    Raises:
        InputError: It is not a text.
    """
    if isinstance(text, Post):
        return text
    if isinstance(text, Text):
        return text.as_post()
    if isinstance(text, str):
        return Text(text).as_post()
    if isinstance(text, Mapping):
        return _of_mapping(text).as_post()
    raise InputError(f"a text is a string, a geomap.Text, a Post or a mapping, not {type(text).__name__}")


def as_posts(texts: Texts) -> Iterator[Post]:
    """Yield each of ``texts`` as a post.

    Args:
        texts: Strings, `Text` objects, posts or mappings.

    Returns:
        An iterator over the posts, in order.

    Raises:
        InputError: ``texts`` is one string, or an item is not a text.
    """
    if isinstance(texts, str | bytes | Mapping):
        raise InputError("give an iterable of texts; for one text call the pipeline or geomap.geoparse", parameter="texts")
    return _numbered(texts)


def _numbered(texts: Texts) -> Iterator[Post]:
    """Make each text without a source a page of its own, also where the same words come twice."""
    for number, text in enumerate(texts, start=1):
        post = as_post(text)
        yield post if isinstance(text, Post) or post.page is None else replace(post, page=f"text {number}")


def is_table(value: object) -> bool:
    """Say whether ``value`` is a pandas Series or DataFrame, without loading pandas.

    Args:
        value: Anything.

    Returns:
        Whether it is one.
    """
    made = type(value)
    return made.__module__.split(".")[0] == "pandas" and made.__name__ in {"Series", "DataFrame"}


def texts_of_table(table: Any) -> Iterator[Text]:  # noqa: ANN401 - pandas is not loaded here
    """Yield the texts of a pandas Series of strings, or of a DataFrame with the columns that are named as the fields of `Text`.

    Args:
        table: The Series or DataFrame; missing values are left out.

    Returns:
        An iterator over the texts, in the order of the rows.

    Raises:
        InputError: There is no column ``text``, or a value is not a text.
    """
    if type(table).__name__ == "Series":
        return (_of_mapping({"text": value}) for value in table)
    if "text" not in table.columns:
        raise InputError(f"a DataFrame needs a column 'text'; it has {', '.join(map(str, table.columns)) or 'none'}", parameter="texts")
    known = [name for name in table.columns if name == "lang" or name in {field.name for field in fields(Text)}]
    return (_of_mapping(dict(zip(known, row, strict=True))) for row in table[known].itertuples(index=False, name=None))


def _of_mapping(row: Mapping[str, Any]) -> Text:
    known = {field.name for field in fields(Text)}
    values = {("language" if name == "lang" else name): value for name, value in row.items()}
    if "text" not in values:
        raise InputError(f"a row needs the key 'text'; it has {', '.join(map(str, row)) or 'none'}")
    present = {name: value for name, value in values.items() if name in known and not _is_missing(value)}
    if "id" in present:
        present["id"] = str(present["id"])
    return Text(**present)


def _moment(value: datetime | date | str | None) -> Moment | None:
    if value is None or value == "":
        return None
    if isinstance(value, str):
        if _DAY_OR_MONTH.fullmatch(value) and (day := parse_moment(value)) is not None:
            return day
        try:
            value = datetime.fromisoformat(value)
        except ValueError as error:
            raise InputError(f"{value!r} is not a time in ISO 8601, such as 2023-01-31T11:49:00Z", parameter="published_at") from error
    if isinstance(value, date) and not isinstance(value, datetime):
        return Moment.of_day(value)
    if not isinstance(value, datetime):
        raise InputError(f"it should be a datetime or a string, not {type(value).__name__}", parameter="published_at")
    if value.utcoffset() is None:
        raise InputError(
            f"{value.isoformat()} has no time zone; give an offset, such as {value.isoformat()}+00:00", parameter="published_at"
        )
    return Moment.of_day(value.date()) if value.time() == time.min else Moment(value.astimezone(UTC))


def _id_of(text: str, moment: Moment | None) -> str:
    content = f"{text}\x1f{moment.at.isoformat() if moment else ''}"
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:_ID_LENGTH]


def _is_missing(value: object) -> bool:
    """Say whether a cell is empty: None, NaN, NaT or pandas.NA, of which none equals itself."""
    return value is None or type(value).__name__ in {"NAType", "NaTType"} or bool(value != value)  # noqa: PLR0124 - only NaN does so
