"""The columnar engine: rules over arrays, for many plans at once. The reference evaluator has the last word."""
