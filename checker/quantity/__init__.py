"""Printed values to exact sets with units. Knows no plan, no rule and no indicator."""
