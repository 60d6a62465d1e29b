"""A picture of the map for the cards of social networks, drawn by matplotlib, an extra: title, period, types and the map itself."""

from __future__ import annotations

import io
import warnings
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from geomap.files import write_atomically
from geomap.model import Analysis, Event
from geomap.render.document import PREVIEW_HEIGHT, PREVIEW_WIDTH, texts_in
from geomap.render.preview_map import draw_map
from geomap.symbology import look_of

WIDTH, HEIGHT, DOTS_PER_INCH = PREVIEW_WIDTH, PREVIEW_HEIGHT, 100  # the size that networks ask for (Open Graph: 1.91 to 1)
PANEL, MARGIN = 400, 34  # pixels of the words beside the map
TITLE_LINES, MOST_TYPES = 5, 8
INK, SOFT, PAPER = "#1b2329", "#55616b", "#ffffff"
_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
}


def write_preview(analysis: Analysis, path: Path, *, title: str | None = None, language: str = "en") -> None:
    """Draw the picture to ``path`` as PNG of 1200 by 630 pixels, whole or not at all; the same analysis gives the same bytes.

    Raises:
        SettingsError: There is no translation into ``language``.
        OutputError: The file cannot be written.
    """
    write_atomically(path, preview(analysis, title=title, language=language))


def preview(analysis: Analysis, *, title: str | None = None, language: str = "en") -> bytes:
    """Return the picture. Options as in ``write_preview``."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - an extra
    from matplotlib.figure import Figure  # noqa: PLC0415

    texts = texts_in(language)
    figure = Figure(figsize=(WIDTH / DOTS_PER_INCH, HEIGHT / DOTS_PER_INCH), dpi=DOTS_PER_INCH, facecolor=PAPER)
    canvas = FigureCanvasAgg(figure)
    made = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a script that the font lacks is drawn as boxes
        axes = figure.add_axes((PANEL / WIDTH, 0, 1 - PANEL / WIDTH, 1))
        draw_map(axes, analysis, names=analysis.names.get(language, {}))
        _Words(figure, canvas).write(analysis, title or texts["title"], texts, language)
        figure.savefig(made, format="png", metadata={"Software": None})
    return made.getvalue()


class _Words:
    """The panel beside the map, from the top down."""

    def __init__(self, figure: Any, canvas: Any) -> None:  # noqa: ANN401 - matplotlib is an extra
        self.figure = figure
        self.renderer = canvas.get_renderer()
        self.top = float(MARGIN)

    def write(self, analysis: Analysis, title: str, texts: dict[str, Any], language: str) -> None:
        for line in self._lines(title):
            self._line(line, size=21, weight="bold", step=36)
        self.top += 10
        self._line(counted(texts["events.n"], len(analysis.events), language), size=14, step=26)
        self._line(period(analysis.events, language), size=14, step=26)
        self.top += 16
        kinds = Counter(event.type for event in analysis.events).most_common()
        for kind, count in sorted(kinds, key=lambda item: (-item[1], item[0]))[:MOST_TYPES]:
            self._kind(kind, str(texts.get(f"type.{kind}", kind)), count)
        if len(kinds) > MOST_TYPES:
            self._line("…", size=12, step=26)
        self.figure.text(MARGIN / WIDTH, 22 / HEIGHT, plain(texts["credit"]), fontsize=7.5, color=SOFT, parse_math=False)

    def _line(self, text: str, *, size: float, step: float, weight: str = "normal", x: float = MARGIN) -> None:
        colour = INK if weight == "bold" else SOFT
        y = 1 - (self.top + step * 0.72) / HEIGHT
        self.figure.text(x / WIDTH, y, text, fontsize=size, fontweight=weight, color=colour, parse_math=False)
        self.top += step

    def _kind(self, kind: str, name: str, count: int) -> None:
        from matplotlib.lines import Line2D  # noqa: PLC0415 - an extra

        at = ((MARGIN + 8) / WIDTH,), (1 - (self.top + 13) / HEIGHT,)
        self.figure.add_artist(
            Line2D(*at, marker=look_of(kind).preview_marker, markersize=10, color=look_of(kind).colour, linestyle="none")
        )
        said = f"{plain(name)}  {grouped(count)}"
        self._line(self._cut(said, 12, PANEL - 2 * MARGIN - 26), size=12, step=27, x=MARGIN + 26)

    def _lines(self, title: str) -> list[str]:
        """Break a title where it would leave the panel; what is longer than five lines is cut."""
        lines: list[str] = [""]
        for word in plain(title).split()[:60]:
            longer = f"{lines[-1]} {word}".strip()
            if self._width(longer, 21, "bold") <= PANEL - 2 * MARGIN:
                lines[-1] = longer
            else:
                lines.append(self._cut(word, 21, PANEL - 2 * MARGIN, "bold"))
        kept = [line for line in lines if line]
        if len(kept) > TITLE_LINES:
            kept[TITLE_LINES - 1 :] = [self._cut(f"{kept[TITLE_LINES - 1]} …", 21, PANEL - MARGIN, "bold")]
        return kept

    def _cut(self, text: str, size: float, width: float, weight: str = "normal") -> str:
        text = text[:80]
        while len(text) > 1 and self._width(text, size, weight) > width:
            text = text[:-2].rstrip() + "…"
        return text

    def _width(self, text: str, size: float, weight: str = "normal") -> float:
        from matplotlib.font_manager import FontProperties  # noqa: PLC0415 - an extra

        found: float = self.renderer.get_text_width_height_descent(text, FontProperties(size=size, weight=weight), ismath=False)[0]
        return found


def period(events: Sequence[Event], language: str) -> str:
    """Return the days that ``events`` span, in words; nothing where none has a day."""
    days = [day for event in events if event.when for day in (event.when.first_day, event.when.last_day)]
    return between(min(days), max(days), language) if days else ""


def between(first: date, last: date, language: str) -> str:
    """Write a span of days shortly: 3–9 May 2024."""
    months = _MONTHS[language].split()
    month, year = f" {months[first.month - 1]}", f" {first.year}"
    end = f"{last.day} {months[last.month - 1]} {last.year}"
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{end}"
    return f"{first.day}{month}{'' if first.year == last.year else year} – {end}"


def counted(forms: dict[str, str], number: int, language: str) -> str:
    """Choose the form that goes with a number (Unicode CLDR, plural rules of English and Ukrainian)."""
    form = "one" if number == 1 else "other"
    if language == "uk":
        last, teen = number % 10, number % 100 in range(11, 15)
        form = "one" if last == 1 and not teen else "few" if last in (2, 3, 4) and not teen else "many"
    return forms.get(form, forms["other"]).replace("{n}", grouped(number))


def grouped(number: int) -> str:
    """Write a number with thin groups of thousands, which reads the same in every language."""
    return f"{number:,}".replace(",", "\u202f")


def plain(text: str) -> str:
    """Return text as one line of what can be drawn."""
    return " ".join("".join(character if character.isprintable() else " " for character in text[:2000]).split())
