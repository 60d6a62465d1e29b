"""``python -m gazetteer`` is the command ``gazetteer``."""

from gazetteer.program import main

main()
