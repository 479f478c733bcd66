"""`hirg-bot directory import` and `export`: a spreadsheet in, a spreadsheet out."""

import asyncio
import json
import secrets
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from bot.chat.errors import Refusal
from bot.directory.model import Directory, Entry
from bot.directory.sheet import export
from bot.directory.sheet.assignments import Assignment, parse_assignment
from bot.directory.sheet.columns import choose, lay_out
from bot.directory.sheet.diff import Plan, compare
from bot.directory.sheet.layout import Layout
from bot.directory.sheet.people import People
from bot.directory.sheet.reader import read_people
from config import import_outcome, import_report
from config.settings import load_settings
from config.stores import open_stores
from store import sheets

_ID_BYTES = 8
# What a spreadsheet program would refuse to open if text stood in it.
_WORKBOOKS = {".xlsx", ".xlsm", ".xls", ".ods"}


@dataclass(frozen=True, slots=True)
class Reading:
    """A sheet, read and understood, before it meets the Directory."""

    layout: Layout
    people: People


def read_sheet(
    file: Path, assignments: Sequence[Assignment] = (), sheet: str = "", *, everyone_agreed: bool = False
) -> Reading:
    """Read a spreadsheet file into people. Raises Refusal with what is wrong with the file or the mapping."""
    layout = lay_out(choose(sheets.read(file), sheet), assignments)
    return Reading(layout, read_people(layout, everyone_agreed=everyone_agreed))


async def plan_import(directory: Directory, reading: Reading) -> tuple[int, Plan]:
    """Compare a sheet with the Directory; the version is the one to apply the plan to."""
    version = await directory.version()
    return version, compare(await directory.entries(), reading.people, lambda: secrets.token_hex(_ID_BYTES))


async def apply_plan(directory: Directory, version: int, plan: Plan, *, remove_missing: bool = False) -> None:
    """Write a plan, all or nothing; one that changes nothing writes nothing. Raises ChangedMeanwhile."""
    put, remove = plan.put, [entry.id for entry in plan.missing] if remove_missing else []
    if not (put or remove):
        return
    with _progress() as progress:
        task = progress.add_task("Writing", total=len(put))
        await directory.change(
            version,
            put=put,
            remove=remove,
            notes=plan.notes(datetime.now(UTC)),
            progress=lambda written: progress.advance(task, written),
        )


def import_sheet(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV, .xlsx, .xls or .ods file.", show_default=False)],
    mapping: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="FIELD=COLUMN",
            help="Say what a column holds, by its heading or letter: --map 'skills=What I offer' --map email=C "
            "--map skip=Notes. Repeatable.",
            show_default=False,
        ),
    ] = None,
    sheet: Annotated[str, typer.Option(metavar="NAME", help="Which sheet of a workbook.", show_default=False)] = "",
    *,
    apply: Annotated[bool, typer.Option("--apply", help="Write the changes; without it they are only shown.")] = False,
    remove_missing: Annotated[
        bool, typer.Option("--remove-missing", help="Remove people who are not in the sheet any more.")
    ] = False,
    everyone_agreed: Annotated[
        bool,
        typer.Option("--everyone-agreed", help="Everybody in a sheet that does not ask has agreed to be contacted."),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of text.")] = False,
) -> None:
    """Bring people from a spreadsheet into the Directory; shows what would change unless told to --apply."""
    reading = read_sheet(file, [parse_assignment(one) for one in mapping or ()], sheet, everyone_agreed=everyone_agreed)
    if remove_missing and not reading.people.people:
        raise Refusal("Nobody in this sheet can be read, so nobody is removed.", "Look at it without --remove-missing.")
    plan = asyncio.run(_import(reading, apply=apply, remove_missing=remove_missing))
    outcome = import_outcome.Outcome(
        file.name, reading.layout, reading.people, plan, applied=apply, removing=remove_missing
    )
    if as_json:
        typer.echo(json.dumps(import_outcome.as_json(outcome), ensure_ascii=False, indent=2))
    else:
        import_report.show(outcome, Console(highlight=False, markup=False, emoji=False))


def export_sheet(
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE", help="Where to write, such as members.csv; standard output if left out.", show_default=False
        ),
    ] = None,
    *,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace a file that is there already.")] = False,
) -> None:
    """Write everybody in the Directory to a CSV file that imports back identically."""
    if file and file.suffix.lower() in _WORKBOOKS:
        raise Refusal(
            f"The export is a CSV file, which no program opens as {file.name}.",
            f"Call it {file.stem}.csv: every spreadsheet program opens that.",
        )
    entries = asyncio.run(_entries())
    rows = export.rows(entries)
    if file:
        sheets.write(file, rows, replace=overwrite)
    else:
        data = sheets.encode(rows)
        # The byte-order mark is for programs, not for people at a terminal.
        typer.echo(data.decode("utf-8-sig") if sys.stdout.isatty() else data, nl=False)
    typer.echo(_exported(len(entries), sum(not entry.listed for entry in entries)), err=True)


def _exported(people: int, hidden: int) -> str:
    counted = "1 person" if people == 1 else f"{people} people"
    unseen = f", {hidden} of whom {'is' if hidden == 1 else 'are'} not shown to others" if hidden else ""
    return f"{counted}{unseen}. Keep the file safe."


async def _import(reading: Reading, *, apply: bool, remove_missing: bool) -> Plan:
    async with open_stores(load_settings()) as stores:
        version, plan = await plan_import(stores.directory, reading)
        if apply:
            await apply_plan(stores.directory, version, plan, remove_missing=remove_missing)
        return plan


async def _entries() -> Sequence[Entry]:
    async with open_stores(load_settings()) as stores:
        return await stores.directory.entries()


def _progress() -> AbstractContextManager[Progress]:
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    return Progress(*columns, console=console, disable=not console.is_terminal, transient=True)
