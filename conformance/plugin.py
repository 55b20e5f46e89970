"""The pytest plugin: options, and nothing that costs anything where they are not used.

Everything else lives in `conformance.session`, which the suite's own conftest brings in, so a project that
has this package installed and runs its own tests pays for one small import and sees no fixture of ours.
"""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options; all begin with `--conformance-`."""
    group = parser.getgroup("conformance", "xAI API conformance (pytest --pyargs conformance.suite)")
    option = group.addoption
    option("--conformance-target", metavar="URL", help="address of the API; default: the embedded emulator")
    option("--conformance-profile", metavar="FILE", help="target profile: a TOML file, or xai, or emulator")
    option(
        "--conformance-area", metavar="AREA", action="append", default=[], help="only this area; repeatable"
    )
    option(
        "--conformance-requirement",
        metavar="GLOB",
        action="append",
        default=[],
        help="only requirements that match; repeatable",
    )
    option(
        "--conformance-level",
        metavar="LEVEL",
        action="append",
        default=[],
        help="only MUST, SHOULD or OBSERVE; repeatable",
    )
    option("--conformance-seed", metavar="N", type=int, help="seed of the random inputs; default: a new one")
    option(
        "--conformance-examples",
        metavar="N",
        type=int,
        default=20,
        help="random examples a check, beyond the enumerated ones (default: %(default)s)",
    )
    option("--conformance-strict", action="store_true", help="a deviation from a SHOULD fails, too")
    option("--conformance-shard", metavar="K/N", help="only the K-th of N parts of the checks")
    option("--conformance-phase", choices=["all", "parallel", "serial"], default="all", help=_PHASE_HELP)
    option(
        "--conformance-waves", metavar="N", type=int, default=1, help="let so many examples travel together"
    )
    option(
        "--conformance-lean",
        choices=["auto", "on"],
        default="auto",
        help="generate as little as decides every requirement (auto: where the profile has prices)",
    )
    option("--conformance-budget", metavar="DOLLARS", type=float, help="generate for no more than this")
    option(
        "--conformance-rehearsal",
        metavar="TEAMS",
        type=int,
        choices=[1, 2],
        help="ask the embedded emulator what the profile's target would be asked, with the keys of so many teams",
    )
    option(
        "--conformance-driver",
        metavar="COMMAND",
        help="carry out documented operations by this driver of an SDK (docs/drivers.md)",
    )
    option("--conformance-events", metavar="FILE", help="append the event stream to FILE (JSON lines)")
    option("--conformance-worker", metavar="NAME", default="main", help="name of this process in events")
    option("--conformance-ledger", metavar="FILE", help="keep the ledger of created files in FILE")
    option("--conformance-lifeline", metavar="FD", type=int, help="stop the run when this pipe is closed")


def pytest_configure(config: pytest.Config) -> None:
    """Say what is wrong with the options before anything is collected."""
    given = (config.getoption(f"--conformance-{name}") for name in ("area", "requirement", "level", "shard"))
    others = (config.getoption(f"--conformance-{name}") for name in ("target", "profile", "driver"))
    if any(given) or any(other is not None for other in others):
        from conformance.options import check

        check(config)


_PHASE_HELP = (
    "only checks that may run beside others (parallel), or those that turn the clock or fill a quota (serial)"
)
