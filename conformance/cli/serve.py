"""`serve`: run the emulator."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from conformance.cli.help import HELP
from conformance.cli.values import Folder, Number
from conformance.emulator.faults import FAULTS, Fault, UnknownFault, behaviour, between, summary
from conformance.emulator.generated import generated
from conformance.emulator.imagine.triggers import TRIGGERS
from conformance.emulator.keys import KeyProblem, parsed
from conformance.emulator.readings import READINGS, UnknownReading, chosen
from conformance.emulator.server import Addresses, Settings, Unusable, run

_WIDTH = max(map(len, TRIGGERS))
EPILOG = "\n".join(
    ["\b", "In a prompt for an image or a video:", *(f"  {t:{_WIDTH}}  {TRIGGERS[t]}" for t in TRIGGERS)]
)


def _list_faults(context: click.Context, _: click.Parameter, wanted: bool) -> None:  # noqa: FBT001 - as click calls
    if wanted:
        _list(FAULTS.values())
        context.exit()


def _list_generated(context: click.Context, _: click.Parameter, wanted: bool) -> None:  # noqa: FBT001 - as click calls
    if wanted:
        _rows([(fault.name, fault.summary) for fault in generated().values()])
        context.exit()


def _list_readings(context: click.Context, _: click.Parameter, wanted: bool) -> None:  # noqa: FBT001 - as click calls
    if wanted:
        width = max(map(len, READINGS))
        click.echo("\n".join(f"{name:{width}}  {READINGS[name].summary}" for name in READINGS))
        context.exit()


@click.command(context_settings=HELP, epilog=EPILOG)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8080, show_default=True, help="0 takes any free one."
)
@click.option("--grpc-port", type=click.IntRange(0, 65535), metavar="P",
              help="gRPC too: on P with local credentials, and on P+1 without; 0 takes any free ones.")  # fmt: skip
@click.option(
    "--data",
    type=Folder(),
    metavar="DIR",
    help="Keep everything in DIR.  [default: memory]",
)
@click.option("--key", "keys", multiple=True, metavar="NAME=KEY", help="A team and its key; may be repeated.")
@click.option(
    "--fault", "faults", multiple=True, metavar="NAME", help="Break one rule on purpose; may be repeated."
)
@click.option(
    "--reading", "readings", multiple=True, metavar="NAME",
    help="Do otherwise where the docs leave it open; may be repeated.",
)  # fmt: skip
@click.option("--latency", type=Number(min=0), default=0, metavar="MS", help="Wait before each answer.")
@click.option("--body-seconds", type=Number(min=0, min_open=True), default=120, show_default=True,
              metavar="S", help="Time that the body of a request may take.")  # fmt: skip
@click.option("--rate-limits", is_flag=True, help="Keep the documented requests a minute of each model.")
@click.option("--wire", is_flag=True,
              help="Write all requests down, and let answers be planned (docs/emulator.md).")  # fmt: skip
@click.option("--list-faults", is_flag=True, is_eager=True, expose_value=False, callback=_list_faults,
              help="List the faults and exit.")  # fmt: skip
@click.option("--list-generated", is_flag=True, is_eager=True, expose_value=False, callback=_list_generated,
              help="List the faults that are derived from the specs and exit.")  # fmt: skip
@click.option("--list-readings", is_flag=True, is_eager=True, expose_value=False, callback=_list_readings,
              help="List the readings and exit.")  # fmt: skip
def serve(  # noqa: PLR0913 - as many as there are options
    port: int,
    grpc_port: int | None,
    data: Path | None,
    keys: tuple[str, ...],
    faults: tuple[str, ...],
    readings: tuple[str, ...],
    latency: float,
    body_seconds: float,
    *,
    rate_limits: bool,
    wire: bool,
) -> None:
    """Run the emulator: files, public URLs, images and videos as documented, or with faults."""
    try:
        settings = Settings(
            port=port,
            grpc_port=grpc_port,
            data=data,
            keys=parsed(keys),
            behaviour=behaviour(faults, chosen(readings)),
            faults=between(faults),
            latency=latency,
            body_seconds=body_seconds,
            rate_limits=rate_limits,
            wire=wire,
        )
        run(settings, lambda addresses: _greet(addresses, settings, faults, readings))
    except (KeyProblem, UnknownFault, UnknownReading, Unusable) as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(2)


#: Where the control plane tells what was asked.
LOG = "/.well-known/xai-conformance/wire"


def _greet(
    addresses: Addresses, settings: Settings, faults: tuple[str, ...], readings: tuple[str, ...]
) -> None:
    teams = dict.fromkeys(name for name, _ in settings.keys)
    first_keys = {name: next(key for team, key in settings.keys if team == name) for name in teams}
    width = max(map(len, teams))
    variables = zip(("XAI_API_KEY", "XAI_SECOND_API_KEY"), first_keys.values(), strict=False)
    lines = [
        f"The emulator is at {addresses.url}.",
        "",
        f"  public URLs       {addresses.cdn}",
        f"  generated images  {addresses.imgen}  for a while",
        f"  generated videos  {addresses.vidgen}  for a while",
        *_grpc(addresses),
        *([f"  the wire          {addresses.url}{LOG}"] if settings.wire else []),
        "",
        *(f"  team {name:{width}}  {key}" for name, key in settings.keys),
        "",
        f"It keeps everything in {settings.data or 'memory, until it ends'}.",
        *(f"It is right in another way: {READINGS[name].summary} ({name})" for name in readings),
        *(f"It is wrong on purpose: {summary(name)} ({name})" for name in faults),
        "To run the suite against it:",
        "",
        f"  {' '.join(f'{name}={key}' for name, key in variables)} xai-conformance run --target {addresses.url}",
        "",
        *_pointed(addresses, settings),
        "Ctrl+C ends it.",
    ]
    click.echo("\n".join(lines))


def _grpc(addresses: Addresses) -> list[str]:
    if addresses.grpc is None:
        return []
    return [f"  gRPC              {addresses.grpc}  with local credentials",
            f"                    {addresses.grpc_insecure}  without"]  # fmt: skip


def _pointed(addresses: Addresses, settings: Settings) -> list[str]:
    """How the official SDK is told where we are; no variable of the environment does that."""
    if addresses.grpc is None:
        return []
    team, key = settings.keys[0]
    return [
        "To point the xai-sdk for Python at it:",
        "",
        f'  Client(api_key="{key}", api_host="{addresses.grpc}")',
        f'  Client(api_key="{key}", api_host="{addresses.grpc_insecure}", use_insecure_channel=True)',
        "",
        f"Without credentials the SDK sends no key with an upload; such a one is taken for team {team}'s.",
        "",
    ]


def _list(faults: Iterable[Fault]) -> None:
    _rows([(f.name, f.breaks, "boundary" if f.boundary else "", f.summary) for f in faults])


def _rows(rows: Sequence[tuple[str, ...]]) -> None:
    """A table; columns that end at the widest cell, so that a script can cut them, when nobody looks on."""
    if sys.stdout.isatty():
        _table(rows)
        return
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    for *cells, summary_ in rows:
        columns = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
        click.echo("  ".join([*columns, summary_]))


def _table(rows: Sequence[tuple[str, ...]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    heads = ("fault", "what it does") if len(rows[0]) == 2 else ("fault", "breaks", "", "what it does")
    for column in heads:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*row)
    Console(width=shutil.get_terminal_size().columns).print(table)
