"""A network of its own to search: people as they describe themselves, none of them real."""

from collections.abc import Sequence
from functools import cache

from bot.directory.model import Consent, Entry, Setting
from bot.directory.search.index import SearchIndex
from config.vocabulary import load_vocabulary

A, C, M = Setting.ACADEMIC, Setting.CLINICAL, Setting.COMMUNITY

_PEOPLE: tuple[tuple[str, frozenset[Setting], tuple[str, ...]], ...] = (
    ("Abena Mensah", frozenset({A}), ("NVivo 14", "Thematic analysis", "Semi-structured interviews")),
    ("Bronwen Pugh", frozenset({A}), ("R", "Multilevel modelling", "Data visualisation (can teach)")),
    ("Callum Reid", frozenset({C}), ("Quality improvement", "PDSA cycles", "Clinical audit")),
    ("Dilys Ahmed", frozenset({M}), ("Community engagement", "Working with interpreters", "Sylheti")),
    ("Eoin Kelly", frozenset({A}), ("Stata", "Survival analysis", "Epidemiology")),
    ("Farida Noor", frozenset({C, A}), ("IRAS applications", "Good Clinical Practice (GCP)", "Trial management")),
    ("Gethin Rowe", frozenset({A}), ("Systematic reviews", "Covidence", "Meta-analysis", "Search strategies")),
    ("Hana Suzuki", frozenset({A}), ("Realist evaluation", "Logic models / theory of change")),
    ("Imran Sheikh", frozenset({M}), ("Fundraising", "Writing funding bids", "Charity governance")),
    ("Josie Carter", frozenset({M}), ("Peer support groups", "Facilitation", "Trauma-informed practice")),
    ("Kwame Boateng", frozenset({A}), ("Python", "Machine learning", "Natural language processing")),
    ("Leila Haddad", frozenset({A, M}), ("Co-production", "PPI", "Plain English summaries")),
    ("Maeve Doran", frozenset({A}), ("EndNote", "Zotero", "Literature searching")),
    ("Nikhil Rao", frozenset({C}), ("Motivational interviewing", "MECC training", "Smoking cessation")),
    ("Orla Quinn", frozenset({A}), ("Ethnography", "Photovoice", "Creative methods")),
    ("Piotr Nowak", frozenset({M}), ("Polish", "Welfare rights advice", "Housing and homelessness")),
    ("Quentin Hale", frozenset({A}), ("Health economics", "Discrete choice experiments", "Excel")),
    (
        "Rosa Delgado",
        frozenset({C}),
        ("Cognitive behavioural therapy (CBT)", "Clinical supervision", "Reflective practice"),
    ),
    ("Samira Begum", frozenset({A}), ("SPSS", "Questionnaire design", "Descriptive statistics")),
    ("Tomos Ellis", frozenset({A}), ("QGIS", "Spatial analysis", "Area deprivation (IMD)")),
    ("Uzma Khan", frozenset({C}), ("Health visiting", "Safeguarding children", "Infant feeding")),
    ("Viktor Hansen", frozenset({A}), ("PhD supervision", "NIHR fellowships", "Mentoring early career researchers")),
    ("Wanjiru Otieno", frozenset({A}), ("Peer reviewing papers", "Academic writing", "Journal editing")),
    ("Xanthe Cole", frozenset({M}), ("Podcasting", "Video editing", "Social media")),
    ("Yusuf Demir", frozenset({C, A}), ("REDCap", "Randomised controlled trials", "Sample size calculations")),
    ("Zofia Lis", frozenset({M}), ("Participatory action research", "Training peer researchers", "Focus groups")),
    ("Aled Vaughan", frozenset({A}), ("Interrupted time series", "Difference-in-differences", "Routine NHS data")),
    ("Bea Fonseca", frozenset({A}), ("Structural equation modelling", "Factor analysis", "Psychometrics")),
    ("Chidi Eze", frozenset({M}), ("Men's health", "Working with faith groups", "Community champions")),
    ("Dana Petrova", frozenset({A}), ("Framework analysis", "MAXQDA", "Interviews with older people")),
    ("Elin Thomas", frozenset({C}), ("Palliative care", "Breaking bad news", "Teaching medical students")),
    ("Fraser Gunn", frozenset({A}), ("Policy briefs", "Media interviews", "Public speaking")),
    ("Gulsen Kaya", frozenset({M}), ("ESOL teaching", "Turkish", "Refugees and asylum seekers")),
    ("Hamish Orr", frozenset({A}), ("Implementation science", "Process evaluation", "Behaviour change (COM-B)")),
    ("Ines Duarte", frozenset({A}), ("Infographics", "Poster design", "PowerPoint")),
    ("Jamal Whyte", frozenset({M}), ("Youth work", "Young people's advisory groups", "Graphic recording")),
    ("Katya Orlova", frozenset({C}), ("Dietetics", "Diabetes education", "Group work")),
    ("Lorcan Byrne", frozenset({A}), ("Social network analysis", "Agent-based modelling", "Git")),
    (
        "Mina Farahani",
        frozenset({A}),
        ("Data protection and GDPR", "Data management plans", "Research ethics applications"),
    ),
    ("Noor Aziz", frozenset({C}), ("Social prescribing", "Health coaching", "Mindfulness")),
)


def entries() -> list[Entry]:
    """Return everybody, and two who may not be found: one who refused, and one who was never asked."""
    listed = [
        Entry(id=f"p{number:02}", name=name, settings=settings, skills=skills, consent=Consent.GIVEN)
        for number, (name, settings, skills) in enumerate(_PEOPLE)
    ]
    refused = Entry(id="p90", name="Refused Person", skills=("NVivo", "Beekeeping"), consent=Consent.REFUSED)
    unknown = Entry(id="p91", name="Unasked Person", skills=("SPSS", "Falconry"))
    return [*listed, refused, unknown]


@cache
def index() -> SearchIndex:
    """Return the index of this network under the vocabulary that comes with the bot."""
    return SearchIndex(entries(), load_vocabulary())


def listed(people: Sequence[Sequence[str]]) -> list[Entry]:
    """Return people who are known by their skills alone."""
    return [
        Entry(
            id=f"n{number:02}",
            name=f"Person {number}",
            settings=frozenset({A}),
            skills=tuple(skills),
            consent=Consent.GIVEN,
        )
        for number, skills in enumerate(people)
    ]


def network_of(people: Sequence[Sequence[str]]) -> SearchIndex:
    """Return the index of a network of people who are known by their skills alone."""
    return SearchIndex(listed(people), load_vocabulary())
