"""``python -m geomap`` is the command ``geomap``, for environments whose programs are not on the path."""

from geomap.cli import main

main()
