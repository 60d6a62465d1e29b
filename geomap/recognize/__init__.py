"""recognize."""
