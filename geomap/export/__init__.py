"""Analyses to files: one exporter for each format, found by its name in `geomap.export.registry`."""

from __future__ import annotations

from geomap.export.registry import FORMATS, check_formats, exporter_for, format_of, known_formats
from geomap.export.report import ReportExporter, UnresolvedExporter

__all__ = ["FORMATS", "ReportExporter", "UnresolvedExporter", "check_formats", "exporter_for", "format_of", "known_formats"]
