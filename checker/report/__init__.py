"""Renders findings and diagnostics, one file per format. Judges nothing and prints nothing."""
