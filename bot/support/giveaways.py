"""What in somebody's words might tell others who wrote them. Read here, shown to the author alone, and kept nowhere."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from bot.support import circumstances, named, places, pointing, traces
from bot.support.traces import Kind

_SENTENCES = {
    Kind.OWN_NAME: "“{}” looks like your own name.",
    Kind.NEARLY_OWN_NAME: "“{}” looks like your own name, spelt another way.",
    Kind.MEMBER: "“{}” looks like the name of somebody in the network; people know who works with whom.",
    Kind.TITLED: "“{}” looks like somebody's name; others may know who that is.",
    Kind.HANDLE: "“{}” looks like a handle, and leads straight to one account.",
    Kind.EMAIL: "“{}” is an e-mail address.",
    Kind.PHONE: "“{}” looks like a telephone number.",
    Kind.ORCID: "“{}” looks like an ORCID, and leads straight to one person.",
    Kind.POSTCODE: "“{}” looks like a postcode.",
    Kind.NUMBER: "“{}” looks like a number that belongs to one person or one project.",
    Kind.ONLY: "“{}”: if there is only one, somebody may know who that is.",
    Kind.DATE: "“{}”: a date and a place together may be enough for somebody who was there.",
    Kind.POST: "“{}”: a post and a place together may be enough to know who it is.",
    Kind.PLACE: "“{}”: where few people are, a place may be enough to know who it is.",
    Kind.WORKPLACE: (
        "“{}” is where people of the network work; with what you do there it may be enough to know who it is."
    ),
    Kind.STREET: "“{}” looks like an address; others may know who lives or works there.",
    Kind.BED: "“{}”: a bed, a room or a ward may be enough to know who is meant.",
    Kind.AGE: "“{}”: an age tells you from others who are in the same position.",
}

_CIRCUMSTANCES = frozenset({Kind.ONLY, Kind.DATE, Kind.POST, Kind.PLACE, Kind.AGE})

_OF_OTHERS = frozenset({Kind.MEMBER, Kind.TITLED})

_PINGS = re.compile(
    r"(?<![\w.+-])@(?:everyone|here|channel)\b|<(?:@[!&]?|[#!])[\w^:|. -]{1,100}>"
    # Discord’s way to name a command; without a number, it is markup such as </b>, which is shown as it stands.
    r"|</[\w -]{1,100}:\d{1,20}>",
    re.IGNORECASE,
)
_LINKS = re.compile(
    r"\b[a-z][a-z0-9+.-]{1,20}://|\bwww\.\w"
    r"|\b(?:mailto|tel|sms|javascript|vbscript|file|slack|msteams|zoommtg|skype|whatsapp|magnet):[^\s:]"
    r"|\bdata:[a-z]{1,20}/"
    # An address without a scheme is a link once something follows that may tell whose it is.
    r"|(?<![\w.@-])(?:[\w-]{1,63}\.){1,6}"
    r"(?:com|org|net|edu|gov|info|uk|eu|ie|us|io|co|me|ly|gd|gl|gg|be|ai|app|dev|link|page|to)(?::\d{1,5})?[/?#]\w",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Giveaway:
    """Something that may tell who wrote a text: the `words` found in it, and a `sentence` for the author."""

    kind: Kind
    words: str
    sentence: str


def nobody(word: str) -> bool:
    """Take nothing for a name."""
    del word
    return False


def giveaways(
    text: str,
    *,
    own: Callable[[str], bool],
    names: Collection[str],
    nearly: Callable[[str], bool] = nobody,
    workplaces: Collection[str] = (),
    to: str = "",
) -> Sequence[Giveaway]:
    """List what might give the author away, in the order of the text, each wording once.

    `own` says whether a word is part of the author's own name, or their handle, which it gets without its @, and
    `nearly` whether it is one that was mistyped; `names` are the names of the members, and `workplaces` what people
    call their organisations. `to` is the name of the one person who is written to: they know it themselves.
    """
    read = _plain(text)
    marks = _marks(read, own, names, nearly, workplaces)
    found: dict[tuple[Kind, str], Giveaway] = {}
    for kind, start, end in sorted(_apart(marks), key=lambda mark: mark[1]):
        words = " ".join(read[start:end].split())
        if kind in _OF_OTHERS and named.calls(words, to):
            continue
        found.setdefault(
            (kind, words.casefold()), Giveaway(kind=kind, words=words, sentence=_SENTENCES[kind].format(words))
        )
    return tuple(found.values())


def refused(text: str) -> str | None:
    """Say why words without a name cannot be posted as they are; None when nothing stands in their way."""
    read = _plain(text)
    why = []
    if ping := _PINGS.search(read):
        why.append(
            f"“{ping[0]}” would call people in. Please take it out: everybody in the channel can read you anyway."
        )
    if _LINKS.search(read):
        why.append(
            "There is a link in it. A link can carry who shared it, and shows a preview of its own. "
            "Please name the page instead, such as “the page of the NHS on burnout”."
        )
    return " ".join(why) or None


def _plain(text: str) -> str:
    """Read wide, styled and invisible letters as what people see."""
    seen = unicodedata.normalize("NFKC", text)
    return "".join(c for c in seen if unicodedata.category(c) != "Cf")


def _marks(
    text: str,
    own: Callable[[str], bool],
    names: Collection[str],
    nearly: Callable[[str], bool],
    workplaces: Collection[str],
) -> Iterator[traces.Mark]:
    """Find every mark, those first that win where two overlap."""
    yield from traces.numbers_and_addresses(text)
    yield from named.own_names(text, own)
    yield from named.members(text, names)
    yield from named.nearly_own(text, nearly)
    yield from pointing.people(text)
    yield from circumstances.only(text)
    yield from circumstances.dates_with_places(text)
    yield from circumstances.posts_with_places(text)
    yield from places.places(text)
    yield from places.ages(text)
    yield from named.organisations(text, workplaces)
    yield from pointing.spots(text)


def _apart(marks: Iterator[traces.Mark]) -> Iterator[traces.Mark]:
    """Leave out what lies within something found before: an address that holds a name is one thing, not two.

    Circumstances are long, and one that begins or ends in another still says something more.
    """
    taken: set[int] = set()
    for mark in marks:
        kind, start, end = mark
        ends = {start, end - 1}
        if not (taken.issuperset(ends) if kind in _CIRCUMSTANCES else taken & ends):
            taken.update(range(start, end))
            yield mark
