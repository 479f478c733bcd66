"""What Slack's answer to a message means: taken, later, never, or nobody knows."""

import logging

from adapters.slack.commands import NAME
from adapters.slack.patience import NOT_REACHED, Outcome
from bot.chat.requests import Address
from bot.delivery.model import Gone, Later, Refused, Unknown

log = logging.getLogger(__name__)

# When to try again where Slack does not say so, or while the operator has something to mend.
AGAIN_SECONDS, MEND_SECONDS = 10.0, 300.0

# The operator learns of these when the bot signs in; what is due waits meanwhile.
_NO_TOKEN = frozenset(
    {
        *("account_inactive", "invalid_auth", "not_authed", "org_login_required", "team_access_not_granted"),
        *("team_added_to_org", "token_expired", "token_revoked"),
    }
)

_INVITE = f"invite me with /invite @{NAME}."
_RESTRICTED = "Only some people may post in that channel. An admin of the workspace can let me."
NO_THREAD = "That thread is there no longer, or nobody may answer in it."
_TOO_LONG = "The message is longer than Slack takes."
# docs.slack.dev/reference/methods/chat.postMessage, /chat.update, /chat.delete, /conversations.open and .history
_REASONS = {
    "cannot_reply_to_message": NO_THREAD,
    "cant_delete_message": "That message is not mine to take back.",
    "cant_update_message": "That message is not mine to change.",
    "channel_not_found": f"I see no such channel. If it is private, {_INVITE}",
    "compliance_exports_prevent_deletion": "The workspace keeps every message, so it cannot be taken back.",
    "edit_window_closed": "The workspace lets nobody change a message that old.",
    "ekm_access_denied": "The workspace's administrators have stopped all posting.",
    "invalid_user_combination": "Slack does not let me bring these people together: they share no channel.",
    "is_archived": "That channel is archived. Unarchive it, or choose another.",
    "is_inactive": "That channel is archived. Unarchive it, or choose another.",
    "messages_tab_disabled": "Private messages from me are switched off. Install the app anew from its manifest.",
    "msg_blocks_too_long": _TOO_LONG,
    "msg_too_long": _TOO_LONG,
    "no_permission": f"I may not post in that channel. Please {_INVITE}",
    "not_in_channel": f"I am not in that channel. Please {_INVITE}",
    "restricted_action": _RESTRICTED,
    "restricted_action_non_threadable_channel": NO_THREAD,
    "restricted_action_read_only_channel": _RESTRICTED,
    "restricted_action_thread_locked": NO_THREAD,
    "restricted_action_thread_only_channel": "That channel takes answers in threads only. Choose another.",
    "thread_not_found": NO_THREAD,
    "too_many_users": "Slack lets at most eight people talk to me together.",
}
_NOBODY = "I cannot write to that person: they left the workspace, or cannot be reached there."
# The same of a private conversation, and of those with whom there can be none.
_OF_PEOPLE = dict.fromkeys(
    (
        *("channel_not_found", "is_archived", "is_inactive", "not_in_channel", "no_permission"),
        *("cannot_dm_bot", "user_disabled", "user_not_found", "user_not_visible"),
    ),
    _NOBODY,
)


def check(outcome: Outcome, to: Address, *, everywhere: bool = False) -> None:
    """Raise `Later`, `Refused`, `Gone` or `Unknown` unless a message was taken, changed or removed.

    `everywhere`: when it was too much too fast, that goes for the whole workspace.
    """
    if not outcome.error:
        return
    if outcome.limited:
        # Of these two, Slack's pages say that they are about all of an application's or a workspace's messages.
        all_of_it = outcome.error in {"message_limit_exceeded", "rate_limited"}
        raise Later(outcome.retry_after or AGAIN_SECONDS, everywhere=everywhere or all_of_it)
    if outcome.error == NOT_REACHED:
        raise Later(AGAIN_SECONDS, everywhere=True)
    if outcome.unsure:
        raise Unknown
    if outcome.error == "request_timeout":  # Slack received half of it
        raise Later(AGAIN_SECONDS)
    if outcome.error in _NO_TOKEN:
        log.warning("slack refuses the bot token, so messages wait", extra={"error": outcome.error})
        raise Later(MEND_SECONDS, everywhere=True)
    if outcome.error == "message_not_found":
        raise Gone
    raise Refused(_reason(outcome, to))


def check_again(outcome: Outcome, to: Address) -> None:
    """Do the same for what can be asked again without harm: `Later` instead of `Unknown`."""
    try:
        check(outcome, to)
    except Unknown:
        raise Later(AGAIN_SECONDS) from None


def _reason(outcome: Outcome, to: Address) -> str:
    if outcome.error == "missing_scope":
        needed = outcome.data.get("needed", "")
        return (
            f"The Slack app lacks the permission “{needed}”. "
            "Give it the manifest that `hirg-bot slack manifest` prints, and install it again."
        )
    known = _REASONS | _OF_PEOPLE if to.people else _REASONS
    return known.get(outcome.error, f"Slack did not take it, for a reason I do not know: {outcome.error}.")
