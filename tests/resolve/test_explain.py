"""The explanation of resolutions: every candidate once, the chosen one marked, reasons in words."""

from __future__ import annotations

from gazetteer import Gazetteer
from geomap.model import Mention, Post
from geomap.resolve import default_resolver
from geomap.resolve.explain import explain


def test_every_candidate_is_shown_and_one_is_chosen(gazetteer: Gazetteer) -> None:
    text = "Snow fell in Springfield, Illinois and in Qwxzvolgrad."
    post = Post(id="1", source="test", text=text)
    names = ["Springfield", "Illinois", "Qwxzvolgrad"]
    mentions = [Mention(post_id="1", start=text.index(n), end=text.index(n) + len(n), text=n, confidence=1.0) for n in names]
    resolutions = default_resolver(gazetteer).resolve([post], [mentions])[0]
    springfield, illinois, unknown = explain(resolutions)
    assert [c.id for c in springfield.candidates] == [c.place.id for c in resolutions[0].candidates]
    assert [c.chosen for c in springfield.candidates] == [True] + [False] * (len(springfield.candidates) - 1)
    assert springfield.candidates[0].admin1 == "Illinois"
    assert [c.confidence is not None for c in springfield.candidates] == [c.chosen for c in springfield.candidates]
    assert springfield.reasons
    assert illinois.candidates[0].kind == "region"
    assert unknown.candidates == ()
    assert "no place" in unknown.reasons[0].text
