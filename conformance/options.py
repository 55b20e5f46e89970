"""The plugin's options, as values."""

from __future__ import annotations

import pytest

import specs
from conformance.selection import Selection, SelectionError, parse_shard
from conformance.targets.profile import Profile, ProfileError, load_profile


def selection(config: pytest.Config) -> Selection:
    """What the run is about.

    Raises:
        SelectionError: a shard is malformed.
    """
    option = config.getoption
    return Selection(
        areas=tuple(option("--conformance-area")),
        globs=tuple(option("--conformance-requirement")),
        levels=tuple(option("--conformance-level")),
        shard=parse_shard(option("--conformance-shard")),
        phase=option("--conformance-phase"),
    )


def profile(config: pytest.Config) -> Profile:
    """What the run is pointed at.

    Raises:
        ProfileError: the profile or the address cannot be used.
    """
    address = config.getoption("--conformance-target")
    chosen = load_profile(config.getoption("--conformance-profile") or "emulator")
    return chosen if address is None else chosen.at(address)


def check(config: pytest.Config) -> None:
    """Raise what is wrong with them.

    Raises:
        pytest.UsageError: one sentence.
    """
    try:
        selection(config).requirements(specs.load())
        profile(config)
    except (SelectionError, ProfileError) as error:
        raise pytest.UsageError(str(error)) from None
