"""`plancheck` and `python -m checker`: one call with a safety net, and the exit code."""

from __future__ import annotations

import gc
import sys

ROOM = 200_000  # objects: a plan is judged before there are as many


def main() -> None:
    """The command `plancheck`.

    The collector of garbage finds nothing in a short run and took a sixth of it: it comes later, and not at the end.
    """
    gc.set_threshold(ROOM, 10, 10)
    from checker.cli.app import run

    code = run(sys.argv[1:])
    gc.freeze()
    sys.exit(code)


if __name__ == "__main__":
    main()
