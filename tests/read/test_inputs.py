"""Files, folders and standard input, good and bad: one clear sentence for each that cannot be read."""

# ruff: noqa: E501 - pages are long

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from geomap.model import Problem
from geomap.read import read_inputs
from geomap.read.inputs import geomap_outputs
from geomap.settings import ReadSettings
from tests.read.conftest import Reading

PAGE = "Flood\n7 June 2023\n\nWater has come to the town.\n"


def read(*origins: object, **settings: object) -> list[Problem]:
    result = read_inputs([str(origin) for origin in origins], ReadSettings(**settings))  # type: ignore[arg-type]
    return list(result.problems)


def is_one_sentence(problem: Problem) -> bool:
    return problem.origin in problem.text and "\n" not in problem.text and "Error" not in problem.text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b" \n\n ", "empty"),
        (b"%PDF-1.7 abc", "PDF"),
        (b"{\\rtf1 abc}", "Rich Text"),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "calendar"),
        (b"PK\x03\x04" + b"\x00" * 30, "ZIP"),
        (b"\x1f\x8b\x08" + bytes(50), "gzip"),
        (bytes(range(256)) * 20, "binary"),
        ("Δύο εργάτες τραυματίστηκαν από έκρηξη".encode("cp1253"), "not UTF-8"),
        ("A page".encode("utf-16")[2:], "binary"),
        (b'{"version": 1}', "no reader|nothing to read|not"),
    ],
)
def test_what_cannot_be_read_is_one_fatal_sentence(reading: Reading, content: bytes, words: str) -> None:
    result = reading(content)
    assert not result.posts
    (problem,) = result.problems
    assert problem.fatal
    assert is_one_sentence(problem)
    assert any(word in problem.text for word in words.split("|"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_marked_encodings_are_read(reading: Reading, encoding: str) -> None:
    result = reading(PAGE.replace("town", "Besançon").encode(encoding))
    assert "Besançon" in result.posts[0].text
    assert not result.problems


def test_a_few_broken_bytes_are_reported_and_the_rest_is_read(reading: Reading) -> None:
    content = "Місто Харків\n\nВода прибуває в місто, каже мер.".encode()
    result = reading(content[:-2] + content[-1:])
    assert len(result.posts) == 1
    assert any("UTF-8" in problem.text and not problem.fatal for problem in result.problems)


def test_missing_file() -> None:
    (problem,) = read("no/such/page.txt")
    assert problem.fatal
    assert "there is no such file" in problem.text
    assert is_one_sentence(problem)


def test_names_that_no_system_takes() -> None:
    for name in ("a\0b", "x" * 5000):
        (problem,) = read(name)
        assert problem.fatal


def test_size_limit_before_and_while_reading(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text(PAGE)
    (problem,) = read(path, max_bytes=10)
    assert problem.fatal
    assert "`max_bytes`" in problem.text
    result = read_inputs(["-"], ReadSettings(max_bytes=10), stdin=io.BytesIO(PAGE.encode()))
    assert "`max_bytes`" in result.problems[0].text
    assert len(read_inputs(["-"], ReadSettings(), stdin=io.BytesIO(PAGE.encode())).posts) == 1


def test_without_a_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    (problem,) = read("-")
    assert problem.fatal
    assert "no standard input" in problem.text


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_permission_denied(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text(PAGE)
    path.chmod(0)
    (problem,) = read(path)
    assert "permission" in problem.text


def test_special_files_are_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    (problem,) = read(pipe)
    assert "named pipe" in problem.text
    assert "device" in read("/dev/zero")[0].text


class TestFolders:
    def test_files_come_by_name_and_hidden_ones_are_skipped(self, tmp_path: Path) -> None:
        (tmp_path / "b").mkdir()
        for name in ("c.txt", "b/x.txt", "a.txt", ".hidden.txt"):
            (tmp_path / name).write_text(PAGE.replace("Flood", f"Page {name}"))
        result = read_inputs([str(tmp_path)], ReadSettings())
        assert [post.title for post in result.posts] == ["Page a.txt", "Page b/x.txt", "Page c.txt"]

    def test_one_bad_file_does_not_stop_the_others(self, tmp_path: Path) -> None:
        (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4")
        (tmp_path / "b.txt").write_text(PAGE)
        result = read_inputs([str(tmp_path)], ReadSettings())
        assert len(result.posts) == 1
        assert [problem.fatal for problem in result.problems] == [True]

    def test_an_empty_folder(self, tmp_path: Path) -> None:
        (problem,) = read(tmp_path)
        assert problem.fatal
        assert "nothing to read" in problem.text

    def test_a_link_that_leads_round(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text(PAGE)
        (tmp_path / "again").symlink_to(tmp_path)
        result = read_inputs([str(tmp_path)], ReadSettings())
        assert len(result.posts) == 1
        assert ["link" in problem.text for problem in result.problems] == [True]

    def test_a_broken_link(self, tmp_path: Path) -> None:
        (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
        (problem,) = read(tmp_path)
        assert problem.fatal


def test_one_post_in_two_inputs_is_one(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(PAGE)
    assert len(read_inputs([str(tmp_path)], ReadSettings()).posts) == 1


def test_posts_of_two_pages_with_the_same_anchors_are_two(tmp_path: Path) -> None:
    for name in ("One", "Two"):
        post = f'<article id="p1"><time datetime="2023-06-07T10:00:00Z">x</time><h2>{name}</h2><p>Water rose.</p></article>'
        other = post.replace("p1", "p2").replace("T10", "T11").replace(name, f"{name} more")
        (tmp_path / name).write_text(f"<html><body><main>{post}{other}</main></body></html>")
    assert len(read_inputs([str(tmp_path)], ReadSettings()).posts) == 4


def test_alerts_of_two_channels_at_one_minute_are_two_and_a_feeds_start_of_a_post_is_one(tmp_path: Path) -> None:
    item = "<item><title>Air raid alert</title><pubDate>Wed, 07 Jun 2023 18:05:00 GMT</pubDate><description>{}</description></item>"
    texts = {
        "Odesa": "Sirens sound in Odesa.",
        "Kyiv": "Sirens sound in Kyiv.",
        "Digest": "Sirens sound in Kyiv.",
        "Kyiv again": "Sirens sound in Kyiv.",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(f"<rss><channel><title>{name}</title>{item.format(text)}</channel></rss>")
    posts = read_inputs([str(tmp_path)], ReadSettings()).posts
    assert [post.text.split()[-1] for post in posts] == ["Kyiv.", "Odesa."]


def test_ids_are_unique_over_all_inputs(tmp_path: Path) -> None:
    for name in ("a.jsonl", "b.jsonl"):
        (tmp_path / name).write_text('{"id": "1", "text": "a"}\n{"id": "1~2", "text": "b"}\n')
    ids = [post.id for post in read_inputs([str(tmp_path)], ReadSettings()).posts]
    assert len(ids) == len(set(ids)) == 4


ITEM = (
    "<rss><channel><title>The Valley Times</title><item><title>Bridge shut</title><link>{url}</link>{date}"
    "<description>The bridge was shut at noon after the river rose by two metres in one night.</description></item></channel></rss>"
)
PAGE_OF_ITEM = (
    '<html><head><link rel="canonical" href="https://www.example.org/news/bridge"><meta property="og:site_name" content="Valley Times">'
    '<meta property="article:published_time" content="{time}"></head><body><article><h1>Bridge shut</h1><p>The bridge was shut at noon after '
    "the river rose by two metres in one night. Cars had to turn, and the school bus took the road over the hill, the mayor said on Tuesday "
    "evening, when the water had begun to fall.</p></article></body></html>"
)
DATE = "<pubDate>Wed, 07 Jun 2023 18:05:00 GMT</pubDate>"


def both(tmp_path: Path, feed: str, page: str) -> list[tuple[str, str | None]]:
    (tmp_path / "feed.xml").write_text(feed)
    (tmp_path / "page.html").write_text(page)
    posts = {}
    for order in (("feed.xml", "page.html"), ("page.html", "feed.xml")):
        read = read_inputs([str(tmp_path / name) for name in order], ReadSettings()).posts
        posts[order] = sorted((post.text, post.published_at and f"{post.published_at:%H:%M}") for post in read)
    assert len({tuple(found) for found in posts.values()}) == 1  # whichever comes first
    return posts["feed.xml", "page.html"]


@pytest.mark.parametrize(
    "url",
    [
        "https://www.example.org/news/bridge",
        "http://example.org/news/bridge/",
        "https://m.example.org/news/bridge?utm_source=rss&utm_medium=feed&fbclid=x",
        "https://www.example.org/news/bridge/amp?CMP=share",
    ],
)
@pytest.mark.parametrize("date", [DATE, DATE.replace("18:05", "18:31"), ""], ids=["same minute", "minutes later", "no time"])
def test_a_post_of_a_feed_and_its_page_is_one(tmp_path: Path, url: str, date: str) -> None:
    ((text, when),) = both(tmp_path, ITEM.format(url=url, date=date), PAGE_OF_ITEM.format(time="2023-06-07T18:05:00Z"))
    assert "Cars had to turn" in text
    assert when == "18:05"


def test_the_fuller_form_takes_the_time_of_the_other(tmp_path: Path) -> None:
    page = PAGE_OF_ITEM.format(time="").replace("<article>", '<article><meta itemprop="author" content="x">')
    ((text, when),) = both(tmp_path, ITEM.format(url="https://example.org/news/bridge", date=DATE), page)
    assert ("Cars had to turn" in text, when) == (True, "18:05")


def test_the_same_words_without_an_address_are_one(tmp_path: Path) -> None:
    feed = ITEM.format(url="", date=DATE)
    assert len(both(tmp_path, feed, feed.replace("Valley Times", "Valley Digest"))) == 1
    assert len(both(tmp_path, feed, feed.replace("Valley Times", "Valley Digest").replace(DATE, ""))) == 1


def test_another_day_or_another_address_is_another_post(tmp_path: Path) -> None:
    assert len(both(tmp_path, ITEM.format(url="", date=DATE), ITEM.format(url="", date=DATE.replace("07 Jun", "09 Jun")))) == 2
    feed = ITEM.format(url="https://example.org/news/bridge", date=DATE)
    assert (
        len(both(tmp_path, feed, feed.replace("news/bridge", "news/bridge-2").replace("at noon", "at dusk").replace("18:05", "19:55"))) == 2
    )


def test_posts_of_one_title_at_one_address_stay_apart(tmp_path: Path) -> None:
    post = '<article id="p{n}"><time datetime="2023-06-07T1{n}:00:00Z">x</time><h2>Summary</h2><p>This is what we know at {n} so far.</p></article>'
    page = f"<html><body><main>{''.join(post.format(n=n) for n in (3, 2, 1))}</main></body></html>"
    for name in ("a.html", "b.html"):
        (tmp_path / name).write_text(page)
    assert len(read_inputs([str(tmp_path)], ReadSettings()).posts) == 3


_PEAK_OF_READING = """
import sys, tracemalloc
from geomap.read import iter_inputs
from geomap.settings import ReadSettings
tracemalloc.start()
for _ in iter_inputs(sys.argv[1:], ReadSettings()):
    pass
print(tracemalloc.get_traced_memory()[1])
"""


def test_memory_holds_one_document_at_a_time_whatever_the_size_limit(tmp_path: Path) -> None:
    for at in range(60):
        (tmp_path / f"{at}.txt").write_text(PAGE.replace("Flood", f"Flood {at}") + "The water rose in the town. " * 4_000)
    # In a process of its own: what other tests of this one keep, or do meanwhile in threads, would be counted.
    done = subprocess.run([sys.executable, "-c", _PEAK_OF_READING, str(tmp_path)], check=True, capture_output=True, text=True)
    assert int(done.stdout) < 3_000_000  # the documents together are over twice that


@pytest.mark.parametrize(
    ("names", "pages"),
    [
        ({"map.html", "report.json", "unresolved.csv", "events.gpkg", "preview.png", "a.txt"}, {"a.txt"}),
        ({"report.html", "report.md", "report.png", "a.txt"}, {"a.txt"}),
        ({"map.html", "report.json", "events.csv"}, {"map.html", "report.json", "events.csv"}),
        ({"report.md", "report.png"}, {"report.md", "report.png"}),
    ],
)
def test_only_what_geomap_wrote_together_is_told_from_pages(names: set[str], pages: set[str]) -> None:
    assert names - geomap_outputs(names) == pages
