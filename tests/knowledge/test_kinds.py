"""What kind of thing is asked for, learnt from refusals of any subject."""

import numpy as np
from scipy import sparse

from knowledge.kinds import Kinds, kinds_learnt

WHO, ROOM, ANA, BOAT, TREE = range(5)
"""Features: two words that ask, three subjects."""
ASKED = [((WHO, subject), 0) for subject in (ANA, BOAT, TREE)]
ASKED += [((ROOM, subject), 1) for subject in (ANA, BOAT, TREE)]
ASKED += [((WHO, ANA), 2), ((ROOM, BOAT), 3)]
"""Phrasings by class: 0 and 1 refuse by what is asked for, 2 and 3 answer."""


def _learnt(kinds: tuple[int, ...]) -> Kinds:
    rows = sparse.lil_matrix((len(ASKED), 5), dtype=np.float32)
    for at, (features, _) in enumerate(ASKED):
        rows[at, list(features)] = 1
    labels = np.array([own for _, own in ASKED], np.int64)
    return Kinds(kinds_learnt(rows.tocsr(), labels, np.arange(4), kinds))


def _likeness(kinds: Kinds, *features: int) -> tuple[float, ...]:
    return kinds.likeness(np.array(features), np.ones(len(features), np.float32), np.array([2, 3]))


def test_the_kind_of_thing_tells_whatever_the_subject() -> None:
    kinds = _learnt((0, 1))
    who, room = _likeness(kinds, WHO, TREE)
    assert who > room
    who, room = _likeness(kinds, ROOM, ANA)  # the first answer's subject, the second's kind
    assert room > who
    assert all(0 <= part <= 1.000001 for part in (who, room))


def test_without_kinds_nothing_is_told() -> None:
    for kinds in ((), (0,)):
        assert _likeness(_learnt(kinds), WHO, ANA) == (1.0, 1.0)
