"""Records that are asked about by what they are: "which facility mixes grants and loans", and LACIF is meant.

Such a way to ask stands in the files of phrasings below a link, `subject-what--lacif`: that question of that record.
"""

from knowledge.library import PARTED, Library
from knowledge.operations import OPERATIONS, Asked, tell
from knowledge.schema import Described

__all__ = ["described"]


def described(library: Library) -> dict[str, Described]:
    """Return, by link, what answers each question of a record that is asked without its name."""
    found: dict[str, Described] = {}
    for link in dict.fromkeys(key for ways in library.more_ways.values() for key in ways):
        target, _, about = link.partition(PARTED)
        if not about:
            continue
        question, record = library.questions[target], library.records[about]
        outcome = OPERATIONS["value"].run(Asked(library, question, (record,)))
        found[link] = Described(
            id=link,
            topic=question.topic or record.topic,
            about=record.id,
            answer={lang: tell(library, question, outcome, lang) for lang in library.languages},
            sources=(*question.sources, *(s for fact in outcome.facts for s in fact.sources)),
        )
    return found
