"""plancheck: rules for Chinese five-year plans, checked and explained."""

__version__ = "0.1.0"
