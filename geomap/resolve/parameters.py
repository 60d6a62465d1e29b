"""Where the trained parameters of the resolver stand."""

from __future__ import annotations

from pathlib import Path

RANKER_FILE = "ranker.json"
SHIPPED = Path(__file__).parent / "parameters"
