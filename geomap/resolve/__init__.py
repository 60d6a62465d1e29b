"""Which place each mention means: resolvers behind one protocol."""

from __future__ import annotations

from pathlib import Path

from gazetteer import Gazetteer
from geomap.stages import Resolver

__all__ = ["default_resolver"]


def default_resolver(gazetteer: Gazetteer, *, home: str | None = None, beat: bool = False, models: Path | None = None) -> Resolver:
    """Give the resolver that ships.

    Args:
        gazetteer: where places stand.
        home: ISO 3166-1 alpha-2 country whose places are meant unless the text says otherwise.
        beat: learn from all posts of a publisher together where it writes from.
        models: folder of parameters to use instead of those that ship; with folds, see ``geomap.folds``.

    Raises:
        SettingsError: ``models`` holds no parameters.
    """
    from geomap.folds import parameter_files  # noqa: PLC0415 - numpy is loaded only where names are resolved
    from geomap.resolve.parameters import RANKER_FILE, SHIPPED  # noqa: PLC0415
    from geomap.resolve.ranker import Ranker  # noqa: PLC0415
    from geomap.resolve.resolver import DocumentResolver  # noqa: PLC0415

    rankers = [Ranker.load(path) for path in parameter_files(models or SHIPPED, RANKER_FILE)]
    return DocumentResolver(gazetteer, rankers, home=home, beat=beat)
