"""The words of a summary: which say nothing, which are feelings, and which belong together.

The Directory's stems bring together whatever may be meant, car with care and moral with morale, which is right for a
search. Here what is brought together counts as said by several people, so words are kept apart when in doubt.
"""

import re
from collections.abc import Collection, Iterable, Mapping

from bot.directory.search.text import FILLER_WORDS, STOP_WORDS, word_set

# What can be said as “feeling …”.
FEELINGS = word_set(
    "afraid alone angry anxious ashamed betrayed bored calm confident confused desperate disappointed dismissed",
    "drained embarrassed excluded exhausted frightened frustrated furious grateful guilty happy helpless hopeful",
    "hopeless humbled ignored inadequate invisible isolated lonely nervous numb overwhelmed powerless proud relieved",
    "resentful sad scared shaken shocked stressed stuck supported surprised tense tired torn unheard unprepared",
    "unsafe unseen unsupported unsure upset useless valued vulnerable weary worn worried",
)
# What is no name though a sentence begins with it, and means something here though it does not to a search.
_TOPICS = word_set(
    "anger appointment blame boss boundaries break breaks burnout care chaos colleague colleagues communication",
    "compassion complaint conflict coverage cry crying deadline deadlines death decision decisions discharge distress",
    "dread emails error errors families family fear feedback forms friend friends grief guilt handover handovers help",
    "home hours isolation kindness laughter leadership learning listen listening loneliness loss management",
    "manager managers meeting meetings mistake mistakes night nights paperwork patients pay pressure",
    "recruitment relatives relief resilience respect rest rota sadness safety shame shift shifts silence sleep staff",
    "staffing stress supervision support team teamwork tears thanks time tiredness training trust uncertainty ward",
    "wards weekend weekends workload worry",
)
_TALK = word_set(
    "able about above after again against aint alot also am another answer answered anyone are arent ask asked asks",
    "at be became been but came can cannot cant could couldnt did didnt do does doesnt doing done dont else etc ever",
    "everybody everything explain explained few for from giving gone gonna got had hadnt has hasnt have havent having",
    "he hear heard hearing hed hell herself hes himself i id if ill im isnt itself ive kept kinda lets looking maam",
    "may me might mine mr mrs ms mustnt need needed no nobody not noticed now off ok onto or other others ourselves",
    "out own person please ran read reading reads reflect reflecting reflection same saw seeing session sessions",
    "shall shed shell shes should shouldnt showed shown since sir so some somebody speak speaking spoke spoken stood",
    "talk talking thank thats theirs them themselves theres theyd theyll theyre theyve thing three today too two u up",
    "us use used using wait waited waiting wanna want wanted wasnt we wed well went were werent weve whats where who",
    "whom whos whose will with wont work worked working would wouldnt write writes writing written wrote yeah yes you",
    "youd youll your youre yours yourself yourselves youve",
)
KNOWN = FEELINGS | _TOPICS
_NOTHING = (STOP_WORDS | FILLER_WORDS | _TALK) - KNOWN

_SHORTEST, _LONGEST = 3, 24
_IRREGULAR = {
    "children": "child",
    "crises": "crisis",
    "died": "die",
    "dying": "die",
    "heard": "hear",
    "lost": "lose",
    "men": "man",
    "slept": "sleep",
    "women": "woman",
    "wept": "weep",
}
_ZED = re.compile(r"(?<=..)([iy])z(?=e|i|a)")
_VOWEL = re.compile(r"[aeiouy]")


def says_something(word: str) -> bool:
    """Whether a word in small letters could be part of a theme."""
    bare = word.replace("'", "").replace("’", "")
    if not _SHORTEST <= len(word) <= _LONGEST or bare in _NOTHING:
        return False
    return bare == word and (word in KNOWN or word.removesuffix("s") not in _NOTHING)


def families(words: Collection[str]) -> Mapping[str, str]:
    """Say of each word to which family it belongs: `shifts` and `shift`, `caring` and `care`; a family is never shown.

    Of several words that one may be a form of, it is the one that was used.
    """
    known = {_british(word) for word in words}
    return {word: _root(_british(word), known) for word in words}


def _root(word: str, known: Collection[str]) -> str:
    roots = tuple(_roots(word))
    if not roots:
        return word
    return _root(next((root for root in roots if root in known), roots[0]), known)


def _roots(word: str) -> Iterable[str]:
    """List what a word may be a form of, likeliest first; nothing when it is no form of another."""
    if word in _IRREGULAR:
        return (_IRREGULAR[word],)
    for ending in ("ing", "ed"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= _SHORTEST and _VOWEL.search(stem) and not word.endswith("eed"):
            doubled = (stem[:-1],) if stem[-1] == stem[-2] else ()
            return (f"{stem}e", stem, *doubled)
    if len(word) <= _SHORTEST or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return ()
    if word.endswith("ies"):
        return (f"{word[:-3]}y", word[:-1])
    return (word[:-1], word[:-2]) if word.endswith("es") else (word[:-1],)


def _british(word: str) -> str:
    return _ZED.sub(r"\1s", word)
