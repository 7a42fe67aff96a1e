"""The rule language as written: text to tree and tree to text. Knows no plans and no types."""
