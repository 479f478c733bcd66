"""When two rows, or a row and an entry, are the same person."""

import re
import unicodedata
from functools import lru_cache

from rapidfuzz import fuzz

from bot.directory.sheet.clean import word_set

_TITLES = word_set(
    "dr prof professor mr mrs ms miss mx sir dame lady lord rev revd reverend fr assoc associate emeritus doctor cllr "
    "councillor"
)
_AFTER = word_set("phd dphil md msc bsc ma ba mbe obe cbe frs rn rgn mph mbbs frcp frcgp mrcgp frcs jr hons fhea sfhea")
# Letters that are no letter with a mark, so that decomposing leaves them as they are.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"})
_PRONOUN = r"(?:she|her|hers|he|him|his|they|them|theirs|ze|zir|hir|xe|xem|ey|em|it|its|any|all|pronouns?)"
_PRONOUNS = re.compile(rf"\s*[(\[]\s*{_PRONOUN}(?:[\s/,:;&|]+(?:(?:and|or)\s+)?{_PRONOUN})+\s*[)\]]", re.IGNORECASE)
_APOSTROPHES = re.compile("['’‘ʼʻ`´′＇]")
_WORDS = re.compile(r"[^\W_]+")
# Out of 100: “Annamaria Lopes” and “Anna-Maria Lopez” are one writing, “Jon” and “John” one first name.
_SAME_WRITING, _SAME_FIRST = 88, 80
# “Kate” and “Katherine”
_SAME_START = 3
# A mailbox that a team shares says nothing about who is meant.
_SHARED = re.compile(
    r"(?:info|admin|office|contact|hello|enquiries|enquiry|inquiries|team|reception|mail|email|general|research|ppi|"
    r"engagement|volunteer(?:s|ing)?|support|training|no-?reply)[\d._-]*@"
)


@lru_cache(maxsize=65536)
def name_key(name: str) -> str:
    """Reduce a name to what stays the same: no accents, capitals, titles, pronouns; “Reid, Ana” as “ana reid”.

    Empty when there is nothing in it but signs.
    """
    before, comma, after = without_pronouns(name).partition(",")
    front, back = _words(before), _words(after)
    if comma and back and not all(word in _AFTER for word in back):
        front, back = back, front
    bare = [word for word in (*front, *back) if word not in _TITLES and word not in _AFTER]
    return " ".join(bare or (*front, *back))


def without_pronouns(name: str) -> str:
    """Take pronouns in brackets off a name: “Anna Reid (she/her)”."""
    return _PRONOUNS.sub("", name).strip()


def email_key(address: str) -> str:
    """Reduce an e-mail address to what tells people apart; empty for a mailbox that several share."""
    folded = address.strip().casefold()
    return "" if _SHARED.match(folded) else folded


def is_title(word: str) -> bool:
    """Whether a word is a form of address, such as “Dr.”."""
    return word.casefold().strip(" .") in _TITLES


def is_credential(word: str) -> bool:
    """Whether a word follows a name, such as “PhD”."""
    return word.casefold().strip(" .,") in _AFTER


def alike(one: str, other: str) -> bool:
    """Whether two names under one e-mail address can be one person: “J. Reid” and “Jane Reid” can, “Bob Reid” not."""
    left, right = name_key(one).split(), name_key(other).split()
    if not left or not right:
        return True
    if set(left) <= set(right) or set(right) <= set(left):
        return True
    if fuzz.ratio("".join(left), "".join(right)) >= _SAME_WRITING:
        return True
    return bool(set(left) & set(right)) and _first_alike(left[0], right[0])


def _first_alike(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if len(short) == 1 or short[:_SAME_START] == long[:_SAME_START]:
        return short[:_SAME_START] == long[: len(short[:_SAME_START])]
    return fuzz.ratio(one, other) >= _SAME_FIRST


def _words(text: str) -> list[str]:
    decomposed = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text.casefold()).translate(_LETTERS))
    plain = "".join(letter for letter in decomposed if not _is_latin_mark(letter))
    return _WORDS.findall(unicodedata.normalize("NFC", plain))


def _is_latin_mark(letter: str) -> bool:
    """Whether this is one of the accents of Latin, Greek and Cyrillic; marks of other scripts are letters' parts."""
    return "\u0300" <= letter <= "\u036f"
