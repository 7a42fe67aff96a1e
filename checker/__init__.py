"""plancheck: rules for Chinese five-year plans, checked and explained.

For Python: `from checker import check, load_plan, load_rules, compare_frame` (see docs/python.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from checker.api import check, compare_frame, load_plan, load_rules
    from checker.version import __version__

__all__ = ["__version__", "check", "compare_frame", "load_plan", "load_rules"]


def __getattr__(name: str) -> Any:
    """Import what is asked for, and only then: the command line needs none of it."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"checker.{'version' if name == '__version__' else 'api'}"), name)
