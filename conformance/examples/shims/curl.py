"""Stands before curl: documented hosts lead to the emulator, others nowhere. Runs alone, with the standard library.

`routes.json` beside the environment says which host leads where, which options of this curl take a value, and where to
write what was refused.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn

URL = re.compile(r"(?:(?P<scheme>[a-zA-Z]+)://)?(?P<host>[^/?#\s]+)(?P<rest>.*)", re.DOTALL)
SCHEMES = ("http", "https", "ws", "wss")
HERE = ("127.0.0.1", "localhost", "[::1]")
REFUSED = 7  # what curl says of a host that it cannot connect to
#: Options that lead elsewhere, or bring files of options that nobody has looked at.
ELSEWHERE = ("-K", "--config", "--connect-to", "--resolve", "-x", "--proxy", "--preproxy", "--interface")


def main(arguments: list[str]) -> None:
    """Become curl, with arguments that lead to the emulator."""
    routes = json.loads(Path(os.environ["XAI_EXAMPLES_ROUTES"]).read_text("utf-8"))
    os.execv(routes["curl"], ["curl", *rewritten(arguments, routes)])  # noqa: S606 - without a shell


def rewritten(arguments: list[str], routes: dict[str, Any]) -> list[str]:
    """The arguments with addresses of the emulator."""
    result: list[str] = []
    pending = iter(arguments)
    for argument in pending:
        name, equals, value = argument.partition("=")
        if argument.startswith("--"):
            if name in ELSEWHERE:
                refuse(f"curl {name}", routes)
            if name == "--url":
                result += ["--url", led(value if equals else next(pending, ""), routes)]
            else:
                result.append(argument)
                if not equals and argument in routes["valued"]:
                    result.append(next(pending, ""))
        elif argument.startswith("-") and argument != "-":
            if argument[:2] in ELSEWHERE:
                refuse(f"curl {argument[:2]}", routes)
            result.append(argument)
            if takes_the_next(argument, routes["valued"]):
                result.append(next(pending, ""))
        else:
            result.append(led(argument, routes))
    return result


def takes_the_next(argument: str, valued: Iterable[str]) -> bool:
    """Whether short options in one word end with one whose value is the next word."""
    for place, letter in enumerate(argument[1:], start=1):
        if f"-{letter}" in valued:
            return place == len(argument) - 1
    return False


def led(address: str, routes: dict[str, Any]) -> str:
    """Where an address leads here."""
    match = URL.fullmatch(address)
    if match is None or (match["scheme"] or "http").lower() not in SCHEMES:
        refuse(address, routes)
    host = match["host"].rpartition("@")[2]
    if host.rpartition(":")[0] in HERE or host in HERE:
        return address
    base = routes["hosts"].get(host.lower().removesuffix(":443"))
    if base is None:
        refuse(host, routes)
    return str(base) + match["rest"]


def refuse(host: str, routes: dict[str, Any]) -> NoReturn:
    """Say which host was wanted, and end as if it were not there."""
    with Path(routes["log"]).open("a", encoding="utf-8") as log:
        log.write(json.dumps({"refused": host}) + "\n")
    print(f"curl: ({REFUSED}) {host} is not contacted from an example", file=sys.stderr)  # noqa: T201 - it is curl that speaks
    sys.exit(REFUSED)


if __name__ == "__main__":
    main(sys.argv[1:])
