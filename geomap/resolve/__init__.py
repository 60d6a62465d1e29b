"""Which place each mention means: resolvers behind one protocol."""

from __future__ import annotations

from pathlib import Path

from gazetteer import Gazetteer
from geomap.stages import Resolver

__all__ = ["default_resolver"]


def default_resolver(gazetteer: Gazetteer, *, home: str | None = None, beat: bool = False, models: Path | None = None) -> Resolver:
    """Return the resolver that ships.

    Args:
        gazetteer: where places stand.
        home: ISO 3166-1 alpha-2 country whose places are meant unless the text says otherwise.
        beat: learn from all posts of a publisher together where it writes from.
        models: folder of parameters to use instead of those that ship.

    Raises:
        SettingsError: ``models`` holds no parameters.
    """
    from geomap.models import RANKER_FILE, parameters_file  # noqa: PLC0415
    from geomap.resolve.ranker import Ranker  # noqa: PLC0415 - numpy is loaded only where names are resolved
    from geomap.resolve.resolver import DocumentResolver  # noqa: PLC0415

    return DocumentResolver(gazetteer, Ranker.load(parameters_file(RANKER_FILE, models)), home_country=home, with_publisher_prior=beat)
