"""Fixtures of these checks alone."""

from __future__ import annotations

import pytest

from conformance.suite.storage_options.stock import Stock


@pytest.fixture(scope="session")
def stock(studio, session) -> Stock:
    """Stored generations that checks may use up."""
    return Stock(studio, session.lasting)
