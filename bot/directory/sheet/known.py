"""Words that stand for a whole skill by themselves.

Only between two of these does “and” or an unspaced “/” part two skills: “SPSS/Stata” is two, “HIV/AIDS” and
“monitoring and evaluation” are one. What is not here stays in one piece, which search can still find.
"""

import re

from bot.directory.sheet.clean import word_set

_TOOLS = (
    "access, arcgis, atlas.ti, c, c#, c++, canva, cinahl, covidence, css, dedoose, embase, endnote, excel, "
    "f4analyse, figma, gephi, git, github, gretl, html, java, javascript, jamovi, jasp, julia, latex, lisrel, "
    "matlab, maxqda, medline, mendeley, microsoft excel, miro, ms excel, mplus, ms teams, ms word, nvivo, office, "
    "otter, overleaf, paperpile, php, powerpoint, power bi, prezi, psycinfo, publisher, pubmed, python, qgis, "
    "qualtrics, quirkos, r, rayyan, redcap, refworks, revman, rstudio, sas, scopus, slack, spss, sql, stata, "
    "surveymonkey, tableau, taguette, teams, transana, vba, vosviewer, web of science, winbugs, word, zoom, zotero"
)
_METHODS = (
    "action research, budgeting, case studies, co-creation, co-design, co-production, coaching, coding, community "
    "engagement, content analysis, costing, data analysis, data cleaning, data collection, data linkage, data "
    "visualisation, diaries, discourse analysis, dissemination, documentary analysis, editing, ethics, ethnography, "
    "evaluation, facilitation, focus groups, framework analysis, funding applications, fundraising, gis, grant "
    "writing, grounded theory, health economics, interviewing, interviews, literature reviews, literature "
    "searching, mentoring, meta-analyses, meta-analysis, mixed methods, narrative analysis, networking, "
    "observation, observations, oral history, outreach, participatory action research, peer review, photovoice, "
    "poster design, posters, ppi, ppie, presentations, presenting, project management, proofreading, public "
    "engagement, public speaking, qualitative methods, qualitative research, quantitative methods, quantitative "
    "research, questionnaires, realist reviews, referencing, regression, safeguarding, scoping reviews, social "
    "media, statistics, storytelling, supervision, surveys, systematic reviews, teaching, thematic analysis, "
    "training, transcription, translation, volunteering, workshops, writing"
)
_WORDS = frozenset(re.split(r",\s+", f"{_TOOLS}, {_METHODS}"))
# “NVivo 14”, “SPSS v.28”, “R (advanced)”, “Office 365”: the same tool.
_VERSION = re.compile(r"(?<=.)(?:\s*\([^()]*\)|\s+(?:v|ver|version)?[. ]?\d[\d.]*)$", re.IGNORECASE)
# Words that only describe what follows: “qualitative / quantitative methods” is one skill, or cannot be told.
_DESCRIBE = word_set(
    "academic advanced basic clinical community creative digital internal external local longitudinal mixed multi "
    "multilevel national oral participatory primary private public qual qualitative quant quantitative rural secondary "
    "social spoken urban verbal written"
)


def stands_alone(text: str) -> bool:
    """Whether a text is a skill by itself, whatever its version or level."""
    folded = _VERSION.sub("", text.strip()).casefold()
    return folded in _WORDS or folded.removesuffix("s") in _WORDS


def only_describes(text: str) -> bool:
    """Whether a text needs what follows it to mean something."""
    return text.strip().casefold() in _DESCRIBE
