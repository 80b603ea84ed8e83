"""What is learnt from phrasings: few, many, and in frames."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
import yaml
from scipy import sparse

import knowledge
from knowledge.entities import Gazetteer
from knowledge.features import Token
from knowledge.frames import framed
from knowledge.language import LanguageGuesser
from knowledge.learning import COMPARED, MANY, Rows, learnt, many
from knowledge.lexicon import lexicon
from knowledge.library import Library
from knowledge.matcher import Matcher
from knowledge.network import fit_network
from knowledge.reading import Reader
from knowledge.stems import stem
from knowledge.text import fold

LANGUAGES = ("en", "es", "pt", "fr")
ASKED = {0: "when does it open", 1: "where can i park", 2: "who wrote the book"}


def rows_of(count: int) -> dict[str, Rows]:
    """Return `count` phrasings of each of the entries asked, no two of them alike."""
    return {
        "en": [
            (tuple(Token(word) for word in (*text.split(), f"x{number}")), entry)
            for entry, text in ASKED.items()
            for number in range(count)
        ]
    }


@pytest.mark.parametrize("count", [3, MANY + 5])
def test_few_and_many_phrasings_are_told_apart(count: int) -> None:
    rows = rows_of(count)
    assert many(rows) == (count >= MANY)
    matcher = Matcher.build(rows)["en"]
    for entry, text in ASKED.items():
        fit = matcher.fit([Token(word) for word in text.split()])
        assert fit.best[0] == entry
        assert fit.probability.sum() == pytest.approx(1, abs=1e-4)


def test_of_very_many_phrasings_some_are_compared_and_all_are_known() -> None:
    rows = rows_of(2 * COMPARED)
    arrays = learnt(rows)
    assert len(arrays["en/row_lengths"]) == COMPARED * len(ASKED)
    matcher = Matcher.opened(arrays)["en"]
    for tokens, entry in rows["en"]:
        assert matcher.fit(tokens).stored == {entry}


def test_a_network_tells_what_no_sum_of_weights_can() -> None:
    """Exactly one of two words: neither speaks for the answer by itself."""
    said = np.array([[0, 0], [1, 1], [1, 0], [0, 1]] * 200, np.float32)
    rows = sparse.csr_matrix(np.hstack([said, np.ones((len(said), 1), np.float32)]))
    labels = np.array([0, 0, 1, 1] * 200)
    network = fit_network(rows, labels, 2)
    scores = np.maximum(rows @ network.inputs, 0) @ network.outputs + network.bias
    assert (scores.argmax(axis=1) == labels).mean() == 1


def test_the_same_phrasings_teach_the_same() -> None:
    first, second = (learnt(rows_of(MANY)) for _ in range(2))
    assert first.keys() == second.keys()
    assert all(np.array_equal(first[name], second[name]) for name in first)


def reader(vocabulary: Mapping[str, Mapping[str, int]]) -> Reader:
    texts = {lang: list(counts) for lang, counts in vocabulary.items()}
    guesser = LanguageGuesser.learn(tuple(vocabulary), texts)
    return Reader(Gazetteer(Library()), vocabulary, guesser)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_part_of_the_phrasings_is_learnt_in_a_frame(lang: str) -> None:
    rows = {lang: rows_of(9)["en"]}
    more = framed(rows, reader({lang: {}}))[lang]
    assert len(more) == len(rows[lang]) // 3
    for (tokens, entry), (own, right) in zip(more, rows[lang][::3], strict=True):
        assert entry == right
        assert len(tokens) > len(own)
        assert " ".join(t.text for t in own) in " ".join(t.text for t in tokens)


def test_words_of_frames_tell_nothing() -> None:
    rows = rows_of(MANY)
    frame = tuple(map(Token, ("my", "thesis")))
    more = {"en": [((*frame, *tokens), entry) for tokens, entry in rows["en"][::3]]}
    matcher = Matcher.build(rows, more)["en"]
    thesis, book = (matcher.idf[matcher.number_of(w)] for w in ("thesi", stem("book", "en")))
    assert thesis < 0.5 < book


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_word_has_one_meaning(lang: str) -> None:
    path = Path(knowledge.__file__).parent / "lexicon" / "synonyms" / f"{lang}.yaml"
    groups = yaml.safe_load(path.read_text(encoding="utf-8"))
    found: dict[str, str] = {}
    for meaning, group in groups.items():
        for word in group:
            assert found.setdefault(stem(fold(word), lang), meaning) == meaning, word


def test_a_meaning_has_one_name_in_all_languages() -> None:
    said = {"en": "begin", "es": "empezar", "pt": "começar", "fr": "commencer"}
    meanings = {lexicon(lang).synonyms[stem(fold(w), lang)] for lang, w in said.items()}
    assert len(meanings) == 1


def test_a_slip_goes_to_a_word_of_the_own_language() -> None:
    """Of "antes" and "années", each one error from "annés", a French question has the second."""
    read = reader({"es": {"antes": 50}, "fr": {"annees": 5}})
    assert [t.text for t in read.read("annés", "fr").tokens] == ["annees"]
    assert [t.text for t in read.read("ante", "es").tokens] == ["antes"]
