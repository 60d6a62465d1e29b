"""Live blogs and articles as plain text, as copied from a browser."""

from geomap.read.plaintext.reader import TextReader, read_lines

__all__ = ["TextReader", "read_lines"]
