"""What people do in a reflective session, by the words on its buttons, put together for the flows."""

from collections.abc import Iterator

from tests.leaks.acts import Passing, Step, hears, presses, submits, types

DAY = 24 * 60.0
TOPIC = "A hard week on the wards"
ANNOUNCED = f"Reflecting together: {TOPIC}"
SHOWN = "What we wrote"
WHAT, SO_WHAT, NOW_WHAT = "What happened?", "What does it mean to you?", "What will you do"
ONE_WORD = "leave one word"
# Where what was written appears at once.
LIVE = "in the thread"
# A session that was closed is shredded a week later.
FORGOTTEN: tuple[Step, ...] = (Passing(5), Passing(8 * DAY), types("Kim", "/sessions", sees="No session is open"))


def opened(form: str = "rolfe", details: str = "") -> Iterator[Step]:
    """Let a facilitator prepare a session, think again, and announce it."""
    yield types("Fay", "/session-open", sees="topic")
    yield submits("Fay", topic="Something else", sees="Something else")
    yield presses("Fay", "Change it", sees="topic")
    yield submits("Fay", format=form, topic=TOPIC, details=details, sees=TOPIC)
    yield presses("Fay", "Announce it", sees="Look again")
    yield Passing(1)


def joins(who: str, *, tell: str = "no") -> Iterator[Step]:
    """Let somebody agree to the ground rules; with `tell`, they want words in private."""
    yield hears(who, ANNOUNCED, sees="What is said here stays here")
    yield presses(who, "Join", sees="tell")
    yield submits(who, tell=tell, sees="You are in")


def closed() -> Iterator[Step]:
    """Let a facilitator who looks at the panel close the session, asked once more."""
    yield presses("Fay", "Close", sees="Close for everyone")
    yield presses("Fay", "Close for everyone", sees="It is over")


def closed_gently() -> Iterator[Step]:
    """Let a facilitator who looks at the panel close the session with words of their own."""
    yield presses("Fay", "Close gently", sees="text")
    yield submits("Fay", text="We stop here for today.", sees="It is over")


def writes(who: str, asked: str, *texts: str, sees: str = "sealed") -> Iterator[Step]:
    """Let somebody contribute each of the texts to the phase that asks so."""
    for text in texts:
        yield hears(who, asked)
        yield presses(who, "Contribute", sees="text")
        yield submits(who, text=text, sees=sees)


def leaves(who: str, word: str) -> Iterator[Step]:
    """Let somebody leave a word at the check-out."""
    yield hears(who, ONE_WORD)
    yield presses(who, "Leave a word", sees="text")
    yield submits(who, text=word, sees="sealed")


def all_write(asked: str, *texts: str) -> Iterator[Step]:
    """Let people contribute one text after the other, those who are to be found nowhere twice as much."""
    for who, text in zip(("Kim", "Robin", "Lee", "Olu", "Kim", "Robin"), texts, strict=False):
        yield from writes(who, asked, text)
