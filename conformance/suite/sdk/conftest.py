"""Fixtures of the checks of SDKs: the SDK, and a host that is none of the API's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from conformance.checks import Untestable
from conformance.drivers.watched import WatchedDriver
from conformance.suite.sdk.asking import PATIENCE, Sdk
from conformance.suite.sdk.foreign import ForeignHost


@pytest.fixture(scope="session")
def sdk(api) -> Sdk:
    """The SDK that the run judges."""
    driver = getattr(api.transport, "driver", None)
    if not isinstance(driver, WatchedDriver):
        raise Untestable("needs an SDK (xai-conformance sdk …)")
    return Sdk(api=api, driver=driver, tap=driver.tap, patience=min(PATIENCE, driver.deadlines.call))


@pytest.fixture
def foreign() -> Iterator[ForeignHost]:
    """A host of somebody else's, which writes down who comes with which headers."""
    with ForeignHost() as host:
        yield host
