"""scikit-learn: TF-IDF of words, pairs of words and letters inside words, with a linear SVM."""

from collections.abc import Sequence

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline, make_union
from sklearn.svm import LinearSVC

from tests.benchmarks.peers import Ranked
from tests.benchmarks.sets import Item

__all__ = ["LinearSvm"]


class LinearSvm:
    """`LinearSVC`; its score is the distance from the plane that parts an intent from the others."""

    def learn(self, phrasings: Sequence[Item]) -> None:
        """Fit the vectorizers and the classifier."""
        words = TfidfVectorizer(ngram_range=(1, 2), strip_accents="unicode", sublinear_tf=True)
        letters = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(2, 4), strip_accents="unicode", sublinear_tf=True
        )
        self._model = make_pipeline(make_union(words, letters), LinearSVC())
        intents = [item.intent for item in phrasings]
        self._model.fit([item.text for item in phrasings], intents)
        self._intents = self._model.classes_

    def rank(self, question: str, top: int) -> Ranked:
        """Return the intents on whose side the question lies furthest."""
        scores = np.atleast_1d(self._model.decision_function([question])[0])
        if len(scores) == 1:
            scores = np.array([-scores[0], scores[0]])
        best = np.argsort(-scores)[:top]
        return [(str(self._intents[at]), float(scores[at])) for at in best]
