"""Rows become people: one each, with what is unclear named by its row."""

import pytest

from bot.chat.errors import Refusal
from bot.directory.model import Consent, Setting
from bot.directory.sheet.identity import alike, name_key
from tests.directory.sheets import people, reasons

HEAD = ["Name", "Email", "Role", "Setting", "Skills", "Contact", "Happy to be contacted?"]


def test_a_row_becomes_a_person() -> None:
    read = people(
        HEAD, [" Dr Siobhán  O’Hara ", "S <s@x.example>", "GP", "NHS & VCSE", "NVivo; R/Python", "Teams", "Yes"]
    )
    (one,) = read.people
    assert one.entry.name == "Dr Siobhán O’Hara"
    assert one.entry.email == "s@x.example"
    assert one.entry.settings == {Setting.CLINICAL, Setting.COMMUNITY}
    assert one.entry.skills == ("NVivo", "R", "Python")
    assert (one.entry.contact, one.entry.consent, one.rows) == ("Teams", Consent.GIVEN, (2,))
    assert not read.problems


def test_only_columns_that_are_there_are_said() -> None:
    (one,) = people(["Name", "Skills"], ["Anna", "R"]).people
    assert one.said == {"name", "skills"}


def test_first_names_and_surnames_are_joined() -> None:
    (one,) = people(["First name", "Surname", "Skills"], ["Anna", "Reid", "R"]).people
    assert one.name == "Anna Reid"


def test_surname_first_is_turned_around() -> None:
    (one,) = people(["Surname, first name", "Skills"], ["Reid, Anna", "R"]).people
    assert one.name == "Anna Reid"


def test_surnames_that_stand_first_everywhere_are_turned_around() -> None:
    read = people(["Name", "Skills"], ["Reid, Anna", "R"], ["van der Linde, Hester", "C"], ["Jones, PhD", "SAS"])
    assert [one.name for one in read.people] == ["Reid, Anna", "van der Linde, Hester", "Jones, PhD"]
    read = people(["Name", "Skills"], ["Reid, Anna", "R"], ["van der Linde, Hester", "C"])
    assert [one.name for one in read.people] == ["Anna Reid", "Hester van der Linde"]
    roles = people(["Name", "Skills"], ["Anna Reid, research fellow", "R"], ["Ben Okoro, nurse", "C"])
    assert [one.name for one in roles.people] == ["Anna Reid, research fellow", "Ben Okoro, nurse"]


def test_an_address_beside_the_name_is_the_email() -> None:
    one, other = people(
        ["Name", "Email", "Skills"], ["Anna <a@x.example>", "", "R"], ["Ben (b@x.example)", "b@y.example", "R"]
    ).people
    assert (one.name, one.entry.email) == ("Anna", "a@x.example")
    assert (other.name, other.entry.email, other.entry.contact) == ("Ben", "b@y.example", "also b@x.example")


def test_what_stands_beside_an_address_under_contact_is_kept() -> None:
    one, other = people(
        ["Name", "Contact details", "Skills"], ["Anna", "a@x.example, Tuesdays only", "R"], ["Ben", "b@x.example", "R"]
    ).people
    assert (one.entry.email, one.entry.contact) == ("a@x.example", "a@x.example, Tuesdays only")
    assert (other.entry.email, other.entry.contact) == ("b@x.example", "")


def test_a_tick_under_a_kind_of_skill_is_that_skill_and_words_are_a_list() -> None:
    anna, ben = people(
        ["Name", "Participatory methods", "Public engagement", "Referencing"],
        ["Anna", "Yes - photovoice", "yes", "EndNote, Zotero"],
        ["Ben", "No", "school visits", "none"],
    ).people
    assert anna.entry.skills == ("Participatory methods (photovoice)", "Public engagement", "EndNote", "Zotero")
    assert ben.entry.skills == ("school visits",)


def test_on_a_scale_every_number_is_a_level() -> None:
    anna, _ = people(["Name", "NVivo", "SPSS", "R"], ["Anna", "3", "0", "1"], ["Ben", "0", "1", "2"]).people
    assert anna.entry.skills == ("NVivo (level 3)", "R (level 1)")


def test_what_is_no_tick_among_ticks_is_kept_and_named() -> None:
    rows = [[f"Person {letter}", "x", "yes"] for letter in "ABCD"]
    read = people(["Name", "NVivo", "SPSS"], *rows, ["Anna", "only version 12", ""])
    assert read.people[-1].entry.skills == ("NVivo (only version 12)",)
    assert reasons(read) == ["6: “only version 12” under “NVivo” is neither a tick nor a level"]


@pytest.mark.parametrize(
    "cell",
    ["No, but interested", "Never heard of it", "Don’t use", "do not use", "None at all", "N - want to learn",
     "little or no experience", "0/5", "cannot"],
)  # fmt: skip
def test_a_no_in_words_among_ticks_is_no_skill(cell: str) -> None:
    rows = [[f"Person {letter}", "x", "yes"] for letter in "ABCD"]
    read = people(["Name", "NVivo", "SPSS"], *rows, ["Anna", cell, "x"])
    assert read.people[-1].entry.skills == ("SPSS",)
    kept = people(["Name", "NVivo", "SPSS"], *rows, ["Anna", "Norwegian only", "no-code too"])
    assert kept.people[-1].entry.skills == ("NVivo (Norwegian only)", "SPSS (no-code too)")


def test_a_tick_where_skills_are_asked_for_is_none_and_named() -> None:
    read = people(["Name", "Skills"], ["Anna", "Yes"], ["Ben", "Yes: NVivo, SPSS"], ["Cleo", "R"])
    assert [one.entry.skills for one in read.people] == [(), ("NVivo", "SPSS"), ("R",)]
    assert reasons(read)[0] == "2: “Yes” names no skill"


def test_settings_can_be_ticked() -> None:
    anna, ben = people(
        ["Name", "Skills", "Academic", "Community"], ["Anna", "R", "x", "x"], ["Ben", "C", "", "x"]
    ).people
    assert anna.entry.settings == {Setting.ACADEMIC, Setting.COMMUNITY}
    assert ben.entry.settings == {Setting.COMMUNITY}


def test_who_says_no_in_one_of_two_columns_is_not_listed() -> None:
    asked = ["Name", "Skills", "Happy to be listed?", "Happy to be contacted?"]
    read = people(asked, ["Anna", "R", "no", "yes"], ["Ben", "R", "yes", "yes"], ["Cleo", "R", "yes", ""])
    assert [one.entry.consent for one in read.people] == [Consent.REFUSED, Consent.GIVEN, Consent.UNKNOWN]


def test_an_answer_at_length_counts_like_a_short_one() -> None:
    read = people(
        ["Name", "Skills", "Consent to be listed", "Happy to be contacted?"],
        ["Anna", "R", "No, please do not include my details in the directory", "Yes"],
        ["Ben", "R", "Yes, I am happy for my details to be included in the directory", "Yes"],
    )
    assert [(one.entry.consent, one.entry.contact) for one in read.people] == [
        (Consent.REFUSED, ""),
        (Consent.GIVEN, ""),
    ]


def test_any_answer_but_no_to_not_being_contacted_keeps_them_out() -> None:
    asked = ["Name", "Skills", "Consent", "Withdrawn?"]
    rows = [
        [name, "R", "yes", cell] for name, cell in (("A", "x"), ("B", "12 March"), ("C", "No"), ("D", ""), ("E", "n/a"))
    ]
    read = people(asked, *rows)
    assert [one.entry.consent.value for one in read.people] == ["refused", "unknown", "given", "given", "given"]
    assert reasons(read) == ["3: “12 March” is neither yes nor no, so they will not be shown until it is"]


def test_who_withdrew_on_some_day_is_not_listed() -> None:
    asked = ["Name", "Skills", "Date withdrawn"]
    read = people(asked, ["Anna", "R", "2025-05-12"], ["Ben", "C", ""], everyone_agreed=True)
    assert [one.entry.consent for one in read.people] == [Consent.UNKNOWN, Consent.GIVEN]


def test_a_row_that_slipped_is_left_out_and_named() -> None:
    read = people(["Name", "Skills", "Email"], ["Anna", "NVivo", "R", "a@x.example"], ["Ben", "R", "b@x.example"])
    assert [one.name for one in read.people] == ["Ben"]
    assert "more cells than there are headings" in read.problems[0].reason
    remarked = people(["Name", "Skills"], ["Anna", "R", "away"], ["Ben", "R", ""])
    assert len(remarked.people) == 2


def test_ticked_columns_become_skills_with_their_levels() -> None:
    (one,) = people(["Name", "Skills", "NVivo", "SPSS", "Stata"], ["Anna", "R", "x", "advanced", ""]).people
    assert one.entry.skills == ("R", "NVivo", "SPSS (advanced)")


def test_a_row_without_a_name_is_left_out_and_named() -> None:
    read = people(HEAD, ["", "a@x.example", "", "", "NVivo", "", "yes"], ["Anna", "", "", "", "R", "", "yes"])
    assert [one.name for one in read.people] == ["Anna"]
    (problem,) = read.problems
    assert problem.rows == (2,)
    assert problem.left_out
    assert "there is no name" in problem.reason
    assert "a@x.example" in problem.reason


def test_titles_of_sections_and_remarks_are_left_out_and_named() -> None:
    read = people(
        HEAD,
        ["Clinical members"] * 7,
        ["Anna", "", "", "", "R", "", "yes"],
        [],
        ["Last updated: 3 May", "", "", "", "", "", ""],
    )
    assert [one.name for one in read.people] == ["Anna"]
    assert [(one.rows, one.left_out) for one in read.problems] == [((2,), True), ((5,), True)]


def test_headings_that_are_repeated_on_every_page_are_nobody() -> None:
    read = people(HEAD, ["Anna", "", "", "", "R", "", "yes"], HEAD, ["Ben", "", "", "", "C", "", "yes"])
    assert [one.name for one in read.people] == ["Anna", "Ben"]
    assert not read.problems


def test_somebody_with_nothing_but_a_name_stays_and_is_named() -> None:
    read = people(HEAD, ["Anna Reid"])
    assert [one.name for one in read.people] == ["Anna Reid"]
    assert reasons(read) == ["2: the row says nothing but this name"]


@pytest.mark.parametrize(
    "remark", ["QUALITATIVE", "Notes", "* ask Ann before contacting", "Community members", "Total: 3", "please update"]
)
def test_a_remark_where_names_stand_is_nobody(remark: str) -> None:
    read = people(HEAD, ["Anna", "", "", "", "R", "", "yes"], [remark])
    assert [one.name for one in read.people] == ["Anna"]
    assert read.problems[0].left_out


@pytest.mark.parametrize("name", ["12345", "=cmd()", "Anna; Ben"])
def test_what_can_hardly_be_a_name_is_named(name: str) -> None:
    read = people(HEAD, [name, "", "", "", "R", "", "yes"])
    assert reasons(read) == ["2: it does not look like a person's name"]


def test_how_they_agree_to_be_contacted_is_kept() -> None:
    (one,) = people(HEAD, ["Anna", "", "", "", "R", "Teams", "yes - by email please"]).people
    assert (one.entry.consent, one.entry.contact) == (Consent.GIVEN, "Teams; by email please")


@pytest.mark.parametrize(("cell", "consent"), [("No", Consent.REFUSED), ("", Consent.UNKNOWN), ("-", Consent.UNKNOWN)])
def test_no_and_silence_keep_people_out_without_fuss(cell: str, consent: Consent) -> None:
    read = people(HEAD, ["Anna", "", "", "", "R", "", cell])
    assert read.people[0].entry.consent is consent
    assert not read.people[0].entry.listed
    assert not read.problems


def test_an_unclear_answer_keeps_them_out_and_is_named() -> None:
    read = people(HEAD, ["Anna", "", "", "", "R", "", "ask me first"])
    assert not read.people[0].entry.listed
    assert reasons(read) == ["2: “ask me first” is neither yes nor no, so they will not be shown until it is"]


def test_who_opts_out_is_out_whatever_else_they_say() -> None:
    rows = ["Name", "Skills", "Happy to be contacted?", "Do not contact"]
    read = people(rows, ["Anna", "R", "yes", "x"], ["Ben", "R", "yes", ""])
    assert [one.entry.consent for one in read.people] == [Consent.REFUSED, Consent.GIVEN]


def test_who_agrees_in_one_of_two_questions_has_not_agreed() -> None:
    rows = ["Name", "Skills", "Consent to be listed", "Consent to be contacted"]
    read = people(rows, ["Anna", "R", "yes", "no"], ["Ben", "R", "yes", "yes"], given=["consent=C", "consent=D"])
    assert [one.entry.consent for one in read.people] == [Consent.REFUSED, Consent.GIVEN]


def test_the_operator_may_speak_for_people_whom_the_sheet_did_not_ask() -> None:
    assert people(["Name", "Skills"], ["Anna", "R"]).people[0].entry.consent is Consent.UNKNOWN
    assert people(["Name", "Skills"], ["Anna", "R"], everyone_agreed=True).people[0].entry.listed
    with pytest.raises(Refusal, match="asks people themselves"):
        people(HEAD, ["Anna"], everyone_agreed=True)


def test_settings_that_are_none_are_named_and_change_nothing() -> None:
    read = people(HEAD, ["Anna", "", "", "Local authority", "R", "", "yes"])
    assert "settings" not in read.people[0].said
    assert reasons(read) == ["2: “Local authority” is not an academic, clinical or community setting"]


def test_other_addresses_and_words_in_their_place_are_kept() -> None:
    read = people(HEAD, ["Anna", "a@x.example; b@x.example", "", "", "R"], ["Ben", "ask the office", "", "", "R"])
    assert read.people[0].entry.contact == "also b@x.example"
    assert (read.people[1].entry.email, read.people[1].entry.contact) == ("", "ask the office")
    assert reasons(read) == ["3: “ask the office” is not an e-mail address; it is kept as a way to contact them"]


def test_an_address_inside_a_formula_is_none() -> None:
    read = people(HEAD, ["Anna", "=cmd|'/c calc'!A1@x.example", "", "", "R"])
    assert read.people[0].entry.email == ""
    assert "is not an e-mail address" in reasons(read)[0]


def test_pronouns_beside_a_name_are_left_out_and_make_nobody_else_of_anybody() -> None:
    rows = ["Smith, Jane (she/her)", "R"], ["Reid, Anna", "C"]
    assert [one.name for one in people(["Surname, first name", "Skills"], *rows).people] == ["Jane Smith", "Anna Reid"]
    assert name_key("Jane Smith (she/her)") == name_key("Jane Smith")


def test_the_operator_sees_that_somebody_seems_to_have_left() -> None:
    read = people(HEAD, ["Anna", "a@x.example", "LEFT 2024", "", "R"], ["Ben", "b@x.example", "GP", "", "R"])
    assert [one.name for one in read.people] == ["Anna", "Ben"]
    assert reasons(read) == ["2: “LEFT 2024” reads as if they had left; if so, take this row out of the sheet"]


# People who repeat -----------------------------------------------------------


def test_rows_of_one_person_are_put_together() -> None:
    read = people(
        HEAD,
        ["Dr Siobhán O’Hara", "s@x.example", "GP", "NHS", "nVivo; R", "", "yes"],
        ["Ben", "", "", "", "C", "", "yes"],
        ["siobhan o'hara", "", "", "VCSE", "NVivo, SPSS", "Teams", ""],
    )
    one, ben = read.people
    assert (one.name, one.rows) == ("Dr Siobhán O’Hara", (2, 4))
    assert one.entry.skills == ("nVivo", "R", "SPSS")
    assert one.entry.settings == {Setting.CLINICAL, Setting.COMMUNITY}
    assert (one.entry.contact, one.entry.consent) == ("Teams", Consent.GIVEN)
    assert ben.name == "Ben"
    assert not read.problems


def test_what_rows_of_one_person_say_differently_is_named() -> None:
    read = people(
        HEAD,
        ["Anna Reid", "a@x.example", "GP", "", "R", "", "yes"],
        ["A. Reid", "A@X.example", "Professor", "", "R", "", "no"],
    )
    (one,) = read.people
    assert (one.entry.role, one.entry.consent) == ("Professor", Consent.REFUSED)
    assert reasons(read) == [
        "2+3: the name differs, and the last one counts: “Anna Reid” (row 2), “A. Reid” (row 3)",
        "2+3: the role differs, and the last one counts: “GP” (row 2), “Professor” (row 3)",
        "2+3: one row says yes to being contacted and another no, so no counts",
    ]


def test_an_unclear_answer_takes_back_a_yes() -> None:
    read = people(HEAD, ["Anna", "", "", "", "R", "", "yes"], ["Anna", "", "", "", "R", "", "maybe"])
    assert read.people[0].entry.consent is Consent.UNKNOWN


def test_one_name_with_two_addresses_is_two_people() -> None:
    read = people(HEAD, ["Jo Lee", "a@x.example", "", "", "R"], ["Jo Lee", "b@x.example", "", "", "C"])
    assert [one.entry.email for one in read.people] == ["a@x.example", "b@x.example"]
    assert reasons(read) == [
        "3: it has the name of “Jo Lee” (row 2), but another e-mail address; they are kept as two people"
    ]


def test_who_could_be_either_of_two_is_left_out() -> None:
    read = people(
        HEAD,
        ["Jo Lee", "", "", "", "SAS"],
        ["Jo Lee", "a@x.example", "", "", "R"],
        ["Jo Lee", "b@x.example", "", "", "C"],
    )
    assert len(read.people) == 2
    assert "2: it may be “Jo Lee” (row 3) or “Jo Lee” (row 4); give it the right e-mail address" in reasons(read)


WORKS = ["Name", "Organisation", "Email", "Skills", "Happy to be contacted?"]


def test_one_name_at_two_organisations_without_an_address_is_left_out() -> None:
    read = people(WORKS, ["Wei Chen", "Leeds", "", "NVivo", "yes"], ["Wei Chen", "Hull", "", "counselling", ""])
    assert [(one.entry.organisation, one.entry.skills) for one in read.people] == [("Leeds", ("NVivo",))]
    assert [(one.rows, one.left_out) for one in read.problems] == [((3,), True)]
    assert "“Wei Chen” (row 2), but works elsewhere" in read.problems[0].reason


@pytest.mark.parametrize(
    "row",
    [["Wei Chen", "University of Leeds", "", "R", ""], ["Wei Chen", "", "", "R", ""],
     ["Wei Chen", "Hull", "wei@x.example", "R", "yes"]],
)  # fmt: skip
def test_one_name_is_one_person_where_organisation_or_address_agree(row: list[str]) -> None:
    read = people(WORKS, ["Wei Chen", "Leeds", "wei@x.example", "NVivo", "yes"], row)
    assert [one.entry.skills for one in read.people] == [("NVivo", "R")]


@pytest.mark.parametrize("answer", ["no", "ask me first"])
def test_a_no_counts_though_it_names_another_organisation(answer: str) -> None:
    read = people(WORKS, ["Wei Chen", "Leeds", "", "NVivo", "yes"], ["Wei Chen", "Hull", "", "R", answer])
    assert not any(one.entry.listed for one in read.people)


def test_one_address_with_two_names_is_two_people() -> None:
    read = people(HEAD, ["Ann Lee", "lees@x.example", "", "", "R"], ["Bob Lee", "lees@x.example", "", "", "C"])
    assert [one.name for one in read.people] == ["Ann Lee", "Bob Lee"]
    assert "kept as two people" in reasons(read)[0]


def test_a_mailbox_that_a_team_shares_tells_nobody_apart() -> None:
    read = people(HEAD, ["Ann Lee", "info@x.example", "", "", "R"], ["Bob Ray", "info@x.example", "", "", "C"])
    assert len(read.people) == 2
    assert not read.problems


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Siobhán O’Hara", "siobhan o'hara"),
        ("Dr. Anna Reid, PhD", "Anna Reid"),
        ("Reid, Anna", "Anna Reid"),
        ("Łukasz Brzęczyk", "Lukasz Brzeczyk"),
        ("Zoë Groß", "ZOE GROSS"),
        ("Anna-Maria Lund", "Anna Maria Lund"),
    ],
)
def test_one_name_in_several_spellings_is_one_name(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


def test_names_under_one_address_are_weighed() -> None:
    assert alike("J. Reid", "Jane Reid")
    assert alike("Kate Reid", "Katherine Reid")
    assert alike("Anna Reid", "Anna Smith")
    assert alike("Annamaria Lopes", "Anna-Maria Lopez")
    assert not alike("Ann Reid", "Bob Reid")
    assert not alike("Ann Reid", "Adam Reid")
