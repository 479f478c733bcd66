"""Addresses and numbers that lead to one person, known by their shape alone."""

import re
from collections.abc import Iterator
from enum import StrEnum


class Kind(StrEnum):
    """What may give somebody away."""

    OWN_NAME = "own name"
    NEARLY_OWN_NAME = "nearly own name"
    MEMBER = "member"
    TITLED = "titled"
    HANDLE = "handle"
    EMAIL = "e-mail"
    PHONE = "phone"
    ORCID = "orcid"
    POSTCODE = "postcode"
    NUMBER = "number"
    ONLY = "only"
    DATE = "date"
    POST = "post"
    PLACE = "place"
    WORKPLACE = "workplace"
    STREET = "street"
    BED = "bed"
    AGE = "age"


# What was found, and where it begins and ends in the text.
Mark = tuple[Kind, int, int]

_EMAIL = re.compile(
    r"(?<![\w.+%'-])[\w.+%'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}"
    r"|\b[\w.+-]{1,64}\s?[\[(]\s?at\s?[\])]\s?[\w-]{1,63}"
    r"|\b[\w.+-]{1,64} at [\w-]{1,63}(?: dot [\w-]{1,63}){1,6}",
    re.IGNORECASE,
)
_ORCID = re.compile(
    r"(?<![\w-])\d{4}[-‐–]\d{4}[-‐–]\d{4}[-‐–]\d{3}[\dX]\b|\borcid\W{1,5}(?:id\W{1,3})?\d{15}[\dX]\b", re.IGNORECASE
)

# Three, three and four digits are an NHS number if their check digit is right, or else a number in North America.
_TRIPLE = re.compile(r"(?<![\w.,/-])\(?(\d{3})\)?([ -])(\d{3})([ -])(\d{4})(?![\w.,/-]*\d)")

_NORTH_AMERICAN = re.compile(r"\(?[2-9]\d{2}\)?[ -][2-9]\d{2}-\d{4}")

# Only numbers that can be one person's: help lines begin with 0800, 0808, 03.
_PHONE = re.compile(r"(?<![\w.,/:-])(?:\(?\+|\(?0)\d[\d ()\u00a0./‐-]{6,22}\d(?![\w%])")
# The same with letters for zeros and ones, as it is written to get past a machine.
_DISGUISED = re.compile(r"(?<![\w.,/:-])(?:0|[oO](?! ))[\dOoIl ()\u00a0-]{8,24}[\dOoIl](?![\w%])")
_LETTERS = str.maketrans("OoIl", "0011")
_FEWEST_DIGITS = 5
_UK = re.compile(r"(?:0|(?:00)?440?)(?:[12]\d{8,9}|7\d{9})")
_INTERNATIONAL = re.compile(r"(?!44)[1-9]\d{8,14}")
_ABROAD = re.compile(r"00(?!44)[1-9]\d{9,14}")

_AREAS = (
    "AB|AL|B|BA|BB|BD|BH|BL|BN|BR|BS|BT|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT|DY|E|EC|EH|EN|EX|FK|FY"
    "|G|GL|GU|GY|HA|HD|HG|HP|HR|HS|HU|HX|IG|IM|IP|IV|JE|KA|KT|KW|KY|L|LA|LD|LE|LL|LN|LS|LU|M|ME|MK|ML|N|NE|NG|NN|NP|NR"
    "|NW|OL|OX|PA|PE|PH|PL|PO|PR|RG|RH|RM|S|SA|SE|SG|SK|SL|SM|SN|SO|SP|SR|SS|ST|SW|SY|TA|TD|TF|TN|TQ|TR|TS|TW|UB|W|WA"
    "|WC|WD|WF|WN|WR|WS|WV|YO|ZE"
)
# The last two letters are never of C I K M O V, which rules out 5mg; what is left of doses and places are ordinals.
_POSTCODE = re.compile(rf"\b(?:{_AREAS})\d[A-Z\d]? ?\d(?!(?:nd|rd|st|th)\b)[ABD-HJLNP-UW-Z]{{2}}\b", re.IGNORECASE)

_BELONGS = re.compile(
    r"\b(?:(?:staff|student|employee|payroll|candidate|enrolment|enrollment|matriculation|hospital|badge|assignment)"
    r"[ -](?:number|no\.?|id|ref(?:erence)?)|(?:gmc|nmc|hcpc|gphc|gdc|ucas|hesa)(?: (?:registration|reference))?"
    r"(?: (?:number|no\.?|pin|id))?|(?:my|registration) pin|passport(?: number| no\.?)?)"
    r"\s?(?:is|was|[:#=])?\s?(?P<number>[A-Z]{0,3}\d[A-Z\d/-]{3,14})\b",
    re.IGNORECASE,
)
_NMC_PIN = re.compile(r"\b\d{2}[A-L]\d{4}[A-Z]\b")
_NATIONAL_INSURANCE = re.compile(r"\b[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b")
_PROJECT = re.compile(
    r"\bNCT\d{8}\b|\bISRCTN ?\d{8}\b|\bIRAS\b[\w :#]{0,20}?\b\d{5,7}\b|\b\d{2}/(?:EE|EM|ES|HRA|LO|NE|NI|NS|NW|PR|SC|SS"
    r"|SW|WA|WM|WS|YH)/\d{4}\b"
)


def numbers_and_addresses(text: str) -> Iterator[Mark]:
    """Find e-mail addresses, telephone numbers, ORCIDs, postcodes and numbers of one person or project."""
    for kind, shape in (
        (Kind.EMAIL, _EMAIL),
        (Kind.ORCID, _ORCID),
        (Kind.NUMBER, _PROJECT),
        (Kind.NUMBER, _NATIONAL_INSURANCE),
        (Kind.NUMBER, _NMC_PIN),
        (Kind.NUMBER, _BELONGS),
        (Kind.POSTCODE, _POSTCODE),
    ):
        yield from ((kind, found.start(), found.end()) for found in shape.finditer(text))
    for found in _PHONE.finditer(text):
        if _is_phone(found[0]):
            yield Kind.PHONE, found.start(), found.end()
    for found in _DISGUISED.finditer(text):
        if sum(map(str.isdecimal, found[0])) >= _FEWEST_DIGITS and _is_phone(found[0].translate(_LETTERS)):
            yield Kind.PHONE, found.start(), found.end()
    for found in _TRIPLE.finditer(text):
        if _is_nhs_number(found[1] + found[3] + found[5]):
            yield Kind.NUMBER, found.start(), found.end()
        elif _NORTH_AMERICAN.fullmatch(found[0]):
            yield Kind.PHONE, found.start(), found.end()


def _is_phone(written: str) -> bool:
    """Whether digits that begin with + or 0 can be dialled: 0.05 and 03/02/2026 cannot."""
    groups = re.findall(r"\d+", written)
    if "/" in written or ("." in written and any(len(group) < len("113") for group in groups[1:])):
        return False
    digits = "".join(groups)
    if "+" in written:
        return bool(_INTERNATIONAL.fullmatch(digits) or _UK.fullmatch(digits))
    return bool(_UK.fullmatch(digits) or _ABROAD.fullmatch(digits))


def _is_nhs_number(digits: str) -> bool:
    """Whether the last of ten digits is the check digit of the others, modulo 11."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    return (11 - total % 11) % 11 == int(digits[-1])
