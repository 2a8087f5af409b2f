"""More training texts for names: the same sentences with other names of the same kind.

News is full of names that no training text holds; what tells them apart is what stands around them. Swapped
names keep the recognizer from learning the names by heart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from random import Random

from training.corpus import AnnotatedMention, AnnotatedSentence, Passage
from training.parser.names import is_name

# Names of these kinds carry no word that the sentence agrees with ("de", "het") or says again.
_SWAPPED_KINDS = frozenset(
    ["TelecomOperator", "TechnologyCompany", "Organization", "Person", "Product", "City", "NewsPublisher"]
)
Pool = Mapping[tuple[str, bool], Sequence[str]]


def name_pool(passages: Iterable[Passage]) -> Pool:
    """The names of each kind, full ones and those said again apart, sorted."""
    pool: defaultdict[tuple[str, bool], set[str]] = defaultdict(set)
    for passage in passages:
        kinds = passage.kinds
        for sentence in passage.sentences:
            for mention in sentence.mentions:
                if is_name(mention, sentence) and kinds[mention.id] in _SWAPPED_KINDS:
                    surface = sentence.text[mention.start : mention.end]
                    if surface[0].isupper():
                        pool[kinds[mention.id], mention.is_reference].add(surface)
    return {key: sorted(names) for key, names in pool.items()}


def swap_names(passage: Passage, pool: Pool, random: Random) -> Passage:
    """The passage with names drawn from the pool, each name replaced in the same way wherever it stands."""
    chosen: dict[str, str] = {}
    kinds = passage.kinds
    sentences = tuple(_swapped(sentence, kinds, pool, random, chosen) for sentence in passage.sentences)
    return replace(passage, sentences=sentences)


def _swapped(
    sentence: AnnotatedSentence, kinds: Mapping[str, str], pool: Pool, random: Random, chosen: dict[str, str]
) -> AnnotatedSentence:
    pieces: list[str] = []
    mentions: list[AnnotatedMention] = []
    length = position = 0
    for mention in sentence.mentions:
        surface = sentence.text[mention.start : mention.end]
        names = pool.get((kinds[mention.id], mention.is_reference))
        if names and surface[0].isupper() and is_name(mention, sentence):
            surface = chosen.setdefault(surface, random.choice(names))
        pieces += [sentence.text[position : mention.start], surface]
        start = length + mention.start - position
        length, position = start + len(surface), mention.end
        # A swapped name that is said again no longer shares a word with its id; its kind marks it as a name.
        is_reference = mention.is_reference and not is_name(mention, sentence)
        mentions.append(replace(mention, start=start, end=length, is_reference=is_reference))
    return replace(sentence, text="".join([*pieces, sentence.text[position:]]), mentions=tuple(mentions))
