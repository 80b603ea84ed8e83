import io
import json

from bot.ask import answer_lines
from knowledge.assistant import Assistant


def test_a_batch_answers_every_line_in_order_whatever_it_holds(assistant: Assistant) -> None:
    lines = [
        b'{"question": "what is IURC?"}\n',
        b"not json\n",
        b'{"question": 7}\n',
        b'{"question": "\\ud800"}\n',
        b"\xff\xfe\n",
        b'{"question": "e o Peru?", "history": ["quando come\xc3\xa7ou o di\xc3\xa1logo com o Chile?"], "lang": "pt"}\n',
    ]
    out = io.BytesIO()
    answer_lines(assistant, lines, out, top=2)
    replies = [json.loads(line) for line in out.getvalue().splitlines()]
    assert len(replies) == len(lines)
    assert replies[0]["kind"] == "answer"
    assert [r["kind"] for r in replies[1:5]] == ["none"] * 4
    assert "2013" in replies[5]["text"]
    assert set(replies[0]) == {
        "kind",
        "entry",
        "text",
        "lang",
        "confidence",
        "candidates",
        "sources",
        "reason",
    }
