"""Counts of people: who is counted in a sentence, and what is said to have happened to them.

`words` reads the tables, `phrases` knows what stands for people, `groups` finds the people that a sentence counts ("two men", "a nurse",
"nobody"), `series` joins those told in one breath ("the mayor and two guards"), `cues` finds the words for what happened to people, and
`reading` gives each of these the group it is said of. `toll` sums up the counts of one event.
"""
