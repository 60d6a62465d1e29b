"""Which count belongs to which event: a learned decision on each count of a post with each event that it may belong to.

`post` finds where counts and events stand, `features` describes a pair of them without the identity of any word, `model` weighs that, and
`assign` gives the counts to the events. `python -m training fit-counts` finds the weights.
"""
