# Two commands do everything on a fresh machine: `make site` and `make test`.
# PYTHON may name the interpreter (3.11 to 3.13); without it .venv keeps the one that it was made
# with, or is made with the first one found that fits.

SHELL := /bin/sh
.DEFAULT_GOAL := help
BIN := .venv/bin
INSTALLED := .venv/installed

# Bytecode stays out of the folders that `make serve` watches, or it would rebuild for ever.
export PYTHONPYCACHEPREFIX := $(CURDIR)/.cache/bytecode
# There, too, lies what Deno keeps; and it asks nobody for a newer version.
export DENO_DIR := $(CURDIR)/.cache/deno
export DENO_NO_UPDATE_CHECK := 1

version = $(if $(1),$(shell $(1) -c 'import platform; print(platform.python_version())' 2>/dev/null))
fitting = $(filter 3.11.% 3.12.% 3.13.%,$(call version,$(1)))
FOUND = $(firstword $(foreach python,python3 python3.13 python3.12 python3.11, \
	$(if $(call fitting,$(python)),$(python))))

# The version of .venv, if it was finished, in this folder, and still runs; and whether it may stay.
FINISHED := $(shell [ "$$(cat $(INSTALLED) 2>/dev/null)" = "$$(pwd -P)" ] && echo yes)
STANDING := $(if $(FINISHED),$(call fitting,$(BIN)/python))
ifdef PYTHON
KEPT := $(filter $(STANDING),$(call version,$(PYTHON)))
else
KEPT := $(STANDING)
PYTHON = $(FOUND)
endif

.PHONY: help site serve test test-all benchmark check clean venv

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

site: $(INSTALLED)  ## build the site and print where it lies
	@$(BIN)/cnn-docs site

# --dirty renders only the pages that changed; after a change to mkdocs.yml, start it again.
serve: site  ## the site on a local server that shows what you write seconds after you save it
	@NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs serve --dirty

check: $(INSTALLED)  ## lint, types, direction of imports: seconds
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deno fmt --check --quiet docs/theme/assets
	$(BIN)/deno lint --quiet docs/theme/assets
	$(BIN)/deno check --quiet docs/theme/assets

test: check  ## what to run before each commit
	@# By file, since the blocks of a page share one process.
	$(BIN)/pytest -n auto --dist loadfile --durations 12 -m "not slow and not benchmark"

test-all: test  ## the same and then what is slow
	$(BIN)/pytest -n auto --dist worksteal --durations 12 -m slow

benchmark: $(INSTALLED)  ## how long builds take, on a machine with nothing else to do
	$(BIN)/pytest -m benchmark

clean:  ## everything that the other commands made
	rm -rf .venv .cache site .site-* *.egg-info .pytest_cache .hypothesis .mypy_cache .ruff_cache .import_linter_cache

$(INSTALLED): pyproject.toml constraints.txt $(if $(KEPT),,venv)
	$(BIN)/python -m pip install --disable-pip-version-check -c constraints.txt -e ".[site,test]"
	@pwd -P > $(INSTALLED)

# Made anew, since one that is half made, or of another Python, cannot be mended.
venv:
	$(if $(call fitting,$(PYTHON)),,@echo "$(WRONG_PYTHON)" >&2; exit 1)
	rm -rf .venv
	$(PYTHON) -m venv .venv

WRONG_PYTHON = PYTHON=$(PYTHON) is $(or $(call version,$(PYTHON)),no Python that runs). \
	Needed: Python 3.11, 3.12 or 3.13. Found here: $(or $(FOUND),none). \
	Say: make site PYTHON=$(or $(FOUND),/path/to/python3.12)
