"""Reading a question: its language, what it names, and the tokens that the matcher compares.

The order matters: phone spellings are written out, lead-ins that ask nothing are dropped, unknown
words are repaired, and only then are names looked up, so "wen did chle dialog strt" reads like
"when did Chile dialogue start".
"""

import math
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from knowledge.entities import COUNTRY, PLACES_AND_TIMES, Gazetteer, Mention
from knowledge.features import Token, name_token
from knowledge.language import LanguageGuesser
from knowledge.lexicon import Lexicon, lexicon
from knowledge.spelling import Speller
from knowledge.text import Word, marks, words

__all__ = ["Reader", "Reading", "with_decades"]

LONGEST_ACRONYM = 5
"""An acronym of so few letters is hardly mistyped but by swapping two of them: IURCX is not IURC."""
FOREIGN_SPELLING = 0.25
"""How much less probable a language is for each word of a name that is not written so in it."""
BETWEEN = 2
"""So many small words may stand between two countries that are left out: "do Brasil e do Chile"."""
_DECADE = re.compile(r"((?:19|20)?[0-9]0)(s?)")
THIS_CENTURY = 30
"""A decade of two digits is of this century below this: the 20s, but the 90s."""
NUMERALS = frozenset(("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"))
REMEMBERED = 32
"""So many readings are remembered: a part of a long question is met again where several are asked in one."""
PLAUSIBLE = 0.1
"""A language is tried if it is at least so probable."""


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A question as read in one language; each reading is itself alone, whatever it holds."""

    lang: str
    tokens: tuple[Token, ...]
    mentions: tuple[Mention, ...]
    unknown: tuple[str, ...]
    """Words that neither the knowledge base nor the language's own lexicon knows."""
    foreign: int
    """How many names it holds that are not known here: "INNOV-ASIA", "IURCX"."""
    leaning: bool
    """True where it opens, or ends, like a question that leans on the one before: "and …"."""
    changes: bool = False
    """True where it says that the subject changes: "on another topic"."""
    lent: int = 0
    """So many tokens, the last, are of the question before and carry no content of this one."""


class Reader:
    """Reads questions with the vocabulary, names and languages of one knowledge base."""

    def __init__(
        self,
        gazetteer: Gazetteer,
        vocabulary: Mapping[str, Mapping[str, int]],
        guesser: LanguageGuesser,
        ambient: frozenset[str] = frozenset(),
        told: frozenset[str] = frozenset(),
    ) -> None:
        """`vocabulary` counts the words of phrasings by language; `told` are those that only answers hold."""
        self.gazetteer = gazetteer
        self.vocabulary = vocabulary
        self.guesser = guesser
        names = Counter(gazetteer.vocabulary)
        known = sum((Counter(own) for own in vocabulary.values()), names)
        for lang in vocabulary:
            known.update(dict.fromkeys(lexicon(lang).words, 0))
        shared = {word: word for word in known}  # each word is held once, whoever knows it
        self._spellers = {
            lang: Speller(
                {shared[word]: 0 for word in lexicon(lang).words}
                | {shared[word]: count for word, count in (names + Counter(own)).items()}
            )
            for lang, own in vocabulary.items()
        }
        self._speller = Speller(+known)  # those that were seen, in whatever language
        self._grammar = frozenset[str]().union(*(lexicon(lang).function for lang in vocabulary))
        self._ambient = ambient
        self.told = told
        self._remembered = lru_cache(maxsize=REMEMBERED)(self._read)

    def languages(self, text: str, prior: Mapping[str, float]) -> dict[str, float]:
        """Return the probability of each language of `text`.

        Of names of things, only those tell that few languages write so: "Brasil", not "Chile".
        """
        plain: list[str] = []
        odds = {lang: math.log(p) for lang, p in prior.items()}
        spoken = words(text)
        for at, word in enumerate(spoken):
            small = word.folded in self._grammar and not self._is_part(spoken, at)
            if small or word.folded not in self.gazetteer.vocabulary:
                plain.append(word.written)  # "le" stands in names, and is said beside them
                continue
            own = self.gazetteer.languages_of(word.written)
            if own and len(own) <= len(self.guesser.languages) // 2:
                for lang in self.guesser.languages:
                    against = 0.0 if lang in own else math.log(FOREIGN_SPELLING)
                    odds[lang] = odds.get(lang, 0.0) + against
        return self.guesser.guess([*plain, *marks(text)], odds)

    @staticmethod
    def _is_part(spoken: Sequence[Word], at: int) -> bool:
        """Say whether a small word is part of a name by the way it is written: INNOV-AL, IURC LA, Interreg C."""
        word = spoken[at]
        capitals = word.written.isupper() and (at > 0 or len(word.written) > 1)
        return capitals or word.joined or (at + 1 < len(spoken) and spoken[at + 1].joined)

    def read(self, text: str, lang: str, *, repair: bool = True) -> Reading:
        """Read `text` as a question in `lang`; the same text is the same reading for a while."""
        return self._remembered(text, lang, repair)

    def _read(self, text: str, lang: str, repair: bool) -> Reading:
        language = lexicon(lang)
        spoken = with_decades(self._written_out(words(text), lang), language)
        sequence: list[Word] = []
        for word in spoken:
            whole = language.contracted.get(word.folded)
            if whole and sequence and sequence[-1].folded in language.interrogatives:
                sequence.append(Word(whole, whole))
            else:
                sequence.append(word)
        sequence = self._without_openers(self._without_carriers(sequence, lang), language)
        sequence, changes = self._without_change(sequence, language)
        sequence, _ = self._without_end(sequence, language.tags)
        sequence, too = self._without_end(sequence, language.too)
        leaning = too or language.opening([word.folded for word in sequence]) > 0
        if repair:
            sequence = self._compounds(sequence)
        original = tuple(sequence)
        repaired: dict[int, str] = {}
        strange: set[int] = set()
        for i, word in enumerate(original):
            if self._knows(word.folded, lang):
                continue
            slip = repair and word.folded not in language.words
            nearest = self._repaired(word.folded, lang) if slip else None
            if nearest:
                sequence[i] = Word(nearest, nearest, word.joined)
                repaired[i] = nearest
            elif word.folded not in self._speller:
                strange.add(i)
        mentions = self.gazetteer.find(sequence)
        left_out = self._left_out(sequence, mentions, lang)
        mentions = [mention for mention in mentions if mention.start not in left_out]
        unknown: list[str] = []
        tokens: list[Token] = []
        at = 0
        for mention in (*mentions, None):
            until = mention.start if mention else len(sequence)
            for i in range(at, until):
                if i in left_out:
                    continue
                tokens.append(Token(sequence[i].folded, repaired=i in repaired))
                if i in strange:
                    unknown.append(sequence[i].folded)
            if mention:
                mended = not repaired.keys().isdisjoint(range(mention.start, mention.end))
                tokens.append(name_token(mention.kind, mention.id, self._ambient, repaired=mended))
                at = mention.end
        foreign = self._foreign(original, mentions, set(unknown), repaired)
        return Reading(
            lang, tuple(tokens), tuple(mentions), tuple(unknown), foreign, leaning, changes
        )

    def _written_out(self, spoken: tuple[Word, ...], lang: str) -> tuple[Word, ...]:
        """Return the words with phone spellings written out, but for what is part of a name.

        The d of "Communauté d'États" is no Spanish "de".
        """
        short = lexicon(lang).short
        if not any(word.folded in short for word in spoken):
            return spoken
        names = self.gazetteer.find(spoken)
        named = {i for mention in names for i in range(mention.start, mention.end)}
        written: list[Word] = []
        for i, word in enumerate(spoken):
            if word.folded in short and i not in named:
                written.extend(Word(part, part) for part in short[word.folded])
            else:
                written.append(word)
        return tuple(written)

    def _knows(self, word: str, lang: str) -> bool:
        own = self.vocabulary.get(lang, ())
        names = self.gazetteer.vocabulary
        return word in own or word in names or word in lexicon(lang).function or word in self.told

    def _repaired(self, word: str, lang: str) -> str | None:
        """Return the known word that was meant, of the own language rather than of another."""
        own = self._spellers.get(lang, self._speller)
        if word in self._speller:  # another language's, or this one's with a slip
            return own.nearest(word)
        return own.repair(word) or self._speller.repair(word)

    def _compounds(self, sequence: Sequence[Word]) -> list[Word]:
        """Write words joined by a hyphen as one where that is nearer to a name: INNOV-LA."""
        found: list[Word] = []
        for word in sequence:
            if word.joined and found and not self.gazetteer.find([found[-1], word]):
                whole = found[-1].folded + word.folded
                nearest = self._speller.nearest(whole) or whole
                if self.gazetteer.is_name(nearest):
                    found[-1] = Word(nearest, found[-1].written + word.written)
                    continue
            found.append(word)
        return found

    def _foreign(
        self,
        sequence: Sequence[Word],
        mentions: Sequence[Mention],
        unknown: Collection[str],
        repaired: Mapping[int, str],
    ) -> int:
        """Count the names that are not known here: unknown words with capitals, and compounds of names."""
        capitals = [not word.written.islower() for word in sequence]
        if all(capitals) or not any(capitals):
            return 0  # written all in capitals, or in title case, or with none, which tells nothing
        named = {i for mention in mentions for i in range(mention.start, mention.end)}
        ends = {mention.end for mention in mentions if mention.kind not in PLACES_AND_TIMES}
        found = 0
        for i, word in enumerate(sequence):
            if not capitals[i] or word.written.isdigit():
                continue
            acronym = word.written.isupper() and len(word.written) > 1
            if i in ends and i not in named and word.folded in NUMERALS:
                found += 1  # INNOV-AL III
            elif i not in named and word.folded in unknown:
                found += bool(i) or acronym
            elif i in repaired and acronym and _hardly_mistyped(word, repaired[i]):
                found += not self._is_anagram(word)
            elif i not in named and word.joined and (i in ends or acronym):
                found += 1  # CARIB-REGIO, INNOV-ASIA
            elif i in named and word.joined and i - 1 not in named:
                found += not sequence[i - 1].written.islower()
        return found

    def _left_out(
        self, sequence: Sequence[Word], mentions: Sequence[Mention], lang: str
    ) -> frozenset[int]:
        """Return where countries are named only to be left out, and what says so: "apart from Brazil and Chile"."""
        language = lexicon(lang)
        countries = {mention.start: mention for mention in mentions if mention.kind == COUNTRY}
        folded = [word.folded for word in sequence]
        found: set[int] = set()
        for start, word in enumerate(folded):
            for phrase in language.excepting.get(word, ()) if countries else ():
                at = end = start + len(phrase)
                if tuple(folded[start:at]) != phrase:
                    continue
                while at < len(folded) and (at in countries or at < end + BETWEEN):
                    if at in countries:
                        at = end = countries[at].end
                        found.update(range(start, end))
                    elif folded[at] in language.function:
                        at += 1
                    else:
                        break
                break
        return frozenset(found) if len(found) < len(folded) else frozenset()

    def _is_anagram(self, word: Word) -> bool:
        return sorted(self._speller.repair(word.folded) or "") == sorted(word.folded)

    @staticmethod
    def _without_change(sequence: list[Word], language: Lexicon) -> tuple[list[Word], bool]:
        """Drop "on another topic" before a question; say whether it was there."""
        said = tuple([word.folded for word in sequence])
        change = next((c for c in language.changes if said[: len(c)] == c), ())
        rest = sequence[len(change) :]
        return (rest, True) if change and rest else (sequence, False)

    @staticmethod
    def _without_end(
        sequence: list[Word], ends: Sequence[tuple[str, ...]]
    ) -> tuple[list[Word], bool]:
        """Drop one of some ends of a question, "too" or "isn't it"; say whether it was there."""
        said = tuple([word.folded for word in sequence])
        end = next((end for end in ends if said[-len(end) :] == end), ())
        rest = sequence[: len(sequence) - len(end)]
        return (rest, True) if end and rest else (sequence, False)

    @staticmethod
    def _without_openers(sequence: list[Word], language: Lexicon) -> list[Word]:
        """Drop "ok, thanks" before "and Peru?" or "when did it end", which nobody is thanked for."""
        kept: list[Word] = []
        rest = sequence
        while rest:
            said = tuple([word.folded for word in rest])
            openers = language.openers.get(said[0], ())
            opener = next((o for o in openers if said[: len(o)] == o), ())
            leaning = 0 if opener else language.opening(said)
            kept += rest[:leaning]
            rest = rest[leaning + len(opener) :]
            if not opener and not leaning:
                break
        asks = bool(rest) and rest[0].folded in language.interrogatives
        return [*kept, *rest] if rest and (kept or asks) else sequence

    def _without_carriers(self, sequence: Sequence[Word], lang: str) -> list[Word]:
        """Drop lead-ins; if nothing else is left, they were the question ("please"), so keep them."""
        carriers = lexicon(lang).carriers
        kept: list[Word] = []
        at = 0
        while at < len(sequence):
            for carrier in carriers.get(sequence[at].folded, ()):
                if tuple([w.folded for w in sequence[at : at + len(carrier)]]) == carrier:
                    at += len(carrier)
                    break
            else:
                kept.append(sequence[at])
                at += 1
        return kept or list(sequence)


def with_decades(spoken: Sequence[Word], language: Lexicon) -> Sequence[Word]:
    """Return the words with a decade as years: "in the nineties" is between 1990 and 1999, "since the 90s" since 1990."""
    folded = [word.folded for word in spoken]
    if not language.years or not any(
        word in language.decades or (word[0].isdigit() and _DECADE.fullmatch(word))
        for word in folded
    ):
        return spoken
    written: list[Word] = []
    at = 0
    while at < len(folded):
        length, start = _decade(folded, at, language)
        if start:
            opening, joining = language.years
            bounded = any(tuple(folded[max(0, at - len(b)) : at]) == b for b in language.bounds)
            span = () if bounded else (opening, str(start), joining, str(start + 9))
            written += [Word(word, word) for word in span or (str(start),)]
        else:
            written.append(spoken[at])
        at += length
    return written


def _decade(folded: Sequence[str], at: int, language: Lexicon) -> tuple[int, int]:
    """Return how many words from `at` on name a decade, with what is said before it, and its first year; 1 and 0 if none do."""
    for opening in (*language.before_decades, *language.before_numbered, ()):
        name = at + len(opening)
        if name >= len(folded) or tuple(folded[at:name]) != opening:
            continue
        number = _DECADE.fullmatch(folded[name])
        if number and (number[2] or opening in language.before_numbered):
            year = int(number[1])
            century = 0 if year > 99 else 2000 if year < THIS_CENTURY else 1900
            return len(opening) + 1, century + year
        for said, start in language.decades.get(folded[name], ()) if opening else ():
            if tuple(folded[name : name + len(said)]) == said:
                return len(opening) + len(said), start
    return 1, 0


def _hardly_mistyped(word: Word, known: str) -> bool:
    """Say whether an acronym is too short, or too far from a known one, to be that with a slip: INNOVASIA is not INNOVAL II."""
    return len(word.written) <= LONGEST_ACRONYM or OSA.distance(word.folded, known) > 1
