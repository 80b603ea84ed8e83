"""What people write is text, and only this machine's own page may act."""

import json
import re
import urllib.error
import urllib.request
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.e2e.browser import serving
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


def test_markup_in_a_message_is_text(talk: Talk) -> None:
    for attack in ATTACKS:
        talk.asks(attack)
        expect(talk.page.locator(".message.own .text").last).to_have_text(attack)
    talk.opens("Events")
    for attack in ATTACKS:
        talk.says(attack)
        expect(talk.page.locator(".message.own .text").last).to_have_text(attack)
    talk.page.locator("#text").fill(f"@eu_celac_bot {ATTACKS[1]}")
    expect(talk.page.locator("#popup")).to_be_visible()
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


def test_beyond_this_machine_a_key_is_asked_for(browser: Browser) -> None:
    said: list[str] = []
    with serving("--host", "0.0.0.0", said=said) as address:
        key = said[1].removeprefix("Key: ").strip()
        page = browser.new_page()
        page.goto(address.replace("0.0.0.0", "127.0.0.1"))
        for given, title in (("wrong", "Key"), (key, "preview")):
            page.fill("#key", given)
            page.click("button")
            expect(page).to_have_title(re.compile(title))
            if given == "wrong":
                expect(page.locator("#key")).to_be_visible()
        page.wait_for_selector("body[data-ready]")
        page.close()
