"""From a document as drafted to the data of a plan: by rules and grammars alone, every value with its place."""
