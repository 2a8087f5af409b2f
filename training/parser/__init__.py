"""The recipe of the Dutch spaCy pipeline in `graphbuild/languages/nl/pipeline`."""
