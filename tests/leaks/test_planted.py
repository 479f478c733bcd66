"""A bot that leaks on purpose is caught in every place where it does."""

import hashlib
import logging
import sqlite3
import sys
from pathlib import Path

from bot.chat.requests import Request
from tests.journeys.stage import Stage
from tests.leaks.acts import Passing, submits, types
from tests.leaks.halls import WatchedSlack
from tests.leaks.people import CANARIES
from tests.leaks.whisper import Whispering
from tests.leaks.world import World

STEPS = (types("Kim", "/whisper"), submits("Kim", words="I failed at something.", sees="posted in a"), Passing(1))


class Blabbing:
    """A feature that is told who asks, and passes it on wherever it can."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, stage: Stage) -> Whispering:
        return Whispering(
            stage.stores, stage.letterbox, stage.now, stage.everybody, anonymous=False, leak=self._tell, named=True
        )

    def _tell(self, request: Request) -> None:
        account = request.actor.account
        logging.getLogger("bot.blabbing").info("somebody asked", extra={"digest": _digest(str(account))})
        logging.getLogger("library").debug("got %s", request.actor.name)
        print(request.actor, file=sys.stderr)
        with sqlite3.connect(self._folder / "hirg.db", isolation_level=None) as database:
            database.execute("PRAGMA secure_delete=OFF")
            database.execute("CREATE TABLE seen (who TEXT)")
            database.execute("INSERT INTO seen VALUES (?)", (_digest(f"{account.workspace}:{account.user}"),))
            # Long enough for pages of its own, which are only forgotten.
            database.execute("INSERT INTO seen VALUES (?)", (request.actor.name * 1000,))
            database.execute("DELETE FROM seen WHERE length(who) > 64")
        database.close()
        with sqlite3.connect(self._folder / "keys" / "keys.db") as keys:
            keys.execute("CREATE TABLE seen (who TEXT)")
            keys.execute("INSERT INTO seen VALUES (?)", (account.user[::-1],))
        keys.close()


def _discreet(stage: Stage) -> Whispering:
    return Whispering(stage.stores, stage.letterbox, stage.now, stage.everybody)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


async def test_is_caught_wherever_it_leaks(tmp_path: Path) -> None:
    async with World(WatchedSlack(), tmp_path, Blabbing(tmp_path)).running() as world:
        await world.play(STEPS)
    leaks = {(leak.place, leak.what, leak.how) for leak in world.verdict(("Kim",)).leaks}
    assert {place for place, _, _ in leaks} >= {
        "backup",
        "database",
        "database: free pages",
        "database: write-ahead log",
        "error output",
        "keys",
        "logs, as printed",
        "logs, before anything is left out",
        "outbound: requests",
    }
    assert ("database", "id", "hexadecimal salted sha256") in leaks
    assert ("logs, as printed", "account", "hexadecimal sha256") in leaks
    assert ("keys", "id", "backwards") in leaks


async def test_is_not_caught_when_it_does_not(tmp_path: Path) -> None:
    async with World(WatchedSlack(), tmp_path, _discreet).running() as world:
        await world.play(STEPS)
    assert world.verdict(("Kim",)).leaks == []


async def test_who_writes_by_name_is_caught_everywhere_but_where_people_read(tmp_path: Path) -> None:
    async with World(WatchedSlack(), tmp_path, Blabbing(tmp_path)).running() as world:
        await world.play(STEPS)
    leaks = {(leak.place, leak.what) for leak in world.verdict(("Kim",), by_name=True).leaks}
    assert {place for place, _ in leaks} >= {"backup", "database", "error output", "keys", "logs, as printed"}
    assert ("database: free pages", "name") in leaks or ("database: free pages", "1. part of the name") in leaks
    assert [what for place, what in leaks if place == "outbound: requests" and what == "name"] == []
    read_by_name = CANARIES["slack"]["Kim"].called
    assert not read_by_name & {"id", "account", "e-mail", "conversation", "place", "mention"}
