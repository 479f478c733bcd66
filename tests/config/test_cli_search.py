import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.directory.model import Consent, Entry, Setting
from config.cli import app
from config.settings import load_settings
from config.stores import open_stores

_PEOPLE = [
    Entry(
        id="1", name="Siân O’Hara", role="Research nurse", settings=frozenset({Setting.CLINICAL}),
        skills=("NVivo 14", "R"), email="sian@penmoor.example", consent=Consent.GIVEN,
    ),
    Entry(id="2", name="Tomasz Wiśniewski", skills=("R", "[bold]SPSS[/bold]"), consent=Consent.GIVEN),
    Entry(id="3", name="Hidden Person", skills=("NVivo",), consent=Consent.REFUSED),
]  # fmt: skip


@pytest.fixture
def _data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A data folder of its own, with nobody in it."""
    monkeypatch.setenv("HIRG_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("HIRG_DATABASE_URL", raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def _people(_data: None) -> None:
    asyncio.run(_fill())


async def _fill() -> None:
    async with open_stores(load_settings()) as stores:
        await stores.directory.change(await stores.directory.version(), put=_PEOPLE)


def _run(*arguments: str, typed: bytes = b"") -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["directory", "search", *arguments], input=typed)
    return result.exit_code, result.stdout, result.stderr


def _answers(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


@pytest.mark.usefixtures("_people")
def test_says_which_settings_there_are_when_it_is_given_another() -> None:
    status, _, said = _run("nvivo", "--setting", "rural")
    assert status == 2
    assert "“rural” is not a setting. Say academic, clinical or community." in said
    assert "Siân O’Hara" in _run("nvivo", "--setting", "Clinical")[1]


@pytest.mark.usefixtures("_people")
def test_prints_people_for_people() -> None:
    status, said, _ = _run("who", "knows", "nvvio?")
    assert status == 0
    assert "I read “nvvio” as “nvivo”." in said
    assert "Siân O’Hara · Research nurse · clinical" in said
    assert "Lists NVivo 14" in said
    assert "sian@penmoor.example" in said
    assert "1 person." in said
    assert "\x1b" not in said


@pytest.mark.usefixtures("_people")
def test_prints_one_json_object_for_a_query() -> None:
    status, said, _ = _run("--json", "nvivo")
    assert status == 0
    assert _answers(said) == [
        {
            "query": "nvivo",
            "people": [{"name": "Siân O’Hara", "skills": ["NVivo 14"], "score": 1.0}],
            "did_you_mean": [],
        }
    ]
    assert "Siân O’Hara" in said


@pytest.mark.usefixtures("_people")
def test_reads_one_query_a_line_and_prints_one_object_a_line() -> None:
    status, said, _ = _run("--json", typed="nvivo\n\nplumbing\r\nSPSS, Wiśniewski\n\xa0\nR".encode())
    answers = _answers(said)
    assert status == 0
    assert [answer["query"] for answer in answers] == ["nvivo", "", "plumbing", "SPSS, Wiśniewski", "\xa0", "R"]
    assert [len(answer["people"]) for answer in answers] == [1, 0, 0, 1, 0, 2]


@pytest.mark.usefixtures("_people")
def test_what_is_not_utf_8_finds_nobody_and_breaks_nothing() -> None:
    status, said, _ = _run("--json", typed=b"\xff\xfe\x00\nnvivo\n")
    assert status == 0
    assert [len(answer["people"]) for answer in _answers(said)] == [0, 1]


@pytest.mark.usefixtures("_people")
def test_takes_a_setting_and_a_limit() -> None:
    assert [p["name"] for p in _answers(_run("--json", "--setting", "clinical", "R")[1])[0]["people"]] == [
        "Siân O’Hara"
    ]
    assert len(_answers(_run("--json", "--limit", "1", "R")[1])[0]["people"]) == 1
    assert "1 of 2 people; --limit shows more." in _run("--limit", "1", "R")[1]
    assert "Nobody in a community setting; 2 elsewhere." in _run("--setting", "community", "R")[1]


@pytest.mark.usefixtures("_people")
def test_names_what_is_near_when_nobody_has_it() -> None:
    assert "Nearest skills that people list: R" in _run("SAS")[1]
    assert "SPSS" in " ".join(_answers(_run("--json", "SAS")[1])[0]["did_you_mean"])
    assert "Nobody found." in _run("plumbing")[1]


@pytest.mark.usefixtures("_data")
def test_an_empty_directory_gets_a_hint_beside_the_answer() -> None:
    status, said, hint = _run("--json", "nvivo")
    assert status == 0
    assert _answers(said) == [{"query": "nvivo", "people": [], "did_you_mean": []}]
    assert "The Directory is empty: hirg-bot directory import FILE --apply." in hint


@pytest.mark.usefixtures("_data")
def test_asks_what_to_look_for_when_nothing_is_said() -> None:
    status, _, hint = _run()
    assert status != 0
    assert "Say what to look for" in hint


@pytest.mark.usefixtures("_people")
def test_answers_each_line_as_it_comes_and_ends_quietly_when_nobody_reads_on() -> None:
    program = [sys.executable, "-m", "bot", "directory", "search", "--json"]
    env = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(
        program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env
    ) as running:
        assert running.stdin
        assert running.stdout
        assert running.stderr
        for query in ("nvivo", "R"):
            running.stdin.write(f"{query}\n".encode())
            running.stdin.flush()
            assert json.loads(running.stdout.readline())["query"] == query
        running.stdout.close()
        running.stdin.write(b"nvivo\n" * 200)
        running.stdin.close()
        complaint = running.stderr.read()
        running.wait(30)
    assert b"Traceback" not in complaint
    assert b"BrokenPipe" not in complaint
