"""The data of buttons: made and taken apart without loss, and nothing else accepted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.callbacks import ROOM, Press, Verb, pack, presses, unpack


@pytest.mark.parametrize("verb", Verb)
def test_what_is_packed_is_unpacked(verb: Verb) -> None:
    data = pack(verb, "pt", "dialogue-start--dialogue-chile")
    assert unpack(data) == Press(verb, "pt", "dialogue-start--dialogue-chile")
    assert len(data.encode()) <= 64


def test_what_does_not_fit_is_refused() -> None:
    assert len(pack(Verb.PICK, "en", "x" * ROOM)) == 64
    with pytest.raises(ValueError, match="no button"):
        pack(Verb.PICK, "en", "x" * (ROOM + 1))
    with pytest.raises(ValueError, match="no button"):
        pack(Verb.PICK, "en", "é" * ROOM)


@pytest.mark.parametrize(
    "data", [None, "", "2", "2a", "2ae", "a1:iurc", "1aeniurc", "2zeniurc", "2aEN"]
)
def test_data_of_another_version_or_form_is_none(data: object) -> None:
    assert unpack(data) is None
    assert not presses(*Verb)(data)


@given(st.text(max_size=64))
def test_no_data_raises(data: str) -> None:
    press = unpack(data)
    assert press is None or pack(press.verb, press.lang, press.argument) == data
