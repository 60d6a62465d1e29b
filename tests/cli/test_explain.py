"""`geomap explain` from outside: tables for people, JSON for programs, and one sentence where there is nothing to explain."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Done

Geomap = Callable[..., Done]

TEXT = "It snowed in Springfield, Illinois, and in Paris, Texas."


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "posts.jsonl"
    records = [{"id": "a", "title": "the weather", "text": TEXT}, {"id": "b", "text": "Nothing of note."}]
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def test_a_table_for_each_mention_with_its_candidates_and_reasons(geomap: Geomap, corpus: Path) -> None:
    done = geomap("explain", corpus)
    assert done.status == 0
    lines = done.out.splitlines()
    assert lines[0] == "post a: the weather"
    at = next(i for i, line in enumerate(lines) if line.startswith("Springfield  (literal, characters 13 to 24"))
    assert lines[at + 1].split() == ["place", "kind", "in", "confidence", "matched"]
    assert lines[at + 2].split()[:4] == ["*", "Springfield", "settlement", "Illinois,"]
    rows = lines[at + 1 : lines.index("", at)]
    assert sum(line.startswith("  *") for line in rows) == 1
    assert any("the text names, beside it, the region or country that it lies in" in line and "+" in line for line in rows)
    assert lines[lines.index("post b") + 1] == "  no place names"


def test_one_mention_of_one_post(geomap: Geomap, corpus: Path) -> None:
    done = geomap("explain", corpus, "--post", "a", "--mention", "paris")
    assert [line.split("  ")[0] for line in done.out.splitlines() if "characters" in line] == ["Paris"]


def test_json_has_every_candidate_and_reason(geomap: Geomap, corpus: Path) -> None:
    done = geomap("explain", corpus, "--json")
    found = [json.loads(line) for line in done.out.splitlines()]
    assert [(mention["post"], mention["text"]) for mention in found] == [("a", n) for n in ("Springfield", "Illinois", "Paris", "Texas")]
    for mention in found:
        assert TEXT[mention["start"] : mention["end"]] == mention["text"]
        assert [c["chosen"] for c in mention["candidates"]].count(True) == 1
        assert 0 < mention["candidates"][0]["confidence"] <= 1
        assert all(reason["text"] for reason in mention["reasons"])
    assert len(found[0]["candidates"]) > 1


def test_what_is_not_there_is_named_with_what_is(geomap: Geomap, corpus: Path) -> None:
    post = geomap("explain", corpus, "--post", "c")
    assert (post.status, post.err) == (2, "error: --post: no post has an id that begins with 'c'; the posts are a, b\n")
    mention = geomap("explain", corpus, "--mention", "London")
    assert mention.status == 2
    assert mention.err == "error: --mention: no mention is spelled 'London'; the mentions are Illinois, Paris, Springfield, Texas\n"


def test_what_a_page_says_does_not_steer_the_terminal(geomap: Geomap, tmp_path: Path) -> None:
    path = tmp_path / "posts.jsonl"
    path.write_text(json.dumps({"id": "\u001b[2J", "title": "\u001b]0;x\u0007", "text": TEXT}) + "\n", encoding="utf-8")
    done = geomap("explain", path)
    assert done.status == 0
    assert "\x1b" not in done.out
    assert "\x07" not in done.out


def test_the_beginning_of_a_posts_id_is_enough(geomap: Geomap, tmp_path: Path) -> None:
    path = tmp_path / "posts.jsonl"
    path.write_text("".join(json.dumps({"id": name, "text": f"Rain in {name}."}) + "\n" for name in ("Paris", "Prague")), encoding="utf-8")
    done = geomap("explain", path, "--post", "Par")
    assert (done.status, done.err) == (0, "")
    assert "post Paris" in done.out
    assert "Prague" not in done.out
