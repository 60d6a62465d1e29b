# make map   sets up what is needed, maps the sample pages in data/ and says which file to open
# make test  sets up what is needed and runs every test
# Set-up is done once, in .venv; versions and hashes are locked in requirements/.

PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.stamp
SAMPLES := $(sort $(wildcard data/*.txt))
WORKERS ?= auto
UPGRADE ?=

.DEFAULT_GOAL := help
.PHONY: help map test lint types imports docs man dist lock clean

help:  ## show what there is to make
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' Makefile

map: $(STAMP)-run  ## map the sample pages in data/
	@for page in $(SAMPLES); do \
		$(BIN)/geomap map "$$page" -o "maps/$$(basename "$$page" .txt)" || exit $$?; \
	done

test: $(STAMP)-dev  ## run every test
	@$(BIN)/gazetteer info >/dev/null  # compiled once, not by each worker
	@$(BIN)/python -m pytest -q -n $(WORKERS) --dist loadfile --no-loadscope-reorder  # what tests of a file share is made once

lint: $(STAMP)-dev  ## check style
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

types: $(STAMP)-dev  ## check types
	@$(BIN)/mypy

imports: $(STAMP)-dev  ## check that imports run downward
	@$(BIN)/lint-imports --no-cache

docs: $(STAMP)-dev  ## build the documentation into site/
	@$(BIN)/sphinx-build -q -W --keep-going -b html docs site

man: $(STAMP)-dev  ## write the man pages into packaging/man
	@$(BIN)/python tools/manpages.py

dist: $(STAMP)-dev  ## build the source distribution, and the wheel from it, into dist/
	@$(BIN)/python -m build --no-isolation --outdir dist . >/dev/null

lock:  ## lock what geomap depends on: new packages join, locked ones stay unless UPGRADE=--upgrade is given (needs uv)
	@for kind in run dev; do \
		group=build; [ $$kind = dev ] && group=dev; \
		uv pip compile -q --universal $(UPGRADE) --generate-hashes --no-header --no-annotate --python-version 3.11 \
			pyproject.toml --group $$group -o requirements/$$kind.txt || exit $$?; \
	done

clean:  ## remove the environment and what was built
	rm -rf .venv site dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(STAMP)-venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "geomap needs Python 3.11 or later; name one with: make map PYTHON=python3.12" >&2; exit 2; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || \
		{ echo "this Python cannot make environments; on Debian and Ubuntu install python3-venv" >&2; exit 2; }
	@echo "Setting up .venv (once, one to three minutes)"
	@$(PYTHON) -m venv --clear .venv
	@touch $@

$(STAMP)-run: requirements/run.txt pyproject.toml | $(STAMP)-venv
	@$(BIN)/python -m pip install --disable-pip-version-check --no-deps --require-hashes -r requirements/run.txt
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(STAMP)-dev: requirements/dev.txt $(STAMP)-run
	@$(BIN)/python -m pip install --disable-pip-version-check --no-deps --require-hashes -r requirements/dev.txt
	@touch $@
