"""What a publisher's other posts say of the candidates of one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from gazetteer import Gazetteer
from geomap.model import Mention, Post
from geomap.resolve import publisher_prior
from geomap.resolve.batch import Batch, make_batch
from geomap.resolve.candidates import CandidateFinder
from geomap.resolve.publisher_prior import PUBLISHER, PublisherPriors, publisher_of


@pytest.mark.parametrize(
    ("url", "publisher"),
    [
        ("https://www.paper.example/a", "paper.example"),
        ("http://news.paper.example", "news.paper.example"),
        (None, "wire"),
        ("a/b", "wire"),
    ],
)
def test_the_publisher_is_the_host_of_the_address_or_the_source(url: str | None, publisher: str) -> None:
    assert publisher_of(Post(id="1", source="www.wire", text="", url=url)) == publisher


def _batch(gazetteer: Gazetteer, *names: str) -> Batch:
    """Return a batch of one document for each name."""
    documents = [(name, [Mention(post_id="", start=0, end=len(name), text=name, confidence=1.0)]) for name in names]
    batch = make_batch(documents, CandidateFinder(gazetteer))
    assert batch is not None
    return batch


def _row(gazetteer: Gazetteer, batch: Batch, document: int, region: str) -> int:
    """Return the position in the batch of the document's candidate in ``region``."""
    own = batch.candidates_of(document)
    places = [gazetteer.place_at(int(row)) for row in batch.rows[own]]
    return own.start + next(at for at, place in enumerate(places) if place.admin1 == region)


@pytest.fixture(scope="module")
def batch(gazetteer: Gazetteer) -> Batch:
    return _batch(gazetteer, "Dayton", "Lebanon", "Akron")


@dataclass(frozen=True)
class Asked:
    """Asks of the candidates of the second document."""

    gazetteer: Gazetteer
    batch: Batch

    def features(self, priors: PublisherPriors, region: str, *, publisher: str = "p", post: int = 9) -> dict[str, float]:
        """Return the features of its candidate in ``region``."""
        own = self.batch.candidates_of(1)
        table = priors.features(publisher, post, self.batch, own)
        assert table.shape == (own.stop - own.start, len(PUBLISHER))
        return dict(zip(PUBLISHER, table[_row(self.gazetteer, self.batch, 1, region) - own.start].tolist(), strict=True))


@pytest.fixture(scope="module")
def asked(gazetteer: Gazetteer, batch: Batch) -> Asked:
    return Asked(gazetteer, batch)


def test_places_of_other_posts_speak_for_their_country_region_and_surroundings(gazetteer: Gazetteer, batch: Batch, asked: Asked) -> None:
    priors = PublisherPriors()
    priors.add("p", 0, batch, [_row(gazetteer, batch, 0, "Ohio")])
    inside = asked.features(priors, "Ohio")
    assert inside["beat_country"] == inside["beat_admin1"] == pytest.approx(1 / 2)  # one page says less than ten
    assert 0 < inside["beat_close"] < inside["beat_near"] < 1 / 2
    elsewhere = asked.features(priors, "Oregon")
    assert (elsewhere["beat_country"], elsewhere["beat_admin1"]) == (pytest.approx(1 / 2), 0.0)
    assert elsewhere["beat_near"] < 1e-4
    priors.add("p", 1, batch, [_row(gazetteer, batch, 0, "Ohio"), _row(gazetteer, batch, 2, "Ohio")])
    assert asked.features(priors, "Ohio")["beat_admin1"] == pytest.approx(3 / 4)


def test_neither_the_post_itself_nor_another_publisher_speaks(gazetteer: Gazetteer, batch: Batch, asked: Asked) -> None:
    priors = PublisherPriors()
    priors.add("p", 0, batch, [_row(gazetteer, batch, 0, "Ohio")])
    assert set(asked.features(priors, "Ohio", post=0).values()) == {0.0}
    assert set(asked.features(priors, "Ohio", publisher="q").values()) == {0.0}
    priors.add("p", 1, batch, [_row(gazetteer, batch, 2, "Ohio")])
    assert asked.features(priors, "Ohio", post=0)["beat_admin1"] == pytest.approx(1 / 2)


def test_places_without_a_region_share_none(batch: Batch) -> None:
    own = batch.candidates_of(1)
    country = next(at for at in range(own.start, own.stop) if batch.admin2[at] < 0)
    priors = PublisherPriors()
    priors.add("p", 0, batch, [country])
    table = priors.features("p", 1, batch, own)
    assert (table[batch.admin2[own] < 0, PUBLISHER.index("beat_admin2")] == 0).all()
    assert (table[batch.admin1[own] < 0, PUBLISHER.index("beat_admin1")] == 0).all()


def test_only_the_places_that_are_named_most_speak(
    gazetteer: Gazetteer, batch: Batch, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publisher_prior, "_MOST_PLACES", 1)
    priors = PublisherPriors()
    ohio, oregon = (_row(gazetteer, batch, 0, region) for region in ("Ohio", "Oregon"))
    for post in range(3):
        priors.add("p", post, batch, [oregon])
    priors.add("p", 3, batch, [ohio])
    assert asked.features(priors, "Ohio")["beat_admin1"] == 0.0
    assert asked.features(priors, "Oregon")["beat_admin1"] == pytest.approx(3 / 4)
    assert np.isfinite(priors.features("p", 9, batch, batch.candidates_of(1))).all()
