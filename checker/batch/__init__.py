"""Many plans: read in parallel, judged in columns, results in the order of the input. Decides nothing about plans."""
