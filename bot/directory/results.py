"""What a search found, page by page: who is on one, what turns it, and the calls that search anew."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from bot.chat.calls import Call
from bot.chat.requests import Request
from bot.chat.views import Actions, Block, Button, Card, Control, Heading, Note, Reply, say
from bot.directory.calls import AND, carried
from bot.directory.cards import listing, understood, where
from bot.directory.model import Setting
from bot.directory.search.findings import Findings
from bot.directory.search.index import SearchIndex
from bot.directory.search.keys import any_of
from bot.directory.search.reasons import Match
from bot.directory.search.whom import Group
from bot.directory.unfound import asked, meant

SHOWN = 5
# How many of the best answers are looked at to spread questions over those who are equally good.
_SPREAD = 100


def spread(found: Findings, start: int, asked: Mapping[str, int]) -> list[Match]:
    """Return a page; of those who answer equally well, whoever was asked less often of late comes first."""
    if not asked or start >= _SPREAD:
        return found.matches(start, SHOWN)
    first: list[Match] = []
    for _, equals in groupby(found.matches(0, _SPREAD), key=lambda match: (match.tier, match.score)):
        first += sorted(equals, key=lambda match: asked.get(match.entry.id, 0))
    return first[start : start + SHOWN]


def setting_of(request: Request) -> Setting | None:
    """Return the setting that somebody asked to stay in; None for any."""
    given = request.text("setting")
    return Setting(given) if given else None


def again(index: SearchIndex, request: Request) -> Findings:
    """Find what a button carries."""
    without = [Group[name] for name in request.text("without").upper().split(AND) if name in Group.__members__]
    at, but, bar = (list(filter(None, request.text(name).split(AND))) for name in ("at", "but", "bar"))
    return index.again(request.text("skill"), setting_of(request), without, at=at, but=but, bar=bar)


def undo(exact: Findings) -> Sequence[Control]:
    """Offer what the question found exactly as it was typed, by the ids of skills; its words go into no button."""
    near = exact.did_you_mean
    calls = (
        carried("skill-exactly", exact, near=any_of(each.key for each in near[:most]))
        for most in range(len(near), -1, -1)
    )
    undone = next((each for each in calls if each.fits), None)
    return [Button("Search for exactly what I typed", undone)] if undone else []


def page(found: Findings, start: int, cards: Sequence[Card], below: Sequence[Control], *, replaces: bool) -> Reply:
    """Show `cards`, those from `start` on; `below` stands with the buttons that turn the page."""
    turning, hint = _turn(found, start)
    count = f"Showing {start + 1}–{start + len(cards)} of {found.total}."
    if found.total == 1:
        count = "One person found."
    near, instead = meant(found), list[Block]()
    if near and all(each.held for each in found.understood):
        # What was read was guessed at, and may be something else.
        instead, near = [Note(("Not what you meant? Perhaps:",)), Actions(tuple(near))], []
    blocks: list[Block] = [
        Heading(_heading(found)),
        *understood(found),
        *instead,
        *cards,
    ]
    if controls := (*turning, *near, *below):
        blocks.append(Actions(controls))
    return say(*blocks, Note((f"{count} {hint}Only you can see this.",)), replaces=replaces)


def _heading(found: Findings) -> str:
    helpers = f"People who can help with {listing(asked(found))}"
    return f"{helpers} {where(found.setting)}" if found.setting else helpers


def _turn(found: Findings, start: int) -> tuple[list[Button], str]:
    """Return the buttons that turn pages; none, and a word on why, when so many skills fit on no button."""
    steps = [("‹ Back", start - SHOWN, start > 0), ("More ›", start + SHOWN, start + SHOWN < found.total)]
    turns = [(label, _turned(found, max(to, 0))) for label, to, wanted in steps if wanted]
    if not all(turn.fits for _, turn in turns):
        return [], "To see the others, ask for fewer skills at once. "
    return [Button(label, turn) for label, turn in turns], ""


def _turned(found: Findings, start: int) -> Call:
    return carried("skill-page", found, start=str(start) if start else "")
