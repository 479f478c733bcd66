"""Words written short inside a question: MH awareness, pts with T2D, reviews in CYP.

What is short for a whole skill is an acronym of it in the vocabulary (config/skills.toml); these are short for parts of
what is asked, whatever the skill. Where several things are written so, none is here.
"""

import re
from collections.abc import Iterable, Iterator

_MEANT = """
abx antibiotics
asc adult social care
bbv blood borne viruses
bbvs blood borne viruses
bf breastfeeding
bp blood pressure
calc calculation
calcs calculations
chd coronary heart disease
comms communication
csa child sexual abuse
csc children social care
cvd cardiovascular disease
cyp children and young people
dept department
dx diagnosis
ebm evidence based medicine
ebp evidence based practice
ecr early career researchers
ecrs early career researchers
eol end of life
eolc end of life care
ey early years
fgd focus groups
fgds focus groups
fgs focus groups
fsm free school meals
govt government
grp group
grps groups
hcp healthcare professionals
hcps healthcare professionals
hcw healthcare workers
hcws healthcare workers
hosp hospital
hrqol quality of life
htn hypertension
hv health visiting
hvs health visitors
imms immunisation
ints interviews
ipc infection control
ipv domestic violence
ivs interviews
las local authorities
ld learning disability
ltc long term conditions
ltcs long term conditions
mh mental health
mm mixed methods
pmh perinatal mental health
pnd postnatal depression
pnmh perinatal mental health
ppl people
ppts participants
ps patient safety
pt patient
pts patients
qol quality of life
ses socioeconomic status
sep socioeconomic position
smi severe mental illness
srh sexual health
t1d type 1 diabetes
t1dm type 1 diabetes
t2d type 2 diabetes
t2dm type 2 diabetes
tx treatment
uni university
ux user experience
vax vaccination
vcs voluntary sector
vols volunteers
wb wellbeing
wm weight management
yp young people
"""

# Apart from what comes next, or close to it: "w/ nvivo", "w/nvivo", "w/o students".
_WITH = re.compile(r"(?<!\S)w/(o(?!\w))?\s*", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_BY_WORD = {short: tuple(meant) for short, *meant in map(str.split, _MEANT.strip().split("\n"))}


def written_out(spelt: Iterable[str]) -> tuple[str, ...]:
    """Write out the words that are short for others."""
    return tuple(word for each in spelt for word in _BY_WORD.get(each, (each,)))


def in_full(text: str) -> str:
    """Write out the words of a text that are short for others; one word alone is an acronym, if it is anything."""
    if len(_WORD.findall(text)) == 1:
        return text
    return _WORD.sub(lambda found: " ".join(_BY_WORD.get(found[0].lower(), (found[0],))), text)


def with_in_full(text: str) -> str:
    """Write out with and without, which tell whom somebody wishes to leave out."""
    return _WITH.sub(lambda found: "without " if found[1] else "with ", text)


def short(spelt: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Give the words that are short for others, each with those."""
    return ((each, " ".join(_BY_WORD[each])) for each in spelt if each in _BY_WORD)
