"""Who is shown the help lines larger, and who is not."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.support.crisis import CrisisWords
from config.crisis import load_crisis_words
from config.errors import BadSettings

WORDS = load_crisis_words()
_TOLD = Path(__file__).parent.parent / "directory" / "told.toml"
_LEAST_HEARD = 0.55
_PARTS = (
    *("plain", "topics", "told", "unkind", "hints", "stories"),
    *("others", "asking", "work", "tasks", "idioms", "misspelt"),
)

IN_DANGER = [
    "I have the pills ready",
    "I am going to jump.",
    "I just want to disappear",
    "he hits me when I come home",
    "I want to die",
    "i just want to die.",
    "I really don't want to live any more",
    "I don’t want to be here anymore",
    "I do not want to be alive",
    "I no longer want to live",
    "I'm ready to die",
    "I plan to die tonight",
    "I would rather be dead",
    "I wish I was dead",
    "i wish i were never born",
    "I wish I wasn't here",
    "I want to kill myself",
    "thinking about killing myself",
    "I'll hang myself",
    "i keep cutting myself",
    "I have been hurting myself again",
    "I am harming myself",
    "I want to end it all",
    "I am going to end my life",
    "I thought of taking my own life",
    "I can't go on",
    "I just can’t carry on.",
    "I cannot carry on like this",
    "I can't do this any more",
    "I can’t take it anymore",
    "there is no point in living",
    "I see no reason to carry on",
    "I have nothing left to live for",
    "Life isn't worth living",
    "my life is not really worth it",
    "everyone would be better off without me",
    "I'd be better off dead",
    "It would be better if I was gone",
    "Nobody would miss me",
    "no one would even notice? Nobody would notice me",
    "I feel suicidal",
    "I am feeling quite suicidal",
    "I'm suicidal",
    "I've been suicidal since March",
    "I keep thinking about suicide",
    "thoughts of suicide all day",
    "my suicidal thoughts are back",
    "I keep having suicidal thoughts",
    "I have considered suicide",
    "I tried to commit suicide last year",
    "I self-harm",
    "I self harmed last night",
    "I still self-harm",
    "I've started to self-harm again",
    "i selfharm when it gets bad",
    "I took an overdose",
    "I have taken too many pills",
    "I don't feel safe with myself",
    "I am not safe",
    "I'm not safe at home",
    "I do not feel safe at home",
    "I am in danger",
    "He is going to kill me",
    "my partner hits me",
    "he strangled me last night",
    "I was raped",
    "I was sexually assaulted by a colleague",
    "I want to disappear forever",
    "Just sleep and never wake up",
    "The thesis is going nowhere and suicide is on my mind.",
    "I feel trapped and worthless",
    "I see no way out",
    "I have reached breaking point",
    "I just want it all to stop",
    "everyone would be better off if i just left",
    "I don't see the point any more",
    "I cannot see the point.",
    "I've been cutting again",
    "I just want to sleep and not wake up",
    "I feel like jumping off the car park",
    "I keep looking for ways to end things",
    "I'm tired of living",
    "I have no will to live",
    "I'm scared of what I might do",
    "he pushed me against the wall again and I am scared to go home",
    "can't cope",
    "I cannot cope any more",
    "I feel unsafe",
    "kms",
    "I want to kms lol",
    "I might unalive myself",
    # Without a word of oneself, as people type who have no strength for a sentence.
    "want to die",
    "wanna die, cant take it",
    "just want to die",
    "keep wanting to die",
    "nobody cares if i die",
    "dont want to be here any more",
    "Don’t want to live",
    "don't wanna wake up",
    "cant take it",
    "i feel so low",
    "I’ve been feeling really low",
    "feeling so low tonight",
    "im so low",
    "feel so hopeless",
    "I've had enough of life",
    "i hate my life",
    "being abused at home",
    "I am being physically abused at home",
    "beaten up by my husband",
    "my flatmate knows I get hit by my boyfriend",
    # Somebody else, and what to do.
    "patient wants to die what do i do",
    "My patient wants to die. What should I say?",
    "a student is suicidal, who do I call",
    "my friend is going to hurt herself, please help",
    "she said she would take her own life tonight",
    # However it is written.
    "I WANT TO KILL MYSELF",
    "i wanna kill mysefl",
    "I am feeling sucidal",
    "I feel suicidial",
    "I feel s*icidal",
    "i want to diiiiie",
    "Ｉ ｗａｎｔ ｔｏ ｄｉｅ",
    "I want to k\u200bill myself",
    "I dont want to live",
    "I'm kiling myself slowly",
    "i cant go on anymroe",
    "I want\nto talk. I want to die.",
    # Work beside it does not hide what is said of oneself.
    "I work on a suicide prevention study and I want to die",
    "After the interviews with participants I want to kill myself",
]

NOT_IN_DANGER = [
    "My PhD is about suicide prevention and self-harm; I cannot get my supervisor to read the chapter.",
    "It only hits me when I sit down how tired I am",
    "I am going to jump onto another call",
    "",
    "I am struggling with my PhD",
    "My supervisor ignores me and I feel awful",
    "I am being bullied on the ward",
    "I am exhausted and close to tears",
    "I feel like an impostor",
    "I cannot cope with this workload",
    "I want to end the project early",
    "I don't see the point of this committee",
    "I see no point in the third reviewer’s remark",
    "They pushed me into a new role",
    "cutting costs again",
    "my boss said she'd kill me if the abstract is late",
    "I want everything to be in one spreadsheet",
    "I felt like jumping for joy at the result",
    "The staffing is unsafe",
    "I'm dying to see the results",
    "This deadline is killing me",
    "I could have died of embarrassment",
    "I am dead tired",
    "That cake was to die for",
    "I was killing myself laughing",
    "kill me now, another committee",
    "It would be career suicide to complain",
    "That was political suicide for the minister",
    "I cut myself off from the group chat",
    "I cut myself some slack",
    "I hurt myself running",
    "I am killing myself to finish this chapter",
    "Then it hit me that the data were wrong",
    "The rejection hit me hard",
    "statistics beats me",
    "I take my life in my hands cycling to work",
    "I work on suicide prevention",
    "I am writing a paper on suicide in farmers",
    "my study of self-harm data has no ethics approval yet",
    "Our self-harm dataset is late and I am stuck",
    "I teach a module on suicide awareness",
    "My thesis is on suicide mortality and deprivation",
    "I am coding interviews about self-harm in NVivo",
    "How do I ask participants about suicidal ideation?",
    "I analyse suicide rates by region",
    "my patient took her life and I cannot sleep",
    "I look after clients who self harm",
    "My patient is suicidal and the clinic is full",
    "a review of suicidal thoughts in students",
    "We measure suicidal ideation with a scale",
    "suicide",
    "suicide statistics 2019–2021",
    "I analyse self-harm data",
    "I am thinking about suicide prevention in farming",
    "We are considering suicide as an outcome",
    "I have been reading about suicidal thoughts in students",
    "the self-harm literature is thin",
    "mortality, overdose deaths and deprivation",
    "overdose surveillance",
    "opioid overdose prevention in the community",
    "I am on the suicide prevention strategy group",
    "My grant on self-injury was rejected",
    "The trial of an intervention for suicidal behaviour",
    "I ran the training on safeguarding policy for suicide",
    "participants said they wanted to die",
    "people who want to die at home",
    "where do patients want to die",
    "care for those who want to die at home",
    "older adults who do not want to live in a care home",
    "people who don't want to be here any more",
    "supporting carers who feel so low",
    "the response rate is so low that I cannot publish",
    "I am really low on time",
    "I feel really low in confidence with R",
    "I am so hopeless at statistics",
    "domestic abuse services",
    "women being abused at home",
    "children who are being beaten by their parents",
    "experiences of being hit at work",
    "I cannot take it to the board",
    "Don’t want to be here for the meeting",
    "I hate my lifecycle model",
    "My client wants to die at home and the family agrees",
    "My patient tried to kill himself last year and is well now",
    "what should I do about my thesis",
    "please help with NVivo tonight",
    "She wants to die with dignity, my aunt",
    "End of life care is what I study",
    "quality of life and years of life lost",
    "the end of my contract",
    "I want to live in Leeds",
    "I want to dye my hair",
    "It is not worth it, the commute",
    "I don't want to be on this committee",
    "I don't want to go to the meeting",
    "I can't do this regression",
    "I can’t go on the trip to Leeds",
    "I wish I was better at statistics",
    "I wish I were on that paper",
    "nobody would fund me",
    "We would be better off with a new supervisor",
    "Is it safe to share data?",
    "My data are not safe on that drive",
    "The ward is not safely staffed",
    "I changed my mind",
    "cutting the budget hurts me",
    "the model kills the process",
    "life expectancy at birth",
    "born in Bradford cohort",
    "I am trapped in meetings",
    "I feel hopeless at Stata",
    "Parkinson's disease; killed in action",
    "I have a plan for the chapter on dying matters",
]


@pytest.mark.parametrize("text", IN_DANGER)
def test_hears_somebody_who_may_be_in_danger(text: str) -> None:
    assert WORDS.heard(text)


@pytest.mark.parametrize("text", NOT_IN_DANGER)
def test_does_not_take_work_or_a_figure_of_speech_for_danger(text: str) -> None:
    assert not WORDS.heard(text)


@given(st.text(max_size=500))
def test_reads_anything_without_raising(text: str) -> None:
    assert WORDS.heard(text) in {True, False}


@pytest.mark.parametrize(
    "piece", ["i ", "i wish i ", "I want to ", "suicid ", "no reason to ", "’", "a" * 50 + " ", "i…"]
)
def test_takes_a_long_text_of_anything(piece: str) -> None:
    WORDS.heard(piece * (10_000 // len(piece)))


def test_it_only_ever_says_yes_or_no() -> None:
    assert [name for name in vars(CrisisWords) if not name.startswith("_")].count("heard") == 1
    assert WORDS.heard("I want to die") is True


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("plain = 1", "“plain” has to be a list of phrases"),
        ('plain = ["I want"]', "“I want” cannot be read"),
        ('plain = ["a (b|c)"]', "cannot be read"),
        ('plain = ["a [b"]', "cannot be read"),
        ('plain = ["a @b"]', "there is no kind “b”"),
        ("plain = [", "is not TOML"),
    ],
)
def test_a_list_that_cannot_be_read_is_named_with_its_fault(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "own.toml"
    rest = "\n".join(f"{part} = []" for part in _PARTS[1:])
    path.write_text(f"{text}\n{rest}", encoding="utf-8")
    with pytest.raises(BadSettings, match=r"own\.toml") as refused:
        load_crisis_words(path)
    assert said in str(refused.value)


def test_a_list_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="cannot be read"):
        load_crisis_words(tmp_path / "nothing.toml")


def test_an_empty_list_hears_nothing() -> None:
    words = CrisisWords.read({part: [] for part in _PARTS})
    assert not words.heard("I want to die")


@pytest.mark.parametrize(
    ("text", "surely", "perhaps", "touched"),
    [
        ("not safe at home", True, True, True),
        ("I've been self-harming", True, True, True),
        ("After the interviews I want to kill myself", True, True, True),
        ("I just can't go on anymore and need help with NVivo", True, True, True),
        ("thoughts of suicide in adolescents", False, True, True),
        ("I research people who have suicidal ideation", False, True, True),
        ("can anyone help me with self-harm", False, True, True),
        ("my supervisor is bullying me", False, True, False),
        ("I am being bullied on the ward", False, True, False),
        ("I am studying why people are bullied", False, False, False),
        ("research on staff who feel unsafe", False, False, True),
        ("suicide prevention in prisons", False, False, True),
        ("self-harm", False, False, True),
        ("wanna die", True, True, True),
        ("want to die", True, True, True),
        ("dont want to be here any more", True, True, True),
        ("i feel so low", True, True, True),
        ("being abused at home", True, True, True),
        ("patient wants to die what do i do", False, True, True),
        ("my friend is suicidal. What can I do?", False, True, True),
        ("my friend wants to kill herself, how do I stop her", False, True, True),
        ("how do I respond when somebody says they don't want to be here any more", False, False, True),
        ("people who want to die at home", False, False, True),
        ("patients who want to die at home", False, False, True),
        ("women being abused at home", False, False, True),
        ("suicide prevention study", False, False, True),
        ("domestic abuse services", False, False, False),
        ("low response rates", False, False, False),
        ("kill myself laughing", False, False, False),
        ("NVivo", False, False, False),
    ],
)
def test_a_search_is_told_from_a_cry_for_help(text: str, *, surely: bool, perhaps: bool, touched: bool) -> None:
    assert (WORDS.surely(text), WORDS.perhaps(text), WORDS.touched(text)) == (surely, perhaps, touched)


@pytest.mark.parametrize("written", ["dont", "don't", "don’t", "do not", "don t", "dnt"])
def test_it_is_one_however_it_is_shortened(written: str) -> None:
    assert WORDS.surely(f"i {written} feel safe at work")
    assert WORDS.surely(f"I {written} want to be here anymore")
    assert WORDS.harmed(f"scared and {written} know who to talk to")


def test_whoever_is_afraid_is_not_shown_larger_numbers_in_peer_support() -> None:
    assert WORDS.harmed("I am frightened of my manager")
    assert not WORDS.heard("I am frightened of my manager")


def test_most_of_what_was_never_looked_at_is_heard() -> None:
    """The phrases were not mended by these: a little below what was measured."""
    told: dict[str, list[str]] = tomllib.loads(_TOLD.read_text(encoding="utf-8"))
    heard = [one for one in told["unseen"] if WORDS.harmed(one) or WORDS.surely(one)]
    assert len(heard) / len(told["unseen"]) >= _LEAST_HEARD


@pytest.mark.parametrize("piece", ["i am scared of ", "he ", "my supervisor ", "who so very ", "feel so "])
def test_a_long_text_is_looked_through_for_harm(piece: str) -> None:
    WORDS.harmed(piece * (4_000 // len(piece)))
