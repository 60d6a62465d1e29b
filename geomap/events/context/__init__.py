"""A second look at the named places that the gate is unsure of: a small contextual encoder reads them in their sentence.

`subwords` cuts text into the pieces of the encoder's vocabulary, `passages` writes a sentence with what stands around it as pieces,
`encoder` reads passages, and `second_look` joins what it says with what the gate says.
"""
