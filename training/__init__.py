"""Training of the parameters that ship, and their judgement fold by fold: `python -m training --help`.

The annotated texts stay outside the project.
"""
