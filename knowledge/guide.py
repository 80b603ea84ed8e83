"""The ways through one knowledge base beside asking: links, browsing, what is related, searching."""

from functools import cached_property, lru_cache

from knowledge.assistant import Assistant
from knowledge.catalogue import Catalogue
from knowledge.comparison import Comparison
from knowledge.links import Links
from knowledge.related import Related
from knowledge.search import Search

__all__ = ["Guide", "guide"]


class Guide:
    """Leads through the knowledge base of one assistant; each part is made when first used."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant

    @cached_property
    def links(self) -> Links:
        """The links of answers, long and short, and their titles."""
        return Links(self.assistant.library)

    @cached_property
    def catalogue(self) -> Catalogue:
        """Everything that can be asked, in the order of a walk."""
        return Catalogue(self.assistant.library)

    @cached_property
    def related(self) -> Related:
        """What makes sense to ask next."""
        return Related(self.assistant.library, self.catalogue, self.links, self.assistant.recall)

    @cached_property
    def search(self) -> Search:
        """Ranked answers to a few words."""
        return Search(self.assistant, self.catalogue, self.links)

    @cached_property
    def comparison(self) -> Comparison:
        """Two records side by side."""
        return Comparison(self.assistant)

    def warm(self) -> None:
        """Make every part now, so that no question waits for it."""
        self.related.to(next(iter(self.catalogue.links()), ""))
        for lang in self.assistant.library.languages:
            self.search.find("", lang)


@lru_cache(maxsize=2)  # the current knowledge base, and the one that a reload replaces
def guide(assistant: Assistant) -> Guide:
    """Return the guide of an assistant, always the same one."""
    return Guide(assistant)
