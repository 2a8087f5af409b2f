"""Finds groups of people that data may be about: "klanten van KPN", "T-Mobile-klanten", "Chinezen in Europa"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graphbuild.lexicon import Lexicon
from graphbuild.pipeline.identity import NameSpan

WORD = re.compile(r"[\w'’]+(?:-[\w'’]+)*")
OF_WHOM = re.compile(r" (?:van|bij|in|uit|buiten) (?:de |het )?(?P<whom>[A-Z][\w'’&.-]*(?: [A-Z][\w'’&.-]*)*)")


def people_groups(text: str, lexicon: Lexicon) -> Iterator[NameSpan]:
    """Yields groups that are told apart by whose or of where they are; a bare "klanten" is none.

    The inhabitants of a country are a group in the plural.
    """
    for word in WORD.finditer(text):
        if is_inhabitants(word.group(), lexicon):
            end = word.end()
        else:
            parts = lexicon.people.split(word.group())
            if parts is None:
                continue
            end = word.end() if parts[0] and parts[0][0].isupper() else 0
        whom = OF_WHOM.match(text, word.end())
        end = whom.end() if whom else end
        if end:
            yield NameSpan(word.start(), end, text[word.start() : end], "PeopleGroup")


def is_inhabitants(word: str, lexicon: Lexicon) -> bool:
    """Tells whether a word is the plural for the inhabitants of a country, such as "Chinezen"."""
    places = lexicon.demonyms.by_inhabitant.get(word, ())
    return any(word in lexicon.demonyms.places[place].plural for place in places)
