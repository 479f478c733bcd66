"""The fields of a directory, and the words people head them with."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Field(StrEnum):
    """What a column can hold. `OPT_OUT` is the reverse of consent: who asks not to be contacted."""

    NAME = "name"
    FIRST = "first name"
    SURNAME = "surname"
    ROLE = "role"
    ORGANISATION = "organisation"
    SETTING = "setting"
    SKILLS = "skills"
    EMAIL = "email"
    CONTACT = "contact"
    ABOUT = "about"
    CONSENT = "consent"
    OPT_OUT = "opt-out"
    ID = "id"


# Fields that several columns can make up together.
MERGED = frozenset({Field.SKILLS, Field.SETTING, Field.ABOUT, Field.OPT_OUT})
GUESS, CLEAR, EXACT = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a heading stands for. The surer wins where several columns could be the same field.

    `foreign` headings are known to hold something the Directory does not take, such as a phone number.
    """

    field: Field | None = None
    sureness: int = 0
    foreign: bool = False


# Headings that leave no doubt, folded: small letters, no signs.
_EXACTLY = {
    Field.NAME: (
        "name; full name; your name; your full name; member; member name; members; person; people; contact name; "
        "participant; participant name; who; name and title; name in full; first and last name; what is your name; "
        "first name and surname; surname first name; surname and first name; last name first name; volunteer; "
        "forename and surname; what is your full name; name of member; person name; researcher; colleague"
    ),
    Field.FIRST: "first name; firstname; first names; forename; forenames; given name; given names; christian name",
    Field.SURNAME: "surname; last name; lastname; family name; second name",
    Field.ROLE: (
        "role; roles; job title; job; job role; position; current role; current position; your role; post; "
        "occupation; profession; role job title; job title role; role title; what is your role; what do you do"
    ),
    Field.ORGANISATION: (
        "organisation; organization; organisations; org; institution; institute; employer; affiliation; "
        "affiliations; company; workplace; place of work; university; your organisation; host organisation; "
        "institution organisation; organisation institution; organisation affiliation; university organisation"
    ),
    Field.SETTING: "setting; settings; sector; sectors; work setting; type of setting; area of work; work area",
    Field.SKILLS: (
        "skills; skill; expertise; skills and experience; skills expertise; skills and expertise; "
        "areas of expertise; area of expertise; what can you share; what i can share; i can help with; can help with; "
        "skills i can share; skill set; skillset; specialisms; specialism; competencies; key skills; strengths; offers"
    ),
    Field.EMAIL: (
        "email; e mail; email address; e mail address; emails; mail; your email; contact email; work email; "
        "email contact; contact email address; work email address"
    ),
    Field.CONTACT: (
        "contact; contact details; how to contact; how to reach; how to reach me; preferred contact; "
        "preferred contact method; preferred method of contact; best way to reach; contact via; contact method; "
        "how to get in touch; contact preference; contact preferences; contact information; contact info"
    ),
    Field.ABOUT: (
        "about; about me; about you; bio; biography; interests; research interests; interest; profile; summary; "
        "short bio; description; tell us about yourself; areas of interest; research areas; research area"
    ),
    Field.CONSENT: (
        "consent; consent given; consents; happy to be contacted; ok to contact; contactable; consent to contact; "
        "consent to be listed; permission; permission to contact; opt in; opted in; agrees; consent y n; "
        "happy to be contacted y n"
    ),
    Field.OPT_OUT: "opt out; opted out; do not contact; don t contact; withdrawn; withdrew",
    Field.ID: "directory id; directory id leave as it is",
}
EXACT_MEANINGS = {
    heading: Meaning(field, EXACT) for field, headings in _EXACTLY.items() for heading in headings.split("; ")
}

# Everything else is decided by the first of these that is found. Order matters: a question about consent names
# contact, e-mail and sharing; a question about skills may name sharing too.
_SHARES = r"(?:share|offer|teach|contribut\w*|help (?:others|with|people|members|colleagues)|support others|pass on)"
_CONTACTED = r"(?:contact\w*|approach\w*|listed?|included?|added|e ?mailed|found|get in touch|reach(?:ed)?)"
_WILLING = r"(?:happy|ok|okay|willing|agree\w*|content|comfortable|may|can|could|would you mind|like|open|available)"
_DETAILS = r"(?:details|information|info|data|name|email|entry|profile)"
_ACADEMIC, _CLINICAL = r"(?=.*\b(?:academi\w+|universit\w+))", r"(?=.*\b(?:clinic\w*|nhs))"
_COMMUNITY = r"(?=.*\b(?:communit\w+|vcs\w*|charit\w*|voluntary))"

_FOREIGN_FIRST = (
    r"^(?:admin\w*|internal|office|committee) (?:use|notes?|only|comments?)|\boffice use\b",
    (
        r"\b(?:newsletters?|mailing|photo\w*|images?|video|record(?:ed|ing)|updates|dietary|allerg\w+|emergency|"
        r"pronouns?|ethnic\w*|gender|sexual\w*|disabilit\w*|religio\w*|age|date of birth|salary|passwords?|payment|"
        r"paid|fee)\b"
    ),
    r"^(?:timestamp|start time|completion time|date|last updated|last modified|submitted|joined|year)\b",
    r"\b(?:date|version) (?:of|added|joined|completed)\b|\b(?:line manager|supervisor|referee)s?\b",
)
_OPT_OUT = (
    r"\b(?:opt(?:ed)? out|(?:do not|don t) (?:contact|list|share|include))\b",
    r"\bnot (?:to be|be|wish to be|want to be) (?:contacted|listed|included)\b",
)
_FOREIGN_CONTACT = (
    r"^(?:phone|tel\w*|mobile|cell|contact (?:number|no|phone|tel\w*|mobile)|work phone)\b",
    r"^(?:alternative|other|secondary|second|personal|private|old|previous) e ?mail\b",
)
_EMAIL = (r"\be ?mail address\b|^(?:\w+ ){0,2}e ?mails?(?: \w+)?$|^e ?mail\b(?!.*\bhappy\b)",)
_CONTACT = (
    r"^(?:how|where|what s the best way)\b.*\b(?:contact\w*|reach|get in touch|get hold)\b",
    r"\b(?:preferred|best|preferable)\b.*\b(?:contact\w*|reach|touch|communicat\w+)\b",
)
_CONSENT = (
    r"\b(?:consent\w*|permission|opt(?:ed)? in|contactable)\b",
    rf"\b{_WILLING} (?:\w+ ){{0,6}}{_CONTACTED}\b",
    (
        r"\b(?:happy|ok|okay|willing|agree\w*|may we|can we) (?:\w+ ){0,6}(?:share|publish|circulate|show|pass on)\w* "
        rf"(?:\w+ ){{0,4}}{_DETAILS}\b"
    ),
)
_WANTED = (
    (
        rf"^(?!.*\b{_SHARES}\b).*\b(?:to learn|learning|develop\w*|needs?|needed|wants?|wanted|looking for|seeking|"
        r"to gain|improve|help needed|training needs|would like (?:help|support|training)|"
        r"support (?:required|wanted))\b"
    ),
    r"\blived experience\b|\byears?(?: of)?(?: \w+)? experience\b|\bhow (?:long|many)\b|\bhow did you hear\b",
)
_SKILLS = (
    r"\b(?:skills?|expertise|competenc\w+|specialisms?|specialities|know ?how|strengths)\b",
    rf"\b(?:experience|knowledge|methods?|software|things|topics?|what)\b.*\b{_SHARES}\b",
    rf"\b(?:can|able to|could|happy to|willing to|i) {_SHARES}\b",
    (
        r"^(?:experience|knowledge|methods?|methodolog\w+|software|tools|packages|techniques|training|languages)"
        r"(?: and \w+| \w+)?$"
    ),
    r"^(?:research|software|other) (?:experience|methods?|methodolog\w+|software|tools|packages)$",
    r"^experience (?:of|in|with)\b",
)
_SETTING = (
    f"{_ACADEMIC}{_CLINICAL}|{_ACADEMIC}{_COMMUNITY}|{_CLINICAL}{_COMMUNITY}",
    r"\b(?:sector|setting)\b|^type of (?:organisation|organization|employer|work)",
)
_SETTING_PERHAPS = (r"^(?:your |main |work |primary )?(?:area|field)$|^where (?:do you|are you) (?:work|based)\w*",)
_FIRST = (r"^(?:first|given|fore) ?names?\b(?!.*\b(?:sur|last|family))",)
_SURNAME = (r"^(?:sur|last|family) ?names?\b(?!.*\b(?:first|given|fore))",)
_NAME = (
    (
        r"^(?!.*\b(?:organi\w+|compan\w+|project|team|group|file|user|department|institution|trust|study|practice|"
        r"employer|university|nick|maiden|domain|sheet)\b).*\bname\b"
    ),
)
_ROLE = (r"\b(?:job title|job role|position|occupation|profession)\b|\brole\b",)
_ROLE_PERHAPS = (r"^title$|^(?:job|post|grade|career stage)\b",)
_ORGANISATION = (
    r"\b(?:organisation|organization|institution|employer|affiliation|company)\b",
    r"\b(?:name of|which) (?:university|trust)\b",
)
_ORGANISATION_PERHAPS = (r"^(?:department|dept|school|faculty|team|trust|base|place)\b",)
_ABOUT = (r"\b(?:bio|biograph\w+|interests?|about (?:you|me|your\w*)|profile)\b",)
_ABOUT_PERHAPS = (r"^(?:notes?|comments?|other information|further information|anything else|additional \w+)\b",)
_FOREIGN_LAST = (
    (
        r"^(?:id|no|number|ref\w*|row|address|postcode|post code|website|web\w*|url|link\w*|twitter|orcid|nickname|"
        r"username|user name|phone|location|city|town|region|county|country|attend\w*|member\w*|status|cohort|group)\b"
    ),
)
_FOREIGN = Meaning(foreign=True)
RULES = tuple(
    (re.compile(pattern), meaning)
    for patterns, meaning in (
        (_FOREIGN_FIRST, _FOREIGN),
        (_OPT_OUT, Meaning(Field.OPT_OUT, CLEAR)),
        (_FOREIGN_CONTACT, _FOREIGN),
        (_EMAIL, Meaning(Field.EMAIL, CLEAR)),
        (_CONTACT, Meaning(Field.CONTACT, CLEAR)),
        (_CONSENT, Meaning(Field.CONSENT, CLEAR)),
        (_WANTED, _FOREIGN),
        (_SKILLS, Meaning(Field.SKILLS, CLEAR)),
        (_SETTING, Meaning(Field.SETTING, CLEAR)),
        (_SETTING_PERHAPS, Meaning(Field.SETTING, GUESS)),
        (_FIRST, Meaning(Field.FIRST, CLEAR)),
        (_SURNAME, Meaning(Field.SURNAME, CLEAR)),
        (_NAME, Meaning(Field.NAME, CLEAR)),
        (_ROLE, Meaning(Field.ROLE, CLEAR)),
        (_ROLE_PERHAPS, Meaning(Field.ROLE, GUESS)),
        (_ORGANISATION, Meaning(Field.ORGANISATION, CLEAR)),
        (_ORGANISATION_PERHAPS, Meaning(Field.ORGANISATION, GUESS)),
        ((r"\bcontact\b",), Meaning(Field.CONTACT, GUESS)),
        (_ABOUT, Meaning(Field.ABOUT, CLEAR)),
        (_ABOUT_PERHAPS, Meaning(Field.ABOUT, GUESS)),
        (_FOREIGN_LAST, _FOREIGN),
    )
    for pattern in patterns
)
