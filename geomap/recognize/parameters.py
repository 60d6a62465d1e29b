"""Where the trained parameters of the recognizer stand."""

from __future__ import annotations

from pathlib import Path

CRF_FILE = "crf.npz"
SHIPPED = Path(__file__).parent / "parameters"
