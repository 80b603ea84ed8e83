"""What a content file may say: the models that every record, question, answer and update obeys.

All models are frozen and refuse unknown fields, so a misspelt field is found when it is read.
"""

from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from knowledge.decision import Decision

__all__ = [
    "Aliases",
    "Calibrated",
    "Entry",
    "Fact",
    "Id",
    "Kind",
    "Lang",
    "Localised",
    "Manifest",
    "Phrasings",
    "Question",
    "Record",
    "Source",
    "Text",
    "Update",
]

Lang: TypeAlias = str
"""A two-letter language code, such as `pt`."""

Id: TypeAlias = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)
]
"""Kebab-case, at most 64 characters, so that it fits into a Telegram deep link."""

Kind: TypeAlias = str
"""What sort of thing a record is: country, dialogue, programme, summit, institution, term."""

EVERY_LANGUAGE = "*"
"""The key of a text that is the same in all languages."""


def _same_in_all(value: object) -> object:
    return {EVERY_LANGUAGE: value} if isinstance(value, (str, list)) else value


Text: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Localised: TypeAlias = Annotated[dict[Lang, Text], BeforeValidator(_same_in_all)]
"""A text by language; a plain string stands for all languages."""

Aliases: TypeAlias = Annotated[dict[Lang, tuple[Text, ...]], BeforeValidator(_same_in_all)]
"""Names by language; a plain list stands for all languages."""

Phrasings: TypeAlias = dict[Lang, tuple[Text, ...]]
"""Ways to ask the same thing, by language; the first is the title."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Manifest(_Model):
    """`knowledge.yaml`: what this knowledge base is about. With it, the content is held to all its languages."""

    name: Localised
    scope: Localised
    """What it can answer, as the object of "I can answer questions about …"."""
    languages: tuple[Lang, ...]
    topics: dict[Id, Localised]
    nouns: dict[Kind, Aliases] = {}
    """What records of a kind are called beside their name: "the IURC programme" is IURC."""
    aspects: dict[Id, Localised] = {}
    """What the aspects of facts are called where two records stand side by side, in that order; the first
    is what is told of a record in short, also where what was asked of it is not on record."""
    popular: tuple[str, ...] = ()
    """Links of the answers to offer where nothing is asked yet, the most wanted first."""
    dated: dict[Kind, Aliases] = {}
    """What records of a kind are called where the year tells which one: "the 2015 summit"."""


class Calibrated(_Model):
    """`calibration.yaml`: the decision as fitted on real questions (see `decision.Decision`)."""

    coefficients: dict[str, float]
    wrong_costs: float = Field(ge=0)
    refusable_costs: float = Field(ge=0)
    suggest_from: float = Field(gt=0, lt=1)
    """Lowest probability with which a question is offered as "did you mean"."""

    def decision(self) -> Decision:
        """Return the decision with these coefficients."""
        return Decision(self.coefficients, self.wrong_costs, self.refusable_costs)


class Source(_Model):
    """Where a statement comes from, and when that was read."""

    id: Id
    title: Text
    publisher: Text | None = None
    url: Annotated[str, StringConstraints(pattern=r"^https?://\S+$")] | None = None
    read: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")] | None = None


class Fact(_Model):
    """One thing known of a record: a `value` to compute with, a `text` to say, and the sources of both.

    A value of several ids, or one in brackets, names records: the countries that take part, what came before.
    """

    value: int | float | tuple[str, ...] | str | None = None
    text: Localised | None = None
    sources: tuple[str, ...] = Field(min_length=1)


class Record(_Model):
    """A thing with a name and facts; `facts` are keyed by the aspect that a question asks for."""

    id: Id
    kind: Kind
    topic: Id | None = None
    name: Localised = {}
    the: Localised = {}
    in_: Localised = Field(default={}, alias="in")
    aliases: Aliases = {}
    abbreviations: tuple[Text, ...] = ()
    """Codes that count only when written in capitals, such as PE for Peru."""
    demonyms: Aliases = {}
    capital: Localised = {}
    country: Id | None = None
    """The country whose names this record goes by, for a record that has none of its own."""
    group: Id | None = None
    """The institution that this country is a member of."""
    code: str | None = None
    ambient: bool = False
    """True for what is named in questions about anything here, so that naming it tells little."""
    facts: dict[str, Fact] = {}


class Question(_Model):
    """A question asked of records: phrasings with slots, and how it is answered for any record."""

    id: Id
    topic: Id | None = None
    about: tuple[Kind, ...] = ()
    asks: str | None = None
    operation: str | None = None
    over: Kind | None = None
    questions: Phrasings
    follow_ups: Phrasings = {}
    answer: Localised = {}
    answers: dict[str, Localised] = {}
    sources: tuple[str, ...] = ()


class Entry(_Model):
    """A free-standing answer. A `refusal` says kindly that this is not known here; `smalltalk` claims no fact."""

    id: Id
    topic: str | None = None
    kind: Literal["answer", "smalltalk", "refusal"] = "answer"
    about: Id | None = None
    any_subject: bool = False
    """Whether a refusal is told by the kind of thing asked for (a name, a number) alone, whatever it is about."""
    questions: Phrasings
    answer: Localised
    quote: Text | None = None
    """An official text, word for word; the answer shows it where it says `{quote}`."""
    sources: tuple[str, ...] = ()


class Described(Entry):
    """The answer to a question about one record, asked by what the record is; its id is a link."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-{1,2}[a-z0-9]+)*$", max_length=129)]
    questions: Phrasings = {}


class Update(_Model):
    """A dated piece of news for the subscribers of its topics (topic ids and record ids)."""

    id: Id
    date: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    topics: tuple[Id, ...] = Field(min_length=1)
    title: Localised
    text: Localised
    sources: tuple[str, ...] = Field(min_length=1)
    corrects: Id | None = None
