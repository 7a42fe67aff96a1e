"""`pytest --accept` rewrites the expectations beside the faults in case files; properties have no deadline."""

from __future__ import annotations

import pytest
from hypothesis import settings

# A busy machine is no fault of the code: no property fails for time.
settings.register_profile("suite", deadline=None, max_examples=80)
settings.load_profile("suite")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--accept", action="store_true", help="rewrite expectations to what is found now"
    )


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    """True when expectations are to be rewritten; read the change as a diff afterwards."""
    return bool(request.config.getoption("--accept"))
