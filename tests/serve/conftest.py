"""The browser that the page's own tests use."""

from __future__ import annotations

from tests.render.conftest import browser

__all__ = ["browser"]
