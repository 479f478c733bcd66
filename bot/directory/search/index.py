"""Who can help with this? One question in, people out, each with the reason they were named."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from operator import itemgetter

from bot.directory.model import Entry, Setting
from bot.directory.search.concepts import Concepts
from bot.directory.search.findings import Findings, Named, Understood
from bot.directory.search.holdings import place_of
from bot.directory.search.keys import Keys
from bot.directory.search.leaving import NOBODY, Leaving, Persons, place_again
from bot.directory.search.meaning import Meaning
from bot.directory.search.names import Name
from bot.directory.search.organisations import Organisation, Organisations
from bot.directory.search.persons import Roster
from bot.directory.search.questions import Questions
from bot.directory.search.ranking import Ranking, Wanted
from bot.directory.search.readings import LEAST, MENDED, SURE, Reading
from bot.directory.search.reasons import Explainer
from bot.directory.search.text import words
from bot.directory.search.unheeded import Unheeded
from bot.directory.search.vocabulary import Vocabulary
from bot.directory.search.whom import Group, Whom, bits_of_groups
from bot.directory.search.workplaces import Mentions, Workplaces

MOST_MEANT = 5
# So many are named that may be meant instead of a guess.
_INSTEAD = 2


class SearchIndex:
    """A Directory, ready to be asked. Never raises, whatever is asked.

    It is changed in place, and is then the same as one made anew. What was found before a change is not to be
    looked at after it. Not to be changed and asked from several threads at once.
    """

    def __init__(self, entries: Iterable[Entry], vocabulary: Vocabulary, meaning: Meaning | None = None) -> None:
        concepts = Concepts.of(vocabulary)
        self._holdings = concepts.holdings.copy()
        self._keys = Keys(self._holdings)
        self._reader = concepts.reader.copy(self._holdings, meaning)
        self._suggestions = concepts.suggestions.copy(self._holdings, self._reader.spelling)
        # In the order of the ring, so that everybody is put at the end of every list they stand in.
        listed = sorted({place_of(entry.id): entry for entry in entries if entry.listed}.items(), key=itemgetter(0))
        names = self._holdings.fill(listed)
        self._reader.add(names)
        self._suggestions.add(names)
        self._reader.learn()
        # Words of skills that people list come and go; what is an organisation's own does not depend on them.
        self._organisations = Organisations(concepts.reader.tells)
        self._roster = Roster(self._holdings.people)
        for place, entry in listed:
            self._organisations.put(entry, place)
            self._roster.put(entry, place)
        spans = self._holdings.names.spans
        self._mentions = Mentions(self._organisations, spans, self._is_word)
        self._questions = Questions(
            self._holdings.names,
            self._reader.mending,
            Leaving(self._roster, spans, self._is_word, self._is_organisation, self._is_slip),
            self._mentions,
            Unheeded(spans, self._is_word, self._roster.bears, self._is_organisation, self._is_software),
            is_own=self._organisations.is_own,
            is_word=self._is_word,
        )

    def put(self, entry: Entry) -> None:
        """List somebody, or what they list now; an entry that may not be found is taken out."""
        self._leave(entry.id)
        self._change(*self._holdings.put(entry))
        if entry.listed:
            place = place_of(entry.id)
            self._organisations.put(entry, place)
            self._roster.put(entry, place)

    def remove(self, person: str) -> None:
        """Take somebody out by their id; unknown ids are ignored."""
        self._leave(person)
        self._change([], self._holdings.remove(person))

    def _leave(self, person: str) -> None:
        place = place_of(person)
        if entry := self._holdings.people.get(place):
            self._organisations.drop(entry, place)
            self._roster.drop(entry, place)

    def _is_word(self, word: str) -> bool:
        return word in self._reader.spelling or self._reader.tells(word)

    def _is_organisation(self, text: str) -> bool:
        return self.organisation(text) is not None

    def _is_software(self, spelt: Sequence[str]) -> bool:
        return any(map(self._holdings.is_software, self._holdings.names.exactly(spelt)))

    def _is_slip(self, word: str) -> bool:
        return bool(self._organisations.slip_of(word))

    def _change(self, new: Sequence[Name], gone: Sequence[Name]) -> None:
        self._reader.add(new)
        self._suggestions.add(new)
        self._reader.remove(gone)
        self._suggestions.remove(gone)
        self._suggestions.changed()

    @property
    def people(self) -> int:
        """How many people are listed."""
        return len(self._holdings.people)

    def held(self) -> Iterator[tuple[Entry, frozenset[str]]]:
        """Give everybody who is listed, with the labels of the skills that their words mean."""
        skills = self._holdings.skills
        for place, entry in self._holdings.people.items():
            labels = self._holdings.labels(place)
            yield entry, frozenset(skills[one].label for each in labels for one in (*each.means, *each.contains))

    def is_wish(self, each: Understood, question: str = "") -> bool:
        """Whether what was understood so, in a question, is a skill and not somebody, by a name or an organisation."""
        if each.labels and each.sure:
            return True
        known = self._reader.spelling.__contains__
        return self.organisation(each.typed) is None and not self._roster.holds_name(each.typed, known, question)

    def named(self, text: str) -> list[Entry]:
        """List whom a text names of those who are listed, in the order of their names."""
        return self._roster.named(text)

    def misspelt(self, text: str) -> list[Entry]:
        """List whom a text is meant to name that has slips in it, in the order of their names.

        Nobody is meant by one word that tells of a skill, or of something else.
        """
        spelt = words(text)
        return [] if len(spelt) == 1 and self._is_word(spelt[0]) else self._roster.misspelt(text)

    def called(self, text: str) -> list[Entry]:
        """List whose first, last or whole name a text is exactly, in the order of their names."""
        return self._roster.called(text)

    def named_within(self, text: str) -> tuple[list[Entry], str]:
        """List whom a part of a text names, in the order of their names, and return what else is in it."""
        return self._roster.within(text, self._is_word)

    def bearing(self, name: str) -> list[Entry]:
        """List those who are listed under this very name, titles aside."""
        return self._roster.bearing(name)

    def organisation(self, text: str) -> Organisation | None:
        """Return the organisations that a text is a name of, and nothing else."""
        return self._mentions.whole(text)

    def those_at(self, workplaces: Workplaces, persons: Persons = NOBODY) -> list[Entry]:
        """List everybody but these persons who is at these organisations, in the order of their names."""
        whom = self._whom(None, (), workplaces, persons)
        people = (self._holdings.people[place] for place in whom.places) if whom.inside else ()
        return sorted(people, key=lambda entry: (entry.name, entry.id))

    def find(self, query: str, setting: Setting | None = None, *, exactly: bool = False) -> Findings:
        """Find people who can help; a setting named at the end of the question counts unless one is given.

        `exactly` takes every word as it was typed, and corrects none.
        """
        question = self._questions.read(query, exactly=exactly)
        asked, slip = question.asked, question.slip
        readings = self._reader.readings(asked, exactly=exactly)
        unique: dict[tuple[int, ...] | str, Reading] = {}
        for reading in readings:
            unique.setdefault(reading.skills or reading.typed, reading)
        where, persons = question.workplaces, question.persons
        found = self._findings(tuple(unique.values()), setting or asked.setting, asked.without, where, persons)
        found = replace(found, whoever=question.whoever) if question.whoever else found
        if not (asked.either or asked.beyond or slip):
            return found
        whole = any(each.typed == str(asked.whole) for each in unique.values())
        beyond = () if whole else tuple(map(str, asked.beyond))
        slips = (*found.slips, *([slip] if slip else []))
        return replace(found, apart=found.apart and not asked.either, beyond=beyond, slips=slips)

    def again(
        self,
        key: str,
        setting: Setting | None = None,
        without: Sequence[Group] = (),
        *,
        at: Sequence[str] = (),
        but: Sequence[str] = (),
        bar: Sequence[str] = (),
    ) -> Findings:
        """Find what an earlier question found, by its `key`; skills that are gone since are left out.

        `at` and `but` are the keys of the organisations among whose people it looked, and of those left out;
        `bar` are those of people. Who is gone since is left out by nothing.
        """
        known = self._organisations.again
        workplaces = Workplaces(tuple(map(known, at)), tuple(map(known, but)))
        people = filter(None, map(self._holdings.people.get, map(place_again, bar)))
        persons = Persons(tuple(people))
        return self._findings(tuple(self._keys.read(key)), setting, tuple(without), workplaces, persons)

    def unknown(self, key: str, among: Findings) -> Findings:
        """Find nobody, for words that are no skill's; the `key` is of skills that may be meant instead.

        `among` is what was found without them: whom it leaves out stays so.
        """
        reading = Reading("", (), 0.0, near=self._keys.skills(key))
        return self._findings((reading,), among.setting, among.without, among.workplaces, among.persons)

    def suggest(self, typed: str, limit: int = 25) -> list[str]:
        """Complete what is being typed with skills that somebody lists; the most held ones when nothing is typed."""
        return self._suggestions.complete(typed, limit)

    def _whom(
        self, setting: Setting | None, left_out: tuple[Group, ...], workplaces: Workplaces, persons: Persons
    ) -> Whom:
        if not (workplaces or persons):
            return Whom(setting, bits_of_groups(left_out))
        at, but = self._organisations.places(workplaces.at), self._organisations.places(workplaces.but)
        but, inside = but | persons.places, bool(workplaces.at)
        return Whom(setting, bits_of_groups(left_out), at - but if inside else but, inside)

    def _findings(
        self,
        readings: tuple[Reading, ...],
        setting: Setting | None,
        left_out: tuple[Group, ...],
        workplaces: Workplaces,
        persons: Persons,
    ) -> Findings:
        found = [reading for reading in readings if reading.skills]
        key, wish = self._keys.write(readings)
        wanted = [Wanted(reading.skills, reading.said, reading.weight) for reading in found]
        explain = Explainer(self._holdings, found)
        whom = self._whom(setting, left_out, workplaces, persons)
        ranking = Ranking(self._holdings, wanted, place_of(key), whom, explain.stands_back)
        understood = tuple(self._understood(reading) for reading in readings)
        held = bool(found) and all(each.held for each in understood)
        nearest = self._instead(readings) if held else self._nearest(readings)
        apart = ranking.most_met < sum(each.held for each in understood)
        total, elsewhere = ranking.total, ranking.elsewhere
        slips = (*persons.slips, *(each.slip for each in (*workplaces.at, *workplaces.but) if each.slip))
        return Findings(
            understood,
            nearest,
            setting,
            total,
            elsewhere,
            key,
            wish,
            apart,
            left_out,
            workplaces,
            persons,
            (),
            slips,
            ranking,
            explain,
        )

    def _understood(self, reading: Reading) -> Understood:
        meant = [self._holdings.skills[one] for one in reading.skills]
        labels = tuple(skill.label for skill in meant if not skill.wide or len(meant) == 1)
        held = any(self._holdings.held(one) for one in reading.skills)
        sure, named = reading.score >= SURE, reading.score >= MENDED
        return Understood(reading.typed, labels, reading.corrections, held, sure=sure, named=named)

    def _nearest(self, readings: Iterable[Reading]) -> tuple[Named, ...]:
        """Name skills that somebody lists near those that nobody lists: begun or spelt alike, or of the same kind."""
        near: dict[int, None] = {}
        for reading in readings:
            if not any(self._holdings.held(one) for one in reading.skills):
                # What was only guessed at is no reason to name what is like it.
                likely = reading.skills if reading.score > LEAST else ()
                relatives = [one for number in likely for one in self._relatives(number)]
                begun = self._suggestions.begun(reading.typed)
                near |= dict.fromkeys([*begun, *reading.near, *relatives])
        return self._held(near, MOST_MEANT)

    def _instead(self, readings: Iterable[Reading]) -> tuple[Named, ...]:
        """Name what may be meant instead of what was only guessed at."""
        guessed = [reading for reading in readings if reading.skills and reading.score <= LEAST]
        taken = {one for reading in readings for one in reading.skills}
        near = dict.fromkeys(one for reading in guessed for one in reading.near if one not in taken)
        return self._held(near, _INSTEAD)

    def _held(self, near: Iterable[int], most: int) -> tuple[Named, ...]:
        """Name the first so many of these that somebody lists."""
        held = [self._holdings.skills[one] for one in near if self._holdings.held(one)]
        return tuple(Named(skill.label, skill.id) for skill in held[:most])

    def _relatives(self, number: int) -> list[int]:
        skill = self._holdings.skills[number]
        if skill.wide:
            # Who has no language of the Middle East may know who has.
            return [one for kind, depth in skill.narrower if depth == 1 for one in self._holdings.families(kind)]
        return [*self._holdings.beside(number), *self._holdings.families(number)]
