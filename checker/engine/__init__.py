"""Evaluation of typed rules on plans. The reference evaluator walks one plan in exact numbers."""
