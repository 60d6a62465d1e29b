"""Training of the gate: which named places are sites of events, and of which kind."""
