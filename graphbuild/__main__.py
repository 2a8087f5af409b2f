"""Runs the command line as `python -m graphbuild`."""

from graphbuild.cli import main

main()
