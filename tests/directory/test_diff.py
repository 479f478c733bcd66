"""What a sheet would change, field by field, and whom it means."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat.requests import Account
from bot.directory.model import AVAILABLE, PAUSED, Availability, By, Consent, Entry, Level, Note, Setting
from bot.directory.sheet import export
from bot.directory.sheet.diff import Change, Plan, as_read, compare
from bot.directory.sheet.people import People
from tests.directory.sheets import people

HEAD = ["Name", "Email", "Role", "Setting", "Skills", "Happy to be contacted?"]
ANNA = Entry(
    id="1a", name="Anna Reid", email="a@x.example", role="GP", skills=("NVivo", "R"), consent=Consent.GIVEN
)  # fmt: skip


def plan(existing: Sequence[Entry], sheet: People) -> Plan:
    ids: Iterator[int] = count()
    return compare(existing, sheet, lambda: f"new{next(ids)}")


def after(existing: Sequence[Entry], made: Plan) -> list[Entry]:
    """What the Directory holds once a plan is written."""
    return list(({entry.id: entry for entry in existing} | {entry.id: entry for entry in made.put}).values())


def test_new_people_are_added_with_an_id() -> None:
    made = plan([], people(HEAD, ["Anna Reid", "", "", "", "R", "yes"]))
    assert [(one.entry.id, one.entry.name, one.rows) for one in made.added] == [("new0", "Anna Reid", (2,))]


def test_changes_are_told_field_by_field() -> None:
    made = plan([ANNA], people(HEAD, ["Anna Reid", "a@x.example", "Professor", "NHS", "nvivo; SPSS", "no"]))
    (changed,) = made.changed
    assert changed.changes == (
        Change("role", "GP", "Professor"),
        Change("settings", "", "clinical"),
        Change("skills", "NVivo; R", "nvivo; SPSS", added=("SPSS",), removed=("R",)),
        Change("consent", "given", "refused"),
    )
    assert changed.entry.id == "1a"


def test_fields_whose_column_is_absent_stay() -> None:
    made = plan([ANNA], people(["Name", "Skills"], ["Anna Reid", "SPSS"]))
    assert made.changed[0].entry == replace(ANNA, skills=("SPSS",))


def test_an_empty_cell_of_a_column_that_is_there_empties_the_field() -> None:
    made = plan([ANNA], people(["Name", "Role", "Skills"], ["Anna Reid", "", "NVivo; R"]))
    assert made.changed[0].changes == (Change("role", "GP", ""),)


def test_the_same_sheet_twice_changes_nothing() -> None:
    sheet = people(
        HEAD,
        ["Anna Reid", "a@x.example", "GP", "NHS", "R", "yes - by phone"],
        ["Jo Lee", "b@x.example", "", "", "C", "maybe"],
        ["Jo Lee", "c@x.example", "", "", "SAS", "no"],
        ["Ann Ray", "info@x.example", "", "Other", "R", ""],
        ["Bo Ray", "info@x.example", "", "", "C", "yes"],
    )
    first = plan([], sheet)
    again = plan(after([], first), sheet)
    assert len(first.added) == 5
    assert (again.put, len(again.unchanged), again.missing) == ([], 5, ())


def test_people_are_known_by_address_when_their_name_changes() -> None:
    made = plan([ANNA], people(HEAD, ["Anna Reid-Okoro", "A@x.example", "GP", "", "NVivo; R", "yes"]))
    assert [change.field for change in made.changed[0].changes] == ["name", "email"]


def test_a_no_that_may_be_theirs_is_pointed_out() -> None:
    made = plan([ANNA], people(HEAD, ["Anna Reid", "anna@y.example", "", "", "ethnography", "no"]))
    assert not made.put
    assert made.problems[0].reason.endswith("until it is sorted out the Directory still says yes")


def test_people_are_known_by_name_when_they_have_no_address() -> None:
    made = plan([replace(ANNA, email="")], people(HEAD, ["Dr. ANNA  Reid", "a@x.example", "GP", "", "NVivo; R", "yes"]))
    assert not made.added
    assert Change("email", "", "a@x.example") in made.changed[0].changes


def test_a_new_address_is_believed_if_something_else_agrees() -> None:
    moved = plan([ANNA], people(HEAD, ["Anna Reid", "new@y.example", "GP", "", "NVivo; SPSS", "yes"]))
    assert Change("email", "a@x.example", "new@y.example") in moved.changed[0].changes
    other = plan([ANNA], people(HEAD, ["Anna Reid", "new@y.example", "Baker", "", "bread", "yes"]))
    assert not other.put
    assert not other.missing
    assert "another e-mail address and no skill in common" in other.problems[0].reason


def test_another_name_under_the_same_address_is_asked_not_guessed() -> None:
    made = plan([ANNA], people(HEAD, ["Bob Hall", "a@x.example", "", "", "C", "yes"]))
    assert (made.put, made.missing) == ([], ())
    assert made.problems[0].left_out
    assert "“Anna Reid” in the Directory has this e-mail address" in made.problems[0].reason


def test_who_could_be_two_is_asked_not_guessed() -> None:
    two = [replace(ANNA, id="1", email=""), replace(ANNA, id="2", email="")]
    made = plan(two, people(HEAD, ["Anna Reid", "", "GP", "", "SPSS", "yes"]))
    assert (made.put, made.missing) == ([], ())
    assert "it may be “Anna Reid” or “Anna Reid”" in made.problems[0].reason


def test_who_is_not_in_the_sheet_is_missing() -> None:
    ben = Entry(id="2b", name="Ben Okoro")
    made = plan([ANNA, ben], people(["Name", "Skills"], ["Ben Okoro", ""]))
    assert made.missing == (ANNA,)


def test_who_may_be_meant_by_a_row_that_was_left_out_is_not_missing() -> None:
    made = plan([ANNA], people(HEAD, ["", "a@x.example", "", "", "SPSS", "yes"]))
    assert (made.put, made.missing) == ([], ())


def test_a_refusal_is_not_overruled_by_the_operator() -> None:
    refused = replace(ANNA, consent=Consent.REFUSED)
    silent = Entry(id="2b", name="Ben Okoro")
    sheet = people(["Name", "Skills"], ["Anna Reid", "NVivo; R"], ["Ben Okoro", ""], everyone_agreed=True)
    made = plan([refused, silent], sheet)
    assert [(one.entry.name, one.entry.consent) for one in made.changed] == [("Ben Okoro", Consent.GIVEN)]
    assert made.kept_refusals == 1


def test_consent_withdrawn_is_a_change_like_any_other() -> None:
    made = plan([ANNA], people(["Name", "Consent"], ["Anna Reid", "no"]))
    assert made.changed[0].changes == (Change("consent", "given", "refused"),)
    assert not made.changed[0].entry.listed


# Their own word --------------------------------------------------------------

OWNED = replace(
    ANNA,
    levels={"NVivo": Level.TEACH, "R": Level.LEARN},
    accounts=(Account("slack", "T1", "U1"),),
    own=frozenset({"role", "skills", "levels", "consent"}),
)


def test_what_people_changed_themselves_stays_and_is_shown() -> None:
    made = plan([OWNED], people(HEAD, ["Anna Reid", "a@x.example", "Professor", "NHS", "SPSS", "no"]))
    (changed,) = made.changed
    assert changed.changes == (Change("settings", "", "clinical"),)
    assert changed.entry == replace(OWNED, settings=frozenset({Setting.CLINICAL}))
    assert changed.kept == (
        Change("role", "GP", "Professor"),
        Change("skills", "NVivo; R", "SPSS", added=("SPSS",), removed=("NVivo", "R")),
        Change("consent", "given", "refused"),
    )


def test_who_disagrees_with_the_sheet_in_their_own_words_alone_is_unchanged_and_shown() -> None:
    made = plan([OWNED], people(["Name", "Role"], ["Anna Reid", "Professor"]))
    assert (made.put, made.unchanged) == ([], (OWNED,))
    assert [(one.old, one.changes, one.kept) for one in made.kept] == [
        (OWNED, (), (Change("role", "GP", "Professor"),))
    ]


WORKS = ["Name", "Organisation", "Skills", "Happy to be contacted?"]
CONTACT = ["Name", "Email", "How to contact", "Organisation", "Skills", "Happy to be contacted?"]
JOINED = Entry(
    id="3c",
    name="Anna Reid",
    skills=("baking",),
    consent=Consent.GIVEN,
    accounts=(Account("slack", "T1", "U1"),),
    own=frozenset({"name", "skills", "levels", "consent"}),
)


@pytest.mark.parametrize("address", ["a@x.example", ""])
def test_somebody_who_joined_in_chat_is_not_handed_what_a_sheet_says_of_a_namesake(address: str) -> None:
    made = plan([JOINED], people(CONTACT, ["Anna Reid", address, "07700 900123", "York", "NVivo", "no"]))
    assert (made.put, made.missing) == ([], ())
    assert "“Anna Reid” in the Directory has this name, but nothing else in common" in made.problems[0].reason


def test_who_joined_in_chat_is_known_by_name_where_something_else_agrees() -> None:
    made = plan([JOINED], people(CONTACT, ["Anna Reid", "a@x.example", "", "", "Baking; R", "yes"]))
    assert [change.field for change in made.changed[0].changes] == ["email"]


RENAMED = replace(
    OWNED, name="Robin Reid", email="", organisation="York", consent=Consent.REFUSED, own=frozenset({"name", "consent"})
)


@pytest.mark.parametrize("own", [(), ("skills", "levels"), ("email",)])
def test_who_took_another_name_is_not_listed_anew_under_the_old_one(own: Sequence[str]) -> None:
    renamed = replace(RENAMED, own=RENAMED.own.union(own))
    made = plan([renamed], people(WORKS, ["Anna Reid", "York", "NVivo; R; SPSS", "yes"]))
    assert (made.put, made.theirs) == ([], ())
    assert made.problems[0].left_out
    assert "it may be “Robin Reid” in the Directory, who chose that name in chat" in made.problems[0].reason


@pytest.mark.parametrize("row", [["Zoe Hall", "York", "welding", "yes"], ["Zoe Hall", "Hull", "NVivo", "yes"]])
@pytest.mark.parametrize("there", [RENAMED, JOINED, replace(JOINED, skills=("NVivo", "welding"))])
def test_a_newcomer_is_not_taken_for_a_colleague_who_took_another_name(there: Entry, row: list[str]) -> None:
    made = plan([there], people(WORKS, row))
    assert [one.entry.name for one in made.added] == ["Zoe Hall"]


def test_an_entry_in_somebodys_own_hands_is_never_missing() -> None:
    made = plan([OWNED, Entry(id="2b", name="Ben Okoro")], people(["Name", "Skills"], ["Cleo Hall", "R"]))
    assert ([one.name for one in made.missing], made.theirs) == (["Ben Okoro"], (OWNED,))


def test_levels_stay_with_the_skills_that_stay() -> None:
    levelled = replace(OWNED, own=frozenset())
    made = plan([levelled], people(["Name", "Skills"], ["Anna Reid", "nvivo; SPSS"]))
    assert made.changed[0].entry.levels == {"nvivo": Level.TEACH}


def test_an_import_notes_which_fields_it_changed_and_nothing_that_was_said() -> None:
    noon = datetime(2026, 3, 29, 12, tzinfo=UTC)
    made = plan([ANNA], people(["Name", "Role"], ["Anna Reid", "Professor"], ["Cleo Hall", "Nurse"]))
    assert made.notes(noon) == [
        Note("new0", noon, By.IMPORT, what="listed"),
        Note("1a", noon, By.IMPORT, ("role",)),
    ]


def test_what_is_no_level_and_no_availability_is_pointed_out() -> None:
    head = ["Name", "Skills", "Directory levels", "Directory availability"]
    read = people(head, ["Anna Reid", "NVivo; R", "NVivo: can teach; R: expert", "on leave"])
    assert read.people[0].entry.levels == {"NVivo": Level.TEACH}
    assert "availability" not in read.people[0].said
    assert [one.reason[:12] for one in read.problems] == ["“R: expert” ", "“on leave” i"]


ASKED = ["Name", "Directory introductions"]


@pytest.mark.parametrize(("held", "cell"), [(False, ""), (True, "by name alone")])
@pytest.mark.parametrize("accounts", [(), (Account("slack", "T1", "U1"),)], ids=["unclaimed", "claimed"])
def test_no_sheet_changes_whether_somebody_may_be_asked_without_a_name(
    held: bool, cell: str, accounts: tuple[Account, ...]
) -> None:
    there = replace(ANNA, unnamed=held, accounts=accounts)
    made = plan([there], people([*ASKED, "Role"], ["Anna Reid", cell, "Matron"]))
    (changed,) = made.changed
    assert changed.entry == replace(there, role="Matron")
    assert [one.field for one in changed.kept] == ["unnamed"]


def test_a_sheet_that_says_nothing_of_introductions_is_not_at_odds_with_anybody() -> None:
    there = replace(ANNA, unnamed=False)
    made = plan([there], people(HEAD, ["Anna Reid", "a@x.example", "GP", "", "NVivo; R", "yes"]))
    assert (made.unchanged, made.kept) == ((there,), ())


def test_an_export_takes_by_name_alone_along_to_another_directory() -> None:
    sheet = people(*export.rows([replace(ANNA, unnamed=False)]))
    assert [one.entry.unnamed for one in plan([], sheet).added] == [False]


def test_of_two_rows_of_somebody_the_one_that_says_by_name_alone_counts() -> None:
    for cells in (["by name alone", ""], ["", "by name alone"]):
        (anna,) = people(ASKED, *(["Anna Reid", cell] for cell in cells)).people
        assert not anna.entry.unnamed


def test_what_says_nothing_clear_of_introductions_is_pointed_out() -> None:
    read = people(ASKED, ["Anna Reid", "please don’t"])
    assert "unnamed" not in read.people[0].said
    assert [one.reason for one in read.problems] == [
        "“please don’t” is not “by name alone”, which is all this column can say"
    ]


# Export and back -------------------------------------------------------------

TEXT = st.text(alphabet="aB1 ;,/&+\"'()[]•-=@.:\n\tÉ’|", max_size=14) | st.text(max_size=14)
NAME = st.builds("{}{}".format, st.sampled_from(["Anna Reid", "José", "Zoë O’Hara", "李", "=Bo"]), TEXT)
ENTRIES = st.lists(
    st.builds(
        Entry,
        id=st.text(alphabet="0123456789abcdef", min_size=8, max_size=16),
        name=NAME,
        role=TEXT,
        organisation=TEXT,
        settings=st.frozensets(st.sampled_from(Setting)),
        skills=st.lists(TEXT, max_size=4).map(tuple),
        email=st.sampled_from(["", "a@x.example", "o'hara@x.example", "info@x.example"]),
        contact=TEXT,
        about=TEXT,
        consent=st.sampled_from(Consent),
        topics=st.lists(TEXT, max_size=3).map(tuple),
        availability=st.sampled_from([AVAILABLE, PAUSED, Availability(date(2026, 3, 29))]),
        unnamed=st.booleans(),
    ).flatmap(
        lambda entry: st.dictionaries(st.sampled_from(entry.skills or ("",)), st.sampled_from(Level)).map(
            lambda levels: replace(entry, levels=levels)
        )
    ),
    max_size=5,
    unique_by=lambda entry: entry.id,
)


@settings(deadline=None)
@given(ENTRIES)
def test_an_export_imports_back_identically(entries: list[Entry]) -> None:
    sheet = people(*export.rows(entries))
    again = plan(entries, sheet)
    assert (again.put, again.missing, len(again.unchanged)) == ([], (), len(entries))
    elsewhere = plan([], sheet)
    assert [one.entry for one in elsewhere.added] == [as_read(entry) for entry in entries]


def test_people_who_look_alike_are_told_apart_by_their_ids() -> None:
    twins = [Entry(id="1", name="Jo Lee", skills=("R",)), Entry(id="2", name="Jo Lee", skills=("C",))]
    heading, *rows = export.rows(twins)
    edited = [[cell.replace("C", "SAS") if cell == "C" else cell for cell in row] for row in rows]
    made = plan(twins, people(heading, *edited))
    assert [one.entry for one in made.changed] == [replace(twins[1], skills=("SAS",))]


def test_a_row_that_was_copied_with_its_id_does_not_overwrite_anybody() -> None:
    heading, row = export.rows([ANNA])
    copied = ["Bob Hall", *row[1:]]
    made = plan([ANNA], people(heading, row, copied))
    assert (made.put, made.unchanged) == ([], (ANNA,))
    assert "it has the Directory id of “Anna Reid” (row 2), but another name" in made.problems[0].reason
    alone = plan([ANNA], people(heading, ["Bob Hall", "Cook", "", "", "bread", "b@y.example", "", "", "Yes", "id:1a"]))
    assert (alone.put, alone.missing) == ([], ())


def test_no_cell_of_an_export_is_a_formula() -> None:
    nasty = replace(
        ANNA,
        name="=HYPERLINK(1)",
        role="+1",
        skills=("@SUM(A1)", "R"),
        levels={"@SUM(A1)": Level.TEACH},
        topics=("=cmd()",),
        about="-2",
    )
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in export.rows([nasty]) for cell in row)
