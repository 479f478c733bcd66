"""What might give an author away, and what must not be taken for it."""

import re
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.veil import Veil
from bot.support.giveaways import Giveaway, giveaways
from bot.support.traces import Kind

WORKPLACES = (
    "Penmoor University", "Penmoor", "Fresh Fade Community", "Fresh Fade", "University of Strathbeg", "Strathbeg",
    "Mind", "Open Door Recovery", "Open Door", "University of Leeds", "Leeds", "Lancaster", "Data", "UCL",
)  # fmt: skip
NAMES = ("Dr Marigold Okonkwo-Hale", "Fenn O’Brien", "Zuleika Ångström", "Will Grace", "Prof. Ian Clarke", "Jo Li")


def is_kim(word: str) -> bool:
    return word.casefold() in {"kim", "kim.b92", "bauer"}


def found(text: str, own: Callable[[str], bool] = is_kim, names: Sequence[str] = NAMES) -> Sequence[Giveaway]:
    return giveaways(text, own=own, names=names, workplaces=WORKPLACES)


def kinds(text: str) -> set[Kind]:
    return {one.kind for one in found(text)}


TELLING = [
    (Kind.OWN_NAME, "My name is Kim and I need help.", "Kim"),
    (Kind.OWN_NAME, "kim bauer here", "kim bauer"),
    (Kind.OWN_NAME, "It is Kim’s desk that was moved", "Kim"),
    (Kind.OWN_NAME, "You know me as @kim.b92.", "@kim.b92"),
    (Kind.OWN_NAME, "write to kim.b92, please", "kim.b92"),
    (Kind.OWN_NAME, "Ｋｉｍ wrote this", "Kim"),
    (Kind.OWN_NAME, "K\u200bim wrote this", "Kim"),
    (Kind.MEMBER, "Marigold Okonkwo-Hale shouted at me", "Marigold Okonkwo-Hale"),
    (Kind.MEMBER, "marigold okonkwo hale shouted at me", "marigold okonkwo hale"),
    (Kind.MEMBER, "My supervisor Marigold ignores me.", "Marigold"),
    (Kind.MEMBER, "I told Dr Okonkwo-Hale's secretary", "Dr Okonkwo-Hale"),
    (Kind.MEMBER, "Okonkwo-Hale, Marigold has left", "Okonkwo-Hale, Marigold"),
    (Kind.MEMBER, "Fenn O'Brien was there", "Fenn O'Brien"),
    (Kind.MEMBER, "Zuleika Angstrom was there", "Zuleika Angstrom"),
    (Kind.MEMBER, "will grace said so", "will grace"),
    (Kind.MEMBER, "Prof Clarke said so", "Prof Clarke"),
    (Kind.EMAIL, "write to a.person+x@example.ac.uk please", "a.person+x@example.ac.uk"),
    (Kind.EMAIL, "A.PERSON@EXAMPLE.ORG", "A.PERSON@EXAMPLE.ORG"),
    (Kind.EMAIL, "a.person [at] example.org", "a.person [at] example"),
    (Kind.EMAIL, "a.person at example dot org", "a.person at example dot org"),
    (Kind.PHONE, "ring 07700 900123", "07700 900123"),
    (Kind.PHONE, "ring 07700900123 today", "07700900123"),
    (Kind.PHONE, "on +44 7700 900 123.", "+44 7700 900 123"),
    (Kind.PHONE, "on +44 (0)20 7946 0018", "+44 (0)20 7946 0018"),
    (Kind.PHONE, "on 0044 113 496 0000", "0044 113 496 0000"),
    (Kind.PHONE, "(0113) 496 0000 is mine", "(0113) 496 0000"),
    (Kind.PHONE, "020-7946-0018", "020-7946-0018"),
    (Kind.PHONE, "020.7946.0018", "020.7946.0018"),
    (Kind.PHONE, "+353 1 234 5678 in the evening", "+353 1 234 5678"),
    (Kind.PHONE, "+49 30 901820-17", "+49 30 901820-17"),
    (Kind.PHONE, "+1 202-555-0147", "+1 202-555-0147"),
    (Kind.PHONE, "212-555-0147 is my number", "212-555-0147"),
    (Kind.ORCID, "my record is 0000-0002-1825-0097", "0000-0002-1825-0097"),
    (Kind.ORCID, "ORCID: 000000021694233X", "ORCID: 000000021694233X"),
    (Kind.POSTCODE, "I live at LS2 9JT", "LS2 9JT"),
    (Kind.POSTCODE, "near sw1a 1aa", "near sw1a 1aa"[5:]),
    (Kind.POSTCODE, "EC1V9HX", "EC1V9HX"),
    (Kind.NUMBER, "my student number is 201234567", "student number is 201234567"),
    (Kind.NUMBER, "Staff ID: AB123456", "Staff ID: AB123456"),
    (Kind.NUMBER, "GMC 7654321", "GMC 7654321"),
    (Kind.NUMBER, "my PIN is 98I1234E", "98I1234E"),
    (Kind.NUMBER, "QQ 12 34 56 C is no longer secret, AB 12 34 56 C is", "AB 12 34 56 C"),
    (Kind.NUMBER, "943 476 5919 is my NHS number", "943 476 5919"),
    (Kind.NUMBER, "we run NCT01234567", "NCT01234567"),
    (Kind.NUMBER, "REC reference 21/YH/0123", "21/YH/0123"),
    (Kind.ONLY, "As the only Black woman in our department I am tired", "As the only Black woman in our department"),
    (Kind.ONLY, "I am the first midwife on the board", "I am the first midwife on the board"),
    (Kind.ONLY, "i'm the youngest consultant here", "i'm the youngest consultant here"),
    (Kind.ONLY, "being one of only two men on the ward", "being one of only two men on the ward"),
    (Kind.ONLY, "they picked on the only wheelchair user in my team", "the only wheelchair user in my team"),
    (Kind.ONLY, "I’m the only one who works nights", "I’m the only one who works nights"),
    (Kind.DATE, "On 3 March on our ward I was shouted at", "3 March on our ward"),
    (Kind.DATE, "at Leeds Infirmary, 03/02/2026", "at Leeds Infirmary, 03/02/2026"),
    (Kind.DATE, "It happened at the clinic on November 12th", "at the clinic on November 12th"),
    (Kind.DATE, "last Tuesday on Ward 7B he did it again", "last Tuesday on Ward 7B"),
    (Kind.DATE, "yesterday in Sheffield", "yesterday in Sheffield"),
    (Kind.POST, "I am a consultant at Bradford Royal Infirmary", "consultant at Bradford Royal Infirmary"),
    (Kind.POST, "a PhD student in Sheffield", "PhD student in Sheffield"),
    (Kind.POST, "the charge nurse on Ward 12 laughed", "charge nurse on Ward 12"),
    (Kind.POST, "as head of nursing at Airedale", "head of nursing at Airedale"),
    (Kind.POST, "our practice manager from Hyde Park Surgery", "practice manager from Hyde Park Surgery"),
    (Kind.PLACE, "Everybody in Hartlepool knows everybody, so I say nothing.", "in Hartlepool"),
    (Kind.PLACE, "there are two of us near whitby", "near whitby"),
    (Kind.PLACE, "I’m from Merthyr Tydfil and they mock how I speak", "’m from Merthyr Tydfil"),
    (Kind.PLACE, "our clinic outside King's Lynn closes", "outside King's Lynn"),
    (Kind.PLACE, "I live in Upper Slaughter, where everybody knows me", "I live in Upper Slaughter"),
    (Kind.PLACE, "We are based near Dunoon", "are based near Dunoon"),
    (Kind.PLACE, "it is a small town near Oakhampton", "small town near Oakhampton"),
    (Kind.PLACE, "on the island of Barra", "island of Barra"),
    (Kind.AGE, "I'm 47 and starting again", "I'm 47"),
    (Kind.AGE, "I’m 47.", "I’m 47"),
    (Kind.AGE, "I am nearly 60, and tired", "I am nearly 60"),
    (Kind.AGE, "I am 29 years old", "I am 29 years old"),
    (Kind.AGE, "As a 52-year-old I should know", "As a 52-year-old"),
    (Kind.AGE, "I am a 52 year old student", "I am a 52 year old"),
    (Kind.AGE, "At 58 I feel too old for a PhD", "At 58 I feel"),
    (Kind.AGE, "I turned 40 last week and nobody said a word", "I turned 40 last"),
    (Kind.AGE, "it was my 50th birthday", "my 50th birthday"),
    (Kind.TITLED, "Mrs Hargreaves died on my shift", "Mrs Hargreaves"),
    (Kind.TITLED, "I was shouted at by Dr Patel.", "Dr Patel"),
    (Kind.TITLED, "and Dr. A. Patel’s list was full", "Dr. A. Patel"),
    (Kind.TITLED, "then Sister Okoro sent me home", "Sister Okoro"),
    (Kind.TITLED, "Ward Sister O’Connor-Blake laughed", "Sister O’Connor-Blake"),
    (Kind.TITLED, "my supervisor, Professor Anna Lindqvist, left", "Professor Anna Lindqvist"),
    (Kind.TITLED, "i looked after mrs hargreaves", "mrs hargreaves"),
    (Kind.TITLED, "Dr Foster told me to leave", "Dr Foster"),
    (Kind.TITLED, "Miss McAllister, on Monday", "Miss McAllister"),
    (Kind.STREET, "I live at 14 Elm Road", "14 Elm Road"),
    (Kind.STREET, "the flat at 3b, St Mary’s Terrace is mine", "3b, St Mary’s Terrace"),
    (Kind.STREET, "i live at 14 elm road", "14 elm road"),
    (Kind.BED, "the man in bed 14 died", "bed 14"),
    (Kind.BED, "ward 7 is always short", "ward 7"),
    (Kind.BED, "I cried in room 3b, alone", "room 3b"),
    (Kind.BED, "Bay 2.", "Bay 2"),
    (Kind.PHONE, "ring o7700 900 123", "o7700 900 123"),
    (Kind.PHONE, "ring 0 7 7 0 0 9 0 0 1 2 3", "0 7 7 0 0 9 0 0 1 2 3"),
    (Kind.PHONE, "on O77OO 9OO l23 after six", "O77OO 9OO l23"),
    (Kind.HANDLE, "I am @delroyfade there", "@delroyfade"),
    (Kind.HANDLE, "find me (@delroy.fade).", "@delroy.fade"),
    (Kind.WORKPLACE, "They are unkind at Penmoor", "Penmoor"),
    (Kind.WORKPLACE, "Penmoor is unkind", "Penmoor"),
    (Kind.WORKPLACE, "i hate it at penmoor", "penmoor"),
    (Kind.WORKPLACE, "i left penmoor university for this", "penmoor university"),
    (Kind.WORKPLACE, "my shop, Fresh Fade, is failing", "Fresh Fade"),
    (Kind.WORKPLACE, "we cut hair at fresh fade", "fresh fade"),
    (Kind.WORKPLACE, "the University of Strathbeg's board", "University of Strathbeg"),
    (Kind.WORKPLACE, "I volunteer for Mind", "Mind"),
    (Kind.WORKPLACE, "I work at UCL", "UCL"),
]


@pytest.mark.parametrize(("kind", "text", "words"), TELLING, ids=[text for _, text, _ in TELLING])
def test_points_at_what_may_tell_who_wrote(kind: Kind, text: str, words: str) -> None:
    told = {(one.kind, one.words) for one in found(text)}
    assert (kind, words) in told, told


HARMLESS = [
    "",
    "I am failing at my PhD and I do not know whom to tell.",
    "The effect was small (p = 0.05, 95% CI 0.01–0.12, n = 1,024).",
    "OR 1.34 (1.02 to 1.76), p<0.001; 0.05 0.012 0.007",
    "In 2019–2021 we saw 2,000 people; 2019-2021, too.",
    "β = +0.25, F(2, 1234567) = 3.1, z = -2.58",
    "Give 500 mg amoxicillin 3 times a day, then 0.9% saline 1000 ml, B12 5mg, 10 000 IU",
    "EQ-5D-5L, PHQ-9, GAD-7, SF-36 and T4 2nd line",
    "Call Samaritans on 116 123, or 0800 068 4141, or 0300 123 1100, or text 85258",
    "NHS 111 option 2, 24/7, 999",
    "See doi 10.1136/bmj.n1234 and arXiv 2101.01234",
    "Version 3.11.2, ISO 27001, RFC 5545, ICD-10 F32.1",
    "the meeting on 03/02/2026 moved to 10/02/2026",
    "between 1 March 2020 and 31 March 2021 in England",
    "Interviews were held on Tuesday in NVivo",
    "We meet in May, and on Monday in Welsh.",
    "Braun and Clarke is what everybody cites; so does Grace of course",
    "Will anyone help? I have no grace left, and little hope; IT is no help.",
    "Jo said it would be fine",
    "as the only option, and as the first step",
    "as the only outcome measure in our department",
    "I am the first author of the paper",
    "I am the first in my family to go to university",
    "I am a consultant in Emergency Medicine",
    "As a nurse with Long Covid I am tired",
    "a lecturer in Sociology, a nurse in Band 6, a student in Year 2",
    "My contract ends on 31 July 2026",
    "In Teams, on 12 November, I left the call",
    "Am I the only one who finds this hard?",
    "I feel like I'm the only one struggling",
    "It feels as if I am the only person here",
    "I am not the only one",
    "student numbers rose to 12000 and staff numbers fell",
    "the consultant laughed at me in front of the patient",
    "a GP in Scotland told me so",
    "nurses at work are tired; research fellows at large, too",
    "Look at table 3 dot plots of the data",
    "email me? no, I would rather not",
    "2 x 2 factorial; 12/40 (30%); 1:1; 3-4-5; 100-200-3000 metres",
    "The trust has 12 345 678 records",
    "the study is 5 years old; 60-70 year olds",
    "a score of 07 to 10 on 01 of 12 items",
    "self-harm data on Wednesday",
    "0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9",
    "reader, I left; the reader in me agrees",
    "meet @ noon @ the usual place",
    "I'm 24 hours without sleep; I am 30 minutes late, 20 weeks pregnant and 45% done.",
    "I was told 3 years ago that I have type 2 diabetes.",
    "I am 2 years into my PhD, and 18 months from the end",
    "I'm 50/50 about it, or 50-50, or 20,000 pounds short",
    "I am 20 and a half weeks in",
    "patients aged 65 and over, women of 47, and a 23-year-old man",
    "the cohort is 25 years old; my son is 9, my mother 81",
    "At 24 hours I felt worse; at 30 degrees it hurts",
    "I turned 40 people away",
    "my 20th shift in a row",
    "I'm 16.5 hours in",
    "I live in London, and work in Manchester",
    "I live in fear, and in hope",
    "We are based in Public Health, I am in Primary Care",
    "as Hastings (2019) and Stafford et al. show; in Salisbury et al. it is said, in Hastings (2020), too",
    "in Lancaster's theory, and near Blackburn-like results",
    "here in Teams, and here in NVivo",
    "a small hospital in England",
    "the village of my childhood",
    "in bury, in reading, in bath, in rugby, in sale, in deal",
    "the Dr Foster tables, Dr Foster’s annual reports and Dr Foster Intelligence",
    "as Dr Google says; Dr Who is on; Mr Right is late; Ms Teams is down; Miss World, too; Mr Bates vs the Post Office",
    "an MR scan, MRS peaks, mr imaging and MS nurses",
    "I see my Dr on Monday. The Dr told me; a sister ward; Sister Ward and Sister Hospital; Matron. Sister Act",
    "Professor Emeritus, Professor of Nursing, and Prof. Health",
    "as Dr Smith et al. and Dr Jones (2019) show",
    "I miss Monday meetings, and miss Anna",
    "It is 5 minutes close to the road, a 20 minute drive, a 10 mile road; 3 High Court judges; 2 Google Drive folders",
    "2 Latin Square designs, 9 Bradford Hill criteria, 10 Downing Street, 5 major road accidents, 20 Road safety tips",
    "I stayed in bed 10 hours, was on the ward 12 hours and in room 101; breakout room 2; a 4 bed bay; ward 10% full",
    "in bed 8 to 9 hours; bed 2-3 times; room for 3; bay 1 or 2; ward 2000 times; bedroom 3; forward 7",
    "I work @home, @night, @ noon, and @NHSEngland said so",
    "0O, l0l, 0l0 0.l0; oil 10 l; 01 to 10 lol; O 20 30 40 50 60",
    "Never mind; mind you, Mind the gap. Data are thin; Data in Excel; an open door policy, with data in mind",
    "people in Leeds and Lancaster University’s papers, and ucl injuries",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_leaves_ordinary_talk_of_work_and_research_alone(text: str) -> None:
    assert not found(text)


def test_says_each_thing_once_and_in_the_order_of_the_text() -> None:
    told = found("Ring 07700 900123. I am Kim, yes, Kim; KIM! Or write to kim.b92@example.org, on 07700 900123.")
    assert [(one.kind, one.words) for one in told] == [
        (Kind.PHONE, "07700 900123"),
        (Kind.OWN_NAME, "Kim"),
        (Kind.EMAIL, "kim.b92@example.org"),
    ]


def test_tells_the_author_in_a_sentence_with_the_words() -> None:
    (told,) = found("I am Kim.")
    assert told.sentence == "“Kim” looks like your own name."


def test_a_name_that_is_ones_own_and_a_members_is_ones_own() -> None:
    (told,) = giveaways("Kim Bauer", own=is_kim, names=["Kim Bauer"])
    assert told.kind is Kind.OWN_NAME


def test_somebody_whose_name_is_a_word_is_found_by_the_capital() -> None:
    def is_will(words: str) -> bool:
        return words.casefold() == "will"

    assert not found("I will go", own=is_will, names=[])
    assert [one.words for one in found("I, Will, go", own=is_will, names=[])] == ["Will"]
    assert [one.words for one in found("ask @will", own=is_will, names=[])] == ["@will"]


def test_finds_the_name_that_a_veil_hides() -> None:
    veil = Veil("slack:T1:U0KIM", "Kim Bauer")
    told = giveaways("Kim Bauer here, or U0KIM. Is it because I am called Bauer?", own=veil.named_in, names=())
    assert [one.words for one in told] == ["Kim Bauer", "U0KIM", "Bauer"]


MISSPELT = [
    ("Marigold Okonkwo-Hale", "They said, Marigod, pull yourself together", "Marigod"),
    ("Marigold Okonkwo-Hale", "They call me Dr Okonkwo or Dr Okonko-Hale", "Okonko"),
    ("Jonathan Smythe", "my name is jonathon", "jonathon"),
    ("Jonathan Smythe", "so I thought, Jonahtan, leave", "Jonahtan"),
    ("Siobhán Byrne", "Regards,\nSiobhann", "Siobhann"),
    ("Clare Marsh", "everybody says: oh, Claire will do it", "Claire"),
]


@pytest.mark.parametrize(("name", "text", "words"), MISSPELT)
def test_finds_a_slip_in_ones_own_name(name: str, text: str, words: str) -> None:
    veil = Veil("slack:T1:U0X", name)
    told = giveaways(text, own=veil.named_in, nearly=veil.nearly_named, names=[])
    assert (Kind.NEARLY_OWN_NAME, words) in {(one.kind, one.words) for one in told}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Clare Marsh", "I care. Care is what I give, in March, on the marsh side of nothing; Care homes, too."),
        ("Peter Parsons", "Some persons meter everything. Persons like that tire me."),
        ("Sandra Winters", "In winter, the wards are full. Winter is hard."),
        ("Kim Li", "I asked Tim and Lin, who were kind"),
        ("Frank Bonner", "To be frank, he is a boner of a boss, and a banner of doom"),
        ("Martin Ford", "The Trust will afford it. I went to Stratford with Merton."),
        ("Grant Mason", "The grand plan: grants, masons, reason. Grand!"),
        ("Robin Weekes", "We had weeks of it, for weeks. THE WEEKS!"),
    ],
)
def test_takes_no_other_word_for_ones_name(name: str, text: str) -> None:
    veil = Veil("slack:T1:U0X", name)
    told = giveaways(text, own=lambda _: False, nearly=veil.nearly_named, names=[])
    assert [one.words for one in told] == []


def test_the_name_of_another_member_that_is_nearly_ones_own_is_theirs() -> None:
    veil = Veil("slack:T1:U0X", "Marie Curran")
    told = giveaways("Ask Maria, please", own=veil.named_in, nearly=veil.nearly_named, names=["Maria Diaz"])
    assert [(one.kind, one.words) for one in told] == [(Kind.MEMBER, "Maria")]


def test_names_that_hold_no_letters_are_nobody() -> None:
    assert not found("anything 7 at all …", names=["", "  ", "7", "Dr", "🙂"])


@given(st.text(max_size=400), st.lists(st.text(max_size=30), max_size=5))
def test_reads_anything_without_raising(text: str, names: list[str]) -> None:
    for one in giveaways(text, own=lambda words: len(words) % 2 == 0, names=names):
        assert one.words
        assert one.words in one.sentence


_PIECES = [
    "I am the only ",
    "a@",
    "0",
    "07700 ",
    "+4 ",
    "consultant at ",
    "A",
    "Leeds Royal ",
    "on 3 March ",
    "at the ",
]
_PIECES += ["kim ", "x.", "-", "1-", "(", "www.", "Of ", "a at b dot ", "NHS number ", "\n", "ｋ", "IRAS ", "<@", "’"]


@pytest.mark.parametrize("piece", _PIECES)
def test_asks_no_more_of_a_long_text_than_it_has_words(piece: str) -> None:
    asked = 0

    def own(words: str) -> bool:
        nonlocal asked
        asked += 1
        return not words

    text = piece * (3000 // len(piece))
    giveaways(text, own=own, names=NAMES)
    # Each word, and each handle.
    assert asked <= 2 * len(re.findall(r"\w+", text))


def test_a_date_and_a_place_are_told_although_something_else_reaches_into_them() -> None:
    told = found("I am here as the only community nurse at Leeds General on 3 March 2026.")
    assert [one.kind for one in told] == [Kind.ONLY, Kind.DATE]


def test_whoever_is_written_to_is_not_given_away_by_their_own_name() -> None:
    def told(text: str) -> list[str]:
        return [one.words for one in giveaways(text, own=is_kim, names=NAMES, to="Dr Marigold Okonkwo-Hale")]

    assert not told("Hi Marigold, dear Dr Okonkwo-Hale, or Marigold Okonkwo-Hale")
    assert told("Hi Marigold, Fenn O’Brien sent me, and Dr Marigold Patel") == ["Fenn O’Brien", "Dr Marigold Patel"]


def test_a_title_with_a_members_name_is_a_members() -> None:
    assert kinds("I told Dr Okonkwo-Hale") == {Kind.MEMBER}


def test_where_people_work_is_told_in_a_sentence() -> None:
    (told,) = found("They are unkind at Penmoor.")
    assert told.sentence.startswith("“Penmoor” is where people of the network work; with what you do there")
