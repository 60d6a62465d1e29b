"""Saved web pages: schema.org data where the page has them, else its own structure, else its text."""

from geomap.read.html.reader import HtmlReader

__all__ = ["HtmlReader"]
