"""Learning the phrasings of one language: their features, their similarities, the fitted weights.

The result is a set of arrays, which `Matcher` reads and `store` keeps.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from knowledge.classifier import fit
from knowledge.features import Token
from knowledge.vocabulary import Vocabulary

__all__ = ["Rows", "learnt", "print_of"]

Rows: TypeAlias = Sequence[tuple[Sequence[Token], int]]
"""The tokens of phrasings, each with the number of its entry."""

FITTED_WHOLE = 60_000_000
"""Up to so many weights (features times entries) all entries are fitted together, in 240 MB."""


def print_of(tokens: Sequence[Token]) -> int:
    """Return a number, as good as unique, that tells a sequence of tokens from all others."""
    said = " ".join(token.text for token in tokens)
    return int.from_bytes(hashlib.blake2b(said.encode(), digest_size=8).digest(), "big")


def learnt(lang: str, phrasings: Rows) -> Mapping[str, NDArray[Any]]:
    """Return what a matcher needs, learnt from phrasings."""
    from scipy import sparse  # loaded late: only building needs it

    ordered = sorted(phrasings, key=lambda item: item[1])
    labels = np.array([entry for _, entry in ordered], np.int64)
    vocabulary = Vocabulary.learn(lang, [tokens for tokens, _ in ordered])
    classes, first = np.unique(labels, return_index=True)
    rows = [vocabulary.vector(tokens) for tokens, _ in ordered]
    matrix = sparse.csr_matrix(
        (
            np.concatenate([values for _, values in rows]),
            np.concatenate([ids for ids, _ in rows]),
            np.cumsum([0, *(len(ids) for ids, _ in rows)]),
        ),
        shape=(len(rows), len(vocabulary.names)),
    )
    matrix.sum_duplicates()
    arrays: dict[str, NDArray[Any]] = {
        "vocabulary": np.frombuffer("\n".join(vocabulary.names).encode(), np.uint8),
        "idf": vocabulary.idf,
        "prints": np.array([print_of(tokens) for tokens, _ in ordered], np.uint64),
        "classes": classes,
        "first": first.astype(np.int64),
        "row_starts": matrix.indptr.astype(np.int64),
        "row_features": matrix.indices.astype(np.int32),
        "row_values": matrix.data.astype(np.float32),
        "weights": np.zeros((0, 0), np.int8),
        "scale": np.zeros(0, np.float32),
    }
    if matrix.shape[1] * len(classes) <= FITTED_WHOLE:
        weights = fit(matrix, np.searchsorted(classes, labels), len(classes))
        arrays["scale"] = np.abs(weights).max(axis=1) / 127 + np.float32(1e-12)
        arrays["weights"] = np.rint(weights / arrays["scale"][:, None]).astype(np.int8)
    else:
        columns = matrix.tocsc()
        arrays["column_starts"] = columns.indptr.astype(np.int64)
        arrays["column_rows"] = columns.indices.astype(np.int32)
        arrays["column_values"] = columns.data.astype(np.float32)
    return arrays
