"""Reading the skills somebody writes about themselves, and keeping each of them once, in the right word."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.directory import my_forms
from bot.directory.wordings import Wordings

# So many that were left out, or put in the place of others, are named; and what is said of all of them.
_NAMED = 3
_APART = "If that is a skill of its own, say in its name what sets it apart."


@dataclass(frozen=True, slots=True)
class Folded:
    """What becomes of skills that somebody adds.

    `kept` are listed then; those `replaced` gave way to a better word for the same, which is among these; what was
    `left_out` is but another writing of what is listed. Both say of what.
    """

    kept: Sequence[str] = ()
    replaced: Mapping[str, str] = field(default_factory=dict)
    left_out: Mapping[str, str] = field(default_factory=dict)


def read(text: str, option: str, words: Wordings) -> tuple[str, ...]:
    """Read a list of skills, each as the network calls it where it does. Raises `Unclear`."""
    # R, Shiny are two, whatever R Shiny is.
    known = "" if set(text).intersection(",;\n") else words.known(text)
    items = (known,) if known else my_forms.skills(text, option, words.whole)
    # What stands in quotation marks is one, whatever stands in it.
    parts = items if '"' in text else [part for item in items for part in words.parts(item)]
    return tuple(dict.fromkeys(words.known(part) or part for part in parts))


def fold(there: Iterable[str], added: Iterable[str], words: Wordings) -> Folded:
    """Say what becomes of skills added to those that are there; of two writings of one, the network's own stays.

    Of two that are equally right the first stays; what differs in its capitals alone is the same.
    """
    listed, kept, replaced, left_out = list(there), list[str](), dict[str, str](), dict[str, str]()
    known = {label.casefold() for label in listed}
    for label in added:
        if label.casefold() in known:
            kept.append(label)
            continue
        twins = [one for one in (*listed, *kept) if words.alike(one, label)]
        if stays := next((one for one in twins if not words.better(label, one)), ""):
            left_out[label] = stays
            continue
        replaced.update((one, label) for one in twins if one in listed)
        left_out.update((one, label) for one in twins if one in kept)
        listed, kept = ([one for one in those if one not in twins] for those in (listed, kept))
        kept.append(label)
    return Folded(kept, replaced, left_out)


def told(folded: Folded) -> str:
    """Say which skills gave way to a better word, and which were left out; of many, the first."""
    placed = _first(folded.replaced, lambda one, new: f"I put “{new}” in the place of “{one}”.")
    left = _first(folded.left_out, lambda one, there: f"You list {there} already, so I left out “{one}”.")
    return " ".join((*placed, *left, *([_APART] if left else [])))


def _first(found: Mapping[str, str], say: Callable[[str, str], str]) -> list[str]:
    said = [say(one, other) for one, other in list(found.items())[:_NAMED]]
    more = len(found) - len(said)
    return [*said, f"So it is with {more} more."] if more else said
