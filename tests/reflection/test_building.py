"""A format of a facilitator's own: phases on lines, read forgivingly and written back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord import render as discord
from adapters.limits import size
from adapters.slack import render as slack
from bot.chat.commands import PARAGRAPH_LENGTH
from bot.chat.errors import Unclear
from bot.chat.views import Reply, Strong, Text, plain
from bot.reflection.building import EXAMPLE, own_format, preview, read_phases, written
from bot.reflection.formats import BLANK, MOST_PHASES, PROMPT_LENGTH, TITLE_LENGTH, Phase, Showing, Speaker, fault
from tests.reflection.sessions import FORMATS

LONGEST = 4000  # characters in one message on Discord


def phase(
    title: str = "What?",
    prompt: str = "Tell it",
    minutes: int = 10,
    who: Speaker = Speaker.EVERYONE,
    shows: Showing = Showing.REVEAL,
    *,
    questions: bool = False,
) -> Phase:
    return Phase(title=title, prompt=prompt, guidance="", minutes=minutes, who=who, shows=shows, questions=questions)


def refused(text: str) -> str:
    with pytest.raises(Unclear) as unclear:
        read_phases(text)
    assert unclear.value.option == "phases"
    return unclear.value.sentence


# Reading --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("What? | Tell it | 10 min", phase()),
        ("What?|Tell it|10", phase()),
        ("What? | 10 min | Tell it", phase()),
        ("What?: Tell it (10 minutes, live)", phase(shows=Showing.LIVE)),
        ("What? (5 min): Tell it [live]", phase(minutes=5, shows=Showing.LIVE)),
        ("What? - Tell it - 10 min", phase()),
        ("What? – Tell it - in a low voice", phase(prompt="Tell it - in a low voice")),
        ("What?", phase(prompt="")),
        ("What?:", phase(prompt="")),
        ("What? | | ", phase(prompt="")),
        ("| What? | Tell it | 10 |", phase()),
        ("What? (15 MIN)", phase(prompt="", minutes=15)),
        ("What? | Tell it | 1 h", phase(minutes=60)),
        ("What? | Tell it | 1 h 30 min", phase(minutes=90)),
        ("What? | Tell it | 1h15", phase(minutes=75)),
        ("What? | Tell it | 1.5 hours", phase(minutes=90)),
        ("What? | Tell it | live; 20 mins. and questions only", phase(minutes=20, shows=Showing.LIVE, questions=True)),
        ("What? | Tell it | everybody | Live, 10 min, live", phase(shows=Showing.LIVE)),
        ("What? | Tell it (as you like) | 10", phase(prompt="Tell it (as you like)")),
        ("What happened (2024)", phase("What happened (2024)", "")),
        ("| - What? | Tell it", phase()),
        ("Live | Tell it", phase("Live")),
        ("What? | Ten of us", phase(prompt="Ten of us")),
        ("What? | Why, really?", phase(prompt="Why, really?")),
        ("Before: after | Tell it", phase("Before: after")),
        ("  \tWhat?   |  Tell \t it ", phase()),
    ],
)
def test_reads_a_line_however_it_is_written(line: str, read: Phase) -> None:
    assert read_phases(line) == (read,)


@pytest.mark.parametrize("before", ["1. ", "2) ", "(3) ", "- ", "• ", "* ", "– ", "## ", "- 1. ", "   "])
def test_drops_the_bullet_or_number_in_front(before: str) -> None:
    assert read_phases(f"{before}What? | Tell it") == (phase(),)


@pytest.mark.parametrize("title", ["3 wishes", "1.5 wishes", "-ism", "10 minutes of calm"])
def test_keeps_a_number_that_belongs_to_the_title(title: str) -> None:
    assert read_phases(title) == (phase(title, ""),)


def test_reads_one_phase_a_line_and_passes_over_empty_ones() -> None:
    assert [one.title for one in read_phases("\n\nOne\r\n\n  \n- \nTwo | Go on\n")] == ["One", "Two"]


def test_one_person_tells_while_the_others_listen_and_then_they_think() -> None:
    case, thinking, round_ = read_phases("Case | presenter\nThinking | others, live\nLast words | everyone, hidden")

    assert (case.who, case.shows) == (Speaker.PRESENTER, Showing.LIVE)
    assert (thinking.who, thinking.shows) == (Speaker.OTHERS, Showing.LIVE)
    assert (round_.who, round_.shows) == (Speaker.EVERYONE, Showing.REVEAL)


def test_the_example_in_the_form_can_be_sent_as_it_is() -> None:
    read = read_phases(EXAMPLE)

    assert [one.minutes for one in read] == [10, 15, 10]
    assert written(read) == EXAMPLE


# Refusing -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "says", "instead"),
    [
        ("", "There is no phase in that.", "Write one on each line, such as “What happened? |"),
        (" \n-\n2.", "There is no phase in that.", "Write one on each line"),
        ("Step\n" * 14, "These are 14 phases, and 12 are the most.", "Take out 2"),
        ("One\n\nTwo | 0", "Line 3, “Two | 0”: it lasts 0 minutes", "from 1 to 180, such as “10 min”"),
        ("One | 181 min", "it lasts 181 minutes", "from 1 to 180"),
        ("One | 40 h", "it lasts 2,400 minutes", "from 1 to 180"),
        (
            "What? " * 11,
            "“What? What? What? What? What? What? What…”: its title has 65",
            "Begin with a few words, then a",
        ),
        ("x" * 61 + " | Tell it", "its title has 61 characters, and 60 are the most", "behind the first “|”"),
        ("(10 min)", "it has no title", "Begin with a few words"),
        ("What? | " + "x" * 301, "301 characters, and 300 are the most", "Shorten it"),
        ("One | 10 | 20 min", "Line 1, “One | 10 | 20 min”: it says in two ways how long", "Say it once"),
        ("One (live) | hidden", "it is both “live” and “hidden”", "Say it once"),
        ("One | others, presenter", "in two ways who may speak", "Say it once"),
        ("One | presenter, hidden\nTwo", "what one person tells cannot be hidden", "Leave out “hidden”"),
        (
            "One\nTwo | others",
            "Line 2, “Two | others”: “others” are all but a presenter",
            "Write “presenter” on the line",
        ),
        ("One\nTwo | second presenter", "there is a second presenter, and no first", "Write “presenter”"),
        ("One | presenter\nTwo | presenter", "only a presenter would ever speak", "“others” or “everyone” on another"),
        ("One | Tell it | ten", "Line 1, “One | Tell it | ten”: I do not understand “ten” there.", "such as “10 min”"),
        ("One | ten minutes", "I do not understand “ten minutes”", "such as “10 min”"),
        ("One | Tell it | hidden until", "I do not understand “hidden until”", "“live”, “hidden”"),
        ("One | live | nonsense", "I do not understand “nonsense”", "“questions”"),
        ("One | live, nonsense", "I do not understand “live, nonsense”", "“presenter”"),
        ("One | Tell it | 5 min, nonsense", "I do not understand “5 min, nonsense”", "“others”"),
        ("One | Tell it | 5 min | live | more", "I do not understand “more”", "with commas between"),
        ("\n".join(["x" * 60 + " | " + "y" * 200] * 12), "That is too long by", "Shorten some of the prompts"),
    ],
)
def test_names_the_line_and_says_what_to_write_instead(text: str, says: str, instead: str) -> None:
    sentence = refused(text)

    assert says in sentence
    assert instead in sentence


# Writing back ---------------------------------------------------------------------

_pieces = st.sampled_from(
    (
        *("|", ":", " ", "\n", "(", ")", "[", "]", ",", "-", "1.", "10", "0", "5 min", "1 h", "\u2028", "\x1c", "٣"),
        *("What", "happened?", "and", "only", "the", "live", "hidden", "questions", "presenter", "others", "second"),
    )
)


def readable(text: str) -> bool:
    try:
        return bool(read_phases(text))
    except Unclear:
        return False


@given(st.lists(_pieces | st.text(max_size=5), max_size=30).map("".join).filter(readable))
def test_whatever_can_be_read_is_the_same_once_written_and_read_again(text: str) -> None:
    phases = read_phases(text)

    assert fault(phases) is None
    assert read_phases(written(phases)) == phases
    assert len(written(phases)) <= PARAGRAPH_LENGTH


@given(
    st.lists(
        st.builds(
            phase,
            st.from_regex(r"[A-Z][a-z]{1,9}( [a-z]{1,9}){0,3}[?]?", fullmatch=True),
            st.just("") | st.from_regex(r"[A-Z][a-z]{1,9}:?( [b-z]{8,9},?){1,9}[?.]", fullmatch=True),
            st.integers(1, 180),
            st.sampled_from([Speaker.EVERYONE, Speaker.PRESENTER, Speaker.SECOND, Speaker.OTHERS]),
            st.sampled_from(Showing),
            questions=st.booleans(),
        ),
        min_size=1,
        max_size=MOST_PHASES,
    ).filter(lambda phases: fault(phases) is None)
)
def test_phases_are_the_same_once_written_and_read(phases: list[Phase]) -> None:
    assert read_phases(written(phases)) == tuple(phases)


# A format, and how it looks ---------------------------------------------------------


def test_becomes_a_format_of_its_own() -> None:
    made = own_format("  After a  hard week ", read_phases(EXAMPLE))

    assert (made.key, made.name, made.minutes) == (BLANK, "After a hard week", 35)
    assert made.about == "3 steps, put together for this session."


def test_needs_no_name_but_a_short_one() -> None:
    assert own_format(" ", read_phases("What?")).name == "Our own steps"
    with pytest.raises(Unclear, match="That name has 61 characters") as unclear:
        own_format("x" * 61, read_phases("What?"))
    assert unclear.value.option == "name"


def test_the_preview_shows_what_was_understood() -> None:
    lines = "The case | Tell it | 1 h 5 min, presenter\nAsking (1 min, others, live, questions)\nLast words"

    assert plain(preview(own_format("Ours", read_phases(lines)))).splitlines() == [
        "Ours",
        "1. The case",
        "Tell it",
        "1 hour 5 minutes · only the presenter · seen at once",
        "2. Asking",
        "1 minute · all but the presenters · only questions · seen at once",
        "3. Last words",
        "10 minutes · everyone · hidden until all is shown together",
        "1 hour 16 minutes in all; the clock is a guide.",
    ]


def test_every_format_can_be_previewed() -> None:
    for one in FORMATS:
        assert [block.line[0] for block in preview(one) if isinstance(block, Text)] == [
            Strong(f"{number}. {step.title}") for number, step in enumerate(one.phases, 1)
        ]


def test_the_longest_preview_is_shown_whole_on_every_platform() -> None:
    room = PARAGRAPH_LENGTH // MOST_PHASES - TITLE_LENGTH - len(" |  | 180 min, live, questions\n") - 1
    assert room < PROMPT_LENGTH
    longest = "\n".join([f"{'t' * TITLE_LENGTH} | {'p' * room} | 179 min, live, questions"] * MOST_PHASES)
    shown = preview(own_format("n" * TITLE_LENGTH, read_phases(longest)))

    assert sum(map(size, shown)) <= LONGEST
    for rendered in (discord.message(Reply(shown)), slack.message(Reply(shown))["blocks"]):
        assert str(rendered).count("p" * room) == MOST_PHASES
