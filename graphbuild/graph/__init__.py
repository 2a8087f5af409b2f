"""The RDF graph: writing, validating, storing, reading back."""
