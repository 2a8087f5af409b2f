"""Measurements of speed and size; each module prints a table and says how it measured."""
