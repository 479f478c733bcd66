"""The command line, and the pages that must agree with it."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from adapters.slack.commands import SCOPES
from config.cli import app, main
from config.errors import BadSettings
from config.settings import Settings, known_variables, load_settings
from config.stores import open_engine
from config.wiring import build_catalog

README_FILE = Path(__file__).parents[2] / "README.md"
README = README_FILE.read_text(encoding="utf-8")
TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GaBcDe.abcdefghijklmnopqrstuvwxyz0123456789"


@pytest.fixture(autouse=True)
def _own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def said(*arguments: str) -> str:
    result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_lists_every_command_with_its_role_and_privacy() -> None:
    rows = {row["name"]: row for row in json.loads(said("commands", "--json"))}
    assert rows["find-skill"]["role"] == "everyone"
    assert rows["find-skill"]["privacy"] == "Only you see the answer."
    assert rows["skill-page"]["offered as"] == "button"
    assert set(rows) == {command.name for command in build_catalog(load_settings())}
    assert "/find-skill skill [setting]" in said("commands")


def test_prints_a_manifest_with_every_slash_command_and_the_least_permissions() -> None:
    manifest = json.loads(said("slack", "manifest"))
    assert [c["command"] for c in manifest["features"]["slash_commands"]] == [
        f"/{command.name}" for command in build_catalog(load_settings()).listed
    ]
    assert manifest["oauth_config"]["scopes"] == {"bot": list(SCOPES)}
    assert manifest["settings"]["socket_mode_enabled"] is True


def test_a_manifest_for_http_needs_a_public_address(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HIRG_SLACK__MODE", "http")
    monkeypatch.setattr("sys.argv", ["hirg-bot", "slack", "manifest"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith("HIRG_HTTP__PUBLIC_URL: ")

    monkeypatch.setenv("HIRG_HTTP__PUBLIC_URL", "https://bot.example.org")
    assert "https://bot.example.org/slack/events" in said("slack", "manifest")


def test_prints_an_invitation_for_discord(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HIRG_DISCORD__TOKEN", TOKEN)
    address = said("discord", "invite").strip()
    assert address.startswith("https://discord.com/oauth2/authorize?client_id=123456789012345678")
    assert "permissions=17901423791104" in address


@pytest.mark.parametrize("arguments", [(), ("directory",), ("slack",), ("discord",), ("directory", "import", "--help")])
def test_explains_itself(arguments: tuple[str, ...]) -> None:
    assert "Usage" in CliRunner().invoke(app, arguments).output


def test_prints_its_version_however_it_is_asked() -> None:
    assert said("--version") == said("version")
    assert re.fullmatch(r"\d+\.\d+\.\d+\n", said("version"))


def commands_in(*group: str) -> Iterator[tuple[str, ...]]:
    """Walk through every command there is, as the lists of commands name them."""
    for line in CliRunner().invoke(app, [*group, "--help"]).output.partition("Commands:\n")[2].splitlines():
        name = line.split()[0]
        yield (*group, name)
        yield from commands_in(*group, name)


def test_every_command_that_is_listed_can_be_called_and_says_what_its_list_says() -> None:
    listed = list(commands_in())
    assert {("run",), ("directory", "search"), ("keys", "give-up"), ("deliveries", "retry")} <= set(listed)
    for command in listed:
        assert f"Usage: hirg-bot {' '.join(command)}" in said(*command, "--help")


def test_a_list_of_commands_waits_for_no_platform_and_no_database() -> None:
    unread = "sys.modules.keys().isdisjoint({'sqlalchemy', 'alembic', 'pydantic', 'discord', 'slack_bolt', 'aiohttp'})"
    program = f"import sys; from config.cli import app; app(['--help'], standalone_mode=False); sys.exit(not {unread})"
    subprocess.run([sys.executable, "-c", program], check=True, stdout=subprocess.DEVNULL, cwd=README_FILE.parent)


def test_says_in_full_what_each_command_does() -> None:
    for group in ((), ("directory",), ("slack",), ("discord",)):
        assert "..." not in CliRunner().invoke(app, [*group, "--help"]).output.replace("[ARGS]...", "")


@pytest.mark.parametrize(
    ("name", "value"), [("HIRG_DATA_DIR", "a-file/data"), ("HIRG_DATABASE_URL", "sqlite:///a-file/hirg.db")]
)
def test_names_the_setting_that_keeps_the_database_shut(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, value: str
) -> None:
    Path("a-file").touch()
    monkeypatch.delenv("HIRG_DATABASE_URL", raising=False)
    monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.argv", ["hirg-bot", "directory", "export"])
    with pytest.raises(SystemExit):
        main()
    assert capsys.readouterr().err.startswith(f"{name}: the database cannot be opened.")


def test_says_what_is_wrong_in_a_sentence(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["hirg-bot", "directory", "import", "nowhere.csv"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "nowhere.csv" in capsys.readouterr().err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk that is always full")
@pytest.mark.parametrize("words", [("directory", "export"), ("version",), ("commands", "--json")])
def test_says_that_it_could_not_write_all_it_had_to_say(words: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w") as full:
        ended = run_program(*words, stdout=full)
    assert ended.returncode == 2
    assert ended.stderr == ("The disk or the output cannot be read or written: No space left on device.\n")


async def test_says_what_the_database_could_not_do(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match=r"HIRG_DATA_DIR: the database cannot be read or written\. attempt to write"):
        await write_where_nothing_can_be_written(load_settings(data_dir=tmp_path))


async def write_where_nothing_can_be_written(settings: Settings) -> None:
    async with open_engine(settings) as engine, engine.begin() as connection:
        await connection.execute(text("PRAGMA query_only = ON"))
        await connection.execute(text("DELETE FROM series"))


def test_a_terminal_that_lacks_a_sign_shows_the_rest() -> None:
    ended = run_program("check", PYTHONIOENCODING="latin-1")
    assert ended.stdout.startswith("? The settings can be read.\n")
    assert ended.stderr == ""


def run_program(*words: str, stdout: IO[str] | int = subprocess.PIPE, **env: str) -> subprocess.CompletedProcess[str]:
    """Run the whole program, in the folder we are in."""
    program = [sys.executable, "-m", "bot", *words]
    env = {**os.environ, "PYTHONPATH": str(README_FILE.parent), **env}
    return subprocess.run(program, check=False, stdout=stdout, stderr=subprocess.PIPE, text=True, env=env)


def test_the_readme_lists_every_slash_command() -> None:
    table = README.partition("<!-- commands")[2].partition("<!-- /commands")[0]
    rows = [
        f"| `{c.usage}` | {c.summary} | {c.role or 'everyone'} | {c.privacy} |"
        for c in build_catalog(load_settings()).listed
    ]
    assert [line for line in table.splitlines() if line.startswith("| `/")] == rows


def test_the_readme_documents_every_setting() -> None:
    table = README.partition("<!-- settings")[2].partition("<!-- /settings")[0]
    named = set(re.findall(r"^\| `(HIRG_\w+)`", table, re.MULTILINE))
    assert named == {name for name in known_variables() if not name.endswith("_FILE")}
