"""`hirg-bot check`, as an operator runs it."""

import asyncio
import sqlite3
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from config.cli import app
from config.cli_check import CHECKS, Finding, look
from config.keys import prepare_keys
from config.settings import Settings, load_settings
from config.signposts import load_signposts
from store.database import open_database, schema_of
from tests.config.test_cli_keys import deny

TODAY = date(2026, 12, 2)
COMPLETE = {
    "HIRG_SLACK__BOT_TOKEN": "xoxb-1",
    "HIRG_ROLES__ORGANISER": "slack:T1:U1",
    "HIRG_ROLES__FACILITATOR": "slack:T1:U2",
    "HIRG_SUPPORT__CHANNELS": "slack:C1",
    "HIRG_SUPPORT__LEAD": "slack:T1:U3",
}


@pytest.fixture(autouse=True)
def _own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HIRG_DATABASE_URL", raising=False)
    for name, value in COMPLETE.items():
        monkeypatch.setenv(name, value)


async def started() -> None:
    """Leave behind what a bot that was started leaves."""
    async with open_database("sqlite:///data/hirg.db"):
        pass


async def found(today: date = TODAY) -> Sequence[str]:
    return [str(finding) for finding in await look(CHECKS, today)]


async def test_says_that_all_is_well_a_line_for_each_thing() -> None:
    await started()
    lines = await found()
    assert all(line.startswith("✓ ") for line in lines), lines
    assert f"✓ All {len(load_signposts())} help lines were checked within half a year." in lines
    assert any(line.startswith("✓ The database can be opened, and has the newest schema") for line in lines)


async def test_names_every_number_that_nobody_looked_at_for_half_a_year() -> None:
    await started()
    stale = [line for line in await found(date(2026, 11, 29) + timedelta(days=181)) if line.startswith("✗")]
    assert len(stale) == len(load_signposts())
    assert (
        "✗ Samaritans, call 116 123: last checked on 2026-11-29. Compare it with https://www.samaritans.org" in stale[1]
    )
    assert stale[1].endswith("then write the day into config/signposts.toml.")


def test_ends_with_a_status_that_a_script_can_read(monkeypatch: pytest.MonkeyPatch) -> None:
    asyncio.run(started())
    monkeypatch.delenv("HIRG_SLACK__BOT_TOKEN")
    result = CliRunner().invoke(app, ["check"])
    assert result.exit_code == 1
    assert "✗ No platform has a token. Set HIRG_SLACK__BOT_TOKEN or HIRG_DISCORD__TOKEN" in result.output


async def test_a_database_that_was_never_opened_is_left_alone(tmp_path: Path) -> None:
    lines = await found()
    assert "✗ The database cannot be opened. There is no such file yet." in " ".join(lines)
    assert "✓ The folder for data will be made when the bot starts." in lines
    assert not (tmp_path / "data").exists()


async def test_an_old_schema_is_named_and_not_changed() -> None:
    Path("data").mkdir(mode=0o700)
    Path("data/hirg.db").touch()
    assert any("has no schema yet" in line and "Start the bot" in line for line in await found())
    assert (await schema_of("sqlite:///data/hirg.db"))[0] is None


async def test_a_database_of_a_newer_version_is_named_as_one() -> None:
    await started()
    with sqlite3.connect("data/hirg.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    lines = await found()
    assert "✗ The database was written by a newer version of hirg-bot. Install that version again." in lines
    assert not any("Start the bot" in line for line in lines)


async def test_after_a_first_start_nobody_else_can_look_into_the_folder() -> None:
    """The folder of the keys, which is inside, is the first to be made."""
    await prepare_keys(load_settings())
    assert "✓ Nobody else on this machine can look into the folder for data." in await found()


async def test_a_folder_that_may_not_be_looked_at_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    await started()
    looked = Path.stat
    monkeypatch.setattr(Path, "stat", lambda path, **how: deny(path) if "data" in path.parts else looked(path, **how))
    lines = await found()
    assert any(
        line.startswith("✗ The folder for data cannot be looked at: Permission denied. Type this as the account")
        for line in lines
    )
    assert any(line.startswith("✗ The keys of anonymous cases: data/keys") for line in lines)


async def test_a_file_that_is_no_database_is_said_so() -> None:
    Path("data").mkdir(mode=0o700)
    Path("data/hirg.db").write_text("Dear diary, " * 100, encoding="utf-8")
    assert any("cannot be opened. file is not a database" in line for line in await found())


async def test_a_folder_that_others_can_look_into_is_named() -> None:
    await started()
    Path("data").chmod(0o755)
    assert "✗ Other accounts of this machine can look into the folder for data. chmod 700 data" in await found()


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ("HIRG_ROLES__ORGANISER", "Set HIRG_ROLES__ORGANISER."),
        ("HIRG_ROLES__FACILITATOR", "Set HIRG_ROLES__FACILITATOR."),
        ("HIRG_SUPPORT__LEAD", "Set HIRG_SUPPORT__LEAD."),
    ],
)
async def test_people_who_are_needed_and_not_named_are_asked_for(
    monkeypatch: pytest.MonkeyPatch, missing: str, said: str
) -> None:
    monkeypatch.delenv(missing)
    assert any(line.startswith("✗") and line.endswith(said) for line in await found())


async def test_nobody_needs_facilitators_where_nobody_can_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HIRG_SUPPORT__CHANNELS", "HIRG_SUPPORT__LEAD", "HIRG_ROLES__FACILITATOR"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("HIRG_INTRODUCTIONS__UNNAMED", "false")
    assert not any("facilitator" in line or "safeguarding" in line for line in await found())


async def test_whoever_writes_without_a_name_needs_facilitators_without_any_channel_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("HIRG_SUPPORT__CHANNELS", "HIRG_SUPPORT__LEAD", "HIRG_ROLES__FACILITATOR"):
        monkeypatch.delenv(name)
    said = "✗ Nobody is facilitator, who looks after introductions without a name. Set HIRG_ROLES__FACILITATOR."
    assert said in await found()


async def test_settings_that_cannot_be_read_are_all_there_is_to_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HIRG_LOG__LEVEL", "hunter2")
    (line,) = await found()
    assert line.startswith("✗ HIRG_LOG__LEVEL: ")
    assert "hunter2" not in line


async def test_a_variable_that_is_no_setting_is_pointed_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HIRG_NETWROK", "x")
    assert any("HIRG_NETWROK is not a setting. Did you mean HIRG_NETWORK?" in line for line in await found())


async def test_another_check_is_one_more_function() -> None:
    async def keys(_: Settings, __: date) -> Sequence[Finding]:
        return [Finding("The key cannot be read.", "Look for it.")]

    assert [str(one) for one in await look([keys], TODAY)] == ["✗ The key cannot be read. Look for it."]


async def test_says_what_is_wrong_with_the_keys_of_anonymous_cases(tmp_path: Path) -> None:
    await started()
    assert "✓ The keys of anonymous cases are in order." in await found()
    (tmp_path / "data" / "keys").mkdir(mode=0o755)
    (tmp_path / "data" / "keys").chmod(0o755)
    assert any("chmod 700 data/keys" in line for line in await found() if line.startswith("✗"))
