"""Columns are known by what they mean, whatever they are called; what is unclear is asked."""

from collections.abc import Sequence

import pytest

from bot.chat.errors import Refusal
from bot.directory.sheet.assignments import parse_assignment
from bot.directory.sheet.columns import choose, lay_out
from bot.directory.sheet.headings import meaning
from bot.directory.sheet.layout import Layout
from bot.directory.sheet.meanings import Field
from bot.directory.sheet.rows import Row, Sheet, letter


def sheet(*rows: Sequence[str], name: str = "", hidden: bool = False) -> Sheet:
    return Sheet(name, tuple(Row(number, tuple(row)) for number, row in enumerate(rows, start=1)), hidden)


def fields(layout: Layout) -> dict[str, str]:
    """Say which column was read as what."""
    return {column.letter: column.field for column in layout.columns if column.field}


def notes(layout: Layout) -> dict[str, str]:
    return {column.letter: column.note for column in layout.columns if not column.field}


def read(*rows: Sequence[str], given: Sequence[str] = ()) -> Layout:
    return lay_out(sheet(*rows), [parse_assignment(one) for one in given])


def refusal(*rows: Sequence[str], given: Sequence[str] = ()) -> str:
    with pytest.raises(Refusal) as caught:
        read(*rows, given=given)
    return f"{caught.value} {caught.value.hint}"


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Name", Field.NAME), ("Full name", Field.NAME), ("Q3. What is your name? *", Field.NAME),
        ("First name", Field.FIRST), ("Surname", Field.SURNAME), ("Job title / role", Field.ROLE),
        ("Institution / organisation", Field.ORGANISATION), ("Employer", Field.ORGANISATION),
        ("Organisation name", Field.ORGANISATION), ("Area (academic / clinical / community)", Field.SETTING),
        ("Are you mainly NHS or university based?", Field.SETTING), ("Sector", Field.SETTING),
        ("Skills and experience I can share", Field.SKILLS), ("Skills 2", Field.SKILLS), ("Software", Field.SKILLS),
        ("Which of these could you teach others? (skills)", Field.SKILLS), ("Area of expertise", Field.SKILLS),
        ("What can you help others with?", Field.SKILLS), ("E-mail", Field.EMAIL), ("Email Address", Field.EMAIL),
        ("Preferred method of contact", Field.CONTACT), ("How can people contact you?", Field.CONTACT),
        ("Happy to be contacted?", Field.CONSENT), ("Can other members contact you?", Field.CONSENT),
        ("Are you happy to share your contact details?", Field.CONSENT), ("Consent to be listed (Y/N)", Field.CONSENT),
        ("May we include you in the Directory?", Field.CONSENT), ("Please do not contact", Field.OPT_OUT),
        ("Research interests", Field.ABOUT), ("Anything else?", Field.ABOUT), ("Directory id", Field.ID),
        ("Which of the following would you be happy to help other members with? (tick all that apply)", Field.SKILLS),
        ("What could other members come to you for help with?", Field.SKILLS),
        ("Are you happy for other members of the network to contact you?", Field.CONSENT),
        ("May we share the above with other network members?", Field.CONSENT),
        ("Can we list you in the directory?", Field.CONSENT), ("OK to share?", Field.CONSENT),
        ("Do you want to be in the directory?", Field.CONSENT), ("Include in directory", Field.CONSENT),
        ("Can your name and email be shared?", Field.CONSENT), ("Share with network?", Field.CONSENT),
        ("Date withdrawn", Field.OPT_OUT), ("Date of withdrawal", Field.OPT_OUT), ("Year withdrawn", Field.OPT_OUT),
        ("Date of opt-out", Field.OPT_OUT), ("Date consent withdrawn", Field.OPT_OUT),
        ("Date left network", Field.OPT_OUT), ("Withdrawn consent", Field.OPT_OUT),
        ("Remove from directory?", Field.OPT_OUT),
        ("Tick if you would prefer not to be listed", Field.OPT_OUT), ("Left network?", Field.OPT_OUT),
        ("What are you good at?", Field.SKILLS), ("Organisation type", Field.SETTING),
        ("Background (academic, clinical, lived experience)", Field.SETTING),
        ("Your e-mail address (so that members can reach you)", Field.EMAIL),
        ("Which of these best describes where you work?", Field.SETTING), ("Who can help", Field.NAME),
        ("What kind of organisation do you work in?", Field.SETTING), ("Referencing software", Field.SKILLS),
    ],
)  # fmt: skip
def test_headings_are_known_by_meaning(heading: str, field: Field) -> None:
    assert meaning(heading).field is field


@pytest.mark.parametrize(
    "heading",
    ["Phone", "Mobile number", "Timestamp", "Skills I would like to learn", "Training needs", "Consent to newsletter",
     "Would you like to join the mailing list?", "Lived experience", "Years of experience", "Ethnicity", "ID",
     "Office use only", "Alternative email", "Line manager's name", "Admin notes", "Photo consent",
     "What would you like help with yourself?", "Skills I need help with", "Can we contact you about research studies?",
     "I consent to my data being stored (GDPR)", "Notes", "Comments", "Training wishlist",
     "What skills gaps do you have?", "Would you like to be added to the WhatsApp group?",
     "Would you like to be contacted about volunteering?",
     "May we include your story on our website?", "Consent form signed?", "OK to be contacted by phone",
     "Newsletter opt out", "Date of consent form", "Date joined"],
)  # fmt: skip
def test_what_the_directory_does_not_keep_is_not_taken(heading: str) -> None:
    assert meaning(heading).field is None
    assert meaning(heading).foreign


def test_a_sheet_as_people_make_it_is_understood() -> None:
    layout = read(
        ["Full name", "E-mail", "Area", "Skills and experience I can share", "Phone", "Happy to be contacted?"],
        ["Anna Reid", "a@x.example", "NHS", "NVivo", "123", "Yes"],
    )
    assert fields(layout) == {"A": "name", "B": "email", "C": "setting", "D": "skills", "F": "consent"}
    assert notes(layout) == {"E": "not something the Directory keeps"}


def test_headings_are_found_below_titles_and_blank_rows() -> None:
    layout = read(
        ["Directory of people", "Directory of people", "Directory of people"],
        [],
        ["Please keep your row up to date, with your name and skills."],
        ["Name", "Skills", "Consent"],
        ["Anna", "R", "yes"],
    )
    assert layout.heading_row == 4
    assert [row.number for row in layout.rows] == [5]


def test_a_first_name_and_a_surname_make_a_name() -> None:
    assert fields(read(["First name", "Surname", "Skills"], ["A", "B", "R"]))["A"] == "first name"
    assert fields(read(["Name", "Surname", "Skills"], ["A", "B", "R"])) == {
        "A": "first name", "B": "surname", "C": "skills",
    }  # fmt: skip
    assert fields(read(["Full name", "First name", "Last name", "Skills"], ["A B", "A", "B", "R"])) == {
        "A": "name", "D": "skills",
    }  # fmt: skip


def test_several_columns_of_skills_are_put_together() -> None:
    assert fields(read(["Name", "Skills", "Skills", "Software"], ["A", "R", "C", "SPSS"])) == {
        "A": "name", "B": "skills", "C": "skills", "D": "skills",
    }  # fmt: skip


def test_columns_headed_by_a_skill_are_ticked() -> None:
    layout = read(
        ["Name", "NVivo", "SPSS", "Chair?", "Town"], ["A", "x", "", "yes", "York"], ["B", "", "advanced", "", "Hull"]
    )
    assert fields(layout) == {"A": "name", "B": "skills", "C": "skills"}
    assert all(column.ticks for column in layout.of(Field.SKILLS))


def test_one_column_of_ticks_alone_is_not_taken_for_a_skill() -> None:
    layout = read(["Name", "Skills", "Steering group"], ["A", "R", "x"])
    assert fields(layout) == {"A": "name", "B": "skills"}
    assert notes(layout) == {"C": "not recognised; if it is a skill: --map skills=C"}


def test_ticks_beside_a_column_of_skills_are_skills_only_where_most_headings_are_known() -> None:
    others = read(["Name", "Skills", "Lunch", "Invoice sent"], ["A", "R", "Yes", "No"], ["B", "C", "No", "Yes"])
    assert fields(others) == {"A": "name", "B": "skills"}
    assert notes(others)["C"] == "not recognised; if it is a skill: --map skills=C"
    known = read(["Name", "Skills", "NVivo", "SPSS", "Zines"], ["A", "R", "x", "x", ""], ["B", "C", "", "x", "x"])
    assert [column.letter for column in known.of(Field.SKILLS)] == ["B", "C", "D", "E"]


@pytest.mark.parametrize(
    "heading",
    ["Neurodivergent", "LGBTQ+", "Wheelchair access", "Carer", "Are you a carer", "Deaf", "Global majority", "Muslim",
     "Trans", "Vegan", "Parent / carer", "Disabled", "Women", "LGBTQ+ leadership network"],
)  # fmt: skip
def test_what_somebody_is_or_needs_never_becomes_a_skill_by_being_ticked(heading: str) -> None:
    layout = read(["Name", "NVivo", "SPSS", heading], ["A", "x", "x", "x"], ["B", "x", "", ""])
    assert fields(layout) == {"A": "name", "B": "skills", "C": "skills"}
    assert "--map skills=D" in notes(layout)["D"]


@pytest.mark.parametrize(
    "heading", ["Access", "Power BI", "Working with carers", "Neuroimaging", "Patient involvement"]
)
def test_a_skill_that_sounds_like_a_need_is_a_skill(heading: str) -> None:
    layout = read(["Name", "NVivo", "SPSS", heading], ["A", "x", "x", "x"], ["B", "x", "", ""])
    assert fields(layout)["D"] == "skills"


def test_how_well_something_is_known_is_no_skill() -> None:
    rows = (["A", "NVivo", "Expert", "R", "Beginner", "Expert"], ["B", "R", "Beginner", "", "", ""])
    layout = read(["Name", "Skill 1", "Level 1", "Skill 2", "Confidence (1-5)", "Skill level"], *rows)
    assert fields(layout) == {"A": "name", "B": "skills", "D": "skills"}
    grid = read(["Name", "Confidence [NVivo]", "Confidence [SPSS]"], ["A", "Expert", "x"], ["B", "", "x"])
    assert fields(grid) == {"A": "name", "B": "skills", "C": "skills"}


def test_two_rows_of_headings_are_read_together() -> None:
    merged = read(["Name", "Skills", "Skills"], ["Name", "NVivo", "SPSS"], ["Anna", "x", ""], ["Ben", "", "3"])
    assert [(c.heading, c.ticks) for c in merged.of(Field.SKILLS)] == [("NVivo", True), ("SPSS", True)]
    assert [row.number for row in merged.rows] == [3, 4]
    unmerged = read(["Name", "Skills", ""], ["", "NVivo", "SPSS"], ["Anna", "x", ""])
    assert [c.heading for c in unmerged.of(Field.SKILLS)] == ["NVivo", "SPSS"]
    above = read(["", "", "Skills", ""], ["Name", "Email", "NVivo", "SPSS"], ["Anna", "a@x.example", "1", "2"])
    assert [c.heading for c in above.of(Field.SKILLS)] == ["NVivo", "SPSS"]


def test_a_title_that_speaks_of_skills_makes_no_column_a_skill() -> None:
    layout = read(["Our skills directory", "", ""], ["Name", "Skills", "Paid"], ["Anna", "R", "x"])
    assert fields(layout) == {"A": "name", "B": "skills"}


def test_a_phone_number_under_contact_is_not_taken() -> None:
    layout = read(["Name", "Contact", "Contact"], ["Name", "Email", "Phone"], ["Anna", "a@x.example", "123"])
    assert fields(layout) == {"A": "name", "B": "email"}


def test_a_column_of_addresses_is_the_email_whatever_it_is_called() -> None:
    assert fields(read(["Name", "Contact details", "Skills"], ["A", "a@x.example", "R"]))["B"] == "email"


def test_an_area_that_names_towns_is_no_setting() -> None:
    layout = read(["Name", "Area", "Skills"], ["A", "Leeds", "R"], ["B", "York", "C"])
    assert notes(layout) == {"B": "its cells name no setting"}


def test_where_people_work_is_a_setting_or_an_organisation_by_what_they_answer() -> None:
    asked = ["Name", "Skills", "Where do you work or study?"]
    assert fields(read(asked, ["A", "R", "NHS"], ["B", "C", "University / charity"]))["C"] == "setting"
    assert fields(read(asked, ["A", "R", "University of York"], ["B", "C", "York Hospital"]))["C"] == "organisation"


def test_columns_headed_by_kinds_of_skill_are_skills() -> None:
    layout = read(
        ["Name", "Quantitative software", "Referencing software", "Public engagement"],
        ["Anna", "SPSS, Stata", "EndNote", "yes"],
        ["Ben", "R", "Zotero; Mendeley", "school visits"],
    )
    assert [column.letter for column in layout.of(Field.SKILLS)] == ["B", "C", "D"]


def test_beside_a_column_of_skills_one_or_two_such_headings_may_be_about_something_else() -> None:
    layout = read(["Name", "Skills", "Funding", "Ethics"], ["Anna", "R", "ESRC studentship", "in hand"])
    assert fields(layout) == {"A": "name", "B": "skills"}
    assert "--map skills=C" in notes(layout)["C"]


def test_a_table_of_levels_in_words_is_ticked() -> None:
    layout = read(
        ["Name", "NVivo", "SPSS", "Zines"],
        ["Anna", "can teach", "want to learn", "Yes (a little)"],
        ["Ben", "no experience", "very confident", "only on paper"],
    )
    assert [(c.letter, c.ticks) for c in layout.of(Field.SKILLS)] == [("B", True), ("C", True)]


def test_numbers_are_levels_under_headings_that_are_skills() -> None:
    skills = read(["Name", "NVivo", "SPSS", "Zines"], ["Anna", "3", "0", "1"], ["Ben", "1", "2", "0"])
    assert [(c.letter, c.scale) for c in skills.of(Field.SKILLS)] == [("B", True), ("C", True), ("D", True)]
    others = read(["Name", "Skills", "Children", "Rooms"], ["Anna", "R", "3", "2"])
    assert fields(others) == {"A": "name", "B": "skills"}


def test_ticks_under_settings_are_settings() -> None:
    layout = read(["Name", "Skills", "Academic", "Clinical"], ["Anna", "R", "x", ""], ["Ben", "C", "", "x"])
    assert fields(layout) == {"A": "name", "B": "skills", "C": "setting", "D": "setting"}


def test_the_grid_of_a_form_is_ticked_and_what_people_want_to_learn_is_not_taken() -> None:
    layout = read(
        [
            "Name",
            "What can you teach? [NVivo]",
            "What can you teach? [Ethics]",
            "What would you like to learn? [Ethics]",
        ],
        ["Anna", "Yes", "No", "Yes"],
        ["Ben", "", "Yes", ""],
    )
    assert [(c.heading, c.ticks) for c in layout.of(Field.SKILLS)] == [("NVivo", True), ("Ethics", True)]
    above = read(
        ["", "Can teach", "", "Want to learn", ""], ["Name", "NVivo", "SPSS", "NVivo", "SPSS"],
        ["Anna", "x", "", "", "x"], ["Ben", "", "x", "x", ""],
    )  # fmt: skip
    assert [c.letter for c in above.of(Field.SKILLS)] == ["B", "C"]


def test_consent_under_a_title_of_skills_is_still_consent() -> None:
    layout = read(["", "Skills", "", ""], ["Name", "NVivo", "SPSS", "Consent"], ["Anna", "x", "", "yes"])
    assert fields(layout) == {"A": "name", "B": "skills", "C": "skills", "D": "consent"}


def test_several_columns_of_consent_count_together_and_it_is_said() -> None:
    layout = read(["Name", "Happy to be listed?", "Happy to be contacted?"], ["Anna", "no", "yes"])
    assert fields(layout) == {"A": "name", "B": "consent", "C": "consent"}
    assert [c.note for c in layout.of(Field.CONSENT)] == ["a yes counts only where all of B, C say it"] * 2


def test_an_email_column_that_a_form_left_anonymous_gives_way() -> None:
    layout = read(["Email", "Name", "Your e-mail address"], ["anonymous", "Anna", "a@x.example"])
    assert fields(layout) == {"B": "name", "C": "email"}
    assert notes(layout) == {"A": "its cells are no e-mail addresses"}


def test_somebody_who_is_a_researcher_is_no_row_of_headings() -> None:
    said = refusal(
        ["Anna Reid", "Researcher", "NVivo", "a@x.example"], ["Ben Okoro", "Skills coach", "R", "b@x.example"]
    )
    assert "No row looks like column headings" in said


def test_a_sheet_that_lies_on_its_side_is_a_sentence() -> None:
    said = refusal(
        ["Name", "Anna", "Ben"], ["Role", "GP", "Researcher"], ["Skills", "R", "C"], ["Email", "a@x.example", ""]
    )
    assert "Transpose" in said
    numbered = read(["Name", "Skills"], *([f"Person {n}", "R"] for n in range(9)))
    assert fields(numbered) == {"A": "name", "B": "skills"}


def test_titles_are_not_roles() -> None:
    assert "A" not in fields(read(["Title", "Name", "Skills"], ["Dr", "Anna", "R"], ["Prof.", "Ben", "R"]))


def test_two_headings_alike_are_a_question_that_map_answers() -> None:
    rows = (["Name", "Email", "Email", "Skills"], ["Anna", "a@x.example", "b@x.example", "R"])
    said = refusal(*rows)
    assert "2 columns could be the email: B “Email”, C “Email”" in said
    assert "--map email=B" in said
    assert fields(read(*rows, given=["email=C"])) == {"A": "name", "C": "email", "D": "skills"}
    assert "both headed “Email”" in refusal(*rows, given=["email=Email"])


def test_of_two_headings_alike_an_empty_column_asks_nothing() -> None:
    assert fields(read(["Name", "Email", "Email"], ["Anna", "", "b@x.example"])) == {"A": "name", "C": "email"}


def test_a_sheet_without_headings_says_what_was_seen_and_what_to_type() -> None:
    rows = (["Anna Reid", "a@x.example", "NVivo; R", "yes"], ["Ben Okoro", "b@x.example", "SPSS", "no"])
    said = refusal(*rows)
    assert "Row 1 says: A “Anna Reid”, B “a@x.example”, C “NVivo; R”, D “yes”" in said
    assert "--map name=A --map skills=C --map email=B --map consent=D" in said
    layout = read(*rows, given=["name=A", "skills=C", "email=B", "consent=D"])
    assert fields(layout) == {"A": "name", "B": "email", "C": "skills", "D": "consent"}
    assert (layout.heading_row, len(layout.rows)) == (0, 2)


def test_a_letter_is_a_column_even_where_a_cell_says_the_same() -> None:
    layout = read(["Name", "Notes", "What"], ["Anna", "x", "R"], ["Ben", "y", "C"], given=["skills=C", "skip=B"])
    assert layout.heading_row == 1
    assert fields(layout) == {"A": "name", "C": "skills"}


def test_map_takes_headings_letters_and_skip() -> None:
    rows = (["Who is it", "What they offer", "Notes", "R"], ["Anna", "NVivo", "secret", "x"])
    layout = read(*rows, given=["name=who is it", "skills=B", "skip=Notes", "skill=R"])
    assert fields(layout) == {"A": "name", "B": "skills", "D": "skills"}
    assert layout.of(Field.SKILLS)[1].ticks
    assert notes(layout) == {"C": "as you said"}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("nonsense", "has no field and column"),
        ("shoe size=A", "there is no field “shoe size”"),
        ("skills=Skils", "Did you mean “Skills”?"),
        ("skills=ZZ", "There is no column “ZZ”"),
    ],
)
def test_a_mapping_that_cannot_be_used_is_a_sentence(given: str, said: str) -> None:
    assert said in refusal(["Name", "Skills"], ["Anna", "R"], given=[given])


def test_one_column_cannot_be_two_things() -> None:
    assert "two meanings" in refusal(["Name", "Skills"], ["Anna", "R"], given=["about=B", "skills=B"])


def test_a_sheet_without_names_is_a_question() -> None:
    said = refusal(["Email", "Skills"], ["a@x.example", "R"])
    assert "No column looks like people's names" in said


def test_a_hostile_heading_is_shown_and_not_obeyed() -> None:
    said = refusal(["Email", "Skills", "\x1b[2Jgone"], ["a@x.example", "R", "x"])
    assert "“[2Jgone”" in said


def test_the_sheet_with_the_directory_is_found() -> None:
    people = (["Name", "Skills"], ["Anna", "R"])
    found = choose([sheet(["Read me"], name="Intro"), sheet(*people, name="People"), sheet(name="Empty")])
    assert found.name == "People"
    hidden = choose([sheet(*people, name="Old", hidden=True), sheet(*people, name="New")])
    assert hidden.name == "New"


def test_two_directories_in_one_file_are_a_question_that_sheet_answers() -> None:
    both = [sheet(["Name", "Skills"], ["Anna", "R"], name=name) for name in ("2023", "2024")]
    with pytest.raises(Refusal, match="“2023” and “2024”"):
        choose(both)
    assert choose(both, "2024").name == "2024"
    with pytest.raises(Refusal, match="no sheet “2025”"):
        choose(both, "2025")


def test_a_file_without_anything_in_it_is_a_sentence() -> None:
    with pytest.raises(Refusal, match="nothing in this file"):
        choose([sheet(["", " "])])


def test_letters_go_on_after_z() -> None:
    assert [letter(index) for index in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
