"""Printed forms made of tables, read and judged by what they mean."""
