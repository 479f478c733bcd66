"""Circumstances that point at one person though nobody is named: being the only one, a day at a place, a post there."""

import re
from collections.abc import Iterator

from bot.support.traces import Kind, Mark

_FEW_WORDS = r"(?: [\w'’-]{1,30}){1,5}"
_GROUP = (
    r"(?:team|group|department|school|trust|ward|unit|lab|laboratory|office|clinic|practice|cohort|year|course|region"
    r"|faculty|institute|network|hospital|board|committee|city|town|village|programme|division|service)"
)
_ONLY = re.compile(
    rf"\b(?:as|being|i am|i[’']?m|i was|i[’']?ve been|i have been) (?:(?:the|our|their) (?:only|sole|first|youngest"
    rf"|oldest|newest|most (?:senior|junior))|one of (?:the |only |the only )?(?:two|three|four|few)){_FEW_WORDS}"
    rf"|\bthe (?:only|sole|first)(?: [\w'’-]{{1,30}}){{1,4}} (?:in|on|at) (?:my|our|this|the)"
    rf" (?:[\w-]{{1,20}} )?{_GROUP}\b",
    re.IGNORECASE,
)
# What is only or first without being a person: “as the only option”, “as the first step”.
_THINGS = re.compile(
    r"\b(?:only|sole|first|newest) (?:[\w-]{1,20} )?(?:aim|answer|approach|argument|aspect|author|case|change|choice"
    r"|comparator|concern|condition|confounder|covariate|criterion|data|database|dataset|day|difference|draft|drug"
    r"|evidence|exception|explanation|exposure|factor|hour|idea|instance|item|job|language|level|line|means|measure"
    r"|meeting|method|model|month|objective|option|outcome|paper|part|phase|place|point|port|predictor|priority|problem"
    r"|question|reason|result|round|sample|section|sign|solution|source|stage|step|study|symptom|task|theme|thing"
    r"|time|treatment|trial|trimester|variable|version|wave|way|week|year)s?\b",
    re.IGNORECASE,
)
_FEELING = re.compile(
    r"\b(?:feel|feels|felt|feeling|think|thought|believe|hope|wonder|sure|as if|as though|like|if|whether)\b"
    r"[\w ,’']{0,20}$",
    re.IGNORECASE,
)
# What others of the network have no way of knowing.
_NOBODY_KNOWS = re.compile(r"\b(?:in|of) (?:my|our) (?:family|house|household|street)\b", re.IGNORECASE)
_ANYBODY = re.compile(r"\bonly (?:one|person)\b", re.IGNORECASE)

_MONTHS = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_WEEKDAYS = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_DATE = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTHS}\b(?:,? \d{{4}}\b)?"
    rf"|\b{_MONTHS} \d{{1,2}}(?:st|nd|rd|th)?\b(?!\d)(?:,? \d{{4}}\b)?"
    r"|(?<![\w./-])\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})(?![\w/])|(?<![\w.-])\d{1,2}\.\d{1,2}\.(?:19|20)\d{2}(?!\w)"
    r"|(?<![\w-])(?:19|20)\d{2}-\d{2}-\d{2}(?![\w-])"
    rf"|\b(?:last|this|on) {_WEEKDAYS}\b|\byesterday\b",
    re.IGNORECASE,
)
_EXACT = re.compile(r"\d")

_HOUSE = (
    r"(?:Hospital|Infirmary|University|Trust|Clinic|Surgery|Centre|College|School|Institute|Hospice|Practice"
    r"|Health Board|Council|Laboratory|Building|Campus|Department|Unit)s?"
)
# Places too large, and things too common, to tell anybody from anybody.
_NO_PLACE = (
    rf"(?!(?:(?i:{_MONTHS}|{_WEEKDAYS})|England|Scotland|Wales|Ireland|Northern|Great|Britain|Europe|Africa|Asia|America|India"
    r"|China|Australia|Canada|NVivo|Stata|Excel|Python|SPSS|Zoom|Teams|Slack|Discord|Word|PowerPoint|Outlook|REDCap"
    r"|Qualtrics|English|Welsh|French|German|Spanish|Christmas|Easter|Ramadan|Eid|Diwali|Covid|Study|Table|Figure"
    r"|Phase|Chapter|Section|Appendix|Year|Band|Level|Grade|Week|Part|Room|Emergency|Acute|Critical|Intensive|Internal"
    r"|General|Primary|Secondary|Palliative|Mental|Community|Social|Clinical|Medical|Paediatric\w*|Psychiatry|Surgery"
    r"|Anaesthe\w+|Obstetrics|Midwifery|Radiology|Respiratory|Cardiology|Oncology|Geriatric\w*|Infectious|Neurology"
    r"|Sociology|Economics|Geography|Anthropology|Education|Law|Biology|Data|Computer|Health|Medicine|Nursing|Psychology|Public|Epidemiology|Statistics|Research)\b)"
)
_NAMED = (
    rf"\b(?:at|in|from|near) (?:the )?{_NO_PLACE}[A-Z][a-z]+(?:[ -](?:of |and )?[A-Z][a-z]+){{0,5}}"
    rf"|\b[A-Z][a-z]+(?:[ -](?:of |and )?[A-Z][a-z]+){{0,4}} {_HOUSE}\b|\bUniversity of [A-Z][a-z]+"
    r"|\b[Ww]ard (?:\d{1,3}[A-Z]?|[A-Z])\b"
)
_PLACE = re.compile(_NAMED)
_WORKPLACE = re.compile(
    rf"{_NAMED}|\b(?:on|in|at) (?:the|my|our)"
    r" (?:ward|clinic|hospital|surgery|lab|theatre|department|office|unit|practice)\b"
)

_TITLE = re.compile(
    r"\b(?:(?:chief|clinical|senior|lead|deputy|associate|assistant|principal|trainee|specialist|junior"
    r"|visiting) ){0,2}"
    r"(?:consultant|registrar|surgeon|anaesthetist|psychiatrist|physician|GP|midwife|matron|ward (?:sister|manager)"
    r"|charge nurse|staff nurse|research nurse|nurse|health visitor|paramedic|pharmacist|physiotherapist|dietitian"
    r"|radiographer|psychologist|social worker|practice manager|professor|lecturer|reader|dean|statistician"
    r"|research (?:fellow|associate|assistant)|fellow|postdoc|(?:PhD|MSc|doctoral|medical|masters) student|librarian"
    r"|coordinator|co-ordinator|commissioner|director|head of [\w]{1,20}|manager|officer)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?=\S)[^.!?\n]*)*")
# How far apart a post and its place may stand, and a date and its place.
_NEAR, _FAR = 45, 120


def only(text: str) -> Iterator[Mark]:
    """Find “as the only …” and “I am the first …”, said of a person."""
    for found in _ONLY.finditer(text):
        before = text[max(found.start() - 40, 0) : found.start()]
        vague = _ANYBODY.search(found[0]) and _FEELING.search(before)
        if not vague and not _NOBODY_KNOWS.search(found[0]) and not _THINGS.search(found[0]):
            yield Kind.ONLY, found.start(), found.end()


def dates_with_places(text: str) -> Iterator[Mark]:
    """Find a date that stands in one sentence with a place; a weekday needs a place that has a name."""
    for sentence in _SENTENCE.finditer(text):
        dates = list(_DATE.finditer(text, *sentence.span()))
        for date in dates:
            places = _WORKPLACE if _EXACT.search(date[0]) else _PLACE
            begin, end = max(sentence.start(), date.start() - _FAR), min(sentence.end(), date.end() + _FAR)
            after = places.search(text, date.end(), end)
            before = None if after else places.search(text, begin, date.start())
            if after:
                yield Kind.DATE, date.start(), after.end()
            elif before:
                yield Kind.DATE, before.start(), date.end()


def posts_with_places(text: str) -> Iterator[Mark]:
    """Find a post followed closely by the place it is at."""
    for post in _TITLE.finditer(text):
        end = min(len(text), post.end() + _NEAR)
        found = _PLACE.search(text, post.end(), end)
        if found and not re.search(r"[.!?;\n]", text[post.end() : found.start()]):
            # The place may go on beyond what was looked at.
            whole = _PLACE.match(text, found.start())
            yield Kind.POST, post.start(), whole.end() if whole else found.end()
