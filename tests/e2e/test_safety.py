"""What people write is text, and only this machine's own page may act."""

import json
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Open
from tests.e2e.talk import Talk

ATTACKS = [
    "<script>document.title = 'owned'</script>",
    "<img src=x onerror=\"document.title='owned'\">",
    "\"><svg onload=document.title='owned'>",
    "javascript:document.title='owned'",
    "</div></article><b>bold</b>",
    '[x](javascript:alert(1)) https://example.org/"onmouseover="alert(1)',
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_markup_in_a_message_is_text(talk: Talk, attack: str) -> None:
    talk.asks(attack)
    talk.opens("Events")
    talk.asks(f"/ask {attack}")
    talk.says(f"@eu_celac_bot {attack}")
    expect(talk.page.locator(".message.own .text").first).to_contain_text(attack)
    assert "owned" not in talk.page.title()
    assert talk.page.locator(".message script, .message svg[onload], .message b").count() == 0
    assert talk.page.locator('.message a[href^="javascript"]').count() == 0


def test_markup_in_the_knowledge_is_text(opened: Open, folder: Path) -> None:
    attack = "<img src=x onerror=\"document.title='owned'\"> & <b>"
    entry = {
        "id": "what-is-x",
        "questions": {"en": [f"What is {attack}?", "What is the letter X?"]},
        "answer": {"en": attack},
        "sources": ["a-book"],
    }
    (folder / "answers.yaml").write_text(json.dumps([entry]), encoding="utf-8")
    talk = opened(knowledge=folder)
    expect(talk.asks("What is the letter X?")).to_contain_text(attack)
    assert "owned" not in talk.page.title()


def answer(address: str, body: bytes | None = None, **headers: str) -> tuple[int, dict[str, str]]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(address, data=body, headers=named)  # noqa: S310 - loopback
    try:
        with urllib.request.urlopen(request, timeout=10) as response:  # noqa: S310
            return response.status, dict(response.headers.items())
    except urllib.error.HTTPError as error:
        with error:
            return error.code, dict(error.headers.items())


def test_other_sites_are_refused(talk: Talk) -> None:
    deed = json.dumps({"kind": "say", "person": 1001, "chat": 1001, "text": "hi"}).encode()
    kind = {"Content_Type": "application/json"}
    act = f"{talk.address}api/deed"
    assert answer(act, deed, **kind, Origin="https://example.org")[0] == 403
    assert answer(act, deed, Content_Type="text/plain")[0] == 415
    assert answer(talk.address, Host="evil.example.org")[0] == 421
    assert answer(act, deed, **kind)[0] == 200
    status, headers = answer(talk.address)
    assert status == 200
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]


def test_deeds_that_make_no_sense_are_refused_in_words(talk: Talk) -> None:
    for deed, status in (
        ({"kind": "say", "person": 1, "chat": 1001, "text": "hi"}, 404),
        ({"kind": "say", "person": 1001, "chat": 1001, "text": " "}, 409),
        ({"kind": "fly", "person": 1001, "chat": 1001}, 422),
        (
            {"kind": "press", "person": 1001, "chat": 1001, "message_id": 9, "row": 0, "column": 0},
            404,
        ),
    ):
        body = json.dumps(deed).encode()
        got = answer(f"{talk.address}api/deed", body, Content_Type="application/json")[0]
        assert got == status, deed
