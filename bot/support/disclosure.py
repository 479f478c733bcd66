"""Who wrote a case, on its way to the safeguarding leads at the author's wish, and what became of that."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256

from bot.chat.requests import Account, Address
from bot.chat.veil import Broken, opened_introduction
from bot.chat.views import Block, Heading, Note, Person, Strong, Text
from bot.delivery.composers import Composer, Said, Unsaid, Words
from bot.delivery.letterbox import Letterbox
from bot.delivery.model import Delivery, Draft, State
from bot.support.casebook import Casebook, Opened
from bot.support.endings import noticed
from bot.support.leads import Leads, listed
from bot.support.model import Dossier
from bot.support.nudges import Nudges
from bot.support.posts import UNDER_WAY, needs_in_words
from bot.support.signposts import Signposts
from bot.support.telling import told
from bot.support.vault import LockedAway, Shredded

# Kept in the database: do not rename.
INTRODUCTION = "support-introduction"
# Who waits for help is not to wait longer for the news that it was not delivered.
_EXPIRES = timedelta(days=1)


class Disclosure:
    """Implements `Step`: hands it in, tells the author whether it arrived, and forgets who they are again.

    A delivery says which case it is, and nothing else: who wrote it is opened when the message is worded.
    """

    def __init__(
        self, casebook: Casebook, letterbox: Letterbox, leads: Leads, nudges: Nudges, signposts: Signposts
    ) -> None:
        self._casebook = casebook
        self._letterbox = letterbox
        self._leads = leads
        self._nudges = nudges
        self._signposts = signposts

    def composers(self) -> Mapping[str, Composer]:
        return {INTRODUCTION: self._compose}

    async def take(self, opened: Opened, now: datetime) -> datetime | None:
        dossier, sealed = opened.dossier, opened.dossier.introduction
        if sealed is None:
            return None
        states = await self._states(opened, sealed, now)
        arrived, over = State.SENT in states, not states & UNDER_WAY
        text = self._told(states, over=over) if not dossier.introduced else ""
        if text:
            await self._nudges.tell(dossier, dossier.author)
        if text or over:
            noted = partial(_noted, sealed=sealed, text=text, arrived=arrived, over=over)
            await self._casebook.change(dossier.id, noted, for_good=over)
        return None if over else now

    def _told(self, states: Collection[State], *, over: bool) -> str:
        """Say what its author is told of it; empty while there is nothing to tell."""
        if State.SENT in states:
            text = _ARRIVED
        elif over:
            text = _UNKNOWN if State.UNCERTAIN in states else _FAILED
        else:
            return ""
        return f"{text} If you are not safe, do not wait for anybody: {self._signposts.line}."

    async def _states(self, opened: Opened, sealed: bytes, now: datetime) -> set[State]:
        """Hand it in to each lead, once, and look how far it is."""
        stem = _stem(opened.dossier, sealed)
        drafts = [_draft(opened.dossier, f"{stem}{to}", to, now) for to in map(Address.of, self._leads.of(opened))]
        await self._letterbox.put(*drafts)
        rows = await self._letterbox.about(opened.dossier.id)
        return {one.state for one in rows if one.key.startswith(stem)}

    async def _compose(self, delivery: Delivery, now: datetime) -> Said:
        """Word it for a lead, unless it is over: an organiser may try to send one that failed long ago."""
        del now
        try:
            opened = await self._casebook.find(delivery.payload)
            sealed = opened.dossier.introduction
            if sealed is None or not delivery.key.startswith(_stem(opened.dossier, sealed)):
                return _NO_MORE
            account, name = opened_introduction(sealed, opened.lock)
        except (Shredded, LockedAway, Broken):
            return _NO_MORE
        author = Person(name, Account.parse(account))
        others = await self._leads.named(opened, beside=delivery.to)
        return Words(tuple(for_a_lead(opened.dossier, author, others, delivery.to.platform)))


def _noted(dossier: Dossier, sealed: bytes, text: str, *, arrived: bool, over: bool) -> Dossier:
    """Return a case in which it is written down what became of it; as it was when that was done meanwhile."""
    if dossier.introduction != sealed:
        return dossier
    after = noticed(dossier, dossier.author.id, text) if text and not dossier.introduced else dossier
    return replace(after, introduced=dossier.introduced or arrived, introduction=None if over else sealed)


def _stem(dossier: Dossier, sealed: bytes) -> str:
    """Begin the keys of its deliveries; sealed anew, it is another one, because the first never arrived."""
    return f"{INTRODUCTION}/{dossier.id}/{sha256(sealed).hexdigest()[:8]}/"


def _draft(dossier: Dossier, key: str, to: Address, now: datetime) -> Draft:
    return Draft(
        key=key,
        kind=INTRODUCTION,
        payload=dossier.id,
        to=to,
        due_at=now,
        expires_at=now + _EXPIRES,
        about=dossier.id,
    )


def for_a_lead(dossier: Dossier, author: Person, others: Sequence[Person], platform: str) -> Iterator[Block]:
    """Word it for a lead on a platform, of whom the `others` are told as well."""
    wrote = (
        f" wrote the request for support that goes by {dossier.name}, and wants you, as safeguarding lead, to know it. "
        "They were asked twice whether they are sure."
    )
    elsewhere = author.account and author.account.platform
    where = f" You find them on {elsewhere.capitalize()}." if elsewhere and elsewhere != platform else ""
    yield Heading("Somebody tells you who they are, in confidence")
    yield Text((author, wrote, where))
    yield from told(f"What {dossier.name} asked", dossier.request.text)
    if dossier.needs:
        yield Note((f"What would help, they said: {needs_in_words(dossier.needs)}",))
    yield Text((Strong("What they expect of you"), _EXPECTED))
    if others:
        yield Text(("Told as well: ", *listed(others), ". Agree at once who of you writes to them."))
    yield Note((_SEEN,))


_EXPECTED = """
• Write to them within a day, in private. Ask how they are, whether they are safe, and what they would like you to do, \
before you do anything.
• If you cannot do that, tell them so, and who can.
• Keep it to yourself. I tell no facilitator, and nobody in the channel. Tell nobody without their agreement, unless a \
life is in danger: then call 999, and let them know.
• In the channel, go on as if you did not know, so that nobody guesses."""
_SEEN = (
    "They see in their inbox that this was delivered to you. It is about this one request: you learn nothing from me "
    "about others, nor about private talks."
)
_NO_MORE = Unsaid(State.UNWANTED, "It is not to be told any more.")
_ARRIVED = (
    "The safeguarding lead was told, in private, who you are and that this request is yours. It was delivered; whether "
    "they have read it, I cannot see. They are asked to write to you within a day, and to tell nobody."
)
_FAILED = (
    "I could not reach the safeguarding lead, so nobody was told who you are. You can try again on the page of this "
    "request, or speak to somebody you trust."
)
_UNKNOWN = (
    "I do not know whether my message reached the safeguarding lead: the answer to it was lost. They may know who you "
    "are by now. If nobody writes to you within a day, try again on the page of this request."
)
