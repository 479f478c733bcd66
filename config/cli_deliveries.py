"""`hirg-bot deliveries …`: what was said unasked, what was not, and what is to become of it."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.delivery.model import Delivery, Outbox, State
from config.settings import load_settings
from config.stores import open_engine
from store.deliveries import SqlOutbox

_WIDE = 1_000

app = typer.Typer(help="What the bot says unasked: list it, send it again, give it up.", rich_markup_mode=None)


@asynccontextmanager
async def open_outbox() -> AsyncIterator[Outbox]:
    """Open the outbox at the newest schema. Raises `BadSettings`."""
    async with open_engine(load_settings()) as engine:
        yield SqlOutbox(engine)


@app.callback(invoke_without_command=True)
def list_deliveries(
    context: typer.Context,
    *,
    state: Annotated[
        list[State] | None, typer.Option(help="Only these; may be given more than once.", show_default=False)
    ] = None,
    most: Annotated[int, typer.Option(min=1, max=100_000, help="How many to show at most.")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON list.")] = False,
) -> None:
    """List deliveries, the latest due first; of what was said only its kind is shown."""
    if context.invoked_subcommand:
        return
    found = asyncio.run(_show(state or list(State), most))
    if as_json:
        typer.echo(json.dumps([_row(one) for one in found], ensure_ascii=False, indent=2))
        return
    if not found:
        typer.echo("There are no such deliveries.")
        return
    table = Table("Id", "State", "Due", "Kind", "Place", "About", "Reason", box=None, pad_edge=False)
    for one in found:
        table.add_row(*(Text(value) for value in _row(one).values()))
    # Nobody reads a pipe by its width.
    Console(width=None if sys.stdout.isatty() else _WIDE).print(table)


@app.command(short_help="Send a delivery again.")
def retry(delivery: Annotated[str, typer.Argument(metavar="ID", show_default=False)]) -> None:
    """Send a delivery again; a bot that runs sees it within half a minute."""
    again = asyncio.run(_change(delivery, State.WAITING))
    late = " Its time has passed, so it may be left unsaid." if again.expires_at <= again.act_at else ""
    typer.echo(f"It will be sent again.{late}")


@app.command(short_help="Give a delivery up.")
def drop(delivery: Annotated[str, typer.Argument(metavar="ID", show_default=False)]) -> None:
    """Give a delivery up: it will not be sent."""
    asyncio.run(_change(delivery, State.DROPPED))
    typer.echo("It is given up.")


async def _show(states: Sequence[State], most: int) -> list[Delivery]:
    async with open_outbox() as outbox:
        return await outbox.show(states, most=most)


async def _change(delivery: str, state: State) -> Delivery:
    async with open_outbox() as outbox:
        return await outbox.change(delivery, state, datetime.now(UTC))


def _row(delivery: Delivery) -> dict[str, str]:
    return {
        "id": delivery.id,
        "state": delivery.state.value,
        "due": f"{delivery.due_at:%Y-%m-%dT%H:%M:%SZ}",
        "kind": delivery.kind,
        "place": str(delivery.to),
        "about": delivery.about,
        "reason": delivery.reason,
    }
