"""The organisations that entries name, and who is of them: by a whole name, or by what is distinctive in it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.directory.model import Entry
from bot.directory.search.apart import Several, put, take
from bot.directory.search.labels import key_of
from bot.directory.search.persons import GIVEN
from bot.directory.search.phrases import REQUEST_WORDS
from bot.directory.search.registers import Register
from bot.directory.search.text import SAYS_LITTLE, STOP_WORDS, word_set, words

# Words of what kind an organisation is, or where in general; no organisation is known by these.
KINDS = word_set(
    "academy agency alliance association authority avenue board borough branch care caring central centre charitable",
    "charity children cic cio city clinic clinical club coast collaborative college commission committee communities",
    "community company consortium consultancy consulting cooperative council county cymru department dept district",
    "division east education employed england enterprise europe european faculty family federation forum foundation",
    "freelance general global government gp gps great group groups health healthcare home hospice hospital house",
    "housing hub icb independent infirmary initiative institute institution integrated interest international ireland",
    "irish laboratory limited local ltd medical medicine mental metropolitan ministry na national network nhs none",
    "north northern office operative organisation partners partnership people plc practice primary project public",
    "recovery region regional research retired royal rural school science sciences scotland scottish sector self",
    "service services social society south southern studies support surgery team technology third together trial",
    "trials trust uk union unit united university urban valley various voices voluntary volunteers wales welfare",
    "wellbeing welsh west western women work yard youth",
)
_ALSO = {"uni": "university", "univ": "university", "universities": "university", "organization": "organisation"}
_PLURALS = frozenset(f"{word}s" for word in ("centre", "hospital", "partnership", "school", "service", "trust"))
_JOINING = STOP_WORDS - {"and", "of", "the"}
_SHORTEST, _SHORTEST_SLIP = 3, 5
_KEPT = 1 << 12
# How a key joins those of several names.
_OR = "_"


@dataclass(frozen=True, slots=True)
class Organisation:
    """One that a question names, or several of that name, as entries write them, those of most people first.

    `key` names it again; `slip` is a word as typed and as read, where it was misspelt.
    """

    key: str
    names: tuple[str, ...]
    slip: tuple[str, str] | None = None


class Organisations:
    """By each text that entries have, who has it, as places on the ring; and texts by what they are known by.

    `known` says whether a word tells of a skill or of something else: it is no organisation's own then.
    """

    def __init__(self, known: Callable[[str], bool]) -> None:
        self._known = known
        self._places = Register()
        # By a word that is its own, and by its whole name, with and without what kind it is: the texts.
        self._texts: Several[str] = {}

    def __bool__(self) -> bool:
        return bool(self._texts)

    def put(self, entry: Entry, place: int) -> None:
        """Note where somebody is."""
        text = entry.organisation
        if text and self._places.enter(text, place):
            for name in self._names(text):
                put(self._texts, name, text)

    def drop(self, entry: Entry, place: int) -> None:
        """Forget where somebody was."""
        text = entry.organisation
        if text and self._places.strike(text, place):
            for name in self._names(text):
                take(self._texts, name, text)

    def called(self, spelt: Sequence[str]) -> Organisation | None:
        """Return the organisations that words name: a whole name, or some of it with a word that is its own."""
        said = _content(spelt)
        if len(said) < sum(word not in STOP_WORDS for word in spelt):
            # Nobody says the same word twice: "at Kindle Youth Trust for youth work".
            return None
        whole = " ".join(said)
        names = [whole] if whole in self._texts else []
        if len(said) > 1 or not names:
            those = frozenset(said)
            written = {part for word in those if self._is_own(word) for part in self._parts_with(word)}
            same = [" ".join(part) for part in written if those == set(part)]
            names += same or [" ".join(part) for part in written if not names and those < set(part)]
            # "Penmoor for health" is no health of Penmoor.
            if _JOINING.isdisjoint(spelt):
                names += [" ".join(part) for part in written if _says_kind(those, part)]
        return self._organisation(names) if names else None

    def slip_of(self, word: str) -> str:
        """Return the word of organisations that a long word is a letter away from; empty when none is, or several are.

        It is an organisation's own, or says of what kind it is.
        """
        if len(word) < _SHORTEST_SLIP or self._known(word) or word in KINDS:
            return ""
        names = (name for name in (*self._texts, *KINDS) if len(name) >= _SHORTEST_SLIP and " " not in name)
        near = {each for each, _, _ in process.extract_iter(word, names, scorer=OSA.distance, score_cutoff=1)}
        return near.pop() if len(near) == 1 else ""

    def again(self, key: str) -> Organisation:
        """Return what an earlier question named, by its key; it has no names when nobody is there any more."""
        keys = set(key.split(_OR))
        return self._organisation([name for name in self._texts if _key(name) in keys], key)

    def places(self, those: Iterable[Organisation]) -> frozenset[int]:
        """Return where everybody is who is of any of these."""
        texts = {text for one in those for text in one.names}
        return frozenset(place for text in texts for place in self._places.get(text, ()))

    def is_own(self, spelt: Iterable[str]) -> bool:
        """Whether any of these words is an organisation's own."""
        return any(map(self._is_own, spelt))

    def _organisation(self, names: Collection[str], key: str = "") -> Organisation:
        texts = {text for name in names for text in self._texts[name]}
        ordered = sorted(texts, key=lambda text: (-len(self._places[text]), text))
        return Organisation(key or _OR.join(sorted({_key(name) for name in names})), tuple(ordered))

    def _parts_with(self, word: str) -> Iterator[tuple[str, ...]]:
        return (part for text in self._texts[word] for part in _parts(text) if word in part)

    def _is_own(self, word: str) -> bool:
        return word in self._texts and self._tells(word)

    def _tells(self, word: str) -> bool:
        if len(word) < _SHORTEST or word.isdecimal() or word in KINDS or word in _TALK or word in GIVEN:
            return False
        return not self._known(word)

    def _names(self, text: str) -> set[str]:
        """Return what an organisation is known by."""
        found: set[str] = set()
        for part in _parts(text):
            own = set(filter(self._tells, part))
            telling = [at for at, word in enumerate(part) if word not in KINDS]
            if telling:
                core = part[telling[0] : telling[-1] + 1]
                found |= own | {" ".join(part)} | ({" ".join(core)} if len(core) > 1 else set())
        return found


_TALK = SAYS_LITTLE | REQUEST_WORDS


@lru_cache(maxsize=_KEPT)
def _parts(text: str) -> tuple[tuple[str, ...], ...]:
    """Return the names in what somebody wrote, "Ashcombe University / Northvale NHS", as their words."""
    for joint in ";|\n":
        text = text.replace(joint, "/")
    return tuple(filter(None, (_content(words(part)) for part in text.split("/"))))


def _content(spelt: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(kind_of(word) for word in spelt if word not in STOP_WORDS))


def _says_kind(those: frozenset[str], part: Sequence[str]) -> bool:
    """Whether words are a name, and besides only say what kind it is of."""
    return those > set(part) and KINDS.issuperset(those.difference(part))


def kind_of(word: str) -> str:
    """Return a word of what kind an organisation is as all write it; any other as it is."""
    return _ALSO.get(word) or (word[:-1] if word in _PLURALS else word)


def _key(name: str) -> str:
    return key_of(f"organisation {name}")
