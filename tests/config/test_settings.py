"""Settings: where they come from, and what is said when they are wrong."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from bot.chat.requests import Address, Role
from bot.meetings.model import Kind
from bot.meetings.reminders import Posting
from config.errors import BadSettings
from config.keys import keys_file
from config.meeting_parts import postings_of
from config.settings import given_variables, known_variables, load_settings, strangers


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith("HIRG_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def secret_file(tmp_path: Path) -> Path:
    path = tmp_path / "token"
    path.write_text("xoxb-from-a-file\n")
    return path


def test_without_any_nothing_is_started_and_data_lies_in_one_folder() -> None:
    settings = load_settings()
    assert not any({**settings.slack.secrets, **settings.discord.secrets}.values())
    assert settings.database == "sqlite:///data/hirg.db"
    assert settings.web.host == "127.0.0.1"


def test_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HIRG_SLACK__API_URL", "http://127.0.0.1:9/api/")
    monkeypatch.setenv("HIRG_DATA_DIR", "/srv/hirg")
    monkeypatch.setenv("HIRG_ROLES__ORGANISER", '["slack:T1:U1"]')
    settings = load_settings()
    assert settings.slack.api_url == "http://127.0.0.1:9/api/"
    assert settings.database == "sqlite:////srv/hirg/hirg.db"
    assert settings.roles[Role.ORGANISER] == {"slack:T1:U1"}


def test_come_from_a_dotenv_file_beside_other_programs_settings(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("HIRG_NETWORK=HIRG\nPOSTGRES_PASSWORD=x\n")
    assert load_settings().network == "HIRG"


def test_come_from_an_operators_file_under_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text('network = "HIRG"\n[web]\nport = 9000\n[roles]\nfacilitator = ["web:*:f"]\n')
    monkeypatch.setenv("HIRG_CONFIG", str(tmp_path / "own.toml"))
    monkeypatch.setenv("HIRG_WEB__PORT", "9001")
    settings = load_settings()
    assert (settings.network, settings.web.port) == ("HIRG", 9001)
    assert settings.roles[Role.FACILITATOR] == {"web:*:f"}


def test_an_operators_file_may_be_named_in_a_dotenv_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text('network = "HIRG"\n')
    (tmp_path / ".env").write_text("HIRG_CONFIG=own.toml\n")
    assert load_settings().network == "HIRG"
    monkeypatch.setenv("HIRG_CONFIG", "")
    assert load_settings().network == "the network"


def test_an_operators_file_that_a_dotenv_file_names_and_that_is_not_there_is_missed(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("HIRG_CONFIG=own.toml\n")
    with pytest.raises(BadSettings, match="HIRG_CONFIG names a file that is not there"):
        load_settings()


def test_paths_that_are_left_empty_are_where_they_are_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HIRG_DATA_DIR", "")
    monkeypatch.setenv("HIRG_KEYS__DATABASE", " ")
    settings = load_settings()
    assert settings.database == "sqlite:///data/hirg.db"
    assert keys_file(settings) == Path("data/keys/keys.db")


def test_paths_may_begin_in_the_home_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("HIRG_DATA_DIR", "~/hirg")
    monkeypatch.setenv("HIRG_KEYS__DATABASE", "~/keys/keys.db")
    settings = load_settings()
    assert (settings.data_dir, keys_file(settings)) == (tmp_path / "hirg", tmp_path / "keys" / "keys.db")


def test_secrets_can_lie_in_files(monkeypatch: pytest.MonkeyPatch, secret_file: Path) -> None:
    monkeypatch.setenv("HIRG_SLACK__BOT_TOKEN_FILE", str(secret_file))
    assert load_settings().slack.secrets["bot_token"] == "xoxb-from-a-file"


def test_keep_the_spaces_of_a_token_so_that_the_platform_can_point_at_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HIRG_DISCORD__TOKEN", " abc ")
    assert load_settings().discord.secrets["token"] == " abc "


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("HIRG_WEB__PORT", "http", "HIRG_WEB__PORT: "),
        ("HIRG_WEB__PORT", "70000", "HIRG_WEB__PORT: "),
        ("HIRG_SLACK__MODE", "sockets", "HIRG_SLACK__MODE: "),
        (
            "HIRG_DISCORD__TOKEN_FILE",
            "/nowhere/token",
            "HIRG_DISCORD__TOKEN_FILE: The file it names cannot be read: No",
        ),
        ("HIRG_SLACK__BOT_TOKEN_FILE", "/", "HIRG_SLACK__BOT_TOKEN_FILE: The file it names cannot be read: Is a"),
        ("HIRG_ROLES__ORGANISER", "bob", "HIRG_ROLES__ORGANISER: Each must look like slack:TEAM:USER"),
        ("HIRG_ROLES__ORGANISER", "slack:T1:U1, Slack:T1:U2", "HIRG_ROLES__ORGANISER: Each must look like"),
        ("HIRG_ROLES__ORGANISER", "{}", "HIRG_ROLES__ORGANISER: "),
        ("HIRG_ROLES__BOSS", "[]", "HIRG_ROLES__BOSS"),
        ("HIRG_CONFIG", "/nowhere/hirg.toml", "HIRG_CONFIG"),
        ("HIRG_DATA_DIR", "~nobody-at-all/hirg", "HIRG_DATA_DIR: There is no such home folder."),
        ("HIRG_SUPPORT__SLOTS", "09:00,13:00+01:00", "HIRG_SUPPORT__SLOTS: Each must be a time of day such as 09:00."),
        ("HIRG_SUPPORT__SLOTS", "noon", "HIRG_SUPPORT__SLOTS: Each must be a time of day such as 09:00."),
        ("HIRG_HTTP__PUBLIC_URL", "bot.example.org", "HIRG_HTTP__PUBLIC_URL: It must look like https://"),
        ("HIRG_HTTP__PUBLIC_URL", "http://bot.example.org", "HIRG_HTTP__PUBLIC_URL: It must look like https://"),
        ("HIRG_HTTP__PUBLIC_URL", "https://", "HIRG_HTTP__PUBLIC_URL: It must look like https://"),
        ("HIRG_HTTP__PUBLIC_URL", "https://bot.example.org?a", "HIRG_HTTP__PUBLIC_URL: It must look like https://"),
    ],
)
def test_say_which_of_them_is_wrong(monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSettings) as caught:
        load_settings()
    assert said in str(caught.value)


@pytest.mark.parametrize("name", ["HIRG_SLACK__BOTTOKEN", "HIRG_SLAK__BOT_TOKEN", "hirg_slack__bot_tokn"])
def test_point_at_a_name_that_was_misspelt(name: str) -> None:
    assert strangers({name: "x", "PATH": "y"}) == [f"{name} is not a setting. Did you mean HIRG_SLACK__BOT_TOKEN?"]


def test_point_at_a_misspelt_name_in_a_dotenv_file_too(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("HIRG_DISCORD_TOKEN=x\nPOSTGRES_PASSWORD=x\n", encoding="utf-8")
    assert strangers(given_variables()) == ["HIRG_DISCORD_TOKEN is not a setting. Did you mean HIRG_DISCORD__TOKEN?"]


def test_point_at_a_misspelt_name_in_an_operators_file_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(
        '[suport]\nchannels = ["slack:C1"]\n[meetings.channels]\nworkshop = []\n[slack]\nbot_token_file = "x"\n'
    )
    monkeypatch.setenv("HIRG_CONFIG", str(tmp_path / "own.toml"))
    assert strangers(given_variables()) == [
        "HIRG_SUPORT__CHANNELS is not a setting. Did you mean HIRG_SUPPORT__CHANNELS?"
    ]


@pytest.mark.parametrize(
    "address",
    ["", "https://bot.example.org", "https://bot.example.org:8443/hirg/", "http://127.0.0.1:3000", "http://[::1]/"],
)
def test_a_public_address_is_one_that_others_can_open(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("HIRG_HTTP__PUBLIC_URL", address)
    assert load_settings().http.public_url == address


def test_an_operators_file_that_is_not_text_is_named_as_the_trouble(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_bytes(b'network = "\xff"\n')
    (tmp_path / ".env").write_text("HIRG_CONFIG=own.toml\n")
    with pytest.raises(BadSettings, match="the file that HIRG_CONFIG names is not text in UTF-8"):
        load_settings()


def test_a_dotenv_file_that_is_not_text_is_named_as_the_trouble(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"HIRG_NETWORK=\xff\n")
    with pytest.raises(BadSettings, match=r"cannot be read: \.env is not text in UTF-8"):
        load_settings()


def test_roles_can_be_written_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HIRG_ROLES__ORGANISER", "slack:T1:U1, discord:role:7")
    assert load_settings().roles[Role.ORGANISER] == {"slack:T1:U1", "discord:role:7"}


def test_never_repeat_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HIRG_SLACK__BOT_TOKEN", "xoxb-hunter2")
    monkeypatch.setenv("HIRG_SLACK__MODE", "hunter3")
    with pytest.raises(BadSettings) as caught:
        load_settings()
    monkeypatch.setenv("HIRG_SLACK__MODE", "http")
    assert "hunter" not in str(caught.value) + repr(load_settings())


def test_a_file_that_is_not_toml_is_named_as_the_trouble(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text("network = the network")
    monkeypatch.setenv("HIRG_CONFIG", str(tmp_path / "own.toml"))
    with pytest.raises(BadSettings, match="cannot be read"):
        load_settings()


def test_every_example_setting_is_one_that_is_read() -> None:
    example = Path(__file__).parents[2] / ".env.example"
    lines = [line.lstrip("#") for line in example.read_text().splitlines()]
    named = [line.partition("=")[0] for line in lines if line.startswith("HIRG_")]
    assert named
    assert set(named) <= set(known_variables())


# Where meetings are announced ------------------------------------------------


def test_channels_may_be_written_with_commas_and_have_reminders_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HIRG_MEETINGS__CHANNELS__NETWORK", "slack:C1, discord:5 1d 2h")
    monkeypatch.setenv("HIRG_MEETINGS__REMINDERS__SUPPORT", "")
    settings = load_settings()
    assert settings.meetings.channels[Kind.NETWORK] == ("slack:C1", "discord:5 1d 2h")
    assert settings.meetings.offsets(Kind.NETWORK) == ("7d", "1d", "1h")
    assert settings.meetings.offsets(Kind.SUPPORT) == ()
    assert postings_of(settings)[Kind.NETWORK] == [
        Posting(Address("slack", "C1"), (timedelta(7), timedelta(1), timedelta(hours=1))),
        Posting(Address("discord", "5"), (timedelta(1), timedelta(hours=2))),
    ]


def test_channels_may_stand_in_an_operators_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(
        '[meetings.channels]\nworkshop = ["slack:C1"]\n[meetings.reminders]\nworkshop = []'
    )
    monkeypatch.setenv("HIRG_CONFIG", str(tmp_path / "own.toml"))
    settings = load_settings()
    assert postings_of(settings)[Kind.WORKSHOP] == [Posting(Address("slack", "C1"), ())]
    assert settings.meetings.offsets(Kind.NETWORK) == ("7d", "1d", "1h")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("CHANNELS__NETWORK", "#general", "Each must look like slack:C0123 or discord:456, or slack:C0123 1d 1h"),
        ("CHANNELS__NETWORK", "irc:x", "Each must look like slack:C0123"),
        ("CHANNELS__NETWORK", "slack:C1, slack:C1 1d", "A channel is named twice."),
        ("CHANNELS__NETWORK", "slack:C1 1w", "“1w” is no time before a meeting. Write it like 7d, 1d, 1h or 30m"),
        ("CHANNELS__PARTY", "slack:C1", "HIRG_MEETINGS__CHANNELS__PARTY"),
        ("REMINDERS__NETWORK", "7d,soon", "“soon” is no time before a meeting."),
        ("QUIET", "22-7", "Write the quiet hours like 22:00-07:00, or leave them empty."),
        ("EVENTS", "perhaps", "HIRG_MEETINGS__EVENTS"),
    ],
)
def test_say_what_is_wrong_with_the_reminders(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(f"HIRG_MEETINGS__{name}", value)
    with pytest.raises(BadSettings) as caught:
        load_settings()
    assert said in str(caught.value)
    assert f"HIRG_MEETINGS__{name}"[:24] in str(caught.value)


def test_what_is_forgotten_too_soon_would_be_said_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HIRG_DELIVERY__KEEP_DAYS", "30")
    with pytest.raises(BadSettings, match="HIRG_DELIVERY__KEEP_DAYS"):
        load_settings()


def test_lists_are_names_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HIRG_SUPPORT__CHANNELS", "slack:C1, discord:2")
    monkeypatch.setenv("HIRG_SUPPORT__SLOTS", "09:00,18:30")
    monkeypatch.setenv("HIRG_SUPPORT__LEAD", "slack:T1:U1")
    support = load_settings().support
    assert support.channels == ("slack:C1", "discord:2")
    assert support.slots == ("09:00", "18:30")
    assert support.lead == {"slack:T1:U1"}


def test_nothing_is_said_in_confidence_to_a_group(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HIRG_SUPPORT__LEAD", "slack:T1:U1,discord:role:7")
    with pytest.raises(BadSettings, match="one person"):
        load_settings()
