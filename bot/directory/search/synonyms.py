"""Everyday words that stand for each other, whatever the skill: kids and children, a paper and an article.

They only help to recognise a name that was put in other words. What a whole skill is called besides stands in the
vocabulary (config/skills.toml).
"""

from collections.abc import Mapping

from bot.directory.search.stems import stem

_ALIKE = """
baby infant newborn
bladder urinary
bloke chap guy lad man
boss manager
bowel gut
booze alcohol drink
breath breathing respiratory
brochure booklet leaflet flyer pamphlet
chemist pharmacy
cigarette fag
dental dentistry teeth tooth
earnings income wage salary
feet foot
flat home house
gran grandmother granny nan
grandad grandfather
hungry hunger
immigrant migrant newcomer
inhabitant resident
jail prison
jobless unemployed
lonely loneliness isolated
optician optometry
oral mouth
physician doctor
police policing
pregnant expectant
psychologist psychology
quid pound
quit stop
racism racial
sad unhappy depressed
sea coast coastal seaside
skint poor broke
swallow swallowing
talk speak chat
telly television
tired exhausted
tumour cancer
vaccine jab vaccination
village rural countryside
worry anxiety
adolescents teenagers teens youth youngsters
advise advice recommend recommendation
affordable cheap
aged ageing elderly older seniors geriatric
analyse examine investigate interrogate
appraise assess evaluate judge
article manuscript paper
assist aid
attend participate
audience public
author writer
bereavement grief bereaved grieving
bid proposal
birth childbirth
build construct
buy purchase procure
carer caregiver
cardiac cardiovascular coronary heart
cash finance fund funding money
chart graph plot
check inspect verify
child childhood kids
citation reference
clean tidy
client customer
collaborate cooperate collaboration cooperation
collect gather
comprehend understand
cost price
compose write draft
crew team personnel
dad father paternal
deprivation deprived disadvantaged poor poverty
die dying death
diet nutrition eating
disease illness sickness
dissertation thesis
doctor physician
drinking alcohol
error mistake
ethnic ethnicity race racial
exercise fitness
feasibility pilot
film movie video
forecast predict prediction
gather collect
guide guideline handbook manual
image picture
immigrant migrant immigration migration
indicator measure metric
inequality inequity disparity
influence persuade
initiative campaign
inmate offender prisoner
instruct instruction teach
kidney renal
law legal legislation
learner pupil student
letter correspondence
link linkage merge
lung pulmonary respiratory
maternal mother mum
medication medicine
mend fix repair
mentor mentoring
method technique procedure approach
neighbourhood locality
news press journalist media
nhs hospital
observe watch
oncology cancer
oversee supervise
pregnancy pregnant maternity antenatal
presentation talk speech
procrastinate procrastination
profession occupation
publish publication
questionnaire survey
refugee asylum
respondent participant
rule regulation
school classroom
secure safe
smoking tobacco cigarette
staff workforce employee
storage store archive
storytelling story narrative
summary abstract
surgery operation surgeon
tablet medicine
tool software app package
trial experiment
tweet twitter
volunteer volunteering
woman female women
man male men
weight obesity overweight
workshop seminar
worker employee
"""


def _read(lines: str) -> dict[str, frozenset[str]]:
    alike: dict[str, set[str]] = {}
    for line in lines.split("\n"):
        stems = {stem(word) for word in line.split()}
        for one in stems:
            alike.setdefault(one, set()).update(stems - {one})
    return {one: frozenset(others) for one, others in alike.items()}


# By the stem of a word, the stems of those that stand for the same.
SYNONYMS: Mapping[str, frozenset[str]] = _read(_ALIKE)
