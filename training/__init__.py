"""Recipes that make the models graphbuild delivers; nothing here is imported at run time."""
