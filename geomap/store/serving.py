"""The configuration with which pygeoapi serves a store."""

from __future__ import annotations

import json

PROVIDER = "geomap.store.provider.StoreProvider"
MOST_ITEMS = 1000  # of a page


def pygeoapi_config(data: str, *, title: str, url: str, host: str, port: int) -> str:
    """Return a configuration of pygeoapi as YAML.

    Args:
        data: The store, as `geomap.Store` takes it; no password.
        title: The name of the service.
        url: The address under which clients reach the server.
        host: The address at which it listens.
        port: The port at which it listens.

    Returns:
        The text of the file. A number of days is not stated: those of a store that grows would keep newer ones from being asked for.
    """
    return f"""\
# Written by `geomap store serve-config`. pygeoapi needs geomap in its environment; see docs/how-to/serve-a-store.md.
server:
  bind:
    host: {_quoted(host)}
    port: {port}
  url: {_quoted(url)}
  mimetype: application/json; charset=UTF-8
  encoding: utf-8
  gzip: false
  languages: [en-US]
  pretty_print: false
  limits:
    default_items: 100
    max_items: {MOST_ITEMS}
  map:
    url: https://tile.openstreetmap.org/{{z}}/{{x}}/{{y}}.png
    attribution: '&copy; <a href="https://openstreetmap.org/copyright">OpenStreetMap contributors</a>'
logging:
  level: ERROR
metadata:
  identification:
    title: {_quoted(title)}
    description: {_quoted(f"{title}: events read from news, with the words that they rest on")}
    keywords: [events, news, geomap]
    keywords_type: theme
    terms_of_service: null
    url: {_quoted(url)}
  license:
    name: not stated
    url: null
  provider:
    name: {_quoted(title)}
    url: {_quoted(url)}
  contact:
    name: not stated
resources:
  events:
    type: collection
    title: {_quoted(title)}
    description: Events, one for each incident
    keywords: [events]
    links: []
    extents:
      spatial:
        bbox: [-180, -90, 180, 90]
        crs: http://www.opengis.net/def/crs/OGC/1.3/CRS84
      temporal:
        begin: null
        end: null
    providers:
      - type: feature
        name: {PROVIDER}
        data: {_quoted(data)}
        id_field: event_id
        time_field: event_date
        title_field: place_name
"""


def _quoted(text: str) -> str:
    """Return a text as YAML reads it, whatever characters it has; ``$`` begins no variable of the environment."""
    return json.dumps(text, ensure_ascii=True)
