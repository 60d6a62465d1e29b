"""The rows of an explanation: every candidate once, reasons with the first."""

from __future__ import annotations

from gazetteer import Gazetteer
from geomap.model import Mention, Post
from geomap.resolve import default_resolver
from geomap.resolve.explain import explain


def test_every_candidate_has_a_row_and_one_is_chosen(gazetteer: Gazetteer) -> None:
    text = "Snow fell in Springfield, Illinois and in Qwxzvolgrad."
    post = Post(id="1", source="test", text=text)
    names = ["Springfield", "Illinois", "Qwxzvolgrad"]
    mentions = [Mention(post_id="1", start=text.index(n), end=text.index(n) + len(n), text=n, confidence=1.0) for n in names]
    resolutions = default_resolver(gazetteer).resolve([post], [mentions])[0]
    rows = list(explain(resolutions))
    assert len(rows) == sum(max(1, len(r.candidates)) for r in resolutions)
    springfield = [row for row in rows if row.mention == "Springfield"]
    assert [row.chosen for row in springfield] == [True] + [False] * (len(springfield) - 1)
    assert springfield[0].reasons
    assert not any(row.reasons for row in springfield[1:])
    unknown = [row for row in rows if row.mention == "Qwxzvolgrad"]
    assert [(row.place, row.chosen) for row in unknown] == [("", False)]
    assert "no place" in unknown[0].reasons
