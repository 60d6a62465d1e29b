"""How often the deaths that a headline states are read exactly, on rows of UCDP GED.

    python benchmarks/extract_ucdp_deaths.py ROWS.jsonl [--errors N]

A row is {"text": headlines parted by " ; ", "best": UCDP's best estimate of deaths}. Rows are chosen without the rules that
are measured: a headline counts as stating the deaths when the figure of the row ("best", in digits or in words; "a" for 1)
stands within six words of a word of killing, before or after it. A row is right when the toll read from its first such
headline has exactly that number of fatalities.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path

from geomap.events.counts.reading import casualties
from geomap.events.counts.toll import toll_of
from geomap.events.lexicon import lexicon
from geomap.events.sentence import read_sentence
from geomap.lang.sentences import SentenceSpan, split
from geomap.model import PartKind

DEATH = r"(?:kill(?:s|ed|ing)?|dead|die[sd]?|deaths?|slain|KIA|fatalit(?:y|ies)|perish(?:ed)?|lives)"
WORDS = [
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
]


def stated(headline: str, deaths: int) -> bool:
    """Whether ``headline`` has the figure within six words of a word of killing."""
    forms = [str(deaths), f"{deaths:,}"] + ([WORDS[deaths]] if deaths < len(WORDS) else []) + (["an?"] if deaths == 1 else [])
    number = rf"(?<![\w,.])(?:{'|'.join(forms)})(?![\w]|[,.]\d)"
    gap = r"(?:\W+[\w'-]+){0,6}?\W+"
    return bool(re.search(rf"(?:{number}{gap}{DEATH}\b|\b{DEATH}{gap}{number})", headline, re.IGNORECASE))


def chosen(path: Path) -> Iterator[tuple[str, int]]:
    """Yield the first headline of each row that states the row's deaths, once for each wording."""
    seen: set[tuple[str, int]] = set()
    for line in path.read_text(encoding="utf8").splitlines():
        row = json.loads(line)
        headlines = [part.strip() for part in (row["text"] or "").split(" ; ")]
        found = next((part for part in headlines if row["best"] and stated(part, row["best"])), None)
        if found is not None and (found, row["best"]) not in seen:
            seen.add((found, row["best"]))
            yield found, row["best"]


def deaths_read(headline: str) -> int | None:
    """Read the deaths of a headline with the extractor's own rules."""
    words = lexicon("en")
    counts = [
        count
        for start, end in split(headline, 0, len(headline), words.language)
        for count in casualties(read_sentence(headline, SentenceSpan(start, end, PartKind.HEADLINE, 0), (), words))
    ]
    return toll_of(counts).fatalities


def main() -> None:
    """Print the share of rows read exactly."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=Path)
    parser.add_argument("--errors", type=int, default=0, help="print so many mistakes")
    args = parser.parse_args()
    rows = list(chosen(args.rows))
    wrong = [(headline, deaths, got) for headline, deaths in rows if (got := deaths_read(headline)) != deaths]
    for headline, deaths, got in wrong[: args.errors]:
        print(f"  {got} for {deaths}: {headline}")
    print(f"{len(rows) - len(wrong)} of {len(rows)} rows read exactly: {(len(rows) - len(wrong)) / max(len(rows), 1):.1%}")


if __name__ == "__main__":
    main()
