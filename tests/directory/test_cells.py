"""Single cells: lists, settings, consent, e-mail addresses, ticks, and what must not be taken apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.directory.model import Consent, Setting
from bot.directory.sheet import cells, clean, lists
from bot.directory.sheet.consent import Answer, read_consent
from bot.directory.sheet.ticks import tick

A, C, M = Setting.ACADEMIC, Setting.CLINICAL, Setting.COMMUNITY


@pytest.mark.parametrize(
    ("cell", "items"),
    [
        ("NVivo; SPSS;Stata", ["NVivo", "SPSS", "Stata"]),
        ("interviews, focus groups\nethnography", ["interviews", "focus groups", "ethnography"]),
        ("• NVivo\n• SPSS", ["NVivo", "SPSS"]),
        ("• NVivo • SPSS", ["NVivo", "SPSS"]),
        ("- NVivo\n– SPSS\n* Stata", ["NVivo", "SPSS", "Stata"]),
        ("-NVivo\n-SPSS", ["NVivo", "SPSS"]),
        ("* NVivo * SPSS", ["NVivo", "SPSS"]),
        ("NVivo · SPSS", ["NVivo", "SPSS"]),
        ("1. NVivo\n2) SPSS\n(3) Stata", ["NVivo", "SPSS", "Stata"]),
        ("1. NVivo 2. SPSS 3. R", ["NVivo", "SPSS", "R"]),
        ("a) interviews b) surveys", ["interviews", "surveys"]),
        ("Software:\n- NVivo\n- R.", ["NVivo", "R"]),
        ("NVivo; interviews, R/Python\n• focus groups", ["NVivo", "interviews", "R", "Python", "focus groups"]),
        ("SPSS, Stata and R", ["SPSS", "Stata", "R"]),
        ("SPSS/Stata/R and Python", ["SPSS", "Stata", "R", "Python"]),
        ("interviews, focus groups and surveys", ["interviews", "focus groups", "surveys"]),
        ("teaching, and mentoring", ["teaching", "mentoring"]),
        ("EndNote / Zotero / Mendeley", ["EndNote", "Zotero", "Mendeley"]),
        ("interviews/focus groups", ["interviews", "focus groups"]),
        ("photovoice / PAR", ["photovoice", "PAR"]),
        ("C/C++", ["C", "C++"]),
        ("NVivo 14/ATLAS.ti 9", ["NVivo 14", "ATLAS.ti 9"]),
        ("NVivo；访谈、问卷", ["NVivo", "访谈", "问卷"]),
        ("NVivo, nvivo , NVIVO; SPSS", ["NVivo", "SPSS"]),
        (" NVivo\u00a0;\u200bSPSS ", ["NVivo", "SPSS"]),
        ("NVivo, etc.", ["NVivo"]),
        ("Skills: NVivo, R", ["NVivo", "R"]),
        ("Software: NVivo, R\nOther methods: interviews, surveys", ["NVivo", "R", "interviews", "surveys"]),
        ("transcription, e.g. Otter, such as Teams", ["transcription", "Otter", "Teams"]),
        ("R, none of the above", ["R"]),
    ],
)
def test_lists_are_split_however_they_are_written(cell: str, items: list[str]) -> None:
    assert list(lists.split(cell)) == items


@pytest.mark.parametrize(
    "skill",
    [
        "R", "C++", "C#", "and/or", "PPI/E", "HIV/AIDS", "CI/CD", "24/7", "24 / 7 cover", "mixed/multi-level modelling",
        "qualitative/quantitative methods", "qualitative / quantitative methods", "surveys and/or interviews",
        "NVivo (thematic, framework / content; basic)", "R [ggplot2, lme4]", "patient and public involvement",
        "monitoring and evaluation", "equality, diversity and inclusion", "Q&A sessions", "R&D", "1,000 genomes",
        "NVivo (advanced)", "https://example.org/a/b", "NIHR / MRC / Wellcome funding applications",
        "col·laboració", "systematic (e.g. Cochrane) reviews", "smiling (: a lot",
        "Black, Asian and minority ethnic health", "Teaching: MSc dissertations", "not-for-profit governance",
        "no-code tools",
    ],
)  # fmt: skip
def test_one_skill_stays_in_one_piece(skill: str) -> None:
    assert lists.split(skill) == (skill,)


@pytest.mark.parametrize(
    "cell",
    ["", " ", "-", "–", "N/A", "n / a", "none", "None.", "tbc", "TBC", "nil", "?", "...", "; ,", "#N/A",
     "None at the moment", "nothing to add yet", "No skills to offer", "not applicable at present", "I don’t know"],
)  # fmt: skip
def test_some_words_say_that_there_is_nothing(cell: str) -> None:
    assert lists.split(cell) == ()
    assert cells.line(cell) == ""


def test_a_bracket_that_is_never_closed_holds_nothing_together() -> None:
    assert lists.split("NVivo (advanced, SPSS; R") == ("NVivo (advanced", "SPSS", "R")


def test_quotation_marks_around_an_item_hold_it_together() -> None:
    assert lists.split('"teaching; mentoring", "say ""hello"""') == ("teaching; mentoring", 'say "hello"')
    assert lists.split('"Lived experience" interviews; R') == ('"Lived experience" interviews', "R")


def test_lists_that_split_by_themselves_are_written_plainly() -> None:
    assert lists.join(["NVivo (thematic, framework)", "HIV/AIDS", "R"]) == "NVivo (thematic, framework); HIV/AIDS; R"
    assert lists.join(["teaching, mentoring", "R"]) == '"teaching, mentoring"; R'


TRICKY = st.text(alphabet="aB1 ;,/|&+\"'()[]•·*-.:\n\tandorR✓?", max_size=12) | st.text(max_size=12)


@given(st.lists(TRICKY, max_size=5))
def test_every_list_splits_again_as_it_was_joined(texts: list[str]) -> None:
    items = lists.unique(texts)
    assert lists.split(lists.join(items)) == items


@given(st.text(max_size=30))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean.line(clean.line(text)) == clean.line(text)
    assert clean.block(clean.block(text)) == clean.block(text)


@given(st.text(alphabet="'=+-@a＝ ", max_size=6) | st.text(max_size=6))
def test_no_cell_is_taken_for_a_formula_and_every_cell_reads_back(text: str) -> None:
    assert cells.disarm(text)[:1] not in {"=", "+", "-", "@", "＝"}
    assert cells.rearm(cells.disarm(text)) == text


def test_an_apostrophe_that_begins_a_name_stays() -> None:
    assert cells.line("'Aisha") == "'Aisha"


@pytest.mark.parametrize(
    ("cell", "known", "strange"),
    [
        ("Academic", {A}, []),
        ("Academic & clinical", {A, C}, []),
        ("Both academic and community", {A, M}, []),
        ("Clinical academic", {A, C}, []),
        ("NHS", {C}, []),
        ("University", {A}, []),
        ("VCSE/charity", {M}, []),
        ("third sector", {M}, []),
        ("All three", {A, C, M}, []),
        ("School of Health and Related Research", {A}, []),
        ("non-clinical", set(), ["non-clinical"]),
        ("Other: local council", set(), ["Other: local council"]),
        ("Academic, local authority", {A}, ["local authority"]),
        ("Clinical trials unit", {A}, []),
        ("Acad.", {A}, []),
        ("Mental health trust", {C}, []),
        ("CIC", {M}, []),
        ("lived experience", {M}, []),
        ("Patient", {M}, []),
        ("Patient safety team", set(), ["Patient safety team"]),
        ("Both", set(), ["Both"]),
        ("", set(), []),
        ("n/a", set(), []),
    ],
)
def test_settings_are_known_by_the_words_people_use(cell: str, known: set[Setting], strange: list[str]) -> None:
    read = cells.settings(cell)
    assert (set(read.known), list(read.strange)) == (known, strange)


@pytest.mark.parametrize(
    "cell",
    ["Yes", "Y", "yes!", "Yes please", "TRUE", "1", "x", "✓", "✔️", "OK", "I agree", "Happy to be contacted",
     "Sure, thanks"],
)  # fmt: skip
def test_a_yes_is_a_yes(cell: str) -> None:
    assert read_consent(cell) == Answer(Consent.GIVEN)


@pytest.mark.parametrize(
    ("cell", "note"),
    [
        ("yes - by email please", "by email please"),
        ("Yes (email only)", "email only"),
        ("Yes, but not by phone", "not by phone"),
        ("Happy to be contacted by Teams", "by Teams"),
        ("Y; via my PA", "via my PA"),
        ("Yes, but not at weekends", "not at weekends"),
        ("Yes, no phone calls please", "no phone calls please"),
        ("Yes, by email", "by email"),
        ("Yes, not in August", "not in August"),
        ("Yes, Tuesdays only", "Tuesdays only"),
        ("Y - anna@x.example", "anna@x.example"),
        ("Yes, I consent", ""),
        ("Yes, I am happy for my name, skills and email to be included in the network's directory", ""),
    ],
)
def test_how_they_like_to_be_contacted_is_kept(cell: str, note: str) -> None:
    assert read_consent(cell) == Answer(Consent.GIVEN, note)


@pytest.mark.parametrize(
    "cell",
    ["No", "n", "No thanks", "Not at the moment", "Prefer not", "prefer not to be", "I’d rather not", "✗", "FALSE",
     "Not happy to be contacted", "I do not consent", "opted out", "Withdrawn"],
)  # fmt: skip
def test_a_no_is_a_no(cell: str) -> None:
    assert read_consent(cell) == Answer(Consent.REFUSED)


@pytest.mark.parametrize(
    "cell",
    ["maybe", "ask me first", "Yes/No", "Y/N", "yes, if relevant", "Yes – but not until January", "No (yes from June)",
     "by email", "?", "not sure", "Yes, no", "depends", "no problem", "Yes but do not contact my team",
     "Happy to be listed but not contacted", "Yes, but only my name and skills (not my email)"],
)  # fmt: skip
def test_what_is_neither_is_unclear_and_never_a_yes(cell: str) -> None:
    assert read_consent(cell) == Answer(Consent.UNKNOWN, clear=False)


@pytest.mark.parametrize(
    "cell",
    ["Yes but withdrew consent in May 2025", "Yes, then declined", "Yes – please remove me", "Yes (revoked)",
     "Yes, cancelled", "Yes, but refuse contact", "OK, but prefer to be unlisted", "I consent to be removed",
     "True / False", "Yes, newsletter only", "Yes, organisers only", "Happy to be listed only", "Sure about nothing",
     "Yes, but not in the directory", "Yes, not too happy", "Yes (deceased)", "Yes ✗", "1/05/2024"],
)  # fmt: skip
def test_a_yes_that_something_else_may_take_back_is_unclear(cell: str) -> None:
    assert read_consent(cell) == Answer(Consent.UNKNOWN, clear=False)


@pytest.mark.parametrize("cell", ["", "  ", "-", "n/a", "N.A.", "no answer", "not asked"])
def test_no_answer_is_no_answer(cell: str) -> None:
    assert read_consent(cell) == Answer(Consent.UNKNOWN)


def test_a_cross_is_unclear_where_others_say_yes_in_words() -> None:
    assert read_consent("x", cross_agrees=False) == Answer(Consent.UNKNOWN, clear=False)


@given(st.text(max_size=40))
def test_nothing_that_begins_with_no_ever_lists_anybody(text: str) -> None:
    assert read_consent(f"no {text}").consent is not Consent.GIVEN


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("anna@x.example", cells.Email("anna@x.example")),
        ("Anna Reid <anna@x.example>", cells.Email("anna@x.example")),
        ("mailto:anna@x.example", cells.Email("anna@x.example")),
        ("o'hara@x.example.", cells.Email("o'hara@x.example")),
        ("a@x.example; b@y.example / A@x.example", cells.Email("a@x.example", ("b@y.example",))),
        ("see the website", cells.Email(rest="see the website")),
        ("anna at x dot example", cells.Email(rest="anna at x dot example")),
        ("=cmd|'/c calc'!A1@x.example", cells.Email(rest="=cmd|'/c calc'!A1@x.example")),
        ("'=cmd|'/c calc'!A1@x.example", cells.Email(rest="=cmd|'/c calc'!A1@x.example")),
        ("=A1@x.example", cells.Email(rest="=A1@x.example")),
        ("@anna@x.example", cells.Email(rest="@anna@x.example")),
        ("n/a", cells.Email()),
        ("anonymous", cells.Email()),
    ],
)
def test_addresses_are_found_however_they_are_written(cell: str, read: cells.Email) -> None:
    assert cells.email(cell) == read


@pytest.mark.parametrize(
    ("cell", "given_", "level"),
    [("x", True, ""), ("Yes", True, ""), ("✓", True, ""), ("", False, ""), ("no", False, ""), ("0", False, ""),
     ("Advanced", True, "Advanced"), ("3", True, "level 3"), ("★★★", True, "★★★"), ("can teach", True, "can teach"),
     ("Somewhat confident", True, "Somewhat confident"), ("Yes (advanced)", True, "advanced"),
     ("3 – can teach", True, "can teach"), ("x - only v12", True, "only v12"), ("want to learn", False, ""),
     ("I would like some training", False, ""), ("0 - none", False, ""), ("no experience", False, ""),
     ("Not confident", False, ""), ("Strongly disagree", False, ""), ("1 = interested", False, "")],
)  # fmt: skip
def test_ticks_and_levels_are_read(cell: str, given_: bool, level: str) -> None:
    mark = tick(cell)
    assert mark is not None
    assert (mark.given, mark.level) == (given_, level)


@pytest.mark.parametrize("cell", ["interviews", "SPSS, Stata", "1,000 genomes; 2.5D printing", "support groups"])
def test_words_are_no_tick(cell: str) -> None:
    assert tick(cell) is None


def test_on_a_scale_one_is_a_level() -> None:
    mark = tick("1", scale=True)
    assert mark is not None
    assert mark.level == "level 1"


@pytest.mark.parametrize(
    "cell",
    ["Anna Reid <anna@x.example>", "Anna Reid (anna@x.example)", "Anna Reid - anna@x.example",
     "Anna Reid\nanna@x.example", "Anna Reid; mailto:anna@x.example"],
)  # fmt: skip
def test_an_address_beside_a_name_is_no_part_of_it(cell: str) -> None:
    assert cells.named(cell) == ("Anna Reid", "anna@x.example")


def test_what_a_terminal_would_act_on_is_shown_as_its_code() -> None:
    assert clean.visible("a\x1b[31mb\u202ec\nd") == "a\\u001b[31mb\\u202ec ⏎ d"
