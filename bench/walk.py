"""What one check does, step by step: each function that the door or the pipeline calls in a module below them.

    .venv/bin/python bench/walk.py plans/luzhai.yaml

The door is `checker/cli/` with `checker/__main__.py`. What a step does inside is not shown, nor are the methods of the
values that the steps hand on, nor imports. Steps that follow on each other in one module are one entry into it.
"""

from __future__ import annotations

import contextlib
import io
import itertools
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

DOORS = ("checker.cli", "checker.__main__")
PIPELINE = "checker.pipeline"


@dataclass(frozen=True)
class Step:
    """A call: the module that calls, and the function that is called in another."""

    caller: str
    module: str
    function: str


def walk(run: Callable[[], object]) -> list[Step]:
    """Run something; the steps that it takes, in order."""
    steps: list[Step] = []

    def profile(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_back is not None:
            caller, module = _module(frame.f_back), _module(frame)
            if not _is_importing(frame.f_back) and _is_step(
                caller, module, frame.f_code.co_qualname
            ):
                steps.append(Step(caller, module, frame.f_code.co_name))

    sys.setprofile(profile)
    try:
        run()
    finally:
        sys.setprofile(None)
    return steps


def entries(steps: list[Step]) -> list[tuple[str, list[Step]]]:
    """The steps by the module that they enter; those that follow on each other in one module are together."""
    return [
        (module, list(taken))
        for module, taken in itertools.groupby(steps, lambda step: step.module)
    ]


def _is_step(caller: str, module: str, function: str) -> bool:
    """Whether a door calls the pipeline, or either calls a function of a module that is neither."""
    if "." in function or function.startswith("<") or not module.startswith("checker"):
        return False
    from_door = _is_door(caller)
    if module == PIPELINE:
        return from_door
    return (from_door or caller == PIPELINE) and not _is_door(module)


def _is_importing(frame: FrameType | None) -> bool:
    """Whether a frame runs a module's own lines: its classes and comprehensions are part of them."""
    while (
        frame is not None
        and frame.f_code.co_name.startswith("<")
        and frame.f_code.co_name != "<module>"
    ):
        frame = frame.f_back
    return frame is not None and frame.f_code.co_name == "<module>"


def _is_door(module: str) -> bool:
    return module.startswith(DOORS)


def _module(frame: FrameType) -> str:
    return str(frame.f_globals.get("__name__", ""))


@contextmanager
def _empty_cache() -> Iterator[None]:
    """Nothing comes from a cache, so that every step has its work to do."""
    before = os.environ.get("PLANCHECK_CACHE")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PLANCHECK_CACHE"] = folder
        try:
            yield
        finally:
            os.environ.pop("PLANCHECK_CACHE")
            if before is not None:
                os.environ["PLANCHECK_CACHE"] = before


def check(plan: str) -> list[Step]:
    """The steps of `plancheck check PLAN`."""
    from checker import __main__ as program

    def run() -> None:
        with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()):
            program.main()

    sys.argv = ["plancheck", "check", plan, "--fail-on", "never"]
    with _empty_cache():
        return walk(run)


def main() -> None:
    if len(sys.argv) != 2:
        raise SystemExit("walk.py PLAN")
    found = entries(check(sys.argv[1]))
    for number, (module, steps) in enumerate(found, 1):
        for place, step in enumerate(steps):
            left = f"{number:3}  {module}" if place == 0 else ""
            print(f"{left:42} {step.function}  (from {step.caller})")
    print(f"{len(found)} entries into {len({module for module, _ in found})} modules")


if __name__ == "__main__":
    main()
