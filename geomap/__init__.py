"""geomap turns news into maps of events."""
