"""The language of claim patterns: triggers, slots, conditions, examples.

A slot lists alternatives, best first: `prep(aan|naar) / indirect`. Each is a path of grammatical functions:
`object.prep(van)` is what stands after "van" in the object. The functions do not depend on voice:

- `subject`, `object`, `indirect`: who does it, to what, for whom; of nouns: "X's sale of Y", "the sale by X"
- `prep(p|q)`: what follows one of the prepositions, as in "aan X", or "daaraan"
- `poss`, `compound`, `attribute`: the X of "zijn app" or "X' app", of "X-app", of "de Haagse app"
- `apposed`, `brackets`: the X of "fusie X", and of "fusie (X)"
- `clause`: the verb of a clause or infinitive that depends on the trigger: `clause.object`
- `self`: what a noun or a mention is said of: "X, de maker van Y"; "maker X"; "X is maker"
- `predicate`: the X of "X is van Y"
- `holder`, `receiver`: who gives and who gets the noun by a support verb: "X kreeg een boete van Y"
- `causer`: who has it done: "X laat Y iets doen"
- `governor`, `determiner`, `preposition`: what the trigger depends on, and what stands before it (for conditions)
- `sole`: the only entity of the slot's kinds in the sentence, beside the one that the trigger describes
- `ours`: whom "we" or "our" in the sentence stands for
- `fellow`: the other members of the group that fills the other slot: "X en Y werken samen"
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

FUNCTIONS = frozenset(
    {
        *("subject", "object", "indirect", "prep", "clause", "causer"),
        *("poss", "compound", "attribute", "brackets", "apposed", "self", "predicate", "holder", "receiver"),
        *("governor", "determiner", "preposition", "fellow", "sole", "ours"),
    }
)
_STEP = re.compile(r"(?P<function>[a-z]+)(?:\((?P<prepositions>[^()]+)\))?")
_DOT = re.compile(r"\.(?![^(]*\))")
_MARKUP = re.compile(r"\[(?P<surface>[^\[\]|]+)\|(?P<kind>[A-Za-z]+)(?:\|(?P<id>[^\[\]|]+))?\]")


@dataclass(frozen=True, slots=True)
class WordClass:
    """A set of words; `endings` hold for every compound that ends in one: `gegevens`, `klantgegevens`.

    A word such as `#organization` stands for every mention of that kind.
    """

    words: frozenset[str] = frozenset()
    endings: frozenset[str] = frozenset()

    def holds(self, forms: Collection[str]) -> bool:
        """Tells whether one of a token's forms (text, lemma, joined verb) is in the class."""
        return not self.words.isdisjoint(forms) or (bool(self.endings) and any(map(self._has_ending, forms)))

    def _has_ending(self, form: str) -> bool:
        return any(form[start:] in self.endings for start in range(len(form)))

    def joined(self, other: WordClass) -> WordClass:
        """Gives the union of both classes."""
        return WordClass(self.words | other.words, self.endings | other.endings)


@dataclass(frozen=True, slots=True)
class Step:
    """One grammatical function on the way from a trigger to an argument."""

    function: str
    prepositions: frozenset[str] = frozenset()


Steps = tuple[Step, ...]
Slot = tuple[Steps, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """Words of which one must (or must not) stand at the end of a path; without steps, in the sentence."""

    steps: Steps
    words: WordClass


@dataclass(frozen=True, slots=True)
class ExampleMention:
    """A mention that an example marks, by character offsets."""

    start: int
    end: int
    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence with the (subject, object) pairs that a pattern must, or must not, find in it."""

    text: str
    mentions: tuple[ExampleMention, ...]
    pairs: tuple[tuple[str, str], ...]
    line: int = 0


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way to say a relation. `rule` is its name in claims, such as `nl/suppliesTo/deliver`.

    `nearby` lets arguments that the parse misses be found by their place around the trigger.
    """

    rule: str
    relation: str
    triggers: Mapping[str, WordClass] = field(hash=False)
    subject: Slot
    object: Slot
    required: tuple[Condition, ...]
    excluded: tuple[Condition, ...]
    subject_kinds: frozenset[str]
    object_kinds: frozenset[str]
    confidence: float
    nearby: bool
    must: tuple[Example, ...]
    must_not: tuple[Example, ...]
    path: Path
    line: int


def parse_slot(text: str) -> Slot:
    """Reads `prep(aan|naar) / object.prep(van)`; raises ValueError that says what is wrong."""
    return tuple(parse_steps(alternative.strip()) for alternative in text.split(" / "))


def parse_steps(text: str) -> Steps:
    """Reads one path of functions, such as `object.prep(van|bij)`."""
    return tuple(_parse_step(part) for part in _DOT.split(text))


def _parse_step(text: str) -> Step:
    match = _STEP.fullmatch(text)
    if match is None or match["function"] not in FUNCTIONS:
        raise ValueError(f"unknown function {text!r}; known are: {', '.join(sorted(FUNCTIONS))}")
    prepositions = frozenset((match["prepositions"] or "").split("|")) - {""}
    if (match["function"] == "prep") != bool(prepositions):
        raise ValueError(f"{text!r}: prep, and nothing else, names prepositions: prep(aan|naar)")
    return Step(match["function"], prepositions)


def parse_example(text: str, line: int = 0) -> Example:
    """Reads a marked sentence and the pairs after `=>`: `[A|Person] is in [B|City]. => A > B; A > C`.

    A mention is `[surface|Kind]` or `[surface|Kind|id]`. Without `=>`, the pair is the first and the second
    entity. Raises ValueError when there are fewer than two mentions or a pair names an unmarked entity.
    """
    marked, arrow, expected = text.partition("=>")
    plain, mentions = _without_markup(marked.strip())
    ids = [mention.id for mention in mentions]
    if len(ids) < 2:
        raise ValueError(f"an example marks at least two mentions, [Telgo|TelecomOperator]: {text!r}")
    pairs = tuple(_parse_pair(pair, ids) for pair in expected.split(";")) if arrow else ((ids[0], ids[1]),)
    return Example(plain, mentions, pairs, line)


def _without_markup(marked: str) -> tuple[str, tuple[ExampleMention, ...]]:
    plain, position = "", 0
    mentions: list[ExampleMention] = []
    for match in _MARKUP.finditer(marked):
        plain += marked[position : match.start()]
        start, surface = len(plain), match["surface"]
        plain, position = plain + surface, match.end()
        mentions.append(ExampleMention(start, len(plain), match["kind"], match["id"] or surface))
    return plain + marked[position:], tuple(mentions)


def _parse_pair(text: str, ids: list[str]) -> tuple[str, str]:
    subject, _, object_ = (part.strip() for part in text.partition(" > "))
    for name in (subject, object_):
        if name not in ids:
            raise ValueError(f"{name!r} is marked nowhere in the example; marked are: {', '.join(ids)}")
    return subject, object_
