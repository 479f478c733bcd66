"""`hirg-bot directory search`: the search that /find-skill uses, from the command line."""

import asyncio
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from bot.chat.commands import Catalog
from bot.chat.views import plain, plain_line
from bot.directory.cards import card, listing, understood
from bot.directory.commands import FindSkill
from bot.directory.finder import Finder
from bot.directory.model import Setting
from bot.directory.search.findings import Findings
from bot.directory.unfound import elsewhere
from config.meaning import load_meaning
from config.settings import load_settings
from config.stores import open_stores
from config.vocabulary import load_vocabulary

_EMPTY = (
    "The Directory is empty: hirg-bot directory import FILE --apply. "
    "To look at the sample: HIRG_DATA_DIR=data/demo after make demo"
)

_SETTINGS = listing([setting.value for setting in Setting], "or")


def _a_setting(typed: str) -> Setting:
    try:
        return Setting(typed.strip().lower())
    except ValueError:
        raise typer.BadParameter(f"“{typed}” is not a setting. Say {_SETTINGS}.") from None


def search(
    query: Annotated[list[str] | None, typer.Argument(metavar="QUERY", help="What somebody needs help with.")] = None,
    *,
    as_json: Annotated[
        bool,
        typer.Option(
            "--json",
            help="One JSON object, as docs/search.md describes it; without QUERY, one for each line of standard input.",
        ),
    ] = False,
    setting: Annotated[
        Setting | None,
        typer.Option(parser=_a_setting, metavar="SETTING", help=f"Only people who work in this setting: {_SETTINGS}."),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many people to name at most.")] = 10,
) -> None:
    """Find people who can help with a skill, best first."""
    if not query and not as_json:
        raise typer.BadParameter("Say what to look for: hirg-bot directory search nvivo", param_hint="QUERY")
    with _readers_may_leave():
        asyncio.run(_search(" ".join(query) if query else None, setting, limit, as_json=as_json))


async def _search(query: str | None, setting: Setting | None, limit: int, *, as_json: bool) -> None:
    vocabulary = load_vocabulary()
    async with open_stores(load_settings()) as stores:
        finder = Finder(stores.directory, vocabulary, lexicon=stores.lexicon, meaning=load_meaning)
        if not (await finder.index()).people:
            typer.echo(_EMPTY, err=True)
        for asked in _lines() if query is None else [query]:
            wanted, within = _read(asked, Catalog(FindSkill(finder).commands()))
            found = (await finder.index()).find(wanted, setting or within)
            if as_json:
                _print_json(spelt_out(asked, found, limit))
            else:
                _print(found, limit)


def _read(asked: str, catalog: Catalog) -> tuple[str, Setting | None]:
    """Read a question as chat does, where `setting:clinical` may stand anywhere in it."""
    args = catalog.read("find-skill", asked).args
    named = args.get("setting", "")
    if named in {setting.value for setting in Setting}:
        return args.get("skill", ""), Setting(named)
    return asked, None


def _lines() -> Iterator[str]:
    """Read questions as they come; what is not UTF-8 in them is shown as such and finds nobody."""
    for line in typer.get_binary_stream("stdin"):
        yield line.decode("utf-8", "replace").rstrip("\r\n")


def spelt_out(query: str, found: Findings, limit: int) -> dict[str, Any]:
    """Spell out an answer, as docs/search.md describes it."""
    people = [
        {"name": match.entry.name, "skills": match.skills, "score": match.score} for match in found.matches(0, limit)
    ]
    nearest = [skill.label for skill in found.did_you_mean]
    return {"query": query, "people": people, "did_you_mean": nearest, "understood": _read_as(found)}


def _read_as(found: Findings) -> dict[str, Any]:
    """Spell out what a question was read as, word by word where one was corrected, and who and what was left out."""
    at, but = found.workplaces.at, found.workplaces.but
    return {
        "skills": [
            {"typed": each.typed, "read_as": each.labels, "sure": each.sure, "listed": each.held}
            for each in found.understood
        ],
        "corrections": [
            {"typed": typed, "read_as": meant}
            for typed, meant in (*found.slips, *(one for each in found.understood for one in each.corrections))
        ],
        "setting": found.setting,
        "organisations": [name for each in at for name in each.names],
        "left_out": [
            *found.without,
            *(name for each in but for name in each.names),
            *(entry.name for entry in found.persons.out),
        ],
        "not_looked_for": found.beyond,
        "total": found.total,
        "elsewhere": found.elsewhere,
    }


def _print_json(answer: dict[str, Any]) -> None:
    # As bytes, because JSON is UTF-8 whatever the terminal speaks; at once, because a program may wait for each line.
    out = typer.get_binary_stream("stdout")
    out.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
    out.flush()


def _print(found: Findings, limit: int) -> None:
    console = Console(highlight=False, soft_wrap=True)
    for line in filter(None, plain(understood(found)).splitlines()):
        console.print(Text(line, style="italic"))
    for match in found.matches(0, limit):
        shown = card(match)
        subtitle = plain_line(shown.subtitle)
        console.print(Text(shown.title, style="bold").append(f" · {subtitle}" * bool(subtitle), style="not bold dim"))
        for reason in shown.lines:
            console.print(Text("  " + plain_line(reason)))
    console.print(Text(_count(found, limit), style="dim"))


def _count(found: Findings, limit: int) -> str:
    if found.total > limit:
        return f"{limit} of {found.total} people; --limit shows more."
    nearest = listing([skill.label for skill in found.did_you_mean], "or")
    if found.total:
        count = "1 person." if found.total == 1 else f"{found.total} people."
        guessed = nearest and all(each.held for each in found.understood)
        return f"{count} Not what you meant? Perhaps {nearest}." if guessed else count
    if found.elsewhere:
        return elsewhere(found)
    return f"Nobody found. Nearest skills that people list: {nearest}." if nearest else "Nobody found."


@contextmanager
def _readers_may_leave() -> Iterator[None]:
    """End quietly when whoever reads our output has had enough, as `head` does."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        # Python flushes standard output once more at exit, which must not fail again:
        # https://docs.python.org/3/library/signal.html#note-on-sigpipe
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
