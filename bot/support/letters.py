"""What is written to facilitators alone: what of it waits for them, and what is kept until they have seen to it."""

from collections.abc import Iterator, Sequence

from bot.support.model import BETWEEN_TWO, Dossier, Entry, Kind, Standing

_LETTERS = frozenset({Kind.REPORT, Kind.APPEAL, Kind.RESPONSE})


def waiting(dossier: Dossier) -> Sequence[Entry]:
    """List the reports, appeals and answers that reached the facilitators and that none of them has settled."""
    return [one for one in _unsettled(dossier) if one.standing is Standing.SAID]


def reported(dossier: Dossier) -> Sequence[tuple[Entry, Entry]]:
    """Pair what was written between two people with each report about it that is on its way, or not settled yet."""
    letters = [one for one in _unsettled(dossier) if one.kind is Kind.REPORT]
    pairs = [(about, one) for one in letters if (about := dossier.entry(one.about))]
    return [(about, one) for about, one in pairs if about.kind in BETWEEN_TWO]


def _unsettled(dossier: Dossier) -> Iterator[Entry]:
    # A question ends nothing but an answer: who asks about a report, or an appeal, has still to decide about it.
    settled = {one.about for one in dossier.entries if one.kind is Kind.NOTICE}
    asked = {one.about for one in dossier.entries if one.kind is Kind.QUESTION}
    letters = (one for one in dossier.entries if one.kind in _LETTERS and one.id not in settled)
    there = (one for one in letters if one.standing in (Standing.WAITING, Standing.SAID))
    return (one for one in there if one.kind is not Kind.RESPONSE or one.id not in asked)
