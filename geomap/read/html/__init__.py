"""Saved web pages: read by their schema.org data, else by their structure, else as text."""
