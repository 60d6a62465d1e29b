"""Geoparsing judged on newspapers that its parameters never saw.

    python benchmarks/geoparse_accuracy.py SCORER lgl.jsonl geowebnews.jsonl [--more CORPUS ...] --work FOLDER [--folds 5]

Trains one set of parameters for each fold of newspapers (kept in FOLDER, so a second run only measures) and one for each corpus on
the other alone; SCORER then judges `python -m training geoparse --models`. ``--more`` are corpora that are trained on and not judged.
Writes FOLDER/accuracy.md, a table, and FOLDER/reliability.svg: how often answers of each confidence are right.
"""

from __future__ import annotations

import argparse
import json
import math
import shlex
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

REACH_KM = 161.0  # 100 miles, the field's measure
BINS = 10
COLUMNS = ("exact P", "exact R", "exact F1", "within 161 km", "end to end F1", "sure: right", "sure: share")
SIDE, MARGIN = 320, 40
PROJECT = Path(__file__).resolve().parents[1]  # where `python -m training` runs
GEOPARSE = (sys.executable, "-m", "training", "geoparse", "--models")
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7")


def train(corpora: Sequence[Path], out: Path, *options: str) -> None:
    """Train into ``out`` unless that was done before."""
    if not any(out.rglob("ranker.json")):
        chosen = [word for path in corpora for word in ("--corpus", str(path))]
        subprocess.run([sys.executable, "-m", "training", "fit", *chosen, *options, "--out", str(out)], check=True, cwd=PROJECT)


def judge(scorer: Path, corpus: Path, models: Path, *options: str) -> dict[str, Any]:
    """Return what the scorer says of one corpus."""
    answer = models / f"{corpus.stem}{''.join(options)}.json"
    command = shlex.join((*GEOPARSE, str(models), *options))
    scored = [sys.executable, str(scorer), "corpora", str(corpus), "--command", command, "--json", str(answer)]
    subprocess.run(scored, check=True, cwd=PROJECT)
    figures: dict[str, Any] = json.loads(answer.read_text(encoding="utf-8"))[corpus.stem]
    return figures


def row(name: str, figures: dict[str, Any]) -> str:
    """Return one line of the table."""
    exact = figures["exact"]
    shown = (exact["P"], exact["R"], exact["F1"], figures["acc161_gold_spans"], figures["e2e_F161"])
    sure = (figures["p90_precision"], figures["p90_coverage"])
    return f"| {name} | " + " | ".join(f"{value:.3f}" for value in (*shown, *sure)) + " |"


def answers(corpus: Path, models: Path) -> Iterator[tuple[float, bool]]:
    """Yield how sure each answer to a gold span is, and whether it is right."""
    texts = [json.loads(line) for line in corpus.read_bytes().split(b"\n") if line.strip()]
    placed = [[t for t in text["toponyms"] if t.get("lat") is not None] for text in texts]
    lines = (
        json.dumps({"id": str(i), "text": text["text"], "url": text.get("url"), "spans": [[t["start"], t["end"]] for t in gold]})
        for i, (text, gold) in enumerate(zip(texts, placed, strict=True))
    )
    asked = models / f"{corpus.stem}-spans.jsonl"
    asked.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = subprocess.run([*GEOPARSE, str(models), str(asked)], check=True, capture_output=True, cwd=PROJECT)
    for gold, line in zip(placed, done.stdout.rstrip(b"\n").split(b"\n"), strict=True):
        for name, mention in zip(gold, json.loads(line)["mentions"], strict=True):
            place = mention["place"]
            if place is not None:
                yield place["confidence"], is_right(place, name)


def is_right(place: dict[str, Any], gold: dict[str, Any]) -> bool:
    """Return whether a place is the one of the gold, or close enough to it."""
    if gold.get("geonameid") and place["id"] == f"geonames:{gold['geonameid']}":
        return True
    if place["lat"] is None:
        return False
    a, b = math.radians(place["lat"]), math.radians(gold["lat"])
    h = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(gold["lon"] - place["lon"]) / 2) ** 2
    return 12742.0 * math.asin(min(1.0, math.sqrt(h))) <= REACH_KM


def curve(told: Sequence[tuple[float, bool]]) -> list[tuple[float, float, int]]:
    """Return for each tenth of confidence its mean, the share that is right, and how many there are."""
    points = []
    for at in range(BINS):
        inside = [(p, right) for p, right in told if min(int(p * BINS), BINS - 1) == at]
        if inside:
            count = len(inside)
            points.append((sum(p for p, _ in inside) / count, sum(right for _, right in inside) / count, count))
    return points


def diagram(curves: dict[str, list[tuple[float, float, int]]], *, upward: str = "share within 161 km") -> str:
    """Draw the curves: confidence to the right, share of right answers upward, the area of a dot as many answers."""

    def at(x: float, y: float) -> tuple[float, float]:
        return round(MARGIN + x * SIDE, 1), round(MARGIN / 2 + (1 - y) * SIDE, 1)

    width, height = SIDE + 2 * MARGIN, SIDE + 2 * MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" font-family="sans-serif" font-size="11">',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
    ]
    for tenth in range(0, 11, 2):
        (x, y), (x0, y0) = at(tenth / 10, tenth / 10), at(0, 0)
        parts.append(f'<path d="M{x} {y0}V{MARGIN / 2}M{x0} {y}H{MARGIN + SIDE}" stroke="#ddd"/>')
        parts.append(f'<text x="{x}" y="{y0 + 15}" text-anchor="middle">{tenth / 10:.1f}</text>')
        parts.append(f'<text x="{x0 - 6}" y="{y + 4}" text-anchor="end">{tenth / 10:.1f}</text>')
    parts.append('<path d="M{} {}L{} {}" stroke="#888" stroke-dasharray="4 3"/>'.format(*at(0, 0), *at(1, 1)))
    for number, (name, points) in enumerate(curves.items()):
        colour = COLOURS[number % len(COLOURS)]
        line = "L".join("{} {}".format(*at(x, y)) for x, y, _ in points)
        parts.append(f'<path d="M{line}" fill="none" stroke="{colour}" stroke-width="1.5"/>')
        most = max(count for _, _, count in points)
        for x, y, count in points:
            cx, cy = at(x, y)
            parts.append(f'<circle cx="{cx}" cy="{cy}" r="{2 + 7 * math.sqrt(count / most):.1f}" fill="{colour}" fill-opacity=".45"/>')
        parts.append(f'<text x="{MARGIN + 10}" y="{MARGIN + 15 * number}" fill="{colour}">{name}</text>')
    parts.append(f'<text x="{MARGIN + SIDE / 2}" y="{height - 8}" text-anchor="middle">confidence</text>')
    parts.append(f'<text transform="translate(11 {MARGIN / 2 + SIDE / 2}) rotate(-90)" text-anchor="middle">{upward}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def main() -> None:
    """Train what is missing, measure, write the table and the diagram."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scorer", type=Path)
    parser.add_argument("corpora", type=Path, nargs="+")
    parser.add_argument("--more", type=Path, nargs="*", default=[])
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--folds", type=int, default=5)
    options = parser.parse_args()
    options.scorer, options.work = options.scorer.resolve(), options.work.resolve()
    options.corpora, options.more = ([path.resolve() for path in paths] for paths in (options.corpora, options.more))
    folds = options.work / "folds"
    train([*options.corpora, *options.more], folds, "--folds", str(options.folds))
    lines = ["| | " + " | ".join(COLUMNS) + " |", "|---" * (len(COLUMNS) + 1) + "|"]
    curves = {}
    for corpus in options.corpora:
        others = [path for path in options.corpora if path != corpus]
        alone = options.work / f"without-{corpus.stem}"
        train(others, alone)
        lines.append(row(f"{corpus.stem}, {options.folds} folds of newspapers", judge(options.scorer, corpus, folds)))
        lines.append(row(f"{corpus.stem}, folds, `--beat`", judge(options.scorer, corpus, folds, "--beat")))
        lines.append(row(f"{corpus.stem}, trained on the other", judge(options.scorer, corpus, flat(alone))))
        curves[corpus.stem] = curve(list(answers(corpus, folds)))
    (options.work / "accuracy.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (options.work / "reliability.svg").write_text(diagram(curves), encoding="utf-8")
    print("\n".join(lines))


def flat(package: Path) -> Path:
    """Return a folder of parameters made of what was trained as for shipping."""
    models = package / "models"
    models.mkdir(exist_ok=True)
    for path in (*package.glob("recognize/parameters/crf.npz"), *package.glob("resolve/parameters/ranker.json")):
        (models / path.name).write_bytes(path.read_bytes())
    return models


if __name__ == "__main__":
    main()
