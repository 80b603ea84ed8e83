"""Learning phrasings: their features, what tells entries apart, and the phrasings themselves.

All languages are learnt together. What they share in letters, stems and names carries over: "cooperación" helps
"cooperação", and a question in two languages at once is no riddle.

The result is a set of arrays, which `Matcher` reads and `store` keeps.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from knowledge.classifier import fit
from knowledge.counts import bytes_of
from knowledge.features import Token
from knowledge.kinds import kinds_learnt
from knowledge.network import Network, fit_network
from knowledge.vocabulary import Vocabulary

__all__ = ["Rows", "learnt", "many", "names_print_of", "print_of"]

Rows: TypeAlias = Sequence[tuple[Sequence[Token], int]]
"""The tokens of phrasings, each with the number of its entry."""

SMALLEST = 8
"""Weights below so many parts in 127 of the largest of their feature are left out."""
MANY = 30
"""From so many phrasings of each entry on, a network is fitted."""
COMPARED = 80
"""Where a network is fitted, a question is compared with at most so many phrasings of each entry and language: with more
of them the answers are the same, and it takes longer."""
FITTED_WHOLE = 60_000_000
"""Up to so many weights (features times entries) all entries are fitted together, in 240 MB."""


def print_of(tokens: Sequence[Token]) -> int:
    """Return a number, of 64 bits and as good as unique, that tells a sequence of tokens from all others.

    Whatever is named in it: "§country" is any country.
    """
    return _digest(" ".join(token.text for token in tokens), 8)


def names_print_of(tokens: Sequence[Token]) -> int:
    """Return a number, of 32 bits, that tells what is named in a sequence of tokens."""
    return _digest(" ".join(token.names for token in tokens if token.names), 4)


def _digest(said: str, size: int) -> int:
    return int.from_bytes(hashlib.blake2b(said.encode(), digest_size=size).digest(), "big")


def many(phrasings: Mapping[str, Rows]) -> bool:
    """Say whether there are many phrasings of each entry, so that they can tell more than single words do."""
    entries = {entry for some in phrasings.values() for _, entry in some}
    return sum(map(len, phrasings.values())) >= MANY * len(entries)


def learnt(
    phrasings: Mapping[str, Rows],
    more: Mapping[str, Rows] = MappingProxyType({}),
    network: bool | None = None,
    kinds: Collection[int] = (),
) -> Mapping[str, NDArray[Any]]:
    """Return what the matchers need, learnt from phrasings by language.

    `more` is learnt as well, but no question is compared with it. `network` says whether a network
    is fitted, else their number does. `kinds` are the entries that are told by what is asked for alone
    (see `kinds`). What belongs to one language stands under its code: "pt/prints".
    """
    from scipy import sparse  # loaded late: only building needs it

    ordered = {lang: sorted(some, key=lambda item: item[1]) for lang, some in phrasings.items()}
    learnt_from = [*ordered.items(), *more.items()]
    spoken = [(tokens, lang) for lang, some in learnt_from for tokens, _ in some]
    labels = np.array([entry for _, some in learnt_from for _, entry in some], np.int64)
    vocabulary = Vocabulary.learn(spoken)
    rows = [vocabulary.vector(tokens, lang) for tokens, lang in spoken]
    matrix = sparse.csr_matrix(
        (
            np.concatenate([values for _, values in rows]),
            np.concatenate([ids for ids, _ in rows]),
            np.cumsum([0, *(len(ids) for ids, _ in rows)]),
        ),
        shape=(len(rows), vocabulary.size),
    )
    matrix.sum_duplicates()
    classes, own = np.unique(labels, return_inverse=True)
    arrays: dict[str, NDArray[Any]] = {
        **{f"features-{block}": bytes_of(trie) for block, trie in vocabulary.features.items()},
        "idf": vocabulary.idf,
        "classes": classes,
    }
    networked = many(phrasings) if network is None else network
    if networked:
        arrays |= _in_bytes(fit_network(matrix, own, len(classes)))
        compared = matrix[
            :, : vocabulary.pairs_from
        ]  # of dozens of phrasings, pairs tell nothing more
    elif matrix.shape[1] * len(classes) <= FITTED_WHOLE:
        arrays |= _told_apart(fit(matrix, own, len(classes)))
        compared = matrix[:, : vocabulary.letters_from]
    else:
        arrays |= _centroids(matrix, own, len(classes))
        compared = matrix
    arrays["compared"] = np.array([compared.shape[1]])
    arrays |= kinds_learnt(matrix, own, classes, kinds)
    start = 0
    for lang, some in ordered.items():
        part = slice(start, start + len(some))
        start = part.stop
        present, first, entries = np.unique(labels[part], return_index=True, return_inverse=True)
        chosen = _spread(first, len(some)) if networked else np.arange(len(some))
        of_lang: dict[str, NDArray[Any]] = {
            **_telling(ordered[lang], more.get(lang, ()), lang, vocabulary),
            **_printed(some, entries),
            "classes": present,
            "first": np.searchsorted(chosen, first).astype(np.int64),
            "held": _held(compared[part][:, : vocabulary.word_count], entries),
            **_kept(compared[part][chosen]),
        }
        arrays |= {f"{lang}/{name}": array for name, array in of_lang.items()}
    return arrays


def _spread(first: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """Return at most `COMPARED` phrasings of each entry, spread evenly; `first` is where each entry's begin."""
    parts = pairwise([*first.tolist(), count])
    return np.concatenate(
        [np.linspace(a, b - 1, min(COMPARED, b - a)).round().astype(np.int64) for a, b in parts]
    )


def _centroids(matrix: Any, own: NDArray[np.int64], classes: int) -> dict[str, NDArray[Any]]:
    """Return the mean phrasing of each entry, of length one, by feature."""
    from scipy import sparse

    members = sparse.csr_matrix((np.ones(len(own), np.float32), (own, np.arange(len(own)))))
    sums = members @ matrix
    lengths = np.sqrt(np.asarray(sums.multiply(sums).sum(axis=1)).ravel())
    columns = (sparse.diags(1 / lengths) @ sums).tocsc()
    return {
        "column_starts": columns.indptr.astype(np.int64),
        "column_classes": columns.indices.astype(np.int32),
        "column_values": columns.data.astype(np.float32),
    }


def _told_apart(weights: NDArray[np.float32]) -> dict[str, NDArray[Any]]:
    """Return the weights that tell entries apart, feature by feature, in a byte each.

    What a feature adds to most entries alike changes no entry's share; of the rest, what is small
    against the feature's largest weight is left out: one in thirty is kept, with the same answers.
    """
    apart = weights - np.median(weights, axis=1, keepdims=True)
    scale = np.abs(apart).max(axis=1) / 127 + np.float32(1e-12)
    apart = np.rint(apart / scale[:, None])
    features, classes = np.nonzero(np.abs(apart) >= SMALLEST)
    counts = np.bincount(features, minlength=len(weights))
    return {
        "weight_starts": np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        "weight_classes": classes.astype(np.uint16 if weights.shape[1] <= 1 << 16 else np.int32),
        "weight_values": apart[features, classes].astype(np.int8),
        "weight_scales": scale.astype(np.float32),
    }


def _telling(
    rows: Rows, more: Rows, lang: str, vocabulary: Vocabulary
) -> dict[str, NDArray[np.float32]]:
    """Return how rare each stem is in one language, and which part of it is said in the questions themselves.

    The rest is said around them: a stem that `more` holds more often than the phrasings would explain.
    """
    asked, around = np.zeros((2, vocabulary.word_count))
    for some, counts in ((rows, asked), (more, around)):
        for tokens, _ in some:
            counts[vocabulary.words_in(tokens, lang)] += 1
    total = len(rows) + len(more)
    idf = np.log((1 + total) / (1 + asked + around)) + 1
    around = np.maximum(around - asked * len(more) / len(rows), 0)
    return {
        "idf": idf.astype(np.float32),
        "asked": ((asked + 1) / (asked + around + 1)).astype(np.float32),
    }


def _in_bytes(network: Network) -> dict[str, NDArray[Any]]:
    """Return a network as it is kept: the weights of each feature in a byte each, by a scale of its own."""
    scales = np.abs(network.inputs).max(axis=1) / 127 + np.float32(1e-12)
    return {
        "hidden_values": np.rint(network.inputs / scales[:, None]).astype(np.int8),
        "hidden_scales": scales.astype(np.float32),
        "outputs": np.ascontiguousarray(network.outputs.T),
        "bias": network.bias,
    }


def _printed(rows: Rows, entries: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
    """Return the prints of phrasings in order, with those of their names and the position of the entry of each."""
    prints = np.array([print_of(tokens) for tokens, _ in rows], np.uint64)
    names = np.array([names_print_of(tokens) for tokens, _ in rows], np.uint32)
    order = np.argsort(prints)
    return {
        "prints": prints[order],
        "printed_names": names[order],
        "printed": entries[order].astype(np.uint16 if entries.max() < 1 << 16 else np.int32),
    }


def _held(matrix: Any, entries: NDArray[np.int64]) -> NDArray[Any]:
    """Return the words that the phrasings of each entry hold: `entry * (words + 1) + word` for each, in order.

    `matrix` holds phrasings by words, `entries` the position of each phrasing's entry.
    """
    stride = matrix.shape[1] + 1
    held = np.unique(np.repeat(entries, np.diff(matrix.indptr)) * stride + matrix.indices)
    return held.astype(np.int32 if (entries.max() + 1) * stride < 1 << 31 else np.int64)


def _kept(matrix: Any) -> dict[str, NDArray[Any]]:
    """Return the phrasings as they are kept: weights in a byte each, by a scale for every phrasing."""
    starts = matrix.indptr.astype(np.int32 if matrix.nnz < 1 << 31 else np.int64)
    sizes = np.diff(starts)
    scales = np.maximum.reduceat(matrix.data, starts[:-1]) / 255
    values = np.rint(matrix.data / np.repeat(scales, sizes)).astype(np.uint8)
    squares = np.add.reduceat(values.astype(np.float32) ** 2, starts[:-1])
    return {
        "row_starts": starts,
        "row_features": matrix.indices.astype(
            np.uint16 if matrix.shape[1] <= 1 << 16 else np.int32
        ),
        "row_values": values,
        "row_scales": scales.astype(np.float32),
        "row_lengths": np.sqrt(squares),
    }
