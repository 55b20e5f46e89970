"""The plugin's options, as values."""

from __future__ import annotations

import contextlib
import shlex
from dataclasses import replace
from typing import Any

import pytest

import specs
from conformance.selection import Selection, SelectionError, parse_shard
from conformance.targets.profile import ADDRESSES, Profile, ProfileError, load_profile


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
        lean=lean(config),
        driven=driver(config) is not None,
        offered=_offered(config),
    )


def _offered(config: pytest.Config) -> tuple[str, ...]:
    # What is wrong with a profile is told when it is connected to.
    with contextlib.suppress(ProfileError):
        return profile(config).areas
    return ()


def profile(config: pytest.Config) -> Profile:
    """What the run is pointed at.

    Raises:
        ProfileError: the profile or the address cannot be used.
    """
    address = config.getoption("--conformance-target")
    chosen = load_profile(config.getoption("--conformance-profile") or "emulator")
    if (teams := config.getoption("--conformance-rehearsal")) is not None:
        return _rehearsed(chosen, teams)
    return chosen if address is None else chosen.at(address)


def lean(config: pytest.Config) -> bool:
    """Whether as little is generated as decides every requirement: where somebody pays, or where asked for.

    Raises:
        ProfileError: the profile cannot be used.
    """
    return config.getoption("--conformance-lean") == "on" or profile(config).paid


def driver(config: pytest.Config) -> tuple[str, ...] | None:
    """The program with its arguments that carries out operations with an SDK; `None` where there is none.

    Raises:
        SelectionError: it is no command line.
    """
    command = config.getoption("--conformance-driver")
    if command is None:
        return None
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise SelectionError(f"the driver {command!r} is no command line: {str(error).lower()}") from None
    if not words:
        raise SelectionError("the driver is an empty command line")
    return tuple(words)


def budget(config: pytest.Config) -> float | None:
    """What may be generated for, in dollars by the profile's prices; `None` for any amount."""
    dollars: float | None = config.getoption("--conformance-budget")
    return dollars


def _rehearsed(profile: Profile, teams: int) -> Profile:
    """The embedded emulator, which is asked just what the target of `profile` would be.

    Where the target lives, how patient one is with it, and how often it may be asked, is left out.
    """
    changed: dict[str, Any] = dict.fromkeys(ADDRESSES)
    return replace(
        profile,
        **changed,
        timing=load_profile("emulator").timing,
        limits={},
        capabilities={**profile.capabilities, "second_team": teams > 1},
    )


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
