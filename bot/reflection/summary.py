"""The summary of a session: drafted, changed by hand, posted, and posted anew; pure."""

from dataclasses import replace

from bot.chat.errors import Refusal
from bot.reflection import course
from bot.reflection.model import Keeping, Saying, Session, Stage, Told


def check_summary(session: Session) -> None:
    """Raise `Refusal` when no summary may be posted: everybody joined knowing that, or it is too early."""
    if session.keeps is Keeping.NOTHING:
        raise Refusal(
            "Everybody joined this session knowing that nothing is kept of it, so no summary is posted.",
            "Next time, tick “A summary of themes may be posted at the end” when you open it.",
        )
    if not may_be_summed_up(session):
        raise Refusal("A summary comes at the end.", "Go through the phases first.")


def may_be_summed_up(session: Session) -> bool:
    """Whether a summary may be posted now."""
    return session.keeps is not Keeping.NOTHING and session.stage in (Stage.CLOSING, Stage.CLOSED)


def proposed(session: Session, text: str) -> Session:
    """Keep what was found in the contributions as the draft, unless somebody has written one by hand meanwhile."""
    check_summary(session)
    return session if session.drafts or session.draft == text else replace(session, draft=text)


def drafted(session: Session, text: str) -> Session:
    """Keep what somebody wrote as the draft, which nobody else sees."""
    check_summary(session)
    return replace(session, draft=text, drafts=session.drafts + 1)


def summed_up(session: Session, drafts: int) -> Session:
    """Post the draft as it was when it had been changed so often, or let what was posted say it instead."""
    check_summary(session)
    if not drafts or session.drafts != drafts:
        raise Refusal("Somebody has changed the draft meanwhile.", "Look at it again before you post it.")
    if session.draft == session.summary:
        return session
    said = replace(session, summary=session.draft)
    if not any(one.kind is Told.SUMMARY for one in session.sayings):
        return course.say(said, Saying(kind=Told.SUMMARY, phase=session.phase))
    anew = (replace(one, edits=one.edits + 1) if one.kind is Told.SUMMARY else one for one in session.sayings)
    return course.changed(replace(said, sayings=tuple(anew)))
