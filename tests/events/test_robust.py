"""Whatever sentences stand together in one post, and however posts are ordered, they are read."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.events import RuleExtractor
from geomap.model import Post, Resolution
from tests.accuracy.events_measure import resolution_of, rows
from tests.conftest import tries
from tests.events.conftest import NOON, make_post

ROWS = rows()
Page = tuple[Post, tuple[Resolution, ...]]


@st.composite
def pages(draw: st.DrawFn) -> list[Page]:
    """Draw posts made of sentences of the gold, a headline among them."""
    made = []
    for number in range(draw(st.integers(1, 3))):
        picked = draw(st.lists(st.sampled_from(ROWS), min_size=1, max_size=5))
        text = ""
        found: list[Resolution] = []
        for row in picked:
            found += [resolution_of(row["text"], mention, at=len(text)) for mention in row["mentions"]]
            text += row["text"] + draw(st.sampled_from([" ", "\n", "\n\n"]))
        post = replace(make_post(text, id=str(number), language=picked[0]["lang"]), text=text, published_at=NOON)
        made.append((post, tuple(replace(one, mention=replace(one.mention, post_id=post.id)) for one in found)))
    return made


@settings(deadline=None, max_examples=tries(80))
@given(pages())
def test_any_sentences_together_are_read_and_the_order_of_posts_does_not_matter(made: list[Page]) -> None:
    extractor = RuleExtractor()
    told = extractor.events([post for post, _ in made], [found for _, found in made])
    for (post, _), events in zip(made, told, strict=True):
        for event in events:
            (evidence,) = event.evidence
            assert post.text[evidence.start : evidence.end] == evidence.quote
            assert 0 < event.confidence <= 1
    turned = extractor.events([post for post, _ in reversed(made)], [found for _, found in reversed(made)])
    assert extractor.merge(told) == extractor.merge(turned)
