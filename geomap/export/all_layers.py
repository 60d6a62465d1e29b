"""All layers of a GeoPackage, in the order in which the file lists them."""

from __future__ import annotations

from collections.abc import Sequence

from geomap.export.base_layers import base_layers
from geomap.export.gdal import Layer
from geomap.export.groups import days_layer, places_layer, tellings_layer
from geomap.export.layers import areas_layer, events_layer, mentions_layer, posts_layer
from geomap.export.regions import regions_layer
from geomap.model import Analysis


def all_layers(analysis: Analysis) -> Sequence[Layer]:
    """Return the layers in the order in which a file lists them."""
    placed = [(event.where.name, event.where.lon, event.where.lat) for event in analysis.events]
    named = [(name, lon, lat) for name, lon, lat in placed if lon is not None and lat is not None]
    return (
        events_layer(analysis),
        areas_layer(analysis),
        mentions_layer(analysis),
        posts_layer(analysis),
        regions_layer(analysis),
        places_layer(analysis),
        tellings_layer(analysis),
        days_layer(analysis),
        *base_layers(analysis, named),
    )
