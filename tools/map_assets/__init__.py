"""Makes what the page is drawn with: the vendored client library and the base map."""
