"""Explanations: which places a name could mean and why one was chosen, and why an event was found."""

from geomap.explain.events import ExplainedEvent, event_lines, explain_events
from geomap.explain.mentions import ExplainedPost, explain_posts

__all__ = ["ExplainedEvent", "ExplainedPost", "event_lines", "explain_events", "explain_posts"]
