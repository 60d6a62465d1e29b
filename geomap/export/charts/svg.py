"""Bar charts as inline SVG, drawn by templates of our own: no script, no font, nothing to load."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from geomap.export.qgis.xml import clean

WIDTH, LABEL_WIDTH, ROW_HEIGHT, PLOT_HEIGHT, FOOT = 720, 260, 22, 180, 24
LONGEST_LABEL = 38  # characters that fit beside the bars
INK = "#37474f"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label, and its pieces as (name, size, colour)."""

    label: str
    pieces: Sequence[tuple[str, int, str]]

    @property
    def size(self) -> int:
        """The size of all pieces together."""
        return sum(size for _, size, _ in self.pieces)


def text(value: str) -> str:
    """Give text as it may stand in HTML: escaped, without characters that cannot."""
    return escape(clean(value))


def rows_chart(title: str, bars: Sequence[Bar]) -> str:
    """Draw one row a bar, its label to the left and its size at the end."""
    most = max((bar.size for bar in bars), default=0) or 1
    room = WIDTH - LABEL_WIDTH - 60
    drawn = []
    for number, bar in enumerate(bars):
        y = number * ROW_HEIGHT
        short = bar.label if len(bar.label) <= LONGEST_LABEL else bar.label[: LONGEST_LABEL - 1] + "…"
        long = room * bar.size / most
        colour = bar.pieces[0][2]
        drawn.append(
            f'<text x="{LABEL_WIDTH - 8}" y="{y + 15}" text-anchor="end">{text(short)}</text>'
            f'<rect x="{LABEL_WIDTH}" y="{y + 3}" width="{long:.1f}" height="{ROW_HEIGHT - 6}" fill="{colour}">'
            f"<title>{text(bar.label)}: {bar.size:,}</title></rect>"
            f'<text x="{LABEL_WIDTH + long + 6:.1f}" y="{y + 15}">{bar.size:,}</text>'
        )
    return _framed(title, max(len(bars), 1) * ROW_HEIGHT, drawn)


def columns_chart(title: str, bars: Sequence[Bar]) -> str:
    """Draw bars side by side, their pieces on one another; the first, the last and the tallest are labelled."""
    most = max((bar.size for bar in bars), default=0) or 1
    step = WIDTH / max(len(bars), 1)
    wide = min(step * 0.8, 40.0)
    drawn = [f'<line x1="0" x2="{WIDTH}" y1="{PLOT_HEIGHT}" y2="{PLOT_HEIGHT}" stroke="{INK}"/>']
    for number, bar in enumerate(bars):
        x, y = step * number + (step - wide) / 2, float(PLOT_HEIGHT)
        for name, size, colour in bar.pieces:
            high = (PLOT_HEIGHT - 20) * size / most
            y -= high
            told = f"<title>{text(bar.label)}, {text(name)}: {size:,}</title>"
            drawn.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}" fill="{colour}">{told}</rect>')
        if bar.size == most:
            drawn.append(f'<text x="{x + wide / 2:.1f}" y="{y - 4:.1f}" text-anchor="middle">{bar.size:,}</text>')
    drawn += [_foot(0, bars[0].label, "start"), _foot(WIDTH, bars[-1].label, "end") if len(bars) > 1 else ""] if bars else []
    return _framed(title, PLOT_HEIGHT + FOOT, drawn)


def _foot(x: float, label: str, anchor: str) -> str:
    return f'<text x="{x:.0f}" y="{PLOT_HEIGHT + 17}" text-anchor="{anchor}">{text(label)}</text>'


def _framed(title: str, height: int, drawn: Sequence[str]) -> str:
    opening = f'<svg role="img" aria-label="{text(title)}" viewBox="0 0 {WIDTH} {height}" xmlns="http://www.w3.org/2000/svg">'
    return f"<figure><figcaption>{text(title)}</figcaption>{opening}{''.join(drawn)}</svg></figure>"
