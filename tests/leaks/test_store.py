"""The database file: nobody else may read it, and what was removed from it is gone."""

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.chat.requests import Account
from bot.directory.codes import Code, digest_of, new_code
from bot.directory.model import By, Entry, Note
from store.codes import SqlCodes
from store.database import open_database
from store.directory import SqlDirectory
from tests.leaks.canary import traces

NAME = "Wilhelmína Ptáčková"
ABOUT = "looked after her mother for nine years " * 40


async def test_what_is_kept_can_be_read_by_nobody_else_on_the_machine(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    async with open_database(f"sqlite:///{folder}/hirg.db") as engine:
        await SqlDirectory(engine).change(0, put=[Entry(id="1", name=NAME)])
        rights = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.iterdir())}
    assert rights == {"data": 0o700, "hirg.db": 0o600, "hirg.db-wal": 0o600, "hirg.db-shm": 0o600}


async def test_a_folder_that_was_there_before_keeps_its_rights(tmp_path: Path) -> None:
    tmp_path.chmod(0o750)
    async with open_database(f"sqlite:///{tmp_path}/hirg.db"):
        assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o750


async def test_somebody_who_was_removed_is_in_no_file_any_more_while_the_program_runs(tmp_path: Path) -> None:
    """As when an import takes somebody out of the Directory of a bot that is running."""
    address = f"sqlite:///{tmp_path}/hirg.db"
    async with open_database(address) as running:
        await SqlDirectory(running).change(0, put=[Entry(id="1", name=NAME, about=ABOUT), Entry(id="2", name="Bo")])
        await SqlDirectory(running).entries()
        assert _found(tmp_path, NAME)
        async with open_database(address) as importing:
            await SqlDirectory(importing).change(1, remove=["1"])
        assert [entry.name for entry in await SqlDirectory(running).entries()] == ["Bo"]
        assert _found(tmp_path, NAME) == []
        assert _found(tmp_path, ABOUT) == []


async def test_whoever_deletes_their_entry_is_in_no_file_any_more(tmp_path: Path) -> None:
    account = Account("slack", "T0PTACKOVA", "U0PTACKOVA")
    entry = Entry(id="1", name=NAME, about=ABOUT, skills=("Kanarienvogelzucht",), accounts=(account,))
    async with open_database(f"sqlite:///{tmp_path}/hirg.db") as running:
        directory = SqlDirectory(running)
        await directory.save(entry, Note("1", datetime(2026, 3, 29, tzinfo=UTC), By.THEMSELVES, ("about",)))
        secrets = (NAME, ABOUT, "Kanarienvogelzucht", account.user)
        assert all(_found(tmp_path, secret) for secret in secrets)
        await directory.remove("1")
        assert [_found(tmp_path, secret) for secret in secrets] == [[]] * 4


async def test_a_code_and_whoever_tries_one_are_in_no_file(tmp_path: Path) -> None:
    account = Account("slack", "T0PTACKOVA", "U0PTACKOVA")
    now = datetime(2026, 3, 29, tzinfo=UTC)
    async with open_database(f"sqlite:///{tmp_path}/hirg.db") as running:
        await SqlDirectory(running).save(Entry(id="1", name=NAME))
        secret = new_code()
        await SqlCodes(running).keep(Code(digest_of(secret), "1", link=False, expires_at=now + timedelta(days=1)))
        await SqlCodes(running).attempt(account, now, now - timedelta(hours=1))
        assert await SqlCodes(running).valid(now)
        forms = (secret, secret.replace("-", ""), secret.lower(), account.user)
        assert [_found(tmp_path, form) for form in forms] == [[]] * 4


def _found(folder: Path, secret: str) -> list[str]:
    return [f"{path.name}: {how}" for path in folder.iterdir() for how in traces(path.read_bytes(), secret)]
