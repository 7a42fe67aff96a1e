"""From the tree as written to typed rules. Knows the vocabulary, no plans."""
