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
UNKNOWN = 2  # what curl says of an option that it does not know
REFUSED = 7  # and of a host that it cannot connect to
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
            name = whole(name, routes["options"])
            if name in ELSEWHERE:
                refuse(f"curl {name}", routes)
            if name == "--url":
                result += ["--url", led(value if equals else next(pending, ""), routes)]
            else:
                result.append(argument)
                if not equals and name in routes["valued"]:
                    result.append(next(pending, ""))
        elif argument.startswith("-") and argument != "-":
            for letter in meant(argument, routes["valued"]):
                if f"-{letter}" in ELSEWHERE:
                    refuse(f"curl -{letter}", routes)
            result.append(argument)
            if takes_the_next(argument, routes["valued"]):
                result.append(next(pending, ""))
        else:
            result.append(led(argument, routes))
    return result


def whole(name: str, options: Iterable[str]) -> str:
    """The option that curl takes `name` for, which may be the beginning of it.

    One that it does not know would have its value taken for a host.
    """
    plain = name.replace("--no-", "--", 1)
    for option in options:
        if option in (name, plain):
            return option
    for option in options:
        if len(name) > len("--") and option.startswith(name):
            return option
    print(f"curl: option {name}: is unknown", file=sys.stderr)  # noqa: T201 - it is curl that speaks
    sys.exit(UNKNOWN)


def meant(argument: str, valued: Iterable[str]) -> str:
    """The letters of short options in one word, up to one whose value follows."""
    for place, letter in enumerate(argument[1:], start=1):
        if f"-{letter}" in valued:
            return argument[1 : place + 1]
    return argument[1:]


def takes_the_next(argument: str, valued: Iterable[str]) -> bool:
    """Whether short options in one word end with one whose value is the next word."""
    letters = meant(argument, valued)
    return letters == argument[1:] and f"-{letters[-1:]}" in valued


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
