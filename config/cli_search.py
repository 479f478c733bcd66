"""`hirg-bot directory search`: the search that /find-skill uses, from the command line."""

import asyncio
import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from bot.chat.commands import Catalog
from bot.chat.views import Card, plain, plain_line
from bot.directory.by_name import Meant, meant, told
from bot.directory.cards import card, card_of, listing, understood
from bot.directory.commands import FindSkill
from bot.directory.finder import Finder
from bot.directory.model import Setting
from bot.directory.search.findings import Findings
from bot.directory.search.index import SearchIndex
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
            index = await finder.index()
            found = index.find(wanted, setting or within)
            those = meant(wanted, found, index)
            if as_json:
                _print_json(spelt_out(asked, found, limit, those))
            elif those:
                _print_named(those, index, limit)
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


def spelt_out(query: str, found: Findings, limit: int, those: Meant | None = None) -> dict[str, Any]:
    """Spell out an answer, as docs/search.md describes it; `those` were looked for by name."""
    people = [
        {"name": match.entry.name, "skills": match.skills, "score": match.score} for match in found.matches(0, limit)
    ]
    nearest, read = [skill.label for skill in found.did_you_mean], _read_as(found)
    if those:
        people = [{"name": each.name, "skills": each.skills, "score": 1.0} for each in those.people[:limit]]
        nearest, read = [], read | {"total": len(those.people), "elsewhere": 0}
    return {"query": query, "people": people, "did_you_mean": nearest, "understood": read | {"by_name": bool(those)}}


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
    said = plain(understood(found)).splitlines()
    _print_people(said, map(card, found.matches(0, limit)), _count(found, limit))


def _print_named(those: Meant, index: SearchIndex, limit: int) -> None:
    people = those.people[:limit]
    said = (f"{those.lead.removesuffix(':')}:", told(those, people, index))
    _print_people(said, map(card_of, people), _people(len(those.people), limit))


def _print_people(said: Iterable[str], cards: Iterable[Card], count: str) -> None:
    console = Console(highlight=False, soft_wrap=True)
    for line in filter(None, said):
        console.print(Text(line, style="italic"))
    for shown in cards:
        subtitle = plain_line(shown.subtitle)
        console.print(Text(shown.title, style="bold").append(f" · {subtitle}" * bool(subtitle), style="not bold dim"))
        for reason in shown.lines:
            console.print(Text("  " + plain_line(reason)))
    console.print(Text(count, style="dim"))


def _people(total: int, limit: int) -> str:
    if total > limit:
        return f"{limit} of {total} people; --limit shows more."
    return "1 person." if total == 1 else f"{total} people."


def _count(found: Findings, limit: int) -> str:
    if found.total > limit:
        return _people(found.total, limit)
    nearest = listing([skill.label for skill in found.did_you_mean], "or")
    if found.total:
        count = _people(found.total, limit)
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
