"""The steps of a reflective session as people take them; what is written on its buttons stands here alone."""

from collections.abc import Sequence

from bot.chat.requests import Role
from bot.reflection.model import CHECK_OUT
from config.formats import load_formats
from tests.journeys.skin import Seen, Skin
from tests.journeys.stage import CAST, CHANNEL, Stage

FORMATS = load_formats()
TOPIC = "A hard week on the wards"
ANNOUNCED = f"Reflecting together: {TOPIC}"
SHOWN = "What we wrote"
# A facilitator of the network and an organiser are members like everybody else where somebody else leads.
MEMBERS = ("Kim", "Robin", "Lee", "Noor", "Olu", "Fin")
RESONATES = "This resonates"
CONTRIBUTE, AGAIN, PASS, JOIN = "Contribute", "Contribute something else", "Pass", "Join"
REPLY, TAKE_BACK, WORD = "Reply without my name", "Withdraw mine", "Leave a word"
# Of the panel.
PANEL, ANNOUNCE, BEGIN, SHOW, PAUSE, GO_ON = (
    "/session-panel",
    "Announce it",
    "Begin",
    "Show contributions",
    "Pause for everyone",
    "Go on",
)
NEXT, LAST, UNSHOWN = "Next phase", "To the check-out", "Go on without showing them"
LOOK_THROUGH, HOLD, CLOSE, SURE = "What was contributed", "Hold it back", "Close", "Close for everyone"
END_FIRST, END_SURE, SHOW_ALL = "End the writing, and look first", "End it, and list the rest", "Show everything now"
# What the six write: two contributions to a phase are never part of one another.
WHAT = [f"What stays with me is number {number}." for number in ("one", "two", "three", "four", "five", "six")]
SO_WHAT = [f"It taught me {what}." for what in ("patience", "to ask", "to wait", "to rest", "to listen", "to laugh")]
WORDS = ("hopeful", "tired", "curious", "calm", "lighter")
# Whoever is not safe can say so at any time, and what is one's own can be taken back.
ALWAYS = frozenset({"I’m not safe", "Look again", TAKE_BACK})


async def members(stage: Stage, *names: str, on: str = "") -> dict[str, Skin]:
    """Let members sit down, all six of them unless some are named."""
    return {name: await stage.person(name, *CAST[name], on=on) for name in names or MEMBERS}


async def opened(stage: Stage, form: str = "rolfe", *, on: str = "", **more: str) -> Skin:
    """Let a facilitator open a session, which is announced then; returns them in front of its panel."""
    fay = await stage.person("Fay", Role.FACILITATOR, on=on)
    asked = await fay.type("/session-open")
    assert "topic" in asked.fields
    preview = await fay.submit(format=form, topic=TOPIC, pace="0", **more)
    assert ANNOUNCED in preview.text
    assert TOPIC in (await fay.press(ANNOUNCE)).text
    await stage.advance(minutes=1)
    return fay


async def join(*people: Skin) -> None:
    """Join from the announcement, having been shown the ground rules."""
    for person in people:
        await person.hears(ANNOUNCED, CHANNEL)
        form = await person.press(JOIN)
        assert "What is said here stays here." in form.notice
        assert "You are in. You go by" in (await person.submit(tell="yes")).text


async def lead(fay: Skin, stage: Stage, label: str) -> Seen:
    """Press a button of the panel, and let what comes of it be seen; returns the panel as it is then."""
    await fay.type(PANEL)
    seen = await fay.press(label)
    await stage.advance(minutes=1)
    return seen


async def go_on(fay: Skin, stage: Stage) -> Seen:
    """Go on to the next phase, or to the check-out, whatever was held back."""
    panel = await fay.type(PANEL)
    seen = await fay.press(NEXT if NEXT in panel.buttons else LAST)
    if UNSHOWN in seen.buttons:
        seen = await fay.press(UNSHOWN)
    await stage.advance(minutes=1)
    return seen


async def close(fay: Skin, stage: Stage) -> Seen:
    """Close it, being asked whether one is sure."""
    await fay.type(PANEL)
    await fay.press(CLOSE)
    seen = await fay.press(SURE)
    await stage.advance(minutes=1)
    return seen


def prompt(phase: int, form: str = "rolfe") -> str:
    """Return what a phase asks for, by which its post is found."""
    return (*FORMATS[form].phases, CHECK_OUT)[phase].prompt


async def write(person: Skin, asked: str, *words: str) -> Seen:
    """Contribute from the post that asks for it, once for each of the `words`."""
    seen = Seen()
    for text in words:
        await person.hears(asked, CHANNEL)
        form = await person.press(CONTRIBUTE)
        assert list(form.fields) == ["text"]
        seen = await person.submit(text=text)
        assert "Thank you." in seen.text
    return seen


async def leave_word(person: Skin, word: str) -> Seen:
    """Leave a word at the check-out."""
    await person.hears(CHECK_OUT.prompt, CHANNEL)
    form = await person.press(WORD)
    assert form.form
    [asked] = form.fields
    seen = await person.submit(**{asked: word})
    assert "Thank you." in seen.text
    return seen


async def leave_out(person: Skin, asked: str) -> Seen:
    """Pass in a phase."""
    await person.hears(asked, CHANNEL)
    return await person.press(PASS)


async def hold(fay: Skin, words: str, among: Sequence[str]) -> Seen:
    """Hold something back from the list of what was contributed, page after page."""
    await fay.type(PANEL)
    seen = await fay.press(LOOK_THROUGH)
    while words not in seen.text:
        seen = await fay.press("More")
    return await fay.press(HOLD, in_order(seen.text, among).index(words))


async def resonate(person: Skin, words: str, among: Sequence[str]) -> Seen:
    """Press the button beside some of the words that were shown."""
    seen = await person.hears(words, CHANNEL)
    labels = touches(seen)
    place = in_order(seen.text, among).index(words)
    return await person.press(labels[place], labels[:place].count(labels[place]))


def touches(seen: Seen) -> list[str]:
    """List the buttons that say how many something touched, in the order of what was shown."""
    return [label for label in seen.buttons if label.startswith(RESONATES)]


def in_order(text: str, among: Sequence[str]) -> list[str]:
    """List those of the words that a text holds, as it does."""
    return sorted((words for words in among if words in text), key=text.index)


async def reply(person: Skin, words: str, text: str) -> Seen:
    """Reply beneath the message that shows these words, to the first contribution in it."""
    await person.hears(words, CHANNEL)
    form = await person.press(REPLY)
    assert list(form.fields) == ["to", "text"]
    return await person.submit(text=text)


async def counts(person: Skin, words: Sequence[str], channel: str = CHANNEL) -> list[int]:
    """Count in how many posts each of the words is to be seen."""
    return [await person.count(one, channel) for one in words]


async def check_unnamed(stage: Stage, reader: Skin) -> None:
    """Check that nothing in the channel names a member."""
    for name in MEMBERS:
        assert await reader.count(name, CHANNEL) == 0
        assert await reader.count(stage.mention(name), CHANNEL) == 0
