"""Training of the parameters that ship: `python -m geomap.train --help`. The texts stay outside the project."""
