"""What points at one person by its shape: a title with a name, a street, a bed, a handle."""

import re
from collections.abc import Iterator

from bot.support.traces import Kind, Mark


def _either(*lines: str) -> str:
    return "|".join(" ".join(lines).split())


_DAYS = _either(
    "January February March April May June July August September October November December Monday Tuesday Wednesday",
    "Thursday Friday Saturday Sunday Christmas Easter",
)

_SURNAME = r"(?:[A-Z][’'])?(?:Mac|Mc|De|Van )?[A-Z][a-zà-ÿ]+(?:-[A-Z][a-zà-ÿ]+)*"
# After a title, and nobody's name: fixed terms, figures that everybody knows, fields and kinds of places.
_NOBODY = _either(
    "Who Google No Marten Martens Pepper Strange Dolittle Doolittle Jekyll Seuss Watson Right Big Bean Men Darcy",
    "Kipling Blobby Doubtfire Dalloway World Universe England Saigon Marple Piggy Havisham Act Sledge Word Teams",
    "Excel Office Access Project Outlook PowerPoint Windows Forms SharePoint Society Trust Emeritus Emerita Of In",
    "And Or On At The Hospital Site Sites Ward Wards Unit Study Paper City College University School Health Nursing",
    "Medicine Research Care Clinic Surgery Department Consultant Manager Lead Slack Zoom",
)
_FIXED = (
    rf"(?:{_NOBODY}|{_DAYS})\b"
    r"|Foster(?:[’']s)? (?:[a-z]+ )?(?:tables?|data|reports?|analys\w+|[Ii]ntelligence|[Uu]nit|guides?|index"
    r"|indicators?)\b"
    r"|Bates vs?\b"
)
# A paper is named like its author.
_CITED = r"(?! et al\b| ?\(\d{4}|, \d{4}\b)"
_TITLED = re.compile(
    r"\b(?:(?:Mrs|Mr|Ms|Mx|[Dd]r|Prof|Rev)\b\.?|(?:Miss|[Pp]rofessor|Sister|Matron|Reverend)\b) "
    rf"(?!{_FIXED})(?:[A-Z]\.? )?{_SURNAME}(?: (?!(?:{_DAYS})\b){_SURNAME})?\b{_CITED}"
    # In small letters only what cannot mean anything else; an MR scan can.
    r"|\bmrs?\.? (?!(?:scan\w*|imag\w+|spectro\w+|angio\w+|elasto\w+|guided|compatible|findings|data|sequences?|and|or"
    r"|who|in|is|was|on|for|right|bean|doubtfire|bates vs?)\b)[a-zà-ÿ]{3,}\b"
)

_NUMBER = r"(?<![\w.,/£$€%-])\d{1,4}[A-Za-z]?,? "
# With capitals, but for what is counted, and for drives, courts and roads of another kind.
_NO_STREET = (
    rf"(?:{_DAYS}|Google|One|Hard|Shared|Test|Disk|Flash|Network|Blood|Hour|Minute|Day|Mile|Lane|Way|Downing|Sesame"
    r"|Wall|Coronation|High Court|Crown|Supreme|County|Family|Youth|Magistrates[’']?|European|Appeal|Silk)\b"
)
_STREETS = r"(?:Road|Rd|Street|Avenue|Ave|Lane|Close|Crescent|Terrace|Grove|Gardens|Mews|Drive|Court)"
_NO_NAME = _either(
    "a an the of in on to for and or our my this that per min mins minute minutes hour hours day days week weeks month",
    "months year years mile miles km metre metres people patients times more other new different busy main long short",
    "major minor local side lane cars accidents deaths off from at by pm am wide narrow quiet city rural urban",
)
_STREET = re.compile(
    rf"{_NUMBER}(?!{_NO_STREET})(?:[A-Z][a-z’']+ ){{1,3}}{_STREETS}\b(?! (?:[Ss]afety|[Tt]raffic))"
    rf"|{_NUMBER}(?:(?!(?:{_NO_NAME})\b)[a-z’']{{3,}} ){{1,2}}(?:road|street|avenue|crescent|lane)\b"
    r"(?! (?:safety|traffic|users?|deaths|accidents|users|works|trips|closures))"
)

# What is counted after a number, and so no number of a bed: “in bed 10 hours”.
_COUNTED = (
    r"(?! ?(?:hours?|hrs?|h|minutes?|mins?|times?|days?|weeks?|months?|years?|nights?|people|patients|nurses|staff|beds"
    r"|shifts|pm|am|o[’']clock|percent|per cent|or|to|of|more|out)\b|[%:/.,–-]\d| ?%| ?[–-] ?\d)"
)
_BED = re.compile(
    r"(?<![\w-])(?:side room|bed|bay|ward|cubicle|(?<!breakout )(?<!zoom )(?<!chat )(?<!meeting )room)"
    rf" (?:number |no\.? ?)?(?!101\b)\d{{1,3}}[a-z]?\b{_COUNTED}",
    re.IGNORECASE,
)
_HANDLE = re.compile(
    r"(?<![\w.@+%’'/-])@(?!(?:home|work|uni|school|hospital|noon|night|midnight|least|last|once|all|everyone|here|channel"
    r"|nhs\w*|lunch|media|gmail|hotmail|outlook)\b)[A-Za-z_][\w.-]{1,30}(?<![.-])",
    re.IGNORECASE,
)


def people(text: str) -> Iterator[Mark]:
    """Find a title with a name, of whoever it is, and the handle of an account."""
    for kind, shape in ((Kind.TITLED, _TITLED), (Kind.HANDLE, _HANDLE)):
        yield from ((kind, found.start(), found.end()) for found in shape.finditer(text))


def spots(text: str) -> Iterator[Mark]:
    """Find the number of a house in its street, and that of a bed, a room or a ward."""
    for kind, shape in ((Kind.STREET, _STREET), (Kind.BED, _BED)):
        yield from ((kind, found.start(), found.end()) for found in shape.finditer(text))
