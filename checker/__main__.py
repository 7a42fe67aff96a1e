"""`plancheck` and `python -m checker`: one call with a safety net, and the exit code."""

from __future__ import annotations

import sys


def main() -> None:
    """The command `plancheck`."""
    from checker.cli.app import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
