"""`python -m conformance.emulator`: serve, and say where in one line of JSON as soon as it can be reached."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from pathlib import Path

from conformance.emulator.app import BODY_SECONDS
from conformance.emulator.faults import UnknownFault, behaviour, between
from conformance.emulator.keys import KeyProblem, parsed
from conformance.emulator.readings import UnknownReading, chosen
from conformance.emulator.server import Settings, Unusable, run


def main(arguments: list[str] | None = None) -> int:
    """Serve until interrupted; 2 for settings that cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m conformance.emulator", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes any free port")
    parser.add_argument(
        "--grpc-port",
        type=int,
        metavar="P",
        help="gRPC too: local credentials on P, none on P+1; 0 takes free ones",
    )
    parser.add_argument("--data", type=Path, help="folder that keeps everything; memory without it")
    parser.add_argument(
        "--key", action="append", default=[], metavar="NAME=KEY", help="a team's key; repeatable"
    )
    parser.add_argument("--fault", action="append", default=[], metavar="NAME", help="repeatable")
    parser.add_argument("--reading", action="append", default=[], metavar="NAME", help="repeatable")
    parser.add_argument("--latency", type=float, default=0, metavar="MS", help="wait before each answer")
    parser.add_argument(
        "--body-seconds", type=float, default=BODY_SECONDS, help="time that a request's body may take"
    )
    parser.add_argument("--rate-limits", action="store_true", help="keep the documented requests a minute")
    parser.add_argument(
        "--trace-generated", type=Path, metavar="FILE", help="note which generated faults would have shown"
    )
    parser.add_argument(
        "--wire", action="store_true", help="write all requests down, and let answers be planned"
    )
    parser.add_argument("--until-stdin-closes", action="store_true", help="end when the parent process does")
    options = parser.parse_args(arguments)
    try:
        run(
            Settings(
                port=options.port,
                data=options.data,
                keys=parsed(options.key),
                behaviour=behaviour(options.fault, chosen(options.reading)),
                faults=between(options.fault),
                trace=options.trace_generated,
                latency=options.latency,
                body_seconds=options.body_seconds,
                rate_limits=options.rate_limits,
                wire=options.wire,
                grpc_port=options.grpc_port,
                until_stdin_closes=options.until_stdin_closes,
            ),
            lambda addresses: print(json.dumps(dataclasses.asdict(addresses)), flush=True),  # noqa: T201
        )
    except (KeyProblem, Unusable, UnknownFault, UnknownReading) as error:
        print(f"conformance.emulator: {error}", file=sys.stderr)  # noqa: T201
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
