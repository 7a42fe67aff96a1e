"""Findings and diagnostics to text, one file a format. Judges nothing and prints nothing."""
