"""The stages between text and claims, each a spaCy component."""
