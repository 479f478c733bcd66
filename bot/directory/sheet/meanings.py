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
    TOPICS = "topics"
    LEVELS = "levels"
    AVAILABILITY = "availability"
    INTRODUCTIONS = "introductions"


# Fields that several columns can make up together; of consents, every one has to be a yes.
MERGED = frozenset({Field.SKILLS, Field.SETTING, Field.ABOUT, Field.CONSENT, Field.OPT_OUT})
NAMES = frozenset({Field.NAME, Field.FIRST, Field.SURNAME})
GUESS, CLEAR, EXACT = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a heading stands for. The surer wins where several columns could be the same field.

    `foreign` says why the Directory does not take what such a column holds, such as a phone number.
    """

    field: Field | None = None
    sureness: int = 0
    foreign: str = ""


# Headings that leave no doubt, folded: small letters, no signs.
_EXACTLY = {
    Field.NAME: (
        "name; full name; your name; your full name; member; member name; members; person; people; contact name; "
        "participant name; who; who can help; contact person; named contact; name and title; name in full; "
        "first and last name; what is your name; first name and surname; surname first name; surname and first name; "
        "last name first name; forename and surname; forename surname; what is your full name; name of member; "
        "person name"
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
        "skills i can share; skill set; skillset; specialisms; specialism; competencies; key skills; strengths; "
        "offers; ask me about; talk to me about; come to me for"
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
        "happy to be contacted y n; contact ok; ok to share; happy to share; listed; ok to list"
    ),
    Field.OPT_OUT: "opt out; opted out; do not contact; don t contact; withdrawn; withdrew",
    # What only the Directory's own export has.
    Field.ID: "directory id; directory id leave as it is",
    Field.TOPICS: "directory topics",
    Field.LEVELS: "directory levels",
    Field.AVAILABILITY: "directory availability",
    Field.INTRODUCTIONS: "directory introductions",
}
EXACT_MEANINGS = {
    heading: Meaning(field, EXACT) for field, headings in _EXACTLY.items() for heading in headings.split("; ")
}

# Everything else is decided by the first of these that is found. Order matters: a question about consent names
# contact, e-mail and sharing; a question about skills may name sharing too.
_SHARES = (
    r"(?:share|offer|teach|advise on|contribut\w*|(?:help|support) (?:(?:other )?(?:members|people|colleagues)|others)"
    r"|help with|pass on)"
)
_ASKS_WHAT = r"(?:what|which|how|where|who|when|why|please (?:list|tell|describe|give))"
_CONTACTED = r"(?:contact\w*|approach\w*|list(?:ed)?|included?|added|e ?mailed|found|get in touch|reach(?:ed)?)"
_WILLING = r"(?:happy|ok|okay|willing|agree\w*|content|comfortable|may|can|could|would you mind|like|open|available)"
_DETAILS = r"(?:details|information|info|data|name|email|entry|profile)"
_ACADEMIC, _CLINICAL = r"(?=.*\b(?:academi\w+|universit\w+))", r"(?=.*\b(?:clinic\w*|nhs))"
_COMMUNITY = r"(?=.*\b(?:communit\w+|vcs\w*|charit\w*|voluntary))"

_GONE = r"(?:opt(?:ed)? out|withdr[ae]w\w*|unsubscribed?|left (?:the )?(?:network|group))"
# The day on which somebody withdrew is an answer, unlike other days.
_NOT_GONE = rf"(?!.*\b{_GONE}\b)"

_FOREIGN_FIRST = (
    r"^(?:admin\w*|internal|office|committee) (?:use|notes?|only|comments?)|\boffice use\b",
    (
        r"\b(?:newsletters?|mailing|photo\w*|images?|video|record(?:ed|ing)|updates|dietary|allerg\w+|emergency|"
        r"pronouns?|ethnic\w*|gender|sexual\w*|disabilit\w*|religio\w*|age|date of birth|salary|passwords?|payment|"
        r"paid|fee)\b"
    ),
    rf"^{_NOT_GONE}(?:timestamp|start time|completion time|date|last updated|last modified|submitted|joined|year)\b",
    rf"^{_NOT_GONE}.*\b(?:date|version) (?:of|added|joined|completed)\b|\b(?:line manager|supervisor|referee)s?\b",
    r"\bcontact\w* (?:\w+ )?(?:by|on) (?:tele)?phone$|^by phone$",
)
# To keep data, to be asked about something else or to be in a chat is not to be found by members.
_OTHER_CONSENT = (
    (
        r"^(?!.*\b(?:listed|contacted|shared?|directory)\b)(?=.*\b(?:consent|agree|permission|happy)\b)"
        r".*\b(?:gdpr|data protection|privacy|stor(?:ed?|ing|age)|process(?:ed|ing)?|retain\w*|terms|form)\b"
    ),
    (
        r"^(?!.*\b(?:skills?|help|advice|expertise|directory)\b).*\b(?:contact(?:ed)?|approached|e ?mail(?:ed)?)"
        r" (?:you )?(?:about|regarding|for|when|if)\b"
    ),
    r"\b(?:added|included?|listed) (?:\w+ ){0,2}(?:to|in|as) (?:\w+ ){0,2}(?:whatsapp|slack|teams|group|author)\b",
    r"\b(?:include|share|publish) your (?:stor\w+|work|research|quotes?|views?|feedback)\b",
)
_OPT_OUT = (
    rf"\b(?:{_GONE}|(?:do not|don t) (?:contact|list|share|include))\b",
    r"\bnot (?:to be|be|wish to be|want to be) (?:contacted|listed|included|shared)\b",
    r"^(?:remove|exclude|hide)\b.*|^(?:keep )?(?:private|confidential)$",
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
    r"\b(?<!informed )(?:consent\w*|permission|opt(?:ed)? in|contactable)\b",
    rf"^(?!{_ASKS_WHAT}\b).*\b{_WILLING} (?:\w+ ){{0,9}}{_CONTACTED}\b",
    (
        rf"^(?!{_ASKS_WHAT}\b).*\b(?:happy|ok|okay|willing|agree\w*|may we|can we) (?:\w+ ){{0,6}}"
        rf"(?:share|publish|circulate|show|pass on)\w* (?:\w+ ){{0,4}}(?:{_DETAILS}|with)\b"
    ),
    rf"^(?!{_ASKS_WHAT}\b).*\b{_DETAILS} (?:\w+ ){{0,3}}be (?:shared|included|listed|published|circulated|passed on)\b",
    (
        rf"^(?!{_ASKS_WHAT}\b).*\b(?:be|include|add|added|list|put|appear|show) (?:\w+ ){{0,4}}(?:in|to|on|of) "
        r"(?:\w+ ){0,3}directory\b"
    ),
    r"^(?:listed (?:in|on)|share (?:my |your )?(?:details|with)|visible to)\b",
)
_WANTED = (
    (
        r"\b(?:like|wants?|needs?|get|receive|seeking)(?! to (?:give|offer|provide|share|help|support|teach)\b)"
        r" (?:\w+ ){0,2}(?:help|support|training|advice|mentoring|learn)\b"
    ),
    (
        rf"^(?!.*\b{_SHARES}\b).*\b(?:to learn|learning|develop\w*|needs?|needed|wants?|wanted|looking for|seeking|"
        r"to gain|improve|help needed|training needs|would like (?:help|support|training)|"
        r"support (?:required|wanted))\b"
    ),
    r"\b(?:gaps?|wish ?list|requests?|goals?)\b|^(?!.*\b(?:academic|clinical)\b).*\blived experience\b",
    r"\byears?(?: of)?(?: \w+)? experience\b|\bhow (?:long|many)\b|\bhow did you hear\b",
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
    r"\b(?:good at|talk about|how (?:can|could) you help|run (?:a )?(?:workshop|session)s? on)\b",
)
_SETTING = (
    f"{_ACADEMIC}{_CLINICAL}|{_ACADEMIC}{_COMMUNITY}|{_CLINICAL}{_COMMUNITY}",
    r"\b(?:sector|setting)\b|\b(?:type|kind|sort) of (?:organi[sz]ation|employer|work)|\borgani[sz]ation type\b",
)
_WHERE = r"where (?:do |are )?you (?:\w+ ){0,3}(?:work|based|study)"
_SETTING_PERHAPS = (rf"^(?:your |main |work |primary )?(?:area|field)$|^(?:{_ASKS_WHAT} .*)?{_WHERE}",)
WHERE = re.compile(rf"^{_WHERE}")
_FIRST = (r"^(?:first|given|fore) ?names?\b(?!.*\b(?:sur|last|family))",)
_SURNAME = (r"^(?:sur|last|family) ?names?\b(?!.*\b(?:first|given|fore))",)
_NAME = (
    (
        r"^(?!.*\b(?:organi\w+|compan\w+|project|team|group|file|user|department|institution|trust|study|practice|"
        r"employer|university|nick|maiden|domain|sheet)\b).*\bname\b"
    ),
)
_NAME_PERHAPS = ("^(?:researcher|colleague|volunteer|participant)s?$",)
_ROLE = (r"\b(?:job title|job role|position|occupation|profession)\b|\brole\b",)
_ROLE_PERHAPS = (r"^title$|^(?:job|post|grade|career stage)\b",)
_ORGANISATION = (
    r"\b(?:organisation|organization|institution|employer|affiliation|company)\b",
    r"\b(?:name of|which) (?:university|trust)\b",
)
_ORGANISATION_PERHAPS = (r"^(?:department|dept|school|faculty|team|trust|base|place)\b",)
_ABOUT = (r"\b(?:bio|biograph\w+|interests?|about (?:you|me|your\w*)|profile)\b",)
# Such columns are skills where there are several, and their cells are lists: “Referencing software”, “Teaching”.
_SKILLS_PERHAPS = (
    (
        r"^(?!.*\b(?:approval|received|awarded|held|source|status|level|needs?)\b).*"
        r"\b(?:software|packages|programming|coding|tools|techniques?|methods?|methodolog\w+|analys[ie]s|statistic\w*|"
        r"quantitative|qualitative|participatory|par|co ?production|referencing|literature|reviews?|synthesis|"
        r"engagement|involvement|ppie?|outreach|funding|grants?|fundraising|bids?|policy|ethics|evaluation|teaching|"
        r"supervision|mentoring|coaching|facilitat\w+|training|writing|publishing|dissemination|presenting|communications?|"
        r"leadership|management|economics|languages?)\b"
    ),
)
_ABOUT_PERHAPS = (r"^(?:other information|further information|anything else|additional \w+)\b",)
_REMARKS = (r"^(?:notes?|comments?|remarks?)\b",)
_FOREIGN_LAST = (
    (
        r"^(?:id|no|number|ref(?:erence)?s?|row|address|postcode|post code|website|webpage|web page|url|links?|twitter|"
        r"orcid|nickname|username|user name|phone|location|city|town|region|county|country|attend\w*|member\w*|status|"
        r"cohort)\b|^group$"
    ),
)
_FOREIGN = Meaning(foreign="not something the Directory keeps")
_REMARKED = Meaning(foreign="remarks may be about people, not by them; if they are their own words: --map about=…")
_OTHER = Meaning(foreign="another consent than to be contacted by members; if it is that one: --map consent=…")
RULES = tuple(
    (re.compile(pattern), meaning)
    for patterns, meaning in (
        (_FOREIGN_FIRST, _FOREIGN),
        (_OPT_OUT, Meaning(Field.OPT_OUT, CLEAR)),
        (_OTHER_CONSENT, _OTHER),
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
        (_NAME_PERHAPS, Meaning(Field.NAME, GUESS)),
        (_ROLE, Meaning(Field.ROLE, CLEAR)),
        (_ROLE_PERHAPS, Meaning(Field.ROLE, GUESS)),
        (_ORGANISATION, Meaning(Field.ORGANISATION, CLEAR)),
        (_ORGANISATION_PERHAPS, Meaning(Field.ORGANISATION, GUESS)),
        ((r"\bcontact\b",), Meaning(Field.CONTACT, GUESS)),
        (_ABOUT, Meaning(Field.ABOUT, CLEAR)),
        (_ABOUT_PERHAPS, Meaning(Field.ABOUT, GUESS)),
        (_REMARKS, _REMARKED),
        (_FOREIGN_LAST, _FOREIGN),
        (_SKILLS_PERHAPS, Meaning(Field.SKILLS, GUESS)),
    )
    for pattern in patterns
)
