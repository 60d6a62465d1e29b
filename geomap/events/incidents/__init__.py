"""Which events of different posts are one incident: a learned decision on each pair of them.

`features` describes a pair without the identity of any word, `model` weighs that, `linking` joins events into incidents.
`python -m training fit-incidents` finds the weights.
"""
