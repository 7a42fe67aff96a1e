"""`pytest --accept` rewrites the expectations that stand beside the faults in case files."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--accept", action="store_true", help="rewrite expectations to what is found now"
    )


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    """True when expectations are to be rewritten; read the change as a diff afterwards."""
    return bool(request.config.getoption("--accept"))
