"""Live blogs and articles as plain text, as copied from a browser."""
