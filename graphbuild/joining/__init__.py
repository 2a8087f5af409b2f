"""Joins names that are in no list over articles: by their form and their context, never by spelling alone."""

from graphbuild.joining.link import Linked, link
from graphbuild.joining.relink import Kept, Relinked, relink, words_of

__all__ = ["Kept", "Linked", "Relinked", "link", "relink", "words_of"]
