"""`hirg-bot directory import` and `export`, as an operator runs them: real files, a real database."""

import asyncio
import io
import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from rich.console import Console

from bot.chat.requests import Account
from bot.directory.model import ChangedMeanwhile, Consent, Entry
from config import cli, import_report
from config.cli_import import apply_plan, plan_import, read_sheet
from config.import_outcome import Outcome
from config.settings import load_settings
from config.stores import open_stores
from tests.fakes import MemoryDirectory
from tests.store.workbooks import Tab, ods, xlsx

HEAD = "Full name,E-mail,Area,Skills and experience I can share,Happy to be contacted?\n"
ANNA = "Anna Reid,anna@x.example,NHS,NVivo; R/Python,Yes\n"
BEN = 'Ben Okoro,ben@x.example,University,"SPSS, Stata",yes - by email please\n'
CLEO = "Cleo O’Hara,,VCSE,interviews,No\n"
SAMPLE = Path(cli.__file__).parent / "sample" / "directory.csv"


@dataclass(frozen=True)
class Result:
    out: str
    err: str
    status: int


Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Run `hirg-bot directory …` in an empty folder with a Directory of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HIRG_DATA_DIR", str(tmp_path / "data"))

    def _run(*words: str | Path) -> Result:
        monkeypatch.setattr(sys, "argv", ["hirg-bot", "directory", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capfd.readouterr()
        return Result(said.out, said.err, ended.value.code if isinstance(ended.value.code, int) else 0)

    return _run


def write(text: str, name: str = "people.csv") -> Path:
    path = Path(name)
    path.write_text(text, encoding="utf-8")
    return path


def entries() -> dict[str, Entry]:
    """What the Directory holds, by name."""

    async def read() -> list[Entry]:
        async with open_stores(load_settings()) as stores:
            return await stores.directory.entries()

    return {entry.name: entry for entry in asyncio.run(read())}


async def save(entry: Entry) -> None:
    """Write an entry as its owner would."""
    async with open_stores(load_settings()) as stores:
        await stores.directory.save(entry)


def test_nothing_is_written_until_it_is_applied(run: Run) -> None:
    file = write(HEAD + ANNA + BEN)
    shown = run("import", file)
    assert shown.status == 0
    assert "Skills and experience I can share  → skills" in shown.out
    assert "+ Anna Reid (row 2): setting “clinical”, skills “NVivo; R; Python”" in shown.out
    assert "2 added, 0 changed, 0 removed, 0 unchanged" in shown.out
    assert "Nothing was written. Run again with --apply" in shown.out
    assert entries() == {}
    applied = run("import", file, "--apply")
    assert "Written." in applied.out
    assert applied.err == ""
    assert entries()["Ben Okoro"].contact == "by email please"
    assert entries()["Ben Okoro"].skills == ("SPSS", "Stata")


def test_applying_twice_changes_nothing(run: Run) -> None:
    file = write(HEAD + ANNA + BEN + CLEO)
    run("import", file, "--apply")
    before = entries()
    again = run("import", file, "--apply")
    assert "0 added, 0 changed, 0 removed, 3 unchanged" in again.out
    assert "there is nothing to write" in again.out
    assert entries() == before


def test_changes_are_shown_field_by_field(run: Run) -> None:
    run("import", write(HEAD + ANNA + BEN), "--apply")
    changed = run("import", write(HEAD + "Anna Reid,anna@x.example,NHS & VCSE,NVivo; SPSS,no\n" + BEN))
    assert "~ Anna Reid (row 2)" in changed.out
    assert "    setting: “clinical” → “clinical, community”" in changed.out
    assert "    skills: + SPSS  - R  - Python" in changed.out
    assert "    happy to be contacted: “yes” → “no”" in changed.out
    assert "0 added, 1 changed, 0 removed, 1 unchanged" in changed.out


def test_unclear_rows_are_named_and_do_not_stop_the_rest(run: Run) -> None:
    shown = run("import", write(HEAD + ANNA + ",,,NVivo,yes\n" + "Dan Roe,,Moon,R,ask me first\n"), "--apply")
    assert shown.status == 0
    assert "? Row 3: left out: there is no name" in shown.out
    assert "? Row 4, Dan Roe: “Moon” is not an academic, clinical or community setting." in shown.out
    assert "? Row 4, Dan Roe: “ask me first” is neither yes nor no" in shown.out
    assert "3 unclear, 1 left out" in shown.out
    assert "Not shown to others: 1 of 2 people (1 gave no clear answer)." in shown.out
    assert entries()["Dan Roe"].consent is Consent.UNKNOWN


def test_people_who_vanished_stay_unless_asked(run: Run) -> None:
    run("import", write(HEAD + ANNA + BEN + CLEO), "--apply")
    fewer = write(HEAD + ANNA)
    kept = run("import", fewer, "--apply")
    assert (
        "2 people are not in this sheet any more; they stay. Use --remove-missing to remove them: Ben Okoro, Cleo"
        in kept.out
    )
    assert len(entries()) == 3
    warned = run("import", fewer, "--remove-missing")
    assert "- Ben Okoro" in warned.out
    assert "Careful: this would remove 2 of 3 people, more than half of the Directory." in warned.out
    assert len(entries()) == 3
    removed = run("import", fewer, "--remove-missing", "--apply")
    assert "2 removed" in removed.out
    assert list(entries()) == ["Anna Reid"]


def test_a_sheet_without_people_removes_nobody(run: Run) -> None:
    run("import", write(HEAD + ANNA), "--apply")
    empty = run("import", write(HEAD), "--remove-missing", "--apply")
    assert (empty.status, empty.out) == (2, "")
    assert "nobody is removed" in empty.err
    assert list(entries()) == ["Anna Reid"]


def test_a_long_list_of_those_who_vanished_is_cut_short_and_never_in_json(run: Run) -> None:
    run("import", write(HEAD + "".join(f"Person {n:02},,NHS,R,Yes\n" for n in range(14))), "--apply")
    fewer = write(HEAD + "Person 00,,NHS,R,Yes\n")
    assert "to remove them: Person 01, " in run("import", fewer).out
    assert "Person 10 and 3 more." in run("import", fewer).out
    assert len(json.loads(run("import", fewer, "--json").out)["missing"]) == 13


def test_a_sheet_without_people_says_why_nothing_is_written(run: Run) -> None:
    assert "There are headings in this sheet, but no people." in run("import", write(HEAD)).out
    nameless = run("import", write(HEAD + ",,,NVivo,yes\n")).out
    assert "Nobody in this sheet can be read, for the reasons above." in nameless


def test_a_sheet_without_skills_says_so(run: Run) -> None:
    shown = run("import", write("Name,Happy to be contacted?\nAnna Reid,Yes\n")).out
    assert "No column holds skills, so nobody new in this sheet will be found." in shown
    assert "--map skills=" in shown
    assert "No column holds skills" not in run("import", write(HEAD + ANNA)).out


def test_a_sheet_that_does_not_ask_for_consent_lists_nobody_and_says_so(run: Run) -> None:
    file = write("Name,Skills\nAnna Reid,R\n")
    loud = run("import", file, "--apply")
    assert "nobody new in this sheet will be shown" in loud.out
    assert "--map consent=" in loud.out
    assert "--everyone-agreed" in loud.out
    assert not entries()["Anna Reid"].listed
    run("import", file, "--everyone-agreed", "--apply")
    assert entries()["Anna Reid"].listed


def test_a_refusal_outlasts_the_operators_word(run: Run) -> None:
    run("import", write(HEAD + CLEO), "--apply")
    shown = run("import", write("Name,Skills\nCleo O'Hara,interviews\n"), "--everyone-agreed", "--apply")
    assert "1 refused themselves to be contacted" in shown.out
    assert entries()["Cleo O'Hara"].consent is Consent.REFUSED


def test_columns_can_be_mapped(run: Run) -> None:
    file = write("Wer,Womit,Darf,Notes\nAnna Reid,NVivo,yes,secret\n")
    asked = run("import", file)
    assert asked.status == 2
    assert asked.out == ""
    assert "No row looks like column headings" in asked.err
    run(
        "import",
        file,
        "--map",
        "name=Wer",
        "--map",
        "skills=B",
        "--map",
        "consent=Darf",
        "--map",
        "skip=Notes",
        "--apply",
    )
    assert entries()["Anna Reid"].skills == ("NVivo",)
    assert entries()["Anna Reid"].about == ""


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("people.csv", b"%PDF-1.4\n%%EOF", "people.csv is a PDF, whatever its name says. Save the sheet as"),
        ("people.xlsx", b"%PDF-1.4\n%%EOF", "people.xlsx is a PDF"),
        ("people.csv", b"", "people.csv is empty"),
        ("people.csv", b"Anna Reid,anna@x.example,R\nBen Okoro,b@x.example,C\n", "Row 1 says: A “Anna Reid”"),
        ("people.csv", b"Name,Email,Email,Skills\nA,a@x.example,b@x.example,R\n", "2 columns could be the email"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_sentence_and_status_2(run: Run, name: str, data: bytes, said: str) -> None:
    Path(name).write_bytes(data)
    refused = run("import", name)
    assert (refused.status, refused.out) == (2, "")
    assert said in refused.err
    assert "Traceback" not in refused.err
    assert not Path("data").exists()


def test_missing_files_and_folders_are_sentences(run: Run) -> None:
    assert "There is no file nowhere.csv" in run("import", "nowhere.csv").err
    assert "is a folder" in run("import", ".").err


@pytest.mark.parametrize("write_workbook", [xlsx, ods])
def test_workbooks_with_merged_cells_are_imported(run: Run, write_workbook: Callable[[dict[str, Tab]], bytes]) -> None:
    people = Tab(
        [
            ["The network's directory", "", "", "", ""],
            ["Name", "Organisation", "Skills", "Since", "Happy to be contacted?"],
            ["Anna Reid", "Leeds", "NVivo 14", 14.0, "Yes"],
            ["Ben Okoro", None, "SPSS\nStata", 3.5, "Yes"],
        ],
        merged=["A1:E1", "B3:B4"],
    )
    Path("people.xlsx").write_bytes(write_workbook({"Read me": Tab([["How to use this file"]]), "Members": people}))
    shown = run("import", "people.xlsx", "--apply")
    assert "people.xlsx, sheet “Members”, headings in row 2" in shown.out
    assert entries()["Ben Okoro"].organisation == "Leeds"
    assert entries()["Ben Okoro"].skills == ("SPSS", "Stata")
    assert "no sheet “Friends”" in run("import", "people.xlsx", "--sheet", "Friends").err


def test_what_a_sheet_says_is_shown_and_not_obeyed(run: Run) -> None:
    shown = run("import", write(HEAD + "[bold red]Eve[/] \x1b[2J\u202eRoe,,,:smile: [link=x]R[/link],Yes\n"))
    assert "[bold red]Eve[/] [2JRoe" in shown.out
    assert ":smile: [link=x]R[/link]" in shown.out
    assert "\x1b" not in shown.out


def test_nothing_is_cut_short_where_no_terminal_reads(run: Run) -> None:
    skills = "; ".join(f"a skill with rather a long name and number {n}" for n in range(60))
    shown = run("import", write(HEAD + f'Anna Reid,,,"{skills}",Yes\n'))
    assert "number 59" in shown.out
    assert max(map(len, shown.out.splitlines())) > 1000


def on_screen(file: Path, width: int = 80) -> list[str]:
    """Show a dry run into an empty Directory as a terminal of this width would."""
    reading = read_sheet(file)
    _, plan = asyncio.run(plan_import(MemoryDirectory(), reading))
    outcome = Outcome(file.name, reading.layout, reading.people, plan, applied=False, removing=False)
    console = Console(file=io.StringIO(), width=width, force_terminal=True, color_system=None, highlight=False)
    import_report.show(outcome, console)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue().splitlines()


@pytest.mark.usefixtures("run")
def test_on_a_screen_names_stand_out_and_what_is_said_is_set_in() -> None:
    skills = "; ".join(f"a skill with rather a long name and number {n}" for n in range(6))
    lines = on_screen(write(HEAD + f'Anna Reid,,,"{skills}",Yes\n' + CLEO))
    anna, cleo = (next(n for n, line in enumerate(lines) if line.startswith(f"+ {name}")) for name in ("Anna", "Cleo"))
    assert lines[anna] == "+ Anna Reid (row 2)"
    assert lines[cleo] == "+ Cleo O’Hara (row 3), not shown to others"
    assert all(line.startswith("    ") for line in lines[anna + 1 : cleo])
    assert "number 5" in " ".join(lines)
    assert max(map(len, lines)) <= 80


def test_on_a_screen_thousands_of_people_are_counted_and_a_file_has_them_all(run: Run) -> None:
    file = write(HEAD + "".join(f"Person {n} Roe,,Council,R,maybe\n" for n in range(900)))
    lines = on_screen(file)
    assert sum(line.startswith("+ ") for line in lines) == 200
    assert any(line.startswith("… and 700 more.") for line in lines)
    assert len(lines) < 700
    assert run("import", file).out.count("\n+ ") == 900


def test_one_reason_for_many_rows_is_said_once_with_every_row(run: Run) -> None:
    shown = run("import", write(HEAD + "".join(f"Person {n} Roe,,NHS,R,maybe\n" for n in "ABC")))
    reason = "“maybe” is neither yes nor no, so they will not be shown until it is."
    assert f"? 3 times: {reason} (row 2, Person A Roe; row 3, Person B Roe; row 4, Person C Roe)" in shown.out
    assert "3 unclear" in shown.out


def test_json_tells_a_program_the_same(run: Run) -> None:
    run("import", write(HEAD + ANNA + BEN), "--apply")
    told = json.loads(run("import", write(HEAD + ANNA.replace("NVivo", "SPSS") + "Dan,,,R,maybe\n"), "--json").out)
    assert [one["name"] for one in told["added"]] == ["Dan"]
    assert told["changed"][0]["changes"] == [
        {
            "field": "skills",
            "old": "NVivo; R; Python",
            "new": "SPSS; R; Python",
            "added": ["SPSS"],
            "removed": ["NVivo"],
        }
    ]
    assert (told["missing"], told["removed"], told["unchanged"], told["applied"]) == (["Ben Okoro"], [], 0, False)
    assert told["columns"][3]["field"] == "skills"
    assert told["unclear"][0]["rows"] == [3]


def test_an_export_imports_back_as_unchanged(run: Run) -> None:
    awkward = 'Zoë “=Z” Ó,,NHS,"""teaching; mentoring"", HIV/AIDS (care, prevention)\n-80 °C storage",Yes\n'
    run("import", write(HEAD + ANNA + CLEO + awkward + "=Sam,,,=R,\n"), "--apply")
    before = entries()
    exported = run("export", "out.csv")
    assert "4 people, 2 of whom are not shown to others" in exported.err
    back = run("import", "out.csv", "--apply")
    assert "0 added, 0 changed, 0 removed, 4 unchanged" in back.out
    assert entries() == before
    assert "there already" in run("export", "out.csv").err
    assert run("export", "out.csv", "--overwrite").status == 0
    assert run("export").out.encode() == Path("out.csv").read_bytes()


def test_an_export_counts_people_as_one_would_say_it(run: Run) -> None:
    run("import", write(HEAD + ANNA), "--apply")
    assert run("export", "one.csv").err == "1 person. Keep the file safe.\n"
    run("import", write(HEAD + ANNA + CLEO), "--apply")
    assert run("export", "two.csv").err == "2 people, 1 of whom is not shown to others. Keep the file safe.\n"


@pytest.mark.parametrize("name", ["members.xlsx", "members.ODS"])
def test_an_export_does_not_pretend_to_be_a_workbook(run: Run, name: str) -> None:
    refused = run("export", name)
    assert refused.status == 2
    assert f"The export is a CSV file, which no program opens as {name}. Call it members.csv" in refused.err
    assert not Path(name).exists()


def test_an_export_rebuilds_the_directory_elsewhere(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("import", SAMPLE, "--apply")
    run("export", "out.csv")
    before = entries()
    monkeypatch.setenv("HIRG_DATA_DIR", "elsewhere")
    run("import", "out.csv", "--apply")
    assert entries() == before


def test_an_import_leaves_people_their_own_words_and_says_so(run: Run) -> None:
    run("import", write(HEAD + ANNA + BEN), "--apply")
    anna = entries()["Anna Reid"]
    own = replace(anna, skills=("Welding",), accounts=(Account("slack", "T1", "U1"),), own=frozenset({"skills"}))
    asyncio.run(save(own))

    shown = run("import", write(HEAD + ANNA.replace("NHS", "University")), "--apply")
    assert "stays “Welding”, which they wrote themselves (the sheet says “NVivo; R; Python”)" in shown.out
    assert "setting: “clinical” → “academic”" in shown.out
    assert (entries()["Anna Reid"].skills, entries()["Anna Reid"].accounts) == (own.skills, own.accounts)
    again = run("import", write(HEAD + BEN), "--remove-missing", "--apply")
    assert "1 person is not in this sheet, but their entries are in their own hands; they stay." in again.out
    assert set(entries()) == {"Anna Reid", "Ben Okoro"}
    kept = json.loads(run("import", write(HEAD + ANNA), "--json").out)["changed"][0]["their_own_word"]
    assert [(one["field"], one["old"]) for one in kept] == [("skills", "Welding")]


def test_an_import_leaves_it_to_people_how_they_are_asked_and_says_so(run: Run) -> None:
    run("import", write(HEAD + ANNA), "--apply")
    run("export", "before.csv")
    asyncio.run(save(replace(entries()["Anna Reid"], unnamed=False, own=frozenset({"unnamed"}))))
    shown = run("import", "before.csv", "--apply")
    assert "introductions: stays “by name alone”, which they alone can say (the sheet says “nothing”)" in shown.out
    assert not entries()["Anna Reid"].unnamed


def test_what_nobody_said_is_not_told_of_those_who_are_added(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("import", write(HEAD + ANNA + BEN), "--apply")
    asyncio.run(save(replace(entries()["Anna Reid"], unnamed=False)))
    run("export", "out.csv")
    monkeypatch.setenv("HIRG_DATA_DIR", "elsewhere")
    shown = run("import", "out.csv").out
    assert shown.count("introductions “by name alone”") == 1
    assert "availability “" not in shown
    assert [one["unnamed"] for one in json.loads(run("import", "out.csv", "--json").out)["added"]] == [False, True]


def test_the_sample_is_a_directory_worth_searching(run: Run) -> None:
    run("import", SAMPLE, "--apply")
    people = entries()
    assert 55 <= len(people) <= 70
    assert 3 <= sum(one.consent is Consent.REFUSED for one in people.values()) <= 4
    assert sum(one.consent is Consent.UNKNOWN for one in people.values()) == 3
    nvivo = [one for one in people.values() if one.listed and any("nvivo" in s.casefold() for s in one.skills)]
    assert len(nvivo) > 5
    assert all(one.email.endswith(".example") or not one.email for one in people.values())


async def test_a_change_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text(HEAD + ANNA)
    directory = MemoryDirectory()
    version, plan = await plan_import(directory, read_sheet(file))
    await directory.change(version, put=[Entry(id="other", name="Meanwhile")])
    with pytest.raises(ChangedMeanwhile):
        await apply_plan(directory, version, plan)
    assert [entry.name for entry in await directory.entries()] == ["Meanwhile"]


def test_twenty_thousand_rows_are_imported_in_reasonable_time(run: Run) -> None:
    rows = "".join(f'Person {n} Roe,p{n}@x.example,NHS,"NVivo; R/Python, skill {n % 700}",Yes\n' for n in range(20_000))
    file = write(HEAD + rows)
    start = time.process_time()
    assert "20000 added" in run("import", file, "--apply").out
    assert time.process_time() - start < 60
