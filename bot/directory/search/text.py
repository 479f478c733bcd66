"""Reading what people type: the same words, however they are spelt, spaced or punctuated."""

import re
import unicodedata
from collections.abc import Iterable

# People paste whole e-mails into search boxes; what matters stands near the start, and time stays bounded.
MOST_CHARACTERS = 400
MOST_WORDS = 40

_WORD = re.compile(r"[^\W_]+(?:(?:\+\+?|#)(?![^\W_]))?")
_APOSTROPHES = re.compile(r"(?<=\w)['’ʼ`](?=\w)")
_MARKUP = re.compile(r"<[!@#][^>]{0,80}>|@(?:everyone|here|channel)\b")


def word_set(*lines: str) -> frozenset[str]:
    """Read a set of words from lines of them."""
    return frozenset(" ".join(lines).split())


# Words that say nothing about which skill is meant.
STOP_WORDS = word_set(
    "a an and any as at by de for from her his how in into is its my of on or our some that the their these this those",
    "to via what with within your",
)

# Words of everyday talk around a skill that never say which one is meant: "honestly, my regression makes no sense".
FILLER_WORDS = word_set(
    "absent absolute absolutely accurate achieve across actually added adding afraid ages ago agree allow almost",
    "already alright although always am annoying anxious anybody anyone anything anyway apart apply applying",
    "appropriate approve are arent arrive asked asking asks attempt avoid awful awkward back bad barely basically be",
    "because become becoming been before begin beginning behind being believe below beside best better between big",
    "bit blank bored boring boss both bother bothering break breaking breaks brilliant bring bringing broke broken",
    "bunch busy but call called calls came cant catch caught cause chance changed changing chase chasing cheap check",
    "checked checking choose chose cleaner cleanly clear clearly clever close closely clue colleague come comes",
    "coming complain completely completing complicated confident confused confusing consider convince convincing cope",
    "correct correctly couldnt couple covered create creating cross crying currently cut day days deadline deal",
    "dealing decent decide decided definitely describe despair desperate desperately despite devise didnt different",
    "difficult dig discover does doesnt doing done dont double doubt dread dreadful dreading drowning dull during",
    "each earlier early easier easy effective effectively else end ended ending ends enough entirely especially even",
    "ever every everyone everything exact exactly example examples exciting expect expected explain explains failing",
    "fails fall falling familiar fast fed feel feeling felt few figure fill filled filling final finally find fine",
    "first fits fix fixed fixing follow following forever fresh friend friendly frightened front frustrated fully fun",
    "further gave generally gets getting given gives giving glad go goes going gone got grateful great growing guess",
    "guided half handle handling handy happen happened happening happens happy hard hate hates havent having hear",
    "heard hello her hers him hint hints hold holding honest honestly hope hopeless hoping horrible hour hours how",
    "however huge hurry id idea ideas im imagine important impossible improve improved improving include included",
    "including increase input inside instead interested interesting into invited inviting involve isnt issue issues",
    "it ive job join joining jump just keen keep keeping keeps kind knew knock lacking large last late lately later",
    "leading learned least leave leaving left let lets like likely listen little load loads long look looked looking",
    "looks lose losing loss lost lots loud love made mainly major makes making manage many maximum means meant meet",
    "meets mention mess messy might mind mine miss missed mistake mistakes mix modern moment month months more most",
    "move moved moving much muddle must myself near nearly necessary needs neither nervous never new next nightmare",
    "no nobody none nor normal nothing notice now obvious often okay once one ones only onto opinion opposite",
    "ordinary otherwise ought ours output outputs outside over overall overwhelmed pace pair panicking part",
    "particular particularly parts pass past people person persons pick picked picking pickle piece pieces place",
    "places plenty plus point pointers possible possibly practically prefer prepare prepared preparing pretty",
    "procrastinate produced producing proper properly proud provide providing pull pulled pulling purpose pushed put",
    "quick quickly quiet quite random rather ready real realise really reason reasonable reasons recent recently",
    "reluctant remember replace reply respond responding responds rest return rid right run said same sat say saying",
    "says scared scary scratch second see seeing seem seems seen sense serious seriously sets several shall shape she",
    "short shortly should show shy side sign simple simply since sit sitting situation slightly slow slowly small",
    "smooth so somebody somehow someone something sometimes somewhere soon sorry sort sounds spare specific spend",
    "spent spot stage stages stand stands start started starting starts stay step steps still stop stopped straight",
    "strange stressed struggle struggles stuck stuff such suddenly suggest suggestion suggestions suitable supposed",
    "sure surprise survive surviving swamped switch tackle tackling take taken takes talked task tasks tell telling",
    "tells tends terms terrible terrified than them then therefore these they thing things think thinking third this",
    "thorough though thought thoughts thousand through tidy tied time tiny tired today together told tomorrow tonight",
    "too top total totally touch tough toward towards tricky trouble truly try trying turn turned turning turns tweak",
    "tweaking twice type types uncertain under understand understood unfamiliar unlikely unsure until upset urgent",
    "useful useless usual usually various very via wading wait waiting walkthrough wanting wants was wasnt way ways",
    "weak week weekend weeks well went were whatever when whenever where whether which whichever while whoever whole",
    "why wish without wonder wonderful wondering wont word worried worry worse worst worth would wouldnt wrong year",
    "years yesterday yet yourself",
)

# Common words that tell little beside a word that tells more: needles, be they clean, and two pages for ministers.
EVERYDAY_WORDS = word_set(
    "across afford annual answer answers area areas attractive available average aware basic beautiful body bottom box",
    "bright brown building built buy buying carry carrying cheap cheaper choice city clean cleaner close closed cold",
    "colleagues common corner country couple covering crowd daily damaged dark date decent deep deliver delivered",
    "department direct door double drop dropped dry easily effect effects eight empty entire equal event everyday",
    "extra face fair fairly fall fallen families family far fifty fifth fifteen five flat floor folk forms forty four",
    "fourth free friendly full funny future gap general gentle grow growing guy guys hall hand hands held high higher",
    "hot houses hundred hungry individual interactive job keeping kinds lady large lead lend less level light list",
    "lists living local lone loud low lower lowest main man meet member members middle mobile money mouth name names",
    "national natural nearby nice nicer nine normal number numbers office official old opposite order original outdoor",
    "own page pages paid pay pays paying perfect personal phone plain plan plans popular position powerful present",
    "prettier pretty price private product products programme programmes project projects quality quantity quarter",
    "question questions raise read recover recovering regular remote resident result results rich road role room",
    "rough round safe safely sale sample send sending sense sent service services seven shop shops shorter similar",
    "single site sites six size sizes skilled small smaller softer sole space spaces special spending standard state",
    "station street streets strong subject sudden suit system table tall ten term terms thirty three tiny tools town",
    "traditional twelve twenty two unable unusual variable various village visit visiting visits voice warm watch",
    "watching weekly wide wider woman word words wrong yearly young younger",
)

SAYS_LITTLE = STOP_WORDS | FILLER_WORDS | EVERYDAY_WORDS

# What is no longer, and has so many capitals, is an acronym: DMPs, ToC.
LONGEST_ACRONYM, _CAPITALS = 6, 2


def normalise(text: str) -> str:
    """Reduce a text to its words, in one writing, with single spaces; `C++` and `C#` keep their signs.

    Idempotent. Empty when there is nothing in it but signs.
    """
    return " ".join(words(text))


def words(text: str) -> list[str]:
    """List the normalised words of a text, at most `MOST_WORDS` from its first `MOST_CHARACTERS` characters."""
    folded = _fold(text[:MOST_CHARACTERS])[:MOST_CHARACTERS]
    return _WORD.findall(_APOSTROPHES.sub("", _MARKUP.sub(" ", folded)))[:MOST_WORDS]


def shouted(text: str) -> dict[str, str]:
    """Return the words that stand in capitals, as acronyms do, each as typed by how it is normalised: DMPs, ToC.

    None when everything does.
    """
    typed = _WORD.findall(_APOSTROPHES.sub("", text[:MOST_CHARACTERS]))
    if len(typed) > 1 and all(word.isupper() for word in typed):
        return {}
    return {folded: word for word in typed if _is_acronym(word) for folded in words(word)}


def _is_acronym(word: str) -> bool:
    capitals = sum(map(str.isupper, word)) if len(word) <= LONGEST_ACRONYM else 0
    return word.isupper() or capitals >= _CAPITALS


def swapped(word: str) -> set[str]:
    """Return what a word is when two letters that stand side by side change places."""
    ends = ((word[:at], word[at], word[at + 1], word[at + 2 :]) for at in range(len(word) - 1))
    return {f"{before}{two}{one}{after}" for before, one, two, after in ends if one != two}


def content(of: Iterable[str]) -> list[str]:
    """Leave out the words that say nothing; keep them all when nothing else is there."""
    every = list(of)
    return [word for word in every if word not in STOP_WORDS] or every


def _fold(text: str) -> str:
    if text.isascii():
        return text.lower()
    # Folding case can undo a composition and composing can bring back an accent, so this runs until it rests.
    for _ in range(4):
        folded = _without_accents(unicodedata.normalize("NFKC", text.casefold()))
        if folded == text:
            break
        text = folded
    return text


def _without_accents(text: str) -> str:
    """Drop the accents of Latin letters only: in other scripts they are letters in their own right."""
    kept: list[str] = []
    for character in text:
        apart = unicodedata.normalize("NFD", character)
        base = apart[0]
        latin = len(apart) > 1 and base.isascii()
        if latin or not (unicodedata.combining(character) and kept and kept[-1].isascii()):
            kept.append(base if latin else character)
    return "".join(kept)
