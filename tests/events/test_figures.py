"""Each count of an event stands in words that are kept with it."""

from __future__ import annotations

import geomap


def test_counts_of_another_sentence_are_quoted() -> None:
    text = "Rockets struck the centre of Izium on Tuesday morning. Three people were killed and eight wounded, the mayor said."
    (event,) = geomap.geoparse(geomap.Text(text, published_at="2022-05-10T12:00:00Z")).events
    evidence = event.evidence[0]
    assert (event.toll.fatalities, event.toll.injured) == (3, 8)
    assert evidence.quote.startswith("Rockets struck")
    assert evidence.toll_quote == "Three people were killed and eight wounded, the mayor said."


def test_counts_of_the_own_sentence_need_no_other_quotation() -> None:
    text = "Rockets struck the centre of Izium on Tuesday, killing three people and wounding eight."
    (event,) = geomap.geoparse(geomap.Text(text, published_at="2022-05-10T12:00:00Z")).events
    assert event.toll.fatalities == 3
    assert event.evidence[0].toll_quote is None
