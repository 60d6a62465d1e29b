"""The learned part of event extraction: which named places are sites of events, and what kind of event each is.

`features` describes a place in its sentence and post without the identity of any word, `vectors` gives words a meaning that is shared
across languages, `model` holds the two heads (site: logistic regression; kind: conditional logit) and `decide` turns their answers into
event mentions. `training/` fits the parameters.
"""
