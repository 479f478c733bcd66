import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.directory.gaps import Learned
from bot.directory.model import Consent, Entry, Setting
from bot.directory.search.index import SearchIndex
from config.cli import app
from config.cli_search import spelt_out
from config.settings import load_settings
from config.stores import open_stores
from config.vocabulary import load_vocabulary

_PEOPLE = [
    Entry(
        id="1", name="Siân O’Hara", role="Research nurse", organisation="Penmoor University",
        settings=frozenset({Setting.CLINICAL}), skills=("NVivo 14", "R"), email="sian@penmoor.example",
        consent=Consent.GIVEN,
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
    assert "Siân O’Hara · Research nurse · Penmoor University · clinical" in said
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
            "understood": {
                "skills": [{"typed": "nvivo", "read_as": ["NVivo"], "sure": True, "listed": True}],
                "corrections": [],
                "setting": None,
                "organisations": [],
                "left_out": [],
                "not_looked_for": [],
                "total": 1,
                "elsewhere": 0,
                "by_name": False,
            },
        }
    ]
    assert "Siân O’Hara" in said


def _understood(question: str) -> dict[str, Any]:
    (answer,) = _answers(_run("--json", question)[1])
    understood = answer["understood"]
    assert isinstance(understood, dict)
    return understood


@pytest.mark.usefixtures("_people")
def test_says_in_json_what_a_question_was_read_as() -> None:
    read = _understood("falconry and NVivo in hospital, not from penmor or students")
    assert [(each["typed"], each["read_as"], each["listed"]) for each in read["skills"]] == [
        ("falconry", [], False),
        ("NVivo", ["NVivo"], True),
    ]
    assert read["corrections"] == [{"typed": "penmor", "read_as": "penmoor"}]
    assert _understood("nvvio")["corrections"] == [{"typed": "nvvio", "read_as": "nvivo"}]
    assert (read["setting"], read["left_out"]) == ("clinical", ["students", "Penmoor University"])
    assert (read["total"], read["elsewhere"]) == (0, 1)
    assert _understood("R at Penmoor")["organisations"] == ["Penmoor University"]
    seven = _understood("R, SPSS, NVivo, Stata, Excel, Python and QGIS")
    assert seven["not_looked_for"] == ["QGIS"]


def test_every_field_of_the_json_is_described() -> None:
    described = (Path(__file__).parents[2] / "docs" / "search.md").read_text(encoding="utf-8")
    found = SearchIndex(_PEOPLE, load_vocabulary()).find("R")
    answer = spelt_out("R", found, 1)
    fields = [*answer, *answer["people"][0], *answer["understood"], *answer["understood"]["skills"][0]]
    assert [name for name in fields if f"`{name}`" not in described] == []


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
@pytest.mark.parametrize(
    ("question", "said", "name"),
    [
        ("Siân", "Listed by that name:", "Siân O’Hara"),
        ("Wisniewsky", "Nobody is called “wisniewsky”. Did you mean:", "Tomasz Wiśniewski"),
        ("penmoor", "Listed at Penmoor University:", "Siân O’Hara"),
        ("does Tomasz know NVivo", "Tomasz Wiśniewski does not list NVivo.", "Tomasz Wiśniewski"),
    ],
)
def test_whoever_is_looked_for_by_name_is_named_as_in_chat(question: str, said: str, name: str) -> None:
    status, printed, _ = _run(question)
    assert status == 0
    assert said in printed
    assert name in printed
    assert "1 person." in printed
    (answer,) = _answers(_run("--json", question)[1])
    assert [person["name"] for person in answer["people"]] == [name]
    assert (answer["understood"]["by_name"], answer["understood"]["total"]) == (True, 1)


@pytest.mark.usefixtures("_people")
def test_knows_the_words_that_organisers_taught_in_chat() -> None:
    assert _answers(_run("--json", "zorbing")[1])[0]["people"] == []
    asyncio.run(_teach("zorbing", "NVivo"))
    (answer,) = _answers(_run("--json", "zorbing")[1])
    assert [person["name"] for person in answer["people"]] == ["Siân O’Hara"]
    assert [each["read_as"] for each in answer["understood"]["skills"]] == [["NVivo"]]


async def _teach(word: str, concept: str) -> None:
    async with open_stores(load_settings()) as stores:
        await stores.lexicon.learn(Learned("1", word, concept))


@pytest.mark.usefixtures("_people")
def test_takes_a_setting_and_a_limit() -> None:
    assert [p["name"] for p in _answers(_run("--json", "--setting", "clinical", "R")[1])[0]["people"]] == [
        "Siân O’Hara"
    ]
    assert len(_answers(_run("--json", "--limit", "1", "R")[1])[0]["people"]) == 1
    assert "1 of 2 people; --limit shows more." in _run("--limit", "1", "R")[1]
    assert (
        "Nobody in a community setting lists R, but 2 people do in other settings."
        in _run("--setting", "community", "R")[1]
    )


@pytest.mark.usefixtures("_people")
@pytest.mark.parametrize(
    "words",
    [("R", "setting:clinical"), ("setting:Clinical", "R"), ("R setting: clinical",), ("skill:R setting:clinical",)],
)
def test_a_setting_is_read_in_a_question_as_in_chat(words: tuple[str, ...]) -> None:
    status, said, _ = _run(*words)
    assert status == 0
    assert said == _run("--setting", "clinical", "R")[1]
    assert "Siân O’Hara" in said
    assert "Tomasz" not in said
    (answer,) = _answers(_run("--json", *words)[1])
    assert (answer["query"], answer["understood"]["setting"]) == (" ".join(words), "clinical")
    (answer,) = _answers(_run("--json", typed=" ".join(words).encode())[1])
    assert answer["understood"]["setting"] == "clinical"


@pytest.mark.usefixtures("_people")
def test_what_is_no_setting_is_a_word_and_the_option_comes_first() -> None:
    (answer,) = _answers(_run("--json", "R", "setting:rural")[1])
    assert answer["understood"]["setting"] is None
    assert "Nobody in a community setting lists R" in _run("R", "setting:clinical", "--setting", "community")[1]


@pytest.mark.usefixtures("_people")
def test_names_what_is_near_when_nobody_has_it() -> None:
    assert "Nearest skills that people list: R" in _run("SAS")[1]
    assert "SPSS" in " ".join(_answers(_run("--json", "SAS")[1])[0]["did_you_mean"])
    assert "Nobody found." in _run("plumbing")[1]


@pytest.mark.usefixtures("_data")
def test_an_empty_directory_gets_a_hint_beside_the_answer() -> None:
    status, said, hint = _run("--json", "nvivo")
    assert status == 0
    (answer,) = _answers(said)
    assert (answer["query"], answer["people"], answer["did_you_mean"]) == ("nvivo", [], [])
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
