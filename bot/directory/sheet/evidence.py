"""What the cells of a column say about it, where its heading leaves doubt."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from bot.directory.sheet import cells, identity, lists
from bot.directory.sheet.consent import read_consent
from bot.directory.sheet.headings import asks_where, fold
from bot.directory.sheet.known import stands_alone
from bot.directory.sheet.layout import Column
from bot.directory.sheet.meanings import EXACT, GUESS, Field
from bot.directory.sheet.rows import Sheet
from bot.directory.sheet.tables import Frame
from bot.directory.sheet.ticks import is_table_of_ticks, tick

# What share of a column's filled cells has to fit before a doubtful heading is believed.
_MOST = 0.5
_SAMPLE = 50
_LONGEST_ITEM = 80
_NO_SKILL = re.compile(r"@|://|^[\W\d]+$|\b(?:19|20)\d\d\b")
# What is ticked under these is what somebody is or needs, which is nobody's skill and nobody else's business.
_PERSONAL = re.compile(
    r"\b(?:wheelchairs?|(?:step|gluten|dairy|nut) free|access (?:needs?|requirements?|support)|disab\w*|\w*impair\w*"
    r"|deaf|blind|hard of hearing|hearing loop|neurod\w*|neuroat\w*|autis\w*|adhd|dyslex\w*|dysprax\w*|diagnos(?:is|ed)"
    r"|illness|(?:health|medical|long term|chronic) conditions?|hiv|pregnan\w*|menopaus\w*|lgb\w*|gay|lesbian"
    r"|\w*sexual\w*|queer|straight|trans|\w*gender|cis|non binary|female|male|b[ai]me|ethnic\w*|race|racial\w*|black"
    r"|white|asian|african|caribbean|arab|roma|travellers?|global majority|minorit\w*|nationality|immigration|asylum"
    r"|visa|faith|relig\w*|muslim|christian|jewish|hindu|sikh|buddhist|catholic|prayer|diets?|dietary|vegan|vegetarian"
    r"|halal|kosher|allerg\w*|childcare|married|low income|free school meals|care (?:leavers?|experienced)"
    r"|lived experience|first generation|working class|over \d\d|under \d\d|aged?)\b"
    r"|^(?:(?:i am|i m|are you|do you have|an?|unpaid|young|single|lone|parents?|or) )*(?:carers?|caring)\b"
    r"|\b(?:wom[ae]n|m[ae]n)$"
    r"|^(?:(?:i am|i m|are you|do you have|an?|single|lone) )*(?:parent|patient|service user|refugee|migrant|survivor|"
    r"veteran|child(?:ren)?|student)s?$"
)
# “NVivo | Level”: how well, and not what.
_HOW_WELL = re.compile(
    r"^(?:levels?|proficiency|ratings?|scores?)\b"
    r"|^(?:confidence|ability)(?: (?:levels?|ratings?|scores?|self|in|with|\d)\b.*)?$"
    r"|^(?:your )?(?:skills?|expertise|experience) (?:levels?|ratings?|scores?)(?: \d+)?$"
)


def weigh(columns: Sequence[Column], found: Frame) -> list[Column]:
    """Believe a doubtful heading only if its cells bear it out, and find e-mail addresses wherever they are."""
    checked = [column if column.given else _checked(column, found) for column in columns]
    checked = _heard(checked, found, Field.CONSENT, _is_answer, "its cells are neither yes nor no")
    checked = _heard(checked, found, Field.EMAIL, _has_address, "its cells are no e-mail addresses")
    if not any(column.field is Field.EMAIL for column in checked):
        checked = [_maybe_email(column, found) for column in checked]
    return _listed_skills(_ticked_skills(checked, found), found)


def _heard(
    columns: Sequence[Column], found: Frame, field: Field, fits: Callable[[str], bool], note: str
) -> list[Column]:
    """Let go of a column whose cells do not answer its heading, if another's do. The only one is never let go."""
    asked = [column for column in columns if column.field is field]
    mute = [c.index for c in asked if not c.given and _share(found.values(c.index), fits) < _MOST]
    if len(mute) == len(asked):
        return list(columns)
    return [replace(c, field=None, note=note) if c.index in mute else c for c in columns]


def _checked(column: Column, found: Frame) -> Column:
    values = found.values(column.index)
    if column.field is Field.SETTING and column.sureness == GUESS:
        if asks_where(column.heading):
            names_it = _share(values, cells.is_setting) >= _MOST
            return column if names_it else replace(column, field=Field.ORGANISATION)
        if _share(values, _names_setting) < _MOST:
            return replace(column, field=None, note="its cells name no setting")
    if column.field is Field.ROLE and column.sureness == GUESS and _share(values, identity.is_title) >= _MOST:
        return replace(column, field=None, note="titles such as Dr are left out")
    if column.field in {None, Field.SKILLS} and _HOW_WELL.search(fold(column.heading)):
        return replace(column, field=None, ticks=False, note="it says how well something is known, and not what")
    if _is_open(column) and _PERSONAL.search(fold(column.heading)) and is_table_of_ticks(values):
        note = f"it may say what people are or need; if it is a skill: --map skills={column.letter}"
        return replace(column, field=None, note=note)
    return column


def _names_setting(value: str) -> bool:
    return bool(cells.settings(value).known)


def _has_address(value: str) -> bool:
    return bool(cells.email(value).address)


def _maybe_email(column: Column, found: Frame) -> Column:
    open_to = (column.field is None or column.field is Field.CONTACT) and not column.given
    if open_to and _share(found.values(column.index), _has_address) > _MOST:
        return replace(column, field=Field.EMAIL, sureness=1, note="it holds e-mail addresses")
    return column


def _ticked_skills(columns: Sequence[Column], found: Frame) -> list[Column]:
    """Find columns headed by a skill: two or more unknown headings over nothing but ticks and levels.

    Numbers alone may be anything, such as ages, and so may ticks beside a column that lists skills: they count where
    most such headings are known to be skills.
    """
    tables = {c.index for c in columns if c.heading and is_table_of_ticks(found.values(c.index))}
    listed = [c for c in columns if c.field is Field.SKILLS and (c.given or c.sureness != GUESS)]
    ticked = {c.index for c in listed if c.sureness < EXACT} & tables
    columns = _ticked_settings(columns, tables)
    doubtful = [c for c in columns if c.index in tables and _is_open(c) and not c.heading.rstrip().endswith("?")]
    weighed = [c for c in doubtful if listed or any(map(_is_number, found.values(c.index)))]
    known = [c for c in weighed if c.field or stands_alone(c.heading)]
    if 2 * len(known) < len(weighed):
        doubtful = [c for c in doubtful if c not in weighed]
    if len(doubtful) > 1:  # one such column may be anything, such as a membership
        ticked |= {c.index for c in doubtful}
    scale = any((mark := tick(v)) and mark.level.startswith("level") for i in ticked for v in found.values(i))
    return [replace(c, field=Field.SKILLS, ticks=True, scale=scale) if c.index in ticked else c for c in columns]


def _ticked_settings(columns: Sequence[Column], tables: set[int]) -> Sequence[Column]:
    """Find columns headed “Academic”, “Clinical” and the like, to be ticked; at least two of them."""
    headed = {c.index for c in columns if _is_open(c) and c.index in tables and cells.is_setting(c.heading)}
    named = frozenset().union(*(cells.settings(c.heading).known for c in columns if c.index in headed))
    if len(named) < 2:  # noqa: PLR2004 - “Research” alone may be a skill
        return columns
    return [replace(c, field=Field.SETTING, ticks=True) if c.index in headed else c for c in columns]


def _listed_skills(columns: Sequence[Column], found: Frame) -> list[Column]:
    """Believe headings such as “Referencing software” where there are several of them, over lists or ticks.

    Beside a column of skills there have to be three: “Funding” and “Ethics” alone may be about a project.
    """
    doubtful = [c for c in columns if c.field is Field.SKILLS and c.sureness == GUESS and not (c.given or c.ticks)]
    listing = [c for c in doubtful if _share(found.values(c.index), _is_list) >= _MOST]
    sure = any(c.field is Field.SKILLS and c not in doubtful for c in columns)
    believed = {c.index for c in listing} if len(listing) > 1 + sure else set()
    return [
        replace(c, field=None, note=f"it may be about skills; if it is: --map skills={c.letter}")
        if c in doubtful and c.index not in believed
        else c
        for c in columns
    ]


def _is_open(column: Column) -> bool:
    """Whether nothing is known of a column that would keep it from being headed by a skill."""
    guessed = column.field is Field.SKILLS and column.sureness == GUESS
    return (column.field is None or guessed) and not column.note and not column.given


def _is_number(value: str) -> bool:
    mark = tick(value)
    return bool(mark and mark.numeric)


def _is_list(value: str) -> bool:
    """Whether a cell holds skills or ticks, not numbers, days, addresses or prose."""
    items = lists.split(value)
    return bool(tick(value)) or all(len(one) < _LONGEST_ITEM and not _NO_SKILL.search(one) for one in items)


def guess(sheet: Sheet) -> list[tuple[str, int]]:
    """Guess from values which column is which, for an example worth copying."""
    rows = [row for row in sheet.rows if not row.blank][:_SAMPLE]
    width = max((len(row.cells) for row in rows), default=1)
    columns = {index: [row.cell(index) for row in rows] for index in range(width)}
    emails = [i for i, values in columns.items() if _share(values, _has_address) >= _MOST]
    answers = [i for i, values in columns.items() if _share(values, _is_answer) >= _MOST]
    rest = [i for i in columns if i not in emails[:1] + answers[:1]] or [0]
    listing = max(rest[1:], key=lambda i: sum(map(len, columns[i])), default=None)
    found = [("name", rest[0]), *(("skills", i) for i in (listing,) if i is not None)]
    return found + [("email", i) for i in emails[:1]] + [("consent", i) for i in answers[:1]]


def _is_answer(value: str) -> bool:
    return read_consent(value).clear


def _share(values: Iterable[str], fits: Callable[[str], bool]) -> float:
    filled = [value for value in values if value.strip()]
    return sum(map(fits, filled)) / len(filled) if filled else 0.0
