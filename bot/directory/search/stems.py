"""Bringing a word's forms together, `analysing` and `analyses`, `evaluation` and `evaluator`, by suffix rules.

A stem is a key and never shown. The rules are light on purpose: two words that mean different things to a
researcher, such as qualitative and quality or logistic and logistics, keep different stems.
"""

import re
from functools import cache, lru_cache

from bot.directory.search.text import word_set

# Suffix, what takes its place, how many letters must stand before it. The first that fits is applied, then again.
_RULES: tuple[tuple[str, str, int], ...] = (
    ("isations", "is", 3),
    ("isation", "is", 3),
    ("ographical", "ograph", 2),
    ("ographers", "ograph", 2),
    ("ographer", "ograph", 2),
    ("ographic", "ograph", 2),
    ("ography", "ograph", 2),
    ("ological", "olog", 2),
    ("ologists", "olog", 2),
    ("ologist", "olog", 2),
    ("ologies", "olog", 2),
    ("ology", "olog", 2),
    ("ational", "ation", 3),
    ("iveness", "ive", 4),
    ("ional", "ion", 5),
    ("ations", "", 4),
    ("ation", "", 4),
    ("atives", "", 4),
    ("ative", "", 4),
    ("ators", "", 4),
    ("ator", "", 4),
    ("ating", "", 4),
    ("ated", "", 4),
    ("ates", "", 4),
    ("ate", "", 4),
    ("icians", "ic", 3),
    ("ician", "ic", 3),
    ("ically", "ic", 3),
    ("ical", "ic", 3),
    ("ytics", "ys", 3),
    ("ytic", "ys", 3),
    ("ysts", "ys", 3),
    ("yst", "ys", 3),
    ("ysis", "ys", 3),
    ("esis", "es", 2),
    ("osis", "os", 4),
    ("ics", "ic", 3),
    ("ments", "", 4),
    ("ment", "", 4),
    ("ships", "", 4),
    ("ship", "", 4),
    ("ness", "", 4),
    ("ies", "y", 2),
    ("ied", "y", 2),
    ("sion", "s", 4),
    ("tion", "t", 4),
    ("sive", "s", 4),
    ("tive", "t", 4),
    ("ing", "", 3),
    ("eed", "eed", 0),
    ("ed", "", 3),
    ("sor", "s", 4),
    ("er", "", 4),
    ("ss", "ss", 0),
    ("us", "us", 0),
    ("is", "is", 0),
    ("s", "", 2),
    ("e", "", 3),
)

_KEPT = word_set(
    "analytics border cancer career center folder gender international letter logistics master medication member",
    "metrics national number paper poster programming rational statement summer tender transgender",
)
_IRREGULAR = {
    "alcoholic": "alcohol", "alcoholism": "alcohol", "anaesthetist": "anaesthetic", "anonymity": "anonymis",
    "anonymous": "anonymis", "asthmatic": "asthma", "auditor": "audit", "autistic": "autism",
    "breastfed": "breastfeed",
    "caregiver": "carer", "children": "child", "chiropodist": "podiatry", "chiropody": "podiatry", "citation": "cit",
    "confidentiality": "confidential", "counsellor": "counsel", "dentist": "dentistry", "diabetic": "diabet",
    "dietic": "dietetic", "dietitian": "dietetic", "disability": "disabl", "doctorate": "doctorate",
    "doctorates": "doctorate", "donor": "donat", "dyslexic": "dyslexia", "economist": "economic", "editor": "edit",
    "epileptic": "epilepsy", "fallen": "fal", "frailty": "frail", "held": "hold",
    "illiterate": "literacy", "imprison": "prison", "immunis": "vaccin", "kid": "child", "kids": "child", "led": "lead",
    "librarian": "library", "mentee": "mentor", "midwife": "midwifery", "midwives": "midwifery", "neonate": "neonatal",
    "nutritionist": "nutrit", "obese": "obesity", "optometrist": "optometry", "orthodontist": "orthodontic",
    "performance": "perform", "pharmacist": "pharmacy", "photo": "photograph", "photos": "photograph",
    "physio": "physiotherapy", "physiotherapist": "physiotherapy", "podiatrist": "podiatry", "predictor": "predict",
    "prescription": "prescrib", "programing": "programming", "programmer": "programming", "programmers": "programming",
    "psychiatric": "psychiatry", "psychiatrist": "psychiatry", "psychotherapist": "psychotherapy",
    "publication": "publish", "publications": "publish", "referral": "refer", "rehab": "rehabilit", "stat": "statistic",
    "stats": "statistic", "stigmatis": "stigma", "surgical": "surgery", "taught": "teach", "therapist": "therapy",
    "transcribe": "transcript", "transcriber": "transcript", "transcribing": "transcript",
    "transcription": "transcript",
    "undergrad": "undergradu", "undergrads": "undergradu", "unvaccinat": "vaccin", "violent": "violenc",
    "written": "writ", "wrote": "writ",
}  # fmt: skip

# American spellings that no suffix rule meets, with their British ones.
_BRITISH = (
    ("anesthe", "anaesthe"), ("behavior", "behaviour"), ("center", "centre"), ("color", "colour"),
    ("diarrhea", "diarrhoea"), ("fetal", "foetal"), ("gynec", "gynaec"), ("hematol", "haematol"),
    ("judgment", "judgement"), ("labor", "labour"), ("neighbor", "neighbour"), ("orthoped", "orthopaed"),
    ("pediatr", "paediatr"), ("tumor", "tumour"),
)  # fmt: skip
_ZED = re.compile(r"(?<=..)([iy])z(?=e|i|ation)")
_VOWEL = re.compile(r"[aeiouy]")
_PLAIN = re.compile(r"[a-z]{4,}")


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """Return the key of a normalised word; short words, and those with digits or other letters, are their own."""
    if not _PLAIN.fullmatch(word):
        return word
    for american, british in _BRITISH:
        word = word.replace(american, british)
    word = _ZED.sub(r"\1s", word)
    while (shorter := _shorten(word)) != word:
        word = shorter
    doubled = word[-1] == word[-2] and word[-1] not in "aeiou" and _VOWEL.search(word)
    return word[:-1] if doubled else word


def _shorten(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word in _KEPT or word.removesuffix("s") in _KEPT:
        return word if word in _KEPT else word[:-1]
    for suffix, instead, least in _rules_for(word[-2:]):
        if word.endswith(suffix):
            before = word[: -len(suffix)]
            # Without a vowel it is an acronym, which has a plural and no other forms: DMPs, RCTs.
            if len(before) >= least and (instead or suffix == "s" or _VOWEL.search(before)):
                return before + instead
    return word


@cache
def _rules_for(ending: str) -> tuple[tuple[str, str, int], ...]:
    """List the rules that may fit a word with these last two letters."""
    return tuple(rule for rule in _RULES if rule[0].endswith(ending) or ending.endswith(rule[0]))
