"""Telling the language of a question from its words and letter groups.

A naive Bayes model over the phrasings of the knowledge base and the function words of each
language; names of things say nothing about the language and are left out by the caller.
"""

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np
from marisa_trie import Trie
from numpy.typing import NDArray

from knowledge.lexicon import lexicon
from knowledge.text import fold, words

if TYPE_CHECKING:
    from babel import Locale

__all__ = ["LanguageGuesser", "language_asked_for", "locale_of", "names_language"]

Floats = NDArray[np.float32]

_SMOOTHING = 0.3
_FUNCTION_WORD_COUNT = 40
_LETTERS = 3
LETTERS_WEIGHT = 1.5
MANY = 50_000
"""For each so many words and letter groups, one sight more of each is needed to be kept."""
REMEMBERED_WORDS = 1 << 12
TEMPER = 2.0
"""The words of a text are not independent of one another: their evidence counts by this part."""


class LanguageGuesser:
    """Guesses among `languages`; `scores` holds the log probability in each of them, as `features` numbers features."""

    def __init__(self, languages: Sequence[str], features: Trie, scores: Floats) -> None:
        self.languages = tuple(languages)
        self.features = features
        self.scores = scores
        self._rows = array(
            "f", scores.tobytes()
        )  # read a number at a time, which an array of numpy is slow at
        self._word = lru_cache(maxsize=REMEMBERED_WORDS)(self._evidence)

    @classmethod
    def learn(
        cls, languages: Sequence[str], texts: Mapping[str, Iterable[str]]
    ) -> "LanguageGuesser":
        """Learn from the words of each language, as written."""
        counts = [Counter[str]() for _ in languages]
        for lang, count in zip(languages, counts, strict=True):
            for word in texts.get(lang, ()):
                count.update(_features(word))
            for word in lexicon(lang).function:
                count.update({f"={word}": _FUNCTION_WORD_COUNT})
        every = sum(counts, Counter[str]())
        features = Trie([f for f, count in every.items() if count > len(every) // MANY])
        known = sorted(features, key=features.get)
        totals = [sum(count.values()) + _SMOOTHING * (len(known) + 1) for count in counts]
        scores = [
            [
                math.log((count[feature] + _SMOOTHING) / total)
                for count, total in zip(counts, totals, strict=True)
            ]
            for feature in known
        ]
        return cls(languages, features, np.array(scores, np.float32).reshape(-1, len(languages)))

    def guess(self, written: Iterable[str], prior: Mapping[str, float]) -> dict[str, float]:
        """Return the probability of each language, given the words and the logarithm of a prior by language."""
        logs = [prior.get(lang, 0.0) for lang in self.languages]
        for word in written:
            seen = self._word(word)
            logs = [log + value / TEMPER for log, value in zip(logs, seen, strict=True)]
        top = max(logs)
        weights = [math.exp(value - top) for value in logs]
        total = sum(weights)
        return {lang: w / total for lang, w in zip(self.languages, weights, strict=True)}

    def _evidence(self, word: str) -> tuple[float, ...]:
        """Return what one word adds to the log odds of each language.

        Its letter groups are not independent of one another, so their mean counts.
        """
        lower = word.lower()
        rows, each, number_of = self._rows, len(self.languages), self.features.get
        whole = number_of(f"={lower}")
        groups = [at * each for f in _groups(lower) if (at := number_of(f)) is not None]
        weight = LETTERS_WEIGHT / len(groups) if groups else 0.0
        return tuple(
            [
                (0.0 if whole is None else rows[whole * each + lang])
                + weight * sum([rows[at + lang] for at in groups])
                for lang in range(each)
            ]
        )


def language_asked_for(text: str, languages: Sequence[str]) -> str | None:
    """Return the one of `languages` that a text asks for, None where it asks for anything else: "in English, please"."""
    said = [word.folded for word in words(text)]
    names = _names_of_languages(tuple(languages))
    named = {names[word] for word in said if word in names}
    known = [lexicon(lang) for lang in languages]
    beside = [word for word in said if word not in names]
    if len(named) == 1 and all(
        any(word in own.function or word in own.again for own in known) for word in beside
    ):
        return named.pop()
    return None


def names_language(said: Iterable[str], languages: Sequence[str]) -> bool:
    """Say whether one of some folded words is the name of one of `languages`."""
    return not _names_of_languages(tuple(languages)).keys().isdisjoint(said)


@cache
def _names_of_languages(languages: tuple[str, ...]) -> dict[str, str]:
    """Return the folded names of languages, in each of them (from CLDR)."""
    known = [locale for lang in languages if (locale := locale_of(lang))]
    return {
        fold(name): lang
        for locale in known
        for lang in languages
        if (name := locale.languages.get(lang))
    }


@cache
def locale_of(lang: str) -> "Locale | None":
    """Return what CLDR knows of a language; None where it knows nothing."""
    from babel import Locale, UnknownLocaleError  # loaded late: most questions need none

    try:
        return Locale.parse(lang)
    except (UnknownLocaleError, ValueError):
        return None


def _features(word: str) -> list[str]:
    lower = word.lower()
    return [f"={lower}", *_groups(lower)]


def _groups(word: str) -> list[str]:
    edged = f"^{word}$"
    return [edged[i : i + _LETTERS] for i in range(len(edged) - _LETTERS + 1)]
