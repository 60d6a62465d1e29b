"""How the time of reading grows with the length of adversarial inputs: each is doubled twice; exit status 1 where an exponent is above 1.2.

python benchmarks/growth.py
"""

from __future__ import annotations

import math
import sys
import tempfile
import time
from collections.abc import Callable

from geomap.lang.registry import languages
from geomap.lang.sentences import split
from geomap.read import read_inputs
from geomap.settings import ReadSettings

LENGTH = 50_000  # characters of the smallest input
MOST_EXPONENT = 1.2
LEAST_S = 0.05  # below, noise is larger than growth
RUNS = 5
ROW = "of a long report about the town that was hit by shells on Monday"

Make = Callable[[int], str]
SENTENCES: dict[str, Make] = {
    "full stops": lambda n: "a " + "." * n,
    "marks": lambda n: "a " + "?!" * (n // 2),
    "ellipses": lambda n: "a " + "…" * n,
    "stops and spaces": lambda n: ". " * (n // 2),
    "spaces after a stop": lambda n: "a." + " " * n,
    "closing quotes": lambda n: 'a."' + '"' * n,
    "initials": lambda n: "A. " * (n // 3),
}
INPUTS: dict[str, Make] = {
    "a long header": lambda n: ",".join(f"c{at}" for at in range(n // 5)) + "\n1,2\n",
    "quotes in a header": lambda n: "a,b," + '{"a":' * (n // 5) + "\nx,y,z\n",
    "open elements": lambda n: "<html>" + "<div>" * (n // 5),
    "boilerplate in boilerplate": lambda n: "<html><body>" + '<div class="sidebar">' * (n // 50) + "<p>some words of text</p>" * (n // 50),
    "character references": lambda n: "<p>" + "&#" * (n // 2),
    "escaped tags": lambda n: "<p>" + "&amp;lt;p" * (n // 9),
    "posts of a live blog": lambda n: "\n\n".join(f"{at % 12 + 1}:{at % 60:02} p.m.\nWords of post {at}" for at in range(n // 30)),
    "times in brackets": lambda n: "(2:15 p.m. " * (n // 11),
    "numbers of lists": lambda n: "1. " * (n // 3),
    "nested JSON": lambda n: '[{"a":' * (n // 6),
    "broken objects": lambda n: '{"a":1 ' * (n // 7),
    "escaped surrogates": lambda n: '[{"text":"' + "\\\\ud800" * (n // 7) + '"}]',
    "equal rows": lambda n: "date,title,text\n" + f"2023-05-02,T,Same words {ROW}\n" * (n // 90),
    "rows of one title": lambda n: "date,title,text\n" + "".join(f"2023-05-02,T,Report {at} {ROW}\n" for at in range(n // 90)),
    "rows of one opening": lambda n: "date,text\n" + "".join(f"2023-05-02,The {ROW} {at}\n" for at in range(n // 80)),
    "equal events": lambda n: "date,lat,lon,place\n" + "2023-05-02,46.6,31.5,Ochakiv\n" * (n // 29),
    "days in sentences": lambda n: "\n".join("May 2 2023 words since 7 October 2023 go on" for _ in range(n // 45)),
    "attributes": lambda n: "<a " + "b " * (n // 2),
}


def reading_s(text: str) -> float:
    """Return the CPU seconds of reading a text as a file."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(text.encode())
        file.flush()
        start = time.process_time()
        read_inputs([file.name], ReadSettings())
        return time.process_time() - start


def splitting_s(text: str) -> float:
    """Return the CPU seconds of splitting a text into sentences."""
    english = next(one for one in languages() if one.code == "en")
    start = time.process_time()
    list(split(text, 0, len(text), english))
    return time.process_time() - start


def main() -> int:
    """Measure every input; return 1 where one grows too fast."""
    too_fast = 0
    for measure, inputs in ((splitting_s, SENTENCES), (reading_s, INPUTS)):
        for name, make in inputs.items():
            measure(make(1000))
            seconds = [min(measure(make(LENGTH * times)) for _ in range(RUNS)) for times in (1, 2, 4)]
            exponent = math.log2(max(seconds[2], 1e-9) / max(seconds[0], 1e-9)) / 2
            is_over = exponent > MOST_EXPONENT and seconds[2] > LEAST_S
            too_fast += is_over
            sys.stdout.write(
                f"{name:28} {' '.join(f'{one:7.3f}' for one in seconds)} s  exponent {exponent:5.2f}{'  TOO FAST' * is_over}\n"
            )
    return 1 if too_fast else 0


if __name__ == "__main__":
    raise SystemExit(main())
